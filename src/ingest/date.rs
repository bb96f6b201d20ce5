//! Reads dates as feeds write them: RFC 3339 and RFC 822 bytewise, then whatever else has a year,
//! a month and a day in it. The weekday is never believed.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::Timestamp;

/// The beginning of the year 10000: a year of more digits is a fault, and cannot be written so
/// that everybody reads it again.
const END_OF_YEARS: i64 = 253_402_300_800;

/// Reads a date with its time; a missing time is midnight, a missing zone is UTC. `None` for what
/// is no date, for anything before 1970-01-02, which is always an empty field, and for years of more
/// than four digits.
pub fn parse_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.contains(['年', '년']) {
        let plain = text
            .replace(['年', '月', '년', '월'], "-")
            .replace(['日', '일'], " ");
        return parse_date(&plain.replace("- ", "-"));
    }
    let head = text.as_bytes().first().copied().unwrap_or_default();
    let seconds = if head.is_ascii_digit() {
        iso(text).or_else(|| words(text)).or_else(|| epoch(text))
    } else {
        words(text)
    };
    seconds
        .filter(|seconds| (86_401..END_OF_YEARS).contains(seconds))
        .map(Timestamp)
}

/// Days, then time of day, both without zone.
fn seconds(date: NaiveDate, time: u32) -> Option<i64> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(time, 0)?;
    Some(NaiveDateTime::new(date, time).and_utc().timestamp())
}

/// `2026-05-07T14:00:00.5+02:00` and its shorter and sloppier forms.
fn iso(text: &str) -> Option<i64> {
    let mut rest = text;
    let year = number(&mut rest, 4, 4)?;
    let dashed = take(&mut rest, "-");
    let month = number(&mut rest, 2, 1).unwrap_or(1);
    if dashed {
        take(&mut rest, "-");
    }
    let day = number(&mut rest, 2, 1).unwrap_or(1);
    if !dashed && !rest.is_empty() && !rest.starts_with('T') {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    rest = rest.trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() {
        return seconds(date, 0);
    }
    let time = clock(&mut rest)?;
    Some(seconds(date, time)? - zone(rest.trim()).unwrap_or(0))
}

/// `14:00`, `14:00:05.123`, `140005`, in seconds since midnight.
fn clock(rest: &mut &str) -> Option<u32> {
    let hour = number(rest, 2, 1)?;
    let colon = take(rest, ":");
    let minute = number(rest, 2, 1)?;
    let second = if take(rest, ":") || !colon {
        number(rest, 2, 1).unwrap_or(0)
    } else {
        0
    };
    if take(rest, ".") || take(rest, ",") {
        *rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    if hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    // Formatters that count hours from 1 to 24 write 24:15 for a quarter past midnight, same day.
    Some(hour % 24 * 3600 + minute * 60 + second.min(59))
}

fn number(rest: &mut &str, most: usize, least: usize) -> Option<u32> {
    let count = rest
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if count < least {
        return None;
    }
    let (digits, after) = rest.split_at(count);
    *rest = after;
    digits.parse().ok()
}

fn take(rest: &mut &str, mark: &str) -> bool {
    match rest.strip_prefix(mark) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

/// Seconds east of Greenwich; an unknown name is taken as UTC.
fn zone(text: &str) -> Option<i64> {
    let name = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let (word, offset) = text.split_at(text.len() - name.len());
    let signed = offset.trim_start();
    let sign = match signed.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return Some(named_zone(word)),
    };
    let mut rest = &signed[1..];
    let hours = number(&mut rest, 2, 1)?;
    take(&mut rest, ":");
    let minutes = number(&mut rest, 2, 2).unwrap_or(0);
    (hours < 24 && minutes < 60).then_some(sign * i64::from(hours * 3600 + minutes * 60))
}

fn named_zone(name: &str) -> i64 {
    let minutes = match name.to_ascii_uppercase().as_str() {
        "EST" => -300,
        "EDT" | "AST" => -240,
        "CST" => -360,
        "CDT" => -300,
        "MST" => -420,
        "MDT" => -360,
        "PST" => -480,
        "PDT" => -420,
        "ADT" | "BRT" | "ART" => -180,
        "BST" | "CET" | "MEZ" | "WEST" | "WAT" => 60,
        "CEST" | "MESZ" | "EET" | "SAST" | "CAT" => 120,
        "EEST" | "MSK" | "EAT" | "TRT" => 180,
        "IST" => 330,
        "PKT" => 300,
        "NPT" => 345,
        "ICT" | "WIB" => 420,
        "SGT" | "HKT" | "AWST" | "PHT" => 480,
        "JST" | "KST" => 540,
        "AEST" => 600,
        "AEDT" => 660,
        "NZST" => 720,
        "NZDT" => 780,
        _ => 0,
    };
    minutes * 60
}

/// `Thu, 7 May 2026 14:00:00 +0200` and everything that is made of such parts in some order.
fn words(text: &str) -> Option<i64> {
    let mut parts = Parts::default();
    for token in text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|token| !token.is_empty())
        .take(12)
    {
        parts.add(token);
    }
    parts.finish()
}

#[derive(Default)]
struct Parts {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<u32>,
    time: Option<u32>,
    zone: i64,
    afternoon: Option<bool>,
}

impl Parts {
    fn add(&mut self, token: &str) {
        let bare = token.trim_end_matches('.');
        if token.contains(':') && self.time.is_none() && !token.starts_with(['+', '-']) {
            self.add_clock(token);
        } else if let Some(afternoon) = half_of_day(token) {
            self.afternoon = Some(afternoon);
        } else if bare.bytes().all(|b| b.is_ascii_digit()) && !bare.is_empty() {
            self.add_number(bare);
        } else if let Some(date) = numeric_date(bare) {
            (self.day, self.month, self.year) = (Some(date.0), Some(date.1), Some(date.2));
        } else if let Some(month) = month(bare) {
            self.month.get_or_insert(month);
        } else if let Some((day, rest)) = bare
            .split_once('-')
            .filter(|(day, _)| matches!(day.len(), 1 | 2))
        {
            self.add_dashed(day, rest);
        } else if self.time.is_some() {
            self.zone = zone(token).filter(|zone| *zone != 0).unwrap_or(self.zone);
        } else if let Some(day) = ordinal(bare) {
            self.day.get_or_insert(day);
        }
    }

    /// `7-May-2026`.
    fn add_dashed(&mut self, day: &str, rest: &str) {
        if let (Ok(day), Some((name, year))) = (day.parse(), rest.split_once('-'))
            && let (Some(month), Ok(year)) = (month(name), year.parse())
        {
            (self.day, self.month, self.year) = (Some(day), Some(month), Some(whole_year(year)));
        }
    }

    fn add_clock(&mut self, token: &str) {
        let mut rest = token;
        self.time = clock(&mut rest);
        if let Some(afternoon) = half_of_day(rest) {
            self.afternoon = Some(afternoon);
        } else if !rest.is_empty() {
            self.zone = zone(rest).unwrap_or_default();
        }
    }

    fn add_number(&mut self, digits: &str) {
        let Ok(value) = digits.parse::<u32>() else {
            return;
        };
        if digits.len() > 2 {
            self.year.get_or_insert(value);
        } else if self.day.is_none() {
            self.day = Some(value);
        } else if self.year.is_none() {
            self.year = Some(whole_year(value));
        }
    }

    fn finish(self) -> Option<i64> {
        let year = i32::try_from(self.year?).ok()?;
        let date = NaiveDate::from_ymd_opt(year, self.month?, self.day?)?;
        let mut time = self.time.unwrap_or(0);
        match self.afternoon {
            Some(true) if time < 43_200 => time += 43_200,
            Some(false) if time >= 43_200 => time -= 43_200,
            _ => {}
        }
        Some(seconds(date, time)? - self.zone)
    }
}

fn whole_year(year: u32) -> u32 {
    match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        year => year,
    }
}

fn half_of_day(token: &str) -> Option<bool> {
    match token.to_ascii_lowercase().trim_matches('.') {
        "am" | "a.m" => Some(false),
        "pm" | "p.m" => Some(true),
        _ => None,
    }
}

/// "7th" and "1er".
fn ordinal(token: &str) -> Option<u32> {
    let letters = token.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &token[..token.len() - letters.len()];
    matches!(letters, "st" | "nd" | "rd" | "th" | "er" | "º").then(|| digits.parse().ok())?
}

/// `07.05.2026`, `7/5/2026`, `2026/05/07`: day, month, year. Where both could be the month, dots
/// are read as Europe writes and slashes as America does.
fn numeric_date(token: &str) -> Option<(u32, u32, u32)> {
    let mark = token.chars().find(|c| !c.is_ascii_digit())?;
    let (first, rest) = token
        .split_once(mark)
        .filter(|_| matches!(mark, '.' | '/' | '-'))?;
    let (second, third) = rest.split_once(mark)?;
    let [a, b, c] = [
        first.parse::<u32>().ok()?,
        second.parse().ok()?,
        third.parse().ok()?,
    ];
    Some(match (first.len(), mark) {
        (4, _) => (c, b, a),
        (_, '/') if a <= 12 => (b, a, whole_year(c)),
        _ => (a, b, whole_year(c)),
    })
}

/// The month that a name begins with, in the languages of many feeds.
fn month(name: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "jan ene gen янв oca sty led ιαν",
        "feb fév fev фев şub lut úno φεβ",
        "mar mär mrt maa мар bře μαρ",
        "apr abr avr апр nis kwi dub απρ",
        "may mai mei mag maj май мая kvě μαϊ μάι",
        "jun juin giu июн haz cze čer ιουν",
        "jul juil lug июл tem lip čvc ιουλ",
        "aug ago aoû aou авг ağu agu sie srp αυγ",
        "sep set сен eyl wrz zář σεπ",
        "oct okt out ott окт eki paź říj οκτ",
        "nov ноя kas lis νοε νοέ",
        "dec dez des dic déc дек ara gru pro δεκ",
    ];
    let name = name.to_lowercase();
    if name.chars().count() < 3 || !name.chars().next().is_some_and(char::is_alphabetic) {
        return None;
    }
    let found = NAMES
        .iter()
        .enumerate()
        .flat_map(|(month, names)| names.split(' ').map(move |start| (month, start)))
        .filter(|(_, start)| name.starts_with(start))
        // "juil" is longer than "jul" is not a prefix of it; of "mar" and "mars" either will do.
        .max_by_key(|(_, start)| start.len())?;
    u32::try_from(found.0 + 1).ok()
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<i64> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: i64 = text.parse().ok()?;
    match text.len() {
        9..=11 => Some(value),
        12..=14 => Some(value / 1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let parsed = parse_date(text).map(|time| time.to_string());
        assert_eq!(parsed.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn a_year_of_five_digits_is_a_fault() {
        check("Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z");
        check("Sun, 29 Sep 20269 23:48:33 GMT", "none");
    }

    #[test]
    fn dates_by_the_standards() {
        check("2026-05-07T14:00:00+02:00", "2026-05-07T12:00:00Z");
        check("2026-05-07T14:00:00.123Z", "2026-05-07T14:00:00Z");
        check("Thu, 07 May 2026 14:00:00 +0200", "2026-05-07T12:00:00Z");
        check("Thu, 7 May 2026 14:00:00 GMT", "2026-05-07T14:00:00Z");
        check("7 May 26 14:00 EST", "2026-05-07T19:00:00Z");
        check("Thu, 07 May 2026 14:00:00 -0700", "2026-05-07T21:00:00Z");
    }

    #[test]
    fn dates_as_feeds_write_them() {
        check("Mon, 07 May 2026 4:05:00 GMT", "2026-05-07T04:05:00Z");
        check("Thursday, May 7, 2026 2:05 PM EDT", "2026-05-07T18:05:00Z");
        check("Thurs, 07 Sept 2026 24:15:00 Z", "2026-09-07T00:15:00Z");
        check("do, 07 mei 2026 09:00:00 +0200", "2026-05-07T07:00:00Z");
        check("jeu. 7 août 2026 09:00", "2026-08-07T09:00:00Z");
        check("Чт, 07 май 2026 09:00:00 +0300", "2026-05-07T06:00:00Z");
        check("07.05.2026 09:00", "2026-05-07T09:00:00Z");
        check("7-May-2026 09:00:00 UTC+2", "2026-05-07T07:00:00Z");
        check("2026-05-07 09:00:00 -0500", "2026-05-07T14:00:00Z");
        check("20260507T090000Z", "2026-05-07T09:00:00Z");
        check("2026-05", "2026-05-01T00:00:00Z");
        check("2026-05-07", "2026-05-07T00:00:00Z");
        check("2026年5月7日 09:00", "2026-05-07T09:00:00Z");
        check("2026년 5월 7일", "2026-05-07T00:00:00Z");
        check("2026-05-07T09:00:00+99:00", "2026-05-07T09:00:00Z");
        check("06 May 2026", "2026-05-06T00:00:00Z");
        check("1778155200", "2026-05-07T12:00:00Z");
        check("3247-01-01T00:00:00Z", "3247-01-01T00:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "0000-00-00T00:00:00Z",
            "Thu, 32 May 2026",
            "1970-01-01T00:00:00Z",
            "12:00",
            "0001-01-01",
        ] {
            check(text, "none");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fault(text in "[0-9TZ:+ .,/A-Za-zäé-]{0,40}") {
            parse_date(&text);
        }
    }
}
