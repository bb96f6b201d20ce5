//! When a feed is asked next; pure.

use std::time::Duration;

use crate::model::{FeedId, Timestamp};

/// The longest a feed is left alone because it or its server says so, or because it fails.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// The longest interval the reader can set.
const LONGEST_OWN: Duration = Duration::from_secs(365 * 24 * 3600);
/// The first pause after a failure.
const FIRST_PAUSE: Duration = Duration::from_secs(5 * 60);

/// What counts for the next fetch of a feed that answered.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wishes {
    /// The interval the reader set for this feed.
    pub own_interval: Option<Duration>,
    /// The interval for all feeds.
    pub interval: Duration,
    /// How long the feed asks to be left alone.
    pub ttl: Option<Duration>,
    /// How long the server says the answer stays fresh.
    pub max_age: Option<Duration>,
}

/// When a feed that answered is asked next. What the reader set for a feed counts most.
pub(super) fn after_success(feed: FeedId, now: Timestamp, wishes: Wishes) -> Timestamp {
    let interval = wishes.own_interval.unwrap_or_else(|| {
        let asked = wishes
            .ttl
            .max(wishes.max_age)
            .unwrap_or_default()
            .min(LONGEST);
        wishes.interval.max(asked)
    });
    now + spread(feed, now, interval.min(LONGEST_OWN))
}

/// When a feed that failed is asked next: the pause doubles with each failure in a row, and is
/// never shorter than the server asks for.
pub(super) fn after_failure(
    feed: FeedId,
    now: Timestamp,
    failures_before: u32,
    retry_after: Option<Duration>,
) -> Timestamp {
    let doubled = FIRST_PAUSE
        .saturating_mul(1 << failures_before.min(9))
        .min(LONGEST);
    let asked = retry_after.unwrap_or_default().min(LONGEST * 7);
    now + spread(feed, now, doubled).max(asked)
}

/// Up to a tenth more, by feed and time, so that feeds do not come due all at once.
fn spread(feed: FeedId, now: Timestamp, pause: Duration) -> Duration {
    let mixed = feed
        .0
        .wrapping_mul(0x9E37_79B9)
        .wrapping_add(now.0)
        .rem_euclid(100);
    pause + pause.mul_f64(f64::from(i32::try_from(mixed).unwrap_or(0)) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000);
    const HOUR: Duration = Duration::from_secs(3600);

    fn within(next: Timestamp, pause: Duration) -> bool {
        let waits = next.since(NOW);
        waits >= pause && waits <= pause.mul_f64(1.1)
    }

    #[test]
    fn a_feed_is_asked_after_the_interval_or_when_it_says() {
        let wishes = Wishes {
            interval: HOUR / 2,
            ..Wishes::default()
        };
        assert!(within(after_success(FeedId(1), NOW, wishes), HOUR / 2));
        let slow = Wishes {
            ttl: Some(HOUR * 3),
            max_age: Some(HOUR),
            ..wishes
        };
        assert!(within(after_success(FeedId(1), NOW, slow), HOUR * 3));
        let absurd = Wishes {
            max_age: Some(HOUR * 9999),
            ..wishes
        };
        assert!(within(after_success(FeedId(1), NOW, absurd), HOUR * 24));
        let own = Wishes {
            own_interval: Some(HOUR / 4),
            ..slow
        };
        assert!(within(after_success(FeedId(1), NOW, own), HOUR / 4));
    }

    #[test]
    fn pauses_double_up_to_a_day() {
        let pause = |failures| after_failure(FeedId(7), NOW, failures, None);
        assert!(within(pause(0), FIRST_PAUSE));
        assert!(within(pause(1), FIRST_PAUSE * 2));
        assert!(within(pause(3), FIRST_PAUSE * 8));
        assert!(within(pause(1000), LONGEST));
    }

    #[test]
    fn a_server_that_asks_for_more_time_gets_it() {
        let next = after_failure(FeedId(7), NOW, 0, Some(HOUR * 2));
        assert_eq!(next.since(NOW), HOUR * 2);
    }
}
