//! Times that `update` asked to be woken at. Each carries the number it was asked with, so that
//! one that no longer matters is known and ignored.

use std::time::Duration;

/// What a wanted time is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// A minute of the shown clock is over.
    Minute,
    /// Keys wait for more keys: what may follow is shown.
    Prefix(u64),
    /// A notice was shown long enough.
    Notice(u64),
    /// An article was shown long enough to count as read.
    Shown(u64),
    /// An article takes so long to load that this is said.
    Slow(u64),
    /// Feeds may be due.
    Due,
}

/// How long keys wait before what may follow is shown.
pub const PREFIX_DELAY: Duration = Duration::from_millis(400);
/// How long a notice stays when no key is pressed.
pub const NOTICE_DELAY: Duration = Duration::from_secs(6);
/// How long an article is shown before it can count as read.
pub const SHOWN_DELAY: Duration = Duration::from_secs(2);
/// How long the last article stays while the next one loads.
pub const SLOW_DELAY: Duration = Duration::from_millis(150);
/// How often feeds are looked at for being due.
pub const DUE_DELAY: Duration = Duration::from_mins(5);
