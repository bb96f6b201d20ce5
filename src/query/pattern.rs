//! Regular expressions of queries.

use std::{fmt, ops::Range};

use regex::{Regex, RegexBuilder};

/// Bytes of an expression at the most: more than anybody types.
const LONGEST: usize = 1_000;
/// Bytes that the program of an expression may take, and its cache.
const LARGEST: usize = 1 << 20;
/// Parentheses inside each other.
const DEEPEST: u32 = 50;

/// A regular expression that fits or does not, in any case. However it is written, it takes time in
/// proportion to the text and bounded memory.
#[derive(Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Makes one of what stands between the slashes; the error says why it is none.
    pub fn new(expression: &str) -> Result<Self, String> {
        if expression.is_empty() {
            return Err("the expression is empty".to_owned());
        }
        if expression.len() > LONGEST {
            return Err(format!(
                "this expression is too long; {LONGEST} characters are the most"
            ));
        }
        RegexBuilder::new(expression)
            .case_insensitive(true)
            .size_limit(LARGEST)
            .dfa_size_limit(LARGEST)
            .nest_limit(DEEPEST)
            .build()
            .map(Self)
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => {
                    "this expression is too large; repeat less".to_owned()
                }
                other => {
                    // The crate draws the place in several lines; the last one says what is wrong.
                    let text = other.to_string();
                    let last = text.lines().last().unwrap_or_default();
                    let why = last.trim().trim_start_matches("error: ");
                    format!("this is no regular expression: {why}")
                }
            })
    }

    /// Whether it fits somewhere in a text.
    pub fn fits(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// The bytes of a text that it fits, in order; places without a letter are left out.
    pub fn places(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let found = self.0.find_iter(text).map(|found| found.range());
        found.filter(|range| !range.is_empty())
    }

    /// As it was typed, without the slashes.
    pub fn expression(&self) -> &str {
        self.0.as_str()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.expression() == other.expression()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.expression())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_fits_in_any_case() {
        let pattern = Pattern::new("colos+us").expect("valid");
        assert!(pattern.fits("The COLOSSUS of the bay") && !pattern.fits("colony"));
    }

    #[test]
    fn no_expression_is_too_much() {
        let fail = |text: &str| Pattern::new(text).expect_err("refused");
        assert!(fail("(a{500}){500}").contains("too large"));
        assert!(fail(&"a".repeat(1_001)).contains("too long"));
        assert!(fail("(bay").contains("unclosed group"), "{}", fail("(bay"));
        assert!(fail(&"(".repeat(60)).contains("no regular expression"));
        let pattern = Pattern::new("(a*)*(a*)*b").expect("valid");
        assert!(!pattern.fits(&"a".repeat(100_000)));
    }
}
