//! Marks that can be taken back. A change is known completely only when the store has answered
//! which articles it did change, so it waits for that before it can be undone.

use crate::app::{Mark, Target};
use crate::model::{ArticleId, StoryId};

/// Changes that are remembered.
const KEPT: usize = 500;

/// A change of marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub number: u64,
    /// Which mark was set.
    pub mark: Mark,
    /// Stories whose rows it touches.
    pub stories: Vec<StoryId>,
    /// Articles it did change; `None` until the store has answered.
    pub articles: Option<Vec<ArticleId>>,
}

/// Changes made and changes taken back, the last at the end.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    in_flight: Vec<(u64, Vec<StoryId>)>,
}

impl History {
    /// Remembers a change that was just asked for.
    pub fn push(&mut self, number: u64, target: &Target, mark: Mark, stories: Vec<StoryId>) {
        let articles = match target {
            Target::Articles(articles) => Some(articles.clone()),
            Target::Stories(_) => None,
        };
        self.in_flight.push((number, stories.clone()));
        self.undone.clear();
        self.done.push(Change {
            number,
            mark,
            stories,
            articles,
        });
        if self.done.len() > KEPT {
            self.done.remove(0);
        }
    }

    /// Takes the store's answer; gives the stories whose rows are to be loaded anew.
    pub fn confirm(&mut self, number: u64, articles: Vec<ArticleId>) -> Vec<StoryId> {
        if let Some(change) = self.done.iter_mut().find(|change| change.number == number) {
            change.articles = Some(articles);
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

    /// Forgets a change that is taken back without being asked for; it cannot be made again.
    pub fn retract(&mut self, made: u64, number: u64) -> Option<Change> {
        let at = self.done.iter().position(|change| change.number == made)?;
        let change = self.done.remove(at);
        self.in_flight.push((number, change.stories.clone()));
        Some(change)
    }

    /// The change to take back now; it is given the number the taking back is asked with.
    pub fn undo(&mut self, number: u64) -> Option<Change> {
        let change = self.done.pop_if(|change| change.articles.is_some())?;
        self.in_flight.push((number, change.stories.clone()));
        self.undone.push(change.clone());
        Some(change)
    }

    /// The change to make again now.
    pub fn redo(&mut self, number: u64) -> Option<Change> {
        let change = self.undone.pop()?;
        self.in_flight.push((number, change.stories.clone()));
        self.done.push(change.clone());
        Some(change)
    }

    /// Whether the last change still waits for the store.
    pub fn is_waiting(&self) -> bool {
        self.done
            .last()
            .is_some_and(|change| change.articles.is_none())
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
        assert_eq!(undone.articles, Some(vec![ArticleId(5)]));
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
