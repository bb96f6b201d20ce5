//! Marks and tags as the screen wants them, stored.

use rustc_hash::FxHashMap;

use crate::{
    app::{Mark, Msg, TagChange, Target},
    model::ArticleId,
    store::{StoreError, Writer, add_tags},
};

/// Marks articles; gives those that this changed.
pub fn marked(
    writer: &mut Writer,
    target: Target,
    mark: Mark,
) -> Result<Vec<ArticleId>, StoreError> {
    let articles = articles_of(writer, &target)?;
    match mark {
        Mark::Read(read) => writer.mark_read(&articles, read),
        Mark::Starred(starred) => writer.mark_starred(&articles, starred),
        Mark::Followed(followed) => writer.mark_followed(&articles, followed),
        Mark::Muted(muted) => writer.mark_muted(&articles, muted),
    }
}

/// The articles that a mark is put on.
fn articles_of(writer: &Writer, target: &Target) -> Result<Vec<ArticleId>, StoreError> {
    match target {
        Target::Articles(articles) => Ok(articles.clone()),
        Target::Stories(stories) => writer.articles_of(stories),
        Target::Leads(stories) => writer.leads_of(stories),
    }
}

/// Gives and takes tags of the reader's own.
pub fn tagged(
    writer: &mut Writer,
    change: u64,
    tags: TagChange,
) -> Result<Option<Msg>, StoreError> {
    let changed = match tags {
        TagChange::Edit {
            target,
            add,
            remove,
        } => {
            let articles = articles_of(writer, &target)?;
            writer.change_tags(&articles, |_, tags| {
                let is = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
                tags.retain(|tag| !remove.iter().any(|gone| is(gone, tag)));
                add_tags(tags, &add);
            })?
        }
        TagChange::Restore(wanted) => {
            let wanted: FxHashMap<ArticleId, Vec<String>> = wanted.into_iter().collect();
            let articles: Vec<ArticleId> = wanted.keys().copied().collect();
            writer.change_tags(&articles, |article, tags| {
                if let Some(wanted) = wanted.get(&article) {
                    tags.clone_from(wanted);
                }
            })?
        }
    };
    let (before, after) = changed
        .into_iter()
        .map(|changed| {
            let article = changed.article;
            ((article, changed.before), (article, changed.after))
        })
        .unzip();
    Ok(Some(Msg::Tagged {
        change,
        before,
        after,
    }))
}
