//! What a search found, in the place of the story list: title, the passage that matches, source.

use super::highlights;
use super::paint::{Canvas, Fact, Piece};
use crate::app::{
    Cells, Hit, Pane, Search, Spot, State, age, grouped, hit_lines, view_title, word_matches,
};
use crate::layout::{cells, is_mostly_rtl, truncate_to_cells, wrap_line};
use crate::model::Action;

/// Draws the hits into a pane.
pub fn draw(canvas: &mut Canvas<'_>, pane: Cells, state: &State, search: &Search, tiny: bool) {
    let rows = pane.below(u16::from(!tiny));
    if !tiny {
        let dim = canvas.theme.dim;
        let figures = figures(search);
        let focused = state.focus == Pane::Stories;
        let scope = state.search_scope().map(|_| view_title(state));
        let scope = scope.map_or_else(String::new, |title| format!(" in {title}"));
        let mut name = format!("Search \"{}\"{scope}", search.text);
        // How much was found says more than the words, which the line below says while they are typed.
        if search.text.is_empty() || cells(&name) + cells(&figures) + 5 > usize::from(pane.width) {
            name = format!("Search{scope}");
        }
        canvas.header(pane, &name, focused, &[(&figures, dim)]);
    }
    if search.hits.is_empty() && search.answered {
        return draw_nothing(canvas, rows, state, search);
    }
    let lines = hit_lines(rows.width, tiny);
    let fit = usize::from(rows.height / lines) + 1;
    let shown = search.hits.iter().enumerate().skip(search.top).take(fit);
    for (row, (index, hit)) in (0..).zip(shown) {
        let cells = rows.below(row * lines);
        let selected = index == search.cursor;
        let whole = Cells {
            height: cells.height.min(lines),
            ..cells
        };
        canvas.spot(whole, Spot::Story(index));
        draw_hit(canvas, cells, state, hit, selected, tiny);
    }
}

/// How many hits there are; of all texts, if they can all be looked up.
fn figures(search: &Search) -> String {
    match (search.answered, search.hits.len()) {
        (false, 0) => String::new(),
        (_, found) if search.more => format!("{found}+ found"),
        (_, found) if search.unindexed > 0 => {
            format!("{found} found, {} to index", grouped(search.unindexed))
        }
        (_, found) => format!("{found} found"),
    }
}

fn draw_hit(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    hit: &Hit,
    selected: bool,
    tiny: bool,
) {
    let theme = canvas.theme;
    if selected {
        let focused = state.focus == Pane::Stories;
        let paint = if focused { theme.accent } else { theme.dim };
        canvas.write(cells, theme.glyphs.cursor, paint);
        if focused && state.prompt.is_none() {
            canvas.place_cursor(cells, 0);
        }
    }
    let (sign, paint) = if hit.read {
        (theme.glyphs.read, theme.dim)
    } else {
        (theme.glyphs.unread, theme.unread)
    };
    canvas.write(cells.row(0).inset(1, 0), sign, paint);
    let title = match (selected, hit.read) {
        (true, _) => theme.title,
        (false, true) => theme.read_title,
        (false, false) => theme.text,
    };
    let text = cells.inset(3, 1);
    highlights::write_cut(canvas, text.row(0), state, &hit.title, title);
    if !tiny {
        let last = hit_lines(cells.width, tiny) - 1;
        draw_passage(canvas, text.below(1), last - 1, hit);
        let age = age(state.now, hit.published, state.offset_seconds);
        let source = Fact::new(&hit.source, theme.dim, 2);
        canvas.write_facts(text.row(last), vec![source, Fact::new(age, theme.dim, 1)]);
    }
}

/// The passage with what matches lit up, moved so that the first match is in sight.
fn draw_passage(canvas: &mut Canvas<'_>, cells: Cells, lines: u16, hit: &Hit) {
    let width = usize::from(cells.width);
    let start = passage_start(hit, width * usize::from(lines));
    let lead = if start > 0 { "…" } else { "" };
    let text = format!("{lead}{}", hit.passage.get(start..).unwrap_or_default());
    let mut wrapped = wrap_line(&text, width.max(1));
    if wrapped.len() > usize::from(lines) {
        let rest = wrapped.split_off(usize::from(lines) - 1).join(" ");
        wrapped.push(truncate_to_cells(&rest, width));
    }
    let words: Vec<String> = hit
        .matches
        .iter()
        .filter_map(|range| hit.passage.get(range.clone()))
        .map(str::to_lowercase)
        .collect();
    for (row, line) in (0..lines).zip(&wrapped) {
        write_lit(canvas, cells.row(row), line, &words);
    }
}

fn write_lit(canvas: &mut Canvas<'_>, line: Cells, text: &str, words: &[String]) {
    let (dim, found) = (canvas.theme.dim, canvas.theme.found);
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut at = 0;
    for range in word_matches(text, words) {
        pieces.push((&text[at..range.start], dim));
        pieces.push((&text[range.clone()], found));
        at = range.end;
    }
    pieces.push((&text[at..], dim));
    canvas.write_line(line, &pieces, is_mostly_rtl([text]));
}

fn passage_start(hit: &Hit, room: usize) -> usize {
    let Some(first) = hit.matches.first() else {
        return 0;
    };
    if first.end + 2 < room {
        return 0;
    }
    let wanted = first.start.saturating_sub(room / 4);
    hit.passage
        .get(..first.start)
        .and_then(|before| {
            before
                .char_indices()
                .find(|(at, letter)| *at >= wanted && *letter == ' ')
                .map(|(at, _)| at + 1)
        })
        .unwrap_or(first.start)
}

fn draw_nothing(canvas: &mut Canvas<'_>, cells: Cells, state: &State, search: &Search) {
    let (text, dim) = (canvas.theme.text, canvas.theme.dim);
    let what = truncate_to_cells(&search.text, usize::from(cells.width.saturating_sub(18)));
    let scoped = state.search_scope().is_some();
    let (title, where_) = if search.unindexed > 0 {
        let waiting = grouped(search.unindexed);
        let title = format!("Nothing found yet for \"{what}\"");
        (title, format!("{waiting} articles are being indexed"))
    } else if scoped {
        let title = format!("Nothing holds \"{what}\"");
        (title, format!("{} was searched", view_title(state)))
    } else {
        let title = format!("Nothing holds \"{what}\"");
        let whole = "Titles and texts of the whole cache were searched";
        (title, whole.to_owned())
    };
    let wide = "Enter searches everything";
    let key = format!("{} shows the list again", state.keys.hint(Action::Cancel));
    let lines = [(&*title, text), (&*where_, dim), (wide, dim), (&*key, dim)];
    let lines = lines.iter().filter(|line| scoped || line.0 != wide);
    let lines: Vec<&[Piece<'_>]> = lines.map(std::slice::from_ref).collect();
    canvas.write_message(cells, &lines);
}
