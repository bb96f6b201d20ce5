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

/// "0:42", "4:05", "1:02:03".
pub fn running_time(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 {
        format!("{minutes}:{seconds:02}")
    } else {
        format!("{hours}:{minutes:02}:{seconds:02}")
    }
}

impl Enclosure {
    /// "audio · 1:02:03 · 12.3 MB · audio/mpeg": what a row says beside the name.
    pub fn facts(&self) -> Vec<String> {
        let bytes = self.bytes.and_then(|bytes| u64::try_from(bytes).ok());
        let mut facts = vec![self.kind().name().to_owned()];
        facts.extend(self.duration.map(running_time));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_time_is_written_as_a_player_does() {
        let check = |seconds, said: &str| assert_eq!(running_time(seconds), said);
        check(42, "0:42");
        check(245, "4:05");
        check(3599, "59:59");
        check(3723, "1:02:03");
        check(360_000, "100:00:00");
    }
}
