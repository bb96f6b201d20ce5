//! The bundled starter set: feeds by region and topic to choose from. Nothing of it is fetched
//! unasked.

use serde::Deserialize;

/// A feed of the starter set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StarterFeed {
    /// Its address.
    pub url: String,
    /// Its name.
    pub title: String,
    /// Publisher of all its articles, where feed and links do not tell.
    pub publisher: Option<String>,
    /// Region and topic.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it belongs to the small set offered first.
    #[serde(default)]
    pub first: bool,
}

#[derive(Deserialize)]
struct Wire {
    feed: Vec<StarterFeed>,
}

/// The starter set in the order of the file.
pub fn starter_feeds() -> Vec<StarterFeed> {
    let text = include_str!("../../assets/feeds.toml");
    // A test reads the bundled file, so that a broken one never ships.
    toml::from_str::<Wire>(text)
        .map(|wire| wire.feed)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starter_set_is_about_sixty_feeds_half_of_them_offered_first() {
        let feeds = starter_feeds();
        assert!((50..=75).contains(&feeds.len()), "{} feeds", feeds.len());
        let first = feeds.iter().filter(|feed| feed.first).count();
        assert!((25..=35).contains(&first), "{first} first");
        assert!(
            feeds
                .iter()
                .all(|feed| feed.url.starts_with("https://") && !feed.tags.is_empty())
        );
        let mut urls: Vec<_> = feeds.iter().map(|feed| &feed.url).collect();
        urls.sort();
        urls.dedup();
        assert_eq!(urls.len(), feeds.len(), "an address twice");
    }
}
