//! The story in a few sentences of its sources, word for word, each with its source.

use super::{
    CURSOR, Part, Passage, Sheet, SheetLine, SheetView, Source, nothing_yet, plural, sources,
    statement,
};
use crate::app::{OpenStory, State};
use crate::compare::{BriefSentence, Comparison, RowKind, Verdict};
use crate::config::Glyphs;
use crate::layout::{cells, wrap_line};
use crate::model::{Action, Kind};

/// The sheet.
pub(super) fn sheet(
    state: &State,
    story: &OpenStory,
    view: SheetView,
    width: usize,
    glyphs: &Glyphs,
) -> Sheet {
    let mut sheet = Sheet {
        title: "Brief".to_owned(),
        ..Sheet::default()
    };
    if let Some(empty) = nothing_yet(state, story) {
        sheet.empty = empty;
        return sheet;
    }
    let Some(compared) = state.compared() else {
        return sheet;
    };
    let sources = sources(story, compared);
    let mut words = 0;
    for sentence in &compared.brief {
        let told = statement(compared, sentence.account, sentence.statement);
        let source = source_of(&sources, sentence.account);
        let (Some(told), Some(source)) = (told, source) else {
            continue;
        };
        words += told.words.len();
        let item = sheet.passages.len();
        let only = if is_only_there(compared, *sentence) {
            format!("only in {}", source.number)
        } else {
            String::new()
        };
        if item > 0 {
            sheet.lines.push(SheetLine::default());
        }
        let is_chosen = item == view.cursor.row;
        let lines = sentence_lines(source, &told.text, &only, width, is_chosen);
        sheet
            .lines
            .extend(lines.into_iter().map(|line| line.of(item)));
        sheet.passages.push(Passage {
            article: source.member.article,
            sentence: Some(told.text.clone()),
        });
    }
    if sheet.passages.is_empty() {
        sheet.empty = nothing_chosen(state, story);
        return sheet;
    }
    let facts = [
        "Brief".to_owned(),
        plural(story.sources(), "source"),
        plural(words, "word"),
        "all sentences verbatim".to_owned(),
    ];
    sheet.title = facts.join(&format!(" {} ", glyphs.dot));
    sheet.lines.extend(notes(state, story, compared, width));
    sheet
}

fn source_of<'a, 'b>(sources: &'a [Source<'b>], account: usize) -> Option<&'a Source<'b>> {
    sources.iter().find(|source| source.account == account)
}

/// "[2 Harbor Ledger] " before a sentence, and at its end whether no other source says so.
fn sentence_lines(
    source: &Source<'_>,
    text: &str,
    only: &str,
    width: usize,
    is_chosen: bool,
) -> Vec<SheetLine> {
    let part = if is_chosen { Part::Chosen } else { Part::Text };
    let room = width.saturating_sub(CURSOR).max(8);
    let mark = format!("[{} {}]", source.number, source.member.source);
    let text = format!("{mark} {}", text.replace('\n', " "));
    let mut lines: Vec<SheetLine> = Vec::new();
    for line in wrap_line(&text, room) {
        let line = match line.strip_prefix(&mark) {
            Some(rest) if lines.is_empty() => SheetLine {
                pieces: vec![(mark.clone(), Part::Dim), (rest.to_owned(), part)],
                ..SheetLine::default()
            },
            _ => SheetLine::new(line, part),
        };
        lines.push(line);
    }
    if only.is_empty() {
        return lines;
    }
    let last = lines.last().map_or(0, |line| {
        let pieces = line.pieces.iter();
        pieces.map(|(text, _)| cells(text)).sum()
    });
    if last + 2 + cells(only) > room {
        lines.push(SheetLine::default());
    }
    if let Some(line) = lines.last_mut() {
        line.right = only.to_owned();
    }
    lines
}

/// No other article carries anything of what a sentence says.
fn is_only_there(compared: &Comparison, sentence: BriefSentence) -> bool {
    let rows = compared.facts.iter().filter(|row| {
        let mut cells = row.cells.iter();
        cells.any(|cell| (cell.account, cell.statement) == (sentence.account, sentence.statement))
    });
    let verdicts: Vec<Verdict> = rows.map(|row| row.verdict).collect();
    !verdicts.is_empty() && verdicts.iter().all(|verdict| *verdict == Verdict::Only)
}

/// Why there is no sentence.
fn nothing_chosen(state: &State, story: &OpenStory) -> Vec<String> {
    let key = state.keys.hint(Action::FullText);
    vec![
        format!(
            "None of {} has a whole sentence that tells the story",
            plural(story.members.len(), "article")
        ),
        format!("{key} fetches the full text of an article"),
    ]
}

/// What the sources do not have.
fn notes(state: &State, story: &OpenStory, compared: &Comparison, width: usize) -> Vec<SheetLine> {
    let mut notes = Vec::new();
    if compared.facts.iter().all(|row| row.kind != RowKind::Quote) {
        notes.push("no direct quote in any source".to_owned());
    }
    let snippets = story.members.iter();
    let snippets = snippets
        .filter(|member| member.kind == Kind::Snippet)
        .count();
    if snippets > 0 {
        let key = state.keys.hint(Action::FullText);
        let are = if snippets == 1 {
            "is a snippet"
        } else {
            "are snippets"
        };
        notes.push(format!(
            "{} {are}: {key} fetches the full text",
            plural(snippets, "article")
        ));
    }
    let mut lines = Vec::new();
    for note in notes {
        if lines.is_empty() {
            lines.push(SheetLine::default());
        }
        let wrapped = wrap_line(&note, width.saturating_sub(CURSOR).max(8));
        lines.extend(
            wrapped
                .into_iter()
                .map(|line| SheetLine::new(format!("  {line}"), Part::Dim)),
        );
    }
    lines
}
