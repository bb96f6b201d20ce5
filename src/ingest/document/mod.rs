//! HTML → [`Document`], when an article is opened.
//!
//! html2text parses, by the rules of the HTML standard. Its render tree is not used: rendered
//! lines tell headings, quotes and items only by a prefix, and of tables, figures and line breaks
//! not even that. So its tree is written out again, which gives well-formed HTML, and read token
//! by token into blocks (`builder`): one more linear pass, no recursion, nothing guessed.
//!
//! Before that `tame` bounds what parsing is quadratic in; there is no clock to stop it by.

mod builder;
mod cell;
mod finish;
mod picture;
mod spans;
mod tame;

use html2text::config;
use url::Url;

use finish::is_title;
pub(super) use finish::{drop_call, one_line, words_in};
pub(super) use spans::{plain, truncate};

use super::clean::head;
use super::guard::guarded;
use super::strip::plain_text;
use crate::model::{Block, Document, Inline};
use crate::text::count_words;

/// Deeper elements lose their tags and keep their text.
const DEPTH: usize = 400;

/// A longer body is cut.
const BYTES: usize = 2 * 1024 * 1024;

pub(super) use tame::tamed;

/// Builds the readable form of a body. `base` is what relative links start from; `title` is the
/// headline, which is not repeated at the top.
pub fn document(html: &str, base: Option<&str>, title: &str) -> Document {
    let mut document = whole_document(html, base);
    let blocks = &mut document.blocks;
    if blocks.first().is_some_and(|first| is_title(first, title)) {
        blocks.remove(0);
    }
    drop_call(blocks);
    document.words = words_in(blocks);
    document
}

/// The same with nothing left out: headline and calls to read elsewhere stand where they stood.
pub(super) fn whole_document(html: &str, base: Option<&str>) -> Document {
    let base = base.and_then(|base| Url::parse(base).ok());
    let html = head(html, BYTES);
    match guarded(|| well_formed(&tamed(html, DEPTH)?)).flatten() {
        Some(html) => builder::build(&html, base.as_ref()),
        None => unformatted(html),
    }
}

/// The same HTML as a browser would understand it, every element closed.
fn well_formed(html: &str) -> Option<String> {
    let dom = config::plain().parse_html(html.as_bytes()).ok()?;
    let mut out = Vec::with_capacity(html.len() + 64);
    dom.serialize(&mut out).ok()?;
    String::from_utf8(out).ok()
}

/// The bare text, a paragraph a line, where there is nothing to be parsed.
fn unformatted(html: &str) -> Document {
    let text = plain_text(html, BYTES);
    let paragraph = |line: &str| {
        Block::Paragraph(vec![Inline {
            text: line.to_owned(),
            ..Inline::default()
        }])
    };
    Document {
        blocks: text
            .lines()
            .filter(|line| !line.is_empty())
            .map(paragraph)
            .collect(),
        words: count_words(&text),
        ..Document::default()
    }
}

#[cfg(test)]
mod tests;
