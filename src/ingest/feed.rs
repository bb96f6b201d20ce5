//! A feed's bytes → its articles: decode, cut, skip what is known, parse the rest, clean it.

use std::time::Duration;

use feed_rs::model::{Entry, Feed};
use url::Url;

use super::IngestError;
use super::address::web_address;
use super::article::{Facts, article, author_of, language};
use super::child::{children, inside};
use super::clean::clean_line;
use super::cut::{Cut, Format, cut, raw_hash};
use super::decode::{decode_bytes, unpacked};
use super::extras::{Extras, Pace, extras, pace};
use super::json;
use super::markup::decode;
use super::publisher::aggregator_of;
use super::reader::{self, Read};
use super::repair::html_of;
use super::title::{cut_at, plain_title, shared_suffix};
use super::unique::{self, make_unique};
use super::what::{fault, what_it_is};
use crate::model::NewArticle;

/// More items than this are left out: nobody's feed has them.
const MOST_ITEMS: usize = 20_000;

/// What is known of a feed beside its bytes.
#[derive(Debug, Clone, Copy)]
pub struct FeedContext<'a> {
    /// The address it was fetched from; relative links start there.
    pub url: &'a str,
    /// The `Content-Type` header of the answer.
    pub content_type: Option<&'a str>,
}

/// What a feed says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedFeed {
    /// Its name.
    pub title: Option<String>,
    /// The site it belongs to.
    pub site: Option<String>,
    /// Its language tag.
    pub lang: Option<String>,
    /// Its own address as it states it (`rel="self"`).
    pub self_url: Option<String>,
    /// New items in file order.
    pub articles: Vec<NewArticle>,
    /// Raw hashes of the items that were skipped because they are known, in file order.
    pub known_hashes: Vec<i64>,
    /// How long it asks not to be fetched again (`ttl`, `sy:*`).
    pub ttl: Option<Duration>,
    /// Hours of the day, UTC, in which it asks not to be fetched.
    pub skip_hours: Vec<u8>,
    /// Days of the week in which it asks not to be fetched: 0 is Monday.
    pub skip_days: Vec<u8>,
    /// It ends in the middle of an item: what vouches for the whole of it must not be believed.
    pub cut_off: bool,
    /// What had to be repaired or left out, a sentence each.
    pub notes: Vec<String>,
}

/// Reads a feed; items whose raw hash is `known` are skipped.
///
/// # Errors
/// When the bytes are no feed, or nothing of it can be read.
pub fn parse_feed(
    bytes: &[u8],
    context: &FeedContext<'_>,
    known: &dyn Fn(i64) -> bool,
) -> Result<ParsedFeed, IngestError> {
    let mut feed = read_all(bytes, context, known, MOST_ITEMS)?;
    make_unique(&mut feed);
    Ok(feed)
}

/// Reads a feed file for `parse`: every item in file order, nothing folded or left out.
///
/// # Errors
/// As [`parse_feed`].
pub fn parse_file(bytes: &[u8], base: Option<&str>) -> Result<Vec<NewArticle>, IngestError> {
    let context = FeedContext {
        url: base.unwrap_or_default(),
        content_type: None,
    };
    read_all(bytes, &context, &|_| false, usize::MAX).map(|feed| feed.articles)
}

fn read_all(
    bytes: &[u8],
    context: &FeedContext<'_>,
    known: &dyn Fn(i64) -> bool,
    most: usize,
) -> Result<ParsedFeed, IngestError> {
    let bytes = &*unpacked(bytes)?;
    let text = decode_bytes(bytes, context.content_type);
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace() || c == '\0');
    let base = Url::parse(context.url).ok().filter(Url::has_host);
    if text.starts_with('{') {
        return read_json(text, base, known, most);
    }
    match cut(text) {
        Ok(pieces) => read_xml(text, &pieces, base, known, most),
        Err(root) => Err(IngestError::NotAFeed {
            what: what_it_is(bytes, text, root),
        }),
    }
}

fn read_xml(
    text: &str,
    pieces: &Cut<'_>,
    base: Option<Url>,
    known: &dyn Fn(i64) -> bool,
    most: usize,
) -> Result<ParsedFeed, IngestError> {
    let mut out = ParsedFeed::default();
    if pieces.junk {
        out.notes
            .push("There is something else before the feed.".to_owned());
    }
    let (items, hashes) = new_items(
        pieces.items.iter().map(|item| (raw_hash(item), *item)),
        known,
        most,
        &mut out,
    );
    let Read {
        feed,
        entries,
        notes,
    } = reader::read(pieces, &items, base.as_ref());
    out.notes.extend(notes);
    if pieces.truncated {
        out.cut_off = true;
        out.notes
            .push("The feed ends in the middle of an item, which is left out.".to_owned());
    }
    let nothing = entries.is_empty() && out.known_hashes.is_empty();
    if nothing && (feed.is_none() || pieces.truncated || !items.is_empty()) {
        return Err(fault(text));
    }
    out.title = stated_title(pieces);
    let mut facts = facts_of(feed.as_ref(), base, &mut out);
    facts.base = stated_base(pieces, facts.base.as_ref()).or(facts.base);
    facts.plain_is_plain = pieces.format == Format::Atom;
    if !entries.is_empty() {
        facts.suffix = suffix_of(pieces);
    }
    let Pace { ttl, hours, days } = pace(&pieces.head, &pieces.tail);
    (out.ttl, out.skip_hours, out.skip_days) = (ttl, hours, days);
    for (index, mut entry) in entries {
        out.articles.push(article(
            &mut entry,
            &extras(items[index]),
            hashes[index],
            &facts,
        ));
    }
    let told_apart = |article: &NewArticle| article.canonical.as_ref() != Some(&article.guid);
    if !out.articles.iter().all(told_apart) {
        let skipped = pieces
            .items
            .iter()
            .filter(|item| known(raw_hash(item)))
            .copied();
        unique::drop_addresses_of(skipped.collect(), &mut out.articles);
    }
    Ok(out)
}

fn read_json(
    text: &str,
    base: Option<Url>,
    known: &dyn Fn(i64) -> bool,
    most: usize,
) -> Result<ParsedFeed, IngestError> {
    let json = json::open(text)?;
    let mut out = ParsedFeed {
        cut_off: json.cut_off,
        ..ParsedFeed::default()
    };
    if json.cut_off {
        out.notes
            .push("The feed ends in the middle of an item, which is left out.".to_owned());
    } else if json.mended {
        out.notes
            .push("The JSON is not well-formed and repaired.".to_owned());
    }
    let (items, hashes) = new_items(
        json.items.iter().map(|(hash, item)| (*hash, item)),
        known,
        most,
        &mut out,
    );
    let mut feed = json
        .parse(&items, base.as_ref())
        .ok_or_else(|| fault(text))?;
    let entries: Vec<Entry> = std::mem::take(&mut feed.entries);
    let mut facts = facts_of(Some(&feed), base, &mut out);
    facts.plain_is_plain = true;
    for ((mut entry, item), hash) in entries.into_iter().zip(items).zip(hashes) {
        let extras: Extras = json::extras(item, &mut entry);
        out.articles
            .push(article(&mut entry, &extras, hash, &facts));
    }
    Ok(out)
}

/// The items that are not known, with their hashes; the known ones are noted in `out`.
fn new_items<T>(
    items: impl Iterator<Item = (i64, T)>,
    known: &dyn Fn(i64) -> bool,
    most: usize,
    out: &mut ParsedFeed,
) -> (Vec<T>, Vec<i64>) {
    let mut new = (Vec::new(), Vec::new());
    let mut left_out = 0;
    for (index, (hash, item)) in items.enumerate() {
        if index >= most {
            left_out += 1;
        } else if known(hash) {
            out.known_hashes.push(hash);
        } else {
            new.0.push(item);
            new.1.push(hash);
        }
    }
    if left_out > 0 {
        out.notes.push(format!(
            "The feed has more than {most} items; the last {left_out} are left out."
        ));
    }
    new
}

/// What the head of a feed tells about all its items; its own facts go into `out`.
fn facts_of(feed: Option<&Feed>, base: Option<Url>, out: &mut ParsedFeed) -> Facts {
    let Some(feed) = feed else {
        return Facts {
            aggregator: base.as_ref().and_then(aggregator_of),
            base,
            ..Facts::default()
        };
    };
    let title = || {
        let title = &feed.title.as_ref()?.content;
        Some(cut_at(&plain_title(title, true), 200)).filter(|title| !title.is_empty())
    };
    out.title = out.title.take().or_else(title);
    out.lang = feed.language.as_deref().and_then(language);
    let link = |wanted: fn(&str) -> bool| {
        let found = feed
            .links
            .iter()
            .filter(|link| wanted(link.rel.as_deref().unwrap_or("alternate")));
        found
            .filter_map(|link| web_address(&link.href, base.as_ref()))
            .next()
    };
    let site = link(|rel| rel == "alternate");
    let own = link(|rel| rel == "self");
    out.self_url = own.as_ref().map(|url| url.to_string());
    out.site = site.as_ref().map(|url| url.to_string());
    let aggregator = [base.as_ref(), own.as_ref(), site.as_ref()]
        .into_iter()
        .flatten()
        .find_map(aggregator_of);
    Facts {
        base: base.or(site).or(own),
        title: out.title.clone(),
        lang: out.lang.clone(),
        author: author_of(&feed.authors),
        aggregator,
        ..Facts::default()
    }
}

/// The name in the head of a feed, whatever the case of its tag and whether or not markup stands
/// in it unescaped; failing that, by the name that Dublin Core gives it.
fn stated_title(pieces: &Cut<'_>) -> Option<String> {
    let head = || {
        // RSS 1.0 keeps it a level deeper.
        let outer = children(&pieces.head).chain(children(&pieces.tail));
        outer.flat_map(|child| {
            let inner = if child.name == "channel" {
                child.inner
            } else {
                ""
            };
            std::iter::once(child).chain(children(inner))
        })
    };
    let named = |name: &str| {
        let mut found = head().filter(|child| child.name.eq_ignore_ascii_case(name));
        found.find_map(|child| {
            let title = cut_at(&plain_title(&html_of(&child), true), 200);
            (!title.is_empty()).then_some(title)
        })
    };
    named("title").or_else(|| named("dc:title"))
}

/// What the root element says that relative links start from.
fn stated_base(pieces: &Cut<'_>, base: Option<&Url>) -> Option<Url> {
    let stated = pieces
        .attributes
        .iter()
        .find(|attribute| attribute.name == "xml:base")?;
    web_address(&decode(stated.value), base)
}

/// The suffix of most headlines, known items included, so that it does not depend on what is new.
fn suffix_of(pieces: &Cut<'_>) -> Option<String> {
    let titles: Vec<String> = pieces
        .items
        .iter()
        .take(500)
        .filter_map(|item| children(inside(item)).find(|child| child.name == "title"))
        .map(|title| clean_line(&title.text()))
        .filter(|title| !title.is_empty())
        .collect();
    shared_suffix(titles.iter().map(String::as_str))
}

#[cfg(test)]
mod formats;
#[cfg(test)]
mod tests;
