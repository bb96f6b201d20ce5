//! `group`: a filter that puts articles into stories, with the engine and settings of the screen.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::{
    cli::{
        error::CliError,
        lines::{Line, drafts, read_lines},
        output::{Out, read_input},
    },
    model::{ArticleId, Tie},
    stories::{Placement, Reason, group_stream},
};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    tie: Option<Tie>,
    seconds_apart: i64,
    rival: Option<(String, f32)>,
    copy_of: Option<&'a Value>,
}

/// Reads articles, prints `{id, story}` in the order of the input once all are placed.
pub(super) fn run(file: Option<&Path>, explain: bool) -> Result<(), CliError> {
    let bytes = read_input(file.unwrap_or(Path::new("-")))?;
    let lines: Vec<Line> = read_lines(&bytes).map_err(CliError::Failed)?;
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

fn why_of<'a>(lines: &'a [Line], placement: &Placement, reason: &'a Reason) -> Why<'a> {
    Why {
        score: reason.score,
        needed: reason.needed,
        with: id_of(lines, reason.with),
        words: &reason.words,
        names: &reason.names,
        numbers: &reason.numbers,
        tie: reason.tie,
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
