//! Changes that can be taken back: marks, and which articles make a story. A change is known
//! completely only when the store has answered what it did, so it waits for that before it can be
//! undone.

use crate::app::{Mark, Target, update::ConfigChange};
use crate::model::{ArticleId, Regrouped, StoryId, Wish};

/// Changes that are remembered.
const KEPT: usize = 500;

/// A change that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub number: u64,
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
        /// Articles it did change; `None` until the store has answered.
        articles: Option<Vec<ArticleId>>,
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
        /// Whether it was taken back and made again.
        again: bool,
        /// What was done; `None` until the store has answered.
        done: Option<Regrouped>,
    },
}

impl Deed {
    fn is_known(&self) -> bool {
        match self {
            Self::Marked { articles, .. } => articles.is_some(),
            Self::Tagged { before, .. } => before.is_some(),
            Self::Feeds { texts, .. } => texts.is_some(),
            Self::Config { made, .. } => made.is_some(),
            Self::Regrouped { done, .. } => done.is_some(),
        }
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
}

impl History {
    /// Remembers a change of marks that was just asked for.
    pub fn push(&mut self, number: u64, target: &Target, mark: Mark, stories: Vec<StoryId>) {
        let articles = match target {
            Target::Articles(articles) => Some(articles.clone()),
            Target::Stories(_) | Target::Leads(_) => None,
        };
        self.in_flight.push((number, stories.clone()));
        self.add(number, stories, Deed::Marked { mark, articles });
    }

    /// Remembers a change of tags that was just asked for.
    pub fn push_tags(&mut self, number: u64, stories: Vec<StoryId>) {
        let (before, after) = (None, None);
        self.add(number, stories, Deed::Tagged { before, after });
    }

    /// Takes the store's answer to a change of tags; one that changed nothing is forgotten. Gives
    /// whether it is one that was made, not taken back or made again.
    pub fn confirm_tags(
        &mut self,
        number: u64,
        was: Vec<(ArticleId, Vec<String>)>,
        is: Vec<(ArticleId, Vec<String>)>,
    ) -> bool {
        let Some(at) = self.done.iter().position(|change| change.number == number) else {
            return false;
        };
        match &mut self.done[at].deed {
            _ if was.is_empty() => drop(self.done.remove(at)),
            Deed::Tagged { before, after } => (*before, *after) = (Some(was), Some(is)),
            _ => {}
        }
        true
    }

    /// Remembers a change of the configuration that was just asked for.
    pub fn push_config(&mut self, number: u64, what: String) {
        self.add(number, Vec::new(), Deed::Config { what, made: None });
    }

    /// Takes the answer to a change of the configuration, as that of the feed list is taken.
    pub fn confirm_config(&mut self, number: u64, written: Option<ConfigChange>) -> Option<String> {
        let at = self
            .done
            .iter()
            .position(|change| change.number == number)?;
        let Deed::Config { what, made } = &mut self.done[at].deed else {
            return None;
        };
        let what = what.clone();
        match written {
            Some(written) => *made = Some(written),
            None => drop(self.done.remove(at)),
        }
        Some(what)
    }

    /// Remembers a change of the feed list that was just asked for.
    pub fn push_feeds(&mut self, number: u64, what: String) {
        self.add(number, Vec::new(), Deed::Feeds { what, texts: None });
    }

    /// Takes the answer to a change of the feed list; one that was not made is forgotten. Gives what
    /// was done, if it is one that was made, not taken back or made again.
    pub fn confirm_feeds(
        &mut self,
        number: u64,
        written: Option<(String, String)>,
    ) -> Option<String> {
        let at = self
            .done
            .iter()
            .position(|change| change.number == number)?;
        let Deed::Feeds { what, texts } = &mut self.done[at].deed else {
            return None;
        };
        let what = what.clone();
        match written {
            Some(written) => *texts = Some(written),
            None => drop(self.done.remove(at)),
        }
        Some(what)
    }

    /// Remembers a change of grouping that was just asked for.
    pub fn push_wish(&mut self, number: u64, wish: Wish) {
        self.add(
            number,
            Vec::new(),
            Deed::Regrouped {
                wish,
                again: false,
                done: None,
            },
        );
    }

    fn add(&mut self, number: u64, stories: Vec<StoryId>, deed: Deed) {
        self.undone.clear();
        self.done.push(Change {
            number,
            stories,
            deed,
        });
        if self.done.len() > KEPT {
            self.done.remove(0);
        }
    }

    /// Takes the store's answer; gives the stories whose rows are to be loaded anew.
    pub fn confirm(&mut self, number: u64, marked: Vec<ArticleId>) -> Vec<StoryId> {
        if let Some(change) = self.done.iter_mut().find(|change| change.number == number)
            && let Deed::Marked { articles, .. } = &mut change.deed
        {
            *articles = Some(marked);
        }
        let Some(at) = self
            .in_flight
            .iter()
            .position(|(other, _)| *other == number)
        else {
            return Vec::new();
        };
        self.in_flight.remove(at).1
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
        let Some(at) = self.done.iter().position(|change| change.number == number) else {
            return Answered::TakenBack;
        };
        let answered = match self.done[at].deed {
            Deed::Regrouped { again: true, .. } => Answered::MadeAgain,
            _ => Answered::Made,
        };
        match (answer, &mut self.done[at].deed) {
            (Some(answer), Deed::Regrouped { done, .. }) => *done = Some(answer),
            _ => drop(self.done.remove(at)),
        }
        answered
    }

    /// Forgets a change that is taken back without being asked for; it cannot be made again.
    pub fn retract(&mut self, made: u64, number: u64) -> Option<Change> {
        let at = self.done.iter().position(|change| change.number == made)?;
        let change = self.done.remove(at);
        self.in_flight.push((number, change.stories.clone()));
        Some(change)
    }

    /// The change to take back now; it is given the number the taking back is asked with.
    pub fn undo(&mut self, number: u64) -> Option<Change> {
        let mut change = self.done.pop_if(|change| change.deed.is_known())?;
        self.await_marks(number, &change);
        if let Deed::Regrouped { .. } = change.deed {
            change.number = number;
            self.leaving.push((self.done.len(), change.clone()));
        }
        self.undone.push(change.clone());
        Some(change)
    }

    /// The change to make again now. What a change of grouping does may be another thing then, so
    /// it is not known before the store answers under the new number.
    pub fn redo(&mut self, number: u64) -> Option<Change> {
        let change = self.undone.pop()?;
        let mut again = change.clone();
        if let Deed::Regrouped {
            done,
            again: made_again,
            ..
        } = &mut again.deed
        {
            (*done, *made_again) = (None, true);
            again.number = number;
        }
        self.await_marks(number, &change);
        self.done.push(again);
        Some(change)
    }

    fn await_marks(&mut self, number: u64, change: &Change) {
        if matches!(change.deed, Deed::Marked { .. }) {
            self.in_flight.push((number, change.stories.clone()));
        }
    }

    /// Whether the last change still waits for the store.
    pub fn is_waiting(&self) -> bool {
        let last = self.done.last();
        last.is_some_and(|change| !change.deed.is_known())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_stories_is_undone_for_the_articles_it_did_change() {
        let mut history = History::default();
        let target = Target::Stories(vec![StoryId(1)]);
        history.push(1, &target, Mark::Read(true), vec![StoryId(1)]);
        assert!(history.is_waiting());
        assert_eq!(history.undo(2), None);
        assert_eq!(history.confirm(1, vec![ArticleId(5)]), [StoryId(1)]);
        let undone = history.undo(2).expect("confirmed");
        let articles = Some(vec![ArticleId(5)]);
        let mark = Mark::Read(true);
        assert_eq!(undone.deed, Deed::Marked { mark, articles });
        assert_eq!(history.redo(3), Some(undone));
    }

    #[test]
    fn a_new_change_ends_what_could_be_made_again() {
        let mut history = History::default();
        let target = Target::Articles(vec![ArticleId(1)]);
        history.push(1, &target, Mark::Starred(true), Vec::new());
        history.undo(2).expect("known at once");
        history.push(3, &target, Mark::Read(true), Vec::new());
        assert_eq!(history.redo(4), None);
    }
}
