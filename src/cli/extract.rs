//! `extract`: a web page → its article.

use std::path::Path;

use serde::Serialize;

use crate::{
    cli::{
        arguments::PageFormat,
        error::CliError,
        output::{Out, read_input},
    },
    ingest::{Page, extract},
    layout::{to_html, to_markdown},
    model::{Barrier, Timestamp},
};

#[derive(Debug, Serialize)]
struct PageJson<'a> {
    title: &'a str,
    byline: Option<&'a str>,
    source: Option<&'a str>,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    lang: Option<&'a str>,
    canonical: Option<&'a str>,
    image: Option<&'a str>,
    barrier: Option<&'static str>,
    text: &'a str,
    html: &'a str,
    words: u32,
}

pub(super) fn run(
    file: Option<&Path>,
    base: Option<&str>,
    format: PageFormat,
) -> Result<(), CliError> {
    let bytes = read_input(file.unwrap_or(Path::new("-")))?;
    let page = extract(&bytes, base, None)
        .ok_or_else(|| CliError::Failed("The page has no text.".to_owned()))?;
    let mut out = Out::new();
    match format {
        PageFormat::Json => out.json(&json(&page, &page.text(), &to_html(&page.document)))?,
        PageFormat::Text => out.line(page.text())?,
        PageFormat::Markdown => out.line(to_markdown(&page.document).trim_end())?,
    }
    out.finish()
}

fn json<'a>(page: &'a Page, text: &'a str, html: &'a str) -> PageJson<'a> {
    PageJson {
        title: &page.title,
        byline: page.byline.as_deref(),
        source: page.source.as_deref(),
        published: page.published,
        updated: page.updated,
        lang: page.lang.as_deref(),
        canonical: page.canonical.as_deref(),
        image: page.image.as_deref(),
        barrier: page.barrier.or(page.ends_at).map(Barrier::name),
        text,
        html,
        words: page.document.words,
    }
}
