//! Takes out of a text what is not text: control characters, bidi overrides, tag characters, soft
//! hyphens, invisible fillers, endless stacks of accents. The joiners that emoji, Persian or Hindi
//! need stay. Cleaning twice equals cleaning once.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// More marks than this on one letter are decoration, not language.
const MARKS_PER_LETTER: usize = 8;

/// One line of clean text: all blanks and line breaks folded to single blanks, none at the ends.
pub fn clean_line(text: &str) -> String {
    fold_blanks(&cleaned(text))
}

/// Clean text that keeps its line breaks, tabs and blanks.
pub fn clean_text(text: &str) -> String {
    cleaned(text).into_owned()
}

/// [`clean_text`] without a copy where nothing needs cleaning.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    match first_unclean(text) {
        None => Cow::Borrowed(text),
        Some(start) => Cow::Owned(Cleaner::run(text, start)),
    }
}

/// Where the first character stands that is not plain. ASCII, most of most texts, is read in
/// blocks without a branch, which the compiler turns into vector code.
fn first_unclean(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if let Some(block) = bytes.get(at..at + 32)
            && block
                .iter()
                .fold(true, |plain, b| plain & is_plain_byte(*b))
        {
            at += 32;
            continue;
        }
        let end = text.ceil_char_boundary(at + 32);
        for (offset, c) in text[at..end].char_indices() {
            if !is_plain(c) {
                return Some(at + offset);
            }
        }
        at = end;
    }
    None
}

fn is_plain_byte(b: u8) -> bool {
    (b' '..=b'~').contains(&b) | (b == b'\n') | (b == b'\t')
}

/// Characters that stay whatever stands around them: nearly all of nearly every text.
fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\n' | '\t' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}'
        | '\u{48a}'..='\u{590}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20cf}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{3163}'
        | '\u{3165}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Characters that are never kept. Line ends of other systems and scripts become `\n` before.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}'
        | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
        || (c as u32 & 0xfffe) == 0xfffe
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a joiner may stand beside this character: scripts that join or stack, and emoji.
fn joins(c: char) -> bool {
    c >= '\u{590}' && !matches!(c, '\u{1680}' | '\u{2000}'..='\u{20cf}' | '\u{3000}'..='\u{303f}')
}

struct Cleaner {
    out: String,
    last: Option<char>,
    marks: usize,
    joiner: Option<char>,
}

impl Cleaner {
    fn run(text: &str, plain: usize) -> String {
        let mut cleaner = Self {
            out: String::with_capacity(text.len()),
            last: text[..plain].chars().next_back(),
            marks: 0,
            joiner: None,
        };
        cleaner.out.push_str(&text[..plain]);
        let mut rest = text[plain..].char_indices();
        while let Some((at, c)) = rest.next() {
            if is_plain(c) {
                cleaner.keep(c);
                continue;
            }
            let after = &text[plain + at + c.len_utf8()..];
            match c {
                '\r' if after.starts_with('\n') => {}
                '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaner.keep('\n'),
                '\u{b}' | '\u{c}' => cleaner.keep(' '),
                '\u{200c}' | '\u{200d}' => cleaner.joiner = Some(c),
                '\u{1f3f4}' => {
                    cleaner.keep(c);
                    let flag = flag_tags(after);
                    cleaner.out.push_str(flag);
                    // What was kept whole is not looked at again.
                    for _ in flag.chars() {
                        rest.next();
                    }
                }
                c if is_dropped(c) => {}
                c => cleaner.keep(c),
            }
        }
        cleaner.out
    }

    fn keep(&mut self, c: char) {
        if is_selector(c) {
            // One selector after a visible character says how it looks; runs of them hide data.
            if !self
                .last
                .is_some_and(|last| !last.is_whitespace() && !is_selector(last))
            {
                return;
            }
            self.joiner = None;
        } else if !is_plain(c) && is_combining_mark(c) {
            self.marks += 1;
            if self.marks > MARKS_PER_LETTER {
                return;
            }
        } else {
            self.marks = 0;
        }
        if let Some(joiner) = self.joiner.take()
            && joins(c)
            && self.last.is_some_and(joins)
        {
            self.out.push(joiner);
        }
        self.out.push(c);
        self.last = Some(c);
    }
}

/// The tag characters after a black flag that make it the flag of a region, with their end mark.
fn flag_tags(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(8)
        .find(|&(_, c)| !matches!(c, '\u{e0030}'..='\u{e007a}'));
    match end {
        Some((at, c @ '\u{e007f}')) if at > 0 => &text[..at + c.len_utf8()],
        _ => "",
    }
}

/// Every run of white space becomes one blank; none stays at the ends.
pub(super) fn fold_blanks(text: &str) -> String {
    if text.is_ascii()
        && !text.contains("  ")
        && text.trim().len() == text.len()
        && !text.contains(['\n', '\t', '\r'])
    {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The beginning of a text with at most `bytes` bytes, cut between characters.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_and_bidi_overrides_go() {
        let check = |dirty, clean: &str| assert_eq!(clean_text(dirty), clean);
        check("red \u{1b}[31malert\u{7}", "red [31malert");
        check("\u{9b}31m c1 \u{85}next", "31m c1 \nnext");
        check("safe\u{202e}gnp.exe\u{202c}", "safegnp.exe");
        check("soft\u{ad}hyphen and\u{200b}space", "softhyphen andspace");
        check("hid\u{e0041}\u{e0042}den", "hidden");
        check("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour");
        check("a\u{fe0f}\u{fe01}\u{fe02}b", "a\u{fe0f}b");
    }

    #[test]
    fn joiners_that_a_script_needs_stay() {
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}\u{200d}🔥",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        ] {
            assert_eq!(clean_line(text), text);
        }
        assert_eq!(clean_line("pay\u{200d}pal"), "paypal");
    }

    #[test]
    fn a_stack_of_accents_is_cut() {
        let text = format!("z{}x", "\u{301}".repeat(50_000));
        assert_eq!(clean_line(&text).chars().count(), 2 + MARKS_PER_LETTER);
    }

    #[test]
    fn a_line_has_single_blanks_and_no_breaks() {
        assert_eq!(clean_line(" a\n\tb \u{a0} c\u{3000}"), "a b c");
    }

    proptest! {
        #[test]
        fn cleaning_twice_equals_once(text in "[a \\n\u{300}-\u{303}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{fe0f}\u{1f3f4}\u{e0061}-\u{e0063}\u{e007f}\u{1f468}م\u{3000}\\PC]{0,24}") {
            let line = clean_line(&text);
            prop_assert_eq!(clean_line(&line), line.clone());
            let clean = clean_text(&text);
            prop_assert_eq!(clean_text(&clean), clean.clone());
            prop_assert!(!clean.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
