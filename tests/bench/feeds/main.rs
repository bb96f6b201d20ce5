//! How well feeds are read: a folder of real feeds against what another reader read of them,
//! folders of conformance tests against their expectations, a folder of hostile files against
//! what is expected of each: `cargo bench --features internals --bench feeds -- captured FOLDER`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]
#![expect(clippy::print_stderr, reason = "and what went wrong")]

mod captured;
mod conformance;
mod expectation;
mod hostile;
mod judge;
mod program;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Reads feeds and compares with what is known of them.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
    /// What cargo adds.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Real feeds beside `INDEX.tsv` and what another reader made of them, `EXPECTED.*.jsonl.gz`.
    Captured {
        /// The folder.
        folder: PathBuf,
        /// Files of this class only.
        #[arg(long, default_value = "captured")]
        class: String,
    },
    /// Unpacked test suites, whose files tell in a comment, or in a file beside them, what is
    /// expected.
    Conformance {
        /// One folder for each suite.
        folders: Vec<PathBuf>,
        /// Lists what else was missed and why.
        #[arg(long)]
        missed: bool,
    },
    /// Files that are out to break a reader, beside their `INDEX.tsv`.
    Hostile {
        /// The folder.
        folder: PathBuf,
        /// The program, where it is not the one that cargo built.
        #[arg(long)]
        program: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this too, and has no folder for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    match run(&Arguments::parse().what) {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(what: &What) -> Result<String, String> {
    match what {
        What::Captured { folder, class } => captured::tell(folder, class),
        What::Conformance { folders, missed } => conformance::tell(folders, *missed),
        What::Hostile { folder, program } => hostile::tell(folder, program.as_deref()),
    }
}

/// The rows of a table with a header, each as the values of the named columns.
fn table<const N: usize>(text: &str, columns: [&str; N]) -> Result<Vec<[String; N]>, String> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = header.iter().position(|name| *name == column);
        *place = found.ok_or_else(|| format!("The index has no column {column}."))?;
    }
    let row = |line: &str| {
        let values: Vec<&str> = line.split('\t').collect();
        places.map(|place| values.get(place).copied().unwrap_or_default().to_owned())
    };
    Ok(lines.map(row).collect())
}

/// The bytes of a file; unpacked where its name says that it is packed.
fn read(path: &std::path::Path) -> Result<Vec<u8>, String> {
    use std::io::Read;
    let said = |error: std::io::Error| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(said)?;
    if path.extension().is_none_or(|ending| ending != "gz") {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_end(&mut plain)
        .map_err(said)?;
    Ok(plain)
}
