//! What the terminal does with right-to-left text: what the configuration says, else by what
//! terminals say of themselves. Only variables of the environment are asked; the first frame waits
//! for no answer of the terminal.

use std::env;

use crate::{config::RightToLeft, layout::TextOrder};

/// Who puts right-to-left text in order.
pub fn text_order(wanted: RightToLeft) -> TextOrder {
    match wanted {
        RightToLeft::Auto => guessed(&|name| env::var(name).ok().filter(|value| !value.is_empty())),
        RightToLeft::Newsfold => TextOrder::Visual,
        RightToLeft::Words => TextOrder::Words,
        RightToLeft::Terminal => TextOrder::Logical,
    }
}

/// Most terminals show cells as they come, and those of the VTE family do once they are told that
/// text comes in order; behind a multiplexer they are not told. kitty turns the letters of each
/// word and nothing else (its documentation of `force_ltr`).
fn guessed(variable: &dyn Fn(&str) -> Option<String>) -> TextOrder {
    let is = |name: &str, value: &str| variable(name).as_deref() == Some(value);
    let multiplexed = ["TMUX", "STY", "ZELLIJ"]
        .iter()
        .any(|name| variable(name).is_some());
    let orders_lines = is("TERM_PROGRAM", "Apple_Terminal")
        || variable("KONSOLE_VERSION").is_some()
        || variable("TERM").is_some_and(|term| term.starts_with("mlterm"))
        || multiplexed && variable("VTE_VERSION").is_some();
    if orders_lines {
        TextOrder::Logical
    } else if variable("KITTY_WINDOW_ID").is_some() {
        TextOrder::Words
    } else {
        TextOrder::Visual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(variables: &[(&str, &str)]) -> TextOrder {
        guessed(&|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn terminals_that_order_text_themselves_are_left_to_it() {
        assert_eq!(order(&[("TERM", "xterm-256color")]), TextOrder::Visual);
        assert_eq!(order(&[("VTE_VERSION", "7600")]), TextOrder::Visual);
        let behind = [("VTE_VERSION", "7600"), ("TMUX", "/tmp/t,1,0")];
        assert_eq!(order(&behind), TextOrder::Logical);
        assert_eq!(order(&[("KONSOLE_VERSION", "240802")]), TextOrder::Logical);
        assert_eq!(order(&[("KITTY_WINDOW_ID", "1")]), TextOrder::Words);
    }
}
