//! A document and a width → lines; pure.
//!
//! Widths are counted in terminal cells. Text keeps its logical order: reordering right-to-left
//! runs is left to the terminal.

use crate::model::{Document, LinkId, Style};

/// What a span is in the page, beside its own style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Somebody else's words, and the bar before them.
    Quote,
    /// The bullet or number of a list item.
    Marker,
    /// Program text.
    Code,
    /// The lines of a table.
    TableRule,
    /// The words that stand for an image.
    Caption,
    /// A dividing line.
    Rule,
}

/// A run of text on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// How it stands out.
    pub style: Style,
    /// Where it leads.
    pub link: Option<LinkId>,
}

/// A line of the laid-out document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// What stands on it, from left to right.
    pub spans: Vec<Span>,
    /// It may be wider than the page and is scrolled sideways: code, a wide table.
    pub scrollable: bool,
}

/// How to lay out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Only ASCII for rules, bars and bullets.
    pub ascii: bool,
}

/// A document laid out for a width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Its lines from top to bottom.
    pub lines: Vec<Line>,
    /// Line, level and text of each heading.
    pub headings: Vec<(usize, u8, String)>,
    /// The width it was laid out for, in cells.
    pub width: usize,
}

/// Lays a document out for a width in cells.
pub fn lay_out(_document: &Document, width: usize, _options: Options) -> Layout {
    Layout {
        width,
        ..Layout::default()
    }
}

/// Breaks one line of text for a width in cells.
pub fn wrap_line(text: &str, _width: usize) -> Vec<String> {
    vec![text.to_owned()]
}

/// The beginning of a text that fits a width in cells, with "…" if something is left out.
pub fn truncate_to_cells(text: &str, _width: usize) -> String {
    text.to_owned()
}

mod export;

pub use export::{escape, to_html, to_markdown};
