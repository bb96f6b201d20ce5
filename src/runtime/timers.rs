//! Times that the state asked to be woken at. A newer wish of a kind takes the place of the older
//! one, whose time no longer matters; so there are never more than a handful.

use std::mem::discriminant;

use tokio::time::{Duration, Instant};

use crate::app::Wake;

/// Wanted times.
#[derive(Debug, Default)]
pub struct Timers {
    wanted: Vec<(Instant, Wake)>,
}

impl Timers {
    /// Wants a time.
    pub fn want(&mut self, after: Duration, wake: Wake) {
        self.wanted
            .retain(|(_, other)| discriminant(other) != discriminant(&wake));
        self.wanted.push((Instant::now() + after, wake));
    }

    /// The next wanted time.
    pub fn next(&self) -> Option<Instant> {
        self.wanted.iter().map(|(at, _)| *at).min()
    }

    /// Takes what is due.
    pub fn due(&mut self, now: Instant) -> Vec<Wake> {
        let (due, later) = self.wanted.drain(..).partition(|(at, _)| *at <= now);
        self.wanted = later;
        let due: Vec<(Instant, Wake)> = due;
        due.into_iter().map(|(_, wake)| wake).collect()
    }
}
