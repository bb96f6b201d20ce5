//! Reading: opening, scrolling, sources of a story, the next story.

use super::{
    Effects, article, comparing, full_texts, grouping, marks, movement, outside, search, selection,
};
use crate::app::{Effect, Geometry, Pane, State};
use crate::model::{Action, ArticleId, Notice};

/// The part of the page that code and tables move sideways by.
const SIDEWAYS_PART: usize = 3;

/// Does what an action of the reading area says.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    match action {
        Action::Open => open(state, effects),
        Action::ReadOn => read_on(state, effects),
        Action::ReadBack => page_back(state),
        Action::ScrollDown => scroll(state, i64::from(count.unwrap_or(1))),
        Action::ScrollUp => scroll(state, -i64::from(count.unwrap_or(1))),
        Action::BackInTrail => walk_trail(state, false, effects),
        Action::ForwardInTrail => walk_trail(state, true, effects),
        Action::ScrollRight => sideways(state, true, count, effects),
        Action::ScrollLeft => sideways(state, false, count, effects),
        Action::WiderText => text_width(state, true, count, effects),
        Action::NarrowerText => text_width(state, false, count, effects),
        Action::NextHeading => heading(state, true, effects),
        Action::PreviousHeading => heading(state, false, effects),
        Action::Pictures => super::pictures::show(state, effects),
        Action::NewMarks => comparing::step_marks(state, effects),
        Action::Outline | Action::AsSent | Action::LinkHints | Action::LinkList => {
            of_article(state, action, effects);
        }
        Action::Source(number) => source(state, number, effects),
        Action::SourceList => movement::set_focus(state, Pane::Sources),
        Action::NextSource => step_source(state, true, effects),
        Action::PreviousSource => step_source(state, false, effects),
        Action::NextStory => step_story(state, true, count, effects),
        Action::PreviousStory => step_story(state, false, count, effects),
        Action::EarlierStory => grouping::visit_earlier(state, effects),
        Action::FullText => full_texts::act(state, effects),
        Action::NextUnread => next_unread(state, true, count, effects),
        Action::PreviousUnread => next_unread(state, false, count, effects),
        _ => {}
    }
}

/// What is about the article alone: the other sources may still be on their way.
fn of_article(state: &mut State, action: Action, effects: &mut Effects) {
    if state.reader.wanted.is_none() || !selection::must_wait(state, action) {
        article::act(state, action, effects);
    }
}

fn open(state: &mut State, effects: &mut Effects) {
    match state.focus {
        Pane::Stories => {
            if search::widen_if_empty(state, effects) {
                return;
            }
            if state.selected_story().is_some() {
                movement::set_focus(state, Pane::Reader);
            }
        }
        Pane::Sources if state.work_under_cursor().is_some() => outside::open_work(state, effects),
        Pane::Sources => {
            if let Some(article) = source_under_cursor(state) {
                selection::show(state, article, true, effects);
                state.focus = Pane::Reader;
            }
        }
        Pane::Reader if full_texts::is_outdated(state) => full_texts::show_change(state, effects),
        Pane::Reader => {
            let key = state.keys.hint(Action::OpenOriginal);
            state.say(
                Notice::info(format!("{key} opens the original in the browser")),
                effects,
            );
        }
    }
}

/// The article of the row the cursor of the sources panel stands on.
pub fn source_under_cursor(state: &State) -> Option<ArticleId> {
    let story = state.story.as_ref()?;
    Some(story.members.get(story.cursor)?.article)
}

fn read_on(state: &mut State, effects: &mut Effects) {
    if state.geometry().reader.is_none() {
        return open(state, effects);
    }
    if selection::must_wait(state, Action::ReadOn) {
        return;
    }
    movement::engage(state);
    let height = state.text_height();
    let Some(shown) = &mut state.reader.shown else {
        return next_unread(state, true, None, effects);
    };
    if !shown.at_end(height) {
        let page = height.saturating_sub(1).max(1);
        shown.scroll = (shown.scroll + page).min(shown.last_scroll(height));
        return;
    }
    let article = shown.text.id;
    marks::finish_article(state, effects);
    let next = state
        .selected_members()
        .and_then(|story| story.next_unread(article));
    match next {
        Some(article) => selection::show(state, article, true, effects),
        None => next_unread(state, true, None, effects),
    }
}

fn page_back(state: &mut State) {
    let page = state.text_height().saturating_sub(1).max(1);
    scroll(state, -i64::try_from(page).unwrap_or(1));
}

fn scroll(state: &mut State, lines: i64) {
    let height = state.text_height();
    let Some(shown) = &mut state.reader.shown else {
        return;
    };
    let by = isize::try_from(lines).unwrap_or(0);
    let line = shown.scroll.saturating_add_signed(by);
    shown.scroll = line.min(shown.last_scroll(height));
    shown.engaged = true;
}

/// Shows what was read before, or after it, where it was left. A story that is not in the list is
/// shown beside it.
fn walk_trail(state: &mut State, forward: bool, effects: &mut Effects) {
    let action = if forward {
        Action::ForwardInTrail
    } else {
        Action::BackInTrail
    };
    if selection::must_wait(state, action) {
        return;
    }
    let Some((story, article)) = state.trail.step(forward, state.reader.current()) else {
        let where_to = if forward { "after" } else { "before" };
        return state.say(
            Notice::info(format!("Nothing was read {where_to} this")),
            effects,
        );
    };
    state.detour.clear();
    match state
        .list
        .position(story)
        .filter(|_| state.search.is_none())
    {
        Some(row) => state.list.cursor = row,
        None => {
            // With the keys in the list, its own row would be shown again.
            state.focus = Pane::Reader;
            state.detour.push(story);
        }
    }
    show_reader(state);
    // Not the article that stands for the story.
    state.waits.restore = Some(article);
    selection::show_selected(state, true, effects);
    state.waits.restore = None;
    selection::show(state, article, true, effects);
}

/// The article that is read is the last step of the trail.
pub fn note_trail(state: &mut State, effects: &mut Effects) {
    let shown = state.reader.settled().filter(|shown| shown.engaged);
    if let Some((story, article)) = shown.map(|shown| (shown.text.story, shown.text.id))
        && state.trail.note(story, article)
    {
        effects.push(Effect::MarkOpened(article));
    }
}

/// Moves the code and tables on the page that are wider than it, by a part of its width.
fn sideways(state: &mut State, forward: bool, count: Option<u32>, effects: &mut Effects) {
    let height = state.shown_height();
    let Some(shown) = state.shown_mut() else {
        return;
    };
    let most = shown.overhang(height);
    if most == 0 {
        let notice = Notice::info("Nothing on this page is wider than the text");
        return state.say(notice, effects);
    }
    let step = (shown.layout.width / SIDEWAYS_PART).max(1) * count.unwrap_or(1).max(1) as usize;
    let at = shown.sideways.min(most);
    shown.sideways = if forward {
        at.saturating_add(step).min(most)
    } else {
        at.saturating_sub(step)
    };
    shown.engaged = true;
}

/// Makes the text wider or narrower than it is; a pane that is too narrow for more says so.
fn text_width(state: &mut State, wider: bool, count: Option<u32>, effects: &mut Effects) {
    let steps = u16::try_from(count.unwrap_or(1).max(1)).unwrap_or(u16::MAX);
    let shown = if state.reads_page() {
        state.page_cells().1.width
    } else {
        u16::try_from(state.text_width()).unwrap_or(u16::MAX)
    };
    let now = state.widest_text.get();
    if wider && shown < now && !state.reads_page() {
        let mut notice = Notice::info("The text is as wide as its pane");
        let alone = Geometry::new(state.size, Pane::Reader, true).reader;
        if alone.map(|pane| pane.width) > state.geometry().reader.map(|pane| pane.width) {
            let zoom = state.keys.hint(Action::Zoom);
            notice = notice.with_hint(format!("{zoom} gives it the screen"));
        }
        return state.say(notice, effects);
    }
    state.widest_text.step(now.min(shown), wider, steps);
    let columns = state.widest_text.get();
    let notice = Notice::info(format!("Texts are up to {columns} columns wide"));
    state.say(notice, effects);
}

fn heading(state: &mut State, forward: bool, effects: &mut Effects) {
    let height = state.shown_height();
    let Some(shown) = state.shown_mut() else {
        return;
    };
    let current = shown.current_heading();
    let headings = &shown.layout.headings;
    // Back from the middle of a part is its own heading.
    let above = current.filter(|at| headings[*at].0 >= shown.scroll);
    let to = match (forward, current) {
        (true, current) => current.map_or(Some(0), |at| at.checked_add(1)),
        (false, Some(_)) if above.is_some() => above.and_then(|at| at.checked_sub(1)),
        (false, current) => current,
    };
    shown.engaged = true;
    match to.filter(|to| *to < headings.len()) {
        Some(to) => shown.go_to_heading(to, height),
        None => {
            let which = if forward { "below" } else { "above" };
            state.say(Notice::info(format!("No heading {which}")), effects);
        }
    }
}

fn source(state: &mut State, number: u8, effects: &mut Effects) {
    if selection::must_wait(state, Action::Source(number)) {
        return;
    }
    let members = state.selected_members().map(|story| &story.members);
    let count = members.map_or(0, Vec::len);
    let wanted = members.and_then(|members| members.get(usize::from(number).checked_sub(1)?));
    match wanted.map(|member| member.article) {
        Some(article) => {
            selection::show(state, article, true, effects);
            show_reader(state);
        }
        None if count > 0 => {
            let has = crate::app::count(u32::try_from(count).unwrap_or(u32::MAX), "source");
            state.say(Notice::info(format!("This story has {has}")), effects);
        }
        None => {}
    }
}

/// On a screen where the reader has no room beside the list the keys go to it.
fn show_reader(state: &mut State) {
    if state.geometry().reader.is_none() {
        state.focus = Pane::Reader;
    }
}

fn step_source(state: &mut State, forward: bool, effects: &mut Effects) {
    let action = if forward {
        Action::NextSource
    } else {
        Action::PreviousSource
    };
    if selection::must_wait(state, action) {
        return;
    }
    let Some((story, article)) = state.selected_members().zip(state.reader.current()) else {
        return;
    };
    let at = story.position(article).unwrap_or(0);
    let next = if forward {
        Some(at + 1)
    } else {
        at.checked_sub(1)
    };
    let beside = next
        .and_then(|next| story.members.get(next))
        .map(|member| member.article);
    if forward {
        marks::leave_article(state, effects);
    }
    // After the last source comes the first one that is not read yet.
    let unread = || {
        let story = state.selected_members().filter(|_| forward)?;
        story.next_unread(article)
    };
    match beside.or_else(unread) {
        Some(article) => {
            selection::show(state, article, true, effects);
            show_reader(state);
        }
        None => say_end_of_sources(state, forward, effects),
    }
}

fn say_end_of_sources(state: &mut State, forward: bool, effects: &mut Effects) {
    let key = |action| state.keys.hint(action);
    let notice = if forward {
        let (back, first) = (key(Action::PreviousSource), key(Action::Source(1)));
        Notice::info("Last source of this story")
            .with_hint(format!("{back} goes back, {first} shows the first"))
    } else {
        let next = key(Action::NextSource);
        Notice::info("First source of this story").with_hint(format!("{next} shows the next"))
    };
    state.say(notice, effects);
}

fn step_story(state: &mut State, forward: bool, count: Option<u32>, effects: &mut Effects) {
    let (at, length) = match &state.search {
        Some(search) => (search.cursor, search.hits.len()),
        None => (state.list.cursor, state.list.len()),
    };
    let searching = state.search.is_some();
    if forward && !searching {
        marks::leave_article(state, effects);
    }
    let action = if forward { Action::Down } else { Action::Up };
    match movement::target(action, count, at, length, 1) {
        Some(row) if row != at => {
            movement::put_cursor(state, row);
            selection::follow(state, !searching, effects);
        }
        _ => {
            let which = if forward { "last" } else { "first" };
            state.say(Notice::info(format!("This is the {which} story")), effects);
        }
    }
}

/// The next or previous unread story, or match while a search is live.
pub fn next_unread(state: &mut State, forward: bool, count: Option<u32>, effects: &mut Effects) {
    if article::step_match(state, forward, count, effects) {
        return;
    }
    if state.search.is_some() {
        return search::step(state, forward, count, effects);
    }
    if forward {
        marks::leave_article(state, effects);
    }
    let mut found = false;
    for _ in 0..count.unwrap_or(1).clamp(1, 9999) {
        let Some(row) = state.list.unread_beside_cursor(forward) else {
            break;
        };
        state.list.cursor = row;
        found = true;
    }
    if found {
        selection::follow(state, true, effects);
    } else {
        say_no_more_unread(state, forward, effects);
    }
}

fn say_no_more_unread(state: &mut State, forward: bool, effects: &mut Effects) {
    if state.list.is_empty() && state.list.waiting() == 0 && state.list.filter.is_some() {
        return state.say_nothing_here(effects);
    }
    let elsewhere = state.list.unread() > 0;
    let notice = match (elsewhere, forward) {
        (true, true) => {
            let key = state.keys.hint(Action::PreviousUnread);
            Notice::info("No unread story below").with_hint(format!("{key} looks above"))
        }
        (true, false) => {
            let key = state.keys.hint(Action::NextUnread);
            Notice::info("No unread story above").with_hint(format!("{key} looks below"))
        }
        (false, _) if state.list.waiting() > 0 => {
            let key = state.keys.hint(Action::ShowNew);
            Notice::info("All read").with_hint(format!("{key} shows the new ones"))
        }
        (false, _) => {
            let key = state.keys.hint(Action::RefreshAll);
            Notice::info("All read").with_hint(format!("{key} fetches all feeds"))
        }
    };
    state.say(notice, effects);
}
