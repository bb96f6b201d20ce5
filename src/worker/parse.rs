//! A fetched body → articles that are ready for cache and grouping. Runs on parse threads.

use rustc_hash::FxHashSet;

use crate::{
    ingest::{FeedContext, IngestError, ParsedFeed, address_key, parse_feed, references},
    model::{FetchErrorKind, NewArticle, Timestamp, shown_address},
    store::{FetchedDocument, Item},
    stories::{Draft, Input},
    worker::{FetchError, client::Body, publisher::publisher, room::Room, schedule::Said},
};

/// A feed document with what grouping needs of each of its items.
#[derive(Debug)]
pub(super) struct ParsedDocument {
    pub document: FetchedDocument,
    /// Beside `document.items`.
    pub drafts: Vec<Draft>,
    /// When the feed wants to be asked, and what is new in it.
    pub said: Said,
    /// Its share of the memory for what is read, until it is stored.
    _room: Room,
}

/// Reads a body. `known` are the raw hashes of items that need no reading, `room` is for what is
/// read.
pub(super) fn parse(
    body: Body,
    known: &FxHashSet<i64>,
    feed_url: &str,
    publisher: Option<&str>,
    now: Timestamp,
    room: Room,
) -> Result<ParsedDocument, FetchError> {
    let context = FeedContext {
        url: &body.url,
        content_type: body.content_type.as_deref(),
    };
    let feed = parse_feed(&body.bytes, &context, &|hash| known.contains(&hash))
        .map_err(|error| failure(&error))?;
    for note in &feed.notes {
        tracing::info!(feed = shown_address(feed_url), note, "feed repaired");
    }
    Ok(finish(feed, body, feed_url, publisher, now, room))
}

fn failure(error: &IngestError) -> FetchError {
    let kind = match error {
        IngestError::NotAFeed { .. } => FetchErrorKind::NotAFeed,
        _ => FetchErrorKind::Parse,
    };
    FetchError::new(kind, error.to_string())
}

fn finish(
    mut feed: ParsedFeed,
    body: Body,
    feed_url: &str,
    said_by_reader: Option<&str>,
    now: Timestamp,
    room: Room,
) -> ParsedDocument {
    let articles = std::mem::take(&mut feed.articles);
    let mut raw_hashes = std::mem::take(&mut feed.known_hashes);
    raw_hashes.extend(articles.iter().map(|article| article.raw_hash));
    let said = Said {
        ttl: feed.ttl,
        skip_hours: bits(&feed.skip_hours),
        skip_days: u8::try_from(bits(&feed.skip_days) & 0x7f).unwrap_or(0),
        news: articles
            .iter()
            .map(|article| article.published.or(article.updated))
            .collect(),
    };
    let (items, drafts) = articles
        .into_iter()
        .map(|article| prepare(article, &feed, feed_url, said_by_reader, now))
        .unzip();
    let document = FetchedDocument {
        title: feed.title,
        site: feed.site,
        // Half a document with its validators would be all there ever is.
        etag: body.etag.filter(|_| !feed.cut_off),
        last_modified: body.last_modified.filter(|_| !feed.cut_off),
        bytes: body.bytes.len(),
        raw_hashes,
        items,
        ..FetchedDocument::default()
    };
    ParsedDocument {
        document,
        drafts,
        said,
        _room: room,
    }
}

/// A bit for each number.
fn bits(numbers: &[u8]) -> u32 {
    numbers
        .iter()
        .filter(|number| **number < 32)
        .fold(0, |bits, number| bits | 1 << number)
}

fn prepare(
    article: NewArticle,
    feed: &ParsedFeed,
    feed_url: &str,
    said_by_reader: Option<&str>,
    now: Timestamp,
) -> (Item, Draft) {
    let publisher = publisher(&article, feed, feed_url, said_by_reader);
    let published = article
        .published
        .or(article.updated)
        .unwrap_or(now)
        .min(now);
    let references = references(&article.html, article.url.as_deref());
    let draft = Draft::new(&Input {
        title: &article.title,
        text: &article.text,
        source: &publisher.key,
        url: article.url.as_deref(),
        published,
        lang: article.lang.as_deref(),
        kind: article.kind,
        address: article.url.as_deref().and_then(address_key),
        links: &references.links,
        related: &references.related,
    });
    let item = Item {
        words: crate::text::count_words(&article.text),
        article,
        source_key: publisher.key,
        source_name: publisher.name,
        trust: publisher.trust,
    };
    (item, draft)
}
