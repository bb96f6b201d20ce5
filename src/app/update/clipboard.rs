//! Texts into the clipboard: by a program of the machine, which says whether it worked, else by the
//! terminal, which says nothing.

use super::Effects;
use crate::app::{Effect, State};
use crate::model::Notice;

/// Copies a text and says what was copied, as soon as that is known.
pub fn copy(state: &mut State, what: &str, text: String, effects: &mut Effects) {
    if state.own_clipboard {
        let what = Some(what.to_owned());
        effects.push(Effect::CopyByProgram { text, what });
    } else {
        effects.push(Effect::Copy { text });
        say_sent(state, what, None, effects);
    }
}

/// Copies a text; what is said of it is the caller's.
pub fn copy_silently(state: &State, text: String, effects: &mut Effects) {
    effects.push(if state.own_clipboard {
        Effect::CopyByProgram { text, what: None }
    } else {
        Effect::Copy { text }
    });
}

/// The program has the text.
pub fn copied(state: &mut State, what: &str, effects: &mut Effects) {
    state.say(Notice::info(format!("{what} copied")), effects);
}

/// The program failed: the terminal is asked.
pub fn failed(
    state: &mut State,
    what: Option<String>,
    text: String,
    why: &str,
    effects: &mut Effects,
) {
    effects.push(Effect::Copy { text });
    if let Some(what) = what {
        say_sent(state, &what, Some(why), effects);
    }
}

fn say_sent(state: &mut State, what: &str, why: Option<&str>, effects: &mut Effects) {
    let notice = Notice::info(format!("{what} sent to the terminal's clipboard"));
    let notice = match why {
        Some(why) => notice.with_hint(why),
        None => notice,
    };
    state.say(notice, effects);
}
