//! `mark`, `tag`, `untag`: what a reader does with articles, from scripts; and how a target names them.

use crate::{
    app::listed_tags,
    cli::{arguments::Mark, context::Context, error::CliError, output::say},
    ingest::canonical_url,
    model::{ArticleId, StoryId},
    store::{Reader, add_tags},
};

/// What a target names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Story(StoryId),
    Article(ArticleId),
}

/// Whether tags are given or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tagging {
    Give,
    Take,
}

/// Marks what the targets name. To follow or mute an article is to follow or mute its story.
pub(super) fn run(context: &Context, mark: Mark, targets: &[String]) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    let articles = match mark {
        Mark::Follow | Mark::Unfollow | Mark::Mute | Mark::Unmute => {
            whole_stories(&reader, targets)?
        }
        Mark::Read | Mark::Unread | Mark::Star | Mark::Unstar => articles_of(&reader, targets)?,
    };
    let mut writer = context.open_writer()?;
    let changed = match mark {
        Mark::Read => writer.mark_read(&articles, true)?.all(),
        Mark::Unread => writer.mark_read(&articles, false)?.all(),
        Mark::Star => writer.mark_starred(&articles, true)?,
        Mark::Unstar => writer.mark_starred(&articles, false)?,
        Mark::Follow => writer.mark_followed(&articles, true)?,
        Mark::Unfollow => writer.mark_followed(&articles, false)?,
        Mark::Mute => writer.mark_muted(&articles, true)?,
        Mark::Unmute => writer.mark_muted(&articles, false)?,
    };
    say(changed_words(changed.len()));
    Ok(())
}

/// Gives what the targets name tags of the reader's own, or takes them.
pub(super) fn tag(
    context: &Context,
    tagging: Tagging,
    tags: &str,
    targets: &[String],
) -> Result<(), CliError> {
    let tags = listed_tags(tags);
    if tags.is_empty() {
        return Err(CliError::Usage(
            "No tag is named; several stand between commas: newsfold tag town,later story:12."
                .to_owned(),
        ));
    }
    let articles = articles_of(&context.open_reader()?, targets)?;
    let folded: Vec<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
    let changed = context
        .open_writer()?
        .change_tags(&articles, |_, own| match tagging {
            Tagging::Give => add_tags(own, &tags),
            Tagging::Take => own.retain(|tag| !folded.contains(&tag.to_lowercase())),
        })?;
    say(changed_words(changed.len()));
    Ok(())
}

fn changed_words(articles: usize) -> String {
    match articles {
        1 => "1 article changed.".to_owned(),
        articles => format!("{articles} articles changed."),
    }
}

/// The articles that targets name; a story stands for all of its own.
fn articles_of(reader: &Reader, targets: &[String]) -> Result<Vec<ArticleId>, CliError> {
    let mut articles = Vec::new();
    for target in targets {
        match find(reader, target)? {
            Target::Article(article) => articles.push(article),
            Target::Story(story) => articles.extend(members(reader, story)?),
        }
    }
    Ok(articles)
}

/// All articles of the stories that targets name, or are in.
fn whole_stories(reader: &Reader, targets: &[String]) -> Result<Vec<ArticleId>, CliError> {
    let mut articles = Vec::new();
    for target in targets {
        let story = match find(reader, target)? {
            Target::Story(story) => Some(story),
            Target::Article(article) => reader.story_of(article)?,
        };
        let story = story.ok_or_else(|| {
            CliError::Failed(format!(
                "{target} is in no story yet; the next refresh groups it."
            ))
        })?;
        articles.extend(members(reader, story)?);
    }
    Ok(articles)
}

fn members(reader: &Reader, story: StoryId) -> Result<Vec<ArticleId>, CliError> {
    let members = reader.members(story)?;
    Ok(members.iter().map(|member| member.article).collect())
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
