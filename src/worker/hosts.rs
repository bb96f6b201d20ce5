//! Politeness: whom it is owed to, in which lines feeds wait for their hosts, and which hosts are left
//! alone for a while.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    config::FetchSettings,
    model::{FeedHost, Timestamp, stable_hash},
    store::{HostNews, HostWait},
    worker::{FetchError, error::Scope, schedule::host_pause},
};

/// No pause is longer: what is further ahead was noted while the clock was wrong.
const LONGEST: Duration = Duration::from_secs(8 * 86_400);

/// Feeds that wait in one line: asked one after the other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<T> {
    pub waiting: VecDeque<T>,
}

/// The host that politeness is owed to: a loopback address is nobody's, unless asked for.
pub(super) fn polite_host(host: Option<FeedHost>, settings: &FetchSettings) -> Option<String> {
    host.filter(|host| !host.loopback || settings.polite_to_loopback)
        .map(|host| host.name)
}

/// Lines for feeds by host. A host with more than one place gets several lines; what has no host
/// that politeness is owed to is a line of its own.
pub(super) fn lines<T>(
    feeds: impl IntoIterator<Item = (String, T)>,
    settings: &FetchSettings,
) -> Vec<Line<T>> {
    let mut lines: Vec<Line<T>> = Vec::new();
    let mut of_host: FxHashMap<String, (Vec<usize>, usize)> = FxHashMap::default();
    for (url, feed) in feeds {
        let Some(host) = polite_host(FeedHost::of(&url), settings) else {
            lines.push(Line {
                waiting: VecDeque::from([feed]),
            });
            continue;
        };
        let (indices, next) = of_host.entry(host).or_default();
        if indices.len() < settings.per_host.max(1) {
            indices.push(lines.len());
            lines.push(Line {
                waiting: VecDeque::from([feed]),
            });
        } else {
            lines[indices[*next % indices.len()]]
                .waiting
                .push_back(feed);
            *next += 1;
        }
    }
    lines
}

/// How much a refresh insists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Insistence {
    /// Nobody asked for it: whoever waits, waits.
    Due,
    /// The reader asked for it: a host that could not be reached is tried once, one that asked to
    /// be left alone is not.
    Asked,
    /// The reader says so in spite of all: every host is tried once.
    Forced,
}

/// The hosts that are left alone, as a refresh learns of them.
#[derive(Debug)]
pub(super) struct HostBook {
    insistence: Insistence,
    pages: Mutex<Pages>,
}

#[derive(Debug, Default)]
struct Pages {
    waits: FxHashMap<String, HostWait>,
    /// Failed in this refresh.
    failed: FxHashSet<String>,
    /// Whose last answer did not come in time.
    late: FxHashSet<String>,
}

impl HostBook {
    /// A book that begins with what is known from before.
    pub(super) fn new(known: Vec<HostWait>, insistence: Insistence) -> Self {
        let waits = known
            .into_iter()
            .map(|wait| (wait.name.clone(), wait))
            .collect();
        Self {
            insistence,
            pages: Mutex::new(Pages {
                waits,
                ..Pages::default()
            }),
        }
    }

    /// Why a host is not to be asked now; `None` if it may be.
    pub(super) fn waits(&self, host: &str, now: Timestamp) -> Option<HostWait> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = pages.waits.get(host)?;
        if wait.until <= now || wait.until > now + LONGEST {
            return None;
        }
        let holds = match self.insistence {
            _ if pages.failed.contains(host) => true,
            Insistence::Due => true,
            Insistence::Asked => wait.asked,
            Insistence::Forced => false,
        };
        holds.then(|| wait.clone())
    }

    /// A host answered: all is well with it, unless it asked in this same refresh to be left alone,
    /// for that holds whatever was under way then.
    pub(super) fn answered(&self, host: &str) -> Option<HostNews> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.late.remove(host);
        let asked = pages.waits.get(host).is_some_and(|wait| wait.asked);
        if asked && pages.failed.contains(host) {
            return None;
        }
        pages.failed.remove(host);
        let known = pages.waits.remove(host);
        known.map(|wait| HostNews::Recovered(wait.name))
    }

    /// A request to a host failed. What that says of the host; `None` if nothing new.
    pub(super) fn failed(
        &self,
        host: &str,
        error: &FetchError,
        now: Timestamp,
    ) -> Option<HostNews> {
        match error.scope {
            // Whatever it said, it answered, unless TLS was in the way.
            Scope::Feed if error.status.is_some() => return self.answered(host),
            Scope::Feed => return None,
            Scope::Answer => {
                let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
                if pages.late.insert(host.to_owned()) {
                    return None;
                }
            }
            Scope::Host => {}
        }
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let before = pages.waits.get(host);
        let failures = before.map_or(0, |wait| wait.failures);
        let asked = error.retry_after.map(|moment| moment.from(now));
        let wait = HostWait {
            name: host.to_owned(),
            until: host_pause(stable_hash(host.as_bytes()), now, failures, asked),
            since: before.map_or(now, |wait| wait.since),
            failures: failures + 1,
            asked: error.status.is_some(),
            cause: error.message.clone(),
        };
        pages.failed.insert(host.to_owned());
        pages.waits.insert(host.to_owned(), wait.clone());
        Some(HostNews::Waits(wait))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::FetchErrorKind, worker::moment::Moment};

    fn sizes(urls: &[&str], settings: &FetchSettings) -> Vec<usize> {
        let feeds = urls.iter().map(|url| ((*url).to_owned(), ()));
        lines(feeds, settings)
            .iter()
            .map(|line| line.waiting.len())
            .collect()
    }

    #[test]
    fn feeds_of_one_host_stand_in_one_line() {
        let urls = [
            "https://a.example/1",
            "https://b.example/1",
            "https://a.example/2",
        ];
        assert_eq!(sizes(&urls, &FetchSettings::default()), [2, 1]);
        let two = FetchSettings {
            per_host: 2,
            ..FetchSettings::default()
        };
        let urls = [
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
            "https://a.example/4",
        ];
        assert_eq!(sizes(&urls, &two), [2, 2]);
    }

    #[test]
    fn loopback_is_nobodys_host_unless_asked_for() {
        let urls = [
            "http://127.0.0.1:80/1",
            "http://127.0.0.1:80/2",
            "http://[::1]:81/1",
        ];
        assert_eq!(sizes(&urls, &FetchSettings::default()), [1, 1, 1]);
        let polite = FetchSettings {
            polite_to_loopback: true,
            ..FetchSettings::default()
        };
        assert_eq!(sizes(&urls, &polite), [2, 1]);
    }

    const HOST: &str = "a.example";
    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn busy(retry_after: Option<u64>) -> FetchError {
        FetchError {
            status: Some(429),
            scope: Scope::Host,
            retry_after: retry_after.map(|seconds| Moment::After(Duration::from_secs(seconds))),
            ..FetchError::new(FetchErrorKind::Http, "Too many requests.")
        }
    }

    fn pause(news: Option<HostNews>) -> u64 {
        match news {
            Some(HostNews::Waits(wait)) => wait.until.since(NOW).as_secs(),
            other => panic!("no pause: {other:?}"),
        }
    }

    fn is_about(pause: u64, minutes: u64) -> bool {
        (minutes * 60..=minutes * 66).contains(&pause)
    }

    #[test]
    fn a_busy_host_is_left_alone_ever_longer_until_it_answers() {
        let book = HostBook::new(Vec::new(), Insistence::Due);
        assert_eq!(book.waits(HOST, NOW), None);
        assert!(is_about(pause(book.failed(HOST, &busy(None), NOW)), 5));
        assert!(is_about(pause(book.failed(HOST, &busy(None), NOW)), 10));
        assert!(is_about(pause(book.failed(HOST, &busy(None), NOW)), 20));
        assert_eq!(pause(book.failed(HOST, &busy(Some(9000)), NOW)), 9000);
        assert!(book.waits(HOST, NOW).is_some());
        assert_eq!(book.waits("b.example", NOW), None, "others are asked");
        assert_eq!(book.answered(HOST), None, "it was under way");
        let wait = book.waits(HOST, NOW).expect("it asked for it just now");
        let book = HostBook::new(vec![wait], Insistence::Forced);
        assert_eq!(
            book.answered(HOST),
            Some(HostNews::Recovered(HOST.to_owned()))
        );
        assert_eq!(book.waits(HOST, NOW), None);
        assert!(is_about(pause(book.failed(HOST, &busy(None), NOW)), 5));
    }

    #[test]
    fn a_pause_from_a_clock_that_was_wrong_does_not_hold() {
        let year = Duration::from_secs(365 * 86_400);
        let before = HostBook::new(Vec::new(), Insistence::Due);
        let Some(HostNews::Waits(wait)) = before.failed(HOST, &busy(None), NOW + year) else {
            panic!("no pause");
        };
        let book = HostBook::new(vec![wait], Insistence::Due);
        assert!(book.waits(HOST, NOW + year).is_some());
        assert_eq!(book.waits(HOST, NOW), None);
    }

    #[test]
    fn one_late_answer_is_the_feeds_and_two_in_a_row_are_the_hosts() {
        let late = FetchError::new(FetchErrorKind::Timeout, "No answer.");
        let book = HostBook::new(Vec::new(), Insistence::Due);
        assert_eq!(book.failed(HOST, &late, NOW), None);
        assert_eq!(book.answered(HOST), None);
        assert_eq!(book.failed(HOST, &late, NOW), None);
        assert!(is_about(pause(book.failed(HOST, &late, NOW)), 5));
        let missing = FetchError {
            status: Some(404),
            ..FetchError::new(FetchErrorKind::Http, "Not found.")
        };
        let recovered = book.failed(HOST, &missing, NOW);
        assert!(matches!(recovered, Some(HostNews::Recovered(_))));
    }

    #[test]
    fn what_the_reader_asks_for_is_tried_once_unless_the_host_asked_for_peace() {
        let refused = FetchError::new(FetchErrorKind::Connect, "Refused.");
        let waits = |error: &FetchError, insistence| {
            let before = HostBook::new(Vec::new(), Insistence::Due);
            let Some(HostNews::Waits(wait)) = before.failed(HOST, error, NOW) else {
                panic!("no pause");
            };
            let book = HostBook::new(vec![wait], insistence);
            let first = book.waits(HOST, NOW).is_some();
            book.failed(HOST, error, NOW);
            assert!(book.waits(HOST, NOW).is_some(), "once is enough");
            first
        };
        assert!(waits(&refused, Insistence::Due));
        assert!(!waits(&refused, Insistence::Asked));
        assert!(waits(&busy(None), Insistence::Asked));
        assert!(!waits(&busy(None), Insistence::Forced));
    }
}
