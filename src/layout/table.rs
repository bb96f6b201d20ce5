//! Tables: columns side by side where they fit or nearly do, else one row under the other.

use super::bidi::with_levels;
use super::cells::cells;
use super::wrap::wrap;
use super::{Line, Options, Role, Span};
use crate::model::{Inline, Style};

/// A table up to so many times as wide as the page is scrolled; a wider one is stacked.
const SCROLLED: usize = 3;

type Row = Vec<Vec<Inline>>;

/// Lays out a table; its columns run in the direction of what it stands in.
pub(super) fn lay_out(rows: &[Row], width: usize, rtl: bool, options: Options) -> Vec<Line> {
    let widths = column_widths(rows);
    let total = widths.iter().sum::<usize>() + 3 * widths.len().saturating_sub(1);
    if total <= width.saturating_mul(SCROLLED).max(40) {
        aligned(rows, &widths, rtl, options)
    } else {
        stacked(rows, width, rtl)
    }
}

fn column_widths(rows: &[Row]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            if column == widths.len() {
                widths.push(1);
            }
            widths[column] = widths[column].max(width_of(cell));
        }
    }
    widths
}

fn width_of(cell: &[Inline]) -> usize {
    cell.iter().map(|span| cells(&span.text)).sum()
}

/// Whether the first row names the columns: all its words are strong.
pub(super) fn has_header(rows: &[Row]) -> bool {
    rows.len() > 1
        && rows.first().is_some_and(|row| {
            let mut spans = row
                .iter()
                .flatten()
                .filter(|span| !span.text.trim().is_empty())
                .peekable();
            spans.peek().is_some() && spans.all(|span| span.style.strong)
        })
}

fn aligned(rows: &[Row], widths: &[usize], rtl: bool, options: Options) -> Vec<Line> {
    let line = |spans: Vec<Span>| Line {
        spans,
        overhang: 0,
        rtl,
    };
    let base = u8::from(rtl);
    let header = has_header(rows);
    let numeric: Vec<bool> = (0..widths.len())
        .map(|column| is_numeric(&rows[usize::from(header)..], column))
        .collect();
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for (index, row) in rows.iter().enumerate() {
        let mut spans = Vec::new();
        for (column, width) in widths.iter().enumerate() {
            if column > 0 {
                spans.push(rule(if options.ascii { " | " } else { " │ " }, base));
            }
            let cell = row.get(column).map(Vec::as_slice).unwrap_or_default();
            let pad = " ".repeat(width - width_of(cell));
            // From right to left, the right edge is where a cell begins.
            let (before, after) = if numeric[column] && !rtl {
                (pad, String::new())
            } else {
                (String::new(), pad)
            };
            spans.push(blank(before, base));
            spans.extend(with_levels(cell.iter().map(shown).collect(), rtl));
            if column + 1 < widths.len() {
                spans.push(blank(after, base));
            }
        }
        spans.retain(|span| !span.text.is_empty());
        lines.push(line(spans));
        if index == 0 && header {
            lines.push(line(vec![rule(&header_rule(widths, options), base)]));
        }
    }
    lines
}

fn header_rule(widths: &[usize], options: Options) -> String {
    let (line, cross) = if options.ascii {
        ("-", "-+-")
    } else {
        ("─", "─┼─")
    };
    let parts: Vec<String> = widths.iter().map(|width| line.repeat(*width)).collect();
    parts.join(cross)
}

/// Whether a column holds figures only, which are read from the right.
fn is_numeric(rows: &[Row], column: usize) -> bool {
    let mut texts = rows
        .iter()
        .filter_map(|row| row.get(column))
        .map(|cell| super::plain(cell))
        .filter(|text| !text.trim().is_empty())
        .peekable();
    texts.peek().is_some()
        && texts.all(|text| {
            let figure = text
                .trim()
                .trim_start_matches(['+', '-', '−', '$', '€', '£', '<', '>', '~', ' ']);
            figure.starts_with(|c: char| c.is_ascii_digit())
                && text.chars().filter(|c| c.is_alphabetic()).count() <= 3
        })
}

/// Rows one under the other, each cell on lines of its own behind its column's name.
fn stacked(rows: &[Row], width: usize, rtl: bool) -> Vec<Line> {
    let header = has_header(rows);
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate().skip(usize::from(header)) {
        if index > usize::from(header) {
            lines.push(Line::default());
        }
        for (column, cell) in row
            .iter()
            .enumerate()
            .filter(|(_, cell)| width_of(cell) > 0)
        {
            let mut spans = Vec::new();
            if header && let Some(name) = rows[0].get(column).filter(|name| width_of(name) > 0) {
                spans.extend(name.iter().cloned());
                spans.push(Inline {
                    text: ": ".to_owned(),
                    ..Inline::default()
                });
            }
            spans.extend(cell.iter().cloned());
            lines.extend(wrap(&spans, Role::Text, width, 0, rtl));
        }
    }
    lines
}

fn shown(span: &Inline) -> Span {
    Span {
        text: span.text.replace('\n', " "),
        role: Role::Text,
        style: span.style,
        link: span.link,
        level: 0,
    }
}

fn blank(text: String, level: u8) -> Span {
    Span {
        text,
        role: Role::Text,
        style: Style::default(),
        link: None,
        level,
    }
}

fn rule(text: &str, level: u8) -> Span {
    Span {
        text: text.to_owned(),
        role: Role::TableRule,
        style: Style::default(),
        link: None,
        level,
    }
}
