//! What a command can fail with: one sentence, one exit code.

use std::{io, path::PathBuf};

use crate::{
    config::ConfigError, ingest::IngestError, model::ParseIdError, query::QueryError,
    store::StoreError, worker::WorkerError,
};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// What was typed or configured is not understood.
    #[error("{0}")]
    Usage(String),
    /// The job failed.
    #[error("{0}")]
    Failed(String),
    /// The reader ended it.
    #[error("Interrupted; what was stored stays.")]
    Interrupted,
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("{error}\n{}", error.pointed(text))]
    Query { text: String, error: QueryError },
    #[error(transparent)]
    Id(#[from] ParseIdError),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Worker(#[from] WorkerError),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error("Cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("Cannot write: {0}")]
    Output(#[from] io::Error),
}

impl CliError {
    /// The exit code: 2 for usage and configuration, 130 where the reader ended it, as shells have it,
    /// 1 for all else.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Config(_) | Self::Query { .. } | Self::Id(_) => 2,
            Self::Interrupted => 130,
            _ => 1,
        }
    }

    /// Whether the reader of our output went away, as `head` does.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
