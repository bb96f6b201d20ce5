//! What rules want the reader to be told.

/// What rules found in a refresh.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notification {
    /// How many articles.
    pub count: u32,
    /// The first of them.
    pub articles: Vec<NotifiedArticle>,
}

/// An article that the reader is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifiedArticle {
    /// Headline.
    pub title: String,
    /// Publisher.
    pub source: String,
    /// Address of the original; empty if there is none.
    pub url: String,
    /// The rule's name, or its query.
    pub rule: String,
}

impl Notification {
    /// Articles that are told one by one.
    const TOLD: usize = 5;

    /// Adds an article to what is told.
    pub fn add(&mut self, article: NotifiedArticle) {
        self.count = self.count.saturating_add(1);
        if self.articles.len() < Self::TOLD {
            self.articles.push(article);
        }
    }

    /// What is told in one line: the headline of the first, and how many more there are.
    pub fn line(&self) -> String {
        let title = self.articles.first().map_or("", |first| &first.title);
        match self.count {
            0 | 1 => title.to_owned(),
            count => format!("{title} (+{})", count - 1),
        }
    }
}
