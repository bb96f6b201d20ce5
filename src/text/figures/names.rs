//! What looks like a figure and is none: numbers that are part of a name, of an identifier, of a
//! telephone number, or that count the items of a list.
//!
//! A number right behind a capitalised word belongs to that name ("Colossus 1", "Boeing 737",
//! "Claude 3.5"), unless thousands are grouped, a multiplier, a unit or a sign of money stands with
//! it ("Nvidia 200,000", "Tesla 5 percent"), the word is a function word, or it begins the sentence
//! and is an adverb or a participle ("Roughly 40", "Killing 12"). In a title, where every word has
//! a capital, verbs are none either ("Storm Kills 12"). In German, where nouns
//! have capitals, another noun must not follow ("die Polizei 12 Menschen").

use super::assemble::Scan;
use super::lexicon::{Tongue, role};
use super::number::Number;
use super::tokens::{Gap, Token, is_blank, is_hyphen};
use crate::text::{LanguageGuess, fold, hash_word};

/// Longer numbers without groups are identifiers.
const MOST_UNGROUPED: usize = 7;

impl Scan<'_> {
    /// The token behind a telephone number, a version, the mark of a list or a similar thing that
    /// begins with this token of digits.
    pub(super) fn identifier(&self, at: usize) -> Option<usize> {
        if self.marks_item(at) {
            return Some(at + 1);
        }
        let token = &self.tokens[at];
        let leading_zero = token.text.len() > 2
            && token.text.starts_with('0')
            && token.text.bytes().all(|byte| byte.is_ascii_digit());
        let groups = self.digit_groups(at);
        let lengths = |place: usize| self.tokens[at + place].text.len();
        let hyphens = |range: std::ops::Range<usize>| {
            range
                .into_iter()
                .all(|place| self.tokens[at + place].gap == Gap::Hyphen)
        };
        if groups >= 3 && hyphens(1..groups) {
            return Some(at + groups);
        }
        if groups == 2 && hyphens(1..2) && lengths(0) == 3 && lengths(1) == 4 {
            return Some(at + 2);
        }
        let called = leading_zero || self.text[..token.start].ends_with('+');
        if called && (groups >= 3 || leading_zero) {
            return Some(at + groups);
        }
        None
    }

    /// How many tokens of digits alone follow each other, at most eight.
    fn digit_groups(&self, at: usize) -> usize {
        let follows = |token: &&Token| {
            matches!(token.gap, Gap::Hyphen | Gap::Blank)
                && token.text.bytes().all(|byte| byte.is_ascii_digit())
        };
        1 + self.tokens[at + 1..]
            .iter()
            .take(7)
            .take_while(follows)
            .count()
    }

    /// "1.", "2)" or "3:" at the beginning.
    fn marks_item(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let after = &self.text[token.end..];
        if at > 0
            || token.text.len() > 3
            || !after.starts_with(['.', ')', ':'])
            || !token.text.bytes().all(|byte| byte.is_ascii_digit())
        {
            return false;
        }
        let month = self
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.month().is_some());
        !month
            && after[1..]
                .chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || c.is_alphanumeric())
    }

    /// Whether characters that touch the number make it part of something else.
    pub(super) fn is_attached(&self, number: &Number) -> bool {
        self.is_attached_before(number) || self.is_attached_after(number)
    }

    fn is_attached_before(&self, number: &Number) -> bool {
        let mut before = self.text[..number.start].chars().rev();
        let Some(last) = before.next() else {
            return false;
        };
        let earlier = before.next();
        let touches = earlier.is_some_and(char::is_alphanumeric);
        match last {
            '.' | ',' | ':' => touches || last == '.',
            '/' | '\\' | '_' | '@' | '#' | '&' | '=' | '[' | '№' | '^' => true,
            '\'' | '’' => {
                number.digits
                    && !(touches
                        && self.tokens[number.first].gap == Gap::Apostrophe
                        && !self.is_english())
            }
            c if is_hyphen(c) => touches && !self.follows_time_word(number),
            _ => false,
        }
    }

    /// "mid-2027", "pre-2020".
    fn follows_time_word(&self, number: &Number) -> bool {
        let before = number.first.checked_sub(1).map(|place| &self.tokens[place]);
        self.tokens[number.first].gap == Gap::Hyphen
            && before.is_some_and(|token| {
                token.has(role::BEFORE_YEAR)
                    || token.month().is_some()
                    || self.is_year_text(token.text)
            })
    }

    pub(super) fn is_attached_after(&self, number: &Number) -> bool {
        let mut after = self.text[number.end..].chars();
        let Some(first) = after.next() else {
            return false;
        };
        let second = after.next();
        match first {
            '_' | '@' | '\\' | '=' | ']' | '^' => true,
            '/' | ':' | '\'' | '′' | '’' => second.is_some_and(|c| c.is_ascii_digit()),
            c if is_hyphen(c) => {
                second.is_some_and(|c| c.is_uppercase()) && !self.unit_follows(number)
            }
            _ => false,
        }
    }

    /// Whether a bare number is part of a name, stands for a thing, or has a compound behind it.
    pub(super) fn is_name(&self, number: &Number) -> bool {
        if number.scaled {
            return false;
        }
        if number.plain && number.low <= 1.0 && number.digits && !self.counts_one(number) {
            return true;
        }
        // "+972" is a code, and nobody writes a count of so many digits without groups.
        let coded = self.text[..number.start].ends_with('+');
        if number.plain && (coded || number.end - number.start > MOST_UNGROUPED) {
            return true;
        }
        if self.has_compound(number) || self.is_street(number) {
            return true;
        }
        let Some(before) = self.word_before(number.first) else {
            return false;
        };
        if !number.digits {
            return self.is_spelled_name(number, before);
        }
        if number.grouped {
            return false;
        }
        // "a 737": what has an article is a thing of that name.
        let compound = self
            .tokens
            .get(number.next)
            .is_some_and(|next| next.gap == Gap::Hyphen);
        let article = self.is_english() && number.plain && !compound && before.has(role::ARTICLE);
        if before.has(role::LABEL) || article {
            return true;
        }
        self.ends_name(number.first, number.next, before)
    }

    /// Whether a noun follows a "1", which else marks a note or a place in a list.
    fn counts_one(&self, number: &Number) -> bool {
        let next = self
            .tokens
            .get(number.next)
            .filter(|next| next.gap == Gap::Blank);
        next.is_some_and(|next| !next.digits && !self.is_function_word(next))
    }

    /// The word before with nothing but blanks between; also "No." before "1".
    fn word_before(&self, at: usize) -> Option<&Token<'_>> {
        let before = &self.tokens[at.checked_sub(1)?];
        match self.tokens[at].gap {
            Gap::Blank => Some(before),
            Gap::Stop if before.has(role::LABEL) && before.text.len() <= 3 => Some(before),
            _ => None,
        }
    }

    /// "three-way", "7-Eleven": compounds of which the number is no figure. Those of nouns that are
    /// counted ("12-member") are.
    fn has_compound(&self, number: &Number) -> bool {
        let Some(next) = self
            .tokens
            .get(number.next)
            .filter(|next| next.gap == Gap::Hyphen)
        else {
            return false;
        };
        !(next.digits || next.has(role::COUNTED) && number.digits || next.has(role::TO))
    }

    /// "10 Downing Street".
    fn is_street(&self, number: &Number) -> bool {
        let following = self.tokens[number.next..].iter().take(3);
        let mut named = following.take_while(|token| token.gap == Gap::Blank && token.capital);
        number.digits && named.any(|token| token.has(role::STREET))
    }

    /// "Formula One", "the Big Four": a number in words with a capital behind a name.
    fn is_spelled_name(&self, number: &Number, before: &Token) -> bool {
        let capital = self.tokens[number.first].capital;
        if before.has(role::LABEL) && number.next == number.first + 1 {
            return true;
        }
        capital && !self.title_case && !self.starts(number.first)
    }

    /// Whether a name ends in the number from token `first` to before token `next`.
    pub(super) fn ends_name(&self, first: usize, next: usize, before: &Token) -> bool {
        let inner_capital = before.text.chars().skip(1).any(char::is_uppercase);
        if !before.capital {
            return inner_capital && before.text.is_ascii();
        }
        let possessive = before.text.ends_with("'s") || before.text.ends_with("’s");
        if possessive || before.digits || before.month().is_some() || before.weekday().is_some() {
            return false;
        }
        if before.has(role::QUALIFIER | role::BEFORE_DATE | role::AGED | role::BETWEEN)
            || before.number().is_some()
        {
            return false;
        }
        if self.is_function_word(before) {
            return false;
        }
        let starts = self.starts(first - 1);
        if starts && has_ending(before.text, &["ly", "ing", "ed"]) {
            return false;
        }
        if self.title_case && before.has(role::VERB) {
            return false;
        }
        let noun_follows = self
            .tokens
            .get(next)
            .is_some_and(|next| next.capital && next.gap == Gap::Blank);
        !(self.lexicon.tongue == Tongue::German && noun_follows)
    }

    fn is_function_word(&self, token: &Token) -> bool {
        let mut folded = String::new();
        fold(token.text, &mut folded);
        self.language
            .is_function_word(LanguageGuess::lists_with(hash_word(&folded)))
    }

    /// Whether a sentence begins with this token: it is the first, or a mark stands before it.
    pub(super) fn starts(&self, at: usize) -> bool {
        at == 0 || {
            let before = self.text[..self.tokens[at].start].trim_end_matches(is_blank);
            before.ends_with(|c: char| {
                !c.is_alphanumeric() && !is_hyphen(c) && !matches!(c, ',' | '(' | '\'' | '’')
            })
        }
    }

    pub(super) fn is_english(&self) -> bool {
        matches!(self.lexicon.tongue, Tongue::English | Tongue::Unknown)
    }
}

fn has_ending(word: &str, endings: &[&str]) -> bool {
    endings
        .iter()
        .any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending))
}
