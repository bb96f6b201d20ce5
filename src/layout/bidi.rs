//! Right-to-left text: embedding levels by the Unicode bidirectional algorithm (UAX #9), and the
//! order in which the parts of a line stand on the screen. Lines keep their logical order, in
//! which text is searched and counted; they are put in order when they are drawn.

use std::{borrow::Cow, ops::Range};

use unicode_bidi::{BidiInfo, Level};
use unicode_bidi_mirroring::get_mirrored;

use super::cells::{cells, clusters};
use super::{Line, Span};

/// What a terminal does of its own with right-to-left text, and so what is done for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextOrder {
    /// It shows cells from left to right as they come: lines are put in order.
    #[default]
    Visual,
    /// It turns the letters of each word: words are put in order.
    Words,
    /// It puts lines in order itself.
    Logical,
}

/// Whether a letter is written from right to left.
fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && c.is_alphabetic()
}

/// Whether a text has a letter that is written from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    // No such letter has a smaller first byte in UTF-8.
    text.bytes().any(|byte| byte >= 0xd6) && text.chars().any(is_rtl)
}

/// Whether most letters of a text are written from right to left.
pub fn is_mostly_rtl<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    let (mut rtl, mut letters) = (0_usize, 0_usize);
    for text in texts {
        letters += text.chars().filter(|c| c.is_alphabetic()).count();
        if has_rtl(text) {
            rtl += text.chars().filter(|c| is_rtl(*c)).count();
        }
    }
    rtl * 2 > letters
}

/// The embedding levels of a text, one for each byte; `None` where all of it runs from left to
/// right.
pub(super) struct Levels(Option<Vec<Level>>);

impl Levels {
    /// Levels of a text in a paragraph that runs in a direction.
    pub(super) fn new(text: &str, rtl: bool) -> Self {
        let base = if rtl { Level::rtl() } else { Level::ltr() };
        let levels = (rtl || has_rtl(text)).then(|| BidiInfo::new(text, Some(base)).levels);
        Self(levels)
    }

    /// The level at a byte.
    pub(super) fn at(&self, byte: usize) -> u8 {
        let levels = self.0.as_ref();
        levels
            .and_then(|levels| levels.get(byte))
            .map_or(0, Level::number)
    }

    /// The runs of one level in a part of the text they were made of, in logical order.
    fn runs<'t>(&self, text: &'t str, part: Range<usize>) -> Vec<(&'t str, u8)> {
        let mut runs = Vec::new();
        let mut start = part.start;
        for (at, _) in text[part.clone()].char_indices().skip(1) {
            let at = part.start + at;
            if self.at(at) != self.at(start) {
                runs.push((&text[start..at], self.at(start)));
                start = at;
            }
        }
        if start < part.end {
            runs.push((&text[start..part.end], self.at(start)));
        }
        runs
    }
}

/// Spans of one line with their levels, in a line that runs in a direction.
pub(super) fn with_levels(spans: Vec<Span>, rtl: bool) -> Vec<Span> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    if !rtl && !has_rtl(&text) {
        return spans;
    }
    let levels = Levels::new(&text, rtl);
    let mut out = Vec::new();
    let mut start = 0;
    for span in spans {
        let end = start + span.text.len();
        for (text, level) in levels.runs(&text, start..end) {
            out.push(Span {
                text: text.to_owned(),
                level,
                ..span.clone()
            });
        }
        start = end;
    }
    out
}

/// The order in which parts of a line with these levels stand from left to right: their indexes.
pub fn visual_order(levels: &[u8], order: TextOrder) -> Vec<usize> {
    if order == TextOrder::Logical || levels.iter().all(|level| *level == 0) {
        return (0..levels.len()).collect();
    }
    let levels: Vec<Level> = levels
        .iter()
        .map(|level| Level::new(*level).unwrap_or(Level::ltr()))
        .collect();
    BidiInfo::reorder_visual(&levels)
}

/// A part of a line as it is written to the screen, from left to right.
pub fn visual_text(text: &str, level: u8, order: TextOrder) -> Cow<'_, str> {
    if level.is_multiple_of(2) {
        return text.into();
    }
    match order {
        TextOrder::Logical => text.into(),
        TextOrder::Visual => {
            let parts: Vec<&str> = clusters(text).map(|(cluster, _)| cluster).collect();
            let turned: String = parts.into_iter().rev().map(mirrored).collect();
            turned.into()
        }
        TextOrder::Words => {
            let words: Vec<&str> = text.split_inclusive(' ').collect();
            let turned = words.into_iter().rev().flat_map(|word| {
                let bare = word.trim_end_matches(' ');
                [&word[bare.len()..], bare]
            });
            turned.collect::<String>().into()
        }
    }
}

/// A cluster, or the other one of a pair of brackets.
fn mirrored(cluster: &str) -> Cow<'_, str> {
    let mut letters = cluster.chars();
    match (letters.next().and_then(get_mirrored), letters.next()) {
        (Some(other), None) => other.to_string().into(),
        _ => cluster.into(),
    }
}

/// A text that stands alone, as it is written to the screen from left to right.
pub fn visual(text: &str, order: TextOrder) -> Cow<'_, str> {
    if order == TextOrder::Logical || !has_rtl(text) {
        return text.into();
    }
    let parts = visual_parts(&[(text, ())], is_mostly_rtl([text]), order);
    let text: String = parts.iter().map(|(part, ())| &**part).collect();
    text.into()
}

/// The parts of a line that is read in a direction, as they are written to the screen from left to
/// right, each with what it goes with.
pub fn visual_parts<'t, T: Copy>(
    parts: &[(&'t str, T)],
    rtl: bool,
    order: TextOrder,
) -> Vec<(Cow<'t, str>, T)> {
    let is_plain = order == TextOrder::Logical || !parts.iter().any(|(text, _)| has_rtl(text));
    if is_plain {
        let as_is = parts.iter().map(|(text, with)| ((*text).into(), *with));
        return as_is.collect();
    }
    let line: String = parts.iter().map(|(text, _)| *text).collect();
    let levels = Levels::new(&line, rtl);
    let mut runs = Vec::new();
    let mut start = 0;
    for (text, with) in parts {
        let mut at = 0;
        for (run, level) in levels.runs(&line, start..start + text.len()) {
            runs.push((&text[at..at + run.len()], level, *with));
            at += run.len();
        }
        start += text.len();
    }
    let numbers: Vec<u8> = runs.iter().map(|run| run.1).collect();
    let ordered = visual_order(&numbers, order).into_iter();
    ordered
        .map(|at| {
            let (text, level, with) = runs[at];
            (visual_text(text, level, order), with)
        })
        .collect()
}

impl Line {
    /// Its width in cells.
    pub fn cells(&self) -> usize {
        self.spans.iter().map(|span| cells(&span.text)).sum()
    }

    /// The column it begins at on a page of a width, where what overhangs the page was moved by some
    /// columns: a line that runs from right to left ends at the right edge. A line may begin left of
    /// the page.
    pub fn start(&self, width: usize, moved: usize, order: TextOrder) -> isize {
        let moved = moved.min(self.overhang).cast_signed();
        if self.rtl && order != TextOrder::Logical {
            width.cast_signed() - self.cells().cast_signed() + moved
        } else {
            -moved
        }
    }

    /// The columns that each of its spans stands in on a page of a width.
    pub fn columns(&self, width: usize, moved: usize, order: TextOrder) -> Vec<Range<isize>> {
        let levels: Vec<u8> = self.spans.iter().map(|span| span.level).collect();
        let mut columns = vec![0..0; levels.len()];
        let mut column = self.start(width, moved, order);
        for at in visual_order(&levels, order) {
            let end = column + cells(&self.spans[at].text).cast_signed();
            columns[at] = column..end;
            column = end;
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_alone_is_put_in_order_by_its_own_direction() {
        let check = |text: &str, expected: &str| {
            assert_eq!(visual(text, TextOrder::Visual), expected, "{text}");
            assert_eq!(visual(text, TextOrder::Logical), text);
        };
        check("plain text", "plain text");
        check("שלום", "םולש");
        check("הגשר (נסגר) אתמול", "לומתא (רגסנ) רשגה");
        check("המעבורת שטה 25 דקות", "תוקד 25 הטש תרובעמה");
        check("The word שלום means peace", "The word םולש means peace");
        // Vowel signs stay with their letters.
        check("שָׁלוֹם", "םוֹלשָׁ");
    }

    #[test]
    fn a_terminal_that_turns_words_gets_words_in_order() {
        let words = visual("הגשר נסגר אתמול", TextOrder::Words);
        assert_eq!(words, "אתמול נסגר הגשר");
    }

    #[test]
    fn most_letters_decide_the_direction() {
        assert!(is_mostly_rtl(["Google הודיעה אתמול"]));
        assert!(!is_mostly_rtl(["The word שלום means peace"]));
        assert!(!is_mostly_rtl(["12 – 25", ""]));
    }
}
