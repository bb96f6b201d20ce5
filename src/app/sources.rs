//! The rows of the sources panel: the members of the story, and below them the works that the shown
//! article says it draws on, which are no articles of the reader's feeds.

use crate::app::State;
use crate::model::CitedWork;

/// Works that have a row; of more it is said how many there are.
const WORKS: usize = 5;

/// A row of the sources panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceRow {
    /// A member of the story, by its place.
    Member(usize),
    /// What stands over the works.
    Label,
    /// A work that the shown article cites, by its place.
    Work(usize),
    /// So many works have no row.
    More(usize),
}

impl State {
    /// The works that the shown article cites, if it is one of the open story.
    pub fn cited_works(&self) -> &[CitedWork] {
        let shown = self.reader.shown.as_ref();
        let shown = shown.filter(|shown| {
            let story = self.story.as_ref();
            story.is_some_and(|story| story.member(shown.text.id).is_some())
        });
        let documents = shown.map(|shown| [Some(&shown.document), shown.other.as_ref()]);
        let documents = documents.into_iter().flatten().flatten();
        let mut cited = documents.map(|document| document.cited.as_slice());
        cited.find(|cited| !cited.is_empty()).unwrap_or_default()
    }

    /// The rows of the sources panel from top to bottom.
    pub fn source_rows(&self) -> Vec<SourceRow> {
        let members = self.story.as_ref().map_or(0, |story| story.members.len());
        let works = self.cited_works().len();
        let mut rows: Vec<SourceRow> = (0..members).map(SourceRow::Member).collect();
        if works > 0 {
            rows.push(SourceRow::Label);
            rows.extend((0..works.min(WORKS)).map(SourceRow::Work));
        }
        if works > WORKS {
            rows.push(SourceRow::More(works - WORKS));
        }
        rows
    }

    /// Rows of the sources panel that the cursor can stand on.
    pub(super) fn source_places(&self) -> usize {
        let members = self.story.as_ref().map_or(0, |story| story.members.len());
        members + self.cited_works().len().min(WORKS)
    }

    /// The place of the panel's cursor among its rows.
    pub fn source_cursor(&self) -> usize {
        let Some(story) = &self.story else { return 0 };
        story.cursor + usize::from(story.cursor >= story.members.len())
    }

    /// The work that the cursor of the sources panel stands on.
    pub fn work_under_cursor(&self) -> Option<&CitedWork> {
        let story = self.story.as_ref()?;
        let place = story.cursor.checked_sub(story.members.len())?;
        self.cited_works().get(place)
    }
}
