//! HTML → [`Document`], when an article is opened.
//!
//! html2text parses, by the rules of the HTML standard. Its render tree is not used: rendered
//! lines tell headings, quotes and items only by a prefix, and of tables, figures and line breaks
//! not even that. So its tree is written out again, which gives well-formed HTML, and read token
//! by token into blocks (`builder`): one more linear pass, no recursion, nothing guessed.
//!
//! Before that a guard bounds size and nesting, because parsing is quadratic in nesting.

mod builder;
mod cell;
mod finish;
mod spans;

use html2text::config;
use url::Url;

use super::clean::head;
use super::guard::guarded;
use super::markup::{Token, Tokens, holds_raw_text, is_void};
use super::strip::plain_text;
use crate::model::{Block, Document, Inline};

/// A longer body is cut.
const BYTES: usize = 2 * 1024 * 1024;

/// Deeper elements lose their tags and keep their text.
const DEPTH: usize = 200;

/// Builds the readable form of a body. `base` is what relative links start from; `title` is the
/// headline, which is not repeated at the top.
pub fn document(html: &str, base: Option<&str>, title: &str) -> Document {
    let base = base.and_then(|base| Url::parse(base).ok());
    let html = flattened(head(html, BYTES));
    match guarded(|| well_formed(&html)).flatten() {
        Some(html) => builder::build(&html, base.as_ref(), title),
        None => unformatted(&html),
    }
}

/// The same HTML as a browser would understand it, every element closed.
fn well_formed(html: &str) -> Option<String> {
    let dom = config::plain().parse_html(html.as_bytes()).ok()?;
    let mut out = Vec::with_capacity(html.len() + 64);
    dom.serialize(&mut out).ok()?;
    String::from_utf8(out).ok()
}

/// HTML without tags nested deeper than anybody reads. Elements that end by themselves when the
/// next one begins do not count: many pages never close them.
fn flattened(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut depth = 0_usize;
    let mut tokens = Tokens::new(html);
    let mut at = 0;
    while let Some(token) = tokens.next() {
        let keep = match token {
            // A browser with scripts reads it as raw text; as markup, one element left open in it
            // would take the rest of the page along.
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("noscript") => {
                tokens.skip_element(tag.name);
                false
            }
            Token::Open(tag) if holds_raw_text(tag.name) => {
                tokens.skip_element(tag.name);
                true
            }
            Token::Open(tag) if is_void(tag.name) || ends_by_itself(tag.name) => true,
            Token::Open(_) => {
                depth += 1;
                depth <= DEPTH
            }
            Token::Close(name) if is_void(name) || ends_by_itself(name) => true,
            Token::Close(_) => {
                depth = depth.saturating_sub(1);
                depth < DEPTH
            }
            Token::Text(_) => true,
        };
        let end = tokens.position();
        if keep {
            out.push_str(&html[at..end]);
        }
        at = end;
    }
    out
}

fn ends_by_itself(name: &str) -> bool {
    super::strip::is_any(
        name,
        &[
            "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "html", "head",
            "body",
        ],
    )
}

/// The bare text, should the parser ever fail.
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
        words: spans::count_words(&text),
        ..Document::default()
    }
}

#[cfg(test)]
mod tests;
