//! The works that an article draws on: their list at its end, and the marks in its text that point
//! there.

use url::Url;

use super::line::Line;
use super::phrases::{SAID_BY, SOURCES};
use super::repair::cut_head;
use crate::ingest::document::{one_line, plain};
use crate::model::{Block, CitedWork, Document, Inline, Link, LinkId};

/// Longer lines are no entries of such a list.
const LONGEST: usize = 240;
/// More than a list of works has.
const MOST: usize = 200;
/// Characters of a work's name.
const NAME: usize = 160;
/// Words of the name of a work without an address.
const NAMED: usize = 8;

/// Puts list and marks in order; gives the works of the list. `base` is the article's own address.
pub(super) fn clean(document: &mut Document, base: Option<&str>) -> Vec<CitedWork> {
    let Some(label) = label_of(&document.blocks) else {
        return Vec::new();
    };
    let entries = document.blocks[label + 1..]
        .iter()
        .take_while(|block| is_entry(block));
    let end = label + 1 + entries.count().min(MOST);
    if end == label + 1 {
        return Vec::new();
    }
    let Document { blocks, links, .. } = document;
    if let Block::Paragraph(spans) = &mut blocks[label] {
        let spans = one_line(std::mem::take(spans));
        blocks[label] = Block::Heading { level: 2, spans };
    }
    let names: Vec<Entry> = blocks[label + 1..end]
        .iter_mut()
        .zip(1..)
        .map(|(block, place)| clean_entry(block, place, links))
        .collect();
    for block in &mut blocks[..label] {
        if let Block::Paragraph(spans)
        | Block::ListItem { spans, .. }
        | Block::Quote { spans, .. } = block
        {
            name_marks(spans, &names);
        }
    }
    let works = names.iter().filter_map(|entry| work(entry, links, base));
    works.collect()
}

/// What an entry names, if that is a work: not a remark that goes on from the text, nor the way back
/// to its mark.
fn work(entry: &Entry, links: &[Link], base: Option<&str>) -> Option<CitedWork> {
    let page = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    let link = entry.link.and_then(|id| links.get(id.0));
    let url = link.map(|link| link.url.clone());
    let leads_back = url.as_deref().map(page) == base.map(page) && url.is_some();
    let name = entry
        .name
        .trim_end_matches([' ', '.', ',', ';', '↩', '\u{fe0e}']);
    let words = name.split_whitespace().count();
    let is_name = words > 0 && (url.is_some() || words <= NAMED) && name.chars().count() <= NAME;
    (is_name && !leads_back).then(|| CitedWork {
        name: name.to_owned(),
        domain: url.as_deref().and_then(site),
        url,
    })
}

/// The host of an address as it is spoken of.
fn site(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// An entry of the list.
#[derive(Debug, Clone)]
struct Entry {
    number: u32,
    name: String,
    link: Option<LinkId>,
}

/// Where the list's label stands.
fn label_of(blocks: &[Block]) -> Option<usize> {
    blocks.iter().rposition(|block| match block {
        Block::Heading { spans, .. } | Block::Paragraph(spans) => {
            Line::plain(plain(spans)).is_one_of(&SOURCES)
        }
        _ => false,
    })
}

fn is_entry(block: &Block) -> bool {
    match block {
        Block::ListItem { spans, .. } => plain(spans).len() <= LONGEST,
        Block::Paragraph(spans) => {
            let line = Line::plain(plain(spans));
            line.text.len() <= LONGEST
                && line
                    .text
                    .starts_with(|c: char| c.is_ascii_digit() || c == '[')
        }
        _ => false,
    }
}

/// Takes a number that stands twice off an entry, and sets a glued domain apart.
fn clean_entry(block: &mut Block, place: u32, links: &mut Vec<Link>) -> Entry {
    let (number, spans) = match block {
        Block::ListItem { marker, spans, .. } => {
            let digits = marker.trim_end_matches(['.', ')']);
            (digits.parse().unwrap_or(place), spans)
        }
        Block::Paragraph(spans) => (place, spans),
        _ => {
            return Entry {
                number: place,
                name: String::new(),
                link: None,
            };
        }
    };
    let text = plain(spans);
    let said = text
        .strip_prefix(&number.to_string())
        .and_then(|rest| rest.strip_prefix(['.', ')', ']']));
    if let Some(rest) = said {
        let rest = rest.trim_start();
        let twice = text.len() - rest.len();
        cut_head(spans, twice);
    }
    let text = plain(spans);
    let (name, domain) = name_and_domain(&text);
    let (name, domain) = (name.to_owned(), domain.map(str::to_owned));
    let mut link = spans.iter().find_map(|span| span.link);
    if let Some(domain) = domain {
        let id = link.unwrap_or_else(|| {
            links.push(Link {
                url: format!("https://{domain}/"),
            });
            LinkId(links.len() - 1)
        });
        link = Some(id);
        set_apart(spans, name.len(), &domain, id);
    }
    if let Block::Paragraph(spans) = block {
        let spans = one_line(std::mem::take(spans));
        *block = Block::ListItem {
            depth: 0,
            marker: format!("{number}."),
            spans,
        };
    }
    Entry { number, name, link }
}

/// "Harbour Wire(wire.example)" as name and domain.
fn name_and_domain(text: &str) -> (&str, Option<&str>) {
    let inside = text
        .trim_end()
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('));
    match inside {
        Some((name, domain)) if is_domain(domain) && !name.trim().is_empty() => {
            (name.trim_end(), Some(domain.trim()))
        }
        _ => (text.trim_end(), None),
    }
}

fn is_domain(text: &str) -> bool {
    let text = text.trim();
    let ends = text.rsplit('.').next().unwrap_or_default();
    text.contains('.')
        && text.len() <= 80
        && ends.len() >= 2
        && ends.bytes().all(|b| b.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

/// Writes name and domain with a blank between, the domain as a quiet link.
fn set_apart(spans: &mut Vec<Inline>, name_bytes: usize, domain: &str, link: LinkId) {
    let text = plain(spans);
    let style = spans.first().map(|span| span.style).unwrap_or_default();
    let named = spans.first().and_then(|span| span.link);
    let mut quiet = style;
    quiet.quiet = true;
    *spans = vec![
        Inline {
            text: text[..name_bytes].to_owned(),
            style,
            link: named,
        },
        Inline {
            text: " ".to_owned(),
            ..Inline::default()
        },
        Inline {
            text: format!("({domain})"),
            style: quiet,
            link: Some(link),
        },
    ];
}

/// Writes the name behind the number of each mark.
fn name_marks(spans: &mut Vec<Inline>, entries: &[Entry]) {
    for span in spans.iter_mut().filter(|span| span.link.is_some()) {
        let number = number_of(&span.text);
        let entry = number.and_then(|number| entries.iter().find(|entry| entry.number == number));
        if let Some(entry) = entry {
            span.text = span.text.replacen(span.text.trim(), &mark(entry), 1);
            span.style.quiet = true;
        }
    }
    let mut out = Vec::with_capacity(spans.len());
    for span in std::mem::take(spans) {
        if span.link.is_some() {
            out.push(span);
        } else {
            out.extend(with_eaten_names(span, entries));
        }
    }
    *spans = out;
}

fn mark(entry: &Entry) -> String {
    format!("[{} {}]", entry.number, entry.name)
}

/// The number that a text is, plain, in brackets or raised.
fn number_of(text: &str) -> Option<u32> {
    let bare = text.trim().trim_matches(['[', ']', '(', ')']);
    let digits: String = bare
        .chars()
        .map(|c| match c {
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            '⁰' => '0',
            '⁴'..='⁹' => char::from_digit(c as u32 - '⁴' as u32 + 4, 10).unwrap_or(c),
            other => other,
        })
        .collect();
    let plain =
        !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Names put back into one span; more were never eaten by a page.
const MOST_EATEN: usize = 40;

/// A text in which a mark without a link stands where a name was: "who told 2 that …".
fn with_eaten_names(span: Inline, entries: &[Entry]) -> Vec<Inline> {
    let part = |text: &str| Inline {
        text: text.to_owned(),
        ..span.clone()
    };
    let mut parts = Vec::new();
    let mut rest = span.text.as_str();
    for _ in 0..MOST_EATEN {
        let Some((start, digits, number)) = eaten_name(rest) else {
            break;
        };
        let Some(entry) = entries.iter().find(|entry| entry.number == number) else {
            break;
        };
        let mut named = part(&mark(entry));
        named.style.quiet = true;
        named.link = entry.link;
        parts.extend([part(&rest[..start]), named]);
        rest = &rest[start + digits..];
    }
    parts.push(part(rest));
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// Where the number begins that stands for a name, how many digits it has, and which it is.
fn eaten_name(text: &str) -> Option<(usize, usize, u32)> {
    // Letters beyond ASCII may change their length with their case.
    let lower = text.to_ascii_lowercase();
    SAID_BY.iter().find_map(|phrase| {
        let at = lower.find(phrase)?;
        let start = at + phrase.len() + 1;
        let before = lower[..at].chars().next_back();
        let behind = lower.get(start..)?;
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let number = behind[..digits].parse::<u32>().ok()?;
        let after = &behind[digits..];
        let name_follows = after
            .trim_start_matches(' ')
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .is_some_and(|word| GOES_ON.contains(&word));
        let apart = before.is_none_or(|c| !c.is_alphanumeric());
        let ends = after.starts_with([',', '.', ';', ')']);
        (digits > 0 && apart && (name_follows || ends)).then_some((start, digits, number))
    })
}

/// Words with which a sentence goes on behind a name, not behind a number of things.
const GOES_ON: [&str; 22] = [
    "on", "that", "in", "about", "and", "but", "under", "for", "this", "last", "it", "they", "he",
    "she", "dass", "unter", "que", "sous", "bajo", "che", "dat", "at",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_too_much_for_putting_names_back() {
        let entries = [Entry {
            number: 2,
            name: "Quay Wire".to_owned(),
            link: None,
        }];
        let span = |text: &str| Inline {
            text: text.to_owned(),
            ..Inline::default()
        };
        let many = with_eaten_names(span(&"told 2, ".repeat(4000)), &entries);
        assert_eq!(many.len(), 2 * MOST_EATEN + 1);
        for text in ["ẞẞẞẞẞẞẞé told 2, x İİİİİİİ", "İ told 2", "told é2,"] {
            let parts = with_eaten_names(span(text), &entries);
            let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
            assert!(
                whole.contains('2') || whole.contains("Quay Wire"),
                "{whole}"
            );
        }
    }

    #[test]
    fn a_number_is_read_in_any_dress() {
        let check = |text, expected| assert_eq!(number_of(text), expected, "{text}");
        check("1", Some(1));
        check(" [12] ", Some(12));
        check("²", Some(2));
        check("⁷", Some(7));
        check("1st", None);
        check("", None);
    }

    #[test]
    fn a_domain_in_brackets_is_told_from_other_words() {
        let check = |text, expected| assert_eq!(name_and_domain(text), expected, "{text}");
        check(
            "Quay Wire(wire.example)",
            ("Quay Wire", Some("wire.example")),
        );
        check("Port report (2024)", ("Port report (2024)", None));
        check("Quay Wire", ("Quay Wire", None));
    }
}
