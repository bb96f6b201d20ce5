//! Words looked for in the article that is shown: where they stand, line by line, whatever their
//! case, accents and kind of hyphen, also across the end of a line.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::layout::{Layout, Role};
use crate::query::plain_letter;

/// What is looked for, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// What was typed.
    pub text: String,
    /// Where it stands, from top to bottom.
    pub matches: Vec<Match>,
    /// The match that the page was moved to last.
    pub at: usize,
    /// The line at the top of the page before anything was looked for.
    pub from: usize,
}

/// A place where it stands: one line, or several where it goes over the end of one.
pub type Match = Vec<(usize, Range<usize>)>;

impl Find {
    /// Nothing yet, with that line at the top of the page.
    pub fn new(from: usize) -> Self {
        Self {
            from,
            ..Self::default()
        }
    }

    /// Looks for other words: the first match is the one at or below the line where it began.
    pub fn narrow(&mut self, text: &str, layout: &Layout) {
        text.clone_into(&mut self.text);
        self.look(layout);
        let below = self
            .matches
            .iter()
            .position(|found| first_line(found) >= self.from);
        self.at = below.unwrap_or(0);
    }

    /// Looks through other lines of the same article.
    pub fn look(&mut self, layout: &Layout) {
        self.matches = matches(&self.text, layout);
        self.at = self.at.min(self.matches.len().saturating_sub(1));
    }

    /// The line of the match that the page was moved to last.
    pub fn line(&self) -> Option<usize> {
        self.matches.get(self.at).map(first_line)
    }

    /// Goes to the next or previous match; false at the last or first one.
    pub fn step(&mut self, forward: bool, count: usize) -> bool {
        let last = self.matches.len().saturating_sub(1);
        let to = if forward {
            self.at.saturating_add(count).min(last)
        } else {
            self.at.saturating_sub(count)
        };
        let moved = to != self.at;
        self.at = to;
        moved
    }

    /// What is lit in a line, and whether it is the match that the page was moved to last.
    pub fn in_line(&self, line: usize) -> Vec<(Range<usize>, bool)> {
        let all = self.matches.iter().enumerate();
        let parts = all.flat_map(|(index, found)| {
            let here = found.iter().filter(move |(at, _)| *at == line);
            here.map(move |(_, range)| (range.clone(), index == self.at))
        });
        parts.collect()
    }
}

fn first_line(found: &Match) -> usize {
    found.first().map_or(0, |part| part.0)
}

/// A letter of the article as it is compared, and where it stands.
struct Letter {
    folded: char,
    line: usize,
    bytes: Range<usize>,
}

fn matches(text: &str, layout: &Layout) -> Vec<Match> {
    let mut wanted = Vec::new();
    for word in text.split_whitespace() {
        if !wanted.is_empty() {
            wanted.push(' ');
        }
        word.chars()
            .for_each(|c| fold(c, |folded| wanted.push(folded)));
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let letters = letters_of(layout);
    let mut found = Vec::new();
    let mut at = 0;
    while at + wanted.len() <= letters.len() {
        let here = &letters[at..at + wanted.len()];
        if here
            .iter()
            .zip(&wanted)
            .all(|(letter, wanted)| letter.folded == *wanted)
        {
            found.push(parts_of(here));
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    found
}

/// The parts of a match, one for each line.
fn parts_of(letters: &[Letter]) -> Match {
    let mut parts: Match = Vec::new();
    for letter in letters.iter().filter(|letter| !letter.bytes.is_empty()) {
        match parts.last_mut() {
            Some((line, range)) if *line == letter.line => range.end = letter.bytes.end,
            _ => parts.push((letter.line, letter.bytes.clone())),
        }
    }
    parts
}

/// All letters, with single blanks between words and lines; a line without text parts what is
/// around it.
fn letters_of(layout: &Layout) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (line, content) in layout.lines.iter().enumerate() {
        let mut start = 0;
        let before = letters.len();
        for span in &content.spans {
            let shown = !matches!(span.role, Role::Marker | Role::TableRule | Role::Rule);
            for (at, c) in span.text.char_indices().filter(|_| shown) {
                let bytes = start + at..start + at + c.len_utf8();
                push(&mut letters, c, line, bytes);
            }
            start += span.text.len();
        }
        let part = if letters.len() == before { '\n' } else { ' ' };
        push(&mut letters, part, line, start..start);
    }
    letters
}

fn push(letters: &mut Vec<Letter>, c: char, line: usize, bytes: Range<usize>) {
    if c.is_whitespace() {
        let last = letters.last().map(|letter| letter.folded);
        let folded = if c == '\n' { '\n' } else { ' ' };
        if last != Some(' ') || folded == '\n' {
            letters.push(Letter {
                folded,
                line,
                bytes,
            });
        }
        return;
    }
    fold(c, |folded| {
        letters.push(Letter {
            folded,
            line,
            bytes: bytes.clone(),
        });
    });
}

/// A letter in lower case without accents; hyphens, apostrophes and the dotless i are like those
/// that keyboards have.
fn fold(c: char, mut take: impl FnMut(char)) {
    match plain_letter(c) {
        '\u{ad}' => {}
        '“' | '”' | '„' => take('"'),
        c if c.is_ascii() => take(c.to_ascii_lowercase()),
        c => c
            .to_lowercase()
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .for_each(take),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Options, lay_out};
    use crate::model::{Block, Document, Inline};

    fn found(text: &str, paragraph: &str, width: usize) -> Vec<String> {
        let span = Inline {
            text: paragraph.to_owned(),
            ..Inline::default()
        };
        let document = Document {
            blocks: vec![Block::Paragraph(vec![span])],
            ..Document::default()
        };
        let layout = lay_out(&document, width, Options::default());
        let mut find = Find::new(0);
        find.narrow(text, &layout);
        let line = |at: usize| -> String {
            layout.lines[at]
                .spans
                .iter()
                .map(|span| span.text.as_str())
                .collect()
        };
        let text = |found: &Match| {
            let parts = found
                .iter()
                .map(|(at, range)| line(*at)[range.clone()].to_owned());
            parts.collect::<Vec<_>>().join("|")
        };
        find.matches.iter().map(text).collect()
    }

    #[test]
    fn case_accents_and_kinds_of_hyphen_do_not_matter() {
        let text = "Low\u{2011}latency links of the Ajansı, low-latency CAFÉ";
        assert_eq!(
            found("low-LATENCY", text, 80),
            ["Low\u{2011}latency", "low-latency"]
        );
        assert_eq!(found("ajansi", text, 80), ["Ajansı"]);
        assert_eq!(found("cafe", text, 80), ["CAFÉ"]);
        assert_eq!(found("", text, 80), Vec::<String>::new());
    }

    #[test]
    fn words_are_found_across_the_end_of_a_line() {
        assert_eq!(found("two three", "one two three four", 8), ["two|three"]);
    }
}
