//! The log: one file, bounded, never the terminal.

use std::{fs, io::Seek, path::Path, sync::Mutex};

use tracing_subscriber::EnvFilter;

use crate::config::Directories;

/// A longer log is begun anew.
const LIMIT: u64 = 4 * 1024 * 1024;

/// Starts logging to `path`; a log that cannot be written is done without.
pub(super) fn start(path: &Path, verbose: bool) {
    if Directories::prepare(path).is_err() {
        return;
    }
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let Ok(mut file) = options.open(path) else {
        return;
    };
    if file.metadata().is_ok_and(|data| data.len() > LIMIT) && file.set_len(0).is_ok() {
        let _ = file.rewind();
    }
    let level = if verbose {
        "newsfold=debug"
    } else {
        "newsfold=info"
    };
    // A second start in one process (as in tests) keeps the first log.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .try_init();
}
