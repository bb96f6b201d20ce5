//! Where things lie and what the reader set: directories, `config.toml`, `feeds.toml`.
//! Everything has a default; a missing file is an empty one.

mod directories;
mod error;
mod feeds;
mod settings;
mod starter;
mod unknown;

pub use directories::Directories;
pub use error::ConfigError;
pub use feeds::{FeedEntry, FeedFile};
pub use settings::{FetchSettings, Settings, parse_duration};
pub use starter::{StarterFeed, starter_feeds};
