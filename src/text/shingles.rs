//! Near-copies of texts: a text is the set of its runs of four words, and a sketch keeps the
//! smallest hashes of that set, from which the shared part of two texts is estimated.

use super::words::{fold, words};

const RUN: usize = 4;
const KEPT: usize = 48;
/// Words read; what follows says nothing new about whether a text is a copy.
const MOST_WORDS: usize = 600;

/// The smallest hashes of a text's runs of words, ascending, and how many different runs it has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    /// The smallest hashes, ascending, each once.
    pub hashes: Box<[u32]>,
    /// Different runs in the text.
    pub runs: u32,
}

impl Sketch {
    /// Takes the sketch of a text.
    pub fn of(text: &str) -> Self {
        // Words with their blanks are seldom shorter than three bytes.
        let mut hashes = Vec::with_capacity(MOST_WORDS.min(text.len() / 3));
        let mut window = [0u64; RUN];
        let mut folded = String::new();
        for (count, word) in words(text).take(MOST_WORDS).enumerate() {
            fold(word.text, &mut folded);
            window.rotate_left(1);
            window[RUN - 1] = xxhash_rust::xxh3::xxh3_64(folded.as_bytes());
            if count + 1 >= RUN {
                hashes.push(mix(&window));
            }
        }
        Self::from_runs(hashes)
    }

    fn from_runs(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        let runs = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        hashes.truncate(KEPT);
        Self {
            hashes: hashes.into_boxed_slice(),
            runs,
        }
    }

    /// The share of this text's runs that also stand in the other text, 0 to 1.
    pub fn contained_in(&self, other: &Self) -> f32 {
        if self.runs == 0 || other.runs == 0 {
            return 0.0;
        }
        let (shared, seen) = self.compare(other);
        if shared == 0 {
            return 0.0;
        }
        // The shared part of the union's smallest hashes estimates the overlap of the two sets.
        let overlap = shared as f32 / seen as f32;
        let both = (self.runs + other.runs) as f32;
        let common = overlap * both / (1.0 + overlap);
        (common / self.runs as f32).min(1.0)
    }

    /// How many of the smallest hashes of the union are in both, and how many were looked at.
    fn compare(&self, other: &Self) -> (usize, usize) {
        let (mut mine, mut theirs) = (0, 0);
        let (mut shared, mut seen) = (0, 0);
        let whole = |sketch: &Self| sketch.runs as usize == sketch.hashes.len();
        // Which side goes on cannot be predicted, so the processor is not made to guess.
        while seen < KEPT
            && let (Some(a), Some(b)) = (self.hashes.get(mine), other.hashes.get(theirs))
        {
            shared += usize::from(a == b);
            mine += usize::from(a <= b);
            theirs += usize::from(b <= a);
            seen += 1;
        }
        // A sketch that holds its whole set ends where the set ends.
        let left = |sketch: &Self, at: usize| sketch.hashes.len() - at;
        if whole(other) && theirs == other.hashes.len() {
            seen += left(self, mine).min(KEPT - seen);
        } else if whole(self) && mine == self.hashes.len() {
            seen += left(other, theirs).min(KEPT - seen);
        }
        (shared, seen)
    }
}

fn mix(window: &[u64; RUN]) -> u32 {
    let mut hash = 0u64;
    for word in window {
        hash = (hash.rotate_left(17) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: std::ops::Range<usize>) -> String {
        words.map(|number| format!("word{number} ")).collect()
    }

    #[test]
    fn a_text_is_contained_in_itself_and_in_a_longer_one() {
        let (short, long) = (Sketch::of(&text(0..120)), Sketch::of(&text(0..400)));
        assert!(short.contained_in(&short) > 0.99);
        assert!(short.contained_in(&long) > 0.7);
        assert!(long.contained_in(&short) < 0.5);
    }

    #[test]
    fn different_texts_share_nothing() {
        let (one, other) = (Sketch::of(&text(0..100)), Sketch::of(&text(500..600)));
        assert_eq!(one.contained_in(&other), 0.0);
        assert_eq!(Sketch::of("").contained_in(&one), 0.0);
        assert_eq!(Sketch::of("three short words").runs, 0);
    }

    #[test]
    fn a_text_with_a_few_changed_words_is_nearly_contained() {
        let changed = text(0..200)
            .replace("word50 ", "other ")
            .replace("word150 ", "another ");
        let share = Sketch::of(&changed).contained_in(&Sketch::of(&text(0..200)));
        assert!((0.85..1.0).contains(&share), "{share}");
    }
}
