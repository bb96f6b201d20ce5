//! `newsfold --plain`: the reader as a conversation. A prompt, commands, plain lines: no cursor is
//! moved, nothing is coloured, and no control sequence is sent.

mod command;
mod session;

use std::io::{self, BufRead, IsTerminal, Write};

use crate::{
    cli::{context::Context, error::CliError, output::Out},
    layout::{Options, wrap_line},
    runtime::terminal_size,
};

use command::{COMMANDS, Command, parse};
use session::Session;

/// Columns where nothing else is said.
const WIDTH: usize = 80;

/// Columns of a command and what follows it in the help.
const HELP_COLUMN: usize = 20;

/// What stands before what is typed.
const PROMPT: &str = "newsfold> ";

/// Reads commands until they end.
pub(super) fn run(context: &Context, width: Option<u16>) -> Result<(), CliError> {
    let is_terminal = io::stdin().is_terminal();
    let size = terminal_size().filter(|(columns, _)| *columns > 0);
    let width = width.map_or_else(
        || size.map_or(WIDTH, |(columns, _)| WIDTH.min(columns.into())),
        usize::from,
    );
    let context = &context.plainly();
    let mut session = Session::open(context, width.max(20), options(context))?;
    // Who reads from a file or a pipe does not press Enter for the next page.
    if is_terminal {
        session.page = size.map(|(_, rows)| usize::from(rows).saturating_sub(2).max(3));
    }
    session.greet();
    loop {
        print(&mut session)?;
        if is_terminal {
            prompt()?;
        }
        let Some(line) = read_line()? else {
            if is_terminal {
                session.say("");
                print(&mut session)?;
            }
            return Ok(());
        };
        match parse(&line) {
            Ok(Command::Quit) => return Ok(()),
            Ok(Command::Help) => help(&mut session),
            Ok(command) => match session.carry_out(command) {
                Err(error) if error.is_closed_pipe() => return Err(error),
                // What fails is said, and the next command may work.
                Err(error) => session.say(&error.to_string()),
                Ok(()) => {}
            },
            Err(sentence) => session.say(&sentence),
        }
    }
}

/// Only ASCII where the terminal knows no more.
fn options(context: &Context) -> Options {
    let says = |name: &str, text: &str| std::env::var_os(name).is_some_and(|value| value == text);
    Options {
        ascii: context.settings.display.ascii || says("LC_ALL", "C") || says("TERM", "dumb"),
    }
}

fn print(session: &mut Session<'_>) -> Result<(), CliError> {
    let mut out = Out::new();
    for line in session.said.drain(..) {
        out.line(line)?;
    }
    out.finish()
}

fn prompt() -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(PROMPT.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// The next line that is typed; `None` at the end.
fn read_line() -> Result<Option<String>, CliError> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_until(b'\n', &mut bytes)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned()))
}

fn help(session: &mut Session<'_>) {
    session.say(
        "Nothing typed, only Enter: read on, through the article, the next unread source, the next \
         unread story.",
    );
    for entry in COMMANDS {
        let name = format!("{} {}", entry.name, entry.argument);
        let letter = entry
            .letter
            .map_or_else(String::new, |letter| format!(" (or {letter})"));
        let text = format!("{}{letter}", entry.help);
        let width = session.width.saturating_sub(HELP_COLUMN).max(10);
        for (at, line) in wrap_line(&text, width).into_iter().enumerate() {
            let before = if at == 0 { name.trim_end() } else { "" };
            session.said.push(format!("{before:<HELP_COLUMN$}{line}"));
        }
    }
    session.say("The beginning of a name is enough, as long as it begins no other.");
}
