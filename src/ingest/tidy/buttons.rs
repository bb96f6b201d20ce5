//! Rows of buttons, glued together or not: "PostShare", "Share on Facebook", "Teilen Drucken".

use super::line::Line;
use super::phrases::{BETWEEN_BUTTONS, BUTTONS};

/// More words than this are no row of buttons.
const MOST: usize = 14;

/// How many buttons a line consists of; 0 if there is anything else in it.
pub(super) fn buttons_in(line: &Line<'_>) -> usize {
    let words: Vec<&str> = line.folded.split(' ').collect();
    if line.is_closed() || words.len() > MOST {
        return 0;
    }
    let mut buttons = 0;
    for word in &words {
        if BETWEEN_BUTTONS.contains(word) || word.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        match glued(word) {
            0 => return 0,
            count => buttons += count,
        }
    }
    // "X" alone is a letter.
    if words == ["x"] { 0 } else { buttons }
}

/// Of how many buttons a word is made.
fn glued(word: &str) -> usize {
    if word.is_empty() || word.len() > 80 {
        return 0;
    }
    // The number of buttons up to each byte; 0 where no button ends.
    let mut made = vec![0_usize; word.len() + 1];
    for start in 0..word.len() {
        if (start > 0 && made[start] == 0) || !word.is_char_boundary(start) {
            continue;
        }
        for button in BUTTONS {
            if word[start..].starts_with(button) {
                let end = start + button.len();
                let fewer = made[end] == 0 || made[start] + 1 < made[end];
                // "xx" is no pair of buttons.
                if fewer && (button.len() > 1 || word.len() == 1) {
                    made[end] = made[start] + 1;
                }
            }
        }
    }
    made[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_are_counted_with_and_without_blanks() {
        let check = |text: &str, expected| {
            assert_eq!(buttons_in(&Line::plain(text)), expected, "{text}");
        };
        check("PostShare", 2);
        check("Share on Facebook", 2);
        check("TweetPinEmailPrint 12", 4);
        check("Teilen · Drucken", 2);
        check("X", 0);
        check("Share this article", 0);
        check("Post offices share the load", 0);
        check("Share", 1);
        check("Sharepost.", 0);
    }
}
