//! The canvas: cells, the theme's paints as terminal styles, and the few strokes every pane uses.
//! Nothing is ever drawn outside the rectangle it is meant for, and no control character reaches a
//! cell, whatever size or text there is.

use std::{borrow::Cow, num::NonZeroU16, ops::Range};

use ratatui::{
    buffer::{Buffer, CellDiffOption},
    layout::Position,
    style::{Color, Modifier, Style},
};

use super::hyperlinks::Hyperlinks;
use crate::app::{Border, Cells, Spot, Spots};
use crate::config::{Colour, Paint, Theme};
use crate::layout::{TextOrder, cells, truncate_to_cells, visual, visual_parts, wrap_line};
use crate::model::{Action, LinkId, Picture, Rgb};

/// Where everything is drawn.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    cursor: Option<Position>,
    spots: Spots,
    links: Hyperlinks,
    order: TextOrder,
    /// How things stand out.
    pub theme: &'a Theme,
}

/// Columns a cut fact keeps at least; with fewer it is left out as a whole.
const LEAST_CUT: u16 = 8;

/// The colour of cells that are covered by a sign and never drawn; no paint has it.
const COVERED: Color = Color::Indexed(16);

/// Something short that stands in a row of others with dots between.
pub struct Fact {
    /// What it says.
    pub text: String,
    /// Its paint.
    pub paint: Paint,
    /// The lightest gives way first where there is little room.
    pub weight: u8,
    /// What a click on it does.
    pub leads_to: Option<Action>,
}

impl Fact {
    /// A fact.
    pub fn new(text: impl Into<String>, paint: Paint, weight: u8) -> Self {
        Self {
            text: text.into(),
            paint,
            weight,
            leads_to: None,
        }
    }

    /// The fact with what a click on it does.
    pub fn leading_to(self, action: Action) -> Self {
        Self {
            leads_to: Some(action),
            ..self
        }
    }
}

/// A piece of text and its paint.
pub type Piece<'t> = (&'t str, Paint);

impl<'a> Canvas<'a> {
    /// A canvas on a buffer, for a terminal that does that with right-to-left text.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, order: TextOrder) -> Self {
        if theme.ground.is_some() {
            buffer.set_style(buffer.area, style(theme, Paint::default()));
        }
        Self {
            buffer,
            cursor: None,
            spots: Spots::default(),
            links: Hyperlinks::default(),
            order,
            theme,
        }
    }

    /// Where the terminal's cursor stands, what stands where, and the links among it.
    pub fn finish(self) -> (Option<Position>, Spots, Hyperlinks) {
        (self.cursor, self.spots, self.links)
    }

    /// Notes a part of a link of the article.
    pub fn link(&mut self, cells: Cells, link: LinkId, url: &str) {
        self.spot(cells, Spot::Link(link));
        self.links.add(self.inside(cells), link, url);
    }

    /// Notes what the mouse is pointed at in a rectangle.
    pub fn spot(&mut self, cells: Cells, spot: Spot) {
        let cells = self.inside(cells);
        self.spots.add(cells, spot);
    }

    /// What is drawn so far lies below what comes: a click on it takes that away.
    pub fn cover(&mut self, body: Cells) {
        self.spots = Spots::default();
        self.links.cover(body);
        self.spot(body, Spot::Action(Action::Cancel));
        self.cursor = None;
    }

    /// Puts the terminal's cursor on a cell of a rectangle.
    pub fn place_cursor(&mut self, cells: Cells, column: u16) {
        let cells = self.inside(cells);
        if cells.width > 0 && cells.height > 0 {
            let column = column.min(cells.width - 1);
            self.cursor = Some(Position::new(cells.x + column, cells.y));
        }
    }

    /// Writes at the left edge of the first row of a rectangle; gives the columns used.
    pub fn write(&mut self, cells: Cells, text: &str, paint: Paint) -> u16 {
        self.write_pieces(cells, &[(text, paint)])
    }

    /// What the terminal does with right-to-left text.
    pub fn order(&self) -> TextOrder {
        self.order
    }

    /// Writes pieces one after another in the first row of a rectangle, each in the order of the
    /// screen; what does not fit is cut.
    pub fn write_pieces(&mut self, cells: Cells, pieces: &[Piece<'_>]) -> u16 {
        let mut rest = cells.row(0);
        for (text, paint) in pieces {
            let text = visual(text, self.order);
            let used = self.write_as_is(rest, &[(&text, *paint)]);
            rest = rest.inset(used, 0);
        }
        rest.x - cells.x.min(rest.x)
    }

    /// Writes the pieces of a line that is read in a direction, at the edge where it begins.
    pub fn write_line(&mut self, cells: Cells, pieces: &[Piece<'_>], rtl: bool) {
        let parts = visual_parts(pieces, rtl, self.order);
        let pieces: Vec<Piece<'_>> = parts
            .iter()
            .map(|(text, paint)| (&**text, *paint))
            .collect();
        let at_right = rtl && self.order != TextOrder::Logical;
        let spare = cells.width.saturating_sub(pieces_width(&pieces));
        self.write_as_is(cells.inset(if at_right { spare } else { 0 }, 0), &pieces);
    }

    /// Writes pieces that are in the order of the screen.
    pub fn write_as_is(&mut self, cells: Cells, pieces: &[Piece<'_>]) -> u16 {
        let mut rest = self.inside(cells.row(0));
        for (text, paint) in pieces {
            if rest.width == 0 || rest.height == 0 {
                break;
            }
            let text = self.in_its_signs(text);
            let (x, _) = self.buffer.set_stringn(
                rest.x,
                rest.y,
                &text,
                usize::from(rest.width),
                style(self.theme, *paint),
            );
            if !text.is_ascii() {
                self.mark_covered(rest.x..x, rest.y);
            }
            rest = rest.inset(x.saturating_sub(rest.x), 0);
        }
        rest.x - cells.x.min(rest.x)
    }

    /// A text with what it is cut with in signs that the terminal has.
    fn in_its_signs<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.theme.glyphs.vertical == "|" && text.contains('…') {
            text.replace('…', "~").into()
        } else {
            text.into()
        }
    }

    /// Makes the cells that a sign of several letters covers differ from empty ones. A terminal may
    /// put its letters into cells of their own, and only cells that differ are drawn again when the
    /// sign is gone. Signs with a presentation selector are seen to by the library.
    fn mark_covered(&mut self, columns: Range<u16>, row: u16) {
        let mut column = columns.start;
        while column < columns.end {
            let symbol = self.buffer[(column, row)].symbol();
            let width = u16::try_from(cells(symbol)).unwrap_or(1).max(1);
            let of_several = symbol.chars().nth(1).is_some() && !symbol.contains('\u{fe0f}');
            for covered in (column + 1..column + width).filter(|_| of_several) {
                if let Some(cell) = self.buffer.cell_mut((covered, row)) {
                    cell.set_fg(COVERED);
                }
            }
            column += width;
        }
    }

    /// The part of a rectangle that is on the terminal, which may have shrunk a moment ago.
    fn inside(&self, cells: Cells) -> Cells {
        let area = self.buffer.area;
        Cells {
            width: cells.width.min(area.width.saturating_sub(cells.x)),
            height: cells.height.min(area.height.saturating_sub(cells.y)),
            ..cells
        }
    }

    /// Draws a picture in the middle of a rectangle; one that is larger is left out.
    pub fn picture(&mut self, cells: Cells, picture: &Picture) {
        let cells = self.inside(cells);
        if picture.width > cells.width || picture.height > cells.height || picture.width == 0 {
            return;
        }
        let left = cells.x + (cells.width - picture.width) / 2;
        let top = cells.y + (cells.height - picture.height) / 2;
        let colour = |rgb: Option<Rgb>| rgb.map_or(Color::Reset, |(r, g, b)| Color::Rgb(r, g, b));
        for (at, cell) in picture.cells.iter().enumerate() {
            let width = usize::from(picture.width);
            let (Ok(x), Ok(y)) = (u16::try_from(at % width), u16::try_from(at / width)) else {
                return;
            };
            let Some(place) = self.buffer.cell_mut((left + x, top + y)) else {
                continue;
            };
            if cell.covered {
                place.set_diff_option(CellDiffOption::Skip);
                continue;
            }
            place.set_symbol(&cell.symbol);
            place.set_fg(colour(cell.upper)).set_bg(colour(cell.lower));
            if let Some(columns) = NonZeroU16::new(cell.columns) {
                place.set_diff_option(CellDiffOption::ForcedWidth(columns));
            }
        }
    }

    /// Writes a text that is cut with an ellipsis where it does not fit.
    pub fn write_cut(&mut self, cells: Cells, text: &str, paint: Paint) -> u16 {
        let text = truncate_to_cells(text, usize::from(cells.width));
        self.write(cells, &text, paint)
    }

    /// Writes at the right edge of the first row; gives the columns used.
    pub fn write_right(&mut self, cells: Cells, pieces: &[Piece<'_>]) -> u16 {
        let width = pieces_width(pieces).min(cells.width);
        self.write_pieces(cells.inset(cells.width - width, 0), pieces)
    }

    /// Writes as many facts as there is room for; the last one left is cut.
    pub fn write_facts(&mut self, cells: Cells, mut facts: Vec<Fact>) {
        let between = self.between();
        let room = self.fit_facts(cells.width, &mut facts);
        if facts.len() == 1 && room > cells.width {
            self.write_cut(cells, &facts[0].text, facts[0].paint);
        } else {
            self.spot_facts(cells, &facts, &between);
            self.write_pieces(cells, &fact_pieces(&facts, &between, self.theme.dim));
        }
    }

    /// Writes facts at the right edge, in no more than `room` columns; gives the columns used.
    pub fn write_facts_right(&mut self, cells: Cells, room: u16, mut facts: Vec<Fact>) -> u16 {
        let between = self.between();
        if self.fit_facts(room, &mut facts) > room {
            return 0;
        }
        let pieces = fact_pieces(&facts, &between, self.theme.dim);
        let width = pieces_width(&pieces).min(cells.width);
        self.spot_facts(cells.inset(cells.width - width, 0), &facts, &between);
        self.write_right(cells, &pieces)
    }

    /// Notes which facts of a row can be clicked on.
    fn spot_facts(&mut self, cells: Cells, facts: &[Fact], between: &str) {
        let mut rest = cells.row(0);
        for fact in facts {
            let width = pieces_width(&[(&fact.text, fact.paint)]).min(rest.width);
            if let Some(action) = fact.leads_to {
                let here = Cells { width, ..rest };
                self.spot(here, Spot::Action(action));
            }
            rest = rest.inset(width + pieces_width(&[(between, fact.paint)]), 0);
        }
    }

    fn between(&self) -> String {
        format!(" {} ", self.theme.glyphs.dot)
    }

    /// Leaves out the lightest facts until the others have room, and cuts the first of the last
    /// two; gives the columns they take.
    fn fit_facts(&self, room: u16, facts: &mut Vec<Fact>) -> u16 {
        let between = self.between();
        loop {
            let width = pieces_width(&fact_pieces(facts, &between, self.theme.dim));
            if width <= room || facts.len() < 2 {
                return width;
            }
            let spare =
                room.saturating_sub(width - pieces_width(&[(&facts[0].text, facts[0].paint)]));
            if facts.len() == 2 && spare >= LEAST_CUT {
                facts[0].text = truncate_to_cells(&facts[0].text, usize::from(spare));
                return room;
            }
            let lightest = (0..facts.len()).min_by_key(|at| facts[*at].weight);
            facts.remove(lightest.unwrap_or_default());
        }
    }

    /// Writes in the middle of the first row.
    pub fn write_centred(&mut self, cells: Cells, pieces: &[Piece<'_>]) {
        let spare = cells.width.saturating_sub(pieces_width(pieces));
        self.write_pieces(cells.inset(spare / 2, 0), pieces);
    }

    /// Writes lines in the upper third of a rectangle, for a pane that has nothing else to show.
    pub fn write_message(&mut self, cells: Cells, lines: &[&[Piece<'_>]]) {
        let cells = cells.inset(1, 1);
        let width = usize::from(cells.width).max(1);
        // A sentence that is too long goes on in the next line.
        let mut rows: Vec<Vec<(String, Paint)>> = Vec::new();
        for line in lines {
            match line {
                [(text, paint)] if !text.is_empty() => {
                    let parts = wrap_line(text, width).into_iter();
                    rows.extend(parts.map(|part| vec![(part, *paint)]));
                }
                pieces => {
                    let owned = pieces
                        .iter()
                        .map(|(text, paint)| ((*text).to_owned(), *paint));
                    rows.push(owned.collect());
                }
            }
        }
        let taken = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let free = cells.height.saturating_sub(taken);
        for (row, line) in (free / 3..).zip(&rows) {
            let pieces: Vec<Piece<'_>> = line
                .iter()
                .map(|(text, paint)| (text.as_str(), *paint))
                .collect();
            self.write_centred(cells.row(row), &pieces);
        }
    }

    /// A horizontal line over the first row.
    pub fn rule(&mut self, cells: Cells) {
        let sign = self.theme.glyphs.horizontal;
        let line = sign.repeat(usize::from(cells.width));
        self.write(cells, &line, self.theme.dim);
    }

    /// A vertical line between two panes.
    pub fn divider(&mut self, column: u16, body: Cells, border: Border) {
        let cells = Cells {
            x: column,
            width: 1,
            ..body
        };
        self.spot(cells, Spot::Border(border));
        for row in 0..body.height {
            self.write(cells.row(row), self.theme.glyphs.vertical, self.theme.dim);
        }
    }

    /// Empties a rectangle.
    pub fn clear(&mut self, cells: Cells) {
        let blank = " ".repeat(usize::from(cells.width));
        for row in 0..cells.height {
            self.write(cells.row(row), &blank, Paint::default());
        }
        self.links.cover(self.inside(cells));
    }

    /// Empties a rectangle and draws a frame around it; gives the inside.
    pub fn frame(&mut self, cells: Cells) -> Cells {
        self.clear(cells);
        self.spot(cells, Spot::Popup);
        let shown = self.inside(cells);
        let area = ratatui::layout::Rect::new(shown.x, shown.y, shown.width, shown.height);
        let set = if self.theme.glyphs.vertical == "|" {
            ASCII_FRAME
        } else {
            ratatui::symbols::border::ROUNDED
        };
        let block = ratatui::widgets::Block::bordered()
            .border_set(set)
            .border_style(style(self.theme, self.theme.dim));
        ratatui::widgets::Widget::render(block, area, self.buffer);
        cells.below(1).above_last(1).inset(2, 2)
    }

    /// The header of a pane: its name, bright while keys go there, and figures at the right.
    /// Gives the cells of the name.
    pub fn header(
        &mut self,
        pane: Cells,
        name: &str,
        focused: bool,
        figures: &[Piece<'_>],
    ) -> Cells {
        let paint = if focused {
            self.theme.accent
        } else {
            self.theme.dim
        };
        let line = pane.row(0).inset(1, 1);
        let used = self.write_cut(line, name, paint);
        let rest = line.inset(used + 2, 0);
        if pieces_width(figures) <= rest.width {
            self.write_right(rest, figures);
        }
        Cells {
            width: used,
            ..line
        }
    }
}

const ASCII_FRAME: ratatui::symbols::border::Set<'static> = ratatui::symbols::border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

fn fact_pieces<'t>(facts: &'t [Fact], between: &'t str, dim: Paint) -> Vec<Piece<'t>> {
    let mut pieces: Vec<Piece<'t>> = Vec::new();
    for fact in facts {
        if !pieces.is_empty() {
            pieces.push((between, dim));
        }
        pieces.push((&fact.text, fact.paint));
    }
    pieces
}

/// Columns that pieces take.
pub fn pieces_width(pieces: &[Piece<'_>]) -> u16 {
    let width: usize = pieces.iter().map(|(text, _)| cells(text)).sum();
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// A paint as the terminal library knows it, on the ground of its theme.
fn style(theme: &Theme, paint: Paint) -> Style {
    let ground = theme.ground;
    let letters = paint.colour.or(ground.map(|ground| ground.letters));
    let mut style = Style::reset();
    if let Some(colour) = letters {
        style = style.fg(colour_of(colour));
    }
    if let Some(ground) = ground {
        style = style.bg(colour_of(ground.background));
    }
    let modifiers = [
        (paint.bold, Modifier::BOLD),
        (paint.dim, Modifier::DIM),
        (paint.italic, Modifier::ITALIC),
        (paint.underline, Modifier::UNDERLINED),
        (paint.reverse, Modifier::REVERSED),
    ];
    modifiers
        .into_iter()
        .filter(|(wanted, _)| *wanted)
        .fold(style, |style, (_, modifier)| style.add_modifier(modifier))
}

fn colour_of(colour: Colour) -> Color {
    match colour {
        Colour::Red => Color::Red,
        Colour::Green => Color::Green,
        Colour::Yellow => Color::Yellow,
        Colour::Blue => Color::Blue,
        Colour::Magenta => Color::Magenta,
        Colour::Cyan => Color::Cyan,
        Colour::BrightRed => Color::LightRed,
        Colour::BrightGreen => Color::LightGreen,
        Colour::BrightYellow => Color::LightYellow,
        Colour::BrightCyan => Color::LightCyan,
        Colour::Indexed(index) => Color::Indexed(index),
        Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}
