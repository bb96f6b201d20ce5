//! Marks in the list, shown before they are stored: of a range, of rows, of whole stories.

use rustc_hash::FxHashSet;

use super::StoryList;
use crate::model::{ArticleId, RowId, StoryId, StoryRow};

impl StoryList {
    /// Whether a row of the range is unread.
    pub fn range_has_unread(&self) -> bool {
        let mut rows = self.range().into_iter().flatten();
        rows.any(|row| self.listed.unread.get(row) == Some(&true))
    }

    /// Whether all rows of the range are starred; `None` where that hangs on rows that are not
    /// loaded.
    pub fn range_is_starred(&self) -> Option<bool> {
        let rows = self.range().into_iter().flatten();
        let mut all_are_known = true;
        for row in rows {
            match self.row(row) {
                Some(row) if row.starred == 0 => return Some(false),
                Some(_) => {}
                None => all_are_known = false,
            }
        }
        all_are_known.then_some(true)
    }

    /// Whether rows of the range are loaded and all of those have something.
    pub fn range_has(&self, has: impl Fn(&StoryRow) -> bool) -> bool {
        let rows = self.range().into_iter().flatten();
        let mut loaded = rows.filter_map(|row| self.row(row)).peekable();
        loaded.peek().is_some() && loaded.all(has)
    }

    /// Marks the range.
    pub fn mark_range(&mut self, read: bool) {
        for index in self.range().into_iter().flatten() {
            self.mark_at(index, read);
        }
    }

    fn mark_at(&mut self, index: usize, read: bool) {
        if let Some(flag) = self.listed.unread.get_mut(index) {
            *flag = !read;
        }
        if let Some(row) = self.id(index).and_then(|id| self.rows.get_mut(&id)) {
            row.mark(read);
        }
    }

    /// Stars rows, or takes their stars.
    pub fn star_rows(&mut self, rows: &[RowId], starred: bool) {
        for row in rows {
            if let Some(row) = self.rows.get_mut(row) {
                row.starred = if starred { row.starred.max(1) } else { 0 };
            }
        }
    }

    /// These articles were opened: rows are read that show nothing besides.
    pub fn mark_opened(&mut self, articles: &FxHashSet<ArticleId>) {
        for index in 0..self.len() {
            let is_opened = match self.id(index) {
                Some(RowId::Article(article)) => articles.contains(&article),
                _ => (self.row(index))
                    .is_some_and(|row| row.articles == 1 && articles.contains(&row.lead)),
            };
            if is_opened {
                self.mark_at(index, true);
            }
        }
    }

    /// Changes the loaded rows of stories, or of their articles, in what is not read or unread.
    pub fn change_stories(&mut self, stories: &[StoryId], change: impl Fn(&mut StoryRow)) {
        let stories: FxHashSet<StoryId> = stories.iter().copied().collect();
        let rows = self.rows.values_mut();
        rows.filter(|row| stories.contains(&row.id))
            .for_each(change);
    }

    /// Marks the whole list.
    pub fn mark_all(&mut self, read: bool) {
        self.listed.unread.fill(!read);
        for row in self.rows.values_mut() {
            row.mark(read);
        }
    }

    /// Takes what is unread, listed or not.
    pub fn take_unread_rows(&mut self, unread: Vec<RowId>) {
        let unread: FxHashSet<RowId> = unread.into_iter().collect();
        self.listed.unread = self.listed.ids().map(|id| unread.contains(&id)).collect();
        self.trust_rows(self.len());
    }

    /// What the reader did since the cache was asked is in the loaded rows.
    pub(super) fn trust_rows(&mut self, first: usize) {
        for index in 0..first {
            if let Some(row) = self.row(index) {
                self.listed.unread[index] = row.unread > 0;
            }
        }
    }
}
