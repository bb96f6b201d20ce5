//! What a query asks for, as a tree.

use crate::{
    model::{ArticleId, Kind, StoryId},
    query::{Pattern, When},
};

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// All of these; none of them: everything.
    All(Vec<Query>),
    /// At least one of these.
    Any(Vec<Query>),
    /// Anything but this.
    Not(Box<Query>),
    /// These words, in title or text.
    Text(Text),
    /// An expression that fits the title or the summary.
    Pattern(Pattern),
    /// What stands in a field.
    Field(Field, Wanted),
    /// Language tag, in lower case: this one or a part of it ("en" is also "en-GB").
    Lang(String),
    /// A state.
    Is(State),
    /// What sort of text it is.
    Kind(Kind),
    /// A number.
    Number(Measure, Comparison, u32),
    /// Published then or later.
    Since(When),
    /// Published earlier.
    Before(When),
    /// A member of this story.
    Story(StoryId),
    /// This article.
    Article(ArticleId),
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// One word, or several in this order.
    pub words: String,
    /// Whether the last word may go on.
    pub prefix: bool,
}

/// A field with text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// The publisher's name.
    Source,
    /// Title or address of a feed that carries it.
    Feed,
    /// A tag of such a feed, of its publisher, or of the reader's own.
    Tag,
    /// The author's name.
    Author,
    /// The address of the original.
    Url,
}

/// What shall stand in a field, whatever its case and accents.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// This, anywhere in it; a tag is this as a whole.
    Words(String),
    /// What the expression fits.
    Pattern(Pattern),
}

/// What was done with an article, or happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not marked read.
    Unread,
    /// Marked read.
    Read,
    /// Starred.
    Starred,
    /// In a story that is followed.
    Followed,
    /// Folded away, alone or with its story.
    Muted,
    /// Its end was reached on the screen.
    Seen,
    /// Opened once.
    Opened,
    /// Its text changed after it was read.
    Changed,
    /// Its full text is in the cache.
    Full,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Publishers of its story.
    Sources,
    /// Independent reports of its story.
    Origins,
    /// Words of its longest text.
    Words,
    /// Minutes to read these.
    Minutes,
    /// Names, figures and quotes that are new to the reader.
    New,
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// More than.
    More,
    /// At least.
    AtLeast,
    /// Fewer than.
    Fewer,
    /// At most.
    AtMost,
    /// Exactly.
    Equal,
}

impl Comparison {
    /// Whether `number` compares so with `other`.
    pub fn holds(self, number: u32, other: u32) -> bool {
        match self {
            Self::More => number > other,
            Self::AtLeast => number >= other,
            Self::Fewer => number < other,
            Self::AtMost => number <= other,
            Self::Equal => number == other,
        }
    }
}

impl Query {
    /// Whether it asks about muted articles somewhere; otherwise these are left out of answers.
    pub fn asks_for_muted(&self) -> bool {
        match self {
            Self::All(terms) | Self::Any(terms) => terms.iter().any(Self::asks_for_muted),
            Self::Not(term) => term.asks_for_muted(),
            other => *other == Self::Is(State::Muted),
        }
    }

    /// Whether it asks for words of the text somewhere.
    pub fn asks_for_text(&self) -> bool {
        match self {
            Self::All(terms) | Self::Any(terms) => terms.iter().any(Self::asks_for_text),
            Self::Not(term) => term.asks_for_text(),
            other => matches!(other, Self::Text(_)),
        }
    }

    /// The same for everything but what is muted, unless it asks for that.
    pub fn without_muted(self) -> Self {
        if self.asks_for_muted() {
            return self;
        }
        Self::All(vec![self, Self::Not(Box::new(Self::Is(State::Muted)))])
    }

    /// The same with its days as they are on a clock that is so many seconds ahead of UTC.
    pub fn in_zone(self, offset_seconds: i32) -> Self {
        let all = |terms: Vec<Self>| terms.into_iter().map(|term| term.in_zone(offset_seconds));
        match self {
            Self::All(terms) => Self::All(all(terms).collect()),
            Self::Any(terms) => Self::Any(all(terms).collect()),
            Self::Not(term) => Self::Not(Box::new(term.in_zone(offset_seconds))),
            Self::Since(when) => Self::Since(when.in_zone(offset_seconds)),
            Self::Before(when) => Self::Before(when.in_zone(offset_seconds)),
            other => other,
        }
    }

    /// What has a tag.
    pub fn tag(tag: &str) -> Self {
        Self::Field(Field::Tag, Wanted::Words(tag.to_owned()))
    }

    /// Whether it asks for nothing, so that everything answers it.
    pub fn is_everything(&self) -> bool {
        self.answer_of_all() == Some(true)
    }

    /// What every article answers, where that is the same whatever it holds.
    fn answer_of_all(&self) -> Option<bool> {
        let one_of = |terms: &[Self], decides: bool| {
            let mut all = Some(!decides);
            for term in terms {
                match term.answer_of_all() {
                    Some(answer) if answer == decides => return Some(decides),
                    Some(_) => {}
                    None => all = None,
                }
            }
            all
        };
        match self {
            Self::All(terms) => one_of(terms, false),
            Self::Any(terms) => one_of(terms, true),
            Self::Not(term) => term.answer_of_all().map(|answer| !answer),
            _ => None,
        }
    }
}
