//! Feeds that moved: the list gets the address that permanent redirects lead to, once they have held
//! in two refreshes, unless something speaks against it.

use std::path::Path;

use url::Url;

use crate::{
    config::FeedFile,
    model::{FeedId, shown_address},
    worker::{FeedMove, FeedOptions, Refresh, WorkerError},
};

const TAKEN: &str = "Another feed of the list has the new address: remove one of them.";

/// A move that a permanent redirect asks for.
pub(super) struct WantedMove {
    pub feed: FeedId,
    pub from: String,
    pub to: String,
    /// Why it was refused before.
    pub refused: Option<String>,
}

/// Moves a feed in the list and in the cache; `None` if there is no list to change, the feed is not
/// on it, or the move is refused once more for the same reason.
pub(super) fn move_feed(
    job: &Refresh,
    wanted: WantedMove,
) -> Result<Option<FeedMove>, WorkerError> {
    let Some(path) = &job.feeds_file else {
        return Ok(None);
    };
    let WantedMove {
        feed,
        from,
        to,
        refused: before,
    } = wanted;
    let options = job.options.get(&from);
    let mut changed = match objection(&from, &to, options) {
        Some(why) => Err(why),
        None => change_list(path, &from, &to),
    };
    if changed == Ok(true) {
        let (now, address) = ((job.clock)(), to.clone());
        let moved = job
            .writer
            .run(move |writer| writer.move_feed(feed, &address, now))?;
        if !moved {
            // The list lost that other feed just now: it goes back to what the cache says.
            changed = change_list(path, &to, &from).and(Err(TAKEN.to_owned()));
        }
    }
    let refused = match changed {
        Ok(false) => return Ok(None),
        Ok(true) => None,
        Err(why) if before.as_ref() == Some(&why) => return Ok(None),
        Err(why) => {
            let reason = why.clone();
            job.writer
                .run(move |writer| writer.refuse_move(feed, &reason))?;
            Some(why)
        }
    };
    let told = FeedMove {
        from: shown_address(&from),
        to: shown_address(&to),
        refused,
    };
    match &told.refused {
        None => tracing::info!(from = told.from, to = told.to, "feed moved"),
        Some(why) => tracing::info!(from = told.from, to = told.to, why, "feed not moved"),
    }
    Ok(Some(told))
}

/// What speaks against a move that the reader would have to decide.
fn objection(from: &str, to: &str, options: Option<&FeedOptions>) -> Option<String> {
    let (from, to) = (Url::parse(from).ok()?, Url::parse(to).ok()?);
    if from.scheme() == "https" && to.scheme() == "http" {
        return Some("The new address is not encrypted, the one of the list is.".to_owned());
    }
    let lacks_name = to.username().is_empty() && !from.username().is_empty();
    let lacks_password = to.password().is_none() && from.password().is_some();
    if from.host_str() == to.host_str() && (lacks_name || lacks_password) {
        let why = "The new address lacks the user name and password that the one of the list has.";
        return Some(why.to_owned());
    }
    let in_address = from.password().is_some() || !from.username().is_empty();
    let secrets = options.is_some_and(FeedOptions::has_secrets) || in_address;
    (secrets && from.host_str() != to.host_str()).then(|| {
        "The new address is on another host, and what this feed sends along (headers, cookie, \
         auth) is meant for the old one."
            .to_owned()
    })
}

/// Changes the one line of the list; false if the feed is not on it.
fn change_list(path: &Path, from: &str, to: &str) -> Result<bool, String> {
    let mut file = FeedFile::edit(path).map_err(|error| error.to_string())?;
    if file.has(to) {
        return Err(TAKEN.to_owned());
    }
    if !file.move_to(from, to) {
        return Ok(false);
    }
    file.save().map_err(|error| error.to_string())?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    #[test]
    fn what_is_meant_for_one_host_moves_to_no_other() {
        let plain = FeedOptions::default();
        let secret = FeedOptions {
            cookie: Some(Secret::new("id=1")),
            ..FeedOptions::default()
        };
        let speaks = |from: &str, to: &str, options| objection(from, to, Some(options)).is_some();
        let (a, b) = ("http://a.example/f", "https://b.example/f");
        assert!(!speaks(a, b, &plain) && speaks(a, b, &secret));
        assert!(!speaks(a, "https://a.example/g", &secret));
        assert!(speaks("https://a.example/f", a, &plain), "encryption stays");
        let own = "https://ann:quill@a.example/f";
        assert!(
            speaks(own, "https://a.example/g", &plain),
            "nobody is asked"
        );
        assert!(speaks("https://key@a.example/f", b, &plain));
        assert!(!speaks(own, "https://ann:quill@a.example/g", &plain));
    }
}
