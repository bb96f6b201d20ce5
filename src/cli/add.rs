//! `add`: feeds by their address, the feeds of a site, commands and files.

use std::io::{self, BufRead, IsTerminal, Write};

use tokio::runtime::Runtime;

use crate::{
    cli::{
        arguments::AddOptions,
        context::Context,
        error::CliError,
        interrupt::wait_for,
        output::{Out, say},
    },
    config::FeedEntry,
    ingest::clean_line,
    model::{FeedOrigin, shown_address},
    runtime::{Wanted, feed_commands, offline_address, wanted, what_to_do},
    worker::{Client, Discoveries, Discovery, FetchError, Looking, Which, discover, try_feed},
};

/// Adds feeds, or the feeds of sites, and fetches them at once. Where a site has several and none
/// was asked for, they are listed and nothing is added.
pub(super) fn add(context: &Context, options: &AddOptions) -> Result<(), CliError> {
    let meant = options
        .urls
        .iter()
        .map(|typed| wanted(typed).map_err(CliError::Usage))
        .collect::<Result<Vec<_>, _>>()?;
    let mut adding = Adding {
        context,
        options,
        added: Vec::new(),
        failures: Vec::new(),
        open: Vec::new(),
    };
    for (typed, meant) in options.urls.iter().zip(meant) {
        adding.one(typed, meant)?;
    }
    adding.finish()
}

/// What became of the addresses so far.
struct Adding<'a> {
    context: &'a Context,
    options: &'a AddOptions,
    added: Vec<String>,
    failures: Vec<String>,
    /// Addresses with several feeds of which none was chosen.
    open: Vec<String>,
}

impl Adding<'_> {
    fn one(&mut self, typed: &str, meant: Wanted) -> Result<(), CliError> {
        let listed = match &meant {
            Wanted::Feed(entry) => self.listed(&entry.url)?,
            Wanted::Site(address) => self.listed(address)?,
        };
        if let Some(url) = listed {
            say(already_listed(&url, &url));
            return Ok(());
        }
        let (origin, outcome) = match meant {
            Wanted::Feed(entry) => (FeedOrigin::of(&entry.url), self.feed(*entry)?),
            Wanted::Site(address) => (FeedOrigin::Site, self.site(&address)?),
        };
        if let Err(error) = outcome {
            let hint = what_to_do(&error, origin);
            self.failures
                .push(format!("{}: {error} {hint}", clean_line(typed)));
        }
        Ok(())
    }

    /// The address in the list that means the same.
    fn listed(&self, url: &str) -> Result<Option<String>, CliError> {
        let file = self.context.feed_file()?;
        Ok(file.known(url).map(|entry| entry.url.clone()))
    }

    /// A command or a file: it is tried once, so that what is wrong with it is told now.
    fn feed(&mut self, entry: FeedEntry) -> Result<Result<(), FetchError>, CliError> {
        let mut found = None;
        if !self.context.offline {
            let client = Client::new(&self.context.settings.fetch)?;
            let commands = feed_commands(&entry);
            match wait_for(runtime()?, try_feed(&client, &entry.url, &commands))? {
                Ok(feed) => found = Some(feed),
                Err(error) => return Ok(Err(error)),
            }
        }
        self.put(entry, found.as_ref())?;
        Ok(Ok(()))
    }

    fn site(&mut self, address: &str) -> Result<Result<(), FetchError>, CliError> {
        if self.context.offline {
            self.put(FeedEntry::new(offline_address(address)), None)?;
            return Ok(Ok(()));
        }
        let settings = &self.context.settings.fetch;
        let client = Client::new(settings)?;
        let looking = discover(&client, settings, address, &tell);
        match wait_for(runtime()?, looking)? {
            Ok(found) => self.choose(address, &found).map(Ok),
            Err(error) => Ok(Err(error)),
        }
    }

    fn choose(&mut self, address: &str, found: &Discoveries) -> Result<(), CliError> {
        let articles = || found.feeds.iter().filter(|feed| !feed.comments);
        let chosen: Vec<&Discovery> = if self.options.all {
            articles().collect()
        } else if self.options.first {
            found.feeds.first().into_iter().collect()
        } else if let Some(only) = found.only() {
            vec![only]
        } else {
            self.list(address, found)?;
            if io::stdin().is_terminal() {
                ask(found)?
            } else {
                Vec::new()
            }
        };
        if chosen.is_empty() {
            self.open.push(address.to_owned());
        }
        for feed in chosen {
            self.put(FeedEntry::new(feed.url.clone()), Some(feed))?;
            self.tell_others(found, feed);
        }
        Ok(())
    }

    fn list(&self, address: &str, found: &Discoveries) -> Result<(), CliError> {
        let file = self.context.feed_file()?;
        let mut out = Out::new();
        for (number, feed) in (1..).zip(&found.feeds) {
            let title = feed.title.as_deref().unwrap_or("without a title");
            let listed = match feed.listed_in(&file) {
                Some(_) => ", in the feed list already",
                None => "",
            };
            out.line(format!("{number}  {title}  {}", feed.url))?;
            out.line(format!("   {}{listed}", self.facts(feed)))?;
        }
        out.finish()?;
        if found.unread > 0 {
            say(format!(
                "{address} names {} more, not looked at.",
                found.unread
            ));
        }
        Ok(())
    }

    /// What else there is where one feed was meant.
    fn tell_others(&self, found: &Discoveries, feed: &Discovery) {
        if let Some(twin) = &feed.twin {
            say(format!("The same in another format: {twin}"));
        }
        if self.options.all || self.options.first {
            return;
        }
        for comments in found.feeds.iter().filter(|feed| feed.comments) {
            say(format!("There are comments, too: {}", comments.url));
        }
    }

    /// Puts a feed on the list.
    fn put(&mut self, entry: FeedEntry, read: Option<&Discovery>) -> Result<(), CliError> {
        let mut tags = entry.tags.clone();
        tags.extend(self.options.tags.iter().cloned());
        let entry = FeedEntry {
            title: self.options.title.clone().or(entry.title),
            tags,
            ..entry
        };
        let url = entry.url.clone();
        let mut file = self.context.edit_feed_file()?;
        let listed = match read {
            Some(feed) => feed.listed_in(&file),
            None => file.known(&url),
        };
        if let Some(listed) = listed {
            say(already_listed(&url, &listed.url));
            return Ok(());
        }
        file.add(entry);
        file.save()?;
        say(match read {
            Some(feed) => {
                let shown = shown_address(&url);
                let name = feed.title.as_deref().unwrap_or(&shown);
                format!("Added {name}: {shown} ({})", self.facts(feed))
            }
            None => format!(
                "Added {}; it is looked at with the next refresh.",
                shown_address(&url)
            ),
        });
        self.added.push(url);
        Ok(())
    }

    fn facts(&self, feed: &Discovery) -> String {
        let ending = if feed.items == 1 { "" } else { "s" };
        let mut facts = format!("{}, {} item{ending}", feed.format, feed.items);
        if let Some(newest) = feed.newest {
            facts.push_str(&format!(", newest {}", self.context.moment(newest)));
        }
        if feed.comments {
            facts.push_str(", comments");
        }
        facts
    }

    fn finish(self) -> Result<(), CliError> {
        if !self.added.is_empty() && !self.context.offline {
            super::refresh::fetch(self.context, Which::These(self.added))?;
        }
        if !self.failures.is_empty() {
            return Err(CliError::Failed(self.failures.join("\n")));
        }
        match self.open.first() {
            None => Ok(()),
            Some(site) => Err(CliError::Usage(format!(
                "{} has several feeds, of which none was added. Add one by its address: newsfold \
                 add URL; the first: newsfold add --first {site}; all: newsfold add --all {site}",
                self.open.join(", ")
            ))),
        }
    }
}

/// Says that a feed is there; what was named may only lead to it.
fn already_listed(url: &str, listed: &str) -> String {
    let (shown, there) = (shown_address(url), shown_address(listed));
    if shown == there {
        format!("{there} is in the feed list already.")
    } else {
        format!("{shown} leads to {there}, which is in the feed list already.")
    }
}

fn runtime() -> Result<Runtime, CliError> {
    Runtime::new().map_err(CliError::Output)
}

/// What is asked, for who waits at a terminal.
fn tell(looking: Looking) {
    if io::stderr().is_terminal() {
        say(format!("Looking at {} …", clean_line(&looking.url)));
    }
}

/// Asks which feeds are meant.
fn ask(found: &Discoveries) -> Result<Vec<&Discovery>, CliError> {
    let mut said = io::stderr();
    let _ = write!(said, "Which? Numbers, \"all\", or nothing: ");
    let _ = said.flush();
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let numbers = chosen_numbers(&line, found.feeds.len()).map_err(CliError::Usage)?;
    Ok(numbers.into_iter().map(|at| &found.feeds[at]).collect())
}

/// Places in a list of so many from "1 3", "1,3", "2-4" or "all".
fn chosen_numbers(line: &str, count: usize) -> Result<Vec<usize>, String> {
    let mut chosen = Vec::new();
    for word in line.split([' ', ',', '\t', '\n', '\r']) {
        let (from, to) = match word.split_once('-').unwrap_or((word, word)) {
            ("", _) => continue,
            ("all" | "a", _) => (1, count),
            (from, to) => (from.parse().unwrap_or(0), to.parse().unwrap_or(0)),
        };
        if from == 0 || to > count || from > to {
            let word = clean_line(word);
            return Err(format!("\"{word}\" is no number of this list of {count}."));
        }
        for at in from - 1..to {
            if !chosen.contains(&at) {
                chosen.push(at);
            }
        }
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let check = |line: &str, expected: &[usize]| {
            assert_eq!(chosen_numbers(line, 4).as_deref(), Ok(expected), "{line}");
        };
        check("2\n", &[1]);
        check("1, 3 3", &[0, 2]);
        check("2-4", &[1, 2, 3]);
        check("all", &[0, 1, 2, 3]);
        check("\n", &[]);
        for wrong in ["5", "0", "x", "3-2", "1-9"] {
            assert!(chosen_numbers(wrong, 4).is_err(), "{wrong}");
        }
    }
}
