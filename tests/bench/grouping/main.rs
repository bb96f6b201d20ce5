//! How well the grouping of articles into stories agrees with labelled sets: one table for any
//! folder of such sets, run by `cargo bench --features internals --bench grouping -- FOLDER`.
//! The articles take the way of the `group` command: the same cleaning, the same engine.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]
#![expect(clippy::print_stderr, reason = "and what went wrong")]

mod captures;
mod cells;
mod clock;
mod corpus;
mod cost;
mod days;
mod noise;
mod pairs;
mod parallel;
mod scores;
mod table;

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use peak_alloc::PeakAlloc;

use corpus::Corpus;
use table::Report;

/// Counts the bytes in use, for what a living article takes.
#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Groups labelled sets of articles and compares with the labels.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of sets, `*.jsonl` or `*.jsonl.gz`; with --days, of feeds.
    folder: PathBuf,
    /// Labelled days, `*.gold.jsonl`, besides those of the folder; with --days, more folders.
    more: Vec<PathBuf>,
    /// Tells instead what grouping costs, on a stream made from the sets without labels.
    #[arg(long)]
    cost: bool,
    /// Tells instead what became of real days, each a folder of feeds as they were served.
    #[arg(long)]
    days: bool,
    /// Changes a setting of grouping: name=value.
    #[arg(long = "set", value_parser = change)]
    changes: Vec<(String, f32)>,
    /// Prints one object with all figures instead of the table.
    #[arg(long)]
    json: bool,
    /// Lists the wrong stories of the labelled days.
    #[arg(long)]
    wrong: bool,
    /// Lists the labelled stories of the days that lost most pairs, and how they were cut.
    #[arg(long)]
    splits: bool,
    /// Writes what was grouped as lines {id, story}, one file per cell, into this folder.
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this too, and has no folder for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let changes = &arguments.changes;
    if arguments.days {
        for folder in std::iter::once(&arguments.folder).chain(&arguments.more) {
            println!("{}", captures::tell(folder, changes)?);
        }
        return Ok(());
    }
    let corpus = Corpus::read(&arguments.folder, &arguments.more)?;
    if arguments.cost {
        return cost::tell(&corpus, &|| ALLOCATED.current_usage(), &|row| {
            print!("{row}")
        });
    }
    tell_agreement(&corpus, arguments)
}

fn tell_agreement(corpus: &Corpus, arguments: &Arguments) -> Result<(), String> {
    let changes = &arguments.changes;
    let cells = cells::all(corpus);
    let noisy = noise::all(corpus, &cells);
    let days = days::all(corpus);
    // One list of work, the longest first, so that no core waits for the last cell.
    let mut runs = parallel::map(cells.iter().chain(&noisy).chain(&days).collect(), |cell| {
        cells::run(cell, changes)
    })?;
    if let Some(folder) = &arguments.predictions {
        for (cell, run) in cells.iter().chain(&noisy).chain(&days).zip(&runs) {
            cells::write_predictions(folder, cell, run)?;
        }
    }
    let day_runs = runs.split_off(cells.len() + noisy.len());
    let noisy_runs = runs.split_off(cells.len());
    let cell_figures: Vec<_> = cells.iter().zip(&runs).map(cells::figures).collect();
    let report = Report {
        means: cells::means(&cell_figures),
        noise: noise::figures(&noisy, &noisy_runs, &cell_figures),
        cells: cell_figures,
        pairs: pairs::all(corpus, changes)?,
        days: days.iter().zip(&day_runs).map(days::figures).collect(),
    };
    if arguments.json {
        let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        println!("{json}");
    } else {
        print!("{report}");
    }
    for (day, run) in days.iter().zip(&day_runs) {
        if arguments.wrong {
            print!("{}", days::wrong(day, run));
        }
        if arguments.splits {
            print!("{}", days::splits(day, run));
        }
    }
    Ok(())
}

fn change(text: &str) -> Result<(String, f32), String> {
    let (name, value) = text.split_once('=').ok_or("a setting is name=value")?;
    let value = value.parse().map_err(|_| format!("{value} is no number"))?;
    Ok((name.to_owned(), value))
}
