//! Who stands behind an address: the registrable domain of a publisher, platforms where the host
//! says nothing about the author, and aggregators that carry other people's articles.

use url::{Host, Url};

/// Labels that stand before a country's label in public suffixes (`co.uk`, `com.au`, `go.jp`).
const SECOND_LEVEL: [&str; 24] = [
    "ac", "asn", "asso", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "gv", "id", "ltd",
    "mil", "ne", "net", "nhs", "nom", "or", "org", "plc", "press", "sch",
];

/// Hosts where many authors publish: the host does not name a publisher.
const PLATFORMS: [&str; 52] = [
    "anchor.fm",
    "archive.is",
    "archive.org",
    "archive.ph",
    "bearblog.dev",
    "blogger.com",
    "blogspot.com",
    "bsky.app",
    "buttondown.email",
    "buzzsprout.com",
    "dev.to",
    "facebook.com",
    "feedburner.com",
    "feedproxy.google.com",
    "ghost.io",
    "github.com",
    "github.io",
    "gitlab.com",
    "gitlab.io",
    "google.com",
    "hashnode.dev",
    "herokuapp.com",
    "instagram.com",
    "libsyn.com",
    "linkedin.com",
    "livejournal.com",
    "medium.com",
    "micro.blog",
    "neocities.org",
    "netlify.app",
    "pages.dev",
    "patreon.com",
    "pinterest.com",
    "podbean.com",
    "reddit.com",
    "rsshub.app",
    "soundcloud.com",
    "spotify.com",
    "squarespace.com",
    "substack.com",
    "t.me",
    "telegra.ph",
    "tiktok.com",
    "tumblr.com",
    "twitter.com",
    "typepad.com",
    "vercel.app",
    "vimeo.com",
    "wordpress.com",
    "x.com",
    "youtu.be",
    "youtube.com",
];

/// Aggregators, by the end of their feeds' host and the beginning of their path.
const AGGREGATORS: [(&str, &str, &str); 12] = [
    ("news.google.com", "", "Google News"),
    ("google.com", "/alerts", "Google Alerts"),
    ("bing.com", "/news", "Bing News"),
    ("techmeme.com", "", "Techmeme"),
    ("mediagazer.com", "", "Mediagazer"),
    ("memeorandum.com", "", "Memeorandum"),
    ("news.ycombinator.com", "", "Hacker News"),
    ("hnrss.org", "", "Hacker News"),
    ("reddit.com", "", "Reddit"),
    ("lobste.rs", "", "Lobsters"),
    ("news.yahoo.com", "", "Yahoo News"),
    ("msn.com", "", "MSN"),
];

/// The registrable domain of an address: `bbc.co.uk` of `https://www.bbc.co.uk/news`; `None` for
/// an IP address, localhost or a bare name.
pub fn registrable_domain(address: &str) -> Option<String> {
    match Url::parse(address.trim()).ok()?.host()? {
        Host::Domain(host) => domain_of_host(host).map(str::to_owned),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// The domain that names an article's publisher; `None` where the host says nothing about it (an
/// IP address, localhost, a platform of many authors).
pub fn publisher_of(address: &str) -> Option<String> {
    let domain = registrable_domain(address)?;
    let platform = PLATFORMS.binary_search(&domain.as_str()).is_ok()
        // Blogspot has a domain per country.
        || domain.starts_with("blogspot.");
    (!platform).then_some(domain)
}

/// The registrable part of a host name.
pub(super) fn domain_of_host(host: &str) -> Option<&str> {
    let host = host.trim_end_matches('.');
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let last = dots.next()?;
    let top = &host[last + 1..];
    // "::1" and "127.1" have no name; the url crate has already turned most of them into numbers.
    if top.is_empty() || top.bytes().all(|b| b.is_ascii_digit()) || host.ends_with(".localhost") {
        return None;
    }
    let Some(second) = dots.next() else {
        return (!is_public_suffix(&host[..last], top)).then_some(host);
    };
    if !is_public_suffix(&host[second + 1..last], top) {
        return Some(&host[second + 1..]);
    }
    Some(dots.next().map_or(host, |third| &host[third + 1..]))
}

/// A list of rules instead of the public suffix list: wrong for a few hosts nobody publishes news
/// on, and 200 KB smaller.
fn is_public_suffix(second: &str, top: &str) -> bool {
    top.len() == 2
        && (SECOND_LEVEL.binary_search(&second).is_ok()
            || matches!(
                (second, top),
                ("web", "id" | "za" | "tr" | "ve") | ("gen", "tr" | "nz" | "in") | ("me", "uk")
            ))
        && !matches!(
            top,
            "ai" | "be" | "ch" | "co" | "de" | "dk" | "eu" | "fm" | "io" | "me" | "nl" | "tv"
        )
        || matches!(
            (second, top),
            ("com" | "net" | "org", "co") | ("co" | "com", "ai")
        )
}

/// The aggregator that a feed belongs to.
pub(super) fn aggregator_of(feed: &Url) -> Option<&'static str> {
    let host = feed.host_str()?;
    AGGREGATORS
        .iter()
        .find(|(site, path, _)| {
            let whole = host == *site
                || host
                    .strip_suffix(site)
                    .is_some_and(|rest| rest.ends_with('.'));
            whole && feed.path().starts_with(path)
        })
        .map(|(_, _, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_one_label_more_than_its_suffix() {
        let check = |address: &str, domain: Option<&str>| {
            assert_eq!(registrable_domain(address).as_deref(), domain, "{address}");
        };
        check("https://www.bbc.co.uk/news", Some("bbc.co.uk"));
        check("https://news.harbor.example/", Some("harbor.example"));
        check("https://www.abc.net.au/x", Some("abc.net.au"));
        check("https://www3.nhk.or.jp/", Some("nhk.or.jp"));
        check("https://web.de/", Some("web.de"));
        check("https://example.co", Some("example.co"));
        check("https://co.uk/", None);
        check("http://127.0.0.1:8080/feed", None);
        check("http://[::1]/feed", None);
        check("http://localhost/feed", None);
        check("http://intranet/feed", None);
    }

    #[test]
    fn a_platform_names_no_publisher() {
        assert_eq!(
            publisher_of("https://www.harbor.example/a").as_deref(),
            Some("harbor.example")
        );
        for address in [
            "https://www.youtube.com/watch?v=1",
            "https://writer.substack.com/p/x",
            "https://old.reddit.com/r/x",
            "https://someone.blogspot.de/2026/x",
            "http://10.0.0.1/x",
        ] {
            assert_eq!(publisher_of(address), None, "{address}");
        }
    }

    #[test]
    fn the_lists_are_in_order() {
        assert!(SECOND_LEVEL.is_sorted());
        assert!(PLATFORMS.is_sorted());
    }

    #[test]
    fn an_aggregator_is_known_by_its_feed() {
        let check = |feed: &str| aggregator_of(&Url::parse(feed).expect("valid"));
        assert_eq!(
            check("https://news.google.com/rss?hl=en"),
            Some("Google News")
        );
        assert_eq!(check("https://www.reddit.com/r/news/.rss"), Some("Reddit"));
        assert_eq!(
            check("https://www.bing.com/news/search?format=rss"),
            Some("Bing News")
        );
        assert_eq!(check("https://www.bing.com/blog"), None);
        assert_eq!(check("https://notreddit.com/"), None);
    }
}
