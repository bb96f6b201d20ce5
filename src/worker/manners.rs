//! What a refresh owes to the hosts it comes to, whoever leads it there: so many requests at a time
//! in all and at each host, a pause after each, and peace to whom it asked for it.
//!
//! A visit gives back what it has before it waits for anything else, so that feeds that lead to each
//! other's hosts never wait for each other in a ring. Redirects within a host are one visit.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rustc_hash::FxHashMap;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit},
    time::{Instant, sleep_until, timeout},
};

use crate::{
    config::FetchSettings,
    model::{FeedHost, Timestamp},
    store::{HostNews, HostWait},
    worker::{
        FetchError,
        hosts::{HostBook, polite_host},
    },
};

/// The manners of one refresh, or of fetching pages.
pub(super) struct Manners {
    settings: FetchSettings,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    book: HostBook,
    turns: Turns,
    at_once: Semaphore,
}

/// Where all that one process asks of hosts waits for its turn, whatever it asks for. Clones are
/// the same.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    doors: Arc<Mutex<FxHashMap<String, Arc<Door>>>>,
}

impl Turns {
    /// Waits for a turn at the host of an address, but no longer than is bearable for who waits
    /// before the screen; `None` then, and where none is owed. The pause begins when it is dropped.
    pub async fn take(
        &self,
        address: &str,
        settings: &FetchSettings,
        patience: Duration,
    ) -> Option<Turn> {
        let host = polite_host(FeedHost::of(address), settings)?;
        let mut turn = timeout(patience, self.turn(&host, settings)).await.ok()?;
        turn.gap = Some(settings.host_gap);
        Some(turn)
    }

    async fn turn(&self, host: &str, settings: &FetchSettings) -> Turn {
        let door = self.door(host, settings);
        let place = Arc::clone(&door.places).acquire_owned().await.ok();
        let free_from = {
            let mut free = door.free_from();
            free.sort_unstable_by(|a, b| b.cmp(a));
            free.pop().unwrap_or_else(Instant::now)
        };
        let turn = Turn {
            door,
            free_from,
            gap: None,
            _place: place,
        };
        sleep_until(free_from).await;
        turn
    }

    fn door(&self, host: &str, settings: &FetchSettings) -> Arc<Door> {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(door) = doors.get(host) {
            return Arc::clone(door);
        }
        let places = settings.per_host.clamp(1, 1024);
        let door = Arc::new(Door {
            places: Arc::new(Semaphore::new(places)),
            free_from: Mutex::new(vec![Instant::now(); places]),
        });
        doors.insert(host.to_owned(), Arc::clone(&door));
        door
    }
}

/// Where requests to a host wait for their turn.
#[derive(Debug)]
struct Door {
    places: Arc<Semaphore>,
    /// From when on each free place may be taken.
    free_from: Mutex<Vec<Instant>>,
}

impl Door {
    fn free_from(&self) -> MutexGuard<'_, Vec<Instant>> {
        // A list is whole whatever happened to who held it.
        self.free_from
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place at a host.
#[derive(Debug)]
#[must_use]
pub struct Turn {
    door: Arc<Door>,
    free_from: Instant,
    /// The pause that is owed once the host was asked.
    gap: Option<Duration>,
    /// Given back after the rest of it.
    _place: Option<OwnedSemaphorePermit>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let after = self.gap.map(|gap| Instant::now() + gap);
        let mut free_from = self.door.free_from();
        free_from.push(after.unwrap_or(self.free_from));
    }
}

/// Being at a host with leave to ask it, and one of all requests that may run at once.
#[derive(Default)]
pub(super) struct Visit<'a> {
    /// `None` where nobody is to be considered.
    manners: Option<&'a Manners>,
    host: Option<String>,
    turn: Option<Turn>,
    _request: Option<SemaphorePermit<'a>>,
}

impl Manners {
    pub(super) fn new(
        settings: &FetchSettings,
        clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
        book: HostBook,
    ) -> Self {
        Self {
            at_once: Semaphore::new(settings.at_once.clamp(1, 1024)),
            settings: settings.clone(),
            clock,
            book,
            turns: Turns::default(),
        }
    }

    /// The same, in turn with others of this process.
    pub(super) fn in_turn(self, turns: Turns) -> Self {
        Self { turns, ..self }
    }

    /// Waits for a turn at a host, and for room among all requests; an error if the host is to be
    /// left alone.
    pub(super) async fn visit(&self, host: Option<&FeedHost>) -> Result<Visit<'_>, HostWait> {
        let host = polite_host(host.cloned(), &self.settings);
        let mut turn = match &host {
            Some(host) => Some(self.turns.turn(host, &self.settings).await),
            None => None,
        };
        // The semaphore is never closed.
        let request = self.at_once.acquire().await.ok();
        let wait = host
            .as_ref()
            .and_then(|host| self.book.waits(host, (self.clock)()));
        if let Some(wait) = wait {
            return Err(wait);
        }
        if let Some(turn) = &mut turn {
            turn.gap = Some(self.settings.host_gap);
        }
        Ok(Visit {
            manners: Some(self),
            host,
            turn,
            _request: request,
        })
    }

    /// What an answer, or its absence, says of the host it is from; `None` if nothing new.
    pub(super) fn learn(
        &self,
        host: Option<&FeedHost>,
        error: Option<&FetchError>,
        now: Timestamp,
    ) -> Option<HostNews> {
        let host = polite_host(host.cloned(), &self.settings)?;
        match error {
            None => self.book.answered(&host),
            Some(error) => self.book.failed(&host, error, now),
        }
    }
}

impl Visit<'_> {
    /// Goes on to the host that the last one led to, and gives what is known of the last one now;
    /// an error if the next one is to be left alone.
    pub(super) async fn go_on(
        &mut self,
        to: Option<&FeedHost>,
        news: &mut Vec<HostNews>,
    ) -> Result<(), HostWait> {
        let Some(manners) = self.manners else {
            return Ok(());
        };
        if polite_host(to.cloned(), &manners.settings) == self.host {
            return Ok(());
        }
        news.extend(
            self.host
                .as_ref()
                .and_then(|host| manners.book.answered(host)),
        );
        // Nothing is held while waiting.
        *self = Self::default();
        *self = manners.visit(to).await?;
        Ok(())
    }

    /// The host has answered in full: somebody else may ask it after the pause.
    pub(super) fn leave(&mut self) {
        self.turn = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::FetchErrorKind, worker::hosts::Insistence};

    const NOW: Timestamp = Timestamp(1_800_000_000);
    const GAP: Duration = Duration::from_millis(40);

    fn manners(settings: FetchSettings) -> Manners {
        let book = HostBook::new(Vec::new(), Insistence::Due);
        Manners::new(&settings, Arc::new(|| NOW), book)
    }

    fn settings() -> FetchSettings {
        FetchSettings {
            host_gap: GAP,
            per_host: 1,
            ..FetchSettings::default()
        }
    }

    fn host(name: &str) -> FeedHost {
        FeedHost::of(&format!("https://{name}.example/feed")).expect("a host")
    }

    #[tokio::test]
    async fn whoever_is_led_to_a_host_waits_for_a_turn_there() {
        let manners = manners(settings());
        let began = Instant::now();
        let mut one = manners.visit(Some(&host("a"))).await.expect("welcome");
        assert!(began.elapsed() < GAP, "nobody was there");
        one.go_on(Some(&host("a")), &mut Vec::new())
            .await
            .expect("welcome");
        assert!(began.elapsed() < GAP, "it is the same visit");
        drop(one);
        let mut other = manners.visit(Some(&host("b"))).await.expect("welcome");
        other
            .go_on(Some(&host("a")), &mut Vec::new())
            .await
            .expect("welcome");
        assert!(began.elapsed() >= GAP);
        other.leave();
        drop(manners.visit(Some(&host("a"))).await);
        assert!(began.elapsed() >= GAP * 2);
    }

    #[tokio::test]
    async fn who_waits_before_the_screen_takes_a_turn_but_waits_for_none_too_long() {
        let settings = FetchSettings {
            host_gap: Duration::from_secs(60),
            ..settings()
        };
        let manners = manners(settings.clone());
        let take = async |host: &str| {
            let url = format!("https://{host}.example/lock.jpg");
            let taken = manners.turns.take(&url, &settings, GAP);
            taken.await
        };
        let visit = manners.visit(Some(&host("a"))).await.expect("welcome");
        assert!(take("a").await.is_none(), "somebody is there");
        assert!(take("b").await.is_some(), "nobody is there");
        drop(visit);
        for name in ["a", "b"] {
            assert!(take(name).await.is_none(), "{name}: the pause");
        }
    }

    #[tokio::test]
    async fn hosts_that_lead_to_each_other_come_to_an_end() {
        let manners = manners(FetchSettings {
            at_once: 2,
            ..settings()
        });
        let round = async |from: &str, to: &str| {
            let mut visit = manners.visit(Some(&host(from))).await.expect("welcome");
            tokio::time::sleep(GAP).await;
            let led = visit.go_on(Some(&host(to)), &mut Vec::new()).await;
            led.expect("welcome");
            tokio::time::sleep(GAP).await;
        };
        let rounds = async {
            tokio::join!(
                round("a", "b"),
                round("b", "a"),
                round("a", "b"),
                round("b", "a")
            )
        };
        let most = Duration::from_secs(60);
        assert!(tokio::time::timeout(most, rounds).await.is_ok());
    }

    #[tokio::test]
    async fn nobody_is_led_to_a_host_that_is_to_be_left_alone() {
        let manners = manners(settings());
        let busy = FetchError {
            status: Some(429),
            ..FetchError::new(FetchErrorKind::Connect, "Too many requests.")
        };
        let _ = manners.learn(Some(&host("a")), Some(&busy), NOW);
        let mut visit = manners.visit(Some(&host("b"))).await.expect("welcome");
        let wait = visit.go_on(Some(&host("a")), &mut Vec::new()).await;
        assert_eq!(wait.expect_err("left alone").name, "a.example");
        drop(visit);
        let began = Instant::now();
        for _ in 0..50 {
            assert!(manners.visit(Some(&host("a"))).await.is_err());
        }
        assert!(began.elapsed() < GAP * 50, "nobody asked it");
    }

    #[tokio::test]
    async fn a_host_with_two_places_has_two_turns_in_each_pause() {
        let manners = manners(FetchSettings {
            per_host: 2,
            ..settings()
        });
        let began = Instant::now();
        for _ in 0..6 {
            drop(manners.visit(Some(&host("a"))).await);
        }
        assert!(began.elapsed() >= GAP * 2);
    }
}
