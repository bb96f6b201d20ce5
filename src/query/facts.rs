//! The query language over one article in memory, as rules ask it. It finds what the cache finds.

use std::cell::OnceCell;

use super::{
    Comparison, Field, Measure, Query, State, Text, Wanted,
    letters::{folded, folded_words, is_unspaced},
};
use crate::model::{ArticleId, Kind, StoryId, Timestamp, minutes};

/// An article with all that can be asked about it.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Its id.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// Headline.
    pub title: &'a str,
    /// The line or two that lists show.
    pub summary: &'a str,
    /// The words of headline and text.
    pub words: Words<'a>,
    /// Publisher.
    pub source: &'a str,
    /// Who wrote it; empty if that is not known.
    pub author: &'a str,
    /// Address of the original; empty if there is none.
    pub url: &'a str,
    /// Language tag; empty if it is not known.
    pub lang: &'a str,
    /// Titles and addresses of the feeds that carry it.
    pub feeds: Vec<&'a str>,
    /// Tags of these feeds, of its publisher and of the reader's own.
    pub tags: Vec<&'a str>,
    /// What sort of text it is.
    pub kind: Kind,
    /// Words of its longest text.
    pub length: u32,
    /// Article time.
    pub published: Timestamp,
    /// Publishers of its story.
    pub sources: u32,
    /// Independent reports of its story.
    pub origins: u32,
    /// Names, figures and quotes in it that are new to the reader, where its story was compared.
    pub new_to_you: Option<u32>,
    /// What was done with it.
    pub marks: Marks,
    /// The present.
    pub now: Timestamp,
}

/// What was done with an article, or happened to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Marked read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// In a story that is followed.
    pub followed: bool,
    /// Folded away, alone or with its story.
    pub muted: bool,
    /// Its end was reached on the screen.
    pub seen: bool,
    /// Opened once.
    pub opened: bool,
    /// Its text changed after it was read.
    pub changed: bool,
    /// Its full text is in the cache.
    pub full: bool,
}

/// The words of headline and text, folded when they are asked for first.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    title: &'a str,
    text: &'a str,
    folded: OnceCell<[String; 2]>,
}

impl<'a> Words<'a> {
    /// Of this headline and this plain text.
    pub fn new(title: &'a str, text: &'a str) -> Self {
        Self {
            title,
            text,
            folded: OnceCell::new(),
        }
    }

    fn contain(&self, text: &Text) -> bool {
        let wanted = folded_words(&text.words);
        let wanted = if text.prefix {
            wanted.trim_end()
        } else {
            &wanted
        };
        let folded = self
            .folded
            .get_or_init(|| [folded_words(self.title), folded_words(self.text)]);
        folded.iter().any(|words| words.contains(wanted))
    }
}

/// Whether an article answers a query. A muted one does like any other.
pub fn matches(query: &Query, facts: &Facts<'_>) -> bool {
    match query {
        Query::All(terms) => terms.iter().all(|term| matches(term, facts)),
        Query::Any(terms) => terms.iter().any(|term| matches(term, facts)),
        Query::Not(term) => !matches(term, facts),
        Query::Text(text) if text.is_indexed() => facts.words.contain(text),
        Query::Text(text) => {
            let words = folded(&text.words);
            folded(facts.title).contains(&words) || folded(facts.summary).contains(&words)
        }
        Query::Pattern(pattern) => pattern.fits(facts.title) || pattern.fits(facts.summary),
        Query::Field(field, wanted) => in_field(*field, wanted, facts),
        Query::Lang(tag) => is_lang(facts.lang, tag),
        Query::Is(state) => is(*state, facts.marks),
        Query::Kind(kind) => facts.kind == *kind,
        Query::Number(measure, comparison, number) => {
            measured(*measure, *comparison, *number, facts)
        }
        Query::Since(when) => facts.published >= when.at(facts.now),
        Query::Before(when) => facts.published < when.at(facts.now),
        Query::Story(story) => facts.story == *story,
        Query::Article(article) => facts.article == *article,
    }
}

impl Text {
    /// Whether the full-text index knows such words: it takes a run of Chinese, Japanese or Thai as
    /// one word, so these are looked for in headline and summary instead.
    pub fn is_indexed(&self) -> bool {
        self.words.chars().any(char::is_alphanumeric) && !self.words.chars().any(is_unspaced)
    }
}

impl Wanted {
    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Words(words) => folded(text).contains(&folded(words)),
            Self::Pattern(pattern) => pattern.fits(text),
        }
    }

    /// Whether it is a tag, not a part of one.
    pub fn is_tag(&self, tag: &str) -> bool {
        match self {
            Self::Words(words) => folded(tag) == folded(words),
            Self::Pattern(pattern) => pattern.fits(tag),
        }
    }
}

/// Whether a language tag is `wanted` or a part of it: "en-GB" is also "en".
pub fn is_lang(tag: &str, wanted: &str) -> bool {
    let tag = tag.to_lowercase().replace('_', "-");
    let wanted = wanted.to_lowercase().replace('_', "-");
    tag.strip_prefix(wanted.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn in_field(field: Field, wanted: &Wanted, facts: &Facts<'_>) -> bool {
    match field {
        Field::Title => wanted.is_in(facts.title),
        Field::Source => wanted.is_in(facts.source),
        Field::Author => wanted.is_in(facts.author),
        Field::Url => wanted.is_in(facts.url),
        Field::Feed => facts.feeds.iter().any(|feed| wanted.is_in(feed)),
        Field::Tag => facts.tags.iter().any(|tag| wanted.is_tag(tag)),
    }
}

fn is(state: State, marks: Marks) -> bool {
    match state {
        State::Unread => !marks.read,
        State::Read => marks.read,
        State::Starred => marks.starred,
        State::Followed => marks.followed,
        State::Muted => marks.muted,
        State::Seen => marks.seen,
        State::Opened => marks.opened,
        State::Changed => marks.changed,
        State::Full => marks.full,
    }
}

fn measured(measure: Measure, comparison: Comparison, number: u32, facts: &Facts<'_>) -> bool {
    let measured = match measure {
        Measure::Sources => facts.sources,
        Measure::Origins => facts.origins,
        Measure::Words => facts.length,
        Measure::Minutes => minutes(facts.length),
        // What was not compared has nothing that is known to be new, nor to be nothing.
        Measure::New => match facts.new_to_you {
            Some(new) => new,
            None => return matches!(comparison, Comparison::Fewer | Comparison::AtMost),
        },
    };
    comparison.holds(measured, number)
}
