//! Labelled real days, on which most articles stand alone: their figures, the stories that are
//! wrong, and the labelled stories that were cut.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    fmt::Write,
};

use newsfold::internals::StoryId;
use serde::Serialize;

use crate::{
    cells::{Cell, Regime, Run, Spread},
    corpus::{Article, Corpus},
    scores::{Agreement, Grouped, is_wrong, pairs},
};

/// What is told of a day; all but the spread is of the order as given.
#[derive(Debug, Serialize)]
pub struct DayFigures {
    pub day: String,
    pub regime: Regime,
    pub articles: usize,
    pub grouped: Grouped,
    pub pairwise: Agreement,
    /// Grouped F1 over the orders.
    pub f1: Spread,
}

const SPLITS_TOLD: usize = 20;

/// Each day as it is, and with its headlines alone.
pub fn all(corpus: &Corpus) -> Vec<Cell<'_>> {
    let regimes = [Regime::AsIs, Regime::Headline];
    let of_day = |day| regimes.map(|regime| Cell::new(day, regime, regime));
    corpus.days.iter().flat_map(of_day).collect()
}

/// The figures of a day.
pub fn figures((day, run): (&Cell<'_>, &Run)) -> DayFigures {
    let given = day.tally(&run.orders[0]);
    let f1 = run
        .orders
        .iter()
        .map(|order| grouped(day, order).agreement.f1);
    DayFigures {
        day: day.set.to_owned(),
        regime: day.regime,
        articles: given.articles(),
        grouped: grouped(day, &run.orders[0]),
        pairwise: given.pairwise(),
        f1: Spread::of(f1.collect()),
    }
}

fn grouped(day: &Cell<'_>, stories: &[StoryId]) -> Grouped {
    let whole = day.tally(stories).grouped();
    if day.articles.iter().all(|article| article.part().is_none()) {
        return whole;
    }
    whole.better(day.tally_by(stories, finest).grouped())
}

fn finest(article: &Article) -> Option<&str> {
    article.part().or(article.label())
}

/// The wrong stories of a day, the largest first.
pub fn wrong(day: &Cell<'_>, run: &Run) -> String {
    let mut stories: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, story) in run.orders[0].iter().enumerate() {
        stories.entry(story.0).or_default().push(index);
    }
    let mut wrong: Vec<Vec<usize>> = stories.into_values().collect();
    wrong.retain(|members| {
        is_wrong_by(day, members, Article::label) && is_wrong_by(day, members, finest)
    });
    wrong.sort_by_key(|members| Reverse(members.len()));
    let mut told = heading(day, &format!("{} wrong stories", wrong.len()));
    for (number, members) in wrong.iter().enumerate() {
        let _ = writeln!(told, "\n{}. {} articles", number + 1, members.len());
        for index in members {
            let article = day.articles[*index];
            let doubtful = if article.doubtful { "?" } else { "" };
            let label = format!("{doubtful}{}", article.said().unwrap_or_default());
            let _ = writeln!(told, "  {label:34.34} {}", described(article));
        }
    }
    told
}

fn is_wrong_by(
    day: &Cell<'_>,
    members: &[usize],
    label: impl Fn(&Article) -> Option<&str>,
) -> bool {
    let mut parts: HashMap<&str, usize> = HashMap::new();
    for label in members
        .iter()
        .filter_map(|index| label(day.articles[*index]))
    {
        *parts.entry(label).or_default() += 1;
    }
    is_wrong(
        parts.values().copied().max().unwrap_or(0),
        parts.values().sum(),
    )
}

/// The labelled stories that lost most pairs, and the pieces they are in.
pub fn splits(day: &Cell<'_>, run: &Run) -> String {
    let mut labelled: BTreeMap<&str, BTreeMap<i64, Vec<usize>>> = BTreeMap::new();
    for (index, (article, story)) in day.articles.iter().zip(&run.orders[0]).enumerate() {
        let Some(label) = article.label() else {
            continue;
        };
        let pieces = labelled.entry(label).or_default();
        pieces.entry(story.0).or_default().push(index);
    }
    let mut cut: Vec<(usize, &str, Vec<Vec<usize>>)> = labelled
        .into_iter()
        .map(|(label, pieces)| {
            let mut pieces: Vec<Vec<usize>> = pieces.into_values().collect();
            pieces.sort_by_key(|piece| Reverse(piece.len()));
            let sizes: Vec<usize> = pieces.iter().map(Vec::len).collect();
            let lost = pairs([&sizes.iter().sum()]) - pairs(&sizes);
            (lost, label, pieces)
        })
        .filter(|(lost, ..)| *lost > 0)
        .collect();
    cut.sort_by_key(|(lost, ..)| Reverse(*lost));
    let mut told = heading(day, &format!("{} stories were cut", cut.len()));
    for (lost, label, pieces) in cut.iter().take(SPLITS_TOLD) {
        let _ = writeln!(
            told,
            "\n{label}: {lost} pairs lost, {} pieces",
            pieces.len()
        );
        for piece in pieces {
            let first = described(day.articles[piece[0]]);
            let _ = writeln!(told, "  {:3}  {first}", piece.len());
        }
    }
    told
}

fn heading(day: &Cell<'_>, what: &str) -> String {
    format!("\n== {} ({}): {what}\n", day.set, day.regime.name())
}

fn described(article: &Article) -> String {
    let line = &article.line;
    let hour = line.published().map_or_else(String::new, |time| {
        time.utc().format("%m-%d %H:%M").to_string()
    });
    let (source, title) = (line.source.as_deref(), line.title.as_deref());
    format!(
        "{hour:11}  {:20.20}  {}",
        source.unwrap_or_default(),
        title.unwrap_or_default()
    )
}
