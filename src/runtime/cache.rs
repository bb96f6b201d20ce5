//! What effects ask of the cache, as answers: lists, rows, members, hits.

use rustc_hash::FxHashSet;

use crate::{
    app::{Effect, Hit, ListRequest, Msg, RegroupAnswer, Sort, View},
    ingest::{SEARCHED_TEXT, plain_text},
    model::{Regrouped, StoryId, StoryRow, Timestamp},
    query::{self, passage, words_of},
    store::{self, Reader, StoreError},
    worker,
};

/// Rows that come with a list, around the wanted story.
const FIRST_ROWS: usize = 60;
/// Ids that come before all others.
const BEGINNING: usize = 256;
/// Hits of a search.
const HITS: usize = 100;
/// Nearest stories that are offered to merge with.
const NEAREST: usize = 30;
/// Stories found by their headline that are offered.
const FOUND: usize = 100;

/// Answers a question about lists and stories; a question about anything else has no answer here.
pub fn answer(
    reader: &Reader,
    effect: &Effect,
    tell: &mut dyn FnMut(Msg),
) -> Result<(), StoreError> {
    let answer = match effect {
        Effect::LoadList(request) => return list(reader, request, tell),
        Effect::LookForStories(request) => Msg::StoriesThere {
            generation: request.generation,
            ids: ids_there(reader, request)?,
        },
        Effect::LoadRows { generation, ids } => Msg::Rows {
            generation: *generation,
            rows: reader.story_rows(ids)?,
        },
        Effect::LoadUnread { generation } => Msg::Unread {
            generation: *generation,
            stories: reader.story_ids(store::View::Unread, store::Sort::Top)?,
        },
        Effect::LoadStory(story) => {
            // A story that was merged into another lives on there.
            let now = reader.current_story(*story)?;
            Msg::Story {
                story: *story,
                members: reader.members(now)?,
                earlier: reader.earlier(now)?,
            }
        }
        Effect::LoadReasons(story) => Msg::Reasons {
            story: *story,
            members: reader.reasons(reader.current_story(*story)?)?,
        },
        _ => return Ok(()),
    };
    tell(answer);
    Ok(())
}

/// A list: its beginning at once, or all ids where the wanted story stands further down, so that
/// the first frame does not wait for all that is unread; then all of it.
fn list(
    reader: &Reader,
    request: &ListRequest,
    tell: &mut dyn FnMut(Msg),
) -> Result<(), StoreError> {
    let (view, sort) = in_store_words(request);
    let mut ids = reader.first_story_ids(view, sort, BEGINNING)?;
    let is_all = ids.len() < BEGINNING;
    let hides = view == store::View::Starred && request.hide_read;
    let is_begun = request.around.is_none_or(|story| ids.contains(&story));
    if !is_all && !is_begun {
        ids = reader.story_ids(view, sort)?;
    }
    if !is_all && !hides {
        tell(beginning(reader, request, ids.clone())?);
    }
    if !is_all && is_begun {
        ids = reader.story_ids(view, sort)?;
    }
    let mut unread = unread_flags(reader, &ids, view)?;
    if hides {
        let kept = ids.iter().zip(&unread).filter(|(_, unread)| **unread);
        ids = kept.map(|(id, _)| *id).collect();
        unread = vec![true; ids.len()];
    }
    tell(Msg::List {
        generation: request.generation,
        complete: true,
        rows: rows_around(reader, &ids, request.around)?,
        unread,
        ids,
    });
    Ok(())
}

/// All ids that the list of a request would have.
fn ids_there(reader: &Reader, request: &ListRequest) -> Result<Vec<StoryId>, StoreError> {
    let (view, sort) = in_store_words(request);
    let mut ids = reader.story_ids(view, sort)?;
    if view == store::View::Starred && request.hide_read {
        let unread = unread_flags(reader, &ids, view)?;
        let mut unread = unread.into_iter();
        ids.retain(|_| unread.next().unwrap_or(false));
    }
    Ok(ids)
}

fn in_store_words(request: &ListRequest) -> (store::View, store::Sort) {
    let view = match (request.view, request.hide_read) {
        (View::Starred, _) => store::View::Starred,
        (View::Unread, _) | (View::All, true) => store::View::Unread,
        (View::All, false) => store::View::All,
    };
    let sort = match request.sort {
        Sort::Top => store::Sort::Top,
        Sort::New => store::Sort::New,
        Sort::Sources => store::Sort::Sources,
    };
    (view, sort)
}

/// A list that is not yet known to be whole, and unread only as far as its rows tell.
fn beginning(reader: &Reader, request: &ListRequest, ids: Vec<StoryId>) -> Result<Msg, StoreError> {
    let rows = rows_around(reader, &ids, request.around)?;
    let unread = rows.iter().filter(|row| row.unread > 0).map(|row| row.id);
    let unread: FxHashSet<StoryId> = unread.collect();
    Ok(Msg::List {
        generation: request.generation,
        complete: false,
        unread: ids.iter().map(|id| unread.contains(id)).collect(),
        ids,
        rows,
    })
}

fn rows_around(
    reader: &Reader,
    ids: &[StoryId],
    around: Option<StoryId>,
) -> Result<Vec<StoryRow>, StoreError> {
    let at = around.and_then(|id| ids.iter().position(|other| *other == id));
    let first = at.unwrap_or(0).saturating_sub(FIRST_ROWS / 2);
    let last = (first + FIRST_ROWS).min(ids.len());
    reader.story_rows(&ids[first..last])
}

fn unread_flags(
    reader: &Reader,
    ids: &[StoryId],
    view: store::View,
) -> Result<Vec<bool>, StoreError> {
    if view == store::View::Unread {
        return Ok(vec![true; ids.len()]);
    }
    let unread = reader.story_ids(store::View::Unread, store::Sort::Top)?;
    let unread: FxHashSet<StoryId> = unread.into_iter().collect();
    Ok(ids.iter().map(|id| unread.contains(id)).collect())
}

/// The stories nearest to one, with their rows.
pub fn nearest(reader: &Reader, story: StoryId) -> Result<Msg, StoreError> {
    let near = worker::nearest(reader, reader.current_story(story)?, NEAREST)?;
    let ids: Vec<StoryId> = near.iter().map(|(id, _)| *id).collect();
    let rows = reader.story_rows(&ids)?.into_iter();
    let scored = rows.filter_map(|row| {
        let score = near.iter().find(|(id, _)| *id == row.id)?.1;
        Some((row, score))
    });
    Ok(Msg::Nearest {
        story,
        stories: scored.collect(),
    })
}

/// Stories whose headline holds the words of a text.
pub fn find_stories(reader: &Reader, text: &str) -> Result<Msg, StoreError> {
    let words: Vec<String> = text.split_whitespace().map(ToOwned::to_owned).collect();
    Ok(Msg::StoriesFound {
        text: text.to_owned(),
        stories: reader.stories_titled(&words, FOUND)?,
    })
}

/// What a change of grouping did, with the rows that show it: of the stories that articles went
/// from and to, and of others that it touched.
pub fn regrouped(
    reader: &Reader,
    change: u64,
    done: Option<Regrouped>,
    touched: Vec<StoryId>,
) -> Result<RegroupAnswer, StoreError> {
    let moves = done.as_ref().map_or(&[][..], |done| &done.moves);
    let mut places = Vec::with_capacity(moves.len());
    let mut stories = touched;
    for step in moves {
        let story = reader.current_story(step.to)?;
        let from = reader.current_story(step.from)?;
        stories.extend([step.from, step.to, story, from]);
        if let Some(story) = reader.story_of(step.article)? {
            places.push((step.article, story));
            stories.push(story);
        }
    }
    stories.sort_unstable();
    stories.dedup();
    let rows = reader.story_rows(&stories)?;
    let mut gone = Vec::new();
    for story in stories {
        if rows.iter().all(|row| row.id != story) {
            gone.push((story, reader.current_story(story)?));
        }
    }
    Ok(RegroupAnswer {
        change,
        done,
        places,
        rows,
        gone,
    })
}

/// Looks words up. What is being typed need not be a whole query: then nothing is found yet.
pub fn search(
    reader: &Reader,
    generation: u64,
    text: &str,
    now: Timestamp,
) -> Result<Msg, StoreError> {
    let Ok(query) = query::parse_typed(text) else {
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
    let passage = passage(&plain_text(&hit.html, SEARCHED_TEXT), words);
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
