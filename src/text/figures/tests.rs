//! Sentences written for the project, with what is a figure in them and what is none.

use std::fmt::Write;

use proptest::prelude::*;

use super::{Bound, Figure, Unit, figures};
use crate::text::Language;

mod agreement;
mod english;
mod french;
mod german;
mod spanish;

fn language(tag: &str) -> Language {
    (0..64)
        .map(Language)
        .find(|language| language.tag() == Some(tag))
        .expect("a known language")
}

/// The figures as "verbatim = normal | …".
fn shown(sentence: &str, language: Language) -> String {
    let mut out = String::new();
    for figure in figures(sentence, language) {
        let separator = if out.is_empty() { "" } else { " | " };
        let verbatim = &sentence[figure.range.clone()];
        write!(out, "{separator}{verbatim} = {}", figure.normal()).expect("a string");
    }
    out
}

/// Compares all rows before it fails, so that one run shows every wrong one.
#[track_caller]
fn check<'a>(tag: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut wrong = String::new();
    for (sentence, expected) in rows {
        let found = shown(sentence, language(tag));
        if found != expected {
            writeln!(
                wrong,
                "{sentence}\n  expected {expected}\n  found    {found}"
            )
            .expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{tag}\n{wrong}");
}

#[track_caller]
fn check_language(tag: &str, some: &[(&str, &str)], none: &[&str]) {
    check(
        tag,
        some.iter()
            .copied()
            .chain(none.iter().map(|sentence| (*sentence, ""))),
    );
}

#[test]
fn figures_of_english_have_their_normal_form() {
    assert!(english::FIGURES.len() >= 150 && english::NONE.len() >= 60);
    check_language("en", english::FIGURES, english::NONE);
}

#[test]
fn figures_of_german_have_their_normal_form() {
    assert!(german::FIGURES.len() >= 20);
    check_language("de", german::FIGURES, german::NONE);
}

#[test]
fn figures_of_french_have_their_normal_form() {
    assert!(french::FIGURES.len() >= 20);
    check_language("fr", french::FIGURES, french::NONE);
}

#[test]
fn figures_of_spanish_have_their_normal_form() {
    assert!(spanish::FIGURES.len() >= 20);
    check_language("es", spanish::FIGURES, spanish::NONE);
}

#[test]
fn digits_and_signs_are_read_in_languages_whose_words_are_not_known() {
    check(
        "it",
        [(
            "Costa € 1.500 e sale del 2,5%.",
            "€ 1.500 = 1500 EUR | 2,5% = 2.5 percent",
        )]
        .into_iter(),
    );
    let other = Language::OTHER;
    assert_eq!(
        shown("１２％ と ４５", other),
        "１２％ = 12 percent | ４５ = 45"
    );
}

#[test]
fn the_number_is_told_apart_from_what_stands_around_it() {
    let check = |sentence: &str, number: &str| {
        let found = figures(sentence, Language::ENGLISH);
        assert_eq!(&sentence[found[0].number.clone()], number, "{sentence}");
    };
    check("More than 200,000 GPUs run.", "200,000");
    check("It costs about $4 billion.", "4 billion");
    check("A 43-year-old won.", "43");
    check(
        "They spent tens of billions of dollars.",
        "tens of billions",
    );
    check("Between 50 and 100 megawatts are used.", "50 and 100");
    check("It was -5 degrees.", "-5");
    check("On May 7, 2026, they met.", "May 7, 2026");
}

#[test]
fn bounds_and_units_are_told() {
    let first = |sentence: &str| -> Figure { figures(sentence, Language::ENGLISH).remove(0) };
    assert_eq!(first("Over 300 megawatts are used.").bound, Bound::MoreThan);
    assert_eq!(
        first("Over 300 megawatts are used.").unit,
        Unit::Measure("megawatt")
    );
    assert_eq!(first("Dozens came.").bound, Bound::Order);
    assert_eq!(
        first("It is 8:30 p.m. here.").unit,
        Unit::Time {
            minutes: 20 * 60 + 30
        }
    );
    let range = first("It takes 10 to 12 percent.");
    assert_eq!(
        (range.low, range.high, range.bound),
        (10.0, 12.0, Bound::Range)
    );
    let date = first("On May 7, 2026, they met.");
    let unit = Unit::Date {
        year: Some(2026),
        month: Some(5),
        day: Some(7),
        weekday: None,
    };
    assert_eq!((date.unit, date.low, date.high), (unit, 0.0, 0.0));
}

/// Texts that were or could be trouble: odd characters at every seam.
const HOSTILE: &[&str] = &[
    "",
    ".",
    "$",
    "-",
    "1",
    "1-",
    "-1",
    "$1",
    "1$",
    "1%",
    "%1",
    "1.",
    "1,",
    ".1",
    "1..2",
    "1,,2",
    "1-2-3-4-5-6-7-8-9-10",
    "one",
    "a",
    "half",
    "half a",
    "a few",
    "several",
    "tens of",
    "two and a",
    "two-",
    "one in",
    "3 out of",
    "between 1 and",
    "99999999999999999999999999999999",
    "1e308",
    "0x1f",
    "1.2.3.4.5",
    "1'000'000",
    "’90s",
    "1½½",
    "½",
    "½½",
    "10°",
    "°C",
    "10 °",
    "10 °é",
    "10°é",
    "10 %é",
    "é1é",
    "１",
    "１，２３４．５",
    "٣٫١٤",
    "१२३ करोड़",
    "1\u{301}",
    "1\u{200d}2",
    "\u{feff}1",
    "May",
    "May 7,",
    "May 7, ",
    "7 May,",
    "2026-05-",
    "2026-99-99",
    "99/99/2026",
    "24:60",
    "24:59:59",
    "8:3",
    "8:30p",
    "8:30 p.m",
    "p.m.",
    "US$",
    "US$ ",
    "Rs.",
    "Rs. ",
    "aged",
    "aged 5",
    "km/h 5 km/h",
    "5 km/hé",
    "5km/é",
    "minus",
    "minus 5",
    "Friday,",
    "Friday (",
    "in her 40s'",
    "the second-",
    "5–",
    "–5",
    "5—6",
    "300+",
    "300+é",
    "++5",
    "~",
    "~~5",
    "hundred hundred hundred",
    "million million million million",
    "lakh crore lakh crore",
    "twenty twenty twenty",
    "and and and",
    "of of of",
    "zweihundertund",
    "tausendtausend",
    "hundertdreihundert",
    "a@b",
    "@5",
    "www.5",
    "http://5",
    "5/",
    "/5/5",
    "5/5/5",
    "5.5.5555",
    "1st",
    "1sté",
    "11e",
    "20h",
    "20h3",
    "20h30é",
    "“5”",
    "5”é",
];

#[test]
fn odd_texts_give_ranges_inside_of_them() {
    for tag in ["en", "de", "fr", "es", "it", "ru"] {
        for first in HOSTILE {
            for second in ["", " ", " x", "é", " 5", "-", " million", " percent", "5"] {
                inspect(&format!("{first}{second}"), language(tag));
                inspect(&format!("{second}{first} {first}"), language(tag));
            }
        }
    }
}

#[track_caller]
fn inspect(text: &str, language: Language) {
    let mut end = 0;
    for figure in figures(text, language) {
        assert!(
            text.get(figure.range.clone())
                .is_some_and(|span| !span.is_empty()),
            "{text:?}"
        );
        assert!(
            text.get(figure.number.clone())
                .is_some_and(|span| !span.is_empty()),
            "{text:?}"
        );
        assert!(
            figure.range.start <= figure.number.start && figure.number.end <= figure.range.end,
            "{text:?} {figure:?}"
        );
        assert!(figure.range.start >= end, "{text:?} {figure:?}");
        assert!(
            figure.low.is_finite() && figure.high.is_finite(),
            "{text:?}"
        );
        assert!(figure.agrees_with(&figure), "{text:?} {figure:?}");
        assert!(!figure.normal().is_empty());
        end = figure.range.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "(\\PC| |[0-9]{1,4}|[$€%.,:/+°½'-]| May | million | percent | two | and | of | to | a | half ){0,40}", tag in 0..6usize) {
        inspect(&text, language(["en", "de", "fr", "es", "it", "ru"][tag]));
    }
}

#[test]
fn the_time_taken_grows_with_the_length_alone() {
    // With quadratic time this would be by far the slowest test.
    for piece in [
        "1 ",
        "1-",
        "$",
        "a ",
        "million ",
        "two and ",
        "between 1 and ",
        "May ",
        "1.",
        "more than ",
        "x",
        " ",
        "hundert",
    ] {
        inspect(&piece.repeat(15_000), Language::ENGLISH);
        inspect(&piece.repeat(15_000), language("de"));
    }
}
