//! The article, or the whole story, into a file.

use super::Effects;
use crate::app::{Effect, Pane, Prompt, PromptKind, State};
use crate::model::Notice;

/// Letters of the name that a file gets.
const NAME: usize = 60;

/// Asks for the file of what has the keys: the story, in the reader the article. A name from the
/// headline is proposed.
pub fn ask(state: &mut State, effects: &mut Effects) {
    if has_story(state) {
        ask_story(state, effects);
    } else {
        ask_article(state, effects);
    }
}

/// Whether the keys go to a story; one of a single source works like an article.
fn has_story(state: &State) -> bool {
    let lists_stories = !state.list.lists_articles() && state.search.is_none();
    let has_keys = match state.focus {
        Pane::Stories => lists_stories,
        Pane::Sources => true,
        Pane::Reader => false,
    };
    let story = state.story.as_ref();
    has_keys && !state.reads_page() && story.is_some_and(|story| story.members.len() > 1)
}

/// Asks for the file of the story, wherever the keys go.
pub fn ask_story(state: &mut State, effects: &mut Effects) {
    let Some(story) = &state.story else {
        let notice = Notice::info("Choose a story to save it");
        return state.say(notice, effects);
    };
    let row = state.list.row_of(story.id).map(|row| row.title.as_str());
    let first = story.members.first().map(|member| member.title.as_str());
    let title = row.or(first).unwrap_or_default();
    let name = format!("~/{}.md", file_name(title, "story"));
    state.prompt = Some(Prompt::new(PromptKind::SaveStory, &name));
}

/// Saves the story under what was typed.
pub fn save_story(state: &mut State, path: String, effects: &mut Effects) {
    let story = state.story.as_ref().map(|story| story.id);
    match story {
        Some(story) if !path.is_empty() => effects.push(Effect::SaveStory { story, path }),
        Some(_) => {}
        None => state.say(Notice::info("Choose a story to save it"), effects),
    }
}

fn ask_article(state: &mut State, effects: &mut Effects) {
    let shown = if state.reads_page() {
        state.shown()
    } else {
        state.reader.settled()
    };
    let Some(shown) = shown else {
        let notice = Notice::info("Open an article to save it");
        return state.say(notice, effects);
    };
    let name = format!("~/{}.md", file_name(&shown.text.title, "article"));
    state.prompt = Some(Prompt::new(PromptKind::Save, &name));
}

/// Saves the article in the reader under what was typed.
pub fn save(state: &mut State, path: String, effects: &mut Effects) {
    if path.is_empty() {
        return;
    }
    if let Some(page) = state.shown().filter(|_| state.reads_page()) {
        effects.push(Effect::SavePage {
            text: Box::new(page.text.clone()),
            document: page.document.clone(),
            path,
        });
        return;
    }
    let Some(article) = state.reader.current() else {
        return;
    };
    let shown = state.reader.settled().map(|shown| shown.version);
    effects.push(Effect::SaveArticle {
        article,
        version: shown.or(state.texts.chosen(article)),
        path,
    });
}

/// A headline as the name of a file: words in lower case with hyphens between, and another word
/// where it has none.
fn file_name(title: &str, otherwise: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let mut name = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if name.chars().count() + word.chars().count() > NAME && !name.is_empty() {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.extend(word.chars().take(NAME));
    }
    if name.is_empty() {
        name.push_str(otherwise);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_a_name_that_every_disk_takes() {
        assert_eq!(
            file_name("Ferry/bridge: \"it opens\" — at 5.30!", "article"),
            "ferry-bridge-it-opens-at-5-30"
        );
        assert_eq!(file_name("../..\u{1b}/\u{202e}", "article"), "article");
        assert_eq!(file_name("Über Größe", "article"), "über-größe");
        let long = "word ".repeat(100);
        assert!(file_name(&long, "story").len() <= NAME);
        assert_eq!(file_name(&"x".repeat(500), "story").len(), NAME);
    }
}
