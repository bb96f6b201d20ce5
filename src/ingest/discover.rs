//! Finds the feeds a web page names.

use url::Url;

use super::address::web_address;
use super::clean::clean_line;
use super::decode::decode_bytes;
use super::markup::{Tag, Token, Tokens};
use super::sites::known_site;
use super::title::cut_at;

/// More feeds than this are no choice.
const MOST: usize = 50;
/// Longer texts of links are sentences, not names.
const LONGEST_NAME: usize = 24;

/// A feed named by a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundFeed {
    /// Its absolute address.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// It has the comments on a site, not its articles.
    pub comments: bool,
    /// The page only links to it, so that it may be a page about feeds.
    pub linked: bool,
}

impl FoundFeed {
    /// A feed of which only the address is known.
    pub(super) fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ..Self::default()
        }
    }

    /// Lower is likelier.
    fn rank(&self) -> u8 {
        match (self.comments, self.linked) {
            (false, false) => 0,
            (false, true) => 1,
            (true, _) => 2,
        }
    }
}

/// The feeds a page names, likeliest first: those it declares, then those that follow from the
/// address it says is its own, then links that look like feeds; feeds of comments last.
pub fn find_feeds(html: &[u8], base: &str) -> Vec<FoundFeed> {
    let text = decode_bytes(html, None);
    let mut page = Page {
        base: Url::parse(base).ok().filter(Url::has_host),
        based: false,
        found: Vec::new(),
        own: Vec::new(),
    };
    let mut tokens = Tokens::new(&text);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        if tag.is("script") || tag.is("style") {
            tokens.skip_element(tag.name);
        } else if tag.is("a") {
            page.link(&tag, tokens.clone());
        } else {
            page.declaration(&tag);
        }
    }
    for feed in std::mem::take(&mut page.own) {
        page.add(feed);
    }
    page.found.sort_by_key(FoundFeed::rank);
    page.found
}

/// Where the feeds of a site may be that names none. They are guesses; each has to be fetched to
/// be known. First below the page, if it is not the first one of its site.
pub fn likely_feeds(page: &str) -> Vec<String> {
    let Some(page) = web_address(page, None) else {
        return Vec::new();
    };
    // Not joined: a path of two slashes would name another host.
    let at = |path: &str| {
        let mut url = page.clone();
        url.set_path(path);
        url.set_query(None);
        url.set_fragment(None);
        String::from(url)
    };
    let mut feeds: Vec<String> = Vec::new();
    let folder = page.path().trim_end_matches('/');
    if !folder.is_empty() {
        feeds.push(at(&format!("{folder}/feed")));
    }
    for path in [
        "/feed",
        "/rss",
        "/feed.xml",
        "/rss.xml",
        "/atom.xml",
        "/index.xml",
    ] {
        feeds.push(at(path));
    }
    feeds.dedup();
    feeds
}

/// What the format of a feed is called: by its first element, or what takes its place in JSON.
pub fn feed_format(bytes: &[u8]) -> &'static str {
    let text = decode_bytes(bytes, None);
    if text.trim_start().starts_with('{') {
        return "JSON Feed";
    }
    let root = Tokens::new(&text).find_map(|token| match token {
        Token::Open(tag) if !tag.name.starts_with(['?', '!']) => Some(tag.name.to_owned()),
        _ => None,
    });
    let root = root.unwrap_or_default().to_ascii_lowercase();
    match root.rsplit(':').next().unwrap_or_default() {
        "feed" => "Atom",
        "rdf" => "RSS 1.0",
        _ => "RSS",
    }
}

/// What was read of a page so far.
struct Page {
    base: Option<Url>,
    /// The page has said where its links start; only the first time counts.
    based: bool,
    found: Vec<FoundFeed>,
    /// Feeds that follow from what the page says is its own address.
    own: Vec<FoundFeed>,
}

impl Page {
    fn declaration(&mut self, tag: &Tag<'_>) {
        if tag.is("base") && !self.based {
            let stated = tag.attribute("href");
            let stated = stated.and_then(|href| web_address(&href, self.base.as_ref()));
            self.based |= stated.is_some();
            self.base = stated.or(self.base.take());
        } else if tag.is("link") && is_feed_link(tag) {
            self.feed(tag, false);
        } else if tag.is("link") && rels(tag).any(|rel| rel == "canonical") {
            let url = tag.attribute("href");
            let url = url.and_then(|href| web_address(&href, self.base.as_ref()));
            let site = url.and_then(|url| known_site(url.as_str()));
            self.own
                .extend(site.into_iter().flat_map(|site| site.feeds));
        }
    }

    /// A link counts by its address or by what it is called.
    fn link(&mut self, tag: &Tag<'_>, after: Tokens<'_>) {
        let Some(href) = tag.attribute("href") else {
            return;
        };
        let named = || {
            let title = tag.attribute("title").or(tag.attribute("aria-label"));
            title.is_some_and(|title| is_name_of_feed(&title))
                || is_name_of_feed(&text_of_link(after))
        };
        if looks_like_feed(&href) || named() {
            self.feed(tag, true);
        }
    }

    fn feed(&mut self, tag: &Tag<'_>, linked: bool) {
        let Some(href) = tag.attribute("href") else {
            return;
        };
        let Some(url) = web_address(without_feed_scheme(&href), self.base.as_ref()) else {
            return;
        };
        let title = tag
            .attribute("title")
            .map(|title| cut_at(&clean_line(&title), 200))
            .filter(|title| !title.is_empty());
        self.add(FoundFeed {
            comments: is_about_comments(&url, title.as_deref()),
            url: url.into(),
            title,
            linked,
        });
    }

    fn add(&mut self, feed: FoundFeed) {
        let known = self.found.iter_mut().find(|other| other.url == feed.url);
        if let Some(known) = known {
            known.linked &= feed.linked;
            known.title = known.title.take().or(feed.title);
        } else if self.found.len() < MOST {
            self.found.push(feed);
        }
    }
}

/// The address in `feed:https://host` and in `feed://host`, which has the scheme of its page.
fn without_feed_scheme(address: &str) -> &str {
    let address = address.trim();
    address.strip_prefix("feed:").unwrap_or(address)
}

fn rels(tag: &Tag<'_>) -> impl Iterator<Item = String> {
    let rel = tag.attribute("rel").unwrap_or_default();
    let rels: Vec<String> = rel
        .split_ascii_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    rels.into_iter()
}

/// Whether a `link` declares a feed: by its type, by `rel=feed`, or as an alternate that looks
/// like one. WordPress declares its interface with the type of JSON Feed 1.0.
fn is_feed_link(tag: &Tag<'_>) -> bool {
    let kind = tag.attribute("type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    let href = tag.attribute("href").unwrap_or_default();
    let alternate = rels(tag).any(|rel| rel == "alternate");
    match kind.as_str() {
        "application/rss+xml"
        | "application/atom+xml"
        | "application/rdf+xml"
        | "application/feed+json"
        | "text/rss+xml"
        | "application/x.atom+xml" => {
            rels(tag).all(|rel| rel != "self" && rel != "search" && rel != "edituri")
        }
        "application/json" => alternate && !href.contains("wp-json") && href.contains("feed"),
        "text/xml" | "application/xml" => alternate,
        "" => alternate && looks_like_feed(&href) || rels(tag).any(|rel| rel == "feed"),
        _ => rels(tag).any(|rel| rel == "feed"),
    }
}

/// Whether the path of an address ends as those of feeds do.
pub(super) fn looks_like_feed(href: &str) -> bool {
    let path = href
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/')
        .to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    ["rss", "feed", "atom", "feeds", "rss2"].contains(&last)
        || [".rss", ".atom", ".rdf"]
            .iter()
            .any(|end| last.ends_with(end))
        || ["feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json"].contains(&last)
}

/// What links to feeds are called.
fn is_name_of_feed(text: &str) -> bool {
    let words: String = text
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '.' {
                c
            } else {
                ' '
            }
        })
        .collect();
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let about = ["rss", "atom", "feed", "feeds", "newsfeed"];
    let beside = [
        "2.0",
        "1.0",
        "xml",
        "subscribe",
        "via",
        "our",
        "the",
        "news",
        "to",
    ];
    words.iter().any(|word| about.contains(word))
        && words
            .iter()
            .all(|word| about.contains(word) || beside.contains(word))
}

/// The text of a link, as far as it may be a name.
fn text_of_link(after: Tokens<'_>) -> String {
    let mut text = String::new();
    for token in after {
        match token {
            Token::Text(part) => text.push_str(part.trim()),
            Token::Close(name) if name.eq_ignore_ascii_case("a") => break,
            Token::Open(tag) if tag.is("a") || tag.is("script") || tag.is("style") => break,
            _ => text.push(' '),
        }
        if text.len() > LONGEST_NAME {
            return String::new();
        }
    }
    text
}

/// Feeds of comments say so in their address or their title, in the words of blog software.
fn is_about_comments(url: &Url, title: Option<&str>) -> bool {
    let in_address = url
        .path()
        .to_ascii_lowercase()
        .split(['/', '-', '_', '.'])
        .any(|part| part == "comments" || part == "comment")
        || url.query().is_some_and(|query| query.contains("comments"));
    let title = title.unwrap_or_default().to_lowercase();
    let words = [
        "comment",
        "kommentar",
        "comentari",
        "comentári",
        "commenti",
        "reacties",
    ];
    in_address || words.iter().any(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn urls(page: &str) -> Vec<String> {
        let found = find_feeds(page.as_bytes(), "https://a.example/page");
        found.into_iter().map(|feed| feed.url).collect()
    }

    #[test]
    fn declared_feeds_come_before_linked_ones_and_comments_last() {
        let page = br#"<head><base href="/sub/"><base href="/no/"><link rel="alternate" type="application/rss+xml" title="Comments on x" href="c.xml">
            <LINK REL='alternate home' TYPE='application/atom+xml' HREF='atom?a=1&amp;b=2' title=' The  feed '></head>
            <link rel="alternate" hreflang="de" href="/de"><script>"<a href='/x.rss'>"</script>
            <a href="https://other.example/rss/">RSS</a> <a href="/feed">again</a> <a href="/news">no</a><a href="javascript:rss">"#;
        let found = find_feeds(page, "https://a.example/page");
        let urls: Vec<&str> = found.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(
            urls,
            [
                "https://a.example/sub/atom?a=1&b=2",
                "https://other.example/rss/",
                "https://a.example/feed",
                "https://a.example/sub/c.xml",
            ]
        );
        assert_eq!(found[0].title.as_deref(), Some("The feed"));
        assert!(found[3].comments && found[1].linked && !found[0].linked);
    }

    #[test]
    fn feeds_are_declared_in_many_ways() {
        let check =
            |tag: &str, found: bool| assert_eq!(urls(tag).len(), usize::from(found), "{tag}");
        check(
            "<link rel=alternate type=application/rss+xml href=/a>",
            true,
        );
        check(
            "<link type='application/rss+xml; charset=utf-8' href=/a>",
            true,
        );
        check("<link rel=feed href=/a>", true);
        check("<link rel=alternate type=text/xml href=/a>", true);
        check(
            "<link rel=alternate type=application/json href=/feed.json>",
            true,
        );
        check(
            "<link rel=alternate type=application/json href=/wp-json/wp/v2/feeds/1>",
            false,
        );
        check(
            "<link rel=alternate type=text/xml+oembed href=/oembed>",
            false,
        );
        check("<link rel=self type=application/rss+xml href=/a>", false);
        check(
            "<link rel=alternate type=application/rss+xml href='feed://b.example/x'>",
            true,
        );
        check(
            "<link rel=alternate type=application/rss+xml href='file:///etc/passwd'>",
            false,
        );
        check("<link rel=stylesheet href=/feed>", false);
    }

    #[test]
    fn a_link_counts_by_what_it_is_called() {
        assert_eq!(
            urls(
                "<a href=/s.php?all><b>RSS</b> feed</a> <a href=/x>What is RSS?</a> <a href=/y title='Subscribe via RSS'><img></a> <a href=/z>News</a>"
            ),
            ["https://a.example/s.php?all", "https://a.example/y"]
        );
    }

    #[test]
    fn the_page_of_a_channel_says_which_channel_it_is() {
        let page = "<link rel=canonical href='https://www.youtube.com/channel/UCink'>";
        let found = find_feeds(page.as_bytes(), "https://www.youtube.com/@ink");
        assert_eq!(
            found[0].url,
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCink"
        );
    }

    #[test]
    fn usual_places_are_few_and_begin_below_the_page() {
        let places = likely_feeds("https://plain.example/blog/?page=2");
        assert_eq!(places[0], "https://plain.example/blog/feed");
        assert_eq!(places[1], "https://plain.example/feed");
        assert!(places.len() <= 8);
        assert!(likely_feeds("no address").is_empty());
        let places = likely_feeds("https://plain.example//other.example/");
        assert!(
            places
                .iter()
                .all(|url| url.starts_with("https://plain.example/"))
        );
    }

    fn all_are_web_addresses<'a>(feeds: impl IntoIterator<Item = &'a str>) -> bool {
        feeds
            .into_iter()
            .all(|feed| web_address(feed, None).is_some_and(|url| url.as_str() == feed))
    }

    proptest! {
        #[test]
        fn whatever_a_page_holds_only_web_addresses_come_out(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            parts in prop::collection::vec("(<link rel=(alternate|feed|canonical) (type=application/rss.xml )?href='?|<a href=|<base href=|>|RSS</a>|https?://|feed:|//|@|/channel/UC|[a-z.:/@%#?-]{0,12}|\\PC{0,4})", 0..30),
        ) {
            for page in [bytes, parts.concat().into_bytes()] {
                for base in ["https://a.example/b", "https://www.youtube.com/@x", "", "mailto:x"] {
                    let found = find_feeds(&page, base);
                    prop_assert!(all_are_web_addresses(found.iter().map(|feed| feed.url.as_str())));
                }
            }
        }

        #[test]
        fn whatever_is_typed_only_web_addresses_follow(
            host in "(www.youtube.com|github.com|gitlab.com|www.reddit.com|bsky.app|news.ycombinator.com|lobste.rs|medium.com|open.substack.com|x.tumblr.com|stackoverflow.com|a.blogspot.com|h.example)",
            path in "(/[a-zA-Z0-9@~.,%_ -]{0,6}|/(r|u|user|channel|playlist|-|releases|commits|t|tags|profile|questions|tagged|search)){0,5}",
            rest in "(\\?(list|q|id|t)=\\PC{0,6})?(#x)?",
            anything in "\\PC{0,40}",
        ) {
            for address in [format!("https://{host}{path}{rest}"), anything] {
                let site = known_site(&address).unwrap_or_default();
                prop_assert!(all_are_web_addresses(site.feeds.iter().map(|feed| feed.url.as_str())), "{:?}", site);
                let likely = likely_feeds(&address);
                prop_assert!(all_are_web_addresses(likely.iter().map(String::as_str)));
            }
        }
    }
}
