//! Dates and times of day.

use super::assemble::Scan;
use super::lexicon::{Tongue, role};
use super::measure::Measured;
use super::number::{Number, Suffix};
use super::tokens::{Gap, is_blank};
use super::{Bound, Figure, Unit};

/// A date as far as it was read, and where it ends.
#[derive(Debug, Clone, Copy, Default)]
struct Read {
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    next: usize,
    end: usize,
}

/// Weekdays behind these words are names of days.
const NAMED_DAYS: &[&str] = &[
    "Black", "Good", "Super", "Ash", "Palm", "Bloody", "Cyber", "Easter", "Holy", "Fat", "Giving",
];

impl Scan<'_> {
    /// The date that begins with the name of a weekday or a month; adds it and gives the token
    /// behind it.
    pub(super) fn named_date(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens[at];
        let capitals = self.is_english() || self.lexicon.tongue == Tongue::German;
        if capitals && !token.capital {
            return None;
        }
        if let Some(weekday) = token.weekday() {
            return self.weekday(at, weekday);
        }
        let read = self.month_first(at)?;
        self.push_date(token.start, read, None);
        Some(read.next)
    }

    fn weekday(&mut self, at: usize, weekday: u8) -> Option<usize> {
        let token = self.tokens[at];
        let before = at
            .checked_sub(1)
            .map(|place| self.tokens[place])
            .filter(|_| token.gap == Gap::Blank);
        if before.is_some_and(|before| NAMED_DAYS.contains(&before.text)) {
            return None;
        }
        let next = at + 1;
        let gap = self.tokens.get(next).map_or(Gap::Other, |next| next.gap);
        if matches!(gap, Gap::Blank | Gap::Comma | Gap::Bracket | Gap::Stop)
            && let Some(read) = self
                .month_first(next)
                .filter(|read| read.day.is_some())
                .or_else(|| self.day_first(next))
        {
            self.push_date(token.start, read, Some(weekday));
            return Some(read.next);
        }
        // "Sunday Times" is a paper; "Friday Night" in a title is not.
        let named = self.tokens.get(next).is_some_and(|next| {
            next.gap == Gap::Blank
                && next.capital
                && self.is_english()
                && matches!(
                    next.text,
                    "Times" | "Post" | "Mail" | "Telegraph" | "Mirror" | "Express" | "People"
                )
        });
        if named {
            return None;
        }
        let name = token
            .text
            .strip_suffix("'s")
            .or_else(|| token.text.strip_suffix("’s"))
            .unwrap_or(token.text);
        let read = Read {
            next,
            end: token.start + name.len(),
            ..Read::default()
        };
        self.push_date(token.start, read, Some(weekday));
        Some(next)
    }

    /// "May 7, 2026", "May 2026", "May 7-9"; a month alone only where the words before it tell that
    /// it is one.
    fn month_first(&self, at: usize) -> Option<Read> {
        let token = self.tokens.get(at)?;
        let month = token.month()?;
        if self.is_english() && !token.capital {
            return None;
        }
        let mut read = Read {
            month: Some(month),
            next: at + 1,
            end: token.end,
            ..Read::default()
        };
        let follows = self.tokens.get(at + 1).filter(|next| {
            next.digits
                && (next.gap == Gap::Blank || next.gap == Gap::Stop && token.text.len() <= 4)
        });
        if let Some(next) = follows
            && self.is_english()
            && let Some(day) = day_of(next.text)
            && !self.unit_follows_digits(at + 1)
        {
            (read.day, read.next, read.end) = (Some(day), at + 2, next.end);
            self.add_last_day(&mut read);
            self.add_year(&mut read);
            return Some(read);
        }
        self.add_year(&mut read);
        let cue = at
            .checked_sub(1)
            .map(|place| &self.tokens[place])
            .is_some_and(|before| {
                token.gap.joins()
                    && before.has(role::BEFORE_DATE | role::BEFORE_YEAR)
                    && before.text != "the"
            });
        // Others are words or names too: May, March, April, June, August.
        let only_month =
            matches!(month, 1 | 2 | 7 | 9..=12) && token.text.len() > 3 && self.is_english();
        let german = self.lexicon.tongue == Tongue::German && token.capital && token.text.len() > 3;
        (read.year.is_some() || cue || only_month || german).then_some(read)
    }

    /// "7 May 2026", "7th of May", "7. Mai", "7 de mayo de 2026".
    fn day_first(&self, at: usize) -> Option<Read> {
        let token = self.tokens.get(at).filter(|token| token.digits)?;
        let day = day_of(token.text)?;
        let mut place = at + 1;
        if self
            .tokens
            .get(place)
            .is_some_and(|next| next.has(role::OF) && next.gap == Gap::Blank)
        {
            place += 1;
        }
        let name = self.tokens.get(place)?;
        let joined = name.gap == Gap::Blank
            || name.gap == Gap::Hyphen
            || name.gap == Gap::Stop && self.lexicon.tongue == Tongue::German;
        let month = name
            .month()
            .filter(|_| joined && (name.capital || !self.is_english()))?;
        let mut read = Read {
            month: Some(month),
            day: Some(day),
            next: place + 1,
            end: name.end,
            ..Read::default()
        };
        self.add_year(&mut read);
        Some(read)
    }

    /// "-9" and " to 9" behind a day.
    fn add_last_day(&self, read: &mut Read) {
        let Some(next) = self.tokens.get(read.next) else {
            return;
        };
        let last = match next.gap {
            Gap::Hyphen if next.digits => Some(read.next),
            Gap::Blank if next.has(role::TO) || next.has(role::AND) => Some(read.next + 1),
            _ => None,
        };
        let Some((place, last)) = last.and_then(|place| Some((place, self.tokens.get(place)?)))
        else {
            return;
        };
        let later = day_of(last.text).is_some_and(|day| Some(day) > read.day);
        if last.digits
            && later
            && !self.unit_follows_digits(place)
            && (next.gap == Gap::Hyphen || last.gap == Gap::Blank)
        {
            (read.next, read.end) = (place + 1, last.end);
        }
    }

    /// The year behind a month or a day.
    fn add_year(&self, read: &mut Read) {
        let mut place = read.next;
        if self
            .tokens
            .get(place)
            .is_some_and(|next| next.has(role::OF) && next.gap == Gap::Blank)
        {
            place += 1;
        }
        let Some(token) = self.tokens.get(place) else {
            return;
        };
        let joined = token.gap == Gap::Blank
            || token.gap == Gap::Comma && read.day.is_some()
            || token.gap == Gap::Stop && read.day.is_none();
        if joined && self.is_year_text(token.text) && !self.unit_follows_digits(place) {
            read.year = token.text.parse().ok();
            (read.next, read.end) = (place + 1, token.end);
        }
    }

    fn push_date(&mut self, start: usize, read: Read, weekday: Option<u8>) {
        self.add(Figure {
            range: start..read.end,
            number: start..read.end,
            low: 0.0,
            high: 0.0,
            bound: Bound::Exact,
            unit: Unit::Date {
                year: read.year,
                month: read.month,
                day: read.day,
                weekday,
            },
        });
    }

    /// The date or the time of day that begins with a token of digits; adds it and gives the token
    /// behind it.
    pub(super) fn digit_date(&mut self, at: usize) -> Option<usize> {
        let start = self.tokens[at].start;
        if self.text[..start].ends_with(['/', '.', ':', '-']) {
            return None;
        }
        let read = self
            .iso_date(at)
            .or_else(|| self.dotted_date(at))
            .or_else(|| self.slashed_date(at))
            .or_else(|| self.day_first(at));
        if let Some(read) = read {
            self.push_date(start, read, None);
            return Some(read.next);
        }
        let (minutes, end) = self.time(at)?;
        if self.is_verse(at, end) {
            return None;
        }
        let number = start..end;
        self.add(Figure {
            range: number.clone(),
            number,
            low: 0.0,
            high: 0.0,
            bound: Bound::Exact,
            unit: Unit::Time { minutes },
        });
        let behind = self.tokens[at..]
            .iter()
            .take(6)
            .take_while(|token| token.start < end)
            .count();
        Some(at + behind.max(1))
    }

    /// "2026-05-07".
    fn iso_date(&self, at: usize) -> Option<Read> {
        let [year, month, day] = self.tokens.get(at..at + 3)? else {
            return None;
        };
        let hyphens = month.gap == Gap::Hyphen && day.gap == Gap::Hyphen;
        if !(hyphens && self.is_year_text(year.text) && month.text.len() == 2) {
            return None;
        }
        date(year.text, month.text, day.text.get(..2)?, at + 3, day.end)
    }

    /// "07.05.2026".
    fn dotted_date(&self, at: usize) -> Option<Read> {
        let token = &self.tokens[at];
        let mut parts = token.text.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !self.is_year_text(year) || month.len() > 2 {
            return None;
        }
        date(year, month, day, at + 1, token.end)
    }

    /// "5/7/2026": month first in English unless it is no month.
    fn slashed_date(&self, at: usize) -> Option<Read> {
        let [first, second, year] = self.tokens.get(at..at + 3)? else {
            return None;
        };
        let slashes =
            &self.text[first.end..second.start] == "/" && &self.text[second.end..year.start] == "/";
        if !slashes
            || !self.is_year_text(year.text)
            || first.text.len() > 2
            || second.text.len() > 2
        {
            return None;
        }
        let day_first = || date(year.text, second.text, first.text, at + 3, year.end);
        if self.is_english() {
            return date(year.text, first.text, second.text, at + 3, year.end).or_else(day_first);
        }
        day_first()
    }

    /// The minutes since midnight of a time that begins here, and its end.
    fn time(&self, at: usize) -> Option<(u16, usize)> {
        let token = &self.tokens[at];
        let digits = token
            .text
            .trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if token.text.len() > 7 || !token.text.is_ascii() {
            return None;
        }
        let end = token.start + digits.len();
        let (hour, minutes, end) = match digits.split_once('.') {
            Some((hour, minutes)) => (hour, Some(two_digits(minutes)?), end),
            None => self.after_colon(at).unwrap_or((digits, None, end)),
        };
        let hour: u16 = hour.parse().ok().filter(|hour| *hour < 25)?;
        let past = minutes.unwrap_or(0);
        if let Some((shift, length)) = half_of_day(&self.text[end..]) {
            let time = ((hour % 12) * 60 + shift + past, end + length);
            return (1..=12).contains(&hour).then_some(time);
        }
        let clock = self.tokens[at + 1..]
            .iter()
            .take(2)
            .find(|next| next.start >= end)
            .filter(|next| next.gap == Gap::Blank && next.has(role::CLOCK));
        if let Some(clock) = clock {
            return Some((hour * 60 + past, clock.end));
        }
        let bare = !token.text.contains('.') && digits.len() == token.text.len();
        (minutes.is_some() && bare).then_some((hour * 60 + past, end))
    }

    /// "John 3:16": behind a name, and no word behind it tells that it is a time.
    fn is_verse(&self, at: usize, end: usize) -> bool {
        let colon = self.text[..end].ends_with(|c: char| c.is_ascii_digit());
        let before = at.checked_sub(1).map(|place| &self.tokens[place]);
        colon
            && self.tokens[at].gap == Gap::Blank
            && before.is_some_and(|before| self.ends_name(at, at + 2, before))
    }

    /// "à 20 heures".
    pub(super) fn hour_of_day(&self, measured: &Measured) -> Option<u16> {
        let number = &measured.number;
        let before = &self.tokens[number.first.checked_sub(1)?];
        let french = self.lexicon.tongue == Tongue::French && before.has(role::AT);
        let hour = number.plain && (0.0..25.0).contains(&number.low);
        let hours = measured.unit == Unit::Duration("hour");
        (french && hour && hours).then(|| number.low as u16 * 60)
    }

    /// Hour, minutes and end of "20:30"; seconds behind them make it something else.
    fn after_colon(&self, at: usize) -> Option<(&str, Option<u16>, usize)> {
        let (hour, next) = (&self.tokens[at], self.tokens.get(at + 1)?);
        if &self.text[hour.end..next.start] != ":" {
            return None;
        }
        let digits = next.text.get(..2)?;
        let minutes = two_digits(digits)?;
        let end = next.start + 2;
        let tail = &self.text[end..];
        let ends = next.text.len() == 2 && !tail.starts_with([':', '.'])
            || half_of_day(tail).is_some()
            || next.text.len() == 2
                && tail.starts_with('.')
                && !tail[1..].starts_with(|c: char| c.is_ascii_digit());
        ends.then_some((hour.text, Some(minutes), end))
    }

    /// Whether a number is a year: "in 2027", "the 2016 election", "mid-2027"; not "2000 people".
    pub(super) fn is_year(&self, number: &Number) -> bool {
        let token = &self.tokens[number.first];
        if !number.plain || number.next != number.first + 1 || !self.is_year_text(token.text) {
            return false;
        }
        let before = number.first.checked_sub(1).map(|place| &self.tokens[place]);
        let cue = before.is_some_and(|before| {
            (token.gap.joins() && before.has(role::BEFORE_DATE | role::BEFORE_YEAR))
                || before.month().is_some()
        });
        let recent = (1900.0..2100.0).contains(&number.low);
        let counts = self.tokens.get(number.next).is_some_and(|next| {
            next.gap == Gap::Blank
                && !next.capital
                && !next.digits
                && (next.text.ends_with('s') && next.text.len() > 3 && !next.text.ends_with("ss")
                    || next.has(role::COUNTED))
        });
        cue || recent && !counts
    }

    /// Four digits that can be a year.
    pub(super) fn is_year_text(&self, text: &str) -> bool {
        text.len() == 4
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && ("1000".."2101").contains(&text)
    }

    /// A decade: "the 1990s"; an age: "in her 40s". Other short ones say too little.
    pub(super) fn decade(&mut self, number: &Number) {
        let before = number.first.checked_sub(1).map(|place| &self.tokens[place]);
        let range = number.start..number.end;
        if (1000.0..2100.0).contains(&number.low) {
            let unit = Unit::Date {
                year: Some(number.low as i32),
                month: None,
                day: None,
                weekday: None,
            };
            self.add(Figure {
                number: range.clone(),
                range,
                low: 0.0,
                high: 0.0,
                bound: Bound::Order,
                unit,
            });
        } else if (20.0..100.0).contains(&number.low)
            && before.is_some_and(|before| before.has(role::POSSESSIVE))
        {
            let (low, high) = (number.low, number.low + 9.0);
            self.add(Figure {
                number: range.clone(),
                range,
                low,
                high,
                bound: Bound::Order,
                unit: Unit::Age,
            });
        }
    }

    /// "20h30", and "20h" behind "à".
    pub(super) fn french_time(&self, number: &Number) -> Option<u16> {
        let at = number
            .first
            .checked_sub(1)
            .map(|place| &self.tokens[place])
            .is_some_and(|before| before.has(role::AT));
        let hours = (0.0..25.0)
            .contains(&number.low)
            .then(|| number.low as u16 * 60)?;
        match number.suffix {
            Suffix::Hours(minutes) => Some(hours + minutes),
            Suffix::Clock(shift) => {
                ((1.0..=12.0).contains(&number.low)).then_some(hours % 720 + shift)
            }
            Suffix::Unit((Unit::Duration("hour"), _)) if at => Some(hours),
            _ => None,
        }
    }
}

/// A day of a month: "7", "7th", "1er".
fn day_of(text: &str) -> Option<u8> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let suffix = &text[digits.len()..];
    let ordinal = matches!(suffix, "" | "st" | "nd" | "rd" | "th" | "er" | "º");
    digits
        .parse()
        .ok()
        .filter(|day| ordinal && digits.len() <= 2 && (1..=31).contains(day))
}

fn date(year: &str, month: &str, day: &str, next: usize, end: usize) -> Option<Read> {
    let month = month
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(Read {
        year: year.parse().ok(),
        month: Some(month),
        day: Some(day),
        next,
        end,
    })
}

fn two_digits(text: &str) -> Option<u16> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|minutes| digits && *minutes < 60)
}

/// "a.m." or "pm" at the beginning, perhaps behind a blank: the minutes it adds and its length.
fn half_of_day(text: &str) -> Option<(u16, usize)> {
    let trimmed = text.trim_start_matches(is_blank);
    let blank = text.len() - trimmed.len();
    let bytes = trimmed.as_bytes();
    let shift = match bytes.first()? {
        b'a' | b'A' => 0,
        b'p' | b'P' => 720,
        _ => return None,
    };
    let dotted = usize::from(bytes.get(1) == Some(&b'.'));
    if !matches!(bytes.get(1 + dotted), Some(b'm' | b'M')) || blank > 4 {
        return None;
    }
    let mut length = 2 + dotted;
    if trimmed[length..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    if dotted == 1 && bytes.get(length) == Some(&b'.') {
        length += 1;
    }
    Some((shift, blank + length))
}
