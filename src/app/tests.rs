//! Keys in, state and effects out.

use std::time::Duration;

use crate::app::testing::{NOW, Screen, failing_feed, hit, loaded_article, members, story_row};
use crate::app::{
    Effect, FoundList, Mark, Msg, Pane, Progress, PromptKind, Refresh, Session, Setup, Sort,
    Target, View, Wake, WelcomeRow,
};
use crate::config::StarterFeed;
use crate::model::{ArticleId, FeedId, Notice, StoryId};

fn shown(screen: &Screen) -> Option<i64> {
    screen
        .state
        .reader
        .shown
        .as_ref()
        .map(|shown| shown.text.id.0)
}

fn selected(screen: &Screen) -> Option<i64> {
    screen.state.selected_story().map(|id| id.0)
}

fn notice(screen: &Screen) -> String {
    let notice = screen.state.notice.as_ref();
    notice.map_or_else(String::new, |(notice, _)| notice.text.clone())
}

fn marks(screen: &mut Screen) -> Vec<(Target, Mark)> {
    let effects = screen.take_effects().into_iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Mark { target, mark, .. } => Some((target, mark)),
            _ => None,
        })
        .collect()
}

fn articles(ids: &[i64]) -> Target {
    Target::Articles(ids.iter().map(|id| ArticleId(*id)).collect())
}

fn last_change(screen: &Screen) -> u64 {
    let last = screen.effects.iter().rev().find_map(|effect| match effect {
        Effect::Mark { change, .. } => Some(*change),
        _ => None,
    });
    last.expect("something was marked")
}

fn shown_long(screen: &mut Screen) {
    screen.wake(|wake| matches!(wake, Wake::Shown(_)));
}

#[test]
fn the_first_row_is_shown_and_only_then_feeds_are_fetched() {
    let mut screen = Screen::with_stories(30);
    assert_eq!((selected(&screen), shown(&screen)), (Some(1), Some(10)));
    let effects = screen.take_effects();
    assert!(effects.contains(&Effect::Refresh(Refresh::Due)));
    assert!(effects.contains(&Effect::LoadFeeds));
}

#[test]
fn the_article_follows_the_cursor_and_is_not_read_by_that() {
    let mut screen = Screen::with_stories(30);
    screen.paragraphs = 1;
    screen.press("jj");
    assert_eq!(shown(&screen), Some(30));
    shown_long(&mut screen);
    assert_eq!(marks(&mut screen), []);
}

#[test]
fn an_article_is_read_once_its_end_was_shown_for_two_seconds() {
    let mut screen = Screen::with_stories(30);
    screen.press("j Enter G");
    assert_eq!(marks(&mut screen), []);
    screen.tell(Msg::Wake(Wake::Shown(
        screen.state.reader.shown.as_ref().map_or(0, |s| s.wake),
    )));
    let effects = screen.take_effects();
    assert!(effects.contains(&Effect::MarkSeen(ArticleId(20))));
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::Mark { target, mark: Mark::Read(true), .. } if *target == articles(&[20])
    )));
    assert_eq!(screen.state.list.row(1).map(|row| row.unread), Some(0));
    assert_eq!(screen.state.list.len(), 30);
}

#[test]
fn next_marks_what_was_looked_at_and_goes_to_the_next_unread_story() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter n");
    assert_eq!(
        marks(&mut screen),
        [(articles(&[10, 13]), Mark::Read(true))]
    );
    assert_eq!(selected(&screen), Some(2));
    screen.press("nnn");
    assert_eq!(selected(&screen), Some(6), "story 5 is read");
    screen.press("N");
    assert_eq!(
        selected(&screen),
        Some(4),
        "two of its sources are still unread"
    );
}

#[test]
fn the_first_next_marks_nothing_that_was_not_looked_at() {
    let mut screen = Screen::with_stories(30);
    screen.press("n");
    assert_eq!(marks(&mut screen), []);
}

#[test]
fn a_count_goes_before_a_key() {
    let mut screen = Screen::with_stories(30);
    let alt = |digit| crate::config::Key {
        alt: true,
        ..crate::config::Key::char(digit)
    };
    screen
        .tell(Msg::Key(alt('1')))
        .tell(Msg::Key(alt('2')))
        .press("j");
    assert_eq!(selected(&screen), Some(13));
    screen.tell(Msg::Key(alt('5'))).press("G");
    assert_eq!(selected(&screen), Some(5));
    screen.press("gg");
    assert_eq!(selected(&screen), Some(1));
}

#[test]
fn reading_on_goes_by_pages_then_sources_then_stories() {
    let mut screen = Screen::with_stories(30);
    screen.press("Space");
    let scroll = |screen: &Screen| screen.state.reader.shown.as_ref().map(|shown| shown.scroll);
    assert!(scroll(&screen) > Some(10));
    screen.press("b");
    assert_eq!(scroll(&screen), Some(0));
    screen.paragraphs = 1;
    screen.press("] Space");
    assert_eq!(
        shown(&screen),
        Some(11),
        "the copy of a read text is read, source 3 is next"
    );
    screen.press("Space Space");
    assert_eq!((selected(&screen), shown(&screen)), (Some(2), Some(20)));
}

#[test]
fn a_digit_shows_that_source_from_any_pane() {
    let mut screen = Screen::with_stories(30);
    screen.press("3");
    assert_eq!(shown(&screen), Some(11));
    assert_eq!(screen.state.focus, Pane::Stories);
    screen.press("9");
    assert_eq!(notice(&screen), "This story has 4 sources");
}

#[test]
fn the_end_of_the_sources_is_said() {
    let mut screen = Screen::with_stories(30);
    screen.press("]] ]]");
    assert_eq!(shown(&screen), Some(12));
    assert_eq!(notice(&screen), "Last source of this story");
    screen.press("[[ [[");
    assert_eq!(notice(&screen), "First source of this story");
}

#[test]
fn a_key_that_needs_the_members_waits_for_them() {
    let mut screen = Screen::with_stories(30);
    screen.slow = true;
    screen.press("jjj 3");
    assert_eq!(shown(&screen), Some(10), "what was shown stays");
    screen.tell(Msg::Story {
        story: StoryId(4),
        members: members(4),
    });
    screen.tell(Msg::Article(Box::new(loaded_article(40, 60))));
    screen.tell(Msg::Article(Box::new(loaded_article(41, 60))));
    assert_eq!(shown(&screen), Some(41));
}

#[test]
fn a_held_key_shows_only_the_last_article() {
    let mut screen = Screen::with_stories(30);
    screen.slow = true;
    screen.press("jj jj");
    screen.tell(Msg::Article(Box::new(loaded_article(20, 60))));
    assert_eq!(
        shown(&screen),
        Some(10),
        "an answer that is late changes nothing"
    );
    screen.tell(Msg::Article(Box::new(loaded_article(50, 60))));
    assert_eq!(shown(&screen), Some(50));
}

#[test]
fn an_article_that_takes_long_is_said_to_load() {
    let mut screen = Screen::with_stories(30);
    screen.slow = true;
    screen.press("j");
    assert!(!screen.state.reader.slow);
    screen.wake(|wake| matches!(wake, Wake::Slow(_)));
    assert!(screen.state.reader.slow);
    screen.tell(Msg::ArticleMissing(ArticleId(20)));
    assert_eq!(notice(&screen), "This article is no longer in the cache");
}

#[test]
fn a_held_key_through_thousands_of_rows_never_meets_a_gap() {
    let mut screen = Screen::with_stories(3_000);
    screen.paragraphs = 1;
    for _ in 0..2_999 {
        screen.press("j");
        assert!(!screen.state.awaits_rows());
    }
    assert_eq!(selected(&screen), Some(3_000));
}

#[test]
fn a_mark_on_a_story_is_shown_at_once_and_taken_back() {
    let mut screen = Screen::with_stories(30);
    screen.press("m");
    assert_eq!(screen.state.list.row(0).map(|row| row.unread), Some(0));
    assert_eq!(screen.state.list.unread(), 23);
    let change = last_change(&screen);
    screen.take_effects();
    screen.press("u");
    assert_eq!(notice(&screen), "The last change is still being stored");
    let answer = [10, 12].map(ArticleId).to_vec();
    screen.tell(Msg::Marked {
        change,
        articles: answer,
    });
    screen.press("u");
    assert_eq!(
        marks(&mut screen),
        [(articles(&[10, 12]), Mark::Read(false))]
    );
    screen.press("C-r");
    assert_eq!(
        marks(&mut screen),
        [(articles(&[10, 12]), Mark::Read(true))]
    );
}

#[test]
fn a_whole_list_is_marked_without_a_question_and_rows_stay() {
    let mut screen = Screen::with_stories(5_000);
    screen.press("gu A");
    assert_eq!(notice(&screen), "4000 stories marked read");
    assert_eq!(
        (screen.state.list.unread(), screen.state.list.len()),
        (0, 5_000)
    );
    assert_eq!(screen.state.list.row(0).map(|row| row.unread), Some(0));
    screen.press("A");
    assert_eq!(notice(&screen), "Everything in this list is read");
}

#[test]
fn what_is_taken_back_comes_back_into_an_empty_list() {
    let mut screen = Screen::with_stories(3);
    screen.press("A");
    let change = last_change(&screen);
    screen.stories = 0;
    screen.press("gu");
    assert_eq!(screen.state.list.len(), 0);
    screen.tell(Msg::Marked {
        change,
        articles: vec![ArticleId(10)],
    });
    screen.stories = 3;
    screen.press("u");
    let change = last_change(&screen);
    screen.tell(Msg::Marked {
        change,
        articles: vec![ArticleId(10)],
    });
    assert_eq!(screen.state.list.len(), 3);
}

#[test]
fn a_star_is_put_on_the_article_and_taken_from_the_story() {
    let mut screen = Screen::with_stories(30);
    screen.press("s");
    assert_eq!(marks(&mut screen), [(articles(&[10]), Mark::Starred(true))]);
    assert_eq!(screen.state.list.row(0).map(|row| row.starred), Some(1));
    screen.press("s");
    assert_eq!(
        marks(&mut screen),
        [(articles(&[10]), Mark::Starred(false))]
    );
}

#[test]
fn the_original_is_opened_and_marked_read() {
    let mut screen = Screen::with_stories(30);
    screen.take_effects();
    screen.press("j o");
    let effects = screen.take_effects();
    let url = "https://example.org/20".to_owned();
    assert!(effects.contains(&Effect::OpenInBrowser { url }));
    assert_eq!(screen.state.list.row(1).map(|row| row.unread), Some(0));
    screen.press("O");
    assert_eq!(selected(&screen), Some(3));
}

#[test]
fn only_web_addresses_are_opened() {
    let mut screen = Screen::with_stories(30);
    let mut members = members(1);
    members[0].url = Some("file:///etc/passwd".to_owned());
    screen.tell(Msg::Story {
        story: StoryId(1),
        members,
    });
    screen.take_effects();
    screen.press("o");
    assert_eq!(notice(&screen), "Only http and https addresses are opened");
    assert_eq!(screen.take_effects(), []);
}

#[test]
fn without_a_browser_the_link_is_copied() {
    let mut screen = Screen::with_stories(30);
    let url = "https://example.org/10".to_owned();
    screen.tell(Msg::BrowserFailed {
        url: url.clone(),
        reason: "no display".to_owned(),
    });
    assert_eq!(notice(&screen), "No browser could be started (no display)");
    assert!(screen.take_effects().contains(&Effect::Copy { text: url }));
}

#[test]
fn a_citation_is_title_publisher_link() {
    let mut screen = Screen::with_stories(30);
    screen.press("j Y");
    let text = "The Ostermoor Post on what happened – The Ostermoor Post – https://example.org/20";
    assert!(screen.take_effects().contains(&Effect::Copy {
        text: text.to_owned()
    }));
}

#[test]
fn new_stories_wait_until_they_are_asked_for() {
    let mut screen = Screen::with_stories(30);
    screen.press("jjj");
    screen.stories = 32;
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(31), StoryId(32), StoryId(3)],
    });
    assert_eq!(
        (screen.state.list.len(), screen.state.list.waiting()),
        (30, 2)
    );
    assert_eq!(selected(&screen), Some(4));
    screen.press("gn");
    assert_eq!(
        (screen.state.list.len(), screen.state.list.waiting()),
        (32, 0)
    );
    assert_eq!(selected(&screen), Some(31), "the first of the new ones");
    screen.press("gn");
    assert_eq!(notice(&screen), "Nothing new waits");
}

#[test]
fn the_first_stories_of_an_empty_list_show_themselves() {
    let mut screen = Screen::with_stories(0);
    assert_eq!(selected(&screen), None);
    screen.stories = 5;
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(1)],
    });
    assert_eq!((screen.state.list.len(), selected(&screen)), (5, Some(1)));
    screen.stories = 9;
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(9)],
    });
    assert_eq!(screen.state.list.len(), 5);
    screen.tell(Msg::Refreshed(Progress {
        new_articles: 9,
        ..Progress::default()
    }));
    assert_eq!(screen.state.list.len(), 9, "nobody touched it");
}

#[test]
fn a_list_that_comes_too_late_is_ignored() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::List {
        generation: 0,
        ids: vec![StoryId(7)],
        complete: true,
        rows: Vec::new(),
        unread: vec![true],
    });
    assert_eq!(screen.state.list.len(), 30);
    screen.state.changed = false;
    screen.tell(Msg::Rows {
        generation: 0,
        rows: vec![story_row(1)],
    });
    assert!(!screen.state.changed);
}

#[test]
fn the_beginning_of_a_list_is_shown_before_all_of_it_is_there() {
    let mut screen = Screen::with_stories(0);
    let generation = screen.state.list.generation();
    let part = |last: i64, complete| Msg::List {
        generation,
        ids: (1..=last).map(StoryId).collect(),
        complete,
        rows: (1..=20).map(story_row).collect(),
        unread: (1..=last).map(|id| id % 2 == 0).collect(),
    };
    screen.tell(part(200, false)).press("jjj j");
    assert_eq!((screen.state.list.len(), selected(&screen)), (200, Some(5)));
    screen.tell(part(5_000, true));
    assert_eq!(
        (screen.state.list.len(), selected(&screen)),
        (5_000, Some(5))
    );
    assert_eq!(
        screen.state.list.unread(),
        2_500 + 60,
        "loaded rows know best"
    );
    screen.press("G k");
    assert!(!screen.state.awaits_rows());
}

#[test]
fn the_next_start_finds_everything_where_it_was() {
    let mut screen = Screen::with_stories(30);
    screen
        .press(": s o r t Space n e w Enter")
        .press("jjj 3 Enter C-d C-d");
    let session = screen.state.session();
    assert_eq!((session.story, session.article), (Some(4), Some(41)));
    let stored = serde_json::to_string(&session).expect("storable");
    let session: Session = serde_json::from_str(&stored).expect("readable");
    let setup = Setup {
        session,
        has_feeds: true,
        ..Screen::setup()
    };
    let again = Screen::new(30, setup);
    assert_eq!((selected(&again), shown(&again)), (Some(4), Some(41)));
    assert_eq!(again.state.focus, Pane::Reader);
    assert_eq!(again.state.list.sort, Sort::New);
    let scroll = |screen: &Screen| screen.state.reader.shown.as_ref().map(|shown| shown.scroll);
    assert_eq!(scroll(&again), scroll(&screen));
    assert!(scroll(&again) > Some(0));
}

#[test]
fn back_goes_out_step_by_step_and_quits_at_the_last() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter z");
    assert!(screen.state.zoomed);
    screen.press("q");
    assert!(!screen.state.zoomed);
    screen.press("q");
    assert_eq!(screen.state.focus, Pane::Stories);
    screen.take_effects();
    screen.press("q");
    let effects = screen.take_effects();
    assert!(matches!(
        effects[..],
        [Effect::SaveSession(_), Effect::Quit]
    ));
}

#[test]
fn keys_go_round_the_panes() {
    let mut screen = Screen::with_stories(30);
    screen.press("Tab Tab");
    assert_eq!(screen.state.focus, Pane::Sources);
    screen.press("Tab S-Tab h h h l");
    assert_eq!(screen.state.focus, Pane::Reader);
    screen.press("0");
    assert_eq!(screen.state.focus, Pane::Sources);
    screen.press("jj Enter");
    assert_eq!(
        (screen.state.focus, shown(&screen)),
        (Pane::Reader, Some(11))
    );
}

#[test]
fn a_prefix_shows_what_may_follow_after_a_while() {
    let mut screen = Screen::with_stories(30);
    screen.press("g");
    assert!(!screen.state.pending.popup);
    screen.wake(|wake| matches!(wake, Wake::Prefix(_)));
    assert!(screen.state.pending.popup);
    screen.press("Esc");
    assert!(!screen.state.pending.popup && screen.state.pending.keys.is_empty());
    screen.press("gz");
    assert_eq!(notice(&screen), "gz has no meaning");
}

#[test]
fn a_search_stands_in_the_place_of_the_list_until_it_ends() {
    let mut screen = Screen::with_stories(30);
    screen.press("jj /").type_text("tunnel");
    let asked = screen
        .take_effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Search { generation, text } => Some((generation, text)),
            _ => None,
        });
    let (generation, text) = asked.last().expect("asked");
    assert_eq!(text, "tunnel");
    screen.tell(Msg::Hits {
        generation: generation - 1,
        hits: vec![hit(9)],
    });
    assert!(
        screen
            .state
            .search
            .as_ref()
            .is_some_and(|search| search.hits.is_empty())
    );
    screen.tell(Msg::Hits {
        generation,
        hits: vec![hit(7), hit(8)],
    });
    assert_eq!((selected(&screen), shown(&screen)), (Some(7), Some(70)));
    screen.press("Enter n");
    assert_eq!((selected(&screen), shown(&screen)), (Some(8), Some(80)));
    screen.press("n");
    assert_eq!(notice(&screen), "Last match");
    screen.press("Esc");
    assert!(screen.state.search.is_none());
    assert_eq!((selected(&screen), shown(&screen)), (Some(3), Some(30)));
}

#[test]
fn a_command_is_the_name_of_an_action() {
    let mut screen = Screen::with_stories(30);
    screen.press(":").type_text("5 down").press("Enter");
    assert_eq!(selected(&screen), Some(6));
    screen.press(":").type_text("20").press("Enter");
    assert_eq!(selected(&screen), Some(20));
    screen
        .press(":")
        .type_text("add example.org")
        .press("Enter");
    let address = "example.org".to_owned();
    assert!(screen.take_effects().contains(&Effect::AddFeed { address }));
    screen.press(":").type_text("togle-read").press("Enter");
    assert_eq!(notice(&screen), "\"togle-read\" is not a command");
    screen.press(":").type_text("q").press("Enter");
    assert!(screen.take_effects().contains(&Effect::Quit));
}

#[test]
fn a_command_is_completed_and_recalled() {
    let mut screen = Screen::with_stories(30);
    let line = |screen: &Screen| {
        screen
            .state
            .prompt
            .as_ref()
            .map(|prompt| prompt.text().to_owned())
    };
    screen.press(":").type_text("view-").press("Tab Tab");
    assert_eq!(line(&screen).as_deref(), Some("view-starred"));
    screen.press("Enter");
    assert_eq!(screen.state.list.view, View::Starred);
    screen.press(": Up");
    assert_eq!(line(&screen).as_deref(), Some("view-starred"));
    screen.press("Down Esc");
    assert_eq!(line(&screen), None);
}

#[test]
fn the_first_start_offers_ways_to_begin() {
    let found = FoundList {
        path: "/home/ada/.newsboat/urls".into(),
        feeds: 42,
    };
    let starter = vec![StarterFeed {
        url: "https://a.example/feed".to_owned(),
        title: "A".to_owned(),
        publisher: None,
        tags: vec!["world".to_owned()],
        first: true,
    }];
    let setup = Setup {
        found: vec![found.clone()],
        starter,
        ..Screen::setup()
    };
    let mut screen = Screen::new(0, setup);
    let rows = super::welcome_rows(&screen.state.found);
    assert_eq!(rows[1], WelcomeRow::ImportFound(found));
    screen.press("Enter");
    assert_eq!(
        screen.state.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::Add)
    );
    screen.press("Esc j Enter");
    let path = "/home/ada/.newsboat/urls".to_owned();
    assert!(screen.take_effects().contains(&Effect::Import { path }));
    screen.press("jj Enter Enter");
    let urls = vec!["https://a.example/feed".to_owned()];
    assert_eq!(screen.take_effects(), [Effect::AddStarterFeeds { urls }]);
    screen.tell(Msg::FeedsAdded { added: 1 });
    assert!(matches!(screen.state.screen, super::Screen::Main));
    assert_eq!(notice(&screen), "1 feed added");
}

#[test]
fn a_pasted_address_is_one_to_add() {
    let mut screen = Screen::with_stories(3);
    screen
        .tell(Msg::Paste("https://a.example/feed\n".to_owned()))
        .press("Enter");
    let address = "https://a.example/feed".to_owned();
    assert!(screen.take_effects().contains(&Effect::AddFeed { address }));
    screen.tell(Msg::Paste("jjj".to_owned()));
    assert!(screen.state.prompt.is_none());
}

#[test]
fn a_failing_feed_is_tried_again_from_the_errors() {
    let mut screen = Screen::with_stories(3);
    let feeds = vec![
        failing_feed(1, "The server answers 500"),
        failing_feed(2, "403"),
    ];
    screen.tell(Msg::Feeds(feeds));
    assert_eq!(screen.state.failing(), 2);
    screen.take_effects();
    screen.press("! j r");
    assert!(
        screen
            .take_effects()
            .contains(&Effect::Refresh(Refresh::Feeds(vec![FeedId(2)])))
    );
    screen.press("q");
    assert!(matches!(screen.state.screen, super::Screen::Main));
}

#[test]
fn a_refresh_is_cancelled_by_escape_and_its_end_is_said() {
    let mut screen = Screen::with_stories(3);
    screen.take_effects();
    screen.press("R");
    assert_eq!(screen.take_effects(), [Effect::Refresh(Refresh::All)]);
    screen.press("R");
    assert_eq!(notice(&screen), "A refresh is running");
    screen.press("Esc");
    assert!(screen.take_effects().contains(&Effect::CancelRefresh));
    screen.tell(Msg::Refreshed(Progress {
        new_articles: 3,
        failed: 1,
        ..Progress::default()
    }));
    assert_eq!(notice(&screen), "3 new articles, 1 feed failed");
}

#[test]
fn a_notice_goes_with_the_next_key_or_after_a_while() {
    let mut screen = Screen::with_stories(3);
    screen.tell(Msg::Notice(Notice::info("Said")));
    screen.press("j");
    assert_eq!(notice(&screen), "");
    screen.tell(Msg::Notice(Notice::info("Said again")));
    screen.wake(|wake| matches!(wake, Wake::Notice(_)));
    assert_eq!(notice(&screen), "");
}

#[test]
fn a_signal_stores_the_place_before_the_end() {
    let mut screen = Screen::with_stories(3);
    screen.take_effects();
    screen.tell(Msg::Terminate);
    assert!(matches!(
        screen.take_effects()[..],
        [Effect::SaveSession(_), Effect::Quit]
    ));
}

#[test]
fn the_shown_clock_alone_is_no_reason_to_draw() {
    let mut screen = Screen::with_stories(3);
    screen.state.changed = false;
    screen.tell(Msg::Clock(NOW + Duration::from_secs(5)));
    assert!(!screen.state.changed);
    screen.tell(Msg::Clock(NOW + Duration::from_secs(90)));
    assert!(screen.state.changed);
}

#[test]
fn help_is_narrowed_and_closed_step_by_step() {
    let mut screen = Screen::with_stories(3);
    screen.press("? /").type_text("browser").press("Enter");
    let super::Screen::Help(help) = &screen.state.screen else {
        panic!("no help")
    };
    assert_eq!(help.filter, "browser");
    screen.press("Esc Esc");
    assert!(matches!(screen.state.screen, super::Screen::Main));
}
