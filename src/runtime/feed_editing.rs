//! Changes of the feed list from inside the program, written at once; the cache follows.

use crate::{
    app::Msg,
    config::{ConfigError, FeedEdit, FeedFile},
    runtime::fetching::Fetcher,
};

impl Fetcher {
    /// Tells the list as the reader's file has it.
    pub fn tell_entries(&self) {
        match FeedFile::load(&self.directories.feeds_file()) {
            Ok(file) => self.tell(Msg::FeedEntries(file.entries().to_vec())),
            Err(error) => self.say(crate::model::Notice::warning(error.to_string())),
        }
    }

    /// Makes a change of the list.
    pub fn edit_feeds(&self, change: u64, edit: &FeedEdit) {
        self.rewrite(change, |file| {
            file.apply(edit).map_err(|error| error.to_string())
        });
    }

    /// Puts the text of the list back, if nobody else has changed it since.
    pub fn restore_feeds(&self, change: u64, expected: &str, text: &str) {
        self.rewrite(change, |file| {
            if file.text() != expected {
                return Err("feeds.toml was changed since by somebody else".to_owned());
            }
            file.replace(text).map_err(|error| error.to_string())
        });
    }

    fn rewrite(&self, change: u64, edit: impl FnOnce(&mut FeedFile) -> Result<(), String>) {
        let edited = self.written(edit);
        let done = edited.is_ok();
        self.tell(Msg::FeedsEdited { change, edited });
        if done {
            if let Err(error) = self.mirror() {
                tracing::error!("feed list: {error}");
            }
            self.tell_entries();
        }
    }

    /// The text before and after a change that was written.
    fn written(
        &self,
        edit: impl FnOnce(&mut FeedFile) -> Result<(), String>,
    ) -> Result<(String, String), String> {
        let said = |error: ConfigError| error.to_string();
        let mut file = FeedFile::edit(&self.directories.feeds_file()).map_err(said)?;
        let before = file.text();
        edit(&mut file)?;
        file.save().map_err(said)?;
        Ok((before, file.text()))
    }
}
