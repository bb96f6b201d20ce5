//! The passage of a text that answers a query.

use super::{Query, letters::plain_letters};

/// Characters of a passage at the most.
const LENGTH: usize = 160;

/// The words a query looks for, in lower case.
pub fn words_of(query: &Query) -> Vec<String> {
    match query {
        Query::All(terms) | Query::Any(terms) => terms.iter().flat_map(words_of).collect(),
        Query::Text(text) => text
            .words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect(),
        _ => Vec::new(),
    }
}

/// The part of `text` around the place where most of the words stand, in one line. The beginning
/// if none does.
pub fn passage(text: &str, words: &[String]) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let hits: Vec<bool> = text.iter().map(|word| contains_any(word, words)).collect();
    let start = best_start(&text, &hits);
    let mut passage = String::new();
    if start > 0 {
        passage.push('…');
    }
    let mut length = 0;
    for word in &text[start..] {
        let letters = word.chars().count() + 1;
        if length > 0 && length + letters > LENGTH {
            passage.push('…');
            break;
        }
        if length > 0 {
            passage.push(' ');
        }
        passage.extend(word.chars().take(LENGTH));
        length += letters;
    }
    passage
}

fn contains_any(word: &str, words: &[String]) -> bool {
    let word = plain_letters(word).to_lowercase();
    words
        .iter()
        .any(|wanted| word.contains(&*plain_letters(wanted)))
}

/// The word to begin with: a few before the first hit of the window with most hits.
fn best_start(text: &[&str], hits: &[bool]) -> usize {
    const WINDOW: usize = 22;
    const BEFORE: usize = 6;
    let places: Vec<usize> = (0..text.len()).filter(|place| hits[*place]).collect();
    let mut best = (0, 0);
    for (index, place) in places.iter().enumerate() {
        let within = places[index..]
            .iter()
            .take_while(|other| **other < place + WINDOW)
            .count();
        if within > best.0 {
            best = (within, *place);
        }
    }
    usize::saturating_sub(best.1, BEFORE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    #[test]
    fn the_passage_shows_where_the_words_stand() {
        let words = words_of(&parse("harbour (fire or smoke) -rain is:unread").expect("valid"));
        assert_eq!(words, ["harbour", "fire", "smoke"]);
        let text = format!(
            "{} In the old Harbour a fire broke out. {}",
            "Filler here. ".repeat(40),
            "End. ".repeat(60)
        );
        let found = passage(&text, &words);
        assert!(found.starts_with('…') && found.ends_with('…'), "{found}");
        assert!(
            found.contains("the old Harbour a fire broke out."),
            "{found}"
        );
        assert!(found.chars().count() < 180);
    }

    #[test]
    fn a_text_without_the_words_gives_its_beginning() {
        assert_eq!(
            passage("One two\nthree.", &["zebra".into()]),
            "One two three."
        );
        assert_eq!(passage("", &[]), "");
    }
}
