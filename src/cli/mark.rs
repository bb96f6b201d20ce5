//! `mark`: read, unread, star, unstar from scripts; and how a target names articles.

use crate::{
    cli::{arguments::Mark, context::Context, error::CliError, output::say},
    ingest::canonical_url,
    model::{ArticleId, StoryId},
    store::Reader,
};

/// What a target names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Story(StoryId),
    Article(ArticleId),
}

/// Marks what the targets name.
pub(super) fn run(context: &Context, mark: Mark, targets: &[String]) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    let mut articles = Vec::new();
    for target in targets {
        match find(&reader, target)? {
            Target::Article(article) => articles.push(article),
            Target::Story(story) => {
                articles.extend(reader.members(story)?.iter().map(|member| member.article));
            }
        }
    }
    let mut writer = context.open_writer()?;
    let changed = match mark {
        Mark::Read => writer.mark_read(&articles, true)?,
        Mark::Unread => writer.mark_read(&articles, false)?,
        Mark::Star => writer.mark_starred(&articles, true)?,
        Mark::Unstar => writer.mark_starred(&articles, false)?,
    };
    say(match changed.len() {
        1 => "1 article changed.".to_owned(),
        count => format!("{count} articles changed."),
    });
    Ok(())
}

/// Finds the story or article that a target names; it must be in the cache.
pub(super) fn find(reader: &Reader, target: &str) -> Result<Target, CliError> {
    let found = if target.starts_with("story:") {
        let story = reader.current_story(target.parse()?)?;
        (!reader.story_rows(&[story])?.is_empty()).then_some(Target::Story(story))
    } else if target.starts_with("article:") {
        let article = target.parse()?;
        reader.article(article)?.map(|_| Target::Article(article))
    } else if let Some(canonical) = canonical_url(target) {
        reader.article_at(&canonical)?.map(Target::Article)
    } else {
        return Err(CliError::Usage(format!(
            "\"{target}\" is not story:ID, article:ID or a web address."
        )));
    };
    found.ok_or_else(|| CliError::Failed(format!("{target} is not in the cache.")))
}
