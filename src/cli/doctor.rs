//! `doctor`: what is wrong here, and what to do about it.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use serde::Serialize;

use crate::{
    app::count,
    cli::{context::Context, error::CliError, output::Out},
    model::{FeedState, FeedSummary},
    runtime::terminal_size,
    store::{Reader, StoreErrorKind},
};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Good,
    Note,
    Fault,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    level: Level,
    found: String,
    /// What to do about it; null where nothing is to be done.
    advice: Option<String>,
}

#[derive(Debug, Default, Serialize)]
struct Findings {
    checks: Vec<Check>,
}

impl Findings {
    fn good(&mut self, name: &'static str, found: impl Into<String>) {
        self.add(name, Level::Good, found.into(), None);
    }

    fn note(&mut self, name: &'static str, found: impl Into<String>, advice: &str) {
        self.add(name, Level::Note, found.into(), Some(advice.to_owned()));
    }

    fn fault(&mut self, name: &'static str, found: impl Into<String>, advice: &str) {
        self.add(name, Level::Fault, found.into(), Some(advice.to_owned()));
    }

    fn add(&mut self, name: &'static str, level: Level, found: String, advice: Option<String>) {
        self.checks.push(Check {
            name,
            level,
            found,
            advice,
        });
    }
}

/// Looks at everything and tells it; fails if there is a fault.
pub(super) fn run(context: &Context, json: bool) -> Result<(), CliError> {
    let mut findings = Findings::default();
    configuration(context, &mut findings);
    folders(context, &mut findings);
    cache(context, &mut findings);
    terminal(&mut findings);
    print(&findings, json)?;
    let checks = findings.checks.iter();
    match checks.filter(|check| check.level == Level::Fault).count() {
        0 => Ok(()),
        1 => Err(CliError::Failed("There is a fault.".to_owned())),
        faults => Err(CliError::Failed(format!("There are {faults} faults."))),
    }
}

fn configuration(context: &Context, findings: &mut Findings) {
    let path = context.config_file.display();
    if context.config_file.is_file() {
        findings.good("configuration", format!("{path} is understood"));
    } else {
        findings.good(
            "configuration",
            format!("no {path}: everything is as it comes"),
        );
    }
    for mistake in &context.mistakes {
        let advice = "Correct that line or take it out; newsfold config print lists the settings.";
        findings.note("configuration", mistake, advice);
    }
    let path = context.directories.feeds_file();
    match context.feed_file() {
        Ok(file) if file.entries().is_empty() => findings.note(
            "feed list",
            format!("no feeds in {}", path.display()),
            "Add one: newsfold add ADDRESS. Or look around first: newsfold demo.",
        ),
        Ok(file) => {
            let feeds = file.entries().len();
            findings.good("feed list", format!("{feeds} feeds in {}", path.display()));
        }
        Err(error) => findings.fault(
            "feed list",
            error.to_string(),
            "Correct that line; nothing is fetched or changed before.",
        ),
    }
}

fn folders(context: &Context, findings: &mut Findings) {
    let directories = &context.directories;
    let mut folders: Vec<PathBuf> = [
        directories.feeds_file(),
        directories.database(),
        directories.log_file(),
    ]
    .iter()
    .filter_map(|file| file.parent().map(Path::to_owned))
    .collect();
    folders.dedup();
    for folder in folders {
        let shown = folder.display();
        match try_write(&folder) {
            Ok(()) => findings.good("folder", format!("{shown} can be written")),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                findings.good("folder", format!("{shown} is made when it is needed"));
            }
            Err(error) => findings.fault(
                "folder",
                format!("{shown} cannot be written: {error}"),
                "Give yourself the right to write there, or choose another place with --home.",
            ),
        }
    }
}

fn try_write(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".newsfold-{}", std::process::id()));
    fs::write(&probe, b"")?;
    fs::remove_file(probe)
}

fn cache(context: &Context, findings: &mut Findings) {
    let path = context.directories.database();
    let shown = path.display();
    if !path.exists() {
        return findings.good("cache", format!("{shown} is made with the first refresh"));
    }
    let opened = context.open_reader();
    let looked = opened.and_then(|reader| Ok((reader.health()?, reader.feeds()?, reader)));
    let (health, feeds, _reader): (_, _, Reader) = match looked {
        Ok(looked) => looked,
        Err(error) => {
            let advice = advice(&error, &path);
            return findings.fault("cache", error.to_string(), &advice);
        }
    };
    if let Some(first) = health.damage.first() {
        let found = format!("{shown} is damaged: {first}");
        return findings.fault("cache", found, &rescue(&path));
    }
    let size = fs::metadata(&path).map_or(0, |file| file.len());
    findings.good(
        "cache",
        format!(
            "{shown}, {:.1} MB, shape {}: {} articles in {} stories of {} feeds, {} decisions of \
             yours",
            size as f64 / 1e6,
            health.shape,
            health.articles,
            health.stories,
            health.feeds,
            health.decisions
        ),
    );
    findings.good("kept", kept(health.kept, context.settings.retention.days));
    if health.ungrouped > 0 {
        findings.note(
            "cache",
            format!("{} articles have no story yet", health.ungrouped),
            "The next refresh groups them: newsfold refresh.",
        );
    }
    if health.unindexed > 0 {
        findings.note(
            "cache",
            format!(
                "{} articles are not in the search index yet",
                health.unindexed
            ),
            "Nothing to do: the next search, or an idle moment of the screen, sees to it.",
        );
    }
    failing_feeds(&feeds, findings);
}

/// How many articles no age takes out of the cache.
fn kept(articles: u32, days: u32) -> String {
    format!(
        "{} for good, being starred, tagged or in a story you follow; others for {} after they \
         were first seen, and while their feed has them",
        count(articles, "article"),
        count(days, "day")
    )
}

/// What to do about a cache that cannot be read. It holds what was read, starred and decided, so
/// only a damaged one is put aside.
fn advice(error: &CliError, path: &Path) -> String {
    let kind = match error {
        CliError::Store(error) => error.kind(),
        _ => StoreErrorKind::Other,
    };
    match kind {
        StoreErrorKind::Newer => {
            "Update newsfold to the version that wrote it; the file itself is in order.".to_owned()
        }
        StoreErrorKind::Damaged => rescue(path),
        StoreErrorKind::Forbidden => format!(
            "Give yourself the right to read and write {} and the folder it is in.",
            path.display()
        ),
        StoreErrorKind::Busy => {
            "Another newsfold is writing: try again when it has ended.".to_owned()
        }
        StoreErrorKind::Full => "Make room on that disk.".to_owned(),
        StoreErrorKind::Other => "Leave the file where it is and try again.".to_owned(),
    }
}

/// What to do about a damaged cache.
fn rescue(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(
        "First save what was read, starred and decided, as far as it can be read: newsfold export \
         --state FILE. Then move {name} aside together with {name}-wal and {name}-shm; the next \
         refresh makes a new one, and newsfold import --state FILE puts it back."
    )
}

fn failing_feeds(feeds: &[FeedSummary], findings: &mut Findings) {
    let is_failing =
        |feed: &&FeedSummary| matches!(feed.state, FeedState::Failing | FeedState::Dead);
    for feed in feeds.iter().filter(is_failing) {
        let why = feed.error.as_ref().map_or("", |error| error.1.as_str());
        let advice = if feed.state == FeedState::Dead {
            format!("It is gone for good: newsfold remove {}", feed.url)
        } else {
            "It is tried again by itself; if that goes on, look for its new address.".to_owned()
        };
        findings.note("feed", format!("{}: {why}", feed.url), &advice);
    }
}

fn terminal(findings: &mut Findings) {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let term = variable("TERM");
    let colours = match (variable("NO_COLOR").is_empty(), variable("COLORTERM")) {
        (false, _) => "no colours (NO_COLOR)".to_owned(),
        (true, depth) if depth.is_empty() => "16 colours".to_owned(),
        (true, depth) => depth,
    };
    let Some((columns, rows)) = terminal_size() else {
        return findings.good("terminal", "none: commands only");
    };
    let found = format!("{term}, {columns}×{rows}, {colours}");
    if term.is_empty() || term == "dumb" {
        let advice = "The screen needs more than that: set TERM to what the terminal is.";
        findings.fault("terminal", found, advice);
    } else if columns < 40 || rows < 8 {
        findings.note(
            "terminal",
            found,
            "A larger window shows more than a line a story.",
        );
    } else {
        findings.good("terminal", found);
    }
}

fn print(findings: &Findings, json: bool) -> Result<(), CliError> {
    let mut out = Out::new();
    if json {
        out.json(findings)?;
        return out.finish();
    }
    for check in &findings.checks {
        let sign = match check.level {
            Level::Good => "✓",
            Level::Note => "-",
            Level::Fault => "!",
        };
        out.line(format!("{sign} {:<14}{}", check.name, check.found))?;
        if let Some(advice) = &check.advice {
            out.line(format!("{:16}→ {advice}", ""))?;
        }
    }
    out.finish()
}
