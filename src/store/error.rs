//! What can go wrong with the cache.

use std::{io, path::PathBuf};

/// Why the cache could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A statement failed while `doing` something.
    #[error("The cache could not {doing}: {source}")]
    Sql {
        /// What was being done ("save articles").
        doing: &'static str,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// The cache was written by a newer newsfold.
    #[error("{} was written by a newer newsfold (shape {found}, this one knows {known})", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its shape.
        found: usize,
        /// The newest shape known here.
        known: usize,
    },
    /// The file is no cache, or a broken one.
    #[error(
        "{} is not a readable cache ({why}). Move it away, and a new one is made; what was read \
         and starred is in the old one.",
        path.display()
    )]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What SQLite says.
        why: String,
    },
    /// The file or its folder cannot be made.
    #[error("Cannot create {}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The thread that writes has ended.
    #[error("The cache is closed")]
    Closed,
}

/// Names what was being done when a statement failed.
pub(super) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Sql { doing, source })
    }
}
