//! The rows of the sources panel: the members of the story, and below them the works that the shown
//! article says it draws on and whom else the story's articles cite, which are no articles of the
//! reader's feeds.

use crate::app::{OpenStory, Pane, Screen, State};
use crate::compare::{Citation, is_same_publisher};
use crate::model::{CitedWork, FeedSummary, Member};

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
    /// The works that the shown article cites, if it is one of the open story, then whom other
    /// articles of the story cite.
    pub fn cited_works(&self) -> Vec<CitedWork> {
        let mut works = self.works_of_shown().to_vec();
        if self.compared().is_none() {
            return works;
        }
        for ghost in &self.ghosts {
            if !works
                .iter()
                .any(|work| is_same_publisher(&work.name, &ghost.name))
            {
                works.push(CitedWork {
                    name: ghost.name.clone(),
                    domain: ghost.domain.clone(),
                    url: ghost.url.clone(),
                });
            }
        }
        works
    }

    /// Who cites a work: the shown article, or those of the story, with their numbers.
    pub fn citers(&self, work: &CitedWork) -> String {
        let ghost = self
            .ghosts
            .iter()
            .find(|ghost| is_same_publisher(&ghost.name, &work.name));
        let members = self.story.as_ref().map(|story| story.members.as_slice());
        let members = members.unwrap_or_default();
        let articles = self.compared().zip(ghost).map(|(compared, ghost)| {
            let by = ghost.by.iter();
            let by = by.filter_map(|(account, _)| compared.articles.get(*account));
            by.map(|article| article.article).collect::<Vec<_>>()
        });
        let articles = articles.unwrap_or_default();
        let names = members.iter().enumerate();
        let names = names
            .filter(|(_, member)| articles.contains(&member.article))
            .map(|(at, member)| format!("{} {}", at + 1, member.source));
        let names: Vec<String> = names.collect();
        match (names.as_slice(), &self.reader.shown) {
            ([], Some(shown)) => shown.text.source.clone(),
            _ => names.join(", "),
        }
    }

    fn works_of_shown(&self) -> &[CitedWork] {
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

    /// On whose report a member of the open story rests, once that is known.
    pub fn based_on(&self, member: &Member) -> Option<&str> {
        self.compared()?.based_on(member)
    }

    /// The agency whose text a member of the open story carries, once that is known.
    pub fn agency(&self, member: &Member) -> Option<&'static str> {
        self.compared()?.agency(member)
    }

    /// Independent reports of the open story: by copies, and once it is compared by what articles
    /// say they rest on. Its row in the list counts copies alone.
    pub fn origins(&self, story: &OpenStory) -> usize {
        let compared = self.compared();
        compared.map_or_else(|| story.origins(), |all| all.origins(&story.members))
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

    /// That work where keys go to the sources panel.
    pub fn work_in_focus(&self) -> Option<CitedWork> {
        let is_here = matches!(self.screen, Screen::Main) && self.focus == Pane::Sources;
        self.work_under_cursor().filter(|_| is_here)
    }

    /// The work that the cursor of the sources panel stands on.
    pub fn work_under_cursor(&self) -> Option<CitedWork> {
        let story = self.story.as_ref()?;
        let place = story.cursor.checked_sub(story.members.len())?;
        self.cited_works().into_iter().nth(place)
    }
}

/// The citations of publishers that are neither in the story nor among the reader's feeds.
pub(super) fn ghosts(
    cited: &[Citation],
    story: &OpenStory,
    feeds: &[FeedSummary],
) -> Vec<Citation> {
    let members = story.members.iter();
    let members = members.flat_map(|member| [Some(&member.source), member.via.as_ref()]);
    let feeds = feeds.iter();
    let feeds = feeds.flat_map(|feed| [Some(&feed.title), feed.publisher.as_ref()]);
    let known: Vec<&String> = members.chain(feeds).flatten().collect();
    let is_known = |name: &str| {
        let mut known = known.iter();
        known.any(|known| is_same_publisher(known, name))
    };
    let ghosts = cited.iter().filter(|citation| !is_known(&citation.name));
    ghosts.cloned().collect()
}
