//! The original behind an aggregator's address: from the cache, else found out by asking.

use std::{path::Path, time::Duration};

use tokio::task::spawn_blocking;

use crate::{
    app::Msg,
    config::{FeedFile, FetchSettings},
    ingest::canonical_url,
    runtime::{feed_list::feed_options, fetching::Fetcher},
    store::{Original, PageToFetch, Reader, StoreError},
    worker::{Client, ForFeed, resolve},
};

/// The reader waits for it, with the browser still closed.
const PATIENCE: Duration = Duration::from_secs(8);

/// Before that, so long for a turn at its host.
const FOR_A_TURN: Duration = Duration::from_secs(2);

/// What the cache knows of an aggregator's address.
#[derive(Debug)]
pub enum LookedUp {
    /// The original.
    Known(String),
    /// Nothing.
    Unknown {
        /// The address in its canonical form.
        hidden: String,
        /// Address of the feed that has an article there.
        feed: Option<String>,
    },
    /// Nothing, and the feeds that have an article there have left the list.
    Unlisted,
}

/// Looks an aggregator's address up in the cache.
///
/// # Errors
/// When the cache cannot be read.
pub fn look_original_up(database: &Path, url: &str) -> Result<LookedUp, StoreError> {
    let hidden = canonical_url(url).unwrap_or_else(|| url.to_owned());
    let reader = Reader::open(database)?;
    if let Some(known) = reader.original_of(&hidden)? {
        return Ok(LookedUp::Known(known));
    }
    let article = match reader.article_at(&hidden)? {
        Some(article) => reader.page_to_fetch(article)?,
        None => None,
    };
    Ok(match article {
        Some(PageToFetch { feed: None, .. }) => LookedUp::Unlisted,
        Some(PageToFetch { feed, .. }) => LookedUp::Unknown { hidden, feed },
        None => LookedUp::Unknown { hidden, feed: None },
    })
}

/// Asks the aggregator where the original is, by the way out of the feed that led to it; in a
/// private network only one that serves that feed.
///
/// # Errors
/// Half a sentence, when it does not say.
pub async fn ask_original(
    settings: &FetchSettings,
    listed: &FeedFile,
    url: &str,
    hidden: String,
    feed: Option<&str>,
) -> Result<Original, String> {
    let all = feed_options(listed);
    let options = match feed {
        Some(feed) => Some(all.get(feed).ok_or_else(unlisted)?),
        None => None,
    };
    let feed = feed.unwrap_or_default();
    let asker = ForFeed { feed, options };
    let client = Client::new(settings)
        .map_err(|error| error.to_string())?
        .naming([feed]);
    let found = resolve(&client, url, PATIENCE, asker).await;
    let url = found.map_err(|error| error.to_string().trim_end_matches('.').to_owned())?;
    let canonical = canonical_url(&url).unwrap_or_else(|| url.clone());
    Ok(Original {
        hidden,
        url,
        canonical,
    })
}

/// Why an aggregator is not asked, as half a sentence.
pub fn unlisted() -> String {
    "its feed is no longer in the list, so nothing is asked for it".to_owned()
}

impl Fetcher {
    /// Finds the original behind an aggregator's address, keeps and tells it.
    pub async fn find_original(self, url: String) {
        let found = self.original(&url).await;
        if let Err(why) = &found {
            tracing::info!(url, "original not found: {why}");
        }
        // Nobody listens only when the screen is being left.
        let _ = self.answers.send(Msg::Original { url, found });
    }

    async fn original(&self, url: &str) -> Result<String, String> {
        let (database, asked) = (self.directories.database(), url.to_owned());
        let looked = spawn_blocking(move || look_original_up(&database, &asked)).await;
        let (hidden, feed) = match looked {
            Ok(Ok(LookedUp::Known(original))) => return Ok(original),
            Ok(Ok(LookedUp::Unknown { hidden, feed })) => (hidden, feed),
            Ok(Ok(LookedUp::Unlisted)) => return Err(unlisted()),
            Ok(Err(error)) => return Err(error.to_string()),
            Err(error) => return Err(error.to_string()),
        };
        if self.offline {
            return Err("this session is offline".to_owned());
        }
        let listed = FeedFile::load(&self.directories.feeds_file());
        let listed = listed.map_err(|error| error.to_string())?;
        let turn = self.turns.take(url, &self.settings, FOR_A_TURN).await;
        let found = ask_original(&self.settings, &listed, url, hidden, feed.as_deref()).await;
        drop(turn);
        let found = found?;
        let original = found.url.clone();
        let kept = self.writer.send(move |writer| {
            if let Err(error) = writer.save_original(&found) {
                tracing::error!("{error}");
            }
        });
        if let Err(error) = kept {
            tracing::error!("{error}");
        }
        Ok(original)
    }
}
