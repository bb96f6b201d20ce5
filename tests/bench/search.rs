//! What a search costs in a cache of 100,000 articles: `cargo bench --bench search --features
//! internals`. Wanted are 10 ms for a word in one article of a hundred or fewer, and 50 ms for any
//! query of words, also with other conditions. `SEARCH_ARTICLES` names another number of articles.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::time::{Duration, Instant};

use newsfold::internals::{
    ArticleId, Fetch, FetchOutcome, FetchedDocument, Grouped, Indexed, Item, ListedFeed,
    NewArticle, Reader, Sort, StoreError, StoredPlacement, StoredRound, StoryId, StorySummary,
    Timestamp, Writer, parse_query, parse_typed,
};

const NOW: Timestamp = Timestamp(1_800_000_000);
const AT_ONCE: i64 = 1_000;
const FEEDS: i64 = 200;

fn main() {
    // `cargo test --all-targets` runs this too, and should not wait for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a scratch folder");
    let path = folder.path().join("newsfold.db");
    let articles = std::env::var("SEARCH_ARTICLES").ok();
    fill(
        &path,
        articles
            .and_then(|number| number.parse().ok())
            .unwrap_or(100_000),
    );
    let reader = Reader::open(&path).expect("opened");
    println!("{:44} {:>10} {:>6}", "search, 50 hits", "best of 5", "hits");
    for typed in [
        "onepercent",
        "tenpercent",
        "everywhere",
        "onepercent is:unread",
        "everywhere is:unread",
        "everywhere is:starred",
        "everywhere -halfword",
        "-halfword",
        "onepercent or tenpercent",
        "everywhere or is:starred",
        "\"everywhere halfword\"",
        "kalom*",
        "title:kalomer",
        "title:/kalo.er/",
        "source:\"outlet 7\"",
        "tag:t3 since:30d",
        "火災",
    ] {
        let query = parse_query(typed).expect("a query");
        tell(typed, || {
            reader.search(&query, NOW, 50).expect("searched").len()
        });
    }
    println!("as it is typed");
    for end in 1..="everywhere".len() {
        let query = parse_typed(&"everywhere"[..end]).expect("a query");
        tell(&"everywhere"[..end], || {
            reader.search(&query, NOW, 50).expect("searched").len()
        });
    }
    println!("stories");
    for typed in [
        "onepercent",
        "everywhere",
        "everywhere is:unread",
        "title:kalomer",
    ] {
        let query = parse_query(typed).expect("a query").without_muted();
        tell(typed, || {
            let stories = reader.stories_matching(&query, Sort::Top, NOW);
            stories.expect("listed").len()
        });
    }
}

fn tell(what: &str, mut work: impl FnMut() -> usize) {
    let mut found = 0;
    let times = (0..5).map(|_| {
        let started = Instant::now();
        found = work();
        started.elapsed()
    });
    let best = times.min().unwrap_or(Duration::ZERO);
    println!("{what:44} {best:>10.1?} {found:>6}");
}

fn fill(path: &std::path::Path, articles: i64) {
    let mut writer = Writer::open(path).expect("opened");
    let feeds: Vec<_> = (0..FEEDS)
        .map(|feed| ListedFeed {
            url: format!("https://outlet{feed}.example/feed"),
            tags: vec![format!("t{}", feed % 10)],
            ..ListedFeed::default()
        })
        .collect();
    writer.sync_feeds(&feeds, NOW).expect("listed");
    let reader = Reader::open(path).expect("opened");
    let ids: Vec<_> = reader
        .feeds()
        .expect("read")
        .iter()
        .map(|feed| feed.id)
        .collect();
    let mut dice = 1;
    let mut story = 0;
    for first in (0..articles).step_by(AT_ONCE as usize) {
        let feed = first / AT_ONCE % FEEDS;
        let items: Vec<Item> = (first..first + AT_ONCE)
            .map(|number| item(number, feed, &mut dice))
            .collect();
        let document = FetchedDocument {
            raw_hashes: items.iter().map(|item| item.article.raw_hash).collect(),
            items,
            ..FetchedDocument::default()
        };
        let outcome = FetchOutcome::Document(Box::new(document));
        let fetch = Fetch::new(ids[feed as usize], NOW, NOW, outcome);
        writer.save_fetches(&[fetch], &summarise).expect("saved");
        group(&mut writer, &reader, &mut story);
        while index(&mut writer) > 0 {}
    }
    let read: Vec<_> = (1..=articles)
        .filter(|id| id % 50 != 0)
        .map(ArticleId)
        .collect();
    for part in read.chunks(10_000) {
        writer.mark_read(part, true).expect("marked");
    }
}

/// Six articles in ten open a story.
fn group(writer: &mut Writer, reader: &Reader, story: &mut i64) {
    let new = reader.ungrouped(AT_ONCE as usize).expect("read");
    let placements = new.iter().map(|article| {
        *story += i64::from(article.id.0 % 10 < 6 || *story == 0);
        StoredPlacement {
            article: article.id,
            story: StoryId(*story),
            features: Vec::new(),
            copy_of: None,
            copied: 0.0,
            reason: None,
        }
    });
    let round = StoredRound {
        placements: placements.collect(),
        decisions: reader.decisions_version().expect("read"),
        ..StoredRound::default()
    };
    writer.save_round(&round, &summarise).expect("placed");
}

fn summarise(grouped: &Grouped<'_>, story: StoryId) -> Result<Option<StorySummary>, StoreError> {
    let (members, _) = grouped.members(story)?;
    Ok(members.first().map(|first| StorySummary {
        id: story,
        lead: first.article,
        title: "A story".to_owned(),
        sources: 1,
        origins: 1,
        rank: first.published.0,
    }))
}

fn index(writer: &mut Writer) -> usize {
    let indexed = writer.index_some(AT_ONCE as usize, &mut |article, _| Indexed {
        text: article.html.clone(),
        words: 254,
        summary: None,
        section: None,
    });
    indexed.expect("indexed")
}

fn item(number: i64, feed: i64, dice: &mut u64) -> Item {
    let words = |count: usize, dice: &mut u64| {
        let words: Vec<_> = (0..count).map(|_| word(dice)).collect();
        words.join(" ")
    };
    let mut text = words(250, dice) + " everywhere";
    for (every, word) in [(100, " onepercent"), (10, " tenpercent"), (2, " halfword")] {
        if number % every == 1 {
            text.push_str(word);
        }
    }
    Item {
        article: NewArticle {
            guid: number.to_string(),
            raw_hash: number,
            title: words(9, dice),
            url: Some(format!("https://outlet{feed}.example/{number}")),
            published: Some(Timestamp(NOW.0 - 6_000_000 + number * 60)),
            lang: Some("en".to_owned()),
            summary: text.chars().take(160).collect(),
            html: text,
            ..NewArticle::default()
        },
        source_key: format!("outlet{feed}.example"),
        source_name: format!("Outlet {feed}"),
        trust: 0,
        words: 254,
    }
}

/// A word of sixty thousand, the first ones most often, as in a language.
fn word(dice: &mut u64) -> String {
    const SYLLABLES: [&str; 15] = [
        "ka", "lo", "mer", "ti", "von", "sel", "dru", "pax", "rin", "ost", "be", "ga", "na", "tu",
        "shi",
    ];
    *dice = dice
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let part = (*dice >> 11) as f64 / (1_u64 << 53) as f64;
    // The n-th word comes up in proportion to 1/n.
    let mut rest = 60_000_f64.powf(part) as usize;
    let mut word = String::new();
    while rest > 0 || word.is_empty() {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}
