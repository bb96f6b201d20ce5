//! Whether links are marked as such for the terminal: what the configuration says, else by what
//! terminals say of themselves. Those that do not know the sequence leave it out; a few print it.

use std::env;

use crate::config::Hyperlinks;

/// Whether links are marked.
pub fn hyperlinks(wanted: Hyperlinks) -> bool {
    match wanted {
        Hyperlinks::Auto => guessed(&|name| env::var(name).ok().filter(|value| !value.is_empty())),
        Hyperlinks::On => true,
        Hyperlinks::Off => false,
    }
}

/// Terminals that print what they do not know: consoles, and those of before such sequences.
const PRINTS: [&str; 6] = ["linux", "vt", "ansi", "cygwin", "dumb", "cons"];

/// Terminals of the VTE family before 0.50 go wrong at the sequence, as their documentation says.
const FIRST_VTE: u32 = 5000;

fn guessed(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    !term.is_empty()
        && !PRINTS.iter().any(|name| term.starts_with(name))
        && variable("TERM_PROGRAM").as_deref() != Some("Apple_Terminal")
        && vte.is_none_or(|version| version >= FIRST_VTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_that_print_the_sequence_get_none() {
        let check = |set: &[(&str, &str)], expected| {
            let variable = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(guessed(&variable), expected, "{set:?}");
        };
        check(&[("TERM", "xterm-256color")], true);
        check(&[("TERM", "tmux-256color")], true);
        check(&[("TERM", "xterm-256color"), ("VTE_VERSION", "6800")], true);
        check(
            &[("TERM", "xterm-256color"), ("VTE_VERSION", "4804")],
            false,
        );
        check(&[("TERM", "linux")], false);
        check(&[("TERM", "vt220")], false);
        check(
            &[("TERM", "xterm"), ("TERM_PROGRAM", "Apple_Terminal")],
            false,
        );
        check(&[], false);
        assert!(hyperlinks(Hyperlinks::On) && !hyperlinks(Hyperlinks::Off));
    }
}
