//! A terminal's screen as a picture: text in SVG, in the colours of a calm dark terminal.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// Pixels of a cell, and from its top to the line that letters stand on.
const CELL: (usize, usize) = (8, 17);
const BASE: usize = 13;
/// Pixels around the screen.
const MARGIN: usize = 12;

const BACKGROUND: &str = "#1c2129";
const FOREGROUND: &str = "#c8d0d9";

/// The sixteen colours of the terminal.
const PALETTE: [&str; 16] = [
    "#2b313b", "#d9807a", "#93b978", "#d6b47a", "#7fa6d8", "#b690c9", "#74b3b0", "#c8d0d9",
    "#7a8594", "#e59a94", "#a9cd8f", "#e6c990", "#98bbe8", "#caa9db", "#8fcac7", "#eef2f6",
];

/// How a run of cells looks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    text: String,
    background: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let mut text = colour(cell.fgcolor()).unwrap_or_else(|| FOREGROUND.to_owned());
        let mut background = colour(cell.bgcolor());
        if cell.inverse() {
            let behind = background.unwrap_or_else(|| BACKGROUND.to_owned());
            background = Some(std::mem::replace(&mut text, behind));
        }
        Self {
            text,
            background,
            bold: cell.bold(),
            dim: cell.dim(),
            italic: cell.italic(),
            underlined: cell.underline(),
        }
    }

    fn attributes(&self) -> String {
        let mut written = String::new();
        if self.text != FOREGROUND {
            write!(written, " fill=\"{}\"", self.text).expect("a string");
        }
        for (is, attribute) in [
            (self.bold, " font-weight=\"bold\""),
            (self.dim, " opacity=\".65\""),
            (self.italic, " font-style=\"italic\""),
            (self.underlined, " text-decoration=\"underline\""),
        ] {
            if is {
                written.push_str(attribute);
            }
        }
        written
    }
}

fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Default => None,
        Color::Idx(index @ 0..16) => Some(PALETTE[usize::from(index)].to_owned()),
        Color::Idx(index @ 16..232) => {
            let step = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let index = index - 16;
            Some(hex(step(index / 36), step(index / 6 % 6), step(index % 6)))
        }
        Color::Idx(index) => {
            let grey = 8 + 10 * (index - 232);
            Some(hex(grey, grey, grey))
        }
        Color::Rgb(red, green, blue) => Some(hex(red, green, blue)),
    }
}

fn hex(red: u8, green: u8, blue: u8) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Cells that look alike, beside each other.
struct Run {
    column: usize,
    cells: usize,
    text: String,
    look: Look,
}

fn runs(screen: &Screen, row: u16, columns: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column) else {
            continue;
        };
        if cell.is_wide_continuation() {
            continue;
        }
        let cells = if cell.is_wide() { 2 } else { 1 };
        let text = match cell.contents() {
            "" => " ",
            text => text,
        };
        let look = Look::of(cell);
        match runs.last_mut().filter(|run| run.look == look) {
            Some(run) => {
                run.cells += cells;
                run.text.push_str(text);
            }
            None => runs.push(Run {
                column: column.into(),
                cells,
                text: text.to_owned(),
                look,
            }),
        }
    }
    runs
}

/// The screen as a picture with a title for those who do not see it.
pub fn svg(screen: &Screen, title: &str) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let width = usize::from(columns) * CELL.0 + 2 * MARGIN;
    let height = usize::from(rows) * CELL.1 + 2 * MARGIN;
    let title = escaped(title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n\
         <g font-family=\"monospace\" font-size=\"13\" fill=\"{FOREGROUND}\" \
         xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        let top = MARGIN + usize::from(row) * CELL.1;
        for run in runs(screen, row, columns) {
            draw(&mut out, &run, top);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn draw(out: &mut String, run: &Run, top: usize) {
    let left = MARGIN + run.column * CELL.0;
    if let Some(background) = &run.look.background {
        let (width, height) = (run.cells * CELL.0, CELL.1);
        writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" \
             fill=\"{background}\"/>"
        )
        .expect("a string");
    }
    // Blanks at the ends are not drawn, unless they are underlined.
    let text = run.text.trim_end();
    let text = if run.look.underlined { &run.text } else { text };
    let begin = text.trim_start();
    if begin.is_empty() {
        return;
    }
    let before = text.len() - begin.len();
    let trailing = run.text.len() - text.len();
    // Whatever the font, the columns stand under each other.
    let cells = run.cells - before - trailing;
    writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{}>{}</text>",
        left + before * CELL.0,
        top + BASE,
        cells * CELL.0,
        run.look.attributes(),
        escaped(begin)
    )
    .expect("a string");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;

    fn shown(bytes: &str) -> String {
        let size = |number: u16| NonZero::new(number).expect("some");
        let mut parser = vt100::Parser::new(size(2), size(20), 0);
        parser.process(bytes.as_bytes());
        svg(parser.screen(), "A <test>")
    }

    #[test]
    fn text_stands_in_its_cells() {
        let picture = shown("  a<b \x1b[1;34mbold\x1b[0m\r\n港x");
        assert!(picture.contains("viewBox=\"0 0 184 58\""), "{picture}");
        assert!(picture.contains("<title>A &lt;test&gt;</title>"));
        let first = "<text x=\"28\" y=\"25\" textLength=\"24\" \
                     lengthAdjust=\"spacingAndGlyphs\">a&lt;b</text>";
        assert!(picture.contains(first), "{picture}");
        assert!(
            picture.contains("fill=\"#7fa6d8\" font-weight=\"bold\">bold<"),
            "{picture}"
        );
        assert!(
            picture.contains("<text x=\"12\" y=\"42\" textLength=\"24\""),
            "{picture}"
        );
    }

    #[test]
    fn reversed_cells_have_their_colours_exchanged() {
        let picture = shown("\x1b[7mon\x1b[0m off");
        let behind = "<rect x=\"12\" y=\"12\" width=\"16\" height=\"17\" fill=\"#c8d0d9\"/>";
        assert!(picture.contains(behind), "{picture}");
        assert!(picture.contains("fill=\"#1c2129\">on<"), "{picture}");
        assert_eq!(picture.matches("<rect").count(), 2);
    }
}
