//! The texts that an article had: when each was there, what changed from one to the next, and which
//! of them the reader has read.

use super::Change;
use crate::model::{ArticleId, Timestamp};

/// What is known of how far the reader knows the texts of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ReadText {
    /// How many texts the article has got since it was read; 0 where none, or where that is not
    /// known.
    pub since: u32,
    /// When it was last read from.
    pub at: Option<Timestamp>,
}

/// The texts of an article, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct TextHistory {
    /// Whose.
    pub article: ArticleId,
    /// How many earlier texts there are, those before the first one here, too.
    pub revisions: u32,
    /// When each text was first seen; the last one is there still.
    pub texts: Vec<Timestamp>,
    /// What changed from each text to the next.
    pub steps: Vec<Change>,
    /// The text that the reader has read, by its place; `None` where that is not known.
    pub read: Option<usize>,
    /// When the reader read it.
    pub read_at: Option<Timestamp>,
    /// What changed from the text read to the newest, where more than one step lies between.
    pub missed: Option<Change>,
}

impl TextHistory {
    /// The newest text, by its place.
    pub fn newest(&self) -> usize {
        self.texts.len().saturating_sub(1)
    }

    /// What changed up to the newest text: since the one that was read, where that is known.
    pub fn latest(&self) -> Option<&Change> {
        self.missed.as_ref().or(self.steps.last())
    }

    /// When each text followed another, and what changed with it.
    pub fn changes(&self) -> impl Iterator<Item = (Timestamp, &Change)> {
        self.texts.iter().skip(1).copied().zip(&self.steps)
    }

    /// When the text was changed, and what that brought.
    pub fn updates(&self) -> Vec<(Timestamp, String)> {
        let changes = self.changes();
        changes.map(|(at, change)| (at, change.summary())).collect()
    }

    /// The reader has not read the newest text, but an earlier one.
    pub fn is_unseen(&self) -> bool {
        self.read.is_some_and(|read| read < self.newest())
    }
}

/// The text that the reader has read and when, of texts that were first seen at these times; the
/// time only where the text is sure to have been there.
pub fn text_read(texts: &[Timestamp], known: ReadText) -> (Option<usize>, Option<Timestamp>) {
    let newest = texts.len().saturating_sub(1);
    let at_that_time = |at: Timestamp| texts.iter().rposition(|since| *since <= at);
    let read = match (known.since, known.at) {
        (0, None) => return (None, None),
        (0, Some(at)) => at_that_time(at),
        // The mark knows best: who has only begun to read a changed text has not read it.
        (since, _) => Some(newest.saturating_sub(usize::try_from(since).unwrap_or(newest))),
    };
    let at = known
        .at
        .filter(|at| read.is_some() && at_that_time(*at) == read);
    (read, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_that_was_read_is_the_one_of_that_time() {
        let texts = [100, 200, 300].map(Timestamp);
        let check = |since: u32, at: Option<i64>, text: Option<usize>, time: Option<i64>| {
            let known = ReadText {
                since,
                at: at.map(Timestamp),
            };
            let read = text_read(&texts, known);
            assert_eq!(read, (text, time.map(Timestamp)), "{known:?}");
        };
        check(0, None, None, None);
        check(0, Some(150), Some(0), Some(150));
        check(0, Some(200), Some(1), Some(200));
        check(0, Some(900), Some(2), Some(900));
        check(0, Some(50), None, None);
        check(1, Some(250), Some(1), Some(250));
        check(2, Some(150), Some(0), Some(150));
        // It was opened again, but not read to its end.
        check(1, Some(900), Some(1), None);
        check(9, None, Some(0), None);
    }
}
