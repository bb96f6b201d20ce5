//! Read marks and stars, followed and muted stories: shown at once, stored by an effect, taken back
//! by undo.

use super::{Effects, holding, range, rules, selection, tags, undo};
use crate::app::{Effect, Mark, Pane, State, Target, count};
use crate::model::{Action, ArticleId, Marked, Member, Notice, RowId, StoryId, StoryRow};

/// Does what an action of the marks area says.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    match action {
        Action::ToggleRead => toggle_read(state, effects),
        Action::ToggleStar => toggle_star(state, effects),
        Action::MarkViewRead => mark_view_read(state, effects),
        Action::ToggleFollow => toggle_follow(state, effects),
        Action::ToggleMute => toggle_mute(state, effects),
        Action::MuteWords => rules::ask_words(state),
        Action::Tag => tags::open(state, effects),
        Action::Range => range::toggle(state, effects),
        Action::Undo => undo::undo(state, effects),
        Action::Redo => undo::redo(state, effects),
        _ => {}
    }
}

/// What a mark on one thing is put on in the focused pane.
pub fn marked_article(state: &State) -> Option<ArticleId> {
    match (state.focus, &state.search) {
        (Pane::Sources, _) => super::reading::source_under_cursor(state),
        (Pane::Stories, Some(search)) => search.selected().map(|hit| hit.article),
        _ => state.reader.current(),
    }
}

fn toggle_read(state: &mut State, effects: &mut Effects) {
    if range::is_meant(state) {
        return range::toggle_read(state, effects);
    }
    if state.on_story_row() {
        let Some(row) = state.list.row(state.list.cursor) else {
            return;
        };
        let (story, read) = (row.id, row.unread > 0);
        return mark_stories(state, vec![story], read, effects);
    }
    if selection::must_wait(state, Action::ToggleRead) {
        return;
    }
    let Some(article) = marked_article(state) else {
        return;
    };
    let is_read = is_marked(state, article, |member| member.read, |text| text.read);
    mark_article(state, article, Mark::Read(!is_read), effects);
}

fn toggle_star(state: &mut State, effects: &mut Effects) {
    if range::is_meant(state) {
        return range::toggle_star(state, effects);
    }
    if selection::must_wait(state, Action::ToggleStar) {
        return;
    }
    if state.on_story_row()
        && let Some(story) = state.selected_members()
    {
        let starred = story.members.iter().filter(|member| member.starred);
        let starred: Vec<ArticleId> = starred.map(|member| member.article).collect();
        if !starred.is_empty() {
            return mark_articles(state, starred, Mark::Starred(false), effects);
        }
    }
    let Some(article) = marked_article(state) else {
        return;
    };
    let is_starred = is_marked(state, article, |member| member.starred, |text| text.starred);
    mark_article(state, article, Mark::Starred(!is_starred), effects);
}

/// Follows the story, or no longer: in the list that of the row, else that of the article.
fn toggle_follow(state: &mut State, effects: &mut Effects) {
    let Some((stories, all)) = meant_stories(state, |row| row.followed) else {
        return;
    };
    let count = stories.len();
    mark_whole(state, stories, Mark::Followed(!all), effects);
    let stories = stories_word(count);
    let text = if all {
        format!("No longer followed: {stories}")
    } else {
        format!("Followed: {stories}")
    };
    let notice = Notice::info(text);
    let key = state.keys.hint(Action::ViewFollowed);
    state.say(
        notice.with_hint(format!("{key} lists what you follow")),
        effects,
    );
}

/// Folds the story away, or not any more. Its row stays until the list is made anew.
fn toggle_mute(state: &mut State, effects: &mut Effects) {
    let Some((stories, all)) = meant_stories(state, |row| row.muted) else {
        return;
    };
    let count = stories.len();
    mark_whole(state, stories, Mark::Muted(!all), effects);
    let stories = stories_word(count);
    let (text, hint) = if all {
        let text = format!("No longer muted: {stories}");
        (text, state.keys.hint(Action::Undo) + " takes it back")
    } else {
        let (undo, words) = (
            state.keys.hint(Action::Undo),
            state.keys.hint(Action::MuteWords),
        );
        let text = format!("Muted, with all that joins: {stories}");
        (text, format!("{undo} takes it back, {words} mutes words"))
    };
    state.say(Notice::info(text).with_hint(hint), effects);
}

fn stories_word(stories: usize) -> String {
    match stories {
        1 => "this story".to_owned(),
        more => count(u32::try_from(more).unwrap_or(u32::MAX), "story"),
    }
}

/// The stories that are meant, and whether all of them have a mark as far as is known.
fn meant_stories(state: &State, has: impl Fn(&StoryRow) -> bool) -> Option<(Vec<StoryId>, bool)> {
    if range::is_meant(state) {
        let stories = range::stories(state);
        let all = state.list.range_has(has);
        return (!stories.is_empty()).then_some((stories, all));
    }
    let story = state.selected_story()?;
    let all = state.list.row_of(story).is_some_and(has);
    Some((vec![story], all))
}

/// Puts a mark on whole stories.
fn mark_whole(state: &mut State, stories: Vec<StoryId>, mark: Mark, effects: &mut Effects) {
    state.list.change_stories(&stories, |row| match mark {
        Mark::Followed(on) => row.followed = on,
        Mark::Muted(on) => row.muted = on,
        Mark::Read(_) | Mark::Starred(_) => {}
    });
    state.list.anchor = None;
    ask(
        state,
        Target::Stories(stories.clone()),
        mark,
        stories,
        effects,
    );
}

fn is_marked(
    state: &State,
    article: ArticleId,
    of_member: impl Fn(&Member) -> bool,
    of_text: impl Fn(&crate::model::ArticleText) -> bool,
) -> bool {
    if let Some(member) = state.story.as_ref().and_then(|story| story.member(article)) {
        return of_member(member);
    }
    let shown = state.reader.shown.as_ref();
    shown.is_some_and(|shown| shown.text.id == article && of_text(&shown.text))
}

/// Marks one article, and its copies where it is a read text.
fn mark_article(state: &mut State, article: ArticleId, mark: Mark, effects: &mut Effects) {
    let articles = match (mark, &state.story) {
        (Mark::Read(true), Some(story)) => story.with_copies(article),
        _ => vec![article],
    };
    mark_articles(state, articles, mark, effects);
}

pub(super) fn mark_articles(
    state: &mut State,
    articles: Vec<ArticleId>,
    mark: Mark,
    effects: &mut Effects,
) {
    let articles: Vec<ArticleId> = articles
        .into_iter()
        .filter(|article| !has_mark(state, *article, mark))
        .collect();
    if articles.is_empty() {
        return;
    }
    let stories: Vec<StoryId> = state.story.iter().map(|story| story.id).collect();
    let known = known_change(state, &articles);
    show_marks(state, &articles, mark);
    send(
        state,
        Target::Articles(articles),
        mark,
        stories,
        known,
        effects,
    );
}

/// What marking articles that do not have the mark yet will do, where that is certain before the
/// store has answered.
fn known_change(state: &State, articles: &[ArticleId]) -> Option<Marked> {
    let is_plain = |article: &ArticleId| {
        let member = state.story.as_ref().and_then(|open| open.member(*article));
        member.is_some_and(|member| !member.changed)
    };
    let all = articles.iter().all(is_plain);
    all.then(|| Marked::of(articles.to_vec()))
}

fn has_mark(state: &State, article: ArticleId, mark: Mark) -> bool {
    match mark {
        Mark::Read(on) => is_marked(state, article, |m| m.read, |text| text.read) == on,
        Mark::Starred(on) => is_marked(state, article, |m| m.starred, |text| text.starred) == on,
        // These are marks of whole stories.
        Mark::Followed(_) | Mark::Muted(_) => false,
    }
}

/// Stores a mark; what it does is known when the store has answered. Gives the number of the change.
pub(super) fn ask(
    state: &mut State,
    target: Target,
    mark: Mark,
    stories: Vec<StoryId>,
    effects: &mut Effects,
) -> u64 {
    send(state, target, mark, stories, None, effects)
}

fn send(
    state: &mut State,
    target: Target,
    mark: Mark,
    stories: Vec<StoryId>,
    known: Option<Marked>,
    effects: &mut Effects,
) -> u64 {
    let change = state.number();
    state.history.push(change, mark, stories, known);
    effects.push(Effect::Mark {
        change,
        target,
        mark,
    });
    change
}

/// Shows marks before they are stored, so that a key is answered in the next frame.
pub(super) fn show_marks(state: &mut State, articles: &[ArticleId], mark: Mark) {
    if let Some(shown) = &mut state.reader.shown
        && articles.contains(&shown.text.id)
    {
        match mark {
            Mark::Read(on) => shown.text.read = on,
            Mark::Starred(on) => shown.text.starred = on,
            Mark::Followed(_) | Mark::Muted(_) => {}
        }
    }
    if let (Some(search), Mark::Read(on)) = (&mut state.search, mark) {
        let hits = search.hits.iter_mut();
        hits.filter(|hit| articles.contains(&hit.article))
            .for_each(|hit| hit.read = on);
    }
    let Some(story) = &mut state.story else {
        return;
    };
    let mut touched = false;
    for member in story
        .members
        .iter_mut()
        .filter(|m| articles.contains(&m.article))
    {
        touched = true;
        match mark {
            Mark::Read(on) => {
                member.read = on;
                member.changed &= !on;
            }
            Mark::Starred(on) => member.starred = on,
            Mark::Followed(_) => {}
            Mark::Muted(on) => member.muted = on,
        }
    }
    if touched {
        show_marks_in_row(state);
    }
}

/// Figures of the open story's row follow its members.
fn show_marks_in_row(state: &mut State) {
    if let Some(story) = &state.story {
        state.list.show_members(story.id, &story.members);
    }
}

pub(super) fn mark_stories(
    state: &mut State,
    stories: Vec<StoryId>,
    read: bool,
    effects: &mut Effects,
) {
    for row in state.list.loaded_of(&stories) {
        state.list.change_row(row, |row| row.mark(read));
    }
    mark_open_story(state, &stories, read);
    ask(
        state,
        Target::Stories(stories.clone()),
        Mark::Read(read),
        stories,
        effects,
    );
}

fn mark_open_story(state: &mut State, stories: &[StoryId], read: bool) {
    let Some(story) = state
        .story
        .as_mut()
        .filter(|story| stories.contains(&story.id))
    else {
        return;
    };
    story.members.iter_mut().for_each(|member| {
        member.read = read;
        member.changed &= !read;
    });
    let articles: Vec<ArticleId> = story.members.iter().map(|member| member.article).collect();
    if let Some(shown) = &mut state.reader.shown
        && articles.contains(&shown.text.id)
    {
        shown.text.read = read;
        shown.finished = true;
    }
}

fn mark_view_read(state: &mut State, effects: &mut Effects) {
    if state.search.is_some() {
        return mark_hits_read(state, effects);
    }
    if holding::holds_action(state, Action::MarkViewRead, None) {
        return;
    }
    let unread = state.list.unread();
    if state.list.is_empty() {
        return state.say_nothing_here(effects);
    }
    if unread == 0 {
        return state.say(Notice::info("Everything in this list is read"), effects);
    }
    let rows: Vec<RowId> = state.list.ids().collect();
    state.list.mark_all(true);
    let stories = state.list.stories();
    mark_rows_read(state, &rows, stories, true, effects);
    let word = if state.list.lists_articles() {
        "article"
    } else {
        "story"
    };
    say_read(state, unread, word, effects);
}

fn say_read(state: &mut State, number: usize, word: &str, effects: &mut Effects) {
    let marked = count(u32::try_from(number).unwrap_or(u32::MAX), word);
    let undo = state.keys.hint(Action::Undo);
    let notice =
        Notice::info(format!("{marked} marked read")).with_hint(format!("{undo} takes it back"));
    state.say(notice, effects);
}

/// Marks what a search found. The list below it shows the same articles, or their stories.
fn mark_hits_read(state: &mut State, effects: &mut Effects) {
    let hits = state.search.iter().flat_map(|search| &search.hits);
    let unread = hits.filter(|hit| !hit.read);
    let (mut stories, articles): (Vec<StoryId>, Vec<ArticleId>) =
        unread.map(|hit| (hit.story, hit.article)).unzip();
    if articles.is_empty() {
        return state.say(Notice::info("Everything that was found is read"), effects);
    }
    stories.sort_unstable();
    stories.dedup();
    let number = articles.len();
    show_marks(state, &articles, Mark::Read(true));
    let target = Target::Articles(articles);
    ask(state, target, Mark::Read(true), stories, effects);
    say_read(state, number, "article", effects);
}

/// Stores that rows of a list, which show it already, are read or not: stories with all their
/// articles, or articles of these stories.
pub(super) fn mark_rows_read(
    state: &mut State,
    rows: &[RowId],
    stories: Vec<StoryId>,
    read: bool,
    effects: &mut Effects,
) {
    let target = if state.list.lists_articles() {
        let articles = rows.iter().filter_map(|row| match row {
            RowId::Story(_) => None,
            RowId::Article(article) => Some(*article),
        });
        let articles: Vec<ArticleId> = articles.collect();
        show_marks(state, &articles, Mark::Read(read));
        Target::Articles(articles)
    } else {
        mark_open_story(state, &stories, read);
        Target::Stories(stories.clone())
    };
    ask(state, target, Mark::Read(read), stories, effects);
}

/// The end of the shown article was reached: it is seen, and read with its copies.
pub fn finish_article(state: &mut State, effects: &mut Effects) {
    let Some(shown) = &mut state.reader.shown else {
        return;
    };
    let (article, revisions) = (shown.text.id, shown.text.revisions);
    // What is said over the text stays until another is shown.
    let changed = shown.text.changed;
    shown.finished = true;
    effects.push(Effect::MarkSeen(article));
    if let Some(story) = &mut state.story {
        let members = story.members.iter_mut();
        let members = members.filter(|member| member.article == article);
        members.for_each(|member| member.seen = true);
    }
    if changed {
        see_change(state, article, revisions, effects);
    }
    mark_article(state, article, Mark::Read(true), effects);
}

/// The text of an article that has so many earlier ones was read, or what changed in it.
pub fn see_change(state: &mut State, article: ArticleId, revisions: u32, effects: &mut Effects) {
    effects.push(Effect::MarkChangeSeen { article, revisions });
    state.changes.note_seen(article);
    if let Some(story) = &mut state.story {
        let members = story.members.iter_mut();
        let members = members.filter(|member| member.article == article);
        members.for_each(|member| member.changed = false);
    }
    show_marks_in_row(state);
    // No answer comes that would be drawn.
    state.changed = true;
}

/// The reader goes on to something else: an article that was looked at is read.
pub fn leave_article(state: &mut State, effects: &mut Effects) {
    let height = state.text_height();
    let Some(shown) = state.reader.settled() else {
        return;
    };
    if !(shown.engaged || shown.shown_long) || shown.finished {
        return;
    }
    let article = shown.text.id;
    if shown.at_end(height) && shown.shown_long {
        finish_article(state, effects);
    } else {
        mark_article(state, article, Mark::Read(true), effects);
    }
}

/// Marks the articles of addresses that were opened elsewhere, and their copies; gives the number of
/// the change.
pub fn mark_opened(
    state: &mut State,
    articles: &[ArticleId],
    effects: &mut Effects,
) -> Option<u64> {
    let before = effects.len();
    let with_copies = |article: &ArticleId| match &state.story {
        Some(story) => story.with_copies(*article),
        None => vec![*article],
    };
    let mut all: Vec<ArticleId> = articles.iter().flat_map(with_copies).collect();
    all.sort_unstable();
    all.dedup();
    mark_articles(state, all, Mark::Read(true), effects);
    effects[before..].iter().find_map(|effect| match effect {
        Effect::Mark { change, .. } => Some(*change),
        _ => None,
    })
}
