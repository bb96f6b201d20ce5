//! Which articles make a story: separating, merging, why they are one, and the older story of the
//! same affair. The store decides what a wish comes to; its answer is shown where the cursor is,
//! and no row moves for it.

use super::{Effects, movement, screens, selection, sheets, views};
use crate::app::{
    Answered, Deed, Effect, Merging, Pane, Prompt, PromptKind, RegroupAnswer, Screen, State, Why,
    WhyText, count, popup, state::Select,
};
use crate::model::{Action, ArticleId, MemberReason, Notice, Regrouped, StoryId, StoryRow, Wish};

/// Does what an action of the grouping area says.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    let nothing_found = |search: &crate::app::Search| search.answered && search.hits.is_empty();
    if matches!(state.screen, Screen::Main) && state.search.as_ref().is_some_and(nothing_found) {
        let notice = Notice::info("Nothing was found: there is no article to do this with");
        return state.say(notice, effects);
    }
    match action {
        Action::Separate => separate(state, effects),
        Action::Merge => open_merging(state, effects),
        Action::Why => open_why(state, effects),
        Action::Facts | Action::Brief | Action::Timeline | Action::Changed => {
            sheets::open(state, action, effects)
        }
        _ => {}
    }
}

fn separate(state: &mut State, effects: &mut Effects) {
    if let Screen::Why(why) = &state.screen {
        let (story, article) = (why.story, why.pointed());
        let told = why.members.as_ref().map(Vec::len);
        let selected = || {
            let selected = state.selected_members()?;
            (selected.id == story).then_some(selected.members.len())
        };
        if let (Some(members), Some(_)) = (told.or_else(selected), article) {
            separate_from(state, story, members, article, effects);
        }
        return;
    }
    if selection::must_wait(state, Action::Separate) {
        return;
    }
    let Some(story) = state.selected_members() else {
        return;
    };
    let (id, members) = (story.id, story.members.len());
    let article = if on_story(state) {
        None
    } else {
        match super::marks::marked_article(state) {
            Some(article) => Some(article),
            None => return,
        }
    };
    separate_from(state, id, members, article, effects);
}

/// Separates an article from its story, or all of them where none is meant.
fn separate_from(
    state: &mut State,
    story: StoryId,
    members: usize,
    article: Option<ArticleId>,
    effects: &mut Effects,
) {
    if members < 2 {
        let notice = Notice::info("This story has one article: there is nothing to separate");
        return state.say(notice, effects);
    }
    let Some(article) = article else {
        return ask(state, Wish::Dissolve(story), effects);
    };
    // What stays is read on; the article is found under its own headline.
    let beside = state.selected_members().and_then(|story| {
        let at = story.position(article)?;
        let next = story.members.get(at + 1);
        next.or_else(|| story.members.get(at.checked_sub(1)?))
    });
    if let Some(beside) = beside.map(|member| member.article)
        && state.search.is_none()
        && state.reader.current() == Some(article)
    {
        selection::show(state, beside, false, effects);
    }
    leave_panel(state, article);
    ask(state, Wish::Separate(article), effects);
}

/// In the panel of sources the row is gone at once, so that the key can be pressed again for the
/// row that is at its place then.
fn leave_panel(state: &mut State, article: ArticleId) {
    if state.focus == Pane::Sources
        && let Some(open) = &mut state.story
        && let Some(at) = open.position(article)
    {
        open.members.remove(at);
        open.cursor = at.min(open.members.len().saturating_sub(1));
    }
}

/// The row of a story is meant, not one of its articles.
fn on_story(state: &State) -> bool {
    state.on_story_row()
}

fn ask(state: &mut State, wish: Wish, effects: &mut Effects) {
    let change = state.number();
    state.history.push_wish(change, wish);
    effects.push(Effect::Regroup { change, wish });
}

fn open_merging(state: &mut State, effects: &mut Effects) {
    let is_told = matches!(state.screen, Screen::Why(_));
    if !is_told && selection::must_wait(state, Action::Merge) {
        return;
    }
    let (id, of_member) = if let Screen::Why(why) = &state.screen {
        let first = why.members.as_ref().and_then(|members| members.first());
        (why.story, first.map(|member| member.title.clone()))
    } else if let Some(story) = state.selected_members() {
        let first = story.members.first();
        (story.id, first.map(|member| member.title.clone()))
    } else {
        return;
    };
    let title = state.list.row_of(id).map(|row| row.title.clone());
    let title = title.or(of_member).unwrap_or_default();
    state.cover(Screen::Merging(Merging::new(id, title)));
    state.prompt = Some(Prompt::new(PromptKind::Merge, ""));
    effects.push(Effect::LoadNearest(id));
}

/// Another text was typed.
pub fn narrow(state: &mut State, text: String, effects: &mut Effects) {
    let Screen::Merging(merging) = &mut state.screen else {
        return;
    };
    if !text.trim().is_empty() {
        effects.push(Effect::FindStories { text: text.clone() });
    }
    merging.narrow(text);
}

/// Moves among the candidates while the line is open.
pub fn step(state: &mut State, forward: bool) {
    let page = usize::from(popup(state.geometry().body, usize::MAX).rows.height);
    let Screen::Merging(merging) = &mut state.screen else {
        return;
    };
    let length = merging.candidates().len();
    if merging.chosen().is_some() {
        merging.cursor.step(if forward { 1 } else { -1 }, length);
    }
    merging.moved = true;
    merging.cursor.follow(page);
}

/// Points at a candidate.
pub fn point(state: &mut State, row: usize) {
    if let Screen::Merging(merging) = &mut state.screen {
        merging.cursor.row = row;
        merging.moved = true;
    }
}

/// The line is closed with Enter: the story under the cursor is the one.
pub fn submit(state: &mut State, effects: &mut Effects) {
    let Screen::Merging(merging) = &state.screen else {
        return;
    };
    let (story, other) = (merging.story, merging.chosen().map(|row| row.id));
    let Some(other) = other else {
        // Who types need not type it again.
        let complete = merging.is_complete();
        state.prompt = Some(Prompt::new(PromptKind::Merge, &merging.text));
        if complete {
            state.say(Notice::info("No story was chosen"), effects);
        }
        return;
    };
    screens::close(state);
    ask(state, Wish::Merge(story, other), effects);
}

/// Takes the nearest stories; gives whether they are wanted.
pub fn take_nearest(state: &mut State, story: StoryId, stories: Vec<(StoryRow, f32)>) -> bool {
    match &mut state.screen {
        Screen::Merging(merging) if merging.story == story => merging.take_nearest(stories),
        _ => return false,
    }
    true
}

/// Takes stories found by their headline; gives whether they are wanted.
pub fn take_found(state: &mut State, text: String, stories: Vec<StoryRow>) -> bool {
    match &mut state.screen {
        Screen::Merging(merging) if merging.text == text => merging.take_found(text, stories),
        _ => return false,
    }
    true
}

fn open_why(state: &mut State, effects: &mut Effects) {
    if selection::must_wait(state, Action::Why) {
        return;
    }
    let Some(story) = state.selected_members() else {
        return;
    };
    let id = story.id;
    let article = (!on_story(state))
        .then(|| super::marks::marked_article(state))
        .flatten();
    state.cover(Screen::Why(Why::new(id, article)));
    effects.push(Effect::LoadReasons(id));
}

/// Takes the reasons of a story; gives whether they are wanted.
pub fn take_reasons(state: &mut State, story: StoryId, members: Vec<MemberReason>) -> bool {
    match &mut state.screen {
        Screen::Why(why) if why.story == story => why.take(members),
        _ => return false,
    }
    let (page, of) = why_page(state);
    if let Screen::Why(why) = &mut state.screen {
        why.point(why.cursor, page, of);
    }
    true
}

/// Does what an action says while reasons are shown.
pub fn act_on_why(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    match action {
        Action::Back | Action::Cancel | Action::Why => screens::close(state),
        Action::Separate | Action::Merge => act(state, action, effects),
        Action::Undo | Action::Redo => super::marks::act(state, action, effects),
        Action::ReadOn => scroll_why(state, Action::PageDown, count),
        Action::ReadBack => scroll_why(state, Action::PageUp, count),
        _ => scroll_why(state, action, count),
    }
}

/// Lines on a page of reasons, and what they depend on.
fn why_page(state: &State) -> (usize, WhyText) {
    let rows = popup(state.geometry().body, usize::MAX).rows;
    let of = WhyText {
        width: usize::from(rows.width),
        now: state.now,
        offset_seconds: state.offset_seconds,
    };
    (usize::from(rows.height), of)
}

fn scroll_why(state: &mut State, action: Action, count: Option<u32>) {
    let (page, of) = why_page(state);
    let Screen::Why(why) = &mut state.screen else {
        return;
    };
    let members = why.members.as_ref().map_or(0, Vec::len);
    match action {
        Action::Down | Action::Up => {
            let lines = why.lines(of.width, of.now, of.offset_seconds).len();
            let most = u32::try_from(lines + members).unwrap_or(u32::MAX);
            for _ in 0..count.unwrap_or(1).clamp(1, most.max(1)) {
                why.step(action == Action::Down, page, of);
            }
        }
        Action::Top | Action::Bottom => {
            if let Some(row) = movement::target(action, count, why.cursor, members, page) {
                why.point(row, page, of);
            }
        }
        _ => {
            let lines = why.lines(of.width, of.now, of.offset_seconds).len();
            let tops = lines.saturating_sub(page) + 1;
            if let Some(top) = movement::target(action, count, why.top, tops, page) {
                why.scroll(top, page, of);
            }
        }
    }
}

/// Takes a change of grouping back.
pub fn take_back(state: &mut State, change: u64, done: Regrouped, effects: &mut Effects) {
    let text = match done.wish {
        Wish::Separate(_) => "Undone: the article is back in its story",
        Wish::Dissolve(_) => "Undone: the articles are one story again",
        Wish::Merge(..) => "Undone: the stories are two again",
    };
    state.say(Notice::info(text), effects);
    effects.push(Effect::TakeBack { change, done });
}

/// Makes a change of grouping again.
pub fn make_again(change: u64, deed: Deed, effects: &mut Effects) {
    if let Deed::Regrouped {
        done: Some(done), ..
    } = deed
    {
        effects.push(Effect::MakeAgain { change, done });
    }
}

/// Takes what a change of grouping did.
pub fn regrouped(state: &mut State, answer: RegroupAnswer, effects: &mut Effects) {
    let answered = state
        .history
        .confirm_wish(answer.change, answer.done.clone());
    match (answered, &answer.done) {
        (Answered::Made, done) => say_done(state, done.as_ref(), effects),
        (Answered::MadeAgain, Some(done)) => {
            let text = format!("Redone: {}", redone(done));
            state.say(Notice::info(text), effects);
        }
        (Answered::MadeAgain, None) => {
            let text = "Not redone: the stories have changed meanwhile";
            state.say(Notice::warning(text), effects);
        }
        (Answered::TakenBack, Some(done)) => {
            state.waits.source = done.moves.first().map(|step| step.article);
        }
        (Answered::TakenBack, None) => {
            let text = "Not undone: it goes against what you decided since";
            state.say(Notice::warning(text), effects);
        }
    }
    let before = state.selected_story();
    if !state.list.regroup(&answer.rows, &answer.gone) {
        views::ask_again(state, Select::Same, effects);
    }
    state.trail.regroup(&answer.gone);
    if let Some(search) = &mut state.search {
        for hit in &mut search.hits {
            let place = answer.places.iter().find(|place| place.0 == hit.article);
            hit.story = place.map_or(hit.story, |place| place.1);
        }
    }
    state
        .detour
        .retain(|story| !answer.gone.iter().any(|(gone, _)| gone == story));
    let changed = |story: StoryId| {
        answer.rows.iter().any(|row| row.id == story)
            || answer.gone.iter().any(|(gone, _)| *gone == story)
    };
    if state.selected_story() != before {
        selection::show_selected(state, false, effects);
    } else if let Some(open) = state.story.as_ref().map(|open| open.id)
        && (changed(open) || answer.done.is_none())
    {
        effects.push(Effect::LoadStory(open));
    }
    follow_why(state, &answer, effects);
}

/// The reasons that are shown are those of the story that their article, or most of it, is in now.
fn follow_why(state: &mut State, answer: &RegroupAnswer, effects: &mut Effects) {
    let Screen::Why(why) = &mut state.screen else {
        return;
    };
    let moved = |article: ArticleId| {
        let place = answer.places.iter().find(|place| place.0 == article);
        place.map(|place| place.1)
    };
    let gone = answer.gone.iter().find(|gone| gone.0 == why.story);
    let story = why.article.and_then(moved).or(gone.map(|gone| gone.1));
    if let Some(story) = story.filter(|story| *story != why.story) {
        why.story = story;
        // What is shown of the other story is not what could be separated from this one.
        (why.members, why.cursor, why.top) = (None, 0, 0);
    }
    effects.push(Effect::LoadReasons(why.story));
}

fn say_done(state: &mut State, done: Option<&Regrouped>, effects: &mut Effects) {
    let Some(done) = done else {
        let notice = Notice::info("The stories have changed meanwhile: there is nothing to do");
        return state.say(notice, effects);
    };
    let moved = u32::try_from(done.moves.len()).unwrap_or(u32::MAX);
    let text = match done.wish {
        Wish::Separate(_) => "Separated".to_owned(),
        Wish::Dissolve(_) => format!("Separated into {}", count(moved.saturating_add(1), "story")),
        Wish::Merge(..) => "Merged".to_owned(),
    };
    let undo = state.keys.hint(Action::Undo);
    let notice = Notice::info(text).with_hint(format!("{undo} takes it back"));
    state.say(notice, effects);
}

fn redone(done: &Regrouped) -> String {
    let moved = u32::try_from(done.moves.len()).unwrap_or(u32::MAX);
    match done.wish {
        Wish::Separate(_) => "the article is separated".to_owned(),
        Wish::Dissolve(_) => format!("separated into {}", count(moved.saturating_add(1), "story")),
        Wish::Merge(..) => "the stories are one".to_owned(),
    }
}

/// Shows the older story of the same affair; one key leads back.
pub fn visit_earlier(state: &mut State, effects: &mut Effects) {
    if selection::must_wait(state, Action::EarlierStory) {
        return;
    }
    let earlier = state.story.as_ref().and_then(|open| open.earlier.as_ref());
    let Some(earlier) = earlier.map(|row| row.id) else {
        let notice = Notice::info("No older story of this affair is known");
        return state.say(notice, effects);
    };
    state.detour.push(earlier);
    if state.focus == Pane::Stories {
        state.focus = Pane::Reader;
    }
    selection::show_selected(state, true, effects);
}

/// Back from an older story; gives whether one was shown.
pub fn return_from_earlier(state: &mut State, effects: &mut Effects) -> bool {
    let returns = state.detour.pop().is_some();
    if returns {
        selection::show_selected(state, true, effects);
    }
    returns
}
