//! Words, sentences, numbers and shingles of a text; pure.
