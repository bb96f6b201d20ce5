//! Input and output of commands: files or standard streams, JSON Lines, words for people.

use std::{
    io::{self, BufWriter, Read, Write},
    path::Path,
};

use serde::Serialize;

use crate::cli::error::CliError;

/// Standard output, buffered; what is left is written by [`Out::finish`].
pub(super) struct Out(BufWriter<io::StdoutLock<'static>>);

impl Out {
    pub fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    pub fn line(&mut self, text: impl AsRef<str>) -> Result<(), CliError> {
        writeln!(self.0, "{}", text.as_ref()).map_err(CliError::Output)
    }

    pub fn json(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        serde_json::to_writer(&mut self.0, value)
            .map_err(|error| CliError::Output(error.into()))?;
        writeln!(self.0).map_err(CliError::Output)
    }

    pub fn finish(mut self) -> Result<(), CliError> {
        self.0.flush().map_err(CliError::Output)
    }
}

/// Says something to the person; standard error may be closed, which is nobody's failure.
pub(super) fn say(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr(), "{}", text.as_ref());
}

/// The bytes of a file, or of standard input for "-".
pub(super) fn read_input(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed = |source| CliError::Read {
        path: path.to_owned(),
        source,
    };
    if path != Path::new("-") {
        return std::fs::read(path).map_err(failed);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
