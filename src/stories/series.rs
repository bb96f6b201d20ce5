//! Items that one source makes from a template: quakes, scores, case counts, weather warnings,
//! daily columns. Their words are nearly the same; what differs is the very thing that makes them
//! other events.

use super::article::{Article, TitleWord};

/// Headlines with fewer words show no template.
const LEAST_WORDS: usize = 3;
/// A headline whose numbers alone differ is the same news brought up to date (a death toll) within
/// this time, and the next item of a series (a daily count) after it.
const UPDATE_SECONDS: u64 = 16 * 3600;
/// From this share on a text is the same text again, whatever its time.
const SAME_TEXT: f32 = 0.8;

/// Whether two articles of one source are two items of a series.
pub(super) fn same_series(a: &Article, b: &Article) -> bool {
    let later = a.time.abs_diff(b.time) >= UPDATE_SECONDS;
    if a.title
        .iter()
        .map(|word| word.word)
        .eq(b.title.iter().map(|word| word.word))
    {
        // The same headline on another day stands over other news: "Best of cartoons".
        return later && !a.title.is_empty() && !is_same_text(a, b);
    }
    let longer = a.title.len().max(b.title.len());
    if a.title.len().min(b.title.len()) < LEAST_WORDS {
        return false;
    }
    let alike = common_in_order(&a.title, &b.title) * 5 >= longer * 3;
    let differ = |wanted: fn(&TitleWord) -> bool| differs(a, b, wanted) && differs(b, a, wanted);
    alike
        && (differ(|word| word.tells_apart && !word.number)
            || (later && differ(|word| word.number)))
}

fn is_same_text(a: &Article, b: &Article) -> bool {
    a.sketch.contained_in(&b.sketch) >= SAME_TEXT && b.sketch.contained_in(&a.sketch) >= SAME_TEXT
}

/// Whether the first headline has such a word that is nowhere in the other article.
fn differs(a: &Article, b: &Article, wanted: fn(&TitleWord) -> bool) -> bool {
    let lacks = |word: &&TitleWord| {
        b.weight(word.word) == 0 && !b.title.iter().any(|other| other.word == word.word)
    };
    a.title
        .iter()
        .filter(|word| wanted(word))
        .any(|word| lacks(&word))
}

/// Length of the longest common subsequence; any two numbers are taken as equal.
fn common_in_order(one: &[TitleWord], other: &[TitleWord]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for a in one {
        let mut diagonal = 0;
        for (at, b) in other.iter().enumerate() {
            let above = row[at + 1];
            let equal = a.word == b.word || (a.number && b.number);
            row[at + 1] = if equal {
                diagonal + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    row[other.len()]
}
