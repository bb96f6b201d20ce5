//! What changed from each text of an article to the next, for `show`.

use serde::Serialize;

use super::{arguments::ShowOptions, error::CliError, output::Out};
use crate::{
    compare::{Hunk, Run, TextHistory},
    layout::{escape, wrap_line},
    model::Timestamp,
};

/// What changed from a text to the next.
#[derive(Debug, Serialize)]
pub(super) struct ChangeJson {
    /// When the next text was seen.
    until: Timestamp,
    title_changed: bool,
    added_words: u32,
    removed_words: u32,
    hunks: Vec<HunkJson>,
}

/// Words that stood there, and those that stand there now.
#[derive(Debug, Serialize)]
struct HunkJson {
    removed: String,
    added: String,
}

/// The changes of an article, oldest first.
pub(super) fn changes_json(history: Option<&TextHistory>) -> Vec<ChangeJson> {
    let steps = history.into_iter().flat_map(TextHistory::changes);
    steps
        .map(|(until, change)| ChangeJson {
            until,
            title_changed: change.title.is_some(),
            added_words: change.added,
            removed_words: change.removed,
            hunks: change.hunks.iter().map(hunk_json).collect(),
        })
        .collect()
}

fn hunk_json(hunk: &Hunk) -> HunkJson {
    HunkJson {
        removed: Run::text(&hunk.removed),
        added: Run::text(&hunk.added),
    }
}

/// Prints the changes of an article, the last first.
pub(super) fn render(
    out: &mut Out,
    history: &TextHistory,
    options: &ShowOptions,
) -> Result<(), CliError> {
    let heading = "What changed";
    match () {
        () if options.html => out.line(format!("<section>\n<h3>{heading}</h3>"))?,
        () if options.markdown => out.line(format!("### {heading}\n"))?,
        () => out.line(format!("{heading}\n"))?,
    }
    let steps: Vec<_> = history.changes().collect();
    for (until, change) in steps.into_iter().rev() {
        let title = if change.title.is_some() {
            "title changed"
        } else {
            "title unchanged"
        };
        let (added, removed) = (change.added, change.removed);
        let words = format!("+{added} -{removed} words, {title}");
        let until = until.dated();
        match () {
            () if options.html => out.line(format!("<p>{until}: {words}</p>"))?,
            () if options.markdown => out.line(format!("**{until}**: {words}\n"))?,
            () => out.line(format!("{until}: {words}"))?,
        }
        for hunk in change.title.iter().chain(&change.hunks) {
            match () {
                () if options.html => out.line(html(hunk))?,
                () if options.markdown => out.line(markdown(hunk))?,
                () => text(out, hunk, options.width)?,
            }
        }
        if !options.html {
            out.line("")?;
        }
    }
    if options.html {
        out.line("</section>")?;
    }
    Ok(())
}

/// Words before, words that went and came in these marks, words behind.
fn marked(hunk: &Hunk, removed: (&str, &str), added: (&str, &str)) -> String {
    let runs = |runs: &[Run], (open, close): (&str, &str)| match Run::text(runs) {
        words if words.is_empty() => words,
        words => format!("{open}{words}{close}"),
    };
    let parts = [
        hunk.before.clone(),
        runs(&hunk.removed, removed),
        runs(&hunk.added, added),
        hunk.after.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ").replace('\n', " ")
}

fn html(hunk: &Hunk) -> String {
    let escaped = |runs: &[Run]| -> Vec<Run> {
        let runs = runs.iter().map(|run| Run {
            text: escape(&run.text),
            ..run.clone()
        });
        runs.collect()
    };
    let hunk = Hunk {
        before: escape(&hunk.before),
        removed: escaped(&hunk.removed),
        added: escaped(&hunk.added),
        after: escape(&hunk.after),
        sentence: None,
    };
    let marked = marked(&hunk, ("<del>", "</del>"), ("<ins>", "</ins>"));
    format!("<p>{marked}</p>")
}

fn markdown(hunk: &Hunk) -> String {
    format!("- {}", marked(hunk, ("~~", "~~"), ("**", "**")))
}

fn text(out: &mut Out, hunk: &Hunk, width: usize) -> Result<(), CliError> {
    let parts = [
        (' ', hunk.before.clone()),
        ('-', Run::text(&hunk.removed)),
        ('+', Run::text(&hunk.added)),
        (' ', hunk.after.clone()),
    ];
    for (sign, words) in parts.iter().filter(|(_, words)| !words.is_empty()) {
        let words = words.replace('\n', " ");
        for line in wrap_line(&words, width.saturating_sub(2).max(8)) {
            out.line(format!("{sign} {line}"))?;
        }
    }
    Ok(())
}
