//! What work takes: the time this thread spent computing, so that other programs on the machine do
//! not count; the time of day where the system does not tell.

use std::time::Duration;

/// A moment from which on is measured.
pub struct Started(Duration);

impl Started {
    pub fn now() -> Self {
        Self(spent())
    }

    pub fn elapsed(&self) -> Duration {
        spent().saturating_sub(self.0)
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn spent() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    // Neither is negative: the clock starts with the thread.
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn spent() -> Duration {
    use std::{sync::LazyLock, time::Instant};
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    FIRST.elapsed()
}
