//! Adding a feed by an address: looking, choosing, what goes wrong.

use super::*;
use crate::app::{Asked, Looked, OfferedFeed, Screen as Shown, Stage};

const ADDRESS: &str = "a.example";

fn looking() -> Screen {
    let mut screen = Screen::with_stories(3);
    screen.press("a").type_text(ADDRESS).press("Enter");
    let address = ADDRESS.to_owned();
    assert!(screen.take_effects().contains(&Effect::AddFeed { address }));
    screen
}

fn tell(screen: &mut Screen, looked: Looked) {
    let address = ADDRESS.to_owned();
    screen.tell(Msg::Looked { address, looked });
}

fn offers() -> Looked {
    let feed = |url: &str, listed| OfferedFeed {
        url: url.to_owned(),
        title: url.to_owned(),
        listed,
        ..OfferedFeed::default()
    };
    Looked::Found(vec![
        feed("one", false),
        feed("two", true),
        feed("three", false),
    ])
}

fn stage(screen: &Screen) -> Option<&Stage> {
    match &screen.state.screen {
        Shown::Choosing(choosing) => Some(&choosing.stage),
        _ => None,
    }
}

#[test]
fn what_is_asked_is_shown_and_esc_stops_it() {
    let mut screen = looking();
    let asked = Asked {
        url: "https://a.example/feed".to_owned(),
        feed: Some((1, 2)),
    };
    tell(&mut screen, Looked::At(asked.clone()));
    assert_eq!(stage(&screen), Some(&Stage::Looking(asked)));
    screen.press("Esc");
    assert_eq!(screen.take_effects(), [Effect::StopLooking]);
    assert_eq!(stage(&screen), None);
    tell(&mut screen, offers());
    assert_eq!(stage(&screen), None, "what comes too late opens nothing");
}

#[test]
fn several_feeds_are_chosen_from() {
    let mut screen = looking();
    tell(&mut screen, offers());
    screen.press("Space");
    screen.press("Space");
    assert_eq!(notice(&screen), "This feed is in the list already");
    screen.press("j Space");
    screen.take_effects();
    screen.press("Enter");
    let urls = vec!["one".to_owned(), "three".to_owned()];
    assert_eq!(screen.take_effects(), [Effect::AddFoundFeeds { urls }]);
    assert_eq!(stage(&screen), None);
}

#[test]
fn the_cursor_begins_at_a_feed_that_is_not_listed() {
    let mut screen = looking();
    let Looked::Found(mut feeds) = offers() else {
        panic!("offers");
    };
    feeds.swap(0, 1);
    tell(&mut screen, Looked::Found(feeds));
    screen.press("Enter");
    let urls = vec!["one".to_owned()];
    assert_eq!(screen.take_effects(), [Effect::AddFoundFeeds { urls }]);
}

#[test]
fn enter_adds_the_feed_pointed_at() {
    let mut screen = looking();
    tell(&mut screen, offers());
    screen.press("G Enter");
    let urls = vec!["three".to_owned()];
    assert_eq!(screen.take_effects(), [Effect::AddFoundFeeds { urls }]);
}

#[test]
fn one_feed_is_added_without_a_question() {
    let mut screen = looking();
    tell(&mut screen, Looked::Done);
    screen.tell(Msg::FeedsAdded { added: 1 });
    assert_eq!(stage(&screen), None);
    assert_eq!(notice(&screen), "1 feed added");
}

#[test]
fn what_went_wrong_stays_until_it_is_closed_or_another_address_is_typed() {
    let mut screen = looking();
    let failed = Notice::error("No feed was found at a.example");
    tell(&mut screen, Looked::Failed(failed.clone()));
    assert_eq!(stage(&screen), Some(&Stage::Failed(failed)));
    screen.press("a").type_text("b.example").press("Enter");
    tell(&mut screen, offers());
    assert!(
        matches!(stage(&screen), Some(Stage::Looking(_))),
        "it was another address"
    );
    screen.press("Esc");
    assert_eq!(stage(&screen), None);
}

#[test]
fn a_first_feed_leaves_the_welcome() {
    let mut screen = Screen::new(0, Screen::setup());
    screen.press("Enter").type_text(ADDRESS).press("Enter");
    tell(&mut screen, offers());
    screen.press("Esc");
    assert!(matches!(screen.state.screen, Shown::Welcome(_)));
    screen.press("a").type_text(ADDRESS).press("Enter");
    tell(&mut screen, Looked::Done);
    screen.tell(Msg::FeedsAdded { added: 1 });
    assert!(matches!(screen.state.screen, Shown::Main));
}
