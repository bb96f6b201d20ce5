//! Who may name whom. A new folder needs a row here.

use std::{fs, path::Path};

const EVERYTHING: &[&str] = &[
    "model", "text", "query", "config", "ingest", "stories", "compare", "layout", "export",
    "store", "worker", "demo", "app", "ui", "runtime",
];

/// Folder → the folders it may name, itself aside.
const TABLE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("query", &["model", "text"]),
    ("config", &["model", "query"]),
    ("ingest", &["model", "text"]),
    ("stories", &["model", "text"]),
    ("compare", &["model", "text"]),
    ("layout", &["model", "text"]),
    // What is told of a story, written: for files from the screen and for commands alike.
    ("export", &["model", "compare", "layout"]),
    ("store", &["model", "query", "text"]),
    (
        "worker",
        &[
            "model", "config", "query", "ingest", "stories", "store", "text", "layout",
        ],
    ),
    ("demo", &["model", "config"]),
    ("app", &["model", "config", "query", "compare", "layout"]),
    (
        "ui",
        &["model", "config", "query", "compare", "app", "layout"],
    ),
    ("runtime", EVERYTHING),
    ("cli", EVERYTHING),
];

/// Outside crates that live in some folders only.
const CRATES: &[(&str, &[&str])] = &[
    ("directories", &["config"]),
    ("feed_rs", &["ingest"]),
    ("html2text", &["ingest", "layout"]),
    ("rusqlite", &["store"]),
    ("reqwest", &["worker"]),
    ("ratatui", &["ui", "runtime"]),
    ("ratatui_image", &["runtime"]),
    ("image", &["runtime"]),
    ("dom_smoothie", &["ingest"]),
    ("crossterm", &["runtime"]),
];

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&entry).expect("a source file");
            found.push((entry.display().to_string(), text));
        }
    }
}

/// The source without comments and without its test module, which may use anything.
fn code(text: &str) -> String {
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// First names after `crate::`, also inside `use crate::{…}`.
fn named_folders(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let after = &code[at + "crate::".len()..];
        match after.strip_prefix('{') {
            None => names.push(word(after)),
            Some(inside) => names.extend(branches(inside)),
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// First names of the branches of `{a::b, c::{d, e}, f}`.
fn branches(inside: &str) -> Vec<String> {
    let (mut depth, mut start, mut names) = (0, true, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && (c.is_alphabetic() || c == '_') => {
                names.push(word(&inside[at..]));
                start = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn every_folder_names_only_what_the_table_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for folder in fs::read_dir(&root)
        .expect("src")
        .map(|entry| entry.expect("an entry").path())
    {
        if !folder.is_dir() {
            continue;
        }
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let Some((_, allowed)) = TABLE.iter().find(|(row, _)| *row == name) else {
            panic!("src/{name} has no row in the table of tests/it/layers.rs");
        };
        let mut files = Vec::new();
        sources(&folder, &mut files);
        for (file, text) in files
            .iter()
            .filter(|(file, _)| !file.ends_with("/tests.rs"))
        {
            let code = code(text);
            for named in named_folders(&code) {
                if named != name && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{file} names crate::{named}"));
                }
            }
            for (outside, homes) in CRATES {
                if !homes.contains(&name.as_str()) && code.contains(&format!("{outside}::")) {
                    wrong.push(format!("{file} names the crate {outside}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_paths_sees_through_braces() {
    let code = "use crate::{model::{A, B}, store::C};\nlet x = crate::text::words();";
    assert_eq!(named_folders(code), ["model", "store", "text"]);
}
