//! Places in an order ("19th", "the third") and parts of a whole ("two-thirds", "one in five").

use std::ops::Range;

use super::assemble::Scan;
use super::lexicon::role;
use super::measure::Measured;
use super::number::{Number, number_at};
use super::tokens::{Gap, Token};
use super::{Bound, Figure, Unit};

impl Scan<'_> {
    /// "19th"; not as a part of a name ("42nd Street").
    pub(super) fn written_ordinal(&mut self, number: &Number) {
        let next = self.tokens.get(number.next);
        let named =
            next.is_some_and(|next| next.gap == Gap::Blank && next.capital) && !self.title_case;
        if !(named && self.language.names_have_capitals()) {
            self.push(
                number.start..number.end,
                number,
                Bound::Exact,
                Unit::Ordinal,
            );
        }
    }

    /// "the third", "second-largest"; alone a word like "second" is an adverb or a unit.
    pub(super) fn spelled_ordinal(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens[at];
        let place = token
            .meaning
            .map(|meaning| meaning.ordinal)
            .filter(|place| *place > 1)?;
        let before = at.checked_sub(1).map(|place| &self.tokens[place]);
        let definite = before.is_some_and(|before| {
            token.gap == Gap::Blank
                && (before.has(role::DEFINITE)
                    || before.text.ends_with("'s")
                    || before.text.ends_with("’s"))
        });
        let next = self.tokens.get(at + 1);
        let highest = next.is_some_and(|next| next.gap.joins() && next.has(role::SUPERLATIVE));
        let compound = next.is_some_and(|next| next.gap == Gap::Hyphen) && !highest;
        let name = token.capital && !self.starts(at) && !self.title_case;
        if compound || name || !(definite || highest) {
            return None;
        }
        self.push_part(at, token.start..token.end, f64::from(place), Unit::Ordinal);
        Some(at + 1)
    }

    /// "two-thirds", "a quarter of", "half of".
    pub(super) fn part(&mut self, at: usize) -> Option<usize> {
        let token = &self.tokens[at];
        let of_follows = |place: usize| {
            let of = self
                .tokens
                .get(place)
                .filter(|of| matches!(of.gap, Gap::Blank | Gap::Apostrophe));
            of.is_some_and(|of| {
                of.has(role::OF) || matches!(of.text, "der" | "des" | "aller" | "the")
            })
        };
        let before = at.checked_sub(1).map(|place| &self.tokens[place]);
        let qualified = token.gap == Gap::Blank
            && before.is_some_and(|before| before.has(role::QUALIFIER))
            && number_at(self.text, &self.tokens, at, self.lexicon.tongue).is_none();
        let joined = self
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.gap == Gap::Hyphen);
        if token.has(role::HALF) && !joined && (of_follows(at + 1) || qualified) {
            let range = token.start..token.end;
            self.push_part(at, range, 0.5, Unit::None);
            return Some(at + 1);
        }
        let next = self.tokens.get(at + 1).filter(|next| next.gap.joins())?;
        let count = if token.has(role::ARTICLE) || token.has(role::ONE) {
            1.0
        } else if token.number().is_some() {
            let number = number_at(self.text, &self.tokens, at, self.lexicon.tongue)?;
            if number.next != at + 1 || number.scaled {
                return None;
            }
            number.low
        } else {
            return None;
        };
        let whole = denominator(next)?;
        if !(next.gap == Gap::Hyphen || of_follows(at + 2))
            || count >= whole
            || (count > 1.0 && !next.has(role::PART))
        {
            return None;
        }
        // "one-third-owned" is one still; "a third-party" is none.
        let compound = self
            .tokens
            .get(at + 2)
            .is_some_and(|after| after.gap == Gap::Hyphen);
        if compound || token.has(role::ARTICLE) && next.gap == Gap::Hyphen {
            return None;
        }
        let range = token.start..next.end;
        self.push_part(at, range, count / whole, Unit::None);
        Some(at + 2)
    }

    /// "one in five", "3 out of 10".
    pub(super) fn ratio(&mut self, first: &Measured) -> Option<usize> {
        let number = &first.number;
        if number.scaled || first.unit != Unit::None {
            return None;
        }
        let word = |place: usize, text: &str| {
            self.tokens
                .get(place)
                .is_some_and(|token| token.gap.joins() && token.text == text)
        };
        let place = if word(number.next, "in") && (!number.digits || number.low == 1.0) {
            number.next + 1
        } else if word(number.next, "out") && word(number.next + 1, "of") {
            number.next + 2
        } else {
            return None;
        };
        let whole = number_at(self.text, &self.tokens, place, self.lexicon.tongue)?;
        let fits = self.tokens[place].gap.joins()
            && !whole.scaled
            && whole.low > number.low
            && whole.low <= 1000.0;
        let unit = self.unit_follows(&whole) || number.low == 0.0;
        let year = self.is_year(&whole);
        if !fits || unit || year || whole.digits != number.digits {
            return None;
        }
        let value = number.low / whole.low;
        self.push_part(number.first, number.start..whole.end, value, Unit::None);
        Some(whole.next)
    }

    /// Adds a part or a place that begins at a token, with what is said of it.
    fn push_part(&mut self, at: usize, number: Range<usize>, value: f64, unit: Unit) {
        let mut range = number.clone();
        let mut bound = Bound::Exact;
        if unit == Unit::None
            && let Some((said, start)) = self.qualifier(at, range.start, unit)
        {
            (bound, range.start) = (said, start);
        }
        self.add(Figure {
            range,
            number,
            low: value,
            high: value,
            bound,
            unit,
        });
    }
}

/// What a part divides by.
fn denominator(token: &Token) -> Option<f64> {
    if token.has(role::PART) {
        let lower = token.text.to_lowercase();
        let known: [(&[&str], f64); 4] = [
            (
                &["third", "thirds", "drittel", "tiers", "tercio", "tercios"],
                3.0,
            ),
            (
                &[
                    "quarter", "quarters", "viertel", "quart", "quarts", "cuartos",
                ],
                4.0,
            ),
            (&["fifths", "fünftel", "cinquièmes", "quintos"], 5.0),
            (&["tenths", "zehntel"], 10.0),
        ];
        return known
            .iter()
            .find(|(names, _)| names.contains(&lower.as_str()))
            .map(|(_, value)| *value);
    }
    let place = token.meaning?.ordinal;
    (place > 2).then(|| f64::from(place))
}
