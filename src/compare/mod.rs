//! Comparing the articles of one story: what is new to somebody who has seen some of them, what each
//! says in figures, names and quotes, whom they cite, and in which order things were said. Pure.
//!
//! Everything given is a span of an article, word for word; nothing is judged. Two figures differ,
//! neither is wrong.

mod account;
mod agencies;
mod brief;
mod changed;
mod cited;
mod facts;
mod headlines;
mod history;
mod known;
mod marked;
mod novelty;
mod origins;
mod people;
mod rewritten;
mod same;
mod sayings;
mod story;
#[cfg(test)]
mod tests;
mod timeline;
mod tokens;

use rustc_hash::{FxHashMap, FxHashSet};

pub use account::{Account, Casing, Statement};
pub use agencies::agency;
pub use brief::{BriefSentence, brief};
pub use changed::{Change, Hunk, Run, Wording};
pub use cited::{Citation, citations, home_of, is_same_publisher};
pub use facts::{Row, RowKind, Verdict, facts};
pub use headlines::{Headline, headlines};
pub use history::{ReadText, TextHistory, text_read};
pub use known::Known;
pub use marked::{marked, only_new, sentence_count, stands_in};
#[cfg(feature = "internals")]
pub use novelty::TokenKind;
pub use novelty::{Novelty, novelty};
pub use origins::{Telling, based_on, origins};
pub use story::{Comparison, Side};
pub use timeline::{Report, TimelineEntry, silence_length, timeline};

/// How words are written in the articles of a story, taken together.
pub fn casing<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> FxHashMap<u32, Casing> {
    let mut all: FxHashMap<u32, Casing> = FxHashMap::default();
    for account in accounts {
        for (word, casing) in &account.casing {
            let sum = all.entry(*word).or_default();
            sum.small = sum.small.saturating_add(casing.small);
            sum.capital = sum.capital.saturating_add(casing.capital);
        }
    }
    all
}

/// The article whose text another one repeats most, by its place, and how much of it: 0 to 1.
pub fn copied_from(account: &Account, earlier: &[&Account]) -> Option<(usize, f32)> {
    /// Words of a run that two reports do not share by chance.
    const RUN: usize = 8;
    /// Less is no copy.
    const LEAST: f32 = 0.5;
    let words = |account: &Account| -> Vec<u32> {
        let text = account.statements.iter();
        text.flat_map(|statement| statement.words.iter().copied())
            .collect()
    };
    let own = words(account);
    let shares = earlier.iter().enumerate().map(|(at, other)| {
        let runs: FxHashSet<u64> = known::runs(&words(other), RUN).collect();
        (at, known::share(&own, RUN, &runs))
    });
    shares
        .filter(|(_, share)| *share >= LEAST)
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
}
