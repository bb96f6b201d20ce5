//! What is kept of a followed story that is gone.

use serde::Serialize;

use crate::{
    cli::{context::Context, error::CliError, output::Out},
    layout::wrap_line,
    model::{KeptBrief, KeptSentence, StoryId, Timestamp},
};

#[derive(Debug, Serialize)]
struct BriefJson<'a> {
    id: StoryId,
    headline: &'a str,
    sources: u32,
    /// When it was followed no longer.
    closed: Timestamp,
    brief: &'a [KeptSentence],
}

/// Prints the brief.
pub(super) fn print(
    context: &Context,
    brief: &KeptBrief,
    json: bool,
    width: usize,
) -> Result<(), CliError> {
    let mut out = Out::new();
    if json {
        out.json(&BriefJson {
            id: brief.story,
            headline: &brief.headline,
            sources: brief.sources,
            closed: brief.closed,
            brief: &brief.sentences,
        })?;
        return out.finish();
    }
    for line in wrap_line(&brief.headline, width) {
        out.line(line)?;
    }
    let closed = context.moment(brief.closed);
    out.line(format!(
        "What was kept when it was followed no longer, {closed}"
    ))?;
    for sentence in &brief.sentences {
        out.line("")?;
        for line in wrap_line(&format!("{} [{}]", sentence.text, sentence.source), width) {
            out.line(line)?;
        }
    }
    out.finish()
}
