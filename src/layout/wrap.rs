//! Breaks styled text into lines where Unicode allows it (UAX #14): at blanks, after hyphens and
//! dashes, between words or characters of scripts written without blanks; inside a word only where
//! it fits no line.

use std::{borrow::Cow, iter::Peekable};

use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, options::LineBreakOptions};

use super::bidi::{Levels, has_rtl, is_mostly_rtl};
use super::cells::clusters;
use super::{Line, Role, Span, plain};
use crate::model::{Inline, LinkId, Style};

/// One line of text.
pub fn wrap_line(text: &str, width: usize) -> Vec<String> {
    let spans = [Inline {
        text: text.to_owned(),
        ..Inline::default()
    }];
    let lines = wrap(&spans, Role::Text, width, 0, false);
    lines
        .into_iter()
        .map(|line| line.spans.into_iter().map(|span| span.text).collect())
        .collect()
}

/// Breaks spans into lines of at most `width` cells, the first one `hanging` cells wider; at least
/// one line. `rtl` is the direction of what they stand in.
pub(super) fn wrap(
    spans: &[Inline],
    role: Role,
    width: usize,
    hanging: usize,
    rtl: bool,
) -> Vec<Line> {
    let text: Cow<'_, str> = match spans {
        [one] => one.text.as_str().into(),
        _ => plain(spans).into(),
    };
    let rtl = has_rtl(&text) && (rtl || is_mostly_rtl([&*text]));
    let mut wrapper = Wrapper {
        role,
        width: width.max(1),
        hanging,
        rtl,
        levels: Levels::new(&text, rtl),
        breaks: breaks(&text).peekable(),
        at: 0,
        lines: Vec::new(),
        line: Vec::new(),
        used: 0,
        word: Vec::new(),
        word_cells: 0,
        blank: None,
    };
    for span in spans {
        wrapper.add(span);
    }
    wrapper.end_word();
    wrapper.end_line();
    wrapper.lines
}

/// The bytes before which a line may be broken, by UAX #14; in scripts without blanks by their
/// words. Not after a slash: addresses stay whole where they fit.
fn breaks(text: &str) -> impl Iterator<Item = usize> + '_ {
    thread_local! {
        static SEGMENTER: LineSegmenterBorrowed<'static> =
            LineSegmenter::new_dictionary(LineBreakOptions::default());
    }
    let segmenter = SEGMENTER.with(|segmenter| *segmenter);
    let places = segmenter.segment_str(text);
    places.filter(|place| !text[..*place].ends_with('/'))
}

/// How a span looks, by which neighbours are told apart.
type Look = (Style, Option<LinkId>, u8);

struct Wrapper<B: Iterator<Item = usize>> {
    role: Role,
    width: usize,
    hanging: usize,
    rtl: bool,
    levels: Levels,
    /// Where lines may be broken from here on.
    breaks: Peekable<B>,
    /// The byte of the whole text that comes next.
    at: usize,
    lines: Vec<Line>,
    line: Vec<Span>,
    used: usize,
    word: Vec<Span>,
    word_cells: usize,
    /// A blank stands between line and word, in this look.
    blank: Option<Look>,
}

impl<B: Iterator<Item = usize>> Wrapper<B> {
    fn add(&mut self, span: &Inline) {
        for (cluster, cells) in clusters(&span.text) {
            let look = (span.style, span.link, self.levels.at(self.at));
            let first = cluster.chars().next().unwrap_or(' ');
            if matches!(cluster, "\n" | "\r\n") {
                self.end_word();
                self.end_line();
            } else if first.is_whitespace() && !matches!(first, '\u{a0}' | '\u{202f}') {
                self.end_word();
                self.blank = Some(look);
                // A mark that was put on the blank stays.
                let mark = &cluster[first.len_utf8()..];
                if !mark.is_empty() {
                    self.add_cluster(mark, super::cells(mark), look);
                }
            } else if !first.is_control() {
                self.add_cluster(cluster, cells, look);
            }
            self.at += cluster.len();
        }
    }

    fn add_cluster(&mut self, cluster: &str, cells: usize, look: Look) {
        while self.breaks.next_if(|place| *place < self.at).is_some() {}
        // At one cell nothing wide can be shown at all.
        let (cluster, cells) = if cells > self.width {
            ("…", 1)
        } else {
            (cluster, cells)
        };
        if self.breaks.peek() == Some(&self.at) || self.word_cells + cells > self.width {
            self.end_word();
        }
        push(&mut self.word, cluster, self.role, look);
        self.word_cells += cells;
    }

    /// Puts the word on the line, or on the next one if it does not fit.
    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let blank = self.blank.take().filter(|_| self.used > 0);
        let hanging = if self.lines.is_empty() {
            self.hanging
        } else {
            0
        };
        let room = self.width + hanging;
        if self.used > 0 && self.used + usize::from(blank.is_some()) + self.word_cells > room {
            self.take_line();
        } else if let Some(look) = blank {
            let look = self.blank_look(look);
            push(&mut self.line, " ", self.role, look);
            self.used += 1;
        }
        for span in std::mem::take(&mut self.word) {
            let look = look(&span);
            push(&mut self.line, &span.text, self.role, look);
        }
        self.used += std::mem::take(&mut self.word_cells);
    }

    /// A blank is styled only between words of that style.
    fn blank_look(&self, (style, link, level): Look) -> Look {
        let looks = (style.of_text(), link);
        let same = |span: Option<&Span>| {
            span.is_some_and(|span| (span.style.of_text(), span.link) == looks)
        };
        if same(self.line.last()) && same(self.word.first()) {
            (style, link, level)
        } else {
            (Style::default(), None, level)
        }
    }

    fn end_line(&mut self) {
        self.take_line();
        self.blank = None;
    }

    fn take_line(&mut self) {
        self.lines.push(Line {
            spans: std::mem::take(&mut self.line),
            overhang: 0,
            rtl: self.rtl,
        });
        self.used = 0;
    }
}

fn look(span: &Span) -> Look {
    (span.style, span.link, span.level)
}

fn push(spans: &mut Vec<Span>, text: &str, role: Role, (style, link, level): Look) {
    match spans.last_mut() {
        Some(last) if look(last) == (style, link, level) && last.role == role => {
            last.text.push_str(text);
        }
        _ => spans.push(Span {
            text: text.to_owned(),
            role,
            style,
            link,
            level,
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::cells::cells;

    fn check(text: &str, width: usize, expected: &[&str]) {
        assert_eq!(wrap_line(text, width), expected, "{text} at {width}");
    }

    #[test]
    fn words_stay_whole_while_they_fit() {
        check("one two three", 8, &["one two", "three"]);
        check("one two three", 3, &["one", "two", "thr", "ee"]);
        check("a long-term plan", 8, &["a long-", "term", "plan"]);
        check("it is -5 there", 7, &["it is", "-5", "there"]);
        check("", 5, &[""]);
        check("a  b", 9, &["a b"]);
        check("one\ntwo", 9, &["one", "two"]);
    }

    #[test]
    fn scripts_without_blanks_break_between_characters() {
        check("港口的渡船今天沉没。", 8, &["港口的渡", "船今天沉", "没。"]);
        check("彼は「はい」と", 6, &["彼は", "「は", "い」と"]);
        check("日本語とEnglish text", 9, &["日本語と", "English", "text"]);
        check("渡船", 1, &["…", "…"]);
    }

    #[test]
    fn clusters_are_never_split() {
        check(
            "👨\u{200d}👩\u{200d}👧👨\u{200d}👩\u{200d}👧",
            2,
            &["👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"],
        );
        check("e\u{301}e\u{301}", 1, &["e\u{301}", "e\u{301}"]);
    }

    #[test]
    fn spans_keep_their_look_across_lines() {
        let strong = Style {
            strong: true,
            ..Style::default()
        };
        let spans = [
            Inline {
                text: "a ".to_owned(),
                ..Inline::default()
            },
            Inline {
                text: "bold word".to_owned(),
                style: strong,
                link: None,
            },
            Inline {
                text: ".".to_owned(),
                ..Inline::default()
            },
        ];
        let lines = wrap(&spans, Role::Text, 6, 0, false);
        let texts: Vec<Vec<(&str, bool)>> = lines
            .iter()
            .map(|line| {
                line.spans
                    .iter()
                    .map(|span| (span.text.as_str(), span.style.strong))
                    .collect()
            })
            .collect();
        assert_eq!(
            texts,
            [
                vec![("a ", false), ("bold", true)],
                vec![("word", true), (".", false)]
            ]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[a-c \\-—日本。「👍e\u{301}\u{a0}\\PC]{0,40}", width in 1_usize..12) {
            let lines = wrap_line(&text, width);
            for line in &lines {
                prop_assert!(cells(line) <= width, "{line:?} at {width}");
            }
            if clusters(&text).all(|(_, cells)| cells <= width) {
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
                let shown: usize = lines.iter().map(|line| letters(line)).sum();
                prop_assert_eq!(shown, letters(&text), "{:?}", lines);
            }
        }
    }
}
