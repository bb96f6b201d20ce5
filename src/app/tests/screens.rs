//! Prompts, screens beside the panes, refreshes, notices, start and end.

use super::*;

#[test]
fn back_goes_out_step_by_step_and_leaves_at_the_last() {
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
        [Effect::SaveSession(_), Effect::Leave]
    ));
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
            Effect::Search {
                generation, query, ..
            } => Some((generation, query)),
            _ => None,
        });
    let (generation, query) = asked.last().expect("asked");
    assert_eq!(Ok(query), crate::query::parse("tunnel*"));
    screen.tell(Msg::Hits {
        generation: generation - 1,
        hits: vec![hit(9)],
        more: false,
        unindexed: 0,
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
        more: false,
        unindexed: 0,
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
    screen
        .press(":")
        .type_text("view-")
        .press("Tab Tab Tab Tab");
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
    let rows = crate::app::welcome_rows(&screen.state.found);
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
    assert!(matches!(screen.state.screen, crate::app::Screen::Main));
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
fn a_failing_feed_is_tried_again_from_the_ledger() {
    let mut screen = Screen::with_stories(3);
    let feeds = vec![
        failing_feed(1, "The server answers 500"),
        failing_feed(2, "403"),
    ];
    screen.tell(Msg::Feeds(feeds));
    assert_eq!(screen.state.failing(), 2);
    screen.take_effects();
    screen.press("!");
    assert!(screen.take_effects().contains(&Effect::LoadLedger));
    let ledger = Ledger {
        feeds: vec![
            feed_ledger(3, None),
            feed_ledger(1, Some("The server answers 500")),
            feed_ledger(2, Some("403")),
        ],
        hosts: vec![host_ledger("feed3.example", &[3])],
    };
    screen.tell(Msg::Ledger(Box::new(ledger.clone())));
    screen.press("j j r");
    let refresh = |feed| Effect::Refresh(Refresh::Feeds(vec![FeedId(feed)]));
    assert!(screen.take_effects().contains(&refresh(2)));
    screen.tell(Msg::Refreshed(Progress::default()));
    assert!(screen.take_effects().contains(&Effect::LoadLedger));
    // The feed under the cursor stays there when others change their places.
    let mut later = ledger;
    later.hosts.clear();
    screen.tell(Msg::Ledger(Box::new(later)));
    screen.press("y");
    let text = "https://feed2.example/rss".to_owned();
    assert!(screen.take_effects().contains(&Effect::Copy { text }));
    screen.press("q");
    assert!(matches!(screen.state.screen, crate::app::Screen::Main));
}

#[test]
fn a_feed_that_is_gone_is_looked_for_on_its_site() {
    let mut screen = Screen::with_stories(3);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "410")]));
    screen.press("!");
    let mut feed = feed_ledger(1, None);
    feed.state = FeedState::Dead;
    let ledger = Ledger {
        feeds: vec![feed],
        hosts: Vec::new(),
    };
    screen.tell(Msg::Ledger(Box::new(ledger))).press("a");
    screen.take_effects();
    screen.press("Enter");
    let address = "https://feed1.example/".to_owned();
    assert!(screen.take_effects().contains(&Effect::AddFeed { address }));
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
    assert_eq!(
        notice(&screen),
        "Refresh stopped · 3 new articles, 1 feed failed"
    );
}

#[test]
fn a_refresh_asked_for_while_one_runs_comes_next_and_is_told_of() {
    let mut screen = Screen::with_stories(3);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "410")]));
    screen.press("!");
    let ledger = Ledger {
        feeds: vec![feed_ledger(1, Some("The server answers 500"))],
        hosts: Vec::new(),
    };
    screen.tell(Msg::Ledger(Box::new(ledger)));
    // What is due is fetched on its own.
    let running = Progress {
        total: 9,
        done: 2,
        ..Progress::default()
    };
    screen.tell(Msg::RefreshProgress(running)).take_effects();
    screen.press("r");
    let one = Effect::Refresh(Refresh::Feeds(vec![FeedId(1)]));
    assert!(screen.take_effects().contains(&one));
    assert_eq!(notice(&screen), "A refresh is running; this comes next");
    assert_eq!(screen.state.refresh, Some(running), "it goes on");
    screen.tell(Msg::Refreshed(running));
    assert_eq!(screen.state.refresh, None);
    screen.tell(Msg::RefreshProgress(running));
    screen.tell(Msg::Refreshed(Progress {
        total: 1,
        new_articles: 4,
        ..Progress::default()
    }));
    assert_eq!(notice(&screen), "4 new articles");
    // Where nobody was asked, there is nothing to say about news.
    screen.press("r");
    screen.tell(Msg::Refreshed(Progress::default()));
    let peace = "feed1.example asked for peace until 20:15";
    screen.tell(Msg::Notice(Notice::info(peace)));
    assert_eq!(notice(&screen), peace);
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
    let crate::app::Screen::Help(help) = &screen.state.screen else {
        panic!("no help")
    };
    assert_eq!(help.filter, "browser");
    screen.press("Esc Esc");
    assert!(matches!(screen.state.screen, crate::app::Screen::Main));
}

#[test]
fn after_a_refresh_the_rows_on_the_screen_are_looked_at_again() {
    let mut screen = Screen::with_stories(3);
    screen
        .state
        .list
        .change_row(RowId::Story(StoryId(2)), |row| row.changed = 7);
    screen.tell(Msg::Refreshed(Progress::default()));
    assert_eq!(screen.state.list.row(1).map(|row| row.changed), Some(0));
}

#[test]
fn help_gives_back_what_it_covered_as_it_was() {
    use crate::app::Screen as Shown;
    let feed = |name: &str| StarterFeed {
        url: format!("https://{name}.example/feed"),
        title: name.to_owned(),
        publisher: None,
        tags: vec!["world".to_owned()],
        first: false,
    };
    let setup = Setup {
        starter: vec![feed("a"), feed("b")],
        ..Screen::setup()
    };
    let mut screen = Screen::new(0, setup);
    screen.press("jj Enter j Space ? q");
    let Shown::Starter(starter) = &screen.state.screen else {
        panic!("no starter set")
    };
    assert_eq!(starter.chosen(), ["https://a.example/feed"]);
    screen.press("q");
    assert!(matches!(screen.state.screen, Shown::Welcome(at) if at.row == 2));

    let mut screen = Screen::with_stories(3);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "500")]));
    screen.press("! ? Esc");
    assert!(matches!(screen.state.screen, Shown::Ledger(_)));
    screen.press("? ! q q");
    assert!(matches!(screen.state.screen, Shown::Main));
}

#[test]
fn without_feeds_there_is_nothing_to_fetch_and_nothing_fails() {
    let mut screen = Screen::new(0, Screen::setup());
    for key in ["R", "!"] {
        screen.take_effects();
        screen.press(key);
        assert_eq!(notice(&screen), "No feeds yet");
        assert_eq!(screen.take_effects(), []);
    }
}

#[test]
fn a_pane_that_was_alone_is_alone_at_the_next_start() {
    let mut screen = Screen::with_stories(3);
    screen.press("Enter z");
    let session = screen.state.session();
    let setup = Setup {
        session,
        has_feeds: true,
        ..Screen::setup()
    };
    assert!(Screen::new(3, setup).state.zoomed);
}

#[test]
fn an_address_that_was_typed_is_there_to_be_corrected() {
    let mut screen = Screen::with_stories(3);
    screen.press("a").type_text("exmaple.org").press("Enter");
    screen.press(":").type_text("down").press("Enter");
    screen.press("a Up");
    let typed = screen.state.prompt.as_ref().map(|prompt| prompt.text());
    assert_eq!(typed, Some("exmaple.org"));
}

#[test]
fn the_welcome_says_which_keys_mean_nothing_yet() {
    let mut screen = Screen::new(0, Screen::setup());
    screen.press("m");
    assert_eq!(notice(&screen), "m has no meaning before there are feeds");
    screen.press("j");
    assert_eq!(notice(&screen), "");
}

#[test]
fn a_key_that_changes_nothing_is_no_reason_to_draw() {
    let mut screen = Screen::with_stories(3);
    for key in ["k", "h", "Esc", "K", "gg"] {
        screen.press(key);
        screen.state.changed = false;
        screen.press(key);
        let pending = key == "gg";
        assert_eq!(screen.state.changed, pending, "{key}");
    }
    for key in ["j", "l", "J", "m", "s", "?", "q", "z"] {
        screen.state.changed = false;
        screen.press(key);
        assert!(screen.state.changed, "{key}");
    }
}

#[test]
fn a_screen_that_was_small_for_a_while_shows_the_same_rows_again() {
    let mut screen = Screen::with_stories(60);
    screen.press("jjj jj");
    let top = screen.state.list.top;
    screen.tell(Msg::Resize(120, 8));
    assert!(screen.state.list.top > top);
    screen.tell(Msg::Resize(120, 30));
    assert_eq!(screen.state.list.top, top);
}

#[test]
fn what_another_process_brings_waits_and_the_reader_stays_where_they_are() {
    let mut screen = Screen::with_stories(10);
    screen.press("jj Enter");
    let (before, article) = (selected(&screen), shown(&screen));
    screen.take_effects();
    screen.tell(Msg::CacheChanged);
    let asked = screen.take_effects();
    assert!(asked.contains(&Effect::LoadFeeds));
    let Some(Effect::LookForStories(request)) = asked.last() else {
        panic!("{asked:?}");
    };
    assert!(!asked.contains(&Effect::LoadLedger), "nobody looks at it");
    let there = |generation| Msg::StoriesThere {
        generation,
        listed: listed([12, 11].into_iter().chain(1..=10), |_| true),
    };
    screen.tell(there(request.generation - 1));
    assert_eq!(screen.state.list.waiting(), 0, "of a list that was left");
    screen.tell(there(request.generation));
    assert_eq!(screen.state.list.waiting(), 2);
    assert_eq!((selected(&screen), shown(&screen)), (before, article));
    assert_eq!(screen.state.focus, Pane::Reader);
}

#[test]
fn the_ledger_that_is_open_follows_another_process() {
    let mut screen = Screen::with_stories(3);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "500")]));
    screen.press("!");
    screen.take_effects();
    screen.tell(Msg::CacheChanged);
    assert!(screen.take_effects().contains(&Effect::LoadLedger));
}

#[test]
fn the_first_feed_may_come_from_another_process() {
    let mut screen = Screen::new(0, Screen::setup());
    screen.stories = 4;
    screen.tell(Msg::CacheChanged);
    screen.tell(Msg::Feeds(vec![failing_feed(1, "500")]));
    assert!(matches!(screen.state.screen, crate::app::Screen::Main));
    assert_eq!(screen.state.list.len(), 4);
}
