//! The reader's own files: read, locked while they are changed, and written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use toml_edit::DocumentMut;

use crate::config::{ConfigError, Directories, error::line_of};

/// The text of a file; a missing one is an empty one.
pub fn read_or_empty(path: &Path) -> Result<String, ConfigError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(ConfigError::file("read", path, error)),
    }
}

/// Waits until no other newsfold changes a file: until this value is dropped, none does.
pub fn lock_beside(path: &Path) -> Result<File, ConfigError> {
    Directories::prepare(path)?;
    let beside = path.with_extension("toml.lock");
    let failed = |error| ConfigError::file("lock", &beside, error);
    let lock = private().open(&beside).map_err(failed)?;
    lock.lock().map_err(failed)?;
    Ok(lock)
}

/// A text as a document that keeps comments and order.
pub fn parse(path: &Path, text: &str) -> Result<DocumentMut, ConfigError> {
    text.parse::<DocumentMut>()
        .map_err(|error| ConfigError::Syntax {
            path: path.to_owned(),
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })
}

/// Headers may hold secrets, so only the owner may read what is written here.
fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

pub fn write_in_place(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    // A temporary file of this kind is its owner's alone from the start.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}
