//! The commands: what was typed, and what it means.
