//! `compare`: a filter over the articles of one story in the order they are read; each is taken as
//! seen before the next.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::{
    cli::{
        error::CliError,
        lines::{Line, read_lines},
        output::{Out, read_input},
    },
    compare::{
        Account, BriefSentence, Citation, Known, Novelty, Row, RowKind, based_on, brief, casing,
        citations, copied_from, facts, is_same_publisher, novelty,
    },
    ingest::{About, Repeated, body_html, clean_line, readable},
    model::Timestamp,
};

#[derive(Debug, Serialize)]
struct Compared<'a> {
    articles: Vec<Article<'a>>,
    #[serde(flatten)]
    tables: Tables<'a>,
}

/// An article that tells of the story.
#[derive(Debug)]
pub(super) struct Told {
    /// What names it in the output.
    pub id: Value,
    /// Its publisher.
    pub source: Option<String>,
    /// Its time.
    pub published: Option<Timestamp>,
    /// When its text was changed, and what that brought.
    pub updates: Vec<(Timestamp, String)>,
}

/// What the articles of a story say side by side.
#[derive(Debug, Serialize)]
pub(super) struct Tables<'a> {
    figures: Vec<Figure<'a>>,
    names: Vec<Named<'a>>,
    quotes: Vec<Quoted<'a>>,
    cited: Vec<Cited<'a>>,
    timeline: Vec<Moment<'a>>,
    brief: Vec<Sentence<'a>>,
}

#[derive(Debug, Serialize)]
struct Article<'a> {
    id: &'a Value,
    sentences: usize,
    new: Vec<New<'a>>,
    copied_from: Option<Copied<'a>>,
    /// On whose report it rests.
    based_on: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct New<'a> {
    sentence: usize,
    text: &'a str,
    tokens: Vec<TokenOut>,
}

#[derive(Debug, Serialize)]
struct TokenOut {
    text: String,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct Copied<'a> {
    id: &'a Value,
    share: f32,
}

#[derive(Debug, Serialize)]
struct CellOut<'a> {
    id: &'a Value,
    text: &'a str,
    sentence: usize,
}

#[derive(Debug, Serialize)]
struct Figure<'a> {
    subject: &'a str,
    unit: &'a str,
    verdict: &'static str,
    cells: Vec<CellOut<'a>>,
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    name: &'a str,
    aliases: &'a [String],
    ids: Vec<&'a Value>,
}

#[derive(Debug, Serialize)]
struct Quoted<'a> {
    text: &'a str,
    speaker: Option<&'a str>,
    cells: Vec<CellOut<'a>>,
}

#[derive(Debug, Serialize)]
struct Cited<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
    first: bool,
    ids: Vec<&'a Value>,
}

#[derive(Debug, Serialize)]
struct Moment<'a> {
    at: Option<String>,
    what: &'static str,
    id: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brought: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Sentence<'a> {
    text: &'a str,
    id: &'a Value,
    sentence: usize,
}

/// Reads the articles of a story, prints one object.
pub(super) fn run(file: Option<&Path>) -> Result<(), CliError> {
    let bytes = read_input(file.unwrap_or(Path::new("-")))?;
    let lines: Vec<Line> = read_lines(&bytes).map_err(CliError::Failed)?;
    let accounts: Vec<Account> = lines.iter().map(account).collect();
    let all: Vec<&Account> = accounts.iter().collect();
    let casing = casing(accounts.iter());
    let (mut known, mut articles) = (Known::default(), Vec::new());
    for (at, (line, account)) in lines.iter().zip(&accounts).enumerate() {
        let new = if at == 0 {
            Novelty::default()
        } else {
            novelty(account, known.all(), &casing)
        };
        articles.push(article(line, account, new, &lines, &all[..at]));
        known.add(account, &casing);
    }
    let told: Vec<Told> = lines.iter().map(told_by).collect();
    let rows = facts(&all, &casing);
    let cited = citations(&all);
    let tables = Tables::new(&told, &all, &rows, &cited, &brief(&all, &casing));
    let compared = Compared { articles, tables };
    let mut out = Out::new();
    out.json(&compared)?;
    out.finish()
}

fn told_by(line: &Line) -> Told {
    Told {
        id: line.id.clone(),
        source: line.source.clone(),
        published: line.published(),
        updates: Vec::new(),
    }
}

impl<'a> Tables<'a> {
    /// What articles say; rows, citations and sentences name them by their place in `told`.
    pub fn new(
        told: &'a [Told],
        accounts: &[&'a Account],
        rows: &'a [Row],
        cited: &'a [Citation],
        brief: &[BriefSentence],
    ) -> Self {
        let sentences = brief.iter().map(|chosen| Sentence {
            text: &accounts[chosen.account].statements[chosen.statement].text,
            id: &told[chosen.account].id,
            sentence: chosen.statement,
        });
        Self {
            figures: figures(rows, told),
            names: names(rows, told),
            quotes: quotes(rows, told),
            timeline: timeline(told, cited),
            cited: cited
                .iter()
                .map(|citation| cited_out(citation, told))
                .collect(),
            brief: sentences.collect(),
        }
    }
}

/// A line read for comparing, cleaned as an article of a feed is.
pub fn account(line: &Line) -> Account {
    let title = clean_line(line.title.as_deref().unwrap_or_default());
    let text = line.text.as_deref().unwrap_or_default();
    let about = About {
        title: &title,
        source: line.source.as_deref().unwrap_or_default(),
        ..About::default()
    };
    let html = body_html(text);
    let read = readable(&html, line.url.as_str(), &about, &Repeated::default());
    Account::new(&title, &read.document, line.lang.as_deref())
}

fn article<'a>(
    line: &'a Line,
    account: &'a Account,
    new: Novelty,
    lines: &'a [Line],
    earlier: &[&Account],
) -> Article<'a> {
    let sentences = new.sentences.into_iter().map(|sentence| New {
        sentence: sentence.statement,
        text: &account.statements[sentence.statement].text,
        tokens: sentence
            .tokens
            .into_iter()
            .map(|token| TokenOut {
                kind: token.kind.name(),
                text: token.text,
            })
            .collect(),
    });
    Article {
        id: &line.id,
        sentences: account.statements.len(),
        new: sentences.collect(),
        based_on: rests_on(line, account),
        copied_from: copied_from(account, earlier).map(|(at, share)| Copied {
            id: &lines[at].id,
            share: (share * 100.0).round() / 100.0,
        }),
    }
}

/// Nobody's report rests on its own.
fn rests_on<'a>(line: &Line, account: &'a Account) -> Option<&'a str> {
    let source = line.source.as_deref().unwrap_or_default();
    based_on(account).filter(|name| !is_same_publisher(name, source))
}

fn cells<'a>(row: &'a Row, told: &'a [Told]) -> Vec<CellOut<'a>> {
    let cells = row.cells.iter().map(|cell| CellOut {
        id: &told[cell.account].id,
        text: &cell.text,
        sentence: cell.statement,
    });
    cells.collect()
}

fn figures<'a>(rows: &'a [Row], told: &'a [Told]) -> Vec<Figure<'a>> {
    let rows = rows.iter().filter(|row| row.kind == RowKind::Figure);
    rows.map(|row| Figure {
        subject: &row.subject,
        unit: &row.unit,
        verdict: row.verdict.name(),
        cells: cells(row, told),
    })
    .collect()
}

fn names<'a>(rows: &'a [Row], told: &'a [Told]) -> Vec<Named<'a>> {
    let rows = rows.iter().filter(|row| row.kind == RowKind::Name);
    rows.map(|row| {
        let mut places: Vec<usize> = row.cells.iter().map(|cell| cell.account).collect();
        places.dedup();
        Named {
            name: &row.subject,
            aliases: &row.aliases,
            ids: places.into_iter().map(|place| &told[place].id).collect(),
        }
    })
    .collect()
}

fn quotes<'a>(rows: &'a [Row], told: &'a [Told]) -> Vec<Quoted<'a>> {
    let rows = rows.iter().filter(|row| row.kind == RowKind::Quote);
    rows.map(|row| Quoted {
        text: row.cells.first().map_or("", |cell| &cell.text),
        speaker: Some(row.subject.as_str()).filter(|speaker| !speaker.is_empty()),
        cells: cells(row, told),
    })
    .collect()
}

fn cited_out<'a>(citation: &'a Citation, told: &'a [Told]) -> Cited<'a> {
    let mut places: Vec<usize> = citation.by.iter().map(|(place, _)| *place).collect();
    places.sort_unstable();
    places.dedup();
    Cited {
        name: &citation.name,
        domain: citation.domain.as_deref(),
        first: citation.first,
        ids: places.into_iter().map(|place| &told[place].id).collect(),
    }
}

/// First reports that are told of, then the articles as they were published and changed.
fn timeline<'a>(told: &'a [Told], cited: &'a [Citation]) -> Vec<Moment<'a>> {
    let first = cited
        .iter()
        .filter(|citation| citation.first)
        .filter_map(|citation| {
            let (place, _) = citation.by.first()?;
            Some(Moment {
                at: None,
                what: "first report",
                id: &told[*place].id,
                name: Some(&citation.name),
                brought: None,
            })
        });
    let moment = |of: &'a Told, at: Option<Timestamp>, brought: Option<&'a str>| Moment {
        at: at.map(|at| at.to_string()),
        what: if brought.is_some() {
            "updated"
        } else {
            "published"
        },
        id: &of.id,
        name: of.source.as_deref(),
        brought,
    };
    let mut timed = Vec::new();
    for of in told {
        timed.push((of.published, moment(of, of.published, None)));
        let updates = of.updates.iter();
        timed.extend(updates.map(|(at, text)| (Some(*at), moment(of, Some(*at), Some(text)))));
    }
    timed.sort_by_key(|(at, _)| *at);
    first
        .chain(timed.into_iter().map(|(_, moment)| moment))
        .collect()
}
