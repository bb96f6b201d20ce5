//! Why the screen cannot open or go on.

use std::io;

use crate::{config::ConfigError, store::StoreError};

/// Why the screen cannot open or go on.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The terminal cannot be used.
    #[error("The terminal cannot be used: {0}")]
    Terminal(#[source] io::Error),
    /// There is no terminal.
    #[error(
        "The screen needs a terminal. Without one, newsfold --plain reads commands and prints plain \
         lines, newsfold refresh fetches and newsfold stories lists; see newsfold --help."
    )]
    NoTerminal,
    /// The terminal cannot place a cursor.
    #[error(
        "This terminal (TERM=dumb) shows plain lines only. newsfold --plain is made for that, and \
         newsfold refresh fetches and newsfold stories lists; for the screen, set TERM to what the \
         terminal is."
    )]
    DumbTerminal,
    /// Signals cannot be listened to.
    #[error("Signals cannot be listened to: {0}")]
    Signals(#[source] io::Error),
    /// Threads cannot be started.
    #[error("No thread can be started: {0}")]
    Threads(#[source] io::Error),
    /// The cache does not work.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file of the reader's is not understood.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

/// What the system says, without its number.
pub(super) fn said(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
