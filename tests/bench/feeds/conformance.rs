//! Test suites of other readers and of a validator: whether each file is read, and what of its
//! expectation on titles, links, dates and authors is met.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use newsfold::internals::{FeedContext, parse_feed, parse_file};
use quick_xml::{Reader, events::Event};
use serde_json::Value as Json;
use url::Url;

use crate::{
    expectation::comparisons,
    judge::{Field, ReadFeed, Subject, Value},
    read,
};

/// Where the suites say that their files are served from.
const SERVED_FROM: &str = "http://127.0.0.1:8097/";

/// What a file is before any feed reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    WellFormed,
    IllFormed,
    NoFeed,
}

#[derive(Debug, Default)]
struct Tally {
    files: BTreeMap<Form, usize>,
    unread: BTreeMap<Form, Vec<String>>,
    panics: Vec<String>,
    judged: usize,
    unmet: Vec<String>,
    not_kept: Vec<String>,
    others: usize,
}

/// The report on some suites.
pub fn tell(folders: &[PathBuf], list_missed: bool) -> Result<String, String> {
    let mut out = String::new();
    let mut all = Tally::default();
    for folder in folders {
        let mut tally = Tally::default();
        let mut files = Vec::new();
        walk(folder, &mut files)?;
        files.sort();
        for file in &files {
            tally.add(folder, file)?;
        }
        tally.tell(&mut out, &folder_name(folder), list_missed);
        all.merge(tally);
    }
    all.tell(&mut out, "all", false);
    Ok(out)
}

fn folder_name(folder: &Path) -> String {
    folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

impl Tally {
    fn add(&mut self, folder: &Path, file: &Path) -> Result<(), String> {
        let bytes = read(file)?;
        let path = file.strip_prefix(folder).unwrap_or(file);
        let name = path.to_string_lossy().into_owned();
        let told = told(&bytes);
        let form = form(&bytes, &name);
        *self.files.entry(form).or_default() += 1;
        let header = |wanted: &str| {
            told.headers.iter().find_map(|header| {
                let (name, value) = header.split_once(':')?;
                name.trim()
                    .eq_ignore_ascii_case(wanted)
                    .then(|| value.trim())
            })
        };
        let address = format!("{SERVED_FROM}{}/{name}", folder_name(folder));
        let base = header("Content-Location")
            .and_then(|location| Url::parse(&address).ok()?.join(location).ok())
            .map_or(address, String::from);
        let context = FeedContext {
            url: &base,
            content_type: header("Content-Type"),
        };
        let outcome = catch_unwind(|| {
            let feed = parse_feed(&bytes, &context, &|_| false)?;
            Ok::<_, newsfold::internals::IngestError>(ReadFeed {
                feed,
                articles: parse_file(&bytes, Some(&base))?,
            })
        });
        let read = match outcome {
            Ok(Ok(read)) => read,
            Ok(Err(error)) => {
                let line = format!("{name}: {error}");
                self.unread.entry(form).or_default().push(line);
                return Ok(());
            }
            Err(_) => {
                self.panics.push(name);
                return Ok(());
            }
        };
        let expected = match &told.expects {
            Some(expression) => comparisons(expression),
            None => beside(file)?,
        };
        match expected {
            None => self.others += 1,
            Some(expected) => self.judge(&name, &read, &expected),
        }
        Ok(())
    }

    fn judge(&mut self, name: &str, read: &ReadFeed, expected: &[(Subject, Value)]) {
        let kept = |subject: &Subject| {
            subject.item.is_some() || matches!(subject.field, Field::Title | Field::Link)
        };
        if !expected.iter().all(|(subject, _)| kept(subject)) {
            self.not_kept.push(name.to_owned());
            return;
        }
        self.judged += 1;
        let unmet = expected.iter().find_map(|(subject, value)| {
            let found = read.differs(subject, value)?;
            Some(format!("{name}: {subject:?} is {value:?}; read: {found}"))
        });
        self.unmet.extend(unmet);
    }

    fn merge(&mut self, other: Self) {
        for (form, count) in other.files {
            *self.files.entry(form).or_default() += count;
        }
        for (form, files) in other.unread {
            self.unread.entry(form).or_default().extend(files);
        }
        self.panics.extend(other.panics);
        self.judged += other.judged;
        self.unmet.extend(other.unmet);
        self.not_kept.extend(other.not_kept);
        self.others += other.others;
    }

    fn tell(&self, out: &mut String, name: &str, list: bool) {
        // Writing to a text cannot fail.
        let _ = writeln!(out, "{name}: panics {}", self.panics.len());
        for (form, files) in &self.files {
            let unread = self.unread.get(form).map_or(0, Vec::len);
            let share = 100.0 * (files - unread) as f64 / (*files).max(1) as f64;
            let _ = writeln!(
                out,
                "  {form:?}: {files} files, unread {unread}, read {share:.2} %"
            );
        }
        let met = self.judged - self.unmet.len();
        let share = 100.0 * met as f64 / self.judged.max(1) as f64;
        let _ = writeln!(
            out,
            "  expectations on titles, links, dates, authors: {} files, met {met} ({share:.2} %); \
             on what is not kept of a feed: {}; on other things, or none: {}",
            self.judged,
            self.not_kept.len(),
            self.others
        );
        if list {
            for (form, files) in &self.unread {
                for line in files {
                    let _ = writeln!(out, "  UNREAD {form:?} {line}");
                }
            }
            for line in self.panics.iter().chain(&self.unmet) {
                let _ = writeln!(out, "  UNMET {line}");
            }
        }
    }
}

/// What a file tells about itself in its first comment.
#[derive(Debug, Default)]
struct Told {
    headers: Vec<String>,
    expects: Option<String>,
}

fn told(bytes: &[u8]) -> Told {
    // Wide encodings become readable without their zeros.
    let narrow: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| *byte != 0)
        .take(8_192)
        .collect();
    let text = String::from_utf8_lossy(&narrow);
    let mut told = Told::default();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("\"__TEST__\": \"").trim();
        if let Some(header) = line.strip_prefix("Header:") {
            told.headers.push(header.trim().to_owned());
        }
        if let Some((_, expects)) = line.split_once("Expect:")
            && told.expects.is_none()
        {
            let expects = expects.split("-->").next().unwrap_or(expects);
            told.expects = Some(expects.trim().to_owned());
        }
    }
    told
}

fn form(bytes: &[u8], name: &str) -> Form {
    let text: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    if text.trim_ascii_start().starts_with(b"{") {
        let feed = String::from_utf8_lossy(text).contains("jsonfeed.org");
        return match serde_json::from_slice::<Json>(text) {
            Ok(_) if feed => Form::WellFormed,
            Err(_) if feed => Form::IllFormed,
            _ => Form::NoFeed,
        };
    }
    let mut reader = Reader::from_reader(text);
    let mut root = None;
    let whole = loop {
        match reader.read_event() {
            Ok(Event::Eof) => break true,
            Ok(Event::Start(tag) | Event::Empty(tag)) if root.is_none() => {
                let name = tag.local_name().as_ref().to_lowercase();
                root = Some(name);
            }
            Ok(_) => {}
            Err(_) => break false,
        }
    };
    match root.as_deref() {
        Some("rss" | "rdf" | "feed" | "channel" | "entry")
            if whole && !name.contains("illformed") =>
        {
            Form::WellFormed
        }
        Some("rss" | "rdf" | "feed" | "channel" | "entry") => Form::IllFormed,
        None if name.contains("illformed") => Form::IllFormed,
        _ => Form::NoFeed,
    }
}

/// What another reader made of the feed, in a file of the same name beside it.
fn beside(file: &Path) -> Result<Option<Vec<(Subject, Value)>>, String> {
    let path = file.with_extension("json");
    if path == file || !path.exists() {
        return Ok(None);
    }
    let Ok(json) = serde_json::from_slice::<Json>(&read(&path)?) else {
        return Ok(None);
    };
    let mut found = of_object(&json, None);
    let items = json.get("items").or_else(|| json.get("entries"));
    for (number, item) in items
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        found.extend(of_object(item, Some(number)));
    }
    Ok((!found.is_empty()).then_some(found))
}

fn of_object(json: &Json, item: Option<usize>) -> Vec<(Subject, Value)> {
    let names = [
        ("title", Field::Title),
        ("link", Field::Link),
        ("publishedParsed", Field::Date),
        ("pubDateParsed", Field::Date),
        ("updatedParsed", Field::Date),
        ("author", Field::Author),
    ];
    names
        .iter()
        .filter(|(_, field)| item.is_some() || matches!(field, Field::Title | Field::Link))
        .filter_map(|(name, field)| {
            let value = json.get(name)?;
            let text = value.as_str().or_else(|| value.get("name")?.as_str())?;
            let subject = Subject {
                item,
                field: *field,
            };
            Some((subject, Value::Text(text.to_owned())))
        })
        .collect()
}
