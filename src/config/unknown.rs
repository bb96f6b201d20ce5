//! Names keys of a file that mean nothing, with their line and the nearest key that does.

use toml_edit::{Document, Item, TableLike};

use crate::config::error::line_of;

/// A sentence for each key of `text` that is not among `known`.
///
/// `known` holds dotted paths ("fetch.at_once"); a path that ends in `.*` takes any key below it.
pub fn unknown_keys(text: &str, known: &[&str]) -> Vec<String> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    walk(document.as_table(), "", known, text, &mut found);
    found
}

fn walk(table: &dyn TableLike, above: &str, known: &[&str], text: &str, found: &mut Vec<String>) {
    for (key, item) in table.iter() {
        let path = if above.is_empty() {
            key.to_owned()
        } else {
            format!("{above}.{key}")
        };
        if known.iter().any(|name| covers(name, &path)) {
            continue;
        }
        let section = format!("{path}.");
        let is_section = known.iter().any(|name| name.starts_with(&section));
        match item.as_table_like() {
            Some(inner) if is_section => walk(inner, &path, known, text, found),
            _ => found.push(sentence(table, key, &path, item, known, text)),
        }
    }
}

fn covers(known: &str, path: &str) -> bool {
    known == path
        || known
            .strip_suffix('*')
            .is_some_and(|start| path.starts_with(start))
}

fn sentence(
    table: &dyn TableLike,
    key: &str,
    path: &str,
    item: &Item,
    known: &[&str],
    text: &str,
) -> String {
    let span = table
        .key(key)
        .and_then(|key| key.span())
        .or_else(|| item.span());
    let line = line_of(text, span.map_or(0, |span| span.start));
    match nearest(path, known) {
        Some(near) => format!("line {line}: \"{path}\" is not a setting. Did you mean \"{near}\"?"),
        None => format!("line {line}: \"{path}\" is not a setting."),
    }
}

/// The entry of `known` most like `word`, if one is alike at all.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|name| (distance(word, name), *name))
        .filter(|(distance, name)| *distance <= name.len().max(word.len()) / 3 + 1)
        .min()
        .map(|(_, name)| name)
}

/// Edit distance (Levenshtein) in bytes; keys are ASCII and short.
fn distance(left: &str, right: &str) -> usize {
    let right = right.as_bytes();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &[
        "fetch.at_once",
        "fetch.per_host",
        "browser.command",
        "keys.*",
    ];

    #[test]
    fn a_misspelt_key_is_named_with_its_line_and_the_nearest_key() {
        assert_eq!(
            unknown_keys("[fetch]\nat_once = 3\nper_hots = 2\n", KNOWN),
            ["line 3: \"fetch.per_hots\" is not a setting. Did you mean \"fetch.per_host\"?"]
        );
    }

    #[test]
    fn an_unknown_section_is_named_once() {
        assert_eq!(
            unknown_keys("[zebra]\na = 1\nb = 2\n", KNOWN),
            ["line 1: \"zebra\" is not a setting."]
        );
    }

    #[test]
    fn known_keys_pass() {
        assert!(
            unknown_keys("browser = { command = \"x\" }\n[keys]\nquit = \"q\"", KNOWN).is_empty()
        );
    }
}
