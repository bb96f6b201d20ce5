//! `group`: a filter that puts articles into stories, with the engine and settings of the screen.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cli::{
        error::CliError,
        output::{Out, read_input},
    },
    ingest::{address_key, clean_line, own_text, references},
    model::{ArticleId, Kind, Timestamp},
    stories::{Draft, Input, Placement, Reason, group_stream},
};

const TEXT_CAP: usize = 64 * 1024;

/// One line of input; fields that are absent are empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    id: Value,
    title: Option<String>,
    text: Option<String>,
    source: Option<String>,
    url: Value,
    published: Value,
    lang: Option<String>,
}

#[derive(Debug, Serialize)]
struct Grouped<'a> {
    id: &'a Value,
    story: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why<'a>>,
}

/// Why an article stands where it stands, in the ids of the input.
#[derive(Debug, Serialize)]
struct Why<'a> {
    score: f32,
    needed: f32,
    with: &'a Value,
    words: &'a [String],
    names: &'a [String],
    numbers: &'a [String],
    seconds_apart: i64,
    rival: Option<(String, f32)>,
    copy_of: Option<&'a Value>,
}

/// Reads articles, prints `{id, story}` in the order of the input once all are placed.
pub(super) fn run(file: Option<&Path>, explain: bool) -> Result<(), CliError> {
    let bytes = read_input(file.unwrap_or(Path::new("-")))?;
    let lines = read_lines(&bytes)?;
    let placements = group_stream(drafts(&lines));
    let mut out = Out::new();
    for (line, placement) in lines.iter().zip(&placements) {
        let why = placement.reason.as_ref().filter(|_| explain);
        out.json(&Grouped {
            id: &line.id,
            story: placement.story.to_string(),
            why: why.map(|reason| why_of(&lines, placement, reason)),
        })?;
    }
    out.finish()
}

fn read_lines(bytes: &[u8]) -> Result<Vec<Line>, CliError> {
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
            read.map_err(|why| {
                CliError::Failed(format!("Line {} is not an article: {why}", number + 1))
            })
        })
        .collect()
}

/// Drafts in input order; an article without a date is as old as the one before it.
fn drafts(lines: &[Line]) -> Vec<Draft> {
    let mut latest = Timestamp::default();
    lines
        .iter()
        .map(|line| {
            let published = line.published.as_str().and_then(Timestamp::parse);
            latest = published.unwrap_or(latest);
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
        text: &own_text(text, TEXT_CAP),
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

fn why_of<'a>(lines: &'a [Line], placement: &Placement, reason: &'a Reason) -> Why<'a> {
    Why {
        score: reason.score,
        needed: reason.needed,
        with: id_of(lines, reason.with),
        words: &reason.words,
        names: &reason.names,
        numbers: &reason.numbers,
        seconds_apart: reason.seconds_apart,
        rival: reason
            .rival
            .map(|(story, score)| (story.to_string(), score)),
        copy_of: placement.copy_of.map(|article| id_of(lines, article)),
    }
}

/// The grouper numbers articles from 1 as they come.
fn id_of(lines: &[Line], article: ArticleId) -> &Value {
    usize::try_from(article.0 - 1)
        .ok()
        .and_then(|index| lines.get(index))
        .map_or(&Value::Null, |line| &line.id)
}
