//! Reads numbers of digits with separators and multipliers.

use super::lexicon::{NumberWord, Tongue, UnitOf, role};
use super::spelled::words_at;
use super::tokens::{Gap, Token, is_blank};
use super::units::{abbreviation, scale_of_suffix};

/// A number in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// Its first token.
    pub first: usize,
    /// The token behind it.
    pub next: usize,
    pub start: usize,
    pub end: usize,
    pub low: f64,
    pub high: f64,
    /// An order of magnitude: "thousands".
    pub order: bool,
    /// Digits at the beginning.
    pub digits: bool,
    /// Digits alone, no separator, multiplier or sign.
    pub plain: bool,
    /// Multiplied by a word or letters behind it.
    pub scaled: bool,
    /// Its thousands are grouped.
    pub grouped: bool,
    /// The letters right behind the digits.
    pub suffix: Suffix,
}

/// What letters right behind digits mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Suffix {
    None,
    /// "19th".
    Ordinal,
    /// "1990s".
    Decade,
    /// "8pm": minutes to add.
    Clock(u16),
    /// "20h30".
    Hours(u16),
    /// "10km".
    Unit(UnitOf),
}

/// What digits say by themselves.
#[derive(Debug, Clone, Copy)]
struct Digits {
    value: f64,
    /// Bytes of digits and separators.
    length: usize,
    grouped: bool,
    plain: bool,
}

/// Longer ones are identifiers.
const MOST_DIGITS: usize = 15;

/// Reads the number that begins at a token.
pub(super) fn number_at(text: &str, tokens: &[Token], at: usize, tongue: Tongue) -> Option<Number> {
    let token = tokens.get(at)?;
    if token.digits {
        return digits_at(text, tokens, at, tongue);
    }
    if token.text.starts_with(['½', '¼', '¾']) {
        return fraction_sign(tokens, at);
    }
    words_at(tokens, at, tongue)
}

/// Whether a number can begin here; cheap, for most tokens.
pub(super) fn may_begin(token: &Token) -> bool {
    token.digits
        || token.compound > 0.0
        || token.meaning.is_some_and(|meaning| {
            meaning.number.is_some()
                || meaning.roles & (role::ARTICLE | role::HALF | role::SEVERAL) != 0
        })
        || token.text.starts_with(['½', '¼', '¾'])
}

fn digits_at(text: &str, tokens: &[Token], at: usize, tongue: Tongue) -> Option<Number> {
    let token = &tokens[at];
    let ascii = ascii_digits(token.text);
    let written = ascii.as_deref().unwrap_or(token.text);
    let read = read_digits(written, tongue)?;
    let mut number = Number {
        first: at,
        next: at + 1,
        start: token.start,
        end: token.end,
        low: read.value,
        high: read.value,
        order: false,
        digits: true,
        plain: read.plain && written.len() == read.length,
        scaled: false,
        grouped: read.grouped,
        suffix: Suffix::None,
    };
    add_groups(text, tokens, &mut number, tongue);
    if read.length < written.len() {
        // Letters stay letters: only digits were rewritten.
        let money = money_before(text, token.start);
        read_suffix(&mut number, &written[read.length..], token, money)?;
    }
    let extends = |next: &Token| next.gap == Gap::Blank && next.has(role::EXTENT);
    if number.scaled && token.text.ends_with('m') && tokens.get(number.next).is_some_and(extends) {
        (number.low, number.high, number.scaled) = (read.value, read.value, false);
        number.suffix = abbreviation("m").map_or(Suffix::None, Suffix::Unit);
    }
    if number.suffix == Suffix::None {
        add_fraction(tokens, &mut number);
        add_scale(text, tokens, &mut number);
    }
    Some(number)
}

/// ASCII digits for those of another script or of full width.
fn ascii_digits(text: &str) -> Option<String> {
    if text.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    let mut folded = String::new();
    crate::text::fold(text, &mut folded);
    Some(folded.replace(['٫', '．'], ".").replace(['٬', '，'], ""))
}

/// Digits and separators at the beginning of a text. Which separator groups thousands is told by
/// their number and order, else by the language; versions and addresses ("3.5.1") are none.
fn read_digits(text: &str, tongue: Tongue) -> Option<Digits> {
    let length = text
        .bytes()
        .position(|byte| !(byte.is_ascii_digit() || matches!(byte, b',' | b'.')))
        .unwrap_or(text.len());
    let run = text[..length].trim_end_matches(['.', ',']);
    let length = run.len();
    if run.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        return None;
    }
    let commas = run.bytes().filter(|byte| *byte == b',').count();
    let stops = run.bytes().filter(|byte| *byte == b'.').count();
    let decimal = match (commas, stops) {
        (0, 0) => None,
        (0, 1) | (1, 0) => {
            let separator = if commas == 1 { b',' } else { b'.' };
            let groups = tongue.groups_with(separator) && is_grouped(run);
            (!groups).then_some(separator)
        }
        (0, _) | (_, 0) => None,
        _ if run.rfind(',') > run.rfind('.') => (commas == 1).then_some(b',').or(Some(0)),
        _ => (stops == 1).then_some(b'.').or(Some(0)),
    };
    if decimal == Some(0) {
        return None;
    }
    let (whole, part) = match decimal {
        Some(separator) => run.rsplit_once(char::from(separator))?,
        None => (run, ""),
    };
    let separated = whole.bytes().any(|byte| matches!(byte, b',' | b'.'));
    if separated && !is_grouped(whole) {
        return None;
    }
    let mut value = 0.0;
    for byte in whole.bytes().chain(part.bytes()).filter(u8::is_ascii_digit) {
        value = value * 10.0 + f64::from(byte - b'0');
    }
    Some(Digits {
        value: value / 10f64.powi(i32::try_from(part.len()).unwrap_or(0)),
        length,
        grouped: separated,
        plain: decimal.is_none() && !separated,
    })
}

/// Groups of three digits, or of two before the last one as in India.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let Some(last) = groups.next_back() else {
        return false;
    };
    let same = !(whole.contains(',') && whole.contains('.'));
    let three = groups.clone().all(|group| group.len() == 3);
    let two = groups.all(|group| group.len() == 2);
    same && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && last.len() == 3
        && (three || two)
}

/// Joins groups of three digits that blanks or apostrophes separate: "10 000", "1 234,5".
fn add_groups(text: &str, tokens: &[Token], number: &mut Number, tongue: Tongue) {
    let first = &tokens[number.first];
    if !number.plain || first.text.len() > 3 || first.text.starts_with('0') {
        return;
    }
    while let Some(group) = tokens.get(number.next) {
        if !group.digits
            || !group.text.is_ascii()
            || !separates_groups(text, number.end, group, tongue)
        {
            return;
        }
        let (whole, part) = group.text.split_at(group.text.len().min(3));
        if !whole.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() < 3 {
            return;
        }
        let decimals = part.strip_prefix([',', '.']).unwrap_or_default();
        let only_digits = part.is_empty()
            || (!decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit()));
        if !only_digits || decimals.len() > 6 {
            return;
        }
        let read = |digits: &str| {
            digits
                .bytes()
                .fold(0.0, |value, byte| value * 10.0 + f64::from(byte - b'0'))
        };
        number.low = number.low * 1e3
            + read(whole)
            + read(decimals) / 10f64.powi(i32::try_from(decimals.len()).unwrap_or(0));
        number.high = number.low;
        (number.end, number.next) = (group.end, number.next + 1);
        (number.plain, number.grouped) = (false, true);
        if !part.is_empty() || number.low >= 1e15 {
            return;
        }
    }
}

fn separates_groups(text: &str, end: usize, group: &Token, tongue: Tongue) -> bool {
    let mut between = text[end..group.start].chars();
    let (Some(separator), None) = (between.next(), between.next()) else {
        return false;
    };
    match separator {
        '\u{2009}' | '\u{202f}' | '\u{a0}' | '\'' | '’' => true,
        ' ' => tongue.groups_with_blank() || group.text == "000",
        _ => false,
    }
}

/// A sign of money right before an offset.
fn money_before(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(is_blank).chars().next_back();
    before.is_some_and(|sign| super::units::currency_of_sign(sign).is_some())
}

fn read_suffix(number: &mut Number, suffix: &str, token: &Token, money: bool) -> Option<()> {
    if let Some(scale) = scale_of_suffix(suffix, number.low, money) {
        multiply(number, scale);
        return Some(());
    }
    let part = match suffix {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        _ => 0.0,
    };
    if part > 0.0 {
        number.low += part;
        number.high = number.low;
        return Some(());
    }
    number.suffix = match suffix {
        "st" | "nd" | "rd" | "th" | "er" | "re" | "e" | "ème" | "º" | "ª" if is_whole(number) => {
            Suffix::Ordinal
        }
        "s" if is_whole(number) && number.low % 10.0 == 0.0 => Suffix::Decade,
        "am" | "a.m" | "AM" => Suffix::Clock(0),
        "pm" | "p.m" | "PM" => Suffix::Clock(720),
        _ => match minutes_after_h(suffix) {
            Some(minutes) => Suffix::Hours(minutes),
            // "10x" is ten times, "2300X" a processor.
            None if suffix.eq_ignore_ascii_case("x") && number.low > 999.0 => return None,
            None => Suffix::Unit(abbreviation(suffix)?),
        },
    };
    // "5G" is no weight, "3D" no length: a single capital is a name.
    let single_capital = suffix.len() == 1 && suffix.starts_with(|c: char| c.is_ascii_uppercase());
    (!single_capital || token.text.len() > 4).then_some(())
}

fn is_whole(number: &Number) -> bool {
    number.low.fract() == 0.0
}

/// "h30" of "20h30".
fn minutes_after_h(suffix: &str) -> Option<u16> {
    let minutes = suffix
        .strip_prefix('h')
        .filter(|digits| digits.len() == 2)?;
    minutes.parse().ok().filter(|minutes| *minutes < 60)
}

fn multiply(number: &mut Number, scale: f64) {
    number.low = tidy(number.low * scale);
    number.high = tidy(number.high * scale);
    number.scaled = true;
    number.plain = false;
}

/// Products of decimals without what binary fractions add.
fn tidy(value: f64) -> f64 {
    if value.abs() >= 1e3 {
        (value * 100.0).round() / 100.0
    } else {
        value
    }
}

/// "2 1/2" and "1/2".
fn add_fraction(tokens: &[Token], number: &mut Number) {
    let Some(token) = tokens.get(number.next) else {
        return;
    };
    let part = match token.text {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        _ => return,
    };
    if token.gap == Gap::Blank && number.plain {
        number.low += part;
        number.high = number.low;
        (number.end, number.next, number.plain) = (token.end, number.next + 1, false);
    }
}

fn fraction_sign(tokens: &[Token], at: usize) -> Option<Number> {
    let token = &tokens[at];
    let value = match token.text {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        _ => return None,
    };
    Some(Number {
        digits: true,
        ..word_number(token, at, value)
    })
}

/// The multipliers behind digits: "1.2 million", "4-billion", "3 lakh crore", "1,5 Mrd.".
fn add_scale(text: &str, tokens: &[Token], number: &mut Number) {
    for _ in 0..2 {
        let Some(token) = tokens.get(number.next).filter(|token| token.gap.joins()) else {
            return;
        };
        let scale = match token.number() {
            Some(NumberWord::Scale(scale) | NumberWord::Scales(scale)) if scale >= 12.0 => scale,
            _ if money_before(text, number.start) || money_after(text, token.end) => {
                match scale_of_suffix(token.text, number.low, true) {
                    Some(scale) => scale,
                    None => return,
                }
            }
            _ => return,
        };
        // "200 scores" are results, "3 tens" are coins.
        if matches!(token.text, "scores" | "tens") {
            return;
        }
        multiply(number, scale);
        (number.end, number.next) = (token.end, number.next + 1);
    }
}

fn money_after(text: &str, at: usize) -> bool {
    let after = text[at..].trim_start_matches(is_blank).chars().next();
    after.is_some_and(|sign| super::units::currency_of_sign(sign).is_some())
}

/// The value that digits have without the multiplier behind them.
pub(super) fn unscaled(
    text: &str,
    tokens: &[Token],
    number: &Number,
    tongue: Tongue,
) -> Option<f64> {
    let token = tokens.get(number.first)?;
    if !token.digits {
        return match token.number()? {
            NumberWord::Ones(value) | NumberWord::Tens(value) => Some(value),
            _ => None,
        };
    }
    let mut alone = *number;
    let read = read_digits(token.text, tongue)?;
    (alone.low, alone.high, alone.plain) = (read.value, read.value, read.plain);
    (alone.next, alone.end) = (number.first + 1, token.end);
    add_groups(text, tokens, &mut alone, tongue);
    Some(alone.low)
}

/// A number of one token.
pub(super) fn word_number(token: &Token, at: usize, value: f64) -> Number {
    Number {
        first: at,
        next: at + 1,
        start: token.start,
        end: token.end,
        low: value,
        high: value,
        order: false,
        digits: false,
        plain: false,
        scaled: false,
        grouped: false,
        suffix: Suffix::None,
    }
}
