//! What every command needs: folders, settings, the clock, the cache.

use std::{path::PathBuf, sync::Arc};

use chrono::{Local, Offset, TimeZone, Utc};

use crate::{
    app::moment,
    cli::{arguments::Global, error::CliError, log, output::say},
    config::{Directories, FeedFile, KeyMap, Settings},
    model::Timestamp,
    query::{self, Query},
    runtime::listed_feeds,
    store::{Reader, StoreErrorKind, Writer},
};

/// Folders, settings and clock of this run.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub directories: Directories,
    pub settings: Settings,
    pub config_file: PathBuf,
    pub offline: bool,
    pub verbose: bool,
    /// Nothing but plain lines is to be printed.
    pub plain: bool,
    /// Keys of the configuration that mean nothing, a sentence each.
    pub mistakes: Vec<String>,
    fixed_now: Option<Timestamp>,
    own_home: bool,
}

impl Context {
    pub fn new(global: &Global) -> Result<Self, CliError> {
        let directories = match &global.home {
            Some(home) => Directories::under(home),
            None => Directories::platform()?,
        };
        let config_file = global
            .config
            .clone()
            .unwrap_or_else(|| directories.config_file());
        if global.config.is_some() && !config_file.is_file() {
            let path = config_file.display();
            return Err(CliError::Usage(format!("There is no file {path}.")));
        }
        let (settings, unknown) = Settings::load(&config_file)?;
        let (_, wrong_keys) = KeyMap::of(&settings);
        let mistakes = unknown
            .into_iter()
            .chain(wrong_keys)
            .map(|sentence| format!("{}: {sentence}", config_file.display()))
            .collect();
        let fixed_now = match &global.now {
            Some(text) => Some(Timestamp::parse(text).ok_or_else(|| {
                CliError::Usage(format!(
                    "\"{text}\" is not a time like 2026-05-07T12:00:00Z."
                ))
            })?),
            None => None,
        };
        let context = Self {
            directories,
            settings,
            config_file,
            offline: global.offline,
            verbose: global.verbose,
            plain: false,
            mistakes,
            fixed_now,
            own_home: global.home.is_some(),
        };
        Ok(context)
    }

    /// Whether a folder was given for everything.
    pub fn own_home(&self) -> bool {
        self.own_home
    }

    /// The same with everything under another folder.
    pub fn at_home(&self, home: PathBuf) -> Self {
        Self {
            directories: Directories::under(home),
            ..self.clone()
        }
    }

    /// The same for whoever prints nothing but plain lines.
    pub fn plainly(&self) -> Self {
        Self {
            plain: true,
            ..self.clone()
        }
    }

    /// The present, or what was given as the present.
    pub fn now(&self) -> Timestamp {
        self.fixed_now.unwrap_or_else(|| Utc::now().into())
    }

    /// The clock for whoever runs longer than a moment.
    pub fn clock(&self) -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
        let fixed = self.fixed_now;
        Arc::new(move || fixed.unwrap_or_else(|| Utc::now().into()))
    }

    /// Seconds that local time is ahead of UTC at present.
    pub fn utc_offset(&self) -> i32 {
        Local
            .offset_from_utc_datetime(&self.now().utc().naive_utc())
            .fix()
            .local_minus_utc()
    }

    /// An instant by the reader's clock, with the day unless that is today.
    pub fn moment(&self, time: Timestamp) -> String {
        moment(self.now(), time, self.utc_offset())
    }

    /// Reads a query; its days are those of the reader's clock.
    pub fn query(&self, text: &str) -> Result<Query, CliError> {
        query::parse(text)
            .map(|query| query.in_zone(self.utc_offset()))
            .map_err(|error| CliError::Query {
                text: text.to_owned(),
                error,
            })
    }

    /// The reader's feed list; keys that mean nothing are said.
    pub fn feed_file(&self) -> Result<FeedFile, CliError> {
        let path = self.directories.feeds_file();
        let file = FeedFile::load(&path)?;
        for sentence in &file.unknown {
            say(format!("{}: {sentence}", path.display()));
        }
        Ok(file)
    }

    /// The same to be changed: nobody else changes it meanwhile.
    pub fn edit_feed_file(&self) -> Result<FeedFile, CliError> {
        Ok(FeedFile::edit(&self.directories.feeds_file())?)
    }

    /// Opens the cache for writing, brings its feeds in line with the list, and starts the log.
    pub fn open_writer(&self) -> Result<Writer, CliError> {
        let file = self.feed_file()?;
        let path = self.directories.database();
        Directories::prepare(&path)?;
        log::start(&self.directories.log_file(), self.verbose);
        let mut writer = Writer::open(&path)?;
        writer.sync_feeds(&listed_feeds(&file), self.now())?;
        Ok(writer)
    }

    /// Opens the cache for reading; it is made if it is not there, so that an empty cache lists
    /// nothing instead of failing.
    pub fn open_reader(&self) -> Result<Reader, CliError> {
        // Somebody else may be writing, or the disk may be read-only: what is there can be read.
        let path = self.directories.database();
        match self.open_writer() {
            Ok(writer) => drop(writer),
            Err(CliError::Store(error))
                if path.exists() && error.kind() != StoreErrorKind::Newer =>
            {
                tracing::warn!("read without bringing the feeds up to date: {error}");
            }
            Err(error) => return Err(error),
        }
        Ok(Reader::open(&path)?)
    }
}
