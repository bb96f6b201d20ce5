//! What is new to the reader: sources of one story are read, marks stand on the screen.

use ratatui::style::{Color, Modifier};

use super::tests::{check, look, text};
use crate::app::testing::{Screen, member, members};
use crate::app::{Msg, NewMarks, Wake};
use crate::config::{Look, Theme};
use crate::model::{Block, Document, Inline, Kind, StoryId};

fn spans(text: &str) -> Vec<Inline> {
    vec![Inline {
        text: text.to_owned(),
        ..Inline::default()
    }]
}

fn document(blocks: &[(u8, &str)]) -> Document {
    let block = |(level, text): &(u8, &str)| match level {
        0 => Block::Paragraph(spans(text)),
        level => Block::Heading {
            level: *level,
            spans: spans(text),
        },
    };
    Document {
        blocks: blocks.iter().map(block).collect(),
        words: 640,
        ..Document::default()
    }
}

const SANK: &str =
    "The old ferry sank in the harbour on Friday with no one on board, the port said.";
const NEW: &str = "It lay 40 metres deep by the evening.";
const OWNER: &str = "The owner is said to be Mirella Castono, who also runs the pier.";
const FILLER: &str = "People came to the quay and looked at the water until it was dark.";

/// A story of four sources: the second is a copy of the first, the third has what the first has not,
/// the fourth has nothing new.
fn story(width: u16, height: u16) -> Screen {
    let mut screen = Screen::with_stories(0);
    screen.stories = 6;
    let long: Vec<String> = (0..24).map(|_| FILLER.to_owned()).collect();
    let first = [(0, SANK), (0, FILLER)];
    let opening = format!("{SANK} {NEW} {FILLER}");
    let mut second = vec![
        (2, "What happened"),
        (0, opening.as_str()),
        (2, "At the quay"),
    ];
    second.extend(long.iter().map(|text| (0, text.as_str())));
    second.extend([(2, "Who pays"), (0, OWNER)]);
    screen.documents = vec![
        (10, document(&first)),
        (11, document(&second)),
        (12, document(&[(0, FILLER), (0, SANK)])),
        (13, document(&[(0, SANK)])),
    ];
    screen.tell(Msg::Resize(width, height));
    let listed = crate::app::testing::listed(1..=6, |_| true);
    let generation = screen.state.list.generation();
    screen.tell(Msg::List {
        generation,
        rows: listed.ids().map(crate::app::testing::row_of).collect(),
        listed,
        complete: true,
    });
    screen
}

/// The first source read to its end.
fn first_read(width: u16, height: u16) -> Screen {
    let mut screen = story(width, height);
    screen.press("Enter 1 G");
    screen.wake(|wake| matches!(wake, Wake::Shown(_)));
    screen
}

/// What stands left of a line of the article.
fn margin(screen: &Screen, wanted: &str) -> String {
    let all = text(screen);
    let line = all.lines().find(|line| line.contains(wanted));
    let line = line.unwrap_or_else(|| panic!("\"{wanted}\" is not on the screen:\n{all}"));
    let (before, _) = line.split_once(wanted).expect("it is in the line");
    before.chars().next_back().unwrap_or(' ').to_string()
}

#[test]
fn nothing_is_marked_before_another_source_was_read_to_its_end() {
    let mut screen = story(160, 45);
    screen.press("Enter 3");
    assert!(!text(&screen).contains('▎'));
    assert!(!text(&screen).contains("+2"));
    screen.press("i");
    check(
        &screen,
        "No other source of this story was read to its end yet",
    );
    assert_eq!(screen.state.new_marks, NewMarks::On);
}

#[test]
fn what_is_new_is_marked_and_counted_at_every_size() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = first_read(width, height);
        screen.press("3");
        assert_eq!(margin(&screen, "What happened"), " ", "{width}");
        let all = text(&screen);
        let marked = all.lines().filter(|line| line.contains('▎')).count();
        assert!((1..=3).contains(&marked), "{all}");
        check(&screen, "+2 new");
        let theme = Theme::default();
        let (colour, modifier) = look(&screen, &theme, "40 metres");
        assert!(modifier.contains(Modifier::BOLD), "{width}");
        assert_eq!(colour, Color::Cyan);
        let (_, modifier) = look(&screen, &theme, "The old ferry");
        assert!(modifier.contains(Modifier::DIM), "{width}");
        let plain = Theme::new(Look {
            no_colour: true,
            ..Look::default()
        });
        let (colour, modifier) = look(&screen, &plain, "40 metres");
        assert_eq!(
            (colour, modifier.contains(Modifier::BOLD)),
            (Color::Reset, true)
        );
    }
}

#[test]
fn the_key_leaves_only_what_is_new_then_marks_nothing_then_marks_again() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = first_read(width, height);
        screen.press("3 i");
        check(&screen, "Only what is new to you: 2 of 28 sentences");
        check(&screen, "What happened");
        // The sentence that "it" speaks of stands before it.
        check(&screen, "The old ferry sank");
        check(&screen, "It lay");
        check(&screen, "Who pays");
        check(&screen, "… The owner");
        assert!(!text(&screen).contains("At the quay"));
        assert!(!text(&screen).contains("People came"));
        assert_eq!(margin(&screen, "… The owner"), "▎");
        assert_eq!(margin(&screen, "The old ferry"), " ");
        screen.press("i");
        check(&screen, "What is new to you is not marked");
        check(&screen, "People came");
        assert!(!text(&screen).contains('▎'));
        screen.press("i");
        check(&screen, "What is new to you is marked: 2 of 28 sentences");
        assert!(text(&screen).contains('▎'));
    }
}

#[test]
fn the_choice_is_remembered() {
    let mut screen = first_read(160, 45);
    screen.press("3 i");
    let session = screen.state.session();
    let json = serde_json::to_string(&session).expect("a session is written");
    assert!(json.contains(r#""new_marks":"only""#), "{json}");
    assert_eq!(session.new_marks, NewMarks::Only);
}

#[test]
fn meters_stand_in_a_column_and_say_where_nothing_is_new() {
    let screen = first_read(160, 45);
    let all = text(&screen);
    let of = |name: &str| {
        let mut lines = all.lines().filter_map(|line| line.rsplit_once('│'));
        let line = lines.find(|(_, pane)| pane.contains(name));
        line.unwrap_or_else(|| panic!("{name} is no source:\n{all}"))
            .1
    };
    let second = of(" 3 ●");
    let third = of(" 4 ○");
    assert!(second.contains("● "), "{second}");
    assert!(second.contains(" +2 "), "{second}");
    assert!(third.contains("○ "), "{third}");
    assert!(third.contains(" = "), "{third}");
    let column = |line: &str, sign: &str| {
        let (before, _) = line.rsplit_once(sign).expect("a meter");
        before.chars().count() + sign.len()
    };
    assert_eq!(column(second, "+2"), column(third, "="));
    assert!(!of(" 1 ✓").contains('='), "{all}");
    let mut screen = screen;
    screen.press("l j j");
    check(&screen, "2 new to you");
    screen.press("j");
    check(&screen, "nothing new to you");
}

#[test]
fn the_strip_of_sources_has_the_meters_too() {
    let mut screen = first_read(100, 30);
    screen.press("3");
    check(&screen, "3 ● The Ostermoor Post +2");
}

#[test]
fn a_snippet_that_was_seen_does_not_count() {
    let mut screen = story(160, 45);
    let mut told = members(1);
    for member in &mut told {
        (member.read, member.copy_of) = (false, None);
        member.kind = Kind::Article;
    }
    told[0].seen = true;
    let story = StoryId(1);
    for (kind, is_known) in [(Kind::Snippet, false), (Kind::Article, true)] {
        told[0].kind = kind;
        screen.tell(Msg::Story {
            story,
            members: told.clone(),
            earlier: None,
        });
        assert_eq!(text(&screen).contains(" +2 "), is_known, "{kind:?}");
    }
    assert_eq!(told[1].source, member(11, "The Ostermoor Post").source);
}

#[test]
fn the_page_stays_at_its_block_whatever_is_shown_of_it() {
    let mut screen = first_read(100, 30);
    screen.press("3 ) ) j j j j");
    let top = |screen: &Screen| {
        let shown = screen.state.reader.shown.as_ref().expect("an article");
        (
            shown.scroll,
            shown
                .layout
                .blocks
                .iter()
                .filter(|line| **line <= shown.scroll)
                .count(),
        )
    };
    let before = top(&screen);
    assert!(before.0 > 3, "{before:?}");
    screen.press("i i");
    assert_eq!(top(&screen).1, before.1);
    screen.press("i");
    assert_eq!(top(&screen).1, before.1);
}

#[test]
fn marks_that_come_later_move_nothing() {
    let mut screen = story(100, 30);
    screen.press("Enter 3 j j j");
    let line = |screen: &Screen| {
        let shown = screen.state.reader.shown.as_ref().expect("an article");
        (shown.scroll, shown.marking.is_some())
    };
    for down in 0..4 {
        screen.press("j");
        let (before, _) = line(&screen);
        let mut told = members(1);
        told[0].seen = true;
        told[0].changed = down % 2 == 0;
        screen.tell(Msg::Story {
            story: StoryId(1),
            members: told,
            earlier: None,
        });
        assert_eq!(line(&screen), (before, true));
        screen.tell(Msg::Story {
            story: StoryId(1),
            members: members(1),
            earlier: None,
        });
        assert_eq!(line(&screen), (before, false));
    }
}

#[test]
fn an_article_that_says_nothing_new_says_so() {
    let mut screen = first_read(160, 45);
    screen.press("4");
    check(&screen, "nothing new");
    screen.press("i");
    check(&screen, "Nothing here is new to you");
}

#[test]
fn words_are_found_in_what_is_left_of_an_article() {
    let mut screen = first_read(100, 30);
    screen.press("3 i /").type_text("pier").press("Enter");
    check(&screen, "the pier.");
    let (_, modifier) = look(&screen, &Theme::default(), "pier");
    assert!(modifier.contains(Modifier::REVERSED));
    screen.press("Esc )");
    check(&screen, "2/2 Who pays");
}

#[test]
fn where_only_ascii_is_drawn_so_is_the_mark() {
    let theme = Theme::new(Look {
        ascii: true,
        ..Look::default()
    });
    assert!(theme.glyphs.new.is_ascii());
}
