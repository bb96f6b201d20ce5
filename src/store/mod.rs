//! The cache: one SQLite file, one writer, readers beside it.
//!
//! What can be fetched again is written fast; what the reader did is on disk when the call
//! returns. Nothing here reads the clock.

mod articles;
mod awaited;
mod body;
mod comparing;
mod connection;
mod coverage;
mod decisions;
mod error;
mod facts;
mod feeds;
mod fetches;
mod filter;
mod functions;
mod grouping;
mod health;
mod hosts;
mod identity;
mod items;
mod ledger;
mod lists;
mod marks;
mod moving;
mod newsboat;
mod pages;
mod reasons;
mod regrouping;
mod resolved;
mod retention;
mod rules;
mod search;
mod settings;
mod stories;
mod thread;
mod transfer;

#[cfg(test)]
mod tests;

pub use crate::model::{Sort, View};
pub use awaited::{AwaitedMarks, Marks, add_tags};
pub use connection::{Reader, Writer};
pub use error::{StoreError, StoreErrorKind};
pub use facts::StoredFacts;
pub use feeds::{FeedToFetch, ListedFeed};
pub use fetches::{Failure, Fetch, FetchOutcome, FetchedDocument, HostNews, Item, Rhythm, Trail};
pub use grouping::{
    Grouped, PlacedArticle, StoredArticle, StoredPlacement, StoredRound, StorySummary, Summarise,
    SummaryMember,
};
pub use hosts::HostWait;
pub use lists::Listing;
pub use newsboat::{NewsboatArticle, read_newsboat_cache};
pub use pages::{Ahead, PageToFetch};
pub use regrouping::GroupedArticle;
pub use resolved::Original;
pub use rules::{Applied, Verdict};
pub use search::{Hit, Indexed, Unindexed};
pub use thread::WriterThread;
pub use transfer::{ArticleName, Imported};
