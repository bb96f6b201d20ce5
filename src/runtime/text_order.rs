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

/// Terminals that show cells as they come, by `TERM` and by `TERM_PROGRAM`; what they are started
/// from may have left its own variables.
const PLAIN: [&str; 9] = [
    "alacritty",
    "foot",
    "ghostty",
    "iTerm",
    "linux",
    "rxvt",
    "st-",
    "vscode",
    "WezTerm",
];

/// Most terminals show cells as they come, and those of the VTE family do once they are told that
/// text comes in order; behind a multiplexer they are not told. kitty turns the letters of each
/// word and nothing else (its documentation of `force_ltr`).
fn guessed(variable: &dyn Fn(&str) -> Option<String>) -> TextOrder {
    let term = variable("TERM").unwrap_or_default();
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    let has = |name: &str| variable(name).is_some();
    if term.contains("kitty") {
        return TextOrder::Words;
    }
    if PLAIN
        .iter()
        .any(|name| term.starts_with(name) || program.contains(name))
    {
        return TextOrder::Visual;
    }
    let bundle = variable("__CFBundleIdentifier");
    let multiplexed = ["TMUX", "STY", "ZELLIJ"].into_iter().any(has);
    let orders_lines = bundle.as_deref() == Some("com.apple.Terminal")
        || program == "Apple_Terminal"
        || has("KONSOLE_VERSION")
        || has("MLTERM")
        || term.starts_with("mlterm")
        || multiplexed && has("VTE_VERSION");
    if orders_lines {
        TextOrder::Logical
    } else if has("KITTY_WINDOW_ID") {
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
        let apple = [
            ("TERM_PROGRAM", "tmux"),
            ("__CFBundleIdentifier", "com.apple.Terminal"),
        ];
        assert_eq!(order(&apple), TextOrder::Logical);
    }

    #[test]
    fn what_another_terminal_left_in_the_environment_does_not_count() {
        let alacritty = [("TERM", "alacritty"), ("KONSOLE_VERSION", "240802")];
        assert_eq!(order(&alacritty), TextOrder::Visual);
        let kitty = [("TERM", "xterm-kitty"), ("KONSOLE_VERSION", "240802")];
        assert_eq!(order(&kitty), TextOrder::Words);
    }
}
