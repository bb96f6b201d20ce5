//! Feeds that are files of this machine.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, UNIX_EPOCH},
};

use tokio::{sync::oneshot, time::timeout};
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

/// Files that are being read. What lies on a disk that is gone may be read for ever.
static BEING_READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Reads a file, unless that takes too long: then nobody waits for it any longer, neither now nor at
/// the end of the program, and it is not tried anew until that one try has come to an end.
pub(super) async fn read_in_time(
    path: PathBuf,
    known: Option<String>,
    limits: Limits,
) -> Result<Option<Contents>, FetchError> {
    in_time(path, limits.time, move |path| {
        read(path, known.as_deref(), limits)
    })
    .await
}

async fn in_time<T: Send + 'static>(
    path: PathBuf,
    time: Duration,
    read: impl FnOnce(&Path) -> Result<T, FetchError> + Send + 'static,
) -> Result<T, FetchError> {
    let late = |message| FetchError::new(FetchErrorKind::Timeout, message).of_feed();
    if !being_read().insert(path.clone()) {
        let path = path.display();
        return Err(late(format!("The file {path} is still not read.")));
    }
    let (tell, told) = oneshot::channel();
    // A thread of the runtime would be waited for.
    thread::spawn(move || {
        let outcome = read(&path);
        being_read().remove(&path);
        // Nobody listens any more when it took too long.
        let _ = tell.send(outcome);
    });
    match timeout(time, told).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(wrong("The file cannot be read.".to_owned())),
        Err(_) => {
            let seconds = time.as_secs_f64();
            Err(late(format!("The file was not read after {seconds} s.")))
        }
    }
}

fn being_read() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // A set is whole whatever happened to who held it.
    BEING_READ.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a file; `None` if it is still in the state in which it was read before.
fn read(path: &Path, known: Option<&str>, limits: Limits) -> Result<Option<Contents>, FetchError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_never_comes_is_waited_for_once_and_not_for_long() {
        let path = PathBuf::from("/gone/harbour.xml");
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let hangs = move |_: &Path| {
            let _ = held.recv();
            Ok(())
        };
        let time = Duration::from_millis(50);
        let error = in_time(path.clone(), time, hangs).await.expect_err("late");
        assert_eq!(error.message, "The file was not read after 0.05 s.");
        let again = in_time(path.clone(), time, |_| panic!("not tried anew")).await;
        let again: Result<(), _> = again;
        let message = "The file /gone/harbour.xml is still not read.";
        assert_eq!(again.expect_err("late").message, message);
        drop(let_go);
        let time = Duration::from_secs(20);
        // It comes to an end, and then counts no more.
        while in_time(path.clone(), time, |_| Ok(())).await.is_err() {
            tokio::task::yield_now().await;
        }
    }
}
