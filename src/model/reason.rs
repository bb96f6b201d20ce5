//! Why an article stands in its story, as it is told to the reader.

use serde::{Deserialize, Serialize};

use super::{ArticleId, StoryId, Timestamp};

/// A member of a story with what put it there.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberReason {
    /// The member.
    pub article: ArticleId,
    /// Its publisher.
    pub source: String,
    /// Its headline.
    pub title: String,
    /// How it came here.
    pub how: Entry,
    /// The member whose text it repeats.
    pub copy: Option<CopyNote>,
    /// What the reader decided about it, in the order it was decided.
    pub decisions: Vec<DecisionNote>,
}

/// How an article came into its story.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// It opened the story.
    Opened,
    /// It was found to belong to a member.
    Joined(Box<Joined>),
    /// The reader put it here.
    Placed,
    /// Another story became part of this one, or the stories were grouped anew.
    Regrouped,
    /// What it was compared with is in another story by now.
    Parted,
    /// Its feed takes no part in grouping.
    Ungrouped,
}

/// What ties two articles beyond their words, the stronger later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// Both link to one page of somebody else.
    Cited,
    /// Both quote the same words.
    Quoted,
    /// One links to the other.
    Linked,
    /// One's feed names the other's headline beside it, or both list the same page.
    Related,
}

/// What an article was found to have in common with its story.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// How well they fit.
    pub score: f32,
    /// How well they had to.
    pub needed: f32,
    /// Publisher and headline of the nearest member.
    pub with: (String, String),
    /// Shared words that are neither names nor numbers.
    pub words: Vec<String>,
    /// Shared names.
    pub names: Vec<String>,
    /// Shared numbers.
    pub numbers: Vec<String>,
    /// What ties the two beyond their words.
    pub tie: Option<Tie>,
    /// Time between the article and the story.
    pub seconds_apart: i64,
    /// The nearest story that was not chosen: its id, its headline if it is still there, its score.
    pub rival: Option<(StoryId, Option<String>, f32)>,
}

/// Whose text an article repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyNote {
    /// Publisher of the original.
    pub source: String,
    /// The share of the text that it repeats, 0 to 1.
    pub share: f32,
}

/// A decision of the reader's, from the side of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionNote {
    /// When it was made.
    pub made: Timestamp,
    /// It says that they belong together.
    pub together: bool,
    /// Headlines of the articles on other sides.
    pub others: Vec<String>,
}
