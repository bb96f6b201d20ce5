//! Who published an article: what the reader said, what the item says, the domain of its link, or
//! the feed itself.

use crate::{
    ingest::{ParsedFeed, publisher_of},
    model::NewArticle,
};

/// A publisher: the key that identifies it, what it is called, and whether that name is worth
/// more than one that another item gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Publisher {
    pub key: String,
    pub name: String,
    pub names_source: bool,
}

/// The publisher of an article of a feed.
pub(super) fn publisher(
    article: &NewArticle,
    feed: &ParsedFeed,
    feed_url: &str,
    said_by_reader: Option<&str>,
) -> Publisher {
    if let Some(name) = said_by_reader {
        return named(name);
    }
    if let Some(name) = &article.source {
        return match article.source_url.as_deref().and_then(publisher_of) {
            Some(domain) => of_domain(domain, name, true),
            None => named(name),
        };
    }
    let title = feed.title.as_deref().filter(|title| !title.is_empty());
    match article.url.as_deref().and_then(publisher_of) {
        Some(domain) => {
            let own = [feed.site.as_deref(), Some(feed_url)]
                .into_iter()
                .flatten()
                .any(|address| publisher_of(address).as_ref() == Some(&domain));
            match title {
                Some(title) if own => of_domain(domain, title, true),
                _ => of_domain(domain.clone(), &domain, false),
            }
        }
        None => named(title.unwrap_or(feed_url)),
    }
}

fn named(name: &str) -> Publisher {
    Publisher {
        key: format!("n:{}", name.trim().to_lowercase()),
        name: name.trim().to_owned(),
        names_source: false,
    }
}

fn of_domain(domain: String, name: &str, names_source: bool) -> Publisher {
    Publisher { key: format!("d:{domain}"), name: name.trim().to_owned(), names_source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(url: &str) -> NewArticle {
        NewArticle { url: Some(url.into()), ..NewArticle::default() }
    }

    fn feed(title: &str, site: &str) -> ParsedFeed {
        ParsedFeed { title: Some(title.into()), site: Some(site.into()), ..ParsedFeed::default() }
    }

    fn of(article: &NewArticle, feed: &ParsedFeed, reader: Option<&str>) -> (String, String) {
        let publisher = publisher(article, feed, "https://feeds.example/x", reader);
        (publisher.key, publisher.name)
    }

    #[test]
    fn what_the_reader_says_counts_most() {
        let item = NewArticle { source: Some("Item".into()), ..article("https://post.example/1") };
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
        assert_eq!(of(&article("http://127.0.0.1:4000/1"), &feed, None).1, "Harbour Ledger");
    }
}
