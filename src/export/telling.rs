//! What is told of a story, section by section, before it takes a form. Every text in it is one
//! line without control characters; an address is in it only where it may be followed.

use super::{WholeStory, counts, facts, links::linkable, timeline};
use crate::{
    compare::{Row, RowKind},
    model::{ArticleId, Kind, Member, copied_share, plain_line},
};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Running text.
    Text(String),
    /// What stands out.
    Strong(String),
    /// Text that leads to an address.
    Link(String, String),
    /// The source of something, by its place, and the sentence in which it says so; that may be empty.
    Source(usize, String),
}

/// An item of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// It is the entry of this source, by its place.
    pub entry: Option<usize>,
    /// Its line.
    pub line: Vec<Piece>,
    /// Lines that belong to it.
    pub below: Vec<Vec<Piece>>,
}

/// A row of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// What is told.
    pub subject: String,
    /// How what the sources say stands to each other.
    pub verdict: &'static str,
    /// What they say, each way to say it once.
    pub told: Vec<Saying>,
}

/// Something that sources say word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Saying {
    /// It.
    pub text: String,
    /// Which sources, by their places, each with its sentence.
    pub by: Vec<(usize, String)>,
}

/// A part of what is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// Its name in addresses.
    pub id: &'static str,
    /// What stands over it.
    pub title: &'static str,
    /// What is to be said before its items, or in the place of them.
    pub notes: Vec<String>,
    /// Its items.
    pub items: Vec<Item>,
    /// Its rows against the sources.
    pub facts: Vec<Fact>,
}

/// A source of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// "2 Harbor Ledger".
    pub name: String,
    /// Its article, where there is an address to follow.
    pub url: Option<String>,
}

/// What is told of a story.
pub(super) struct Telling<'a> {
    /// The story.
    pub story: &'a WholeStory,
    /// Its headline.
    pub title: String,
    /// How many sources, when, and which story.
    pub about: String,
    /// The sources, as the sections name them.
    pub sources: Vec<Source>,
    /// The sections from top to bottom.
    pub sections: Vec<Section>,
}

impl Item {
    /// An item of one line.
    pub fn new(line: Vec<Piece>) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }
}

/// Running text.
pub(super) fn text(text: impl AsRef<str>) -> Piece {
    Piece::Text(spaced(text.as_ref()))
}

/// A text without control characters; a blank at its begin or end stays.
fn spaced(text: &str) -> String {
    let begin = if text.starts_with(' ') { " " } else { "" };
    let line = plain_line(text);
    let end = if text.ends_with(' ') && !line.is_empty() {
        " "
    } else {
        ""
    };
    format!("{begin}{line}{end}")
}

/// A text that leads to an address, if that may be followed.
pub(super) fn link(shown: &str, url: Option<&str>) -> Piece {
    match url.and_then(linkable) {
        Some(url) => Piece::Link(plain_line(shown), url.to_owned()),
        None => text(shown),
    }
}

/// Sources one after another.
pub(super) fn listed(sources: impl IntoIterator<Item = (usize, String)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (place, sentence) in sources {
        if !pieces.is_empty() {
            pieces.push(text(" "));
        }
        pieces.push(Piece::Source(place, sentence));
    }
    pieces
}

/// "1 article", "3 articles".
pub(super) fn plural(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

impl<'a> Telling<'a> {
    /// Tells a story.
    pub fn new(story: &'a WholeStory) -> Self {
        let sources = story.members.iter().enumerate();
        let sources = sources.map(|(place, member)| Source {
            name: format!("{} {}", place + 1, plain_line(&member.source)),
            url: member.url.as_deref().and_then(linkable).map(str::to_owned),
        });
        let sections = [
            sources_section(story),
            brief(story),
            facts::figures(story),
            facts::names(story),
            facts::quotes(story),
            timeline::section(story),
            cited(story),
            why(story),
        ];
        let sections = sections.into_iter();
        Self {
            story,
            title: plain_line(&story.row.title),
            about: about(story),
            sources: sources.collect(),
            sections: sections.filter(|section| !section.is_empty()).collect(),
        }
    }
}

impl Fact {
    /// What a source says, and in which sentence.
    pub fn said_by(&self, place: usize) -> impl Iterator<Item = (&str, &str)> {
        self.told.iter().filter_map(move |saying| {
            let mut by = saying.by.iter();
            let (_, sentence) = by.find(|(other, _)| *other == place)?;
            Some((saying.text.as_str(), sentence.as_str()))
        })
    }
}

impl Section {
    fn is_empty(&self) -> bool {
        self.notes.is_empty() && self.items.is_empty() && self.facts.is_empty()
    }
}

impl WholeStory {
    /// The place among the members of an article that was compared.
    pub(super) fn place(&self, account: usize) -> Option<usize> {
        let article = self.comparison.articles.get(account)?.article;
        self.place_of(article)
    }

    fn place_of(&self, article: ArticleId) -> Option<usize> {
        let mut members = self.members.iter();
        members.position(|member| member.article == article)
    }

    /// A sentence of an article that was compared, as one line.
    pub(super) fn sentence(&self, account: usize, statement: usize) -> Option<String> {
        let article = self.comparison.articles.get(account)?;
        let statement = article.account.statements.get(statement)?;
        Some(plain_line(&statement.text))
    }

    /// Who is the only source, where there is no other.
    pub(super) fn sole(&self) -> Option<&Member> {
        match self.members.as_slice() {
            [member] => Some(member),
            _ => None,
        }
    }

    /// The rows of a kind: those that differ, those that agree, those that one source has.
    pub(super) fn rows(&self, kind: RowKind) -> Vec<&Row> {
        let rows = self.comparison.facts.iter();
        let mut rows: Vec<&Row> = rows
            .filter(|row| row.kind == kind && !row.cells.is_empty())
            .collect();
        rows.sort_by_key(|row| row.verdict);
        rows
    }
}

fn about(story: &WholeStory) -> String {
    let row = &story.row;
    let mut parts = vec![plain_line(&counts(row)), row.first_published.dated()];
    if row.last_published != row.first_published {
        parts[1] = format!(
            "{} to {}",
            row.first_published.dated(),
            row.last_published.dated()
        );
    }
    parts.extend(row.followed.then(|| "followed".to_owned()));
    parts.extend(
        row.own_tags
            .iter()
            .map(|tag| format!("#{}", plain_line(tag))),
    );
    parts.push(row.id.to_string());
    parts.join(" · ")
}

fn sources_section(story: &WholeStory) -> Section {
    let members = story.members.iter().enumerate();
    let items = members.map(|(place, member)| {
        let name = Piece::Strong(plain_line(&member.source));
        let headline = link(&member.title, member.url.as_deref());
        let mut below = vec![vec![text(facts_of(story, member).join(" · "))]];
        below.extend(beside(story, member));
        Item {
            entry: Some(place),
            line: vec![name, text(": "), headline],
            below,
        }
    });
    let earlier = story.earlier.as_ref();
    let earlier = earlier.map(|row| {
        let (title, first) = (&row.title, row.first_published.dated());
        plain_line(&format!("Earlier: {title} ({first}, {})", row.id))
    });
    let quiet = story.not_seen.as_ref().map(|not_seen| {
        let feeds = not_seen.feeds.iter().map(|feed| feed.title.as_str());
        plain_line(&format!(
            "Not seen in: {}",
            feeds.collect::<Vec<_>>().join(", ")
        ))
    });
    Section {
        id: "sources",
        title: "Sources",
        notes: earlier.into_iter().chain(quiet).collect(),
        items: items.collect(),
        ..Section::default()
    }
}

/// Where it is talked about, and the files that go with it.
fn beside(story: &WholeStory, member: &Member) -> Vec<Vec<Piece>> {
    let comments = member.comments.as_deref().and_then(linkable);
    let mut lines: Vec<Vec<Piece>> = comments
        .map(|url| vec![text("Discussion: "), link(url, Some(url))])
        .into_iter()
        .collect();
    let mut texts = story.texts.iter();
    let read = texts.find(|read| read.article.id == member.article);
    let files = read.map_or(&[][..], |read| &read.article.enclosures);
    lines.extend(files.iter().map(|file| {
        let facts = text(format!(" ({})", file.facts().join(" · ")));
        vec![
            text("Enclosure: "),
            link(file.name(), Some(&file.url)),
            facts,
        ]
    }));
    lines
}

/// When, by which way, what sort of text, whose copy, how much of it is new.
fn facts_of(story: &WholeStory, member: &Member) -> Vec<String> {
    let mut facts = vec![member.published.dated()];
    facts.extend(member.via.as_ref().map(|via| format!("via {via}")));
    if member.kind != Kind::Article {
        facts.push(member.kind.name().to_owned());
    }
    if let Some(place) = member.copy_of.and_then(|original| story.place_of(original)) {
        let original = format!("copy of {} {}", place + 1, story.members[place].source);
        facts.push(format!("{original}, {}", copied_share(member)));
    }
    let agency = story.comparison.agency(member);
    facts.extend(agency.map(|agency| format!("{agency} text")));
    let based_on = story.comparison.based_on(member);
    facts.extend(based_on.map(|name| format!("based on {name}")));
    facts.extend((member.words > 0).then(|| plural(member.words as usize, "word")));
    facts.extend(member.seen.then(|| "read to its end".to_owned()));
    facts.extend(match story.comparison.new_to_you(member.article) {
        None => None,
        Some(0) => Some("nothing new to you".to_owned()),
        Some(new) => Some(format!("{new} new to you")),
    });
    facts
}

fn brief(story: &WholeStory) -> Section {
    let sentences = story.comparison.brief.iter().filter_map(|chosen| {
        let place = story.place(chosen.account)?;
        let sentence = story.sentence(chosen.account, chosen.statement)?;
        let source = Piece::Source(place, String::new());
        Some(Item::new(vec![text(sentence), text(" "), source]))
    });
    let items: Vec<Item> = sentences.collect();
    let mut notes = Vec::new();
    match (story.sole(), items.is_empty()) {
        (Some(member), false) => notes.push(plain_line(&format!(
            "Only {} tells of it so far: these are sentences of its own.",
            member.source
        ))),
        (_, true) => notes.push(format!(
            "None of {} has a whole sentence that tells the story.",
            plural(story.members.len(), "article")
        )),
        _ => {}
    }
    let members = story.members.iter();
    let snippets = members
        .filter(|member| member.kind == Kind::Snippet)
        .count();
    if snippets > 0 {
        let are = if snippets == 1 {
            "is a snippet"
        } else {
            "are snippets"
        };
        let articles = plural(snippets, "article");
        notes.push(format!("{articles} {are}: a headline and a line or two."));
    }
    Section {
        id: "brief",
        title: "In brief",
        notes,
        items,
        ..Section::default()
    }
}

fn cited(story: &WholeStory) -> Section {
    let items = story.comparison.cited.iter().filter_map(|citation| {
        let mut by: Vec<(usize, String)> = Vec::new();
        for (account, statement) in &citation.by {
            let sentence = statement.and_then(|statement| story.sentence(*account, statement));
            if let Some(place) = story.place(*account)
                && by.iter().all(|(known, _)| *known != place)
            {
                by.push((place, sentence.unwrap_or_default()));
            }
        }
        if by.is_empty() {
            return None;
        }
        let mut line = vec![link(&citation.name, citation.url.as_deref())];
        if let Some(domain) = &citation.domain {
            line.push(text(format!(" ({domain})")));
        }
        line.push(text(" cited by "));
        line.extend(listed(by));
        if citation.first {
            line.push(text(", said to have reported first"));
        }
        Some(Item::new(line))
    });
    Section {
        id: "cited",
        title: "Cited",
        items: items.collect(),
        ..Section::default()
    }
}

fn why(story: &WholeStory) -> Section {
    let items = story.why.iter().map(|why| Item {
        line: vec![text(&why.about)],
        below: why.lines.iter().map(|line| vec![text(line)]).collect(),
        ..Item::default()
    });
    Section {
        id: "why",
        title: "Why these articles are one story",
        items: items.collect(),
        ..Section::default()
    }
}
