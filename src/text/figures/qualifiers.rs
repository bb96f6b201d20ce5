//! What is said of a number around it: "more than", "or so", "minus", "aged".

use super::assemble::Scan;
use super::lexicon::{NumberWord, role};
use super::measure::Measured;
use super::number::{Number, may_begin};
use super::tokens::{Gap, is_blank};
use super::{Bound, Unit};

impl Scan<'_> {
    /// What is said of the number that begins at a token: words and signs before it.
    pub(super) fn qualifier(
        &self,
        first: usize,
        start: usize,
        unit: Unit,
    ) -> Option<(Bound, usize)> {
        let mut said = self.sign_before(start);
        let (mut first, mut start) = (first, said.map_or(start, |(_, start)| start));
        for _ in 0..2 {
            let Some((bound, place)) = self.qualifier_words(first, unit) else {
                break;
            };
            start = self.tokens[place].start;
            // "approximately more than": the nearest word counts, unless it is the weaker one.
            let stronger = said.is_none_or(|(before, _)| before == Bound::About);
            said = Some((
                if stronger {
                    bound
                } else {
                    said.map_or(bound, |(before, _)| before)
                },
                start,
            ));
            first = place;
        }
        said.map(|(bound, _)| (bound, start))
    }

    fn sign_before(&self, start: usize) -> Option<(Bound, usize)> {
        let before = self.text[..start].trim_end_matches(is_blank);
        let sign = before.chars().next_back()?;
        let bound = match sign {
            '~' | '≈' | '±' => Bound::About,
            '>' | '≥' => Bound::MoreThan,
            '<' | '≤' => Bound::LessThan,
            _ => return None,
        };
        Some((bound, before.len() - sign.len_utf8()))
    }

    /// A qualifier of words right before a token, and its first token.
    fn qualifier_words(&self, first: usize, unit: Unit) -> Option<(Bound, usize)> {
        let gap = self.tokens.get(first)?.gap;
        let last = first.checked_sub(1)?;
        let dotted = gap == Gap::Stop && matches!(self.tokens[last].text, "ca" | "approx" | "Ca");
        if !(matches!(gap, Gap::Blank | Gap::Apostrophe) || dotted)
            || !self.tokens[last].has(role::QUALIFIER)
        {
            return None;
        }
        for (phrase, bound) in self.lexicon.qualifiers {
            let count = phrase.bytes().filter(|byte| *byte == b' ').count();
            let Some(place) = last.checked_sub(count) else {
                continue;
            };
            if self.words_match(place, phrase) == Some(first) {
                return (!self.says_else(phrase, place, unit)).then_some((*bound, place));
            }
        }
        None
    }

    /// "over three days" is during them, "reports about two ministers" of them.
    fn says_else(&self, phrase: &str, place: usize, unit: Unit) -> bool {
        let before = place.checked_sub(1).map(|before| self.tokens[before].text);
        match (phrase, unit) {
            ("over", Unit::Duration(_)) => !matches!(
                before,
                Some("of" | "for" | "just" | "lasted" | "took" | "spent" | "after")
            ),
            ("up to", _) => {
                let rises = [
                    "ticked", "edged", "inched", "crept", "moved", "climbed", "went", "rose",
                ];
                before.is_some_and(|before| rises.contains(&before))
            }
            ("about", Unit::None) => {
                let number = self.tokens[place + 1].number();
                let small = matches!(number, Some(NumberWord::Ones(value)) if value < 10.0);
                small && before.is_some() && !self.starts(place)
            }
            _ => false,
        }
    }

    /// "or more" behind a figure: what it says, where it ends.
    pub(super) fn trailing(&self, next: usize) -> Option<(Bound, usize, usize)> {
        self.tokens
            .get(next)
            .filter(|token| token.gap == Gap::Blank)?;
        self.lexicon.trailing.iter().find_map(|(phrase, bound)| {
            let behind = self.words_match(next, phrase)?;
            let last = self.tokens[behind - 1];
            // "environ" can belong to a number behind it.
            let follows = self
                .tokens
                .get(behind)
                .is_some_and(|token| token.gap == Gap::Blank && may_begin(token));
            (!follows).then_some((*bound, last.end, behind))
        })
    }

    /// Where a minus begins: a sign, or the word.
    pub(super) fn minus(&self, number: &Number, first: usize) -> Option<usize> {
        if !number.digits {
            return None;
        }
        let before = &self.text[..number.start];
        if let Some(rest) = before.strip_suffix(['-', '−']) {
            let stands = rest.is_empty() || rest.ends_with(|c: char| c.is_whitespace() || c == '(');
            return stands.then_some(rest.len());
        }
        let word = &self.tokens[first.checked_sub(1)?];
        let joined = self.tokens[first].gap == Gap::Blank;
        (joined && word.text.eq_ignore_ascii_case("minus")).then_some(word.start)
    }

    /// Where "aged" begins before a number.
    pub(super) fn aged(&self, first: usize, unit: Unit) -> Option<usize> {
        if !matches!(unit, Unit::None | Unit::Duration("year")) {
            return None;
        }
        let mut place = first.checked_sub(1)?;
        if self.tokens[place].has(role::OF | role::BETWEEN) && self.tokens[place].gap == Gap::Blank
        {
            place = place.checked_sub(1)?;
        }
        let joined = self.tokens[first].gap == Gap::Blank;
        (joined && self.tokens[place].has(role::AGED)).then_some(self.tokens[place].start)
    }

    /// "Maria Holm, 43, said"; outside of English also "Maria Holm (43)".
    pub(super) fn is_age(&self, measured: &Measured) -> bool {
        let number = &measured.number;
        let Some(before) = number.first.checked_sub(1).map(|place| &self.tokens[place]) else {
            return false;
        };
        let named = before.capital
            && !before.digits
            && before.month().is_none()
            && before.weekday().is_none();
        let after = &self.text[number.end..];
        let apposed = match self.tokens[number.first].gap {
            Gap::Comma => after.starts_with(',') || after == ".",
            Gap::Bracket => after.starts_with(')') && !self.is_english(),
            _ => false,
        };
        named
            && apposed
            && number.plain
            && (10.0..=115.0).contains(&number.low)
            && before.text.len() > 1
    }
}
