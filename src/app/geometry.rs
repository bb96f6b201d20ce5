//! Where things stand on a screen of a given size. Three panes at 110 columns or more; two of
//! three neighbours at 70 to 109, the ones around the focus; one below 70; below 40×8 one pane
//! without its frame, a row a line.

use serde::{Deserialize, Serialize};

use crate::app::{Border, Pane};

/// A rectangle in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cells {
    /// Column of the left edge.
    pub x: u16,
    /// Row of the upper edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Cells {
    /// The rectangle without its first `rows` rows.
    pub fn below(self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        Self {
            y: self.y + rows,
            height: self.height - rows,
            ..self
        }
    }

    /// The rectangle without its last `rows` rows.
    pub fn above_last(self, rows: u16) -> Self {
        Self {
            height: self.height.saturating_sub(rows),
            ..self
        }
    }

    /// One row of the rectangle, empty if it has no such row.
    pub fn row(self, row: u16) -> Self {
        Self {
            y: self.y + row.min(self.height),
            height: u16::from(row < self.height),
            ..self
        }
    }

    /// The rectangle without columns at the left and at the right.
    pub fn inset(self, left: u16, right: u16) -> Self {
        let left = left.min(self.width);
        Self {
            x: self.x + left,
            width: (self.width - left).saturating_sub(right),
            ..self
        }
    }
}

/// How wide the reader wants the panes beside the article, in columns; `None` is as wide as is good
/// for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PaneWidths {
    /// The list; with two panes whatever stands beside the article.
    pub stories: Option<u16>,
    /// The sources.
    pub sources: Option<u16>,
}

/// The panes of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Geometry {
    /// The list, if it is on the screen.
    pub stories: Option<Cells>,
    /// The article, if it is on the screen.
    pub reader: Option<Cells>,
    /// The sources, if they are on the screen.
    pub sources: Option<Cells>,
    /// Everything above the status line.
    pub body: Cells,
    /// The last row, unless the screen is too low for it.
    pub status: Option<Cells>,
    /// Too small for frames and headers: a row is a line.
    pub tiny: bool,
}

/// Columns from which three panes stand side by side.
const THREE: u16 = 110;
/// Columns from which two panes stand side by side.
const TWO: u16 = 70;
/// Columns that an article keeps, whatever is wanted of the others.
const LEAST_READER: u16 = 36;
/// Columns of a list or of sources at least.
const LEAST_PANE: u16 = 20;

impl Geometry {
    /// The panes for a size; a zoomed pane is alone.
    pub fn new(size: (u16, u16), focus: Pane, zoomed: bool) -> Self {
        Self::with_widths(size, focus, zoomed, PaneWidths::default())
    }

    /// The same with panes as wide as the reader wants them, as far as there is room.
    pub fn with_widths(size: (u16, u16), focus: Pane, zoomed: bool, widths: PaneWidths) -> Self {
        let (width, height) = size;
        let tiny = width < 40 || height < 8;
        let status_rows = u16::from(height > 1);
        let screen = Cells {
            x: 0,
            y: 0,
            width,
            height,
        };
        let body = screen.above_last(status_rows);
        let mut geometry = Self {
            body,
            status: (status_rows > 0).then(|| screen.row(height - 1)),
            tiny,
            ..Self::default()
        };
        if zoomed || width < TWO || tiny {
            *geometry.pane_mut(focus) = Some(body);
        } else if width < THREE {
            geometry.split_in_two(focus, widths);
        } else {
            geometry.split_in_three(widths);
        }
        geometry
    }

    /// The lines between panes and their columns.
    pub fn dividers(&self) -> impl Iterator<Item = (Border, u16)> {
        let stories = self.reader.map(|pane| (Border::Stories, pane));
        let sources = self.sources.map(|pane| (Border::Sources, pane));
        [stories, sources]
            .into_iter()
            .flatten()
            .filter(|(_, pane)| pane.x > 0)
            .map(|(border, pane)| (border, pane.x - 1))
    }

    /// Where a pane stands, if it is on the screen.
    pub fn pane(&self, pane: Pane) -> Option<Cells> {
        match pane {
            Pane::Stories => self.stories,
            Pane::Reader => self.reader,
            Pane::Sources => self.sources,
        }
    }

    fn pane_mut(&mut self, pane: Pane) -> &mut Option<Cells> {
        match pane {
            Pane::Stories => &mut self.stories,
            Pane::Reader => &mut self.reader,
            Pane::Sources => &mut self.sources,
        }
    }

    /// The narrow pane is as wide on either side, so that the text keeps its lines.
    fn split_in_two(&mut self, focus: Pane, widths: PaneWidths) {
        let width = self.body.width;
        let most = width - 1 - LEAST_READER;
        let narrow = widths.stories.map_or_else(
            || (width * 2 / 5).clamp(28, 44),
            |wanted| wanted.clamp(LEAST_PANE, most),
        );
        if focus == Pane::Sources {
            self.reader = Some(self.body.inset(0, narrow + 1));
            self.sources = Some(self.body.inset(width - narrow, 0));
        } else {
            self.stories = Some(self.body.inset(0, width - narrow));
            self.reader = Some(self.body.inset(narrow + 1, 0));
        }
    }

    fn split_in_three(&mut self, widths: PaneWidths) {
        let width = self.body.width;
        let room = width - 2 - LEAST_READER;
        let left = widths.stories.map_or_else(
            || (width * 3 / 10).clamp(32, 60),
            |wanted| wanted.clamp(LEAST_PANE, room - LEAST_PANE),
        );
        let right = widths.sources.map_or_else(
            || (width * 11 / 50).clamp(26, 44),
            |wanted| wanted.max(LEAST_PANE),
        );
        let right = right.min(room - left);
        self.stories = Some(self.body.inset(0, width - left));
        self.reader = Some(self.body.inset(left + 1, right + 1));
        self.sources = Some(self.body.inset(width - right, 0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: [Option<u16>; 5] = [None, Some(0), Some(30), Some(90), Some(u16::MAX)];

    #[test]
    fn wanted_widths_leave_room_for_the_article() {
        for width in 70..=240 {
            for (stories, sources) in WIDTHS.iter().flat_map(|s| WIDTHS.map(|r| (*s, r))) {
                for focus in [Pane::Stories, Pane::Sources] {
                    let widths = PaneWidths { stories, sources };
                    let geometry = Geometry::with_widths((width, 30), focus, false, widths);
                    let reader = geometry.reader.expect("a reader");
                    assert!(reader.width >= LEAST_READER, "{width}: {widths:?}");
                    let panes = [geometry.stories, geometry.sources];
                    for pane in panes.into_iter().flatten() {
                        assert!(pane.width >= LEAST_PANE.min(26), "{width}: {widths:?}");
                        assert!(pane.x + pane.width <= width);
                    }
                }
            }
        }
    }

    fn panes(width: u16, height: u16, focus: Pane) -> Vec<Pane> {
        let geometry = Geometry::new((width, height), focus, false);
        [
            (Pane::Stories, geometry.stories),
            (Pane::Reader, geometry.reader),
            (Pane::Sources, geometry.sources),
        ]
        .into_iter()
        .filter_map(|(pane, cells)| cells.map(|_| pane))
        .collect()
    }

    #[test]
    fn the_width_decides_how_many_panes_there_are() {
        assert_eq!(panes(110, 30, Pane::Stories).len(), 3);
        assert_eq!(panes(109, 30, Pane::Stories), [Pane::Stories, Pane::Reader]);
        assert_eq!(panes(70, 30, Pane::Sources), [Pane::Reader, Pane::Sources]);
        assert_eq!(panes(69, 30, Pane::Reader), [Pane::Reader]);
        assert_eq!(panes(200, 7, Pane::Reader), [Pane::Reader]);
    }

    #[test]
    fn panes_never_overlap_or_leave_the_screen() {
        for width in 0..=240 {
            for height in 0..12 {
                for focus in [Pane::Stories, Pane::Reader, Pane::Sources] {
                    let geometry = Geometry::new((width, height), focus, false);
                    let mut end = 0;
                    for pane in [geometry.stories, geometry.reader, geometry.sources] {
                        let Some(pane) = pane else { continue };
                        assert!(pane.x >= end, "{width}x{height}");
                        end = pane.x + pane.width;
                        assert!(end <= width && pane.y + pane.height <= height);
                    }
                }
            }
        }
    }
}
