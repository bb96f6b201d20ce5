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
mod fetcher;
mod group;
mod guard;
mod hosts;
mod index;
mod local;
mod lock;
mod manners;
mod moment;
mod moving;
mod options;
mod page;
mod parse;
mod picture;
mod publisher;
mod refresh;
mod regroup;
mod report;
mod resolve;
mod room;
mod rules;
mod schedule;
mod secrets;
mod source;
#[cfg(test)]
mod tests;
mod under_way;

pub use client::Client;
pub use command::end_commands;
pub use discover::{Discoveries, Discovery, Looking, discover, try_feed};
pub use error::{FetchError, WorkerError};
pub use group::{nearest, summarise};
pub use index::index_step;
pub use lock::{FetchLock, Held};
pub use manners::Turns;
pub use options::{FeedOptions, ForFeed};
pub use page::{PageNews, PageOutcome, Pages, Unread, fetch_pages, read_address};
pub use picture::fetch_picture;
pub use refresh::{Refresh, Which, refresh};
pub use regroup::{Regroup, Regrouping};
#[cfg(test)]
pub use report::WaitingHost;
pub use report::{FeedMove, Progress, Report, TextCounts};
pub use resolve::resolve;
pub use rules::{RuleSet, apply_rules, count_rules, mute_by, set_muted};
pub use source::FeedCommands;
pub use under_way::UnderWay;
