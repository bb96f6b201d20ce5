//! A line of an article with what it is judged by, whether it comes from a document or from plain
//! text.

use std::borrow::Cow;

use crate::ingest::extract::folded;
use crate::text::count_words;

/// Words from which on a closed line is running text.
const RUNNING: u32 = 10;

/// What a line is by its markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A heading.
    Heading,
    /// A paragraph, or a line of plain text.
    Paragraph,
    /// An item of a list.
    Item,
    /// Somebody else's words.
    Quote,
    /// An image.
    Figure,
    /// Code or a table.
    Fixed,
    /// A dividing line.
    Rule,
}

/// A line and what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// Its words as they are shown.
    pub(super) text: Cow<'a, str>,
    /// The same without case, signs and punctuation.
    pub(super) folded: String,
    /// How many words.
    pub(super) words: u32,
    /// What it is.
    pub(super) shape: Shape,
    /// It is a link and nothing else.
    pub(super) linked: bool,
    /// All of it stands out.
    pub(super) strong: bool,
    /// Some of it stands for an image.
    pub(super) pictured: bool,
    /// In how many articles of its feed it stands, of how many that were looked at.
    pub(super) repeated: (u32, u32),
}

impl<'a> Line<'a> {
    /// A line without markup.
    pub(super) fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Shape::Paragraph)
    }

    pub(super) fn new(text: impl Into<Cow<'a, str>>, shape: Shape) -> Self {
        let text = text.into();
        Self {
            folded: folded(&text),
            words: count_words(&text),
            text,
            shape,
            linked: false,
            strong: false,
            pictured: false,
            repeated: (0, 0),
        }
    }

    /// It ends as a sentence ends.
    pub(super) fn is_closed(&self) -> bool {
        let bare = self.text.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '“' | '«')
        });
        bare.ends_with([
            '.', '!', '?', '…', ':', ';', '。', '！', '？', '」', '।', '؟', '۔',
        ])
    }

    /// Running text: what an article consists of.
    pub(super) fn is_running(&self) -> bool {
        match self.shape {
            Shape::Paragraph | Shape::Item | Shape::Quote => {
                self.words >= RUNNING && self.is_closed() && !self.linked
            }
            Shape::Fixed => self.words >= RUNNING,
            Shape::Heading | Shape::Figure | Shape::Rule => false,
        }
    }

    /// It begins with one of some phrases.
    pub(super) fn begins_with(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| begins(&self.folded, phrase))
    }

    /// It is one of some phrases and nothing else.
    pub(super) fn is_one_of(&self, phrases: &[&str]) -> bool {
        phrases.contains(&self.folded.as_str())
    }
}

/// Whether folded words begin with a phrase.
pub(super) fn begins(folded: &str, phrase: &str) -> bool {
    folded
        .strip_prefix(phrase)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether a character is a picture or an arrow, not a letter, a mark or a bullet.
pub(super) fn is_icon(c: char) -> bool {
    // Signs of mathematics and of boxes lie between them.
    let drawn =
        matches!(c, '\u{2200}'..='\u{22ff}' | '\u{2308}'..='\u{230b}' | '\u{2500}'..='\u{259f}');
    !drawn
        && matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}' | '\u{20e3}')
}

/// A text without the icons that it begins with.
pub(super) fn without_icon(text: &str) -> &str {
    text.trim_start_matches(|c: char| is_icon(c) || c.is_whitespace())
}
