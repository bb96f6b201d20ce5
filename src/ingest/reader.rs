//! Gives the pieces of a feed to feed-rs: all new items at once where they are in order, one by
//! one where they are not, put together anew where one is broken. Only what even that cannot save
//! is left out, and said.

use feed_rs::model::{Entry, Feed};
use feed_rs::parser::Builder;
use url::Url;

use super::child::inside;
use super::cut::{Cut, Format, next_mark};
use super::date::parse_date;
use super::envelope::assemble;
use super::guard::guarded;
use super::repair::{inline_markup_marked, rebuilt};

/// What feed-rs made of the pieces.
pub(super) struct Read {
    /// The feed without its items.
    pub(super) feed: Option<Feed>,
    /// The items that could be read, each with its index in what was passed.
    pub(super) entries: Vec<(usize, Entry)>,
    /// What was wrong.
    pub(super) notes: Vec<String>,
}

/// Elements nested deeper than this mean nothing in a feed.
const DEPTH: usize = 100;

/// Parses a document that feed-rs knows; `None` if it refuses. It calls itself for each level of
/// some elements (`media:group`, `itunes:category`), and a stack that overflows cannot be caught:
/// what is nested too deep never gets there.
pub(super) fn parse(document: &str, base: Option<&Url>) -> Option<Feed> {
    if document.starts_with('<') && is_nested(document) {
        return None;
    }
    let parser = Builder::new()
        .base_uri(base)
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(|text| parse_date(text).map(crate::model::Timestamp::utc))
        .build();
    guarded(|| parser.parse(document.as_bytes()).ok()).flatten()
}

fn is_nested(document: &str) -> bool {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(mark) = next_mark(document, at) {
        at = mark.end;
        if mark.closing {
            depth = depth.saturating_sub(1);
        } else if !mark.is_empty() {
            depth += 1;
        }
        if depth > DEPTH {
            return true;
        }
    }
    false
}

/// Reads the items of a cut feed.
pub(super) fn read(cut: &Cut<'_>, items: &[&str], base: Option<&Url>) -> Read {
    let marked: Vec<Option<String>> = items
        .iter()
        .map(|item| inline_markup_marked(item, cut.format))
        .collect();
    let texts = || {
        items
            .iter()
            .zip(&marked)
            .map(|(item, marked)| marked.as_deref().unwrap_or(item))
    };
    let whole = assemble(cut, &cut.head, texts(), &cut.tail);
    if let Some(mut feed) = parse(&whole, base)
        && feed.entries.len() == items.len()
    {
        let entries = std::mem::take(&mut feed.entries)
            .into_iter()
            .enumerate()
            .collect();
        return Read {
            feed: Some(feed),
            entries,
            notes: Vec::new(),
        };
    }
    let mut read = Read {
        feed: read_head(cut, base),
        entries: Vec::new(),
        notes: Vec::new(),
    };
    let mut lost = 0;
    let mut repaired = 0;
    // What feed-rs drops from RSS 1.0, items without link, it keeps in RSS 2.0.
    let as_rss = Cut {
        format: match cut.format {
            Format::Atom => Format::Atom,
            Format::Rss | Format::Rdf => Format::Rss,
        },
        attributes: cut.attributes.clone(),
        head: String::new(),
        items: Vec::new(),
        tail: String::new(),
        ..*cut
    };
    for (index, item) in texts().enumerate() {
        match read_item(&as_rss, item, base) {
            Some((entry, whole)) => {
                repaired += usize::from(!whole);
                read.entries.push((index, entry));
            }
            None => lost += 1,
        }
    }
    if repaired > 0 {
        read.notes.push(format!(
            "{} not well-formed and repaired.",
            counted(repaired)
        ));
    }
    if lost > 0 {
        read.notes
            .push(format!("{} beyond repair and left out.", counted(lost)));
    }
    read
}

/// "One item is", "3 items are".
fn counted(count: usize) -> String {
    if count == 1 {
        "One item is".to_owned()
    } else {
        format!("{count} items are")
    }
}

fn read_head(cut: &Cut<'_>, base: Option<&Url>) -> Option<Feed> {
    let none = || std::iter::empty();
    let whole = parse(&assemble(cut, &cut.head, none(), &cut.tail), base);
    if whole.as_ref().is_some_and(|feed| feed.title.is_some()) {
        return whole;
    }
    let head = rebuilt(&format!("{}{}", cut.head, cut.tail), "", cut.format);
    parse(&assemble(cut, &head, none(), ""), base).or(whole)
}

/// One item, and whether it was in order.
fn read_item(cut: &Cut<'_>, item: &str, base: Option<&Url>) -> Option<(Entry, bool)> {
    let one = |cut: &Cut<'_>, item: &str| {
        let document = assemble(cut, "", std::iter::once(item), "");
        parse(&document, base)?.entries.pop()
    };
    if let Some(entry) = one(cut, item) {
        return Some((entry, true));
    }
    let tag = if cut.format == Format::Atom {
        "entry"
    } else {
        "item"
    };
    one(cut, &rebuilt(inside(item), tag, cut.format)).map(|entry| (entry, false))
}
