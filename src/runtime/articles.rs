//! An article from the cache to laid-out lines: the costly step between a key and a page, done off
//! the UI thread.

use std::sync::Arc;

use crate::{
    app::{LoadedArticle, Msg},
    ingest::document,
    layout::{Options, lay_out},
    model::{ArticleId, Document},
    store::{Reader, StoreError},
};

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
    let document = document(&html, text.url.as_deref(), &text.title);
    let layout = lay_out(&document, width, options);
    Ok(Msg::Article(Box::new(LoadedArticle {
        text,
        document: Arc::new(document),
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
