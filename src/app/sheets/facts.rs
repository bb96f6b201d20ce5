//! Figures, names and quotes against the sources: a table where there is room for one, else a list.

use super::{
    CURSOR, Part, Passage, Sheet, SheetLine, SheetView, Source, TABLE, nothing_yet, plural,
    sources, statement,
};
use crate::app::{OpenStory, State};
use crate::compare::{Comparison, Row, RowKind, Verdict};
use crate::config::Glyphs;
use crate::layout::{cells, truncate_to_cells, wrap_line};

/// Columns of a source at least.
const NARROWEST: usize = 15;
/// And at the most.
const WIDEST: usize = 30;
/// Columns of "only in 12" and the blank behind it.
const VERDICT: usize = 11;
/// Lines of what the source under the cursor says.
const SAID: usize = 4;

/// The sheet.
pub(super) fn sheet(
    state: &State,
    story: &OpenStory,
    view: SheetView,
    width: usize,
    glyphs: &Glyphs,
) -> Sheet {
    let headline = story.members.first().map(|member| member.title.as_str());
    let mut sheet = Sheet {
        title: format!("Facts {} {}", glyphs.dot, headline.unwrap_or_default()),
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
    let rows = rows(compared);
    let chosen = rows.get(view.cursor.row.min(rows.len().saturating_sub(1)));
    sheet.filled = chosen.map_or_else(Vec::new, |row| filled(row, &sources));
    let column = nearest(&sheet.filled, view.column);
    let table = Table::new(width, &sources, column, glyphs);
    if width >= TABLE && !rows.is_empty() {
        sheet.head.push(table.head());
    }
    add_sections(&mut sheet, &rows, &table, view, width);
    if let Some(row) = chosen {
        sheet.below = said(compared, row, &sources, column, width, glyphs);
    }
    for (item, row) in rows.iter().enumerate() {
        let column = if item == view.cursor.row {
            column
        } else {
            nearest(&filled(row, &sources), view.column)
        };
        let passage = passage(compared, row, &sources, column);
        sheet.passages.extend(passage);
    }
    sheet
}

/// The rows of a section in the order in which they matter.
fn rows(compared: &Comparison) -> Vec<&Row> {
    let of = |kind: RowKind| compared.facts.iter().filter(move |row| row.kind == kind);
    let mut rows = Vec::with_capacity(compared.facts.len());
    for kind in [RowKind::Figure, RowKind::Name, RowKind::Quote] {
        let mut section: Vec<&Row> = of(kind).collect();
        section.sort_by_key(|row| row.verdict);
        rows.extend(section);
    }
    rows.retain(|row| !row.cells.is_empty());
    rows
}

fn add_sections(
    sheet: &mut Sheet,
    rows: &[&Row],
    table: &Table<'_>,
    view: SheetView,
    width: usize,
) {
    let sections = [
        (RowKind::Figure, "Figures", "figure"),
        (RowKind::Name, "Names", "name"),
        (RowKind::Quote, "Quotes", "direct quote"),
    ];
    for (kind, title, noun) in sections {
        if !sheet.lines.is_empty() {
            sheet.lines.push(SheetLine::default());
        }
        sheet.lines.push(SheetLine::new(title, Part::Heading));
        let before = sheet.lines.len();
        for (item, row) in rows.iter().enumerate().filter(|(_, row)| row.kind == kind) {
            let is_chosen = item == view.cursor.row;
            if width >= TABLE {
                sheet.lines.push(table.row(row, is_chosen).of(item));
            } else {
                let lines = table.list(row, is_chosen, width);
                sheet
                    .lines
                    .extend(lines.into_iter().map(|line| line.of(item)));
            }
        }
        if sheet.lines.len() == before {
            let none = format!("no {noun} in {}", plural(table.sources.len(), "source"));
            sheet
                .lines
                .push(SheetLine::new(format!("  {none}"), Part::Dim));
        }
    }
}

/// The columns in which a row holds something.
fn filled(row: &Row, sources: &[Source<'_>]) -> Vec<usize> {
    let columns = sources.iter().enumerate();
    let holds = |source: &Source<'_>| row.cells.iter().any(|cell| cell.account == source.account);
    columns
        .filter(|(_, source)| holds(source))
        .map(|(column, _)| column)
        .collect()
}

/// Of columns the one that is nearest to the wanted one.
pub(super) fn nearest(filled: &[usize], wanted: usize) -> usize {
    let nearest = filled.iter().min_by_key(|column| column.abs_diff(wanted));
    nearest.copied().unwrap_or(wanted)
}

/// What a source says in a row, its words one after another.
fn tokens(row: &Row, source: &Source<'_>) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for cell in row
        .cells
        .iter()
        .filter(|cell| cell.account == source.account)
    {
        if !texts.contains(&cell.text.as_str()) {
            texts.push(&cell.text);
        }
    }
    texts.join("; ").replace('\n', " ")
}

fn verdict(row: &Row, sources: &[Source<'_>]) -> (String, Part) {
    match row.verdict {
        Verdict::Differs => ("differs".to_owned(), Part::Warning),
        Verdict::Agree => ("agree".to_owned(), Part::Dim),
        Verdict::Only => {
            let alone = row.cells.first().and_then(|cell| {
                let mut sources = sources.iter();
                sources.find(|source| source.account == cell.account)
            });
            let number = alone.map_or(String::new(), |source| source.number.to_string());
            (format!("only in {number}"), Part::Dim)
        }
    }
}

/// How the columns stand.
struct Table<'a> {
    sources: &'a [Source<'a>],
    /// The column of the cursor.
    column: usize,
    /// The first column on the screen, and how many are.
    shown: std::ops::Range<usize>,
    /// Columns of the subject, and of a source.
    subject: usize,
    cell: usize,
    glyphs: &'a Glyphs,
}

impl<'a> Table<'a> {
    fn new(width: usize, sources: &'a [Source<'a>], column: usize, glyphs: &'a Glyphs) -> Self {
        let subject = (width / 4).clamp(16, 36);
        let room = width.saturating_sub(CURSOR + subject + 1 + VERDICT);
        let fits = (room / NARROWEST).clamp(1, sources.len().max(1));
        let first = (column + 1).saturating_sub(fits);
        Self {
            sources,
            column,
            shown: first..(first + fits).min(sources.len()),
            subject,
            cell: (room / fits).min(WIDEST),
            glyphs,
        }
    }

    fn head(&self) -> SheetLine {
        let before = CURSOR + self.subject + 1 + VERDICT;
        let mut pieces = vec![(" ".repeat(before), Part::Dim)];
        let (left, right) = self.glyphs.beyond;
        for column in self.shown.clone() {
            let source = &self.sources[column];
            let mut name = format!("{} {}", source.number, source.member.source);
            if column == self.shown.start && column > 0 {
                name = format!("{left}{name}");
            }
            let part = if column == self.column {
                Part::Chosen
            } else {
                Part::Dim
            };
            let is_last = column + 1 == self.shown.end && self.shown.end < self.sources.len();
            let mut text = fit(&name, self.cell);
            if is_last {
                text = fit(&name, self.cell.saturating_sub(1)) + right;
            }
            pieces.push((text, part));
        }
        SheetLine {
            pieces,
            ..SheetLine::default()
        }
    }

    fn row(&self, row: &Row, is_chosen: bool) -> SheetLine {
        let part = if is_chosen { Part::Chosen } else { Part::Text };
        let (verdict, verdict_part) = verdict(row, self.sources);
        let mut pieces = vec![
            (fit(&row.label(), self.subject + 1), part),
            (fit(&verdict, VERDICT), verdict_part),
        ];
        for column in self.shown.clone() {
            let text = tokens(row, &self.sources[column]);
            let here = is_chosen && column == self.column;
            pieces.push(match text.is_empty() {
                true => (fit("-", self.cell), Part::Dim),
                false if here => (fit(&text, self.cell), Part::Chosen),
                false => (fit(&text, self.cell), Part::Text),
            });
        }
        SheetLine {
            pieces,
            ..SheetLine::default()
        }
    }

    /// A row as lines: what it is of, then the sources one after another.
    fn list(&self, row: &Row, is_chosen: bool, width: usize) -> Vec<SheetLine> {
        let part = if is_chosen { Part::Chosen } else { Part::Text };
        let (verdict, verdict_part) = verdict(row, self.sources);
        let room = width.saturating_sub(CURSOR + VERDICT);
        let mut lines = vec![SheetLine {
            pieces: vec![(fit(&row.label(), room), part), (verdict, verdict_part)],
            ..SheetLine::default()
        }];
        let indent = "  ";
        let room = width.saturating_sub(CURSOR + indent.len()).max(8);
        let dot = format!(" {} ", self.glyphs.dot);
        let mut pieces = vec![(indent.to_owned(), Part::Dim)];
        let mut used = 0;
        for column in filled(row, self.sources) {
            let source = &self.sources[column];
            let text = format!("{} {}", source.number, tokens(row, source));
            let text = truncate_to_cells(&text, room);
            let between = if used == 0 { 0 } else { cells(&dot) };
            if used > 0 && used + between + cells(&text) > room {
                let full = std::mem::replace(&mut pieces, vec![(indent.to_owned(), Part::Dim)]);
                lines.push(SheetLine {
                    pieces: full,
                    ..SheetLine::default()
                });
                used = 0;
            } else if used > 0 {
                pieces.push((dot.clone(), Part::Dim));
                used += between;
            }
            used += cells(&text);
            let here = is_chosen && column == self.column;
            pieces.push((text, if here { Part::Chosen } else { Part::Dim }));
        }
        lines.push(SheetLine {
            pieces,
            ..SheetLine::default()
        });
        lines
    }
}

/// A text in so many cells with a blank at the end, cut or filled up.
fn fit(text: &str, width: usize) -> String {
    let mut text = truncate_to_cells(text, width.saturating_sub(1));
    let spare = width.saturating_sub(cells(&text));
    text.extend(std::iter::repeat_n(' ', spare));
    text
}

/// The sentences of the source under the cursor, below a rule.
fn said(
    compared: &Comparison,
    row: &Row,
    sources: &[Source<'_>],
    column: usize,
    width: usize,
    glyphs: &Glyphs,
) -> Vec<SheetLine> {
    let Some(source) = sources.get(column) else {
        return Vec::new();
    };
    let mut lines = vec![SheetLine {
        ruled: true,
        ..SheetLine::default()
    }];
    let name = format!("{} {}", source.number, source.member.source);
    lines.push(SheetLine::new(name, Part::Dim));
    let mut told = Vec::new();
    for cell in row
        .cells
        .iter()
        .filter(|cell| cell.account == source.account)
    {
        if !told.contains(&cell.statement) {
            told.push(cell.statement);
        }
    }
    let sentences: Vec<&str> = told
        .iter()
        .filter_map(|at| statement(compared, source.account, *at))
        .map(|statement| statement.text.as_str())
        .collect();
    let text = sentences.join(&format!(" {0}{0}{0} ", glyphs.dot));
    let mut wrapped = wrap_line(&text.replace('\n', " "), width.max(8));
    let is_cut = wrapped.len() > SAID;
    wrapped.truncate(SAID);
    if let Some(last) = wrapped.last_mut().filter(|_| is_cut) {
        *last = truncate_to_cells(&format!("{last} …"), width);
        if !last.ends_with('…') {
            last.push('…');
        }
    }
    // The lines above stay where they are from row to row.
    wrapped.resize(SAID, String::new());
    lines.extend(
        wrapped
            .into_iter()
            .map(|line| SheetLine::new(line, Part::Text)),
    );
    lines
}

/// Where a row leads in a column.
fn passage(
    compared: &Comparison,
    row: &Row,
    sources: &[Source<'_>],
    column: usize,
) -> Option<Passage> {
    let here = sources.get(column);
    let of_source = |source: &Source<'_>| {
        let mut cells = row.cells.iter();
        cells.find(|cell| cell.account == source.account)
    };
    let cell = here.and_then(of_source).or(row.cells.first())?;
    let article = compared.articles.get(cell.account)?.article;
    let sentence = statement(compared, cell.account, cell.statement);
    Some(Passage {
        article,
        sentence: sentence.map(|sentence| sentence.text.clone()),
    })
}
