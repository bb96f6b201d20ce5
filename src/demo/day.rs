//! `day.toml`: the outlets of the sample day and the feeds that misbehave.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::DemoError;
use super::files;

/// The sample day as `day.toml` describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Day {
    /// Whose feeds there are.
    #[serde(rename = "outlet")]
    pub outlets: Vec<Outlet>,
    /// Feeds that only fail.
    pub failing: Vec<Failing>,
    /// Path → bundled page that is served there instead of a feed's own text.
    pub pages: BTreeMap<String, String>,
}

/// One invented outlet and its feed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outlet {
    /// Template of its feed.
    pub file: String,
    /// Its name.
    pub title: String,
    /// Dialect of its feed.
    pub format: Format,
    /// Where its feed is.
    pub path: String,
    /// Where readers believe its feed to be, if it has moved.
    pub moved_from: Option<String>,
    /// Its feed is sent gzip-encoded.
    #[serde(default)]
    pub gzip: bool,
    /// Tags of its feed in the sample list.
    pub tags: Vec<String>,
}

/// Dialect of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// How the feed is served.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// A feed that only fails.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Failing {
    /// Name of the outlet.
    pub title: String,
    /// Where its feed would be.
    pub path: String,
    /// Status of every answer.
    pub status: u16,
    /// What the answer says.
    pub message: String,
    /// Tags of its feed in the sample list.
    pub tags: Vec<String>,
}

impl Day {
    /// The bundled day.
    pub fn bundled() -> Result<Self, DemoError> {
        toml::from_str(files::text("day.toml")?).map_err(DemoError::Day)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use crate::model::Timestamp;

    use super::*;
    use crate::demo::gold::Gold;
    use crate::demo::template::{Context, Stage, expand};

    const NOW: &str = "2026-03-02T10:30:00Z";
    const LONGEST: std::time::Duration = std::time::Duration::from_secs(36 * 3_600);

    /// The day's feeds as a feed parser reads them.
    fn feeds(stage: Stage) -> Vec<(String, feed_rs::model::Feed)> {
        let day = Day::bundled().expect("well-formed");
        let now = Timestamp::parse(NOW).expect("valid");
        let base = "http://127.0.0.1:9";
        let read = |outlet: &Outlet| {
            let template = files::text(&outlet.file).expect("bundled");
            let text = expand(template, Context { base, now, stage }).expect("known placeholders");
            let feed = feed_rs::parser::parse(text.as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error}", outlet.file));
            (outlet.title.clone(), feed)
        };
        day.outlets.iter().map(read).collect()
    }

    #[test]
    fn the_day_is_large_enough_and_every_feed_has_its_outlets_name() {
        let day = Day::bundled().expect("well-formed");
        assert!(day.outlets.len() >= 14, "{}", day.outlets.len());
        let events = Gold::bundled().events.len();
        assert!(events >= 18, "{events}");
        let feeds = feeds(Stage::First);
        let items: usize = feeds.iter().map(|(_, feed)| feed.entries.len()).sum();
        assert!(items >= 95, "{items}");
        for (title, feed) in &feeds {
            assert_eq!(feed.title.as_ref().map(|found| &found.content), Some(title));
        }
    }

    #[test]
    fn every_item_is_in_the_gold_once_and_the_other_way_round() {
        let gold = Gold::bundled();
        let mut named: Vec<&String> = gold.alone.iter().collect();
        named.extend(gold.events.values().flatten());
        let distinct: BTreeSet<&String> = named.iter().copied().collect();
        assert_eq!(named.len(), distinct.len(), "an item is named twice");
        let feeds = feeds(Stage::First);
        let items = feeds.iter().flat_map(|(_, feed)| &feed.entries);
        let items: BTreeSet<&String> = items.map(|entry| &entry.id).collect();
        assert_eq!(items, distinct);
        for (item, other) in gold.copy_of.iter().chain(&gold.same_as) {
            let same_event = |items: &Vec<String>| items.contains(item) && items.contains(other);
            assert!(gold.events.values().any(same_event), "{item} and {other}");
        }
        assert!(gold.events.values().all(|items| items.len() > 1));
    }

    #[test]
    fn dates_lie_within_the_last_day_and_a_half() {
        let now = Timestamp::parse(NOW).expect("valid");
        for stage in [Stage::First, Stage::Changed] {
            for (outlet, feed) in feeds(stage) {
                for entry in feed.entries {
                    let published = entry.published.expect("every item is dated");
                    let dates = [Some(published), entry.updated];
                    for date in dates.into_iter().flatten().map(Timestamp::from) {
                        assert!(date <= now, "{outlet}: {} is in the future", entry.id);
                        assert!(now.since(date) < LONGEST, "{outlet}: {}", entry.id);
                    }
                    assert!(entry.updated.is_none_or(|updated| updated >= published));
                }
            }
        }
    }

    #[test]
    fn advancing_changes_the_text_and_date_of_exactly_one_item() {
        let texts = |stage| -> HashMap<String, String> {
            let feeds = feeds(stage);
            let entries = feeds.into_iter().flat_map(|(_, feed)| feed.entries);
            entries
                .map(|entry| (entry.id.clone(), format!("{entry:?}")))
                .collect()
        };
        let (first, changed) = (texts(Stage::First), texts(Stage::Changed));
        let differing: Vec<&String> = first
            .iter()
            .filter(|(id, text)| changed.get(*id) != Some(text))
            .map(|(id, _)| id)
            .collect();
        assert_eq!(differing, ["tag:northerncourier.example,2019:storm"]);
        let updated = |stage| {
            let feeds = feeds(stage);
            let mut entries = feeds.into_iter().flat_map(|(_, feed)| feed.entries);
            entries
                .find(|entry| entry.id == *differing[0])
                .and_then(|entry| entry.updated)
                .expect("an Atom entry")
        };
        assert!(updated(Stage::Changed) > updated(Stage::First));
    }

    #[test]
    fn our_own_reading_of_the_feeds_agrees_with_a_feed_parser() {
        let now = Timestamp::parse(NOW).expect("valid");
        let server = crate::demo::start(now, None).expect("a loopback port");
        let gold = server.gold();
        let originals = Gold::bundled().original;
        let feeds = feeds(Stage::First);
        let entries: Vec<_> = feeds.iter().flat_map(|(_, feed)| &feed.entries).collect();
        assert_eq!(gold.len(), entries.len());
        for (item, entry) in gold.iter().zip(entries) {
            assert_eq!(item.guid, entry.id);
            let title = entry.title.as_ref().map_or("", |title| &title.content);
            assert_eq!(item.title, title);
            let link = entry.links.first().map_or("", |link| &link.href);
            let path = |url: &str| url.splitn(4, '/').nth(3).map(str::to_owned);
            if !originals.contains_key(&item.guid) {
                assert_eq!(path(&item.url), path(link));
            }
        }
    }
}
