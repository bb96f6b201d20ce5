//! Reads numbers in words: "two hundred and five", "half a million", "tens of thousands".

use super::lexicon::{NumberWord, Tongue, role};
use super::number::{Number, word_number};
use super::tokens::{Gap, Token};

/// A number in words: "two hundred and five", "half a million", "tens of thousands".
pub(super) fn words_at(tokens: &[Token], at: usize, tongue: Tongue) -> Option<Number> {
    let token = &tokens[at];
    if token.has(role::SEVERAL) {
        return several(tokens, at);
    }
    if token.has(role::HALF) {
        return half(tokens, at, at);
    }
    if token.has(role::ARTICLE) {
        return after_article(tokens, at);
    }
    match token.number()? {
        NumberWord::Scales(scale) => order(tokens, at, scale),
        NumberWord::Scale(_) if tongue == Tongue::English => None,
        _ => cardinal(tokens, at, tongue),
    }
}

/// "several hundred", "a few thousand".
fn several(tokens: &[Token], at: usize) -> Option<Number> {
    let scale = tokens.get(at + 1).filter(|token| token.gap == Gap::Blank)?;
    let (NumberWord::Scale(value) | NumberWord::Scales(value)) = scale.number()? else {
        return None;
    };
    if value < 12.0 {
        return None;
    }
    let mut number = order(tokens, at + 1, value)?;
    (number.first, number.start) = (at, tokens[at].start);
    if let Some(article) = at
        .checked_sub(1)
        .map(|before| &tokens[before])
        .filter(|before| before.has(role::ARTICLE) && tokens[at].gap == Gap::Blank)
    {
        (number.first, number.start) = (at - 1, article.start);
    }
    Some(number)
}

/// "thousands", "tens of thousands", "hundreds of millions".
fn order(tokens: &[Token], at: usize, scale: f64) -> Option<Number> {
    let mut number = word_number(&tokens[at], at, scale);
    // Each word reaches to just below the next one: "dozens" to a hundred, "scores" to two.
    let (mut scale, mut step) = match scale {
        1e4 | 1e5 => (scale, 10.0),
        scale if scale >= 1e3 => (scale, 1e3),
        scale => (scale, 10.0),
    };
    let inner = tokens
        .get(at + 2)
        .filter(|inner| inner.gap == Gap::Blank || inner.gap == Gap::Apostrophe);
    let of = tokens.get(at + 1).filter(|of| of.gap == Gap::Blank);
    if let (Some(_), Some(inner)) = (of.filter(|of| of.has(role::OF) || of.text == "von"), inner)
        && let Some(NumberWord::Scales(larger)) = inner.number()
        && larger > scale
    {
        step = 10.0;
        scale *= larger;
        (number.end, number.next) = (inner.end, at + 3);
    } else if let Some(larger) = of
        && let Some(NumberWord::Scales(larger_scale) | NumberWord::Scale(larger_scale)) =
            larger.number()
        && larger_scale > scale
    {
        // "hundreds thousand", "zehntausende": rare, and the same.
        step = 10.0;
        scale *= larger_scale;
        (number.end, number.next) = (larger.end, at + 2);
    }
    number.low = 2.0 * scale;
    number.high = if scale == 12.0 {
        99.0
    } else if scale == 20.0 {
        199.0
    } else {
        scale * step - 1.0
    };
    number.order = true;
    number.scaled = true;
    Some(number)
}

/// "half a million", "half a dozen", "half million"; "an hour" behind it is a unit.
fn half(tokens: &[Token], first: usize, at: usize) -> Option<Number> {
    let mut next = at + 1;
    if tokens
        .get(next)
        .is_some_and(|token| token.has(role::ARTICLE) && token.gap == Gap::Blank)
    {
        next += 1;
    }
    let token = tokens.get(next).filter(|token| token.gap.joins())?;
    let mut number = word_number(&tokens[first], first, 0.5);
    match token.number() {
        Some(NumberWord::Scale(scale)) => {
            (number.low, number.high, number.scaled) = (0.5 * scale, 0.5 * scale, true);
            (number.end, number.next) = (token.end, next + 1);
        }
        _ if token.meaning.is_some_and(|meaning| meaning.unit.is_some()) => {
            (number.end, number.next) = (tokens[next - 1].end, next);
        }
        _ => return None,
    }
    Some(number)
}

/// "a million", "a dozen", "a half million"; an article alone is none.
fn after_article(tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at + 1).filter(|token| token.gap.joins())?;
    if token.has(role::HALF) {
        return half(tokens, at, at + 1);
    }
    let (NumberWord::Scale(scale) | NumberWord::Scales(scale)) = token.number()? else {
        return None;
    };
    if let NumberWord::Scales(_) = token.number()?
        && scale < 12.0
    {
        return None;
    }
    let mut number = word_number(&tokens[at], at, scale);
    (number.end, number.next, number.scaled) = (token.end, at + 2, true);
    let larger = tokens.get(at + 2).filter(|larger| larger.gap == Gap::Blank);
    if let Some(NumberWord::Scale(second)) = larger.and_then(Token::number)
        && second > scale
    {
        number.low *= second;
        number.high = number.low;
        (number.end, number.next) = (tokens[at + 2].end, at + 3);
    }
    Some(number)
}

/// "twenty-one", "two hundred and five thousand", "deux cents", "treinta y uno".
fn cardinal(tokens: &[Token], at: usize, tongue: Tongue) -> Option<Number> {
    let mut number = word_number(&tokens[at], at, 0.0);
    let (mut total, mut current, mut any) = (0.0, 0.0, false);
    let mut place = at;
    while let Some(token) = tokens.get(place) {
        if place > at && !token.gap.joins() {
            break;
        }
        // "two-hundred" is one number, "two-million-dollar" too; "ten-to-one" is not.
        let (word, step) = match linked(tokens, place, current, tongue) {
            Some(linked) => linked,
            None => match token.number() {
                Some(word) => (word, 1),
                None => break,
            },
        };
        match word {
            NumberWord::Ones(value) | NumberWord::Tens(value) => {
                if any && value >= room(current, total, tongue) {
                    // French counts "quatre-vingts".
                    if !(tongue == Tongue::French && current == 4.0 && value == 20.0) {
                        break;
                    }
                    current = 60.0;
                }
                current += value;
            }
            NumberWord::Scale(scale) | NumberWord::Scales(scale) => {
                let multiplies =
                    current > 0.0 || !any || (total > 0.0 && scale > 100.0 && total < scale);
                if !multiplies || (scale < 1e3 && current > 99.0) {
                    break;
                }
                if scale < 1e3 && scale != 12.0 {
                    current = current.max(1.0) * scale;
                } else if total > 0.0 && (current == 0.0 || total < scale) {
                    total = (total + current) * scale;
                    current = 0.0;
                } else {
                    total += current.max(1.0) * scale;
                    current = 0.0;
                }
                number.scaled = true;
            }
        }
        any = true;
        place += step;
        (number.end, number.next) = (tokens[place - 1].end, place);
    }
    if !any {
        return None;
    }
    number.low = total + current;
    number.high = number.low;
    add_half(tokens, &mut number);
    Some(number)
}

/// What "and" joins to the number so far, and how many tokens that takes.
fn linked(
    tokens: &[Token],
    place: usize,
    current: f64,
    tongue: Tongue,
) -> Option<(NumberWord, usize)> {
    let token = &tokens[place];
    if !token.has(role::AND) || current == 0.0 {
        return None;
    }
    let next = tokens.get(place + 1).filter(|next| next.gap.joins())?;
    let value = match next.number() {
        Some(NumberWord::Ones(value) | NumberWord::Tens(value)) => value,
        _ if next.has(role::ARTICLE) && tongue != Tongue::English => 1.0,
        _ => return None,
    };
    let joins = match tongue {
        Tongue::English => current % 100.0 == 0.0,
        Tongue::French => value == 1.0 || value == 11.0,
        _ => current % 10.0 == 0.0,
    };
    (joins && value < room(current, 0.0, tongue)).then_some((NumberWord::Ones(value), 2))
}

/// Values below this one may follow and are added.
fn room(current: f64, total: f64, tongue: Tongue) -> f64 {
    if current == 0.0 {
        return if total > 0.0 { 1e3 } else { 0.0 };
    }
    let tens = current % 100.0;
    match tongue {
        _ if tens == 0.0 => 100.0,
        Tongue::French if tens == 60.0 || tens == 80.0 => 20.0,
        Tongue::French if tens == 10.0 => 10.0,
        _ if tens >= 20.0 && tens % 10.0 == 0.0 => 10.0,
        _ => 0.0,
    }
}

/// "two and a half".
fn add_half(tokens: &[Token], number: &mut Number) {
    let [and, article, half] = match tokens.get(number.next..number.next + 3) {
        Some([and, article, half]) => [and, article, half],
        _ => return,
    };
    let blank = [and, article, half].iter().all(|token| token.gap.joins());
    if blank
        && and.has(role::AND)
        && article.has(role::ARTICLE)
        && half.has(role::HALF)
        && !number.scaled
    {
        number.low += 0.5;
        number.high = number.low;
        (number.end, number.next) = (half.end, number.next + 3);
        let scale = tokens.get(number.next).filter(|scale| scale.gap.joins());
        if let Some(NumberWord::Scale(value)) = scale.and_then(Token::number) {
            (number.low, number.high, number.scaled) =
                (number.low * value, number.high * value, true);
            (number.end, number.next) = (tokens[number.next].end, number.next + 1);
        }
    }
}
