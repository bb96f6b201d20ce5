//! New feeds: found behind an address, chosen on the screen, imported.

use std::path::Path;

use tokio_util::sync::CancellationToken;

use crate::{
    app::{Asked, Looked, Msg, OfferedFeed, count},
    config::{FeedEntry, FeedFile, StarterFeed},
    ingest::read_feed_list,
    model::{FeedOrigin, Notice, Occasion, shown_address},
    runtime::{
        feed_list::{Wanted, entry_of, feed_commands, offline_address, wanted},
        fetching::{Fetcher, expand_home, to_count},
    },
    worker::{Client, Discoveries, Discovery, FetchError, discover, try_feed},
};

impl Fetcher {
    /// Finds the feeds of what was typed. One is added and fetched; of several the reader chooses.
    /// `stop` ends the search, `cancel` the fetching.
    pub async fn add(self, address: String, cancel: CancellationToken, stop: CancellationToken) {
        let looking = stop.run_until_cancelled(self.look(&address));
        let looked = match looking.await {
            None => return,
            Some(Ok(Found::Only(entry))) => {
                self.looked(&address, Looked::Done);
                return self.add_entries(vec![*entry], cancel).await;
            }
            Some(Ok(Found::Several(feeds))) => Looked::Found(feeds),
            Some(Err(notice)) => Looked::Failed(notice),
        };
        self.looked(&address, looked);
    }

    async fn look(&self, address: &str) -> Result<Found, Notice> {
        let meant = wanted(address).map_err(Notice::warning)?;
        let url = match &meant {
            Wanted::Feed(entry) => &entry.url,
            Wanted::Site(address) => address,
        };
        let file = FeedFile::load(&self.directories.feeds_file());
        let file = file.map_err(|error| Notice::error(error.to_string()))?;
        if file.known(url).is_some() {
            return Err(Notice::info(format!(
                "{} is in your list already",
                shown_address(url)
            )));
        }
        let client =
            Client::new(&self.settings).map_err(|error| Notice::error(error.to_string()))?;
        match meant {
            Wanted::Feed(entry) if self.offline => Ok(Found::Only(entry)),
            Wanted::Feed(entry) => {
                let read = try_feed(&client, &entry.url, &feed_commands(&entry)).await;
                read.map_err(|error| said(&error, FeedOrigin::of(&entry.url)))?;
                Ok(Found::Only(entry))
            }
            Wanted::Site(site) if self.offline => Ok(Found::only(offline_address(&site))),
            Wanted::Site(site) => {
                let tell = |looking: crate::worker::Looking| {
                    let asked = Asked {
                        url: looking.url,
                        feed: looking.feed,
                    };
                    self.looked(address, Looked::At(asked));
                };
                let found = discover(&client, &self.settings, &site, &tell).await;
                found_feeds(
                    &file,
                    found.map_err(|error| said(&error, FeedOrigin::Site))?,
                )
            }
        }
    }

    fn looked(&self, address: &str, looked: Looked) {
        self.tell(Msg::Looked {
            address: address.to_owned(),
            looked,
        });
    }

    /// Adds feeds that were found and read.
    pub async fn add_found(self, urls: Vec<String>, cancel: CancellationToken) {
        let entries = urls.into_iter().map(FeedEntry::new).collect();
        self.add_entries(entries, cancel).await;
    }

    /// Adds the feeds of a file and fetches them, or takes over a newsboat home. Feeds that run
    /// commands are left to the command line, where they can be allowed.
    pub async fn import(self, path: String, cancel: CancellationToken) {
        let path = expand_home(&path);
        // A list of newsboat's comes with what else newsboat keeps beside it.
        let beside = path.parent().filter(|_| path.ends_with("urls"));
        let home = beside
            .filter(|folder| folder.join("config").is_file() || folder.join("cache.db").is_file());
        let home = if path.is_dir() {
            Some(path.as_path())
        } else {
            home
        };
        if let Some(home) = home.map(Path::to_owned) {
            return self.import_newsboat(home, cancel).await;
        }
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let why = crate::runtime::error::said(&error);
                return self.say(Notice::error(format!(
                    "Cannot read {}: {why}",
                    path.display()
                )));
            }
        };
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        match read_feed_list(&bytes, &name.unwrap_or_default()) {
            Ok(mut list) => {
                list.leave_out_commands("");
                let left = list.left_out.len();
                let entries = list.entries.into_iter().map(entry_of).collect();
                self.clone().add_entries(entries, cancel).await;
                if left > 0 {
                    let left = count(to_count(left), "line");
                    let notice = Notice::warning(format!("{left} of the list left out"));
                    let hint = format!("newsfold import {} says why", path.display());
                    self.say(notice.with_hint(hint));
                }
            }
            Err(error) => self.say(Notice::error(error.to_string())),
        }
    }

    /// Adds feeds of the starter set and fetches them.
    pub async fn add_starter(self, feeds: Vec<StarterFeed>, cancel: CancellationToken) {
        let entries = feeds.into_iter().map(|feed| FeedEntry {
            title: Some(feed.title),
            publisher: feed.publisher,
            tags: feed.tags,
            ..FeedEntry::new(feed.url)
        });
        self.add_entries(entries.collect(), cancel).await;
    }
}

/// What looking came to.
enum Found {
    /// This is what was meant.
    Only(Box<FeedEntry>),
    /// The reader must choose.
    Several(Vec<OfferedFeed>),
}

impl Found {
    fn only(url: String) -> Self {
        Self::Only(Box::new(FeedEntry::new(url)))
    }
}

fn found_feeds(file: &FeedFile, found: Discoveries) -> Result<Found, Notice> {
    if let Some(only) = found.only() {
        return match only.listed_in(file) {
            None => Ok(Found::only(only.url.clone())),
            Some(entry) => {
                let listed = shown_address(&entry.url);
                Err(Notice::info(format!("{listed} is in your list already")))
            }
        };
    }
    let offered = found.feeds.into_iter().map(|feed| offered(file, feed));
    Ok(Found::Several(offered.collect()))
}

fn offered(file: &FeedFile, feed: Discovery) -> OfferedFeed {
    let listed = feed.listed_in(file).is_some();
    OfferedFeed {
        title: feed.title.unwrap_or_else(|| feed.url.clone()),
        format: feed.format,
        items: to_count(feed.items),
        newest: feed.newest,
        comments: feed.comments,
        listed,
        chosen: false,
        url: feed.url,
    }
}

/// What went wrong, with what to do about it.
fn said(error: &FetchError, origin: FeedOrigin) -> Notice {
    Notice::error(error.to_string()).with_hint(what_to_do(error, origin))
}

/// What to do where what is to be added has no feed that can be read.
pub fn what_to_do(error: &FetchError, origin: FeedOrigin) -> &'static str {
    let usual = || error.kind.hint(origin, Occasion::Adding);
    error.hint.unwrap_or_else(usual)
}
