//! The only network client: what is due is fetched, read, stored and grouped.
//!
//! ```text
//! fetch (tokio) → bytes, capped → parse (threads) → bounded channel → one writer → stories
//! ```
//!
//! A feed that fails is remembered with its cause and asked again later; it delays no other.

mod client;
mod command;
mod decided;
mod discover;
mod error;
mod group;
mod hosts;
mod index;
mod local;
mod lock;
mod parse;
mod private;
mod publisher;
mod refresh;
mod regroup;
mod report;
mod schedule;
mod source;
#[cfg(test)]
mod tests;

pub use client::Client;
pub use discover::{Discoveries, Discovery, Looking, discover, try_feed};
pub use error::{FetchError, WorkerError};
pub use group::{nearest, summarise};
pub use index::index_step;
pub use lock::{FetchLock, Held};
pub use refresh::{FeedOptions, Refresh, Which, refresh};
pub use regroup::{Regroup, Regrouping};
pub use report::{Progress, Report};
pub use source::FeedCommands;
