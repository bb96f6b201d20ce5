//! The links of the article that is shown: letters at those on the page, and the list of all.

use crate::app::ShownArticle;
use crate::layout::TextOrder;
use crate::model::{Block, Document, Inline, LinkId};

/// Letters of hints, those under the fingers first.
const LETTERS: &str = "asdfjklghqwertuiopzxcvbnmy";

/// Letters at the links of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// One for each link on the page.
    pub hints: Vec<Hint>,
    /// What was typed of one of them.
    pub typed: String,
}

/// A letter, or two, at a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What to type.
    pub label: String,
    /// The line of the article that the link begins in.
    pub line: usize,
    /// Cells before it.
    pub column: usize,
    /// Where it leads.
    pub url: String,
}

impl Hints {
    /// The hints of the page that is shown.
    pub fn of(shown: &ShownArticle, height: usize, order: TextOrder) -> Self {
        let mut places: Vec<(LinkId, usize, usize)> = Vec::new();
        let mut before = None;
        let lines = shown.layout.lines.iter().enumerate();
        for (at, line) in lines.skip(shown.scroll).take(height) {
            let width = shown.layout.width.cast_signed();
            let columns = line.columns(shown.layout.width, shown.sideways, order);
            for (index, (span, columns)) in line.spans.iter().zip(columns).enumerate() {
                match span.link {
                    // A link that goes on in the next line has one hint.
                    // Of a link that is moved off the page there may be a part on it.
                    Some(link)
                        if before != Some(link) && columns.end > 0 && columns.start < width =>
                    {
                        places.push((link, at, columns.start.max(0).unsigned_abs()));
                    }
                    _ => {}
                }
                if span.link.is_some() || !span.text.trim().is_empty() && index > 0 {
                    before = span.link;
                }
            }
        }
        let labels = labels(places.len());
        let hints = places
            .into_iter()
            .zip(labels)
            .filter_map(|((link, line, column), label)| {
                let url = shown.document.links.get(link.0)?.url.clone();
                Some(Hint {
                    label,
                    line,
                    column,
                    url,
                })
            });
        Self {
            hints: hints.collect(),
            typed: String::new(),
        }
    }

    /// The hints that may still be meant, with the letters that are left to type.
    pub fn left(&self) -> impl Iterator<Item = (&Hint, &str)> {
        self.hints.iter().filter_map(|hint| {
            let rest = hint.label.strip_prefix(self.typed.as_str())?;
            Some((hint, rest))
        })
    }
}

/// So many labels, none the beginning of another.
fn labels(count: usize) -> Vec<String> {
    if count <= LETTERS.len() {
        return LETTERS.chars().take(count).map(String::from).collect();
    }
    let pairs = LETTERS.chars().flat_map(|first| {
        LETTERS
            .chars()
            .map(move |second| format!("{first}{second}"))
    });
    pairs.take(count).collect()
}

/// A link as it stands in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// What the article calls it.
    pub text: String,
    /// Where it leads.
    pub url: String,
}

/// The links of a document in the order they are mentioned.
pub fn link_rows(document: &Document) -> Vec<LinkRow> {
    let mut texts = vec![String::new(); document.links.len()];
    let mut done = vec![false; document.links.len()];
    let mut before = None;
    for span in document.blocks.iter().flat_map(spans_of) {
        if let Some(LinkId(last)) = before.filter(|last| span.link != Some(*last)) {
            done[last] = true;
        }
        before = span.link.filter(|link| link.0 < texts.len());
        if let Some(LinkId(link)) = before.filter(|link| !done[link.0]) {
            texts[link].push_str(&span.text);
        }
    }
    let rows = document.links.iter().zip(texts).zip(done);
    rows.filter(|((_, text), done)| *done || !text.is_empty())
        .map(|((link, text), _)| LinkRow {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            url: link.url.clone(),
        })
        .collect()
}

fn spans_of(block: &Block) -> Vec<&Inline> {
    match block {
        Block::Heading { spans, .. }
        | Block::Paragraph(spans)
        | Block::ListItem { spans, .. }
        | Block::Quote { spans, .. }
        | Block::Figure { caption: spans, .. } => spans.iter().collect(),
        Block::Table(rows) => rows.iter().flatten().flatten().collect(),
        Block::Code(_) | Block::Rule => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_the_beginning_of_another() {
        for count in [0, 3, 26, 27, 200] {
            let labels = labels(count);
            assert_eq!(labels.len(), count);
            let lengths: Vec<usize> = labels.iter().map(String::len).collect();
            assert!(lengths.windows(2).all(|pair| pair[0] == pair[1]));
            let mut unique = labels.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), count);
        }
    }
}
