//! Key contexts, other scripts, macros, the palette.

use super::*;
use crate::app::{PaletteItem, Screen as What};
use crate::config::{KeyMap, Settings};
use crate::model::Action;

pub(super) fn configured(text: &str) -> Screen {
    let settings: Settings = toml::from_str(text).expect("settings");
    let (keys, problems) = KeyMap::of(&settings);
    assert_eq!(problems, Vec::<String>::new());
    let setup = Setup {
        has_feeds: true,
        applied: crate::app::Applied {
            keys,
            ..Default::default()
        },
        ..Screen::setup()
    };
    Screen::new(30, setup)
}

#[test]
fn a_key_means_what_its_pane_says() {
    let mut screen = configured("[keys.reader]\nopen-original = \"b\"");
    screen.take_effects();
    screen.press("b");
    assert_eq!(notice(&screen), "", "a page back in the list");
    screen.press("Enter b");
    assert!(notice(&screen).starts_with("Opening "));
}

#[test]
fn keys_of_another_script_work_but_for_typed_text() {
    let mut screen = configured("[input]\nlangmap = \"russian\"");
    screen.press("о о");
    assert_eq!(screen.state.list.cursor, 2);
    screen.press("/").type_text("пп");
    let typed = screen.state.prompt.as_ref().map(|prompt| prompt.text());
    assert_eq!(typed, Some("пп"));
    screen.press("Esc пп");
    assert_eq!(screen.state.list.cursor, 0);
}

#[test]
fn a_macro_does_its_steps_in_order() {
    let mut screen =
        configured("[macros]\nb = [\"down\", \"open-original\", \"star\", \":sort new\"]");
    screen.take_effects();
    screen.press(",");
    screen.wake(|wake| matches!(wake, Wake::Prefix(_)));
    assert!(screen.state.pending.popup);
    screen.press("b");
    let effects = screen.take_effects();
    let at = |is_it: &dyn Fn(&Effect) -> bool| effects.iter().position(is_it);
    let opened = at(&|effect| matches!(effect, Effect::OpenInBrowser { .. }));
    let starred = at(&|effect| {
        matches!(
            effect,
            Effect::Mark {
                mark: Mark::Starred(true),
                ..
            }
        )
    });
    assert!(opened.is_some() && opened < starred, "{effects:?}");
    assert_eq!(screen.state.list.sort, Sort::New);
}

#[test]
fn steps_wait_for_what_the_ones_before_need() {
    let mut screen = configured("[macros]\nb = [\"down\", \"open-original\", \":sort new\"]");
    screen.slow = true;
    screen.take_effects();
    screen.press(",b");
    assert_eq!(
        screen.state.list.sort,
        Sort::Top,
        "it waits for the article"
    );
    screen.slow = false;
    screen.tell(Msg::Story {
        story: StoryId(2),
        members: members(2),
        earlier: None,
    });
    let shown = screen.state.reader.shown.as_ref();
    let width = shown.expect("an article").layout.width;
    screen.tell(Msg::Article(Box::new(loaded_article(20, width))));
    assert_eq!(screen.state.list.sort, Sort::New);
    let opened = |effect: &Effect| matches!(effect, Effect::OpenInBrowser { .. });
    assert!(screen.take_effects().iter().any(opened));
}

#[test]
fn a_step_that_fails_stops_the_macro_and_says_so() {
    let mut screen = configured("[macros]\nb = [\":sort sideways\", \"star\"]");
    screen.take_effects();
    screen.press(",b");
    assert_eq!(
        notice(&screen),
        "Macro b stopped at :sort sideways: Lists are sorted by top, new, sources, unread, length, \
         feed, title"
    );
    assert!(screen.take_effects().is_empty());
}

#[test]
fn keys_lead_straight_to_commands() {
    let mut screen = configured("[commands]\ngz = \":sort new\"");
    screen.press("gz");
    assert_eq!(screen.state.list.sort, Sort::New);
}

#[test]
fn without_macros_their_key_says_where_they_are_named() {
    let mut screen = Screen::with_stories(3);
    screen.press(",");
    assert_eq!(notice(&screen), "You have no macros");
}

#[test]
fn the_palette_does_what_a_few_letters_say() {
    let mut screen = Screen::with_stories(30);
    screen.press("j C-p").type_text("star");
    screen.take_effects();
    screen.press("Enter");
    assert!(matches!(screen.state.screen, What::Main));
    let starred = |effect: &Effect| {
        matches!(
            effect,
            Effect::Mark {
                mark: Mark::Starred(true),
                ..
            }
        )
    };
    assert!(screen.take_effects().iter().any(starred));
    screen.press("C-p");
    let What::Palette(palette) = &screen.state.screen else {
        panic!("no palette");
    };
    let first = palette.chosen().map(|entry| entry.item.clone());
    assert_eq!(first, Some(PaletteItem::Action(Action::ToggleStar)));
    screen.press("C-n C-n C-p");
    let What::Palette(palette) = &screen.state.screen else {
        panic!("no palette");
    };
    assert_eq!(palette.cursor.row, 1);
    screen.press("Esc");
    assert!(matches!(screen.state.screen, What::Main));
    let session = screen.state.session();
    assert_eq!(session.recent, ["star"]);
}

#[test]
fn the_palette_runs_macros_and_works_on_other_screens() {
    let mut screen =
        configured("[macros]\nb = { steps = [\":sort new\"], description = \"Newest\" }");
    screen.press("C-p").type_text("newest").press("Enter");
    assert_eq!(screen.state.list.sort, Sort::New);
    screen.press("? C-p").type_text("bottom").press("Enter");
    let What::Help(help) = &screen.state.screen else {
        panic!("no help");
    };
    assert!(help.top > 0);
}

#[test]
fn what_stands_in_a_window_that_nobody_looks_at_is_not_read() {
    let mut screen = Screen::with_stories(30);
    screen.paragraphs = 2;
    screen.press("j Enter");
    screen.tell(Msg::Focus(false));
    screen.take_effects();
    shown_long_is_too_late(&mut screen);
    assert!(marks(&mut screen).is_empty());
    screen.tell(Msg::Focus(true));
    shown_long(&mut screen);
    assert!(!marks(&mut screen).is_empty());
}

/// The wake of the article that is shown comes, whatever effects were taken.
fn shown_long_is_too_late(screen: &mut Screen) {
    let wake = screen.state.reader.shown.as_ref().expect("shown").wake;
    screen.tell(Msg::Wake(Wake::Shown(wake)));
}

#[test]
fn who_comes_back_to_the_window_gets_what_is_due() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::Focus(false));
    screen.take_effects();
    screen.tell(Msg::Focus(true));
    assert!(
        screen
            .take_effects()
            .contains(&Effect::Refresh(Refresh::Due))
    );
    screen.tell(Msg::Focus(true));
    assert!(screen.take_effects().is_empty());
}
