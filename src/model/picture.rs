//! A picture as a terminal shows it: made by whoever knows the terminal, drawn by who does not.

/// Red, green and blue.
pub type Rgb = (u8, u8, u8);

/// A picture as cells of a terminal, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// `width` × `height` cells.
    pub cells: Vec<PictureCell>,
}

/// A cell of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PictureCell {
    /// What is written there: a half block, or for terminals that draw pixels the sequence that makes
    /// them do it. It is made from pixels alone, never from text of outside.
    pub symbol: String,
    /// Colour of the upper half.
    pub upper: Option<Rgb>,
    /// Colour of the lower half.
    pub lower: Option<Rgb>,
    /// Columns that writing it moves the cursor by, where its letters do not tell; else 0.
    pub columns: u16,
    /// Nothing is written there: pixels lie over it.
    pub covered: bool,
}

/// How a terminal shows pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Graphics {
    /// Two pixels a cell, everywhere.
    #[default]
    HalfBlocks,
    /// The protocol of kitty.
    Kitty,
    /// The protocol of iTerm2.
    Iterm2,
    /// Sixels.
    Sixel,
}
