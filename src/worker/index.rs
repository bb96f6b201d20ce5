//! The full-text index is built when nothing else is to be done, in steps short enough that a
//! mark never waits for it. What stands around the texts of a feed is known by then and left out,
//! also of the number of words and of what lists show.

use rustc_hash::FxHashMap;

use crate::{
    ingest::{About, Repeated, SEARCHED_TEXT, plain_text, readable_summary, readable_text},
    model::FeedId,
    store::{Indexed, StoreError, Unindexed, Writer},
    text::count_words,
};

/// Articles of one step.
const STEP: usize = 100;
/// Articles of a feed that an article is compared with to find what all of them repeat.
const COMPARED: usize = 16;

/// Indexes some of the articles that wait; says whether more wait.
pub fn index_step(writer: &mut Writer) -> Result<bool, StoreError> {
    let mut learned: FxHashMap<FeedId, Repeated> = FxHashMap::default();
    let done = writer.index_some(STEP, &mut |article, others| {
        let repeated = learned.entry(article.feed).or_insert_with(|| {
            let bodies = others(COMPARED);
            Repeated::learn(bodies.iter().map(String::as_str))
        });
        read(article, repeated)
    })?;
    Ok(done == STEP)
}

fn read(article: &Unindexed, repeated: &Repeated) -> Indexed {
    let about = About {
        title: &article.title,
        source: &article.source,
        via: article.via.as_deref(),
        author: article.author.as_deref(),
        summary: &article.summary,
    };
    let sent = plain_text(&article.html, SEARCHED_TEXT);
    let read = readable_text(&sent, &about, repeated);
    let words = count_words(&read.text);
    let summary = readable_summary(&article.summary, &article.html, &read);
    let mut text = read.text;
    if let Some(page) = &article.page {
        text.push('\n');
        text.push_str(&plain_text(page, SEARCHED_TEXT));
    }
    Indexed {
        words,
        summary,
        section: read.section,
        text,
    }
}
