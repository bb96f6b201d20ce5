//! What effects ask of the cache, as answers: lists, rows, members, feeds, hits.

use rustc_hash::FxHashSet;

use crate::{
    app::{Effect, Hit, ListRequest, Msg, Sort, View},
    ingest::plain_text,
    model::{StoryId, Timestamp},
    query::{self, passage, words_of},
    store::{self, Reader, StoreError},
};

/// Rows that come with a list, around the wanted story.
const FIRST_ROWS: usize = 60;
/// Hits of a search.
const HITS: usize = 100;
/// Text of one article that is looked at for its passage.
const TEXT_CAP: usize = 256 * 1024;

/// Answers a question about lists and stories; `None` if the effect is no such question.
pub fn answer(reader: &Reader, effect: &Effect) -> Result<Option<Msg>, StoreError> {
    Ok(Some(match effect {
        Effect::LoadList(request) => list(reader, request)?,
        Effect::LoadRows { generation, ids } => Msg::Rows {
            generation: *generation,
            rows: reader.story_rows(ids)?,
        },
        Effect::LoadUnread { generation } => Msg::Unread {
            generation: *generation,
            stories: reader.story_ids(store::View::Unread, store::Sort::New)?,
        },
        Effect::LoadStory(story) => Msg::Story {
            story: *story,
            // A story that was merged into another lives on there.
            members: reader.members(reader.current_story(*story)?)?,
        },
        Effect::LoadFeeds => Msg::Feeds(reader.feeds()?),
        _ => return Ok(None),
    }))
}

fn list(reader: &Reader, request: &ListRequest) -> Result<Msg, StoreError> {
    let sort = match request.sort {
        Sort::Top => store::Sort::Top,
        Sort::New => store::Sort::New,
        Sort::Sources => store::Sort::Sources,
    };
    let view = match (request.view, request.hide_read) {
        (View::Starred, _) => store::View::Starred,
        (View::Unread, _) | (View::All, true) => store::View::Unread,
        (View::All, false) => store::View::All,
    };
    let mut ids = reader.story_ids(view, sort)?;
    let unread: FxHashSet<StoryId> = match view {
        store::View::Unread => ids.iter().copied().collect(),
        _ => reader
            .story_ids(store::View::Unread, store::Sort::New)?
            .into_iter()
            .collect(),
    };
    if request.hide_read {
        ids.retain(|id| unread.contains(id));
    }
    let around = request
        .around
        .and_then(|id| ids.iter().position(|other| *other == id));
    let first = around.unwrap_or(0).saturating_sub(FIRST_ROWS / 2);
    let last = (first + FIRST_ROWS).min(ids.len());
    Ok(Msg::List {
        generation: request.generation,
        rows: reader.story_rows(&ids[first..last])?,
        unread: ids.iter().map(|id| unread.contains(id)).collect(),
        ids,
    })
}

/// Looks words up. What is being typed need not be a whole query: then nothing is found yet.
pub fn search(
    reader: &Reader,
    generation: u64,
    text: &str,
    now: Timestamp,
) -> Result<Msg, StoreError> {
    let Ok(query) = query::parse(text) else {
        return Ok(Msg::Hits {
            generation,
            hits: Vec::new(),
        });
    };
    let words = words_of(&query);
    let hits = reader.search(&query, now, HITS)?;
    let hits = hits.into_iter().map(|hit| to_hit(hit, &words)).collect();
    Ok(Msg::Hits { generation, hits })
}

fn to_hit(hit: store::Hit, words: &[String]) -> Hit {
    let passage = passage(&plain_text(&hit.html, TEXT_CAP), words);
    Hit {
        story: hit.story,
        article: hit.article,
        title: hit.title,
        source: hit.source,
        published: hit.published,
        read: hit.read,
        matches: crate::app::word_matches(&passage, words),
        passage,
    }
}
