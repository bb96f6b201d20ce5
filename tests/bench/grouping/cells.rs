//! A *cell* is a labelled set in one *regime*: with the full text, a snippet of it, or the headline
//! alone. It is grouped in several orders of arrival.

use std::{collections::HashSet, fmt::Write, fs, path::Path, time::Duration};

use newsfold::internals::{Draft, Line, StoryId, drafts, group_stream_with};
use serde::Serialize;

use crate::{
    clock::Started,
    corpus::{Article, Corpus, Set},
    scores::{Agreement, Tally},
};

/// How much of an article's text is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// All of it.
    Full,
    /// Its beginning.
    Snippet,
    /// None.
    Headline,
    /// What there is, in a set that says nothing about it.
    AsIs,
}

/// What is grouped and scored together.
#[derive(Debug, Clone)]
pub struct Cell<'a> {
    pub set: &'a str,
    pub regime: Regime,
    /// Whether articles without a label stand between the others.
    pub is_noisy: bool,
    /// The articles in the order in which they arrive.
    pub articles: Vec<&'a Article>,
    pub lines: Vec<Line>,
}

/// A cell grouped once per order.
#[derive(Debug)]
pub struct Run {
    /// The story of each article of the cell, per order.
    pub orders: Vec<Vec<StoryId>>,
    pub drafting: Duration,
    pub placing: Duration,
}

/// Mean and spread over orders of arrival.
#[derive(Debug, Clone, Serialize)]
pub struct Spread {
    pub orders: Vec<f64>,
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Largest minus smallest.
    pub range: f64,
}

/// What is told of a cell; all but the spread is of the order as given.
#[derive(Debug, Serialize)]
pub struct Figures {
    pub set: String,
    pub regime: Regime,
    pub articles: usize,
    pub stories_labelled: usize,
    pub stories_predicted: usize,
    pub b_cubed: Agreement,
    pub pairwise: Agreement,
    /// B-cubed F1 over the orders.
    pub f1: Spread,
    /// Per article.
    pub draft_micros: f64,
    pub place_micros: f64,
}

/// Means over all cells.
#[derive(Debug, Serialize)]
pub struct Means {
    pub cells: usize,
    pub b_cubed: Agreement,
    pub f1: Spread,
}

const SNIPPET_CHARACTERS: usize = 200;
const ORDERS: u64 = 4;
/// Articles change places within spans of this length.
const SHUFFLED_SECONDS: i64 = 6 * 3600;

impl Regime {
    /// What of a text is left.
    pub fn cut(self, text: &str) -> String {
        match self {
            Self::Full | Self::AsIs => text.to_owned(),
            Self::Snippet => text.chars().take(SNIPPET_CHARACTERS).collect(),
            Self::Headline => String::new(),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Snippet => "snippet",
            Self::Headline => "headline",
            Self::AsIs => "as is",
        }
    }
}

/// The cells of the labelled sets.
pub fn all(corpus: &Corpus) -> Vec<Cell<'_>> {
    corpus.labelled.iter().flat_map(cells_of).collect()
}

fn cells_of(set: &Set) -> Vec<Cell<'_>> {
    let as_it_is = |regime| Cell::new(set, regime, Regime::AsIs);
    let cut = |regime| Cell::new(set, regime, regime);
    if set.name.ends_with("-full") {
        vec![as_it_is(Regime::Full)]
    } else if set.name.ends_with("-snippet") {
        vec![as_it_is(Regime::Snippet), cut(Regime::Headline)]
    } else if set.name.ends_with("-headlines") {
        vec![cut(Regime::Headline)]
    } else if is_undated(set) {
        vec![as_it_is(Regime::AsIs)]
    } else {
        vec![
            cut(Regime::Full),
            cut(Regime::Snippet),
            cut(Regime::Headline),
        ]
    }
}

fn is_undated(set: &Set) -> bool {
    let times = set.articles.iter().map(|article| article.line.published());
    times.collect::<HashSet<_>>().len() <= 1
}

impl<'a> Cell<'a> {
    /// A set called by one regime, its texts cut by another.
    pub fn new(set: &'a Set, regime: Regime, cut: Regime) -> Self {
        Self::of(&set.name, regime, set.articles.iter().collect(), |_| cut)
    }

    /// Articles whose texts are cut each in its way.
    pub fn of(
        set: &'a str,
        regime: Regime,
        articles: Vec<&'a Article>,
        cut: impl Fn(&Article) -> Regime,
    ) -> Self {
        let lines = articles
            .iter()
            .map(|article| {
                let text = article.line.text.as_deref();
                Line {
                    text: text.map(|text| cut(article).cut(text)),
                    ..article.line.clone()
                }
            })
            .collect();
        Self {
            set,
            regime,
            is_noisy: false,
            articles,
            lines,
        }
    }

    /// Labels against the stories of a run; articles without a label are left out.
    pub fn tally(&self, stories: &[StoryId]) -> Tally<&'a str, StoryId> {
        self.tally_by(stories, |article| article.label())
    }

    /// The same with another label.
    pub fn tally_by(
        &self,
        stories: &[StoryId],
        label: impl Fn(&'a Article) -> Option<&'a str>,
    ) -> Tally<&'a str, StoryId> {
        let articles = self.articles.iter().zip(stories);
        articles
            .filter_map(|(article, story)| Some((label(article)?, *story)))
            .collect()
    }
}

/// Groups a cell in every order.
pub fn run(cell: &Cell<'_>, changes: &[(String, f32)]) -> Result<Run, String> {
    let started = Started::now();
    let drafts = drafts(&cell.lines);
    let drafting = started.elapsed();
    let mut run = Run {
        orders: Vec::new(),
        drafting,
        placing: Duration::ZERO,
    };
    let orders = if cell.is_noisy { 1 } else { ORDERS };
    for seed in 0..orders {
        let order = order(&cell.lines, seed);
        let arriving: Vec<Draft> = order.iter().map(|index| drafts[*index].clone()).collect();
        let started = Started::now();
        let placements = group_stream_with(changes, arriving)?;
        if seed == 0 {
            run.placing = started.elapsed();
        }
        let mut stories = vec![StoryId(0); order.len()];
        for (index, placement) in order.iter().zip(&placements) {
            stories[*index] = placement.story;
        }
        run.orders.push(stories);
    }
    Ok(run)
}

/// Positions of the articles as they arrive: as given for seed 0, else shuffled among those of
/// near times, or all together where there are no times.
fn order(lines: &[Line], seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    if seed == 0 {
        return order;
    }
    let mut random = Random(seed);
    let span = |index: usize| {
        let time = lines[index].published().map_or(0, |time| time.0);
        time.div_euclid(SHUFFLED_SECONDS)
    };
    for near in order.chunk_by_mut(|a, b| span(*a) == span(*b)) {
        for last in (1..near.len()).rev() {
            near.swap(last, random.below(last + 1));
        }
    }
    order
}

/// A small generator (splitmix64): the same orders on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // The remainder is below `end`, which is a length.
        (mixed % end as u64) as usize
    }
}

impl Spread {
    pub fn of(orders: Vec<f64>) -> Self {
        let count = orders.len() as f64;
        let mean = orders.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = orders.iter().map(|value| (value - mean).powi(2)).sum();
        let most = orders.iter().copied().fold(f64::MIN, f64::max);
        let least = orders.iter().copied().fold(f64::MAX, f64::min);
        Self {
            mean,
            sd: (squares / (count - 1.0).max(1.0)).sqrt(),
            range: (most - least).max(0.0),
            orders,
        }
    }
}

/// The figures of a cell.
pub fn figures((cell, run): (&Cell<'_>, &Run)) -> Figures {
    let tallies = run.orders.iter().map(|stories| cell.tally(stories));
    let tallies: Vec<_> = tallies.collect();
    let f1 = tallies.iter().map(|tally| tally.b_cubed().f1).collect();
    let given = &tallies[0];
    let per_article = |time: Duration| time.as_secs_f64() * 1e6 / cell.lines.len().max(1) as f64;
    Figures {
        set: cell.set.to_owned(),
        regime: cell.regime,
        articles: given.articles(),
        stories_labelled: given.labelled_stories(),
        stories_predicted: given.predicted_stories(),
        b_cubed: given.b_cubed(),
        pairwise: given.pairwise(),
        f1: Spread::of(f1),
        draft_micros: per_article(run.drafting),
        place_micros: per_article(run.placing),
    }
}

/// Means over cells, in the order as given and over the orders.
pub fn means(cells: &[Figures]) -> Means {
    let mean = |value: &dyn Fn(&Figures) -> f64| {
        cells.iter().map(value).sum::<f64>() / cells.len().max(1) as f64
    };
    let orders = cells.iter().map(|cell| cell.f1.orders.len()).min();
    let per_order = (0..orders.unwrap_or(0)).map(|order| mean(&|cell| cell.f1.orders[order]));
    Means {
        cells: cells.len(),
        b_cubed: Agreement {
            precision: mean(&|cell| cell.b_cubed.precision),
            recall: mean(&|cell| cell.b_cubed.recall),
            f1: mean(&|cell| cell.b_cubed.f1),
        },
        f1: Spread::of(per_order.collect()),
    }
}

/// Writes what was grouped in the order as given.
pub fn write_predictions(folder: &Path, cell: &Cell<'_>, run: &Run) -> Result<(), String> {
    let mut text = String::new();
    for (article, story) in cell.articles.iter().zip(&run.orders[0]) {
        let line = serde_json::json!({"id": article.id(), "story": story.to_string()});
        writeln!(text, "{line}").map_err(|error| error.to_string())?;
    }
    let noisy = if cell.is_noisy { ".noisy" } else { "" };
    let regime = cell.regime.name().replace(' ', "-");
    let file = folder.join(format!("{}.{regime}{noisy}.jsonl", cell.set));
    let failed = |error| format!("{} cannot be written: {error}", file.display());
    fs::create_dir_all(folder).map_err(failed)?;
    fs::write(&file, text).map_err(failed)
}
