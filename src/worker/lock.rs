//! One process at a time fetches and groups, and one fetches full texts ahead: the holder of a lock on
//! a file that names it.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use crate::worker::WorkerError;

/// The right to do what the lock is for; given back when dropped, or when the process dies.
#[derive(Debug)]
pub struct FetchLock {
    _file: File,
}

/// What asking for the lock gives.
#[derive(Debug)]
pub enum Held {
    /// It is ours.
    Ours(FetchLock),
    /// Somebody else has it, named by what stands in the file ("process 123").
    By(String),
}

impl FetchLock {
    /// Takes the lock at `path` if it is free; never waits.
    pub fn take(path: &Path) -> Result<Held, WorkerError> {
        let failed = |source| WorkerError::Lock {
            path: path.to_owned(),
            source,
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0).map_err(failed)?;
                file.rewind().map_err(failed)?;
                write!(file, "process {}", std::process::id()).map_err(failed)?;
                Ok(Held::Ours(Self { _file: file }))
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who holds it is told as well as it can be; the lock itself is what counts.
                let _ = (&mut file).take(100).read_to_string(&mut holder);
                let holder = holder.trim();
                Ok(Held::By(
                    if holder.is_empty() {
                        "another process"
                    } else {
                        holder
                    }
                    .to_owned(),
                ))
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("newsfold.lock");
        let first = FetchLock::take(&path).expect("usable");
        assert!(matches!(first, Held::Ours(_)));
        match FetchLock::take(&path).expect("usable") {
            Held::By(holder) => assert_eq!(holder, format!("process {}", std::process::id())),
            Held::Ours(_) => panic!("two holders"),
        }
        drop(first);
        assert!(matches!(
            FetchLock::take(&path).expect("usable"),
            Held::Ours(_)
        ));
    }
}
