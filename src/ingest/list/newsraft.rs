//! newsraft's `feeds`: a feed a line, in sections.

use std::time::Duration;

use super::{FeedList, name, read_feed_address};

/// Whether a list is newsraft's: by its name, or by lines that only newsraft has.
pub(super) fn is_one(text: &str, file_name: &str) -> bool {
    let is_own = |line: &str| line.starts_with('@') || line.starts_with("$(");
    file_name == "feeds" || text.lines().any(|line| is_own(line.trim_start()))
}

/// Reads newsraft's `feeds`: an address or `$(command)`, then a name in quotes, then minutes
/// between two updates in square brackets; `@` begins a section.
pub(super) fn read(text: &str) -> FeedList {
    let mut list = FeedList::default();
    let (mut section, mut of_section): (Option<String>, Option<Duration>) = (None, None);
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(rest) = line.strip_prefix('@') {
            let (title, settings) = split_settings(rest);
            section = name(title).filter(|title| title != "Global");
            of_section = interval(settings, title.trim(), &mut list.notes);
            continue;
        }
        let (address, rest) = split_address(line);
        match read_feed_address(&address) {
            Ok(mut feed) => {
                let (title, settings) = split_title(rest);
                feed.title = title.and_then(name);
                feed.tags.extend(section.clone());
                let what = feed.title.clone().unwrap_or(address);
                feed.interval = interval(settings, &what, &mut list.notes).or(of_section);
                list.add(feed);
            }
            Err(left) => list.leave_out(left),
        }
    }
    list
}

/// The address of a line, a command as `exec:`, and what stands behind it.
fn split_address(line: &str) -> (String, &str) {
    let Some(command) = line.strip_prefix("$(") else {
        let end = line.find(char::is_whitespace).unwrap_or(line.len());
        return (line[..end].to_owned(), &line[end..]);
    };
    let mut depth = 1;
    let end = command.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let end = end.unwrap_or(command.len());
    let rest = command.get(end + 1..).unwrap_or_default();
    (format!("exec:{}", &command[..end]), rest)
}

fn split_title(rest: &str) -> (Option<&str>, &str) {
    let rest = rest.trim_start();
    match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((title, rest)) => (Some(title), rest),
        None => (None, rest),
    }
}

/// The name of a section and what is set for it.
fn split_settings(text: &str) -> (&str, &str) {
    let at = text.find(['[', '{', '<']).unwrap_or(text.len());
    text.split_at(at)
}

/// The minutes between two updates, in either of the forms newsraft had. What has no counterpart
/// is noted.
fn interval(settings: &str, what: &str, notes: &mut Vec<String>) -> Option<Duration> {
    let minutes = settings
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(minutes, _)| minutes)
        .or_else(|| settings.split_once("reload-period").map(|(_, rest)| rest))
        .map(|text| text.trim_start().trim_start_matches('='));
    let minutes: Option<u64> = minutes.and_then(|text| {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit());
        text[..end.unwrap_or(text.len())].parse().ok()
    });
    if settings.contains('{') || settings.contains("item-limit") {
        notes.push(format!(
            "{what} had a limit of items there; here articles stay as long as retention says."
        ));
    }
    match minutes {
        Some(0) => {
            notes.push(format!(
                "{what} was never updated by itself there; here it is, as others are."
            ));
            None
        }
        minutes => minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60))),
    }
}
