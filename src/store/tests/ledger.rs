//! What the ledger says of feeds and hosts.

use std::time::Duration;

use super::*;
use crate::model::{DueReason, FeedOrigin, Moving, Occasion};

const FEED: &str = "https://a.example/feed";
const OTHER: &str = "https://b.example/feed";
const HOUR: Duration = Duration::from_secs(3600);

impl Cache {
    fn save(&mut self, fetch: Fetch) {
        self.writer
            .save_fetches(&[fetch], &summarise)
            .expect("saved");
    }

    fn ledger(&self, now: Timestamp) -> crate::model::Ledger {
        self.reader().ledger(now).expect("read")
    }
}

fn document(bytes: usize) -> FetchOutcome {
    FetchOutcome::Document(Box::new(FetchedDocument {
        bytes,
        ..FetchedDocument::default()
    }))
}

fn failed(message: &str, missing: bool, dead: bool) -> FetchOutcome {
    FetchOutcome::Failed(Failure {
        kind: FetchErrorKind::Http,
        message: message.to_owned(),
        hint: missing.then(|| "Look for its new address.".to_owned()),
        missing,
        dead,
    })
}

#[test]
fn requests_bytes_and_answers_without_a_document_are_counted() {
    let mut cache = Cache::with_feeds(&[FEED]);
    let feed = cache.feed(FEED);
    cache.save(Fetch::new(feed, NOW, NOW, document(700)));
    cache.save(Fetch::new(feed, NOW, NOW, document(300)));
    cache.save(Fetch::new(feed, NOW, NOW, FetchOutcome::Unchanged));
    cache.save(Fetch::new(feed, NOW, NOW, failed("503", false, false)));
    let row = cache.ledger(NOW).feeds.remove(0);
    assert_eq!((row.bytes_last, row.bytes_total), (300, 1000));
    assert_eq!((row.tries, row.not_modified), (4, 1));
    assert!((row.not_modified_share() - 0.25).abs() < 1e-9);
    let cause = row.cause.expect("failing");
    assert_eq!(
        (cause.message.as_str(), cause.hint.as_str()),
        (
            "503",
            FetchErrorKind::Http.hint(FeedOrigin::Site, Occasion::Listed)
        )
    );
}

#[test]
fn a_dead_feed_is_asked_no_more_until_the_reader_adds_it_again() {
    let mut cache = Cache::with_feeds(&[FEED]);
    let feed = cache.feed(FEED);
    cache.save(Fetch::new(feed, NOW, NOW + HOUR, failed("410", true, true)));
    let row = cache.ledger(NOW).feeds.remove(0);
    assert_eq!(
        (row.state, row.dead_since, row.next_try),
        (FeedState::Dead, Some(NOW), None)
    );
    let due = |cache: &Cache| {
        let feeds = cache.reader().feeds_to_fetch(NOW + HOUR * 999);
        feeds.expect("listed")[0].due
    };
    assert!(!due(&cache));
    cache.writer.sync_feeds(&[], NOW + HOUR).expect("removed");
    cache
        .writer
        .sync_feeds(&list(&[FEED]), NOW + HOUR * 2)
        .expect("added");
    assert!(due(&cache));
}

#[test]
fn a_run_of_missing_documents_is_counted_and_ends_when_something_is_there() {
    let mut cache = Cache::with_feeds(&[FEED]);
    let feed = cache.feed(FEED);
    let missing = |cache: &Cache| {
        let feeds = cache.reader().feeds_to_fetch(NOW).expect("listed");
        feeds[0].missing
    };
    for hours in 0..3 {
        let at = NOW + HOUR * hours;
        cache.save(Fetch::new(feed, at, at, failed("404", true, false)));
    }
    cache.save(Fetch::new(feed, NOW, NOW, failed("500", false, false)));
    assert_eq!(missing(&cache), Some((NOW, 3)));
    cache.save(Fetch::new(feed, NOW, NOW, FetchOutcome::Unchanged));
    assert_eq!(missing(&cache), None);
}

#[test]
fn a_waiting_host_is_listed_with_its_feeds_until_it_answers() {
    let mut cache = Cache::with_feeds(&[FEED, OTHER]);
    let (feed, other) = (cache.feed(FEED), cache.feed(OTHER));
    let mut fetch = Fetch::new(feed, NOW, NOW + HOUR, failed("429", false, false));
    fetch.next_why = DueReason::RetryAfter;
    fetch.trail.hosts.push(HostNews::Waits(HostWait {
        name: "a.example".into(),
        until: NOW + HOUR,
        since: NOW,
        failures: 1,
        asked: true,
        cause: "429".into(),
    }));
    cache.save(fetch);
    let mut put_off = Fetch::new(other, NOW, NOW + HOUR, FetchOutcome::PutOff);
    put_off.next_why = DueReason::HostWaits;
    cache.save(put_off);
    let ledger = cache.ledger(NOW);
    assert_eq!(ledger.hosts.len(), 1);
    assert_eq!(ledger.hosts[0].feeds, [feed]);
    assert_eq!(ledger.feeds[1].next_why, Some(DueReason::HostWaits));
    assert_eq!(
        ledger.feeds[1].state,
        FeedState::New,
        "who was not asked did not fail"
    );
    let held = cache.reader().feeds_to_fetch(NOW).expect("listed");
    assert_eq!(held[0].held_until, Some(NOW + HOUR));
    assert!(
        cache.ledger(NOW + HOUR).hosts.is_empty(),
        "its time is over"
    );
    let mut again = Fetch::new(feed, NOW, NOW, FetchOutcome::Unchanged);
    again.trail.hosts = vec![HostNews::Recovered("a.example".into())];
    cache.save(again);
    assert!(cache.reader().hosts().expect("listed").is_empty());
}

#[test]
fn a_feed_that_moves_stays_the_same_feed() {
    let mut cache = Cache::with_feeds(&[FEED]);
    let one = item("1", "https://a.example/1", "Harbour fire", "Smoke");
    cache.fetch(FEED, vec![one]);
    let feed = cache.feed(FEED);
    let mut fetch = Fetch::new(feed, NOW, NOW, FetchOutcome::Unchanged);
    fetch.trail.moving = Some(Moving {
        to: OTHER.into(),
        times: 1,
        refused: None,
    });
    cache.save(fetch);
    assert_eq!(
        cache.ledger(NOW).feeds[0].moving.as_ref().expect("seen").to,
        OTHER
    );
    assert!(cache.writer.move_feed(feed, OTHER, NOW).expect("moved"));
    let list = list(&[OTHER]);
    cache.writer.sync_feeds(&list, NOW).expect("mirrored");
    let row = cache.ledger(NOW).feeds.remove(0);
    assert_eq!(
        (row.id, row.url.as_str(), &row.moving),
        (feed, OTHER, &None)
    );
    let moved = row.moved.expect("remembered");
    assert_eq!((moved.from.as_str(), moved.at), (FEED, NOW));
    assert_eq!(cache.reader().feeds().expect("listed")[0].items, 1);
}

#[test]
fn two_feeds_never_get_one_address() {
    let mut cache = Cache::with_feeds(&[FEED, OTHER]);
    let feed = cache.feed(FEED);
    assert!(!cache.writer.move_feed(feed, OTHER, NOW).expect("asked"));
    cache.writer.refuse_move(feed, "taken").expect("told");
    // A removed feed gives its address up.
    cache.writer.sync_feeds(&list(&[FEED]), NOW).expect("left");
    assert!(cache.writer.move_feed(feed, OTHER, NOW).expect("moved"));
    assert_eq!(cache.feed(OTHER), feed);
}

#[test]
fn a_cache_of_the_version_before_keeps_what_it_knew_of_its_feeds() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join("newsfold.db");
    let old = old_cache(&path, 2);
    old.execute_batch(
        "INSERT INTO feed (url, last_try, last_good, fetches, unchanged, failures, bytes, dead,
             error_kind, error, failing_since)
             VALUES ('https://a.example/feed', 90, 80, 6, 4, 2, 5000, 1, 'http', 'Gone.', 85);",
    )
    .expect("its rows");
    drop(old);
    drop(Writer::open(&path).expect("brought up to date"));
    let reader = Reader::open(&path).expect("opened");
    let row = reader.ledger(NOW).expect("read").feeds.remove(0);
    assert_eq!((row.tries, row.bytes_last), (8, 5000));
    assert_eq!(row.dead_since, Some(Timestamp(90)));
    assert_eq!(
        row.cause.expect("kept").hint,
        FetchErrorKind::Http.hint(FeedOrigin::Site, Occasion::Listed),
        "by its kind"
    );
}
