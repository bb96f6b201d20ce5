//! The shown article with what is new in it marked: which marks are wanted, and the lines of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::app::State;
use crate::compare::{Comparison, marked, only_new, stands_in};
use crate::layout::{Layout, Options, lay_out};
use crate::model::{ArticleId, Document};

/// How much is made of what is new to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NewMarks {
    /// It is marked in the text.
    #[default]
    On,
    /// Only the sentences with it are shown.
    Only,
    /// Nothing.
    Off,
}

impl NewMarks {
    /// What the key leads to.
    pub fn next(self) -> Self {
        match self {
            Self::On => Self::Only,
            Self::Only => Self::Off,
            Self::Off => Self::On,
        }
    }
}

/// What is marked in the lines of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Marking {
    /// What says what is new.
    pub comparison: Arc<Comparison>,
    /// Nothing else is shown.
    pub only: bool,
}

impl Marking {
    /// Whether lines with one of two are those with the other.
    pub fn is_same(one: Option<&Self>, other: Option<&Self>) -> bool {
        match (one, other) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                one.only == other.only && Arc::ptr_eq(&one.comparison, &other.comparison)
            }
            _ => false,
        }
    }
}

/// The lines of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// They.
    pub layout: Arc<Layout>,
    /// Where they are those of the new sentences alone: what they are of.
    pub only: Option<OnlyLines>,
}

/// What lines of new sentences were taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyLines {
    /// For each of their blocks the one of the whole article.
    pub blocks: Vec<usize>,
    /// Words in them.
    pub words: u32,
    /// The lines of the whole article.
    pub whole: Arc<Layout>,
}

/// Lays an article out with what is new in it marked, or alone; what is marked in no line of it is
/// laid out as it is.
pub fn lay_out_marked(
    document: &Document,
    article: ArticleId,
    marking: Option<&Marking>,
    width: usize,
    options: Options,
) -> Lines {
    let lines = |document: &Document| Arc::new(lay_out(document, width, options));
    let compared = marking.and_then(|marking| marking.comparison.article(article));
    let novelty = compared.and_then(|compared| Some((compared, compared.novelty.as_ref()?)));
    let Some((marking, (compared, novelty))) = marking.zip(novelty) else {
        return Lines {
            layout: lines(document),
            only: None,
        };
    };
    if marking.only {
        let new = only_new(document, &compared.account, novelty);
        if !new.blocks.is_empty() {
            let layout = lines(&new.document);
            let only = OnlyLines {
                words: new.document.words,
                blocks: new.blocks,
                whole: lines(document),
            };
            return Lines {
                layout,
                only: Some(only),
            };
        }
    }
    Lines {
        layout: lines(&marked(document, &compared.account, novelty)),
        only: None,
    }
}

impl State {
    /// What is to be marked in the shown article.
    pub(super) fn wanted_marking(&self) -> Option<Marking> {
        let shown = self.reader.shown.as_ref()?;
        if self.reader.wanted.is_some() {
            // It will be gone in a moment.
            return shown.marking.clone();
        }
        if shown.as_sent || self.new_marks == NewMarks::Off {
            return None;
        }
        let compared = self.compared()?.article(shown.text.id)?;
        let (_, comparison) = self.comparison.as_ref()?;
        let novelty = compared.novelty.as_ref()?;
        let is_new = !novelty.sentences.is_empty();
        (is_new || !novelty.repeated.is_empty()).then(|| Marking {
            comparison: comparison.clone(),
            only: self.new_marks == NewMarks::Only && is_new,
        })
    }

    /// The shown text is the one that was compared, so that what is new can be marked in it.
    pub(super) fn shows_what_was_compared(&self) -> bool {
        let (Some(shown), Some(comparison)) = (&self.reader.shown, self.compared()) else {
            return false;
        };
        let compared = comparison.article(shown.text.id);
        let novelty = compared.and_then(|compared| Some((compared, compared.novelty.as_ref()?)));
        novelty.is_some_and(|(compared, novelty)| {
            stands_in(&shown.document, &compared.account, novelty)
        })
    }
}
