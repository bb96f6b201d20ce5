//! `remove`, `feeds`: the feed list.

use serde::Serialize;

use crate::{
    cli::{
        context::Context,
        error::CliError,
        output::{Out, say},
    },
    model::{FeedState, FeedSummary, Timestamp},
    worker::summarise,
};

/// Takes a feed off the list; its articles go, starred ones stay.
pub(super) fn remove(context: &Context, url: &str) -> Result<(), CliError> {
    let mut file = context.edit_feed_file()?;
    if !file.remove(url) {
        return Err(CliError::Usage(format!(
            "{url} is not in the feed list. See the list with: newsfold feeds"
        )));
    }
    file.save()?;
    let (now, utc_offset) = (context.now(), context.utc_offset());
    context
        .open_writer()?
        .drop_unlisted(now, &|grouped, story| summarise(grouped, story, utc_offset))?;
    say(format!("Removed {url}."));
    Ok(())
}

#[derive(Debug, Serialize)]
struct FeedJson<'a> {
    url: &'a str,
    title: &'a str,
    publisher: Option<&'a str>,
    tags: &'a [String],
    state: FeedState,
    last_good: Option<Timestamp>,
    last_try: Option<Timestamp>,
    next_try: Option<Timestamp>,
    error: Option<ErrorJson<'a>>,
    items: u32,
    unread: u32,
    bytes: i64,
    unchanged_share: f64,
}

#[derive(Debug, Serialize)]
struct ErrorJson<'a> {
    kind: &'static str,
    message: &'a str,
    since: Timestamp,
}

/// Lists the feeds with how they are doing.
pub(super) fn list(context: &Context, json: bool) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    let feeds = reader.feeds()?;
    if feeds.is_empty() && !json {
        say("There are no feeds yet. Add one with: newsfold add ADDRESS");
    }
    let mut out = Out::new();
    for feed in &feeds {
        if json {
            out.json(&feed_json(feed))?;
        } else {
            out.line(format!("{}  {}", feed.title, feed.url))?;
            out.line(format!("  {}", condition(feed)))?;
        }
    }
    out.finish()
}

fn feed_json(feed: &FeedSummary) -> FeedJson<'_> {
    FeedJson {
        url: &feed.url,
        title: &feed.title,
        publisher: feed.publisher.as_deref(),
        tags: &feed.tags,
        state: feed.state,
        last_good: feed.last_good,
        last_try: feed.last_try,
        next_try: feed.next_try,
        error: feed.error.as_ref().map(|(kind, message, since)| ErrorJson {
            kind: kind.name(),
            message,
            since: *since,
        }),
        items: feed.items,
        unread: feed.unread,
        bytes: feed.bytes,
        unchanged_share: feed.unchanged_share,
    }
}

fn condition(feed: &FeedSummary) -> String {
    let tags = if feed.tags.is_empty() {
        String::new()
    } else {
        format!(" [{}]", feed.tags.join(", "))
    };
    match &feed.error {
        Some((_, message, since)) => format!("failing since {since}: {message}{tags}"),
        None => match feed.last_good {
            Some(time) => format!(
                "{} unread of {}, fetched {time}{tags}",
                feed.unread, feed.items
            ),
            None => format!("not fetched yet{tags}"),
        },
    }
}
