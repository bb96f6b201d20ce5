//! What is kept of a followed story.

use serde::{Deserialize, Serialize};

use super::{StoryId, Timestamp};

/// The brief of a followed story that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBrief {
    /// Its story, which may be gone.
    pub story: StoryId,
    /// When it was closed.
    pub closed: Timestamp,
    /// Its headline then.
    pub headline: String,
    /// How many sources it had.
    pub sources: u32,
    /// The story in a few sentences.
    pub sentences: Vec<KeptSentence>,
}

/// A sentence of a brief, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSentence {
    /// It.
    pub text: String,
    /// Whose it is.
    pub source: String,
}
