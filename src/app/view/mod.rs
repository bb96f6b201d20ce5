//! The view model: what of the state is on the screen, line by line, so that `update` can keep the
//! cursor in sight and `ui` need decide nothing.

mod list;
mod popup;
mod reader;

pub use list::{
    ListEntry, hit_lines, keep_cursor_visible, keep_hit_visible, list_window, rows_per_page,
};
pub use popup::{Popup, picture_cells, popup};
pub use reader::{ReaderFrame, reader_frame};
