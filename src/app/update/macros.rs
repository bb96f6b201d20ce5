//! Macros: their steps one after another. A step that has to wait for the cache, or for a line to be
//! typed, holds those after it; one that fails ends the macro.

use std::collections::VecDeque;

use super::{Effects, act, command, palette, selection};
use crate::app::State;
use crate::config::Step;
use crate::model::{Action, Level, Notice};

/// A macro that runs.
#[derive(Debug, Clone)]
pub struct Running {
    /// Its keys.
    name: String,
    /// What is left of it.
    steps: VecDeque<Step>,
}

/// Shows the macros and waits for the key of one.
pub fn ask(state: &mut State, effects: &mut Effects) {
    if let Some(prefix) = state.keys.macro_prefix() {
        state.pending.keys = prefix.to_vec();
        state.pending.popup = true;
        return;
    }
    if state.keys.macros().is_empty() {
        let notice = Notice::info("You have no macros");
        return state.say(
            notice.with_hint("[macros] in config.toml names them"),
            effects,
        );
    }
    palette::open(state, effects);
}

/// Begins a macro.
pub fn run(state: &mut State, index: usize, effects: &mut Effects) {
    let Some(run) = state.keys.macros().get(index) else {
        return;
    };
    state.waits.running = Some(Running {
        name: run.name.clone(),
        steps: run.steps.iter().cloned().collect(),
    });
    go_on(state, effects);
}

/// Does the steps that need not wait.
pub fn go_on(state: &mut State, effects: &mut Effects) {
    while is_free(state) {
        let Some(running) = &mut state.waits.running else {
            return;
        };
        let Some(step) = running.steps.pop_front() else {
            return stop(state);
        };
        let said = state.notice.as_ref().map(|notice| notice.1);
        match &step {
            // These show what may be chosen; the rest of the macro would run behind it.
            Step::Action(Action::Macros | Action::Palette) => stop(state),
            Step::Action(action) => act(state, *action, None, effects),
            Step::Line(line) => command::run(state, line, effects),
        }
        let failure = state.notice.as_ref().filter(|notice| {
            Some(notice.1) != said && matches!(notice.0.level, Level::Warning | Level::Error)
        });
        if let Some((notice, _)) = failure.cloned() {
            return fail(state, &step, &notice, effects);
        }
    }
}

/// Nothing is awaited that the next step may be meant for.
fn is_free(state: &State) -> bool {
    let is_there = state.list.is_current() && selection::is_settled(state);
    is_there && state.prompt.is_none() && state.waits.then.is_empty()
}

/// Gives up what is left of a macro.
pub fn stop(state: &mut State) {
    state.waits.running = None;
}

fn fail(state: &mut State, step: &Step, why: &Notice, effects: &mut Effects) {
    let Some(running) = state.waits.running.take() else {
        return;
    };
    let text = format!(
        "Macro {} stopped at {}: {}",
        running.name,
        step.written(),
        why.text
    );
    let notice = Notice::warning(text);
    let notice = match &why.hint {
        Some(hint) => notice.with_hint(hint.clone()),
        None => notice,
    };
    state.say(notice, effects);
}
