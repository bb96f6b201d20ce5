//! Rules, saved queries and notifications as `config.toml` has them, and what is said of those that
//! mean nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use toml_edit::{Document, Table};

use crate::{
    config::{error::line_of, unknown::nearest},
    query::{self, Query},
};

/// What happens to an article that answers a query when it comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// What the reader calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which articles.
    pub query: String,
    /// Fold them away.
    #[serde(skip_serializing_if = "is_false")]
    pub mute: bool,
    /// Tag them.
    #[serde(
        deserialize_with = "one_or_more",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tag: Vec<String>,
    /// Star them.
    #[serde(skip_serializing_if = "is_false")]
    pub star: bool,
    /// Mark them read.
    #[serde(skip_serializing_if = "is_false")]
    pub read: bool,
    /// Raise their stories in the list, or lower them.
    #[serde(skip_serializing_if = "is_zero")]
    pub boost: i32,
    /// Say that they are there.
    #[serde(skip_serializing_if = "is_false")]
    pub notify: bool,
}

impl Rule {
    /// A rule that mutes what answers a query.
    pub fn muting(query: &str) -> Self {
        Self {
            query: query.to_owned(),
            mute: true,
            ..Self::default()
        }
    }

    /// Its name, or its query.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.query)
    }

    /// What it asks for; `None` if that is not understood or nothing, for nobody wants all muted by
    /// a slip.
    pub fn asked(&self) -> Option<Query> {
        let query = query::parse(&self.query).ok()?;
        (!query.is_everything()).then_some(query)
    }

    /// Whether anything happens by it.
    fn does_something(&self) -> bool {
        let Self {
            mute,
            star,
            read,
            notify,
            ..
        } = *self;
        mute || star || read || notify || self.boost != 0 || !self.tag.is_empty()
    }
}

/// How the reader is told what rules found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotifySettings {
    /// Program and arguments; `{title}`, `{source}`, `{url}`, `{query}` and `{count}` stand for what
    /// was found. Empty for none.
    pub command: Vec<String>,
    /// Ring the terminal's bell.
    pub bell: bool,
    /// The sequence that asks the terminal for a notification.
    pub terminal: TerminalNotice,
}

/// The sequence that asks the terminal for a notification.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TerminalNotice {
    /// None.
    #[default]
    Off,
    /// Of iTerm2, kitty, WezTerm, Windows Terminal.
    Osc9,
    /// Of rxvt, foot, Konsole, Ghostty.
    Osc777,
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &i32) -> bool {
    *value == 0
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Tags {
        One(String),
        More(Vec<String>),
    }
    match Tags::deserialize(deserializer) {
        Ok(Tags::One(tag)) => Ok(vec![tag]),
        Ok(Tags::More(tags)) => Ok(tags),
        Err(_) => Err(serde::de::Error::custom(
            "a tag is like \"x\", several are like [\"x\", \"y\"]",
        )),
    }
}

const KEYS: &[&str] = &[
    "name", "query", "mute", "tag", "star", "read", "boost", "notify",
];

/// A sentence for each rule and each saved query of `text` that does not work, or not whole.
pub(super) fn mistakes(
    text: &str,
    rules: &[Rule],
    views: &BTreeMap<String, String>,
) -> Vec<String> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let tables = document
        .get("rule")
        .and_then(|item| item.as_array_of_tables());
    let tables = tables.map(|tables| tables.iter().collect::<Vec<_>>());
    let tables = tables.unwrap_or_default();
    let mut found = Vec::new();
    for (number, rule) in rules.iter().enumerate() {
        let table = tables.get(number).copied();
        let line = |key| table.map_or(0, |table| line_of_key(text, table, key));
        let called = format!("rule {} (\"{}\")", number + 1, rule.title());
        for key in table
            .iter()
            .flat_map(|table| table.iter())
            .map(|(key, _)| key)
        {
            found.extend(unknown_key(key, line(key)));
        }
        let line = line("query");
        if let Some(why) = why_not(&rule.query) {
            found.push(format!("line {line}: {called} is left out: {why}"));
        } else if !rule.does_something() {
            found.push(format!(
                "line {line}: {called} does nothing. Say mute, tag, star, read, boost or notify."
            ));
        }
    }
    let saved = document.get("views").and_then(|item| item.as_table());
    for (name, query) in views {
        if let Some(why) = why_not(query) {
            let line = saved.map_or(0, |table| line_of_key(text, table, name));
            found.push(format!("line {line}: the saved query \"{name}\": {why}"));
        }
    }
    found
}

fn why_not(query: &str) -> Option<String> {
    match query::parse(query) {
        Ok(query) if query.is_everything() => Some("it has no query".to_owned()),
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    }
}

fn unknown_key(key: &str, line: usize) -> Option<String> {
    if KEYS.contains(&key) {
        return None;
    }
    Some(match nearest(key, KEYS) {
        Some(near) => {
            format!("line {line}: \"{key}\" is not a setting of a rule. Did you mean \"{near}\"?")
        }
        None => format!("line {line}: \"{key}\" is not a setting of a rule."),
    })
}

pub(super) fn line_of_key(text: &str, table: &Table, key: &str) -> usize {
    let key = table.key(key).and_then(|key| key.span());
    let span = key.or_else(|| table.span());
    line_of(text, span.map_or(0, |span| span.start))
}
