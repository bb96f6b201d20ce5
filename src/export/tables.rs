//! What the articles of a story say side by side as JSON: figures, names, quotes, citations, times
//! and a brief, each naming its article by an id.

use serde::Serialize;
use serde_json::Value;

use crate::{
    compare::{Account, BriefSentence, Citation, Row, RowKind},
    model::Timestamp,
};

/// An article that tells of the story.
#[derive(Debug)]
pub struct Told {
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
pub struct Tables<'a> {
    figures: Vec<Figure<'a>>,
    names: Vec<Named<'a>>,
    quotes: Vec<Quoted<'a>>,
    cited: Vec<Cited<'a>>,
    timeline: Vec<Moment<'a>>,
    brief: Vec<Sentence<'a>>,
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
