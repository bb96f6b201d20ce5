//! What is taken back and made again, and what becomes of what could not be stored.

use super::*;
use crate::app::{ConfigChange, TagChange};

fn failed(change: u64) -> Msg {
    let why = Notice::error("The cache could not save a mark: the disk is full");
    Msg::MarkFailed {
        change,
        why: why.with_hint("Make room on the disk, then do it again."),
    }
}

#[test]
fn what_was_read_before_a_whole_list_was_marked_stays_so_when_that_is_taken_back() {
    for keys in ["V A", "V v G m"] {
        let mut screen = Screen::with_stories(10);
        screen.press(keys);
        let change = last_change(&screen);
        screen.take_effects();
        screen.press("u");
        assert_eq!(marks(&mut screen), [], "nobody knows yet what it did");
        assert_eq!(notice(&screen), "The last change is still being stored");
        let done = done(&[10, 11]);
        screen.tell(Msg::Marked { change, done });
        screen.press("u");
        let undone = (exactly(&[10, 11]), Mark::Read(false));
        assert_eq!(marks(&mut screen), [undone], "{keys}");
    }
}

#[test]
fn one_article_is_taken_back_before_the_store_has_answered() {
    let mut screen = Screen::with_stories(10);
    screen.press("s").take_effects();
    screen.press("u");
    assert_eq!(marks(&mut screen), [(exactly(&[10]), Mark::Starred(false))]);
}

#[test]
fn a_mark_that_is_not_stored_leaves_the_screen_and_blocks_no_undo() {
    let mut screen = Screen::with_stories(10);
    screen.press("s");
    let starred = last_change(&screen);
    let done = done(&[10]);
    screen.tell(Msg::Marked {
        change: starred,
        done,
    });
    screen.press("m");
    assert_eq!(screen.state.list.row(0).map(|row| row.unread), Some(0));
    let change = last_change(&screen);
    screen.take_effects();
    screen.tell(failed(change));
    let said = screen.state.notice.clone().expect("said").0;
    assert_eq!(
        said.text,
        "The cache could not save a mark: the disk is full"
    );
    assert!(said.hint.expect("what helps").starts_with("Make room"));
    assert_eq!(screen.state.list.row(0).map(|row| row.unread), Some(4));
    let effects = screen.take_effects();
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::LoadUnread { .. })),
        "{effects:?}"
    );
    screen.press("u");
    let undone = last_change(&screen);
    assert_eq!(
        marks(&mut screen),
        [(exactly(&[10]), Mark::Starred(false))],
        "what was stored before can be taken back"
    );
    screen.tell(failed(undone));
    assert!(notice(&screen).starts_with("Not undone. The cache"));
    screen.press("j").take_effects();
    screen.press("u");
    assert_eq!(
        marks(&mut screen),
        [(exactly(&[10]), Mark::Starred(false))],
        "it stands and can be tried again"
    );
}

#[test]
fn tags_that_are_not_stored_leave_nothing_to_take_back() {
    let mut screen = Screen::with_stories(10);
    screen.press("t n e w Enter");
    let change = screen
        .take_effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::SetTags {
                change,
                tags: TagChange::Edit { .. },
            } => Some(change),
            _ => None,
        });
    let change = change.expect("tagged");
    let why = Notice::error("The cache could not save tags: the disk is full");
    screen.tell(Msg::TagsFailed { change, why });
    assert!(notice(&screen).starts_with("The cache could not save tags"));
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
}

/// A screen on which words were muted, and the number of what takes that back.
fn muted_and_undone() -> (Screen, u64) {
    let mut screen = Screen::with_stories(5);
    screen.press("gX C-u l o t Enter");
    let change = number_of_file_change(&mut screen);
    screen.tell(written(change));
    assert_eq!(notice(&screen), "muting \"lot\"");
    screen.take_effects();
    screen.press("u");
    assert_eq!(notice(&screen), "", "nothing is undone yet");
    let change = number_of_file_change(&mut screen);
    (screen, change)
}

fn written(change: u64) -> Msg {
    let edited = Ok(ConfigChange::default());
    Msg::ConfigEdited { change, edited }
}

fn number_of_file_change(screen: &mut Screen) -> u64 {
    let effects = screen.take_effects();
    let number = effects.iter().find_map(|effect| match effect {
        Effect::EditConfig { change, .. } | Effect::RestoreConfig { change, .. } => Some(*change),
        _ => None,
    });
    number.expect("a change of the configuration")
}

#[test]
fn that_a_file_is_as_before_is_said_when_it_is() {
    let (mut screen, change) = muted_and_undone();
    screen.tell(written(change));
    assert_eq!(notice(&screen), "Undone: muting \"lot\"");
    screen.press("C-r");
    let change = number_of_file_change(&mut screen);
    screen.tell(written(change));
    assert_eq!(notice(&screen), "Redone: muting \"lot\"");
}

#[test]
fn a_file_that_somebody_else_changed_is_not_said_to_be_as_before() {
    let (mut screen, change) = muted_and_undone();
    let edited = Err("config.toml was changed since by somebody else".to_owned());
    screen.tell(Msg::ConfigEdited { change, edited });
    let said = screen.state.notice.clone().expect("said").0;
    assert_eq!(said.text, "Not undone: muting \"lot\"");
    assert_eq!(
        said.hint.as_deref(),
        Some("config.toml was changed since by somebody else")
    );
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
    screen.press("C-r");
    assert_eq!(notice(&screen), "Nothing to make again");
}
