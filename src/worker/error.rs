//! Why a fetch, or a whole refresh, failed.

use std::{io, path::PathBuf, time::Duration};

use crate::{model::FetchErrorKind, store::StoreError};

/// Why one feed could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FetchError {
    /// What sort of failure.
    pub kind: FetchErrorKind,
    /// One sentence.
    pub message: String,
    /// When the server asks to be left alone until.
    pub retry_after: Option<Duration>,
    /// The server says that the feed is gone for good.
    pub gone: bool,
}

impl FetchError {
    /// A failure of the given kind, told in one sentence.
    pub fn new(kind: FetchErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            retry_after: None,
            gone: false,
        }
    }

    /// What `reqwest` says, sorted by what the reader can do about it.
    pub fn from_reqwest(error: &reqwest::Error, url: &reqwest::Url) -> Self {
        let host = url.host_str().unwrap_or("the host");
        let causes = causes(error);
        let says = |word: &str| {
            causes
                .iter()
                .any(|cause| cause.to_lowercase().contains(word))
        };
        let (kind, message) = if error.is_timeout() {
            (
                FetchErrorKind::Timeout,
                format!("{host} did not answer in time."),
            )
        } else if says("dns") || says("lookup address") {
            (
                FetchErrorKind::Dns,
                format!("The name {host} has no address."),
            )
        } else if says("certificate") || says("tls") || says("handshake") {
            (
                FetchErrorKind::Tls,
                format!(
                    "No trusted encrypted connection to {host}: {}.",
                    last(&causes)
                ),
            )
        } else if error.is_connect() {
            (
                FetchErrorKind::Connect,
                format!("No connection to {host}: {}.", last(&causes)),
            )
        } else {
            (
                FetchErrorKind::Http,
                format!("The answer of {host} broke off: {}.", last(&causes)),
            )
        };
        Self::new(kind, message)
    }
}

fn causes(error: &reqwest::Error) -> Vec<String> {
    let mut causes = vec![error.to_string()];
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    causes
}

/// The innermost cause says most.
fn last(causes: &[String]) -> String {
    let text = causes.last().map_or("", String::as_str);
    text.split(" (os error")
        .next()
        .unwrap_or(text)
        .trim_end_matches('.')
        .to_owned()
}

/// Why nothing could be fetched at all.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The cache does not work.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The network client cannot be made.
    #[error("The network client cannot start: {0}")]
    Client(String),
    /// The lock file cannot be used.
    #[error("Cannot lock {}: {source}", path.display())]
    Lock {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A thread of the worker ended early.
    #[error("The feed worker stopped early")]
    Stopped,
}
