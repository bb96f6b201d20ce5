//! The query language of `stories`, `search`, filters, saved views and rules: words, "phrases",
//! `field:value`, `/expressions/`, `-not`, `or`, parentheses. Here it is read, completed, explained
//! and held against an article in memory; the cache answers it in `store/filter.rs`. Nothing here
//! reads the clock.

mod complete;
mod error;
mod facts;
mod fields;
mod letters;
mod lexer;
mod parser;
mod passage;
mod pattern;
mod tree;
mod when;

pub use complete::{Candidate, Completions, Names, complete, grouped, quoted};
pub use error::QueryError;
pub use facts::{Facts, Marks, Words, is_lang, matches};
pub use fields::help;
pub use letters::{folded, plain_letter, plain_letters};
pub use parser::{parse, parse_typed};
pub use passage::{passage, words_of};
pub use pattern::Pattern;
pub use tree::{Comparison, Field, Measure, Query, State, Text, Wanted};
pub use when::When;

#[cfg(test)]
mod tests;
