//! Articles that a site spreads over several pages: which link leads to the next part, told by its
//! address, and how the parts become one. A link that says `rel=next` alone is not believed: on most
//! sites that is the next article.

use rustc_hash::FxHashSet;
use url::Url;

use super::Page;
use super::address::web_address;
use super::clean::head;
use super::decode::decode_bytes;
use super::document::words_in;
use super::markup::{Token, Tokens};
use crate::model::{Block, Inline, LinkId};

/// So much of a page is searched for a link.
const SEARCHED: usize = 4 * 1024 * 1024;
/// Names under which addresses carry the number of a page.
const PARAMETERS: [&str; 8] = [
    "page", "p", "pg", "paged", "pagenum", "seite", "pagina", "page_no",
];
/// Folders under which they do.
const FOLDERS: [&str; 4] = ["page", "seite", "pagina", "p"];
/// A part with fewer words that are new is no part of the article: comments, the same again.
const FEW_WORDS: u32 = 20;

/// The address of part `number` of the article whose first part is at `first`, if the page links
/// to it.
pub fn next_page(
    bytes: &[u8],
    content_type: Option<&str>,
    first: &str,
    number: u32,
) -> Option<String> {
    let first = Url::parse(first).ok()?;
    let decoded = decode_bytes(bytes, content_type);
    let mut tokens = Tokens::new(head(&decoded, SEARCHED));
    std::iter::from_fn(|| tokens.next()).find_map(|token| {
        let Token::Open(tag) = token else {
            return None;
        };
        if !tag.is("a") && !tag.is("link") {
            return None;
        }
        let href = tag.attribute("href")?;
        if href.contains("comment") {
            return None;
        }
        let mut there = web_address(&href, Some(&first))?;
        there.set_fragment(None);
        (part_of(&first, &there) == Some(number)).then(|| there.into())
    })
}

/// Which part of the article at `first` an address is; `None` if it is something else.
fn part_of(first: &Url, there: &Url) -> Option<u32> {
    if first.host_str() != there.host_str() || first.port() != there.port() {
        return None;
    }
    if first.path().trim_end_matches('/') == there.path().trim_end_matches('/') {
        return part_by_query(first, there);
    }
    if first.query() != there.query() && there.query().is_some() {
        return None;
    }
    part_by_path(first.path(), there.path())
}

/// `?page=2` behind the same address.
fn part_by_query(first: &Url, there: &Url) -> Option<u32> {
    let is_number = |name: &str| PARAMETERS.contains(&name.to_ascii_lowercase().as_str());
    let (numbers, others): (Vec<_>, Vec<_>) =
        there.query_pairs().partition(|(name, _)| is_number(name));
    let same: Vec<_> = first
        .query_pairs()
        .filter(|(name, _)| !is_number(name))
        .collect();
    match numbers.as_slice() {
        [(_, number)] if others == same => page_number(number),
        _ => None,
    }
}

/// `/article/2`, `/article/page/2`, `/article-2.html`, `/article,2.html`.
fn part_by_path(first: &str, there: &str) -> Option<u32> {
    let (first, there) = (first.trim_end_matches('/'), there.trim_end_matches('/'));
    let (stem, ending) = match first.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') && ending.len() <= 5 => (stem, ending),
        _ => (first, ""),
    };
    // The root has no parts: its folders are other pages.
    if stem.trim_matches('/').is_empty() {
        return None;
    }
    if let Some(rest) = there
        .strip_prefix(first)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        return match rest.rsplit_once('/') {
            Some((folder, number)) if FOLDERS.contains(&folder) => page_number(number),
            Some(_) => None,
            None => page_number(rest),
        };
    }
    let rest = there.strip_prefix(stem)?;
    let rest = match ending {
        "" => return None,
        ending => rest.strip_suffix(ending)?.strip_suffix('.')?,
    };
    let rest = rest.strip_prefix(['-', '_', ','])?;
    let rest = FOLDERS
        .iter()
        .find_map(|name| rest.strip_prefix(name))
        .unwrap_or(rest);
    page_number(rest.trim_start_matches(['-', '_']))
}

fn page_number(text: &str) -> Option<u32> {
    let is_short = (1..=2).contains(&text.len());
    text.parse().ok().filter(|number| is_short && *number > 1)
}

/// Adds the next part of the article that begins at `first` to the parts before it, without what
/// they have already and without the links between parts; gives whether there was anything new.
pub fn continue_with(page: &mut Page, mut next: Page, first: &str) -> bool {
    if let Ok(first) = Url::parse(first) {
        drop_page_links(page, &first);
        drop_page_links(&mut next, &first);
    }
    let known: FxHashSet<Block> = page.document.blocks.iter().map(unlinked).collect();
    let mut blocks: Vec<Block> = next.document.blocks;
    blocks.retain(|block| !known.contains(&unlinked(block)));
    let words = words_in(&blocks);
    if words < FEW_WORDS {
        return false;
    }
    let before = page.document.links.len();
    for span in blocks.iter_mut().flat_map(spans_of) {
        span.link = span.link.map(|link| LinkId(link.0 + before));
    }
    page.document.links.extend(next.document.links);
    page.document.blocks.extend(blocks);
    page.document.words = page.document.words.saturating_add(words);
    true
}

/// Takes blocks off that are nothing but links to parts of the article.
fn drop_page_links(page: &mut Page, first: &Url) {
    let links = &page.document.links;
    let leads_to_part = |span: &&mut Inline| {
        let link = span.link.and_then(|link| links.get(link.0));
        let there = link.and_then(|link| Url::parse(&link.url).ok());
        there.is_some_and(|there| there == *first || part_of(first, &there).is_some())
    };
    let before = page.document.blocks.len();
    page.document.blocks.retain_mut(|block| {
        let spans = spans_of(block).into_iter();
        let mut words = spans.filter(|span| span.text.contains(char::is_alphabetic));
        let first_word = words.next();
        first_word.is_none_or(|span| !leads_to_part(&span))
            || !words.all(|span| leads_to_part(&span))
    });
    if page.document.blocks.len() < before {
        page.document.words = words_in(&page.document.blocks);
    }
}

/// A block without where its links lead: numbers of links differ from part to part.
fn unlinked(block: &Block) -> Block {
    let mut block = block.clone();
    for span in spans_of(&mut block) {
        span.link = None;
    }
    block
}

fn spans_of(block: &mut Block) -> Vec<&mut Inline> {
    match block {
        Block::Heading { spans, .. }
        | Block::Paragraph(spans)
        | Block::ListItem { spans, .. }
        | Block::Quote { spans, .. }
        | Block::Figure { caption: spans, .. } => spans.iter_mut().collect(),
        Block::Table(rows) => rows.iter_mut().flatten().flatten().collect(),
        Block::Code(_) | Block::Rule => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract;

    const FIRST: &str = "https://quay.example/2026/lock-nine";

    #[track_caller]
    fn check(first: &str, href: &str, leads: bool) {
        let page = format!("<p>Text</p><a href=\"{href}\">on</a>");
        let found = next_page(page.as_bytes(), None, first, 2);
        assert_eq!(found.is_some(), leads, "{first} → {href}: {found:?}");
    }

    #[test]
    fn the_next_part_is_told_by_its_address() {
        for href in [
            "?page=2",
            "/2026/lock-nine?page=2#top",
            "/2026/lock-nine/2",
            "/2026/lock-nine/2/",
            "/2026/lock-nine/page/2/",
        ] {
            check(FIRST, href, true);
        }
        check("https://quay.example/lock.html", "lock-2.html", true);
        check("https://quay.example/lock.html", "lock,2.html", true);
        check("https://quay.example/lock.html", "lock-page-2.html", true);
        check("https://quay.example/?id=7", "?id=7&page=2", true);
    }

    #[test]
    fn other_articles_comments_and_other_numbers_are_no_next_part() {
        for href in [
            "?page=3",
            "?page=1",
            "?page=2026",
            "/2026/lock-ten",
            "/2026/lock-nine-2",
            "/2026/lock-nine/print/2",
            "?page=2#comments",
            "?comment_page=2",
            "https://other.example/2026/lock-nine?page=2",
        ] {
            check(FIRST, href, false);
        }
        check("https://quay.example/", "/2", false);
        check("https://quay.example/?id=7", "?id=8&page=2", false);
        let link = "<link rel=\"next\" href=\"/2026/lock-ten\">";
        assert_eq!(next_page(link.as_bytes(), None, FIRST, 2), None);
    }

    fn part(paragraphs: &[&str]) -> Page {
        let text: String = paragraphs
            .iter()
            .map(|text| format!("<p>{text}</p>"))
            .collect();
        let html = format!("<html><body><article><h1>Lock nine</h1>{text}</article></body></html>");
        extract(html.as_bytes(), Some(FIRST), None).expect("a text")
    }

    const ONE: &str = "The gates of lock nine jammed at noon, and forty barges waited below the \
                       weir while the keeper sent for a diver, a crane and, as he put it, for patience \
                       and <a href=\"/diver\">a good lunch</a>.";
    const TWO: &str = "By four the diver had found the cause, a bicycle of the last century, and a \
                       crowd of children asked <a href=\"/bicycle\">whose it was</a>, which nobody on \
                       either bank could say, although many tried to.";

    #[test]
    fn parts_become_one_text_without_what_stands_on_both() {
        let mut page = part(&[ONE, "<a href=\"?page=2\">Next page</a>"]);
        assert!(page.text().contains("Next page"));
        let alone = page.document.words;
        let back = "<a href=\"?\">1</a> <a href=\"?page=3\">Part 3</a>";
        assert!(continue_with(&mut page, part(&[ONE, TWO, back]), FIRST));
        let text = page.text();
        assert_eq!(text.matches("forty barges").count(), 1, "{text}");
        assert!(text.contains("a bicycle of the last century"), "{text}");
        assert!(
            !text.contains("Next page") && !text.contains("Part 3"),
            "{text}"
        );
        assert!(page.document.words > alone);
        let links: Vec<_> = page.document.links.iter().map(|link| &link.url).collect();
        let Some(Block::Paragraph(spans)) = page.document.blocks.last() else {
            panic!("a paragraph");
        };
        let link = spans.iter().find_map(|span| span.link).expect("a link");
        assert_eq!(links[link.0], "https://quay.example/bicycle");
    }

    #[test]
    fn the_same_page_again_is_no_next_part() {
        let mut page = part(&[ONE, TWO]);
        let before = page.clone();
        assert!(!continue_with(&mut page, part(&[ONE, TWO]), FIRST));
        assert_eq!(page, before);
    }
}
