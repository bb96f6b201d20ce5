//! Cuts the XML of a feed into root, head, items and tail without parsing it, so that known items
//! cost a hash and one broken item does not take the others with it.
//!
//! Markup inside `CDATA`, comments and declarations is jumped over. What comes out is put together
//! again by `envelope`.

use memchr::{memchr, memmem};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::markup::{Attribute, attributes};

/// What sort of feed a root element makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `rss`, all versions.
    Rss,
    /// `rdf:RDF`: RSS 0.90, 1.0, 1.1.
    Rdf,
    /// `feed`: Atom.
    Atom,
}

/// A feed's text in pieces.
#[derive(Debug, Clone)]
pub(super) struct Cut<'a> {
    /// What sort of feed it is.
    pub(super) format: Format,
    /// Attributes of the root element, and of RSS's `channel`, as written.
    pub(super) attributes: Vec<Attribute<'a>>,
    /// What stands before the first item, without root and `channel` tags.
    pub(super) head: String,
    /// The items, tags included; one without end tag lacks it here too.
    pub(super) items: Vec<&'a str>,
    /// What stands between and after the items.
    pub(super) tail: String,
    /// The text ends within an item, which is left out.
    pub(super) truncated: bool,
    /// There is something else before the root element.
    pub(super) junk: bool,
}

/// The part of a name after its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn format_of(name: &str) -> Option<Format> {
    match local(name).to_ascii_lowercase().as_str() {
        "rss" | "channel" => Some(Format::Rss),
        "rdf" => Some(Format::Rdf),
        // An entry alone is a feed of one.
        "feed" | "entry" => Some(Format::Atom),
        _ => None,
    }
}

/// Cuts a text into pieces; `None`, with the name of the first element, if it is no feed.
pub(super) fn cut(text: &str) -> Result<Cut<'_>, Option<&str>> {
    let (root, junk) = find_root(text)?;
    let format = format_of(root.name).ok_or(Some(root.name))?;
    let mut cutter = Cutter {
        text,
        item: if format == Format::Atom {
            "entry"
        } else {
            "item"
        },
        start: None,
        piece: root.end,
        cut: Cut {
            format,
            attributes: attributes(root.attributes).collect(),
            head: String::new(),
            items: Vec::new(),
            tail: String::new(),
            truncated: false,
            junk,
        },
    };
    let end = if root.is_empty() {
        root.end
    } else if local(root.name) == "entry" {
        cutter.piece = root.start;
        cutter.run("", root.start)
    } else {
        cutter.run(root.name, root.end)
    };
    cutter.finish(end);
    Ok(cutter.cut)
}

/// A start or end tag found by scanning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// What stands between name and `>`.
    pub(super) attributes: &'a str,
    /// It is an end tag.
    pub(super) closing: bool,
    /// Where its `<` stands.
    pub(super) start: usize,
    /// Behind its `>`.
    pub(super) end: usize,
}

impl Mark<'_> {
    /// Whether it is start and end in one.
    pub(super) fn is_empty(&self) -> bool {
        self.attributes.ends_with('/')
    }
}

/// The next tag at or behind `from`; what is no tag is jumped over.
pub(super) fn next_mark(text: &str, from: usize) -> Option<Mark<'_>> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let start = at + memchr(b'<', bytes.get(at..)?)?;
        let rest = &bytes[start..];
        let skip = |open: usize, close: &[u8]| {
            memmem::find(rest.get(open..).unwrap_or_default(), close)
                .map(|end| start + open + end + close.len())
        };
        at = match rest {
            [b'<', b'!', b'-', b'-', ..] => skip(4, b"-->")?,
            [b'<', b'!', b'[', ..] => skip(9, b"]]>")?,
            [b'<', b'?', ..] => skip(2, b">")?,
            [b'<', b'!', ..] => doctype_end(rest).map(|end| start + end)?,
            [b'<', b'/', next, ..] | [b'<', next, ..]
                if next.is_ascii_alphabetic() || *next >= 0x80 || *next == b'_' =>
            {
                match mark_at(text, start) {
                    Scan::Mark(mark) => return Some(mark),
                    Scan::Unclosed(next) => next,
                    Scan::End => return None,
                }
            }
            _ => start + 1,
        };
    }
}

/// The end of a document type, which may hold declarations in brackets.
fn doctype_end(rest: &[u8]) -> Option<usize> {
    let close = memchr(b'>', rest)?;
    match memchr(b'[', &rest[..close]) {
        None => Some(close + 1),
        Some(open) => memmem::find(&rest[open..], b"]>")
            .map(|end| open + end + 2)
            .or_else(|| {
                memchr(b']', &rest[open..])
                    .and_then(|end| Some(open + end + memchr(b'>', &rest[open + end..])? + 1))
            }),
    }
}

/// What scanning a tag came to.
enum Scan<'a> {
    Mark(Mark<'a>),
    /// The tag never ends; the next one begins here.
    Unclosed(usize),
    /// The text ends within the tag.
    End,
}

fn mark_at(text: &str, start: usize) -> Scan<'_> {
    let bytes = text.as_bytes();
    let closing = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(closing);
    let mut end = name_start;
    let mut quote = None;
    loop {
        let Some(&byte) = bytes.get(end) else {
            return Scan::End;
        };
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => break,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None if byte == b'<' => return Scan::Unclosed(end),
            None => {}
        }
        end += 1;
    }
    let inner = &text[name_start..end];
    let name_end = inner
        .find(|c: char| c.is_ascii_whitespace() || c == '/')
        .unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(name_end);
    Scan::Mark(Mark {
        name,
        attributes,
        closing,
        start,
        end: end + 1,
    })
}

/// The root element of a feed, and whether something else stands before it.
fn find_root(text: &str) -> Result<(Mark<'_>, bool), Option<&str>> {
    let first = next_mark(text, 0).filter(|mark| !mark.closing);
    let before = first.map_or(0, |mark| mark.start);
    if let Some(mark) = first
        && format_of(mark.name).is_some()
    {
        let start = text.find('<').unwrap_or(0);
        return Ok((mark, !text[..start].trim().is_empty()));
    }
    // A server's warning in front of the feed.
    let late = ["<rss", "<rdf:RDF", "<feed"]
        .iter()
        .filter_map(|root| memmem::find(&text.as_bytes()[before..], root.as_bytes()))
        .min()
        .and_then(|at| next_mark(text, before + at))
        .filter(|mark| !mark.closing && format_of(mark.name).is_some());
    late.map(|mark| (mark, true))
        .ok_or(first.map(|mark| mark.name))
}

struct Cutter<'a> {
    text: &'a str,
    item: &'static str,
    /// Where the item began that is being read.
    start: Option<usize>,
    /// Where the text began that is in no item.
    piece: usize,
    cut: Cut<'a>,
}

impl<'a> Cutter<'a> {
    /// Reads up to the end of the feed and returns where it is.
    fn run(&mut self, root: &str, from: usize) -> usize {
        let mut at = from;
        while let Some(mark) = next_mark(self.text, at) {
            at = mark.end;
            if local(mark.name).eq_ignore_ascii_case(self.item) {
                self.item_mark(mark);
            } else if mark.name == root && mark.closing {
                self.close_item(mark.start);
                return mark.start;
            } else if self.cut.format == Format::Rss && mark.name.eq_ignore_ascii_case("channel") {
                self.channel_mark(mark);
            }
        }
        self.text.len()
    }

    fn item_mark(&mut self, mark: Mark<'a>) {
        if mark.closing {
            if let Some(start) = self.start.take() {
                self.cut.items.push(&self.text[start..mark.end]);
                self.piece = mark.end;
            }
            return;
        }
        // Items never nest: the one before was not closed.
        self.close_item(mark.start);
        self.keep_piece(mark.start);
        if mark.is_empty() {
            self.cut.items.push(&self.text[mark.start..mark.end]);
            self.piece = mark.end;
        } else {
            self.start = Some(mark.start);
        }
    }

    /// Ends an item that has no end tag.
    fn close_item(&mut self, end: usize) {
        if let Some(start) = self.start.take() {
            self.cut.items.push(&self.text[start..end]);
            self.piece = end;
        }
    }

    /// RSS items belong into the channel; some feeds put them behind it. So the channel's tags
    /// are left out and put around everything.
    fn channel_mark(&mut self, mark: Mark<'a>) {
        if self.start.is_some() {
            if !mark.closing {
                return;
            }
            self.close_item(mark.start);
        }
        self.keep_piece(mark.start);
        self.piece = mark.end;
        if !mark.closing {
            self.cut.attributes.extend(attributes(mark.attributes));
        }
    }

    fn keep_piece(&mut self, end: usize) {
        let piece = &self.text[self.piece.min(end)..end];
        self.piece = end;
        if piece.trim().is_empty() {
            return;
        }
        if self.cut.items.is_empty() {
            self.cut.head.push_str(piece);
        } else {
            self.cut.tail.push_str(piece);
        }
    }

    fn finish(&mut self, end: usize) {
        if let Some(start) = self.start.take() {
            self.cut.truncated = true;
            self.piece = start;
        } else {
            self.keep_piece(end);
        }
    }
}

/// A hash of an item's bytes that is the same on every machine and in every version. View counters
/// of video feeds change by themselves at every fetch and are left out.
pub(super) fn raw_hash(item: &str) -> i64 {
    let bytes = item.as_bytes();
    let Some(first) = memmem::find(bytes, b"<media:sta") else {
        return xxh3_64(bytes).cast_signed();
    };
    let mut hasher = Xxh3::new();
    hasher.update(&bytes[..first]);
    let mut rest = &bytes[first..];
    while !rest.is_empty() {
        let skipped =
            if rest.starts_with(b"<media:statistics") || rest.starts_with(b"<media:starRating") {
                memchr(b'>', rest).map_or(rest.len(), |end| end + 1)
            } else {
                0
            };
        let kept = &rest[skipped..];
        // Without a skip the text begins with the very mark that is looked for.
        let from = usize::from(skipped == 0);
        let next = kept
            .get(from..)
            .and_then(|after| memmem::find(after, b"<media:sta"))
            .map_or(kept.len(), |at| at + from);
        hasher.update(&kept[..next]);
        rest = &kept[next..];
    }
    hasher.digest().cast_signed()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FEED: &str = "\u{feff}<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a '<item>'>]><!-- <item> --><rss version='2.0'>\
        <channel><title>T</title><item><title><![CDATA[</item>]]></title></item><ttl>5</ttl>\n<item a='>'/></channel></rss>junk";

    #[test]
    fn a_feed_is_cut_into_its_items() {
        let cut = cut(FEED).expect("a feed");
        assert_eq!(cut.head, "<title>T</title>");
        assert_eq!(
            cut.items,
            [
                "<item><title><![CDATA[</item>]]></title></item>",
                "<item a='>'/>"
            ]
        );
        assert_eq!(cut.tail.trim(), "<ttl>5</ttl>");
        assert!(!cut.truncated);
    }

    #[test]
    fn an_item_that_the_text_ends_in_is_left_out() {
        let cut = cut("<rss><channel><item>1</item><item>2").expect("a feed");
        assert_eq!(cut.items, ["<item>1</item>"]);
        assert!(cut.truncated);
    }

    #[test]
    fn an_item_without_end_ends_where_the_next_begins() {
        let cut =
            cut("<rss><channel><item>1<item>2</item><item>3</channel></rss>").expect("a feed");
        assert_eq!(cut.items, ["<item>1", "<item>2</item>", "<item>3"]);
    }

    #[test]
    fn something_before_the_root_is_jumped_over() {
        assert!(
            cut("<br/><b>Warning</b>: x<rss version='2.0'><channel/></rss>")
                .is_ok_and(|cut| cut.junk)
        );
        assert_eq!(cut("<!doctype html><html><p>x").err(), Some(Some("html")));
        assert_eq!(cut("no markup").err(), Some(None));
        assert_eq!(
            cut("<?xml?><entry><id/></entry>").map(|cut| cut.items).ok(),
            Some(vec!["<entry><id/></entry>"])
        );
    }

    #[test]
    fn view_counters_do_not_change_the_hash() {
        let item = |views| {
            format!(
                "<entry>a<media:statistics views=\"{views}\"/><media:starRating count='{views}'/>b</entry>"
            )
        };
        assert_eq!(raw_hash(&item(1)), raw_hash(&item(2)));
        assert_ne!(raw_hash("<entry>a</entry>"), raw_hash("<entry>b</entry>"));
        // Stored hashes must hold for good.
        assert_eq!(raw_hash("<item/>"), 4_051_497_648_210_778_584);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_a_fault(parts in prop::collection::vec(prop::sample::select(vec![
            "<rss>", "<channel>", "</channel>", "<item>", "</item>", "<item/>", "<entry>", "</entry>", "<feed>", "</feed>",
            "<![CDATA[", "]]>", "<!--", "-->", "<!", "<?", ">", "<", "é", "=\"", "'", "text", "<title>", "</title>",
        ]), 0..20)) {
            let text = parts.concat();
            if let Ok(cut) = cut(&text) {
                for item in &cut.items {
                    raw_hash(item);
                }
            }
        }
    }
}
