//! Articles as lines of JSON, and how they become what grouping works on. `group` and the
//! measurements of grouping both read them here, so that what is measured is what runs.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    ingest::{GROUPED_TEXT, address_key, clean_line, own_text, references},
    model::{Kind, Timestamp},
    stories::{Draft, Input},
};

/// One article; fields that are absent are empty.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Line {
    /// Whatever names the article to whoever wrote the line.
    pub id: Value,
    /// Headline.
    pub title: Option<String>,
    /// Text of the article or a part of it; may hold markup.
    pub text: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Address of the article.
    pub url: Value,
    /// Article time, RFC 3339.
    pub published: Value,
    /// Language tag.
    pub lang: Option<String>,
}

impl Line {
    /// Article time, if there is one that can be read.
    pub fn published(&self) -> Option<Timestamp> {
        self.published.as_str().and_then(Timestamp::parse)
    }
}

/// Reads one object per line; empty lines are left out.
///
/// # Errors
/// A sentence that tells the first line that is none.
pub fn read_lines<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, String> {
    let text = String::from_utf8_lossy(bytes);
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            // An array would be taken for the fields of an article in their order.
            let is_object = line.trim_start().starts_with('{');
            let read = if is_object {
                serde_json::from_str(line).map_err(|error| error.to_string())
            } else {
                Err("it is not a JSON object".to_owned())
            };
            read.map_err(|why| format!("Line {} is not an article: {why}", number + 1))
        })
        .collect()
}

/// Drafts in the order of the lines; an article without a date is as old as the one before it.
pub fn drafts<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<Draft> {
    let mut latest = Timestamp::default();
    lines
        .into_iter()
        .map(|line| {
            latest = line.published().unwrap_or(latest);
            draft(line, latest)
        })
        .collect()
}

fn draft(line: &Line, published: Timestamp) -> Draft {
    let text = line.text.as_deref().unwrap_or_default();
    let url = line.url.as_str();
    let references = references(text, url);
    Draft::new(&Input {
        title: &clean_line(line.title.as_deref().unwrap_or_default()),
        text: &own_text(text, GROUPED_TEXT),
        source: line.source.as_deref().unwrap_or_default(),
        url,
        published,
        lang: line.lang.as_deref(),
        kind: Kind::Article,
        address: url.and_then(address_key),
        links: &references.links,
        related: &references.related,
    })
}
