//! When the open story is compared: once its articles are known, and again when one more was seen.

use std::sync::Arc;

use super::{Effects, selection, sheets};
use crate::app::{
    CompareRequest, Effect, NewMarks, Pane, Picker, PickerKind, Screen, State, count,
    picker::quiet_rows, sources::ghosts,
};
use crate::compare::{Comparison, sentence_count};
use crate::model::{Action, ArticleId, NotSeen, Notice, StoryId};

/// Articles of a story that are compared at the most.
const MOST: usize = 60;

/// Asks for the comparison of the open story where it is another one than the last.
pub fn ask(state: &mut State, effects: &mut Effects) {
    let Some(story) = &state.story else {
        return;
    };
    if story.members.len() < 2 || state.waits.story.is_some() {
        return;
    }
    let mut articles: Vec<_> = story
        .members
        .iter()
        .map(|member| (member.article, member.is_known()))
        .collect();
    if articles.len() > MOST {
        let newest = articles.len() - MOST;
        articles.drain(..newest);
    }
    let request = CompareRequest {
        story: story.id,
        articles,
        texts: state.reader.replaced,
    };
    if state.compared_for.as_ref() != Some(&request) {
        state.compared_for = Some(request.clone());
        effects.push(Effect::Compare(request));
    }
}

/// A comparison is there.
pub fn take(state: &mut State, story: StoryId, comparison: Arc<Comparison>) {
    let is_open = state.story.as_ref().is_some_and(|open| open.id == story);
    if is_open {
        state.comparison = Some((story, comparison));
        find_ghosts(state);
        sheets::resized(state);
    }
}

/// It is known which feeds have not had a story; gives whether that is to be seen.
pub fn take_not_seen(state: &mut State, story: StoryId, not_seen: Option<NotSeen>) -> bool {
    let is_open = state.story.as_ref().is_some_and(|open| open.id == story);
    if is_open {
        state.not_seen = not_seen.map(|not_seen| (story, not_seen));
    }
    is_open
}

/// Lists the feeds that have not had the open story.
pub fn show_not_seen(state: &mut State, effects: &mut Effects) {
    let Some(not_seen) = state.not_seen() else {
        let notice = Notice::info("No feed is known to miss this story");
        let hint = "it takes five feeds that usually cover such stories, and some hours";
        return state.say(notice.with_hint(hint), effects);
    };
    let rows = quiet_rows(not_seen);
    state.cover(Screen::Picker(Picker::new(PickerKind::NotSeen, Some(rows))));
}

/// Finds whom the story cites and of whom the reader has no feed.
pub fn find_ghosts(state: &mut State) {
    let Some((compared, story)) = state.compared().zip(state.story.as_ref()) else {
        return;
    };
    state.ghosts = ghosts(&compared.cited, story, &state.feeds);
}

/// Shows what is new to the reader marked, alone, or not at all, and says which; where nothing can
/// be marked, says why.
pub fn step_marks(state: &mut State, effects: &mut Effects) {
    if selection::must_wait(state, Action::NewMarks) {
        return;
    }
    let Some(shown) = &state.reader.shown else {
        return;
    };
    let key = state.keys.hint(Action::NewMarks);
    let sole = state
        .story
        .as_ref()
        .is_some_and(|story| story.members.len() < 2);
    let compared = state.compared().and_then(|all| all.article(shown.text.id));
    let novelty = compared.and_then(|compared| Some((compared, compared.novelty.as_ref()?)));
    let notice = match (compared, novelty) {
        _ if sole => Notice::info("This story has one source: there is nothing to compare it with"),
        (None, _) => Notice::info("This article is not compared with the others yet"),
        (_, None) => Notice::info("No other source of this story was read to its end yet"),
        _ if shown.as_sent => {
            let back = state.keys.hint(Action::AsSent);
            Notice::info("An article as it was sent has no marks")
                .with_hint(format!("{back} shows it as it is read"))
        }
        (_, Some((_, novelty))) if novelty.sentences.is_empty() => {
            let notice = Notice::info("Nothing here is new to you");
            if novelty.repeated.is_empty() {
                notice
            } else {
                // What repeats is dim, or is not.
                let is_off = state.new_marks == NewMarks::Off;
                state.new_marks = if is_off { NewMarks::On } else { NewMarks::Off };
                let does = if is_off {
                    "shows all of it alike"
                } else {
                    "dims what you know"
                };
                notice.with_hint(format!("{key} {does}"))
            }
        }
        _ if !state.shows_what_was_compared() => {
            Notice::info("What is new is marked in the other text of this article")
        }
        (_, Some((compared, novelty))) => {
            let new = count(
                u32::try_from(novelty.sentences.len()).unwrap_or(u32::MAX),
                "sentence",
            );
            let all = sentence_count(&compared.account);
            let part = format!("{} of {all} sentences", novelty.sentences.len());
            state.new_marks = state.new_marks.next();
            match state.new_marks {
                NewMarks::On => Notice::info(format!("What is new to you is marked: {part}"))
                    .with_hint(format!("{key} shows nothing else")),
                NewMarks::Only => Notice::info(format!("Only what is new to you: {part}"))
                    .with_hint(format!("{key} shows all")),
                NewMarks::Off => Notice::info("What is new to you is not marked")
                    .with_hint(format!("{key} marks {new}")),
            }
        }
    };
    if state.geometry().reader.is_none() {
        state.focus = Pane::Reader;
    }
    state.say(notice, effects);
}

impl State {
    /// How many names, figures and quotes of an article of the open story are new to the reader;
    /// `None` where that is not known.
    pub fn new_to_you(&self, article: ArticleId) -> Option<u32> {
        self.compared()?.new_to_you(article)
    }

    /// Which feeds have not had the open story, as far as that is known.
    pub fn not_seen(&self) -> Option<&NotSeen> {
        let open = self.story.as_ref()?;
        let (story, not_seen) = self.not_seen.as_ref()?;
        (*story == open.id).then_some(not_seen)
    }

    /// The comparison of the open story, as far as it is there.
    pub fn compared(&self) -> Option<&Comparison> {
        let open = self.story.as_ref()?;
        let (story, comparison) = self.comparison.as_ref()?;
        (*story == open.id).then_some(&**comparison)
    }
}
