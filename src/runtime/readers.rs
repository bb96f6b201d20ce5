//! Threads that read the cache for the screen, each with a connection of its own: one for lists and
//! stories, one for articles, one for what may take long.

use std::{
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    app::{Effect, Msg, lay_out_marked},
    ingest::guarded,
    layout::{Options, lay_out},
    model::{ArticleId, Notice},
    runtime::{
        articles::{Habits, load_article},
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
                let list = match &effect {
                    Effect::LoadList(request) => Some(request.generation),
                    _ => None,
                };
                let answered = guarded(|| answer(&reader, effect));
                let fails = !matches!(answered, Some(Ok(_)));
                match answered {
                    Some(answered) => tell(&answers, answered),
                    None => tell_fault(&answers, article),
                }
                if let Some(generation) = list.filter(|_| fails) {
                    let _ = answers.send(Msg::ListFailed { generation });
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

/// Only the last list counts, and what is asked about it: nothing about lists before it is wanted.
pub fn newest_list(waiting: Vec<Effect>) -> Vec<Effect> {
    let lists = waiting.iter().filter_map(|effect| match effect {
        Effect::LoadList(request) => Some(request.generation),
        _ => None,
    });
    let Some(last) = lists.max() else {
        return waiting;
    };
    let about = |effect: &Effect| match effect {
        Effect::LoadList(request) | Effect::LookForStories(request) => Some(request.generation),
        Effect::LoadRows { generation, .. } | Effect::LoadUnread { generation, .. } => {
            Some(*generation)
        }
        _ => None,
    };
    let is_wanted = |effect: &Effect| about(effect).is_none_or(|generation| generation >= last);
    waiting.into_iter().filter(is_wanted).collect()
}

/// Only the last words count; what else is asked is always wanted.
pub fn newest_search(waiting: Vec<Effect>) -> Vec<Effect> {
    let waiting = last_of(waiting, |effect| matches!(effect, Effect::Search { .. }));
    let waiting = last_of(waiting, |effect| matches!(effect, Effect::LoadNotSeen(_)));
    last_of(waiting, |effect| {
        matches!(effect, Effect::FindStories { .. })
    })
}

/// Only the last article counts; new lines for the shown one are always wanted.
pub fn newest_article(waiting: Vec<Effect>) -> Vec<Effect> {
    let waiting = last_of(waiting, |effect| {
        matches!(effect, Effect::RelayoutPage { .. })
    });
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
        Effect::LoadNames => Ok(Some(Msg::Names(Box::new(reader.query_names()?)))),
        Effect::LoadKeptBriefs => Ok(Some(Msg::KeptBriefs(reader.kept_briefs()?))),
        Effect::LoadNotSeen(story) => {
            let not_seen = reader.not_seen(story, clock())?;
            Ok(Some(Msg::NotSeen { story, not_seen }))
        }
        Effect::LoadTags => reader.tag_counts().map(Msg::Tags).map(Some),
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
            number,
            article,
            document,
            width,
            marking,
        } => {
            let lines = lay_out_marked(&document, article, marking.as_ref(), width, options);
            Ok(Some(Msg::Laid { number, lines }))
        }
        Effect::RelayoutPage {
            url,
            document,
            width,
        } => {
            let layout = Arc::new(lay_out(&document, width, options));
            Ok(Some(Msg::PageLaid { url, layout }))
        }
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

#[cfg(test)]
mod tests {
    use super::newest_list;
    use crate::app::{Effect, State};

    #[test]
    fn only_the_newest_list_is_loaded_and_what_is_asked_about_it() {
        let rows = |generation| Effect::LoadRows {
            generation,
            ids: Vec::new(),
            view: Default::default(),
        };
        let unread = |generation| Effect::LoadUnread {
            generation,
            flat: false,
        };
        let mut list = State::default().list;
        let mut request = || list.request(None);
        let (first, second) = (request(), request());
        let waiting = vec![
            rows(1),
            Effect::LoadList(first.clone()),
            unread(1),
            Effect::LookForStories(first),
            Effect::LoadStory(crate::model::StoryId(1)),
            Effect::LoadList(second.clone()),
            rows(2),
        ];
        let kept = [waiting[4].clone(), waiting[5].clone(), rows(2)];
        assert_eq!(newest_list(waiting), kept);
        let alone = vec![rows(1), unread(2)];
        assert_eq!(newest_list(alone.clone()), alone, "no list is asked for");
    }
}
