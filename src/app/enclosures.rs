//! What comes with an article beside its text: audio, video, files.

use crate::app::{Cursor, size};
use crate::model::Enclosure;

/// The enclosures of an article to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Enclosures {
    /// In the order of the feed.
    pub rows: Vec<Enclosure>,
    /// Where the cursor stands.
    pub cursor: Cursor,
}

impl Enclosures {
    /// The enclosure under the cursor.
    pub fn pointed(&self) -> Option<&Enclosure> {
        self.rows.get(self.cursor.row)
    }
}

impl Enclosure {
    /// "audio · 12.3 MB · audio/mpeg": what a row says beside the name.
    pub fn facts(&self) -> Vec<String> {
        let bytes = self.bytes.and_then(|bytes| u64::try_from(bytes).ok());
        let mut facts = vec![self.kind().name().to_owned()];
        facts.extend(bytes.filter(|bytes| *bytes > 0).map(size));
        facts.extend(self.media_type.clone());
        facts
    }

    /// The name of the file, else the host.
    pub fn name(&self) -> &str {
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        let parts = path.trim_end_matches('/').rsplit('/');
        parts
            .into_iter()
            .find(|part| !part.is_empty())
            .unwrap_or(&self.url)
    }
}
