//! Two numbers that belong together: ranges and scores.

use super::assemble::Scan;
use super::lexicon::{Tongue, role};
use super::measure::Measured;
use super::number::{Number, Suffix, may_begin, number_at, unscaled};
use super::tokens::{Gap, is_hyphen};
use super::{Bound, Figure, Unit};

/// How two numbers are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Hyphen,
    To,
    Or,
}

impl Scan<'_> {
    /// "3:1", the result of a game in German.
    pub(super) fn colon_score(&mut self, at: usize) -> Option<usize> {
        let [one, two] = self.tokens.get(at..at + 2)? else {
            return None;
        };
        let (low, high): (u8, u8) = (one.text.parse().ok()?, two.text.parse().ok()?);
        let colon = &self.text[one.end..two.start] == ":";
        let more = self.text[two.end..].starts_with(':') || self.text[..one.start].ends_with(':');
        if self.lexicon.tongue != Tongue::German || !colon || more {
            return None;
        }
        let number = one.start..two.end;
        self.add(Figure {
            range: number.clone(),
            number,
            low: f64::from(low),
            high: f64::from(high),
            bound: Bound::Exact,
            unit: Unit::Score,
        });
        Some(at + 2)
    }

    /// A second number that makes a range or a score of the first, and how they are joined.
    pub(super) fn second(&self, first: &Measured) -> Option<(Measured, Joint)> {
        let token = self.tokens.get(first.next)?;
        let between = self.is_between(first);
        let (place, joint) = match token.gap {
            Gap::Hyphen if token.digits || (token.number().is_some() && !first.number.digits) => {
                (first.next, Joint::Hyphen)
            }
            Gap::Hyphen | Gap::Blank if token.has(role::TO) => (first.next + 1, Joint::To),
            Gap::Blank if token.has(role::AND) && between => (first.next + 1, Joint::To),
            Gap::Blank if token.has(role::OR) => (first.next + 1, Joint::Or),
            _ => return None,
        };
        let follows = self.tokens.get(place)?;
        if !(follows.gap.joins() && may_begin(follows)) {
            return None;
        }
        let number = number_at(self.text, &self.tokens, place, self.lexicon.tongue)?;
        let second = self.measured(number);
        let compatible =
            first.unit == Unit::None || first.unit == second.unit || second.unit == Unit::None;
        let plain = !number.order
            && !first.number.order
            && matches!(number.suffix, Suffix::None | Suffix::Unit(_));
        let attached = self.is_attached_after(&number);
        (compatible && plain && !attached).then_some((second, joint))
    }

    pub(super) fn is_between(&self, first: &Measured) -> bool {
        let before = first.first.checked_sub(1).map(|place| &self.tokens[place]);
        before.is_some_and(|before| before.has(role::BETWEEN))
    }

    pub(super) fn pair(&mut self, first: &Measured, second: &Measured, joint: Joint) -> usize {
        let (one, two) = (&first.number, &second.number);
        if joint == Joint::Hyphen && self.is_score(first, second) {
            return self.score(first, second);
        }
        let mut low = one.low;
        // "2 to 3 million", "$4 to $5 billion".
        let mantissa = self.mantissa(two);
        if two.scaled && !one.scaled && mantissa > 0.0 && low < mantissa {
            low *= two.low / mantissa;
        }
        let changes = self.changes(first, second);
        if low >= two.low
            || changes
            || (joint == Joint::Or && (one.scaled || first.unit != Unit::None))
        {
            if joint == Joint::To && one.plain && self.tokens[one.next].gap == Gap::Hyphen {
                return self.score(first, second);
            }
            return self.single(first);
        }
        let mut unit = if second.unit == Unit::None {
            first.unit
        } else {
            second.unit
        };
        if unit == Unit::None
            && (self.is_name(&Number {
                next: two.next,
                ..*one
            }) || self.has_bare_compound(two))
        {
            return second.next;
        }
        let mut start = first.start;
        let mut place = first.first;
        if self.is_between(first) {
            place -= 1;
            start = self.tokens[place].start;
        }
        if let Some(aged) = self.aged(place, unit) {
            (start, unit) = (aged, Unit::Age);
        }
        if let Some((_, earlier)) = self.qualifier(place, start, unit) {
            start = earlier;
        }
        let number = Number {
            start: one.start,
            end: two.end,
            low,
            high: two.high,
            ..*one
        };
        self.push(start..second.end, &number, Bound::Range, unit);
        second.next
    }

    fn has_bare_compound(&self, number: &Number) -> bool {
        self.tokens
            .get(number.next)
            .is_some_and(|next| next.gap == Gap::Hyphen && !next.has(role::COUNTED))
    }

    /// "from 5% to 7%": two figures.
    fn changes(&self, first: &Measured, second: &Measured) -> bool {
        let before = first.first.checked_sub(1).map(|place| &self.tokens[place]);
        let from =
            before.is_some_and(|before| before.has(role::FROM) && !before.has(role::BETWEEN));
        from && first.unit != Unit::None && second.unit == first.unit
    }

    /// The number before its multiplier.
    fn mantissa(&self, number: &Number) -> f64 {
        let alone = unscaled(self.text, &self.tokens, number, self.lexicon.tongue);
        alone.unwrap_or(number.low)
    }

    /// Whether two numbers with a hyphen are a result: the first is the greater one, or the words
    /// before tell of a game or a vote.
    fn is_score(&self, first: &Measured, second: &Measured) -> bool {
        let (one, two) = (&first.number, &second.number);
        let plain = one.plain && two.plain && first.unit == Unit::None && second.unit == Unit::None;
        let played = first
            .first
            .checked_sub(1)
            .is_some_and(|place| self.tokens[place].has(role::PLAYED));
        let counted = self.tokens.get(second.next).is_some_and(|next| {
            next.gap == Gap::Blank && next.has(role::COUNTED) && !next.has(role::PLAYED)
        });
        plain
            && one.low < 1000.0
            && two.low < 1000.0
            && (one.low >= two.low || (played && !counted))
    }

    fn score(&mut self, first: &Measured, second: &Measured) -> usize {
        let (one, two) = (&first.number, &second.number);
        // A name before, a letter or a further number behind: an identifier.
        let always = (one.low, two.low) == (24.0, 7.0);
        let before = always || self.text[..one.start].ends_with(|c: char| is_hyphen(c) || c == '/');
        if before
            || self.text[two.end..].starts_with(|c: char| is_hyphen(c))
                && self.tokens.get(two.next).is_some_and(|next| next.digits)
        {
            return second.next;
        }
        let number = Number {
            end: two.end,
            high: two.low,
            ..*one
        };
        self.push(one.start..two.end, &number, Bound::Exact, Unit::Score);
        second.next
    }
}
