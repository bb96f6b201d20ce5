//! `gold.toml`: what is true of the items of the sample day. Only tests read it; they compare the
//! program's stories with it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::day::Day;
use super::items::Item;
use super::site;
use super::template::{Context, Stage};
use crate::model::Timestamp;

/// What is true of an item of the sample day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldItem {
    /// Its identity in its feed; no two items of the day share one.
    pub guid: String,
    /// The address that opens it: the original that its text leads to, else its link.
    pub url: String,
    /// Its headline in the feed, with a publisher's suffix if the feed has one; empty where the
    /// feed gives none.
    pub title: String,
    /// The event it tells of: items with the same event are one story.
    pub event: String,
    /// It is the only item of its event.
    pub alone: bool,
    /// The item whose text it repeats nearly word for word.
    pub copy_of: Option<String>,
    /// The item of another feed that is this very article.
    pub same_as: Option<String>,
}

/// The bundled file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gold {
    /// Items that belong to no event but their own.
    pub alone: Vec<String>,
    /// Event → items that tell of it.
    #[serde(rename = "event")]
    pub events: BTreeMap<String, Vec<String>>,
    /// Item → item whose text it repeats nearly word for word.
    pub copy_of: BTreeMap<String, String>,
    /// Item → item of another feed that is the same article at the same address.
    pub same_as: BTreeMap<String, String>,
    /// Item → path of the original that the end of its text leads to.
    pub original: BTreeMap<String, String>,
}

impl Gold {
    pub(super) fn bundled() -> Self {
        toml::from_str(include_str!("../../assets/demo/gold.toml")).expect("well-formed")
    }

    fn of_item(&self, item: &Item, base: &str) -> GoldItem {
        let guid = &item.guid;
        let is_it = |other: &String| other == guid;
        let alone = self.alone.iter().any(is_it);
        let mut events = self.events.iter();
        let event = events.find(|(_, items)| items.iter().any(is_it));
        let original = self.original.get(guid);
        GoldItem {
            guid: guid.clone(),
            url: original.map_or_else(|| item.url.clone(), |path| format!("{base}{path}")),
            title: item.title.clone(),
            event: match event {
                Some((event, _)) => event.clone(),
                None if alone => guid.clone(),
                None => panic!("{guid} is not in gold.toml"),
            },
            alone,
            copy_of: self.copy_of.get(guid).cloned(),
            same_as: self.same_as.get(guid).cloned(),
        }
    }
}

/// One entry per item of every feed, in the order of outlets and feeds.
pub(super) fn items(base: &str) -> Vec<GoldItem> {
    let day = Day::bundled().expect("well-formed");
    let gold = Gold::bundled();
    let context = Context {
        base,
        now: Timestamp::default(),
        stage: Stage::First,
    };
    let items_of = |outlet| {
        let feed = site::feed_of(outlet, context).expect("known placeholders");
        site::items_of(outlet, &feed).expect("well-formed")
    };
    day.outlets
        .iter()
        .flat_map(items_of)
        .map(|item| gold.of_item(&item, base))
        .collect()
}
