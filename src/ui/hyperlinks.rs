//! Links that the terminal itself opens: OSC 8 around the text of each (the convention of
//! terminal emulators, "Hyperlinks in Terminal Emulators"). Their sequences stand in the cells of
//! a frame, as those of pictures do, so that a text whose link has changed is drawn again.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};

use crate::app::Cells;
use crate::model::LinkId;

/// Terminals take no longer addresses.
const LONGEST: usize = 2083;

/// The links of a frame, and where they stand.
#[derive(Debug, Default)]
pub struct Hyperlinks {
    parts: Vec<(Cells, LinkId, String)>,
}

impl Hyperlinks {
    /// Adds a part of a row; what is no web address in plain signs is left out.
    pub fn add(&mut self, cells: Cells, link: LinkId, url: &str) {
        if is_plain_web_address(url) {
            self.parts.push((cells, link, url.to_owned()));
        }
    }

    /// Forgets the links that are covered, if only in part.
    pub fn cover(&mut self, area: Cells) {
        let apart = |cells: &Cells| {
            cells.x + cells.width <= area.x
                || area.x + area.width <= cells.x
                || cells.y + cells.height <= area.y
                || area.y + area.height <= cells.y
        };
        self.parts.retain(|(cells, ..)| apart(cells));
    }

    /// Puts the sequences into the cells.
    pub fn write(&self, buffer: &mut Buffer) {
        for (cells, link, url) in &self.parts {
            let mut column = cells.x;
            let end = cells.x + cells.width;
            while column < end {
                column = write_run(buffer, column..end, cells.y, *link, url);
            }
        }
    }
}

/// Puts the cells of one style into the first of them; gives the column after them.
fn write_run(
    buffer: &mut Buffer,
    columns: std::ops::Range<u16>,
    row: u16,
    link: LinkId,
    url: &str,
) -> u16 {
    let Some(first) = buffer.cell((columns.start, row)).cloned() else {
        return columns.end;
    };
    let mut text = String::new();
    let mut column = columns.start;
    while column < columns.end {
        let Some(cell) = buffer.cell((column, row)) else {
            break;
        };
        if !looks_like(cell, &first) || cell.diff_option != CellDiffOption::None {
            break;
        }
        text.push_str(cell.symbol());
        column += cell.cell_width().max(1);
    }
    let width = column.saturating_sub(columns.start);
    match (
        buffer.cell_mut((columns.start, row)),
        NonZeroU16::new(width),
    ) {
        (Some(cell), Some(width)) => {
            let id = link.0;
            cell.set_symbol(&format!("\x1b]8;id={id};{url}\x1b\\{text}\x1b]8;;\x1b\\"));
            cell.set_diff_option(CellDiffOption::ForcedWidth(width));
            column
        }
        _ => columns.start + 1,
    }
}

fn looks_like(cell: &Cell, other: &Cell) -> bool {
    cell.fg == other.fg && cell.bg == other.bg && cell.modifier == other.modifier
}

fn is_plain_web_address(url: &str) -> bool {
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    is_web && url.len() <= LONGEST && url.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Theme, ui::article_tests::reading};
    use ratatui::{Terminal, backend::TestBackend, layout::Rect, style::Style};

    const LINK: LinkId = LinkId(3);

    fn row(text: &str, part: (u16, u16), url: &str) -> Buffer {
        let mut buffer = Buffer::with_lines([text]);
        let mut links = Hyperlinks::default();
        let cells = Cells {
            x: part.0,
            y: 0,
            width: part.1,
            height: 1,
        };
        links.add(cells, LINK, url);
        links.write(&mut buffer);
        buffer
    }

    fn drawn(buffer: &Buffer) -> String {
        let empty = Buffer::empty(buffer.area);
        let cells = empty.diff(buffer).into_iter();
        cells.map(|(_, _, cell)| cell.symbol().to_owned()).collect()
    }

    #[test]
    fn a_link_stands_around_its_text() {
        let buffer = row("see the 報告 now", (4, 8), "https://harbor.example/a");
        assert_eq!(
            drawn(&buffer),
            "see\u{1b}]8;id=3;https://harbor.example/a\u{1b}\\the 報告\u{1b}]8;;\u{1b}\\now"
        );
    }

    #[test]
    fn each_style_has_its_own_part() {
        let mut buffer = Buffer::with_lines(["one two"]);
        buffer.set_style(Rect::new(4, 0, 3, 1), Style::new().reversed());
        let mut links = Hyperlinks::default();
        let cells = Cells {
            x: 0,
            y: 0,
            width: 7,
            height: 1,
        };
        links.add(cells, LINK, "https://a.example/");
        links.write(&mut buffer);
        assert_eq!(drawn(&buffer).matches("]8;id=3;").count(), 2);
    }

    #[test]
    fn only_plain_web_addresses_are_written() {
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://a.example/\u{1b}]0;x",
            "https://a.example/\u{7}",
            "https://a.example/ü",
            "https://a.example/a b",
        ] {
            assert_eq!(drawn(&row("text", (0, 4), url)), "text", "{url:?}");
        }
        let long = format!("https://a.example/{}", "a".repeat(LONGEST));
        assert_eq!(drawn(&row("text", (0, 4), &long)), "text");
    }

    #[test]
    fn links_of_the_page_are_marked_where_the_terminal_knows_them_and_nothing_covers_them() {
        let marked = |keys: &str, known: bool| {
            let mut screen = reading(120, 30);
            screen.state.hyperlinks = known;
            screen.press(keys);
            let mut terminal = Terminal::new(TestBackend::new(120, 30)).expect("a test terminal");
            let theme = Theme::default();
            let frame = terminal.draw(|frame| drop(crate::ui::draw(frame, &screen.state, &theme)));
            let text = drawn(frame.expect("drawn").buffer);
            text.contains(";https://www.port.example/plan/\u{1b}\\")
        };
        assert!(marked("K", true));
        assert!(!marked("K", false));
        assert!(!marked("gl", true));
    }

    #[test]
    fn a_link_that_changes_is_drawn_again() {
        let before = row("text", (0, 4), "https://a.example/");
        let after = row("text", (0, 4), "https://b.example/");
        assert_eq!(before.diff(&after).len(), 1);
        assert!(before.diff(&before.clone()).is_empty());
    }
}
