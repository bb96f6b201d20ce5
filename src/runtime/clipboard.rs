//! The clipboard, by way of the terminal (OSC 52): it works over SSH and in tmux where they allow
//! it, and nothing says whether it did.

use base64::{Engine, engine::general_purpose::STANDARD};

/// Longer texts are refused by many terminals.
const LIMIT: usize = 74_000;

/// The sequence that asks the terminal to take a text into the clipboard. The text is encoded, so
/// that nothing in it can be a sequence of its own.
pub fn copy_sequence(text: &str) -> String {
    let mut end = text.len().min(LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("\u{1b}]52;c;{}\u{7}", STANDARD.encode(&text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_left_bare() {
        assert_eq!(copy_sequence("a\u{1b}b"), "\u{1b}]52;c;YRti\u{7}");
    }
}
