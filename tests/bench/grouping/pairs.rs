//! Pairs of articles of which is known whether they tell of one event. They are grouped twice:
//! each pair on its own, and all articles as one stream, which teaches how common words are.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use newsfold::internals::{Line, StoryId, drafts, group_stream_with};
use serde::Serialize;

use crate::corpus::{Corpus, Pair, id};

/// How many pairs stand in one story.
#[derive(Debug, Default, Serialize)]
pub struct Joined {
    pub pairs: usize,
    pub joined: usize,
}

/// Pairs in one story, by what is known of them.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    pub same: Joined,
    pub different: Joined,
    /// Of these, pairs that share the formula of a recurring report.
    pub same_boilerplate: Joined,
    pub different_boilerplate: Joined,
}

/// What is told of a set of pairs.
#[derive(Debug, Default, Serialize)]
pub struct PairFigures {
    pub set: String,
    pub articles: usize,
    /// Each pair a stream of two articles.
    pub alone: Counts,
    /// All articles one stream in the order of time.
    pub stream: Counts,
}

/// The figures of all sets of pairs.
pub fn all(corpus: &Corpus, changes: &[(String, f32)]) -> Result<Vec<PairFigures>, String> {
    let sets = corpus.pairs.iter();
    sets.map(|(name, pairs)| figures(name, pairs, changes))
        .collect()
}

fn figures(name: &str, pairs: &[Pair], changes: &[(String, f32)]) -> Result<PairFigures, String> {
    let mut figures = PairFigures {
        set: name.to_owned(),
        ..PairFigures::default()
    };
    for pair in pairs {
        let stories = group(vec![&pair.a, &pair.b], changes)?;
        figures.alone.count(pair, &stories);
    }
    let mut met = HashSet::new();
    let articles = pairs.iter().flat_map(|pair| [&pair.a, &pair.b]);
    let articles: Vec<&Line> = articles.filter(|line| met.insert(id(line))).collect();
    figures.articles = articles.len();
    let stories = group(articles, changes)?;
    for pair in pairs {
        figures.stream.count(pair, &stories);
    }
    Ok(figures)
}

/// The story of each article by its id.
fn group(
    mut lines: Vec<&Line>,
    changes: &[(String, f32)],
) -> Result<HashMap<String, StoryId>, String> {
    lines.sort_by_key(|line| line.published());
    let placements = group_stream_with(changes, drafts(lines.iter().copied()))?;
    let placed = lines.iter().zip(&placements);
    Ok(placed
        .map(|(line, placement)| (id(line), placement.story))
        .collect())
}

impl Counts {
    fn count(&mut self, pair: &Pair, stories: &HashMap<String, StoryId>) {
        let joined = stories.get(&id(&pair.a)) == stories.get(&id(&pair.b));
        let (all, boilerplate) = if pair.same {
            (&mut self.same, &mut self.same_boilerplate)
        } else {
            (&mut self.different, &mut self.different_boilerplate)
        };
        all.count(joined);
        if pair.boilerplate {
            boilerplate.count(joined);
        }
    }
}

impl Joined {
    fn count(&mut self, joined: bool) {
        self.pairs += 1;
        self.joined += usize::from(joined);
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} same joined, {} different joined; with boilerplate {} and {}",
            self.same, self.different, self.same_boilerplate, self.different_boilerplate
        )
    }
}

impl fmt::Display for Joined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.joined, self.pairs)
    }
}
