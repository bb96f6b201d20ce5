//! What may stand at the cursor of a line: names of commands, their arguments, terms of queries,
//! tags.

use std::ops::Range;

use crate::app::{
    Prompt, PromptKind, State,
    paths::{self, path_in},
    prompt::{COMMANDS_WITH_WORDS, completions},
};
use crate::config::{FeedOption, ThemeName};
use crate::model::{Action, Sort};
use crate::query::{self, Candidate, Completions};

/// Names that are offered at the most.
const MOST: usize = 50;

/// Names that are gone through with Tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completing {
    /// What was typed.
    pub text: String,
    /// What may stand in it, and where.
    pub offered: Completions,
    /// Index of the one that stands in the line.
    pub chosen: Option<usize>,
}

impl Completing {
    /// The line with a candidate in it, and the byte behind the candidate.
    pub fn with(&self, index: usize) -> Option<(String, usize)> {
        let candidate = self.offered.candidates.get(index)?;
        let Range { start, end } = self.offered.range.clone();
        let (before, after) = (self.text.get(..start)?, self.text.get(end..)?);
        let insert = &candidate.insert;
        Some((
            format!("{before}{insert}{after}"),
            before.len() + insert.len(),
        ))
    }
}

impl State {
    /// What is offered for the open line: what Tab goes through, else what fits at the cursor.
    pub fn completing(&self) -> Option<Completing> {
        let prompt = self.prompt.as_ref()?;
        let completing = prompt.completing.clone().unwrap_or_else(|| Completing {
            text: prompt.text().to_owned(),
            offered: offered(self, prompt),
            chosen: None,
        });
        (!completing.offered.candidates.is_empty()).then_some(completing)
    }

    /// The same, where it is shown without being asked for: words that are only typed do not have
    /// a list over them.
    pub fn shown_completing(&self) -> Option<Completing> {
        let prompt = self.prompt.as_ref()?;
        let completing = self.completing()?;
        let Range { start, end } = completing.offered.range.clone();
        let is_open = match prompt.kind {
            _ if prompt.completing.is_some() => true,
            PromptKind::Command => !prompt.text().is_empty(),
            PromptKind::Search | PromptKind::Filter => prompt.text()[..start].ends_with(':'),
            _ => start < end,
        };
        is_open.then_some(completing)
    }
}

fn offered(state: &State, prompt: &Prompt) -> Completions {
    let (text, cursor) = (prompt.text(), prompt.cursor());
    match prompt.kind {
        PromptKind::Search | PromptKind::Filter => query::complete(text, cursor, &state.names),
        PromptKind::Tag | PromptKind::Feed(FeedOption::Tags) => tags(state, text, cursor),
        PromptKind::Command if !text.starts_with("import ") => command(state, text, cursor),
        _ => {
            let path = path_in(prompt);
            path.map_or_else(Completions::default, |(start, path)| {
                paths::fitting(start, path, &state.folder)
            })
        }
    }
}

fn command(state: &State, text: &str, cursor: usize) -> Completions {
    let Some(blank) = text.find(' ').filter(|blank| *blank < cursor) else {
        let candidates = completions(text.trim()).into_iter().map(named);
        return Completions {
            range: 0..text.len(),
            candidates: candidates.collect(),
        };
    };
    let (name, at) = (&text[..blank], blank + 1);
    let rest = &text[at..];
    let found = match name {
        "filter" | "search" => query::complete(rest, cursor - at, &state.names),
        "tag" => tags(state, rest, cursor - at),
        "sort" => fitting(rest, orders()),
        "theme" => fitting(rest, themes()),
        "view" => fitting(rest, views(state)),
        _ => Completions::default(),
    };
    Completions {
        range: found.range.start + at..found.range.end + at,
        ..found
    }
}

fn named(name: &str) -> Candidate {
    let words = COMMANDS_WITH_WORDS
        .iter()
        .find(|(command, _)| *command == name);
    let action = Action::from_name(name).map(Action::help);
    let help = match (action, words) {
        (Some(help), _) => help.to_owned(),
        (None, Some((_, words))) => (*words).to_owned(),
        (None, None) => String::new(),
    };
    let blank = if words.is_some() { " " } else { "" };
    Candidate {
        insert: format!("{name}{blank}"),
        shown: name.to_owned(),
        help,
    }
}

fn tags(state: &State, text: &str, cursor: usize) -> Completions {
    let before = &text[..cursor];
    let start = before.rfind(',').map_or(0, |comma| comma + 1);
    let start = start + before[start..].len() - before[start..].trim_start().len();
    let given: Vec<String> = text[..start]
        .split(',')
        .map(|tag| tag.trim().to_lowercase())
        .collect();
    let known = state.tags.iter().chain(&state.names.tags);
    let mut names: Vec<&String> = Vec::new();
    for tag in known {
        if !given.contains(&tag.to_lowercase()) && !names.contains(&tag) {
            names.push(tag);
        }
    }
    let found = fitting(
        &text[start..cursor],
        names.into_iter().map(|name| candidate(name, "")),
    );
    Completions {
        range: start..cursor,
        ..found
    }
}

/// What begins with what is typed, then what holds it; it takes the place of all of it.
fn fitting(typed: &str, candidates: impl IntoIterator<Item = Candidate>) -> Completions {
    let wanted = query::folded(typed.trim());
    let (begin, others): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .filter(|candidate| query::folded(&candidate.shown).contains(&wanted))
        .partition(|candidate| query::folded(&candidate.shown).starts_with(&wanted));
    Completions {
        range: 0..typed.len(),
        candidates: begin.into_iter().chain(others).take(MOST).collect(),
    }
}

fn candidate(name: &str, help: &str) -> Candidate {
    Candidate {
        insert: name.to_owned(),
        shown: name.to_owned(),
        help: help.to_owned(),
    }
}

fn orders() -> impl Iterator<Item = Candidate> {
    let ends = Sort::ALL.into_iter().flat_map(|sort| {
        let back = format!("{}, from its end", sort.help());
        [
            candidate(sort.name(), sort.help()),
            candidate(&format!("-{}", sort.name()), &back),
        ]
    });
    let (forward, back): (Vec<_>, Vec<_>) = ends.partition(|order| !order.shown.starts_with('-'));
    forward.into_iter().chain(back)
}

fn themes() -> impl Iterator<Item = Candidate> {
    let theme = |theme: ThemeName| candidate(theme.name(), theme.help());
    ThemeName::ALL.into_iter().map(theme)
}

/// Views that have a name of their own, with what they list.
pub const NAMED_VIEWS: &[(&str, &str)] = &[
    ("all", "all stories"),
    ("unread", "unread stories"),
    ("starred", "starred stories"),
    ("followed", "followed stories"),
    ("muted", "muted stories"),
    ("history", "what you read, the last first"),
];

/// Everything that `:view` lists: the fixed views, saved queries, feeds, tags.
pub fn views(state: &State) -> Vec<Candidate> {
    let fixed = NAMED_VIEWS.iter();
    let fixed = fixed.map(|(name, help)| candidate(name, help));
    let saved = state.saved.iter();
    let saved = saved.map(|saved| candidate(&saved.name, &saved.query));
    let feeds = state.feeds.iter();
    let feeds = feeds.map(|feed| candidate(&feed.title, "what this feed carries"));
    let mut views: Vec<Candidate> = fixed.chain(saved).chain(feeds).collect();
    for tag in state.tags.iter().chain(&state.names.tags) {
        let tag = candidate(&format!("#{tag}"), "what has this tag");
        if !views.contains(&tag) {
            views.push(tag);
        }
    }
    views
}
