//! An article as a feed gave it, cleaned: before it is stored and after.

use serde::{Deserialize, Serialize};

use super::{ArticleId, FeedId, StoryId, Timestamp};

/// What sort of text an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A report or column of its own.
    #[default]
    Article,
    /// Only a title and a line or two.
    Snippet,
    /// An aggregator's text about somebody else's report.
    Commentary,
    /// Several events in one item: round-ups, briefings, quizzes.
    Brief,
    /// A page that is rewritten as an event goes on.
    Live,
}

impl Kind {
    /// The word used in JSON and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Snippet => "snippet",
            Self::Commentary => "commentary",
            Self::Brief => "brief",
            Self::Live => "live",
        }
    }
}

/// A file that goes with an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Media type as the feed states it.
    pub media_type: Option<String>,
    /// Size in bytes as the feed states it.
    pub bytes: Option<i64>,
    /// How many seconds it runs, as the feed states it.
    #[serde(default)]
    pub duration: Option<u32>,
}

/// What opens an enclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnclosureKind {
    /// A player.
    Audio,
    /// A player with a picture.
    Video,
    /// A picture viewer.
    Image,
    /// A viewer of documents.
    Pdf,
    /// The browser.
    Other,
}

impl EnclosureKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Image => "image",
            Self::Pdf => "PDF",
            Self::Other => "file",
        }
    }
}

impl Enclosure {
    /// What it is: by the media type that the feed states, else by how its address ends.
    pub fn kind(&self) -> EnclosureKind {
        let stated = self.media_type.as_deref().unwrap_or_default();
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        let ending = path
            .rsplit('/')
            .next()
            .and_then(|name| name.rsplit_once('.'));
        let ending = ending.map(|(_, ending)| ending.to_ascii_lowercase());
        match (stated.split('/').next(), ending.as_deref()) {
            (Some("audio"), _) => EnclosureKind::Audio,
            (Some("video"), _) => EnclosureKind::Video,
            (Some("image"), _) => EnclosureKind::Image,
            _ if stated.starts_with("application/pdf") => EnclosureKind::Pdf,
            (_, Some("mp3" | "m4a" | "ogg" | "oga" | "opus" | "flac" | "wav" | "aac")) => {
                EnclosureKind::Audio
            }
            (_, Some("mp4" | "m4v" | "webm" | "mkv" | "mov" | "avi" | "m3u8")) => {
                EnclosureKind::Video
            }
            (_, Some("jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg")) => {
                EnclosureKind::Image
            }
            (_, Some("pdf")) => EnclosureKind::Pdf,
            _ => EnclosureKind::Other,
        }
    }
}

/// One item of a feed, cleaned, not yet stored. Every string is free of control characters.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewArticle {
    /// The item's identity within its feed: the guid, else the canonical address, else a hash.
    pub guid: String,
    /// Hash of the item's raw bytes without what changes by itself (view counters); an item whose
    /// hash is known needs no parsing.
    pub raw_hash: i64,
    /// Headline without publisher suffix; made from the first words where the feed gives none.
    pub title: String,
    /// The feed gives no headline: `title` is made from the text.
    pub derived_title: bool,
    /// Publisher named by the item itself (`<source>` or title suffix).
    pub source: Option<String>,
    /// Address of that publisher, where the item names it.
    pub source_url: Option<String>,
    /// Name of the aggregator that carried it.
    pub via: Option<String>,
    /// Address to open: the original as far as the feed tells it.
    pub url: Option<String>,
    /// `url` without what does not identify the article; the identity across feeds.
    pub canonical: Option<String>,
    /// Address of a discussion about it.
    pub comments: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, as the feed states it; the clock is not corrected yet.
    pub published: Option<Timestamp>,
    /// When it was last changed, as the feed states it.
    pub updated: Option<Timestamp>,
    /// Language tag of item or feed.
    pub lang: Option<String>,
    /// What sort of text it is.
    pub kind: Kind,
    /// One or two lines of plain text for lists.
    pub summary: String,
    /// The body as HTML, as the feed gave it; may be empty.
    pub html: String,
    /// The body as plain text for words, grouping and search; never displayed.
    pub text: String,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// Sections and subjects that its publisher files it under.
    pub tags: Vec<String>,
}

/// A stored article, with its body: what the reader pane and `show` need.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleText {
    /// Its id.
    pub id: ArticleId,
    /// The feed it was first seen in.
    pub feed: FeedId,
    /// The story it is in.
    pub story: StoryId,
    /// Headline.
    pub title: String,
    /// The feed gives no headline: `title` is made from the text.
    pub derived_title: bool,
    /// Publisher.
    pub source: String,
    /// Aggregator that carried it.
    pub via: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Address of the original.
    pub url: Option<String>,
    /// Address of a discussion about it.
    pub comments: Option<String>,
    /// Article time: never later than first seen.
    pub published: Timestamp,
    /// When it was last changed, if the feed says so.
    pub updated: Option<Timestamp>,
    /// When it was first seen here.
    pub first_seen: Timestamp,
    /// Language tag.
    pub lang: Option<String>,
    /// What sort of text it is.
    pub kind: Kind,
    /// Marked read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// Its text changed after it was read.
    pub changed: bool,
    /// How many earlier texts of it are kept.
    pub revisions: u32,
    /// The line or two that lists show of it; empty if the feed gives nothing.
    pub summary: String,
    /// The body as HTML.
    pub html: String,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// Sections and subjects that its publisher files it under.
    pub tags: Vec<String>,
    /// Tags that the reader, or a rule, gave it.
    pub own_tags: Vec<String>,
}

/// Tags of an article; publishers that give more fill a field for machines.
const TAGS: usize = 16;

/// Adds a section or subject to the tags of an article, unless it is there in other letters or
/// there are enough.
pub fn add_tag(tags: &mut Vec<String>, tag: &str) {
    let folded = tag.to_lowercase();
    let known = tags.iter().any(|other| other.to_lowercase() == folded);
    if !tag.is_empty() && !known && tags.len() < TAGS {
        tags.push(tag.to_owned());
    }
}
