//! Threads that read the cache for the screen, each with a connection of its own: one for lists and
//! stories, one for articles, one for what may take long.

use std::{
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    app::{Effect, Msg},
    ingest::guarded,
    layout::Options,
    model::{ArticleId, Notice},
    runtime::{
        articles::{Habits, load_article, relayout},
        cache,
        screen::Clock,
    },
    store::{Reader, StoreError},
};
pub fn hand_over(to: &Sender<Effect>, effect: Effect) {
    // A thread that has ended has told why.
    let _ = to.send(effect);
}

/// A thread with a connection that answers effects; `pick` chooses from those that wait.
pub fn start_thread(
    reader: Reader,
    answers: UnboundedSender<Msg>,
    pick: fn(Vec<Effect>) -> Vec<Effect>,
    answer: impl Fn(&Reader, Effect) -> Result<Option<Msg>, StoreError> + Send + 'static,
) -> Sender<Effect> {
    let (sender, effects): (Sender<Effect>, Receiver<Effect>) = mpsc::channel();
    thread::spawn(move || {
        while let Ok(first) = effects.recv() {
            let mut waiting = vec![first];
            waiting.extend(effects.try_iter());
            for effect in pick(waiting) {
                let article = match &effect {
                    Effect::LoadArticle { article, .. } => Some(*article),
                    _ => None,
                };
                match guarded(|| answer(&reader, effect)) {
                    Some(answered) => tell(&answers, answered),
                    None => tell_fault(&answers, article),
                }
            }
        }
    });
    sender
}

/// Tells that reading something failed by a fault of ours; the thread goes on with the next.
fn tell_fault(answers: &UnboundedSender<Msg>, article: Option<ArticleId>) {
    tracing::error!(?article, "a fault while the cache was read");
    let notice = Notice::error("This cannot be shown: newsfold has a fault there");
    let notice = notice.with_hint("The original can be opened in the browser.");
    // Nobody listens only when the screen is being left.
    let _ = answers.send(Msg::Notice(notice));
    if let Some(article) = article {
        let _ = answers.send(Msg::ArticleMissing(article));
    }
}

pub fn in_order(waiting: Vec<Effect>) -> Vec<Effect> {
    waiting
}

/// Only the last words count; what else is asked is always wanted.
pub fn newest_search(waiting: Vec<Effect>) -> Vec<Effect> {
    let waiting = last_of(waiting, |effect| matches!(effect, Effect::Search { .. }));
    last_of(waiting, |effect| {
        matches!(effect, Effect::FindStories { .. })
    })
}

/// Only the last article counts; new lines for the shown one are always wanted.
pub fn newest_article(waiting: Vec<Effect>) -> Vec<Effect> {
    last_of(waiting, |effect| {
        matches!(effect, Effect::LoadArticle { .. })
    })
}

/// The effects without those of a kind that a later one replaces.
fn last_of(waiting: Vec<Effect>, is_kind: fn(&Effect) -> bool) -> Vec<Effect> {
    let last = waiting.iter().rposition(is_kind);
    let numbered = waiting.into_iter().enumerate();
    numbered
        .filter(|(at, effect)| !is_kind(effect) || Some(*at) == last)
        .map(|(_, effect)| effect)
        .collect()
}

/// Questions that may take long with a large cache.
pub fn slow_answer(clock: Clock) -> impl Fn(&Reader, Effect) -> Result<Option<Msg>, StoreError> {
    move |reader, effect| match effect {
        Effect::Search {
            generation,
            query,
            scope,
        } => cache::search(reader, generation, &query, &scope, clock()).map(Some),
        Effect::LoadNearest(story) => cache::nearest(reader, story).map(Some),
        Effect::FindStories { text } => cache::find_stories(reader, &text).map(Some),
        Effect::LoadFeeds => reader.feeds().map(Msg::Feeds).map(Some),
        Effect::LoadLedger => {
            let ledger = reader.ledger(clock())?;
            Ok(Some(Msg::Ledger(Box::new(ledger))))
        }
        _ => Ok(None),
    }
}

pub fn article_answer(
    reader: &Reader,
    habits: &Habits,
    effect: Effect,
    options: Options,
) -> Result<Option<Msg>, StoreError> {
    match effect {
        Effect::LoadArticle {
            article,
            width,
            version,
        } => load_article(reader, habits, article, version, width, options).map(Some),
        Effect::Relayout {
            article,
            document,
            width,
        } => Ok(Some(relayout(article, &document, width, options))),
        _ => Ok(None),
    }
}

/// Sends an answer, or what went wrong.
pub fn tell(answers: &UnboundedSender<Msg>, answer: Result<Option<Msg>, StoreError>) {
    let msg = match answer {
        Ok(None) => return,
        Ok(Some(msg)) => msg,
        Err(error) => {
            tracing::error!("{error}");
            let hint = "newsfold.log says more";
            Msg::Notice(Notice::error(error.to_string()).with_hint(hint))
        }
    };
    // Nobody listens only when the screen is being left.
    let _ = answers.send(msg);
}
