//! `parse`: a feed file → its items, one JSON line each, in file order.

use std::path::Path;

use serde::Serialize;

use crate::{
    cli::{
        error::CliError,
        output::{Out, read_input},
    },
    ingest::{About, ReadableText, Repeated, parse_file, readable_summary, readable_text},
    model::{Enclosure, Kind, NewArticle, Timestamp, add_tag},
};

#[derive(Debug, Serialize)]
struct ItemJson<'a> {
    id: &'a str,
    title: &'a str,
    source: Option<&'a str>,
    via: Option<&'a str>,
    url: Option<&'a str>,
    comments: Option<&'a str>,
    author: Option<&'a str>,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    lang: Option<&'a str>,
    kind: Kind,
    summary: &'a str,
    text: &'a str,
    enclosures: &'a [Enclosure],
    tags: &'a [String],
}

pub(super) fn run(file: Option<&Path>, base: Option<&str>) -> Result<(), CliError> {
    let bytes = read_input(file.unwrap_or(Path::new("-")))?;
    let mut out = Out::new();
    let articles = parse_file(&bytes, base)?;
    let repeated = Repeated::learn(articles.iter().map(|article| article.html.as_str()));
    for article in &articles {
        let read = read_text(article, &repeated);
        let summary = readable_summary(&article.summary, &article.html, &read);
        let summary = summary.as_ref().unwrap_or(&article.summary);
        let mut tags = article.tags.clone();
        if let Some(section) = &read.section {
            add_tag(&mut tags, section);
        }
        out.json(&item(article, summary, &read.text, &tags))?;
    }
    out.finish()
}

/// What is read of an article, without what its feed puts around every one.
fn read_text(article: &NewArticle, repeated: &Repeated) -> ReadableText {
    // Where the feed says no more than the headline there is nothing to read.
    if article.text.is_empty() {
        return ReadableText::default();
    }
    let about = About {
        title: &article.title,
        source: article.source.as_deref().unwrap_or_default(),
        via: article.via.as_deref(),
        author: article.author.as_deref(),
        // It is given beside the text.
        summary: "",
    };
    readable_text(&article.text, &about, repeated)
}

fn item<'a>(
    article: &'a NewArticle,
    summary: &'a str,
    text: &'a str,
    tags: &'a [String],
) -> ItemJson<'a> {
    ItemJson {
        id: &article.guid,
        title: &article.title,
        source: article.source.as_deref(),
        via: article.via.as_deref(),
        url: article.url.as_deref(),
        comments: article.comments.as_deref(),
        author: article.author.as_deref(),
        published: article.published,
        updated: article.updated,
        lang: article.lang.as_deref(),
        kind: article.kind,
        summary,
        text,
        enclosures: &article.enclosures,
        tags,
    }
}
