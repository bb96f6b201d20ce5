//! `parse`: a feed file → its items, one JSON line each, in file order.

use std::path::Path;

use serde::Serialize;

use crate::{
    cli::{
        error::CliError,
        output::{Out, read_input},
    },
    ingest::parse_file,
    model::{Enclosure, Kind, NewArticle, Timestamp},
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
}

pub(super) fn run(file: Option<&Path>, base: Option<&str>) -> Result<(), CliError> {
    let bytes = read_input(file.unwrap_or(Path::new("-")))?;
    let mut out = Out::new();
    for article in &parse_file(&bytes, base)? {
        out.json(&item(article))?;
    }
    out.finish()
}

fn item(article: &NewArticle) -> ItemJson<'_> {
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
        summary: &article.summary,
        text: &article.text,
        enclosures: &article.enclosures,
    }
}
