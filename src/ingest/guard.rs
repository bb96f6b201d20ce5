//! Runs other people's parsers so that their panics stay theirs.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a parser whose panic is caught and reported as an error: a panic
/// hook has nothing to do then.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What `parse` gives, or `None` if it panics.
pub fn guarded<T>(parse: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    // The parsers own what they work on; nothing half-done outlives the call.
    let result = catch_unwind(AssertUnwindSafe(parse)).ok();
    GUARDED.set(before);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_answer() {
        assert_eq!(guarded(is_guarded), Some(true));
        assert_eq!(guarded(|| [0][usize::from(is_guarded())]), None);
        assert!(!is_guarded());
    }
}
