//! `add`, `remove`, `feeds`: the feed list.

use serde::Serialize;
use tokio::runtime::Runtime;

use crate::{
    cli::{
        arguments::AddOptions,
        context::Context,
        error::CliError,
        output::{Out, say},
    },
    config::FeedEntry,
    ingest::clean_line,
    model::{FeedState, FeedSummary, Timestamp},
    runtime::web_address,
    worker::{Client, Discovery, Which, discover, summarise},
};

/// Adds feeds, or the feeds of sites, and fetches them at once.
pub(super) fn add(context: &Context, options: &AddOptions) -> Result<(), CliError> {
    let addresses = options
        .urls
        .iter()
        .map(|typed| {
            web_address(typed).ok_or_else(|| {
                CliError::Usage(format!(
                    "\"{}\" is not a web address. Give one like https://example.org/feed.",
                    clean_line(typed)
                ))
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut added = Vec::new();
    let mut failures = Vec::new();
    for address in &addresses {
        match find(context, address) {
            Ok(found) => added.extend(add_found(context, options, address, found)?),
            Err(error) => failures.push(format!("{address}: {error}")),
        }
    }
    if !added.is_empty() && !context.offline {
        super::refresh::fetch(context, Which::These(added))?;
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(CliError::Failed(failures.join("\n")))
    }
}

/// The feeds at an address; offline it is taken as it is.
fn find(context: &Context, address: &str) -> Result<Vec<Discovery>, CliError> {
    if context.offline {
        return Ok(vec![Discovery {
            url: address.to_owned(),
            title: None,
            items: 0,
        }]);
    }
    let client = Client::new(&context.settings.fetch)?;
    let runtime = Runtime::new().map_err(CliError::Output)?;
    runtime
        .block_on(discover(&client, address))
        .map_err(|error| CliError::Failed(error.to_string()))
}

/// Puts the likeliest feed of an address on the list; where a site has more, the rest is named.
fn add_found(
    context: &Context,
    options: &AddOptions,
    address: &str,
    found: Vec<Discovery>,
) -> Result<Option<String>, CliError> {
    let mut found = found.into_iter();
    let Some(first) = found.next() else {
        return Ok(None);
    };
    let mut file = context.edit_feed_file()?;
    let entry = FeedEntry {
        title: options.title.clone(),
        tags: options.tags.clone(),
        ..FeedEntry::new(first.url.clone())
    };
    if !file.add(entry) {
        say(format!("{} is in the feed list already.", first.url));
        return Ok(None);
    }
    file.save()?;
    let name = first.title.as_deref().unwrap_or(&first.url);
    say(format!(
        "Added {name}: {} ({} items)",
        first.url, first.items
    ));
    for other in found {
        let name = other.title.as_deref().unwrap_or("another feed");
        say(format!(
            "{address} also has {name}: {} ({} items)",
            other.url, other.items
        ));
    }
    Ok(Some(first.url))
}

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
