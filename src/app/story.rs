//! The story behind the reader pane: its members in the order of the sources panel, where copies
//! stand below the article they repeat, and a cursor among them.

use std::collections::{HashMap, HashSet};

use crate::app::{Sign, lens};
use crate::compare::{Comparison, Headline};
use crate::model::{ArticleId, Member, StoryId, StoryRow};

/// A story with its members.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenStory {
    /// Which story.
    pub id: StoryId,
    /// Members; source N of the keys is the N-th of them.
    pub members: Vec<Member>,
    /// Their headlines side by side; `None` where all are one.
    pub headlines: Option<Vec<Headline>>,
    /// The older story of the same affair.
    pub earlier: Option<StoryRow>,
    /// Index of the row the cursor stands on in the sources panel.
    pub cursor: usize,
    /// Index of the first row on the screen.
    pub top: usize,
}

impl OpenStory {
    /// Arranges the members; the order they come in is kept but for the copies.
    pub fn new(id: StoryId, members: Vec<Member>) -> Self {
        let known: HashSet<ArticleId> = members.iter().map(|member| member.article).collect();
        let is_copy = |member: &Member| member.copy_of.is_some_and(|of| known.contains(&of));
        let (copies, originals): (Vec<Member>, Vec<Member>) =
            members.into_iter().partition(is_copy);
        let mut of: HashMap<ArticleId, Vec<Member>> = HashMap::new();
        let mut order = Vec::new();
        for copy in copies {
            let original = copy.copy_of.unwrap_or(copy.article);
            let copies = of.entry(original).or_default();
            if copies.is_empty() {
                order.push(original);
            }
            copies.push(copy);
        }
        let mut arranged = Vec::with_capacity(known.len());
        for original in originals {
            let copies = of.remove(&original.article);
            arranged.push(original);
            arranged.extend(copies.into_iter().flatten());
        }
        // A copy of a copy has no original above; it still must not get lost.
        let rest = order.iter().filter_map(|original| of.remove(original));
        arranged.extend(rest.flatten());
        Self {
            id,
            headlines: lens::compare(&arranged),
            members: arranged,
            earlier: None,
            cursor: 0,
            top: 0,
        }
    }

    /// Where an article stands.
    pub fn position(&self, article: ArticleId) -> Option<usize> {
        self.members
            .iter()
            .position(|member| member.article == article)
    }

    /// The member of an article.
    pub fn member(&self, article: ArticleId) -> Option<&Member> {
        self.members.iter().find(|member| member.article == article)
    }

    /// An article with all members that carry the same text.
    pub fn with_copies(&self, article: ArticleId) -> Vec<ArticleId> {
        let origin_of = |member: &Member| member.copy_of.unwrap_or(member.article);
        let Some(origin) = self.member(article).map(origin_of) else {
            return vec![article];
        };
        self.members
            .iter()
            .filter(|member| origin_of(member) == origin)
            .map(|member| member.article)
            .collect()
    }

    /// The next unread member after an article, round about.
    pub fn next_unread(&self, article: ArticleId) -> Option<ArticleId> {
        let start = self.position(article).map_or(0, |index| index + 1);
        let (before, after) = self.members.split_at(start.min(self.members.len()));
        after
            .iter()
            .chain(before)
            .find(|member| !member.read && member.article != article)
            .map(|member| member.article)
    }

    /// Whether a text that this member repeats, or that repeats it, was seen to its end.
    pub fn text_was_seen(&self, member: &Member) -> bool {
        let copies = self.with_copies(member.article);
        self.members
            .iter()
            .any(|other| other.seen && copies.contains(&other.article))
    }

    /// The sign that stands before a member.
    pub fn sign_of(&self, member: &Member) -> Sign {
        if member.changed {
            Sign::Changed
        } else if member.read {
            Sign::Read
        } else if self.text_was_seen(member) {
            Sign::NothingNew
        } else {
            Sign::Unread
        }
    }

    /// Different publishers among the members.
    pub fn sources(&self) -> usize {
        let mut names: Vec<&str> = self.members.iter().map(|m| m.source.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    /// Independent reports among the members, as far as that is known before they are compared.
    pub fn origins(&self) -> usize {
        Comparison::default().origins(&self.members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::member;

    fn story() -> OpenStory {
        let mut copy = member(3, "Copy Herald");
        copy.copy_of = Some(ArticleId(1));
        let members = vec![member(1, "Wire"), member(2, "Own Report"), copy];
        OpenStory::new(StoryId(1), members)
    }

    #[test]
    fn a_copy_stands_below_its_original() {
        let order: Vec<i64> = story().members.iter().map(|m| m.article.0).collect();
        assert_eq!(order, [1, 3, 2]);
    }

    #[test]
    fn copies_of_a_read_text_are_read_with_it() {
        assert_eq!(
            story().with_copies(ArticleId(3)),
            [ArticleId(1), ArticleId(3)]
        );
        assert_eq!(story().with_copies(ArticleId(2)), [ArticleId(2)]);
    }

    #[test]
    fn the_next_unread_source_is_looked_for_round_about() {
        let mut story = story();
        assert_eq!(story.next_unread(ArticleId(2)), Some(ArticleId(1)));
        story.members[0].read = true;
        story.members[1].read = true;
        assert_eq!(story.next_unread(ArticleId(2)), None);
    }
}
