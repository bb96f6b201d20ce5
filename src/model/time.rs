//! Instants: whole seconds since 1970 in UTC, printed as RFC 3339. Nothing here reads the clock.

use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

/// An instant in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads RFC 3339, with any offset.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text.trim())
            .ok()
            .map(|time| Self(time.timestamp()))
    }

    /// The same instant as a calendar time; an instant outside the calendar is taken as 1970.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }

    /// "3 May 2026 10:00 UTC": for what is read on other days, and elsewhere.
    pub fn dated(self) -> String {
        self.utc().format("%-d %b %Y %H:%M UTC").to_string()
    }

    /// Time from `earlier` to `self`, zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(self.0.saturating_sub(earlier.0).max(0).unsigned_abs())
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.timestamp())
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(time.as_secs()).unwrap_or(i64::MAX)),
        )
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, time: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(time.as_secs()).unwrap_or(i64::MAX)),
        )
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_prints_in_utc_whatever_offset_it_came_with() {
        let noon = Timestamp::parse("2026-05-07T14:00:00+02:00").expect("valid");
        assert_eq!(noon.to_string(), "2026-05-07T12:00:00Z");
        assert_eq!(
            noon.since(noon - Duration::from_secs(60)),
            Duration::from_secs(60)
        );
        assert_eq!(noon.dated(), "7 May 2026 12:00 UTC");
        assert_eq!(noon.since(noon + Duration::from_secs(60)), Duration::ZERO);
    }
}
