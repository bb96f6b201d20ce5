//! The query language of `stories`, `search` and filters: words, "phrases", `field:value`,
//! `-not`, `or`, parentheses. Parsing only; the cache answers.

mod letters;
mod lexer;
mod parser;
mod passage;

pub use letters::{plain_letter, plain_letters};
pub use parser::{Comparison, Query, QueryError, Text, parse};
pub use passage::{passage, words_of};

#[cfg(test)]
mod tests;
