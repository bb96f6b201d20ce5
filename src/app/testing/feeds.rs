//! Made-up feeds, and what is known of fetching them.

use std::time::Duration;

use super::NOW;
use crate::model::{
    DueReason, FeedId, FeedLedger, FeedState, FeedSummary, FetchCause, FetchErrorKind, HostLedger,
};

/// A feed that fails.
pub fn failing_feed(number: i64, message: &str) -> FeedSummary {
    FeedSummary {
        id: FeedId(number),
        url: format!("https://feed{number}.example/rss"),
        title: format!("Feed {number}"),
        publisher: None,
        tags: Vec::new(),
        state: FeedState::Failing,
        last_good: Some(NOW - Duration::from_hours(8)),
        last_try: Some(NOW - Duration::from_mins(4)),
        next_try: Some(NOW + Duration::from_mins(26)),
        error: Some((
            FetchErrorKind::Http,
            message.to_owned(),
            NOW - Duration::from_hours(5),
        )),
        items: 40,
        unread: 3,
        bytes: 40_000,
        unchanged_share: 0.5,
    }
}

/// What is known of fetching feed `number`, which fails for that reason.
pub fn feed_ledger(number: i64, fails: Option<&str>) -> FeedLedger {
    let cause = fails.map(|message| FetchCause {
        kind: FetchErrorKind::Http,
        message: message.to_owned(),
        hint: "Nothing to do: it is tried again by itself.".to_owned(),
        since: NOW - Duration::from_hours(5),
    });
    FeedLedger {
        id: FeedId(number),
        url: format!("https://feed{number}.example/rss"),
        title: format!("Feed {number}"),
        host: Some(format!("feed{number}.example")),
        state: FeedState::of(false, cause.is_some(), true),
        last_good: Some(NOW - Duration::from_hours(8)),
        last_try: Some(NOW - Duration::from_mins(4)),
        next_try: Some(NOW + Duration::from_mins(26)),
        next_why: Some(if cause.is_some() {
            DueReason::Failed
        } else {
            DueReason::Interval
        }),
        cause,
        bytes_last: 40_000,
        bytes_total: 1_250_000,
        tries: 120,
        not_modified: 85,
        items_per_week: 12.4,
        moved: None,
        moving: None,
        dead_since: None,
        slow: None,
        unverified: false,
    }
}

/// A host that asked to be left alone, with feeds that wait for it.
pub fn host_ledger(name: &str, feeds: &[i64]) -> HostLedger {
    HostLedger {
        name: name.to_owned(),
        waits_until: NOW + Duration::from_mins(50),
        since: NOW - Duration::from_mins(10),
        failures: 2,
        asked: true,
        cause: "The server answered 429 Too Many Requests".to_owned(),
        feeds: feeds.iter().copied().map(FeedId).collect(),
    }
}
