//! Characters that say how text is shown instead of being text.

/// Whether a character is a control character, or turns the direction of what stands behind it: no
/// line of one's own needs either, and both make a line look like another one.
pub fn controls_text(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// A text as one line without such characters: blanks and line breaks become single blanks.
pub fn plain_line(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let letters = word.chars().filter(|letter| !controls_text(*letter));
        letters.collect::<String>()
    });
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_nothing_that_turns_or_steers_it() {
        assert_eq!(
            plain_line(" a\u{202e}b\n\u{7}\t\u{200f} \u{5d0}\u{200d}c\u{1b}[m "),
            "ab \u{5d0}\u{200d}c[m"
        );
    }
}
