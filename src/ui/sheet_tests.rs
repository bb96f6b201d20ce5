//! Facts, brief and timeline of a story: keys in, what stands on the screen out.

use std::sync::Arc;

use super::tests::{check, look, sized, text};
use crate::app::testing::{Screen, loaded_article};
use crate::app::{LoadedArticle, Msg};
use crate::compare::{Account, Comparison, Side};
use crate::config::Theme;
use crate::layout::{Options, lay_out};
use crate::model::{ArticleId, Block, Document, Inline, StoryId};

/// What three articles of story 1 say; the fourth is a copy of the first.
const TEXTS: [(i64, &[&str]); 3] = [
    (
        10,
        &[
            "The harbour tunnel at Ostermoor carries 220,000 vehicles a day since Friday, its builders said.",
            "It was paid for by both towns with 300 megawatts of turbine power sold ahead.",
        ],
    ),
    (
        11,
        &[
            "More than 200,000 vehicles a day use the harbour tunnel at Ostermoor, according to the Tidewater Gazette, which first reported the plan.",
            "Its pumps need 300 megawatts of turbine power, Ada Quill said.",
            "Ada Quill said: \"We have waited nine years for this morning to come.\"",
        ],
    ),
    (
        12,
        &[
            "Tens of thousands of vehicles a day cross the harbour tunnel at Ostermoor.",
            "A ticket costs $12 for a lorry of Brightwater Haulage.",
        ],
    ),
];

fn document(paragraphs: &[&str]) -> Document {
    let paragraph = |text: &&str| {
        Block::Paragraph(vec![Inline {
            text: (*text).to_owned(),
            ..Inline::default()
        }])
    };
    Document {
        blocks: paragraphs.iter().map(paragraph).collect(),
        ..Document::default()
    }
}

fn compare(screen: &mut Screen, texts: &[(i64, &[&str])]) {
    let sides = texts.iter().map(|(article, text)| Side {
        article: ArticleId(*article),
        account: Arc::new(Account::new("Tunnel opens", &document(text), Some("en"))),
        seen: false,
    });
    let comparison = Comparison::new(&sides.collect::<Vec<_>>());
    screen.tell(Msg::Compared {
        story: StoryId(1),
        comparison: Arc::new(comparison),
    });
}

fn compared(width: u16, height: u16) -> Screen {
    let mut screen = sized(width, height);
    compare(&mut screen, &TEXTS);
    screen
}

/// Lets an article come that has its text below forty lines of something else.
fn article_comes(screen: &mut Screen, article: i64) {
    let own = TEXTS.iter().find(|(id, _)| *id == article);
    let mut paragraphs = vec!["The weather was fair."; 40];
    paragraphs.extend(own.expect("a text").1);
    let document = document(&paragraphs);
    let width = 60;
    let loaded = LoadedArticle {
        layout: Arc::new(lay_out(&document, width, Options::default())),
        document: Arc::new(document),
        ..loaded_article(article, width)
    };
    screen.tell(Msg::Article(Box::new(loaded)));
}

/// The line of the screen that holds a text.
fn line_of(screen: &Screen, wanted: &str) -> String {
    let text = text(screen);
    let line = text.lines().find(|line| line.contains(wanted));
    line.unwrap_or_else(|| panic!("\"{wanted}\" is not on the screen:\n{text}"))
        .to_owned()
}

#[test]
fn facts_stand_against_the_sources_those_that_differ_first() {
    for (width, height) in [(160, 45), (100, 30)] {
        let mut screen = compared(width, height);
        screen.press("c");
        let row = line_of(&screen, "vehicles  ");
        for cell in ["▸ vehicles", "differs", "220,000", "More than 200"] {
            assert!(row.contains(cell), "{width}: {row}");
        }
        let agree = line_of(&screen, "agree  ");
        assert!(
            agree.contains("megawatt") && agree.contains("300 mega"),
            "{agree}"
        );
        check(&screen, "only in 4");
        check(&screen, "1 Northern Wire  ");
        let all = text(&screen);
        let place = |word: &str| all.find(word).expect("it is there");
        assert!(place("differs  ") < place("agree  ") && place("agree  ") < place("only in"));
    }
    let mut screen = compared(160, 45);
    screen.press("c");
    let theme = Theme::default();
    let colour = |word: &str| look(&screen, &theme, word).0;
    assert_ne!(colour("differs  "), colour("agree  "));
}

#[test]
fn on_a_narrow_screen_facts_are_a_list() {
    let mut screen = compared(60, 20);
    screen.press("c");
    check(
        &screen,
        "▸ vehicles                                   differs",
    );
    check(&screen, "1 220,000 · 3 More than 200,000");
    check(
        &screen,
        "The harbour tunnel at Ostermoor carries 220,000 vehicles",
    );
    screen.press("G");
    check(&screen, "Quotes");
    check(&screen, "3 The Ostermoor Post");
    screen.press("gg");
    check(&screen, "Figures");
}

#[test]
fn the_sentence_of_the_source_under_the_cursor_stands_below() {
    let mut screen = compared(160, 45);
    screen.press("c");
    check(
        &screen,
        "carries 220,000 vehicles a day since Friday, its builders said.",
    );
    screen.press("l");
    check(
        &screen,
        "More than 200,000 vehicles a day use the harbour tunnel",
    );
    screen.press("l l l");
    check(&screen, "Tens of thousands of vehicles a day cross");
    // The next row has nothing of that source: the nearest that has is meant.
    screen.press("j");
    check(&screen, "Its pumps need 300 megawatts");
    screen.press("q");
    assert!(!text(&screen).contains("megawatts"));
}

#[test]
fn enter_leads_to_the_sentence_in_its_article_and_back() {
    let mut screen = compared(120, 30);
    let before = screen.state.reader.current();
    screen.press("c l");
    screen.slow = true;
    screen.press("Enter");
    article_comes(&mut screen, 11);
    screen.slow = false;
    check(&screen, "More than 200,000 vehicles a day use the harbour");
    let theme = Theme::default();
    assert_ne!(
        look(&screen, &theme, "More than 200,000"),
        look(&screen, &theme, "Its pumps need")
    );
    screen.press("H");
    assert_eq!(screen.state.reader.current(), before);
}

#[test]
fn a_text_without_the_sentence_says_so() {
    let mut screen = compared(120, 30);
    screen.press("c l Enter");
    check(
        &screen,
        "The text that is shown does not have this sentence",
    );
}

#[test]
fn the_brief_has_whole_sentences_with_their_sources() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = compared(width, height);
        screen.press("B");
        check(
            &screen,
            "Brief · 4 sources · 73 words · all sentences verbatim",
        );
        check(
            &screen,
            "▸ [1 Northern Wire] The harbour tunnel at Ostermoor",
        );
        screen.press("G");
        check(&screen, "A ticket costs $12 for a lorry of");
        check(&screen, "only in 4");
        screen.press("T");
        check(&screen, "Timeline · 4 articles");
    }
}

#[test]
fn the_timeline_begins_with_who_is_said_to_be_first() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = compared(width, height);
        screen.press("T");
        check(&screen, "first report: Tidewater Gazette, as told by 3");
        check(&screen, "─ Today ─");
        check(&screen, "12:02 ● Harbor Ledger");
        check(&screen, "first in your feeds");
        screen.press("G");
        check(&screen, "▸ 12:32 ● Northern Wire");
        screen.press("Enter");
        assert_eq!(screen.state.reader.current(), Some(ArticleId(10)));
    }
}

#[test]
fn sheets_say_why_they_are_empty() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        for key in ["c", "B"] {
            let mut screen = sized(width, height);
            screen.press(key);
            check(&screen, "Comparing …");
            compare(&mut screen, &TEXTS);
            assert!(!text(&screen).contains("Comparing"));
            let mut alone = sized(width, height);
            alone.press("j").press(key);
            check(&alone, "so far: nothing to compare");
        }
        let mut quiet = sized(width, height);
        let texts: [(i64, &[&str]); 2] = [(10, &["It rains."]), (11, &["It rained."])];
        compare(&mut quiet, &texts);
        quiet.press("c");
        check(&quiet, "no direct quote in 2 sources");
        quiet.press("B");
        check(&quiet, "has a whole sentence");
    }
}

#[test]
fn whom_the_story_cites_stands_below_its_sources() {
    let mut screen = compared(160, 45);
    check(&screen, "◌ Tidewater Gazette");
    screen.press("0 G");
    check(&screen, "cited by 3 The Ostermoor Post");
    let mut texts = TEXTS;
    texts[2].1 = &["The harbour tunnel at Ostermoor is open, according to Quay Weekly."];
    compare(&mut screen, &texts);
    assert!(!text(&screen).contains("◌ Quay Weekly"));
}
