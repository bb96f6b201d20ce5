//! The commands: what was typed, and what it means. Data goes to standard output, words to
//! standard error; a closed pipe is not an error.

mod add;
mod arguments;
mod changes;
mod compare;
mod context;
mod demo;
mod doctor;
mod error;
mod extract;
mod feeds;
mod group;
mod interrupt;
mod kept_brief;
mod lines;
mod lists;
mod log;
mod man;
mod mark;
mod newsboat;
mod open;
mod output;
mod page;
mod parse;
mod plain;
mod rarities;
mod refresh;
mod regroup;
mod rules;
mod screen;
mod search;
mod settings;
mod show;
mod state;
mod stories;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use arguments::{Arguments, Command};
use context::Context;
use error::CliError;

use crate::{ingest::is_guarded, worker::end_commands};

#[cfg(feature = "internals")]
pub use {
    compare::account,
    lines::{Line, drafts, read_lines},
};

/// Runs the program with the given arguments, the program's name first.
///
/// The exit code is 0 when the job is done, 1 when it failed, 2 when arguments or configuration
/// are not understood.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    keep_guarded_panics_quiet();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // What cannot be printed cannot be told either.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let done = dispatch(arguments);
    end_commands();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            output::say(format!("newsfold: {error}"));
            ExitCode::from(error.code())
        }
    }
}

/// Other people's parsers may panic on broken input; `ingest` turns that into an error, so nothing
/// is to be printed about it.
fn keep_guarded_panics_quiet() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !is_guarded() {
            usual(info);
        }
    }));
}

fn dispatch(arguments: Arguments) -> Result<(), CliError> {
    // What the program says of itself it says whatever the configuration is like.
    match arguments.command {
        Some(Command::Man { page }) => return man::run(page),
        Some(Command::Completions { shell }) => return man::completions(shell),
        _ => {}
    }
    let context = Context::new(&arguments.global)?;
    // The screen says them itself, where they can be read.
    let says_itself = match &arguments.command {
        None => !arguments.plain,
        Some(Command::Demo(_)) => true,
        Some(Command::Config { part }) => *part == arguments::ConfigPart::Check,
        Some(_) => false,
    };
    if !says_itself {
        context.mistakes.iter().for_each(output::say);
    }
    if arguments.plain && arguments.command.is_some() {
        return Err(CliError::Usage(
            "--plain stands alone: newsfold --plain.".to_owned(),
        ));
    }
    match arguments.command {
        None if arguments.plain => plain::run(&context, arguments.width),
        None => screen::run(&context),
        Some(Command::Demo(options)) => demo::run(&context, &options),
        Some(Command::Refresh(options)) => refresh::run(&context, &options),
        Some(Command::Stories(options)) => stories::run(&context, &options),
        Some(Command::Show(options)) => show::run(&context, &options),
        Some(Command::Search(options)) => search::run(&context, &options),
        Some(Command::Rules(options)) => rules::run(&context, &options),
        Some(Command::Add(options)) => add::add(&context, &options),
        Some(Command::Remove { url }) => feeds::remove(&context, &url),
        Some(Command::Feeds { json }) => feeds::list(&context, json),
        Some(Command::Import(options)) => lists::import(&context, &options),
        Some(Command::Export(options)) => lists::export(&context, &options),
        Some(Command::Mark { mark, targets }) => mark::run(&context, mark, &targets),
        Some(Command::Tag { tags, targets }) => {
            mark::tag(&context, mark::Tagging::Give, &tags, &targets)
        }
        Some(Command::Untag { tags, targets }) => {
            mark::tag(&context, mark::Tagging::Take, &tags, &targets)
        }
        Some(Command::Open { target }) => open::run(&context, &target),
        Some(Command::Compare { file, json: _ }) => compare::run(file.as_deref()),
        Some(Command::Group { file, explain }) => group::run(file.as_deref(), explain),
        Some(Command::Doctor(options)) if options.regroup => regroup::run(&context, &options),
        Some(Command::Doctor(options)) => doctor::run(&context, options.json),
        Some(Command::Extract { file, base, format }) => {
            extract::run(file.as_deref(), base.as_deref(), format)
        }
        Some(Command::Parse { file, base }) => parse::run(file.as_deref(), base.as_deref()),
        Some(Command::Config { part }) => settings::run(&context, part),
        // They were done above.
        Some(Command::Man { .. } | Command::Completions { .. }) => Ok(()),
        Some(Command::Rarities { files }) => rarities::run(&files),
    }
}
