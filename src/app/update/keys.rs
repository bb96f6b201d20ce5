//! Key presses: into the prompt if there is one, else through the key map, with counts before and
//! prefixes that wait for more.

use super::{Effects, act, article, holding, macros, prompt};
use crate::app::{Effect, Pending, State, Wake, wake::PREFIX_DELAY};
use crate::config::{Code, Key, Lookup};
use crate::model::Notice;

/// The largest count that makes sense; more digits are dropped.
const LARGEST_COUNT: u32 = 999_999;

/// Takes a key.
pub fn press(state: &mut State, key: Key, effects: &mut Effects) {
    state.waits.filling = false;
    state.next_notice(effects);
    if key == Key::plain(Code::Esc) {
        macros::stop(state);
    }
    if !holding::holds_key(state, key) {
        press_now(state, key, effects);
    }
}

/// Takes a key that nothing before it holds.
pub fn press_now(state: &mut State, key: Key, effects: &mut Effects) {
    if state.prompt.is_some() {
        return prompt::press(state, key, effects);
    }
    if article::press_hint(state, state.keys.latin(key), effects) {
        return;
    }
    if let Some(digit) = key.count_digit().filter(|_| state.pending.keys.is_empty()) {
        let count = state.pending.count.unwrap_or(0);
        state.pending.count = Some((count * 10 + digit).min(LARGEST_COUNT));
        return;
    }
    let waiting = !state.pending.keys.is_empty() || state.pending.count.is_some();
    if waiting && key == Key::plain(Code::Esc) {
        state.pending = Pending::default();
        return;
    }
    let context = state.context();
    let key = state.keys.meant(context, &state.pending.keys, key);
    state.pending.keys.push(key);
    match state.keys.lookup(context, &state.pending.keys) {
        Lookup::Action(action) => {
            let count = std::mem::take(&mut state.pending).count;
            if holding::holds_action(state, action, count) {
                return;
            }
            act(state, action, count, effects);
        }
        Lookup::Macro(index) => {
            state.pending = Pending::default();
            macros::run(state, index, effects);
        }
        Lookup::Prefix => wait_for_more(state, effects),
        Lookup::Nothing => say_unknown(state, effects),
    }
}

fn wait_for_more(state: &mut State, effects: &mut Effects) {
    let number = state.number();
    state.pending.wake = number;
    effects.push(Effect::Wake {
        after: PREFIX_DELAY,
        wake: Wake::Prefix(number),
    });
}

fn say_unknown(state: &mut State, effects: &mut Effects) {
    let keys = std::mem::take(&mut state.pending).keys;
    let typed: String = keys.iter().map(Key::to_string).collect();
    let help = state.keys.hint(crate::model::Action::Help);
    let notice =
        Notice::info(format!("{typed} has no meaning")).with_hint(format!("{help} lists the keys"));
    state.say(notice, effects);
}
