//! An article as blocks of styled spans: what is laid out for a width and drawn.

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
    /// Words in its text.
    pub words: u32,
}
