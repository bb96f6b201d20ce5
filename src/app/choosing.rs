//! Finding the feeds of an address: what is asked at the moment, then the feeds to choose from.

use crate::app::Cursor;
use crate::model::{Notice, Timestamp};

/// An address whose feeds are looked for, or were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Choosing {
    /// What was typed.
    pub address: String,
    /// How far it is.
    pub stage: Stage,
    /// Where the cursor stands among the feeds.
    pub cursor: Cursor,
}

/// How far the search for feeds is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Servers are asked.
    Looking(Asked),
    /// There are several feeds.
    Found(Vec<OfferedFeed>),
    /// There is none, or none can be had.
    Failed(Notice),
}

/// What is asked at the moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The address; empty before the first.
    pub url: String,
    /// Which of how many feeds.
    pub feed: Option<(usize, usize)>,
}

/// What became of looking for feeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Looked {
    /// It goes on.
    At(Asked),
    /// There are several.
    Found(Vec<OfferedFeed>),
    /// There was one, which is being added.
    Done,
    /// There is none, or none can be had.
    Failed(Notice),
}

/// A feed to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfferedFeed {
    /// Its address.
    pub url: String,
    /// Its name.
    pub title: String,
    /// Its format, as people call it.
    pub format: &'static str,
    /// Items in it.
    pub items: u32,
    /// The time of the newest.
    pub newest: Option<Timestamp>,
    /// It has the comments on a site.
    pub comments: bool,
    /// It is in the feed list.
    pub listed: bool,
    /// It is to be added.
    pub chosen: bool,
}

impl Choosing {
    /// The search before anybody was asked.
    pub fn new(address: String) -> Self {
        Self {
            address,
            stage: Stage::Looking(Asked::default()),
            cursor: Cursor::default(),
        }
    }

    /// The feeds, once they are there.
    pub fn feeds(&self) -> &[OfferedFeed] {
        match &self.stage {
            Stage::Found(feeds) => feeds,
            Stage::Looking(_) | Stage::Failed(_) => &[],
        }
    }

    /// Chooses the feed under the cursor or leaves it out again; false if it is listed already.
    pub fn toggle(&mut self) -> bool {
        let Stage::Found(feeds) = &mut self.stage else {
            return true;
        };
        match feeds.get_mut(self.cursor.row) {
            Some(feed) if feed.listed => false,
            Some(feed) => {
                feed.chosen = !feed.chosen;
                true
            }
            None => true,
        }
    }

    /// Addresses of the chosen feeds; of the one under the cursor where none is chosen.
    pub fn chosen(&self) -> Vec<String> {
        let feeds = self.feeds();
        let chosen: Vec<String> = feeds
            .iter()
            .filter(|feed| feed.chosen)
            .map(|feed| feed.url.clone())
            .collect();
        if !chosen.is_empty() {
            return chosen;
        }
        let pointed = feeds.get(self.cursor.row).filter(|feed| !feed.listed);
        pointed.map(|feed| feed.url.clone()).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_means_what_is_chosen_else_what_is_pointed_at() {
        let feed = |url: &str, listed| OfferedFeed {
            url: url.to_owned(),
            listed,
            ..OfferedFeed::default()
        };
        let mut choosing = Choosing::new("a.example".to_owned());
        assert!(choosing.chosen().is_empty());
        choosing.stage = Stage::Found(vec![feed("1", false), feed("2", false), feed("3", true)]);
        assert_eq!(choosing.chosen(), ["1"]);
        choosing.cursor.row = 1;
        assert!(choosing.toggle());
        choosing.cursor.row = 0;
        assert_eq!(choosing.chosen(), ["2"]);
        choosing.cursor.row = 2;
        assert!(!choosing.toggle(), "it is listed");
        assert_eq!(choosing.chosen(), ["2"]);
    }
}
