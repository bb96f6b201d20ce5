//! Searches in a list and in everything, and what the lines of queries say while they are typed.

use super::*;
use crate::app::{SearchScope, testing::Screen};
use crate::query::{self, Query};

/// What was asked last, with its number.
fn asked(screen: &mut Screen) -> Option<(u64, Query, SearchScope)> {
    let effects = screen.take_effects().into_iter().rev();
    let mut questions = effects.filter_map(|effect| match effect {
        Effect::Search {
            generation,
            query,
            scope,
        } => Some((generation, query, scope)),
        _ => None,
    });
    questions.next()
}

fn find(screen: &mut Screen, generation: u64, numbers: &[i64], unindexed: u32) {
    screen.tell(Msg::Hits {
        generation,
        hits: numbers.iter().map(|number| hit(*number)).collect(),
        more: false,
        unindexed,
    });
}

#[test]
fn a_search_looks_in_the_list_first_and_one_key_looks_in_everything() {
    let mut screen = Screen::with_stories(30);
    screen.press("gs /").type_text("tunnel");
    let (_, query, scope) = asked(&mut screen).expect("asked");
    assert_eq!(Ok(query.clone()), query::parse("tunnel*"));
    assert_eq!(scope.view, View::Starred);
    screen.press("C-g");
    let (generation, same, scope) = asked(&mut screen).expect("asked");
    assert_eq!((same, scope), (query, SearchScope::default()));
    find(&mut screen, generation, &[7], 0);
    screen.press("Enter Esc /").type_text("ferry");
    let (_, _, scope) = asked(&mut screen).expect("asked");
    assert_eq!(scope.view, View::Starred, "a new search begins in the list");
}

#[test]
fn a_filter_narrows_a_search_but_hidden_read_stories_do_not() {
    let mut screen = Screen::with_stories(30);
    screen.press("F").type_text("is:unread").press("Enter /");
    screen.type_text("tunnel");
    let (_, _, scope) = asked(&mut screen).expect("asked");
    assert_eq!(scope.query, query::parse("is:unread").ok());
    let mut screen = Screen::with_stories(30);
    screen.press(". /").type_text("tunnel");
    let (_, _, scope) = asked(&mut screen).expect("asked");
    assert_eq!(scope, SearchScope::default());
}

#[test]
fn enter_looks_in_everything_where_the_list_holds_nothing() {
    let mut screen = Screen::with_stories(30);
    screen.press("gs /").type_text("tunnel");
    let (generation, ..) = asked(&mut screen).expect("asked");
    find(&mut screen, generation, &[], 0);
    screen.press("Enter");
    let (generation, _, scope) = asked(&mut screen).expect("asked");
    assert_eq!(scope, SearchScope::default());
    find(&mut screen, generation, &[], 0);
    screen.press("Enter");
    assert_eq!(asked(&mut screen), None, "there is nothing wider");
}

#[test]
fn the_answer_may_be_empty_after_the_line_was_closed() {
    let mut screen = Screen::with_stories(30);
    screen.press("gs /").type_text("tunnel");
    let (generation, ..) = asked(&mut screen).expect("asked");
    screen.press("Enter");
    find(&mut screen, generation, &[], 0);
    screen.press("Enter");
    let (_, _, scope) = asked(&mut screen).expect("asked");
    assert_eq!(scope, SearchScope::default());
}

#[test]
fn a_search_that_missed_texts_is_asked_again_when_they_are_indexed() {
    let mut screen = Screen::with_stories(30);
    screen.press("/").type_text("tunnel");
    let (generation, ..) = asked(&mut screen).expect("asked");
    find(&mut screen, generation, &[7, 8], 1200);
    assert!(screen.take_effects().contains(&Effect::Index));
    screen.press("Enter j").tell(Msg::Indexed);
    let (generation, ..) = asked(&mut screen).expect("asked again");
    find(&mut screen, generation, &[9, 7, 8], 0);
    assert_eq!(selected(&screen), Some(8), "the cursor stays on its hit");
    screen.tell(Msg::Indexed);
    assert_eq!(asked(&mut screen), None);
}

#[test]
fn a_line_that_is_not_understood_keeps_what_was_found() {
    let mut screen = Screen::with_stories(30);
    screen.press("/").type_text("tunnel");
    let (generation, ..) = asked(&mut screen).expect("asked");
    find(&mut screen, generation, &[7, 8], 0);
    screen.type_text(" is:gren");
    assert_eq!(notice(&screen), "", "the line says it");
    let prompt = screen.state.prompt.as_ref().expect("open");
    let error = prompt.error().expect("not understood");
    assert_eq!(&prompt.text()[error.range], "gren");
    assert!(
        screen
            .state
            .search
            .as_ref()
            .is_some_and(|search| search.hits.len() == 2)
    );
    screen.press("Enter");
    assert!(screen.state.prompt.is_some() && !notice(&screen).is_empty());
}

#[test]
fn days_are_those_of_the_readers_clock() {
    let mut screen = Screen::with_stories(30);
    screen.state.offset_seconds = 7200;
    let today = query::parse("since:today").map(|query| query.in_zone(7200));
    screen.press("/").type_text("since:today");
    assert_eq!(asked(&mut screen).map(|asked| asked.1), today.clone().ok());
    screen.press("Esc F").type_text("since:today");
    assert_eq!(screen.state.list.current_request(None).query, today.ok());
}
