//! How well the article of a web page is found, on folders of pages whose article is known:
//! `cargo bench --features internals --bench pages -- news|cases|pieces FOLDER [ID…]`.
//!
//! `news FOLDER`: `ground-truth.json` (`{ID: {articleBody, url}}`) and `html/ID.html.gz`; precision,
//! recall and F1 of runs of four words, as that benchmark counts them (the mean over the pages).
//! `cases FOLDER`: folders with `source.html`, `expected.html`, `expected-metadata.json`.
//! `texts FOLDER`: `html/NAME.html` with `text/NAME.txt` or `txt/NAME.txt`, or `NAME.html` beside a
//! `NAME.json` with `expected.cleaned_text`; pages without a text are only read.
//! `pieces FILE FOLDER`: a JSON of addresses with `file`, and pieces of text `with` and `without`.
//! With IDs, the pages of these beginnings are printed.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::{collections::HashMap, error::Error, fs, io::Read, path::Path, time::Instant};

use flate2::read::GzDecoder;
use newsfold::internals::{Page, document, extract, plain_text};
use serde_json::Value;

type Anything<T> = Result<T, Box<dyn Error>>;

fn main() -> Anything<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let texts: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match texts.as_slice() {
        ["news", folder, ids @ ..] => news(Path::new(folder), ids),
        ["texts", folder, ids @ ..] => texts_of(Path::new(folder), ids),
        ["cases", folder, ids @ ..] => cases(Path::new(folder), ids),
        ["pieces", file, folder, ids @ ..] => pieces(Path::new(file), Path::new(folder), ids),
        _ => Err("news FOLDER | texts FOLDER | cases FOLDER | pieces FILE FOLDER".into()),
    }
}

/// Milliseconds that pages took.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    fn extract(&mut self, html: &[u8], url: Option<&str>) -> Page {
        let start = Instant::now();
        let page = extract(html, url, None);
        self.0.push(start.elapsed().as_secs_f64() * 1000.0);
        page.unwrap_or_default()
    }

    fn tell(&mut self) {
        self.0.sort_by(f64::total_cmp);
        if let (Some(median), Some(most)) = (self.0.get(self.0.len() / 2), self.0.last()) {
            println!(
                "{} pages, {median:.1} ms in the median, {most:.0} ms at most",
                self.0.len()
            );
        }
    }
}

fn wanted(id: &str, ids: &[&str]) -> bool {
    ids.is_empty() || ids.iter().any(|wanted| id.contains(wanted))
}

fn news(folder: &Path, ids: &[&str]) -> Anything<()> {
    let truth: Value = serde_json::from_slice(&fs::read(folder.join("ground-truth.json"))?)?;
    let (mut times, mut rows) = (Times::default(), Vec::new());
    for (id, page) in truth.as_object().ok_or("no pages")? {
        if !wanted(id, ids) {
            continue;
        }
        let mut html = Vec::new();
        let packed = fs::File::open(folder.join("html").join(format!("{id}.html.gz")))?;
        GzDecoder::new(packed).read_to_end(&mut html)?;
        let found = times.extract(&html, page["url"].as_str());
        if let Some(barrier) = found.barrier {
            println!(
                "{barrier:?} {} words, {}",
                found.document.words, page["url"]
            );
        }
        let expected = page["articleBody"].as_str().unwrap_or_default();
        let text = found.text();
        if !ids.is_empty() {
            println!("EXPECTED\n{expected}\n\nFOUND\n{text}\n\nEND");
        }
        rows.push((
            agreement(expected, &text),
            id.as_str(),
            page["url"].as_str().unwrap_or_default(),
        ));
    }
    rows.sort_by(|a, b| (a.0.0 + a.0.1).total_cmp(&(b.0.0 + b.0.1)));
    for ((precision, recall), id, url) in rows.iter().take(40) {
        println!(
            "{precision:.3} {recall:.3} {} {url}",
            &id[..8.min(id.len())]
        );
    }
    let pages = rows.len() as f64;
    let precision = rows.iter().map(|row| row.0.0).sum::<f64>() / pages;
    let recall = rows.iter().map(|row| row.0.1).sum::<f64>() / pages;
    println!(
        "precision {precision:.4} recall {recall:.4} F1 {:.4}",
        f1(precision, recall)
    );
    times.tell();
    Ok(())
}

fn texts_of(folder: &Path, ids: &[&str]) -> Anything<()> {
    let (mut times, mut rows, mut empty) = (Times::default(), Vec::new(), 0);
    let inside = folder.join("html");
    let pages = if inside.is_dir() { &inside } else { folder };
    for entry in fs::read_dir(pages)? {
        let path = entry?.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_none_or(|ending| ending != "html") || !wanted(&name, ids) {
            continue;
        }
        let found = times.extract(&fs::read(&path)?, Some("https://page.example/article"));
        let text = found.text();
        if text.is_empty() {
            empty += 1;
            println!("nothing found: {name}");
        }
        let Some(expected) = expected_text(folder, &path, &name) else {
            continue;
        };
        if !ids.is_empty() {
            println!("EXPECTED\n{expected}\n\nFOUND\n{text}\n\nEND");
        }
        rows.push((agreement(&expected, &text), name));
    }
    rows.sort_by(|a, b| (a.0.0 + a.0.1).total_cmp(&(b.0.0 + b.0.1)));
    for ((precision, recall), name) in rows.iter().take(20) {
        println!("{precision:.3} {recall:.3} {name}");
    }
    let pages = rows.len().max(1) as f64;
    let precision = rows.iter().map(|row| row.0.0).sum::<f64>() / pages;
    let recall = rows.iter().map(|row| row.0.1).sum::<f64>() / pages;
    println!(
        "{} with a text, {empty} empty: precision {precision:.4} recall {recall:.4} F1 {:.4}",
        rows.len(),
        f1(precision, recall)
    );
    times.tell();
    Ok(())
}

/// The text that a person, or a tool, took from a page.
fn expected_text(folder: &Path, page: &Path, name: &str) -> Option<String> {
    let text = ["text", "txt"]
        .iter()
        .find_map(|texts| fs::read_to_string(folder.join(texts).join(format!("{name}.txt"))).ok());
    let text = text.or_else(|| {
        let json = fs::read(page.with_extension("json")).ok()?;
        let value: Value = serde_json::from_slice(&json).ok()?;
        Some(value["expected"]["cleaned_text"].as_str()?.to_owned())
    });
    text.filter(|text| !text.trim().is_empty())
}

fn cases(folder: &Path, ids: &[&str]) -> Anything<()> {
    let (mut times, mut rows) = (Times::default(), Vec::new());
    let mut right: HashMap<&str, (usize, usize)> = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let case = entry?.path();
        let name = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Ok(html) = fs::read(case.join("source.html")) else {
            continue;
        };
        if !wanted(&name, ids) {
            continue;
        }
        let found = times.extract(&html, Some("http://fakehost/test/page.html"));
        let expected = fs::read_to_string(case.join("expected.html"))?;
        // What the reader would see of it: what is measured is the finding, not the showing.
        let expected = Page {
            document: document(&expected, None, &found.title),
            ..Page::default()
        };
        let (expected, text) = (expected.text(), found.text());
        if !ids.is_empty() {
            println!("EXPECTED\n{expected}\n\nFOUND\n{text}\n\nEND");
        }
        let (precision, recall) = agreement(&expected, &text);
        rows.push((f1(precision, recall), precision, recall, name.clone()));
        let facts: Value = serde_json::from_slice(&fs::read(case.join("expected-metadata.json"))?)?;
        let told = [
            ("title", Some(found.title.clone())),
            ("byline", found.byline.clone()),
            ("siteName", found.source.clone()),
            ("lang", found.lang.clone()),
            (
                "publishedTime",
                found.published.map(|time| time.0.to_string()),
            ),
        ];
        for (fact, value) in told {
            let mut expected = facts[fact].as_str().map(|text| plain_text(text, 10_000));
            if fact == "publishedTime" {
                expected = expected
                    .and_then(|text| newsfold::internals::parse_date(&text))
                    .map(|time| time.0.to_string());
            }
            let same = expected.as_deref().unwrap_or_default().trim()
                == value.as_deref().unwrap_or_default();
            if !same {
                println!("{name}: {fact} {expected:?} {value:?}");
            }
            let count = right.entry(fact).or_default();
            count.0 += usize::from(same);
            count.1 += 1;
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (f1, precision, recall, name) in rows.iter().take(25) {
        println!("{f1:.3} {precision:.3} {recall:.3} {name}");
    }
    println!(
        "F1 {:.4}",
        rows.iter().map(|row| row.0).sum::<f64>() / rows.len() as f64
    );
    println!("{right:?}");
    times.tell();
    Ok(())
}

fn pieces(file: &Path, folder: &Path, ids: &[&str]) -> Anything<()> {
    let pages: Value = serde_json::from_slice(&fs::read(file)?)?;
    let (mut right, mut wrong, mut times) = (0, 0, Times::default());
    for (url, page) in pages.as_object().ok_or("no pages")? {
        if !wanted(url, ids) {
            continue;
        }
        let html = fs::read(folder.join(page["file"].as_str().unwrap_or_default()))?;
        let found = times.extract(&html, Some(url));
        let text = spaced(&found.text());
        if !ids.is_empty() {
            println!("{}\n", found.text());
        }
        let mut missed = Vec::new();
        for (list, should) in [("with", true), ("without", false)] {
            for piece in page[list]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
            {
                if text.contains(&spaced(piece)) == should {
                    right += 1;
                } else {
                    wrong += 1;
                    let sign = if should { '-' } else { '+' };
                    missed.push(format!(
                        "{sign}{}",
                        piece.chars().take(60).collect::<String>()
                    ));
                }
            }
        }
        if !missed.is_empty() {
            println!("{url} [{} words] {missed:?}", found.document.words);
        }
    }
    println!(
        "{right} right, {wrong} wrong: {:.4}",
        right as f64 / (right + wrong) as f64
    );
    times.tell();
    Ok(())
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 {
        return 0.0;
    }
    2.0 * precision * recall / (precision + recall)
}

/// Precision and recall of runs of four words.
fn agreement(expected: &str, found: &str) -> (f64, f64) {
    let (expected, found) = (runs(expected), runs(found));
    let (mut both, mut more, mut less) = (0.0, 0.0, 0.0);
    for (run, count) in &expected {
        let other = found.get(run).copied().unwrap_or(0);
        both += f64::from((*count).min(other));
        less += f64::from(count.saturating_sub(other));
    }
    for (run, count) in &found {
        more += f64::from(count.saturating_sub(expected.get(run).copied().unwrap_or(0)));
    }
    let share = |part: f64, rest: f64| {
        if more == 0.0 && less == 0.0 {
            1.0
        } else if part + rest == 0.0 {
            0.0
        } else {
            part / (part + rest)
        }
    };
    (share(both, more), share(both, less))
}

fn runs(text: &str) -> HashMap<Vec<&str>, u32> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut runs = HashMap::new();
    if words.len() < 4 {
        runs.insert(words, 1);
        return runs;
    }
    for run in words.windows(4) {
        *runs.entry(run.to_vec()).or_default() += 1;
    }
    runs
}
