//! Refreshes that were asked for while one runs: they are merged into one list, which is done next.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OwnedMutexGuard;

use crate::worker::Which;

/// What waits. Clones are the same queue.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    turn: Arc<tokio::sync::Mutex<()>>,
    waiting: Arc<Mutex<Waiting>>,
}

/// Refreshes to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Waiting {
    /// In this order.
    pub which: Vec<Which>,
    /// Whether the reader asked for any of it.
    pub asked: bool,
}

/// While this is there, no other refresh of this process runs.
pub(super) struct Turn(
    #[expect(dead_code, reason = "dropping it ends the turn")] OwnedMutexGuard<()>,
);

impl Queue {
    /// Waits for what runs, and gives all that was asked for meanwhile; `None` if somebody who waits
    /// already does this as well.
    pub(super) async fn join(&self, which: Which, asked: bool) -> Option<(Turn, Waiting)> {
        {
            let mut waiting = self.waiting();
            let is_first = waiting.which.is_empty();
            waiting.add(which, asked);
            if !is_first {
                return None;
            }
        }
        let turn = Arc::clone(&self.turn).lock_owned().await;
        Some((Turn(turn), std::mem::take(&mut *self.waiting())))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // A list is whole whatever happened to who held it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn add(&mut self, which: Which, asked: bool) {
        self.asked |= asked;
        match which {
            Which::These(more) => {
                let these = self.which.iter_mut().find_map(|which| match which {
                    Which::These(urls) => Some(urls),
                    _ => None,
                });
                match these {
                    Some(urls) => {
                        let new = more.into_iter().filter(|url| !urls.contains(url));
                        let new: Vec<String> = new.collect();
                        urls.extend(new);
                    }
                    None => self.which.push(Which::These(more)),
                }
            }
            Which::All => {
                // All of them are more than those that are due.
                self.which
                    .retain(|which| !matches!(which, Which::Due | Which::All));
                self.which.push(Which::All);
            }
            Which::Due => {
                if !self.which.contains(&Which::All) && !self.which.contains(&Which::Due) {
                    self.which.push(Which::Due);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn these(urls: &[&str]) -> Which {
        Which::These(urls.iter().map(|url| (*url).to_owned()).collect())
    }

    #[tokio::test]
    async fn what_is_asked_for_meanwhile_is_merged_and_done_next() {
        let queue = Queue::default();
        let (turn, first) = queue.join(Which::Due, false).await.expect("alone");
        assert_eq!(first.which, [Which::Due]);
        assert!(!first.asked);
        let waits = tokio::spawn({
            let queue = queue.clone();
            async move { queue.join(these(&["a", "b"]), true).await }
        });
        while queue.waiting().which.is_empty() {
            tokio::task::yield_now().await;
        }
        assert!(queue.join(these(&["b", "c"]), true).await.is_none());
        assert!(queue.join(Which::Due, false).await.is_none());
        assert!(queue.join(Which::All, true).await.is_none());
        assert!(queue.join(Which::Due, false).await.is_none());
        drop(turn);
        let (_turn, next) = waits.await.expect("no panic").expect("it waited");
        assert_eq!(next.which, [these(&["a", "b", "c"]), Which::All]);
        assert!(next.asked);
    }
}
