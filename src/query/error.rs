//! Why a query is not understood, and where.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// Why a query is not understood, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The query is not understood at character {character}: {message}")]
pub struct QueryError {
    /// Bytes of the query that are meant; empty where something is missing.
    pub range: Range<usize>,
    /// The first of them, counted in characters from 1.
    pub character: usize,
    /// What is wrong there, and what would be right.
    pub message: String,
}

impl QueryError {
    pub(super) fn new(text: &str, range: Range<usize>, message: impl Into<String>) -> Self {
        let start = range.start.min(text.len());
        Self {
            character: text[..start].chars().count() + 1,
            range: start..range.end.clamp(start, text.len()),
            message: message.into(),
        }
    }

    /// Two lines: the query, and a mark below the place. `text` is the query that was read.
    pub fn pointed(&self, text: &str) -> String {
        let shown = |part: &str| -> String {
            let letter = |c: char| if c.is_control() { ' ' } else { c };
            part.chars().map(letter).collect()
        };
        let cells = |part: &str| -> usize { part.chars().map(|c| c.width().unwrap_or(1)).sum() };
        let before = text.get(..self.range.start).unwrap_or(text);
        let meant = text.get(self.range.clone()).unwrap_or_default();
        format!(
            "{}\n{}^{}",
            shown(text),
            " ".repeat(cells(before)),
            "~".repeat(cells(meant).saturating_sub(1)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_below_the_place_in_cells() {
        let text = "火災 is:gréen\tbay";
        let start = text.find("gréen").expect("there");
        let error = QueryError::new(text, start..start + "gréen".len(), "no");
        assert_eq!(error.character, 7);
        assert_eq!(error.pointed(text), "火災 is:gréen bay\n        ^~~~~");
        let error = QueryError::new("a or", 4..4, "no");
        assert_eq!(error.pointed("a or"), "a or\n    ^");
    }
}
