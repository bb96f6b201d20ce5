//! Why articles are one story, member by member, over the panes.

use super::paint::Canvas;
use crate::app::{Cells, State, WHY_LABELS, Why, WhyLine, WhyPart, count, popup};

/// Columns before a fact.
const LABELS: u16 = WHY_LABELS as u16;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, why: &Why) {
    let theme = canvas.theme;
    let width = usize::from(popup(body, 0).rows.width);
    let lines = why.lines(width, state.now, state.offset_seconds);
    let place = popup(body, lines.len().max(1));
    canvas.frame(place.area);
    let title = match (why.article, why.members.as_ref().map(Vec::len)) {
        (Some(_), _) => "Why is this article here?".to_owned(),
        (None, Some(members)) if members > 1 => {
            let members = u32::try_from(members).unwrap_or(u32::MAX);
            format!("Why are these {} one story?", count(members, "article"))
        }
        (None, _) => "Why is this a story?".to_owned(),
    };
    let used = canvas.write_cut(place.title, &title, theme.accent);
    let below = lines
        .len()
        .saturating_sub(why.top + usize::from(place.rows.height));
    if below > 0 {
        let more = count(u32::try_from(below).unwrap_or(u32::MAX), "more line");
        canvas.write_right(place.title.inset(used + 2, 0), &[(&more, theme.dim)]);
    }
    match &why.members {
        None => canvas.write_message(place.rows, &[&[("Looking …", theme.dim)]]),
        Some(members) if members.is_empty() => {
            let text = "This story is no longer in the cache";
            canvas.write_message(place.rows, &[&[(text, theme.dim)]]);
        }
        Some(_) => {
            for (row, line) in (0..place.rows.height).zip(lines.iter().skip(why.top)) {
                draw_line(canvas, place.rows.row(row), line);
            }
        }
    }
    canvas.place_cursor(place.rows.row(0), 0);
}

fn draw_line(canvas: &mut Canvas<'_>, cells: Cells, line: &WhyLine) {
    let theme = canvas.theme;
    let text = cells.inset(2, 0);
    match line.part {
        WhyPart::Blank => {}
        WhyPart::Current => {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.write_cut(text, &line.text, theme.title);
        }
        WhyPart::Member => {
            canvas.write_cut(text, &line.text, theme.title);
        }
        WhyPart::Sentence => {
            canvas.write_cut(text, &line.text, theme.text);
        }
        WhyPart::Fact => {
            canvas.write_cut(text, line.label, theme.dim);
            canvas.write_cut(text.inset(LABELS, 0), &line.text, theme.text);
        }
        WhyPart::Decision => {
            canvas.write_cut(text, &line.text, theme.changed);
        }
    }
}
