//! Why a fetch, or a whole refresh, failed.

use std::{io, path::PathBuf};

use crate::{
    model::FetchErrorKind,
    store::StoreError,
    worker::{guard::PrivateAddress, moment::Moment},
};

/// Why one feed could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FetchError {
    /// What sort of failure.
    pub kind: FetchErrorKind,
    /// One sentence.
    pub message: String,
    /// What to do about it, in a sentence; `None` where the kind says all.
    pub hint: Option<&'static str>,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// When the server asks to be left alone until.
    pub retry_after: Option<Moment>,
    /// Whom it concerns.
    pub scope: Scope,
}

/// Whom a failure concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This feed alone.
    Feed,
    /// This feed, and its host if the next one fails so as well: no answer in time.
    Answer,
    /// Its host: it is busy, or cannot be reached.
    Host,
}

impl FetchError {
    /// A failure of the given kind, told in one sentence.
    pub fn new(kind: FetchErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
            status: None,
            retry_after: None,
            scope: match kind {
                FetchErrorKind::Dns | FetchErrorKind::Connect => Scope::Host,
                FetchErrorKind::Timeout => Scope::Answer,
                _ => Scope::Feed,
            },
        }
    }

    /// The same with what to do about it.
    pub fn with_hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    /// The same about a feed alone.
    pub(super) fn of_feed(self) -> Self {
        Self {
            scope: Scope::Feed,
            ..self
        }
    }

    /// An address that leads where the reader did not mean to go.
    pub(super) fn private(host: &str) -> Self {
        let message =
            format!("{host} is in a private network, and the feed list does not name it.");
        Self::new(FetchErrorKind::Connect, message)
            .of_feed()
            .with_hint("If you mean to go there, put its own address on the list.")
    }

    /// What `reqwest` says, sorted by what the reader can do about it.
    pub fn from_reqwest(error: &reqwest::Error, url: &reqwest::Url) -> Self {
        let host = url.host_str().unwrap_or("the host");
        if is_private(error) {
            return Self::private(host);
        }
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
        let error_of_feed = Self::new(kind, message);
        match (kind, error.is_connect()) {
            (FetchErrorKind::Timeout, true) => Self {
                scope: Scope::Host,
                ..error_of_feed
            },
            _ => error_of_feed,
        }
    }
}

fn is_private(error: &reqwest::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<PrivateAddress>() {
            return true;
        }
        source = cause.source();
    }
    false
}

/// What is said from the outside in; the outermost would name the address, which may hold a
/// password.
fn causes(error: &reqwest::Error) -> Vec<String> {
    let mut causes = Vec::new();
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
