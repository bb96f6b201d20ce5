//! What putting a mark on articles did, so that it can be taken back exactly.

use crate::model::ArticleId;

/// What a change of marks did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// Articles whose mark is another since.
    pub articles: Vec<ArticleId>,
    /// Articles whose text was noted as changed until they were marked read; most often they were
    /// read before.
    pub changes: Vec<ArticleId>,
}

impl Marked {
    /// A change that touched no note of a changed text.
    pub fn of(articles: Vec<ArticleId>) -> Self {
        Self {
            articles,
            changes: Vec::new(),
        }
    }

    /// Whether nothing is another.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.changes.is_empty()
    }

    /// All articles that are touched, each once.
    pub fn all(&self) -> Vec<ArticleId> {
        let mut all: Vec<ArticleId> = self.articles.iter().chain(&self.changes).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
