//! What the reader set for one feed.

use std::time::Duration;

use crate::{
    config::{Auth, Secret, TlsChoice},
    worker::FeedCommands,
};

/// What the reader set for one feed.
#[derive(Debug, Clone, Default)]
pub struct FeedOptions {
    /// Time between two fetches.
    pub interval: Option<Duration>,
    /// Headers to send.
    pub headers: Vec<String>,
    /// What the program calls itself.
    pub user_agent: Option<String>,
    /// The `Cookie` header.
    pub cookie: Option<Secret>,
    /// How the reader says who they are.
    pub auth: Option<Auth>,
    /// Address of a proxy, or "none".
    pub proxy: Option<Secret>,
    /// How encryption is checked.
    pub tls: TlsChoice,
    /// Takes no part in grouping.
    pub apart: bool,
    /// The full texts of its new articles are fetched from their pages.
    pub full_text: bool,
    /// The commands it comes from or goes through.
    pub commands: FeedCommands,
}

impl FeedOptions {
    /// Whether something is sent that is meant for one host alone.
    pub(super) fn has_secrets(&self) -> bool {
        !self.headers.is_empty() || self.cookie.is_some() || self.auth.is_some()
    }
}
