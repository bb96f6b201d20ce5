//! Changes of the feed list and of the configuration from inside the program, written at once; the
//! cache follows.

use crate::{
    app::{ConfigChange, Msg},
    config::{
        ConfigEdit, ConfigError, FeedEdit, FeedFile, Rule, Settings, edit_config, restore_config,
    },
    model::{ArticleId, Notice},
    runtime::{fetching::Fetcher, start::saved_views},
    store::{Reader, StoreError},
    worker::{mute_by, set_muted},
};

impl Fetcher {
    /// Tells the list as the reader's file has it.
    pub fn tell_entries(&self) {
        match FeedFile::load(&self.directories.feeds_file()) {
            Ok(file) => self.tell(Msg::FeedEntries(file.entries().to_vec())),
            Err(error) => self.say(Notice::warning(error.to_string())),
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

    /// Makes a change of the configuration; what a new rule mutes is folded away where it is here.
    pub fn edit_config(&self, change: u64, edit: &ConfigEdit) {
        let written = edit_config(&self.config_file, edit).map_err(|error| error.to_string());
        let edited = written.and_then(|(before, after)| {
            let change = self.config_change(before, after)?;
            let (muted, done) = match edit {
                ConfigEdit::AddRule(rule) => self.mute_by(std::slice::from_ref(rule)),
                ConfigEdit::SetView { .. } | ConfigEdit::RemoveView { .. } => no_marks(),
            };
            Ok((ConfigChange { muted, ..change }, done))
        });
        self.tell_config(change, edited);
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
        let edited = match restore_config(&self.config_file, &expected, &text) {
            // What was put back is what is there now.
            Ok(true) => self.config_change(expected, text).map(|change| {
                let (muted, done) = if apply {
                    self.mute_by(&self.added_rules(&change))
                } else {
                    let (_, done) = set_muted(unmute, false, &self.writer);
                    (Vec::new(), done)
                };
                (ConfigChange { muted, ..change }, done)
            }),
            Ok(false) => Err("config.toml was changed since by somebody else".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        self.tell_config(change, edited);
    }

    /// Answers a change of the configuration. One that is written is one that was made, whatever
    /// became of the articles: else it could not be taken back.
    fn tell_config(&self, change: u64, edited: Result<(ConfigChange, Marked), String>) {
        let (edited, marked) = match edited {
            Ok((made, marked)) => (Ok(made), marked),
            Err(why) => (Err(why), Ok(())),
        };
        self.tell(Msg::ConfigEdited { change, edited });
        if let Err(error) = marked {
            tracing::error!("muting: {error}");
            let text = format!("config.toml is changed, but not all articles are yet: {error}");
            let hint = "newsfold rules --apply does the rest";
            self.say(Notice::warning(text).with_hint(hint));
        }
    }

    /// The rules that are there after a change and were not before it.
    fn added_rules(&self, change: &ConfigChange) -> Vec<Rule> {
        let rules = |text: &str| {
            let read = Settings::parse(text, &self.config_file);
            read.map_or_else(|_| Vec::new(), |(settings, _)| settings.rule)
        };
        let before = rules(&change.before);
        let mut added = rules(&change.after);
        added.retain(|rule| !before.contains(rule));
        added
    }

    /// Folds away what new rules mute; gives the articles that this changed.
    fn mute_by(&self, rules: &[Rule]) -> (Vec<ArticleId>, Marked) {
        let now = (self.clock)();
        let reader = match Reader::open_small(&self.directories.database()) {
            Ok(reader) => reader,
            Err(error) => return (Vec::new(), Err(error)),
        };
        let mut muted = Vec::new();
        for rule in rules {
            let (more, done) = mute_by(rule, &reader, &self.writer, now, self.utc_offset);
            muted.extend(more);
            if done.is_err() {
                return (muted, done);
            }
        }
        (muted, Ok(()))
    }

    fn config_change(&self, before: String, after: String) -> Result<ConfigChange, String> {
        let read = Settings::parse(&after, &self.config_file);
        let (settings, _) = read.map_err(|error| error.to_string())?;
        Ok(ConfigChange {
            before,
            after,
            muted: Vec::new(),
            saved: saved_views(&settings),
        })
    }
}

/// Whether articles were marked as they should be.
type Marked = Result<(), StoreError>;

fn no_marks() -> (Vec<ArticleId>, Marked) {
    (Vec::new(), Ok(()))
}
