//! Puts a figure together: a number, its unit, a second number, and what is said of them before
//! and behind.

use super::lexicon::{Lexicon, role};
use super::measure::Measured;
use super::number::{Number, Suffix, may_begin, number_at};
use super::tokens::{Gap, Token, tokens};
use super::{Bound, Figure, Unit};
use crate::text::Language;

/// A sentence while its figures are found.
pub(super) struct Scan<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
    pub language: Language,
    pub lexicon: &'static Lexicon,
    /// Most words have a capital, as in a title.
    pub title_case: bool,
    pub found: Vec<Figure>,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str, language: Language) -> Self {
        let lexicon = Lexicon::of(language);
        let tokens = tokens(text, lexicon);
        let long = || {
            tokens
                .iter()
                .filter(|token| token.text.len() > 3 && !token.digits)
        };
        let capitals = long().filter(|token| token.capital).count();
        let title_case =
            language.names_have_capitals() && capitals > 2 && capitals * 10 >= long().count() * 7;
        Self {
            text,
            tokens,
            language,
            lexicon,
            title_case,
            found: Vec::new(),
        }
    }

    pub fn figures(mut self) -> Vec<Figure> {
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.step(at).max(at + 1);
        }
        self.found
    }

    /// Looks at one token; gives the one to go on with.
    fn step(&mut self, at: usize) -> usize {
        let token = self.tokens[at];
        if token.meaning.is_none() && !token.digits && !may_begin(&token) {
            return at + 1;
        }
        if (token.month().is_some() || token.weekday().is_some())
            && let Some(next) = self.named_date(at)
        {
            return next;
        }
        if token.digits {
            if let Some(next) = self.digit_date(at) {
                return next;
            }
            if let Some(next) = self.colon_score(at).or_else(|| self.identifier(at)) {
                return next;
            }
        }
        if let Some(next) = self.part(at).or_else(|| self.spelled_ordinal(at)) {
            return next;
        }
        if !may_begin(&token) {
            return at + 1;
        }
        match number_at(self.text, &self.tokens, at, self.lexicon.tongue) {
            Some(number) => self.quantity(number),
            None => at + 1,
        }
    }

    fn quantity(&mut self, number: Number) -> usize {
        if self.is_attached(&number) {
            return number.next;
        }
        match number.suffix {
            Suffix::Decade => {
                self.decade(&number);
                return number.next;
            }
            Suffix::Ordinal => {
                self.written_ordinal(&number);
                return number.next;
            }
            _ => {}
        }
        if let Some(minutes) = self.french_time(&number) {
            self.push(
                number.start..number.end,
                &number,
                Bound::Exact,
                Unit::Time { minutes },
            );
            return number.next;
        }
        if matches!(number.suffix, Suffix::Clock(_) | Suffix::Hours(_)) {
            return number.next;
        }
        let first = self.measured(number);
        if first.unit == Unit::None && self.is_year(&number) && !self.is_name_of_year(&number) {
            return self.year(&number);
        }
        if let Some(next) = self.ratio(&first) {
            return next;
        }
        match self.second(&first) {
            Some((second, joint)) => self.pair(&first, &second, joint),
            None => self.single(&first),
        }
    }

    pub(super) fn push(
        &mut self,
        range: std::ops::Range<usize>,
        number: &Number,
        bound: Bound,
        unit: Unit,
    ) {
        let dated = matches!(unit, Unit::Time { .. } | Unit::Date { .. });
        self.add(Figure {
            range,
            number: number.start..number.end,
            low: if dated { 0.0 } else { number.low },
            high: if dated { 0.0 } else { number.high },
            bound,
            unit,
        });
    }

    /// Adds a figure; what belongs to the one before is taken off its beginning.
    pub(super) fn add(&mut self, mut figure: Figure) {
        let taken = self.found.last().map_or(0, |last| last.range.end);
        if figure.number.start >= taken {
            figure.range.start = figure.range.start.max(taken);
            self.found.push(figure);
        }
    }

    /// A number alone with its unit.
    pub(super) fn single(&mut self, measured: &Measured) -> usize {
        let number = &measured.number;
        if measured.unit == Unit::None && !number.order {
            if self.is_age(measured) {
                self.push(number.start..number.end, number, Bound::Exact, Unit::Age);
                return number.next;
            }
            if self.is_name(number) || self.is_empty_word(number) {
                return number.next;
            }
        } else if self.is_idle_one(measured) {
            return number.next;
        }
        let mut bound = if number.order {
            Bound::Order
        } else {
            Bound::Exact
        };
        let (mut range, mut unit) = (measured.start..measured.end, measured.unit);
        let mut next = measured.next;
        if let Some(aged) = self
            .aged(measured.first, unit)
            .filter(|_| number.low < 130.0)
        {
            (range.start, unit) = (aged, Unit::Age);
        }
        if let Some(minutes) = self.hour_of_day(measured) {
            self.push(
                number.start..measured.end,
                number,
                Bound::Exact,
                Unit::Time { minutes },
            );
            return next;
        }
        let mut number = *number;
        if let Some(start) = self.minus(&number, measured.first) {
            (range.start, number.start) = (range.start.min(start), number.start.min(start));
            (number.low, number.high) = (-number.high, -number.low);
        }
        if let Some((said, start)) = self.qualifier(measured.first, range.start, unit) {
            range.start = start;
            if !number.order {
                bound = said;
            }
        }
        if measured.plus && !number.order {
            bound = Bound::MoreThan;
        }
        if let Some((said, end, behind)) = self.trailing(next) {
            (range.end, next) = (end, behind);
            if !number.order {
                bound = said;
            }
        }
        self.push(range, &number, bound, unit);
        next
    }

    fn is_name_of_year(&self, number: &Number) -> bool {
        let token = &self.tokens[number.first];
        let before = number.first.checked_sub(1).map(|place| &self.tokens[place]);
        let cue = before.is_some_and(|before| before.has(role::BEFORE_DATE | role::BEFORE_YEAR));
        let noun = self.language.names_have_capitals();
        !cue && token.gap == Gap::Blank && noun && self.is_name(number)
    }

    /// A year, and the one that a hyphen joins to it ("2019-2020", "2025-26").
    fn year(&mut self, number: &Number) -> usize {
        let token = self.tokens[number.first];
        let unit = |year: &str| Unit::Date {
            year: year.parse().ok(),
            month: None,
            day: None,
            weekday: None,
        };
        let mut range = number.start..number.end;
        let mut next = number.next;
        if let Some(second) = self
            .tokens
            .get(next)
            .filter(|second| second.gap == Gap::Hyphen && second.text.len() == 2 && second.digits)
        {
            range.end = second.end;
            next += 1;
        } else if self
            .tokens
            .get(next)
            .is_some_and(|next| next.gap == Gap::Hyphen && !next.digits && next.has(role::COUNTED))
        {
            return next;
        }
        let mut bound = Bound::Exact;
        if let Some((said, start)) = self
            .qualifier(number.first, number.start, Unit::None)
            .filter(|(said, _)| *said == Bound::About)
        {
            (bound, range.start) = (said, start);
        }
        let year = Number {
            end: range.end,
            ..*number
        };
        self.push(range, &year, bound, unit(token.text));
        next
    }

    /// "one" where it counts nothing, "zero", and "the two" for both.
    fn is_empty_word(&self, number: &Number) -> bool {
        if number.digits || number.next != number.first + 1 {
            return false;
        }
        let token = &self.tokens[number.first];
        if number.low == 0.0 {
            return true;
        }
        if token.has(role::ONE) {
            return !self
                .tokens
                .get(number.next)
                .is_some_and(|next| next.gap == Gap::Blank && next.has(role::COUNTED))
                || number.first.checked_sub(1).is_some_and(|place| {
                    matches!(
                        self.tokens[place].text,
                        "no" | "No" | "any" | "which" | "another"
                    )
                });
        }
        let before = number.first.checked_sub(1).map(|place| &self.tokens[place]);
        number.low == 2.0
            && before.is_some_and(|before| {
                let both = [
                    "the", "these", "those", "other", "les", "deux", "los", "las", "die", "diese",
                ];
                token.gap == Gap::Blank
                    && both
                        .iter()
                        .any(|word| before.text.eq_ignore_ascii_case(word))
            })
    }

    /// "one day", "one second": most often an idiom.
    fn is_idle_one(&self, measured: &Measured) -> bool {
        let token = &self.tokens[measured.number.first];
        let idiom = matches!(
            measured.unit,
            Unit::Duration("day" | "night" | "second") | Unit::Measure("times")
        );
        token.has(role::ONE) && measured.number.next == measured.number.first + 1 && idiom
    }
}
