//! What a list shows, in which order, and what its rows stand for.

use serde::{Deserialize, Serialize};

use super::{ArticleId, FeedId, StoryId};

/// Which stories, or articles, are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// All but what is muted.
    #[default]
    All,
    /// Those with an article not marked read.
    Unread,
    /// Those with a starred article.
    Starred,
    /// Those that the reader follows.
    Followed,
    /// Those that are folded away.
    Muted,
    /// What was read from, the last first.
    History,
    /// What a feed carries.
    Feed(FeedId),
    /// What has a tag: of the reader's, of the feed's or of the publisher's.
    Tag(String),
    /// What a saved query of that name finds.
    Saved(String),
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Day by day, within a day by how many independently report it, how new it is, and how rarely
    /// its sources speak.
    #[default]
    Top,
    /// The newest first.
    New,
    /// The most sources first.
    Sources,
    /// The most unread first.
    Unread,
    /// The shortest first.
    Length,
    /// By the name of the source.
    Feed,
    /// By headline.
    Title,
}

impl Sort {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Top,
        Self::New,
        Self::Sources,
        Self::Unread,
        Self::Length,
        Self::Feed,
        Self::Title,
    ];

    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Top => "top",
            Self::New => "new",
            Self::Sources => "sources",
            Self::Unread => "unread",
            Self::Length => "length",
            Self::Feed => "feed",
            Self::Title => "title",
        }
    }

    /// What it does, in a few words.
    pub fn help(self) -> &'static str {
        match self {
            Self::Top => "day by day, the weightiest first",
            Self::New => "the newest first",
            Self::Sources => "the most sources first",
            Self::Unread => "the most unread first",
            Self::Length => "the shortest first",
            Self::Feed => "by the name of the source",
            Self::Title => "by headline",
        }
    }

    /// The order of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

/// What a row of a list stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowId {
    /// A story.
    Story(StoryId),
    /// An article, in a list of articles.
    Article(ArticleId),
}

/// The rows of a list, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListedRows {
    /// The story of each row.
    pub stories: Vec<StoryId>,
    /// The article of each row; empty in a list of stories.
    pub articles: Vec<ArticleId>,
    /// Whether each row is unread; as long as the rest.
    pub unread: Vec<bool>,
}

impl ListedRows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// What the row at an index stands for.
    pub fn id(&self, index: usize) -> Option<RowId> {
        match self.articles.get(index) {
            Some(article) => Some(RowId::Article(*article)),
            None => self.stories.get(index).map(|story| RowId::Story(*story)),
        }
    }

    /// What each row stands for.
    pub fn ids(&self) -> impl Iterator<Item = RowId> + '_ {
        (0..self.len()).filter_map(|index| self.id(index))
    }

    /// Where a row stands.
    pub fn position(&self, row: RowId) -> Option<usize> {
        match row {
            RowId::Story(_) if !self.articles.is_empty() => None,
            RowId::Story(story) => self.stories.iter().position(|id| *id == story),
            RowId::Article(article) => self.articles.iter().position(|id| *id == article),
        }
    }

    /// Whether these rows are the first of others.
    pub fn begin(&self, others: &Self) -> bool {
        others.stories.starts_with(&self.stories) && others.articles.starts_with(&self.articles)
    }

    /// Puts a row at an index.
    pub fn insert(&mut self, at: usize, row: RowId, story: StoryId, unread: bool) {
        self.stories.insert(at, story);
        if let RowId::Article(article) = row {
            self.articles.insert(at, article);
        }
        self.unread.insert(at, unread);
    }

    /// Takes the row at an index out.
    pub fn remove(&mut self, at: usize) {
        self.stories.remove(at);
        if at < self.articles.len() {
            self.articles.remove(at);
        }
        self.unread.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_what_it_stands_for() {
        let rows = ListedRows {
            stories: vec![StoryId(1), StoryId(1), StoryId(2)],
            articles: vec![ArticleId(10), ArticleId(11), ArticleId(12)],
            unread: vec![true, false, true],
        };
        assert_eq!(rows.position(RowId::Article(ArticleId(12))), Some(2));
        assert_eq!(rows.position(RowId::Story(StoryId(2))), None);
    }

    #[test]
    fn a_sort_is_found_by_its_name() {
        for sort in Sort::ALL {
            assert_eq!(Sort::from_name(sort.name()), Some(sort));
        }
    }
}
