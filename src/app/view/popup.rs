//! Where a popup stands over the panes.

use crate::app::Cells;

/// The widest a popup may be.
const WIDEST: u16 = 100;
/// Columns from which the panes stay in sight at both sides.
const ROOMY: u16 = 70;

/// Rows of a caption, and the one between it and its picture.
const CAPTION: u16 = 3;

/// The parts of a popup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Popup {
    /// All of it, its frame included.
    pub area: Cells,
    /// Its title.
    pub title: Cells,
    /// What it shows.
    pub rows: Cells,
}

/// Lays a popup of so many lines out over the panes. Its width does not depend on its lines.
pub fn popup(body: Cells, lines: usize) -> Popup {
    let margin = if body.width >= ROOMY { 4 } else { 0 };
    let width = body.width.saturating_sub(margin).min(WIDEST);
    let lines = u16::try_from(lines).unwrap_or(u16::MAX);
    // The frame, and the title with a blank line below it.
    let height = lines.saturating_add(4).min(body.height);
    let area = Cells {
        x: body.x + (body.width - width) / 2,
        y: body.y + (body.height - height) / 2,
        width,
        height,
    };
    let inner = area.below(1).above_last(1).inset(2, 2);
    Popup {
        area,
        title: inner.row(0),
        rows: inner.below(if inner.height > 2 { 2 } else { 1 }),
    }
}

/// Where a picture stands in its popup, above the lines of its caption.
pub fn picture_cells(body: Cells) -> Cells {
    let rows = popup(body, usize::MAX).rows;
    rows.above_last(CAPTION.min(rows.height.saturating_sub(1)))
}
