//! A story as lists show it, and its members.

use super::{ArticleId, Barrier, Kind, StoryId, Timestamp};

/// One row of the story list.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryRow {
    /// Its id, which never changes as the story grows.
    pub id: StoryId,
    /// Headline of the lead article.
    pub title: String,
    /// The feed gives no headline: `title` is made from the text.
    pub derived_title: bool,
    /// The article that stands for the story.
    pub lead: ArticleId,
    /// Publisher of the lead article.
    pub lead_source: String,
    /// Time of the oldest member.
    pub first_published: Timestamp,
    /// Time of the newest member.
    pub last_published: Timestamp,
    /// Members, copies included.
    pub articles: u32,
    /// Different publishers.
    pub sources: u32,
    /// Independent reports: members without copies of other members.
    pub origins: u32,
    /// Members not marked read.
    pub unread: u32,
    /// Members starred.
    pub starred: u32,
    /// Members changed since they were read.
    pub changed: u32,
    /// The reader follows it.
    pub followed: bool,
    /// It is folded away.
    pub muted: bool,
    /// Words of the lead article.
    pub words: u32,
    /// The most that an unread member has of names, figures and quotes that are new to the reader;
    /// `None` where nothing of it was seen.
    pub new_to_you: Option<u32>,
    /// Of a followed one the unread members that are no copies and have something new.
    pub news: u32,
    /// Tags that the reader, or a rule, gave its members.
    pub own_tags: Vec<String>,
}

impl StoryRow {
    /// Counts all members as read or unread; what is read is no longer changed since.
    pub fn mark(&mut self, read: bool) {
        self.unread = if read { 0 } else { self.articles };
        if read {
            self.changed = 0;
            self.new_to_you = None;
            self.news = 0;
        }
    }
}

/// One article of a story as the sources panel and `stories` show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its id.
    pub article: ArticleId,
    /// Headline.
    pub title: String,
    /// Publisher.
    pub source: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Aggregator that carried it.
    pub via: Option<String>,
    /// Address of the original.
    pub url: Option<String>,
    /// Address of a discussion about it.
    pub comments: Option<String>,
    /// Article time.
    pub published: Timestamp,
    /// When it was first seen here.
    pub first_seen: Timestamp,
    /// Marked read.
    pub read: bool,
    /// Its end was reached on the screen.
    pub seen: bool,
    /// Starred.
    pub starred: bool,
    /// Folded away, alone or with its story.
    pub muted: bool,
    /// Tags that the reader, or a rule, gave it.
    pub own_tags: Vec<String>,
    /// Its text changed after it was read.
    pub changed: bool,
    /// How many texts it has got since it was read.
    pub unread_texts: u32,
    /// How many earlier texts of it are kept.
    pub revisions: u32,
    /// When it was last read from.
    pub opened: Option<Timestamp>,
    /// What sort of text it is.
    pub kind: Kind,
    /// The member whose text it repeats.
    pub copy_of: Option<ArticleId>,
    /// Share of its text that repeats that one, 0 to 1.
    pub copied: f32,
    /// Words of its text.
    pub words: u32,
    /// Its language, as the feed or the text says.
    pub lang: Option<String>,
    /// What its page showed in the place of its text, or where that ended.
    pub barrier: Option<Barrier>,
    /// The publisher's summary, else how its text begins; empty if the feed gives nothing.
    pub summary: String,
}

impl Member {
    /// Whether what it says is known to the reader: it was seen to its end, and it is more than a
    /// line or two.
    pub fn is_known(&self) -> bool {
        self.seen && self.kind != Kind::Snippet
    }
}

/// "96 %": how much of a copy is copied; all of it only where nothing is missing.
pub fn copied_share(member: &Member) -> String {
    let most = if member.copied < 1.0 { 99.0 } else { 100.0 };
    let percent = (member.copied * 100.0).round().clamp(0.0, most);
    format!("{percent} %")
}
