//! Whole screens: keys in, what stands on the screen out.

use ratatui::{
    Terminal,
    backend::{Backend, TestBackend},
    buffer::{Buffer, Cell},
    layout::Position,
    style::{Color, Modifier},
};

use crate::app::testing::{
    Screen, failing_feed, feed_ledger, hit, host_ledger, members, story_row,
};
use crate::app::{FoundList, Msg, Progress, Setup, Wake};
use crate::config::{Look, StarterFeed, Theme};
use crate::model::{Ledger, Notice, StoryId};

pub(super) fn drawn(screen: &Screen, theme: &Theme) -> Terminal<TestBackend> {
    let (width, height) = screen.state.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
    terminal
        .draw(|frame| drop(super::draw(frame, &screen.state, theme)))
        .expect("drawn");
    terminal
}

pub(super) fn buffer(screen: &Screen) -> Buffer {
    drawn(screen, &Theme::default()).backend().buffer().clone()
}

pub(super) fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width).max(1);
    let rows = buffer.content().chunks(width);
    rows.map(|row| {
        let row: String = row.iter().map(Cell::symbol).collect();
        row.trim_end().to_owned()
    })
    .collect()
}

pub(super) fn text(screen: &Screen) -> String {
    lines(&buffer(screen)).join("\n")
}

/// Asserts that the screen holds a text, and shows the screen if it does not.
#[track_caller]
pub(super) fn check(screen: &Screen, wanted: &str) {
    let text = text(screen);
    assert!(
        text.contains(wanted),
        "\"{wanted}\" is not on the screen:\n{text}"
    );
}

/// Colour and modifiers of the cell where a text begins.
pub(super) fn look(screen: &Screen, theme: &Theme, wanted: &str) -> (Color, Modifier) {
    let terminal = drawn(screen, theme);
    let buffer = terminal.backend().buffer();
    let found = lines(buffer).iter().enumerate().find_map(|(row, line)| {
        let column = line[..line.find(wanted)?].chars().count();
        Some(Position::new(column.try_into().ok()?, row.try_into().ok()?))
    });
    let cell = &buffer[found.expect("the text is on the screen")];
    (cell.fg, cell.modifier)
}

pub(super) fn sized(width: u16, height: u16) -> Screen {
    let mut screen = Screen::with_stories(60);
    screen.tell(Msg::Resize(width, height));
    screen
}

#[test]
fn three_panes_stand_side_by_side_on_a_wide_screen() {
    let screen = sized(120, 12);
    assert_eq!(
        lines(&buffer(&screen))[..6],
        [
            " Stories               unread 48/60 │  Ministers agree on a common price for river water     │ Sources    4 · 3 origins",
            " ─ Today ────────────────────────── │  Northern Wire · 12:32 · 640 words · 3 min · Ada Quill │▸ 1 ● Northern Wire    1h",
            "▸● Ministers agree on a common      │  p1 The tunnel below the harbour was opened on Friday  │  2 ● └ Harbor Led…    2h",
            "   price for river water            │  morning by the ministers of both towns; the first     │  3 ● The Ostermoo…    1h",
            "   4 src · 3 origins · 1h           │  train carried n1 guests.                              │  4 ● Quay Weekly      2h",
            " ● Kernel 7.2 released              │                                                        │",
        ]
    );
}

#[test]
fn days_stand_between_the_stories_and_ages_beside_them() {
    let mut screen = sized(120, 220);
    screen.press("= j Enter");
    let text = text(&screen);
    let days: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix(" ─ ")?.split(" ─").next())
        .collect();
    assert_eq!(days[..2], ["Today", "Yesterday"], "{text}");
    assert!(days.len() > 3 && days[2].contains("day "), "{days:?}");
    assert!(text.contains("1h") && text.contains("1d"), "{text}");
}

#[test]
fn sources_are_a_strip_below_the_title_where_they_have_no_pane() {
    check(&sized(104, 30), "│  1 ● Northern Wire  2 ● Harbor Ledger …");
}

#[test]
fn a_small_screen_is_a_list_of_one_line_each() {
    assert_eq!(
        lines(&buffer(&sized(20, 5))),
        [
            "▸● Ministers agree…",
            " ● Kernel 7.2 relea…",
            " ● Bridge at Osterm…",
            " ● Night trains ret…",
            "? keys        online",
        ]
    );
}

#[test]
fn a_story_of_one_source_looks_like_an_article() {
    let screen = sized(120, 30);
    check(&screen, "Kernel 7.2 released");
    check(&screen, "   The Ostermoor Post · 3h");
}

#[test]
fn a_story_that_grows_says_by_how_much_in_its_place() {
    let mut screen = sized(120, 30);
    let generation = screen.state.list.generation();
    let mut row = story_row(1);
    row.articles += 2;
    row.changed = 1;
    screen.tell(Msg::Rows {
        generation,
        rows: vec![row],
    });
    check(&screen, "▸± Ministers agree");
    check(&screen, "   4 src · 4 unread · +2 new · 1h");
}

#[test]
fn what_runs_waits_and_fails_is_in_the_last_row() {
    let mut screen = sized(120, 30);
    screen.tell(Msg::Feeds(vec![
        failing_feed(1, "500"),
        failing_feed(2, "500"),
    ]));
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(70), StoryId(71)],
    });
    let progress = Progress {
        done: 34,
        total: 200,
        new_articles: 12,
        changed_articles: 0,
        failed: 2,
    };
    screen.tell(Msg::RefreshProgress(progress));
    check(&screen, "⟳ 34/200 · 2 new · gn · 14:12 · online · ! 2");
    screen.tell(Msg::Offline(true));
    check(&screen, "offline since 14:12 · ! 2");
}

#[test]
fn the_last_row_gives_way_in_a_sensible_order() {
    let mut screen = sized(40, 10);
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(70)],
    });
    screen.tell(Msg::Feeds(vec![failing_feed(1, "500")]));
    screen.tell(Msg::RefreshProgress(Progress {
        done: 3,
        total: 20,
        ..Progress::default()
    }));
    check(&screen, "⟳ 3/20 · 1 new · gn · ! 1");
}

#[test]
fn a_notice_stands_in_the_place_of_the_hints() {
    let mut screen = sized(120, 30);
    screen.tell(Msg::Notice(
        Notice::error("The disk is full").with_hint("make room"),
    ));
    check(&screen, "! The disk is full · make room");
    let (colour, _) = look(&screen, &Theme::default(), "! The disk");
    assert_eq!(colour, Color::Red);
}

#[test]
fn state_is_never_told_by_colour_alone() {
    let screen = sized(120, 30);
    let plain = Theme::new(Look {
        no_colour: true,
        ..Look::default()
    });
    assert_eq!(look(&screen, &plain, "Ministers").1, Modifier::BOLD);
    assert_eq!(look(&screen, &plain, "Kernel").1, Modifier::empty());
    assert_eq!(look(&screen, &plain, "Tesquil").1, Modifier::DIM);
    check(&screen, "✓ Tesquil");
    let terminal = drawn(&screen, &plain);
    let colours = |cell: &Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
    assert!(terminal.backend().buffer().content().iter().all(colours));
}

#[test]
fn the_terminals_own_background_is_kept() {
    let screen = sized(120, 30);
    assert!(
        buffer(&screen)
            .content()
            .iter()
            .all(|cell| cell.bg == Color::Reset)
    );
    assert_eq!(
        look(&screen, &Theme::default(), "● Ministers").0,
        Color::Cyan
    );
}

#[test]
fn without_other_signs_everything_drawn_is_ascii() {
    let mut screen = sized(120, 30);
    screen.press("g");
    screen.wake(|wake| matches!(wake, Wake::Prefix(_)));
    let terminal = drawn(
        &screen,
        &Theme::new(Look {
            ascii: true,
            ..Look::default()
        }),
    );
    let text = lines(terminal.backend().buffer())
        .join("\n")
        .replace('…', "");
    assert!(text.is_ascii(), "{text}");
    assert!(
        text.contains("> * Ministers") || text.contains(">* Ministers"),
        "{text}"
    );
}

#[test]
fn the_terminals_cursor_stands_on_the_selected_row() {
    let mut screen = sized(120, 30);
    screen.press("j");
    let mut terminal = drawn(&screen, &Theme::default());
    let at = terminal
        .backend_mut()
        .get_cursor_position()
        .expect("a cursor");
    assert_eq!(at, Position::new(0, 5));
    screen.press("/").type_text("ab");
    let mut terminal = drawn(&screen, &Theme::default());
    let at = terminal
        .backend_mut()
        .get_cursor_position()
        .expect("a cursor");
    assert_eq!(at, Position::new(3, 29));
}

#[test]
fn a_search_shows_the_passage_with_what_matches() {
    let mut screen = sized(120, 30);
    screen.press("/").type_text("opened");
    let generation = screen
        .state
        .search
        .as_ref()
        .map_or(0, |search| search.generation);
    screen.tell(Msg::Hits {
        generation,
        hits: vec![hit(7), hit(8)],
        more: false,
        unindexed: 0,
    });
    check(&screen, " Search \"opened\"            2 found");
    check(&screen, "   was opened on Friday morning by");
    let (_, modifier) = look(&screen, &Theme::default(), "opened on Friday morning by");
    assert_eq!(modifier, Modifier::REVERSED);
    screen.tell(Msg::Hits {
        generation,
        hits: Vec::new(),
        more: false,
        unindexed: 0,
    });
    check(&screen, "Nothing holds \"opened\"");
}

#[test]
fn keys_that_may_follow_are_shown_over_the_panes() {
    let mut screen = sized(120, 30);
    screen.press("g");
    screen.wake(|wake| matches!(wake, Wake::Prefix(_)));
    check(&screen, "│ u   unread stories");
}

#[test]
fn commands_are_completed_above_the_line() {
    let mut screen = sized(120, 30);
    screen.press(":").type_text("view-");
    check(&screen, "│ view-unread             unread stories");
    screen.press("Tab");
    check(&screen, ":view-all");
}

#[test]
fn an_empty_list_says_why_and_what_to_press() {
    let mut screen = Screen::with_stories(0);
    check(&screen, "No stories yet");
    check(&screen, "R fetches all feeds");
    screen.press("gu");
    check(&screen, "All read");
    check(&screen, "ga shows all");
    screen.press("gs");
    check(&screen, "s stars a story · ga shows all");
}

#[test]
fn the_ledger_says_what_since_when_and_what_to_do() {
    let mut screen = sized(120, 30);
    let feeds = vec![failing_feed(1, "The server answers 403 Forbidden")];
    screen.tell(Msg::Feeds(feeds)).press("!");
    let mut slow = feed_ledger(2, None);
    slow.items_per_week = 1.0;
    slow.slow = Some(std::time::Duration::from_secs(7));
    let ledger = Ledger {
        feeds: vec![
            slow,
            feed_ledger(1, Some("The server answers 403 Forbidden")),
        ],
        hosts: vec![host_ledger("feed2.example", &[2])],
    };
    screen.tell(Msg::Ledger(Box::new(ledger)));
    check(&screen, "1 failing · 2 feeds, 71% unchanged, 2.5 MB");
    check(
        &screen,
        "feed2.example  left alone until 15:02, 1 feed waiting",
    );
    check(
        &screen,
        "since 14:02 · 2 failures in a row · next try 15:02",
    );
    check(&screen, "Waiting: Feed 2");
    screen.press("j");
    check(&screen, "failing          8h     26m     12   71%   1.2 MB");
    check(&screen, "The server answers 403 Forbidden");
    check(
        &screen,
        "fails since 09:12 · last worked 06:12 · last asked 14:08 · next 14:38 (it failed)",
    );
    check(&screen, "Nothing to do: it is tried again by itself.");
    screen.press("j");
    check(&screen, "slow");
    check(&screen, "feed2.example is left alone until 15:02");
    check(&screen, "1 article a week · 85 of 120 requests unchanged");
}

fn first_start() -> Screen {
    let feed = |title: &str, tag: &str, first| StarterFeed {
        url: format!("https://{title}.example/feed"),
        title: title.to_owned(),
        publisher: None,
        tags: vec![tag.to_owned()],
        first,
    };
    let found = FoundList {
        path: "/home/ada/.newsboat/urls".into(),
        feeds: 42,
    };
    let starter = vec![
        feed("Harbor", "World", true),
        feed("Quay", "World", false),
        feed("Wire", "Science", true),
    ];
    Screen::new(
        0,
        Setup {
            found: vec![found],
            starter,
            ..Screen::setup()
        },
    )
}

#[test]
fn the_first_start_is_a_list_of_ways_to_begin() {
    let mut screen = first_start();
    check(&screen, "▸ Add a feed or a site address");
    check(&screen, "  Import /home/ada/.newsboat/urls");
    check(&screen, "found here: 42 feeds");
    screen.press("jjj Enter");
    check(&screen, "2 of 3 chosen");
    check(&screen, "▸ World  1/2");
    check(&screen, "   [x] Harbor");
    check(&screen, "   [ ] Quay");
}

#[test]
fn control_characters_never_reach_a_cell() {
    let mut screen = sized(120, 30);
    let generation = screen.state.list.generation();
    let mut row = story_row(1);
    row.title = "A \u{1b}[31mred\u{7} \u{9b}2J title".to_owned();
    screen.tell(Msg::Rows {
        generation,
        rows: vec![row],
    });
    let mut members = members(1);
    members[0].source = "\u{1b}]0;x\u{7}".to_owned();
    screen.tell(Msg::Story {
        story: StoryId(1),
        members,
        earlier: None,
    });
    screen.tell(Msg::Notice(Notice::info("\u{1b}[2Jgone")));
    let clean = |cell: &Cell| !cell.symbol().chars().any(char::is_control);
    assert!(buffer(&screen).content().iter().all(clean));
}

#[test]
fn a_terminal_that_shrank_a_moment_ago_is_drawn_as_far_as_it_goes() {
    let mut screen = sized(220, 60);
    screen.press("g");
    screen.state.pending.popup = true;
    let mut terminal = Terminal::new(TestBackend::new(30, 6)).expect("a test terminal");
    terminal
        .draw(|frame| drop(super::draw(frame, &screen.state, &Theme::default())))
        .expect("drawn");
}

#[test]
fn every_screen_is_drawn_at_every_size() {
    let mut screens: Vec<Screen> = [
        "j", "Enter", "0", "z", "?", "!", "g", ":", "Enter z", "? /", "R", "gw", "M",
    ]
    .map(|keys| {
        let mut screen = Screen::with_stories(60);
        screen
            .tell(Msg::Feeds(vec![failing_feed(1, "500")]))
            .press(keys);
        screen.state.pending.popup = true;
        screen
    })
    .into();
    let mut search = Screen::with_stories(60);
    search.press("/").type_text("opened");
    let generation = search
        .state
        .search
        .as_ref()
        .map_or(0, |search| search.generation);
    search.tell(Msg::Hits {
        generation,
        hits: vec![hit(7), hit(8)],
        more: false,
        unindexed: 0,
    });
    let mut starter = first_start();
    starter.press("jjj Enter");
    screens.extend([search, starter, first_start(), Screen::with_stories(0)]);
    for width in (1..=12).chain([19, 20, 39, 40, 41, 69, 70, 109, 110, 160, 220]) {
        for height in (1..=9).chain([11, 12, 16, 30, 60]) {
            for screen in &mut screens {
                screen.tell(Msg::Resize(width, height));
                drawn(screen, &Theme::default());
            }
        }
    }
}

#[test]
fn a_starred_source_shows_whether_it_is_read_too() {
    let mut screen = sized(120, 20);
    let mut members = members(1);
    members[0].starred = true;
    members[1].starred = true;
    members[1].read = true;
    screen.tell(Msg::Story {
        story: StoryId(1),
        members,
        earlier: None,
    });
    check(&screen, " 1 ● ★ Northern");
    check(&screen, " 3 ✓ ★ The Oster");
    check(&screen, "640 words");
    assert!(
        !text(&screen).contains("420 words"),
        "one number for one text"
    );
}

#[test]
fn a_source_says_what_its_page_keeps_back_and_its_language() {
    let mut screen = sized(160, 40);
    let mut members = members(1);
    members[2].barrier = Some(crate::model::Barrier::Paywall);
    members[2].lang = Some("de".to_owned());
    screen.tell(Msg::Story {
        story: StoryId(1),
        members,
        earlier: None,
    });
    check(&screen, "paywall");
    screen.press("l l j j j");
    check(&screen, "page: paywall");
    check(&screen, " · de");
}

#[test]
fn what_fails_is_named_where_there_is_room_and_tried_again_at_a_time() {
    let mut screen = sized(100, 20);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "500")]));
    check(&screen, "1 feed failing");
    screen.press("!");
    let ledger = Ledger {
        feeds: vec![feed_ledger(1, Some("The server answers 500"))],
        hosts: Vec::new(),
    };
    screen.tell(Msg::Ledger(Box::new(ledger)));
    check(&screen, "The server answers 500");
    check(&screen, "Nothing to do: it is tried again by itself.");
}

#[test]
fn what_fails_is_said_on_a_narrow_screen_whatever_else_there_is_to_say() {
    let mut screen = sized(60, 20);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "500")]));
    screen.tell(Msg::RefreshProgress(Progress {
        done: 130,
        total: 210,
        new_articles: 1200,
        changed_articles: 0,
        failed: 1,
    }));
    screen.tell(Msg::StoriesChanged {
        ids: (1000..2100).map(StoryId).collect(),
    });
    screen.tell(Msg::Notice(Notice::info(
        "A sentence that needs all the room there is",
    )));
    let last = lines(&buffer(&screen)).pop().expect("a status line");
    assert!(last.ends_with("! 1"), "{last}");
}

#[test]
fn a_missing_browser_is_told_with_the_copied_link_on_eighty_columns() {
    let mut screen = sized(80, 20);
    screen.tell(Msg::BrowserFailed {
        url: "https://example.org/10".to_owned(),
        reason: "no display".to_owned(),
    });
    check(&screen, "No browser here · link sent to the clipboard");
}
