//! What somebody knows who has seen some articles: their names under every form, their figures,
//! their words. Of each it is known whether one article alone has it, so that one of them can be
//! left out and what it says be held against the others.

use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

use super::account::{Account, Casing, NameSeen};
use super::same::{are_one_first_name, names_of_same};
use crate::text::{Bound, Figure, LanguageGuess, Unit, fold, hash_word, is_institution, words};

/// Words of a run that two texts share only if one has it from the other, or both from a third.
const RUN: usize = 5;
/// Words of a run of a quote.
const QUOTE_RUN: usize = 4;
/// Letters that an adjective and the place it is made of begin with.
const STEM: usize = 5;

/// Endings that make an adjective, or the people, of a place.
const DEMONYMS: &[&str] = &[
    "", "n", "an", "ian", "ean", "ish", "ese", "i", "er", "ic", "s", "ns", "ans", "ians", "is",
    "a", "e", "ia", "y", "en", "al", "ional",
];

/// What may stand behind the name of somebody or something without making it another one.
const BEHIND: &[&str] = &[
    "administration",
    "campaign",
    "city",
    "government",
    "group",
    "network",
    "news",
    "party",
    "strip",
    "university",
];

/// Letters of a word that is known again with one of them left out.
const SPELLED: usize = 6;

/// The articles that have something: one, by its number, or [`SEVERAL`].
type Carrier = u16;
const SEVERAL: Carrier = Carrier::MAX;

/// Whether something is there when an article is left out.
fn is_there(carrier: Carrier, without: Option<Carrier>) -> bool {
    Some(carrier) != without
}

/// Things with the articles that have them.
#[derive(Debug, Clone)]
struct Carried<T>(FxHashMap<T, Carrier>);

impl<T> Default for Carried<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T: Eq + Hash> Carried<T> {
    /// Notes that an article has something.
    fn insert(&mut self, thing: T, by: Carrier) {
        let carrier = self.0.entry(thing).or_insert(by);
        if *carrier != by {
            *carrier = SEVERAL;
        }
    }

    fn has<Q>(&self, thing: &Q, without: Option<Carrier>) -> bool
    where
        T: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let carrier = self.0.get(thing);
        carrier.is_some_and(|carrier| is_there(*carrier, without))
    }
}

/// The words of a name, and who has it.
type CarriedName = (Vec<String>, Carrier);

/// A figure, the words behind it, and who has it.
#[derive(Debug, Clone)]
struct CarriedFigure {
    figure: Figure,
    counted: Vec<u32>,
    by: Carrier,
}

/// Names by one of their words.
#[derive(Debug, Clone, Default)]
struct NamesByWord(FxHashMap<String, Vec<CarriedName>>);

impl NamesByWord {
    fn add(&mut self, word: Option<&String>, key: &[String], by: Carrier) {
        let Some(word) = word else { return };
        let names = match self.0.get_mut(word) {
            Some(names) => names,
            None => self.0.entry(word.clone()).or_default(),
        };
        match names.iter_mut().find(|(name, _)| name == key) {
            Some((_, carrier)) if *carrier != by => *carrier = SEVERAL,
            Some(_) => {}
            None => names.push((key.to_vec(), by)),
        }
    }

    fn with(&self, word: &str, without: Option<Carrier>) -> impl Iterator<Item = &Vec<String>> {
        let names = self.0.get(word).into_iter().flatten();
        names
            .filter(move |(_, carrier)| is_there(*carrier, without))
            .map(|(name, _)| name)
    }
}

/// What is known of a story.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Articles that were added.
    articles: Carrier,
    /// Names, by their words.
    names: Carried<String>,
    /// Keys of names by their last word.
    by_last: NamesByWord,
    /// And by their first word.
    by_first: NamesByWord,
    /// First letters of names of several words.
    initials: Carried<String>,
    /// All words that were seen, in any case.
    words: Carried<u32>,
    /// Words of headlines.
    titles: Carried<u32>,
    /// Words of names by their first letters.
    stems: FxHashMap<String, Vec<(String, Carrier)>>,
    /// Pairs of neighbouring words.
    pairs: Carried<(u32, u32)>,
    /// Figures.
    figures: Vec<CarriedFigure>,
    /// Runs of words.
    runs: Carried<u64>,
    quote_runs: Carried<u64>,
}

impl Known {
    /// What an article says is known from now on; the number it is left out by.
    pub fn add(&mut self, account: &Account, casing: &FxHashMap<u32, Casing>) -> u16 {
        let by = self.articles;
        self.articles = by.saturating_add(1).min(SEVERAL - 1);
        let mut folded = String::new();
        let title = super::account::hashes(&account.title, &mut folded);
        self.add_words(&title, by);
        for word in title {
            self.titles.insert(word, by);
        }
        for statement in &account.statements {
            self.add_words(&statement.words, by);
            for name in &statement.names {
                self.add_stems(&name.key, by);
                if is_name(name, casing) {
                    self.add_name(&name.key, by);
                }
            }
            let figures = statement.figures.iter();
            self.figures.extend(figures.map(|figure| CarriedFigure {
                counted: words_counted(&statement.text, figure),
                figure: figure.clone(),
                by,
            }));
        }
        by
    }

    /// All of it.
    pub fn all(&self) -> Seen<'_> {
        Seen {
            known: self,
            without: None,
        }
    }

    /// All of it but what one article alone says.
    pub fn without(&self, article: u16) -> Seen<'_> {
        Seen {
            known: self,
            without: Some(article),
        }
    }

    fn add_words(&mut self, hashes: &[u32], by: Carrier) {
        for hash in hashes {
            self.words.insert(*hash, by);
        }
        for pair in hashes.windows(2) {
            if let [one, other] = pair {
                self.pairs.insert((*one, *other), by);
            }
        }
        for run in runs(hashes, RUN) {
            self.runs.insert(run, by);
        }
        for run in runs(hashes, QUOTE_RUN) {
            self.quote_runs.insert(run, by);
        }
    }

    fn add_name(&mut self, key: &[String], by: Carrier) {
        if key.len() > 1 {
            self.initials.insert(initials(key), by);
        }
        self.names.insert(key.join(" "), by);
        self.by_last.add(key.last(), key, by);
        self.by_first.add(key.first(), key, by);
    }

    fn add_stems(&mut self, key: &[String], by: Carrier) {
        for word in key {
            let Some(stem) = stem_of(word) else { continue };
            let words = self.stems.entry(stem).or_default();
            match words.iter_mut().find(|(known, _)| known == word) {
                Some((_, carrier)) if *carrier != by => *carrier = SEVERAL,
                Some(_) => {}
                None => words.push((word.clone(), by)),
            }
        }
    }
}

/// What is known, with or without what one article alone says.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    known: &'a Known,
    without: Option<Carrier>,
}

impl<'a> Seen<'a> {
    /// Names that were seen, by their last word.
    fn by_last(&self, last: &str) -> impl Iterator<Item = &'a Vec<String>> {
        self.known.by_last.with(last, self.without)
    }

    /// And by their first.
    fn by_first(&self, first: &str) -> impl Iterator<Item = &'a Vec<String>> {
        self.known.by_first.with(first, self.without)
    }

    /// Whether a name was seen, under this form or another.
    pub fn has_name(&self, key: &[String]) -> bool {
        let joined = key.join(" ");
        if self.has_joined(&joined) || self.has_same(&joined) {
            return true;
        }
        match key {
            [] => true,
            [word] => self.has_word(word) || self.known.initials.has(word, self.without),
            [first, .., last] => {
                let is_pair = |pair: &[String]| match pair {
                    [one, other] => {
                        let pair = (hash_word(one), hash_word(other));
                        self.known.pairs.has(&pair, self.without)
                    }
                    _ => false,
                };
                key.windows(2).all(is_pair)
                    || self.initials_known(key)
                    || self.is_alias(first, last)
                    || (1..key.len() - 1).any(|at| self.has_whole(&key[at..]))
                    || self.has_all_in_one(key)
                    || key
                        .iter()
                        .all(|word| self.has_joined(word) || self.has_same(word))
                    || self.has_with_more_behind(key)
                    || self.is_misspelled(key)
            }
        }
    }

    /// A name of several words, as it is.
    fn has_whole(&self, key: &[String]) -> bool {
        self.has_joined(&key.join(" "))
    }

    fn has_joined(&self, name: &str) -> bool {
        self.known.names.has(name, self.without)
    }

    fn has_same(&self, joined: &str) -> bool {
        let mut names = names_of_same(joined).iter();
        names.any(|name| self.has_joined(name))
    }

    /// "Georgetown" was seen, and this is "Georgetown University".
    fn has_with_more_behind(&self, key: &[String]) -> bool {
        match key {
            [name @ .., last] if BEHIND.contains(&last.as_str()) => {
                let joined = name.join(" ");
                self.has_joined(&joined) || self.has_same(&joined)
            }
            _ => false,
        }
    }

    /// "Tom Barrack" was seen, and this is "Tom Barrak".
    fn is_misspelled(&self, key: &[String]) -> bool {
        let ends = [key.first(), key.last()].into_iter().flatten();
        let mut others = ends.flat_map(|word| self.by_first(word).chain(self.by_last(word)));
        others.any(|other| {
            let pairs = || other.iter().zip(key);
            other.len() == key.len()
                && pairs().filter(|(one, own)| one != own).count() == 1
                && pairs().all(|(one, own)| one == own || is_misspelling_of(one, own))
        })
    }

    /// A word of a name: as it is, or as the adjective of a place or the place of an adjective.
    fn has_word(&self, word: &str) -> bool {
        let is_written = |word: &str| self.known.words.has(&hash_word(word), self.without);
        if is_written(word) || is_written(&format!("{word}s")) {
            return true;
        }
        let Some(stem) = stem_of(word) else {
            return false;
        };
        let others = self.known.stems.get(&stem).into_iter().flatten();
        let mut others = others.filter(|(_, carrier)| is_there(*carrier, self.without));
        others.any(|(other, _)| are_related(word, other))
    }

    /// "Quill" was seen, and this is "Ada Quill"; or it was "A. Quill".
    fn is_alias(&self, first: &str, last: &str) -> bool {
        // Where a first name was seen, the last one alone is that person's.
        let mut given = self
            .by_last(last)
            .filter(|other| other.len() > 1)
            .peekable();
        if is_institution(last) {
            return false;
        }
        if given.peek().is_none() {
            let in_title = last.chars().count() >= STEM
                && self.known.titles.has(&hash_word(last), self.without);
            return in_title || self.by_last(last).next().is_some();
        }
        given.any(|other| {
            let is_short = |name: &str| name.chars().count() == 1;
            let other = other.first().map_or("", String::as_str);
            if are_one_first_name(first, other) {
                return true;
            }
            (is_short(other) || is_short(first)) && other.chars().next() == first.chars().next()
        })
    }

    /// The capitals of this name were seen as a name.
    fn initials_known(&self, key: &[String]) -> bool {
        let initials = initials(key);
        initials.chars().count() > 2 && self.has_joined(&initials)
    }

    /// One name that was seen has all its words.
    fn has_all_in_one(&self, key: &[String]) -> bool {
        let mut others = key.iter().flat_map(|word| self.by_last(word));
        others.any(|other| key.iter().all(|word| other.contains(word)))
    }

    /// Whether a figure of a sentence was seen. A small number is the same where it counts the same.
    pub fn has_figure(&self, figure: &Figure, sentence: &str) -> bool {
        if self.has_year(figure) {
            return true;
        }
        let small = is_small(figure).then(|| words_counted(sentence, figure));
        let mut others = self.known.figures.iter();
        others.any(|other| {
            let counts_same = small.as_ref().is_none_or(|own| {
                own.is_empty() || own.iter().any(|word| other.counted.contains(word))
            });
            is_there(other.by, self.without) && figure.is_told_by(&other.figure) && counts_same
        })
    }

    /// A year, which may have stood in a name or in a headline.
    fn has_year(&self, figure: &Figure) -> bool {
        match figure.unit {
            Unit::Date {
                year: Some(year),
                month: None,
                day: None,
                ..
            } if figure.bound == Bound::Exact => {
                let word = hash_word(&year.to_string());
                self.known.words.has(&word, self.without)
            }
            _ => false,
        }
    }

    /// Whether most of a quote was seen, however it was cut.
    pub fn has_quote(&self, hashes: &[u32]) -> bool {
        let is_seen = |run: u64| self.known.quote_runs.has(&run, self.without);
        share_where(hashes, QUOTE_RUN, is_seen) >= 0.6
    }

    /// How much of a sentence stands in one of the articles word for word, 0 to 1.
    pub fn repeated(&self, hashes: &[u32]) -> f32 {
        share_where(hashes, RUN, |run| self.known.runs.has(&run, self.without))
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

/// Bare numbers up to here count what is at hand.
const SMALL: f64 = 12.0;

/// Whether a figure is a small number of something.
pub(super) fn is_small(figure: &Figure) -> bool {
    figure.unit == Unit::None && figure.high <= SMALL
}

fn words_counted(sentence: &str, figure: &Figure) -> Vec<u32> {
    let counted = is_small(figure).then(|| counted(sentence, figure));
    counted.flatten().map_or(Vec::new(), |(words, _)| words)
}

/// What a number counts: the words behind it that mean something, without the ending of the plural,
/// and where the first that is a plural ends, or else the first, in the sentence.
pub(super) fn counted(sentence: &str, figure: &Figure) -> Option<(Vec<u32>, usize)> {
    /// "three data center campuses".
    const MOST: usize = 3;
    let behind = sentence.get(figure.range.end..)?;
    let mut folded = String::new();
    let (mut counted, mut end) = (Vec::new(), 0);
    let (mut first, mut plural) = (None, None);
    for word in words(behind).take(MOST) {
        let gap = behind.get(end..word.start).unwrap_or_default();
        fold(word.text, &mut folded);
        let is_empty = LanguageGuess::lists_with(hash_word(&folded)) & 1 != 0;
        if !(gap.trim().is_empty() || gap == "-") || is_empty {
            break;
        }
        counted.push(hash_word(folded.strip_suffix('s').unwrap_or(&folded)));
        end = word.start + word.text.len();
        first = first.or(Some(end));
        if folded.ends_with('s') {
            plural = plural.or(Some(end));
        }
    }
    let end = figure.range.end + plural.or(first)?;
    Some((counted, end))
}

/// Whether two long words are one but for a letter.
fn is_misspelling_of(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    if short.len() < SPELLED || long.len() > short.len() + 1 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    if short.len() == long.len() {
        return short[same + 1..] == long[same + 1..];
    }
    short[same..] == long[same + 1..]
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
    share_where(hashes, length, |run| among.contains(&run))
}

/// The share of runs of which something is true.
fn share_where(hashes: &[u32], length: usize, is_among: impl Fn(u64) -> bool) -> f32 {
    let (mut all, mut found) = (0_u32, 0_u32);
    for run in runs(hashes, length) {
        all += 1;
        found += u32::from(is_among(run));
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
