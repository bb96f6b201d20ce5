//! A page of the web that no feed has brought, read over the panes.

use std::sync::Arc;

use crate::app::{Cells, PageState, Screen, ShownArticle, State, Version};
use crate::layout::Layout;
use crate::model::{ArticleId, ArticleText, Document, FeedId, Kind, Notice, StoryId, Timestamp};

/// A page that is read, or on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct WebPage {
    /// Its address as it was asked for.
    pub url: String,
    /// What became of it; `None` while it is on its way.
    pub text: Option<Result<Box<OpenPage>, Notice>>,
}

/// A page that is read.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenPage {
    /// Who wrote it, where and when.
    pub byline: String,
    /// Its text, read as an article is; it belongs to no feed and no story.
    pub shown: ShownArticle,
}

/// What a page says.
#[derive(Debug, Clone, PartialEq)]
pub struct PageText {
    /// Where it was found in the end.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Its publisher.
    pub source: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// All of these in a line.
    pub byline: String,
    /// Its text.
    pub document: Arc<Document>,
    /// The same as lines.
    pub layout: Arc<Layout>,
}

/// Rows above the text: headline, byline, rule.
const HEAD: u16 = 3;

impl OpenPage {
    /// The page at its beginning.
    pub fn new(page: PageText, now: Timestamp) -> Self {
        let text = ArticleText {
            id: ArticleId(0),
            feed: FeedId(0),
            story: StoryId(0),
            title: page.title,
            derived_title: false,
            source: page.source,
            via: None,
            author: page.author,
            url: Some(page.url),
            comments: None,
            published: page.published.unwrap_or(now),
            updated: None,
            first_seen: now,
            lang: None,
            kind: Kind::Article,
            read: true,
            starred: false,
            changed: false,
            revisions: 0,
            summary: String::new(),
            html: String::new(),
            enclosures: Vec::new(),
            tags: Vec::new(),
            own_tags: Vec::new(),
        };
        Self {
            byline: page.byline,
            shown: ShownArticle {
                text,
                document: page.document,
                other: None,
                as_sent: false,
                layout: page.layout,
                marking: None,
                only: None,
                find: None,
                hints: None,
                version: Version::Full,
                page: PageState::There,
                ends_at: None,
                scroll: 0,
                heading: None,
                held: None,
                sideways: 0,
                engaged: true,
                shown_long: true,
                finished: true,
                wake: 0,
            },
        }
    }
}

/// The page that has the keys, below a list of its own, too.
fn page_of<'s>(screen: &'s Screen, covered: &'s [Screen]) -> Option<&'s WebPage> {
    match (screen, covered.last()) {
        (Screen::Page(page), _)
        | (Screen::Outline(_) | Screen::Links(_), Some(Screen::Page(page))) => Some(page),
        _ => None,
    }
}

impl State {
    /// A page is read, or on its way.
    pub fn reads_page(&self) -> bool {
        page_of(&self.screen, &self.covered).is_some()
    }

    /// The page that is read, once it is there: its address and its text.
    pub(super) fn read_page(&self) -> Option<(&str, &ShownArticle)> {
        let page = page_of(&self.screen, &self.covered)?;
        match &page.text {
            Some(Ok(open)) => Some((&page.url, &open.shown)),
            _ => None,
        }
    }

    /// The text that is read: of the page on the screen, else of the article.
    pub fn shown(&self) -> Option<&ShownArticle> {
        match page_of(&self.screen, &self.covered) {
            Some(page) => match &page.text {
                Some(Ok(open)) => Some(&open.shown),
                _ => None,
            },
            None => self.reader.shown.as_ref(),
        }
    }

    /// The same, to move in it.
    pub(super) fn shown_mut(&mut self) -> Option<&mut ShownArticle> {
        let page = match (&mut self.screen, self.covered.last_mut()) {
            (Screen::Page(page), _)
            | (Screen::Outline(_) | Screen::Links(_), Some(Screen::Page(page))) => page,
            _ => return self.reader.shown.as_mut(),
        };
        match &mut page.text {
            Some(Ok(open)) => Some(&mut open.shown),
            _ => None,
        }
    }

    /// Where a page stands on the screen: its head and its text, which is as wide as lines are laid
    /// out.
    pub fn page_cells(&self) -> (Cells, Cells) {
        let body = self.geometry().body;
        let margin = 2.min(body.width / 8);
        let inner = body.inset(margin, margin);
        let spare = inner.width.saturating_sub(self.widest_text.get());
        let column = inner.inset(spare / 2, spare - spare / 2);
        let head = HEAD.min(column.height / 2);
        let above = Cells {
            height: head,
            ..column
        };
        (above, column.below(head))
    }
}
