//! Feeds that are files of this machine.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use url::Url;

use crate::{
    model::FetchErrorKind,
    worker::{FetchError, client::Limits},
};

/// A file as it is now.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Contents {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Size and time of its last change: while they stay, it is the same.
    pub state: String,
}

/// The file that an address means: `file:///a/b`, `/a/b`, `~/b`; `None` for any other address.
pub(super) fn path_of(address: &str) -> Option<PathBuf> {
    if let Some(rest) = address.strip_prefix("~/") {
        return Some(std::env::home_dir()?.join(rest));
    }
    if address.starts_with('/') {
        return Some(PathBuf::from(address));
    }
    let url = Url::parse(address)
        .ok()
        .filter(|url| url.scheme() == "file")?;
    url.to_file_path().ok()
}

/// Reads a file; `None` if it is still in the state in which it was read before.
pub(super) fn read(
    path: &Path,
    known: Option<&str>,
    limits: Limits,
) -> Result<Option<Contents>, FetchError> {
    let failed = |error: io::Error| {
        let path = path.display();
        wrong(match error.kind() {
            io::ErrorKind::NotFound => format!("There is no file {path}."),
            io::ErrorKind::PermissionDenied => format!("The file {path} may not be read."),
            _ => format!("The file {path} cannot be read: {error}."),
        })
    };
    // What is no file may never end, or be taken from whoever it is meant for.
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(wrong(format!("{} is no file.", path.display())));
    }
    let changed = metadata.modified().ok();
    let changed = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let changed = changed.unwrap_or_default().as_nanos();
    let state = format!("{}-{changed}", metadata.len());
    if known == Some(state.as_str()) {
        return Ok(None);
    }
    let limit = u64::try_from(limits.bytes).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(failed)?;
    if bytes.len() > limits.bytes {
        let limit = limits.bytes / (1024 * 1024);
        let message = format!("The file is larger than {limit} MB.");
        return Err(FetchError::new(FetchErrorKind::TooLarge, message));
    }
    Ok(Some(Contents { bytes, state }))
}

fn wrong(message: String) -> FetchError {
    FetchError::new(FetchErrorKind::File, message)
}
