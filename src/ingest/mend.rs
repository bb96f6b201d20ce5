//! Makes broken JSON readable: commas too many, halves of characters, line breaks in texts,
//! values nested without end, and a file that ends in the middle.

/// Values nested deeper than this mean nothing in a feed, and the parser refuses them.
const DEPTH: usize = 64;

/// JSON put in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    /// The JSON.
    pub(super) text: String,
    /// It ended too early: the last element of the list that it ended in is left out.
    pub(super) cut_off: bool,
}

/// Puts JSON in order as far as that can be done by reading it once.
pub(super) fn mended(text: &str) -> Mended {
    let mut mender = Mender {
        out: String::with_capacity(text.len()),
        open: Vec::new(),
        whole: None,
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '"' => mender.text(&rest[1..]),
            '{' | '[' if mender.open.len() >= DEPTH => {
                mender.out.push_str("null");
                behind(rest)
            }
            '{' | '[' => {
                mender.out.push(c);
                mender.open.push(if c == '{' { '}' } else { ']' });
                &rest[1..]
            }
            '}' | ']' => {
                mender.close();
                if mender.open.is_empty() {
                    break;
                }
                &rest[1..]
            }
            c => {
                mender.out.push(c);
                &rest[c.len_utf8()..]
            }
        };
    }
    mender.finish()
}

struct Mender {
    out: String,
    /// What closes each value that is open.
    open: Vec<char>,
    /// Behind the last whole element of a list of the outermost value.
    whole: Option<usize>,
}

impl Mender {
    /// Copies a text, whose opening quote is read, and returns what follows it.
    fn text<'a>(&mut self, text: &'a str) -> &'a str {
        self.out.push('"');
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '"' => {
                    self.out.push('"');
                    return rest;
                }
                '\\' => rest = self.escape(rest),
                c if c < ' ' => self.out.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
        rest
    }

    /// Copies what a backslash stands before and returns what follows it.
    fn escape<'a>(&mut self, text: &'a str) -> &'a str {
        match text.chars().next() {
            Some(c @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                self.out.push('\\');
                self.out.push(c);
                &text[1..]
            }
            Some('u') => self.unit(&text[1..]),
            // A backslash before anything else means nothing.
            _ => text,
        }
    }

    /// Copies a unit of UTF-16, with its other half if it has one.
    fn unit<'a>(&mut self, text: &'a str) -> &'a str {
        let unit = |text: &str| u16::from_str_radix(text.get(..4)?, 16).ok();
        let Some(first) = unit(text) else {
            self.out.push('u');
            return text;
        };
        let rest = &text[4..];
        let second = rest.strip_prefix("\\u").and_then(unit);
        let pair = char::decode_utf16([first].into_iter().chain(second)).next();
        match pair {
            Some(Ok(c)) if u32::from(c) > 0xffff => {
                self.out.push(c);
                &rest[6..]
            }
            Some(Ok(_)) => {
                self.out.push_str(&format!("\\u{first:04x}"));
                rest
            }
            _ => {
                self.out.push(char::REPLACEMENT_CHARACTER);
                rest
            }
        }
    }

    fn close(&mut self) {
        self.drop_comma();
        self.out.extend(self.open.pop());
        if self.open.len() == 2 && self.open[1] == ']' {
            self.whole = Some(self.out.len());
        }
    }

    fn drop_comma(&mut self) {
        let end = self.out.trim_end().trim_end_matches(',').len();
        self.out.truncate(end);
    }

    fn finish(mut self) -> Mended {
        let cut_off = !self.open.is_empty();
        if let Some(whole) = self.whole.filter(|_| cut_off) {
            self.out.truncate(whole);
            self.out.push_str("]}");
        }
        Mended {
            text: self.out,
            cut_off,
        }
    }
}

/// What follows the object or list that a text begins with.
fn behind(text: &str) -> &str {
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return &text[at + 1..];
                }
            }
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn faults_of_writing_are_mended() {
        let check = |broken: &str, expected: &str| {
            let mended = mended(broken);
            assert_eq!((mended.text.as_str(), mended.cut_off), (expected, false));
        };
        check(
            r#"{"a": [1, 2,], "b": "x,}",}"#,
            r#"{"a": [1, 2], "b": "x,}"}"#,
        );
        check(
            r#"["\ud83d ab", "\ud83d\udea2", "\u00e9"]"#,
            "[\"\u{fffd} ab\", \"🚢\", \"\\u00e9\"]",
        );
        check("[\"a\nb\"]", r#"["a\u000ab"]"#);
        check(r#"["it\'s \uzz"]"#, r#"["it's uzz"]"#);
        check("{} and more", "{}");
        let deep = format!("{}{}", "[".repeat(DEPTH + 9), "]".repeat(DEPTH + 9));
        assert_eq!(mended(&deep).text.len(), 2 * DEPTH + 4);
    }

    #[test]
    fn what_is_whole_before_the_end_is_kept() {
        let mended = mended(r#"{"t": "x", "items": [{"id": "1"}, {"id": "2", "title": "Har"#);
        assert_eq!(mended.text, r#"{"t": "x", "items": [{"id": "1"}]}"#);
        assert!(mended.cut_off);
    }

    proptest! {
        #[test]
        fn any_text_is_mended_without_a_fault(parts in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", "\"", "\\", "\\u", "d83d", "dea2", ",", ":", "\"id\": ", "1", "é", "\n", "null",
        ]), 0..30)) {
            let text = parts.concat();
            let once = mended(&text).text;
            if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&once).is_ok());
            }
        }
    }
}
