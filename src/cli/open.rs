//! `open`: an original in the browser, from scripts. It is marked read, as on the screen.

use crate::{
    cli::{
        context::Context,
        error::CliError,
        mark::{Target, find},
    },
    runtime::open_in_browser,
};

/// Opens the article, or the lead of the story.
pub(super) fn run(context: &Context, target: &str) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    let article = match find(&reader, target)? {
        Target::Article(article) => Some(article),
        Target::Story(story) => reader.story_rows(&[story])?.first().map(|row| row.lead),
    };
    let article = match article {
        Some(article) => reader.article(article)?,
        None => None,
    };
    let article =
        article.ok_or_else(|| CliError::Failed(format!("{target} is not in the cache.")))?;
    let url = article
        .url
        .ok_or_else(|| CliError::Failed(format!("\"{}\" has no address.", article.title)))?;
    open_in_browser(&url, &context.settings.browser.command)
        .map_err(|error| CliError::Failed(format!("No browser was started for {url}: {error}.")))?;
    context.open_writer()?.mark_read(&[article.id], true)?;
    Ok(())
}
