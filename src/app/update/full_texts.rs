//! The full text of an article: fetched by key, shown in the place of the feed's own text and back.

use super::{Effects, marks, selection};
use crate::app::{
    Effect, FullTextOutcome, LoadedArticle, PageState, Pane, State, Version, clock, count,
};
use crate::app::{Wake, wake::SHOWN_DELAY};
use crate::model::{Action, ArticleId, Notice};

/// Shows the other text of the article, or fetches the full one.
pub fn act(state: &mut State, effects: &mut Effects) {
    if selection::must_wait(state, Action::FullText) {
        return;
    }
    let Some(article) = marks::marked_article(state) else {
        return;
    };
    let shown = state.reader.settled();
    let shown = shown.filter(|shown| shown.text.id == article);
    match shown.map(|shown| (shown.page, shown.version)) {
        Some((PageState::There, version)) => {
            state.texts.choose(article, version.other());
            load(state, article, Some(version.other()), effects);
        }
        _ => fetch(state, article, effects),
    }
}

fn fetch(state: &mut State, article: ArticleId, effects: &mut Effects) {
    let cancel = state.keys.hint(Action::Cancel);
    if state.texts.is_on_the_way(article) {
        let notice = Notice::info("The full text is on its way");
        return state.say(notice.with_hint(format!("{cancel} gives it up")), effects);
    }
    if state.waits.never_online {
        let notice = Notice::info("No full text is fetched: this session is offline");
        return state.say(notice, effects);
    }
    if let Some(since) = state.offline_since {
        if !state.texts.is_held(article) {
            state.texts.hold(article);
        }
        let since = clock(since, state.offset_seconds);
        let notice = Notice::info(format!("Offline since {since}: the full text comes later"));
        return state.say(notice.with_hint(format!("{cancel} gives it up")), effects);
    }
    state.texts.ask(article);
    effects.push(Effect::FetchFullText(article));
}

/// Fetches what was asked for while nothing could be reached.
pub fn fetch_held(state: &mut State, effects: &mut Effects) {
    let held = state.texts.release();
    effects.extend(held.into_iter().map(Effect::FetchFullText));
}

/// Gives up all that are on their way.
pub fn cancel(state: &mut State, effects: &mut Effects) {
    let given_up = count(state.texts.give_up(), "full text");
    effects.push(Effect::CancelFullTexts);
    state.say(Notice::info(format!("{given_up} given up")), effects);
}

/// A full text is there, or is not. Whom it was fetched for, `asked` says: what failed ahead may
/// come yet for who asked for it since.
pub fn take(
    state: &mut State,
    article: ArticleId,
    outcome: FullTextOutcome,
    asked: bool,
    effects: &mut Effects,
) {
    let is_settled = asked || matches!(outcome, FullTextOutcome::Found);
    let asked = is_settled && state.texts.settle(article);
    match outcome {
        FullTextOutcome::Found if asked => {
            state.texts.choose(article, Version::Full);
            load(state, article, Some(Version::Full), effects);
        }
        FullTextOutcome::Found => came_ahead(state, article, effects),
        FullTextOutcome::Missing { notice, barrier } => {
            let shown = state.reader.shown.as_mut();
            let shown = shown.filter(|shown| shown.text.id == article);
            if let Some(shown) = shown.filter(|shown| shown.page != PageState::There) {
                shown.page = PageState::Missing(barrier);
            }
            if asked {
                state.say(notice, effects);
            }
        }
    }
}

/// Nothing changes under the eyes of who reads: then the full text is one key away.
fn came_ahead(state: &mut State, article: ArticleId, effects: &mut Effects) {
    let reads = state.focus == Pane::Reader;
    let shown = state.reader.shown.as_mut();
    let loading = state.reader.wanted.is_some();
    let Some(shown) = shown.filter(|shown| shown.text.id == article && !loading) else {
        // It may have been read from the cache before the text was there.
        let chosen = state.texts.chosen(article);
        return load(state, article, chosen, effects);
    };
    if reads || shown.engaged || shown.scroll > 0 {
        shown.page = PageState::There;
    } else {
        let chosen = state.texts.chosen(article);
        load(state, article, chosen, effects);
    }
}

/// Whether the article in the reader has changed since it was loaded.
pub fn is_outdated(state: &State) -> bool {
    let Some(shown) = state.reader.settled() else {
        return false;
    };
    let member = state
        .story
        .as_ref()
        .and_then(|story| story.member(shown.text.id));
    member.is_some_and(|member| member.changed) && !shown.text.changed
}

/// The members of the open story are there: where the shown article has changed meanwhile its new
/// text is shown, or is one key away from who reads.
pub fn take_change(state: &mut State, was_outdated: bool, effects: &mut Effects) {
    if was_outdated || !is_outdated(state) {
        return;
    }
    let reads = state.focus == Pane::Reader;
    let shown = state.reader.shown.as_ref();
    if reads || shown.is_some_and(|shown| shown.engaged || shown.scroll > 0) {
        let key = state.keys.hint(Action::Open);
        let notice = Notice::info("This article has changed")
            .with_hint(format!("{key} in the article shows its new text"));
        state.say(notice, effects);
    } else {
        show_change(state, effects);
    }
}

/// Shows the new text of the shown article.
pub fn show_change(state: &mut State, effects: &mut Effects) {
    if let Some(article) = state.reader.current() {
        load(state, article, state.texts.chosen(article), effects);
    }
}

/// Asks for an article that is shown, or about to be, with one of its texts.
fn load(state: &mut State, article: ArticleId, version: Option<Version>, effects: &mut Effects) {
    if state.reader.current() != Some(article) {
        return;
    }
    state.waits.version = Some(article);
    effects.push(Effect::LoadArticle {
        article,
        width: state.text_width(),
        version,
    });
}

/// Who asks for the text of the page and gets less than the feed gave is told so.
fn say_what_is_shorter(state: &mut State, article: &LoadedArticle, effects: &mut Effects) {
    let shown = state.reader.shown.as_ref();
    let shown = shown.filter(|shown| shown.version == Version::Feed && !shown.as_sent);
    let Some(before) = shown.map(|shown| shown.document.words) else {
        return;
    };
    let now = article.document.words;
    if article.version == Version::Full && now < before {
        let (now, before) = (count(now, "word"), count(before, "word"));
        let key = state.keys.hint(Action::FullText);
        let notice = Notice::info(format!("The page has {now}, the feed gave {before}"));
        state.say(notice.with_hint(format!("{key} goes back")), effects);
    }
}

/// Takes another text of the shown article; gives whether it was still wanted. It counts as shown
/// from now on.
pub fn replace(state: &mut State, article: LoadedArticle, effects: &mut Effects) -> bool {
    let wanted = state.waits.version == Some(article.text.id) && state.reader.wanted.is_none();
    if wanted {
        state.waits.version = None;
        state.waits.relayout = None;
        let number = state.number();
        say_what_is_shorter(state, &article, effects);
        state.reader.replace(article, number);
        effects.push(Effect::Wake {
            after: SHOWN_DELAY,
            wake: Wake::Shown(number),
        });
    }
    wanted
}
