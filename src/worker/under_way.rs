//! Pages that are being fetched: whoever wants one of them as well waits for what comes of it and
//! does not ask for it again.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use rustc_hash::FxHashMap;
use tokio::sync::OwnedMutexGuard;

use crate::{model::ArticleId, worker::Unread};

/// What became of a page, once that is known. `None` stands also for what is no answer to others: a
/// host that was not asked, a cache that could not be written.
type Place = tokio::sync::Mutex<Option<Result<(), Unread>>>;

/// The pages that one process is fetching, by article. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct UnderWay {
    places: Arc<Mutex<FxHashMap<ArticleId, Weak<Place>>>>,
}

/// The right to fetch a page, until it is dropped.
#[derive(Debug)]
pub(super) struct Claim(OwnedMutexGuard<Option<Result<(), Unread>>>);

impl UnderWay {
    /// Waits until nobody else fetches the page of an article: what came of it then, or the right
    /// to fetch it.
    pub(super) async fn join(&self, article: ArticleId) -> Result<Claim, Result<(), Unread>> {
        let claim = self.place(article).lock_owned().await;
        match claim.as_ref().and_then(shared) {
            Some(outcome) => Err(outcome),
            None => Ok(Claim(claim)),
        }
    }

    fn place(&self, article: ArticleId) -> Arc<Place> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.get(&article).and_then(Weak::upgrade) {
            return place;
        }
        places.retain(|_, place| place.strong_count() > 0);
        let place = Arc::new(Place::default());
        places.insert(article, Arc::downgrade(&place));
        place
    }
}

impl Claim {
    /// Tells those who wait what came of it.
    pub(super) fn done(mut self, outcome: &Result<(), Unread>) {
        *self.0 = shared(outcome);
    }
}

fn shared(outcome: &Result<(), Unread>) -> Option<Result<(), Unread>> {
    match outcome {
        Ok(()) => Some(Ok(())),
        Err(unread) => unread.shared().map(Err),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoFullText;

    const ARTICLE: ArticleId = ArticleId(7);

    fn gone() -> Unread {
        Unread::Page {
            why: NoFullText {
                barrier: None,
                message: "quay.example does not have this page any more".to_owned(),
                hint: None,
            },
            lasting: true,
        }
    }

    #[tokio::test]
    async fn who_comes_later_gets_what_came_of_it() {
        let under_way = UnderWay::default();
        let claim = under_way.join(ARTICLE).await.expect("nobody was there");
        let joining = under_way.join(ARTICLE);
        let fetching = async { claim.done(&Err(gone())) };
        let (joined, ()) = tokio::join!(biased; joining, fetching);
        let outcome = joined.expect_err("somebody was there");
        assert!(matches!(outcome, Err(Unread::Page { lasting: true, .. })));
        assert!(
            under_way.join(ARTICLE).await.is_ok(),
            "once all know it, it may be asked for again"
        );
    }

    #[tokio::test]
    async fn what_was_given_up_is_fetched_by_who_waits() {
        let under_way = UnderWay::default();
        let claim = under_way.join(ARTICLE).await.expect("nobody was there");
        let other = under_way.join(ArticleId(8)).await;
        assert!(other.is_ok(), "another page is another matter");
        let giving_up = async { drop(claim) };
        let (joined, ()) = tokio::join!(biased; under_way.join(ARTICLE), giving_up);
        assert!(joined.is_ok());
    }
}
