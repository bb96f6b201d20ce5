//! An article from the cache to laid-out lines: the costly step between a key and a page, done off
//! the UI thread.

use std::sync::Arc;

use crate::{
    app::{LoadedArticle, Msg, PageState, Version},
    ingest::document,
    layout::{Options, lay_out},
    model::{ArticleId, ArticlePage, ArticleText, Document, Kind},
    store::{Reader, StoreError},
};

/// Loads an article with the wanted one of its texts, or the better one, and lays it out.
pub fn load_article(
    reader: &Reader,
    article: ArticleId,
    version: Option<Version>,
    width: usize,
    options: Options,
) -> Result<Msg, StoreError> {
    let Some((mut text, chosen)) = read_article(reader, article, version)? else {
        return Ok(Msg::ArticleMissing(article));
    };
    // The document holds all of it; the source text is not needed on the screen.
    text.html = String::new();
    let layout = lay_out(&chosen.document, width, options);
    Ok(Msg::Article(Box::new(LoadedArticle {
        text,
        document: Arc::new(chosen.document),
        layout: Arc::new(layout),
        version: chosen.version,
        page: chosen.page,
    })))
}

/// Reads an article with the wanted one of its texts, or the better one; `None` if it is not in the
/// cache.
pub(super) fn read_article(
    reader: &Reader,
    article: ArticleId,
    version: Option<Version>,
) -> Result<Option<(ArticleText, ChosenText)>, StoreError> {
    let Some(mut text) = reader.article(article)? else {
        return Ok(None);
    };
    let page = reader.page(article)?;
    let chosen = choose_text(&text, page.as_ref(), version);
    if let (Version::Full, Some(Ok(full))) = (chosen.version, page.map(|page| page.found)) {
        text.author = text.author.or(full.byline);
    }
    Ok(Some((text, chosen)))
}

/// The text of an article that is shown.
pub struct ChosenText {
    /// Which one.
    pub version: Version,
    /// What is known of the full one.
    pub page: PageState,
    /// What it says.
    pub document: Document,
}

/// Takes the wanted one of the texts of an article if it is there; without a wish the full text,
/// unless the feed gives the article itself and that is far longer.
pub fn choose_text(
    text: &ArticleText,
    page: Option<&ArticlePage>,
    version: Option<Version>,
) -> ChosenText {
    let of_feed = || document(&text.html, text.url.as_deref(), &text.title);
    let (found, state) = match page.map(|page| (page, &page.found)) {
        None => (None, PageState::Unknown),
        Some((_, Err(missing))) => (None, PageState::Missing(missing.barrier)),
        Some((page, Ok(full))) => (Some((page, full)), PageState::There),
    };
    let Some((page, full)) = found.filter(|_| version != Some(Version::Feed)) else {
        return ChosenText {
            version: Version::Feed,
            page: state,
            document: of_feed(),
        };
    };
    let gives_article = !matches!(text.kind, Kind::Snippet | Kind::Commentary);
    if version.is_none() && gives_article {
        let own = of_feed();
        if !full.is_better_than(own.words) {
            return ChosenText {
                version: Version::Feed,
                page: state,
                document: own,
            };
        }
    }
    ChosenText {
        version: Version::Full,
        page: state,
        document: document(&full.html, Some(&page.url), &text.title),
    }
}

/// Lays a document out for another width.
pub fn relayout(article: ArticleId, document: &Document, width: usize, options: Options) -> Msg {
    Msg::Laid {
        article,
        layout: Arc::new(lay_out(document, width, options)),
    }
}
