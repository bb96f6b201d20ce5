//! The fields of the query language: their names and what each takes. The parser, the help and the
//! completion read this table.

use super::{Field, Measure, State};
use crate::model::Kind;

/// What stands behind the colon of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Text(Field),
    Lang,
    State,
    Kind,
    Number(Measure),
    /// `changed:`, short for `is:changed`; it takes yes or no.
    Changed,
    Since,
    Before,
    Story,
    Article,
}

/// A field as it is typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldName {
    pub name: &'static str,
    pub takes: Takes,
    /// A value to show.
    pub example: &'static str,
    pub help: &'static str,
}

const fn field(
    name: &'static str,
    takes: Takes,
    example: &'static str,
    help: &'static str,
) -> FieldName {
    FieldName {
        name,
        takes,
        example,
        help,
    }
}

/// All fields, those used most first.
pub(super) const FIELDS: &[FieldName] = &[
    field(
        "is",
        Takes::State,
        "unread",
        "what was done with it, see below",
    ),
    field(
        "feed",
        Takes::Text(Field::Feed),
        "courier",
        "title or address of a feed contains",
    ),
    field(
        "tag",
        Takes::Text(Field::Tag),
        "ai",
        "tag of its feed, its publisher or your own",
    ),
    field(
        "source",
        Takes::Text(Field::Source),
        "\"The Post\"",
        "the publisher's name contains",
    ),
    field(
        "title",
        Takes::Text(Field::Title),
        "harbour",
        "the headline contains",
    ),
    field(
        "author",
        Takes::Text(Field::Author),
        "lind",
        "the author's name contains",
    ),
    field(
        "url",
        Takes::Text(Field::Url),
        "example.org",
        "the address contains",
    ),
    field("lang", Takes::Lang, "en", "language"),
    field(
        "kind",
        Takes::Kind,
        "snippet",
        "snippet, article, commentary, brief or live",
    ),
    field(
        "since",
        Takes::Since,
        "2d",
        "published since: 90m, 24h, 2d, 1w, today, 2026-11-20",
    ),
    field(
        "before",
        Takes::Before,
        "2026-11",
        "published before: the same times",
    ),
    field(
        "sources",
        Takes::Number(Measure::Sources),
        ">3",
        "publishers of its story",
    ),
    field(
        "origins",
        Takes::Number(Measure::Origins),
        ">2",
        "independent reports of its story",
    ),
    field(
        "len",
        Takes::Number(Measure::Minutes),
        "<5m",
        "minutes to read it",
    ),
    field(
        "words",
        Takes::Number(Measure::Words),
        ">500",
        "words of its text",
    ),
    field(
        "new",
        Takes::Number(Measure::New),
        ">0",
        "names, figures and quotes new to you",
    ),
    field(
        "changed",
        Takes::Changed,
        "yes",
        "its text changed after you read it (is:changed)",
    ),
    field("story", Takes::Story, "12", "in this story"),
    field("article", Takes::Article, "345", "this article"),
];

/// What may stand after `is:`.
pub(super) const STATES: &[(&str, State, &str)] = &[
    ("unread", State::Unread, "not marked read"),
    ("read", State::Read, "marked read"),
    ("starred", State::Starred, "starred"),
    ("followed", State::Followed, "its story is followed"),
    (
        "muted",
        State::Muted,
        "folded away; left out unless asked for",
    ),
    ("seen", State::Seen, "its end was on the screen"),
    ("opened", State::Opened, "opened once"),
    (
        "changed",
        State::Changed,
        "its text changed after you read it",
    ),
    ("full", State::Full, "its full text is here"),
];

/// What may stand after `kind:`.
pub(super) const KINDS: [Kind; 5] = [
    Kind::Article,
    Kind::Snippet,
    Kind::Commentary,
    Kind::Brief,
    Kind::Live,
];

/// The field of a name, in any case.
pub(super) fn named(name: &str) -> Option<&'static FieldName> {
    FIELDS
        .iter()
        .find(|field| field.name.eq_ignore_ascii_case(name))
}

/// The query language in a short table, for `--help` and the screen.
pub fn help() -> String {
    let mut help = String::from(
        "A query is words and fields; all of them must hold.\n  \
         harbour fire          both words, in title or text\n  \
         \"harbour fire\"        these words in this order\n  \
         harb*                 words that begin so\n  \
         fire or smoke         one of them; also: fire | smoke\n  \
         -fire, not fire       without it\n  \
         (fire or smoke) bay   parentheses group\n  \
         /colos+us/            a regular expression, over title and summary;\n                        \
         also behind title: source: feed: tag: author: url:\n\
         Case and accents do not matter. Fields:\n",
    );
    for field in FIELDS {
        let typed = format!("{}:{}", field.name, field.example);
        help.push_str(&format!("  {typed:21} {}\n", field.help));
    }
    help.push_str("is: takes\n");
    for (name, _, what) in STATES {
        help.push_str(&format!("  {name:21} {what}\n"));
    }
    help.push_str(
        "Numbers are compared with > >= < <= or =. \"changed\" without a colon is a word.\n",
    );
    help
}

/// The candidate that is typed most like `typed`, if it is like it at all.
pub(super) fn nearest<'a>(
    typed: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let most = (typed.chars().count() / 3).max(1);
    candidates
        .map(|candidate| (distance(&typed, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= most || typed.chars().count() > 1 && candidate.starts_with(&typed)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Letters to add, take away, change or swap to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1)
                .min(row[j - 1] + 1)
                .min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised() {
        let nearest = |typed| nearest(typed, FIELDS.iter().map(|field| field.name));
        assert_eq!(nearest("souces"), Some("sources"));
        assert_eq!(nearest("tilte"), Some("title"));
        assert_eq!(nearest("auth"), Some("author"));
        assert_eq!(nearest("colour"), None);
    }

    #[test]
    fn the_help_names_every_field_and_fits_a_terminal() {
        let help = help();
        for field in FIELDS {
            assert!(
                help.contains(&format!("  {}:", field.name)),
                "{}",
                field.name
            );
        }
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
