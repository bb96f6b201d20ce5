//! Keys that are typed before the list, or the article, that they are meant for is there.

use super::*;
use crate::app::TagChange;

/// A screen of 30 stories that asked for another list, which has 6 and is on its way.
fn waiting(keys: &str) -> Screen {
    let mut screen = Screen::with_stories(30);
    screen.slow_lists = true;
    screen.stories = 6;
    screen.press(keys);
    screen
}

fn stories(ids: std::ops::RangeInclusive<i64>) -> Target {
    Target::Stories(ids.map(StoryId).collect())
}

#[test]
fn a_list_is_marked_read_when_it_is_there_not_the_one_before_it() {
    for keys in [
        "gs A",
        "F t i t l e : x Enter A",
        ": v i e w Space s t a r r e d Enter A",
    ] {
        let mut screen = waiting(keys);
        assert_eq!(marks(&mut screen), [], "{keys}");
        assert_eq!(screen.state.list.unread(), 24, "{keys}");
        screen.list_comes();
        assert_eq!(notice(&screen), "5 stories marked read", "{keys}");
        let read = (stories(1..=6), Mark::Read(true));
        assert_eq!(marks(&mut screen), [read], "{keys}");
    }
}

#[test]
fn articles_are_marked_read_when_stories_were_listed_until_now() {
    let mut screen = waiting("V A");
    screen.list_comes();
    let marks = marks(&mut screen);
    assert!(
        matches!(&marks[..], [(Target::Articles(articles), Mark::Read(true))] if articles.len() == 12),
        "{marks:?}"
    );
}

#[test]
fn a_command_and_a_macro_wait_for_the_list() {
    let mut screen = waiting("gs :");
    screen.type_text("mark-view-read").press("Enter");
    assert_eq!(screen.state.list.unread(), 24);
    screen.list_comes();
    assert_eq!(marks(&mut screen), [(stories(1..=6), Mark::Read(true))]);

    let macros = "[macros]\nb = [\"view-starred\", \"mark-view-read\"]";
    let mut screen = super::input::configured(macros);
    screen.slow_lists = true;
    screen.stories = 6;
    screen.press(",b");
    assert_eq!(screen.state.list.unread(), 24);
    screen.list_comes();
    assert_eq!(marks(&mut screen), [(stories(1..=6), Mark::Read(true))]);
}

#[test]
fn the_beginning_of_a_list_is_not_all_that_is_marked() {
    for (keys, mark) in [("A", "5 stories"), ("v G m", "6 rows")] {
        let mut screen = Screen::with_stories(0);
        let generation = screen.state.list.generation();
        let part = |last: i64, complete| Msg::List {
            generation,
            listed: listed(1..=last, |id| id % 2 == 0),
            complete,
            rows: Vec::new(),
        };
        screen.tell(part(4, false)).press(keys);
        assert_eq!(marks(&mut screen), [], "{keys}");
        screen.tell(part(6, true));
        let all = (stories(1..=6), Mark::Read(true));
        assert_eq!(marks(&mut screen), [all], "{keys}");
        assert!(notice(&screen).starts_with(mark), "{}", notice(&screen));
    }
}

#[test]
fn keys_move_and_mark_in_the_list_that_was_asked_for() {
    let mut screen = waiting("gs j j");
    assert_eq!(selected(&screen), Some(1), "the old list is left alone");
    screen.press("m F").type_text("harbour");
    assert!(screen.state.prompt.is_none());
    screen.list_comes();
    let marked = (stories(3..=3), Mark::Read(true));
    assert_eq!(marks(&mut screen), [marked]);
    let prompt = screen.state.prompt.as_ref().expect("typed after it");
    assert_eq!(
        (prompt.kind, prompt.text()),
        (PromptKind::Filter, "harbour")
    );
}

#[test]
fn esc_gives_up_what_waits_for_a_list() {
    let mut screen = waiting("gs A j Esc");
    screen.list_comes();
    assert_eq!(marks(&mut screen), []);
    assert_eq!(selected(&screen), Some(1));
    assert_eq!(screen.state.list.view, View::Starred);
}

#[test]
fn a_list_that_cannot_be_loaded_takes_what_was_meant_for_it_with_it() {
    let mut screen = waiting("gs A");
    let generation = screen.state.list.generation();
    screen.tell(Msg::ListFailed { generation });
    assert_eq!(marks(&mut screen), []);
    assert!(
        screen.state.list.is_empty(),
        "it is not that of all stories"
    );
    screen.slow_lists = false;
    screen.press("ga j");
    assert_eq!(
        (marks(&mut screen), selected(&screen)),
        (Vec::new(), Some(2))
    );
}

#[test]
fn tags_typed_before_the_article_is_there_are_given_to_it() {
    let mut screen = Screen::with_stories(30);
    screen.slow = true;
    screen.press("j t n e w");
    assert!(screen.state.prompt.is_none());
    screen.slow = false;
    let mut members = members(2);
    members[0].own_tags = vec!["later".to_owned()];
    screen.tell(Msg::Story {
        story: StoryId(2),
        members,
        earlier: None,
    });
    let mut article = loaded_article(20, 60);
    article.text.own_tags = vec!["later".to_owned()];
    screen.tell(Msg::Article(Box::new(article)));
    let prompt = screen.state.prompt.as_ref().expect("a line");
    assert_eq!(prompt.text(), "later, new");
    screen.take_effects();
    screen.press("Enter");
    assert_eq!(
        tagged(&mut screen),
        Some((articles(&[20]), "new".to_owned(), 0))
    );
}

#[test]
fn tags_go_to_the_article_that_the_line_was_opened_for() {
    let mut screen = Screen::with_stories(30);
    screen.press("t n e w");
    // Another process merged the story away, and another row is selected.
    screen.state.list.cursor = 1;
    screen.state.story = None;
    screen.take_effects();
    screen.press("Enter");
    assert_eq!(
        tagged(&mut screen),
        Some((articles(&[10]), "new".to_owned(), 0))
    );
}

#[test]
fn a_command_that_tags_waits_for_the_article() {
    let mut screen = Screen::with_stories(30);
    screen.slow = true;
    screen.press("j : t a g Space n e w Enter").take_effects();
    assert_eq!(tagged(&mut screen), None);
    screen.slow = false;
    screen.tell(Msg::Story {
        story: StoryId(2),
        members: members(2),
        earlier: None,
    });
    screen.tell(Msg::Article(Box::new(loaded_article(20, 60))));
    assert_eq!(
        tagged(&mut screen),
        Some((articles(&[20]), "new".to_owned(), 0))
    );
}

/// What is tagged, with what, and how many tags are taken.
fn tagged(screen: &mut Screen) -> Option<(Target, String, usize)> {
    let effects = screen.take_effects().into_iter();
    effects.rev().find_map(|effect| match effect {
        Effect::SetTags {
            tags:
                TagChange::Edit {
                    target,
                    add,
                    remove,
                },
            ..
        } => Some((target, add.join(", "), remove.len())),
        _ => None,
    })
}
