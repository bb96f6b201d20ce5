//! Copies: an article that repeats another one's text, or carries its very headline.

use super::article::Article;
use super::pool::{ArticleSlot, Pool};
use super::settings::EQUAL_TITLE_SECONDS;
use super::story::Story;
use crate::model::ArticleId;

/// Share of a text that stands in another one from which on it is its copy.
const COPIED: f32 = 0.8;
/// Texts with fewer runs of words are too short to be anybody's in particular.
const LEAST_RUNS: u32 = 12;
/// Two longer texts under one headline that share less than this are two reports.
const OWN_TEXT: f32 = 0.4;
/// Members of a story that are compared; more are a rarity, and the earliest come first.
const MOST_COMPARED: usize = 200;

/// The earliest member of a story whose text an article repeats, and the share that it repeats.
pub(super) fn origin_of(pool: &Pool, slot: ArticleSlot, story: &Story) -> Option<(ArticleId, f32)> {
    let article = pool.article(slot);
    let mut earlier: Vec<&Article> = story
        .members
        .iter()
        .filter(|other| **other != slot)
        .map(|other| pool.article(*other))
        .filter(|other| other.key() < article.key())
        .collect();
    earlier.sort_unstable_by_key(|other| other.key());
    let shares = earlier
        .into_iter()
        .take(MOST_COMPARED)
        .map(|other| (other.id, copied(article, other)));
    shares.into_iter().find(|(_, share)| *share >= COPIED)
}

/// The share of an article that it has from another one: of its text, or all of it where the
/// headline is the same and neither text says otherwise.
fn copied(article: &Article, other: &Article) -> f32 {
    let (mine, theirs) = (&article.sketch, &other.sketch);
    let share = if mine.runs >= LEAST_RUNS && theirs.runs >= LEAST_RUNS {
        mine.contained_in(theirs)
    } else {
        0.0
    };
    let own_text = mine.runs >= LEAST_RUNS && theirs.runs >= LEAST_RUNS && share < OWN_TEXT;
    if is_equal_title(article, other) && !own_text {
        1.0
    } else {
        share
    }
}

/// Whether two publishers carry one report under the same headline.
pub(super) fn is_equal_title(a: &Article, b: &Article) -> bool {
    a.title_key != 0
        && a.title_key == b.title_key
        && a.source != b.source
        && a.time.abs_diff(b.time) <= EQUAL_TITLE_SECONDS.unsigned_abs()
}
