//! Another version of an article that its page names: the one for slow connections (AMP), or the one
//! to be printed. Either may have the text where the page itself has none without its scripts.

use url::Url;

use super::{BYTES, barrier, linked_data, site_of};
use crate::ingest::address::web_address;
use crate::ingest::clean::{clean_line, head};
use crate::ingest::decode::decode_bytes;
use crate::ingest::markup::{Tag, Token, Tokens};
use crate::ingest::plain_text;

/// What links to a version to be printed are called, in lower case.
const PRINT: [&str; 17] = [
    "print",
    "print this page",
    "print this article",
    "print article",
    "print version",
    "print view",
    "printable version",
    "printer friendly",
    "printer-friendly",
    "printer-friendly version",
    "drucken",
    "druckansicht",
    "druckversion",
    "imprimer",
    "version imprimable",
    "imprimir",
    "versión para imprimir",
];
/// The text of a longer link is a sentence.
const LONGEST_NAME: usize = 200;

/// The address of another version of the article of a page, which was found at `url`: what it calls
/// its AMP version, else a version to be printed, either on the same site: who keeps copies of it
/// elsewhere would learn what is read. `None` also where the page is for subscribers: a wall is not gone around.
pub fn other_version(bytes: &[u8], content_type: Option<&str>, url: &str) -> Option<String> {
    let decoded = decode_bytes(bytes, content_type);
    let html = head(&decoded, BYTES);
    if linked_data::read(html).is_restricted || barrier::has_wall(html) {
        return None;
    }
    let page = Url::parse(url).ok()?;
    let (mut amp, mut print) = (None, None);
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        if tag.is("script") || tag.is("style") {
            tokens.skip_element(tag.name);
        } else if tag.is("link") && has_word(&tag, "rel", "amphtml") {
            amp = amp.or_else(|| elsewhere(&tag, &page));
        } else if names_print(&tag, html, &tokens) {
            print = print.or_else(|| elsewhere(&tag, &page));
        }
    }
    amp.or(print).map(String::from)
}

/// Where a link leads, if that is on the site of the page and not the page itself.
fn elsewhere(tag: &Tag<'_>, page: &Url) -> Option<Url> {
    let mut there = web_address(&tag.attribute("href")?, Some(page))?;
    there.set_fragment(None);
    let mut here = page.clone();
    here.set_fragment(None);
    (there != here && site_of(there.as_str()) == site_of(here.as_str())).then_some(there)
}

fn has_word(tag: &Tag<'_>, attribute: &str, word: &str) -> bool {
    let value = tag.attribute(attribute).unwrap_or_default();
    value
        .split([' ', ',', '\n', '\t'])
        .any(|other| other.eq_ignore_ascii_case(word))
}

/// Whether a link leads to a version to be printed. A style sheet for printers does not.
fn names_print(tag: &Tag<'_>, html: &str, after: &Tokens<'_>) -> bool {
    if tag.is("link") {
        return has_word(tag, "rel", "alternate") && has_word(tag, "media", "print");
    }
    if !tag.is("a") {
        return false;
    }
    if has_word(tag, "rel", "print") {
        return true;
    }
    let rest = &html[after.position()..];
    let inside = head(rest, LONGEST_NAME);
    let Some(end) = inside.find("</a").or_else(|| inside.find("</A")) else {
        return false;
    };
    let name = clean_line(&plain_text(&inside[..end], LONGEST_NAME)).to_lowercase();
    PRINT.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://www.quay.example/lock-nine";

    fn check(html: &str, expected: Option<&str>) {
        let found = other_version(html.as_bytes(), None, PAGE);
        assert_eq!(found.as_deref(), expected, "{html}");
    }

    #[test]
    fn the_amp_version_is_where_the_page_says_on_its_own_site() {
        check(
            r#"<LINK href="/lock-nine/amp" rel="amphtml">"#,
            Some("https://www.quay.example/lock-nine/amp"),
        );
        check(
            r#"<a href="?print=1">Print</a><link rel="amphtml" href="https://amp.quay.example/9">"#,
            Some("https://amp.quay.example/9"),
        );
        check(
            r#"<link rel="amphtml" href="https://copies.example/c/quay.example/9">"#,
            None,
        );
        check(r#"<link rel="amphtml" href="ftp://quay.example/9">"#, None);
        check(r##"<link rel="amphtml" href="/lock-nine#amp">"##, None);
        check(r#"<script>'<link rel="amphtml" href="/x">'</script>"#, None);
    }

    #[test]
    fn a_version_to_be_printed_is_one_of_the_same_site() {
        let print = Some("https://www.quay.example/lock-nine?print=1");
        check(
            r#"<link rel="alternate" media="print" href="?print=1">"#,
            print,
        );
        check(
            r#"<a rel="nofollow print" href="?print=1"><img></a>"#,
            print,
        );
        for name in ["Print", "<i></i> Print&nbsp;version ", "Druckansicht"] {
            check(&format!(r#"<a href="?print=1">{name}</a>"#), print);
        }
        check(
            r#"<a href="https://print.quay.example/9">Printer-friendly</a>"#,
            Some("https://print.quay.example/9"),
        );
        for other in [
            r#"<link rel="stylesheet" media="print" href="/print.css">"#,
            r#"<a href="/shop">Print subscription</a>"#,
            r#"<a href="javascript:window.print()">Print</a>"#,
            r##"<a href="#">Print</a>"##,
            r#"<a href="https://printers.example/9">Print</a>"#,
            r#"<a href="?print=1">Print"#,
        ] {
            check(other, None);
        }
    }

    #[test]
    fn no_wall_is_gone_around() {
        let link = r#"<link rel="amphtml" href="/amp">"#;
        check(&format!(r#"{link}<div class="article-paywall">"#), None);
        check(
            &format!(
                r#"{link}<script type="application/ld+json">{{"@type": "NewsArticle",
                "headline": "Lock nine", "isAccessibleForFree": false}}</script>"#
            ),
            None,
        );
    }
}
