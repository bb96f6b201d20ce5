//! One page, or one part of an article, read: on a thread of its own, in its turn and within a time.

use std::time::Duration;

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::{JoinHandle, spawn_blocking},
    time::timeout,
};

use super::{FEW_WORDS, unread::Unread};
use crate::{
    ingest::{Page, document, extract, next_page, other_version},
    layout::escape,
    model::{Barrier, NoFullText},
    worker::client::Body,
};

/// Pages that are read at once: it takes a core each.
const READ_AT_ONCE: usize = 2;
/// Where they are read, whoever in this process asked for them. A reading that was given up keeps its
/// place until it ends: no page takes more than its core.
static READERS: Semaphore = Semaphore::const_new(READ_AT_ONCE);
/// Reading a page that takes longer is given up.
const READING: Duration = Duration::from_secs(10);
/// So long a page waits to be read.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was found in one part of an article.
pub(super) struct ReadPart {
    pub(super) url: String,
    pub(super) page: Option<Page>,
    /// Where the next part is.
    pub(super) next: Option<String>,
    /// Where another version of the article is, if this one is in doubt.
    pub(super) other: Option<String>,
}

impl ReadPart {
    /// Takes another version of the article, where that is the better one.
    pub(super) fn take_better(&mut self, other: Page) {
        let is_whole = other.barrier.is_none() && !other.restricted;
        let before = self.page.take().unwrap_or_default();
        let says_little = before.barrier.is_some() || before.document.words < FEW_WORDS;
        let is_better =
            says_little || !other.unsure && other.document.words > before.document.words;
        if !is_whole || other.document.words < FEW_WORDS || !is_better {
            self.page = Some(before);
            return;
        }
        self.next = None;
        let title = if before.unsure || before.title.is_empty() {
            other.title
        } else {
            before.title
        };
        self.page = Some(Page {
            title,
            byline: other.byline.or(before.byline),
            source: before.source.or(other.source),
            published: before.published.or(other.published),
            updated: before.updated.or(other.updated),
            canonical: before.canonical.or(other.canonical),
            image: before.image.or(other.image),
            ..other
        });
    }
}

/// Finds the article in a body, which is part `number` of the one that begins at `first`, on a
/// thread of its own and not for longer than a while.
pub(super) async fn look_into(
    body: Body,
    first: Option<String>,
    number: u32,
) -> Result<ReadPart, Unread> {
    let place = reading_place(&READERS, PATIENCE).await?;
    let reading = spawn_blocking(move || {
        let _place = place;
        let kind = body.content_type.as_deref();
        let first = first.as_deref().unwrap_or(&body.url);
        let page = if is_plain(kind) {
            Some(plain_page(&body.bytes))
        } else {
            extract(&body.bytes, Some(&body.url), kind)
        };
        let is_asked_for = number == 1 && is_in_doubt(page.as_ref());
        ReadPart {
            other: is_asked_for
                .then(|| other_version(&body.bytes, kind, &body.url))
                .flatten(),
            page,
            next: next_page(&body.bytes, kind, first, number + 1),
            url: body.url.clone(),
        }
    });
    in_time(reading, READING).await
}

/// What a reading gives. One that breaks off will do so again; one that takes too long may find more
/// of the machine the next time.
async fn in_time<T>(reading: JoinHandle<T>, limit: Duration) -> Result<T, Unread> {
    match timeout(limit, reading).await {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(_)) => Err(Unread::lasting(NoFullText {
            barrier: None,
            message: "The article could not be found on its page".to_owned(),
            hint: None,
        })),
        Err(_) => Err(Unread::Page {
            why: NoFullText {
                barrier: None,
                message: "Finding the article on its page takes too long".to_owned(),
                hint: Some("later it may work".to_owned()),
            },
            lasting: false,
        }),
    }
}

/// A place where a page is read.
async fn reading_place(
    places: &'static Semaphore,
    patience: Duration,
) -> Result<SemaphorePermit<'static>, Unread> {
    // The semaphore is never closed.
    let place = timeout(patience, places.acquire()).await;
    place.ok().and_then(Result::ok).ok_or_else(|| Unread::Page {
        why: NoFullText {
            barrier: None,
            message: "The pages before this one take too long to read".to_owned(),
            hint: Some("later it may work".to_owned()),
        },
        lasting: false,
    })
}

/// Whether another version of an article may say more than its page. A wall is not gone around.
fn is_in_doubt(page: Option<&Page>) -> bool {
    page.is_none_or(|page| match page.barrier {
        Some(Barrier::Script | Barrier::Consent) => true,
        Some(Barrier::Paywall | Barrier::Login) => false,
        None => page.unsure && !page.restricted,
    })
}

fn is_plain(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|kind| kind.trim_start().starts_with("text/plain"))
}

/// Plain text as a page: an empty line ends a paragraph.
fn plain_page(bytes: &[u8]) -> Page {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim);
    let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
    let html: String = paragraphs
        .map(|paragraph| format!("<p>{}</p>", escape(paragraph)))
        .collect();
    Page {
        document: document(&html, None, ""),
        ..Page::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_slow_reading_is_tried_again_and_a_broken_one_is_not() {
        let is_lasting = |read| match read {
            Err(Unread::Page { lasting, .. }) => lasting,
            other => panic!("{other:?}"),
        };
        let slow = tokio::spawn(std::future::pending::<()>());
        assert!(!is_lasting(in_time(slow, Duration::ZERO).await));
        let broken = tokio::spawn(async { panic!("as an extractor may") });
        assert!(is_lasting(in_time(broken, READING).await));
        let good = in_time(tokio::spawn(async { 7 }), READING).await;
        assert!(matches!(good, Ok(7)), "{good:?}");
    }

    #[tokio::test]
    async fn a_page_waits_for_its_reading_no_longer_than_a_while() {
        static BUSY: Semaphore = Semaphore::const_new(0);
        static FREE: Semaphore = Semaphore::const_new(1);
        let waited = reading_place(&BUSY, Duration::ZERO).await;
        assert!(
            matches!(waited, Err(Unread::Page { lasting: false, .. })),
            "{waited:?}"
        );
        assert!(reading_place(&FREE, Duration::ZERO).await.is_ok());
    }
}
