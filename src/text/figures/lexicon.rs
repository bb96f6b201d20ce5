//! What words mean to figures, language by language: numbers, units, months, and words that stand
//! around numbers.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Bound, Unit, english, french, german, spanish};
use crate::text::months::{english_months, other_months};
use crate::text::{Language, fold};

/// A word that is a number or part of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum NumberWord {
    /// A number by itself: "seven", "nineteen", "doscientos".
    Ones(f64),
    /// "twenty" to "ninety".
    Tens(f64),
    /// What the number before is multiplied by: "hundred", "million", "dozen".
    Scale(f64),
    /// The same in the plural; without a number before, an order of magnitude.
    Scales(f64),
}

/// A unit and what a value in it is multiplied by ("cents").
pub(super) type UnitOf = (Unit, f64);

/// All that one word can mean.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meaning {
    pub number: Option<NumberWord>,
    pub unit: Option<UnitOf>,
    /// The number of a month, 0 for other words.
    pub month: u8,
    /// The number of a weekday, 0 for other words.
    pub weekday: u8,
    /// The place that an ordinal names, 0 for other words.
    pub ordinal: u8,
    /// What else it does, a set of the bits in [`role`].
    pub roles: u32,
}

/// What a word does beside numbers.
pub(super) mod role {
    /// "a" before "million".
    pub const ARTICLE: u32 = 1;
    /// "half".
    pub const HALF: u32 = 1 << 1;
    /// "and".
    pub const AND: u32 = 1 << 2;
    /// "to", between the ends of a range.
    pub const TO: u32 = 1 << 3;
    /// "or".
    pub const OR: u32 = 1 << 4;
    /// The last word of a qualifier.
    pub const QUALIFIER: u32 = 1 << 5;
    /// A noun whose number is a name: "section", "page".
    pub const LABEL: u32 = 1 << 6;
    /// What stands before a year or a month: "in", "since".
    pub const BEFORE_DATE: u32 = 1 << 7;
    /// "of", between "millions" and its unit, between a day and its month.
    pub const OF: u32 = 1 << 8;
    /// "between".
    pub const BETWEEN: u32 = 1 << 9;
    /// "from".
    pub const FROM: u32 = 1 << 10;
    /// "aged".
    pub const AGED: u32 = 1 << 11;
    /// The first word of a unit of several words.
    pub const PHRASE: u32 = 1 << 12;
    /// "several", "a few" before "hundred".
    pub const SEVERAL: u32 = 1 << 13;
    /// "the", "her": before an ordinal.
    pub const DEFINITE: u32 = 1 << 14;
    /// Nouns that make a figure of "one" and of "12-member".
    pub const COUNTED: u32 = 1 << 15;
    /// What stands before a number that one side has and the other not: "won", "lost".
    pub const PLAYED: u32 = 1 << 16;
    /// The end of a street's name.
    pub const STREET: u32 = 1 << 17;
    /// What stands before a time of day: "at", "um", "à".
    pub const AT: u32 = 1 << 18;
    /// Parts: "third", "quarter" after a number or before "of".
    pub const PART: u32 = 1 << 19;
    /// Superlatives behind a rank need no article before it: "second-largest".
    pub const SUPERLATIVE: u32 = 1 << 20;
    /// "one", which is most often no number.
    pub const ONE: u32 = 1 << 21;
    /// "o'clock", "Uhr".
    pub const CLOCK: u32 = 1 << 22;
    /// "mid", "pre": parts that a hyphen joins to a year.
    pub const BEFORE_YEAR: u32 = 1 << 23;
    /// "her" in "her 40s".
    pub const POSSESSIVE: u32 = 1 << 24;
    /// What titles say that happened to a number: "Kills 12".
    pub const VERB: u32 = 1 << 25;
    /// What makes metres, not millions, of "60m": "from", "tall".
    pub const EXTENT: u32 = 1 << 26;
}

/// The words of a language as they are written in its file; lists are separated by blanks.
pub(super) struct Vocabulary {
    pub ones: &'static [(&'static str, f64)],
    pub tens: &'static [(&'static str, f64)],
    pub scales: &'static [(&'static str, f64)],
    /// Plurals, which alone are an order of magnitude.
    pub plurals: &'static [(&'static str, f64)],
    pub ordinals: &'static [(&'static str, u8)],
    pub units: &'static [(&'static str, Unit, f64)],
    /// Units of several words; the first of their list that fits counts.
    pub phrases: &'static [(&'static str, Unit, f64)],
    /// Monday first.
    pub weekdays: [&'static str; 7],
    /// Longer ones first.
    pub qualifiers: &'static [(&'static str, Bound)],
    /// Qualifiers behind the number.
    pub trailing: &'static [(&'static str, Bound)],
    pub roles: &'static [(&'static str, u32)],
}

/// How a language writes numbers, and its words.
pub(super) struct Lexicon {
    words: FxHashMap<String, Meaning>,
    /// The lengths of the words that begin with each letter, a bit per byte; most words of a text
    /// need no further look.
    lengths: [u32; 26],
    pub phrases: &'static [(&'static str, Unit, f64)],
    pub qualifiers: &'static [(&'static str, Bound)],
    pub trailing: &'static [(&'static str, Bound)],
    pub tongue: Tongue,
}

/// The languages whose words are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    English,
    German,
    French,
    Spanish,
    /// Only digits and symbols are read; a comma separates decimals.
    Other,
    /// Only digits and symbols are read, as in English.
    Unknown,
}

impl Tongue {
    fn of(language: Language) -> Self {
        match language.tag() {
            Some("en") => Self::English,
            Some("de") => Self::German,
            Some("fr") => Self::French,
            Some("es") => Self::Spanish,
            Some(
                "it" | "pt" | "nl" | "id" | "sv" | "da" | "pl" | "tr" | "ro" | "ru" | "uk" | "el"
                | "cs" | "hu" | "fi",
            ) => Self::Other,
            _ => Self::Unknown,
        }
    }

    /// Whether a separator before exactly three digits groups them. In Spanish both do: Spain and
    /// Mexico differ, and three decimals are rare.
    pub fn groups_with(self, separator: u8) -> bool {
        match self {
            Self::English | Self::Unknown => separator == b',',
            Self::German | Self::French | Self::Other => separator == b'.',
            Self::Spanish => true,
        }
    }

    /// Whether a plain blank groups digits; a narrow or fixed one does everywhere.
    pub fn groups_with_blank(self) -> bool {
        !matches!(self, Self::English | Self::Unknown)
    }
}

static ENGLISH: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(&english::WORDS, Tongue::English));
static GERMAN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&german::WORDS, Tongue::German));
static FRENCH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&french::WORDS, Tongue::French));
static SPANISH: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(&spanish::WORDS, Tongue::Spanish));
static OTHER: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&NO_WORDS, Tongue::Other));
static UNKNOWN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&NO_WORDS, Tongue::Unknown));

/// The vocabulary of a language whose words are not known.
const NO_WORDS: Vocabulary = Vocabulary {
    ones: &[],
    tens: &[],
    scales: &[],
    plurals: &[],
    ordinals: &[],
    units: &[
        ("euro", Unit::Money("EUR"), 1.0),
        ("dollar", Unit::Money("USD"), 1.0),
    ],
    phrases: &[],
    weekdays: [""; 7],
    qualifiers: &[],
    trailing: &[],
    roles: &[],
};

impl Lexicon {
    /// The lexicon of a language.
    pub fn of(language: Language) -> &'static Self {
        match Tongue::of(language) {
            Tongue::English => &ENGLISH,
            Tongue::German => &GERMAN,
            Tongue::French => &FRENCH,
            Tongue::Spanish => &SPANISH,
            Tongue::Other => &OTHER,
            Tongue::Unknown => &UNKNOWN,
        }
    }

    /// What a folded word means; `None` for most words.
    pub fn meaning(&self, folded: &str) -> Option<&Meaning> {
        self.words.get(folded)
    }

    /// Whether a word can mean something, by its first letter and length alone.
    pub fn may_know(&self, word: &str) -> bool {
        let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
        // What folding changes beside case is looked up.
        if !word.is_ascii() || word.contains('\'') {
            return true;
        }
        match first {
            Some(letter @ b'a'..=b'z') => {
                self.lengths[usize::from(letter - b'a')] & length_bit(word) != 0
            }
            _ => true,
        }
    }

    fn new(words: &Vocabulary, tongue: Tongue) -> Self {
        let mut lexicon = Self {
            words: FxHashMap::default(),
            lengths: [0; 26],
            phrases: words.phrases,
            qualifiers: words.qualifiers,
            trailing: words.trailing,
            tongue,
        };
        lexicon.add_numbers(words);
        for (list, unit, factor) in words.units {
            lexicon.add(list, |meaning| meaning.unit = Some((*unit, *factor)));
        }
        for (place, list) in (1..).zip(words.weekdays) {
            lexicon.add(list, |meaning| meaning.weekday = place);
        }
        match tongue {
            Tongue::English => lexicon.add_months(english_months()),
            Tongue::German | Tongue::French | Tongue::Spanish => lexicon.add_months(other_months()),
            Tongue::Other | Tongue::Unknown => {}
        }
        for (list, bits) in words.roles {
            lexicon.add(list, |meaning| meaning.roles |= bits);
        }
        for (phrase, _) in words.qualifiers {
            let last = phrase.rsplit(' ').next().unwrap_or_default();
            lexicon.add(last, |meaning| meaning.roles |= role::QUALIFIER);
        }
        for (phrase, _, _) in words.phrases {
            let first = phrase.split(' ').next().unwrap_or_default();
            lexicon.add(first, |meaning| meaning.roles |= role::PHRASE);
        }
        lexicon
    }

    fn add_numbers(&mut self, words: &Vocabulary) {
        for (list, value) in words.ones {
            self.add_number(list, NumberWord::Ones(*value));
        }
        for (list, value) in words.tens {
            self.add_number(list, NumberWord::Tens(*value));
        }
        for (list, value) in words.scales {
            self.add_number(list, NumberWord::Scale(*value));
        }
        for (list, value) in words.plurals {
            self.add_number(list, NumberWord::Scales(*value));
        }
        for (list, place) in words.ordinals {
            self.add(list, |meaning| meaning.ordinal = *place);
        }
    }

    fn add_number(&mut self, list: &str, number: NumberWord) {
        self.add(list, |meaning| meaning.number = Some(number));
    }

    fn add_months(&mut self, months: impl Iterator<Item = (&'static str, u8)>) {
        for (name, number) in months {
            self.add(name, |meaning| meaning.month = number);
        }
    }

    /// Changes the meaning of each word of a list.
    fn add(&mut self, list: &str, change: impl Fn(&mut Meaning)) {
        let mut folded = String::new();
        for word in list.split(' ').filter(|word| !word.is_empty()) {
            fold(word, &mut folded);
            if let Some(letter @ b'a'..=b'z') = folded.as_bytes().first() {
                self.lengths[usize::from(letter - b'a')] |= length_bit(&folded);
            }
            change(self.words.entry(folded.clone()).or_default());
        }
    }
}

fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
}
