//! Named hard cases of grouping, each under its name. Every text here is invented. A case is
//! checked twice: in an empty cache, and among the unrelated articles of the same days.

mod features;
mod lookalikes;
mod matters;
mod series;
mod surroundings;
mod texts;

use super::*;
use crate::model::{Kind, Timestamp};

pub(super) const HOUR: i64 = 3600;
const START: i64 = 1_800_000_000;

/// An article of a case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub source: &'a str,
    pub hours: i64,
    pub title: &'a str,
    pub text: &'a str,
}

pub(super) fn piece<'a>(source: &'a str, hours: i64, title: &'a str, text: &'a str) -> Piece<'a> {
    Piece {
        source,
        hours,
        title,
        text,
    }
}

pub(super) fn draft(piece: &Piece<'_>) -> Draft {
    let time = START + piece.hours * HOUR;
    draft_at(time, piece.source, piece.title, piece.text)
}

fn draft_at(time: i64, source: &str, title: &str, text: &str) -> Draft {
    Draft::new(&Input {
        title,
        text,
        source,
        url: None,
        published: Timestamp(time),
        lang: None,
        kind: Kind::Article,
        address: None,
        links: &[],
        related: &[],
    })
}

fn stories(pieces: &[Piece<'_>]) -> Vec<i64> {
    let placed = group_stream(pieces.iter().map(draft));
    placed.iter().map(|placement| placement.story.0).collect()
}

/// The stories of the pieces among unrelated articles; those share none with them.
#[track_caller]
fn stories_among_others(pieces: &[Piece<'_>]) -> Vec<i64> {
    let (stream, places) = surroundings::surrounded(pieces);
    let placed = group_stream(stream);
    let found: Vec<i64> = places.iter().map(|at| placed[*at].story.0).collect();
    for (at, placement) in placed.iter().enumerate() {
        let strange = !places.contains(&at) && found.contains(&placement.story.0);
        assert!(!strange, "an unrelated article joins {found:?}");
    }
    found
}

/// Pieces with the same letter are one story, pieces with different letters are not: in an empty
/// cache, and among the articles of ordinary days.
#[track_caller]
fn check(letters: &str, pieces: &[Piece<'_>]) {
    let alone = wrong_pairs(letters, pieces, &stories(pieces));
    let among_others = wrong_pairs(letters, pieces, &stories_among_others(pieces));
    assert!(
        alone.is_empty() && among_others.is_empty(),
        "in an empty cache: {alone:#?}\namong others: {among_others:#?}"
    );
}

/// Like [`check`] for what few articles do not settle: there a likeness is let pass that the many of
/// ordinary days make doubtful.
#[track_caller]
fn check_among_others(letters: &str, pieces: &[Piece<'_>]) {
    let wrong = wrong_pairs(letters, pieces, &stories_among_others(pieces));
    assert!(wrong.is_empty(), "among others: {wrong:#?}");
}

/// The headlines that the letters join and the stories do not, or the other way round.
fn wrong_pairs(letters: &str, pieces: &[Piece<'_>], found: &[i64]) -> Vec<String> {
    let letters: Vec<char> = letters.chars().collect();
    assert_eq!(letters.len(), pieces.len());
    let mut wrong = Vec::new();
    for one in 0..pieces.len() {
        for other in 0..one {
            let (wanted, is) = (letters[one] == letters[other], found[one] == found[other]);
            if wanted != is {
                let fault = if is { "united" } else { "kept apart" };
                let (first, second) = (pieces[other].title, pieces[one].title);
                wrong.push(format!("{fault}: {first} / {second}"));
            }
        }
    }
    wrong
}

pub(super) const DAM: Piece<'_> = Piece {
    source: "Harbor Ledger",
    hours: 0,
    title: "Kessary dam bursts, thousands flee the Odmar valley",
    text: "The Kessary dam gave way on Tuesday night and sent a wave down the Odmar valley. Engineers had warned of cracks in its concrete since spring. About 4,000 people left their homes.",
};
