//! The command line: the name of an action, with a count before it or words after it.

use super::{
    Effects, act, choosing, movement, page, rules, saving, search, selection, tags, views,
};
use crate::app::{Effect, State, prompt::COMMANDS_WITH_WORDS};
use crate::config::ThemeName;
use crate::model::{Action, Notice, Sort};

/// Runs a line.
pub fn run(state: &mut State, line: &str, effects: &mut Effects) {
    let (count, rest) = split_count(line);
    let (name, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let words = words.trim();
    match (name, words) {
        ("", _) => go_to_row(state, count, effects),
        ("add", address) if !address.is_empty() => {
            choosing::look(state, address.to_owned(), effects);
        }
        ("import", path) if !path.is_empty() => effects.push(Effect::Import {
            path: path.to_owned(),
        }),
        ("save", path) if !path.is_empty() => saving::save(state, path.to_owned(), effects),
        ("save-story", path) if !path.is_empty() => {
            saving::save_story(state, path.to_owned(), effects);
        }
        ("search", words) if !words.is_empty() => {
            state.show_panes();
            // What is not understood comes back into the line.
            let _ = search::ask(state, words, effects);
            search::submit(state, words, effects);
        }
        ("read", address) if !address.is_empty() => page::read(state, address, effects),
        ("read", "") => {
            let notice = Notice::info("Which page? An address follows the name");
            state.say(notice.with_hint(":read example.org/news"), effects);
        }
        ("sort", order) if !order.is_empty() => sort(state, order, effects),
        ("filter", query) if !query.is_empty() => {
            state.show_panes();
            views::submit_filter(state, query, effects);
        }
        ("save-view", name) if !name.is_empty() => rules::save_view(state, name, effects),
        ("forget-view", name) if !name.is_empty() => rules::forget_view(state, name, effects),
        ("mute-words", query) if !query.is_empty() => rules::mute_words(state, query, effects),
        ("theme", name) => theme(state, name, effects),
        ("view", name) => views::by_name(state, name, effects),
        ("tag", words) if !words.is_empty() => tags::add(state, words, effects),
        (_, "") => by_name(state, name, count, effects),
        _ => unknown(state, line, effects),
    }
}

fn split_count(line: &str) -> (Option<u32>, &str) {
    let end = line
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(line.len());
    (line[..end].parse().ok(), line[end..].trim_start())
}

fn go_to_row(state: &mut State, count: Option<u32>, effects: &mut Effects) {
    let Some(count) = count else { return };
    let length = state.list.len();
    if let Some(row) = movement::target(Action::Top, Some(count), 0, length, 1) {
        movement::put_cursor(state, row);
        selection::follow(state, false, effects);
    }
}

fn sort(state: &mut State, order: &str, effects: &mut Effects) {
    let (name, reversed) = match order.strip_prefix('-') {
        Some(name) => (name, true),
        None => (order, false),
    };
    match Sort::from_name(name) {
        Some(sort) => views::sort(state, sort, reversed, effects),
        None => {
            let names: Vec<&str> = Sort::ALL.into_iter().map(Sort::name).collect();
            let notice = Notice::warning(format!("Lists are sorted by {}", names.join(", ")));
            state.say(notice.with_hint(":sort new, or :sort -new"), effects);
        }
    }
}

fn theme(state: &mut State, name: &str, effects: &mut Effects) {
    match ThemeName::from_name(name) {
        Some(theme) => {
            effects.push(Effect::Look(theme));
            let hint = format!("theme = \"{name}\" under [display] of config.toml keeps it");
            let notice = Notice::info(format!("Theme: {}", theme.help()));
            state.say(notice.with_hint(hint), effects);
        }
        None => {
            let names: Vec<&str> = ThemeName::ALL.into_iter().map(ThemeName::name).collect();
            let text = format!("The themes are {}", names.join(", "));
            state.say(Notice::warning(text).with_hint(":theme night"), effects);
        }
    }
}

fn by_name(state: &mut State, name: &str, count: Option<u32>, effects: &mut Effects) {
    let action = Action::from_name(name).or(match name {
        "q" | "q!" | "wq" | "x" => Some(Action::Quit),
        "h" => Some(Action::Help),
        _ => None,
    });
    match action {
        Some(action) => act(state, action, count, effects),
        None => unknown(state, name, effects),
    }
}

/// A command that wants words got none, or one that takes none got some.
fn say_usage(state: &mut State, typed: &str, effects: &mut Effects) -> bool {
    let (name, words) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let wants = COMMANDS_WITH_WORDS
        .iter()
        .find(|(command, _)| *command == name);
    let notice = match (wants, Action::from_name(name)) {
        (Some((_, what)), _) if words.is_empty() => {
            Notice::warning(format!(":{name} wants more: {what}"))
        }
        (None, Some(_)) => {
            let notice = Notice::warning(format!(":{name} takes no words"));
            match words.trim().parse::<u32>() {
                Ok(count) => notice.with_hint(format!("a count stands before it: :{count}{name}")),
                Err(_) => notice,
            }
        }
        _ => return false,
    };
    state.say(notice, effects);
    true
}

fn unknown(state: &mut State, typed: &str, effects: &mut Effects) {
    if say_usage(state, typed, effects) {
        return;
    }
    let names: Vec<&str> = Action::all().map(Action::name).collect();
    let first = typed.split_whitespace().next().unwrap_or_default();
    let notice = Notice::warning(format!("\"{typed}\" is not a command"));
    let notice = match crate::config::nearest(first, &names) {
        Some(near) => notice.with_hint(format!("did you mean {near}?")),
        None => notice.with_hint(format!("{} lists them", state.keys.hint(Action::Help))),
    };
    state.say(notice, effects);
}
