//! A query → the condition of a SELECT over article, story and source.

use rusqlite::types::Value;

use crate::{
    model::Timestamp,
    query::{self, Comparison, Query, Text},
};

/// A condition with the values of its `?`, in order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Filter {
    pub condition: String,
    pub values: Vec<Value>,
}

/// The condition of a query.
pub(super) fn sql(query: &Query, now: Timestamp) -> Filter {
    let mut filter = Filter::default();
    filter.push(query, now);
    filter
}

/// Splits the words that an article must contain off a query: they are looked up in the index,
/// which also ranks; the rest filters what was found.
pub(super) fn split(query: &Query) -> (Option<String>, Query) {
    let terms = match query {
        Query::All(terms) => terms.clone(),
        other => vec![other.clone()],
    };
    let (words, rest): (Vec<_>, Vec<_>) = terms
        .into_iter()
        .partition(|term| matches!(term, Query::Text(text) if is_indexed(text)));
    let words: Vec<_> = words
        .iter()
        .filter_map(|term| match term {
            Query::Text(text) => Some(match_expression(text)),
            _ => None,
        })
        .collect();
    (
        (!words.is_empty()).then(|| words.join(" AND ")),
        Query::All(rest),
    )
}

impl Filter {
    fn push(&mut self, query: &Query, now: Timestamp) {
        match query {
            Query::All(terms) => self.join(terms, " AND ", "1", now),
            Query::Any(terms) => self.join(terms, " OR ", "0", now),
            Query::Not(term) => {
                self.condition.push_str("NOT (");
                self.push(term, now);
                self.condition.push(')');
            }
            Query::Text(text) if is_indexed(text) => self.with(
                "article.id IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)",
                match_expression(text).into(),
            ),
            Query::Text(text) => {
                let pattern = containing(&text.words);
                self.with("(article.title LIKE ? ESCAPE '\\'", pattern.clone());
                self.with(" OR article.summary LIKE ? ESCAPE '\\')", pattern);
            }
            Query::Title(text) => self.with("article.title LIKE ? ESCAPE '\\'", containing(text)),
            Query::Source(text) => self.with("source.name LIKE ? ESCAPE '\\'", containing(text)),
            Query::Author(text) => self.with(
                "coalesce(article.author, '') LIKE ? ESCAPE '\\'",
                containing(text),
            ),
            Query::Lang(tag) => self.with(
                "lower(coalesce(article.lang, '')) LIKE ? || '%'",
                tag.clone().into(),
            ),
            Query::Feed(text) => {
                self.condition.push_str(CARRIED_BY);
                let pattern = containing(text);
                self.with("(feed.url LIKE ? ESCAPE '\\'", pattern.clone());
                self.with(
                    " OR coalesce(feed.own_title, feed.title) LIKE ? ESCAPE '\\'))",
                    pattern,
                );
            }
            Query::Tag(tag) => {
                self.condition.push_str(CARRIED_BY);
                self.with(
                    "EXISTS (SELECT 1 FROM json_each(feed.tags) WHERE json_each.value = ?))",
                    tag.clone().into(),
                );
            }
            Query::Unread => self.condition.push_str("article.read = 0"),
            Query::Read => self.condition.push_str("article.read = 1"),
            Query::Starred => self.condition.push_str("article.starred = 1"),
            Query::Sources(comparison, number) => {
                self.compare("story.sources", *comparison, *number)
            }
            Query::Origins(comparison, number) => {
                self.compare("story.origins", *comparison, *number)
            }
            Query::Since(seconds) => {
                let since = now
                    .0
                    .saturating_sub(i64::try_from(*seconds).unwrap_or(i64::MAX));
                self.with("article.published >= ?", since.into());
            }
        }
    }

    fn join(&mut self, terms: &[Query], between: &str, of_nothing: &str, now: Timestamp) {
        if terms.is_empty() {
            self.condition.push_str(of_nothing);
            return;
        }
        self.condition.push('(');
        for (position, term) in terms.iter().enumerate() {
            if position > 0 {
                self.condition.push_str(between);
            }
            self.push(term, now);
        }
        self.condition.push(')');
    }

    fn compare(&mut self, column: &str, comparison: Comparison, number: u32) {
        let sign = match comparison {
            Comparison::More => ">",
            Comparison::AtLeast => ">=",
            Comparison::Fewer => "<",
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
        };
        self.with(&format!("{column} {sign} ?"), i64::from(number).into());
    }

    fn with(&mut self, condition: &str, value: Value) {
        self.condition.push_str(condition);
        self.values.push(value);
    }
}

const CARRIED_BY: &str = "EXISTS (SELECT 1 FROM carried JOIN feed ON feed.id = carried.feed \
                          WHERE carried.article = article.id AND ";

/// Whether the index knows the words of a text: it takes a run of Chinese or Japanese as one
/// word, so these are looked for in headline and summary instead.
fn is_indexed(text: &Text) -> bool {
    text.words.chars().any(char::is_alphanumeric)
        && !text
            .words
            .chars()
            .any(|c| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'))
}

/// The words in the index's own language: quoted, so that no sign in them means anything.
fn match_expression(text: &Text) -> String {
    let quoted = |words: &str| {
        let quoted = format!("\"{}\"", words.replace('"', " "));
        if text.prefix { quoted + " *" } else { quoted }
    };
    let plain = query::plain_letters(&text.words);
    if plain == text.words {
        quoted(&plain)
    } else {
        // What was indexed by an earlier version has the letters as they are.
        format!("({} OR {})", quoted(&plain), quoted(&text.words))
    }
}

fn containing(text: &str) -> Value {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%").into()
}
