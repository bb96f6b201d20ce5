//! Choosing the story that another one is merged with: the nearest first, narrowed by words of
//! their headlines; with words, all stories are looked through.

use crate::app::Cursor;
use crate::model::{StoryId, StoryRow};

/// The choice and what it is narrowed to.
#[derive(Debug, Clone, PartialEq)]
pub struct Merging {
    /// The story that is merged with another.
    pub story: StoryId,
    /// Its headline.
    pub title: String,
    /// What was typed.
    pub text: String,
    /// Where the cursor stands among the candidates.
    pub cursor: Cursor,
    /// Whether the cursor was moved.
    pub moved: bool,
    /// The nearest stories; `None` until they are known.
    nearest: Option<Vec<(StoryRow, f32)>>,
    /// Stories found for what was typed, with what that was.
    found: (String, Vec<StoryRow>),
}

/// A story to merge with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate<'a> {
    /// The story.
    pub row: &'a StoryRow,
    /// How well it would fit; `None` if it is not among the nearest.
    pub score: Option<f32>,
}

/// A score below which stories have little in common: about half of what the shortest articles need.
const FAR: f32 = 0.08;

impl Candidate<'_> {
    /// Whether the stories have little in common.
    pub fn is_far(&self) -> bool {
        self.score.is_some_and(|score| score < FAR)
    }
}

impl Merging {
    /// The choice before anything is known.
    pub fn new(story: StoryId, title: String) -> Self {
        Self {
            story,
            title,
            text: String::new(),
            cursor: Cursor::default(),
            moved: false,
            nearest: None,
            found: (String::new(), Vec::new()),
        }
    }

    /// Takes the nearest stories.
    pub fn take_nearest(&mut self, stories: Vec<(StoryRow, f32)>) {
        self.nearest = Some(stories);
    }

    /// Takes stories found for what was typed.
    pub fn take_found(&mut self, text: String, stories: Vec<StoryRow>) {
        self.found = (text, stories);
    }

    /// Narrows the choice.
    pub fn narrow(&mut self, text: String) {
        self.text = text;
        self.cursor = Cursor::default();
    }

    /// Whether everything that was asked for is there.
    pub fn is_complete(&self) -> bool {
        self.nearest.is_some() && (self.text.trim().is_empty() || self.found.0 == self.text)
    }

    /// The stories to choose from, the nearest first.
    pub fn candidates(&self) -> Vec<Candidate<'_>> {
        let words = words(&self.text);
        let near = self.nearest.iter().flatten().map(|(row, score)| Candidate {
            row,
            score: Some(*score),
        });
        let mut candidates: Vec<Candidate<'_>> =
            near.filter(|near| holds(&near.row.title, &words)).collect();
        if !words.is_empty() {
            let known: Vec<StoryId> = candidates.iter().map(|near| near.row.id).collect();
            let found = self.found.1.iter().filter(|row| {
                row.id != self.story && !known.contains(&row.id) && holds(&row.title, &words)
            });
            candidates.extend(found.map(|row| Candidate { row, score: None }));
        }
        candidates
    }

    /// The story under the cursor; a far one only once the reader has moved or typed.
    pub fn chosen(&self) -> Option<&StoryRow> {
        let asked_for = self.moved || !self.text.trim().is_empty();
        self.candidates()
            .get(self.cursor.row)
            .filter(|candidate| asked_for || !candidate.is_far())
            .map(|candidate| candidate.row)
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split_whitespace()
        .map(ToOwned::to_owned)
        .collect()
}

fn holds(title: &str, words: &[String]) -> bool {
    let title = title.to_lowercase();
    words.iter().all(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::story_row;

    #[test]
    fn words_narrow_the_nearest_and_reach_beyond_them() {
        let mut merging = Merging::new(StoryId(9), String::new());
        assert!(!merging.is_complete());
        merging.take_nearest(vec![(story_row(1), 0.4), (story_row(2), 0.2)]);
        assert!(merging.is_complete());
        assert_eq!(merging.candidates().len(), 2);
        merging.narrow("KERNEL".to_owned());
        assert!(!merging.is_complete());
        merging.take_found(
            "KERNEL".to_owned(),
            vec![story_row(2), story_row(8), story_row(9)],
        );
        let ids: Vec<_> = merging
            .candidates()
            .iter()
            .map(|candidate| (candidate.row.id.0, candidate.score))
            .collect();
        assert_eq!(ids, [(2, Some(0.2)), (8, None)]);
        assert_eq!(merging.chosen().map(|row| row.id), Some(StoryId(2)));
    }
}
