//! Keys while a line is typed: editing, completion, remembered lines, Enter and Esc.

use super::{
    Effects, act, article, choosing, command, feed_manager, grouping, palette, picker, pipe, rules,
    saving, screens, search, tags, views,
};
use crate::app::{
    Completing, Effect, Folder, Prompt, PromptKind, Screen, State,
    paths::{folder_of, path_in},
    prompt::Typed,
};
use crate::config::{Code, Key, Lookup};
use crate::model::{Action, Notice};

/// Lines of a kind that are remembered.
const REMEMBERED: usize = 50;

/// Takes a key into the open line.
pub fn press(state: &mut State, key: Key, effects: &mut Effects) {
    let Some(kind) = state.prompt.as_ref().map(|prompt| prompt.kind) else {
        return;
    };
    match (key.code, key.ctrl) {
        (Code::Enter, _) => submit(state, effects),
        (Code::Esc, _) => cancel(state, kind, effects),
        (Code::Tab, _) if asks_for_folder(state) => list_folder(state, effects),
        (Code::Tab, _) => complete(state, true, effects),
        (Code::BackTab, _) => complete(state, false, effects),
        (Code::Up, _) | (Code::Char('p'), true) => step(state, kind, false, effects),
        (Code::Down, _) | (Code::Char('n'), true) => step(state, kind, true, effects),
        (Code::PageUp, _) if kind == PromptKind::Palette => turn_page(state, false),
        (Code::PageDown, _) if kind == PromptKind::Palette => turn_page(state, true),
        _ if leaves(state, key) => {
            if let Lookup::Action(action) = state.keys.lookup(state.context(), &[key]) {
                act(state, action, None, effects);
            }
        }
        (Code::Backspace, _) if is_empty(state) => cancel(state, kind, effects),
        _ => edit(state, key, effects),
    }
}

fn turn_page(state: &mut State, forward: bool) {
    let rows = palette::page(state).cast_signed();
    palette::step(state, if forward { rows } else { -rows });
}

/// Keys with Ctrl that work in a line as everywhere.
fn leaves(state: &State, key: Key) -> bool {
    let kind = state.prompt.as_ref().map(|prompt| prompt.kind);
    let works = |action: Action| match action {
        Action::Quit | Action::Suspend | Action::Redraw => true,
        Action::SearchEverywhere => kind == Some(PromptKind::Search),
        _ => false,
    };
    let meaning = state.keys.lookup(state.context(), &[key]);
    key.ctrl && matches!(meaning, Lookup::Action(action) if works(action))
}

fn is_empty(state: &State) -> bool {
    state
        .prompt
        .as_ref()
        .is_some_and(|prompt| prompt.text().is_empty())
}

fn edit(state: &mut State, key: Key, effects: &mut Effects) {
    let Some(prompt) = &mut state.prompt else {
        return;
    };
    if prompt.edit(key) == Typed::Changed {
        text_changed(state, effects);
    }
}

/// Takes pasted text; an address pasted outside a line is one to add.
pub fn paste(state: &mut State, text: &str, effects: &mut Effects) {
    if state.prompt.is_none() {
        let text = text.trim();
        if !(text.starts_with("https://") || text.starts_with("http://")) {
            return;
        }
        state.prompt = Some(Prompt::new(PromptKind::Add, ""));
    }
    if let Some(prompt) = &mut state.prompt {
        let has_room = prompt.paste(text);
        text_changed(state, effects);
        if !has_room {
            let notice = Notice::warning("A line ends after 4,000 letters: the rest is left out");
            state.say(notice, effects);
        }
    }
}

fn text_changed(state: &mut State, effects: &mut Effects) {
    let Some(prompt) = &state.prompt else { return };
    let (kind, text) = (prompt.kind, prompt.text().to_owned());
    match (kind, &mut state.screen) {
        (PromptKind::Search, _) => {
            // What is not understood yet changes nothing yet; the line says why.
            let _ = search::ask(state, &text, effects);
        }
        (PromptKind::Find, _) => article::narrow(state, &text),
        (PromptKind::Merge, _) => grouping::narrow(state, text, effects),
        (PromptKind::Palette, _) => palette::narrow(state, text),
        (PromptKind::Pick, _) => picker::narrow(state, text),
        (PromptKind::Filter, _) => {
            let _ = views::filter(state, &text, effects);
        }
        (PromptKind::HelpFilter, Screen::Help(help)) => {
            help.filter = text;
            help.top = 0;
        }
        _ => {}
    }
}

fn submit(state: &mut State, effects: &mut Effects) {
    let Some(prompt) = state.prompt.take() else {
        return;
    };
    let text = prompt.text().trim().to_owned();
    remember(state, prompt.kind, &text);
    match prompt.kind {
        PromptKind::Search => search::submit(state, &text, effects),
        PromptKind::Find => article::submit_find(state, effects),
        PromptKind::HelpFilter => {}
        PromptKind::Merge => grouping::submit(state, effects),
        PromptKind::Palette => palette::submit(state, effects),
        PromptKind::Command => command::run(state, &text, effects),
        PromptKind::Add if !text.is_empty() => choosing::look(state, text, effects),
        PromptKind::Save => saving::save(state, text, effects),
        PromptKind::SaveStory => saving::save_story(state, text, effects),
        PromptKind::Pipe => pipe::start(state, text, effects),
        PromptKind::Filter => views::submit_filter(state, &text, effects),
        PromptKind::Pick => picker::choose(state, effects),
        PromptKind::Tag => tags::submit(state, prompt.tagging, &text, effects),
        PromptKind::MuteWords => rules::mute_words(state, &text, effects),
        PromptKind::Feed(option) => feed_manager::submit(state, option, text, effects),
        PromptKind::Import if !text.is_empty() => effects.push(Effect::Import { path: text }),
        PromptKind::Add | PromptKind::Import => {}
    }
}

fn remember(state: &mut State, kind: PromptKind, text: &str) {
    if kind.remembered_as().is_none() || text.is_empty() {
        return;
    }
    let line = (kind, text.to_owned());
    state.typed_lines.retain(|other| *other != line);
    state.typed_lines.push(line);
    let of_kind = state.typed_lines.iter().filter(|line| line.0 == kind);
    if of_kind.count() > REMEMBERED
        && let Some(oldest) = state.typed_lines.iter().position(|line| line.0 == kind)
    {
        state.typed_lines.remove(oldest);
    }
}

fn cancel(state: &mut State, kind: PromptKind, effects: &mut Effects) {
    state.prompt = None;
    match (kind, &mut state.screen) {
        (PromptKind::Search, _) => search::end(state, effects),
        (PromptKind::Find, _) => {
            article::end_find(state, true);
        }
        (PromptKind::HelpFilter, Screen::Help(help)) => help.filter.clear(),
        (PromptKind::Pick, Screen::Picker(picker)) => picker.narrow(String::new()),
        (PromptKind::Filter, _) => {
            views::end_filter(state, effects);
        }
        (PromptKind::Merge, Screen::Merging(_)) => screens::close(state),
        (PromptKind::Palette, _) => palette::close(state),
        _ => {}
    }
}

/// Whether Tab completes a path whose folder is to be looked into first: what lies there may be
/// something else than before.
fn asks_for_folder(state: &State) -> bool {
    let prompt = state.prompt.as_ref();
    prompt.is_some_and(|prompt| prompt.completing.is_none() && path_in(prompt).is_some())
}

fn list_folder(state: &State, effects: &mut Effects) {
    if let Some((_, path)) = state.prompt.as_ref().and_then(path_in) {
        let typed = folder_of(path).to_owned();
        effects.push(Effect::ListFolder { typed });
    }
}

/// What lies in a folder is there; the path is completed, if it is still one in that folder.
pub fn take_folder(state: &mut State, folder: Folder, effects: &mut Effects) {
    let path = state.prompt.as_ref().and_then(path_in);
    let is_wanted = path.is_some_and(|(_, path)| folder_of(path) == folder.typed);
    if !is_wanted || !asks_for_folder(state) {
        return;
    }
    state.folder = folder;
    if state.completing().is_none() {
        state.say(Notice::info("No file there begins like this"), effects);
    }
    complete(state, true, effects);
}

/// Goes round the names that fit what was typed.
fn complete(state: &mut State, forward: bool, effects: &mut Effects) {
    let Some(completing) = state.completing() else {
        return;
    };
    let names = completing.offered.candidates.len();
    let next = match (completing.chosen, forward) {
        (None, true) => 0,
        (None, false) => names - 1,
        (Some(at), true) => (at + 1) % names,
        (Some(at), false) => (at + names - 1) % names,
    };
    put(state, completing, next, effects);
}

/// Puts one of the offered names into the line.
pub fn choose(state: &mut State, index: usize, effects: &mut Effects) {
    if let Some(completing) = state.completing() {
        put(state, completing, index, effects);
        if let Some(prompt) = &mut state.prompt {
            // What is pointed at is meant.
            prompt.completing = None;
        }
    }
}

fn put(state: &mut State, mut completing: Completing, index: usize, effects: &mut Effects) {
    let Some((text, cursor)) = completing.with(index) else {
        return;
    };
    let Some(prompt) = &mut state.prompt else {
        return;
    };
    prompt.set_text(&text);
    prompt.set_cursor(cursor);
    completing.chosen = Some(index);
    let only_one = completing.offered.candidates.len() == 1;
    // What follows the only name there is may be completed next.
    prompt.completing = (!only_one).then_some(completing);
    text_changed(state, effects);
}

/// Up and Down: among the hits of a search, else among remembered lines.
fn step(state: &mut State, kind: PromptKind, forward: bool, effects: &mut Effects) {
    match kind {
        PromptKind::Search if state.search.is_some() && !recalls(state) => {
            search::move_while_typing(state, forward, effects);
        }
        PromptKind::HelpFilter | PromptKind::Find => {}
        PromptKind::Merge => grouping::step(state, forward),
        PromptKind::Palette => palette::step(state, if forward { 1 } else { -1 }),
        PromptKind::Pick => picker::step(state, forward),
        _ => recall(state, kind, forward, effects),
    }
}

/// A remembered line stands in the prompt.
fn recalls(state: &State) -> bool {
    let prompt = state.prompt.as_ref();
    prompt.is_some_and(|prompt| prompt.recalled.is_some())
}

fn recall(state: &mut State, kind: PromptKind, forward: bool, effects: &mut Effects) {
    let lines = state.typed_lines.iter().filter(|line| line.0 == kind);
    let Some(prompt) = &mut state.prompt else {
        return;
    };
    let next = match (prompt.recalled, forward) {
        (None, true) => return,
        (None, false) => 0,
        (Some(0), true) => {
            prompt.recalled = None;
            prompt.set_text("");
            return text_changed(state, effects);
        }
        (Some(at), true) => at - 1,
        (Some(at), false) => at + 1,
    };
    if let Some((_, line)) = lines.rev().nth(next) {
        prompt.set_text(line);
        prompt.completing = None;
        prompt.recalled = Some(next);
        text_changed(state, effects);
    }
}
