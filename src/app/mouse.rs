//! What the mouse does, and what it can be pointed at. Drawing notes what stands where, so that a
//! message of the mouse says what it is about.

use crate::app::{Cells, Pane};
use crate::model::{Action, LinkId};

/// Something on the screen that the mouse can be pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A pane, where nothing else of it is.
    Pane(Pane),
    /// A row of the list, or of what a search found.
    Story(usize),
    /// A row of the sources, as their cursor counts them.
    Source(usize),
    /// A link of the article.
    Link(LinkId),
    /// The line between two panes.
    Border(Border),
    /// Something that does an action.
    Action(Action),
    /// A macro, by its index.
    Macro(usize),
    /// A row of what fills the screen or lies over the panes.
    Item(usize),
    /// A name that completes the line, by its index.
    Completion(usize),
    /// A popup, where nothing else of it is.
    Popup,
}

/// A line between two panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// At the right of the stories.
    Stories,
    /// At the left of the sources.
    Sources,
}

/// What a mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The left button was pressed.
    Click,
    /// The middle button was pressed.
    MiddleClick,
    /// The right button was pressed.
    RightClick,
    /// The mouse was moved with the left button down.
    Drag,
    /// A button was let go.
    Release,
    /// The wheel was turned away from the hand.
    WheelUp,
    /// The wheel was turned towards the hand.
    WheelDown,
}

/// A message of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub gesture: Gesture,
    /// The column it is in.
    pub column: u16,
    /// What it points at.
    pub spot: Option<Spot>,
    /// The pane it is over, whatever of it that is.
    pub pane: Option<Pane>,
}

/// What stands where on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spots {
    spots: Vec<(Cells, Spot)>,
}

impl Spots {
    /// Notes a thing; it hides what stands there already.
    pub fn add(&mut self, cells: Cells, spot: Spot) {
        if cells.width > 0 && cells.height > 0 {
            self.spots.push((cells, spot));
        }
    }

    /// What stands in a cell.
    pub fn at(&self, column: u16, row: u16) -> Option<Spot> {
        let here = self.here(column, row).next();
        here.filter(|spot| *spot != Spot::Popup)
    }

    /// The message of a gesture in a cell.
    pub fn mouse(&self, gesture: Gesture, column: u16, row: u16) -> Mouse {
        let pane = self.here(column, row).find_map(|spot| match spot {
            Spot::Pane(pane) => Some(Some(pane)),
            Spot::Popup => Some(None),
            _ => None,
        });
        Mouse {
            gesture,
            column,
            spot: self.at(column, row),
            pane: pane.flatten(),
        }
    }

    fn here(&self, column: u16, row: u16) -> impl Iterator<Item = Spot> {
        let here = self.spots.iter().rev().filter(move |(cells, _)| {
            (cells.x..cells.x + cells.width).contains(&column)
                && (cells.y..cells.y + cells.height).contains(&row)
        });
        here.map(|(_, spot)| *spot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_last_is_what_is_hit() {
        let cells = |x, width| Cells {
            x,
            y: 0,
            width,
            height: 5,
        };
        let mut spots = Spots::default();
        spots.add(cells(0, 20), Spot::Pane(Pane::Stories));
        spots.add(cells(2, 10), Spot::Story(3));
        let mouse = spots.mouse(Gesture::Click, 4, 1);
        assert_eq!(mouse.spot, Some(Spot::Story(3)));
        assert_eq!(mouse.pane, Some(Pane::Stories));
        assert_eq!(spots.at(15, 1), Some(Spot::Pane(Pane::Stories)));
        assert_eq!(spots.at(4, 5), None);
        spots.add(cells(0, 8), Spot::Popup);
        let mouse = spots.mouse(Gesture::WheelUp, 4, 1);
        assert_eq!((mouse.spot, mouse.pane), (None, None));
    }
}
