//! Searches, lines of queries and highlights on whole screens.

use ratatui::style::Modifier;

use super::tests::{buffer, check, lines, look, sized};
use crate::app::Msg;
use crate::app::testing::{Screen, hit};
use crate::config::{Highlight, HighlightPlace, Highlights, Theme};

fn find(screen: &mut Screen, numbers: &[i64], unindexed: u32) {
    let search = screen.state.search.as_ref();
    let generation = search.map_or(0, |search| search.generation);
    screen.tell(Msg::Hits {
        generation,
        hits: numbers.iter().map(|number| hit(*number)).collect(),
        more: false,
        unindexed,
    });
}

fn highlights(of: &[(&str, HighlightPlace)]) -> Highlights {
    let made = of.iter().map(|(pattern, place)| Highlight {
        pattern: (*pattern).to_owned(),
        place: *place,
    });
    Highlights::new(&made.collect::<Vec<_>>())
}

#[test]
fn the_header_of_a_search_says_where_it_looks_and_how_much_it_found() {
    let mut screen = sized(120, 30);
    screen.press("gs /").type_text("opened");
    find(&mut screen, &[7, 8], 0);
    check(&screen, " Search in Starred          2 found");
    screen.press("C-g");
    find(&mut screen, &[7], 0);
    check(&screen, " Search \"opened\"            1 found");
}

#[test]
fn an_empty_search_says_what_where_and_what_to_press() {
    let mut screen = sized(120, 30);
    screen.press("gs /").type_text("opened");
    find(&mut screen, &[], 0);
    check(&screen, "Nothing holds \"opened\"");
    check(&screen, "Starred was searched");
    check(&screen, "Enter searches everything");
    screen.type_text("x");
    find(&mut screen, &[], 1200);
    check(&screen, "1,200 articles are being indexed");
}

#[test]
fn what_is_not_understood_is_underlined_in_the_line() {
    let mut screen = sized(120, 30);
    for key in ["F", "Esc /"] {
        screen.press(key).type_text("rain is:gren");
        let (_, modifier) = look(&screen, &Theme::default(), "gren");
        assert!(modifier.contains(Modifier::UNDERLINED), "{key}");
        let (_, modifier) = look(&screen, &Theme::default(), "rain is:");
        assert!(!modifier.contains(Modifier::UNDERLINED), "{key}");
    }
}

#[test]
fn names_of_fields_stand_above_the_line_of_a_filter() {
    let mut screen = sized(60, 20);
    screen.press("F").type_text("is:");
    check(&screen, "│ starred ");
}

#[test]
fn what_the_reader_wants_lit_up_is_lit_up_where_it_stands() {
    let theme = Theme::default();
    let mut screen = sized(160, 40);
    let plain = look(&screen, &theme, "Kernel 7.2 released");
    screen.state.highlights = highlights(&[("kernel .*leas", HighlightPlace::Title)]);
    let lit = look(&screen, &theme, "Kernel 7.2 released");
    assert_ne!(plain, lit);
    assert_eq!(look(&screen, &theme, "ed").0, plain.0);
    let text = lines(&buffer(&screen)).join("\n");
    screen.state.highlights = highlights(&[("sources", HighlightPlace::Text)]);
    assert_eq!(
        lines(&buffer(&screen)).join("\n"),
        text,
        "only paint changes"
    );
    assert_eq!(look(&screen, &theme, "Kernel 7.2 released"), plain);
}
