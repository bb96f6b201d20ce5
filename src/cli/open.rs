//! `open`: an original in the browser, from scripts. It is marked read, as on the screen.

use tokio::runtime::Runtime;

use crate::{
    cli::{
        context::Context,
        error::CliError,
        mark::{Target, find},
        output::say,
    },
    config::FeedFile,
    model::{ArticleText, hides_original},
    runtime::{LookedUp, ask_original, look_original_up, open_in_browser, unlisted},
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
    open(context, article)
}

/// Opens the original of an article, and marks it read.
pub(super) fn open(context: &Context, article: ArticleText) -> Result<(), CliError> {
    let url = article
        .url
        .ok_or_else(|| CliError::Failed(format!("\"{}\" has no address.", article.title)))?;
    let url = if hides_original(&url) {
        original(context, url)?
    } else {
        url
    };
    open_in_browser(&url, &context.settings.browser.command)
        .map_err(|error| CliError::Failed(format!("No browser was started for {url}: {error}.")))?;
    context.open_writer()?.mark_read(&[article.id], true)?;
    Ok(())
}

/// The original behind an aggregator's address; that address itself where it cannot be found.
fn original(context: &Context, url: String) -> Result<String, CliError> {
    let found = match look_original_up(&context.directories.database(), &url)? {
        LookedUp::Known(original) => return Ok(original),
        LookedUp::Unlisted => Err(unlisted()),
        LookedUp::Unknown { .. } if context.offline => Err("this run is offline".to_owned()),
        LookedUp::Unknown { hidden, feed } => {
            let runtime = Runtime::new().map_err(CliError::Output)?;
            let listed = FeedFile::load(&context.directories.feeds_file())?;
            let settings = &context.settings.fetch;
            let asking = ask_original(settings, &listed, &url, hidden, feed.as_deref());
            runtime.block_on(asking)
        }
    };
    match found {
        Ok(found) => {
            context.open_writer()?.save_original(&found)?;
            Ok(found.url)
        }
        Err(why) => {
            say(format!(
                "The original was not found: {why}. The aggregator's address is opened."
            ));
            Ok(url)
        }
    }
}
