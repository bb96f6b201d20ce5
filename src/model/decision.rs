//! What the reader decides about stories: articles that belong together, and articles that do not.

use super::{ArticleId, DecisionId, StoryId, Timestamp};

/// What the reader wants done about which articles make a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The article leaves its story and becomes a story of its own.
    Separate(ArticleId),
    /// Every member of the story becomes a story of its own.
    Dissolve(StoryId),
    /// The two stories become one, under the older id.
    Merge(StoryId, StoryId),
}

/// A wish that was carried out, with all that it takes to take it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regrouped {
    /// What was wanted.
    pub wish: Wish,
    /// The decision that was noted.
    pub decision: DecisionId,
    /// Its sides, which hold when it is made again, whatever else is in their stories then.
    pub sides: Vec<Vec<ArticleId>>,
    /// The articles that stood for the stories it touched, before it did.
    pub leads: Vec<(StoryId, ArticleId)>,
    /// Which articles changed their story.
    pub moves: Vec<Move>,
}

/// An article that went from one story to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The article.
    pub article: ArticleId,
    /// Where it was.
    pub from: StoryId,
    /// Where it is now.
    pub to: StoryId,
}

/// A decision of the reader's as the cache keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDecision {
    /// Its id; later ones are larger.
    pub id: DecisionId,
    /// When it was made.
    pub made: Timestamp,
    /// Articles on different sides share a story; else none of them do.
    pub together: bool,
    /// The sides; each has an article.
    pub sides: Vec<Vec<ArticleId>>,
}
