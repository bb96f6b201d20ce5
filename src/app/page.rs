//! A page of the web that no feed has brought, read over the panes.

use std::sync::Arc;

use crate::app::{Cells, State};
use crate::layout::{Layout, Options};
use crate::model::{Document, Notice};

/// A page that is read, or on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct WebPage {
    /// Its address as it was asked for.
    pub url: String,
    /// What became of it; `None` while it is on its way.
    pub text: Option<Result<PageText, Notice>>,
    /// Index of the first line on the screen.
    pub top: usize,
}

/// What a page says.
#[derive(Debug, Clone, PartialEq)]
pub struct PageText {
    /// Where it was found in the end.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Who wrote it, where and when.
    pub byline: String,
    /// Its text.
    pub document: Arc<Document>,
    /// The same as lines.
    pub layout: Arc<Layout>,
    /// How it is laid out.
    pub options: Options,
}

/// Rows above the text: headline, byline, rule.
const HEAD: u16 = 3;

impl State {
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
