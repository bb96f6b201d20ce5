//! Answers of the cache: lists, rows, members, articles, marks. An answer to a question that is no
//! longer asked changes nothing.

use super::{Effects, changes, full_texts, grouping, holding, selection, undo};
use crate::app::{
    Effect, Lines, ListRequest, LoadedArticle, Msg, Pane, State, Version, Wake,
    state::{Relayout, Select},
    story::OpenStory,
    wake::SHOWN_DELAY,
};
use crate::model::{ArticleId, ListedRows, Marked, Notice, RowId, StoryId, StoryRow};

/// Takes an answer; gives whether it was still wanted.
pub fn take(state: &mut State, answer: Msg, effects: &mut Effects) -> bool {
    match answer {
        Msg::List {
            generation,
            listed,
            complete,
            rows,
        } => {
            let wanted = generation == state.list.generation();
            if wanted && !(complete && completes(state, &listed)) {
                list(state, listed, rows, effects);
                state.list.complete = complete;
            }
            wanted
        }
        Msg::ListFailed { generation } => {
            let wanted = generation == state.list.generation();
            if wanted {
                // What is listed would be taken for what was asked for.
                list(state, ListedRows::default(), Vec::new(), effects);
                holding::give_up(state);
            }
            wanted
        }
        Msg::Rows { generation, rows } => {
            let wanted = generation == state.list.generation();
            if wanted {
                take_rows(state, rows, effects);
            }
            wanted
        }
        Msg::Unread { generation, rows } => {
            let wanted = generation == state.list.generation();
            if wanted {
                state.list.take_unread_rows(rows);
            }
            wanted
        }
        Msg::StoriesThere { generation, listed } => {
            if generation != state.list.generation() {
                return false;
            }
            let again = std::mem::take(&mut state.waits.look_again);
            state.waits.looking = false;
            let wanted = state.list.complete;
            if wanted {
                state.list.take_there(&listed);
            }
            if again {
                look_for_rows(state, effects);
            }
            wanted
        }
        Msg::Story {
            story,
            members,
            earlier,
        } => {
            let mut open = OpenStory::new(story, members);
            open.earlier = earlier;
            story_loaded(state, open, effects)
        }
        Msg::Regrouped(answer) => {
            grouping::regrouped(state, *answer, effects);
            true
        }
        Msg::Reasons { story, members } => grouping::take_reasons(state, story, members),
        Msg::Nearest { story, stories } => grouping::take_nearest(state, story, stories),
        Msg::StoriesFound { text, stories } => grouping::take_found(state, text, stories),
        Msg::Article(article) => article_loaded(state, *article, effects),
        Msg::ArticleMissing(article) => article_missing(state, article, effects),
        Msg::Laid { number, lines } => laid(state, number, lines, effects),
        Msg::Marked { change, done } => {
            marked(state, change, done, effects);
            true
        }
        Msg::NewCounted(ids) => {
            let shown = state.list.loaded_of(&ids);
            load_rows(state, shown, effects);
            true
        }
        Msg::StoriesChanged { ids } => {
            stories_changed(state, &ids, effects);
            true
        }
        _ => false,
    }
}

/// Whether the list whose beginning is shown was completed by this.
fn completes(state: &mut State, listed: &ListedRows) -> bool {
    state.list.loaded && !state.list.complete && state.list.complete_with(listed)
}

fn list(state: &mut State, listed: ListedRows, rows: Vec<StoryRow>, effects: &mut Effects) {
    let (before, was_at) = (state.list.selected_row(), state.list.cursor);
    let select = std::mem::take(&mut state.waits.select);
    let wanted = match select {
        Select::Same => before,
        Select::Row(row) => Some(row),
        Select::First | Select::FirstNew => None,
    };
    let read = (select == Select::Same && state.focus != Pane::Stories)
        .then(|| state.list.row(was_at).cloned())
        .flatten();
    state.list.replace(listed, rows, wanted);
    if let Some(row) = read {
        state.list.keep(row, was_at);
    }
    let new = std::mem::take(&mut state.waits.new_rows);
    let found = wanted.and_then(|row| state.list.place_of(row)) == Some(state.list.cursor);
    match select {
        Select::Same if !found => {
            state.list.cursor = was_at.min(state.list.len().saturating_sub(1))
        }
        Select::FirstNew => state.list.cursor = state.list.first_of(&new).unwrap_or(0),
        _ => {}
    }
    if !found || !matches!(select, Select::Row(_)) {
        state.waits.restore = None;
    }
    if state.search.is_none() {
        selection::follow(state, false, effects);
    }
}

fn take_rows(state: &mut State, rows: Vec<StoryRow>, effects: &mut Effects) {
    let lacked = state.list.row(state.list.cursor).is_none();
    state.list.take_rows(rows);
    // The article of a row is known only with the row.
    let nothing_asked = state.reader.wanted.is_none() && state.waits.restore.is_none();
    if lacked && nothing_asked && state.search.is_none() {
        let engaged = state.waits.engaged;
        // The same row is selected: what waits for its article goes on waiting.
        let then = std::mem::take(&mut state.waits.then);
        let held = std::mem::take(&mut state.waits.held);
        selection::follow(state, engaged, effects);
        (state.waits.then, state.waits.held) = (then, held);
    }
}

fn story_loaded(state: &mut State, mut open: OpenStory, effects: &mut Effects) -> bool {
    let story = open.id;
    let returned = state.waits.source.take();
    let asked = state.waits.story == Some(story);
    let again = state.story.as_ref().is_some_and(|open| open.id == story);
    if !asked && !again {
        return false;
    }
    let restored = state
        .waits
        .restore
        .take()
        .filter(|id| open.position(*id).is_some());
    let kept = state
        .reader
        .current()
        .filter(|id| open.position(*id).is_some());
    let first = open.members.first().map(|member| member.article);
    let article = restored.or(kept).or(first);
    open.cursor = article.and_then(|id| open.position(id)).unwrap_or(0);
    if let (true, Pane::Sources, Some(before)) = (again, state.focus, &state.story) {
        // Who points at a row goes on pointing at it, or at the one that is at its place now.
        let row = before.members.get(before.cursor);
        let row = row.and_then(|member| open.position(member.article));
        let row = returned.and_then(|id| open.position(id)).or(row);
        let last = open.members.len().saturating_sub(1);
        let work = before.cursor.checked_sub(before.members.len());
        open.cursor = match (row, work) {
            (None, Some(work)) => open.members.len() + work,
            (row, _) => row.unwrap_or(before.cursor.min(last)),
        };
        open.top = before.top;
    }
    if let Some(shown) = &mut state.reader.shown
        && let Some(member) = open.member(shown.text.id)
    {
        (shown.text.read, shown.text.starred) = (member.read, member.starred);
    }
    let was_outdated = full_texts::is_outdated(state);
    changes::note_visit(state, &open);
    if open.sources() > 1 {
        effects.push(Effect::LoadNotSeen(story));
    }
    state.story = Some(open);
    full_texts::take_change(state, was_outdated, effects);
    if asked {
        state.waits.story = None;
        if let Some(article) = article {
            let engaged = state.waits.engaged;
            selection::show(state, article, engaged, effects);
        }
    }
    selection::do_what_waited(state, effects);
    true
}

fn article_loaded(state: &mut State, article: LoadedArticle, effects: &mut Effects) -> bool {
    if state.reader.wanted != Some(article.text.id) {
        return super::full_texts::replace(state, article, effects);
    }
    let number = state.number();
    // The full text that came while this was read follows.
    let follows = state.waits.version == Some(article.text.id) && article.version == Version::Feed;
    if !follows {
        state.waits.version = None;
    }
    let engaged = std::mem::take(&mut state.waits.engaged);
    state.waits.relayout = None;
    state.reader.show(article, engaged, number);
    effects.push(Effect::Wake {
        after: SHOWN_DELAY,
        wake: Wake::Shown(number),
    });
    selection::do_what_waited(state, effects);
    true
}

fn article_missing(state: &mut State, article: ArticleId, effects: &mut Effects) -> bool {
    if state.reader.wanted != Some(article) {
        return false;
    }
    state.reader.remember_place();
    state.reader.wanted = None;
    state.reader.shown = None;
    state.trail.forget(article);
    holding::forget(state);
    state.say(
        Notice::warning("This article is no longer in the cache"),
        effects,
    );
    true
}

fn laid(state: &mut State, number: u64, lines: Lines, effects: &mut Effects) -> bool {
    let asked = |asked: &mut Relayout| asked.number == number;
    let Some(asked) = state.waits.relayout.take_if(asked) else {
        return false;
    };
    let is_only = lines.only.is_some();
    let was_only = state.reader.relay(asked.article, lines, asked.marking);
    if is_only && !was_only {
        // Sentences of which all are on the page at once are still to be read.
        let number = state.number();
        if let Some(shown) = &mut state.reader.shown {
            (shown.shown_long, shown.wake) = (false, number);
        }
        effects.push(Effect::Wake {
            after: SHOWN_DELAY,
            wake: Wake::Shown(number),
        });
    }
    true
}

fn marked(state: &mut State, change: u64, done: Marked, effects: &mut Effects) {
    let stories = state.history.confirm(change, done);
    if state.history.take_unwanted(change) {
        undo::retract(state, change, effects);
    }
    if state.list.is_empty() {
        // What was taken back may belong into a list that it left empty.
        return fill_empty_list(state, effects);
    }
    let generation = state.list.generation();
    let flat = state.list.lists_articles();
    if stories.len() > 1 {
        effects.push(Effect::LoadUnread { generation, flat });
        return reload_rows(state, effects);
    }
    let ids = state.list.loaded_of(&stories);
    load_rows(state, ids, effects);
    reload_open_story(state, &stories, effects);
}

/// Loads the rows that are there anew, and the members of the open story.
pub fn reload_rows(state: &State, effects: &mut Effects) {
    load_rows(state, state.list.loaded_ids(), effects);
    if let Some(open) = &state.story {
        effects.push(Effect::LoadStory(open.id));
    }
}

/// Asks for rows of the list.
pub fn load_rows(state: &State, ids: Vec<RowId>, effects: &mut Effects) {
    if !ids.is_empty() {
        let (generation, view) = (state.list.generation(), state.list.view.clone());
        effects.push(Effect::LoadRows {
            generation,
            ids,
            view,
        });
    }
}

/// Asks what the list would have now; while that is on its way, once more after it.
fn look_for_rows(state: &mut State, effects: &mut Effects) {
    if state.waits.looking {
        state.waits.look_again = true;
        return;
    }
    state.waits.looking = true;
    effects.push(Effect::LookForStories(state.list.current_request(None)));
}

fn reload_open_story(state: &State, stories: &[StoryId], effects: &mut Effects) {
    if let Some(open) = &state.story
        && stories.contains(&open.id)
    {
        effects.push(Effect::LoadStory(open.id));
    }
}

/// Another process wrote: what is shown is read anew where it stands, and stories that came wait
/// like those of a refresh of our own.
pub fn cache_changed(state: &mut State, effects: &mut Effects) {
    effects.push(Effect::LoadFeeds);
    if state.shows_ledger() {
        effects.push(Effect::LoadLedger);
    }
    if state.list.is_empty() {
        state.waits.was_empty = true;
        return fill_empty_list(state, effects);
    }
    let generation = state.list.generation();
    let flat = state.list.lists_articles();
    effects.push(Effect::LoadUnread { generation, flat });
    look_for_rows(state, effects);
    reload_rows(state, effects);
}

fn fill_empty_list(state: &mut State, effects: &mut Effects) {
    state.waits.select = Select::First;
    let request = request(state, None);
    effects.push(Effect::LoadList(request));
}

/// A request for the list anew; whoever looks whether it has others looks at that one from now on.
pub fn request(state: &mut State, around: Option<RowId>) -> ListRequest {
    (state.waits.looking, state.waits.look_again) = (false, false);
    state.list.request(around)
}

fn stories_changed(state: &mut State, ids: &[StoryId], effects: &mut Effects) {
    if state.list.is_empty() {
        state.waits.was_empty = true;
        return fill_empty_list(state, effects);
    }
    let shown = state.list.sort_changes(ids);
    load_rows(state, shown, effects);
    if state.list.is_narrowed() || state.list.lists_articles() {
        look_for_rows(state, effects);
    }
    reload_open_story(state, ids, effects);
}
