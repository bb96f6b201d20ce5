//! What a body says about which articles belong together: the addresses it links to, and the
//! headlines that an aggregator lists as reports of the same event.

use memchr::{memchr_iter, memmem};
use url::Url;

use super::address::{canonical_of, canonical_url, unwrapped, web_address};
use super::clean::head;
use super::coverage::Coverage;
use super::markup::{Token, Tokens};
use super::strip::plain_text;
use crate::model::stable_hash;

/// Links kept of one body.
const MOST_LINKS: usize = 24;
/// Links looked at for that; a body with more of them is a list of something else.
const MOST_TRIED: usize = 64;
/// Bytes of a body that are searched.
const SEARCHED: usize = 128 * 1024;

/// What a body refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Keys of the articles it links to, each once; see [`address_key`].
    pub links: Vec<u64>,
    /// Headlines of other publishers' reports that it lists as being about the same event.
    pub related: Vec<String>,
}

/// What identifies an address across feeds, as a number that stays the same in every version.
/// `None` where the text is no web address.
pub fn address_key(address: &str) -> Option<u64> {
    canonical_url(address).map(|canonical| key(&canonical))
}

fn key(canonical: &str) -> u64 {
    stable_hash(canonical.as_bytes()).cast_unsigned()
}

/// Reads what a body refers to. `own` is the article's own address, which is no reference; front
/// pages, sections, share buttons, accounts and pictures are none either.
pub fn references(html: &str, own: Option<&str>) -> References {
    References {
        links: links(html, own),
        related: Coverage::of(html).headlines,
    }
}

/// The words of a body for grouping: like [`plain_text`], without the headlines of others.
pub fn own_text(html: &str, cap: usize) -> String {
    plain_text(&Coverage::of(html).left_of(html), cap)
}

fn links(html: &str, own: Option<&str>) -> Vec<u64> {
    let searched = head(html, SEARCHED);
    let bytes = searched.as_bytes();
    let mut links = Vec::new();
    let mut own_key = None;
    let starts = memchr_iter(b'<', bytes).filter(|at| {
        matches!(bytes.get(at + 1), Some(b'a' | b'A'))
            && bytes.get(at + 2).is_some_and(u8::is_ascii_whitespace)
    });
    for at in starts.take(MOST_TRIED) {
        let Some(Token::Open(tag)) = Tokens::new(&searched[at..]).next() else {
            continue;
        };
        let Some(address) = tag.attribute("href") else {
            continue;
        };
        let url = web_address(&address, None).map(unwrapped);
        let Some(url) = url.filter(|url| is_article(url) && !leads_elsewhere(&searched[..at]))
        else {
            continue;
        };
        let Some(link) = canonical_of(&url).map(|canonical| key(&canonical)) else {
            continue;
        };
        let own_key = *own_key.get_or_insert_with(|| own.and_then(address_key));
        if own_key != Some(link) && !links.contains(&link) {
            links.push(link);
        }
        if links.len() == MOST_LINKS {
            break;
        }
    }
    links
}

/// Words before a link that leads to another subject of the same publisher, in lower case.
const ELSEWHERE: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "more on",
    "related",
    "watch:",
    "lesen sie auch",
    "mehr zum thema",
    "à lire aussi",
    "lire aussi",
    "lea también",
    "leia também",
    "leggi anche",
    "lees ook",
    "läs också",
    "читайте также",
    "читайте ще",
    "czytaj też",
    "আরও পড়ুন",
    "আরো পড়ুন",
    "यह भी पढ़ें",
    "اقرأ أيضا",
    "延伸阅读",
    "相关阅读",
    "関連記事",
    "あわせて読みたい",
];

/// Whether a link is announced as one to another subject.
fn leads_elsewhere(before: &str) -> bool {
    let tail = &before[before.floor_char_boundary(before.len().saturating_sub(80))..];
    let open = memmem::rfind(tail.as_bytes(), b"</p>").map_or(0, |at| at + 4);
    let tail = tail[open..].to_lowercase();
    ELSEWHERE.iter().any(|words| tail.contains(words))
}

/// Sites of many accounts: their articles have long numbers.
const ACCOUNTS: &[&str] = &[
    "bsky.app",
    "facebook.com",
    "flipboard.com",
    "instagram.com",
    "linkedin.com",
    "pinterest.com",
    "telegram.me",
    "t.me",
    "threads.net",
    "tiktok.com",
    "tumblr.com",
    "twitter.com",
    "vk.com",
    "wa.me",
    "whatsapp.com",
    "x.com",
];
/// Sites where nothing is an article.
const SERVICES: &[&str] = &[
    "addtoany.com",
    "apple.com",
    "doubleclick.net",
    "feedburner.com",
    "feedsportal.com",
    "getpocket.com",
    "gravatar.com",
    "ko-fi.com",
    "list-manage.com",
    "patreon.com",
    "paypal.com",
    "play.google.com",
    "podcasts.google.com",
    "stats.wordpress.com",
];
/// Parts of paths that stand over many articles.
const SECTIONS: &[&str] = &[
    "about",
    "advertise",
    "author",
    "authors",
    "categories",
    "category",
    "channel",
    "contact",
    "donate",
    "hashtag",
    "intent",
    "label",
    "labels",
    "login",
    "newsletter",
    "newsletters",
    "people",
    "privacy",
    "profile",
    "search",
    "section",
    "share",
    "sharer",
    "signup",
    "staff",
    "stock",
    "stocks",
    "submit",
    "submitlink",
    "subscribe",
    "symbol",
    "tag",
    "tags",
    "terms",
    "topic",
    "topics",
    "user",
    "users",
];
const FILES: &[&str] = &[
    "avif", "css", "gif", "jpeg", "jpg", "js", "m3u8", "m4a", "mov", "mp3", "mp4", "ogg", "png",
    "svg", "webm", "webp", "xml", "zip",
];

/// Whether an address may be one article's, not a front page, an account or a button.
fn is_article(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let of = |sites: &[&str]| {
        sites.iter().any(|site| {
            host.strip_suffix(site)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    };
    let (path, query) = (url.path().trim_end_matches('/'), url.query());
    if of(SERVICES) || of(ACCOUNTS) && digits(path) < 8 {
        return false;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let file = last
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
        .to_ascii_lowercase();
    let section = |part: &str| SECTIONS.iter().any(|name| part.eq_ignore_ascii_case(name));
    let feed = matches!(last, "feed" | "rss" | "atom");
    if feed || FILES.contains(&file.as_str()) || path.split('/').any(section) {
        return false;
    }
    let parts = path.split('/').filter(|part| !part.is_empty()).count();
    let dashes = last.matches(['-', '_']).count();
    digits(path) >= 4
        || dashes >= 2
        || last.len() >= 16
        || matches!(
            file.as_str(),
            "html" | "htm" | "shtml" | "php" | "aspx" | "stm"
        ) && !last.starts_with("index.")
        || query.is_some_and(|query| query.len() >= 6)
        || parts == 2 && of(&["github.com", "gitlab.com", "codeberg.org"])
}

/// Length of the longest run of digits.
fn digits(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(addresses: &[&str]) -> Vec<u64> {
        addresses
            .iter()
            .filter_map(|address| address_key(address))
            .collect()
    }

    #[track_caller]
    fn check(html: &str, linked: &[&str]) {
        let own = Some("https://ledger.example/news/ferry-sinks-off-arvel");
        assert_eq!(references(html, own).links, keys(linked), "{html}");
    }

    #[test]
    fn links_to_articles_are_references_whatever_their_variant() {
        check(
            "<p>As the <a href='https://www.post.example/2026/05/07/twelve-saved/?utm_source=x'>Post</a> and \
             <A HREF=\"https://m.oar.example/story.html\">Oar</A> said, <a href=https://post.example/2026/05/07/twelve-saved>again</a>.</p>",
            &[
                "https://post.example/2026/05/07/twelve-saved",
                "https://oar.example/story.html",
            ],
        );
    }

    #[test]
    fn front_pages_buttons_accounts_pictures_and_the_article_itself_are_no_references() {
        for address in [
            "https://ledger.example/",
            "https://ledger.example",
            "https://ledger.example/news/ferry-sinks-off-arvel?utm_medium=rss",
            "https://ledger.example/tag/ferry-and-boat-accidents",
            "https://www.facebook.com/sharer/sharer.php?u=https://ledger.example/x",
            "https://twitter.com/ledger",
            "https://ledger.example/photo-of-the-ferry-1234.jpg",
            "https://ledger.example/world",
            "https://ledger.example/news-of-the-day/rss",
            "mailto:desk@ledger.example",
            "javascript:alert(1)",
            "#top",
        ] {
            check(&format!("<a href=\"{address}\">x</a>"), &[]);
        }
        check(
            "<p><b>Read more:</b> <a href='https://ledger.example/2026/05/07/budget-vote'>Budget</a></p>",
            &[],
        );
    }

    #[test]
    fn a_status_of_an_account_is_a_reference() {
        let status = "https://x.com/ledger/status/1790000000000000000";
        check(&format!("<a href='{status}'>x</a>"), &[status]);
    }

    #[test]
    fn the_headlines_of_a_coverage_list_are_no_words_of_the_item() {
        let html = "<p>A ferry sank.</p><ul><li><a href='https://p.example/a-b-c'>Ferry sinks off Arvel</a> Post</li>\
                    <li><a href='https://o.example/d-e-f'>Twelve saved at sea</a> Oar</li></ul>";
        assert_eq!(own_text(html, 1000), "A ferry sank.");
        let found = references(html, None);
        assert_eq!(
            found.related,
            ["Ferry sinks off Arvel", "Twelve saved at sea"]
        );
        assert_eq!(
            found.links,
            keys(&["https://p.example/a-b-c", "https://o.example/d-e-f"])
        );
    }

    #[test]
    fn a_body_of_links_alone_is_bounded() {
        let body: String = (0..100_000)
            .map(|n| format!("<a href='https://a.example/{n:06}'>x</a>"))
            .collect();
        assert_eq!(references(&body, None).links.len(), MOST_LINKS);
    }

    proptest! {
        #[test]
        fn any_body_is_read(html in "[<>/a-f= \"'#6lio:.é]{0,120}") {
            let _ = references(&html, None);
            let _ = own_text(&html, 100);
        }
    }
}
