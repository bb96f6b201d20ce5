//! Reads markup token by token: tags with their attributes, text, character references. It keeps
//! no stack and never looks back, so it is linear whatever it reads; what the tokens mean is left
//! to its users.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use web_atoms::NAMED_ENTITIES;

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its references as written.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, by name as written.
    Close(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// What stands between name and `>`.
    pub(super) attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Whether the tag has this name, in whatever case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, references resolved; the empty text if it has none.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        attributes(self.attributes)
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .map(|attribute| decode(attribute.value))
    }
}

/// An attribute as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its value without quotes; a slice of the text it was read from.
    pub(super) value: &'a str,
}

/// The attributes of a start tag in their order.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = Attribute<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|&(_, c)| c == '=' || c == '/' || c.is_ascii_whitespace());
        let (name, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some(Attribute {
                name,
                value: &after[..0],
            });
        };
        let (value, after) = attribute_value(value.trim_start());
        rest = after;
        Some(Attribute { name, value })
    })
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(
        text.find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(text.len()),
    )
}

/// Reads markup from its beginning.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Begins at the beginning.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next token begins.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Moves behind the end tag of this name; to the end where there is none.
    pub(super) fn skip_element(&mut self, name: &str) {
        let bytes = self.text.as_bytes();
        let mut from = self.at;
        while let Some(found) = memmem::find(&bytes[from..], b"</") {
            let start = from + found + 2;
            let end = start + name.len();
            if bytes
                .get(start..end)
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
            {
                self.at = memchr(b'>', &bytes[end..]).map_or(bytes.len(), |close| end + close + 1);
                return;
            }
            from = start;
        }
        self.at = bytes.len();
    }

    /// Moves behind the end of an element that was just opened, others of its name inside it; to the
    /// end where it has none. Gives where its end tag begins.
    pub(super) fn skip_nested(&mut self, name: &str) -> usize {
        let (mut depth, mut end) = (1, self.at);
        while let Some(token) = self.next() {
            match token {
                Token::Open(tag) if holds_raw_text(tag.name) => self.skip_element(tag.name),
                Token::Open(tag) if tag.is(name) => depth += 1,
                Token::Close(other) if other.eq_ignore_ascii_case(name) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return end;
            }
            end = self.at;
        }
        self.text.len()
    }

    /// The end of a tag that begins at `from`: quotes may hold a `>`.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            let found = at
                + bytes[at..]
                    .iter()
                    .position(|b| matches!(b, b'>' | b'"' | b'\''))?;
            if bytes[found] == b'>' {
                return Some(found);
            }
            // A quote counts only as the beginning of a value: `<a title=it's>` is a whole tag.
            let opens = bytes[from..found].trim_ascii_end().last() == Some(&b'=');
            at = found + 1;
            if opens {
                at += memchr(bytes[found], &bytes[at..])? + 1;
            }
        }
    }

    /// Moves behind something that is neither text nor tag; true if there was such a thing.
    fn skip_declaration(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let (open, close) = match rest.as_bytes() {
            [b'<', b'!', b'-', b'-', ..] => (4, "-->"),
            [b'<', b'!' | b'?', ..] => (2, ">"),
            [b'<', b'/', next, ..] if !next.is_ascii_alphabetic() => (2, ">"),
            _ => return false,
        };
        let end = memmem::find(&rest.as_bytes()[open..], close.as_bytes());
        self.at += end.map_or(rest.len(), |end| open + end + close.len());
        true
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        let start = self.at + 1;
        let Some(end) = self.tag_end(start) else {
            self.at = self.text.len();
            return None;
        };
        self.at = end + 1;
        let inner = &self.text[start..end];
        let name_of = |text: &'a str| {
            let end = text.find(|c: char| c.is_ascii_whitespace() || c == '/');
            text.split_at(end.unwrap_or(text.len()))
        };
        Some(match inner.strip_prefix('/') {
            Some(name) => Token::Close(name_of(name).0),
            None => {
                let (name, attributes) = name_of(inner);
                Token::Open(Tag { name, attributes })
            }
        })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            if starts_tag(&bytes[self.at..]) {
                return self.tag();
            }
            if self.skip_declaration() {
                continue;
            }
            let start = self.at;
            self.at = text_end(bytes, start);
            return Some(Token::Text(&self.text[start..self.at]));
        }
        None
    }
}

fn starts_tag(bytes: &[u8]) -> bool {
    match bytes {
        [b'<', b'/', next, ..] | [b'<', next, ..] => next.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Where the text that begins at `start` ends: a `<` that begins nothing is text too.
fn text_end(bytes: &[u8], start: usize) -> usize {
    let mut from = start + 1;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr(b'<', rest)) {
        let at = from + found;
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        if next.is_ascii_alphabetic() || matches!(next, b'!' | b'?' | b'/') {
            return at;
        }
        from = at + 1;
    }
    bytes.len()
}

/// Resolves character references as a browser does, with or without the closing semicolon where
/// habit allows it; what is no reference stays as it is.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        let used = reference(rest, &mut out);
        let after = &rest[used..];
        let next = memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    Cow::Owned(out)
}

/// Resolves the reference that `text` begins with and returns its length; a lone `&` is itself.
fn reference(text: &str, out: &mut String) -> usize {
    let body = &text[1..];
    let length = body
        .bytes()
        .take(40)
        .position(|b| !(b.is_ascii_alphanumeric() || b == b'#'))
        .unwrap_or(body.len().min(40));
    let closed = usize::from(body.as_bytes().get(length) == Some(&b';'));
    let name = body.get(..length).unwrap_or("");
    if let Some(number) = name.strip_prefix('#')
        && let Some((value, digits)) = numeric(number)
    {
        out.push(value);
        let closed = usize::from(number.len() == digits) & closed;
        return 2 + digits + closed;
    }
    if closed == 1
        && let Some(value) = named(&body[..=length])
    {
        out.extend(value);
        return 2 + length;
    }
    for (legacy, value) in LEGACY {
        if closed == 0 && name.starts_with(legacy) && name.len() == legacy.len() {
            out.push_str(value);
            return 1 + legacy.len();
        }
    }
    out.push('&');
    1
}

/// The characters that a name stands for, one or two; `closed` is the name with its semicolon.
pub(super) fn named(closed: &str) -> Option<impl Iterator<Item = char>> {
    let (first, second) = *NAMED_ENTITIES
        .get(closed)
        .filter(|(first, _)| *first != 0)?;
    let chars = [
        char::from_u32(first),
        char::from_u32(second).filter(|_| second != 0),
    ];
    Some(chars.into_iter().flatten())
}

/// References that pages write without semicolon.
const LEGACY: [(&str, &str); 7] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("nbsp", "\u{a0}"),
    ("copy", "©"),
    ("reg", "®"),
];

/// The character of a numeric reference, and how many bytes of `text` name it.
fn numeric(text: &str) -> Option<(char, usize)> {
    let hex = text.strip_prefix(['x', 'X']);
    let (digits, radix) = hex.map_or((text, 10), |digits| (digits, 16));
    let count = digits
        .bytes()
        .take_while(|b| char::from(*b).is_digit(radix))
        .count();
    if count == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..count], radix).unwrap_or(u32::MAX);
    let value = match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9f => windows_1252(code),
        code => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    Some((value, count + usize::from(hex.is_some())))
}

/// What a browser shows for `&#128;` to `&#159;`.
fn windows_1252(code: u32) -> char {
    let byte = [u8::try_from(code).unwrap_or(b'?')];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Whether an element has no end tag.
pub(super) fn is_void(name: &str) -> bool {
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    ]
    .iter()
    .any(|void| name.eq_ignore_ascii_case(void))
}

/// Whether an element holds text in which tags are no tags.
pub(super) fn holds_raw_text(name: &str) -> bool {
    [
        "script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes",
    ]
    .iter()
    .any(|raw| name.eq_ignore_ascii_case(raw))
}

/// Text as markup: what it would have to look like to be read as this text.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    quick_xml::escape::minimal_escape(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_text_and_comments_are_told_apart() {
        let tokens: Vec<Token<'_>> =
            Tokens::new("a < b<!-- <p> --><A HREF='x>y' data-k>link</a ><br/>3 <4").collect();
        assert_eq!(
            tokens,
            [
                Token::Text("a < b"),
                Token::Open(Tag {
                    name: "A",
                    attributes: " HREF='x>y' data-k"
                }),
                Token::Text("link"),
                Token::Close("a"),
                Token::Open(Tag {
                    name: "br",
                    attributes: "/"
                }),
                Token::Text("3 <4"),
            ]
        );
    }

    #[test]
    fn an_attribute_is_found_in_whatever_case_and_quotes() {
        let tag = Tag {
            name: "a",
            attributes: " HREF = 'x?a=1&amp;b=2' title=plain checked rel=\"alternate\"/",
        };
        assert_eq!(tag.attribute("href").as_deref(), Some("x?a=1&b=2"));
        assert_eq!(tag.attribute("title").as_deref(), Some("plain"));
        assert_eq!(tag.attribute("checked").as_deref(), Some(""));
        assert_eq!(tag.attribute("rel").as_deref(), Some("alternate"));
        assert_eq!(tag.attribute("class"), None);
    }

    #[test]
    fn references_are_resolved_as_a_browser_does() {
        let check = |text, expected: &str| assert_eq!(decode(text), expected, "{text}");
        check(
            "AT&T &amp; co &copy; &#8217;&#x27;&#146;",
            "AT&T & co © ’'’",
        );
        check(
            "caf&eacute; &nosuch; &#xZZ; &#0;&",
            "café &nosuch; &#xZZ; \u{fffd}&",
        );
        check("a&nbsp b &lt", "a\u{a0} b <");
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[<>&!/a='\"#;x0-9 é-]{0,60}") {
            let count = Tokens::new(&text).count();
            prop_assert!(count <= text.len() + 1);
            for token in Tokens::new(&text) {
                if let Token::Open(tag) = token {
                    prop_assert!(attributes(tag.attributes).count() <= text.len());
                }
            }
            decode(&text);
        }
    }
}
