//! A time that a server names: from now on, or by the calendar.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::model::Timestamp;

/// When, as servers say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// After so long.
    After(Duration),
    /// At that time.
    At(Timestamp),
}

impl Moment {
    /// Reads seconds, or a date of HTTP.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let value = value.trim();
        match value.parse() {
            Ok(seconds) => Some(Self::After(Duration::from_secs(seconds))),
            Err(_) => date(value).map(Self::At),
        }
    }

    /// How long it is until then.
    pub(super) fn from(self, now: Timestamp) -> Duration {
        match self {
            Self::After(time) => time,
            Self::At(time) => time.since(now),
        }
    }
}

/// A date of HTTP.
pub(super) fn date(value: &str) -> Option<Timestamp> {
    let time: SystemTime = httpdate::parse_http_date(value.trim()).ok()?;
    let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(seconds).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_both_understood() {
        let now = Timestamp::parse("2026-05-07T08:00:00Z").expect("valid");
        let wait = |text: &str| Moment::parse(text).map(|moment| moment.from(now).as_secs());
        assert_eq!(wait(" 120 "), Some(120));
        assert_eq!(wait("Thu, 07 May 2026 08:05:00 GMT"), Some(300));
        assert_eq!(wait("Thu, 07 May 2026 07:00:00 GMT"), Some(0), "past");
        assert_eq!(wait("soon"), None);
    }
}
