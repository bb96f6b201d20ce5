//! Changes of the feed list and of the configuration from inside the program, written at once; the
//! cache follows.

use crate::{
    app::{ConfigChange, Msg},
    config::{ConfigEdit, ConfigError, FeedEdit, FeedFile, Settings, edit_config, restore_config},
    model::ArticleId,
    runtime::{fetching::Fetcher, start::saved_views},
    store::Reader,
    worker::{RuleSet, apply_rules},
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

    /// Makes a change of the configuration; what rules it has then are applied to what is here.
    pub fn edit_config(&self, change: u64, edit: &ConfigEdit) {
        let written = edit_config(&self.config_file, edit).map_err(|error| error.to_string());
        let is_rule = matches!(edit, ConfigEdit::AddRule(_));
        let edited = written.and_then(|(before, after)| {
            let muted = if is_rule {
                self.apply_rules()?
            } else {
                Vec::new()
            };
            self.config_change(before, after, muted)
        });
        self.tell(Msg::ConfigEdited { change, edited });
    }

    /// Puts the text of the configuration back, and takes away what a rule did, or does it again.
    pub fn restore_config(
        &self,
        change: u64,
        expected: String,
        text: String,
        unmute: Vec<ArticleId>,
        apply: bool,
    ) {
        let restored = restore_config(&self.config_file, &expected, &text);
        let edited = match restored {
            Ok(true) => self.follow_config(unmute, apply).and_then(|muted| {
                // What was put back is what is there now.
                self.config_change(expected, text, muted)
            }),
            Ok(false) => Err("config.toml was changed since by somebody else".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        self.tell(Msg::ConfigEdited { change, edited });
    }

    fn follow_config(&self, unmute: Vec<ArticleId>, apply: bool) -> Result<Vec<ArticleId>, String> {
        if apply {
            return self.apply_rules();
        }
        if unmute.is_empty() {
            return Ok(Vec::new());
        }
        let writer = &self.writer;
        let done = writer.run(move |writer| writer.mark_muted(&unmute, false));
        done.map(|_| Vec::new()).map_err(|error| error.to_string())
    }

    /// Applies the rules to all that is cached; gives the articles that are muted since.
    fn apply_rules(&self) -> Result<Vec<ArticleId>, String> {
        let said = |error: crate::store::StoreError| error.to_string();
        let rules = RuleSet::new(&self.rules_now(), self.utc_offset);
        let reader = Reader::open_small(&self.directories.database()).map_err(said)?;
        let now = (self.clock)();
        let applied = apply_rules(&rules, &reader, &self.writer, now, self.utc_offset);
        Ok(applied.map_err(said)?.muted)
    }

    fn config_change(
        &self,
        before: String,
        after: String,
        muted: Vec<ArticleId>,
    ) -> Result<ConfigChange, String> {
        let (settings, _) = Settings::load(&self.config_file).map_err(|error| error.to_string())?;
        Ok(ConfigChange {
            before,
            after,
            muted,
            saved: saved_views(&settings),
        })
    }
}
