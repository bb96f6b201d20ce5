//! The article into a program, to the bookmark program, and many originals at once.

use super::{Effects, movement, outside, screens, selection};
use crate::app::{
    Effect, Output, Piped, Prompt, PromptKind, Screen, State, count, popup, split_words,
};
use crate::model::{Action, ArticleId, Notice};

/// Originals that are opened without being asked about.
const AT_ONCE: usize = 9;

/// Asks for the program.
pub fn ask(state: &mut State, effects: &mut Effects) {
    // An article on its way is waited for by what is typed, not the other way round.
    if state.reader.current().is_none() {
        let notice = Notice::info("Open an article to pipe it into a program");
        return state.say(notice, effects);
    }
    state.prompt = Some(Prompt::new(PromptKind::Pipe, ""));
}

/// Starts what was typed with the article in the reader.
pub fn start(state: &mut State, command: String, effects: &mut Effects) {
    let Some(article) = state.reader.current() else {
        return;
    };
    let words = match split_words(&command) {
        Ok(words) if words.is_empty() => return,
        Ok(words) => words,
        Err(why) => {
            let notice = Notice::warning(format!("The command is not understood: {why}"));
            return state.say(notice, effects);
        }
    };
    if state.waits.piping.is_some() {
        effects.push(Effect::StopPipe);
    }
    let number = state.number();
    state.waits.piping = Some(number);
    let shown = state.reader.settled().map(|shown| shown.version);
    let version = shown.or(state.texts.chosen(article));
    let key = state.keys.hint(Action::Cancel);
    let notice = Notice::info(format!("Running {}", words[0]));
    state.say(notice.with_hint(format!("{key} stops it")), effects);
    effects.push(Effect::Pipe {
        number,
        article,
        version,
        command,
        words,
    });
}

/// Ends the program that runs; gives whether one did.
pub fn stop(state: &mut State, effects: &mut Effects) -> bool {
    let runs = state.waits.piping.take().is_some();
    if runs {
        effects.push(Effect::StopPipe);
        state.say(Notice::info("The program is stopped"), effects);
    }
    runs
}

/// Takes what a program said; gives whether it is still wanted.
pub fn take(state: &mut State, piped: Piped, effects: &mut Effects) -> bool {
    if state.waits.piping != Some(piped.number) {
        return false;
    }
    state.waits.piping = None;
    let command = &piped.command;
    let notice = match piped.outcome {
        Err(why) => Notice::warning(format!("{command}: {why}")),
        Ok(ended) if !ended.lines.is_empty() => {
            state.next_notice(effects);
            let cut = if ended.cut {
                " · only the first 256 KB"
            } else {
                ""
            };
            state.cover(Screen::Output(Output {
                title: format!("{command} · {}{cut}", ended.status),
                lines: ended.lines,
                ..Output::default()
            }));
            return true;
        }
        Ok(ended) if ended.success => Notice::info(format!("{command}: done, it wrote nothing")),
        Ok(ended) => Notice::warning(format!("{command}: {}, it wrote nothing", ended.status)),
    };
    state.say(notice, effects);
    true
}

/// Does what an action says while output is read.
pub fn act(state: &mut State, action: Action, count: Option<u32>) {
    let rows = popup(state.geometry().body, usize::MAX).rows;
    let (page, width) = (usize::from(rows.height), usize::from(rows.width));
    let Screen::Output(output) = &mut state.screen else {
        return;
    };
    let action = match action {
        Action::Back | Action::Cancel | Action::Open => return screens::close(state),
        Action::ReadOn => Action::PageDown,
        Action::ReadBack => Action::PageUp,
        action => action,
    };
    let tops = output.broken(width).len().saturating_sub(page) + 1;
    let top = output.cursor.top.min(tops - 1);
    if let Some(top) = movement::target(action, count, top, tops, page) {
        output.cursor.top = top;
    }
}

/// Opens the originals of all sources of the story.
pub fn open_all(state: &mut State, effects: &mut Effects) {
    if selection::must_wait(state, Action::OpenAll) {
        return;
    }
    let Some(story) = state.selected_members() else {
        return;
    };
    let members = story.members.iter();
    let originals: Vec<(ArticleId, String)> = members
        .filter_map(|member| Some((member.article, member.url.clone()?)))
        .collect();
    open_several(state, originals, effects);
}

/// Asks once more before many originals are opened; gives whether it did.
pub fn is_asked_twice(state: &mut State, number: usize, effects: &mut Effects) -> bool {
    let asked = std::mem::replace(&mut state.waits.opening_many, number);
    if number <= AT_ONCE || asked == number {
        state.waits.opening_many = 0;
        return false;
    }
    let notice = Notice::info(format!("These are {number} originals"));
    state.say(notice.with_hint("the same again opens them all"), effects);
    true
}

/// Opens originals; many only when that is asked for a second time.
pub fn open_several(state: &mut State, originals: Vec<(ArticleId, String)>, effects: &mut Effects) {
    let number = originals.len();
    if is_asked_twice(state, number, effects) {
        return;
    }
    for (article, url) in originals {
        outside::open_article(state, article, url, effects);
    }
    if number > 1 {
        let many = count(u32::try_from(number).unwrap_or(u32::MAX), "original");
        state.say(Notice::info(format!("Opening {many}")), effects);
    }
}
