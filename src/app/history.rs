//! Changes that can be taken back: marks, and which articles make a story. A change is known
//! completely only when the store has answered what it did, so it waits for that before it can be
//! undone.

use crate::app::{Mark, update::ConfigChange};
use crate::model::{ArticleId, Marked, Regrouped, StoryId, Wish};

/// Changes that are remembered.
const KEPT: usize = 500;

/// A change that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number: that of the request that made it, or that took it back or made it again last.
    pub number: u64,
    /// Whether it was taken back and made again.
    pub again: bool,
    /// Stories whose rows it touches.
    pub stories: Vec<StoryId>,
    /// What was done.
    pub deed: Deed,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Marks were put on articles or taken away.
    Marked {
        /// Which mark was set.
        mark: Mark,
        /// What it did change; `None` until the store has answered.
        done: Option<Marked>,
    },
    /// Tags were given or taken.
    Tagged {
        /// The articles it did change with their tags before; `None` until the store has answered.
        before: Option<Vec<(ArticleId, Vec<String>)>>,
        /// The same articles with their tags after it.
        after: Option<Vec<(ArticleId, Vec<String>)>>,
    },
    /// The configuration was changed.
    Config {
        /// What was done, for who takes it back.
        what: String,
        /// What it did; `None` until it is written.
        made: Option<ConfigChange>,
    },
    /// The feed list was changed.
    Feeds {
        /// What was done, for who takes it back.
        what: String,
        /// The text of the file before and after; `None` until it is written.
        texts: Option<(String, String)>,
    },
    /// Articles were put into other stories.
    Regrouped {
        /// What was wanted.
        wish: Wish,
        /// What was done; `None` until the store has answered.
        done: Option<Regrouped>,
    },
}

impl Deed {
    fn is_known(&self) -> bool {
        match self {
            Self::Marked { done, .. } => done.is_some(),
            Self::Tagged { before, .. } => before.is_some(),
            Self::Feeds { texts, .. } => texts.is_some(),
            Self::Config { made, .. } => made.is_some(),
            Self::Regrouped { done, .. } => done.is_some(),
        }
    }

    /// Whether it changed a file of the reader's.
    fn is_file(&self) -> bool {
        matches!(self, Self::Config { .. } | Self::Feeds { .. })
    }
}

/// What the store has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Something was done.
    Made,
    /// Something that was taken back was done again.
    MadeAgain,
    /// Something was taken back.
    TakenBack,
}

/// Changes made and changes taken back, the last at the end.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    in_flight: Vec<(u64, Vec<StoryId>)>,
    /// Changes of grouping that the store was asked to take back, with their place in `done`.
    leaving: Vec<(usize, Change)>,
    /// Files that are being put back; the next one has to wait for that.
    restoring: Vec<u64>,
    /// Marks to take back of their own accord, once it is known what they did.
    unwanted: Vec<u64>,
}

impl History {
    /// Remembers a change of marks that was just asked for. What it does is said where it is known
    /// already, so that it can be taken back at once.
    pub fn push(&mut self, number: u64, mark: Mark, stories: Vec<StoryId>, done: Option<Marked>) {
        self.in_flight.push((number, stories.clone()));
        self.add(number, stories, Deed::Marked { mark, done });
    }

    /// Remembers a change of tags that was just asked for.
    pub fn push_tags(&mut self, number: u64, stories: Vec<StoryId>) {
        let (before, after) = (None, None);
        self.add(number, stories, Deed::Tagged { before, after });
    }

    /// Takes the store's answer to a change of tags; one that changed nothing is forgotten.
    pub fn confirm_tags(
        &mut self,
        number: u64,
        was: Vec<(ArticleId, Vec<String>)>,
        is: Vec<(ArticleId, Vec<String>)>,
    ) -> Answered {
        let (answered, at) = self.answered(number);
        if let Some(at) = at {
            match &mut self.done[at].deed {
                _ if was.is_empty() => drop(self.done.remove(at)),
                Deed::Tagged { before, after } => (*before, *after) = (Some(was), Some(is)),
                _ => {}
            }
        }
        answered
    }

    /// Remembers a change of the configuration that was just asked for.
    pub fn push_config(&mut self, number: u64, what: String) {
        self.add(number, Vec::new(), Deed::Config { what, made: None });
    }

    /// Takes the answer to a change of the configuration, as that of the feed list is taken.
    pub fn confirm_config(
        &mut self,
        number: u64,
        written: Option<ConfigChange>,
    ) -> Option<(Answered, String)> {
        self.confirm_file(number, written, |deed, written| match deed {
            Deed::Config { made, .. } => *made = Some(written),
            deed => debug_assert!(false, "{deed:?} is no change of the configuration"),
        })
    }

    /// Remembers a change of the feed list that was just asked for.
    pub fn push_feeds(&mut self, number: u64, what: String) {
        self.add(number, Vec::new(), Deed::Feeds { what, texts: None });
    }

    /// Takes the answer to a change of the feed list. One that was not made, not taken back or not
    /// made again is forgotten: the file is another one than it would have to be. Gives what was
    /// answered, and what the change did.
    pub fn confirm_feeds(
        &mut self,
        number: u64,
        written: Option<(String, String)>,
    ) -> Option<(Answered, String)> {
        self.confirm_file(number, written, |deed, written| match deed {
            Deed::Feeds { texts, .. } => *texts = Some(written),
            deed => debug_assert!(false, "{deed:?} is no change of the feed list"),
        })
    }

    fn confirm_file<T>(
        &mut self,
        number: u64,
        written: Option<T>,
        take: impl FnOnce(&mut Deed, T),
    ) -> Option<(Answered, String)> {
        self.restoring.retain(|other| *other != number);
        let (answered, _) = self.answered(number);
        let list = match answered {
            Answered::TakenBack => &mut self.undone,
            Answered::Made | Answered::MadeAgain => &mut self.done,
        };
        let at = list.iter().position(|change| change.number == number)?;
        let what = match &list[at].deed {
            Deed::Config { what, .. } | Deed::Feeds { what, .. } => what.clone(),
            _ => return None,
        };
        match (written, answered) {
            (None, _) => drop(list.remove(at)),
            (Some(_), Answered::TakenBack) => {}
            (Some(written), _) => take(&mut list[at].deed, written),
        }
        Some((answered, what))
    }

    /// What an answer with a number answers, with the place of the change where it stands now.
    fn answered(&self, number: u64) -> (Answered, Option<usize>) {
        let at = self.done.iter().position(|change| change.number == number);
        match at.map(|at| self.done[at].again) {
            Some(false) => (Answered::Made, at),
            Some(true) => (Answered::MadeAgain, at),
            None => (Answered::TakenBack, None),
        }
    }

    /// Remembers a change of grouping that was just asked for.
    pub fn push_wish(&mut self, number: u64, wish: Wish) {
        self.add(number, Vec::new(), Deed::Regrouped { wish, done: None });
    }

    fn add(&mut self, number: u64, stories: Vec<StoryId>, deed: Deed) {
        self.undone.clear();
        self.done.push(Change {
            number,
            again: false,
            stories,
            deed,
        });
        if self.done.len() > KEPT {
            self.done.remove(0);
        }
    }

    /// Takes the store's answer to a change of marks; one that changed nothing is forgotten. Gives
    /// the stories whose rows are to be loaded anew.
    pub fn confirm(&mut self, number: u64, marked: Marked) -> Vec<StoryId> {
        if let Some(at) = self.done.iter().position(|change| change.number == number)
            && let Deed::Marked { done, .. } = &mut self.done[at].deed
        {
            if marked.is_empty() {
                self.done.remove(at);
            } else {
                *done = Some(marked);
            }
        }
        self.arrived(number)
    }

    /// The stories of a request that is on its way no longer.
    fn arrived(&mut self, number: u64) -> Vec<StoryId> {
        let mut requests = self.in_flight.iter();
        match requests.position(|(other, _)| *other == number) {
            Some(at) => self.in_flight.remove(at).1,
            None => Vec::new(),
        }
    }

    /// A change of marks or tags could not be stored: it is forgotten; one that could not be taken
    /// back stands again, and one that could not be made again can still be. Gives what failed.
    pub fn fail(&mut self, number: u64) -> Answered {
        self.arrived(number);
        self.unwanted.retain(|other| *other != number);
        let (answered, at) = self.answered(number);
        if let Some(at) = at {
            let change = self.done.remove(at);
            if answered == Answered::MadeAgain {
                self.undone.push(change);
            }
        } else if let Some(at) = self.undone.iter().position(|one| one.number == number) {
            let change = self.undone.remove(at);
            self.done.push(change);
        }
        answered
    }

    /// Takes the store's answer to a change of grouping; one that could not be made is forgotten,
    /// one that could not be taken back stands again. Gives what was answered.
    pub fn confirm_wish(&mut self, number: u64, answer: Option<Regrouped>) -> Answered {
        if let Some(at) = self
            .leaving
            .iter()
            .position(|(_, change)| change.number == number)
        {
            let (place, change) = self.leaving.remove(at);
            if answer.is_none() {
                self.undone.retain(|undone| undone.number != number);
                self.done.insert(place.min(self.done.len()), change);
            }
            return Answered::TakenBack;
        }
        let (answered, at) = self.answered(number);
        if let Some(at) = at {
            match (answer, &mut self.done[at].deed) {
                (Some(answer), Deed::Regrouped { done, .. }) => *done = Some(answer),
                _ => drop(self.done.remove(at)),
            }
        }
        answered
    }

    /// Forgets a change of marks that is taken back without being asked for; it cannot be made
    /// again. Where it is not known yet what it did, nothing comes back, and it is to be tried again
    /// once that is known.
    pub fn retract(&mut self, made: u64, number: u64) -> Option<Change> {
        let at = self.done.iter().position(|change| change.number == made)?;
        if !self.done[at].deed.is_known() {
            self.unwanted.push(made);
            return None;
        }
        let change = self.done.remove(at);
        self.in_flight.push((number, change.stories.clone()));
        Some(change)
    }

    /// Whether a change was to be taken back as soon as it is known what it did; it is asked once.
    pub fn take_unwanted(&mut self, made: u64) -> bool {
        let before = self.unwanted.len();
        self.unwanted.retain(|other| *other != made);
        self.unwanted.len() < before
    }

    /// The change to take back now; it is given the number the taking back is asked with.
    pub fn undo(&mut self, number: u64) -> Option<Change> {
        if self.is_waiting() {
            return None;
        }
        let mut change = self.done.pop()?;
        change.number = number;
        self.send(&change);
        if let Deed::Regrouped { .. } = change.deed {
            self.leaving.push((self.done.len(), change.clone()));
        }
        self.undone.push(change.clone());
        Some(change)
    }

    /// The change to make again now. What a change of grouping does may be another thing then, so
    /// it is not known before the store answers under the new number.
    pub fn redo(&mut self, number: u64) -> Option<Change> {
        let is_next = |change: &mut Change| self.restoring.is_empty() || !change.deed.is_file();
        let mut change = self.undone.pop_if(is_next)?;
        (change.number, change.again) = (number, true);
        self.send(&change);
        let mut again = change.clone();
        match &mut again.deed {
            Deed::Regrouped { done, .. } => *done = None,
            Deed::Config { made, .. } => *made = None,
            Deed::Feeds { texts, .. } => *texts = None,
            Deed::Marked { .. } | Deed::Tagged { .. } => {}
        }
        self.done.push(again);
        Some(change)
    }

    fn send(&mut self, change: &Change) {
        if matches!(change.deed, Deed::Marked { .. }) {
            self.in_flight.push((change.number, change.stories.clone()));
        }
        if change.deed.is_file() {
            self.restoring.push(change.number);
        }
    }

    /// Whether the last change still waits for the store.
    pub fn is_waiting(&self) -> bool {
        let waits = |change: &Change| {
            !change.deed.is_known() || change.deed.is_file() && !self.restoring.is_empty()
        };
        self.done.last().is_some_and(waits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: Mark = Mark::Read(true);

    fn marked(article: i64) -> Marked {
        Marked::of(vec![ArticleId(article)])
    }

    #[test]
    fn a_change_is_undone_for_the_articles_it_did_change() {
        let mut history = History::default();
        history.push(1, READ, vec![StoryId(1)], None);
        assert!(history.is_waiting());
        assert_eq!(history.undo(2), None);
        assert_eq!(history.confirm(1, marked(5)), [StoryId(1)]);
        let undone = history.undo(2).expect("confirmed");
        let done = Some(marked(5));
        assert_eq!(undone.deed, Deed::Marked { mark: READ, done });
        let again = history.redo(3).expect("undone");
        assert_eq!((again.deed, again.number), (undone.deed, 3));
    }

    #[test]
    fn a_new_change_ends_what_could_be_made_again() {
        let mut history = History::default();
        history.push(1, Mark::Starred(true), Vec::new(), Some(marked(1)));
        history.undo(2).expect("known at once");
        history.push(3, READ, Vec::new(), Some(marked(1)));
        assert_eq!(history.redo(4), None);
    }

    #[test]
    fn what_is_not_stored_is_forgotten_and_what_is_not_taken_back_stands() {
        let mut history = History::default();
        history.push(1, READ, vec![StoryId(1)], None);
        assert_eq!(history.fail(1), Answered::Made);
        assert!(!history.is_waiting());
        assert_eq!(history.undo(2), None);

        history.push(3, READ, Vec::new(), Some(marked(1)));
        history.undo(4).expect("known");
        assert_eq!(history.fail(4), Answered::TakenBack);
        history.undo(5).expect("it stands");
        history.redo(6).expect("taken back");
        assert_eq!(history.fail(6), Answered::MadeAgain);
        assert_eq!(history.undo(7), None);
        assert!(history.redo(8).is_some());
    }

    #[test]
    fn a_change_that_did_nothing_is_forgotten() {
        let mut history = History::default();
        history.push(1, READ, Vec::new(), None);
        history.confirm(1, Marked::default());
        assert!(!history.is_waiting());
        assert_eq!(history.undo(2), None);
    }
}
