//! Lines about an article that stand in it: dates, sections, counters, how long reading is said to
//! take, how long ago it was changed.

use std::time::Duration;

use super::line::{Line, begins, is_icon, without_icon};
use super::phrases::{AGO, CHANGED, COUNTED, IN_A_DATE, MINUTES, ONE, PUBLISHED, TO_READ, UNITS};
use crate::ingest::date::parse_date;
use crate::ingest::extract::folded;
use crate::ingest::title::same;

/// More words than this are no line about the article.
const MOST: u32 = 24;
/// Words of a section's name.
const SECTION: usize = 3;
/// Words that a date may have beside its numbers.
const DATE_WORDS: usize = 2;

/// What such a line tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The section it stands in.
    pub(super) section: Option<String>,
    /// How long ago it was changed.
    pub(super) updated: Option<Duration>,
}

/// What a part of such a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nothing but an icon.
    Empty,
    /// A date, a counter, a time: nothing of the text.
    About,
    /// One of the names given.
    Name,
    /// Perhaps a section.
    Short,
    /// Anything else.
    Text,
}

/// Reads a line about the article; `names` are those of publisher, aggregator and author. `None`
/// if it is text.
pub(super) fn read(line: &Line<'_>, names: &[&str]) -> Option<Told> {
    if line.words > MOST || line.text.len() > 240 {
        return None;
    }
    let mut told = Told::default();
    if let Some((ago, changed)) = ago(&line.folded) {
        told.updated = changed.then_some(ago);
        return Some(told);
    }
    let parts = parts_of(&line.text);
    let mut about = 0;
    let mut sections = 0;
    for part in &parts {
        match kind_of(part, names) {
            Part::About => {
                about += 1;
                told.updated = told.updated.or_else(|| {
                    let (ago, changed) = ago(&folded(part))?;
                    changed.then_some(ago)
                });
            }
            Part::Name | Part::Empty => {}
            Part::Short => {
                sections += 1;
                let name = without_icon(part).trim();
                told.section = told.section.or_else(|| Some(name.to_owned()));
            }
            Part::Text => return None,
        }
    }
    // Where every part has a sign before it, the signs say what they are.
    if parts.len() > 1 && parts.iter().all(|part| part.starts_with(is_icon)) {
        return Some(told);
    }
    (about > 0 && sections <= 2 && sections < parts.len()).then_some(told)
}

/// The parts of a line: what stands between dots, bars and icons.
fn parts_of(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut iconic = false;
    for (at, c) in text.char_indices() {
        let icon = is_icon(c);
        if matches!(c, '·' | '|' | '•' | '∙' | '‧' | '\n') || icon && !iconic {
            parts.push(text[start..at].trim());
            start = if icon { at } else { at + c.len_utf8() };
        }
        iconic = icon;
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn kind_of(part: &str, names: &[&str]) -> Part {
    let bare = without_icon(part).trim();
    let words = folded(bare);
    if words.is_empty() {
        return Part::Empty;
    }
    if is_date(bare, &words)
        || is_counter(&words)
        || is_time_to_read(&words)
        || ago(&words).is_some()
    {
        return Part::About;
    }
    if names.iter().any(|name| same(name, bare)) {
        return Part::Name;
    }
    let count = words.split(' ').count();
    let ends = bare.ends_with(['.', '!', '?', ':', ';', '…', '。']);
    if count <= SECTION && !ends && !bare.contains(|c: char| c.is_ascii_digit()) {
        Part::Short
    } else {
        Part::Text
    }
}

/// A date and nothing else, perhaps with a word before it that says of what.
pub(super) fn is_date(text: &str, folded: &str) -> bool {
    let phrase = CHANGED
        .iter()
        .chain(&PUBLISHED)
        .find(|phrase| begins(folded, phrase));
    let rest = phrase.map_or(folded, |phrase| folded[phrase.len()..].trim());
    let is_number = |word: &str| word.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let words: Vec<&str> = rest.split(' ').collect();
    let other = words
        .iter()
        .filter(|word| !is_number(word) && !IN_A_DATE.contains(word))
        .count();
    let numbers = words.iter().filter(|word| is_number(word)).count();
    if text.contains(['^', '=', '<', '>', '{']) {
        return false;
    }
    if numbers == 0 || words.len() > 10 || other > DATE_WORDS || numbers == 1 && other == 0 {
        return false;
    }
    // What says what it is the date of need not name a year, nor be written as dates are.
    if phrase.is_some() && (numbers > 1 || other > 0) {
        return true;
    }
    let from = text.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
    numbers >= 2 && parse_date(&text[from..]).is_some()
}

/// "8 views", "1.2K Aufrufe", "3 comments": a number of something.
fn is_counter(folded: &str) -> bool {
    let is_number = |word: &str| {
        let digits = word.trim_end_matches(['k', 'm']);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let words: Vec<&str> = folded.split(' ').collect();
    let counted = words.iter().filter(|word| COUNTED.contains(word)).count();
    let numbers = words.iter().filter(|word| is_number(word)).count();
    counted == 1 && numbers >= 1 && counted + numbers == words.len()
}

/// "11 min read", "Lesezeit: 5 Minuten", "阅读时间 5 分钟".
fn is_time_to_read(folded: &str) -> bool {
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = folded.split(' ').collect();
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let minutes = words.iter().filter(|word| MINUTES.contains(word)).count();
    let other = words.iter().filter(|word| TO_READ.contains(word)).count();
    let wide = ["分钟", "分で読", "분 읽기", "阅读时间", "阅读时长"];
    numbers == 1 && minutes == 1 && other > 0 && numbers + minutes + other == words.len()
        || words.len() <= 4
            && folded.contains(|c: char| c.is_ascii_digit())
            && wide.iter().any(|mark| folded.contains(mark))
            && (folded.contains('读') || folded.contains('読') || folded.contains("읽"))
}

/// How long ago a line says that something was, and whether that is its last change; `None` where
/// it says anything else.
pub(super) fn ago(folded: &str) -> Option<(Duration, bool)> {
    if folded.len() > 64 || !AGO.iter().any(|mark| folded.contains(mark)) {
        return None;
    }
    let longest = |phrases: &[&'static str]| {
        let found = phrases.iter().filter(|phrase| folded.contains(**phrase));
        found.max_by_key(|phrase| phrase.len()).copied()
    };
    let (changed, published) = (longest(&CHANGED), longest(&PUBLISHED));
    let mut rest = folded.to_owned();
    for phrase in changed.iter().chain(&published) {
        rest = rest.replacen(phrase, " ", 1);
    }
    let mark = AGO.iter().find(|mark| {
        let wide = mark.starts_with(|c: char| ('\u{3040}'..='\u{d7ff}').contains(&c));
        if wide {
            rest.contains(**mark)
        } else {
            format!(" {rest} ").contains(&format!(" {mark} "))
        }
    })?;
    rest = format!(" {rest} ").replacen(mark, " ", 1);
    let mut amount = None;
    let mut unit = None;
    for word in rest.split_whitespace() {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            amount = Some(word[..digits].parse::<u64>().ok()?);
        } else if ONE.contains(&word) && amount.is_none() {
            amount = Some(1);
            continue;
        }
        let after = &word[digits..];
        if after.is_empty() {
            continue;
        }
        match UNITS.iter().find(|(name, _)| after.starts_with(name)) {
            Some((_, seconds)) if unit.is_none() => unit = Some(*seconds),
            _ if ["about", "etwa", "sedan", "environ"].contains(&after) => {}
            _ => return None,
        }
    }
    let seconds = amount?.checked_mul(unit?)?;
    Some((Duration::from_secs(seconds), changed.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3600;

    #[test]
    fn a_time_counted_back_is_read_in_many_languages() {
        let check = |text: &str, hours: u64, changed| {
            let expected = Some((Duration::from_secs(hours * HOUR), changed));
            assert_eq!(ago(&folded(text)), expected, "{text}");
        };
        check("Updated 2 hours ago", 2, true);
        check("Last updated: an hour ago", 1, true);
        check("3 days ago", 72, false);
        check("Aktualisiert vor 2 Stunden", 2, true);
        check("Mis à jour il y a 5 heures", 5, true);
        check("Actualizado hace 1 hora", 1, true);
        check("Aggiornato 2 ore fa", 2, true);
        check("Обновлено 2 часа назад", 2, true);
        check("更新于 2小时前", 2, true);
        assert_eq!(ago(&folded("He left two hours ago")), None);
        assert_eq!(ago(&folded("Long ago")), None);
    }

    #[test]
    fn a_line_about_the_article_is_told_from_text() {
        let section =
            |text: &str, names: &[&str]| read(&Line::plain(text), names).map(|told| told.section);
        let named = |name: &str| Some(Some(name.to_owned()));
        assert_eq!(
            section("📅 · 📁 Ports · 👁 8 views · ⏱️ 11 min read", &[]),
            named("Ports")
        );
        assert_eq!(
            section("Politik | 12. Mai 2026 | Lesezeit: 4 Minuten", &[]),
            named("Politik")
        );
        assert_eq!(section("May 7, 2026", &[]), Some(None));
        assert_eq!(
            section("Quay Weekly · 7 May 2026", &["Quay Weekly"]),
            Some(None)
        );
        assert_eq!(section("Stand: 12.05.2026, 14:30 Uhr", &[]), Some(None));
        assert_eq!(section("Budget vote | Harbour plan", &[]), None);
        assert_eq!(section("2026", &[]), None);
        assert_eq!(section("The bridge opened on 7 May 2026.", &[]), None);
        assert_eq!(section("12 people", &[]), None);
    }
}
