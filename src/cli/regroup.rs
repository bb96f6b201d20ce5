//! `doctor --regroup`: the last days grouped anew.

use std::{
    io::{IsTerminal, Write},
    time::Duration,
};

use crate::{
    cli::{
        arguments::DoctorOptions,
        context::Context,
        error::CliError,
        output::{Out, say},
    },
    runtime::feed_options,
    store::{Reader, WriterThread},
    worker::{FetchLock, Held, Regroup, Regrouping},
};

pub(super) fn run(context: &Context, options: &DoctorOptions) -> Result<(), CliError> {
    drop(context.open_writer()?);
    let _lock = match FetchLock::take(&context.directories.lock_file())? {
        Held::Ours(lock) => lock,
        Held::By(holder) => {
            return Err(CliError::Failed(format!(
                "Another process is fetching or grouping ({holder}). Regroup when that is over."
            )));
        }
    };
    let database = context.directories.database();
    let feeds = feed_options(&context.feed_file()?);
    let (writer, thread) = WriterThread::start(&database)?;
    let reader = Reader::open(&database)?;
    let mut progress = Progress::new();
    let regrouped = Regroup {
        reader: &reader,
        writer: &writer,
        back: options.days.map(|days| Duration::from_secs(86_400) * days),
        is_apart: &|url| feeds.get(url).is_some_and(|feed| feed.apart),
        utc_offset: context.utc_offset(),
    }
    .run(&mut |done, total| progress.tell(done, total));
    progress.end();
    // The writer ends when all who send to it are gone.
    drop(writer);
    let _ = thread.join();
    print(&regrouped?, options.json)
}

fn print(done: &Regrouping, json: bool) -> Result<(), CliError> {
    let mut out = Out::new();
    if json {
        out.json(done)?;
    } else {
        out.line(format!(
            "{} grouped anew: {} before, {} now, {} in another story.",
            number_of(done.articles, "article", "articles"),
            number_of(done.stories_before as usize, "story", "stories"),
            done.stories_after,
            number_of(done.changed, "article", "articles")
        ))?;
    }
    out.finish()
}

fn number_of(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A line that counts on a terminal, a line for every tenth elsewhere.
struct Progress {
    counts: bool,
    told: usize,
}

impl Progress {
    fn new() -> Self {
        Self {
            counts: std::io::stderr().is_terminal(),
            told: 0,
        }
    }

    fn tell(&mut self, done: usize, total: usize) {
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        let text = format!("{done} of {total} articles, {percent} %");
        if self.counts {
            let _ = write!(std::io::stderr(), "\r\x1b[K{text}");
        } else if percent >= self.told + 10 {
            self.told = percent - percent % 10;
            say(text);
        }
    }

    fn end(&self) {
        if self.counts {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
