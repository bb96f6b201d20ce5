//! The article into a file.

use super::Effects;
use crate::app::{Effect, Prompt, PromptKind, State};
use crate::model::Notice;

/// Letters of the name that a file gets.
const NAME: usize = 60;

/// Asks for the file; a name from the headline is proposed.
pub fn ask(state: &mut State, effects: &mut Effects) {
    let shown = if state.reads_page() {
        state.shown()
    } else {
        state.reader.settled()
    };
    let Some(shown) = shown else {
        let notice = Notice::info("Open an article to save it");
        return state.say(notice, effects);
    };
    let name = format!("~/{}.md", file_name(&shown.text.title));
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

/// A headline as the name of a file: words in lower case with hyphens between.
fn file_name(title: &str) -> String {
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
        name.push_str("article");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_a_name_that_every_disk_takes() {
        assert_eq!(
            file_name("Ferry/bridge: \"it opens\" — at 5.30!"),
            "ferry-bridge-it-opens-at-5-30"
        );
        assert_eq!(file_name("../.."), "article");
        assert_eq!(file_name("Über Größe"), "über-größe");
        let long = "word ".repeat(100);
        assert!(file_name(&long).len() <= NAME);
        assert_eq!(file_name(&"x".repeat(500)).len(), NAME);
    }
}
