//! The terminal, the loop, and everything that effects ask for.
//!
//! One thread owns state and terminal. It waits for a message, a key or a signal, handles all that
//! wait, and draws once if something changed. What effects ask for is done elsewhere (`Errands`)
//! and comes back as messages.

mod adding;
mod articles;
mod background;
#[cfg(test)]
mod blocks;
mod browser;
mod cache;
mod changes;
mod clipboard;
mod comparing;
mod desk;
mod errands;
mod error;
mod feed_editing;
mod feed_list;
mod fetching;
mod folders;
mod following;
mod found;
mod full_texts;
mod helpers;
mod hyperlinks;
mod input;
mod marking;
mod newsboat;
mod notify;
mod original;
mod pictures;
mod placeholders;
mod programs;
mod queue;
mod readers;
mod saving;
mod screen;
mod signals;
mod start;
mod terminal;
#[cfg(test)]
mod tests;
mod text_order;
mod timers;
mod watch;
mod web_page;
mod whole_story;

pub use adding::what_to_do;
pub use articles::{Habits, choose_text};
pub use browser::open_in_browser;
pub use changes::text_history;
pub use comparing::{Accounts, compare_articles};
pub use error::RuntimeError;
pub use feed_list::{
    Wanted, entry_of, feed_commands, feed_options, listed_feeds, offline_address, wanted,
};
pub use fetching::asked_all;
pub use following::Counting;
pub use full_texts::{unread_notice, wanted_ahead};
pub use newsboat::{
    NewsboatError, NewsboatHome, NewsboatPlan, Skipped, Taken, save as save_newsboat,
};
pub use notify::{run_command, sequence};
pub use original::{LookedUp, ask_original, look_original_up, unlisted};
pub use screen::Outcome;
pub use start::{Launch, run_screen};
pub use terminal::terminal_size;
pub use whole_story::read_story;
