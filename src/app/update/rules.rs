//! Rules and saved queries made on the screen: written to the configuration, taken back by undo.

use super::{Effects, answers, undo, views};
use crate::app::{Answered, Effect, Prompt, PromptKind, SavedView, State, count};
use crate::config::{ConfigEdit, Rule};
use crate::model::{Action, ArticleId, Notice, View};
use crate::query;

/// Asks for the words of articles that are to be muted; those of the headline stand in the line.
pub fn ask_words(state: &mut State) {
    let row = state.selected_story().and_then(|id| state.list.row_of(id));
    let title = row.map(|row| row.title.clone()).unwrap_or_default();
    state.prompt = Some(Prompt::new(PromptKind::MuteWords, &words_of(&title)));
}

/// A headline as words of a query, without signs and words that mean something there.
fn words_of(title: &str) -> String {
    let is_apostrophe = |c: char| matches!(c, '\'' | '’');
    let words = title.split(|c: char| !(c.is_alphanumeric() || is_apostrophe(c)));
    let words = words.map(|word| word.trim_matches(is_apostrophe));
    let words: Vec<&str> = words
        .filter(|word| word.chars().count() > 2 && !is_operator(word))
        .collect();
    words.join(" ")
}

fn is_operator(word: &str) -> bool {
    ["and", "or", "not"]
        .iter()
        .any(|operator| word.eq_ignore_ascii_case(operator))
}

/// Mutes what answers a query, from now on and what is here.
pub fn mute_words(state: &mut State, text: &str, effects: &mut Effects) {
    if text.is_empty() {
        return;
    }
    let wrong = match query::parse(text) {
        Ok(query) if query.is_everything() => Some("This would mute everything".to_owned()),
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    };
    if let Some(wrong) = wrong {
        state.say(Notice::warning(wrong), effects);
        state.prompt = Some(Prompt::new(PromptKind::MuteWords, text));
        return;
    }
    let what = format!("muting \"{text}\"");
    send(
        state,
        ConfigEdit::AddRule(Rule::muting(text)),
        what,
        effects,
    );
}

/// Saves what is listed, and what narrows it, under a name.
pub fn save_view(state: &mut State, name: &str, effects: &mut Effects) {
    let Some(query) = listed_query(state) else {
        let filter = state.keys.hint(Action::Filter);
        let notice = Notice::info("Everything is listed: there is no query to save");
        return state.say(
            notice.with_hint(format!("{filter} narrows the list")),
            effects,
        );
    };
    if let Err(error) = query::parse(&query) {
        let text = format!("What is listed cannot be saved: {error}");
        return state.say(Notice::warning(text), effects);
    }
    let name = name.to_owned();
    let what = format!("\"{name}\" saved: {query}");
    send(state, ConfigEdit::SetView { name, query }, what, effects);
}

/// Forgets a saved query.
pub fn forget_view(state: &mut State, name: &str, effects: &mut Effects) {
    if !state.saved.iter().any(|saved| saved.name == name) {
        let notice = Notice::warning(format!("No saved query is called \"{name}\""));
        return state.say(notice, effects);
    }
    let name = name.to_owned();
    let what = format!("\"{name}\" forgotten");
    send(state, ConfigEdit::RemoveView { name }, what, effects);
}

/// What is listed, as a query; `None` where that is everything, or cannot be said.
fn listed_query(state: &State) -> Option<String> {
    let list = &state.list;
    let of_view = match &list.view {
        View::All => None,
        View::Unread => Some("is:unread".to_owned()),
        View::Starred => Some("is:starred".to_owned()),
        View::Followed => Some("is:followed".to_owned()),
        View::Muted => Some("is:muted".to_owned()),
        View::History => Some("is:opened".to_owned()),
        View::Tag(tag) => Some(format!("tag:{}", query::quoted(tag))),
        View::Feed(id) => {
            let feed = state.feeds.iter().find(|feed| feed.id == *id)?;
            Some(format!("feed:{}", query::quoted(&feed.title)))
        }
        View::Saved(name) => {
            let saved = state.saved.iter().find(|saved| saved.name == *name)?;
            Some(query::grouped(&saved.query))
        }
    };
    let of_filter = list.filter.as_ref().map(|filter| match of_view {
        Some(_) => query::grouped(&filter.text),
        None => filter.text.clone(),
    });
    let parts: Vec<String> = of_view.into_iter().chain(of_filter).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn send(state: &mut State, edit: ConfigEdit, what: String, effects: &mut Effects) {
    let change = state.number();
    state.history.push_config(change, what);
    effects.push(Effect::EditConfig { change, edit });
}

/// What a change of the configuration did, to be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfigChange {
    /// The text of the file before.
    pub before: String,
    /// The text of the file after.
    pub after: String,
    /// Articles that were muted by it.
    pub muted: Vec<ArticleId>,
    /// Saved queries as they are now.
    pub saved: Vec<SavedView>,
}

/// A change of the configuration was written, or was not.
pub fn edited(
    state: &mut State,
    change: u64,
    edited: Result<ConfigChange, String>,
    effects: &mut Effects,
) {
    let key = state.keys.hint(Action::Undo);
    match edited {
        Ok(made) => {
            views::take_saved(state, made.saved.clone(), effects);
            let muted = made.muted.len();
            let answered = state.history.confirm_config(change, Some(made));
            if let Some((Answered::Made, what)) = answered {
                let articles = count(u32::try_from(muted).unwrap_or(u32::MAX), "article");
                let text = match muted {
                    0 => what,
                    _ => format!("{what}: {articles} folded away"),
                };
                state.say(
                    Notice::info(text).with_hint(format!("{key} takes it back")),
                    effects,
                );
            } else {
                undo::say_of_file(state, answered, None, effects);
            }
            answers::reload_rows(state, effects);
        }
        Err(why) => {
            let answered = state.history.confirm_config(change, None);
            undo::say_of_file(state, answered, Some(why), effects);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Query, parse};

    #[test]
    fn a_headline_becomes_words_without_signs() {
        assert_eq!(
            words_of("EU: \"no\" to -chips- (for now), says O'Neil"),
            "chips for now says O'Neil"
        );
    }

    #[test]
    fn a_headline_becomes_plain_words_and_nothing_that_means_something_in_a_query() {
        for (title, expected) in [
            ("Ceasefire not holding in Gaza", "Ceasefire holding Gaza"),
            ("Stay OR go? Not now, And never", "Stay now never"),
            (
                "NOT today: is:unread -rail (again",
                "today unread rail again",
            ),
            ("tag:sea title:/a.*/ \"open", "tag sea title open"),
            ("source:>3 | https://a.example/x", "source https example"),
            ("'not' ’AND’ '’' rock 'n' roll", "rock roll"),
            (
                "Rail—road/bridge low-cost win*",
                "Rail road bridge low cost win",
            ),
        ] {
            let words = words_of(title);
            assert_eq!(words, expected, "{title}");
            let terms = match parse(&words).expect("a query") {
                Query::All(terms) => terms,
                term => vec![term],
            };
            let plain = terms.iter().map(|term| match term {
                Query::Text(text) if !text.prefix => text.words.as_str(),
                other => panic!("{title}: {other:?}"),
            });
            assert_eq!(plain.collect::<Vec<_>>().join(" "), words, "{title}");
        }
        assert_eq!(words_of("Or not - \"\" ()"), "");
    }
}
