//! Who published an article: what the reader said, what the item says, the domain of its link, or
//! the feed itself.

use crate::{
    ingest::{ParsedFeed, publisher_of},
    model::NewArticle,
};

/// A publisher: the key that identifies it, what it is called, and how well whoever calls it so
/// knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Publisher {
    pub key: String,
    pub name: String,
    pub trust: u8,
}

/// Nobody gave a name: the domain stands for one.
const BY_DOMAIN: u8 = 0;
/// A feed of another publisher says so of its item.
const BY_ITEM: u8 = 1;
/// The publisher's own feed says so.
const BY_FEED: u8 = 2;
/// The reader says so.
const BY_READER: u8 = 3;

/// The publisher of an article of a feed: identified by the domain of its address where that says
/// something, else by its name or the feed; called what the reader, the item or the feed calls it.
pub(super) fn publisher(
    article: &NewArticle,
    feed: &ParsedFeed,
    feed_url: &str,
    said_by_reader: Option<&str>,
) -> Publisher {
    let domain = article.url.as_deref().and_then(publisher_of);
    if let Some(name) = said_by_reader {
        return match domain {
            Some(domain) => of_domain(&domain, name, BY_READER),
            None => named(name, BY_READER),
        };
    }
    let is_own = |domain: &String| {
        [feed.site.as_deref(), Some(feed_url)]
            .into_iter()
            .flatten()
            .any(|address| publisher_of(address).as_ref() == Some(domain))
    };
    if let Some(name) = &article.source {
        let stated = article.source_url.as_deref().and_then(publisher_of);
        // Who carries a report on pages of its own names who wrote it; who leads elsewhere names
        // whose pages those are, if the name is like theirs.
        let is_named = |domain: &String| {
            let label = domain.split('.').next().unwrap_or(domain);
            likeness(name, label) >= 3
        };
        let elsewhere = || domain.filter(|domain| !is_own(domain) && is_named(domain));
        return match stated.or_else(elsewhere) {
            Some(domain) => of_domain(&domain, name, BY_ITEM),
            None => named(name, BY_ITEM),
        };
    }
    let title = feed.title.as_deref().filter(|title| !title.is_empty());
    let Some(domain) = domain else {
        return of_feed(feed_url, title.unwrap_or(feed_url));
    };
    match title {
        Some(title) if is_own(&domain) => of_domain(&domain, name_in(title, &domain), BY_FEED),
        _ => of_domain(&domain, &domain, BY_DOMAIN),
    }
}

/// The publisher's name in a feed's title: of "Articles | Mail Online" or "BBC News - World" the
/// part that is like the domain; the whole title where no part is.
fn name_in<'a>(title: &'a str, domain: &str) -> &'a str {
    let label = domain.split('.').next().unwrap_or(domain);
    parts(title)
        .into_iter()
        .map(|part| (likeness(part, label), part))
        .filter(|(likeness, _)| *likeness >= 3)
        .max_by_key(|(likeness, part)| (*likeness, std::cmp::Reverse(part.len())))
        .map_or(title, |(_, part)| part)
}

fn parts(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    for separator in [" | ", " - ", " – ", " — ", " > ", " / ", ": ", " · "] {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Letters that a part of a title shares with the first label of a domain: in one run, or as the
/// initials of its words ("Sydney Morning Herald" and "smh").
fn likeness(part: &str, label: &str) -> usize {
    let letters = |text: &str| -> Vec<char> {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let initials: String = part
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .collect();
    if letters(&initials) == letters(label) {
        return label.len();
    }
    longest_common_run(&letters(part), &letters(label))
}

fn longest_common_run(left: &[char], right: &[char]) -> usize {
    let mut longest = 0;
    let mut ending_here = vec![0; right.len() + 1];
    for a in left {
        for (j, b) in right.iter().enumerate().rev() {
            ending_here[j + 1] = if a == b { ending_here[j] + 1 } else { 0 };
            longest = longest.max(ending_here[j + 1]);
        }
    }
    longest
}

fn named(name: &str, trust: u8) -> Publisher {
    let name = name.trim();
    Publisher {
        key: format!("n:{}", name.to_lowercase()),
        name: name.to_owned(),
        trust,
    }
}

fn of_domain(domain: &str, name: &str, trust: u8) -> Publisher {
    Publisher {
        key: format!("d:{domain}"),
        name: name.trim().to_owned(),
        trust,
    }
}

fn of_feed(url: &str, name: &str) -> Publisher {
    Publisher {
        key: format!("f:{url}"),
        name: name.trim().to_owned(),
        trust: BY_FEED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(url: &str) -> NewArticle {
        NewArticle {
            url: Some(url.into()),
            ..NewArticle::default()
        }
    }

    fn feed(title: &str, site: &str) -> ParsedFeed {
        ParsedFeed {
            title: Some(title.into()),
            site: Some(site.into()),
            ..ParsedFeed::default()
        }
    }

    fn of(article: &NewArticle, feed: &ParsedFeed, reader: Option<&str>) -> (String, String) {
        let publisher = publisher(article, feed, "https://feeds.example/x", reader);
        (publisher.key, publisher.name)
    }

    #[test]
    fn what_the_reader_says_counts_most() {
        let item = NewArticle {
            source: Some("Item".into()),
            ..article("https://post.example/1")
        };
        let feed = feed("Feed", "https://post.example/");
        assert_eq!(of(&item, &feed, Some("The Post")).1, "The Post");
        assert_eq!(of(&item, &feed, None).1, "Item");
    }

    #[test]
    fn a_feed_names_the_domain_of_its_own_site_and_no_other() {
        let feed = feed("The Post", "https://www.post.example/");
        assert_eq!(
            of(&article("https://post.example/1"), &feed, None),
            ("d:post.example".into(), "The Post".into())
        );
        assert_eq!(
            of(&article("https://other.example/1"), &feed, None),
            ("d:other.example".into(), "other.example".into())
        );
    }

    #[test]
    fn of_a_feeds_title_the_part_that_is_like_the_domain_is_the_name() {
        let check =
            |title: &str, domain: &str, name: &str| assert_eq!(name_in(title, domain), name);
        check("Articles | Post Online", "dailypost.example", "Post Online");
        check("HBC News - World", "hbc.example", "HBC News");
        check("HT > U.S. News", "httimes.example", "HT > U.S. News");
        check(
            "Northern Morning Herald - Latest News",
            "nmh.example",
            "Northern Morning Herald",
        );
        check("World news", "harbour.example", "World news");
    }

    #[test]
    fn an_aggregators_item_and_the_publishers_own_feed_are_one_source() {
        let item = NewArticle {
            source: Some("The Post".into()),
            source_url: Some("https://www.post.example".into()),
            ..article("https://news.example/rss/articles/1")
        };
        let aggregator = feed("News", "https://news.example");
        assert_eq!(of(&item, &aggregator, None).0, "d:post.example");
    }

    #[test]
    fn on_loopback_the_feed_is_its_own_publisher() {
        let feed = feed("Harbour Ledger", "http://127.0.0.1:4000/");
        assert_eq!(
            of(&article("http://127.0.0.1:4000/1"), &feed, None).1,
            "Harbour Ledger"
        );
    }
}
