//! What the next start finds again: view, selection, focus and how far each article was read.

use serde::{Deserialize, Serialize};

use crate::app::{NewMarks, PaneWidths};
use crate::model::{Sort, View};

/// A pane of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The list of stories, or of what a search found.
    #[default]
    Stories,
    /// The article.
    Reader,
    /// The sources of the story.
    Sources,
}

/// What the next start finds again. Unknown fields are ignored and missing ones are defaults, so
/// that an older or newer program can read it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Which stories were listed.
    pub view: View,
    /// In which order.
    pub sort: Sort,
    /// That order from its end.
    pub reversed: bool,
    /// Articles one by one instead of stories.
    pub flat: bool,
    /// The query that narrowed them.
    pub filter: Option<String>,
    /// Read stories were hidden.
    pub hide_read: bool,
    /// Where the keys went.
    pub focus: Pane,
    /// The focused pane was alone.
    pub zoomed: bool,
    /// The story the cursor stood on.
    pub story: Option<i64>,
    /// The article in the reader.
    pub article: Option<i64>,
    /// How wide the panes were made.
    pub pane_widths: PaneWidths,
    /// The terminal's background was light.
    pub light_background: Option<bool>,
    /// How much was made of what is new to the reader.
    pub new_marks: NewMarks,
    /// Names of what was done by the palette, the last at the end.
    pub recent: Vec<String>,
    /// Lines of prompts with what they were for, the last at the end.
    pub typed_lines: Vec<(String, String)>,
    /// Columns that a text may be wide, where a key chose them.
    pub text_width: Option<u16>,
    /// Stories and articles that were read, the last at the end.
    pub trail: Vec<(i64, i64)>,
    /// Article and letters before its first visible line, the last read at the end.
    pub places: Vec<(i64, usize)>,
    /// The same for the texts of their pages.
    pub full_places: Vec<(i64, usize)>,
    /// Articles with the text that was chosen for them: whether it is that of the page.
    pub chosen_texts: Vec<(i64, bool)>,
}
