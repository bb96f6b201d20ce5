//! The full text of an article: what was found on its own page, or why nothing was.

use super::{ArticleId, Timestamp};

/// A full text with fewer than so many hundredths of the words of the feed's own text is not shown
/// unless the reader asks for it: then the feed has the whole text already.
const FAR_SHORTER: u64 = 75;

/// What keeps the reader from the whole text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Barrier {
    /// Subscribers alone read on.
    Paywall,
    /// Terms or cookies are to be agreed to first.
    Consent,
    /// Who reads must have an account.
    Login,
    /// A program in the page would have to run.
    Script,
}

impl Barrier {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Paywall, Self::Consent, Self::Login, Self::Script];

    /// The word used in JSON and in the cache.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paywall => "paywall",
            Self::Consent => "consent",
            Self::Login => "login",
            Self::Script => "script",
        }
    }

    /// The barrier of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|barrier| barrier.name() == name)
    }

    /// What the page shows instead of the article, as a sentence without its dot.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Paywall => "The page shows a paywall instead of the article",
            Self::Consent => "The page asks to agree to its terms instead of showing the article",
            Self::Login => "The page asks for a login instead of showing the article",
            Self::Script => "The page needs a browser: its article is put there by scripts",
        }
    }
}

/// The page of an article, as it was found last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlePage {
    /// Whose page.
    pub article: ArticleId,
    /// Where it was found, redirects followed.
    pub url: String,
    /// When.
    pub fetched: Timestamp,
    /// Its text, or why there is none.
    pub found: Result<FullText, NoFullText>,
}

/// The text of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullText {
    /// Headline of the page.
    pub title: String,
    /// Who wrote it, as the page says.
    pub byline: Option<String>,
    /// Its words.
    pub words: u32,
    /// What the page ends at, where it gives a part of the article alone.
    pub ends_at: Option<Barrier>,
    /// The article as plain HTML made anew; nothing of the page's own markup is in it.
    pub html: String,
}

impl FullText {
    /// Whether it is shown where the reader has not chosen, beside a text of the feed's with so
    /// many words.
    pub fn is_better_than(&self, feed_words: u32) -> bool {
        u64::from(self.words) * 100 >= u64::from(feed_words) * FAR_SHORTER
    }
}

/// Why a page has no text to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoFullText {
    /// What stands before the article; `None` if it is something else.
    pub barrier: Option<Barrier>,
    /// What happened, in a sentence without its dot.
    pub message: String,
    /// What the reader can do, without a dot too.
    pub hint: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_barrier() {
        for barrier in Barrier::ALL {
            assert_eq!(Barrier::from_name(barrier.name()), Some(barrier));
        }
        assert_eq!(Barrier::from_name("moat"), None);
    }

    #[test]
    fn a_full_text_far_shorter_than_the_feeds_own_is_not_the_better_one() {
        let of_words = |words| FullText {
            ends_at: None,
            title: String::new(),
            byline: None,
            words,
            html: String::new(),
        };
        assert!(of_words(900).is_better_than(40));
        assert!(of_words(760).is_better_than(1000), "less furniture");
        assert!(!of_words(300).is_better_than(1000));
    }
}
