//! Articles → stories: pure and deterministic; a story keeps its id as it grows.
//!
//! A *story* is all articles about one event. A refresh's articles are placed together, batch by
//! batch, the best pair first; the method is lexical: words weighed by rarity, names, numbers,
//! time. [`Draft`] is the costly, stateless part of it, [`Grouper`] the state. Nothing here reads
//! the clock, and no result depends on the order of rows or hashes.

mod article;
mod batch;
mod breadth;
#[cfg(test)]
mod cases;
mod codec;
mod copies;
mod decisions;
mod draft;
mod furniture;
mod grouper;
mod index;
#[cfg(test)]
mod languages;
mod lead;
mod newsless;
mod phrases;
mod pool;
#[cfg(test)]
mod properties;
mod quotes;
mod rarity;
mod reading;
mod score;
mod series;
mod settings;
mod story;
mod stream;
mod ties;
mod titles;
mod weigh;

pub use decisions::Decision;
pub use draft::{Draft, Input};
pub use grouper::{Grouper, Merge, Outcome, Placement, Reason, Remembered};
pub use lead::{LeadCandidate, OriginMember, choose_lead, origins, rank};
pub use rarity::build_rarities;
pub use stream::group_stream;
#[cfg(feature = "internals")]
pub use stream::group_stream_with;
pub use titles::headline;

use settings::Settings;
