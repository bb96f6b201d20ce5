//! Sentences that were rewritten: which of the new ones stands for which of the old ones, and the
//! words that differ between them.

use std::ops::Range;
use std::time::Instant;

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::changed::{Hunk, Run};
use super::tokens::{Token, tokens};
use crate::text::{count_words, says_the_same};

/// Sentences that share less of their words are others.
const ALIKE: f32 = 0.4;
/// Sentences that share so much were cut or joined another way.
const RECUT: f32 = 0.8;
/// More comparisons of words than these are not made to find which sentence became which.
const MOST_WORK: usize = 20_000_000;
/// So few words that stayed between two changes belong to them.
const BETWEEN: usize = 2;
/// Words before a change, and behind it, that say where it is.
const CONTEXT: (usize, usize) = (12, 8);

/// A text and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub old: String,
    pub new: String,
}

/// The words that differ.
#[derive(Debug, Clone)]
pub(super) struct Rewritten<'a> {
    pair: &'a Pair,
    old: Vec<Token>,
    new: Vec<Token>,
    steps: Vec<Step>,
    /// Where words differ, as ranges of steps.
    pub places: Vec<Range<usize>>,
    /// Words that came.
    pub added: u32,
    /// Words that went.
    pub removed: u32,
    /// What differs and says nothing.
    pub ignored: Vec<String>,
}

/// Words that stayed, or that stand for others.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// Which sentences became which, from left to right; those in no pair went or came.
pub(super) fn pair_up(old: &[String], new: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let bags = |texts: &[String]| -> Vec<Vec<u64>> {
        let bag = |text: &String| {
            let mut keys: Vec<u64> = tokens(text).into_iter().map(|token| token.key).collect();
            keys.sort_unstable();
            keys
        };
        texts.iter().map(bag).collect()
    };
    let (old, new) = (bags(old), bags(new));
    let together = |bags: &[Vec<u64>]| -> Vec<u64> {
        let mut all: Vec<u64> = bags.iter().flatten().copied().collect();
        all.sort_unstable();
        all
    };
    if old.len() != new.len() && alike(&together(&old), &together(&new)) >= RECUT {
        return vec![(0..old.len(), 0..new.len())];
    }
    let words = |bags: &[Vec<u64>]| bags.iter().map(Vec::len).sum::<usize>();
    let work = words(&old).saturating_mul(new.len()) + words(&new).saturating_mul(old.len());
    if work > MOST_WORK {
        return Vec::new();
    }
    best_pairs(&old, &new)
}

/// The pairs without crossings that share the most.
fn best_pairs(old: &[Vec<u64>], new: &[Vec<u64>]) -> Vec<(Range<usize>, Range<usize>)> {
    let columns = new.len() + 1;
    let mut scores = vec![0.0_f32; (old.len() + 1) * columns];
    let mut alikes = vec![0.0_f32; old.len() * new.len()];
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let alike = alike(one, other);
            alikes[i * new.len() + j] = alike;
            let skipped = scores[(i + 1) * columns + j].max(scores[i * columns + j + 1]);
            let paired = if alike >= ALIKE {
                scores[(i + 1) * columns + j + 1] + alike
            } else {
                0.0
            };
            scores[i * columns + j] = skipped.max(paired);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        let here = scores[i * columns + j];
        let alike = alikes[i * new.len() + j];
        if alike >= ALIKE && here == scores[(i + 1) * columns + j + 1] + alike {
            pairs.push((i..i + 1, j..j + 1));
            (i, j) = (i + 1, j + 1);
        } else if here == scores[(i + 1) * columns + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The share of the words of two sentences that both have, 0 to 1; both are sorted.
fn alike(one: &[u64], other: &[u64]) -> f32 {
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    let all = one.len() + other.len();
    if all == 0 {
        return 0.0;
    }
    (2 * shared) as f32 / all as f32
}

/// Finds the words that differ.
pub(super) fn rewritten(pair: &Pair, deadline: Option<Instant>) -> Rewritten<'_> {
    let (old, new) = (tokens(&pair.old), tokens(&pair.new));
    let keys = |tokens: &[Token]| -> Vec<u64> { tokens.iter().map(|token| token.key).collect() };
    let found = capture_diff_slices_deadline(Algorithm::Myers, &keys(&old), &keys(&new), deadline);
    let mut steps: Vec<Step> = Vec::new();
    for step in found {
        let (tag, was, is) = step.as_tag_tuple();
        let same = tag == DiffTag::Equal;
        match steps.last_mut() {
            Some(last) if last.same == same => {
                last.old.end = was.end;
                last.new.end = is.end;
            }
            _ => steps.push(Step {
                same,
                old: was,
                new: is,
            }),
        }
    }
    let mut rewritten = Rewritten {
        old,
        new,
        steps,
        pair,
        places: Vec::new(),
        added: 0,
        removed: 0,
        ignored: Vec::new(),
    };
    rewritten.find_places();
    rewritten
}

impl Rewritten<'_> {
    /// Puts changes together that only a word or two part.
    fn find_places(&mut self) {
        let mut places: Vec<Range<usize>> = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            if step.same {
                continue;
            }
            if self.is_noise(step) {
                self.ignored
                    .push(self.slice(false, step.new.clone()).to_owned());
                continue;
            }
            match places.last_mut() {
                Some(last) if self.are_near(last.end, at) => last.end = at + 1,
                _ => places.push(at..at + 1),
            }
        }
        self.ignored.retain(|text| !text.is_empty());
        let steps = places.iter().flat_map(|place| &self.steps[place.clone()]);
        for step in steps.filter(|step| !step.same) {
            self.removed += count_words(self.slice(true, step.old.clone()));
            self.added += count_words(self.slice(false, step.new.clone()));
        }
        self.places = places;
    }

    fn are_near(&self, end: usize, next: usize) -> bool {
        let between = &self.steps[end..next];
        let words: u32 = between
            .iter()
            .map(|step| count_words(self.slice(false, step.new.clone())))
            .sum();
        between.iter().all(|step| step.same) && words as usize <= BETWEEN
    }

    /// Whether it is the number of "3 hours ago" alone that differs.
    fn is_noise(&self, step: &Step) -> bool {
        /// Words around a number that say what it counts.
        const AROUND: usize = 2;
        if step.old.len() > AROUND || step.new.len() > AROUND {
            return false;
        }
        let around = |tokens: &[Token], range: &Range<usize>| {
            range.start.saturating_sub(AROUND)..(range.end + AROUND).min(tokens.len())
        };
        let old = self.slice(true, around(&self.old, &step.old));
        let new = self.slice(false, around(&self.new, &step.new));
        says_the_same(old, new)
    }

    /// Words of the old or the new text.
    fn slice(&self, old: bool, range: Range<usize>) -> &str {
        let (text, tokens) = if old {
            (&self.pair.old, &self.old)
        } else {
            (&self.pair.new, &self.new)
        };
        match (
            tokens.get(range.start),
            range.end.checked_sub(1).and_then(|at| tokens.get(at)),
        ) {
            (Some(first), Some(last)) if !range.is_empty() => {
                &text[first.range.start..last.range.end]
            }
            _ => "",
        }
    }

    /// All words that came, place by place.
    pub fn all(&self) -> Vec<String> {
        let places = self.places.iter().map(|place| self.words(false, place));
        let all = places.map(|runs| Run::text(&runs));
        let all = self.ignored.iter().cloned().chain(all);
        all.filter(|text| !text.is_empty()).collect()
    }

    /// Both texts whole, with what differs marked.
    pub fn whole(&self) -> (Vec<Run>, Vec<Run>) {
        let all = 0..self.steps.len();
        (self.words(true, &all), self.words(false, &all))
    }

    /// The places as they are shown, each with its byte in the new text.
    pub fn hunks(&self) -> Vec<(Hunk, usize)> {
        let mut hunks = Vec::with_capacity(self.places.len());
        let mut end = 0;
        for (at, place) in self.places.iter().enumerate() {
            let start = self.steps[place.start].new.start;
            let last = self.steps[place.end - 1].new.end;
            let next = self.places.get(at + 1);
            let next = next.map(|next| self.steps[next.start].new.start);
            let token = self.new.get(start).or(self.new.last());
            let before = self.before(end..start);
            // Words behind a change stand before the next one; the first of a sentence has no others
            // that say where it is.
            let behind = match next {
                Some(_) if !before.is_empty() => last..last,
                next => last..next.unwrap_or(self.new.len()).min(last + CONTEXT.1),
            };
            end = behind.end;
            let hunk = Hunk {
                before,
                removed: self.words(true, place),
                added: self.words(false, place),
                after: self.after(behind, next.unwrap_or(self.new.len())),
                sentence: None,
            };
            let start = token.map_or(self.pair.new.len(), |token| token.range.start);
            hunks.push((hunk, start));
        }
        hunks
    }

    fn before(&self, range: Range<usize>) -> String {
        let first = range.end.saturating_sub(CONTEXT.0).max(range.start);
        let text = self.slice(false, first..range.end);
        let cut = if first > 0 && !text.is_empty() {
            "… "
        } else {
            ""
        };
        format!("{cut}{text}")
    }

    fn after(&self, range: Range<usize>, next: usize) -> String {
        let text = self.slice(false, range.clone());
        let cut = if range.end < next && !text.is_empty() {
            " …"
        } else {
            ""
        };
        format!("{text}{cut}")
    }

    /// The words of a place.
    fn words(&self, old: bool, place: &Range<usize>) -> Vec<Run> {
        let (text, tokens) = if old {
            (&self.pair.old, &self.old)
        } else {
            (&self.pair.new, &self.new)
        };
        let range = |step: &Step| {
            if old {
                step.old.clone()
            } else {
                step.new.clone()
            }
        };
        let steps = self.steps[place.clone()].iter();
        let steps: Vec<_> = steps.filter(|step| !range(step).is_empty()).collect();
        let mut runs = Vec::with_capacity(steps.len());
        for (at, step) in steps.iter().enumerate() {
            let tokens_of = range(step);
            let start = tokens[tokens_of.start].range.start;
            // The blank behind a run belongs to it.
            let end = match steps.get(at + 1) {
                Some(next) => tokens[range(next).start].range.start,
                None => tokens[tokens_of.end - 1].range.end,
            };
            runs.push(Run {
                text: text[start..end].to_owned(),
                differs: !step.same,
            });
        }
        runs
    }
}
