//! Pairs of figures that say the same, and pairs that do not.

use super::{Figure, figures};
use crate::text::Language;

const SAME: &[(&str, &str)] = &[
    ("220,000", "more than 220,000"),
    ("220,000", "over 220,000"),
    ("220,000", "about 220,000"),
    ("220k", "220,000"),
    ("1.2 million", "1,234,567"),
    ("1.2 million", "1,200,000"),
    ("five million", "5m"),
    ("nearly 5,000", "5,000"),
    ("about 5,000", "5,100"),
    ("about 5,000", "nearly 5,000"),
    ("$4 billion", "$4bn"),
    ("$4 billion", "4 billion dollars"),
    ("$4 billion", "US$4.0bn"),
    ("3 percent", "3.4 percent"),
    ("12 percent", "12%"),
    ("12.4 percent", "12 percent"),
    ("10 to 12 miles", "10-12 miles"),
    ("tens of thousands", "tens of thousands"),
    ("300 megawatts", "300+ megawatts"),
    ("300 MW", "more than 300 megawatts"),
    ("a dozen", "12 people"),
    ("two hundred", "200"),
    ("May 7, 2026", "7 May 2026"),
    ("May 7, 2026", "May 7"),
    ("Friday, May 8", "May 8"),
    ("8:30 p.m.", "20:30"),
    ("43-year-old", "aged 43"),
    ("two-thirds", "two thirds of them"),
    ("at least 20", "20 people"),
    ("the third", "3rd"),
    ("$1.25 billion", "$1,249 million"),
    ("62,000", "62,013"),
];

const OTHER: &[(&str, &str)] = &[
    ("220,000", "200,000"),
    ("220,000", "more than 200,000"),
    ("220,000", "about 200,000"),
    ("350,000", "220,000"),
    ("tens of thousands", "220,000"),
    ("tens of thousands", "50,000"),
    ("dozens", "36"),
    ("10 to 12", "11"),
    ("10 to 12", "10 to 15"),
    ("more than 5,000", "nearly 5,000"),
    ("5 million", "5.3 million"),
    ("$4 billion", "4 billion"),
    ("$4 billion", "€4 billion"),
    ("12 percent", "12"),
    ("12 percent", "12 percentage points"),
    ("10 miles", "10 km"),
    ("12 percent", "13 percent"),
    ("May 7", "May 8"),
    ("May 7, 2026", "May 7, 2025"),
    ("May 2026", "May 7, 2026"),
    ("Friday", "Saturday"),
    ("Friday", "May 8"),
    ("8:30 p.m.", "8:30 a.m."),
    ("3-1", "1-3 loss"),
    ("43-year-old", "43 years"),
    ("the third", "three"),
    ("18 months", "18 days"),
    ("1990s", "in 1990"),
];

fn first(text: &str) -> Figure {
    let sentence = format!("They wrote of {text}.");
    figures(&sentence, Language::ENGLISH)
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("no figure in {text}"))
}

#[test]
fn figures_agree_within_the_rounding_of_the_coarser_one() {
    assert!(SAME.len() + OTHER.len() >= 40);
    for (pairs, expected) in [(SAME, true), (OTHER, false)] {
        for (one, other) in pairs {
            let (first, second) = (first(one), first(other));
            assert_eq!(
                first.agrees_with(&second),
                expected,
                "{one} ({}) and {other} ({})",
                first.normal(),
                second.normal()
            );
            assert_eq!(second.agrees_with(&first), expected, "{other} and {one}");
        }
    }
}

#[test]
fn who_knows_the_finer_figure_learns_nothing_from_the_coarser_one() {
    for (known, told) in [
        ("It cost $43,885,310.", "It cost nearly $44 million."),
        ("It cost $43,885,310.", "It cost $43 million."),
        (
            "It cost $43,885,310.",
            "It cost tens of millions of dollars.",
        ),
        (
            "It cost tens of billions of dollars.",
            "They pay tens of billions.",
        ),
        ("It was 83 percent.", "It was more than 80 percent."),
        ("It began on June 3.", "It began in June."),
        ("It began on June 3.", "It began on June 3, 2025."),
        ("It began on 3 June 2025.", "It began in 2025."),
        ("It began on Monday.", "It began on Monday."),
    ] {
        assert!(
            first(told).is_told_by(&first(known)),
            "{told} after {known}"
        );
    }
    for (known, new) in [
        ("It cost nearly $15 million.", "It cost $14,959,450."),
        ("It cost $43 million.", "It cost $44 million."),
        ("It has 220,000 chips.", "It has more than 200,000 chips."),
        (
            "It cost $4 million.",
            "It cost tens of millions of dollars.",
        ),
        ("It began in June.", "It began on June 3."),
        ("It began in July.", "It began in July 2017."),
        ("It began in 2015.", "It began in the 2010s."),
        ("It was 12 percent.", "It was 12 miles."),
    ] {
        assert!(!first(new).is_told_by(&first(known)), "{new} after {known}");
    }
}
