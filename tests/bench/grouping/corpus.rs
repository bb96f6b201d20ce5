//! The sets of a folder. What a set is follows from its lines: articles with labels, articles
//! without any (background), or pairs; a labelled *day* is told by its name, `*.gold.jsonl`.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use newsfold::internals::{Line, read_lines};
use serde::Deserialize;

/// An article and the story it is said to belong to.
#[derive(Debug, Clone, Deserialize)]
pub struct Article {
    #[serde(flatten)]
    pub line: Line,
    /// Label; empty if there is none.
    #[serde(default)]
    story: Option<String>,
    /// A finer label that is right as well.
    #[serde(default)]
    part: Option<String>,
    /// Whether the label can be argued about; then it is grouped but not scored.
    #[serde(default)]
    pub doubtful: bool,
}

/// Two articles of which is known whether they tell of one event.
#[derive(Debug, Deserialize)]
pub struct Pair {
    pub a: Line,
    pub b: Line,
    pub same: bool,
    /// Whether they share the formula of a recurring report.
    #[serde(default)]
    pub boilerplate: bool,
}

/// The articles of one file.
#[derive(Debug)]
pub struct Set {
    pub name: String,
    pub articles: Vec<Article>,
}

/// Everything there is to measure on.
#[derive(Debug, Default)]
pub struct Corpus {
    pub labelled: Vec<Set>,
    pub background: Vec<Set>,
    pub days: Vec<Set>,
    pub pairs: Vec<(String, Vec<Pair>)>,
}

const DAY_ENDING: &str = ".gold";

impl Article {
    /// The label, whether or not it can be argued about.
    pub fn said(&self) -> Option<&str> {
        self.story.as_deref().filter(|story| !story.is_empty())
    }

    /// The label, if it is to be scored.
    pub fn label(&self) -> Option<&str> {
        self.said().filter(|_| !self.doubtful)
    }

    /// The finer label, if it is to be scored and there is one.
    pub fn part(&self) -> Option<&str> {
        let part = self.part.as_deref().filter(|part| !part.is_empty());
        self.label().and(part)
    }

    /// The id as text.
    pub fn id(&self) -> String {
        id(&self.line)
    }
}

/// The id of a line as text.
pub fn id(line: &Line) -> String {
    match &line.id {
        serde_json::Value::String(id) => id.clone(),
        other => other.to_string(),
    }
}

impl Corpus {
    /// Reads every set of a folder, and more labelled days.
    pub fn read(folder: &Path, days: &[PathBuf]) -> Result<Self, String> {
        let told = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).map_err(told)? {
            let path = entry.map_err(told)?.path();
            if set_name(&path).is_some() {
                files.push(path);
            }
        }
        files.sort();
        files.extend(days.iter().cloned());
        let mut corpus = Self::default();
        for file in files {
            let failed = |why| format!("{}: {why}", file.display());
            let name = set_name(&file).ok_or_else(|| failed("not a .jsonl".to_owned()))?;
            corpus
                .add(name, &contents(&file).map_err(failed)?)
                .map_err(failed)?;
        }
        Ok(corpus)
    }

    fn add(&mut self, name: String, bytes: &[u8]) -> Result<(), String> {
        if let Ok(pairs) = read_lines::<Pair>(bytes) {
            self.pairs.push((name, pairs));
            return Ok(());
        }
        let articles: Vec<Article> = read_lines(bytes)?;
        let is_labelled = articles.iter().any(|article| article.label().is_some());
        let sets = match name.strip_suffix(DAY_ENDING) {
            Some(_) => &mut self.days,
            None if is_labelled => &mut self.labelled,
            None => &mut self.background,
        };
        let name = name.strip_suffix(DAY_ENDING).unwrap_or(&name).to_owned();
        sets.push(Set { name, articles });
        Ok(())
    }
}

/// The file's name without what tells its format.
fn set_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.strip_suffix(".jsonl").map(str::to_owned)
}

fn contents(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    if path.extension().is_none_or(|ending| ending != "gz") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes.as_slice())
        .read_to_end(&mut unpacked)
        .map_err(|error| error.to_string())?;
    Ok(unpacked)
}
