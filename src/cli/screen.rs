//! The screen, opened from the command line.

use crate::{
    cli::{context::Context, demo, error::CliError, log},
    config::Directories,
    model::Notice,
    runtime::{Launch, Outcome, RuntimeError, run_screen},
};

/// Opens the screen. The sample day, if it was chosen there, opens in its place; who goes back from
/// it is where it was chosen.
pub(super) fn run(context: &Context) -> Result<(), CliError> {
    while open(context)? == Outcome::Sample {
        if demo::open(context)? == Outcome::Quit {
            break;
        }
    }
    Ok(())
}

/// Opens the screen until it is left.
pub(super) fn open(context: &Context) -> Result<Outcome, CliError> {
    Directories::prepare(&context.directories.log_file())?;
    log::start(&context.directories.log_file(), context.verbose);
    let launch = Launch {
        directories: context.directories.clone(),
        config_file: context.config_file.clone(),
        settings: context.settings.clone(),
        offline: context.offline,
        clock: context.clock(),
        utc_offset: context.utc_offset(),
        notices: context.mistakes.iter().map(Notice::warning).collect(),
    };
    run_screen(launch).map_err(|error| match error {
        RuntimeError::Config(error) => CliError::Config(error),
        RuntimeError::Store(error) => CliError::Store(error),
        other => CliError::Failed(other.to_string()),
    })
}
