//! Keys while a line is typed: editing, completion, remembered lines, Enter and Esc.

use super::{
    Effects, act, article, choosing, command, feed_manager, grouping, palette, picker, pipe, rules,
    saving, screens, search, tags, views,
};
use crate::app::{
    Effect, Prompt, PromptKind, Screen, State, completions, prompt::COMMANDS_WITH_WORDS,
    prompt::Typed,
};
use crate::config::{Code, Key, Lookup};
use crate::model::Action;

/// Lines that are remembered.
const REMEMBERED: usize = 100;

/// Takes a key into the open line.
pub fn press(state: &mut State, key: Key, effects: &mut Effects) {
    let Some(kind) = state.prompt.as_ref().map(|prompt| prompt.kind) else {
        return;
    };
    match (key.code, key.ctrl) {
        (Code::Enter, _) => submit(state, effects),
        (Code::Esc, _) => cancel(state, kind, effects),
        (Code::Tab, _) => complete(state, true),
        (Code::BackTab, _) => complete(state, false),
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
    let everywhere = [Action::Quit, Action::Suspend, Action::Redraw];
    key.ctrl
        && matches!(state.keys.lookup(state.context(), &[key]), Lookup::Action(action) if everywhere.contains(&action))
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
        prompt.paste(text);
        text_changed(state, effects);
    }
}

fn text_changed(state: &mut State, effects: &mut Effects) {
    let Some(prompt) = &state.prompt else { return };
    let (kind, text) = (prompt.kind, prompt.text().to_owned());
    match (kind, &mut state.screen) {
        (PromptKind::Search, _) => search::ask(state, &text, effects),
        (PromptKind::Find, _) => article::narrow(state, &text),
        (PromptKind::Merge, _) => grouping::narrow(state, text, effects),
        (PromptKind::Palette, _) => palette::narrow(state, text),
        (PromptKind::Pick, _) => picker::narrow(state, text),
        (PromptKind::Filter, _) => {
            // What is not understood yet changes nothing yet; the line says why.
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
        PromptKind::Search => search::submit(state, effects),
        PromptKind::Find => article::submit_find(state, effects),
        PromptKind::HelpFilter => {}
        PromptKind::Merge => grouping::submit(state, effects),
        PromptKind::Palette => palette::submit(state, effects),
        PromptKind::Command => command::run(state, &text, effects),
        PromptKind::Add if !text.is_empty() => choosing::look(state, text, effects),
        PromptKind::Save => saving::save(state, text, effects),
        PromptKind::Pipe => pipe::start(state, text, effects),
        PromptKind::Filter => views::submit_filter(state, &text, effects),
        PromptKind::Pick => picker::choose(state, effects),
        PromptKind::Tag => tags::submit(state, &text, effects),
        PromptKind::MuteWords => rules::mute_words(state, &text, effects),
        PromptKind::Feed(option) => feed_manager::submit(state, option, text, effects),
        PromptKind::Import if !text.is_empty() => effects.push(Effect::Import { path: text }),
        PromptKind::Add | PromptKind::Import => {}
    }
}

fn remember(state: &mut State, kind: PromptKind, text: &str) {
    let kept = [
        PromptKind::Command,
        PromptKind::Add,
        PromptKind::Import,
        PromptKind::Save,
        PromptKind::Pipe,
        PromptKind::Filter,
    ];
    if !kept.contains(&kind) || text.is_empty() {
        return;
    }
    let line = (kind, text.to_owned());
    state.typed_lines.retain(|other| *other != line);
    state.typed_lines.push(line);
    if state.typed_lines.len() > REMEMBERED {
        state.typed_lines.remove(0);
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

/// Goes round the names that fit what was typed.
fn complete(state: &mut State, forward: bool) {
    let Some(prompt) = state
        .prompt
        .as_mut()
        .filter(|prompt| prompt.kind == PromptKind::Command)
    else {
        return;
    };
    let typed = prompt
        .completing
        .clone()
        .unwrap_or_else(|| prompt.text().to_owned());
    let names = completions(typed.trim());
    let current = names.iter().position(|name| *name == prompt.text().trim());
    let next = match (current, forward) {
        (None, true) => 0,
        (None, false) => names.len().saturating_sub(1),
        (Some(at), true) => (at + 1) % names.len(),
        (Some(at), false) => (at + names.len() - 1) % names.len(),
    };
    let Some(name) = names.get(next) else { return };
    let takes_words = COMMANDS_WITH_WORDS
        .iter()
        .any(|(command, _)| command == name);
    let only_one = names.len() == 1;
    prompt.set_text(&format!(
        "{name}{}",
        if takes_words && only_one { " " } else { "" }
    ));
    prompt.completing = Some(typed);
}

/// Up and Down: among the hits of a search, else among remembered lines.
fn step(state: &mut State, kind: PromptKind, forward: bool, effects: &mut Effects) {
    match kind {
        PromptKind::Search => search::move_while_typing(state, forward, effects),
        PromptKind::HelpFilter | PromptKind::Find => {}
        PromptKind::Merge => grouping::step(state, forward),
        PromptKind::Palette => palette::step(state, if forward { 1 } else { -1 }),
        PromptKind::Pick => picker::step(state, forward),
        _ => recall(state, kind, forward),
    }
}

fn recall(state: &mut State, kind: PromptKind, forward: bool) {
    let lines = state.typed_lines.iter().filter(|line| line.0 == kind);
    let Some(prompt) = &mut state.prompt else {
        return;
    };
    let next = match (prompt.recalled, forward) {
        (None, true) => return,
        (None, false) => 0,
        (Some(0), true) => {
            prompt.recalled = None;
            return prompt.set_text("");
        }
        (Some(at), true) => at - 1,
        (Some(at), false) => at + 1,
    };
    if let Some((_, line)) = lines.rev().nth(next) {
        prompt.set_text(line);
        prompt.recalled = Some(next);
    }
}
