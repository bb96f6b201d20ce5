//! `demo`: the sample day, served from loopback, fetched by the real worker into a temporary home.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use crate::{
    cli::{
        arguments::{DemoOptions, StoriesOptions},
        context::Context,
        error::CliError,
        output::say,
        refresh, screen, stories,
    },
    config::FeedEntry,
    demo::{DemoFeed, Server, start},
    runtime::Outcome,
    worker::{Report, Which},
};

/// The first refresh is over by then.
const DAY_GOES_ON: Duration = Duration::from_secs(10);

/// Opens the screen on the sample day, or prints its stories.
pub(super) fn run(context: &Context, options: &DemoOptions) -> Result<(), CliError> {
    let home = temporary_home()?;
    let context = match context.own_home() {
        true => context.clone(),
        false => context.at_home(home.path().to_owned()),
    };
    let server = serve(&context)?;
    if options.headless {
        print(&context, &server, options.json)
    } else {
        show(&context, &server).map(drop)
    }
}

/// Opens the screen on the sample day, away from the reader's own feeds; gives how it was left.
pub(super) fn open(context: &Context) -> Result<Outcome, CliError> {
    let home = temporary_home()?;
    let context = context.at_home(home.path().to_owned());
    let server = serve(&context)?;
    show(&context, &server)
}

/// The screen. After a while the day goes on, so that the next refresh brings a changed text.
fn show(context: &Context, server: &Server) -> Result<Outcome, CliError> {
    thread::scope(|scope| {
        let (left, screen_is_left) = mpsc::channel::<()>();
        scope.spawn(move || {
            if screen_is_left.recv_timeout(DAY_GOES_ON) == Err(RecvTimeoutError::Timeout) {
                server.advance();
            }
        });
        let outcome = loop {
            // Who asks for the sample day is there already.
            match screen::open(context) {
                Ok(Outcome::Sample) => {}
                outcome => break outcome,
            }
        };
        drop(left);
        outcome
    })
}

fn temporary_home() -> Result<tempfile::TempDir, CliError> {
    tempfile::Builder::new()
        .prefix("newsfold-demo-")
        .tempdir()
        .map_err(|error| CliError::Failed(format!("Cannot make a temporary folder: {error}")))
}

fn serve(context: &Context) -> Result<Server, CliError> {
    let server = start(context.now(), port_before(context)?)
        .map_err(|error| CliError::Failed(error.to_string()))?;
    list_feeds(context, &server)?;
    Ok(server)
}

/// The port that this home's sample day was served on before: its articles are known by it.
fn port_before(context: &Context) -> Result<Option<u16>, CliError> {
    let file = context.edit_feed_file()?;
    let port = |url: &str| {
        let rest = url.strip_prefix("http://127.0.0.1:")?;
        rest.split_once('/')?.0.parse().ok()
    };
    let entries = file.entries();
    let ports: Vec<u16> = entries
        .iter()
        .filter_map(|entry| port(&entry.url))
        .collect();
    Ok(ports.first().copied())
}

/// The outlets of the sample day become the feed list.
fn list_feeds(context: &Context, server: &Server) -> Result<(), CliError> {
    let mut file = context.edit_feed_file()?;
    let runs = |entry: &FeedEntry| entry.exec.is_some() || entry.filter.is_some();
    if file.entries().iter().any(runs) {
        return Err(CliError::Usage(
            "This home has feeds that run commands, and a sample day runs none. Give it a home of \
             its own: newsfold demo"
                .to_owned(),
        ));
    }
    // A home that was used for a demo before lists the same feeds on a server that is gone.
    let feeds = server.feeds();
    let listed: Vec<_> = file
        .entries()
        .iter()
        .map(|entry| entry.url.clone())
        .collect();
    for url in listed.iter().filter(|url| is_of_a_demo(url, &feeds)) {
        file.remove(url);
    }
    for feed in feeds {
        file.add(FeedEntry {
            title: Some(feed.title),
            publisher: feed.publisher,
            tags: feed.tags,
            ..FeedEntry::new(feed.url)
        });
    }
    file.save()?;
    Ok(())
}

/// Whether an address is that of a sample feed, on whatever port it was served.
fn is_of_a_demo(url: &str, feeds: &[DemoFeed]) -> bool {
    let path = |url: &str| {
        let rest = url.strip_prefix("http://127.0.0.1:")?;
        rest.split_once('/').map(|(_, path)| path.to_owned())
    };
    let own = path(url);
    own.is_some() && feeds.iter().any(|feed| path(&feed.url) == own)
}

/// The day fetched twice, then its stories.
fn print(context: &Context, server: &Server, json: bool) -> Result<(), CliError> {
    let report = fetch_twice(context, server)?;
    for error in &report.errors {
        say(format!("{}: {}", error.feed, error.message));
    }
    let reader = context.open_reader()?;
    let rows = stories::select(&reader, context.now(), None, &StoriesOptions::default())?;
    stories::print(&reader, context.now(), &rows, json)
}

/// Two refreshes, so that the item that changes has its earlier text.
fn fetch_twice(context: &Context, server: &Server) -> Result<Report, CliError> {
    fetch(context)?;
    server.advance();
    fetch(context)
}

fn fetch(context: &Context) -> Result<Report, CliError> {
    refresh::quietly(context, Which::All)?
        .ok_or_else(|| CliError::Failed("Another newsfold uses this home.".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use clap::Parser;

    use super::*;
    use crate::{
        cli::arguments::Arguments,
        model::Member,
        store::{Reader, Sort, View},
    };

    struct Day {
        server: Server,
        report: Report,
        reader: Reader,
        _home: tempfile::TempDir,
    }

    impl Day {
        fn fetched() -> Self {
            let home = tempfile::tempdir().expect("scratch folder");
            let folder = home.path().display().to_string();
            let arguments = Arguments::parse_from([
                "newsfold",
                "--home",
                &folder,
                "--now",
                "2026-05-07T12:00:00Z",
                "demo",
            ]);
            let context = Context::new(&arguments.global).expect("valid");
            let server = start(context.now(), None).expect("started");
            list_feeds(&context, &server).expect("listed");
            let report = fetch_twice(&context, &server).expect("fetched");
            let reader = context.open_reader().expect("opened");
            Self {
                server,
                report,
                reader,
                _home: home,
            }
        }

        fn stories(&self) -> Vec<Vec<Member>> {
            let ids = self.reader.story_ids(View::All, Sort::Top).expect("listed");
            ids.iter()
                .map(|id| self.reader.members(*id).expect("read"))
                .collect()
        }

        /// Address → event. The gold may name one article under the addresses of two feeds.
        fn events(&self) -> BTreeMap<String, String> {
            let gold = self.server.gold();
            gold.iter()
                .map(|item| (item.url.clone(), item.event.clone()))
                .collect()
        }
    }

    #[test]
    fn every_sample_event_is_one_story_and_no_two_events_share_one() {
        let day = Day::fetched();
        let events = day.events();
        let mut stories_of_event: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut events_of_story: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (story, members) in day.stories().iter().enumerate() {
            for member in members {
                let url = member.url.as_ref().expect("a link");
                let event = events
                    .get(url)
                    .unwrap_or_else(|| panic!("{url} is not in the gold"));
                stories_of_event.entry(event).or_default().insert(story);
                events_of_story.entry(story).or_default().insert(event);
            }
        }
        stories_of_event.retain(|_, stories| stories.len() > 1);
        events_of_story.retain(|_, events| events.len() > 1);
        assert!(
            stories_of_event.is_empty(),
            "events in several stories: {stories_of_event:?}"
        );
        assert!(
            events_of_story.is_empty(),
            "stories of several events: {events_of_story:?}"
        );
    }

    #[test]
    fn the_wire_copies_count_as_one_origin() {
        let day = Day::fetched();
        let gold = day.server.gold();
        let copies: Vec<_> = gold.iter().filter(|item| item.copy_of.is_some()).collect();
        assert!(copies.len() >= 3, "{} copies", copies.len());
        let stories = day.stories();
        let members: Vec<_> = stories.iter().flatten().collect();
        for copy in &copies {
            let member = members
                .iter()
                .find(|member| member.url.as_ref() == Some(&copy.url));
            assert!(
                member.expect("fetched").copy_of.is_some(),
                "{} is no copy",
                copy.title
            );
        }
        let marked = members
            .iter()
            .filter(|member| member.copy_of.is_some())
            .count();
        assert_eq!(marked, copies.len(), "nothing else is a copy");
    }

    #[test]
    fn the_failing_feed_is_reported_and_the_changed_item_keeps_its_earlier_text() {
        let day = Day::fetched();
        assert_eq!(day.report.errors.len(), 1);
        assert_eq!(
            day.report.errors[0].message,
            "The server answered 503 Service Unavailable."
        );
        assert_eq!(day.report.articles.updated, 1);
        let changed = day
            .stories()
            .iter()
            .flatten()
            .filter(|member| {
                !day.reader
                    .revisions(member.article)
                    .expect("read")
                    .is_empty()
            })
            .count();
        assert_eq!(changed, 1);
    }
}
