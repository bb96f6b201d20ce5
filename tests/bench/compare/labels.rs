//! The labels, and the articles they are of.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use newsfold::internals::{Line, TokenKind, read_lines};

/// What a label says of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    New,
    Known,
    /// Both can be argued for.
    Either,
}

/// A name or a figure of an article.
#[derive(Debug, Clone)]
pub struct Label {
    pub kind: TokenKind,
    pub state: State,
    pub token: String,
}

/// An article with its labels; the first of a story has none.
#[derive(Debug)]
pub struct Labelled {
    pub line: Line,
    pub labels: Vec<Label>,
}

/// A story in the order of reading.
#[derive(Debug)]
pub struct Story {
    pub name: String,
    pub articles: Vec<Labelled>,
}

/// The labels of articles by their ids.
type Named = Vec<(String, Vec<Label>)>;

/// The labelled stories with the articles that a folder has of them.
pub fn read(folder: &Path) -> Result<Vec<Story>, String> {
    let mut stories: Vec<(String, Named)> = Vec::new();
    for line in include_str!("labels.tsv").lines() {
        if line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [story, article, rest @ ..] = fields.as_slice() else {
            return Err(format!("This is no label: {line}"));
        };
        if stories.last().is_none_or(|(name, _)| name != story) {
            stories.push(((*story).to_owned(), Vec::new()));
        }
        let Some((_, articles)) = stories.last_mut() else {
            continue;
        };
        if articles.last().is_none_or(|(id, _)| id != article) {
            articles.push(((*article).to_owned(), Vec::new()));
        }
        if let ([kind, state, token], Some((_, labels))) = (rest, articles.last_mut()) {
            labels.push(label(kind, state, token).ok_or(format!("This is no label: {line}"))?);
        }
    }
    let mut wanted: HashMap<String, Option<Line>> = HashMap::new();
    let ids = stories.iter().flat_map(|(_, articles)| articles);
    wanted.extend(ids.map(|(id, _)| (id.clone(), None)));
    find(folder, &mut wanted)?;
    let story = |(name, articles): (String, Named)| {
        let articles = articles.into_iter().map(|(id, labels)| {
            let line = wanted.get(&id).cloned().flatten();
            let line = line.ok_or(format!("{id} is not in {}", folder.display()))?;
            Ok(Labelled { line, labels })
        });
        Ok(Story {
            name,
            articles: articles.collect::<Result<_, String>>()?,
        })
    };
    stories.into_iter().map(story).collect()
}

fn label(kind: &str, state: &str, token: &str) -> Option<Label> {
    let kind = match kind {
        "name" => TokenKind::Name,
        "figure" => TokenKind::Figure,
        _ => return None,
    };
    let state = match state {
        "new" => State::New,
        "known" => State::Known,
        "either" => State::Either,
        _ => return None,
    };
    let token = token.to_owned();
    Some(Label { kind, state, token })
}

/// Looks for articles in the files of a folder and of those in it.
fn find(folder: &Path, wanted: &mut HashMap<String, Option<Line>>) -> Result<(), String> {
    let told = |error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(told)?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, wanted)?;
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        let mut bytes = fs::read(&path).map_err(|error| format!("{name}: {error}"))?;
        if name.ends_with(".jsonl.gz") {
            let mut text = Vec::new();
            let read = MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut text);
            read.map_err(|error| format!("{name}: {error}"))?;
            bytes = text;
        } else if !name.ends_with(".jsonl") {
            continue;
        }
        for line in read_lines::<Line>(&bytes).unwrap_or_default() {
            let id = line.id.as_str().unwrap_or_default();
            if let Some(found) = wanted.get_mut(id).filter(|found| found.is_none()) {
                *found = Some(line);
            }
        }
    }
    Ok(())
}
