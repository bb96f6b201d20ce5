//! Why there is no text: what a failed request means for a page, and what stands before an article.

use crate::{
    ingest::clean_line,
    model::{Barrier, FeedHost, FetchErrorKind, NoFullText},
    store::{HostWait, StoreError},
    worker::FetchError,
};

/// Why there is no text.
#[derive(Debug)]
pub enum Unread {
    /// The host is to be left alone.
    HostWaits(HostWait),
    /// The page, or asking for it, is to blame.
    Page {
        /// What happened.
        why: NoFullText,
        /// It will be the same the next time, as far as that can be told.
        lasting: bool,
    },
    /// Its feed has left the list: by which way out it was asked is not known any more.
    Unlisted,
    /// The cache is to blame.
    Store(StoreError),
}

impl Unread {
    pub(super) fn lasting(why: NoFullText) -> Self {
        Self::Page { why, lasting: true }
    }

    /// The same, for others who waited for the page; `None` where it says nothing of the page.
    pub(in crate::worker) fn shared(&self) -> Option<Self> {
        match self {
            Self::Page { why, lasting } => Some(Self::Page {
                why: why.clone(),
                lasting: *lasting,
            }),
            Self::HostWaits(_) | Self::Unlisted | Self::Store(_) => None,
        }
    }
}

impl From<StoreError> for Unread {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

pub(super) fn behind(barrier: Barrier) -> NoFullText {
    NoFullText {
        barrier: Some(barrier),
        message: barrier.sentence().to_owned(),
        hint: None,
    }
}

pub(super) fn empty() -> NoFullText {
    NoFullText {
        barrier: None,
        message: "The page has no text of its own".to_owned(),
        hint: None,
    }
}

/// What a failed request means for a page.
pub(super) fn unread(error: &FetchError, url: &str) -> Unread {
    use FetchErrorKind::{Connect, Dns, Timeout};
    let passing = matches!(error.kind, Dns | Connect | Timeout)
        || matches!(error.status, Some(408 | 429 | 500..));
    let host = FeedHost::of(url).map_or_else(String::new, |host| host.name);
    let (message, hint) = match error.status {
        Some(401 | 403 | 407) => (
            format!("{host} refuses this page"),
            Some("the browser may be let in"),
        ),
        Some(404 | 410) => (format!("{host} does not have this page any more"), None),
        Some(_) => (error.message.clone(), Some("later it may work")),
        None if passing => (error.message.clone(), Some("later it may work")),
        None => (error.message.clone(), error.hint),
    };
    Unread::Page {
        why: NoFullText {
            barrier: None,
            message: clean_line(message.trim_end_matches('.')),
            hint: hint.map(|hint| hint.trim_end_matches('.').to_owned()),
        },
        lasting: !passing,
    }
}
