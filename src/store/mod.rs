//! The cache: one SQLite file, one writer, readers beside it.
