//! News agencies whose text an article carries: named in the byline, in brackets behind the place at
//! the beginning ("LONDON (Reuters) - "), or at the end ("(AFP)", "© 2026 AFP").
//!
//! A tag is shown and no more: of 27 pairs of articles of one event with one tag in a labelled set
//! 15 share less than a tenth of their text, so one tag is not one report.

use super::account::{Account, Place};

/// Names that stand for an agency; the first is the one that is shown.
const AGENCIES: &[&[&str]] = &[
    &["Reuters", "Thomson Reuters"],
    &["AP", "The Associated Press", "Associated Press"],
    &["AFP", "Agence France-Presse", "Agence France Presse"],
    &["dpa", "DPA", "Deutsche Presse-Agentur"],
    &["Anadolu", "AA", "Anadolu Agency", "Anadolu Ajansı"],
    &["UPI", "United Press International"],
    &["PA", "PA Media", "Press Association"],
    &["The Canadian Press", "Canadian Press"],
    &["AAP", "Australian Associated Press"],
    &["EFE", "Agencia EFE"],
    &["ANSA"],
    &["TASS"],
    &["Interfax"],
    &["Xinhua"],
    &["Kyodo", "Kyodo News"],
    &["Yonhap"],
    &["PTI", "Press Trust of India"],
    &["ANI"],
    &["IANS"],
    &["APA"],
    &["SDA", "Keystone-SDA"],
    &["Europa Press"],
    &["NTB"],
    &["TT"],
];

/// Bytes at the beginning in which a place and its agency stand.
const DATELINE: usize = 90;
/// Bytes of a line at the end that says whose text it is.
const CLOSING: usize = 120;

/// The agency whose text an article carries, by its author, its first words and its last ones.
pub fn agency(author: Option<&str>, beginning: &str, end: &str) -> Option<&'static str> {
    author
        .and_then(of_author)
        .or_else(|| of_dateline(beginning))
        .or_else(|| of_closing(end))
}

/// The same for an article that was read.
pub(super) fn agency_of(account: &Account) -> Option<&'static str> {
    let texts = account.statements.iter();
    let texts = texts.filter(|statement| statement.place == Place::Text);
    let last = account.statements.iter().rev().take(2);
    let own = agency(account.author.as_deref(), "", "");
    own.or_else(|| texts.take(3).find_map(|line| of_dateline(&line.text)))
        .or_else(|| last.into_iter().find_map(|line| of_closing(&line.text)))
}

/// "Ada Quill, Associated Press", "AFP", "Reuters Staff".
fn of_author(author: &str) -> Option<&'static str> {
    let author = author.trim();
    let bare = author.strip_prefix("By ").unwrap_or(author);
    let bare = ["Staff", "Newsroom", "staff"]
        .iter()
        .find_map(|word| bare.strip_suffix(word))
        .unwrap_or(bare);
    let mut parts = bare.split([',', '/', '|', '–', '(', ')', ';']);
    parts.find_map(named)
}

/// "LONDON (Reuters) - The …", "Aug. 21 (UPI) -- …", "Berlin (dpa) – …".
fn of_dateline(text: &str) -> Option<&'static str> {
    let start = &text[..text.floor_char_boundary(DATELINE)];
    let (before, rest) = start.split_once('(')?;
    let (name, after) = rest.split_once(')')?;
    // Words before it are a place or a day, and a dash follows or what is said.
    let is_place = before.chars().next().is_some_and(char::is_uppercase)
        && !before.contains(['.', '"', '“'].as_slice())
        || before.split_whitespace().count() <= 3;
    let dashed = after.trim_start().starts_with(['-', '–', '—', '−']);
    let short = before.split_whitespace().count() <= 3;
    named(name).filter(|_| is_place && (dashed || short))
}

/// "… she said. (AFP)", "© 2026 AFP", "Copyright 2026 The Associated Press. All rights reserved."
fn of_closing(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let end = &text[text.ceil_char_boundary(text.len().saturating_sub(CLOSING))..];
    let bracketed = end
        .trim_end_matches('.')
        .strip_suffix(')')
        .and_then(|end| end.rsplit_once('('))
        .and_then(|(_, name)| named(name));
    let rights = || {
        let (_, of) = end
            .split_once('©')
            .or_else(|| end.split_once("Copyright"))?;
        let of = of.trim_start_matches(|c: char| !c.is_alphabetic());
        let of = of.split(['.', ',', ';']).next()?;
        named(of)
    };
    bracketed.or_else(rights)
}

fn named(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let agency = AGENCIES.iter().find(|names| names.contains(&name))?;
    agency.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(author: Option<&str>, beginning: &str, end: &str, expected: Option<&str>) {
        assert_eq!(
            agency(author, beginning, end),
            expected,
            "{author:?} {beginning} {end}"
        );
    }

    #[test]
    fn an_agency_is_named_where_agencies_are() {
        let said = "The ferry ran aground.";
        check(Some("Reuters"), said, said, Some("Reuters"));
        check(Some("Ada Quill, Associated Press"), said, said, Some("AP"));
        check(Some("By AFP Staff"), said, said, Some("AFP"));
        check(Some("Ada Quill (dpa)"), said, said, Some("dpa"));
        check(
            None,
            "OSTERMOOR (Reuters) - The ferry ran aground.",
            said,
            Some("Reuters"),
        );
        check(
            None,
            "TERN ISLANDS, Skell Coast (AP) — Nobody was hurt.",
            said,
            Some("AP"),
        );
        check(
            None,
            "Calder (dpa) Die Fähre lief auf Grund.",
            said,
            Some("dpa"),
        );
        check(
            None,
            "Aug. 21 (UPI) -- The ferry ran aground.",
            said,
            Some("UPI"),
        );
        check(None, said, "Nobody was hurt. (AFP)", Some("AFP"));
        check(None, said, "© 2026 AFP", Some("AFP"));
        check(
            None,
            said,
            "Copyright 2026 The Associated Press. All rights reserved.",
            Some("AP"),
        );
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        let said = "The ferry ran aground.";
        check(Some("Pa Quill"), said, said, None);
        check(Some("Ada Quill"), said, said, None);
        check(None, "The Port Authority (PAC) said so.", said, None);
        check(
            None,
            "The reporter of the agency who was on board that night (AP) told the court.",
            said,
            None,
        );
        check(
            None,
            "It was told to Reuters (and to others) - by phone.",
            said,
            None,
        );
        check(None, said, "She works for the agency (TASSO).", None);
        check(None, said, "© 2026 Harbor Ledger", None);
        check(None, "", "", None);
    }
}
