//! When a feed is asked next; pure.
//!
//! What the reader set for a feed counts alone. Otherwise a feed is asked about twice in the time in
//! which something new is to be expected of it (half its pace, or half the time since its last item
//! if that is longer), but never more often than `fetch.interval` and never less often than
//! `fetch.max_interval`; of a feed whose pace is not known yet, `fetch.interval` holds. If the feed
//! (`ttl`, `sy:*`) or its server (`Cache-Control`, `Expires`) asks for more time, it gets up to a
//! day. Then it moves out of the hours and days in which the feed rests. Up to a tenth is added by
//! feed and time, so that feeds do not come due all at once.
//!
//! After failures in a row the pause doubles from five minutes to a day; `Retry-After` holds up to a
//! week.

use std::time::Duration;

use chrono::{Datelike, Timelike};

use crate::{
    model::{DueReason, FeedId, Timestamp},
    store::Rhythm,
};

/// The longest a feed is left alone because it or its server says so, or because it fails.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// The longest a server can ask to be left alone.
const LONGEST_ASKED: Duration = Duration::from_secs(7 * 24 * 3600);
/// The longest interval the reader can set.
const LONGEST_OWN: Duration = Duration::from_secs(365 * 24 * 3600);
/// The first pause after a failure.
const FIRST_PAUSE: Duration = Duration::from_secs(5 * 60);
/// The server has to say for so long, and so often, that there is no such document.
const MISSING_FOR: Duration = Duration::from_secs(28 * 24 * 3600);
const MISSING_TRIES: u32 = 5;
/// So many of a new feed's newest items tell its pace.
const ITEMS_OF_PACE: usize = 20;
const HOUR: Duration = Duration::from_secs(3600);

/// When, and why then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    pub at: Timestamp,
    pub why: DueReason,
}

/// What counts for the next fetch of a feed that answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Wishes {
    /// The interval the reader set for this feed.
    pub own_interval: Option<Duration>,
    /// The shortest interval for all others.
    pub interval: Duration,
    /// The longest one.
    pub max_interval: Duration,
    /// How long the server says the answer stays fresh.
    pub fresh: Option<Duration>,
    /// What the feed says, and how often it changes.
    pub rhythm: Rhythm,
}

/// When a feed that answered is asked next.
pub(super) fn after_success(feed: FeedId, now: Timestamp, wishes: &Wishes) -> Due {
    if let Some(own) = wishes.own_interval {
        return Due {
            at: now + spread(feed.0, now, own.min(LONGEST_OWN)),
            why: DueReason::OwnInterval,
        };
    }
    let quiet = by_pace(wishes, now);
    let mut pause = (wishes.interval, DueReason::Interval);
    for (asked, why) in [
        (quiet, DueReason::Quiet),
        (
            wishes.fresh.map(|time| time.min(LONGEST)),
            DueReason::ServerAsks,
        ),
        (
            wishes.rhythm.ttl.map(|time| time.min(LONGEST)),
            DueReason::FeedAsks,
        ),
    ] {
        if let Some(asked) = asked.filter(|asked| *asked > pause.0) {
            pause = (asked, why);
        }
    }
    let at = now + spread(feed.0, now, pause.0);
    match awake(at, &wishes.rhythm) {
        moved if moved != at => Due {
            at: moved,
            why: DueReason::Skips,
        },
        _ => Due { at, why: pause.1 },
    }
}

fn by_pace(wishes: &Wishes, now: Timestamp) -> Option<Duration> {
    let since_news = wishes.rhythm.last_news.map(|last| now.since(last));
    let expected = wishes.rhythm.pace.max(since_news)? / 2;
    Some(expected.min(wishes.max_interval))
}

/// The first time from then on at which a feed does not rest; the same if it always does.
fn awake(at: Timestamp, rhythm: &Rhythm) -> Timestamp {
    let rests = |time: Timestamp| {
        let time = time.utc();
        rhythm.skip_hours >> time.hour() & 1 == 1
            || rhythm.skip_days >> time.weekday().num_days_from_monday() & 1 == 1
    };
    let next_hour = |time: Timestamp| Timestamp(time.0 - time.0.rem_euclid(3600)) + HOUR;
    std::iter::successors(Some(at), |time| Some(next_hour(*time)))
        .take(8 * 24)
        .find(|time| !rests(*time))
        .unwrap_or(at)
}

/// When a feed that failed is asked next: the pause doubles with each failure in a row, and is
/// never shorter than the server asks for.
pub(super) fn after_failure(
    feed: FeedId,
    now: Timestamp,
    failures_before: u32,
    retry_after: Option<Duration>,
) -> Due {
    let pause = spread(feed.0, now, doubled(failures_before));
    let asked = retry_after.unwrap_or_default().min(LONGEST_ASKED);
    Due {
        at: now + pause.max(asked),
        why: if asked > pause {
            DueReason::RetryAfter
        } else {
            DueReason::Failed
        },
    }
}

/// Until when a host that failed is left alone; `seed` tells hosts apart.
pub(super) fn host_pause(
    seed: i64,
    now: Timestamp,
    failures_before: u32,
    retry_after: Option<Duration>,
) -> Timestamp {
    let pause = spread(seed, now, doubled(failures_before));
    now + pause.max(retry_after.unwrap_or_default().min(LONGEST_ASKED))
}

/// When feeds that wait for a host are asked: soon after it may be asked again.
pub(super) fn after_host(feed: FeedId, until: Timestamp) -> Timestamp {
    until + (spread(feed.0, until, FIRST_PAUSE) - FIRST_PAUSE)
}

/// When all is tried again that failed for want of a network.
pub(super) fn after_offline(now: Timestamp) -> Timestamp {
    now + FIRST_PAUSE
}

/// Whether a feed is given up of which its server says once more that there is none. `missing` is
/// what it said before.
pub(super) fn is_lost(missing: Option<(Timestamp, u32)>, now: Timestamp) -> bool {
    missing
        .is_some_and(|(since, tries)| now.since(since) >= MISSING_FOR && tries + 1 >= MISSING_TRIES)
}

fn doubled(failures_before: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << failures_before.min(9))
        .min(LONGEST)
}

/// Up to a tenth more.
fn spread(seed: i64, now: Timestamp, pause: Duration) -> Duration {
    let mixed = seed
        .wrapping_mul(0x9E37_79B9)
        .wrapping_add(now.0)
        .rem_euclid(100);
    pause + pause.mul_f64(f64::from(i32::try_from(mixed).unwrap_or(0)) / 1000.0)
}

/// What a document says about when to ask again.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub ttl: Option<Duration>,
    pub skip_hours: u32,
    pub skip_days: u8,
    /// Times of the items that were not known; `None` for one without.
    pub news: Vec<Option<Timestamp>>,
}

/// A feed's rhythm after a document.
pub(super) fn rhythm_after(before: &Rhythm, said: &Said, now: Timestamp) -> Rhythm {
    let mut times: Vec<Timestamp> = said
        .news
        .iter()
        .map(|time| time.unwrap_or(now).min(now))
        .filter(|time| before.last_news.is_none_or(|last| *time > last))
        .collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    let (pace, last_news) = match (times.first(), before.last_news) {
        (None, last) => (before.pace, last),
        (Some(newest), None) => {
            let latest = &times[..times.len().min(ITEMS_OF_PACE)];
            let oldest = latest[latest.len() - 1];
            // Without dates all items are of this moment, and tell nothing.
            let pace = each(now.since(oldest), latest.len()).filter(|pace| !pace.is_zero());
            (pace, Some(*newest))
        }
        (Some(newest), Some(last)) => {
            let observed = each(now.since(last), times.len()).unwrap_or_default();
            let blend = |old: Duration| old.mul_f64(0.7) + observed.mul_f64(0.3);
            (Some(before.pace.map_or(observed, blend)), Some(*newest))
        }
    };
    Rhythm {
        ttl: said.ttl,
        skip_hours: said.skip_hours,
        skip_days: said.skip_days,
        pace,
        last_news,
    }
}

fn each(time: Duration, items: usize) -> Option<Duration> {
    time.checked_div(u32::try_from(items).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Friday, 08:00.
    const NOW: Timestamp = Timestamp(1_800_000_000);
    const DAY: Duration = Duration::from_secs(24 * 3600);

    fn within(due: Due, pause: Duration, why: DueReason) -> bool {
        let waits = due.at.since(NOW);
        waits >= pause && waits <= pause.mul_f64(1.1) && due.why == why
    }

    fn wishes() -> Wishes {
        Wishes {
            interval: HOUR / 2,
            max_interval: HOUR * 6,
            ..Wishes::default()
        }
    }

    fn next(wishes: &Wishes) -> Due {
        after_success(FeedId(1), NOW, wishes)
    }

    fn pace(pace: Duration, last_news: Duration) -> Wishes {
        let mut wishes = wishes();
        wishes.rhythm.pace = Some(pace);
        wishes.rhythm.last_news = Some(NOW - last_news);
        wishes
    }

    #[test]
    fn a_feed_is_asked_after_the_interval_or_when_it_says() {
        assert!(within(next(&wishes()), HOUR / 2, DueReason::Interval));
        let mut slow = wishes();
        slow.rhythm.ttl = Some(HOUR * 3);
        slow.fresh = Some(HOUR);
        assert!(within(next(&slow), HOUR * 3, DueReason::FeedAsks));
        slow.fresh = Some(HOUR * 4);
        assert!(within(next(&slow), HOUR * 4, DueReason::ServerAsks));
        slow.fresh = Some(HOUR * 9999);
        assert!(within(next(&slow), DAY, DueReason::ServerAsks));
        slow.own_interval = Some(HOUR / 4);
        assert!(within(next(&slow), HOUR / 4, DueReason::OwnInterval));
    }

    #[test]
    fn a_feed_that_changes_rarely_is_asked_rarely() {
        let check = |wishes: Wishes, pause, why| {
            let due = next(&wishes);
            assert!(within(due, pause, why), "{due:?}");
        };
        check(pace(HOUR / 6, HOUR / 6), HOUR / 2, DueReason::Interval);
        check(pace(HOUR * 4, HOUR), HOUR * 2, DueReason::Quiet);
        check(pace(DAY * 30, HOUR), HOUR * 6, DueReason::Quiet);
        // One that was busy and fell silent is asked less and less.
        check(pace(HOUR, HOUR * 8), HOUR * 4, DueReason::Quiet);
        let mut alike = pace(DAY * 30, HOUR);
        alike.max_interval = HOUR / 4;
        check(alike, HOUR / 2, DueReason::Interval);
    }

    #[test]
    fn a_feed_that_rests_is_left_alone_until_it_wakes() {
        let mut resting = wishes();
        // From eight to eleven.
        resting.rhythm.skip_hours = 0b1111 << 8;
        let due = next(&resting);
        assert_eq!(due.at.to_string(), "2027-01-15T12:00:00Z");
        assert_eq!(due.why, DueReason::Skips);
        // Friday and Saturday.
        resting.rhythm = Rhythm {
            skip_days: 0b011_0000,
            ..Rhythm::default()
        };
        assert_eq!(next(&resting).at.to_string(), "2027-01-17T00:00:00Z");
        // One that never wakes is not believed.
        resting.rhythm.skip_days = 0x7f;
        assert!(within(next(&resting), HOUR / 2, DueReason::Interval));
    }

    #[test]
    fn pauses_double_up_to_a_day() {
        let pause = |failures| after_failure(FeedId(7), NOW, failures, None);
        let failed = DueReason::Failed;
        assert!(within(pause(0), FIRST_PAUSE, failed));
        assert!(within(pause(1), FIRST_PAUSE * 2, failed));
        assert!(within(pause(3), FIRST_PAUSE * 8, failed));
        assert!(within(pause(1000), LONGEST, failed));
    }

    #[test]
    fn a_server_that_asks_for_more_time_gets_it() {
        let due = after_failure(FeedId(7), NOW, 0, Some(HOUR * 2));
        assert_eq!(due.at.since(NOW), HOUR * 2);
        assert_eq!(due.why, DueReason::RetryAfter);
        let due = after_failure(FeedId(7), NOW, 0, Some(DAY * 9999));
        assert_eq!(due.at.since(NOW), LONGEST_ASKED);
    }

    #[test]
    fn a_feed_is_given_up_after_weeks_of_tries() {
        assert!(!is_lost(None, NOW));
        assert!(!is_lost(Some((NOW - DAY * 27, 99)), NOW), "too early");
        assert!(!is_lost(Some((NOW - DAY * 60, 3)), NOW), "hardly tried");
        assert!(is_lost(Some((NOW - DAY * 28, 4)), NOW));
    }

    #[test]
    fn the_pace_comes_from_the_dates_of_a_new_feed_and_then_from_what_it_brings() {
        let said = |hours: &[u64]| Said {
            news: hours
                .iter()
                .map(|ago| Some(NOW - HOUR * u32::try_from(*ago).expect("few")))
                .collect(),
            ..Said::default()
        };
        let first = rhythm_after(&Rhythm::default(), &said(&[2, 4, 6, 8]), NOW);
        assert_eq!(first.pace, Some(HOUR * 2));
        assert_eq!(first.last_news, Some(NOW - HOUR * 2));
        let later = NOW + HOUR * 8;
        assert_eq!(
            rhythm_after(&first, &said(&[4, 6]), later),
            first,
            "old items"
        );
        let news = Said {
            news: vec![Some(later), None],
            ..Said::default()
        };
        let second = rhythm_after(&first, &news, later);
        assert_eq!(second.last_news, Some(later));
        // Two in ten hours: five hours each.
        assert_eq!(
            second.pace,
            Some(HOUR * 2 - HOUR.mul_f64(0.6) + HOUR.mul_f64(1.5))
        );
        let undated = Said {
            news: vec![None; 9],
            ..Said::default()
        };
        assert_eq!(rhythm_after(&Rhythm::default(), &undated, NOW).pace, None);
    }
}
