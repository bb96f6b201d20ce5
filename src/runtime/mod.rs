//! The terminal, the loop, and everything that effects ask for.
