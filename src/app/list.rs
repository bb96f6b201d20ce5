//! The list of stories, or of articles: a snapshot of ids in order, which changes only when the
//! reader asks, and rows that are loaded in chunks around the cursor. A hundred thousand ids cost
//! about a megabyte; rows beyond the neighbourhood of the cursor are dropped again.

use std::ops::RangeInclusive;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::ListRequest;
use crate::model::{ArticleId, ListedRows, Member, RowId, Sort, StoryId, StoryRow, View};
use crate::query::Query;

/// Rows that are asked for together.
const CHUNK: usize = 128;
/// Rows before and after the cursor that are there before they are needed: a held key moves about
/// thirty rows a second, an answer takes milliseconds.
const AHEAD: usize = 256;
/// Above this many rows those far from the cursor are dropped.
const KEPT: usize = 2048;

/// A query that narrows a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// As typed.
    pub text: String,
    /// What it means.
    pub query: Query,
}

/// A list with a cursor.
#[derive(Debug, Clone, Default)]
pub struct StoryList {
    /// Which stories.
    pub view: View,
    /// All or unread: what going back leads to from any other list.
    pub home: View,
    /// What a saved view finds.
    pub saved: Option<Query>,
    /// What narrows it.
    pub filter: Option<Filter>,
    /// Articles one by one instead of stories.
    pub flat: bool,
    /// In which order.
    pub sort: Sort,
    /// The order from its end.
    pub reversed: bool,
    /// What is read is left out when the list is loaded.
    pub hide_read: bool,
    /// Index of the row the cursor stands on.
    pub cursor: usize,
    /// Index of the first row on the screen.
    pub top: usize,
    /// Index of the row at which a range began.
    pub anchor: Option<usize>,
    /// The snapshot has come at least once.
    pub loaded: bool,
    /// All of the snapshot has come, not just its beginning.
    pub complete: bool,
    /// First row, cursor and generation before the screen had another size.
    before_resize: Option<(usize, usize, u64)>,
    generation: u64,
    /// The request that the snapshot answers.
    answered: u64,
    /// The snapshot; what is unread is known for rows that are not loaded too, so that the next
    /// unread one is found however far it is.
    listed: ListedRows,
    rows: FxHashMap<RowId, StoryRow>,
    asked: FxHashSet<usize>,
    grown: FxHashMap<RowId, u32>,
    waiting: FxHashSet<RowId>,
}

impl StoryList {
    /// Rows in the list.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Whether its rows are articles.
    pub fn lists_articles(&self) -> bool {
        self.flat || self.view == View::History
    }

    /// Whether it shows less than everything that is not muted.
    pub fn is_narrowed(&self) -> bool {
        self.view != View::All || self.filter.is_some() || self.hide_read
    }

    /// What the row at an index stands for.
    pub fn id(&self, index: usize) -> Option<RowId> {
        self.listed.id(index)
    }

    /// The story the cursor stands on, or that of the article it stands on.
    pub fn selected(&self) -> Option<StoryId> {
        self.listed.stories.get(self.cursor).copied()
    }

    /// What the row under the cursor stands for.
    pub fn selected_row(&self) -> Option<RowId> {
        self.id(self.cursor)
    }

    /// The article of the row under the cursor: itself in a list of articles, the lead of a story.
    pub fn selected_article(&self) -> Option<ArticleId> {
        match self.selected_row()? {
            RowId::Article(article) => Some(article),
            RowId::Story(_) => self.row(self.cursor).map(|row| row.lead),
        }
    }

    /// The row at an index, if it is loaded.
    pub fn row(&self, index: usize) -> Option<&StoryRow> {
        self.rows.get(&self.id(index)?)
    }

    /// The row of a story, if it is loaded: of several articles the one under the cursor, else the
    /// first.
    pub fn row_of(&self, story: StoryId) -> Option<&StoryRow> {
        let here = self.row(self.cursor).filter(|row| row.id == story);
        here.or_else(|| self.row(self.position(story)?))
    }

    /// Rows from where a range began to the cursor; none where there is no range.
    pub fn range(&self) -> Option<RangeInclusive<usize>> {
        let anchor = self.anchor?.min(self.len().saturating_sub(1));
        Some(anchor.min(self.cursor)..=anchor.max(self.cursor))
    }

    /// What the rows of the range stand for, else the one under the cursor.
    pub fn chosen(&self) -> Vec<RowId> {
        let rows = self.range().unwrap_or(self.cursor..=self.cursor);
        rows.filter_map(|index| self.id(index)).collect()
    }

    /// The stories of all rows, each once.
    pub fn stories(&self) -> Vec<StoryId> {
        let mut stories = self.listed.stories.clone();
        stories.sort_unstable();
        stories.dedup();
        stories
    }

    /// The story of the row at an index.
    pub fn story(&self, index: usize) -> Option<StoryId> {
        self.listed.stories.get(index).copied()
    }

    /// Whether a row of the range is unread.
    pub fn range_has_unread(&self) -> bool {
        let mut rows = self.range().into_iter().flatten();
        rows.any(|row| self.listed.unread.get(row) == Some(&true))
    }

    /// Whether all rows of the range that are loaded are starred.
    pub fn range_is_starred(&self) -> bool {
        let rows = self.range().into_iter().flatten();
        rows.filter_map(|row| self.row(row))
            .all(|row| row.starred > 0)
    }

    /// Marks the range.
    pub fn mark_range(&mut self, read: bool) {
        for index in self.range().into_iter().flatten() {
            if let Some(flag) = self.listed.unread.get_mut(index) {
                *flag = !read;
            }
            if let Some(row) = self.id(index).and_then(|id| self.rows.get_mut(&id)) {
                row.mark(read);
            }
        }
    }

    /// Stars the range.
    pub fn star_range(&mut self, starred: bool) {
        for index in self.range().into_iter().flatten() {
            if let Some(row) = self.id(index).and_then(|id| self.rows.get_mut(&id)) {
                row.starred = if starred { row.starred.max(1) } else { 0 };
            }
        }
    }

    /// Articles that joined the story since the list was loaded.
    pub fn grown(&self, row: &StoryRow) -> u32 {
        self.grown.get(&self.key(row)).copied().unwrap_or(0)
    }

    /// New rows that the snapshot does not hold.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Unread rows of the snapshot.
    pub fn unread(&self) -> usize {
        self.listed.unread.iter().filter(|unread| **unread).count()
    }

    /// The next unread row after the cursor, or the one before it.
    pub fn unread_beside_cursor(&self, forward: bool) -> Option<usize> {
        let unread = &self.listed.unread;
        if forward {
            let start = self.cursor + 1;
            let rest = unread.get(start..)?;
            rest.iter().position(|unread| *unread).map(|at| start + at)
        } else {
            unread
                .get(..self.cursor)?
                .iter()
                .rposition(|unread| *unread)
        }
    }

    /// Takes what is unread, listed or not.
    pub fn take_unread_rows(&mut self, unread: Vec<RowId>) {
        let unread: FxHashSet<RowId> = unread.into_iter().collect();
        self.listed.unread = self.listed.ids().map(|id| unread.contains(&id)).collect();
    }

    /// Marks the whole list.
    pub fn mark_all(&mut self, read: bool) {
        self.listed.unread.fill(!read);
        for row in self.rows.values_mut() {
            row.mark(read);
        }
    }

    /// The list that answers are expected for.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// What is listed answers the last request, although perhaps not all of it is there.
    pub fn is_here(&self) -> bool {
        self.answered == self.generation
    }

    /// What is listed is the whole answer to the last request.
    pub fn is_current(&self) -> bool {
        self.is_here() && (self.complete || !self.loaded)
    }

    /// All rows in order.
    pub fn ids(&self) -> impl Iterator<Item = RowId> + '_ {
        self.listed.ids()
    }

    /// A request for this list anew; answers to older ones no longer count.
    pub fn request(&mut self, around: Option<RowId>) -> ListRequest {
        self.generation += 1;
        self.current_request(around)
    }

    /// What a saved view finds, and what narrows it.
    pub fn query(&self) -> Option<Query> {
        let filter = self.filter.iter().map(|filter| &filter.query);
        let mut queries: Vec<Query> = self.saved.iter().chain(filter).cloned().collect();
        match queries.len() {
            0 | 1 => queries.pop(),
            _ => Some(Query::All(queries)),
        }
    }

    /// A request for this list as it is now.
    pub fn current_request(&self, around: Option<RowId>) -> ListRequest {
        ListRequest {
            generation: self.generation,
            view: self.view.clone(),
            query: self.query(),
            flat: self.lists_articles(),
            sort: self.sort,
            reversed: self.reversed,
            hide_read: self.hide_read,
            around,
        }
    }

    /// Takes a new snapshot; the cursor stands on `select`, else at the first row.
    pub fn replace(&mut self, listed: ListedRows, rows: Vec<StoryRow>, select: Option<RowId>) {
        self.listed = listed;
        self.listed.unread.resize(self.listed.len(), false);
        self.rows = rows.into_iter().map(|row| (self.key(&row), row)).collect();
        self.loaded = true;
        self.answered = self.generation;
        self.complete = true;
        self.anchor = None;
        self.asked.clear();
        self.grown.clear();
        self.waiting.clear();
        self.cursor = select.and_then(|id| self.place_of(id)).unwrap_or(0);
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
        let key = self.key(&row);
        if self.listed.position(key).is_none() {
            self.cursor = at.min(self.len());
            self.listed.insert(self.cursor, key, row.id, row.unread > 0);
            self.rows.insert(key, row);
            self.top = self.cursor.min(self.top);
        }
    }

    /// Takes stories that were separated and merged: rows change where they are, a new story stands
    /// below one that is listed, and the cursor goes from a story that is gone to what it leads to.
    /// Gives whether that was possible; a list of articles is to be asked for anew.
    pub fn regroup(&mut self, rows: &[StoryRow], gone: &[(StoryId, StoryId)]) -> bool {
        if self.lists_articles() {
            return false;
        }
        let listed = |list: &Self, row: &&StoryRow| list.position(row.id).is_some();
        let near = rows.iter().find(|row| listed(self, row)).map(|row| row.id);
        let near = near.or_else(|| {
            let gone = gone.iter().map(|(gone, _)| *gone);
            gone.into_iter()
                .find(|story| self.position(*story).is_some())
        });
        for row in rows {
            let key = RowId::Story(row.id);
            if self.position(row.id).is_none() {
                let Some(at) = near.and_then(|near| self.position(near)) else {
                    continue;
                };
                self.insert(at + 1, row);
            }
            self.waiting.remove(&key);
            self.grown.remove(&key);
            self.rows.insert(key, row.clone());
            self.set_unread(key, row.unread > 0);
        }
        for (gone, kept) in gone {
            self.remove(*gone, *kept);
        }
        true
    }

    fn insert(&mut self, at: usize, row: &StoryRow) {
        self.listed
            .insert(at, RowId::Story(row.id), row.id, row.unread > 0);
        self.cursor += usize::from(self.cursor >= at);
        self.asked.clear();
    }

    fn remove(&mut self, gone: StoryId, kept: StoryId) {
        let key = RowId::Story(gone);
        self.waiting.remove(&key);
        self.grown.remove(&key);
        self.rows.remove(&key);
        let Some(at) = self.position(gone) else {
            return;
        };
        let selected = self.selected().map(|id| if id == gone { kept } else { id });
        self.listed.remove(at);
        self.asked.clear();
        let row = selected.and_then(|id| self.position(id));
        self.cursor = row.unwrap_or(at).min(self.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
    }

    /// Takes the whole of a snapshot whose beginning is there; gives whether it begins like that.
    /// Cursor, rows and what was asked for stay.
    pub fn complete_with(&mut self, listed: &ListedRows) -> bool {
        let fits = self.listed.begin(listed);
        if fits {
            let known = self.len();
            self.listed = listed.clone();
            self.listed.unread.resize(self.listed.len(), false);
            // What the reader did meanwhile is in the rows.
            for index in 0..known {
                if let Some(row) = self.row(index) {
                    self.listed.unread[index] = row.unread > 0;
                }
            }
            self.complete = true;
            // The last chunk of the beginning was not a whole one.
            self.asked.remove(&(known / CHUNK));
        }
        fits
    }

    /// Where a story stands, or the first of its articles.
    pub fn position(&self, story: StoryId) -> Option<usize> {
        self.listed.stories.iter().position(|id| *id == story)
    }

    /// Where a row stands; for a story in a list of articles, the first of them.
    pub fn place_of(&self, row: RowId) -> Option<usize> {
        self.listed.position(row).or_else(|| match row {
            RowId::Story(story) => self.position(story),
            RowId::Article(_) => None,
        })
    }

    /// The first row that waited before the list was loaded anew, an unread one if there is any.
    pub fn first_of(&self, rows: &FxHashSet<RowId>) -> Option<usize> {
        let waited = self.ids().enumerate();
        let waited = waited.filter(|(_, id)| rows.contains(id));
        let mut waited = waited.map(|(index, _)| index).peekable();
        let first = waited.peek().copied();
        waited
            .find(|index| self.listed.unread.get(*index) == Some(&true))
            .or(first)
    }

    /// The new rows, to look for them in the next snapshot.
    pub fn waiting_rows(&self) -> FxHashSet<RowId> {
        self.waiting.clone()
    }

    /// Takes loaded rows; those that are not listed are dropped.
    pub fn take_rows(&mut self, rows: Vec<StoryRow>) {
        for row in rows {
            let key = self.key(&row);
            let Some(old) = self.rows.insert(key, row.clone()) else {
                continue;
            };
            let more = row.articles.saturating_sub(old.articles);
            if more > 0 {
                *self.grown.entry(key).or_default() += more;
            }
            if (old.unread > 0) != (row.unread > 0) {
                self.set_unread(key, row.unread > 0);
            }
        }
        if self.rows.len() > KEPT {
            self.drop_far_rows();
        }
    }

    /// Changes a loaded row in place.
    pub fn change_row(&mut self, key: RowId, change: impl FnOnce(&mut StoryRow)) {
        if let Some(row) = self.rows.get_mut(&key) {
            change(row);
            let unread = row.unread > 0;
            self.set_unread(key, unread);
        }
    }

    /// Rows of a story, or of its articles, follow its members.
    pub fn show_members(&mut self, story: StoryId, members: &[Member]) {
        let count = |is: fn(&Member) -> bool| {
            let members = members.iter().filter(|member| is(member)).count();
            u32::try_from(members).unwrap_or(u32::MAX)
        };
        if !self.lists_articles() {
            let unread = count(|member| !member.read && !member.muted);
            let (starred, changed) = (count(|m| m.starred), count(|m| m.changed));
            return self.change_row(RowId::Story(story), |row| {
                (row.unread, row.starred, row.changed) = (unread, starred, changed);
            });
        }
        for member in members {
            self.change_row(RowId::Article(member.article), |row| {
                row.unread = u32::from(!member.read && !member.muted);
                row.starred = u32::from(member.starred);
                row.changed = u32::from(member.changed);
            });
        }
    }

    fn set_unread(&mut self, key: RowId, unread: bool) {
        if let Some(at) = self.listed.position(key) {
            self.listed.unread[at] = unread;
        }
    }

    fn key(&self, row: &StoryRow) -> RowId {
        if self.lists_articles() {
            RowId::Article(row.lead)
        } else {
            RowId::Story(row.id)
        }
    }

    /// Rows of the worker's message that are loaded, to be read anew. In a list of all stories the
    /// others wait; of any other list it is to be asked what belongs into it.
    pub fn sort_changes(&mut self, changed: &[StoryId]) -> Vec<RowId> {
        if self.lists_articles() {
            return self.loaded_of(changed);
        }
        let changed = changed.iter().map(|story| RowId::Story(*story));
        let (loaded, unknown): (Vec<RowId>, Vec<RowId>) =
            changed.partition(|id| self.rows.contains_key(id));
        if !self.is_narrowed() {
            self.wait_for(unknown);
        }
        loaded
    }

    /// Takes the rows that the list would have now; those that it does not have wait.
    pub fn take_there(&mut self, there: &ListedRows) {
        self.wait_for(there.ids().collect());
    }

    /// Those that are not listed wait.
    fn wait_for(&mut self, rows: Vec<RowId>) {
        let mut new: FxHashSet<RowId> = rows.into_iter().collect();
        // One pass over the snapshot instead of a map that would have to be kept for it.
        if !new.is_empty() {
            self.listed.ids().for_each(|id| {
                new.remove(&id);
            });
        }
        self.waiting.extend(new);
    }

    /// Rows of these stories, or of their articles, that are loaded.
    pub fn loaded_of(&self, stories: &[StoryId]) -> Vec<RowId> {
        let rows = self.rows.iter();
        let rows = rows.filter(|(_, row)| stories.contains(&row.id));
        let mut ids: Vec<RowId> = rows.map(|(key, _)| *key).collect();
        ids.sort_unstable();
        ids
    }

    /// What is loaded.
    pub fn loaded_ids(&self) -> Vec<RowId> {
        let mut ids: Vec<RowId> = self.rows.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Rows that will be needed soon and were not asked for yet; they count as asked for now.
    pub fn missing(&mut self) -> Vec<RowId> {
        if self.is_empty() {
            return Vec::new();
        }
        let first = self.cursor.saturating_sub(AHEAD) / CHUNK;
        let last = (self.cursor + AHEAD).min(self.len() - 1) / CHUNK;
        let mut ids = Vec::new();
        for chunk in first..=last {
            if self.asked.insert(chunk) {
                let end = ((chunk + 1) * CHUNK).min(self.len());
                let chunk = (chunk * CHUNK..end).filter_map(|index| self.id(index));
                ids.extend(chunk.filter(|id| !self.rows.contains_key(id)));
            }
        }
        ids
    }

    fn drop_far_rows(&mut self) {
        let first = self.cursor.saturating_sub(KEPT / 4) / CHUNK;
        let last = (self.cursor + KEPT / 4) / CHUNK;
        let end = ((last + 1) * CHUNK).min(self.len());
        let near = (first * CHUNK..end).filter_map(|index| self.id(index));
        let near: FxHashSet<RowId> = near.collect();
        self.rows.retain(|id, _| near.contains(id));
        self.asked.retain(|chunk| (first..=last).contains(chunk));
    }
}

#[cfg(test)]
mod tests;
