//! The query language; pure.
