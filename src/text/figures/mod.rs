//! The figures of a sentence: numbers with their units, dates, times, ages, scores. Each keeps the
//! verbatim span and has a normal form, so that "5m" and "five million" meet.
//!
//! A sentence is cut into words once (`tokens`); each word is looked up in the vocabulary of the
//! language (`lexicon`); numbers are read from digits (`number`) and from words (`spelled`); what only
//! looks like a figure is turned away (`names`); units (`measure`), second numbers (`pairs`) and
//! qualifiers are put around the rest (`assemble`), dates, places and parts beside them. What a figure says of the world, and of
//! whom, is left to others: a bare number has no unit, and nothing is converted between units, so
//! that a figure stays comparable by the number that is written.

mod agree;
mod assemble;
mod dates;
mod english;
mod french;
mod german;
mod lexicon;
mod measure;
mod names;
mod number;
mod pairs;
mod parts;
mod qualifiers;
mod spanish;
mod spelled;
#[cfg(test)]
mod tests;
mod tokens;
mod units;

use std::ops::Range;

use super::Language;

/// A number with its unit, as it stands in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Bytes of the verbatim span: qualifier, number and unit ("more than 200,000", "10 miles",
    /// "$4 billion").
    pub range: Range<usize>,
    /// Bytes of the number alone with its multiplier ("200,000", "4 billion"); of a date or a time
    /// the whole of it.
    pub number: Range<usize>,
    /// The least value it can have; 0 for a date or a time, the first number of a score.
    pub low: f64,
    /// The greatest value it can have, equal to `low` where the number is one; the second number of
    /// a score.
    pub high: f64,
    /// What is said of the value.
    pub bound: Bound,
    /// What is counted or measured.
    pub unit: Unit,
}

/// What a text says of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// As it is written.
    Exact,
    /// On either side: "about", "roughly", "some", "close to".
    About,
    /// At the value or above: "more than", "over", "at least", "300+".
    MoreThan,
    /// At the value or below: "less than", "up to", "as many as"; "nearly" and "almost" too.
    LessThan,
    /// Between two numbers that are written.
    Range,
    /// An order of magnitude: "tens of thousands", "dozens", "several hundred"; from twice the
    /// word to just below the next one. A decade ("the 1990s") is a date with this bound.
    Order,
}

/// What a number counts or measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A bare number or a part of a whole; what it counts is said by the words around it.
    None,
    /// Parts of a hundred.
    Percent,
    /// Percentage points.
    Points,
    /// Money, by its ISO 4217 code.
    Money(&'static str),
    /// A unit of measure under its canonical name; nothing is converted.
    Measure(&'static str),
    /// A date, or as much of it as is said.
    Date {
        /// The year.
        year: Option<i32>,
        /// The month from 1.
        month: Option<u8>,
        /// The day of the month.
        day: Option<u8>,
        /// The day of the week, Monday is 1.
        weekday: Option<u8>,
    },
    /// A time of day.
    Time {
        /// Minutes since midnight.
        minutes: u16,
    },
    /// A span of time, by its unit: "second" to "century".
    Duration(&'static str),
    /// The age of somebody in years.
    Age,
    /// A place in an order: "19th", "the third", "second-largest". "First" is none: it is said of
    /// nearly everything.
    Ordinal,
    /// Two numbers against each other: "3-1".
    Score,
}

/// The figures of a sentence from left to right; the language decides separators and words.
///
/// Takes time linear in the length of the text and never fails.
pub fn figures(sentence: &str, language: Language) -> Vec<Figure> {
    assemble::Scan::new(sentence, language).figures()
}
