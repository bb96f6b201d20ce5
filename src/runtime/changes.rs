//! The earlier texts of articles, compared with those that followed, beside the screen's thread.

use std::{
    cell::RefCell,
    sync::Arc,
    time::{Duration, Instant},
};

use rustc_hash::FxHashMap;

use crate::{
    app::{ChangesRequest, Effect, Msg},
    compare::{Change, ReadText, TextHistory, Wording, text_read},
    ingest::{About, Repeated, readable},
    model::{ArticleId, ArticleText},
    runtime::articles::Habits,
    store::{Reader, StoreError},
};

/// Earlier texts of an article that are compared; of pages that are written all day there are many.
const MOST: usize = 12;
/// Comparing two texts takes no longer. Those of an ordinary article take a millisecond.
const PATIENCE: Duration = Duration::from_millis(100);
/// Articles whose texts are kept compared.
const KEPT: usize = 200;

/// Which texts of an article were compared.
type Stamp = (u32, ReadText);

/// What was compared.
#[derive(Default)]
pub struct Histories(RefCell<FxHashMap<ArticleId, (Stamp, TextHistory)>>);

/// Answers what asks for earlier texts.
pub fn changes_answer(
    reader: &Reader,
    habits: &Habits,
    histories: &Histories,
    request: ChangesRequest,
) -> Result<Option<Msg>, StoreError> {
    let mut found = Vec::with_capacity(request.articles.len());
    for (article, revisions, known) in request.articles {
        let stamp = (revisions, known);
        let kept = histories.0.borrow().get(&article).cloned();
        if let Some((_, history)) = kept.filter(|(of, _)| *of == stamp) {
            found.push(history);
            continue;
        }
        let Some(history) = text_history(reader, habits, article, known)? else {
            continue;
        };
        let mut kept = histories.0.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        // A text that came since it was asked for is asked for again.
        if history.revisions == revisions {
            kept.insert(article, (stamp, history.clone()));
        }
        found.push(history);
    }
    Ok(Some(Msg::Changes {
        story: request.story,
        histories: Arc::new(found),
    }))
}

/// The texts that an article had, compared one by one; `None` if it is not in the cache or has no
/// earlier text.
pub fn text_history(
    reader: &Reader,
    habits: &Habits,
    article: ArticleId,
    known: ReadText,
) -> Result<Option<TextHistory>, StoreError> {
    let Some(text) = reader.article(article)? else {
        return Ok(None);
    };
    let mut earlier = reader.revisions(article)?;
    if earlier.is_empty() {
        return Ok(None);
    }
    let revisions = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
    let repeated = habits.of(reader, text.feed)?;
    let dropped = earlier.len().saturating_sub(MOST);
    let first_seen = match dropped.checked_sub(1) {
        Some(last) => earlier[last].until,
        None => text.first_seen,
    };
    earlier.drain(..dropped);
    let mut texts = vec![first_seen];
    texts.extend(earlier.iter().map(|revision| revision.until));
    let mut wordings: Vec<Wording> = earlier
        .iter()
        .map(|revision| wording(&text, &revision.title, &revision.html, &repeated))
        .collect();
    wordings.push(wording(&text, &text.title, &text.html, &repeated));
    let change =
        |old: &Wording, new: &Wording| Change::new(old, new, Some(Instant::now() + PATIENCE));
    let steps = wordings.windows(2).map(|pair| change(&pair[0], &pair[1]));
    let steps: Vec<Change> = steps.collect();
    let (read, read_at) = text_read(&texts, known);
    let newest = wordings.len() - 1;
    let missed = read.filter(|read| read + 1 < newest);
    let missed = missed.map(|read| change(&wordings[read], &wordings[newest]));
    Ok(Some(TextHistory {
        article,
        revisions,
        texts,
        steps,
        read,
        read_at,
        missed,
    }))
}

/// A text as it is read. The line or two that the feed gives beside it are those of the newest and
/// say nothing of the others.
fn wording(article: &ArticleText, title: &str, html: &str, repeated: &Repeated) -> Wording {
    let about = About {
        title,
        source: &article.source,
        via: article.via.as_deref(),
        author: article.author.as_deref(),
        summary: "",
    };
    let read = readable(html, article.url.as_deref(), &about, repeated);
    let lang = article.lang.as_deref();
    Wording::new(title, &read.document, read.sent.as_ref(), lang)
}

/// Of what asks for comparisons and for earlier texts only the last of each counts.
pub fn newest_of_each(waiting: Vec<Effect>) -> Vec<Effect> {
    let is_changes = |effect: &Effect| matches!(effect, Effect::LoadChanges(_));
    let (mut changes, mut others): (Vec<Effect>, Vec<Effect>) =
        waiting.into_iter().partition(is_changes);
    others.pop().into_iter().chain(changes.pop()).collect()
}
