//! Whether a feed as it was read is as a test expects it: title, link, date or author of the feed
//! or of one of its items.

use newsfold::internals::{NewArticle, ParsedFeed, Timestamp, parse_date, plain_text};
use url::Url;

/// What a test is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Title,
    Link,
    Date,
    Author,
}

/// What an expectation speaks of: the feed (`None`) or an item by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub item: Option<usize>,
    pub field: Field,
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Time(i64),
    Nothing,
}

/// A feed as it was read: what it says of itself, and all its items.
#[derive(Debug)]
pub struct ReadFeed {
    pub feed: ParsedFeed,
    pub articles: Vec<NewArticle>,
}

impl ReadFeed {
    /// `None` if it is as expected, else what it is instead.
    pub fn differs(&self, subject: &Subject, expected: &Value) -> Option<String> {
        let article = match subject.item {
            None => None,
            Some(number) => match self.articles.get(number) {
                None => return Some("no such item".to_owned()),
                article => article,
            },
        };
        let found = |text: Option<&str>, same: fn(&str, &str) -> bool| {
            let text = text.unwrap_or_default();
            let met = match expected {
                Value::Text(expected) => same(text, expected),
                Value::Nothing => text.is_empty(),
                Value::Time(_) => false,
            };
            (!met).then(|| text.to_owned())
        };
        match (subject.field, article) {
            (Field::Title, None) => found(self.feed.title.as_deref(), same_text),
            (Field::Link, None) => found(self.feed.site.as_deref(), same_address),
            (Field::Title, Some(article)) => {
                let title = Some(article.title.as_str()).filter(|_| !article.derived_title);
                found(title, same_text)
            }
            (Field::Link, Some(article)) => found(article.url.as_deref(), same_address),
            (Field::Author, Some(article)) => found(article.author.as_deref(), same_author),
            (Field::Date, Some(article)) => {
                let expected = match expected {
                    Value::Text(text) => parse_date(text),
                    Value::Time(seconds) => Some(Timestamp(*seconds)),
                    Value::Nothing => None,
                };
                let dates = [article.published, article.updated];
                let met = match expected {
                    None => dates == [None, None],
                    expected => dates.contains(&expected),
                };
                (!met).then(|| format!("{dates:?}"))
            }
            (Field::Date | Field::Author, None) => Some("not kept of a feed".to_owned()),
        }
    }
}

/// Words of a text that may be HTML, for comparing.
pub fn plain(text: &str) -> String {
    let text = plain_text(&plain_text(text, usize::MAX), usize::MAX);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same_text(ours: &str, expected: &str) -> bool {
    plain(ours) == plain(expected) || ours == expected.trim()
}

fn same_address(ours: &str, expected: &str) -> bool {
    ours == expected || Url::parse(expected).is_ok_and(|expected| expected.as_str() == ours)
}

/// Tests write a mailbox behind the name.
fn same_author(ours: &str, expected: &str) -> bool {
    let name = expected.split(" (").next().unwrap_or(expected);
    [expected, name]
        .iter()
        .any(|expected| plain(expected) == plain(ours))
}
