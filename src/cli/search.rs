//! `search`: articles that answer a query, with the passage that does.

use serde::Serialize;

use crate::{
    cli::{arguments::SearchOptions, context::Context, error::CliError, output::Out},
    ingest::{SEARCHED_TEXT, plain_text},
    model::{ArticleId, StoryId, Timestamp},
    query::{passage, words_of},
    store::Hit,
    worker::index_step,
};

#[derive(Debug, Serialize)]
struct HitJson<'a> {
    article: ArticleId,
    story: StoryId,
    title: &'a str,
    source: &'a str,
    url: Option<&'a str>,
    published: Timestamp,
    read: bool,
    passage: String,
}

pub(super) fn run(context: &Context, options: &SearchOptions) -> Result<(), CliError> {
    let text = options.query.join(" ");
    let query = context.query(&text)?;
    catch_up_index(context)?;
    let reader = context.open_reader()?;
    let hits = reader.search(&query, context.now(), options.limit)?;
    let words = words_of(&query);
    let mut out = Out::new();
    for hit in &hits {
        let passage = passage(&plain_text(&hit.html, SEARCHED_TEXT), &words);
        if options.json {
            out.json(&json(hit, passage))?;
        } else {
            out.line(format!("{}  {}", hit.article, hit.title))?;
            out.line(format!("  {} · {}", hit.source, hit.published))?;
            out.line(format!("  {passage}"))?;
        }
    }
    out.finish()?;
    if hits.is_empty() && !options.json {
        super::output::say(format!("No article answers the query {text}."));
    }
    Ok(())
}

/// Indexes what waits, so that a search misses nothing of the cache.
pub(super) fn catch_up_index(context: &Context) -> Result<(), CliError> {
    let mut writer = context.open_writer()?;
    while index_step(&mut writer)? {}
    Ok(())
}

fn json(hit: &Hit, passage: String) -> HitJson<'_> {
    HitJson {
        article: hit.article,
        story: hit.story,
        title: &hit.title,
        source: &hit.source,
        url: hit.url.as_deref(),
        published: hit.published,
        read: hit.read,
        passage,
    }
}
