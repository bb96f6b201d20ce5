//! The ledger: what is known of every feed and every waiting host as to fetching.

use std::time::Duration;

use rusqlite::Row;
use rustc_hash::FxHashMap;

use crate::{
    model::{
        DueReason, FeedHost, FeedId, FeedLedger, FeedOrigin, FeedState, FetchCause, FetchErrorKind,
        HostLedger, Ledger, Moved, Occasion, Timestamp, shown_address,
    },
    store::{
        Reader, StoreError,
        error::Doing,
        feeds::{durations_of, moving_of},
    },
};

const WEEK: Duration = Duration::from_secs(7 * 86_400);
/// Articles of so many weeks say how many there are in one.
const WEEKS: u32 = 4;
/// A feed whose answers take that long is called slow.
const SLOW: Duration = Duration::from_secs(5);
/// One slow answer makes no slow feed.
const ANSWERS: usize = 3;

/// Articles of a feed in the last weeks.
#[derive(Debug, Clone, Copy)]
struct Recent {
    articles: u32,
    oldest: Timestamp,
}

impl Reader {
    /// What is known of fetching at `now`.
    pub fn ledger(&self, now: Timestamp) -> Result<Ledger, StoreError> {
        self.ledger_with(&self.recent_articles(now - WEEK * WEEKS)?, now)
    }

    /// The same without articles a week, which cost more the more there are.
    pub fn ledger_uncounted(&self, now: Timestamp) -> Result<Ledger, StoreError> {
        self.ledger_with(&FxHashMap::default(), now)
    }

    fn ledger_with(
        &self,
        recent: &FxHashMap<i64, Recent>,
        now: Timestamp,
    ) -> Result<Ledger, StoreError> {
        let doing = "read the ledger";
        let feeds: Vec<FeedLedger> = self
            .connection
            .prepare_cached(
                "SELECT id, url, own_title, title, last_good, last_try, next_try, next_why,
                        error_kind, error, error_hint, failing_since, dead, dead_since,
                        bytes, bytes_total, tries, not_modified, first_good,
                        moved_from, moved_at, moving_to, moving_times, moving_refused,
                        durations, unverified
                 FROM feed WHERE listed = 1 ORDER BY position",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| feed(row, recent, now))?
                    .collect()
            })
            .doing(doing)?;
        let hosts = self.waiting_hosts(&feeds, now)?;
        Ok(Ledger { feeds, hosts })
    }

    fn recent_articles(&self, since: Timestamp) -> Result<FxHashMap<i64, Recent>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT carried.feed, count(*), min(article.published)
                 FROM article JOIN carried ON carried.article = article.id
                 WHERE article.published > ?1 GROUP BY carried.feed",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([since.0], |row| {
                        let recent = Recent {
                            articles: row.get(1)?,
                            oldest: Timestamp(row.get(2)?),
                        };
                        Ok((row.get(0)?, recent))
                    })?
                    .collect()
            })
            .doing("count the articles of feeds")
    }

    fn waiting_hosts(
        &self,
        feeds: &[FeedLedger],
        now: Timestamp,
    ) -> Result<Vec<HostLedger>, StoreError> {
        let waiting = self.hosts()?.into_iter().filter(|host| host.until > now);
        Ok(waiting
            .map(|host| HostLedger {
                feeds: feeds
                    .iter()
                    .filter(|feed| feed.host.as_ref() == Some(&host.name))
                    .filter(|feed| feed.state != FeedState::Dead)
                    .map(|feed| feed.id)
                    .collect(),
                name: host.name,
                waits_until: host.until,
                since: host.since,
                failures: host.failures,
                asked: host.asked,
                cause: host.cause,
            })
            .collect())
    }
}

fn feed(
    row: &Row<'_>,
    recent: &FxHashMap<i64, Recent>,
    now: Timestamp,
) -> rusqlite::Result<FeedLedger> {
    let time = |column: &str| {
        row.get::<_, Option<i64>>(column)
            .map(|time| time.map(Timestamp))
    };
    let bytes = |column: &str| {
        row.get::<_, i64>(column)
            .map(|bytes| u64::try_from(bytes).unwrap_or(0))
    };
    let id: i64 = row.get("id")?;
    let url: String = row.get("url")?;
    let titles: [Option<String>; 2] = [row.get("own_title")?, row.get("title")?];
    let cause = cause(row, &url)?;
    let (dead, last_try) = (row.get("dead")?, time("last_try")?);
    let state = FeedState::of(dead, cause.is_some(), last_try.is_some());
    let moved = match (row.get("moved_from")?, time("moved_at")?) {
        (Some(from), Some(at)) => Some(Moved {
            from,
            to: url.clone(),
            at,
        }),
        _ => None,
    };
    let next_why: Option<String> = row.get("next_why")?;
    Ok(FeedLedger {
        id: FeedId(id),
        title: titles
            .into_iter()
            .flatten()
            .find(|title| !title.is_empty())
            .unwrap_or_else(|| shown_address(&url)),
        host: FeedHost::of(&url).map(|host| host.name),
        state,
        last_good: time("last_good")?,
        last_try,
        next_try: time("next_try")?,
        next_why: next_why.and_then(|name| DueReason::from_name(&name)),
        cause,
        bytes_last: bytes("bytes")?,
        bytes_total: bytes("bytes_total")?,
        tries: row.get("tries")?,
        not_modified: row.get("not_modified")?,
        items_per_week: recent
            .get(&id)
            .map_or(0.0, |recent| per_week(*recent, first_good(row), now)),
        moved,
        moving: moving_of(
            row.get("moving_to")?,
            row.get("moving_times")?,
            row.get("moving_refused")?,
        ),
        dead_since: time("dead_since")?.filter(|_| dead),
        slow: slow(durations_of(&row.get::<_, String>("durations")?)),
        unverified: row.get("unverified")?,
        url,
    })
}

fn first_good(row: &Row<'_>) -> Option<Timestamp> {
    row.get::<_, Option<i64>>("first_good")
        .ok()
        .flatten()
        .map(Timestamp)
}

fn cause(row: &Row<'_>, url: &str) -> rusqlite::Result<Option<FetchCause>> {
    let kind: Option<String> = row.get("error_kind")?;
    let Some(kind) = kind.and_then(|kind| FetchErrorKind::from_name(&kind)) else {
        return Ok(None);
    };
    let hint: Option<String> = row.get("error_hint")?;
    let message: Option<String> = row.get("error")?;
    let since: Option<i64> = row.get("failing_since")?;
    Ok(since.map(|since| FetchCause {
        kind,
        message: message.unwrap_or_default(),
        hint: hint.unwrap_or_else(|| kind.hint(FeedOrigin::of(url), Occasion::Listed).to_owned()),
        since: Timestamp(since),
    }))
}

/// A feed that is new here may have shown only its newest articles: they tell of the time since the
/// oldest of them, but never of less than a week.
fn per_week(recent: Recent, first_good: Option<Timestamp>, now: Timestamp) -> f64 {
    let all = WEEK * WEEKS;
    let known = first_good.map_or(all, |first| now.since(first.min(recent.oldest)));
    f64::from(recent.articles) / (known.clamp(WEEK, all).as_secs_f64() / WEEK.as_secs_f64())
}

fn slow(mut durations: Vec<u32>) -> Option<Duration> {
    durations.sort_unstable();
    let median = *durations.get(durations.len() / 2)?;
    let median = Duration::from_millis(median.into());
    (durations.len() >= ANSWERS && median >= SLOW).then_some(median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_slow_by_the_middle_of_its_answers() {
        assert_eq!(slow(vec![30_000, 200, 300]), None);
        assert_eq!(slow(vec![9000, 9000]), None, "too few to tell");
        assert_eq!(
            slow(vec![6000, 100, 7000]),
            Some(Duration::from_millis(6000))
        );
    }

    #[test]
    fn articles_a_week_are_counted_over_the_time_that_is_known() {
        let now = Timestamp(1_800_000_000);
        let recent = Recent {
            articles: 40,
            oldest: now - WEEK * 2,
        };
        let rounded = |first_good| (per_week(recent, first_good, now) * 10.0).round();
        assert!((rounded(None) - 100.0).abs() < 0.1, "long known");
        assert!((rounded(Some(now)) - 200.0).abs() < 0.1, "new here");
        let burst = Recent {
            articles: 3,
            oldest: now,
        };
        assert!((per_week(burst, Some(now), now) - 3.0).abs() < 0.1);
    }
}
