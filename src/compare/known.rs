//! What somebody knows who has seen some articles: their names under every form, their figures,
//! their words.

use rustc_hash::{FxHashMap, FxHashSet};

use super::account::{Account, Casing, NameSeen};
use crate::text::{Figure, fold, hash_word, words};

/// Words of a run that two texts share only if one has it from the other, or both from a third.
const RUN: usize = 5;
/// Words of a run of a quote.
const QUOTE_RUN: usize = 4;
/// Letters that an adjective and the place it is made of begin with.
const STEM: usize = 5;

/// Endings that make an adjective, or the people, of a place.
const DEMONYMS: &[&str] = &[
    "", "n", "an", "ian", "ean", "ish", "ese", "i", "er", "ic", "s", "ns", "ans", "ians", "is",
    "a", "e", "ia", "y", "en",
];

/// Names of one thing that have no letter in common.
pub(super) const SAME: &[&[&str]] = &[
    &[
        "us",
        "usa",
        "united state",
        "united state america",
        "america",
        "american",
    ],
    &[
        "uk",
        "united kingdom",
        "britain",
        "great britain",
        "british",
    ],
    &["eu", "european union"],
    &["un", "united nation"],
    &["fed", "federal reserve"],
    &["nato", "north atlantic treaty organization"],
];

/// What is known of a story.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Names, by their words.
    names: FxHashSet<String>,
    /// Keys of names by their last word.
    by_last: FxHashMap<String, Vec<Vec<String>>>,
    /// First letters of names of several words.
    initials: FxHashSet<String>,
    /// All words that were seen, in any case.
    words: FxHashSet<u32>,
    /// Words of names by their first letters.
    stems: FxHashMap<String, Vec<String>>,
    /// Pairs of neighbouring words.
    pairs: FxHashSet<(u32, u32)>,
    /// Figures.
    figures: Vec<Figure>,
    /// Runs of words.
    runs: FxHashSet<u64>,
    quote_runs: FxHashSet<u64>,
}

impl Known {
    /// What an article says is known from now on.
    pub fn add(&mut self, account: &Account, casing: &FxHashMap<u32, Casing>) {
        let mut folded = String::new();
        let title = super::account::hashes(&account.title, &mut folded);
        self.add_words(&title);
        for statement in &account.statements {
            self.add_words(&statement.words);
            for name in &statement.names {
                self.add_stems(&name.key);
                if is_name(name, casing) {
                    self.add_name(&name.key);
                }
            }
            self.figures.extend(statement.figures.iter().cloned());
        }
    }

    fn add_words(&mut self, hashes: &[u32]) {
        self.words.extend(hashes.iter().copied());
        self.pairs
            .extend(hashes.windows(2).filter_map(|pair| match pair {
                [one, other] => Some((*one, *other)),
                _ => None,
            }));
        self.runs.extend(runs(hashes, RUN));
        self.quote_runs.extend(runs(hashes, QUOTE_RUN));
    }

    fn add_name(&mut self, key: &[String]) {
        if !self.names.insert(key.join(" ")) {
            return;
        }
        if let Some(last) = key.last() {
            self.by_last
                .entry(last.clone())
                .or_default()
                .push(key.to_vec());
        }
        if key.len() > 1 {
            self.initials.insert(initials(key));
        }
    }

    fn add_stems(&mut self, key: &[String]) {
        for word in key {
            if let Some(stem) = stem_of(word) {
                let words = self.stems.entry(stem).or_default();
                if !words.contains(word) {
                    words.push(word.clone());
                }
            }
        }
    }

    /// Whether a name was seen, under this form or another.
    pub fn has_name(&self, key: &[String]) -> bool {
        let joined = key.join(" ");
        if self.names.contains(&joined) || self.has_same(&joined) {
            return true;
        }
        match key {
            [] => true,
            [word] => self.has_word(word) || self.initials.contains(word),
            [first, .., last] => {
                let is_pair = |pair: &[String]| match pair {
                    [one, other] => self.pairs.contains(&(hash_word(one), hash_word(other))),
                    _ => false,
                };
                key.windows(2).all(is_pair)
                    || self.initials_known(key)
                    || self.is_alias(first, last)
                    || (1..key.len() - 1).any(|at| self.has_whole(&key[at..]))
                    || self.has_all_in_one(key)
            }
        }
    }

    /// A name of several words, as it is.
    fn has_whole(&self, key: &[String]) -> bool {
        self.names.contains(&key.join(" "))
    }

    fn has_same(&self, joined: &str) -> bool {
        let family = SAME.iter().find(|family| family.contains(&joined));
        family.is_some_and(|family| family.iter().any(|name| self.names.contains(*name)))
    }

    /// A word of a name: as it is, or as the adjective of a place or the place of an adjective.
    fn has_word(&self, word: &str) -> bool {
        if self.words.contains(&hash_word(word))
            || self.words.contains(&hash_word(&format!("{word}s")))
        {
            return true;
        }
        let Some(stem) = stem_of(word) else {
            return false;
        };
        let others = self.stems.get(&stem).into_iter().flatten();
        others.into_iter().any(|other| are_related(word, other))
    }

    /// "Quill" was seen, and this is "Ada Quill"; or it was "A. Quill".
    fn is_alias(&self, first: &str, last: &str) -> bool {
        let others = self.by_last.get(last).map_or(&[][..], Vec::as_slice);
        // Where a first name was seen, the last one alone is that person's.
        let mut given = others.iter().filter(|other| other.len() > 1).peekable();
        if given.peek().is_none() {
            return !others.is_empty();
        }
        given.any(|other| {
            let is_short = |name: &str| name.chars().count() == 1;
            let other = other.first().map_or("", String::as_str);
            (is_short(other) || is_short(first)) && other.chars().next() == first.chars().next()
        })
    }

    /// The capitals of this name were seen as a name.
    fn initials_known(&self, key: &[String]) -> bool {
        let initials = initials(key);
        initials.chars().count() > 2 && self.names.contains(&initials)
    }

    /// One name that was seen has all its words.
    fn has_all_in_one(&self, key: &[String]) -> bool {
        let others = key.iter().filter_map(|word| self.by_last.get(word));
        others
            .flatten()
            .any(|other| key.iter().all(|word| other.contains(word)))
    }

    /// Whether a figure was seen.
    pub fn has_figure(&self, figure: &Figure) -> bool {
        self.figures.iter().any(|other| figure.agrees_with(other))
    }

    /// Whether most of a quote was seen, however it was cut.
    pub fn has_quote(&self, hashes: &[u32]) -> bool {
        share(hashes, QUOTE_RUN, &self.quote_runs) >= 0.6
    }

    /// How much of a sentence stands in one of the articles word for word, 0 to 1.
    pub fn repeated(&self, hashes: &[u32]) -> f32 {
        share(hashes, RUN, &self.runs)
    }
}

/// Whether what may be a name is one, by how its first word is written elsewhere.
pub(super) fn is_name(name: &NameSeen, casing: &FxHashMap<u32, Casing>) -> bool {
    if !name.initial {
        return true;
    }
    let word = name.key.first().map(|word| hash_word(word));
    let casing = word.and_then(|word| casing.get(&word)).copied();
    casing.is_some_and(|casing| casing.capital > 0 && casing.capital >= casing.small)
}

fn initials(key: &[String]) -> String {
    key.iter().filter_map(|word| word.chars().next()).collect()
}

fn stem_of(word: &str) -> Option<String> {
    let stem: String = word.chars().take(STEM).collect();
    (stem.chars().count() == STEM).then_some(stem)
}

pub(super) fn are_related(one: &str, other: &str) -> bool {
    let common = one
        .char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b)
        .map_or(one.len().min(other.len()), |((at, _), _)| at);
    let (Some(rest), Some(others)) = (one.get(common..), other.get(common..)) else {
        return false;
    };
    DEMONYMS.contains(&rest) && DEMONYMS.contains(&others)
}

/// Hashes of the runs of so many words.
pub(super) fn runs(hashes: &[u32], length: usize) -> impl Iterator<Item = u64> + '_ {
    hashes.windows(length).map(|run| {
        run.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, word| {
            (sum ^ u64::from(*word))
                .wrapping_mul(0x0100_0000_01b3)
                .rotate_left(17)
        })
    })
}

/// The share of runs that are among others.
pub(super) fn share(hashes: &[u32], length: usize, among: &FxHashSet<u64>) -> f32 {
    let (mut all, mut found) = (0_u32, 0_u32);
    for run in runs(hashes, length) {
        all += 1;
        found += u32::from(among.contains(&run));
    }
    if all == 0 {
        0.0
    } else {
        found as f32 / all as f32
    }
}

/// The words of a name as they are written, for those that ask.
pub(super) fn spelled(name: &str) -> String {
    let mut folded = String::new();
    let spelled = words(name).map(|word| {
        fold(word.text, &mut folded);
        folded.clone()
    });
    spelled.collect::<Vec<_>>().join(" ")
}
