//! Changes taken back and made again: what is asked for, and what is said of it.

use super::{Effects, answers, grouping, marks::show_marks, search, tags};
use crate::app::{Answered, Deed, Effect, Mark, State, Target, count};
use crate::model::{Marked, Notice};

/// Takes the last change back.
pub fn undo(state: &mut State, effects: &mut Effects) {
    let number = state.number();
    match state.history.undo(number) {
        Some(change) => match change.deed {
            Deed::Marked { mark, done } => {
                let done = done.unwrap_or_default();
                state.say(Notice::info(taken_back(mark, done.all().len())), effects);
                send(state, number, done, mark.inverse(), effects);
            }
            // What becomes of a file is said when it is known.
            Deed::Config { made, .. } => {
                let made = made.unwrap_or_default();
                effects.push(Effect::RestoreConfig {
                    change: number,
                    expected: made.after,
                    text: made.before,
                    unmute: made.muted,
                    apply: false,
                });
            }
            Deed::Feeds { texts, .. } => {
                if let Some((text, expected)) = texts {
                    effects.push(Effect::RestoreFeeds {
                        change: number,
                        expected,
                        text,
                    });
                }
            }
            Deed::Tagged { before, after } => {
                state.say(Notice::info("Undone: tags are as before"), effects);
                tags::restore(number, after, before, effects);
            }
            Deed::Regrouped { done, .. } => {
                if let Some(done) = done {
                    grouping::take_back(state, number, done, effects);
                }
            }
        },
        None => {
            let waiting = state.history.is_waiting();
            let text = if waiting {
                "The last change is still being stored"
            } else {
                "Nothing to take back"
            };
            state.say(Notice::info(text), effects);
        }
    }
}

/// Makes again what was taken back last.
pub fn redo(state: &mut State, effects: &mut Effects) {
    let number = state.number();
    match state.history.redo(number) {
        Some(change) => match change.deed {
            Deed::Marked { mark, done } => {
                let done = done.unwrap_or_default();
                state.say(Notice::info(made_again(mark, done.all().len())), effects);
                send(state, number, done, mark, effects);
            }
            Deed::Config { made, .. } => {
                let made = made.unwrap_or_default();
                effects.push(Effect::RestoreConfig {
                    change: number,
                    expected: made.before,
                    text: made.after,
                    unmute: Vec::new(),
                    apply: !made.muted.is_empty(),
                });
            }
            Deed::Feeds { texts, .. } => {
                if let Some((expected, text)) = texts {
                    effects.push(Effect::RestoreFeeds {
                        change: number,
                        expected,
                        text,
                    });
                }
            }
            Deed::Tagged { before, after } => {
                state.say(Notice::info("Redone: tags are set again"), effects);
                tags::restore(number, before, after, effects);
            }
            deed @ Deed::Regrouped { .. } => grouping::make_again(number, deed, effects),
        },
        None => state.say(Notice::info("Nothing to make again"), effects),
    }
}

fn send(state: &mut State, change: u64, done: Marked, mark: Mark, effects: &mut Effects) {
    show_marks(state, &done.articles, mark);
    if let Some(shown) = &mut state.reader.shown {
        shown.finished = true;
    }
    effects.push(Effect::Mark {
        change,
        target: Target::Exactly(done),
        mark,
    });
}

/// "1 article is", "3 articles are".
fn articles_are(articles: usize) -> String {
    let number = u32::try_from(articles).unwrap_or(u32::MAX);
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", count(number, "article"))
}

fn taken_back(mark: Mark, articles: usize) -> String {
    let are = articles_are(articles);
    match mark {
        Mark::Read(true) => format!("Undone: {are} unread again"),
        Mark::Read(false) => format!("Undone: {are} read again"),
        Mark::Starred(true) if articles == 1 => "Undone: star taken back".to_owned(),
        Mark::Starred(true) => format!("Undone: {articles} stars taken back"),
        Mark::Starred(false) => format!("Undone: {are} starred again"),
        Mark::Followed(true) => "Undone: no longer followed".to_owned(),
        Mark::Followed(false) => "Undone: followed again".to_owned(),
        Mark::Muted(true) => "Undone: no longer muted".to_owned(),
        Mark::Muted(false) => "Undone: muted again".to_owned(),
    }
}

fn made_again(mark: Mark, articles: usize) -> String {
    let are = articles_are(articles);
    match mark {
        Mark::Read(true) => format!("Redone: {are} read"),
        Mark::Read(false) => format!("Redone: {are} unread"),
        Mark::Starred(true) => format!("Redone: {are} starred"),
        Mark::Starred(false) => format!("Redone: {are} no longer starred"),
        Mark::Followed(true) => "Redone: followed".to_owned(),
        Mark::Followed(false) => "Redone: no longer followed".to_owned(),
        Mark::Muted(true) => "Redone: muted".to_owned(),
        Mark::Muted(false) => "Redone: no longer muted".to_owned(),
    }
}

/// Takes a change back of its own accord, as if it had not been made.
pub fn retract(state: &mut State, made: u64, effects: &mut Effects) {
    let number = state.number();
    if let Some(change) = state.history.retract(made, number)
        && let Deed::Marked { mark, done } = change.deed
    {
        let (done, mark) = (done.unwrap_or_default(), mark.inverse());
        show_marks(state, &done.articles, mark);
        effects.push(Effect::Mark {
            change: number,
            target: Target::Exactly(done),
            mark,
        });
    }
}

/// What is said of a change of a file that was answered: what it did, or why it did not.
pub fn say_of_file(
    state: &mut State,
    answered: Option<(Answered, String)>,
    failure: Option<String>,
    effects: &mut Effects,
) {
    let (text, why) = match (answered, failure) {
        (Some((Answered::TakenBack, what)), None) => (format!("Undone: {what}"), None),
        (Some((Answered::MadeAgain, what)), None) => (format!("Redone: {what}"), None),
        (Some((Answered::TakenBack, what)), why) => (format!("Not undone: {what}"), why),
        (Some((Answered::MadeAgain, what)), why) => (format!("Not redone: {what}"), why),
        (Some((Answered::Made, _)) | None, Some(why)) => {
            return state.say(Notice::warning(why), effects);
        }
        (Some((Answered::Made, _)) | None, None) => return,
    };
    let notice = match why {
        Some(why) => Notice::warning(text).with_hint(why),
        None => Notice::info(text),
    };
    state.say(notice, effects);
}

/// Marks or tags were not stored: the screen shows again what is, and says what helps.
pub fn failed(state: &mut State, change: u64, why: Notice, effects: &mut Effects) {
    let before = match state.history.fail(change) {
        Answered::Made => "",
        Answered::TakenBack => "Not undone. ",
        Answered::MadeAgain => "Not redone. ",
    };
    let text = format!("{before}{}", why.text);
    state.say(Notice { text, ..why }, effects);
    let generation = state.list.generation();
    let flat = state.list.lists_articles();
    effects.push(Effect::LoadUnread { generation, flat });
    answers::reload_rows(state, effects);
    search::ask_again(state, effects);
}
