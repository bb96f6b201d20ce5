//! The ledger: how every feed is doing and which hosts are left alone, as rows to move through.

use url::Url;

use crate::app::{Screen, State};
use crate::model::{FeedId, FeedLedger, FeedState, HostLedger, Ledger, Timestamp};

/// A row of the ledger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LedgerRow<'a> {
    /// A host that is left alone for a while.
    Host(&'a HostLedger),
    /// A feed.
    Feed(&'a FeedLedger),
}

/// What a feed's row says of it in one word; the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It fails.
    Failing,
    /// It is not asked any more.
    Dead,
    /// Its certificate is not checked.
    Unverified,
    /// It wants to move and cannot.
    Stuck,
    /// It answers slowly.
    Slow,
    /// It has another address since a few days ago.
    Moved,
    /// It was never asked.
    New,
    /// Its host is left alone.
    Waiting,
    /// All is well.
    Well,
}

/// For so long a move is worth a word.
const MOVED_SECONDS: u64 = 14 * 86_400;

impl Standing {
    /// What is to be said of a feed.
    pub fn of(feed: &FeedLedger, now: Timestamp, waits: bool) -> Self {
        let stuck = feed.moving.as_ref().is_some_and(|to| to.refused.is_some());
        let moved = feed.moved.as_ref();
        match feed.state {
            FeedState::Failing => Self::Failing,
            FeedState::Dead => Self::Dead,
            _ if feed.unverified => Self::Unverified,
            _ if stuck => Self::Stuck,
            _ if feed.slow.is_some() => Self::Slow,
            _ if moved.is_some_and(|moved| now.since(moved.at).as_secs() < MOVED_SECONDS) => {
                Self::Moved
            }
            _ if waits => Self::Waiting,
            FeedState::New => Self::New,
            FeedState::Ok => Self::Well,
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Dead => "dead",
            Self::Unverified => "unverified",
            Self::Stuck => "stuck",
            Self::Slow => "slow",
            Self::Moved => "moved",
            Self::New => "new",
            Self::Waiting => "waits",
            Self::Well => "ok",
        }
    }

    /// Whether something is wrong that the reader may want to change.
    pub fn is_trouble(self) -> bool {
        matches!(
            self,
            Self::Failing | Self::Dead | Self::Unverified | Self::Stuck
        )
    }
}

/// The rows: hosts that wait, then feeds, those in trouble first and the longest failing first of
/// all; the others in the order of the list.
pub fn ledger_rows(ledger: &Ledger, now: Timestamp) -> Vec<LedgerRow<'_>> {
    let mut feeds: Vec<(Standing, Option<Timestamp>, &FeedLedger)> = ledger
        .feeds
        .iter()
        .map(|feed| {
            let standing = standing(ledger, feed, now);
            // Only what is worth a look changes the order of the list.
            let rank = match standing {
                Standing::New | Standing::Waiting => Standing::Well,
                other => other,
            };
            let since = feed.cause.as_ref().map(|cause| cause.since);
            (rank, since.or(feed.dead_since), feed)
        })
        .collect();
    feeds.sort_by_key(|(rank, since, _)| (*rank, *since));
    let hosts = ledger.hosts.iter().map(LedgerRow::Host);
    hosts
        .chain(feeds.into_iter().map(|(_, _, feed)| LedgerRow::Feed(feed)))
        .collect()
}

/// What is to be said of a feed of the ledger.
pub fn standing(ledger: &Ledger, feed: &FeedLedger, now: Timestamp) -> Standing {
    Standing::of(feed, now, waiting_host(ledger, feed).is_some())
}

/// The host that a feed waits for.
pub fn waiting_host<'a>(ledger: &'a Ledger, feed: &FeedLedger) -> Option<&'a HostLedger> {
    let waits = |host: &&HostLedger| host.feeds.contains(&feed.id);
    ledger.hosts.iter().find(waits)
}

impl LedgerRow<'_> {
    /// The feeds that trying again asks.
    pub fn feeds(&self) -> Vec<FeedId> {
        match self {
            Self::Host(host) => host.feeds.clone(),
            Self::Feed(feed) => vec![feed.id],
        }
    }

    /// What is copied of it.
    pub fn address(&self) -> &str {
        match self {
            Self::Host(host) => &host.name,
            Self::Feed(feed) => &feed.url,
        }
    }

    /// Where a new address of the feed may be found: the front page of its site.
    pub fn site(&self) -> Option<String> {
        let Self::Feed(feed) = self else {
            return None;
        };
        let url = Url::parse(&feed.url).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        is_web.then(|| url.join("/").ok().map(String::from))?
    }
}

impl State {
    /// The front page of the site of the feed under the ledger's cursor, where its new address may
    /// be found.
    pub fn selected_site(&self) -> Option<String> {
        let (Screen::Ledger(cursor), Some(ledger)) = (&self.screen, &self.ledger) else {
            return None;
        };
        ledger_rows(ledger, self.now).get(cursor.row)?.site()
    }
}

/// Rows of the body that the list has: a title and two lines above it, what is known of the
/// selected row below it.
pub fn ledger_height(body: u16) -> u16 {
    body.saturating_sub(LEDGER_ABOVE + detail_height(body))
        .max(1)
}

/// Rows above the list: title, line, names of the columns.
pub const LEDGER_ABOVE: u16 = 3;

/// Rows for what is known of the selected row: what there is to say in full, its beginning, or
/// nothing on a screen that is hardly high enough for a list.
pub fn detail_height(body: u16) -> u16 {
    match body {
        ..12 => 0,
        12..20 => 5,
        _ => 8,
    }
}

/// "430 B", "12 kB", "3.4 MB".
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", (bytes + 500) / 1000),
        1_000_000..100_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        100_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::{NOW, feed_ledger, host_ledger};

    #[test]
    fn trouble_comes_first_and_the_rest_in_the_order_of_the_list() {
        let mut feeds = vec![
            feed_ledger(1, None),
            feed_ledger(2, Some("The server answers 500")),
            feed_ledger(3, None),
            feed_ledger(4, None),
        ];
        feeds[2].slow = Some(std::time::Duration::from_secs(8));
        feeds[3].state = FeedState::New;
        let ledger = Ledger {
            hosts: vec![host_ledger("feed9.example", &[])],
            feeds,
        };
        let rows = ledger_rows(&ledger, NOW);
        let order: Vec<&str> = rows.iter().map(LedgerRow::address).collect();
        let feed = |n| format!("https://feed{n}.example/rss");
        let wanted = [2, 3, 1, 4].map(feed);
        assert_eq!(order[0], "feed9.example");
        assert_eq!(order[1..], wanted);
    }

    #[test]
    fn the_site_of_a_feed_is_its_front_page() {
        let feed = feed_ledger(1, None);
        let site = LedgerRow::Feed(&feed).site();
        assert_eq!(site.as_deref(), Some("https://feed1.example/"));
        let local = FeedLedger {
            url: "file:///tmp/feed.xml".to_owned(),
            ..feed
        };
        assert_eq!(LedgerRow::Feed(&local).site(), None);
    }

    #[test]
    fn sizes_are_short() {
        let check = |bytes, said: &str| assert_eq!(size(bytes), said);
        check(0, "0 B");
        check(999, "999 B");
        check(40_000, "40 kB");
        check(3_440_000, "3.4 MB");
        check(344_000_000, "344 MB");
        check(2_500_000_000, "2.5 GB");
    }
}
