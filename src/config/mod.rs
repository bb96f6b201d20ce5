//! Where things lie and what the reader set: directories, `config.toml`, `feeds.toml`, key map,
//! theme.
//! Everything has a default; a missing file is an empty one.

mod command;
mod directories;
mod edit;
mod error;
mod feed_edit;
mod feeds;
mod files;
mod format;
mod highlights;
mod keymap;
mod keys;
mod langmap;
mod macros;
mod network;
mod options;
mod rules;
mod saved;
mod settings;
mod starter;
mod theme;
mod themes;
mod unknown;

pub use command::FeedCommand;
pub use directories::Directories;
pub use edit::{ConfigFile, Put};
pub use error::ConfigError;
pub use feed_edit::{FeedEdit, FeedOption};
pub use feeds::{FeedEntry, FeedFile};
pub use format::{FormatPart, ListLayout, ListSettings, RowField};
#[cfg(test)]
pub use highlights::HighlightPlace;
pub use highlights::{Highlight, Highlights};
pub use keymap::{Bound, Context, KeyMap, Lookup};
pub use keys::{Code, Key};
pub use macros::Step;
pub use network::{Auth, AuthScheme, Secret, SecretSource, TlsChoice};
pub use options::{FREE as FREE_SETTINGS, annotated, options};
pub use rules::{NotifySettings, Rule, TerminalNotice};
pub use saved::{ConfigEdit, edit_config, restore_config};
pub use settings::{
    FetchSettings, FollowSettings, FullTextAhead, Hyperlinks, OpenSettings, Pictures, Preset,
    RightToLeft, Settings, TEXT_WIDTHS, parse_time_span,
};
pub use starter::{StarterFeed, starter_feeds};
pub use theme::{Colour, Glyphs, Look, Paint, Theme};
pub use themes::ThemeName;
pub use unknown::nearest;
