//! Lists and marks: what waits, what is late, what is taken back.

use super::*;

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
    let done = done(&[10, 12]);
    screen.tell(Msg::Marked { change, done });
    screen.press("u");
    assert_eq!(
        marks(&mut screen),
        [(exactly(&[10, 12]), Mark::Read(false))]
    );
    assert_eq!(notice(&screen), "Undone: 2 articles are unread again");
    screen.press("C-r");
    assert_eq!(marks(&mut screen), [(exactly(&[10, 12]), Mark::Read(true))]);
    assert_eq!(notice(&screen), "Redone: 2 articles are read");
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
        done: done(&[10]),
    });
    screen.stories = 3;
    screen.press("u");
    let change = last_change(&screen);
    screen.tell(Msg::Marked {
        change,
        done: done(&[10]),
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
        listed: listed([7], |_| true),
        complete: true,
        rows: Vec::new(),
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
        listed: listed(1..=last, |id| id % 2 == 0),
        complete,
        rows: (1..=20).map(story_row).collect(),
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
fn who_reads_stays_there_when_new_stories_are_shown() {
    let mut screen = Screen::with_stories(30);
    screen.press("jjj Enter C-d");
    screen.stories = 32;
    let ids = vec![StoryId(31), StoryId(32)];
    screen.tell(Msg::StoriesChanged { ids });
    screen.press("gn");
    assert_eq!(screen.state.list.len(), 32);
    assert_eq!((selected(&screen), shown(&screen)), (Some(4), Some(40)));
}

#[test]
fn what_is_read_stays_in_a_list_it_no_longer_belongs_to() {
    let mut screen = Screen::with_stories(30);
    screen.press("jjj Enter");
    let ids = vec![StoryId(31)];
    screen.tell(Msg::StoriesChanged { ids });
    screen.stories = 2;
    screen.press("gn");
    assert_eq!(screen.state.list.len(), 3);
    assert_eq!((selected(&screen), shown(&screen)), (Some(4), Some(40)));
}
