//! What changed between two texts of an article: the words that went, the words that came, and the
//! sentences around them. What changes by itself (counters, "2 hours ago") and what stands around a
//! text (buttons, lists of other articles) is no change; it is listed apart.
//!
//! Sentences are matched first, then the words of those that were rewritten. Both come from others'
//! pages, so the time this takes is bounded by a deadline; after it the rest counts as rewritten.

use std::ops::Range;
use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::account::language_of;
use super::rewritten::{Pair, pair_up, rewritten};
use super::tokens::{holds, key_of, tokens};
use crate::model::Document;
use crate::text::{Figure, Language, count_words, figures, lasting, says_the_same, sentences};

/// Lines around a text that are looked at.
const ASIDE: usize = 200;
/// Shorter sentences may stand in two places by chance: they do not move.
const MOVES: usize = 4;
/// Words of the sentence before one that was added.
const TAIL: usize = 8;

/// A text of an article, to be compared with another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    title: String,
    sentences: Vec<Sentence>,
    /// Lines that were sent with it and are not shown.
    aside: Vec<String>,
    language: Language,
}

#[derive(Debug, Clone, PartialEq)]
struct Sentence {
    text: String,
    /// What makes it the same sentence.
    key: u64,
    /// It begins a paragraph.
    begins: bool,
}

/// What changed between two texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// The headline, where it was changed.
    pub title: Option<Hunk>,
    /// What was changed in the text, in the order of the new one.
    pub hunks: Vec<Hunk>,
    /// Words that came, the headline left aside.
    pub added: u32,
    /// Words that went.
    pub removed: u32,
    /// Whole sentences that came and that went, and those that were rewritten.
    pub sentences: Sentences,
    /// Figures that another one took the place of, before and after.
    pub figures: Vec<(String, String)>,
    /// What changed and says nothing.
    pub ignored: Vec<String>,
}

/// Numbers of sentences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sentences {
    /// That came.
    pub added: u32,
    /// That went.
    pub removed: u32,
    /// That were rewritten.
    pub rewritten: u32,
    /// That stand in another place.
    pub moved: u32,
}

/// A place where a text was changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hunk {
    /// Words before it that stayed, as far as they are needed.
    pub before: String,
    /// What stood there.
    pub removed: Vec<Run>,
    /// What stands there now.
    pub added: Vec<Run>,
    /// Words behind it that stayed.
    pub after: String,
    /// The sentence of the new text that it is in, or that stands before it; `None` in a text
    /// without sentences, and for the headline.
    pub sentence: Option<String>,
}

/// Words as they stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// The other text does not have them here.
    pub differs: bool,
}

impl Run {
    /// All the words of some runs.
    pub fn text(runs: &[Self]) -> String {
        let words: String = runs.iter().map(|run| run.text.as_str()).collect();
        words.trim().to_owned()
    }

    pub(super) fn whole(text: &str) -> Vec<Self> {
        vec![Self {
            text: text.to_owned(),
            differs: true,
        }]
    }
}

impl Wording {
    /// Reads a text as it is shown; `sent` is all that came with it, `lang` the language that its
    /// feed gives.
    pub fn new(
        title: &str,
        document: &Document,
        sent: Option<&Document>,
        lang: Option<&str>,
    ) -> Self {
        let mut wording = Self {
            title: title.to_owned(),
            sentences: Vec::new(),
            aside: Vec::new(),
            language: language_of(document, lang),
        };
        for block in &document.blocks {
            let text = block.text();
            for (at, sentence) in sentences(&text).enumerate() {
                let lasting = lasting(sentence.text);
                if lasting.trim().is_empty() {
                    wording.aside.push(sentence.text.to_owned());
                    continue;
                }
                wording.sentences.push(Sentence {
                    key: key_of(&lasting),
                    text: sentence.text.to_owned(),
                    begins: at == 0,
                });
            }
        }
        if let Some(sent) = sent {
            wording.aside.extend(aside(sent, document));
        }
        wording
    }
}

/// The lines of a text as it was sent that are not shown.
fn aside(sent: &Document, shown: &Document) -> Vec<String> {
    let texts: Vec<_> = shown.blocks.iter().map(|block| block.text()).collect();
    let lines: FxHashSet<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    let mut found = Vec::new();
    for block in &sent.blocks {
        let text = block.text();
        let others = text.lines().map(str::trim);
        let others = others.filter(|line| !line.is_empty() && !lines.contains(line));
        found.extend(others.map(str::to_owned));
    }
    found.truncate(ASIDE);
    // What is cut another way is shown all the same.
    found.retain(|line| !texts.iter().any(|text| holds(text, line)));
    found
}

impl Change {
    /// What changed between two texts; what is not done by the deadline counts as rewritten.
    pub fn new(old: &Wording, new: &Wording, deadline: Option<Instant>) -> Self {
        let mut change = Self {
            title: title(&old.title, &new.title, deadline),
            ..Self::default()
        };
        Comparing {
            old,
            new,
            deadline,
            change: &mut change,
        }
        .run();
        change
    }

    /// Nothing of it says anything.
    pub fn is_noise(&self) -> bool {
        self.title.is_none() && self.hunks.is_empty() && self.sentences.moved == 0
    }

    /// "2 sentences added, 1 figure changed".
    pub fn summary(&self) -> String {
        let count = |number: u32, noun: &str, verb: &str| {
            let plural = if number == 1 { "" } else { "s" };
            (number > 0).then(|| format!("{number} {noun}{plural} {verb}"))
        };
        let title = self.title.as_ref().map(|_| "title changed".to_owned());
        let figures = u32::try_from(self.figures.len()).unwrap_or(u32::MAX);
        let Sentences {
            added,
            removed,
            rewritten,
            moved,
        } = self.sentences;
        let parts = [
            title,
            count(added, "sentence", "added"),
            count(removed, "sentence", "removed"),
            // A figure that changed says more than that its sentence did.
            count(rewritten, "sentence", "rewritten").filter(|_| figures < rewritten),
            count(figures, "figure", "changed"),
            count(moved, "sentence", "moved"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return "nothing but what stands around the text".to_owned();
        }
        parts.join(", ")
    }
}

fn title(old: &str, new: &str, deadline: Option<Instant>) -> Option<Hunk> {
    if says_the_same(old, new) {
        return None;
    }
    let pair = Pair {
        old: old.to_owned(),
        new: new.to_owned(),
    };
    let found = rewritten(&pair, deadline);
    // A headline is short: it stands there whole, with the words that differ marked.
    let one = |runs: Vec<Run>, text: &str| {
        if runs.is_empty() {
            Run::whole(text)
        } else {
            runs
        }
    };
    let whole = found.whole();
    Some(Hunk {
        removed: one(whole.0, old),
        added: one(whole.1, new),
        ..Hunk::default()
    })
}

struct Comparing<'a> {
    old: &'a Wording,
    new: &'a Wording,
    deadline: Option<Instant>,
    change: &'a mut Change,
}

impl Comparing<'_> {
    fn run(mut self) {
        let keys = |wording: &Wording| -> Vec<u64> {
            wording.sentences.iter().map(|told| told.key).collect()
        };
        let (old, new) = (keys(self.old), keys(self.new));
        let steps = capture_diff_slices_deadline(Algorithm::Patience, &old, &new, self.deadline);
        let moved = self.moved(&steps);
        let mut region: (Range<usize>, Range<usize>) = (0..0, 0..0);
        for step in &steps {
            let (tag, was, is) = step.as_tag_tuple();
            if tag == DiffTag::Equal {
                self.region(
                    std::mem::replace(&mut region, (was.end..was.end, is.end..is.end)),
                    &moved,
                );
                self.say_what_lasts_not(was, is);
            } else {
                region.0 = region.0.start.min(was.start)..region.0.end.max(was.end);
                region.1 = region.1.start.min(is.start)..region.1.end.max(is.end);
            }
        }
        self.region(region, &moved);
        self.change.sentences.moved = u32::try_from(moved.len()).unwrap_or(u32::MAX);
        self.say_what_stands_aside();
    }

    /// The keys of sentences that went from one place and came to another.
    fn moved(&self, steps: &[similar::DiffOp]) -> FxHashSet<u64> {
        let mut gone: FxHashMap<u64, usize> = FxHashMap::default();
        let mut came: FxHashMap<u64, usize> = FxHashMap::default();
        for step in steps.iter().filter(|step| step.tag() != DiffTag::Equal) {
            for told in &self.old.sentences[step.old_range()] {
                *gone.entry(told.key).or_default() += 1;
            }
            for told in &self.new.sentences[step.new_range()] {
                if tokens(&told.text).len() >= MOVES {
                    *came.entry(told.key).or_default() += 1;
                }
            }
        }
        came.retain(|key, number| gone.get(key) == Some(number));
        came.into_keys().collect()
    }

    /// Sentences that stand in the place of others.
    fn region(&mut self, (was, is): (Range<usize>, Range<usize>), moved: &FxHashSet<u64>) {
        let stays = |told: &&Sentence| !moved.contains(&told.key);
        let old: Vec<&Sentence> = self.old.sentences[was.clone()]
            .iter()
            .filter(stays)
            .collect();
        let new: Vec<&Sentence> = self.new.sentences[is.clone()]
            .iter()
            .filter(stays)
            .collect();
        if old.is_empty() && new.is_empty() {
            return;
        }
        let texts = |all: &[&Sentence]| -> Vec<String> {
            all.iter().map(|told| told.text.clone()).collect()
        };
        let before = is.start.checked_sub(1).map(|at| &self.new.sentences[at]);
        let before = before.or_else(|| self.new.sentences.get(is.end));
        let mut near = before.map(|told| told.text.clone());
        let (mut at_old, mut at_new) = (0, 0);
        for (was, is) in pair_up(&texts(&old), &texts(&new)) {
            for told in &old[at_old..was.start] {
                self.went(told, near.as_ref());
            }
            for at in at_new..is.start {
                self.came(&new, at, near.as_ref());
                near = Some(new[at].text.clone());
            }
            (at_old, at_new) = (was.end, is.end);
            self.was_rewritten(&old[was], &new[is.clone()]);
            near = new[is].last().map(|told| told.text.clone());
        }
        for told in &old[at_old..] {
            self.went(told, near.as_ref());
        }
        for at in at_new..new.len() {
            self.came(&new, at, near.as_ref());
            near = Some(new[at].text.clone());
        }
    }

    fn went(&mut self, told: &Sentence, near: Option<&String>) {
        self.change.sentences.removed += 1;
        self.change.removed += count_words(&told.text);
        self.change.hunks.push(Hunk {
            removed: Run::whole(&told.text),
            sentence: near.cloned(),
            ..Hunk::default()
        });
    }

    fn came(&mut self, new: &[&Sentence], at: usize, near: Option<&String>) {
        let told = new[at];
        self.change.sentences.added += 1;
        self.change.added += count_words(&told.text);
        // Behind a sentence of its paragraph it is read with that one; one that came with it stands
        // above it already.
        let tail = near.filter(|_| at == 0 && !told.begins);
        self.change.hunks.push(Hunk {
            before: tail.map_or_else(String::new, |text| tail_of(text)),
            added: Run::whole(&told.text),
            sentence: Some(told.text.clone()),
            ..Hunk::default()
        });
    }

    fn was_rewritten(&mut self, old: &[&Sentence], new: &[&Sentence]) {
        let join = |all: &[&Sentence]| -> String {
            let texts: Vec<&str> = all.iter().map(|told| told.text.as_str()).collect();
            texts.join(" ")
        };
        let pair = Pair {
            old: join(old),
            new: join(new),
        };
        let found = rewritten(&pair, self.deadline);
        self.change.ignored.extend(found.ignored.iter().cloned());
        if found.places.is_empty() {
            return;
        }
        self.change.sentences.rewritten += u32::try_from(new.len()).unwrap_or(u32::MAX);
        self.change.added += found.added;
        self.change.removed += found.removed;
        let changed = figures_changed(&pair, self.old.language, self.new.language);
        self.change.figures.extend(changed);
        let mut ends = Vec::with_capacity(new.len());
        let mut end = 0;
        for told in new {
            end += told.text.len() + 1;
            ends.push(end);
        }
        for (hunk, start) in found.hunks() {
            let of = ends.iter().position(|end| start < *end);
            let of = of.and_then(|at| new.get(at)).or(new.last());
            self.change.hunks.push(Hunk {
                sentence: of.map(|told| told.text.clone()),
                ..hunk
            });
        }
    }

    /// Sentences that are the same but for a time or a counter in them.
    fn say_what_lasts_not(&mut self, was: Range<usize>, is: Range<usize>) {
        let pairs = self.old.sentences[was].iter().zip(&self.new.sentences[is]);
        for (old, new) in pairs.filter(|(old, new)| old.text != new.text) {
            if key_of(&old.text) == key_of(&new.text) {
                continue;
            }
            let pair = Pair {
                old: old.text.clone(),
                new: new.text.clone(),
            };
            self.change
                .ignored
                .extend(rewritten(&pair, self.deadline).all());
        }
    }

    /// What else came or went around the text.
    fn say_what_stands_aside(&mut self) {
        let only = |lines: &[String], others: &[String]| -> Vec<String> {
            let others: FxHashSet<&String> = others.iter().collect();
            lines
                .iter()
                .filter(|line| !others.contains(line))
                .cloned()
                .collect()
        };
        let (old, new) = (&self.old.aside, &self.new.aside);
        let mut found = only(new, old);
        if found.is_empty() {
            found = only(old, new);
        }
        // A line that is shown in the one text was shown in the other, or was told of above.
        self.change.ignored.extend(found);
        let mut known = FxHashSet::default();
        self.change
            .ignored
            .retain(|line| known.insert(line.clone()));
    }
}

/// The last words of a sentence.
fn tail_of(text: &str) -> String {
    let tokens = tokens(text);
    match tokens.len().checked_sub(TAIL) {
        None | Some(0) => text.to_owned(),
        Some(first) => format!("… {}", &text[tokens[first].range.start..]),
    }
}

/// Figures of a sentence that another one of the same sort took the place of.
fn figures_changed(pair: &Pair, was: Language, is: Language) -> Vec<(String, String)> {
    let (old, new) = (figures(&pair.old, was), figures(&pair.new, is));
    let same = |one: &Figure, other: &Figure| {
        (one.low, one.high, one.unit, one.bound) == (other.low, other.high, other.unit, other.bound)
    };
    let gone = old
        .iter()
        .filter(|one| !new.iter().any(|other| same(one, other)));
    let mut came: Vec<&Figure> = new
        .iter()
        .filter(|one| !old.iter().any(|other| same(one, other)))
        .collect();
    let mut changed = Vec::new();
    for one in gone {
        let sort = std::mem::discriminant(&one.unit);
        let other = came
            .iter()
            .position(|other| std::mem::discriminant(&other.unit) == sort);
        if let Some(at) = other {
            let other = came.remove(at);
            let text = |text: &str, range: &Range<usize>| text[range.clone()].to_owned();
            changed.push((text(&pair.old, &one.range), text(&pair.new, &other.range)));
        }
    }
    changed
}

#[cfg(test)]
mod tests;
