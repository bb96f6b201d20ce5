//! Moving, reading, and what is opened or copied.

use super::*;
use crate::app::testing::loaded_article_of;

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
        earlier: None,
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
        earlier: None,
    });
    screen.take_effects();
    screen.press("o");
    assert_eq!(notice(&screen), "Only http and https addresses are opened");
    assert_eq!(screen.take_effects(), []);
}

#[test]
fn without_a_browser_the_link_is_copied_and_nothing_else_happened() {
    let mut screen = Screen::with_stories(30);
    screen.press("j");
    screen.take_effects();
    screen.press("O");
    assert_eq!(selected(&screen), Some(3));
    let url = "https://example.org/20".to_owned();
    screen.tell(Msg::BrowserFailed {
        url: url.clone(),
        reason: "no display".to_owned(),
    });
    assert_eq!(
        notice(&screen),
        "No browser here · link sent to the clipboard"
    );
    assert_eq!((selected(&screen), shown(&screen)), (Some(2), Some(20)));
    let change = last_change(&screen);
    let done = done(&[20]);
    screen.tell(Msg::Marked { change, done });
    assert_eq!(screen.state.list.row(1).map(|row| row.unread), Some(1));
    let copied = Effect::Copy { text: url };
    assert!(screen.effects.contains(&copied));
    let marked = (articles(&[20]), Mark::Read(true));
    let retracted = (exactly(&[20]), Mark::Read(false));
    assert_eq!(marks(&mut screen), [marked, retracted]);
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
}

/// A screen whose first story has a member with an address that hides the original.
fn with_hidden_address() -> (Screen, String) {
    let mut screen = Screen::with_stories(30);
    let url = "https://news.google.com/rss/articles/CBMiCEFVX3lx".to_owned();
    let mut members = members(1);
    members[0].url = Some(url.clone());
    screen.tell(Msg::Story {
        story: StoryId(1),
        members,
        earlier: None,
    });
    screen.take_effects();
    (screen, url)
}

#[test]
fn an_address_that_hides_the_original_is_resolved_before_it_is_opened_or_copied() {
    let (mut screen, url) = with_hidden_address();
    screen.press("o");
    assert_eq!(
        notice(&screen),
        "Asking the aggregator where the original is"
    );
    let asked = Effect::FindOriginal { url: url.clone() };
    let opens = |effect: &Effect| matches!(effect, Effect::OpenInBrowser { .. });
    let effects = screen.take_effects();
    assert!(effects.contains(&asked) && !effects.iter().any(opens));
    screen.press("y");
    assert!(!screen.take_effects().contains(&asked), "it is asked once");
    let original = "https://harbor.example/ferry".to_owned();
    screen.tell(Msg::Original {
        url,
        found: Ok(original.clone()),
    });
    let effects = screen.take_effects();
    assert!(effects.contains(&Effect::OpenInBrowser {
        url: original.clone()
    }));
    assert!(effects.contains(&Effect::Copy { text: original }));
}

#[test]
fn where_the_original_is_not_found_the_aggregators_page_is_opened_and_it_is_said() {
    let (mut screen, url) = with_hidden_address();
    screen.press("o");
    screen.take_effects();
    screen.tell(Msg::Original {
        url: url.clone(),
        found: Err("the aggregator asks for consent first".to_owned()),
    });
    assert_eq!(
        notice(&screen),
        "The original was not found, opening the aggregator's address"
    );
    assert!(
        screen
            .take_effects()
            .contains(&Effect::OpenInBrowser { url })
    );
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
fn the_last_source_is_followed_by_the_first_unread_one() {
    let mut screen = Screen::with_stories(30);
    screen.press("4 ]");
    assert_eq!(shown(&screen), Some(10));
    screen.press("]] ]] ]");
    assert_eq!(shown(&screen), Some(12));
    let hint = screen.state.notice.as_ref().map(|said| said.0.hint.clone());
    let wanted = "[ goes back, 1 shows the first".to_owned();
    assert_eq!(hint, Some(Some(wanted)));
}

#[test]
fn a_match_that_is_only_passed_is_not_read() {
    let mut screen = Screen::with_stories(30);
    screen.paragraphs = 1;
    screen.press("/").type_text("tunnel");
    let generation = screen.state.search.as_ref().map_or(0, |s| s.generation);
    let hits = vec![hit(7), hit(8), hit(9)];
    screen.tell(Msg::Hits {
        generation,
        hits,
        more: false,
        unindexed: 0,
    });
    screen.press("Enter");
    for key in ["n", "n", "N"] {
        screen.press(key);
        shown_long(&mut screen);
    }
    assert_eq!(marks(&mut screen), []);
}

/// The story of the selected row with its first article read, and changed since.
fn changed_story(number: i64) -> Msg {
    let mut members = members(number);
    members[0].read = true;
    members[0].changed = true;
    Msg::Story {
        story: StoryId(number),
        members,
        earlier: None,
    }
}

fn changed_article(article: i64, revisions: u32) -> Msg {
    let mut loaded = loaded_article_of(article, 60, 1);
    (loaded.text.read, loaded.text.changed) = (true, true);
    loaded.text.revisions = revisions;
    Msg::Article(Box::new(loaded))
}

#[test]
fn s20_a_changed_text_is_seen_at_its_end_and_stays_read() {
    let mut screen = Screen::with_stories(30);
    screen.slow = true;
    screen.press("j");
    screen.tell(changed_story(2)).tell(changed_article(20, 3));
    screen.press("Enter");
    screen.state.changed = false;
    shown_long(&mut screen);
    assert!(screen.state.changed, "the sign in the lists goes");
    let effects = screen.take_effects();
    assert!(effects.contains(&Effect::MarkChangeSeen {
        article: ArticleId(20),
        revisions: 3
    }));
    let is_mark = |effect: &Effect| matches!(effect, Effect::Mark { .. });
    assert!(!effects.iter().any(is_mark), "it is read already");
    let story = screen.state.story.as_ref().expect("open");
    assert!(!story.members[0].changed && story.members[0].read);
    assert_eq!(screen.state.list.row(1).map(|row| row.changed), Some(0));
}

#[test]
fn s20_a_text_that_changes_while_it_is_read_waits_for_a_key() {
    let mut screen = Screen::with_stories(30);
    screen.press("j Enter");
    screen.slow = true;
    screen.take_effects();
    screen.tell(changed_story(2));
    assert_eq!(notice(&screen), "This article has changed");
    let loads = |screen: &mut Screen| {
        let effects = screen.take_effects();
        let loads = |effect: &Effect| {
            matches!(
                effect,
                Effect::LoadArticle {
                    article: ArticleId(20),
                    ..
                }
            )
        };
        effects.iter().any(loads)
    };
    assert!(!loads(&mut screen));
    screen.press("Enter");
    assert!(loads(&mut screen));
    // It was read to its end before, which does not count for the new text.
    screen.state.reader.shown.as_mut().expect("shown").finished = true;
    screen.tell(changed_article(20, 1));
    shown_long(&mut screen);
    assert!(screen.take_effects().contains(&Effect::MarkChangeSeen {
        article: ArticleId(20),
        revisions: 1
    }));
}

#[test]
fn s20_a_text_that_changes_under_the_cursor_alone_is_shown() {
    let mut screen = Screen::with_stories(30);
    screen.press("j");
    screen.slow = true;
    screen.take_effects();
    screen.tell(changed_story(2));
    let effects = screen.take_effects();
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::LoadArticle { .. }))
    );
    screen.tell(changed_article(20, 1));
    let shown = screen.state.reader.shown.as_ref().expect("shown");
    assert!(shown.text.changed && !shown.engaged);
}

#[test]
fn what_was_read_is_gone_back_through_and_forward_again() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter J J J J");
    let left_at = screen.state.reader.shown.as_ref().map(|shown| shown.scroll);
    screen.press("} }");
    assert_eq!((selected(&screen), shown(&screen)), (Some(3), Some(30)));
    screen.press("H H");
    assert_eq!((selected(&screen), shown(&screen)), (Some(1), Some(10)));
    let scroll = screen.state.reader.shown.as_ref().map(|shown| shown.scroll);
    assert_eq!(scroll, left_at, "where it was left");
    screen.press("H");
    let notice = screen.state.notice.as_ref().map(|notice| notice.0.clone());
    assert_eq!(notice, Some(Notice::info("Nothing was read before this")));
    screen.press("L");
    assert_eq!((selected(&screen), shown(&screen)), (Some(2), Some(20)));
    assert_eq!(screen.state.session().trail, [(1, 10), (2, 20), (3, 30)]);
}

#[test]
fn an_article_that_was_only_passed_in_the_list_was_not_read() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter h j j H");
    assert_eq!((selected(&screen), shown(&screen)), (Some(1), Some(10)));
}

#[test]
fn from_the_list_one_goes_back_to_what_the_list_does_not_show() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter }");
    screen.state.trail =
        crate::app::Trail::new(vec![(crate::model::StoryId(900), ArticleId(9000))]);
    screen.press("h");
    assert_eq!(screen.state.focus, Pane::Stories);
    screen.press("H");
    assert_eq!(shown(&screen), Some(9000));
    assert_eq!(screen.state.focus, Pane::Reader);
}

#[test]
fn going_back_asks_for_the_article_that_was_read_and_no_other() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter ] }");
    screen.take_effects();
    screen.slow = true;
    screen.press("H");
    let asked: Vec<i64> = screen
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::LoadArticle { article, .. } => Some(article.0),
            _ => None,
        })
        .collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_ne!(asked, [10], "the second source was read last");
}
