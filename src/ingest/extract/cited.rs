//! The works that an article cites: their list at its end looks like a list of other articles, and
//! is taken off with those. What names itself so and leads to other sites is put back.

use url::Url;

use super::{containers::inside, furniture::folded, site_of};
use crate::ingest::clean::{clean_line, head};
use crate::ingest::document::{document, words_in};
use crate::ingest::markup::{Tag, Token, Tokens, holds_raw_text};
use crate::ingest::plain_text;
use crate::ingest::tidy::SOURCES;
use crate::model::{Block, Document, Inline, LinkId};

/// Bytes of a heading; what is longer is a sentence.
const HEADING: usize = 80;
/// Elements that stand beside an article: a blog's links are called references, too.
const BESIDE: [&str; 3] = ["aside", "nav", "footer"];
/// Bytes of a list.
const LIST: usize = 128 * 1024;
/// A list with fewer entries is a remark, one with more is no list of works.
const ENTRIES: std::ops::RangeInclusive<usize> = 2..=200;

/// Puts the list of works of a page at the end of its article, where it is not there as a whole.
pub(super) fn put_back(html: &str, base: Option<&Url>, article: &mut Document) {
    let Some((heading, list)) = list_in(html) else {
        return;
    };
    let mut works = document(&list, base.map(Url::as_str), "");
    let site = base.and_then(|base| site_of(base.as_str()));
    if !is_of_works(&works, site.as_deref()) {
        return;
    }
    let is_work = |block: &Block| works.blocks.iter().any(|work| work.text() == block.text());
    let there = article.blocks.iter().filter(|block| is_work(block));
    if there.count() >= works.blocks.len() {
        return;
    }
    article
        .blocks
        .retain(|block| !is_work(block) && !is_label(&block.text()));
    let spans = vec![Inline {
        text: heading,
        ..Inline::default()
    }];
    article.blocks.push(Block::Heading { level: 2, spans });
    let before = article.links.len();
    for block in &mut works.blocks {
        if let Block::ListItem { spans, .. } = block {
            for span in spans {
                span.link = span.link.map(|link| LinkId(link.0 + before));
            }
        }
    }
    article.links.append(&mut works.links);
    article.blocks.append(&mut works.blocks);
    article.words = words_in(&article.blocks);
}

/// The last list of a page that stands right below a heading that says what it is, with that.
fn list_in(html: &str) -> Option<(String, String)> {
    let (mut heading, mut found) = (None, None);
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) if holds_raw_text(tag.name) => tokens.skip_element(tag.name),
            Token::Open(tag) if BESIDE.iter().any(|name| tag.is(name)) => {
                tokens.skip_nested(tag.name);
            }
            Token::Open(tag) if tag.is("ul") || tag.is("ol") => {
                let list = (tokens.position(), tag.name);
                found = heading.take().map(|heading| (heading, list)).or(found);
            }
            Token::Open(tag) if may_be_label(&tag) => {
                let rest = head(&html[tokens.position()..], HEADING * 4);
                let words = plain_text(inside(rest, 0, tag.name), HEADING + 1);
                heading = is_label(&words).then(|| clean_line(&words)).or(heading);
            }
            Token::Text(text) if !text.trim().is_empty() => {
                let words = plain_text(head(text, HEADING * 4), HEADING + 1);
                heading = heading.filter(|_| is_label(&words));
            }
            _ => {}
        }
    }
    let (heading, (start, name)) = found?;
    let list = inside(head(html.get(start..)?, LIST), 0, name);
    Some((heading, format!("<{name}>{list}</{name}>")))
}

fn may_be_label(tag: &Tag<'_>) -> bool {
    ["h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "summary"]
        .iter()
        .any(|name| tag.is(name))
}

fn is_label(words: &str) -> bool {
    words.len() <= HEADING && SOURCES.contains(&folded(words).as_str())
}

/// Whether a list is one of links, most of them to other sites.
fn is_of_works(list: &Document, site: Option<&str>) -> bool {
    let leads_out = |span: &Inline| {
        let link = span.link.and_then(|link| list.links.get(link.0));
        link.is_some_and(|link| site_of(&link.url).as_deref() != site)
    };
    let is_linked = |block: &Block| match block {
        Block::ListItem { spans, .. } => spans.iter().any(|span| span.link.is_some()),
        _ => false,
    };
    let out = list.blocks.iter().filter(|block| match block {
        Block::ListItem { spans, .. } => spans.iter().any(leads_out),
        _ => false,
    });
    ENTRIES.contains(&list.blocks.len())
        && list.blocks.iter().all(is_linked)
        && out.count() * 2 > list.blocks.len()
}
