//! `rarities`: makes the bundled table of how rare words are, from texts, as counts alone.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use serde::Deserialize;

use crate::{
    cli::{error::CliError, output::read_input},
    stories::build_rarities,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Text {
    title: String,
    text: String,
}

/// Reads JSON Lines with `title` and `text`; the table goes to standard output.
pub(super) fn run(files: &[PathBuf]) -> Result<(), CliError> {
    let mut texts = Vec::new();
    for file in files {
        let bytes = read_input(file)?;
        for line in String::from_utf8_lossy(&bytes).lines() {
            let text: Text = serde_json::from_str(line)
                .map_err(|error| CliError::Failed(format!("{}: {error}", file.display())))?;
            texts.push(format!("{}\n{}", text.title, text.text));
        }
    }
    let table = build_rarities(texts.iter().map(String::as_str));
    io::stdout()
        .lock()
        .write_all(&table)
        .map_err(CliError::Output)
}
