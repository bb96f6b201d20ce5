//! Tags of the reader's own: asked for in a line, stored by an effect, taken back by undo.

use super::{Effects, answers, holding, marks, range, selection};
use crate::app::{Answered, Effect, Prompt, PromptKind, State, TagChange, Tagging, Target, count};
use crate::model::{Action, ArticleId, Notice};

/// Asks for tags; those that the article has stand in the line.
pub fn open(state: &mut State, effects: &mut Effects) {
    if !range::is_meant(state) && selection::must_wait(state, Action::Tag) {
        return;
    }
    effects.push(Effect::LoadTags);
    let Some(tagging) = meant(state) else {
        return state.say(Notice::info("There is no article to tag"), effects);
    };
    let text = match tagging.known.as_slice() {
        [] => String::new(),
        tags => tags.join(", ") + ", ",
    };
    let mut prompt = Prompt::new(PromptKind::Tag, &text);
    prompt.tagging = Some(tagging);
    state.prompt = Some(prompt);
}

/// What tags are given to now.
fn meant(state: &State) -> Option<Tagging> {
    if range::is_meant(state) {
        return Some(Tagging {
            target: range::target(&state.list.chosen()),
            known: Vec::new(),
            stories: range::stories(state),
        });
    }
    let article = marks::marked_article(state)?;
    Some(Tagging {
        target: Target::Articles(vec![article]),
        known: tags_of(state, article),
        stories: state.selected_story().into_iter().collect(),
    })
}

/// Gives tags besides those that there are.
pub fn add(state: &mut State, text: &str, effects: &mut Effects) {
    if !range::is_meant(state) && !selection::is_settled(state) {
        return holding::hold_tags(state, text);
    }
    let Some(tagging) = meant(state) else {
        return state.say(Notice::info("There is no article to tag"), effects);
    };
    let known = tagging.known.join(", ");
    submit(state, Some(tagging), &format!("{known}, {text}"), effects);
}

/// Takes the line: what it names is given, what it names no longer is taken.
pub fn submit(state: &mut State, tagging: Option<Tagging>, text: &str, effects: &mut Effects) {
    let Some(Tagging {
        target,
        known,
        stories,
    }) = tagging
    else {
        return;
    };
    state.list.anchor = None;
    let wanted = listed(text);
    let is_in = |tags: &[String], tag: &String| {
        let lower = tag.to_lowercase();
        tags.iter().any(|other| other.to_lowercase() == lower)
    };
    let add: Vec<String> = wanted
        .iter()
        .filter(|tag| !is_in(&known, tag))
        .cloned()
        .collect();
    let remove: Vec<String> = known
        .iter()
        .filter(|tag| !is_in(&wanted, tag))
        .cloned()
        .collect();
    if add.is_empty() && remove.is_empty() {
        return;
    }
    let change = state.number();
    state.history.push_tags(change, stories);
    let tags = TagChange::Edit {
        target,
        add,
        remove,
    };
    effects.push(Effect::SetTags { change, tags });
}

/// Articles with tags.
type Tagged = Vec<(ArticleId, Vec<String>)>;

/// Puts back what a change of tags did.
pub fn restore(change: u64, from: Option<Tagged>, to: Option<Tagged>, effects: &mut Effects) {
    let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
    let tags = TagChange::Restore { from, to };
    effects.push(Effect::SetTags { change, tags });
}

/// Tags are stored.
pub fn stored(
    state: &mut State,
    change: u64,
    before: Tagged,
    after: Tagged,
    effects: &mut Effects,
) {
    for (article, tags) in &after {
        if let Some(shown) = state
            .reader
            .shown
            .as_mut()
            .filter(|shown| shown.text.id == *article)
        {
            shown.text.own_tags.clone_from(tags);
        }
    }
    let answered = state.history.confirm_tags(change, before, after.clone());
    if answered == Answered::Made {
        let notice = match after.as_slice() {
            [] => Notice::info("Nothing is tagged anew"),
            [(_, tags)] if tags.is_empty() => Notice::info("No tags any more"),
            [(_, tags)] => Notice::info(format!("Tagged {}", tags.join(", "))),
            more => {
                let articles = count(u32::try_from(more.len()).unwrap_or(u32::MAX), "article");
                Notice::info(format!("{articles} tagged"))
            }
        };
        state.say(notice, effects);
    }
    answers::reload_rows(state, effects);
}

/// The reader's own tags of an article, as far as it is known.
fn tags_of(state: &State, article: ArticleId) -> Vec<String> {
    let shown = state
        .reader
        .shown
        .as_ref()
        .filter(|shown| shown.text.id == article);
    let member = || state.story.as_ref()?.member(article);
    match (shown, member()) {
        (Some(shown), _) => shown.text.own_tags.clone(),
        (None, Some(member)) => member.own_tags.clone(),
        (None, None) => Vec::new(),
    }
}

/// The tags that a line names, between commas, each once.
pub fn listed(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(',') {
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
        let tag = tag.trim_start_matches('#');
        if !tag.is_empty()
            && !tags
                .iter()
                .any(|other| other.to_lowercase() == tag.to_lowercase())
        {
            tags.push(tag.to_owned());
        }
    }
    tags
}
