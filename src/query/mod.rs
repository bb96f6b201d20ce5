//! The query language of `stories`, `search` and filters: words, "phrases", `field:value`,
//! `-not`, `or`, parentheses. Parsing only; the cache answers.

mod lexer;
mod parser;

pub use parser::{Comparison, Query, QueryError, Text, parse};

#[cfg(test)]
mod tests;
