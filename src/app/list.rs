//! The story list: a snapshot of ids in order, which changes only when the reader asks, and rows
//! that are loaded in chunks around the cursor. A hundred thousand ids cost less than a megabyte;
//! rows beyond the neighbourhood of the cursor are dropped again.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::{ListRequest, Sort, View};
use crate::model::{StoryId, StoryRow};

/// Rows that are asked for together.
const CHUNK: usize = 128;
/// Rows before and after the cursor that are there before they are needed: a held key moves about
/// thirty rows a second, an answer takes milliseconds.
const AHEAD: usize = 256;
/// Above this many rows those far from the cursor are dropped.
const KEPT: usize = 2048;

/// A list of stories with a cursor.
#[derive(Debug, Clone, Default)]
pub struct StoryList {
    /// Which stories.
    pub view: View,
    /// In which order.
    pub sort: Sort,
    /// Read stories are left out when the list is loaded.
    pub hide_read: bool,
    /// Index of the row the cursor stands on.
    pub cursor: usize,
    /// Index of the first row on the screen.
    pub top: usize,
    /// The snapshot has come at least once.
    pub loaded: bool,
    /// All of the snapshot has come, not just its beginning.
    pub complete: bool,
    /// First row, cursor and generation before the screen had another size.
    before_resize: Option<(usize, usize, u64)>,
    generation: u64,
    ids: Vec<StoryId>,
    /// Whether each story has an unread member, in the order of `ids`; known for rows that are
    /// not loaded too, so that the next unread one is found however far it is.
    unread: Vec<bool>,
    rows: FxHashMap<StoryId, StoryRow>,
    asked: FxHashSet<usize>,
    grown: FxHashMap<StoryId, u32>,
    waiting: FxHashSet<StoryId>,
}

impl StoryList {
    /// Stories in the list.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The story at an index.
    pub fn id(&self, index: usize) -> Option<StoryId> {
        self.ids.get(index).copied()
    }

    /// The story the cursor stands on.
    pub fn selected(&self) -> Option<StoryId> {
        self.id(self.cursor)
    }

    /// The row at an index, if it is loaded.
    pub fn row(&self, index: usize) -> Option<&StoryRow> {
        self.rows.get(self.ids.get(index)?)
    }

    /// The row of a story, if it is loaded.
    pub fn row_of(&self, story: StoryId) -> Option<&StoryRow> {
        self.rows.get(&story)
    }

    /// Articles that joined the story since the list was loaded.
    pub fn grown(&self, story: StoryId) -> u32 {
        self.grown.get(&story).copied().unwrap_or(0)
    }

    /// New stories that the snapshot does not hold.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Unread stories of the snapshot.
    pub fn unread(&self) -> usize {
        self.unread.iter().filter(|unread| **unread).count()
    }

    /// The next unread story after the cursor, or the one before it.
    pub fn unread_beside_cursor(&self, forward: bool) -> Option<usize> {
        if forward {
            let start = self.cursor + 1;
            let rest = self.unread.get(start..)?;
            rest.iter().position(|unread| *unread).map(|at| start + at)
        } else {
            self.unread
                .get(..self.cursor)?
                .iter()
                .rposition(|unread| *unread)
        }
    }

    /// Takes the stories that are unread, listed or not.
    pub fn take_unread_stories(&mut self, stories: Vec<StoryId>) {
        let stories: FxHashSet<StoryId> = stories.into_iter().collect();
        self.unread = self.ids.iter().map(|id| stories.contains(id)).collect();
    }

    fn take_unread(&mut self, unread: Vec<bool>) {
        self.unread = unread;
        self.unread.resize(self.ids.len(), false);
    }

    /// Marks the whole list.
    pub fn mark_all(&mut self, read: bool) {
        self.unread.fill(!read);
        for row in self.rows.values_mut() {
            row.mark(read);
        }
    }

    /// The list that answers are expected for.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// All ids in order.
    pub fn ids(&self) -> &[StoryId] {
        &self.ids
    }

    /// A request for this list anew; answers to older ones no longer count.
    pub fn request(&mut self, around: Option<StoryId>) -> ListRequest {
        self.generation += 1;
        self.current_request(around)
    }

    /// A request for this list as it is now.
    pub fn current_request(&self, around: Option<StoryId>) -> ListRequest {
        ListRequest {
            generation: self.generation,
            view: self.view,
            sort: self.sort,
            hide_read: self.hide_read,
            around,
        }
    }

    /// Takes a new snapshot; the cursor stands on `select`, else at the first row.
    pub fn replace(
        &mut self,
        ids: Vec<StoryId>,
        rows: Vec<StoryRow>,
        unread: Vec<bool>,
        select: Option<StoryId>,
    ) {
        self.ids = ids;
        self.take_unread(unread);
        self.rows = rows.into_iter().map(|row| (row.id, row)).collect();
        self.loaded = true;
        self.complete = true;
        self.asked.clear();
        self.grown.clear();
        self.waiting.clear();
        self.cursor = select.and_then(|id| self.position(id)).unwrap_or(0);
        self.top = self.cursor.min(self.top);
    }

    /// The screen has another size: while the cursor does not move, each size begins at the row it
    /// began with before, so that a small screen does not scroll a large one.
    pub fn resized(&mut self) {
        let (cursor, generation) = (self.cursor, self.generation);
        let same = |before: &(usize, usize, u64)| (before.1, before.2) == (cursor, generation);
        let before = self.before_resize.filter(same);
        let (top, ..) = *self
            .before_resize
            .insert(before.unwrap_or((self.top, cursor, generation)));
        self.top = top;
    }

    /// Keeps the row of what is being read, although it is not listed any more.
    pub fn keep(&mut self, row: StoryRow, at: usize) {
        if self.position(row.id).is_none() {
            self.cursor = at.min(self.ids.len());
            self.ids.insert(self.cursor, row.id);
            self.unread.insert(self.cursor, row.unread > 0);
            self.rows.insert(row.id, row);
            self.top = self.cursor.min(self.top);
        }
    }

    /// Takes stories that were separated and merged: rows change where they are, a new story stands
    /// below one that is listed, and the cursor goes from a story that is gone to what it leads to.
    pub fn regroup(&mut self, rows: &[StoryRow], gone: &[(StoryId, StoryId)]) {
        let listed = |list: &Self, row: &&StoryRow| list.position(row.id).is_some();
        let near = rows.iter().find(|row| listed(self, row)).map(|row| row.id);
        let near = near.or_else(|| {
            let gone = gone.iter().map(|(gone, _)| *gone);
            gone.into_iter()
                .find(|story| self.position(*story).is_some())
        });
        for row in rows {
            if self.position(row.id).is_none() {
                let Some(at) = near.and_then(|near| self.position(near)) else {
                    continue;
                };
                self.insert(at + 1, row);
            }
            self.waiting.remove(&row.id);
            self.grown.remove(&row.id);
            self.rows.insert(row.id, row.clone());
            self.set_unread(row.id, row.unread > 0);
        }
        for (gone, kept) in gone {
            self.remove(*gone, *kept);
        }
    }

    fn insert(&mut self, at: usize, row: &StoryRow) {
        self.ids.insert(at, row.id);
        self.unread.insert(at, row.unread > 0);
        self.cursor += usize::from(self.cursor >= at);
        self.asked.clear();
    }

    fn remove(&mut self, gone: StoryId, kept: StoryId) {
        self.waiting.remove(&gone);
        self.grown.remove(&gone);
        self.rows.remove(&gone);
        let Some(at) = self.position(gone) else {
            return;
        };
        let selected = self.selected().map(|id| if id == gone { kept } else { id });
        self.ids.remove(at);
        self.unread.remove(at);
        self.asked.clear();
        let row = selected.and_then(|id| self.position(id));
        self.cursor = row.unwrap_or(at).min(self.ids.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
    }

    /// Takes the whole of a snapshot whose beginning is there; gives whether it begins like that.
    /// Cursor, rows and what was asked for stay.
    pub fn complete_with(&mut self, ids: &[StoryId], unread: &[bool]) -> bool {
        let fits = ids.starts_with(&self.ids);
        if fits {
            let known = self.ids.len();
            self.ids.extend_from_slice(&ids[known..]);
            self.take_unread(unread.to_vec());
            // What the reader did meanwhile is in the rows.
            for (flag, id) in self.unread.iter_mut().zip(&self.ids[..known]) {
                if let Some(row) = self.rows.get(id) {
                    *flag = row.unread > 0;
                }
            }
            self.complete = true;
            // The last chunk of the beginning was not a whole one.
            self.asked.remove(&(known / CHUNK));
        }
        fits
    }

    /// Where a story stands.
    pub fn position(&self, story: StoryId) -> Option<usize> {
        self.ids.iter().position(|id| *id == story)
    }

    /// The first row that waited before the list was loaded anew.
    pub fn first_of(&self, stories: &FxHashSet<StoryId>) -> Option<usize> {
        self.ids.iter().position(|id| stories.contains(id))
    }

    /// The new stories, to look for them in the next snapshot.
    pub fn waiting_stories(&self) -> FxHashSet<StoryId> {
        self.waiting.clone()
    }

    /// Takes loaded rows; those that are not listed are dropped.
    pub fn take_rows(&mut self, rows: Vec<StoryRow>) {
        for row in rows {
            let Some(old) = self.rows.insert(row.id, row.clone()) else {
                continue;
            };
            let more = row.articles.saturating_sub(old.articles);
            if more > 0 {
                *self.grown.entry(row.id).or_default() += more;
            }
            if (old.unread > 0) != (row.unread > 0) {
                self.set_unread(row.id, row.unread > 0);
            }
        }
        if self.rows.len() > KEPT {
            self.drop_far_rows();
        }
    }

    /// Changes a loaded row in place.
    pub fn change_row(&mut self, story: StoryId, change: impl FnOnce(&mut StoryRow)) {
        if let Some(row) = self.rows.get_mut(&story) {
            change(row);
            let unread = row.unread > 0;
            self.set_unread(story, unread);
        }
    }

    fn set_unread(&mut self, story: StoryId, unread: bool) {
        if let Some(at) = self.position(story) {
            self.unread[at] = unread;
        }
    }

    /// Stories of the worker's message that are on the list and loaded; the others wait.
    pub fn sort_changes(&mut self, changed: &[StoryId]) -> Vec<StoryId> {
        let mut unknown: FxHashSet<StoryId> = changed
            .iter()
            .filter(|id| !self.rows.contains_key(id))
            .copied()
            .collect();
        // One pass over the snapshot instead of a map that would have to be kept for it.
        if !unknown.is_empty() {
            self.ids.iter().for_each(|id| {
                unknown.remove(id);
            });
        }
        self.waiting.extend(unknown);
        changed
            .iter()
            .filter(|id| self.rows.contains_key(id))
            .copied()
            .collect()
    }

    /// Takes the stories that the list would have now; those that it does not have wait.
    pub fn take_there(&mut self, there: Vec<StoryId>) {
        let mut new: FxHashSet<StoryId> = there.into_iter().collect();
        self.ids.iter().for_each(|id| {
            new.remove(id);
        });
        self.waiting.extend(new);
    }

    /// Stories whose rows are loaded.
    pub fn loaded_ids(&self) -> Vec<StoryId> {
        let mut ids: Vec<StoryId> = self.rows.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Rows that will be needed soon and were not asked for yet; they count as asked for now.
    pub fn missing(&mut self) -> Vec<StoryId> {
        if self.ids.is_empty() {
            return Vec::new();
        }
        let first = self.cursor.saturating_sub(AHEAD) / CHUNK;
        let last = (self.cursor + AHEAD).min(self.ids.len() - 1) / CHUNK;
        let mut ids = Vec::new();
        for chunk in first..=last {
            if self.asked.insert(chunk) {
                let end = ((chunk + 1) * CHUNK).min(self.ids.len());
                ids.extend(
                    self.ids[chunk * CHUNK..end]
                        .iter()
                        .filter(|id| !self.rows.contains_key(id)),
                );
            }
        }
        ids
    }

    fn drop_far_rows(&mut self) {
        let first = self.cursor.saturating_sub(KEPT / 4) / CHUNK;
        let last = (self.cursor + KEPT / 4) / CHUNK;
        let end = ((last + 1) * CHUNK).min(self.ids.len());
        let near: FxHashSet<StoryId> = self
            .ids
            .get(first * CHUNK..end)
            .unwrap_or_default()
            .iter()
            .copied()
            .collect();
        self.rows.retain(|id, _| near.contains(id));
        self.asked.retain(|chunk| (first..=last).contains(chunk));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::story_row;

    fn list(count: i64) -> StoryList {
        let mut list = StoryList::default();
        list.replace(
            (1..=count).map(StoryId).collect(),
            Vec::new(),
            Vec::new(),
            None,
        );
        list
    }

    #[test]
    fn rows_are_asked_for_once_and_ahead_of_the_cursor() {
        let mut list = list(10_000);
        let first = list.missing();
        assert_eq!(first.len(), 3 * CHUNK);
        assert_eq!(list.missing(), Vec::new());
        list.cursor = 200;
        assert_eq!(list.missing().first(), Some(&StoryId(385)));
    }

    #[test]
    fn a_hundred_thousand_rows_never_stay_loaded_together() {
        let mut list = list(100_000);
        for cursor in (0..100_000).step_by(100) {
            list.cursor = cursor;
            let rows = list
                .missing()
                .into_iter()
                .map(|id| story_row(id.0))
                .collect();
            list.take_rows(rows);
            assert!(list.row(cursor).is_some());
            assert!(list.rows.len() <= KEPT + 5 * CHUNK);
        }
    }

    #[test]
    fn a_new_story_waits_and_a_grown_one_changes_in_place() {
        let mut list = list(10);
        list.take_rows(vec![story_row(3)]);
        assert_eq!(
            list.sort_changes(&[StoryId(3), StoryId(5), StoryId(99)]),
            [StoryId(3)]
        );
        assert_eq!(list.waiting(), 1);
        let mut grown = story_row(3);
        grown.articles += 2;
        list.take_rows(vec![grown]);
        assert_eq!(list.grown(StoryId(3)), 2);
        assert_eq!(list.len(), 10);
    }

    #[test]
    fn the_next_unread_story_is_found_beyond_the_loaded_rows() {
        let mut list = list(50_000);
        let mut unread = vec![false; 50_000];
        unread[40_000] = true;
        list.take_unread(unread);
        assert_eq!(list.unread_beside_cursor(true), Some(40_000));
        list.cursor = 45_000;
        assert_eq!(list.unread_beside_cursor(true), None);
        assert_eq!(list.unread_beside_cursor(false), Some(40_000));
    }

    #[test]
    fn a_new_snapshot_keeps_the_cursor_on_its_story() {
        let mut list = list(10);
        list.cursor = 4;
        let selected = list.selected();
        list.replace(
            (0..=10).map(StoryId).collect(),
            Vec::new(),
            Vec::new(),
            selected,
        );
        assert_eq!(list.selected(), Some(StoryId(5)));
        assert_eq!(list.cursor, 5);
    }
}
