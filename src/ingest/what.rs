//! What bytes are that are no feed, and where a broken feed breaks, for the reader.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::IngestError;
use super::clean::{clean_line, head};

/// What the bytes are, with the article before it: "a web page". `root` is the first element.
pub(super) fn what_it_is(bytes: &[u8], text: &str, root: Option<&str>) -> String {
    let known = match bytes {
        [] => Some("an empty answer"),
        [0x1f, 0x8b, ..] | [b'P', b'K', 3, 4, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            Some("a compressed file")
        }
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF file"),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            Some("an image")
        }
        _ => None,
    };
    if let Some(known) = known {
        return known.to_owned();
    }
    let doctype = text.get(..256).unwrap_or(text).to_ascii_lowercase();
    match root.map(str::to_ascii_lowercase).as_deref() {
        Some("opml") => "a list of feeds (OPML)".to_owned(),
        Some("urlset" | "sitemapindex") => "a sitemap".to_owned(),
        Some("svg") => "an image".to_owned(),
        Some(
            "html" | "head" | "body" | "meta" | "title" | "script" | "div" | "p" | "h1" | "br"
            | "b" | "center",
        ) => "a web page".to_owned(),
        _ if doctype.contains("<!doctype html") => "a web page".to_owned(),
        Some(_) => format!(
            "a document of another sort (<{}>)",
            clean_line(head(root.unwrap_or_default(), 40))
        ),
        None if text.trim().is_empty() => "an empty answer".to_owned(),
        None if text.starts_with(['[', '{']) => "a JSON file".to_owned(),
        None if bytes.iter().take(1024).any(|b| *b < 9) => "binary data".to_owned(),
        None => "plain text".to_owned(),
    }
}

/// The first fault of a text that is no well-formed XML.
pub(super) fn fault(text: &str) -> IngestError {
    let mut reader = Reader::from_str(text);
    let message = loop {
        match reader.read_event() {
            Ok(Event::Eof) => break "the feed ends too early".to_owned(),
            Ok(_) => {}
            Err(error) => {
                break clean_line(head(&error.to_string(), 200))
                    .trim_end_matches('.')
                    .to_owned();
            }
        }
    };
    let at = usize::try_from(reader.error_position()).unwrap_or(0);
    let at = if at == 0 {
        text.len()
    } else {
        text.floor_char_boundary(at.min(text.len()))
    };
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    IngestError::Parse {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_feed_is_named() {
        let check = |bytes: &[u8], root: Option<&str>, expected: &str| {
            assert_eq!(
                what_it_is(bytes, &String::from_utf8_lossy(bytes), root),
                expected
            );
        };
        check(b"", None, "an empty answer");
        check(b"<!DOCTYPE html><x>", Some("x"), "a web page");
        check(b"<opml>", Some("opml"), "a list of feeds (OPML)");
        check(
            b"<note>",
            Some("note"),
            "a document of another sort (<note>)",
        );
        check(b"Not found", None, "plain text");
        check(&[0x1f, 0x8b, 8, 0], None, "a compressed file");
    }

    #[test]
    fn a_fault_has_its_place() {
        let error = fault("<rss>\n<channel>\n  <a></b>");
        assert!(
            matches!(
                error,
                IngestError::Parse {
                    line: 3,
                    column: 6,
                    ..
                }
            ),
            "{error:?}"
        );
        assert!(
            error
                .to_string()
                .starts_with("The feed is broken at line 3, column 6: "),
            "{error}"
        );
    }
}
