//! newsfold folds the articles of one event into one story and shows them in a terminal.
//!
//! Data flows one way, and so do dependencies:
//!
//! ```text
//! address → worker → ingest → store → stories → store ─ message → app (state) → ui → screen
//! key → runtime → action → app::update → new state (drawn at once) + effects → runtime → message → app …
//! ```
//!
//! - `model`: the nouns and their ids; no input or output.
//! - `text`: language, words, sentences, names, figures, quotes, shingles; pure.
//! - `query`: the query language: parse and match; pure.
//! - `config`: directories, `config.toml`, `feeds.toml`, key map, theme.
//! - `ingest`: bytes → articles, HTML → `Document`, OPML; cleaning; pure.
//! - `compare`: what is new in an article, figures, names and quotes side by side; pure.
//! - `stories`: articles → stories, copies, origins, lead, rank; pure and deterministic.
//! - `layout`: `Document` × width → lines; pure.
//! - `export`: a whole story in one document: Markdown, HTML, text, JSON; pure.
//! - `store`: the SQLite cache: schema, migrations, one file of queries per noun.
//! - `worker`: the only network client: schedule, HTTP, back-off; fetch → ingest → store → stories.
//! - `demo`: the loopback server with the sample day.
//! - `app`: `State`, `Msg`, `Effect`, `update`; no terminal, clock, SQL or network.
//! - `ui`: drawing only, one file per pane.
//! - `runtime`: the terminal, the loop, effects, browser, log.
//! - `cli`: the commands.
//!
//! `tests/it/layers.rs` holds the table of who may name whom.

mod app;
mod cli;
mod compare;
mod config;
mod demo;
mod export;
mod ingest;
mod layout;
mod model;
mod query;
mod runtime;
mod store;
mod stories;
mod text;
mod ui;
mod worker;

pub use cli::run;

/// The pure inner parts, open to benchmarks and fuzzing only; no part of the public interface.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals {
    pub use crate::cli::{Line, account, drafts, read_lines};
    pub use crate::compare::{
        Account, Comparison, Known, Novelty, Side, TokenKind, casing, citations, facts, novelty,
    };
    pub use crate::ingest::{
        About, FeedContext, IngestError, Page, ParsedFeed, Repeated, address_key, canonical_url,
        document, extract, find_feeds, is_guarded, known_site, likely_feeds, parse_date,
        parse_feed, parse_file, plain_text, publisher_of, read_feed_list, readable, references,
        write_opml,
    };
    pub use crate::layout::{Options, lay_out};
    pub use crate::model::{ArticleId, Kind, NewArticle, StoryId, Timestamp};
    pub use crate::query::{parse as parse_query, parse_typed};
    pub use crate::store::{
        Fetch, FetchOutcome, FetchedDocument, Grouped, Indexed, Item, ListedFeed, Reader, Sort,
        StoreError, StoredPlacement, StoredRound, StorySummary, Writer,
    };
    pub use crate::stories::{Draft, Grouper, Input, Placement, group_stream_with};
    pub use crate::text::{
        Figure, Language, LanguageGuess, Unit, WordKind, figures, fold, hash_word, sentences, words,
    };
}
