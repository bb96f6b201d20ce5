//! Breaks styled text into lines: at blanks, after hyphens and dashes, between characters of
//! scripts written without blanks, and inside a word only where it fits no line.

use super::cells::clusters;
use super::{Role, Span};
use crate::model::{Inline, LinkId, Style};

/// One line of text.
pub fn wrap_line(text: &str, width: usize) -> Vec<String> {
    let spans = [Inline {
        text: text.to_owned(),
        ..Inline::default()
    }];
    let lines = wrap(&spans, Role::Text, width);
    lines
        .into_iter()
        .map(|line| line.into_iter().map(|span| span.text).collect())
        .collect()
}

/// Breaks spans into lines of at most `width` cells; at least one line.
pub(super) fn wrap(spans: &[Inline], role: Role, width: usize) -> Vec<Vec<Span>> {
    let mut wrapper = Wrapper {
        role,
        width: width.max(1),
        lines: Vec::new(),
        line: Vec::new(),
        used: 0,
        word: Vec::new(),
        word_cells: 0,
        blank: None,
        glue: true,
    };
    for span in spans {
        wrapper.add(span);
    }
    wrapper.end_word();
    wrapper.end_line();
    wrapper.lines
}

/// How a span looks, by which neighbours are told apart.
type Look = (Style, Option<LinkId>);

struct Wrapper {
    role: Role,
    width: usize,
    lines: Vec<Vec<Span>>,
    line: Vec<Span>,
    used: usize,
    word: Vec<Span>,
    word_cells: usize,
    /// A blank stands between line and word, in this look.
    blank: Option<Look>,
    /// What comes next belongs to the word that is open.
    glue: bool,
}

impl Wrapper {
    fn add(&mut self, span: &Inline) {
        let look = (span.style, span.link);
        for (cluster, cells) in clusters(&span.text) {
            let first = cluster.chars().next().unwrap_or(' ');
            if cluster == "\n" {
                self.end_word();
                self.end_line();
            } else if first.is_whitespace() && first != '\u{a0}' {
                self.end_word();
                self.blank = Some(look);
            } else if !first.is_control() {
                self.add_cluster(cluster, cells, first, look);
            }
        }
    }

    fn add_cluster(&mut self, cluster: &str, cells: usize, first: char, look: Look) {
        // At one cell nothing wide can be shown at all.
        let (cluster, cells) = if cells > self.width {
            ("…", 1)
        } else {
            (cluster, cells)
        };
        if !self.glue && !never_begins_line(first) || self.word_cells + cells > self.width {
            self.end_word();
        }
        push(&mut self.word, cluster, self.role, look);
        self.word_cells += cells;
        // "-5" is no place to break, "long-term" is.
        let hyphen = matches!(first, '-' | '–' | '—' | '\u{2010}') && self.word_cells > 1;
        self.glue = !(hyphen || is_ideograph(first) && !never_ends_line(first));
    }

    /// Puts the word on the line, or on the next one if it does not fit.
    fn end_word(&mut self) {
        self.glue = true;
        if self.word.is_empty() {
            return;
        }
        let blank = self.blank.take().filter(|_| self.used > 0);
        if self.used > 0 && self.used + usize::from(blank.is_some()) + self.word_cells > self.width
        {
            self.lines.push(std::mem::take(&mut self.line));
            self.used = 0;
        } else if let Some(look) = blank {
            let look = self.blank_look(look);
            push(&mut self.line, " ", self.role, look);
            self.used += 1;
        }
        for span in std::mem::take(&mut self.word) {
            push(
                &mut self.line,
                &span.text,
                self.role,
                (span.style, span.link),
            );
        }
        self.used += std::mem::take(&mut self.word_cells);
    }

    /// A blank is styled only between words of that style.
    fn blank_look(&self, look: Look) -> Look {
        let same = |span: Option<&Span>| span.is_some_and(|span| (span.style, span.link) == look);
        if same(self.line.last()) && same(self.word.first()) {
            look
        } else {
            (Style::default(), None)
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
        self.blank = None;
    }
}

fn push(spans: &mut Vec<Span>, text: &str, role: Role, (style, link): Look) {
    match spans.last_mut() {
        Some(last) if last.style == style && last.link == link && last.role == role => {
            last.text.push_str(text)
        }
        _ => spans.push(Span {
            text: text.to_owned(),
            role,
            style,
            link,
        }),
    }
}

/// Characters of scripts that are written without blanks.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

fn never_begins_line(c: char) -> bool {
    ".,:;!?)]}%\"'、。，．：；？！）」』】〕〉》〗〙”’…‥ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜・％"
        .contains(c)
}

fn never_ends_line(c: char) -> bool {
    "（「『【〔〈《〖〘“‘".contains(c)
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
        let lines = wrap(&spans, Role::Text, 6);
        let texts: Vec<Vec<(&str, bool)>> = lines
            .iter()
            .map(|line| {
                line.iter()
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
            if width > 1 && cells(&text) < 1000 {
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
                prop_assert!(lines.iter().map(|line| letters(line)).sum::<usize>() <= letters(&text));
            }
        }
    }
}
