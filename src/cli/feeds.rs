//! `remove`, `feeds`: the feed list.

use serde::Serialize;

use crate::{
    cli::{
        context::Context,
        error::CliError,
        output::{Out, say},
    },
    model::{
        DueReason, FeedLedger, FeedState, FeedSummary, FetchCause, HostLedger, Moved, Moving,
        Timestamp, shown_address,
    },
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
    url: String,
    title: &'a str,
    publisher: Option<&'a str>,
    tags: &'a [String],
    state: FeedState,
    last_good: Option<Timestamp>,
    last_try: Option<Timestamp>,
    next_try: Option<Timestamp>,
    next_why: Option<DueReason>,
    error: Option<&'a FetchCause>,
    items: u32,
    unread: u32,
    bytes: i64,
    unchanged_share: f64,
    bytes_total: u64,
    tries: u32,
    not_modified: u32,
    not_modified_share: f64,
    items_per_week: f64,
    moved: Option<&'a Moved>,
    moving: Option<&'a Moving>,
    dead_since: Option<Timestamp>,
    slow_ms: Option<u64>,
    unverified: bool,
    host_waits: Option<HostJson<'a>>,
}

#[derive(Debug, Serialize)]
struct HostJson<'a> {
    host: &'a str,
    until: Timestamp,
    asked: bool,
    cause: &'a str,
}

/// A feed as the list and as the ledger know it.
#[derive(Clone, Copy)]
struct Row<'a> {
    feed: &'a FeedSummary,
    fetching: &'a FeedLedger,
    host: Option<&'a HostLedger>,
}

/// Lists the feeds with how they are doing.
pub(super) fn list(context: &Context, json: bool) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    let feeds = reader.feeds()?;
    let ledger = reader.ledger(context.now())?;
    if feeds.is_empty() && !json {
        say("There are no feeds yet. Add one with: newsfold add ADDRESS");
    }
    let mut out = Out::new();
    for feed in &feeds {
        // The list may have changed between the two readings.
        let Some(fetching) = ledger.feeds.iter().find(|row| row.id == feed.id) else {
            continue;
        };
        let host = ledger
            .hosts
            .iter()
            .find(|host| host.feeds.contains(&feed.id));
        let row = Row {
            feed,
            fetching,
            host,
        };
        if json {
            out.json(&feed_json(row))?;
        } else {
            out.line(named(feed))?;
            for line in condition(row, &|time| context.moment(time)) {
                out.line(format!("  {line}"))?;
            }
        }
    }
    out.finish()
}

fn feed_json(row: Row<'_>) -> FeedJson<'_> {
    let (feed, fetching) = (row.feed, row.fetching);
    FeedJson {
        url: shown_address(&feed.url),
        title: &feed.title,
        publisher: feed.publisher.as_deref(),
        tags: &feed.tags,
        state: feed.state,
        last_good: feed.last_good,
        last_try: feed.last_try,
        next_try: feed.next_try,
        next_why: fetching.next_why,
        error: fetching.cause.as_ref(),
        items: feed.items,
        unread: feed.unread,
        bytes: feed.bytes,
        unchanged_share: feed.unchanged_share,
        bytes_total: fetching.bytes_total,
        tries: fetching.tries,
        not_modified: fetching.not_modified,
        not_modified_share: fetching.not_modified_share(),
        items_per_week: (fetching.items_per_week * 10.0).round() / 10.0,
        moved: fetching.moved.as_ref(),
        moving: fetching.moving.as_ref(),
        dead_since: fetching.dead_since,
        slow_ms: fetching
            .slow
            .and_then(|time| u64::try_from(time.as_millis()).ok()),
        unverified: fetching.unverified,
        host_waits: row.host.map(|host| HostJson {
            host: &host.name,
            until: host.waits_until,
            asked: host.asked,
            cause: &host.cause,
        }),
    }
}

/// A feed by its name and address; one without a name has its address for it.
fn named(feed: &FeedSummary) -> String {
    let address = shown_address(&feed.url);
    if feed.title == address {
        address
    } else {
        format!("{}  {address}", feed.title)
    }
}

/// How a feed is doing, a line for each thing worth one; `at` tells a time.
fn condition(row: Row<'_>, at: &dyn Fn(Timestamp) -> String) -> Vec<String> {
    let (feed, fetching) = (row.feed, row.fetching);
    let mut first = match &fetching.cause {
        Some(cause) => format!("failing since {}: {}", at(cause.since), cause.message),
        None => match feed.last_good {
            Some(time) => {
                let fetched = at(time);
                format!(
                    "{} unread of {}, fetched {fetched}",
                    feed.unread, feed.items
                )
            }
            None => "not fetched yet".to_owned(),
        },
    };
    if !feed.tags.is_empty() {
        first.push_str(&format!(" [{}]", feed.tags.join(", ")));
    }
    let mut lines = vec![first];
    if let Some(since) = fetching.dead_since {
        lines.push(format!(
            "dead since {}: it is not asked any more",
            at(since)
        ));
    }
    if let Some(cause) = &fetching.cause {
        lines.push(cause.hint.clone());
    }
    if let Some(host) = row.host {
        lines.push(format!(
            "{} is left alone until {}: {}",
            host.name,
            at(host.waits_until),
            host.cause
        ));
    } else if let (Some(next), Some(why)) = (fetching.next_try, fetching.next_why) {
        lines.push(format!("next {}: {}", at(next), why.words()));
    }
    if let Some(moved) = &fetching.moved {
        lines.push(format!(
            "moved {} from {}",
            at(moved.at),
            shown_address(&moved.from)
        ));
    }
    if let Some(moving) = &fetching.moving {
        let why = moving.refused.as_deref();
        lines.push(format!(
            "redirected for good to {}: {}",
            shown_address(&moving.to),
            why.unwrap_or("the list follows if that holds")
        ));
    }
    if fetching.unverified {
        lines.push("WARNING: TLS is not verified for this feed (tls.verify = false)".to_owned());
    }
    if let Some(time) = fetching.slow {
        lines.push(format!("slow: {:.0} s for an answer", time.as_secs_f64()));
    }
    lines
}
