//! A story in a few sentences, each word for word from an article: those that carry what most
//! articles say, then what only the newest does; what a publisher says in short before its text.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    account::{Account, Casing, Place, Statement},
    known::is_name,
};
use crate::text::Unit;

/// Sentences at the most.
const MOST: usize = 7;
/// A sentence is chosen only where it adds this much.
const LEAST_GAIN: f32 = 1.0;
/// What a name or a figure weighs that one article alone has; and where that is the newest one.
const ALONE: f32 = 0.4;
const NEWEST: f32 = 0.6;
/// What the publisher itself says in short comes first.
const TAKEAWAY: f32 = 1.5;
/// Words of a sentence that can stand for itself.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=60;

/// A sentence of the brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BriefSentence {
    /// The article it is from, by its place.
    pub account: usize,
    /// Its place among the sentences of that article.
    pub statement: usize,
}

/// The sentences that tell a story, in the order of articles and sentences.
///
/// Chosen one after another, each for the names and figures it adds, weighed by how many articles
/// carry them: the greedy cover of weighted concepts of Takamura and Okumura (2009), which is within
/// 63 % of the best one.
pub fn brief(accounts: &[&Account], casing: &FxHashMap<u32, Casing>) -> Vec<BriefSentence> {
    let mut carriers: FxHashMap<String, FxHashSet<usize>> = FxHashMap::default();
    let mut candidates = Vec::new();
    for (place, account) in accounts.iter().enumerate() {
        for (at, statement) in account.statements.iter().enumerate() {
            let concepts = concepts(statement, casing);
            for concept in &concepts {
                carriers.entry(concept.clone()).or_default().insert(place);
            }
            if can_stand_alone(statement) {
                candidates.push((place, at, concepts));
            }
        }
    }
    // What several articles have is what happened; of what one alone has, the last one may have more.
    let newest = accounts.len().saturating_sub(1);
    let weight = |concept: &String| match carriers.get(concept) {
        Some(articles) if articles.len() > 1 => (articles.len() as f32).sqrt(),
        Some(articles) if accounts.len() > 1 && articles.contains(&newest) => NEWEST,
        _ if accounts.len() > 1 => ALONE,
        _ => 1.0,
    };
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    let mut told: FxHashSet<&String> = FxHashSet::default();
    while chosen.len() < MOST {
        let best = candidates
            .iter()
            .filter(|(place, at, _)| !chosen.contains(&(*place, *at)))
            .map(|(place, at, concepts)| {
                let gain: f32 = concepts
                    .iter()
                    .filter(|concept| !told.contains(concept))
                    .map(weight)
                    .sum();
                let length = accounts[*place].statements[*at].words.len() as f32;
                // What stands early tells what happened; long sentences tell more of everything.
                let early = 1.0 + 1.0 / (1.0 + *at as f32 / 3.0);
                let own = match accounts[*place].statements[*at].place {
                    Place::Standfirst => TAKEAWAY,
                    _ => 1.0,
                };
                (
                    gain * early * own / (length / 20.0).max(1.0).sqrt(),
                    *place,
                    *at,
                    concepts,
                )
            })
            .max_by(|one, other| {
                one.0
                    .total_cmp(&other.0)
                    .then((other.1, other.2).cmp(&(one.1, one.2)))
            });
        let Some((gain, place, at, concepts)) = best else {
            break;
        };
        if gain < LEAST_GAIN {
            break;
        }
        chosen.push((place, at));
        told.extend(concepts.iter());
    }
    // What happened stands first, then the rest as the articles have it.
    if let Some((_, rest)) = chosen.split_first_mut() {
        rest.sort_unstable();
    }
    chosen
        .into_iter()
        .map(|(account, statement)| BriefSentence { account, statement })
        .collect()
}

/// What a sentence is about: its names and figures.
fn concepts(statement: &Statement, casing: &FxHashMap<u32, Casing>) -> Vec<String> {
    let names = statement.names.iter();
    let names = names
        .filter(|name| is_name(name, casing))
        .map(|name| name.key.join(" "));
    let figures = statement.figures.iter();
    let figures = figures
        .filter(|figure| !matches!(figure.unit, Unit::Ordinal | Unit::Time { .. }))
        .map(|figure| format!("#{}", figure.normal().trim_start_matches(['>', '<', '~'])));
    let mut concepts: Vec<String> = names.chain(figures).collect();
    concepts.sort_unstable();
    concepts.dedup();
    concepts
}

/// A whole sentence that does not begin by pointing at another.
fn can_stand_alone(statement: &Statement) -> bool {
    const POINTS: [&str; 22] = [
        "he",
        "she",
        "it",
        "they",
        "this",
        "that",
        "these",
        "those",
        "but",
        "and",
        "however",
        "his",
        "her",
        "their",
        "its",
        "also",
        "instead",
        "then",
        "there",
        "meanwhile",
        "still",
        "so",
    ];
    let first = statement.text.split_whitespace().next().unwrap_or_default();
    let first = first
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    matches!(
        statement.place,
        Place::Text | Place::Standfirst | Place::Item
    ) && LENGTH.contains(&statement.words.len())
        && !POINTS.contains(&first.as_str())
        && statement
            .text
            .ends_with(['.', '!', '?', '”', '"', '。', '»'])
        && !statement.text.ends_with('?')
}
