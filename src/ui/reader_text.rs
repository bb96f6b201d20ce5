//! The text of an article: lines in the order of the screen, with what is lit up in them, their
//! links and the letters at those.

use std::ops::Range;

use super::paint::{Canvas, Piece};
use crate::app::{Cells, ShownArticle, State, word_matches};
use crate::config::{Paint, Theme};
use crate::layout::{Line, Role, Span, cells, visual_order, visual_text, without_cells};
use crate::model::Action;

/// Draws the lines of a text, with what is looked for in it and letters at its links. In the margin,
/// where there is one, stand signs beside what is new.
pub fn draw(
    canvas: &mut Canvas<'_>,
    text: Cells,
    margin: Option<Cells>,
    state: &State,
    shown: &ShownArticle,
) {
    if shown.layout.lines.is_empty() {
        return draw_no_text(canvas, text, state);
    }
    let words = state
        .search
        .as_ref()
        .map(|search| search.words())
        .unwrap_or_default();
    let lines = shown.layout.lines.iter().enumerate().skip(shown.scroll);
    for (row, (index, line)) in (0..text.height).zip(lines) {
        let found = shown.find.as_ref().map(|find| find.in_line(index));
        let mut start = 0;
        let mut runs = Vec::new();
        let text_of: String = line.spans.iter().map(|span| span.text.as_str()).collect();
        let highlights = state.highlights.in_text(&text_of).into_iter();
        let highlights: Vec<_> = highlights.map(|range| (range, Lit::Highlight)).collect();
        for span in &line.spans {
            let part = start..start + span.text.len();
            let lit: Vec<(Range<usize>, Lit)> = match &found {
                Some(found) => {
                    let found = within(found, part.clone()).into_iter();
                    found.map(|(range, at)| (range, Lit::found(at))).collect()
                }
                None => {
                    let words = word_matches(&span.text, &words).into_iter();
                    words.map(|range| (range, Lit::Found)).collect()
                }
            };
            let lit = with_highlights(lit, within(&highlights, part));
            add_runs(canvas.theme, span, &lit, &mut runs);
            start += span.text.len();
        }
        let is_new = line.spans.iter().any(|span| span.style.marked);
        if let Some(margin) = margin.filter(|_| is_new) {
            let (sign, paint) = (canvas.theme.glyphs.new, canvas.theme.new);
            canvas.write(margin.row(row), sign, paint);
        }
        spot_links(canvas, text.row(row), line, shown);
        draw_line(canvas, text.row(row), line, &runs, shown.sideways);
    }
    draw_hints(canvas, text, shown);
}

/// Notes where the links of a line stand.
fn spot_links(canvas: &mut Canvas<'_>, row: Cells, line: &Line, shown: &ShownArticle) {
    if line.spans.iter().all(|span| span.link.is_none()) {
        return;
    }
    let columns = line.columns(shown.layout.width, shown.sideways, canvas.order());
    for (span, columns) in line.spans.iter().zip(columns) {
        let Some(link) = span.link else { continue };
        let column = |at: isize| u16::try_from(at.max(0)).unwrap_or(u16::MAX).min(row.width);
        let (start, end) = (column(columns.start), column(columns.end));
        let url = shown.document.links.get(link.0);
        let url = url.map_or("", |link| link.url.as_str());
        canvas.link(row.inset(start, row.width - end), link, url);
    }
}

/// A part of a line in one paint, and its embedding level.
type Run<'t> = (&'t str, Paint, u8);

/// Draws a line in the order of the screen; what overhangs the page is moved and marked.
fn draw_line(canvas: &mut Canvas<'_>, row: Cells, line: &Line, runs: &[Run<'_>], sideways: usize) {
    let order = canvas.order();
    let levels: Vec<u8> = runs.iter().map(|run| run.2).collect();
    let start = line.start(usize::from(row.width), sideways, order);
    let mut skip = start.min(0).unsigned_abs();
    let mut parts = Vec::with_capacity(runs.len());
    for at in visual_order(&levels, order) {
        let (text, paint, level) = runs[at];
        let text = visual_text(text, level, order);
        let (width, before) = (cells(&text), skip);
        skip = skip.saturating_sub(width);
        match before {
            0 => parts.push((text, paint)),
            before if before < width => {
                parts.push((without_cells(&text, before).into(), paint));
            }
            _ => {}
        }
    }
    let pieces: Vec<Piece<'_>> = parts
        .iter()
        .map(|(text, paint)| (&**text, *paint))
        .collect();
    let column = u16::try_from(start.max(0)).unwrap_or(row.width);
    canvas.write_as_is(row.inset(column, 0), &pieces);
    // Marks at the edges that the line goes on beyond.
    let (left, right) = canvas.theme.glyphs.beyond;
    let paint = canvas.theme.accent;
    let end = start + line.cells().cast_signed();
    if start < 0 && end > 0 {
        canvas.write(row, left, paint);
    }
    if end > isize::try_from(row.width).unwrap_or(isize::MAX) {
        canvas.write(row.inset(row.width.saturating_sub(1), 0), right, paint);
    }
}

/// Why a part of a text is lit up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lit {
    /// It is looked for.
    Found,
    /// It is the match that was gone to.
    Current,
    /// The reader wants it lit up wherever it stands.
    Highlight,
}

impl Lit {
    fn found(is_current: bool) -> Self {
        if is_current {
            Self::Current
        } else {
            Self::Found
        }
    }
}

/// What is looked for, and what of the highlights it leaves.
fn with_highlights(
    mut lit: Vec<(Range<usize>, Lit)>,
    highlights: Vec<(Range<usize>, Lit)>,
) -> Vec<(Range<usize>, Lit)> {
    for (range, why) in highlights {
        let overlaps =
            |(other, _): &(Range<usize>, Lit)| other.start < range.end && range.start < other.end;
        if !lit.iter().any(overlaps) {
            lit.push((range, why));
        }
    }
    lit.sort_by_key(|(range, _)| range.start);
    lit
}

/// The parts of ranges of a line that are in a part of it, counted from its beginning.
fn within<T: Copy>(found: &[(Range<usize>, T)], part: Range<usize>) -> Vec<(Range<usize>, T)> {
    let inside = found.iter().map(|(range, current)| {
        let (start, end) = (range.start.max(part.start), range.end.min(part.end));
        (start..end, *current)
    });
    inside
        .filter(|(range, _)| range.start < range.end)
        .map(|(range, current)| (range.start - part.start..range.end - part.start, current))
        .collect()
}

/// The letters at the links of the page.
fn draw_hints(canvas: &mut Canvas<'_>, text: Cells, shown: &ShownArticle) {
    let Some(hints) = &shown.hints else { return };
    let paint = Paint {
        reverse: true,
        bold: true,
        ..canvas.theme.accent
    };
    for (hint, rest) in hints.left() {
        let row = hint
            .line
            .checked_sub(shown.scroll)
            .and_then(|row| u16::try_from(row).ok());
        let column = u16::try_from(hint.column).unwrap_or(u16::MAX);
        if let Some(row) = row.filter(|row| *row < text.height) {
            canvas.write(text.row(row).inset(column, 0), rest, paint);
        }
    }
}

fn draw_no_text(canvas: &mut Canvas<'_>, cells: Cells, state: &State) {
    let (text, dim) = (canvas.theme.text, canvas.theme.dim);
    let fetches = format!(
        "{} fetches the text of its page",
        state.keys.hint(Action::FullText)
    );
    let opens = format!(
        "{} opens the original in the browser",
        state.keys.hint(Action::OpenOriginal)
    );
    canvas.write_message(
        cells,
        &[
            &[("The feed gives no text for this article", text)],
            &[(&fetches, dim)],
            &[(&opens, dim)],
        ],
    );
}

/// Takes a span apart by what is lit in it.
fn add_runs<'t>(
    theme: &Theme,
    span: &'t Span,
    lit: &[(Range<usize>, Lit)],
    runs: &mut Vec<Run<'t>>,
) {
    let paint = span_paint(theme, span);
    let found = Paint {
        reverse: true,
        ..paint
    };
    let current = Paint {
        reverse: true,
        bold: true,
        dim: false,
        underline: true,
        ..theme.accent
    };
    let mut at = 0;
    let mut add = |range: Range<usize>, paint| {
        if !range.is_empty() {
            runs.push((&span.text[range], paint, span.level));
        }
    };
    for (range, why) in lit {
        add(at..range.start, paint);
        let lit = match why {
            Lit::Found => found,
            Lit::Current => current,
            Lit::Highlight => theme.highlight,
        };
        add(range.clone(), lit);
        at = range.end;
    }
    add(at..span.text.len(), paint);
}

fn span_paint(theme: &Theme, span: &Span) -> Paint {
    let base = match span.role {
        Role::Text if span.style.standfirst => theme.standfirst,
        Role::Text => theme.text,
        Role::Heading(_) => theme.heading,
        Role::Quote => theme.quote,
        Role::Code => theme.code,
        Role::Marker | Role::TableRule | Role::Caption | Role::Rule => theme.dim,
    };
    let link = if span.link.is_some() {
        theme.link
    } else {
        Paint::default()
    };
    let new = if span.style.fresh {
        theme.new
    } else {
        Paint::default()
    };
    // What the reader knows stands back like what is beside the text.
    let back = if span.style.repeated {
        theme.dim
    } else {
        Paint::default()
    };
    let style = span.style;
    let colour = if style.code {
        theme.code.colour
    } else {
        link.colour.or(back.colour).or(base.colour)
    };
    let quiet = style.image || style.strikeout || style.quiet || back.dim;
    Paint {
        colour: new.colour.or(colour),
        bold: base.bold || style.strong || new.bold,
        dim: (base.dim || quiet) && !style.fresh,
        italic: base.italic || style.emphasis,
        underline: base.underline || link.underline || new.underline,
        reverse: base.reverse,
    }
}
