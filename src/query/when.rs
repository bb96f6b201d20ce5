//! Times in queries: spans back from now, and calendar days as the reader's clock shows them.

use chrono::{Days, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::Timestamp;

/// A time as a query names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// So many seconds ago.
    Ago(u64),
    /// Midnight so many days before today's, on the reader's clock.
    Day {
        /// How many days before.
        back: u16,
        /// Seconds that the reader's clock is ahead of UTC.
        offset_seconds: i32,
    },
    /// This, on a clock that shows UTC.
    Date(NaiveDateTime),
    /// This instant.
    Instant(Timestamp),
}

impl When {
    /// Reads "90m", "2d", "today", "yesterday", "2026-11", "2026-11-20", "2026-11-20T14:30" and RFC
    /// 3339.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let day = |back| Self::Day {
            back,
            offset_seconds: 0,
        };
        match text.to_ascii_lowercase().as_str() {
            "today" => return Some(day(0)),
            "yesterday" => return Some(day(1)),
            _ => {}
        }
        if let Some(seconds) = span(text) {
            return Some(Self::Ago(seconds));
        }
        if let Some(instant) = Timestamp::parse(text) {
            return Some(Self::Instant(instant));
        }
        date(text).map(Self::Date)
    }

    /// The same on a clock that is so many seconds ahead of UTC.
    pub(super) fn in_zone(self, ahead: i32) -> Self {
        match self {
            Self::Day { back, .. } => Self::Day {
                back,
                offset_seconds: ahead,
            },
            Self::Date(date) => Self::Instant(instant(date, ahead)),
            other => other,
        }
    }

    /// The instant it means at present.
    pub fn at(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(seconds) => {
                let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
                Timestamp(now.0.saturating_sub(seconds))
            }
            Self::Day {
                back,
                offset_seconds,
            } => {
                let today = (now.utc().naive_utc() + offset(offset_seconds)).date();
                let day = today.checked_sub_days(Days::new(back.into()));
                instant(
                    day.unwrap_or(today).and_time(NaiveTime::MIN),
                    offset_seconds,
                )
            }
            Self::Date(date) => instant(date, 0),
            Self::Instant(instant) => instant,
        }
    }
}

fn offset(ahead: i32) -> Duration {
    // What is no offset that a clock can have is none.
    let known = FixedOffset::east_opt(ahead).is_some();
    Duration::seconds(if known { ahead.into() } else { 0 })
}

fn instant(local: NaiveDateTime, ahead: i32) -> Timestamp {
    let seconds = local.and_utc().timestamp();
    Timestamp(seconds.saturating_sub(offset(ahead).num_seconds()))
}

/// Seconds of "90m", "24h", "2d".
fn span(value: &str) -> Option<u64> {
    let (digits, unit) = value.split_at(value.find(|c: char| !c.is_ascii_digit())?);
    let unit = match unit {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

fn date(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let mut parts = day.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().map_or(Some(1), |month| month.parse().ok())?;
    let of_month = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    let time = match time {
        None => NaiveTime::MIN,
        Some(time) => ["%H:%M:%S", "%H:%M"]
            .iter()
            .find_map(|format| NaiveTime::parse_from_str(time, format).ok())?,
    };
    Some(NaiveDate::from_ymd_opt(year, month, of_month)?.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let now = Timestamp::parse("2026-11-21T23:30:00Z").expect("a time");
        let at = When::parse(text).map(|when| when.in_zone(3600).at(now).to_string());
        assert_eq!(at.unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn times_are_meant_as_the_readers_clock_shows_them() {
        check("90m", "2026-11-21T22:00:00Z");
        check("1w", "2026-11-14T23:30:00Z");
        check("today", "2026-11-21T23:00:00Z");
        check("Yesterday", "2026-11-20T23:00:00Z");
        check("2026-11-20", "2026-11-19T23:00:00Z");
        check("2026-11", "2026-10-31T23:00:00Z");
        check("2026", "2025-12-31T23:00:00Z");
        check("2026-11-20T14:30", "2026-11-20T13:30:00Z");
        check("2026-11-20T14:30:00Z", "2026-11-20T14:30:00Z");
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "soon",
            "2d3",
            "2026-13",
            "2026-11-31",
            "2026-1-1-1",
            "26",
            "h",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
        assert!(When::parse("9999999999999999999d").is_none());
        assert_eq!(When::Ago(u64::MAX).at(Timestamp(0)), Timestamp(-i64::MAX));
    }
}
