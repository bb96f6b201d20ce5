//! Why bytes from outside could not be used, each in one sentence for the reader.

/// Why a feed or a feed list could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// The bytes are something else than a feed.
    #[error("This is {what}, not a feed.")]
    NotAFeed {
        /// What they are, with its article: "a web page".
        what: String,
    },
    /// A feed, but nothing of it can be read.
    #[error("The feed is broken at line {line}, column {column}: {message}.")]
    Parse {
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault in characters, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// The bytes are no list of feeds.
    #[error("{name} is not a list of feeds: {why}.")]
    NotAList {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
}
