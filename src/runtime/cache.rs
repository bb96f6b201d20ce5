//! What effects ask of the cache, as answers: lists, rows, members, hits.

use crate::{
    app::{Effect, Hit, ListRequest, Msg, RegroupAnswer, SearchScope},
    ingest::{SEARCHED_TEXT, plain_text},
    model::{ListedRows, Regrouped, RowId, StoryId, Timestamp},
    query::{Query, passage, words_of},
    store::{Listing, Reader, StoreError},
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
    now: Timestamp,
    tell: &mut dyn FnMut(Msg),
) -> Result<(), StoreError> {
    let answer = match effect {
        Effect::LoadList(request) => return list(reader, request, now, tell),
        Effect::LookForStories(request) => Msg::StoriesThere {
            generation: request.generation,
            listed: reader.list(listing(request), now, usize::MAX)?,
        },
        Effect::LoadRows {
            generation,
            ids,
            view,
        } => Msg::Rows {
            generation: *generation,
            rows: reader.rows(ids, view)?,
        },
        Effect::LoadUnread { generation, flat } => Msg::Unread {
            generation: *generation,
            rows: reader.unread_rows(*flat)?,
        },
        Effect::LoadAddresses { rows, wanted } => Msg::Addresses {
            wanted: *wanted,
            addresses: reader.addresses(rows)?,
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

/// A list: its beginning at once, or all of it where the wanted row stands further down, so that
/// the first frame does not wait for all that is unread; then all of it.
fn list(
    reader: &Reader,
    request: &ListRequest,
    now: Timestamp,
    tell: &mut dyn FnMut(Msg),
) -> Result<(), StoreError> {
    let mut listed = reader.list(listing(request), now, BEGINNING)?;
    let is_all = listed.len() < BEGINNING;
    if !is_all {
        let is_begun = request
            .around
            .is_none_or(|row| listed.position(row).is_some());
        if !is_begun {
            listed = reader.list(listing(request), now, usize::MAX)?;
        }
        tell(rows_of(reader, request, listed.clone(), false)?);
        if is_begun {
            listed = reader.list(listing(request), now, usize::MAX)?;
        }
    }
    tell(rows_of(reader, request, listed, true)?);
    Ok(())
}

/// What the store is asked for a list.
fn listing(request: &ListRequest) -> Listing<'_> {
    Listing {
        view: &request.view,
        query: request.query.as_ref(),
        unread: request.hide_read,
        flat: request.flat,
        sort: request.sort,
        reversed: request.reversed,
        muted: request.query.as_ref().is_some_and(Query::asks_for_muted),
    }
}

fn rows_of(
    reader: &Reader,
    request: &ListRequest,
    listed: ListedRows,
    complete: bool,
) -> Result<Msg, StoreError> {
    let at = request.around.and_then(|row| listed.position(row));
    let first = at.unwrap_or(0).saturating_sub(FIRST_ROWS / 2);
    let last = (first + FIRST_ROWS).min(listed.len());
    let ids: Vec<RowId> = (first..last).filter_map(|index| listed.id(index)).collect();
    Ok(Msg::List {
        generation: request.generation,
        complete,
        rows: reader.rows(&ids, &request.view)?,
        listed,
    })
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

/// Looks articles up.
pub fn search(
    reader: &Reader,
    generation: u64,
    query: &Query,
    scope: &SearchScope,
    now: Timestamp,
) -> Result<Msg, StoreError> {
    let list = Listing {
        view: &scope.view,
        query: scope.query.as_ref(),
        muted: scope.query.as_ref().is_some_and(Query::asks_for_muted),
        ..Listing::default()
    };
    let words = words_of(query);
    let unindexed = if query.asks_for_text() {
        reader.unindexed()?
    } else {
        0
    };
    let mut hits = reader.search_in(list, query, now, HITS + 1)?;
    let more = hits.len() > HITS;
    hits.truncate(HITS);
    Ok(Msg::Hits {
        generation,
        hits: hits.into_iter().map(|hit| to_hit(hit, &words)).collect(),
        more,
        unindexed,
    })
}

fn to_hit(hit: crate::store::Hit, words: &[String]) -> Hit {
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
