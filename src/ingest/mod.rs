//! Bytes from outside → clean articles and documents; pure.
//!
//! Everything that comes from a feed, a page or a feed list passes through here before anything
//! else sees it. What leaves is valid, free of control characters and bidi tricks, and bounded in
//! size; addresses are absolute and `http`, `https` or (in texts) `mailto`. Nothing here reads the
//! clock, a file or the network, and no input makes it panic.

mod address;
mod article;
mod body;
mod child;
mod clean;
mod coverage;
mod cut;
mod date;
mod decode;
mod discover;
mod document;
mod duration;
mod envelope;
mod error;
mod extract;
mod extras;
mod feed;
mod guard;
mod json;
mod kind;
mod links;
mod list;
mod markup;
mod mend;
mod next_page;
mod original;
mod publisher;
mod reader;
mod references;
mod repair;
mod sites;
mod strip;
mod tidy;
mod title;
mod unique;
mod what;

pub use address::canonical_url;
pub use body::body_html;
pub use clean::clean_line;
#[cfg(feature = "internals")]
pub use date::parse_date;
pub use discover::{FoundFeed, feed_format, find_feeds, likely_feeds};
pub use document::document;
pub use error::IngestError;
pub use extract::{Page, extract, other_version};
pub use feed::{FeedContext, ParsedFeed, parse_feed, parse_file};
pub use guard::{guarded, is_guarded};
pub use list::{
    ConfigLine, FeedList, ListedFeed, query_of_filter, read_feed_address, read_feed_list,
    read_newsboat_config, write_opml,
};
pub use next_page::{continue_with, next_page};
pub use original::{
    PageSays, asking_address, asks_consent, leads_out, question, read_answer, read_page,
};
pub use publisher::publisher_of;
pub use references::{address_key, own_text, references};
pub use sites::{KnownSite, known_site};
pub use strip::{GROUPED_TEXT, SEARCHED_TEXT, plain_text};
pub use tidy::{
    About, Readable, ReadableText, Repeated, readable, readable_page, readable_summary,
    readable_text,
};
