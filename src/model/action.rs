//! What a key means: every action has a name, which configuration and palette use, and a help line.

/// Something the reader can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave the program at once.
    Quit,
}
