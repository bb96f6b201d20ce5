//! A whole story in one document, side by side: its sources with times and links, a brief, figures,
//! names and quotes against the sources, the timeline, whom it cites, and the articles themselves.
//! What is told is worked out once ([`Telling`]); each form has one writer. Pure.
//!
//! This is a folder of its own because its two users, files saved from the screen and the command
//! line, have only this below them, and because it needs what `compare` must not know: how text is
//! laid out and escaped.

mod bundle;
mod facts;
mod html;
mod links;
mod markdown;
mod tables;
mod telling;
#[cfg(test)]
mod tests;
mod text;
mod timeline;

pub use bundle::{DecisionJson, StoryJson, counts, decisions_json};
pub use tables::{Tables, Told};

use crate::{
    compare::Comparison,
    model::{ArticleId, ArticleText, Document, Member, MemberReason, NotSeen, StoryRow, Timestamp},
};
use telling::Telling;

/// Everything that is known of a story.
#[derive(Debug)]
pub struct WholeStory {
    /// Its row.
    pub row: StoryRow,
    /// Its members, in the order of the sources panel.
    pub members: Vec<Member>,
    /// Why each stands there, and what grouping noted of it.
    pub reasons: Vec<(MemberReason, Option<serde_json::Value>)>,
    /// The same in words.
    pub why: Vec<Why>,
    /// The older story of the same affair.
    pub earlier: Option<StoryRow>,
    /// What the articles say side by side.
    pub comparison: Comparison,
    /// When the texts of members were changed, and what that brought.
    pub updates: Vec<(ArticleId, Vec<(Timestamp, String)>)>,
    /// Who has not had it.
    pub not_seen: Option<NotSeen>,
    /// What each member says, in their order.
    pub texts: Vec<ReadText>,
}

/// Why an article stands in its story, in words.
#[derive(Debug)]
pub struct Why {
    /// Which article, or what the reader decided about the story.
    pub about: String,
    /// What is to be said of it.
    pub lines: Vec<String>,
}

/// An article with what it says.
#[derive(Debug)]
pub struct ReadText {
    /// The article.
    pub article: ArticleText,
    /// What it says.
    pub document: Document,
    /// That is the text of its page, and not the feed's own.
    pub is_full: bool,
}

/// In which form a story is written for people; as JSON it is serialized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryForm {
    /// Lines of so many cells.
    Text(usize),
    /// Markdown.
    Markdown,
    /// A whole HTML document that needs nothing from elsewhere.
    Html,
}

impl WholeStory {
    /// The story as a document.
    pub fn written(&self, form: StoryForm) -> String {
        let telling = Telling::new(self);
        match form {
            StoryForm::Text(width) => text::write(&telling, width),
            StoryForm::Markdown => markdown::write(&telling),
            StoryForm::Html => html::write(&telling),
        }
    }
}
