//! The folders of the program: the platform's, or one folder for everything (`--home`).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

use crate::config::ConfigError;

/// Where files of the program lie. Nothing is created before something is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directories {
    config: PathBuf,
    data: PathBuf,
    state: PathBuf,
}

impl Directories {
    /// The platform's folders.
    pub fn platform() -> Result<Self, ConfigError> {
        let project = ProjectDirs::from("", "", "newsfold").ok_or(ConfigError::NoHome)?;
        Ok(Self {
            config: project.config_dir().to_owned(),
            data: project.data_dir().to_owned(),
            state: project
                .state_dir()
                .unwrap_or(project.data_local_dir())
                .to_owned(),
        })
    }

    /// Everything under one folder.
    pub fn under(home: impl Into<PathBuf>) -> Self {
        let home = home.into();
        Self {
            config: home.clone(),
            data: home.clone(),
            state: home,
        }
    }

    /// `config.toml`.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// `feeds.toml`.
    pub fn feeds_file(&self) -> PathBuf {
        self.config.join("feeds.toml")
    }

    /// The cache.
    pub fn database(&self) -> PathBuf {
        self.data.join("newsfold.db")
    }

    /// Held by whoever fetches and groups.
    pub fn lock_file(&self) -> PathBuf {
        self.data.join("newsfold.lock")
    }

    /// Held by whoever fetches full texts ahead.
    pub fn full_texts_lock_file(&self) -> PathBuf {
        self.data.join("newsfold-texts.lock")
    }

    /// The log.
    pub fn log_file(&self) -> PathBuf {
        self.state.join("newsfold.log")
    }

    /// Makes the folder of `file`, readable by its owner alone.
    pub fn prepare(file: &Path) -> Result<(), ConfigError> {
        let Some(folder) = file.parent() else {
            return Ok(());
        };
        create_private(folder).map_err(|error| ConfigError::file("create", folder, error))
    }
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
