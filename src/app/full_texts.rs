//! Full texts as the screen knows them: which are on their way, which text of an article the reader
//! chose, and what is known of an article's page.

use crate::model::{ArticleId, Barrier};

/// Choices that are remembered.
const CHOICES: usize = 300;

/// Which text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// The feed's own.
    #[default]
    Feed,
    /// That of the article's page.
    Full,
}

impl Version {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Feed => Self::Full,
            Self::Full => Self::Feed,
        }
    }
}

/// What is known of the full text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageState {
    /// Nobody looked.
    #[default]
    Unknown,
    /// It is in the cache.
    There,
    /// The page had none, the last time somebody looked.
    Missing(Option<Barrier>),
}

/// Full texts that are on their way, and what the reader chose.
#[derive(Debug, Clone, Default)]
pub struct FullTexts {
    /// Asked for by key and on the way, in that order.
    asked: Vec<ArticleId>,
    /// Asked for by key while nothing could be reached.
    held: Vec<ArticleId>,
    /// On the way without having been asked for one by one.
    pub ahead: u32,
    /// The last chosen at the end.
    chosen: Vec<(ArticleId, Version)>,
}

impl FullTexts {
    /// How many are on the way.
    pub fn on_the_way(&self) -> u32 {
        let asked = u32::try_from(self.asked.len()).unwrap_or(u32::MAX);
        asked.saturating_add(self.ahead)
    }

    /// Whether the reader asked for one that is not there yet.
    pub fn are_asked_for(&self) -> bool {
        !self.asked.is_empty() || !self.held.is_empty()
    }

    /// Whether that of an article is on the way because the reader asked for it.
    pub fn is_on_the_way(&self, article: ArticleId) -> bool {
        self.asked.contains(&article)
    }

    /// Whether that of an article waits for a network.
    pub fn is_held(&self, article: ArticleId) -> bool {
        self.held.contains(&article)
    }

    /// Which text of an article the reader chose.
    pub fn chosen(&self, article: ArticleId) -> Option<Version> {
        let mut chosen = self.chosen.iter();
        chosen.find(|(id, _)| *id == article).map(|(_, v)| *v)
    }

    /// All choices, the last at the end.
    pub fn choices(&self) -> &[(ArticleId, Version)] {
        &self.chosen
    }

    pub(super) fn choose(&mut self, article: ArticleId, version: Version) {
        self.chosen.retain(|(id, _)| *id != article);
        self.chosen.push((article, version));
        if self.chosen.len() > CHOICES {
            self.chosen.remove(0);
        }
    }

    pub(super) fn ask(&mut self, article: ArticleId) {
        self.asked.push(article);
    }

    pub(super) fn hold(&mut self, article: ArticleId) {
        self.held.push(article);
    }

    /// Gives what waited for a network; it is on the way from now on.
    pub(super) fn release(&mut self) -> Vec<ArticleId> {
        let held = std::mem::take(&mut self.held);
        self.asked.extend(&held);
        held
    }

    /// Takes one off that is there or will not come; gives whether it was asked for.
    pub(super) fn settle(&mut self, article: ArticleId) -> bool {
        let before = self.asked.len();
        self.asked.retain(|other| *other != article);
        self.asked.len() < before
    }

    /// Gives up all; gives how many there were.
    pub(super) fn give_up(&mut self) -> u32 {
        let held = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
        let all = self.on_the_way().saturating_add(held);
        self.asked.clear();
        self.held.clear();
        self.ahead = 0;
        all
    }
}
