//! What tells a name from others.

use super::lists::{COMPANY_FORMS, INSTITUTIONS, LINKS, SUFFIXES, SURNAMES, TITLES};
use crate::text::{fold, words};

/// The words of a name that tell it from others, folded: without titles before it, initials in its
/// middle, links between its words, what says of what form a company is, and endings of the plural.
pub fn name_key(name: &str) -> Vec<String> {
    let mut folded = String::new();
    let mut all = Vec::new();
    for word in words(name) {
        fold(word.text, &mut folded);
        all.push(folded.clone());
    }
    let mut key: Vec<String> = all
        .iter()
        .filter(|word| !LINKS.contains(&word.as_str()))
        .map(|word| singular(word).to_owned())
        .collect();
    // "U.S." and "u s" are one.
    if key.len() > 1 && key.iter().all(|part| part.chars().count() == 1) {
        return vec![key.concat()];
    }
    // "President Quill" is Quill; "Justice Department" is not just any department.
    let is_institution = key
        .last()
        .is_some_and(|last| INSTITUTIONS.contains(&last.as_str()));
    if !is_institution {
        let titles = key.iter().take_while(|word| is_among(TITLES, word)).count();
        if titles < key.len() {
            key.drain(..titles);
        }
    }
    while key.len() > 1
        && key
            .last()
            .is_some_and(|last| is_among(COMPANY_FORMS, last) || is_among(SUFFIXES, last))
    {
        key.pop();
    }
    if let [_, middle @ .., _] = key.as_slice()
        && middle.iter().any(|word| word.chars().count() == 1)
    {
        let last = key.len() - 1;
        let mut at = 0;
        key.retain(|word| {
            at += 1;
            at == 1 || at - 1 == last || word.chars().count() > 1
        });
    }
    if key.is_empty() { all } else { key }
}

/// Whether a word ends the names of institutions, of which one is not another: "House", "University".
pub fn is_institution(word: &str) -> bool {
    is_among(INSTITUTIONS, word)
}

/// Whether a name is nobody's: "Vice President", "Chairman".
pub(super) fn is_title(name: &str) -> bool {
    let mut folded = String::new();
    let mut has_office = false;
    let is_title = words(name).all(|word| {
        fold(word.text, &mut folded);
        has_office |= !is_among(SURNAMES, &folded);
        is_among(TITLES, singular(&folded)) || LINKS.contains(&folded.as_str())
    });
    is_title && has_office
}

fn is_among(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// A word without the ending of the English plural.
fn singular(folded: &str) -> &str {
    match folded.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) && folded != "news" => {
            stem
        }
        _ => folded,
    }
}
