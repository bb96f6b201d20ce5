//! An article from the cache to laid-out lines: the costly step between a key and a page, done off
//! the UI thread.

use std::sync::Arc;

use crate::{
    app::{LoadedArticle, Msg},
    ingest::{About, Readable, Repeated, readable},
    layout::{Options, lay_out},
    model::{ArticleId, Document},
    store::{Reader, StoreError},
};

/// Articles of a feed that an article is compared with to find what all of them repeat.
const COMPARED: usize = 16;

/// Loads an article and lays it out.
pub fn load_article(
    reader: &Reader,
    article: ArticleId,
    width: usize,
    options: Options,
) -> Result<Msg, StoreError> {
    let Some(mut text) = reader.article(article)? else {
        return Ok(Msg::ArticleMissing(article));
    };
    // The document holds all of it; the source text is not needed on the screen.
    let html = std::mem::take(&mut text.html);
    let others = reader.newest_bodies(text.feed, COMPARED)?;
    let repeated = Repeated::learn(others.iter().map(String::as_str));
    let about = About {
        title: &text.title,
        source: &text.source,
        via: text.via.as_deref(),
        author: text.author.as_deref(),
    };
    let Readable {
        document,
        sent,
        updated,
    } = readable(&html, text.url.as_deref(), &about, &repeated);
    if text.updated.is_none() && text.revisions == 0 {
        let changed = updated.map(|ago| text.first_seen - ago);
        text.updated = changed.filter(|changed| *changed > text.published);
    }
    let layout = lay_out(&document, width, options);
    Ok(Msg::Article(Box::new(LoadedArticle {
        text,
        document: Arc::new(document),
        sent: sent.map(Arc::new),
        layout: Arc::new(layout),
    })))
}

/// Lays a document out for another width.
pub fn relayout(article: ArticleId, document: &Document, width: usize, options: Options) -> Msg {
    Msg::Laid {
        article,
        layout: Arc::new(lay_out(document, width, options)),
    }
}
