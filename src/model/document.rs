//! An article as blocks of styled spans: what is laid out for a width and drawn.

use std::borrow::Cow;

use serde::Serialize;

/// Index of a link in [`Document::links`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkId(pub usize);

/// A link target of a document; always http, https or mailto.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Absolute address.
    pub url: String,
}

/// How a span stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Style {
    /// Emphasis.
    pub emphasis: bool,
    /// Strong emphasis.
    pub strong: bool,
    /// Struck out.
    pub strikeout: bool,
    /// Program text.
    pub code: bool,
    /// Text that stands for an image (alternative text).
    pub image: bool,
    /// Text that stands beside the article rather than in it: a kicker, the number of a source.
    pub quiet: bool,
    /// The publisher's summary over the text.
    pub standfirst: bool,
    /// A name, a figure or a quote that is new to the reader.
    pub fresh: bool,
    /// A sentence with something new to the reader.
    pub marked: bool,
    /// A sentence that repeats what the reader has seen.
    pub repeated: bool,
}

impl Style {
    /// The same without what is new to the reader.
    pub fn of_text(self) -> Self {
        Self {
            fresh: false,
            marked: false,
            repeated: false,
            ..self
        }
    }
}

/// A run of text in one style. A line break in it is a forced one (`<br>`); headings, cells and
/// code have none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Inline {
    /// The text, free of control characters.
    pub text: String,
    /// How it stands out.
    pub style: Style,
    /// Where it leads.
    pub link: Option<LinkId>,
}

/// A piece of a document that stands on its own lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// Its text.
        spans: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// An item of a list, already numbered or bulleted.
    ListItem {
        /// Nesting, 0 at the outermost level.
        depth: u8,
        /// "•" or "3."; empty for a further paragraph of the same item.
        marker: String,
        /// Its text.
        spans: Vec<Inline>,
    },
    /// Somebody else's words.
    Quote {
        /// Nesting, 1 at the outermost level.
        depth: u8,
        /// The text.
        spans: Vec<Inline>,
    },
    /// Text whose line breaks and blanks count; drawn without wrapping.
    Code(Vec<String>),
    /// A table, row by row; the first row may be a heading.
    Table(Vec<Vec<Vec<Inline>>>),
    /// An image by its words.
    Figure {
        /// Alternative text or caption; never empty.
        caption: Vec<Inline>,
        /// What the image shows, where it says so beside its caption.
        alt: Option<String>,
        /// Address of the image.
        url: Option<String>,
    },
    /// A dividing line.
    Rule,
}

/// A readable article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What it says, from top to bottom.
    pub blocks: Vec<Block>,
    /// Its links in the order of first mention.
    pub links: Vec<Link>,
    /// The works that it says it draws on.
    pub cited: Vec<CitedWork>,
    /// Words in its text.
    pub words: u32,
}

/// A work that an article says it draws on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CitedWork {
    /// Its name, as the article writes it.
    pub name: String,
    /// The site it is on.
    pub domain: Option<String>,
    /// Where it is, or at least its site.
    pub url: Option<String>,
}

impl Block {
    /// Its words; cells are separated by blanks, rows and lines of code by line breaks.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Heading { spans, .. }
            | Self::Paragraph(spans)
            | Self::ListItem { spans, .. }
            | Self::Quote { spans, .. }
            | Self::Figure { caption: spans, .. } => text_of(spans).into(),
            Self::Code(lines) => lines.join("\n").into(),
            Self::Table(rows) => {
                let row = |row: &Vec<Vec<Inline>>| {
                    let cells: Vec<String> = row.iter().map(|cell| text_of(cell)).collect();
                    cells.join(" ")
                };
                let rows: Vec<String> = rows.iter().map(row).collect();
                rows.join("\n").into()
            }
            Self::Rule => "".into(),
        }
    }
}

fn text_of(spans: &[Inline]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

impl Document {
    /// Its text with an empty line between blocks, without captions and the marks of lists.
    pub fn text(&self) -> String {
        let shown = self
            .blocks
            .iter()
            .filter(|block| !matches!(block, Block::Figure { .. } | Block::Rule));
        let texts: Vec<String> = shown.map(|block| block.text().trim().to_owned()).collect();
        texts.join("\n\n")
    }
}
