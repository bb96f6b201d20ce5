//! Which feeds have not had a story: invented feeds that report together, or do not.

use std::time::{Duration, Instant};

use rusqlite::params;

use super::*;

const HOUR: i64 = 3600;

/// A cache whose rows are written as they are.
struct Habits {
    cache: Cache,
    articles: i64,
}

impl Habits {
    /// So many feeds, all tagged "sea", fetched just now.
    fn of(feeds: usize) -> Self {
        let urls: Vec<String> = (1..=feeds)
            .map(|n| format!("https://feed{n}.example/rss"))
            .collect();
        let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
        let habits = Self {
            cache: Cache::with_feeds(&urls),
            articles: 0,
        };
        let connection = habits.connection();
        connection
            .execute(
                "UPDATE feed SET last_good = ?1, title = 'Feed ' || id, tags = '[\"sea\"]'",
                [NOW.0],
            )
            .expect("fetched");
        connection
            .execute(
                "INSERT INTO source (id, key, name) SELECT id, url, title FROM feed",
                [],
            )
            .expect("named");
        habits
    }

    fn connection(&self) -> Connection {
        Connection::open(&self.cache.path).expect("opened")
    }

    fn sql(&self, sql: &str) {
        self.connection().execute_batch(sql).expect("done");
    }

    /// Some stories, each an article of every feed: (story, hours ago, feeds).
    fn stories(&mut self, stories: impl IntoIterator<Item = (i64, i64, Vec<i64>)>) {
        let connection = self.connection();
        connection.execute_batch("BEGIN").expect("begun");
        for (story, hours, feeds) in stories {
            for feed in feeds {
                self.articles += 1;
                let at = NOW.0 - hours * HOUR;
                connection
                    .prepare_cached(
                        "INSERT INTO article (id, feed, source, story, published, first_seen,
                                              content, kind, words, title, summary)
                         VALUES (?1, ?2, ?2, ?3, ?4, ?4, ?1, 0, 9, 'Ferry', '')",
                    )
                    .and_then(|mut statement| {
                        statement.execute(params![self.articles, feed, story, at])
                    })
                    .expect("an article");
                connection
                    .prepare_cached(
                        "INSERT INTO carried (feed, guid, article, raw) VALUES (?1, ?2, ?2, 0)",
                    )
                    .and_then(|mut statement| statement.execute(params![feed, self.articles]))
                    .expect("carried");
            }
        }
        connection.execute_batch("COMMIT").expect("written");
    }

    fn not_seen(&self, story: i64) -> Option<crate::model::NotSeen> {
        let reader = self.cache.reader();
        reader.not_seen(StoryId(story), NOW).expect("answered")
    }

    fn sentence(&self, story: i64) -> String {
        self.not_seen(story)
            .map_or_else(|| "nothing".to_owned(), |not_seen| not_seen.sentence())
    }
}

/// Eight feeds of which the first six report the same; feeds 1 and 2 have the new story.
fn usual() -> Habits {
    let mut habits = Habits::of(8);
    let together = (1..=10).map(|story| (story, 24 + story, (1..=6).collect()));
    habits.stories(together);
    habits.stories([(100, 6, vec![1, 2]), (50, 40, vec![7, 8])]);
    habits
}

#[test]
fn feeds_that_report_together_are_missed_where_one_has_not_had_it() {
    let habits = usual();
    assert_eq!(
        habits.sentence(100),
        "not seen in 4 of 6 feeds that usually cover sea"
    );
    let not_seen = habits.not_seen(100).expect("something");
    let titles: Vec<&str> = not_seen
        .feeds
        .iter()
        .map(|feed| feed.title.as_str())
        .collect();
    assert_eq!(titles, ["Feed 3", "Feed 4", "Feed 5", "Feed 6"]);
    assert!(not_seen.feeds.iter().all(|feed| feed.had == 10));
    assert_eq!(not_seen.alike, 10);
    // Others that report something else together know nothing of it.
    assert_eq!(habits.sentence(50), "nothing");
}

#[test]
fn a_topic_is_named_only_where_most_feeds_share_its_tag() {
    let habits = usual();
    habits.sql("UPDATE feed SET tags = '[]' WHERE id > 3");
    assert_eq!(
        habits.sentence(100),
        "not seen in 4 of 6 feeds that usually cover such stories"
    );
}

#[test]
fn who_has_the_story_in_another_feed_has_it() {
    let mut habits = usual();
    // Feed 3 carries an article of publisher 1 as well; feed 4 is of publisher 2.
    habits.sql("INSERT INTO carried (feed, guid, article, raw) SELECT 3, 9000 + id, id, 0 FROM article WHERE story = 100 AND feed = 1");
    habits.sql("UPDATE article SET source = 2 WHERE feed = 4");
    assert_eq!(
        habits.sentence(100),
        "not seen in 2 of 6 feeds that usually cover sea"
    );
    habits.stories([(100, 5, vec![5, 6])]);
    assert_eq!(habits.sentence(100), "nothing");
}

#[test]
fn a_feed_that_could_not_be_asked_since_is_not_silent() {
    let habits = usual();
    let early = NOW.0 - 5 * HOUR;
    habits.sql(&format!("UPDATE feed SET last_good = {early} WHERE id = 6"));
    assert_eq!(
        habits.sentence(100),
        "not seen in 3 of 5 feeds that usually cover sea"
    );
    // Of four nothing is said.
    habits.sql("UPDATE feed SET listed = 0 WHERE id = 5");
    assert_eq!(habits.sentence(100), "nothing");
}

#[test]
fn nothing_is_said_of_what_is_new_alone_or_without_its_like() {
    let mut habits = usual();
    habits.stories([
        (101, 2, vec![1, 2]),
        (102, 6, vec![1]),
        (103, 6, vec![1, 7]),
    ]);
    for story in [101, 102, 103, 999] {
        assert_eq!(habits.sentence(story), "nothing", "{story}");
    }
    // Older habits are forgotten.
    habits.sql("UPDATE article SET published = published - 30 * 86400 WHERE story < 11");
    assert_eq!(habits.sentence(100), "nothing");
}

#[test]
fn it_takes_little_time_in_a_cache_of_many_feeds() {
    let mut habits = Habits::of(200);
    // 12,000 articles of ninety days: 3,000 stories of four feeds each.
    let feeds = |story: i64| {
        (0..4)
            .map(move |n| (story * 7 + n * 13) % 200 + 1)
            .collect()
    };
    habits.stories((1..=3_000).map(|story| (story, 8 + story * 90 * 24 / 3_000, feeds(story))));
    habits.stories([(30_000, 6, (1..=12).collect())]);
    let reader = habits.cache.reader();
    let ask = || {
        let start = Instant::now();
        reader.not_seen(StoryId(30_000), NOW).expect("answered");
        start.elapsed()
    };
    ask();
    let took = (0..5).map(|_| ask()).min().expect("measured");
    // With 100,000 articles one and a half milliseconds; the limit is for a machine that does much
    // else.
    assert!(took < Duration::from_millis(60), "{took:?}");
}
