//! A web page → its article: the part of the page that a reader came for, with what the page says
//! about it.
//!
//! Which part that is, [dom_smoothie] decides, a port of Mozilla's Readability. Two things are ours:
//! where it finds nothing worth a name, the text that the page itself gives to machines (JSON-LD)
//! or else the whole page takes its place; and what it leaves standing around the text — shares,
//! newsletters, related links, contact lines — is told by its shape and taken off (`furniture`).
//!
//! [dom_smoothie]: https://docs.rs/dom_smoothie

mod barrier;
mod cited;
mod containers;
mod furniture;
mod linked_data;
mod other_version;
#[cfg(test)]
mod tests;

use dom_smoothie::{Config, Readability};
use url::Url;

use containers::{containers, kept_promise};

use super::clean::{clean_line, head};
use super::date::parse_date;
use super::decode::decode_bytes;
use super::document::tamed;
use super::guard::guarded;
use super::markup::escape;
use super::publisher::registrable_domain;
use crate::ingest::document;
use crate::model::{Barrier, Document, Timestamp};

pub use other_version::other_version;

pub(super) use furniture::{ELSEWHERE, folded};

/// A longer page is cut.
const BYTES: usize = 4 * 1024 * 1024;
/// Deeper elements lose their tags: finding the article costs more than linear in nesting.
const DEPTH: usize = 200;
/// A text with fewer words is hardly the article of a page.
const FEW_WORDS: u32 = 40;
/// What else a page offers must be so many times longer to be preferred.
const FAR_LONGER: u32 = 2;

/// The article of a web page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Headline.
    pub title: String,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Publisher, as the page calls itself.
    pub source: Option<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// Language tag.
    pub lang: Option<String>,
    /// The page's own address.
    pub canonical: Option<String>,
    /// What the page says of it in a sentence or two; empty if nothing.
    pub excerpt: String,
    /// The picture that stands for it.
    pub image: Option<String>,
    /// The article, furniture taken off.
    pub document: Document,
    /// What keeps the reader from the whole text.
    pub barrier: Option<Barrier>,
    /// What the text ends at, where it is a part of the article.
    pub ends_at: Option<Barrier>,
    /// The text is most likely not what the page announces: too short, about something else, or all
    /// that stands on the page.
    pub unsure: bool,
    /// The page says that subscribers alone may read all of it.
    pub restricted: bool,
}

impl Page {
    /// The text with an empty line between blocks, without captions and the marks of lists.
    pub fn text(&self) -> String {
        self.document.text()
    }
}

/// Finds the article of a page. `base` is the address that the page was fetched from;
/// `content_type` is the header of the answer, which may name the encoding. `None` if the page says
/// nothing at all.
pub fn extract(bytes: &[u8], base: Option<&str>, content_type: Option<&str>) -> Option<Page> {
    let decoded = decode_bytes(bytes, content_type);
    let html = head(&decoded, BYTES);
    let base = base.and_then(|base| Url::parse(base).ok());
    let site = base.as_ref().and_then(|base| site_of(base.as_str()));
    let linked = linked_data::read(html);
    let (mut page, mut said) = readable(html, base.as_ref()).unwrap_or_default();
    if page.document.words < FEW_WORDS && html.contains("<noscript") {
        // Some pages have their text for browsers without scripts alone.
        let plain = html
            .replace("<noscript", "<div")
            .replace("</noscript", "</div");
        let (other, there) = readable(&plain, base.as_ref()).unwrap_or_default();
        if other.document.words > page.document.words {
            (page, said) = (other, there);
        }
    }
    linked.complete(&mut page);
    let mut is_sure = second_opinion(html, base.as_ref(), &mut page);
    let found = page.document.words;
    if let Some(body) = &linked.body {
        let other = document(&paragraphs(body), None, &page.title);
        if other.words > found.saturating_mul(FAR_LONGER) {
            page.document = other;
            is_sure = true;
        }
    }
    if page.document.words < FEW_WORDS {
        let mut whole = document(html, base.as_ref().map(Url::as_str), &page.title);
        said.push_str(&whole.text());
        furniture::take_off(&mut whole, &page.title, site.as_deref());
        if whole.words > page.document.words.saturating_mul(FAR_LONGER) {
            page.document = whole;
            is_sure = false;
        }
    }
    page.barrier = barrier::find(html, &linked, page.document.words, &said);
    if page.barrier.is_none() && page.document.words >= FEW_WORDS {
        cited::put_back(html, base.as_ref(), &mut page.document);
    }
    page.ends_at = barrier::ends_at(html, &linked, &said, &mut page.document);
    page.restricted = linked.is_restricted;
    page.unsure = !is_sure || page.document.words < FEW_WORDS;
    (page.document.words > 0).then_some(page)
}

/// Below this share of what a page announces, its text is most likely another one: comments, terms.
const PROMISE: f32 = 0.25;
/// Above it, another text is most likely the right one.
const KEPT: f32 = 0.5;

/// Takes what the page calls its article where the text found is not about what it announces; gives
/// whether the text is about that in the end.
fn second_opinion(html: &str, base: Option<&Url>, page: &mut Page) -> bool {
    let announced = format!("{} {}", page.title, page.excerpt);
    if kept_promise(&announced, &page.text()) >= PROMISE {
        return true;
    }
    let site = base.and_then(|base| site_of(base.as_str()));
    for inside in containers(html) {
        let mut other = document(inside, base.map(Url::as_str), &page.title);
        furniture::take_off(&mut other, &page.title, site.as_deref());
        if other.words >= FEW_WORDS && kept_promise(&announced, &other.text()) >= KEPT {
            page.document = other;
            return true;
        }
    }
    false
}

/// What Readability makes of a page, and all that it found there to be read.
fn readable(html: &str, base: Option<&Url>) -> Option<(Page, String)> {
    let address = base.map(Url::as_str);
    let article = guarded(|| {
        let html = tamed(html, DEPTH)?;
        let mut readability = Readability::new(html, address, Some(Config::default())).ok()?;
        readability.parse().ok()
    })
    .flatten()?;
    let line = |text: Option<String>| {
        let text = text.map(|text| clean_line(&text));
        text.filter(|text| !text.is_empty())
    };
    let time = |text: Option<String>| text.and_then(|text| parse_date(&text));
    let title = clean_line(&article.title);
    let mut document = document(&article.content, address, &title);
    let said = document.text();
    let site = address.and_then(site_of);
    furniture::take_off(&mut document, &title, site.as_deref());
    let page = Page {
        byline: line(article.byline),
        source: line(article.site_name),
        published: time(article.published_time),
        updated: time(article.modified_time),
        lang: line(article.lang),
        canonical: article.url.as_deref().and_then(|url| absolute(url, base)),
        image: article.image.as_deref().and_then(|url| absolute(url, base)),
        excerpt: line(article.excerpt).unwrap_or_default(),
        title,
        document,
        ..Page::default()
    };
    Some((page, said))
}

/// The registrable domain of an address, or its host where that is none.
fn site_of(address: &str) -> Option<String> {
    registrable_domain(address).or_else(|| {
        let url = Url::parse(address).ok()?;
        url.host_str().map(str::to_owned)
    })
}

fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    super::address::web_address(address, base).map(String::from)
}

/// Plain text as HTML.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| format!("<p>{}</p>", escape(line)))
        .collect()
}
