//! Marks and tags as the screen wants them, stored.

use rustc_hash::FxHashMap;
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    app::{Mark, Msg, TagChange, Target},
    model::{ArticleId, Marked, Notice},
    store::{StoreError, StoreErrorKind, Writer, WriterThread, add_tags},
};

/// Marks articles; gives what this changed.
pub fn marked(writer: &mut Writer, target: Target, mark: Mark) -> Result<Marked, StoreError> {
    let articles = match (&target, mark) {
        (Target::Leads(stories), Mark::Starred(true)) => writer.leads_without_star(stories)?,
        _ => articles_of(writer, &target)?,
    };
    let articles = match mark {
        Mark::Read(read) => {
            return match &target {
                Target::Exactly(marked) => writer.restore_read(marked, read),
                _ => writer.mark_read(&articles, read),
            };
        }
        Mark::Starred(starred) => writer.mark_starred(&articles, starred)?,
        Mark::Followed(followed) => writer.mark_followed(&articles, followed)?,
        Mark::Muted(muted) => writer.mark_muted(&articles, muted)?,
    };
    Ok(Marked::of(articles))
}

/// Stores marks or tags. Whatever goes wrong, the change is answered: until then it could not be
/// undone, nor any change before it.
pub fn store(
    writer: &WriterThread,
    answers: &UnboundedSender<Msg>,
    job: impl FnOnce(&mut Writer) -> Result<Msg, StoreError> + Send + 'static,
    failed: impl Fn(Notice) -> Msg + Clone + Send + 'static,
) {
    let (told, not_done) = (answers.clone(), failed.clone());
    let sent = writer.send(move |writer| {
        let answer = job(writer).unwrap_or_else(|error| not_done(failure(&error)));
        // Nobody listens only when the screen is being left.
        let _ = told.send(answer);
    });
    if let Err(error) = sent {
        let _ = answers.send(failed(failure(&error)));
    }
}

/// Why marks or tags were not stored, and what helps.
fn failure(error: &StoreError) -> Notice {
    tracing::error!("{error}");
    let hint = match error.kind() {
        StoreErrorKind::Full => "Make room on the disk, then do it again.",
        StoreErrorKind::Busy => "Something else writes to the cache: do it again.",
        StoreErrorKind::Forbidden => "The cache may not be written to: see who owns its file.",
        _ => "Nothing was stored; newsfold.log says more.",
    };
    Notice::error(error.to_string()).with_hint(hint)
}

/// The articles that a mark is put on.
fn articles_of(writer: &Writer, target: &Target) -> Result<Vec<ArticleId>, StoreError> {
    match target {
        Target::Articles(articles) => Ok(articles.clone()),
        Target::Stories(stories) => writer.articles_of(stories),
        Target::Leads(stories) => writer.leads_of(stories),
        Target::Exactly(marked) => Ok(marked.articles.clone()),
    }
}

/// Takes back a change of tags that were so before it; others that came since stay.
fn take_back(tags: &mut Vec<String>, from: &[String], to: &[String]) {
    if tags == from {
        // Nobody else changed them, so their order comes back as well.
        tags.clear();
        tags.extend_from_slice(to);
        return;
    }
    let has = |tags: &[String], tag: &String| {
        let tag = tag.to_lowercase();
        tags.iter().any(|other| other.to_lowercase() == tag)
    };
    tags.retain(|tag| has(to, tag) || !has(from, tag));
    let taken: Vec<String> = to.iter().filter(|tag| !has(from, tag)).cloned().collect();
    add_tags(tags, &taken);
}

/// Gives and takes tags of the reader's own.
pub fn tagged(writer: &mut Writer, change: u64, tags: TagChange) -> Result<Msg, StoreError> {
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
        TagChange::Restore { from, to } => {
            let articles: Vec<ArticleId> = from.iter().map(|(article, _)| *article).collect();
            let from: FxHashMap<ArticleId, Vec<String>> = from.into_iter().collect();
            let to: FxHashMap<ArticleId, Vec<String>> = to.into_iter().collect();
            writer.change_tags(&articles, |article, tags| {
                if let (Some(from), Some(to)) = (from.get(&article), to.get(&article)) {
                    take_back(tags, from, to);
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
    Ok(Msg::Tagged {
        change,
        before,
        after,
    })
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;

    #[test]
    fn marks_that_cannot_be_stored_are_answered() {
        let folder = tempfile::tempdir().expect("made");
        let (writer, _thread) = WriterThread::start(&folder.path().join("c.db")).expect("opened");
        let (answers, mut told) = unbounded_channel();
        let failed = |why| Msg::MarkFailed { change: 7, why };
        store(&writer, &answers, |_| Err(StoreError::Closed), failed);
        let Some(Msg::MarkFailed { change: 7, why }) = told.blocking_recv() else {
            panic!("no answer");
        };
        assert_eq!(why.text, "The cache is closed");
        assert!(
            why.hint
                .expect("what helps")
                .starts_with("Nothing was stored")
        );
        let target = Target::Articles(vec![ArticleId(1)]);
        let job = |writer: &mut Writer| {
            let done = marked(writer, target, Mark::Read(true))?;
            Ok(Msg::Marked { change: 8, done })
        };
        store(&writer, &answers, job, failed);
        let answer = told.blocking_recv();
        let done = Marked::default();
        assert_eq!(answer, Some(Msg::Marked { change: 8, done }));
    }

    fn tags(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn what_a_rule_tagged_since_stays_when_tags_are_taken_back() {
        let check = |now: &[&str], from: &[&str], to: &[&str], expected: &[&str]| {
            let mut own = tags(now);
            take_back(&mut own, &tags(from), &tags(to));
            assert_eq!(own, tags(expected), "{now:?}");
        };
        check(&["later", "Rain"], &["later"], &[], &["Rain"]);
        check(&["Rain"], &["later"], &[], &["Rain"]);
        check(&["Rain"], &[], &["Later", "EU"], &["Rain", "Later", "EU"]);
        check(
            &["EU", "new"],
            &["EU", "new"],
            &["later", "EU"],
            &["later", "EU"],
        );
    }
}
