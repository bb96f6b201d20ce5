//! Finds the feeds a web page names.

use url::Url;

use super::address::web_address;
use super::clean::clean_line;
use super::decode::decode_bytes;
use super::markup::{Tag, Token, Tokens};
use super::title::cut_at;

/// More feeds than this are no choice.
const MOST: usize = 50;

/// A feed named by a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFeed {
    /// Its absolute address.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
}

/// The feeds a page names, likeliest first: those it declares, with feeds of comments last, then
/// links that look like feeds.
pub fn find_feeds(html: &[u8], base: &str) -> Vec<FoundFeed> {
    let text = decode_bytes(html, None);
    let mut base = Url::parse(base).ok();
    let mut found: Vec<(u8, FoundFeed)> = Vec::new();
    let mut tokens = Tokens::new(&text);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        if tag.is("script") || tag.is("style") {
            tokens.skip_element(tag.name);
        } else if tag.is("base") {
            let stated = tag.attribute("href");
            base = stated
                .and_then(|href| web_address(&href, base.as_ref()))
                .or(base);
        } else if let Some((rank, feed)) = feed_of(&tag, base.as_ref())
            && found.len() < MOST
            && found.iter().all(|(_, other)| other.url != feed.url)
        {
            found.push((rank, feed));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, feed)| feed).collect()
}

/// Where the feeds of a site may be that names none: addresses that follow from its own on sites
/// known for it, then the usual paths. They are guesses; each has to be fetched to be known.
pub fn likely_feeds(site: &str) -> Vec<String> {
    let Some(site) = web_address(site, None) else {
        return Vec::new();
    };
    let mut feeds: Vec<String> = known_site(&site).into_iter().collect();
    for path in [
        "/feed",
        "/rss",
        "/feed.xml",
        "/rss.xml",
        "/atom.xml",
        "/index.xml",
        "/feed.json",
    ] {
        feeds.extend(site.join(path).map(String::from));
    }
    feeds
}

fn known_site(site: &Url) -> Option<String> {
    let host = site.host_str()?.trim_start_matches("www.");
    let parts: Vec<&str> = site
        .path_segments()?
        .filter(|part| !part.is_empty())
        .collect();
    let page = || {
        format!(
            "{}{}",
            site.origin().ascii_serialization(),
            site.path().trim_end_matches('/')
        )
    };
    match (host, parts.as_slice()) {
        ("youtube.com" | "m.youtube.com", ["channel", id, ..]) => Some(format!(
            "https://www.youtube.com/feeds/videos.xml?channel_id={id}"
        )),
        ("youtube.com" | "m.youtube.com", ["playlist"]) => {
            let list = site.query_pairs().find(|(name, _)| name == "list")?.1;
            Some(format!(
                "https://www.youtube.com/feeds/videos.xml?playlist_id={list}"
            ))
        }
        ("github.com", [owner, repository, ..]) => Some(format!(
            "https://github.com/{owner}/{repository}/releases.atom"
        )),
        ("reddit.com" | "old.reddit.com", ["r" | "user", ..]) => Some(format!("{}/.rss", page())),
        ("medium.com", [writer, ..]) => Some(format!("https://medium.com/feed/{writer}")),
        ("bsky.app", ["profile", _]) => Some(format!("{}/rss", page())),
        // Mastodon and its kin, on whatever host.
        (_, [user]) if user.starts_with('@') => Some(format!("{}.rss", page())),
        _ => None,
    }
}

/// The feed that a tag names, with its rank: 0 declared, 1 declared for comments, 2 only linked.
fn feed_of(tag: &Tag<'_>, base: Option<&Url>) -> Option<(u8, FoundFeed)> {
    let href = tag.attribute("href")?;
    let declared = tag.is("link") && is_alternate(tag);
    let linked = tag.is("a") && looks_like_feed(&href);
    if !declared && !linked {
        return None;
    }
    let url = String::from(web_address(&href, base)?);
    let title = tag
        .attribute("title")
        .map(|title| cut_at(&clean_line(&title), 200))
        .filter(|title| !title.is_empty());
    let comments = url.contains("comments")
        || title
            .as_deref()
            .is_some_and(|title| title.to_lowercase().contains("comment"));
    let rank = if declared { u8::from(comments) } else { 2 };
    Some((rank, FoundFeed { url, title }))
}

fn is_alternate(tag: &Tag<'_>) -> bool {
    let rel = tag
        .attribute("rel")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let kind = tag
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let feed = ["rss+xml", "atom+xml", "rdf+xml", "feed+json"]
        .iter()
        .any(|name| kind.contains(name));
    let rels = || rel.split_ascii_whitespace();
    feed && rels().any(|rel| rel == "alternate" || rel == "feed") || rels().any(|rel| rel == "feed")
}

fn looks_like_feed(href: &str) -> bool {
    let path = href
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/')
        .to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    ["rss", "feed", "atom", "feeds"].contains(&last)
        || [".rss", ".atom", ".rdf"]
            .iter()
            .any(|end| last.ends_with(end))
        || ["feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json"].contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_known_sites_tell_their_feeds() {
        let check = |site: &str, feed: &str| {
            assert_eq!(likely_feeds(site).first().map(String::as_str), Some(feed))
        };
        check(
            "https://www.youtube.com/channel/UC1/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1",
        );
        check(
            "https://github.com/a/b/issues",
            "https://github.com/a/b/releases.atom",
        );
        check(
            "https://www.reddit.com/r/news/",
            "https://www.reddit.com/r/news/.rss",
        );
        check(
            "https://social.example/@ann",
            "https://social.example/@ann.rss",
        );
        check("https://plain.example/news", "https://plain.example/feed");
        assert!(likely_feeds("no address").is_empty());
    }

    #[test]
    fn declared_feeds_come_before_linked_ones() {
        let page = br#"<head><base href="/sub/"><link rel="alternate" type="application/rss+xml" title="Comments on x" href="c.xml">
            <LINK REL='alternate home' TYPE='application/atom+xml' HREF='atom?a=1&amp;b=2' title=' The  feed '></head>
            <link rel="alternate" hreflang="de" href="/de"><script>"<a href='/x.rss'>"</script>
            <a href="https://other.example/rss/">RSS</a> <a href="/feed">again</a> <a href="/news">no</a><a href="javascript:rss">"#;
        let found = find_feeds(page, "https://a.example/page");
        let urls: Vec<&str> = found.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(
            urls,
            [
                "https://a.example/sub/atom?a=1&b=2",
                "https://a.example/sub/c.xml",
                "https://other.example/rss/",
                "https://a.example/feed"
            ]
        );
        assert_eq!(found[0].title.as_deref(), Some("The feed"));
    }
}
