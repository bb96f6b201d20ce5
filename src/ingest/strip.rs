//! HTML → plain text, cheaply: one pass, no stack, no tree. It serves words, grouping, search and
//! summaries; what is displayed goes through `document`.

use std::borrow::Cow;

use super::clean::cleaned;
use super::markup::{Token, Tokens, decode};

/// Elements whose content is no text of the article.
const SKIPPED: [&str; 10] = [
    "script", "style", "title", "textarea", "iframe", "noscript", "template", "svg", "math",
    "select",
];

/// Elements that flow within a line; every other tag ends it.
const INLINE: [&str; 40] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "meter", "nobr", "o", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
];

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
            Token::Open(tag) if is_any(tag.name, &SKIPPED) => {
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
    is_any(name, &INLINE)
}

struct Text {
    out: String,
    pending: Option<char>,
}

impl Text {
    /// Adds words; blanks wait until a word follows them.
    fn push(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_start();
            if word.len() < rest.len() {
                self.separate(' ');
            }
            let end = word.find(char::is_whitespace).unwrap_or(word.len());
            if end > 0 {
                if let Some(blank) = self.pending.take()
                    && !self.out.is_empty()
                {
                    self.out.push(blank);
                }
                self.out.push_str(&word[..end]);
            }
            rest = &word[end..];
        }
    }

    fn separate(&mut self, blank: char) {
        if self.pending != Some('\n') {
            self.pending = Some(blank);
        }
    }

    fn tag(&mut self, name: &str) {
        if is_any(name, &["td", "th"]) {
            self.separate(' ');
        } else if !is_inline(name) {
            self.separate('\n');
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
