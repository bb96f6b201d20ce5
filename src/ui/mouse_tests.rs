//! The mouse on whole screens: what is drawn is what is clicked on.

use super::tests::{check, text};
use crate::app::testing::{Screen, failing_feed, linked_article};
use crate::app::{Effect, Gesture, Msg, Pane, Screen as What, Spot, Spots};
use crate::config::Theme;
use crate::layout::cells;
use crate::model::Action;
use ratatui::{Terminal, backend::TestBackend};

fn spots(screen: &Screen) -> Spots {
    let (width, height) = screen.state.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
    let mut spots = Spots::default();
    terminal
        .draw(|frame| spots = super::draw(frame, &screen.state, &Theme::default()))
        .expect("drawn");
    spots
}

fn at(screen: &mut Screen, gesture: Gesture, column: u16, row: u16) {
    let mouse = spots(screen).mouse(gesture, column, row);
    screen.tell(Msg::Mouse(mouse));
}

/// Where a text begins on the screen.
#[track_caller]
fn place(screen: &Screen, wanted: &str) -> (u16, u16) {
    let text = text(screen);
    let found = text.lines().enumerate().find_map(|(row, line)| {
        let column = cells(&line[..line.find(wanted)?]);
        Some((
            u16::try_from(column).expect("a column"),
            u16::try_from(row).expect("a row"),
        ))
    });
    found.unwrap_or_else(|| panic!("\"{wanted}\" is not on the screen:\n{text}"))
}

#[track_caller]
fn click(screen: &mut Screen, wanted: &str) {
    let (column, row) = place(screen, wanted);
    at(screen, Gesture::Click, column, row);
    at(screen, Gesture::Release, column, row);
}

fn opened(screen: &mut Screen) -> bool {
    let opens = |effect: &Effect| matches!(effect, Effect::OpenInBrowser { .. });
    screen.take_effects().iter().any(opens)
}

#[test]
fn a_click_selects_a_story_and_a_second_one_opens_it() {
    let mut screen = Screen::with_stories(30);
    click(&mut screen, "Kernel 7.2 released");
    assert_eq!(screen.state.list.cursor, 1);
    assert_eq!(screen.state.focus, Pane::Stories);
    click(&mut screen, "Kernel 7.2 released");
    assert_eq!(screen.state.focus, Pane::Reader);
}

#[test]
fn a_source_is_selected_then_shown() {
    let mut screen = Screen::with_stories(30);
    click(&mut screen, " 3 ● ");
    assert_eq!(screen.state.focus, Pane::Sources);
    assert_eq!(
        screen.state.story.as_ref().map(|story| story.cursor),
        Some(2)
    );
    click(&mut screen, " 3 ● ");
    let story = screen.state.story.as_ref().expect("a story");
    assert_eq!(
        screen.state.reader.current(),
        Some(story.members[2].article)
    );
}

#[test]
fn the_wheel_moves_what_it_is_over() {
    let mut screen = Screen::with_stories(60);
    for _ in 0..5 {
        at(&mut screen, Gesture::WheelDown, 5, 10);
    }
    assert_eq!(screen.state.list.top, 5);
    assert_eq!(screen.state.list.cursor, 5, "the cursor stays in sight");
    at(&mut screen, Gesture::WheelUp, 5, 10);
    assert_eq!((screen.state.list.top, screen.state.list.cursor), (4, 5));
    at(&mut screen, Gesture::WheelDown, 60, 10);
    let scroll = screen.state.reader.shown.as_ref().map(|shown| shown.scroll);
    assert_eq!(scroll, Some(3));
    assert_eq!(screen.state.focus, Pane::Stories);
}

#[test]
fn the_wheel_stops_where_the_list_ends() {
    let mut screen = Screen::with_stories(60);
    for _ in 0..200 {
        at(&mut screen, Gesture::WheelDown, 5, 10);
    }
    assert!(screen.state.list.top < 57, "{}", screen.state.list.top);
    assert!(screen.state.list.cursor < 60);
    check(&screen, "unread");
}

#[test]
fn a_border_is_dragged_as_far_as_the_panes_allow() {
    let mut screen = Screen::with_stories(30);
    let left = screen.state.geometry().stories.expect("stories").width;
    at(&mut screen, Gesture::Click, left, 8);
    at(&mut screen, Gesture::Drag, 25, 9);
    assert_eq!(
        screen.state.geometry().stories.map(|pane| pane.width),
        Some(25)
    );
    at(&mut screen, Gesture::Drag, 2, 9);
    assert_eq!(
        screen.state.geometry().stories.map(|pane| pane.width),
        Some(20)
    );
    at(&mut screen, Gesture::Release, 2, 9);
    at(&mut screen, Gesture::Drag, 60, 9);
    let stories = screen.state.geometry().stories.map(|pane| pane.width);
    assert_eq!(stories, Some(20), "let go");
    assert_eq!(screen.state.session().pane_widths.stories, Some(20));
    screen.press(":").type_text("reset-panes").press("Enter");
    assert_eq!(
        screen.state.geometry().stories.map(|pane| pane.width),
        Some(left)
    );
}

#[test]
fn keys_make_the_focused_pane_wider_and_narrower() {
    let mut screen = Screen::with_stories(30);
    let width = |screen: &Screen, pane| screen.state.geometry().pane(pane).expect("there").width;
    let (list, article) = (width(&screen, Pane::Stories), width(&screen, Pane::Reader));
    screen.press(">");
    assert_eq!(width(&screen, Pane::Stories), list + 4);
    screen.press("Enter > >");
    assert_eq!(width(&screen, Pane::Reader), article + 4);
    let sources = width(&screen, Pane::Sources);
    screen.press("0 <");
    assert_eq!(width(&screen, Pane::Sources), sources - 4);
    screen.press("z >");
    check(&screen, "This pane has the whole width");
}

#[test]
fn hints_and_facts_of_the_status_line_are_clicked_on() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "The server answered 500")]));
    click(&mut screen, "1 feed failing");
    assert!(matches!(screen.state.screen, What::Ledger(_)));
    click(&mut screen, "close");
    assert!(matches!(screen.state.screen, What::Main));
    click(&mut screen, "menu");
    assert!(matches!(screen.state.screen, What::Palette(_)));
}

#[test]
fn every_action_is_reached_by_a_click_on_its_row() {
    let mut screen = Screen::with_stories(30);
    click(&mut screen, "keys");
    while !text(&screen).contains("to the list of sources") {
        at(&mut screen, Gesture::WheelDown, 60, 10);
    }
    click(&mut screen, "to the list of sources");
    assert!(matches!(screen.state.screen, What::Main));
    assert_eq!(screen.state.focus, Pane::Sources);
    click(&mut screen, "menu");
    for _ in 0..2 {
        at(&mut screen, Gesture::WheelDown, 60, 10);
    }
    let (column, row) = place(&screen, "the text wider");
    let before = screen.state.widest_text.get();
    at(&mut screen, Gesture::Click, column, row);
    assert_eq!(before, 80);
    assert!(matches!(screen.state.screen, What::Main));
}

#[test]
fn beside_a_popup_it_is_closed() {
    let mut screen = Screen::with_stories(30);
    screen.press("C-p");
    at(&mut screen, Gesture::Click, 1, 1);
    assert!(matches!(screen.state.screen, What::Main) && screen.state.prompt.is_none());
    screen.press("gw");
    at(&mut screen, Gesture::Click, 1, 1);
    assert!(matches!(screen.state.screen, What::Main));
}

#[test]
fn the_right_button_goes_back_but_never_out() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter ?");
    at(&mut screen, Gesture::RightClick, 5, 5);
    assert!(matches!(screen.state.screen, What::Main));
    at(&mut screen, Gesture::RightClick, 5, 5);
    assert_eq!(screen.state.focus, Pane::Stories);
    screen.take_effects();
    at(&mut screen, Gesture::RightClick, 5, 5);
    assert!(screen.take_effects().is_empty());
    check(&screen, "There is nothing to go back to");
}

#[test]
fn the_middle_button_opens_the_original() {
    let mut screen = Screen::with_stories(30);
    let (column, row) = place(&screen, "Kernel 7.2 released");
    at(&mut screen, Gesture::MiddleClick, column, row);
    assert_eq!(screen.state.list.cursor, 1);
    assert!(opened(&mut screen));
}

#[test]
fn a_link_of_the_article_is_opened_where_the_keys_are_there() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter");
    let width = screen
        .state
        .reader
        .shown
        .as_ref()
        .expect("shown")
        .layout
        .width;
    screen.state.reader.wanted = Some(crate::model::ArticleId(10));
    screen.tell(Msg::Article(Box::new(linked_article(10, width))));
    screen.take_effects();
    screen.press("h");
    click(&mut screen, "pumps of the tunnel");
    assert_eq!(screen.state.focus, Pane::Reader);
    assert!(!opened(&mut screen));
    click(&mut screen, "pumps of the tunnel");
    assert!(opened(&mut screen));
}

#[test]
fn rows_of_lists_are_clicked_on() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter gO");
    click(&mut screen, "Part 11 of the report");
    assert!(matches!(screen.state.screen, What::Main));
    let shown = screen.state.reader.shown.as_ref().expect("shown");
    assert!(shown.scroll > 0);
}

#[test]
fn a_name_that_completes_the_line_is_clicked_on() {
    let mut screen = Screen::with_stories(30);
    screen.press(":").type_text("sort ");
    click(&mut screen, "the newest first");
    let prompt = screen.state.prompt.as_ref().expect("still open");
    assert_eq!(prompt.text(), "sort new");
}

/// Opens the palette by a click on the status line and turns it until a row is there; clicks on it.
#[track_caller]
fn choose_from_menu(screen: &mut Screen, name: &str) {
    let (width, height) = screen.state.size;
    let menu = Some(Spot::Action(Action::Palette));
    let on_status = spots(screen);
    let column = (0..width).find(|column| on_status.at(*column, height - 1) == menu);
    let column = column.unwrap_or_else(|| panic!("no way to the menu:\n{}", text(screen)));
    at(screen, Gesture::Click, column, height - 1);
    assert!(matches!(screen.state.screen, What::Palette(_)), "{name}");
    let row = |screen: &Screen| {
        let What::Palette(palette) = &screen.state.screen else {
            panic!("no palette");
        };
        let is_it = |found: &crate::app::Match| palette.entries[found.entry].name == name;
        let index = palette.matches.iter().position(is_it);
        let index = index.unwrap_or_else(|| panic!("{name} is not in the palette"));
        let spots = spots(screen);
        (0..height).find(|row| spots.at(width / 2, *row) == Some(Spot::Item(index)))
    };
    for _ in 0..200 {
        if let Some(row) = row(screen) {
            return at(screen, Gesture::Click, width / 2, row);
        }
        at(screen, Gesture::WheelDown, width / 2, height / 2);
    }
    panic!("the wheel does not lead to {name}");
}

#[test]
fn every_action_is_reached_with_the_mouse_alone() {
    for action in Action::all() {
        if matches!(action, Action::Palette | Action::Cancel) {
            continue;
        }
        let mut screen = Screen::with_stories(30);
        screen.tell(Msg::Resize(120, 30));
        choose_from_menu(&mut screen, action.name());
        let last = screen.state.recent.last().map(String::as_str);
        assert_eq!(last, Some(action.name()));
        assert!(!matches!(screen.state.screen, What::Palette(_)));
    }
}

#[test]
fn the_menu_is_a_click_away_on_every_size() {
    for size in [(200, 50), (100, 30), (60, 20), (40, 10), (30, 6)] {
        let mut screen = Screen::with_stories(30);
        screen.tell(Msg::Resize(size.0, size.1));
        choose_from_menu(&mut screen, "help");
        assert!(matches!(screen.state.screen, What::Help(_)), "{size:?}");
    }
}

#[test]
fn the_name_of_the_list_opens_all_lists() {
    let mut screen = Screen::with_stories(30);
    click(&mut screen, "Stories");
    check(&screen, "Followed");
    click(&mut screen, "Followed");
    assert!(matches!(screen.state.screen, What::Main));
    assert_eq!(screen.state.list.view, crate::model::View::Followed);
}

#[test]
fn a_click_reaches_nothing_below_a_popup() {
    let mut screen = Screen::with_stories(30);
    screen.press("? C-p");
    at(&mut screen, Gesture::Click, 1, 3);
    assert!(matches!(screen.state.screen, What::Help(_)));
    assert!(screen.state.prompt.is_none() && screen.state.recent.is_empty());
}

#[test]
fn feeds_of_the_list_and_their_options_are_clicked_on() {
    let mut screen = Screen::with_stories(5);
    screen.press("E");
    let entry =
        |number: i64| crate::config::FeedEntry::new(format!("https://feed{number}.example/f"));
    screen.tell(Msg::FeedEntries((1..=3).map(entry).collect()));
    click(&mut screen, "https://feed2.example/f");
    let manager = |screen: &Screen| match &screen.state.screen {
        What::Feeds(manager) => *manager,
        other => panic!("no feed list but {other:?}"),
    };
    assert_eq!(manager(&screen).cursor.row, 1);
    click(&mut screen, "edit");
    assert!(manager(&screen).options.is_some());
    screen.take_effects();
    let paused = crate::config::FeedOption::Paused;
    click(&mut screen, paused.meaning());
    let effects = screen.take_effects();
    let edits = |effect: &Effect| matches!(effect, Effect::EditFeeds { .. });
    assert!(effects.iter().any(edits), "{effects:?}");
    at(&mut screen, Gesture::Click, 1, 1);
    assert!(manager(&screen).options.is_none(), "beside them they close");
}

#[test]
fn what_an_empty_list_says_is_whole_in_a_narrow_pane() {
    let mut screen = Screen::with_stories(0);
    screen.tell(Msg::Resize(72, 20));
    screen.state.list.view = crate::model::View::Muted;
    let all = text(&screen);
    for words in ["Nothing is muted", "folds a story", "shows all"] {
        assert!(all.contains(words), "{words}:\n{all}");
    }
}

#[test]
fn a_headline_below_a_source_is_clicked_on_like_its_name() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::Resize(160, 45));
    click(&mut screen, "Harbor Ledger on what");
    assert_eq!(screen.state.focus, Pane::Sources);
    assert_eq!(
        screen.state.story.as_ref().map(|story| story.cursor),
        Some(1)
    );
}
