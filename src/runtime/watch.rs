//! What other processes do to the cache and to the feed list while the screen is open: `newsfold
//! refresh` from a timer, `newsfold add`, an editor. Looked at once a second, away from the loop; a
//! look costs a file's date and a number that lies in memory.

use std::{path::Path, time::SystemTime};

use tokio::{
    task::spawn_blocking,
    time::{Duration, sleep},
};

use crate::{
    app::Msg,
    config::{FeedFile, KeyMap, Settings},
    model::Notice,
    runtime::{feed_list::listed_feeds, fetching::Fetcher, start::applied, terminal::has_hung_up},
    store::StoreError,
};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// What a look saw.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    cache: i64,
    list: Option<Stamp>,
    config: Option<Stamp>,
}

/// By what a file that was written is told from what it was before.
type Stamp = (SystemTime, u64);

impl Fetcher {
    /// Tells what others write, until the screen is left.
    pub async fn watch(self) {
        let mut before = None;
        let mut hung_up = false;
        while !self.answers.is_closed() {
            if std::mem::replace(&mut hung_up, has_hung_up()) && hung_up {
                self.leave();
            }
            let this = self.clone();
            let known = before.clone();
            let Ok(seen) = spawn_blocking(move || this.look_around(known)).await else {
                return;
            };
            match seen {
                Ok(seen) => before = Some(seen),
                Err(StoreError::Closed) => return,
                Err(error) => tracing::warn!("watch: {error}"),
            }
            sleep(PAUSE).await;
        }
    }

    /// Ends the program: the terminal is gone for a second, and the loop has not ended by itself. What
    /// the reader did is on disk before.
    #[allow(clippy::exit, reason = "the thread that could end it hangs")]
    fn leave(&self) -> ! {
        tracing::warn!("the terminal hung up");
        let _ = self.writer.run(|_| Ok(()));
        std::process::exit(1)
    }

    fn look_around(&self, before: Option<Seen>) -> Result<Seen, StoreError> {
        let seen = Seen {
            cache: self.writer.run(|writer| writer.writes_of_others())?,
            list: stamp(&self.directories.feeds_file()),
            config: stamp(&self.config_file),
        };
        let Some(before) = before else {
            return Ok(seen);
        };
        if before.list != seen.list {
            self.mirror()?;
        }
        if before.config != seen.config {
            self.configure();
        }
        if (before.cache, before.list) != (seen.cache, seen.list) {
            self.tell(Msg::CacheChanged);
        }
        Ok(seen)
    }

    /// Reads the configuration anew; while something in it is not understood, the one before holds.
    fn configure(&self) {
        match Settings::load(&self.config_file) {
            Ok((settings, mut mistakes)) => {
                mistakes.extend(KeyMap::of(&settings).1);
                self.tell(Msg::Configured {
                    applied: Box::new(applied(&settings)),
                    settings: Box::new(settings),
                    mistakes,
                });
            }
            Err(error) => {
                let hint = "What was set before stays in force.";
                self.say(Notice::warning(error.to_string()).with_hint(hint));
            }
        }
    }

    /// The cache follows the feed list.
    pub(super) fn mirror(&self) -> Result<(), StoreError> {
        match FeedFile::load(&self.directories.feeds_file()) {
            Ok(file) => {
                let (list, now) = (listed_feeds(&file), (self.clock)());
                self.writer.run(move |writer| writer.sync_feeds(&list, now))
            }
            Err(error) => {
                self.say(Notice::warning(error.to_string()));
                Ok(())
            }
        }
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}
