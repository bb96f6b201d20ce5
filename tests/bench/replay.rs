//! A real day once more: every capture of a folder of feeds is served on a loopback address at its
//! own time, and the program fetches them one after another. What must come of it: every item that
//! was served stands in the cache once, a feed that fails keeps what it had, and a text is only
//! called changed where it says something else.
//!
//! `cargo bench --profile dev --bench replay -- FOLDER…`; a folder has a folder of captures for each
//! feed (`feed/20260813T042412Z.xml`).

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]
#![expect(clippy::print_stderr, reason = "and what went wrong")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use chrono::{DateTime, NaiveDateTime, Utc};
use clap::Parser;
use rusqlite::Connection;
use serde_json::Value;

/// Replays captured days and counts what went wrong.
#[derive(Debug, Parser)]
struct Arguments {
    /// Days: folders of feeds, each a folder of captures.
    #[arg(required = true)]
    days: Vec<PathBuf>,
    /// Another build of the program.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Tells every revision, as the words that changed.
    #[arg(long)]
    revisions: bool,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

type Told<T> = Result<T, String>;

/// A day: feed → time → file.
struct Day {
    feeds: BTreeMap<String, BTreeMap<DateTime<Utc>, PathBuf>>,
    times: BTreeSet<DateTime<Utc>>,
}

/// What a run left behind.
struct Run {
    program: PathBuf,
    home: tempfile::TempDir,
    /// Feeds that failed once and had fewer articles after it.
    shrunk: Vec<String>,
    failures: usize,
}

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this too, and has no day for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::parse();
    let mut faults = 0;
    for folder in &arguments.days {
        match replay(folder, &arguments) {
            Ok(found) => faults += found,
            Err(why) => {
                eprintln!("{}: {why}", folder.display());
                return ExitCode::FAILURE;
            }
        }
    }
    if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn replay(folder: &Path, arguments: &Arguments) -> Told<usize> {
    let day = Day::read(folder)?;
    println!(
        "== {}: {} feeds, {} captures",
        folder.display(),
        day.feeds.len(),
        day.times.len()
    );
    let built = || PathBuf::from(env!("CARGO_BIN_EXE_newsfold"));
    let run = run(&day, arguments.program.clone().unwrap_or_else(built))?;
    let faults = tell(&day, &run)?;
    tell_revisions(&run, arguments.revisions)?;
    Ok(faults)
}

impl Day {
    fn read(folder: &Path) -> Told<Self> {
        let mut day = Self {
            feeds: BTreeMap::new(),
            times: BTreeSet::new(),
        };
        for feed in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
            let mut captures = BTreeMap::new();
            for file in entries(&feed)? {
                let Some(stem) = name(&file).strip_suffix(".xml").map(str::to_owned) else {
                    continue;
                };
                let time = NaiveDateTime::parse_from_str(&stem, "%Y%m%dT%H%M%SZ")
                    .map_err(|error| format!("{}: {error}", file.display()))?;
                captures.insert(time.and_utc(), file);
            }
            day.times.extend(captures.keys());
            day.feeds.insert(name(&feed), captures);
        }
        Ok(day)
    }
}

/// Serves capture after capture and lets the program fetch each.
fn run(day: &Day, program: PathBuf) -> Told<Run> {
    let served: Arc<Mutex<HashMap<String, PathBuf>>> = Arc::default();
    let server = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = server.local_addr().map_err(|error| error.to_string())?;
    let files = Arc::clone(&served);
    thread::spawn(move || {
        for stream in server.incoming().flatten() {
            let files = Arc::clone(&files);
            thread::spawn(move || serve(stream, &files));
        }
    });
    let home = tempfile::tempdir().map_err(|error| error.to_string())?;
    let list = day
        .feeds
        .keys()
        .map(|feed| format!("[[feed]]\nurl = \"http://{address}/{feed}\"\n"));
    fs::write(home.path().join("feeds.toml"), list.collect::<String>())
        .map_err(|error| error.to_string())?;
    let mut run = Run {
        program,
        home,
        shrunk: Vec::new(),
        failures: 0,
    };
    for time in &day.times {
        let mut files = served.lock().map_err(|error| error.to_string())?;
        for (feed, captures) in &day.feeds {
            if let Some(file) = captures.get(time) {
                files.insert(feed.clone(), file.clone());
            }
        }
        drop(files);
        run.fetch(*time)?;
    }
    Ok(run)
}

fn serve(stream: TcpStream, files: &Mutex<HashMap<String, PathBuf>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut writer = stream;
    loop {
        let mut request = String::new();
        reader.read_line(&mut request).ok().filter(|n| *n > 0)?;
        let feed = request
            .split(' ')
            .nth(1)?
            .trim_start_matches('/')
            .to_owned();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok().filter(|n| *n > 0)?;
            if header.trim().is_empty() {
                break;
            }
        }
        let file = files.lock().ok()?.get(&feed).cloned();
        let (status, body) = match file.and_then(|file| fs::read(file).ok()) {
            Some(body) => ("200 OK", body),
            None => ("404 Not Found", Vec::new()),
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        writer.write_all(head.as_bytes()).ok()?;
        writer.write_all(&body).ok()?;
    }
}

impl Run {
    fn command(&self, arguments: &[&str]) -> Told<String> {
        let output = Command::new(&self.program)
            .arg("--home")
            .arg(self.home.path())
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn fetch(&mut self, time: DateTime<Utc>) -> Told<()> {
        let before = self.articles_of_feeds().unwrap_or_default();
        let now = time.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let told = self.command(&["--now", &now, "refresh", "--all", "--json"])?;
        let report: Value = serde_json::from_str(&told).map_err(|error| error.to_string())?;
        println!("{now}  {}  {}", report["feeds"], report["articles"]);
        let after = self.articles_of_feeds()?;
        let failed = report["errors"].as_array().map_or(&[][..], Vec::as_slice);
        self.failures += failed.len();
        for url in failed.iter().filter_map(|error| error["feed"].as_str()) {
            if after.get(url) < before.get(url) {
                self.shrunk.push(url.to_owned());
            }
        }
        Ok(())
    }

    fn cache(&self) -> Told<Connection> {
        Connection::open(self.home.path().join("newsfold.db")).map_err(|error| error.to_string())
    }

    fn articles_of_feeds(&self) -> Told<HashMap<String, i64>> {
        rows(
            &self.cache()?,
            "SELECT feed.url, count(*) FROM article JOIN feed ON feed.id = article.feed GROUP BY 1",
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map(|rows| rows.into_iter().collect())
    }
}

fn rows<T>(
    cache: &Connection,
    sql: &str,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Told<Vec<T>> {
    let told = |error: rusqlite::Error| error.to_string();
    let mut statement = cache.prepare(sql).map_err(told)?;
    let rows = statement.query_map([], read).map_err(told)?;
    rows.collect::<Result<_, _>>().map_err(told)
}

/// An article as the cache has it.
struct Stored {
    source: String,
    title: String,
    summary: String,
    published: i64,
}

/// Tells the figures; gives how many articles are lost or doubled.
fn tell(day: &Day, run: &Run) -> Told<usize> {
    let cache = run.cache()?;
    let count = |sql: &str| -> Told<i64> {
        cache
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| error.to_string())
    };
    let articles = count("SELECT count(*) FROM article")?;
    let addresses = count("SELECT count(DISTINCT canonical) FROM article")?;
    let doubles = count(
        "SELECT count(*) FROM (SELECT 1 FROM article WHERE canonical IS NOT NULL
         GROUP BY canonical HAVING count(*) > 1)",
    )?;
    let shared = count(
        "SELECT count(*) FROM (SELECT 1 FROM carried GROUP BY article
         HAVING count(DISTINCT feed) > 1)",
    )?;
    let alike = alike(&cache)?;
    let lost = lost(day, run, &cache)?;
    println!(
        "{articles} articles, {addresses} addresses, {doubles} addresses doubled, \
         {} pairs of one publisher that say the same, {shared} articles in several feeds, \
         {} items lost, {} failures, {} feeds that lost articles by failing",
        alike.len(),
        lost.len(),
        run.failures,
        run.shrunk.len(),
    );
    for pair in &alike {
        println!("  alike: {pair}");
    }
    for item in &lost {
        println!("  lost: {item}");
    }
    for feed in &run.shrunk {
        println!("  lost articles by failing: {feed}");
    }
    Ok(usize::try_from(doubles).unwrap_or(usize::MAX) + lost.len() + run.shrunk.len())
}

/// Pairs of articles of one publisher within a day and a half that say the same.
fn alike(cache: &Connection) -> Told<Vec<String>> {
    let stored = rows(
        cache,
        "SELECT source.name, article.title, article.summary, article.published
         FROM article JOIN source ON source.id = article.source ORDER BY article.published",
        |row| {
            Ok(Stored {
                source: row.get(0)?,
                title: row.get(1)?,
                summary: row.get(2)?,
                published: row.get(3)?,
            })
        },
    )?;
    let mut under: BTreeMap<(&str, String), Vec<&Stored>> = BTreeMap::new();
    for article in &stored {
        let key = (article.source.as_str(), folded(&article.title));
        under.entry(key).or_default().push(article);
    }
    let mut pairs = Vec::new();
    for articles in under.values() {
        for pair in articles.windows(2) {
            let near = pair[1].published - pair[0].published <= 36 * 3600;
            if near && share(&pair[0].summary, &pair[1].summary) >= 0.8 {
                pairs.push(format!("{} | {}", pair[0].source, pair[0].title));
            }
        }
    }
    Ok(pairs)
}

fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The share of words that are in both texts.
fn share(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> HashSet<String> { text.split_whitespace().map(folded).collect() };
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count();
    if all == 0 {
        return 1.0;
    }
    one.intersection(&other).count() as f64 / all as f64
}

/// Items of captures that no article has the address of, nor the headline, now or earlier.
fn lost(day: &Day, run: &Run, cache: &Connection) -> Told<Vec<String>> {
    let known: HashSet<String> = rows(
        cache,
        "SELECT url FROM article WHERE url IS NOT NULL UNION SELECT title FROM article
         UNION SELECT title FROM revision",
        |row| row.get(0),
    )?
    .into_iter()
    .collect();
    let mut lost = BTreeSet::new();
    for (feed, captures) in &day.feeds {
        for file in captures.values() {
            let file = file.display().to_string();
            for line in run.command(&["parse", &file])?.lines() {
                let item: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
                let has = |field: &str| item[field].as_str().is_some_and(|it| known.contains(it));
                if !has("url") && !has("title") {
                    lost.insert(format!("{feed} | {} | {}", item["title"], item["url"]));
                }
            }
        }
    }
    Ok(lost.into_iter().collect())
}

/// Tells how often texts changed, and how often they differ in nothing but counters, times and
/// damaged letters.
fn tell_revisions(run: &Run, all: bool) -> Told<()> {
    let cache = run.cache()?;
    let revised: Vec<i64> = rows(
        &cache,
        "SELECT DISTINCT article FROM revision ORDER BY article",
        |row| row.get(0),
    )?;
    let (mut total, mut hollow) = (0, 0);
    for article in &revised {
        let told = run.command(&["show", &format!("article:{article}"), "--json"])?;
        let shown: Value = serde_json::from_str(&told).map_err(|error| error.to_string())?;
        let mut texts: Vec<(&str, &str)> = Vec::new();
        let earlier = shown["earlier"].as_array().map_or(&[][..], Vec::as_slice);
        for text in earlier.iter().chain([&shown]) {
            texts.push((
                text["title"].as_str().unwrap_or_default(),
                text["text"].as_str().unwrap_or_default(),
            ));
        }
        for pair in texts.windows(2) {
            let changed = [changed(pair[0].0, pair[1].0), changed(pair[0].1, pair[1].1)];
            total += 1;
            let says_nothing = changed
                .iter()
                .flatten()
                .all(|(gone, come)| is_hollow(gone, come));
            hollow += usize::from(says_nothing);
            if all || says_nothing {
                let [title, text] = changed.map(described);
                let mark = if says_nothing { "hollow" } else { "change" };
                println!("  {mark}: {article} | {} | {title} | {text}", pair[1].0);
            }
        }
    }
    println!(
        "{total} revisions of {} articles, {hollow} of them of nothing but figures or damage",
        revised.len()
    );
    Ok(())
}

/// Whether words changed in nothing but figures and damaged letters.
fn is_hollow(gone: &[String], come: &[String]) -> bool {
    let hollow = |word: &str| word.contains('\u{fffd}') || !word.contains(char::is_alphabetic);
    gone.len() == come.len()
        && gone
            .iter()
            .zip(come)
            .all(|(a, b)| a == b || hollow(a) || hollow(b))
}

/// The words between what two texts begin with and what they end with in common.
fn changed(one: &str, other: &str) -> Option<(Vec<String>, Vec<String>)> {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (mut one, mut other) = (words(one), words(other));
    while !one.is_empty() && one.last() == other.last() {
        one.pop();
        other.pop();
    }
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    one.drain(..same);
    other.drain(..same);
    (!one.is_empty() || !other.is_empty()).then_some((one, other))
}

fn described(changed: Option<(Vec<String>, Vec<String>)>) -> String {
    let short = |words: &[String]| words.iter().take(12).cloned().collect::<Vec<_>>().join(" ");
    changed.map_or_else(String::new, |(gone, come)| {
        format!("-[{}] +[{}]", short(&gone), short(&come))
    })
}

fn entries(folder: &Path) -> Told<Vec<PathBuf>> {
    let told = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(told)?;
    let entries: Result<Vec<PathBuf>, _> = entries.map(|entry| Ok(entry?.path())).collect();
    entries.map_err(told)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
