//! What can be wrong with the reader's files, each as one sentence that names the place.

use std::{io, path::PathBuf};

/// Why a file of the reader's cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The platform names no home directory.
    #[error("No home directory is known. Name a folder with --home DIR.")]
    NoHome,
    /// A file or folder cannot be read or made.
    #[error("Cannot {doing} {}: {source}", path.display())]
    File {
        /// "read", "write" or "create".
        doing: &'static str,
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not TOML, or a value is of the wrong kind.
    #[error("{} is not understood, line {line}: {message}", path.display())]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
}

impl ConfigError {
    /// An error of the operating system on `path` while `doing` something to it.
    pub fn file(doing: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::File {
            doing,
            path: path.into(),
            source,
        }
    }

    /// An error of the TOML reader at a byte offset of `text`.
    pub fn syntax(path: impl Into<PathBuf>, text: &str, error: &toml::de::Error) -> Self {
        let offset = error.span().map_or(0, |span| span.start);
        Self::Syntax {
            path: path.into(),
            line: line_of(text, offset),
            message: error.message().to_owned(),
        }
    }
}

/// Line of a byte offset, counted from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
