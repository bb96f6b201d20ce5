//! What was read, in the order it was read, and where on that way one is.

use crate::model::{ArticleId, StoryId};

/// Articles that are remembered.
const KEPT: usize = 200;

/// Articles that were read, with their stories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    steps: Vec<(StoryId, ArticleId)>,
    /// Steps behind the last one.
    back: usize,
}

impl Trail {
    /// A trail as it was stored, one's place at its end.
    pub fn new(steps: Vec<(StoryId, ArticleId)>) -> Self {
        Self { steps, back: 0 }
    }

    /// All steps, the last read at the end.
    pub fn steps(&self) -> &[(StoryId, ArticleId)] {
        &self.steps
    }

    /// Where one is.
    fn here(&self) -> Option<usize> {
        self.steps.len().checked_sub(1 + self.back)
    }

    /// An article is being read; gives whether another one was before. What was ahead of the place
    /// one went back to is forgotten.
    pub fn note(&mut self, story: StoryId, article: ArticleId) -> bool {
        let here = self.here().map(|at| self.steps[at].1);
        if here == Some(article) {
            return false;
        }
        self.steps.truncate(self.steps.len() - self.back);
        self.back = 0;
        self.steps.retain(|step| step.1 != article);
        self.steps.push((story, article));
        if self.steps.len() > KEPT {
            self.steps.remove(0);
        }
        true
    }

    /// The article read before, or after, the one that is shown, which need not be part of the
    /// trail; one's place is there then.
    pub fn step(
        &mut self,
        forward: bool,
        shown: Option<ArticleId>,
    ) -> Option<(StoryId, ArticleId)> {
        let here = self.here()?;
        let to = if forward {
            self.back.checked_sub(1).map(|_| here + 1)
        } else if shown != Some(self.steps[here].1) {
            Some(here)
        } else {
            here.checked_sub(1)
        }?;
        self.back = self.steps.len() - 1 - to;
        Some(self.steps[to])
    }

    /// Stories that became part of others.
    pub fn regroup(&mut self, gone: &[(StoryId, StoryId)]) {
        for (story, _) in &mut self.steps {
            if let Some((_, into)) = gone.iter().find(|(old, _)| old == story) {
                *story = *into;
            }
        }
    }

    /// An article that is no longer there.
    pub fn forget(&mut self, article: ArticleId) {
        let Some(at) = self.steps.iter().position(|step| step.1 == article) else {
            return;
        };
        let is_ahead = self.here().is_some_and(|here| at > here);
        self.steps.remove(at);
        // Without the step one is at, one is at the one before it.
        self.back -= usize::from(is_ahead);
        self.back = self.back.min(self.steps.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(articles: &[i64]) -> Trail {
        let mut trail = Trail::default();
        for article in articles {
            trail.note(StoryId(article / 10), ArticleId(*article));
        }
        trail
    }

    fn walk(trail: &mut Trail, forward: bool, shown: i64) -> Option<i64> {
        let step = trail.step(forward, Some(ArticleId(shown)));
        step.map(|(_, article)| article.0)
    }

    #[test]
    fn one_goes_back_and_forward_and_a_new_way_forgets_the_old_one() {
        let mut trail = trail(&[10, 20, 30]);
        assert_eq!(walk(&mut trail, false, 30), Some(20));
        assert_eq!(walk(&mut trail, false, 20), Some(10));
        assert_eq!(walk(&mut trail, false, 10), None);
        assert_eq!(walk(&mut trail, true, 10), Some(20));
        trail.note(StoryId(2), ArticleId(20));
        assert_eq!(walk(&mut trail, true, 20), Some(30));
        assert_eq!(walk(&mut trail, false, 30), Some(20));
        trail.note(StoryId(4), ArticleId(40));
        assert_eq!(walk(&mut trail, true, 40), None);
        assert_eq!(walk(&mut trail, false, 40), Some(20));
    }

    #[test]
    fn from_an_article_that_was_not_read_back_is_the_last_one_that_was() {
        let mut trail = trail(&[10, 20]);
        assert_eq!(walk(&mut trail, false, 50), Some(20));
    }

    #[test]
    fn the_step_one_is_at_may_go() {
        let mut trail = trail(&[10, 20, 30, 40]);
        walk(&mut trail, false, 40);
        walk(&mut trail, false, 30);
        trail.forget(ArticleId(20));
        let mut other = trail.clone();
        assert_eq!(walk(&mut trail, true, 20), Some(30));
        assert_eq!(other.step(false, None).map(|step| step.1.0), Some(10));
        let mut first = Trail::new(vec![(StoryId(1), ArticleId(10))]);
        first.forget(ArticleId(10));
        assert_eq!(first.step(false, None), None);
    }

    #[test]
    fn an_article_that_is_gone_is_no_step() {
        let mut trail = trail(&[10, 20, 30]);
        walk(&mut trail, false, 30);
        trail.forget(ArticleId(20));
        assert_eq!(walk(&mut trail, false, 30), Some(10));
    }
}
