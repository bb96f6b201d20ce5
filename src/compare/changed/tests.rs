//! What changed between two texts: pages in, words out.

use std::time::{Duration, Instant};

use super::*;
use crate::ingest::{About, Repeated, readable};

fn wording(title: &str, html: &str) -> Wording {
    let about = About {
        title,
        source: "Harbor Ledger",
        ..About::default()
    };
    let read = readable(html, None, &about, &Repeated::default());
    Wording::new(title, &read.document, read.sent.as_ref(), None)
}

fn change(old: &str, new: &str) -> Change {
    let title = "Tunnel opens at Ostermoor";
    Change::new(&wording(title, old), &wording(title, new), None)
}

/// A change as lines: what stays bare, what went and came behind its sign, what differs in brackets.
fn told(change: &Change) -> String {
    let runs = |sign: &str, runs: &[Run]| -> Option<String> {
        let words = runs.iter().map(|run| match run.differs {
            true => format!("[{}]", run.text.trim()),
            false => run.text.trim().to_owned(),
        });
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| format!("{sign} {}", words.join(" ")))
    };
    let mut lines = Vec::new();
    for hunk in change.title.iter().chain(&change.hunks) {
        let stays = |text: &String| (!text.is_empty()).then(|| text.clone());
        lines.extend(stays(&hunk.before));
        lines.extend(runs("-", &hunk.removed));
        lines.extend(runs("+", &hunk.added));
        lines.extend(stays(&hunk.after));
    }
    lines.join("\n")
}

const FIRST: &str = "<p>The harbour tunnel at Ostermoor was opened on Friday by the ministers of both \
    towns.</p><p>The deal gives the ferry company access to 220,000 lamps in the old store. \
    It was signed at noon.</p>";

#[test]
fn words_that_were_put_in_the_place_of_others_stand_against_each_other() {
    let new = FIRST.replace(
        "220,000 lamps",
        "approximately more than 200,000 lamps — a temporary lifeline —",
    );
    let change = change(FIRST, &new);
    assert_eq!(
        told(&change),
        "The deal gives the ferry company access to\n\
         - [220,000] lamps\n\
         + [approximately more than 200,000] lamps [— a temporary lifeline]\n\
         — in the old store."
    );
    assert_eq!((change.added, change.removed), (7, 1));
    assert_eq!(change.title, None);
    assert_eq!(
        change.figures,
        [(
            "220,000".to_owned(),
            "approximately more than 200,000".to_owned()
        )]
    );
    let sentence = change.hunks[0].sentence.as_deref();
    assert!(
        sentence.is_some_and(|text| text.starts_with("The deal gives")),
        "{sentence:?}"
    );
    assert_eq!(change.summary(), "1 figure changed");
}

#[test]
fn whole_sentences_come_and_go() {
    let new = FIRST.replace(
        " It was signed at noon.",
        " Two pillars had cracked in March.</p><p>Nobody was hurt.",
    );
    let change = change(FIRST, &new);
    assert_eq!(
        told(&change),
        "- [It was signed at noon.]\n\
         … gives the ferry company access to 220,000 lamps in the old store.\n\
         + [Two pillars had cracked in March.]\n\
         + [Nobody was hurt.]"
            .replace("… gives the ferry company access to", "… access to")
    );
    assert_eq!(change.summary(), "2 sentences added, 1 sentence removed");
    assert_eq!((change.added, change.removed), (9, 5));
}

#[test]
fn a_headline_stands_whole_with_its_words_marked() {
    let change = Change::new(
        &wording("Tunnel opens at Ostermoor", FIRST),
        &wording("Tunnel opens at Ostermoor after nine years", FIRST),
        None,
    );
    assert_eq!(
        told(&change),
        "- Tunnel opens at Ostermoor\n+ Tunnel opens at Ostermoor [after nine years]"
    );
    assert_eq!(change.summary(), "title changed");
    assert_eq!((change.added, change.removed), (0, 0));
    let same = Change::new(
        &wording("Tunnel opens at Ostermoor", FIRST),
        &wording("Tunnel Opens: At Ostermoor!", FIRST),
        None,
    );
    assert!(same.is_noise());
}

#[test]
fn s20_what_changes_by_itself_is_no_change_and_is_listed() {
    let check = |old: &str, new: &str, ignored: &[&str]| {
        let (old, new) = (format!("{old}{FIRST}"), format!("{new}{FIRST}"));
        let change = change(&old, &new);
        assert!(change.is_noise(), "{new}: {}", told(&change));
        assert_eq!(change.ignored, ignored, "{new}");
    };
    check(
        "<p>Updated 2 hours ago</p>",
        "<p>Updated 5 hours ago</p>",
        &["Updated 5 hours ago"],
    );
    check("<p>1,204 views</p>", "<p>1,209 views</p>", &["1,209 views"]);
    check("<p>12 comments</p>", "<p>15 comments</p>", &["15 comments"]);
    check(
        "",
        "<p>Last updated: 15 May 2026, 14:10</p>",
        &["Last updated: 15 May 2026, 14:10"],
    );
    check(
        "<p>Vor 20 Minuten aktualisiert</p>",
        "<p>Vor 1 Stunde aktualisiert</p>",
        &["Vor 1 Stunde aktualisiert"],
    );
    check("<p>Share Tweet Print</p>", "", &["Share Tweet Print"]);
    check("<p>Share this article</p>", "", &["Share this article"]);
    check(
        "<p>The ministers met 3 hours ago in the old town hall.</p>",
        "<p>The ministers met 5 hours ago in the old town hall.</p>",
        &["5"],
    );
    check("<p>The ferry, sank</p>", "<p>The Ferry sank.</p>", &[]);
}

#[test]
fn lists_of_other_articles_are_no_change() {
    let related = |one: &str| {
        format!(
            "{FIRST}<h3>Related articles</h3><ul><li><a href='https://a.example/1'>{one}</a></li>\
             <li><a href='https://a.example/2'>Night trains return</a></li></ul>"
        )
    };
    let change = change(
        &related("Bridge closed for winter"),
        &related("Ferry runs aground"),
    );
    assert!(change.is_noise(), "{}", told(&change));
    assert!(
        change
            .ignored
            .iter()
            .any(|line| line.contains("Ferry runs aground"))
    );
    assert_eq!(change.summary(), "nothing but what stands around the text");
}

#[test]
fn corrections_are_told_though_they_speak_of_an_update() {
    let note = "<p>This article was updated on 15 May to correct the name of the minister.</p>";
    let change = change(FIRST, &format!("{FIRST}{note}"));
    assert_eq!(change.summary(), "1 sentence added");
}

#[test]
fn a_paragraph_that_moved_is_neither_gone_nor_new() {
    let one = "<p>The mayor had cut the ribbon before the rain began.</p>";
    let two = "<p>Three trains an hour are planned for the summer months.</p>";
    let change = change(&format!("{one}{FIRST}{two}"), &format!("{two}{FIRST}{one}"));
    assert_eq!((change.added, change.removed), (0, 0), "{}", told(&change));
    assert_eq!(change.summary(), "2 sentences moved");
    assert!(!change.is_noise());
}

#[test]
fn sentences_that_were_cut_another_way_say_the_same() {
    let old = "<p>The tunnel opened on Friday, and the first train carried four hundred guests to Arvel.</p>";
    let new =
        "<p>The tunnel opened on Friday. The first train carried four hundred guests to Arvel.</p>";
    let change = change(&format!("{FIRST}{old}"), &format!("{FIRST}{new}"));
    assert_eq!((change.added, change.removed), (0, 1), "{}", told(&change));
}

#[test]
fn scripts_without_blanks_are_compared_letter_by_letter() {
    let old = "<p>港の渡し船は今朝も一時間おくれて出た。理由はまだ誰にもわからない。</p>";
    let new = old.replace("一時間", "二時間");
    let japanese = change(old, &new);
    assert_eq!(
        told(&japanese),
        "港の渡し船は今朝も\n- [一]\n+ [二]\n時間おくれて出た。"
    );
    let old = "<p>افتتح النفق تحت الميناء يوم الجمعة بحضور وزيرين من المدينتين.</p>";
    let arabic = change(old, &old.replace("الجمعة", "السبت"));
    assert_eq!(
        told(&arabic),
        "افتتح النفق تحت الميناء يوم\n- [الجمعة]\n+ [السبت]\nبحضور وزيرين من المدينتين."
    );
}

#[test]
fn texts_without_anything_in_common_or_without_words_are_compared_too() {
    let all = change(FIRST, "<p>Kernel 7.2 released.</p>");
    assert_eq!((all.sentences.added, all.sentences.removed), (1, 3));
    let none = change(FIRST, "");
    assert_eq!((none.sentences.added, none.sentences.removed), (0, 3));
    assert!(change("", "").is_noise());
    let none = change("", FIRST);
    assert_eq!(none.hunks.len(), 3);
}

#[test]
fn a_megabyte_of_other_words_is_done_by_the_deadline() {
    let text = |word: &str, end: &str, length: usize| {
        let words = (0..length).map(|n| {
            format!(
                "{word}{}-of-the-harbour-tunnel w{}{end}",
                n * 7919 % 90_001,
                n % 13
            )
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let read = |text: String| Wording {
        title: String::new(),
        sentences: sentences(&text)
            .map(|sentence| Sentence {
                key: key_of(sentence.text),
                text: sentence.text.to_owned(),
                begins: false,
            })
            .collect(),
        aside: Vec::new(),
        language: Language::default(),
    };
    for (end, length) in [("", 33_000), (". A", 8_000)] {
        let (old, new) = (
            read(text("old", end, length)),
            read(text("new", end, length)),
        );
        let start = Instant::now();
        let change = Change::new(&old, &new, Some(start + Duration::from_millis(100)));
        assert!(change.added > 10_000, "{}", change.added);
        // In a build for debugging everything takes ten times as long.
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            start.elapsed()
        );
    }
}
