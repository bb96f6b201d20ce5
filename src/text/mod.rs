//! Words, sentences, numbers and shingles of a text; pure.

mod count;

pub use count::count_words;
