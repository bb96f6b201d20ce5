//! What the reader wants lit up, in headlines and names.

use std::ops::Range;

use super::paint::{Canvas, Piece};
use crate::app::{Cells, State};
use crate::config::Paint;
use crate::layout::truncate_to_cells;

/// Writes a headline or a name in one line, cut with an ellipsis where it does not fit; gives the
/// columns used.
pub fn write_cut(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    title: &str,
    paint: Paint,
) -> u16 {
    let line = truncate_to_cells(title, usize::from(cells.width));
    let lit = lit_lines(state, title, std::slice::from_ref(&line));
    let lit = lit.into_iter().next().unwrap_or_default();
    let pieces = pieces(&line, &lit, paint, canvas.theme.highlight);
    canvas.write_pieces(cells, &pieces)
}

/// The parts of a line in their paints.
pub fn pieces<'t>(
    line: &'t str,
    lit: &[Range<usize>],
    paint: Paint,
    highlight: Paint,
) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for range in lit {
        pieces.push((&line[at..range.start], paint));
        pieces.push((&line[range.clone()], highlight));
        at = range.end;
    }
    pieces.push((&line[at..], paint));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// What is lit up in a headline, as bytes of the lines that it was broken into.
pub fn lit_lines(state: &State, title: &str, lines: &[String]) -> Vec<Vec<Range<usize>>> {
    let ranges = state.highlights.in_title(title);
    if ranges.is_empty() {
        return vec![Vec::new(); lines.len()];
    }
    let mut from = 0;
    let of_line = |line: &String| {
        let shown = line.strip_suffix('…').unwrap_or(line);
        let Some(at) = title.get(from..).and_then(|rest| rest.find(shown)) else {
            return Vec::new();
        };
        let (start, end) = (from + at, from + at + shown.len());
        from = end;
        let inside = ranges
            .iter()
            .map(|range| range.start.max(start)..range.end.min(end));
        inside
            .filter(|range| range.start < range.end)
            .map(|range| range.start - start..range.end - start)
            .collect()
    };
    lines.iter().map(of_line).collect()
}
