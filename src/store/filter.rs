//! A query → the condition of a SELECT over article and story.
//!
//! Words go to the full-text index, as many of them in one expression as can; texts of fields go to
//! the functions of `functions.rs`; the rest compares columns.

use rusqlite::types::Value;

use crate::{
    model::{Kind, Timestamp, WORDS_A_MINUTE},
    query::{self, Comparison, Field, Measure, Query, State, Text, Wanted},
    store::{functions::wanted, items::kind_number},
};

/// A condition with the values of its `?`, in order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Filter {
    pub condition: String,
    pub values: Vec<Value>,
}

/// The condition of a query, met by muted articles like any other.
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
    let (mut with, mut without, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for term in terms {
        match (expression(&term), absent(&term)) {
            (Some(words), _) => with.push(words),
            (None, Some(words)) => without.push((words, term)),
            (None, None) => rest.push(term),
        }
    }
    if with.is_empty() {
        return (None, query.clone());
    }
    let absent: Vec<_> = without.into_iter().map(|(words, _)| words).collect();
    (Some(both(&with, &absent)), Query::All(rest))
}

/// A query in the index's own language, if that can say it whole.
fn expression(query: &Query) -> Option<String> {
    match query {
        Query::Text(text) if text.is_indexed() => Some(match_expression(text)),
        Query::Any(terms) => {
            let terms: Vec<_> = terms.iter().map(expression).collect::<Option<_>>()?;
            (!terms.is_empty()).then(|| format!("({})", terms.join(" OR ")))
        }
        Query::All(terms) => {
            let (mut with, mut without) = (Vec::new(), Vec::new());
            for term in terms {
                match expression(term) {
                    Some(words) => with.push(words),
                    None => without.push(absent(term)?),
                }
            }
            (!with.is_empty()).then(|| both(&with, &without))
        }
        _ => None,
    }
}

/// What must not be in the text, in the index's own language, if that is all that a query says.
fn absent(query: &Query) -> Option<String> {
    match query {
        Query::Not(term) => expression(term),
        _ => None,
    }
}

fn both(with: &[String], without: &[String]) -> String {
    let with = with.join(" AND ");
    if without.is_empty() {
        format!("({with})")
    } else {
        format!("(({with}) NOT ({}))", without.join(" OR "))
    }
}

impl Filter {
    fn push(&mut self, query: &Query, now: Timestamp) {
        if let Some(words) = expression(query) {
            self.with(INDEXED, words.into());
            return;
        }
        match query {
            Query::All(terms) => self.join_all(terms, now),
            Query::Any(terms) => self.join_any(terms, now),
            Query::Not(term) => {
                self.condition.push_str("NOT (");
                self.push(term, now);
                self.condition.push(')');
            }
            Query::Text(text) => self.in_title_or_summary(Wanted::Words(text.words.clone())),
            Query::Pattern(pattern) => self.in_title_or_summary(Wanted::Pattern(pattern.clone())),
            Query::Field(field, wanted) => self.in_field(*field, wanted),
            Query::Lang(tag) => self.with("is_lang(article.lang, ?)", tag.clone().into()),
            Query::Is(state) => self.condition.push_str(is(*state)),
            Query::Kind(kind) => self.kind(*kind),
            Query::Number(measure, comparison, number) => {
                self.measured(*measure, *comparison, *number);
            }
            Query::Since(when) => self.with("article.published >= ?", when.at(now).0.into()),
            Query::Before(when) => self.with("article.published < ?", when.at(now).0.into()),
            Query::Story(story) => self.with("article.story = ?", story.0.into()),
            Query::Article(article) => self.with("article.id = ?", article.0.into()),
        }
    }

    /// All words of the terms are one question to the index.
    fn join_all(&mut self, terms: &[Query], now: Timestamp) {
        let (words, rest) = split(&Query::All(terms.to_vec()));
        match (words, rest) {
            (Some(words), Query::All(rest)) => {
                self.with(INDEXED, words.into());
                for term in &rest {
                    self.condition.push_str(" AND ");
                    self.push(term, now);
                }
            }
            _ => self.join(terms, " AND ", "1", now),
        }
    }

    fn join_any(&mut self, terms: &[Query], now: Timestamp) {
        let (words, rest): (Vec<_>, Vec<_>) = terms
            .iter()
            .cloned()
            .partition(|term| expression(term).is_some());
        if words.is_empty() {
            return self.join(&rest, " OR ", "0", now);
        }
        self.condition.push('(');
        self.push(&Query::Any(words), now);
        self.condition.push_str(" OR ");
        self.join(&rest, " OR ", "0", now);
        self.condition.push(')');
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

    fn in_title_or_summary(&mut self, text: Wanted) {
        let value = wanted(&text);
        self.with("(stands_in(article.title, ?)", value.clone());
        self.with(" OR stands_in(article.summary, ?))", value);
    }

    fn in_field(&mut self, field: Field, text: &Wanted) {
        let value = wanted(text);
        match field {
            Field::Title => self.with("stands_in(article.title, ?)", value),
            Field::Author => self.with("stands_in(coalesce(article.author, ''), ?)", value),
            Field::Url => self.with("stands_in(coalesce(article.url, ''), ?)", value),
            Field::Source => self.with(
                "article.source IN (SELECT id FROM source WHERE stands_in(name, ?))",
                value,
            ),
            Field::Feed => {
                self.condition.push_str(CARRIED_BY);
                self.with(
                    "stands_in(coalesce(own_title, title, ''), ?)",
                    value.clone(),
                );
                self.with(" OR stands_in(url, ?)))", value);
            }
            Field::Tag => {
                self.with("(tagged(article.own_tags, ?)", value.clone());
                self.with(" OR tagged(article.tags, ?) OR ", value.clone());
                self.condition.push_str(CARRIED_BY);
                self.with("tagged(tags, ?))))", value);
            }
        }
    }

    fn kind(&mut self, kind: Kind) {
        self.with("article.kind = ?", kind_number(kind).into());
    }

    fn measured(&mut self, measure: Measure, comparison: Comparison, number: u32) {
        let column = match measure {
            Measure::Sources => "story.sources".to_owned(),
            Measure::Origins => "story.origins".to_owned(),
            Measure::Words => LENGTH.to_owned(),
            Measure::Minutes => {
                format!("max(({LENGTH} + {WORDS_A_MINUTE} - 1) / {WORDS_A_MINUTE}, 1)")
            }
            // What was not compared has nothing that is known to be new.
            Measure::New => "coalesce(article.new_to_you, -1)".to_owned(),
        };
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

const INDEXED: &str = "article.id IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)";

const CARRIED_BY: &str =
    "article.id IN (SELECT article FROM carried WHERE feed IN (SELECT id FROM feed WHERE ";

/// Words of the longest text there is of an article.
const LENGTH: &str = "max(article.words, coalesce((SELECT page.words FROM page
     WHERE page.article = article.id AND page.html IS NOT NULL), 0))";

fn is(state: State) -> &'static str {
    match state {
        State::Unread => "article.read = 0",
        State::Read => "article.read = 1",
        State::Starred => "article.starred = 1",
        State::Followed => "story.followed > 0",
        State::Muted => "(article.muted > 0 OR story.muted > 0)",
        State::Seen => "article.seen = 1",
        State::Opened => "article.opened IS NOT NULL",
        State::Changed => "article.changed > 0",
        State::Full => "article.id IN (SELECT article FROM page WHERE html IS NOT NULL)",
    }
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
