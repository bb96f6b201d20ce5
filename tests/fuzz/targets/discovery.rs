//! Any bytes as a page that may name feeds, and as a list of feeds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsfold::internals::{Timestamp, find_feeds, likely_feeds, read_feed_list, write_opml};

fuzz_target!(|bytes: &[u8]| {
    let web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    for feed in find_feeds(bytes, "https://outlet.example/") {
        assert!(web(&feed.url), "{}", feed.url);
    }
    for address in String::from_utf8_lossy(bytes).lines() {
        assert!(likely_feeds(address).iter().all(|url| web(url)), "{address:?}");
    }
    if let Ok(list) = read_feed_list(bytes, "list") {
        let written = write_opml(&list.entries, Timestamp(0));
        assert!(read_feed_list(written.as_bytes(), "list").is_ok(), "{written}");
    }
});
