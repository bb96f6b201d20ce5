//! HTML → plain text, cheaply: one pass, no stack, no tree. It serves words, grouping, search and
//! summaries; what is displayed goes through `document`.

use std::borrow::Cow;

use super::clean::cleaned;
use super::markup::{Token, Tokens, decode};

/// What a tag does to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing: it flows within a line.
    Inline,
    /// It sets words apart.
    Cell,
    /// It ends a line.
    Block,
    /// Its content is no text of the article.
    Skipped,
}

/// The effect of a tag by its name, in whatever case.
fn effect(name: &str) -> Effect {
    let mut lower = [0; 10];
    let Some(buffer) = lower.get_mut(..name.len()) else {
        return Effect::Block;
    };
    buffer.copy_from_slice(name.as_bytes());
    buffer.make_ascii_lowercase();
    match &*buffer {
        b"script" | b"style" | b"title" | b"textarea" | b"iframe" | b"noscript" | b"template"
        | b"svg" | b"math" | b"select" => Effect::Skipped,
        b"td" | b"th" => Effect::Cell,
        b"a" | b"abbr" | b"acronym" | b"b" | b"bdi" | b"bdo" | b"big" | b"cite" | b"code"
        | b"data" | b"del" | b"dfn" | b"em" | b"font" | b"i" | b"img" | b"ins" | b"kbd"
        | b"label" | b"mark" | b"meter" | b"nobr" | b"q" | b"rp" | b"rt" | b"ruby" | b"s"
        | b"samp" | b"small" | b"span" | b"strike" | b"strong" | b"sub" | b"sup" | b"time"
        | b"tt" | b"u" | b"var" | b"wbr" => Effect::Inline,
        _ => Effect::Block,
    }
}

/// Bytes of an article's text that can be searched and that passages are taken from.
pub const SEARCHED_TEXT: usize = 1024 * 1024;
/// Bytes of an article's text by which it is grouped.
pub const GROUPED_TEXT: usize = 64 * 1024;

/// The words of a body without markup, at most about `cap` bytes of them: a line per block, single
/// blanks, references resolved, clean.
pub fn plain_text(html: &str, cap: usize) -> String {
    let mut text = Text {
        out: String::with_capacity(html.len().min(cap)),
        pending: None,
    };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(raw) => text.push(&cleaned(&decode(raw))),
            Token::Open(tag) if effect(tag.name) == Effect::Skipped => {
                text.separate('\n');
                tokens.skip_element(tag.name);
            }
            Token::Open(tag) => text.tag(tag.name),
            Token::Close(name) => text.tag(name),
        }
        if text.out.len() >= cap {
            text.out.truncate(text.out.floor_char_boundary(cap));
            break;
        }
    }
    match cleaned(&text.out) {
        // Two text runs that are clean alone can make up something that is not.
        Cow::Owned(clean) => clean,
        Cow::Borrowed(_) => text.out,
    }
}

pub(super) fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Whether an element flows within a line.
pub(super) fn is_inline(name: &str) -> bool {
    effect(name) == Effect::Inline
}

/// Whether all blanks of a text are single and plain; the loop has no branch, so that it is
/// turned into vector code.
fn has_single_blanks(bytes: &[u8]) -> bool {
    let odd = |b: u8| (b < b' ') | (b == 0xc2) | (b == 0xe3);
    bytes.iter().fold(true, |plain, b| plain & !odd(*b))
        && memchr::memmem::find(bytes, b"  ").is_none()
}

struct Text {
    out: String,
    pending: Option<char>,
}

impl Text {
    /// Adds words; blanks wait until a word follows them. Reads bytes, not characters: of all
    /// blanks beyond ASCII only the non-breaking and the ideographic one matter.
    fn push(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if has_single_blanks(bytes) {
            self.run(text);
            return;
        }
        let mut start = 0;
        let mut at = 0;
        while at < bytes.len() {
            let blank = match bytes[at] {
                b' ' | b'\t' | b'\n' | b'\r' | 0xc => 1,
                0xc2 if bytes.get(at + 1) == Some(&0xa0) => 2,
                0xe3 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x80]) => 3,
                _ => {
                    at += 1;
                    continue;
                }
            };
            self.word(&text[start..at]);
            self.separate(' ');
            at += blank;
            start = at;
        }
        self.word(&text[start..]);
    }

    /// Adds text that has single blanks only, as most text has.
    fn run(&mut self, text: &str) {
        if text.starts_with(' ') {
            self.separate(' ');
        }
        let words = text.trim_matches(' ');
        self.word(words);
        if text.ends_with(' ') && !words.is_empty() {
            self.separate(' ');
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if let Some(blank) = self.pending.take()
            && !self.out.is_empty()
        {
            self.out.push(blank);
        }
        self.out.push_str(word);
    }

    fn separate(&mut self, blank: char) {
        if self.pending != Some('\n') {
            self.pending = Some(blank);
        }
    }

    fn tag(&mut self, name: &str) {
        match effect(name) {
            Effect::Inline => {}
            Effect::Cell => self.separate(' '),
            Effect::Block | Effect::Skipped => self.separate('\n'),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(plain_text(html, 10_000), expected, "{html}");
    }

    #[test]
    fn blocks_are_lines_and_cells_are_apart() {
        check(
            "<p>One <b>two</b>,<br>three</p><p>four</p>",
            "One two,\nthree\nfour",
        );
        check(
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "a b\nc",
        );
        check("un<b>brok</b>en  and \n blank", "unbroken and blank");
    }

    #[test]
    fn what_is_not_text_is_left_out() {
        check(
            "a<script>if (1 < 2) { \"</p>\" }</SCRIPT>b<style>p{}</style>",
            "a\nb",
        );
        check(
            "a<!-- no --> b &amp; c &lt;d&gt; &#8211; e&#27;[31m",
            "a b & c <d> – e[31m",
        );
        check("x<script>never closed", "x");
        check("3 < 4 and 5 > 2", "3 < 4 and 5 > 2");
    }

    #[test]
    fn the_cap_holds_between_characters() {
        assert_eq!(plain_text("äöü äöü", 5), "äö");
    }

    proptest! {
        #[test]
        fn any_text_is_stripped_to_clean_lines(html in "[<>&/a-c#;0-9 \\n\u{200b}-\u{200f}é]{0,80}") {
            let text = plain_text(&html, 50);
            prop_assert!(text.len() <= 50);
            prop_assert_eq!(cleaned(&text), text.clone());
        }
    }
}
