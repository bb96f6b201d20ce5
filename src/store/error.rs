//! What can go wrong with the cache.

use std::{io, path::PathBuf};

use rusqlite::ErrorCode;

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
    /// The cache of another program cannot be read.
    #[error("Cannot read {}: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is no cache of the program that it should be of.
    #[error("{} is not a cache of newsboat that can be read ({why})", path.display())]
    Foreign {
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

/// What has to be done about an error depends on this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// The program is too old for the file.
    Newer,
    /// The file is damaged, or no cache.
    Damaged,
    /// The right to read or write it is missing.
    Forbidden,
    /// Somebody else is writing.
    Busy,
    /// The disk is full.
    Full,
    /// Something else.
    Other,
}

impl StoreError {
    /// What sort of error it is.
    pub fn kind(&self) -> StoreErrorKind {
        let source = match self {
            Self::Newer { .. } => return StoreErrorKind::Newer,
            Self::Damaged { .. } => return StoreErrorKind::Damaged,
            Self::File { source, .. } | Self::Unreadable { source, .. } => {
                return match source.kind() {
                    io::ErrorKind::PermissionDenied => StoreErrorKind::Forbidden,
                    io::ErrorKind::StorageFull => StoreErrorKind::Full,
                    _ => StoreErrorKind::Other,
                };
            }
            Self::Foreign { .. } | Self::Closed => return StoreErrorKind::Other,
            Self::Sql { source, .. } => source,
        };
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreErrorKind::Damaged,
            Some(ErrorCode::PermissionDenied | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
                StoreErrorKind::Forbidden
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreErrorKind::Busy,
            Some(ErrorCode::DiskFull) => StoreErrorKind::Full,
            _ => StoreErrorKind::Other,
        }
    }
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
