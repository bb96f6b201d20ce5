//! What the costly steps cost: `cargo bench --features internals`. Each is run several times and
//! the best is told, because machines are noisy; compare runs of the same minutes only.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use newsfold::internals::{
    ArticleId, Draft, FeedContext, Grouper, Input, Kind, Options, StoryId, Timestamp, document,
    lay_out, parse_feed, plain_text,
};

const NOW: Timestamp = Timestamp(1_778_000_000);

fn main() {
    // `cargo test --all-targets` runs this too, and should not wait for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let feed = feed(50);
    let body = body(7);
    println!("{:40} {:>10}", "step", "best of 9");
    tell("parse a feed of 50 items", || {
        let context = FeedContext {
            url: "https://outlet.example/feed",
            content_type: None,
        };
        parse_feed(feed.as_bytes(), &context, &|_| false).is_ok()
    });
    tell("plain text of one body", || {
        plain_text(&body, usize::MAX).len()
    });
    tell("document of one body", || {
        document(&body, None, "").blocks.len()
    });
    let read = document(&body, None, "");
    tell("lay one document out at 80 columns", || {
        lay_out(&read, 80, Options::default()).lines.len()
    });
    tell("prepare one article for grouping", || draft(7).is_some());
    tell("group 2,000 articles", || {
        let articles = (0..2000)
            .filter_map(|n| Some((ArticleId(n), draft(n)?)))
            .collect();
        let mut stories = 0;
        let mut new_story = || {
            stories += 1;
            StoryId(stories)
        };
        Grouper::new()
            .place(articles, &mut new_story)
            .placements
            .len()
    });
}

fn tell<T>(step: &str, mut work: impl FnMut() -> T) {
    let best = (0..9)
        .map(|_| {
            let started = Instant::now();
            black_box(work());
            started.elapsed()
        })
        .min()
        .unwrap_or(Duration::ZERO);
    println!("{step:40} {best:>10.1?}");
}

fn draft(n: i64) -> Option<Draft> {
    Some(Draft::new(&Input {
        title: &headline(n),
        text: &plain_text(&body(n), 4096),
        source: ["Ledger", "Courier", "Wire", "Tribune"][usize::try_from(n % 4).ok()?],
        url: None,
        published: Timestamp(NOW.0 - n * 40),
        lang: Some("en"),
        kind: Kind::Article,
        address: None,
        links: &[],
        related: &[],
    }))
}

/// Names that only the articles of one event share; three articles to an event.
fn name(n: i64, of: i64) -> String {
    let syllables = [
        "ka", "lo", "mer", "ti", "von", "sel", "dru", "pax", "rin", "ost",
    ];
    let mut rest = (n / 3 * 7919 + of * 104_729).unsigned_abs();
    let mut name = String::from("X");
    for _ in 0..4 {
        name.push_str(syllables[usize::try_from(rest % 10).unwrap_or(0)]);
        rest /= 10;
    }
    name
}

fn headline(n: i64) -> String {
    let verb =
        ["opens", "loses", "rebuilds", "sells", "defends"][usize::try_from(n % 5).unwrap_or(0)];
    format!(
        "{} {verb} the {} works near {}",
        name(n, 1),
        name(n, 2),
        name(n, 3)
    )
}

fn body(n: i64) -> String {
    let paragraph = format!(
        "<p>The council of <b>{}</b> said on Tuesday that {} and {} had agreed on {} measures after \
         a long night, and that <a href=\"https://outlet.example/{n}\">the report</a> would follow.</p>",
        name(n, 1),
        name(n, 2),
        name(n, 3),
        n % 90
    );
    paragraph.repeat(12)
}

fn feed(items: i64) -> String {
    let items: String = (0..items)
        .map(|n| {
            format!(
                "<item><title>{}</title><link>https://outlet.example/{n}</link><guid>{n}</guid>\
                 <pubDate>Thu, 07 May 2026 08:00:00 GMT</pubDate>\
                 <description><![CDATA[{}]]></description></item>",
                headline(n),
                body(n)
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Outlet</title>{items}</channel></rss>")
}
