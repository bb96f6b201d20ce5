//! What the many articles cost that belong to nothing: a labelled set grouped amid the background
//! of the same period, and scored on its labelled articles.

use std::collections::HashSet;

use newsfold::internals::Timestamp;
use serde::Serialize;

use crate::{
    cells::{Cell, Figures, Regime, Run},
    corpus::{Article, Corpus},
    scores::Agreement,
};

/// What is told of a cell with and without noise.
#[derive(Debug, Serialize)]
pub struct Noise {
    pub set: String,
    pub regime: Regime,
    pub unlabelled: usize,
    pub b_cubed: Agreement,
    /// Points of F1 lost against the cell without noise.
    pub loss_points: f64,
}

/// Cells with background between their articles. Background texts are beginnings, so full texts
/// have none; and background that is less than the articles themselves is no noise.
pub fn all<'a>(corpus: &'a Corpus, cells: &[Cell<'a>]) -> Vec<Cell<'a>> {
    let short = |cell: &&Cell<'_>| matches!(cell.regime, Regime::Snippet | Regime::Headline);
    cells
        .iter()
        .filter(short)
        .filter_map(|cell| noisy(corpus, cell))
        .collect()
}

fn noisy<'a>(corpus: &'a Corpus, cell: &Cell<'a>) -> Option<Cell<'a>> {
    let times: HashSet<Timestamp> = cell
        .articles
        .iter()
        .filter_map(|a| a.line.published())
        .collect();
    let (first, last) = (times.iter().min()?, times.iter().max()?);
    let titles: HashSet<String> = cell.articles.iter().map(|a| title(a)).collect();
    let background: Vec<&Article> = corpus
        .background
        .iter()
        .flat_map(|set| &set.articles)
        .filter(|article| {
            let time = article.line.published();
            time.is_some_and(|time| (*first..=*last).contains(&time))
                && !titles.contains(&title(article))
        })
        .collect();
    if background.len() < cell.articles.len() {
        return None;
    }
    let mut articles = cell.articles.clone();
    articles.extend(background);
    articles.sort_by_key(|article| article.line.published());
    // A labelled snippet is already as its publisher cut it.
    let is_whole = |article: &Article| article.label().is_some() && cell.regime == Regime::Snippet;
    let cut = |article: &Article| {
        if is_whole(article) {
            Regime::AsIs
        } else {
            cell.regime
        }
    };
    Some(Cell {
        is_noisy: true,
        ..Cell::of(cell.set, cell.regime, articles, cut)
    })
}

/// A headline without case and punctuation.
fn title(article: &Article) -> String {
    let title = article.line.title.as_deref().unwrap_or_default();
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Figures of the noisy cells against those without noise.
pub fn figures(noisy: &[Cell<'_>], runs: &[Run], clean: &[Figures]) -> Vec<Noise> {
    let figures = |(cell, run): (&Cell<'_>, &Run)| {
        let tally = cell.tally(&run.orders[0]);
        let b_cubed = tally.b_cubed();
        let without = clean
            .iter()
            .find(|figures| figures.set == cell.set && figures.regime == cell.regime)?;
        Some(Noise {
            set: cell.set.to_owned(),
            regime: cell.regime,
            unlabelled: cell.articles.len() - tally.articles(),
            b_cubed,
            loss_points: (without.b_cubed.f1 - b_cubed.f1) * 100.0,
        })
    };
    noisy.iter().zip(runs).filter_map(figures).collect()
}
