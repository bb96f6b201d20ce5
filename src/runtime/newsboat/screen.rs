//! A newsboat home taken over from the screen.

use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{Msg, count},
    config::{ConfigFile, FeedFile},
    model::Notice,
    runtime::{
        feed_list::listed_feeds,
        fetching::{Fetcher, to_count},
        newsboat::{NewsboatHome, NewsboatPlan, Taken, save},
    },
    worker::Which,
};

impl Fetcher {
    /// Takes over the home in a folder and fetches its feeds.
    pub(in crate::runtime) async fn import_newsboat(
        self,
        folder: PathBuf,
        cancel: CancellationToken,
    ) {
        let this = self.clone();
        let work = spawn_blocking(move || this.take_over(&folder)).await;
        match work {
            Ok(Ok((taken, added, notice))) => {
                self.tell(Msg::FeedsAdded {
                    added: to_count(added.len()),
                });
                self.say(notice.unwrap_or_else(|| summary(&taken)));
                if !added.is_empty() {
                    self.refresh(Which::These(added), cancel, true).await;
                }
            }
            Ok(Err(notice)) => self.say(notice),
            Err(_) => self.say(Notice::error("The feed list could not be written")),
        }
    }

    /// Gives what came over, the addresses of new feeds, and what went wrong all the same.
    fn take_over(&self, folder: &Path) -> Result<(Taken, Vec<String>, Option<Notice>), Notice> {
        let failed = |error: &dyn std::fmt::Display| Notice::error(error.to_string());
        let instead = format!(
            "Take it over with: newsfold import --commands {}",
            folder.display()
        );
        let home = NewsboatHome::at(folder).map_err(|error| failed(&error))?;
        let plan = NewsboatPlan::read(&home, false, &instead).map_err(|error| failed(&error))?;
        let feeds_file = self.directories.feeds_file();
        let mut feeds = FeedFile::edit(&feeds_file).map_err(|error| failed(&error))?;
        let config_file = self.config_file.clone();
        let mut config = ConfigFile::edit(&config_file).map_err(|error| failed(&error))?;
        let before = feeds.entries().len();
        let taken = plan.apply(&mut feeds, &mut config);
        save(&feeds, &config, &taken).map_err(|error| failed(&error))?;
        let new = feeds.entries().iter().skip(before);
        let added = new.map(|entry| entry.url.clone()).collect();
        let (list, marks, now) = (listed_feeds(&feeds), plan.marks(), (self.clock)());
        let kept = self.writer.run(move |writer| {
            writer.sync_feeds(&list, now)?;
            writer.await_marks(&marks, now).map(drop)
        });
        kept.map_err(|error| failed(&error))?;
        let broken = plan.broken.as_ref().map(|error| failed(error));
        Ok((taken, added, broken))
    }
}

fn summary(taken: &Taken) -> Notice {
    let text = format!(
        "Taken over from newsboat: {}, {} read, {} starred",
        count(to_count(taken.feeds), "feed"),
        taken.read,
        taken.starred
    );
    match taken.skipped.len() {
        0 => Notice::info(text),
        lines => {
            let lines = count(to_count(lines), "line");
            Notice::info(text)
                .with_hint(format!("{lines} not: newsfold import --dry-run lists them"))
        }
    }
}
