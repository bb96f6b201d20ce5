//! The nouns of the program and their ids. Nothing here reads, writes, waits or draws.
//!
//! A *feed* is an address that is polled. An *article* is one item, once. A *source* is the
//! publisher behind an article. A *story* is all articles about one event; its *lead* stands for
//! it, a *copy* is near-verbatim text of another member, an *origin* is independent reporting.

mod action;
mod address;
mod article;
mod coverage;
mod decision;
mod document;
mod feed;
mod hash;
mod host;
mod ids;
mod kept_brief;
mod ledger;
mod letters;
mod marked;
mod notice;
mod notification;
mod page;
mod picture;
mod reason;
mod story;
mod time;
mod view;

pub use action::{Action, Area};
pub use address::hides_original;
pub use article::{
    ArticleText, Enclosure, EnclosureKind, Kind, NewArticle, WORDS_A_MINUTE, add_tag, minutes,
};
pub use coverage::{NotSeen, QuietFeed};
pub use decision::{Move, Regrouped, StoredDecision, Wish};
pub use document::{Block, CitedWork, Document, Inline, Link, LinkId, Style};
pub use feed::{FeedOrigin, FeedState, FeedSummary, FetchErrorKind, Occasion};
pub use hash::stable_hash;
pub use host::{FeedHost, is_localhost, shown_address};
pub use ids::{ArticleId, DecisionId, FeedId, ParseIdError, StoryId};
pub use kept_brief::{KeptBrief, KeptSentence};
pub use ledger::{DueReason, FeedLedger, FetchCause, HostLedger, Ledger, Moved, Moving};
pub use letters::{controls_text, plain_line};
pub use marked::Marked;
pub use notice::{Level, Notice};
pub use notification::{Notification, NotifiedArticle};
pub use page::{ArticlePage, Barrier, FullText, NoFullText};
pub use picture::{Graphics, Picture, PictureCell, Rgb};
pub use reason::{CopyNote, DecisionNote, Entry, Joined, MemberReason, Tie};
pub use story::{Member, StoryRow, copied_share};
pub use time::Timestamp;
pub use view::{ListedRows, RowId, Sort, View};
