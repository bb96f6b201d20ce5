//! What the reader wants lit up, in headlines and names.

use std::ops::Range;

use super::paint::{Canvas, Piece};
use crate::app::{Cells, State, in_lines};
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
    layered(line, paint, &[(lit, highlight)])
}

/// The parts of a line in their paints; where layers overlap, the last one is seen.
pub fn layered<'t>(
    line: &'t str,
    paint: Paint,
    layers: &[(&[Range<usize>], Paint)],
) -> Vec<Piece<'t>> {
    let ranges = layers.iter().flat_map(|(ranges, _)| *ranges);
    let mut edges: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
    edges.extend([0, line.len()]);
    edges.sort_unstable();
    edges.dedup();
    let paint_at = |at: usize| {
        let mut layers = layers.iter().rev();
        let layer = layers.find(|(ranges, _)| ranges.iter().any(|range| range.contains(&at)));
        layer.map_or(paint, |(_, paint)| *paint)
    };
    let parts = edges.windows(2);
    parts
        .filter_map(|edges| Some((line.get(edges[0]..edges[1])?, paint_at(edges[0]))))
        .collect()
}

/// What is lit up in a headline, as bytes of the lines that it was broken into.
pub fn lit_lines(state: &State, title: &str, lines: &[String]) -> Vec<Vec<Range<usize>>> {
    let ranges = state.highlights.in_title(title);
    if ranges.is_empty() {
        return vec![Vec::new(); lines.len()];
    }
    in_lines(title, lines, &ranges)
}
