//! The feed list, changed on the screen.

use super::*;
use crate::app::Screen as Shown;
use crate::config::{FeedEdit, FeedEntry, FeedOption};

fn managing() -> Screen {
    let mut screen = Screen::with_stories(5);
    let feed = |number: i64| crate::model::FeedSummary {
        url: format!("https://feed{number}.example/f"),
        title: format!("Feed {number}"),
        state: FeedState::Ok,
        ..failing_feed(number, "")
    };
    screen.state.feeds = vec![feed(1), feed(2), feed(3)];
    screen.press("E");
    let entry = |number: i64| FeedEntry::new(format!("https://feed{number}.example/f"));
    screen.tell(Msg::FeedEntries((1..=3).map(entry).collect()));
    screen.take_effects();
    screen
}

fn edit(screen: &mut Screen) -> (u64, FeedEdit) {
    let effects = screen.take_effects();
    let edit = effects.into_iter().find_map(|effect| match effect {
        Effect::EditFeeds { change, edit } => Some((change, edit)),
        _ => None,
    });
    edit.expect("an edit")
}

#[test]
fn a_feed_is_renamed_tagged_and_paused() {
    let mut screen = managing();
    let url = || "https://feed2.example/f".to_owned();
    let set = |option, typed: &str| FeedEdit::Set {
        url: url(),
        option,
        typed: typed.to_owned(),
    };
    screen.press("j t").type_text("sea, news").press("Enter");
    assert_eq!(edit(&mut screen).1, set(FeedOption::Tags, "sea, news"));
    screen.press("X");
    assert_eq!(edit(&mut screen).1, set(FeedOption::Paused, "on"));
    screen
        .press("e Enter")
        .type_text("The Second")
        .press("Enter");
    assert_eq!(edit(&mut screen).1, set(FeedOption::Title, "The Second"));
    screen.press("G k Enter");
    assert_eq!(edit(&mut screen).1, set(FeedOption::Paused, "on"));
    screen.press("q q");
    assert!(matches!(screen.state.screen, Shown::Main));
}

#[test]
fn a_feed_is_moved_and_the_cursor_goes_along() {
    let mut screen = managing();
    screen.press("J");
    let (_, moved) = edit(&mut screen);
    let url = "https://feed1.example/f".to_owned();
    assert_eq!(moved, FeedEdit::Move { url, down: true });
    let shown = screen
        .state
        .managed_feed()
        .map(|feed| feed.name().to_owned());
    assert_eq!(shown.as_deref(), Some("Feed 1"));
    assert_eq!(screen.state.feed_entries[0].url, "https://feed2.example/f");
}

#[test]
fn what_was_written_is_taken_back_from_the_manager() {
    let mut screen = managing();
    screen.press("Del");
    let (change, removed) = edit(&mut screen);
    assert!(matches!(removed, FeedEdit::Remove { .. }));
    let texts = ("before".to_owned(), "after".to_owned());
    screen.tell(Msg::FeedsEdited {
        change,
        edited: Ok(texts),
    });
    assert_eq!(notice(&screen), "Feed 1 taken off the list");
    screen.take_effects();
    screen.press("u");
    let restores = screen.take_effects();
    let restored = restores.iter().any(|effect| {
        matches!(effect, Effect::RestoreFeeds { expected, text, .. } if expected == "after" && text == "before")
    });
    assert!(restored, "{restores:?}");
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing_to_take_back() {
    let mut screen = managing();
    screen.press("K");
    let (change, _) = edit(&mut screen);
    screen.tell(Msg::FeedsEdited {
        change,
        edited: Err("This is the first feed".to_owned()),
    });
    assert_eq!(notice(&screen), "This is the first feed");
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
}

#[test]
fn enter_lists_what_a_feed_has() {
    let mut screen = managing();
    screen.press("jj Enter");
    assert_eq!(screen.state.list.view, View::Feed(FeedId(3)));
    assert!(matches!(screen.state.screen, Shown::Main));
}

#[test]
fn an_address_is_copied_as_everything_else_is() {
    let mut screen = managing();
    let text = "https://feed2.example/f".to_owned();
    screen.press("j y");
    assert!(
        screen
            .take_effects()
            .contains(&Effect::Copy { text: text.clone() })
    );
    assert_eq!(notice(&screen), "Address sent to the terminal's clipboard");
    screen.state.own_clipboard = true;
    screen.press("y");
    let what = Some("Address".to_owned());
    assert!(
        screen
            .take_effects()
            .contains(&Effect::CopyByProgram { text, what })
    );
    screen.tell(Msg::Copied {
        what: "Address".to_owned(),
    });
    assert_eq!(notice(&screen), "Address copied");
}
