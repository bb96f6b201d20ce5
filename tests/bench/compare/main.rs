//! How well what is new to the reader is found, and what comparing costs: `cargo bench --features
//! internals --bench compare` tells what a story of thirty articles costs; with a folder behind `--`
//! that holds the labelled articles (lines of JSON in `*.jsonl` or `*.jsonl.gz`), precision and
//! recall against `labels.tsv`, which was made by reading. With `--wrong` it lists what is wrong.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]
#![expect(clippy::print_stderr, reason = "and what went wrong")]

mod cost;
mod labels;
mod scores;

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;

/// Compares the articles of labelled stories with what readers of them found new.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder with the labelled articles, searched with all folders in it.
    folder: Option<PathBuf>,
    /// Lists what was marked and is known, and what is new and was not marked.
    #[arg(long)]
    wrong: bool,
    /// Only this story.
    #[arg(long)]
    story: Option<String>,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this too, and should not wait for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::parse();
    let Some(folder) = &arguments.folder else {
        cost::tell();
        return ExitCode::SUCCESS;
    };
    let mut stories = match labels::read(folder) {
        Ok(stories) => stories,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    if let Some(wanted) = &arguments.story {
        stories.retain(|story| story.name == *wanted);
    }
    scores::tell(&stories, arguments.wrong);
    ExitCode::SUCCESS
}
