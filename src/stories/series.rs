//! Items that one source makes from a template: quakes, scores, case counts, weather warnings.
//! Their words are nearly the same; what differs is the very thing that makes them other events.

use super::article::{Article, TitleWord};

/// Headlines with fewer words show no template.
const LEAST_WORDS: usize = 3;

/// Whether two articles of one source are two items of a series.
pub(super) fn same_series(a: &Article, b: &Article) -> bool {
    let (one, other) = (&a.title, &b.title);
    let longer = one.len().max(other.len());
    if one.len().min(other.len()) < LEAST_WORDS || longer > 24 {
        return false;
    }
    let common = common_in_order(one, other);
    // More than half of the words stand in the same order.
    common * 5 >= longer * 3 && differs(a, b) && differs(b, a)
}

/// Whether the first headline has a telling word that is nowhere in the other article.
fn differs(a: &Article, b: &Article) -> bool {
    a.title.iter().any(|word| {
        word.tells_apart
            && !b.title.iter().any(|other| other.word == word.word)
            && b.weight(word.word) == 0
    })
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
