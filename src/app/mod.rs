//! The state of the screen and how messages change it; knows no terminal, clock, SQL or network.
//!
//! A message goes in (`Msg`), the state is another one, effects come out as data (`Effect`). The
//! runtime does them and sends the answers as messages. Nothing here waits.

mod changes;
mod choosing;
mod completing;
mod effect;
mod enclosures;
mod feed_manager;
mod find;
mod full_texts;
mod geometry;
mod history;
mod ledger;
mod lens;
mod links;
mod list;
mod marking;
mod merging;
mod mouse;
mod msg;
mod page;
mod palette;
mod paths;
mod picker;
mod pictures;
mod pipe;
mod prompt;
mod reader;
mod screens;
mod search;
mod seen;
mod session;
mod sheets;
mod sources;
mod state;
mod story;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod text_width;
mod trail;
mod update;
mod view;
mod wake;
mod why;
mod words;

pub use crate::model::minutes;
pub use changes::{Changes, News};
pub use choosing::{Asked, Choosing, Looked, OfferedFeed, Stage};
pub use completing::{Completing, NAMED_VIEWS};
pub use effect::{
    Bookmark, ChangesRequest, CompareRequest, Effect, ListRequest, Mark, Refresh, SearchScope,
    Several, TagChange, Target,
};
pub use enclosures::{Enclosures, running_time};
pub use feed_manager::{FeedManager, ManagedFeed, feed_sign};
pub use find::Find;
pub use full_texts::{FullTexts, PageState, Version};
pub use geometry::{Cells, Geometry, PaneWidths};
pub use history::{Answered, Deed, History};
pub use ledger::{
    LEDGER_ABOVE, LedgerRow, Standing, detail_height, ledger_height, ledger_rows, size, standing,
    waiting_host,
};
pub use lens::{LensLine, in_lines};
pub use links::{Hints, link_rows};
pub use list::{Filter, StoryList};
pub use marking::{Lines, Marking, NewMarks, OnlyLines, lay_out_marked};
pub use merging::{Candidate, Merging};
pub use mouse::{Border, Gesture, Mouse, Spot, Spots};
pub use msg::{FullTextOutcome, Hit, LoadedArticle, Msg, Progress, RegroupAnswer};
pub use page::{OpenPage, PageText, WebPage};
pub use palette::{
    Match, PALETTE_ROWS, Palette, PaletteEntry, PaletteItem, RECENT, palette_entries,
};
pub use paths::Folder;
pub use picker::{Choice, Picker, PickerKind, SavedView};
pub use pictures::{PictureStage, Pictures};
pub use pipe::{Ended, Output, Piped, split_words};
pub use prompt::{Prompt, PromptKind, Tagging};
pub use reader::{Place, Reader, ShownArticle};
pub use screens::{
    Cursor, FoundList, Help, HelpLine, Screen, Sign, Starter, StarterRow, WelcomeRow, failing,
    welcome_rows,
};
pub use search::{Search, word_matches};
pub use session::{Pane, Session};
pub use sheets::{Part, Passage, Sheet, SheetKind, SheetLine, SheetView};
pub use sources::SourceRow;
pub use state::{Applied, Pending, Setup, State, update};
pub use story::OpenStory;
pub use text_width::TextWidth;
pub use trail::Trail;
pub use update::{ConfigChange, listed_tags};
pub use view::{
    ListEntry, Popup, ReaderFrame, hit_lines, list_window, picture_cells, popup, reader_frame,
};
pub use wake::Wake;
pub use why::{WHY_LABELS, Why, WhyLine, WhyPart, WhyText};
pub use words::{age, clock, count, day, grouped, moment, view_title, window_title};
