//! The reader's own files: read, locked while they are changed, and written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, TableLike, Value};

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

/// Puts a value under a key. What stands around one that is there stays: comments above the key and
/// behind the value, and blanks.
pub fn set_value(table: &mut dyn TableLike, key: &str, value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(known) => {
            let around = known.decor().clone();
            *known = value;
            *known.decor_mut() = around;
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}

/// A list of tables (`[[feed]]`), made if there is none; one written as `feed = [{ … }]` becomes
/// tables first. `None` if it is something else.
pub fn tables_of<'a>(document: &'a mut DocumentMut, list: &str) -> Option<&'a mut ArrayOfTables> {
    let item = document
        .entry(list)
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if item.is_array() {
        *item = match std::mem::take(item).into_array_of_tables() {
            Ok(tables) => Item::ArrayOfTables(tables),
            Err(empty) if empty.as_array().is_some_and(Array::is_empty) => {
                Item::ArrayOfTables(ArrayOfTables::new())
            }
            Err(other) => other,
        };
        // What stood above the key stands above the first table, not above each.
        if let Some(mut key) = document.key_mut(list) {
            let above = key.leaf_decor().prefix().cloned();
            key.fmt();
            let tables = document[list].as_array_of_tables_mut();
            if let Some((first, above)) = tables.and_then(|tables| tables.get_mut(0)).zip(above) {
                first.decor_mut().set_prefix(above);
            }
        }
    }
    document[list].as_array_of_tables_mut()
}

/// Writes a file: a new one beside the old one, then put in its place, so that a crash leaves one or
/// the other whole. A link stays a link.
pub fn write_in_place(path: &Path, text: &str) -> Result<(), ConfigError> {
    Directories::prepare(path)?;
    replace(&target_of(path), text.as_bytes())
        .map_err(|error| ConfigError::file("write", path, error))
}

/// The file that a path leads to, over links, whether it is there or not.
fn target_of(path: &Path) -> PathBuf {
    if let Ok(found) = fs::canonicalize(path) {
        return found;
    }
    let mut target = path.to_owned();
    // As many links as systems follow.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&target) else {
            break;
        };
        // What is relative is so to the folder of the link; an absolute path takes its place.
        target = match target.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    target
}

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    // A temporary file of this kind is its owner's alone from the start.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

/// A file in a scratch folder.
#[cfg(test)]
pub fn file_with(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("written");
    (folder, path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_stays_a_link_even_to_a_file_that_is_not_there_yet() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let (own, dotfiles) = (folder.path().join("own"), folder.path().join("dotfiles"));
        for folder in [&own, &dotfiles] {
            fs::create_dir(folder).expect("made");
        }
        let link = own.join("config.toml");
        symlink("../dotfiles/between.toml", &link).expect("linked");
        let kept = dotfiles.join("kept.toml");
        symlink(&kept, dotfiles.join("between.toml")).expect("linked");
        for text in ["first = 1\n", "second = 2\n"] {
            write_in_place(&link, text).expect("written");
            assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
            assert_eq!(fs::read_to_string(&kept).expect("there"), text);
        }
    }
}
