//! How times and numbers are said: ages, days, clock times, plurals. The reader's offset from UTC
//! is passed in.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::model::Timestamp;

/// How long ago, in as few letters as possible: "now", "5m", "3h", "2d", then the date.
pub fn age(now: Timestamp, then: Timestamp, offset_seconds: i32) -> String {
    let seconds = now.since(then).as_secs();
    match seconds {
        0..60 => "now".to_owned(),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        86_400..604_800 => format!("{}d", seconds / 86_400),
        _ => short_date(now, then, offset_seconds),
    }
}

/// "Today", "Yesterday", "Friday 15 May", "15 May 2024".
pub fn day(now: Timestamp, then: Timestamp, offset_seconds: i32) -> String {
    let date = date(then, offset_seconds);
    match (self::date(now, offset_seconds) - date).num_days() {
        ..=0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        2..=180 => date.format("%A %-d %B").to_string(),
        _ => date.format("%-d %B %Y").to_string(),
    }
}

/// The calendar day of an instant; an instant that is to come belongs to today.
pub fn date(time: Timestamp, offset_seconds: i32) -> NaiveDate {
    local(time, offset_seconds).date_naive()
}

/// "14:12".
pub fn clock(time: Timestamp, offset_seconds: i32) -> String {
    local(time, offset_seconds).format("%H:%M").to_string()
}

/// "14:12" for today, with the date otherwise.
pub fn moment(now: Timestamp, then: Timestamp, offset_seconds: i32) -> String {
    let today = date(now, offset_seconds) == date(then, offset_seconds);
    let clock = clock(then, offset_seconds);
    if today {
        clock
    } else {
        format!("{} {clock}", short_date(now, then, offset_seconds))
    }
}

fn short_date(now: Timestamp, then: Timestamp, offset_seconds: i32) -> String {
    let then = date(then, offset_seconds);
    let year = date(now, offset_seconds).format("%Y").to_string();
    if then.format("%Y").to_string() == year {
        then.format("%-d %b").to_string()
    } else {
        then.format("%-d %b %Y").to_string()
    }
}

fn local(time: Timestamp, offset_seconds: i32) -> DateTime<FixedOffset> {
    let utc = FixedOffset::east_opt(0).expect("no offset is a valid offset");
    let offset = FixedOffset::east_opt(offset_seconds).unwrap_or(utc);
    time.utc().with_timezone(&offset)
}

/// "1 article", "5 articles".
pub fn count(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else if let Some(stem) = noun.strip_suffix('y') {
        format!("{number} {stem}ies")
    } else {
        format!("{number} {noun}s")
    }
}

/// A number with its thousands apart: "1,200".
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What stands over the list.
pub fn view_title(state: &crate::app::State) -> String {
    use crate::model::View;
    let list = &state.list;
    let name = match &list.view {
        View::All if list.flat => "Articles".to_owned(),
        View::All => "Stories".to_owned(),
        View::Unread => "Unread".to_owned(),
        View::Starred => "Starred".to_owned(),
        View::Followed => "Followed".to_owned(),
        View::Muted => "Muted".to_owned(),
        View::History => "History".to_owned(),
        View::Feed(id) => {
            let feed = state.feeds.iter().find(|feed| feed.id == *id);
            feed.map_or_else(|| "Feed".to_owned(), |feed| feed.title.clone())
        }
        View::Tag(tag) => format!("#{tag}"),
        View::Saved(name) => name.clone(),
    };
    match &list.filter {
        Some(filter) => format!("{name} / {}", filter.text),
        None => name,
    }
}

/// What the window of the terminal is called: the article while it has the keys, else the list.
pub fn window_title(state: &crate::app::State) -> String {
    let shown = state.reader.shown.as_ref();
    let reads = state.focus == crate::app::Pane::Reader;
    let title = match (&state.screen, shown) {
        (crate::app::Screen::Page(page), _) => match &page.text {
            Some(Ok(open)) => open.shown.text.title.clone(),
            _ => page.url.clone(),
        },
        (_, Some(shown)) if reads => shown.text.title.clone(),
        _ => match state.list.unread() {
            0 => view_title(state),
            unread => format!("{} ({unread})", view_title(state)),
        },
    };
    let title: String = title.chars().filter(|c| !c.is_control()).collect();
    format!("{title} - newsfold")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("a time")
    }

    #[test]
    fn ages_are_short() {
        let now = at("2026-05-15T14:12:00Z");
        let check = |then: &str, said: &str| assert_eq!(age(now, at(then), 0), said);
        check("2026-05-15T14:11:30Z", "now");
        check("2026-05-15T14:07:00Z", "5m");
        check("2026-05-15T11:00:00Z", "3h");
        check("2026-05-13T11:00:00Z", "2d");
        check("2026-04-03T11:00:00Z", "3 Apr");
        check("2024-04-03T11:00:00Z", "3 Apr 2024");
        check("2026-05-16T11:00:00Z", "now");
    }

    #[test]
    fn days_are_those_of_the_readers_clock() {
        let now = at("2026-05-15T23:30:00Z");
        assert_eq!(day(now, at("2026-05-15T01:00:00Z"), 0), "Today");
        assert_eq!(day(now, at("2026-05-15T01:00:00Z"), 7200), "Yesterday");
        assert_eq!(day(now, at("2026-05-12T12:00:00Z"), 0), "Tuesday 12 May");
        assert_eq!(
            moment(now, at("2026-05-15T01:00:00Z"), 7200),
            "15 May 03:00"
        );
    }

    #[test]
    fn plurals_are_said_right() {
        assert_eq!(count(1, "story"), "1 story");
        assert_eq!(count(3, "story"), "3 stories");
        assert_eq!(count(0, "feed"), "0 feeds");
    }

    #[test]
    fn thousands_stand_apart() {
        let said = [7, 999, 1200, 1_000_000].map(grouped);
        assert_eq!(said, ["7", "999", "1,200", "1,000,000"]);
    }
}
