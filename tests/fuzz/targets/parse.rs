//! Any bytes as a feed: read whole, read again with all items known, its texts laid open.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsfold::internals::{FeedContext, document, is_guarded, parse_feed, parse_file};

fuzz_target!(
    init: {
        // A panic of another's parser that is caught is no finding.
        let abort = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !is_guarded() {
                abort(info);
            }
        }));
    },
    |bytes: &[u8]| {
        let context = FeedContext {
            url: "https://outlet.example/feed/",
            content_type: None,
        };
        let Ok(feed) = parse_feed(bytes, &context, &|_| false) else {
            return;
        };
        for article in &feed.articles {
            for text in [&article.title, &article.summary, &article.text, &article.guid] {
                let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
                assert!(!text.contains(bad), "{text:?}");
            }
            assert!(!article.title.is_empty() && !article.guid.is_empty());
            let web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
            assert!(article.url.as_ref().is_none_or(web), "{:?}", article.url);
            document(&article.html, article.url.as_deref(), &article.title);
        }
        let known: Vec<i64> = feed.articles.iter().map(|article| article.raw_hash).collect();
        let again = parse_feed(bytes, &context, &|hash| known.contains(&hash));
        assert!(again.is_ok(), "what is known is no reason to refuse: {again:?}");
        assert!(parse_file(bytes, None).is_ok_and(|all| all.len() >= feed.articles.len()));
    }
);
