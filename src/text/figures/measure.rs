//! A number with the currency before it or the unit behind it.

use super::Unit;
use super::assemble::Scan;
use super::lexicon::{UnitOf, role};
use super::number::{Number, Suffix};
use super::tokens::{Gap, Token, is_blank};
use super::units::{abbreviation, currency_of_code, currency_of_sign, dollar_of, unit_of_sign};

/// A number with what stands at its sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    pub number: Number,
    pub unit: Unit,
    /// Its first token: of a currency, or of the number.
    pub first: usize,
    pub start: usize,
    pub end: usize,
    /// The token behind the unit.
    pub next: usize,
    /// A plus sign follows the number.
    pub plus: bool,
}

/// A unit behind a number.
#[derive(Debug, Clone, Copy)]
struct Behind {
    unit: Unit,
    factor: f64,
    end: usize,
    next: usize,
}

impl Measured {
    fn scale(&mut self, factor: f64) {
        if factor != 1.0 {
            self.number.low *= factor;
            self.number.high *= factor;
        }
    }
}

impl Scan<'_> {
    /// The number with a currency before it or a unit behind it.
    pub(super) fn measured(&self, number: Number) -> Measured {
        let plus = self.text[number.end..].starts_with('+');
        let mut measured = Measured {
            number,
            unit: Unit::None,
            first: number.first,
            start: number.start,
            end: number.end + usize::from(plus),
            next: number.next,
            plus,
        };
        // "68,000-plus".
        let behind = self.tokens.get(number.next);
        if let Some(word) = behind.filter(|word| word.gap == Gap::Hyphen && word.text == "plus") {
            (measured.plus, measured.end, measured.next) = (true, word.end, number.next + 1);
            measured.number.next = measured.next;
        }
        if let Some((code, first, start)) = self.currency_before(&number) {
            (measured.unit, measured.first, measured.start) = (Unit::Money(code), first, start);
            // "$5 million dollars", "US$4bn USD".
            if let Some(behind) = self
                .behind(&measured)
                .filter(|behind| matches!(behind.unit, Unit::Money(_)))
            {
                (measured.end, measured.next) = (behind.end, behind.next);
            }
            return measured;
        }
        if let Suffix::Unit((unit, factor)) = number.suffix {
            measured.unit = unit;
            measured.scale(factor);
            self.per_hour(&mut measured);
            return measured;
        }
        if let Some(behind) = self.behind(&measured) {
            (measured.unit, measured.end, measured.next) = (behind.unit, behind.end, behind.next);
            measured.scale(behind.factor);
            self.per_hour(&mut measured);
        }
        measured
    }

    /// "km/h", "m/s".
    fn per_hour(&self, measured: &mut Measured) {
        let (name, length) = match (measured.unit, &self.text[measured.end..]) {
            (Unit::Measure("kilometre"), rest) if rest.starts_with("/h") => {
                ("kilometre per hour", 2)
            }
            (Unit::Measure("metre"), rest) if rest.starts_with("/s") => ("metre per second", 2),
            (Unit::Measure("mile"), rest) if rest.starts_with("/h") => ("mile per hour", 2),
            _ => return,
        };
        measured.unit = Unit::Measure(name);
        measured.end += length;
        while self
            .tokens
            .get(measured.next)
            .is_some_and(|token| token.start < measured.end)
        {
            measured.end = measured.end.max(self.tokens[measured.next].end);
            measured.next += 1;
        }
    }

    /// The currency before a number: its code, first token and start.
    fn currency_before(&self, number: &Number) -> Option<(&'static str, usize, usize)> {
        let before = self.text[..number.start].trim_end_matches(is_blank);
        let last = number.first.checked_sub(1).map(|place| &self.tokens[place]);
        if let Some(sign) = before.chars().next_back()
            && let Some(code) = currency_of_sign(sign)
        {
            let start = before.len() - sign.len_utf8();
            // "5 € 20": the sign belongs to the number before.
            let blank = before.len() < number.start;
            if blank && last.is_some_and(|last| last.digits && last.end + 4 >= start) {
                return None;
            }
            if let Some(last) = last.filter(|last| last.end == start && sign == '$')
                && let Some(code) = dollar_of(last.text)
            {
                return Some((code, number.first - 1, last.start));
            }
            return Some((code, number.first, start));
        }
        let last = last?;
        let gap = self.tokens[number.first].gap;
        let code = currency_of_code(last.text)?;
        (gap == Gap::Blank || gap == Gap::Stop).then_some((code, number.first - 1, last.start))
    }

    /// The unit behind a number.
    fn behind(&self, measured: &Measured) -> Option<Behind> {
        let number = &measured.number;
        if let Some(behind) = self.sign_behind(measured) {
            return Some(behind);
        }
        let mut place = number.next;
        let mut token = self.tokens.get(place)?;
        // The dot of a short multiplier: "3 Mrd. Euro".
        let dotted =
            number.scaled && token.gap == Gap::Stop && &self.text[number.end..token.start] == ". ";
        if !token.gap.joins() && !dotted {
            return None;
        }
        if number.scaled && token.has(role::OF) && token.gap == Gap::Blank {
            place += 1;
            token = self
                .tokens
                .get(place)
                .filter(|token| matches!(token.gap, Gap::Blank | Gap::Apostrophe))?;
        }
        if token.has(role::PHRASE)
            && let Some(behind) = self.phrase(place)
        {
            return Some(behind);
        }
        let (unit, factor) = self.unit_of(token, number)?;
        let possessive = if token.text.ends_with(['\'', '’']) {
            1
        } else {
            0
        };
        Some(Behind {
            unit,
            factor,
            end: token.end - possessive,
            next: place + 1,
        })
    }

    fn unit_of(&self, token: &Token, number: &Number) -> Option<UnitOf> {
        if let Some((unit, factor)) = token.meaning.and_then(|meaning| meaning.unit) {
            let singular_second = token.text == "second" && token.gap == Gap::Blank;
            if singular_second
                || (token.capital && token.meaning.is_some_and(|meaning| meaning.ordinal > 0))
            {
                return None;
            }
            if unit == Unit::Measure("pound") && number.low >= 1e6 {
                return Some((Unit::Money("GBP"), factor));
            }
            return Some((unit, factor));
        }
        if !number.digits
            || token.text.len() > 5
            || token
                .meaning
                .is_some_and(|meaning| meaning.number.is_some())
        {
            return None;
        }
        abbreviation(token.text)
    }

    /// "%", "€", "°C" behind a number.
    fn sign_behind(&self, measured: &Measured) -> Option<Behind> {
        let rest = &self.text[measured.end..];
        let trimmed = rest.trim_start_matches(is_blank);
        let blank = rest.len() - trimmed.len();
        let sign = trimmed.chars().next().filter(|_| blank <= 4)?;
        let end = measured.end + blank + sign.len_utf8();
        let next = measured.number.next;
        if sign == '°' || sign == 'º' {
            return Some(self.degrees(end, next));
        }
        let (unit, factor) = unit_of_sign(sign)?;
        let prefix = self.text[end..].starts_with(|c: char| c.is_ascii_digit());
        // In English a sign of money stands before its number.
        let money = matches!(unit, Unit::Money(_)) && (prefix || blank > 0 && self.is_english());
        (!money).then_some(Behind {
            unit,
            factor,
            end,
            next,
        })
    }

    fn degrees(&self, end: usize, next: usize) -> Behind {
        let token = self.tokens.get(next).filter(|token| token.start <= end + 3);
        let scale = token.and_then(|token| match token.text {
            "C" | "Celsius" => Some(("degree celsius", token.end)),
            "F" | "Fahrenheit" => Some(("degree fahrenheit", token.end)),
            _ => None,
        });
        match scale {
            Some((name, end)) => Behind {
                unit: Unit::Measure(name),
                factor: 1.0,
                end,
                next: next + 1,
            },
            None => Behind {
                unit: Unit::Measure("degree"),
                factor: 1.0,
                end,
                next,
            },
        }
    }

    /// A unit of several words that begins at a token.
    fn phrase(&self, place: usize) -> Option<Behind> {
        let phrases = self.lexicon.phrases.iter();
        phrases.into_iter().find_map(|(phrase, unit, factor)| {
            let end = self.words_match(place, phrase)?;
            Some(Behind {
                unit: *unit,
                factor: *factor,
                end: self.tokens[end - 1].end,
                next: end,
            })
        })
    }

    /// The token behind the words of a phrase, if they stand here.
    pub(super) fn words_match(&self, place: usize, phrase: &str) -> Option<usize> {
        let mut at = place;
        for word in phrase.split(' ') {
            let token = self.tokens.get(at)?;
            let joined = at == place || token.gap.joins() || token.gap == Gap::Apostrophe;
            if !joined || !is_word(token.text, word) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Whether a unit follows the number.
    pub(super) fn unit_follows(&self, number: &Number) -> bool {
        self.measured(*number).unit != Unit::None
    }

    /// Whether a unit follows a token of digits, which then is no day and no year.
    pub(super) fn unit_follows_digits(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if self.text[token.end..].starts_with(['%', '+']) {
            return true;
        }
        let Some(next) = self
            .tokens
            .get(at + 1)
            .filter(|next| next.gap == Gap::Blank)
        else {
            return false;
        };
        next.number().is_some()
            || next
                .meaning
                .is_some_and(|meaning| meaning.unit.is_some() && meaning.ordinal == 0)
    }
}

/// Whether a token is this word, which may have accents, in whatever case.
fn is_word(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
        || (!text.is_ascii() || text.contains('\'')) && text.to_lowercase() == word
}
