//! The ledger: what is known of every feed and every host as to fetching, for `!` and `feeds`.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::{FeedId, FeedState, FetchErrorKind, Timestamp, shown_address};

/// What is known of fetching.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    /// Every listed feed, in the order of the list.
    pub feeds: Vec<FeedLedger>,
    /// Hosts that are left alone at present, the one that waits longest last.
    pub hosts: Vec<HostLedger>,
}

/// What is known of a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedLedger {
    /// Its id.
    pub id: FeedId,
    /// Its address, as it is in the list.
    pub url: String,
    /// Shown name: the reader's own title, else the feed's, else the address.
    pub title: String,
    /// The host as politeness counts hosts ([`HostLedger::name`]); `None` where nothing is asked
    /// over the network.
    pub host: Option<String>,
    /// How it is doing.
    pub state: FeedState,
    /// When a fetch last worked.
    pub last_good: Option<Timestamp>,
    /// When it was last asked.
    pub last_try: Option<Timestamp>,
    /// When it is asked next; `None` for a new feed (at once) and a dead one (never).
    pub next_try: Option<Timestamp>,
    /// Why then; `None` where `next_try` is, or where an older newsfold worked it out.
    pub next_why: Option<DueReason>,
    /// What went wrong the last time; `None` if it worked.
    pub cause: Option<FetchCause>,
    /// Bytes of its last document, unpacked.
    pub bytes_last: u64,
    /// Bytes of all its documents since it is in this cache, unpacked.
    pub bytes_total: u64,
    /// Requests since it is in this cache, failed ones too.
    pub tries: u32,
    /// Of these answered 304: nothing new, and no document sent.
    pub not_modified: u32,
    /// Articles a week, from those stored that were published in the last four weeks.
    pub items_per_week: f64,
    /// Its last move; `None` if it never moved.
    pub moved: Option<Moved>,
    /// A move that is not made yet, or will not be.
    pub moving: Option<Moving>,
    /// Since when it is not asked any more; `None` unless its state is dead.
    pub dead_since: Option<Timestamp>,
    /// Median time of its last answers, if that is long enough to be called slow.
    pub slow: Option<Duration>,
    /// Whether its last answer came over TLS that was not checked (`tls = { verify = false }`).
    pub unverified: bool,
}

impl FeedLedger {
    /// Share of its requests that were answered 304, 0 to 1.
    pub fn not_modified_share(&self) -> f64 {
        if self.tries == 0 {
            0.0
        } else {
            f64::from(self.not_modified) / f64::from(self.tries)
        }
    }
}

/// A host that is left alone for a while, with all its feeds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HostLedger {
    /// Its name; on loopback with the port.
    pub name: String,
    /// Until when no feed of it is asked.
    pub waits_until: Timestamp,
    /// First failure of the run.
    pub since: Timestamp,
    /// Failures in a row.
    pub failures: u32,
    /// Whether the host asked for that itself (429 or 503): then a refresh of everything keeps to it
    /// as well. Otherwise it could not be reached, and such a refresh tries it once.
    pub asked: bool,
    /// What happened, in a sentence.
    pub cause: String,
    /// The listed feeds that wait for it.
    pub feeds: Vec<FeedId>,
}

/// Why a fetch failed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FetchCause {
    /// What sort of failure.
    #[serde(serialize_with = "kind_name")]
    pub kind: FetchErrorKind,
    /// What happened, in a sentence.
    pub message: String,
    /// What to do about it, in a sentence.
    pub hint: String,
    /// Since when it fails.
    pub since: Timestamp,
}

fn kind_name<S: Serializer>(kind: &FetchErrorKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

fn masked<S: Serializer>(address: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&shown_address(address))
}

/// A move that was made: the feed list has the new address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Its address before.
    #[serde(serialize_with = "masked")]
    pub from: String,
    /// Its address since.
    #[serde(serialize_with = "masked")]
    pub to: String,
    /// When.
    pub at: Timestamp,
}

/// A permanent redirect that the feed list does not follow yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moving {
    /// Where it leads.
    #[serde(serialize_with = "masked")]
    pub to: String,
    /// Refreshes in a row that it held; at two the feed moves.
    pub times: u32,
    /// Why it does not move all the same, in a sentence.
    pub refused: Option<String>,
}

/// Why a feed is asked next when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueReason {
    /// The interval for all feeds is over then.
    Interval,
    /// The interval that the reader set for this feed is over then.
    OwnInterval,
    /// It changes rarely, so it is asked more rarely.
    Quiet,
    /// The feed asks for it (`ttl`, `sy:updatePeriod`).
    FeedAsks,
    /// The server says how long its answer is fresh (`Cache-Control`, `Expires`).
    ServerAsks,
    /// The feed has hours or days in which it is not to be asked (`skipHours`, `skipDays`).
    Skips,
    /// It failed, and the pause doubles with each failure in a row.
    Failed,
    /// The server said when to come back (`Retry-After`).
    RetryAfter,
    /// Its host is left alone until then.
    HostWaits,
    /// There was no network.
    Offline,
}

impl DueReason {
    const ALL: [Self; 10] = [
        Self::Interval,
        Self::OwnInterval,
        Self::Quiet,
        Self::FeedAsks,
        Self::ServerAsks,
        Self::Skips,
        Self::Failed,
        Self::RetryAfter,
        Self::HostWaits,
        Self::Offline,
    ];

    /// The word used in JSON and in the cache.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interval => "interval",
            Self::OwnInterval => "own_interval",
            Self::Quiet => "quiet",
            Self::FeedAsks => "feed_asks",
            Self::ServerAsks => "server_asks",
            Self::Skips => "skips",
            Self::Failed => "failed",
            Self::RetryAfter => "retry_after",
            Self::HostWaits => "host_waits",
            Self::Offline => "offline",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// The same in a few words that go after the time.
    pub fn words(self) -> &'static str {
        match self {
            Self::Interval => "the usual interval",
            Self::OwnInterval => "your interval for it",
            Self::Quiet => "it changes rarely",
            Self::FeedAsks => "the feed asks for it",
            Self::ServerAsks => "the server asks for it",
            Self::Skips => "the feed rests until then",
            Self::Failed => "it failed",
            Self::RetryAfter => "the server said when to come back",
            Self::HostWaits => "its host is left alone",
            Self::Offline => "there was no network",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_found_by_the_name_it_is_kept_under() {
        for reason in DueReason::ALL {
            assert_eq!(DueReason::from_name(reason.name()), Some(reason));
            assert_eq!(
                serde_json::json!(reason),
                serde_json::json!(reason.name()),
                "one word everywhere"
            );
        }
        assert_eq!(DueReason::from_name("whim"), None);
    }
}
