//! A page that no feed has brought, over the whole screen.

use super::{paint::Canvas, reader_text};
use crate::app::{State, WebPage};
use crate::layout::is_mostly_rtl;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, page: &WebPage) {
    let (head, text) = state.page_cells();
    let theme = canvas.theme;
    match &page.text {
        None => {
            let loading = format!("Fetching {} …", page.url);
            canvas.write_message(text, &[&[(&loading, theme.dim)]]);
        }
        Some(Err(notice)) => {
            let hint = notice.hint.clone().unwrap_or_default();
            let lines: [&[_]; 3] = [
                &[(page.url.as_str(), theme.dim)],
                &[(notice.text.as_str(), theme.error)],
                &[(hint.as_str(), theme.text)],
            ];
            canvas.write_message(text, &lines);
        }
        Some(Ok(read)) => {
            let title = read.shown.text.title.as_str();
            let rtl = is_mostly_rtl([title]);
            let title = crate::layout::truncate_to_cells(title, usize::from(head.width));
            canvas.write_line(head.row(0), &[(&title, theme.accent)], rtl);
            canvas.write_cut(head.row(1), &read.byline, theme.dim);
            canvas.rule(head.row(2));
            reader_text::draw(canvas, text, None, state, &read.shown);
        }
    }
    canvas.place_cursor(text.row(0), 0);
}
