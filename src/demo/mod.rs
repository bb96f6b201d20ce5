//! The sample day: a loopback server with feeds and pages written for this project.
//!
//! `assets/demo` holds one feed template per invented outlet, full pages for items whose feed
//! gives only a line or two, `day.toml` with the outlets and the feed that fails, and the *gold*,
//! which says of every item what event it tells of, for tests. All texts are inventions, but for one event
//! that is retold. Dates are relative to the instant the server is started for, so the day is
//! always today. The program fetches it like any other feeds; nothing here knows the cache.

mod answer;
mod day;
mod files;
#[cfg(test)]
mod gold;
mod gzip;
mod items;
mod page;
mod server;
mod site;
mod template;

pub use server::{DemoFeed, Server, start};

/// Why the sample day cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// No loopback port could be opened.
    #[error("cannot open a loopback port for the sample day")]
    Listen(#[source] std::io::Error),
    /// `day.toml` is not what it should be.
    #[error("the sample day's list of outlets cannot be read")]
    Day(#[source] toml::de::Error),
    /// A bundled file is missing from the table of files.
    #[error("the sample day has no file \"{0}\"")]
    File(String),
    /// A template holds a placeholder that means nothing.
    #[error("\"{file}\" of the sample day: no meaning for the placeholder \"{placeholder}\"")]
    Placeholder {
        /// The template.
        file: String,
        /// What stands between the braces.
        placeholder: String,
    },
    /// A JSON Feed template is not JSON.
    #[error("\"{file}\" of the sample day is not JSON")]
    Json {
        /// The template.
        file: String,
        /// What the parser says.
        #[source]
        cause: serde_json::Error,
    },
}
