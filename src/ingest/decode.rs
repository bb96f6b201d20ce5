//! Bytes in whatever encoding → text. What is valid UTF-8 is UTF-8, whatever it claims to be; a
//! byte order mark comes first, a declaration after, Windows-1252 last.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;
use memchr::memmem;

use super::IngestError;

/// More than this is not unpacked: no feed is so long.
const UNPACKED_BYTES: usize = 20 * 1024 * 1024;

/// The bytes of a file, unpacked where gzip has packed them and nobody said so.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, IngestError> {
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let limit = u64::try_from(UNPACKED_BYTES).unwrap_or(u64::MAX);
    let mut plain = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes).take(limit + 1);
    // What could be unpacked before a fault is judged as what it is: a file that ends too early.
    if reader.read_to_end(&mut plain).is_err() && plain.is_empty() {
        return Ok(Cow::Borrowed(bytes));
    }
    if plain.len() > UNPACKED_BYTES {
        return Err(IngestError::NotAFeed {
            what: "a compressed file of more than 20 MB".to_owned(),
        });
    }
    Ok(Cow::Owned(plain))
}

/// The text of a feed, a page or a list, without byte order mark. `content_type` is the header of
/// the answer, which may name the encoding.
pub(super) fn decode_bytes<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some(text) = wide(bytes) {
        return Cow::Owned(text);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decode_as(encoding, bytes);
    }
    let declared = declared(bytes).or_else(|| label_in(content_type?));
    match std::str::from_utf8(bytes) {
        // Seven-bit encodings are valid UTF-8 too; they give themselves away by their escapes.
        Ok(_)
            if declared.is_some_and(|found| !found.is_ascii_compatible())
                && bytes.contains(&0x1b) => {}
        Ok(text) => return Cow::Borrowed(text),
        Err(_) => {}
    }
    match declared
        .filter(|encoding| *encoding != UTF_8 && *encoding != UTF_16LE && *encoding != UTF_16BE)
    {
        // Western text holds UTF-8 sequences only where somebody has pasted them in.
        Some(encoding) if encoding != WINDOWS_1252 => decode_as(encoding, bytes),
        _ => Cow::Owned(mixed(bytes)),
    }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(mixed(bytes)),
        };
    }
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-8 with stray bytes of Windows-1252 in it, as pasted together by many publishing systems.
fn mixed(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    out
}

/// UTF-16 by the shape of its first two characters, which are ASCII in any XML.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [0, b'<' | b'{', 0, _] => Some(UTF_16BE),
        [b'<' | b'{', 0, _, 0] => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-32, which no library here knows.
fn wide(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes.get(..4)? {
        [0, 0, 0xfe, 0xff] | [0, 0, 0, b'<'] => u32::from_be_bytes,
        [0xff, 0xfe, 0, 0] | [b'<', 0, 0, 0] => u32::from_le_bytes,
        _ => return None,
    };
    let units = bytes
        .chunks_exact(4)
        .map(|unit| read([unit[0], unit[1], unit[2], unit[3]]));
    let text: String = units
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

/// The encoding that an XML declaration or a page's `meta` names near the beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    ["encoding", "charset"].iter().find_map(|key| {
        let at = memmem::find(head, key.as_bytes())? + key.len();
        label(&head[at..])
    })
}

fn label_in(content_type: &str) -> Option<&'static Encoding> {
    let at = content_type.to_ascii_lowercase().find("charset")? + "charset".len();
    label(content_type.as_bytes().get(at..)?)
}

/// Reads `="label"` with quotes and blanks as they come.
fn label(text: &[u8]) -> Option<&'static Encoding> {
    let text = text
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let text = text
        .strip_prefix(b"\"")
        .or_else(|| text.strip_prefix(b"'"))
        .unwrap_or(text);
    let end = text
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')));
    // Encodings that browsers refuse are read as what is plain in them.
    Encoding::for_label_no_replacement(&text[..end.unwrap_or(text.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_utf8_wins_over_what_is_declared() {
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?><t>Früher</t>";
        assert_eq!(decode_bytes(text.as_bytes(), None), text);
    }

    #[test]
    fn a_declared_encoding_is_used_where_it_is_needed() {
        let latin = b"<?xml version='1.0' encoding='iso-8859-2'?><t>\xb1</t>";
        assert!(decode_bytes(latin, None).contains("<t>ą</t>"));
        assert_eq!(
            decode_bytes(b"<t>\xb1</t>", Some("text/xml; charset=\"iso-8859-2\"")),
            "<t>ą</t>"
        );
        let wrong = b"<?xml version='1.0' encoding='utf-8'?><t>\xc3\xbc \x93x\x94</t>";
        assert!(decode_bytes(wrong, None).contains("ü “x”"));
        assert_eq!(
            decode_bytes(b"<?xml encoding='ISO-8859-1'?>\xfc \xc3\xbc", None),
            "<?xml encoding='ISO-8859-1'?>ü ü"
        );
    }

    #[test]
    fn wide_encodings_are_known_with_and_without_mark() {
        let text = "<t>ü</t>";
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let widest: Vec<u8> = text
            .chars()
            .flat_map(|c| (c as u32).to_le_bytes())
            .collect();
        assert_eq!(decode_bytes(&big, None), text);
        assert_eq!(decode_bytes(&little, None), text);
        assert_eq!(
            decode_bytes(&[&[0xff, 0xfe][..], &little].concat(), None),
            text
        );
        assert_eq!(decode_bytes(&widest, None), text);
    }
}
