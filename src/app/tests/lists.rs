//! Views, flat lists, orders, filters and ranges.

use super::*;
use crate::app::{Screen as Shown, Several, TagChange};
use crate::model::FeedSummary;

/// The list that was asked for last.
fn asked(screen: &mut Screen) -> crate::app::ListRequest {
    // The harness answers a list at once, so the state is asked what it wants.
    screen.state.list.current_request(None)
}

#[test]
fn v_lists_articles_one_by_one_and_stories_again() {
    let mut screen = Screen::with_stories(30);
    screen.press("jjj");
    assert_eq!((selected(&screen), shown(&screen)), (Some(4), Some(40)));
    screen.press("V");
    assert!(screen.state.list.flat);
    assert_eq!(
        screen.state.list.selected_row(),
        Some(RowId::Article(ArticleId(40))),
        "the lead of the story"
    );
    screen.press("jj");
    assert_eq!((selected(&screen), shown(&screen)), (Some(4), Some(42)));
    assert_eq!(
        screen
            .state
            .list
            .row(screen.state.list.cursor)
            .map(|row| row.articles),
        Some(1)
    );
    screen.press("V");
    assert!(!screen.state.list.flat);
    assert_eq!(selected(&screen), Some(4));
}

#[test]
fn in_a_list_of_articles_a_mark_is_one_of_the_article() {
    let mut screen = Screen::with_stories(10);
    screen.press("V jjj").take_effects();
    let row = screen.state.list.selected_row();
    screen.press("m");
    let Some(RowId::Article(article)) = row else {
        panic!("{row:?}");
    };
    let marks = screen.take_effects();
    assert!(
        matches!(&marks[..], [Effect::Mark { target: Target::Articles(articles), mark: Mark::Read(true), .. }] if articles.contains(&article)),
        "{marks:?}"
    );
    let cursor = screen.state.list.cursor;
    assert_eq!(screen.state.list.row(cursor).map(|row| row.unread), Some(0));
}

#[test]
fn every_view_is_a_key_and_has_its_own_list() {
    let mut screen = Screen::with_stories(30);
    for (keys, view) in [
        ("gu", View::Unread),
        ("gs", View::Starred),
        ("gp", View::Followed),
        ("gm", View::Muted),
        ("gh", View::History),
        ("ga", View::All),
    ] {
        screen.press(keys);
        assert_eq!(asked(&mut screen).view, view);
        assert_eq!(asked(&mut screen).flat, view == View::History);
    }
}

#[test]
fn a_feed_is_chosen_from_a_list_that_words_narrow() {
    let mut screen = Screen::with_stories(5);
    let feed = |id, title: &str, unread| FeedSummary {
        id: FeedId(id),
        title: title.to_owned(),
        unread,
        ..failing_feed(id, "never asked")
    };
    screen.state.feeds = vec![feed(1, "Quiet Quay", 0), feed(2, "Harbor Ledger", 3)];
    screen.press("gf");
    let Shown::Picker(picker) = &screen.state.screen else {
        panic!("no picker");
    };
    let names: Vec<&str> = picker.shown().iter().map(|row| row.text.as_str()).collect();
    assert_eq!(names, ["Harbor Ledger", "Quiet Quay"], "unread ones first");
    screen.press("/ q u a y Enter");
    assert_eq!(screen.state.list.view, View::Feed(FeedId(1)));
    assert!(matches!(screen.state.screen, Shown::Main));
    assert_eq!(crate::app::view_title(&screen.state), "Quiet Quay");
}

#[test]
fn an_order_is_chosen_and_chosen_again_from_its_end() {
    let mut screen = Screen::with_stories(5);
    screen.press("= j Enter");
    assert_eq!(
        (screen.state.list.sort, screen.state.list.reversed),
        (Sort::New, false)
    );
    screen.press("= Enter");
    assert_eq!(
        (screen.state.list.sort, screen.state.list.reversed),
        (Sort::New, true)
    );
    screen.press(": s o r t Space - l e n g t h Enter");
    assert_eq!(
        (screen.state.list.sort, screen.state.list.reversed),
        (Sort::Length, true)
    );
    screen.press(": s o r t Space n o Enter");
    assert!(notice(&screen).starts_with("Lists are sorted by top, new"));
}

#[test]
fn a_filter_narrows_while_it_is_typed_and_leaves_with_esc() {
    let mut screen = Screen::with_stories(5);
    screen.press("F i s : s");
    assert_eq!(
        asked(&mut screen).query,
        Some(crate::query::parse("is").expect("a word")),
        "is:s is not understood yet"
    );
    screen.press("t a r r e d");
    assert_eq!(
        asked(&mut screen).query,
        Some(crate::query::Query::Is(crate::query::State::Starred))
    );
    screen.press("Enter");
    assert!(screen.state.prompt.is_none());
    assert_eq!(
        crate::app::view_title(&screen.state),
        "Stories / is:starred"
    );
    screen.press("Esc");
    assert_eq!(asked(&mut screen).query, None);
}

#[test]
fn a_filter_that_is_not_understood_says_where_and_stays_to_be_mended() {
    let mut screen = Screen::with_stories(5);
    screen.press("F ( r a i n Enter");
    assert!(
        notice(&screen).contains("parenthesis"),
        "{}",
        notice(&screen)
    );
    let prompt = screen.state.prompt.as_ref().expect("still open");
    assert_eq!((prompt.kind, prompt.text()), (PromptKind::Filter, "(rain"));
}

#[test]
fn a_range_is_stretched_by_moving_and_marked_as_a_whole() {
    let mut screen = Screen::with_stories(30);
    screen.press("v jj").take_effects();
    assert_eq!(screen.state.list.range(), Some(0..=2));
    screen.press("m");
    let marks = screen.take_effects();
    let stories: Vec<StoryId> = (1..=3).map(StoryId).collect();
    assert!(
        marks.iter().any(|effect| matches!(effect, Effect::Mark { target: Target::Stories(marked), mark: Mark::Read(true), .. } if *marked == stories)),
        "{marks:?}"
    );
    assert_eq!(screen.state.list.range(), None);
    assert_eq!(notice(&screen), "3 rows read");
    screen.press("v j s");
    let stars = screen.take_effects();
    assert!(
        stars.iter().any(|effect| matches!(effect, Effect::Mark { target: Target::Leads(leads), mark: Mark::Starred(true), .. } if leads.len() == 2)),
        "{stars:?}"
    );
    screen.press("v Esc");
    assert_eq!(screen.state.list.range(), None);
}

#[test]
fn the_originals_of_a_range_open_together() {
    let mut screen = Screen::with_stories(30);
    screen.press("v jj").take_effects();
    screen.press("o");
    let opened = screen.take_effects();
    let urls = opened
        .iter()
        .filter(|effect| matches!(effect, Effect::OpenInBrowser { .. }));
    assert_eq!(urls.count(), 3);
    screen.press("gg v jjj jjj jjj jjj jjj o");
    assert_eq!(notice(&screen), "These are 16 originals");
    screen.take_effects();
    screen.press("o");
    let opened = screen.take_effects();
    let urls = opened
        .iter()
        .filter(|effect| matches!(effect, Effect::OpenInBrowser { .. }));
    assert_eq!(urls.count(), 16);
}

#[test]
fn the_links_of_a_range_are_copied_a_line_each() {
    let mut screen = Screen::with_stories(30);
    screen.press("v j").take_effects();
    screen.press("y");
    let text = "https://example.org/10\nhttps://example.org/20".to_owned();
    assert!(screen.take_effects().contains(&Effect::Copy { text }));
    assert_eq!(Several::Copy, Several::Copy);
}

#[test]
fn a_story_is_followed_and_muted_by_a_key_and_undone() {
    let mut screen = Screen::with_stories(30);
    screen.press("P");
    assert_eq!(notice(&screen), "Followed: this story");
    let row = |screen: &Screen| screen.state.list.row(0).cloned().expect("loaded");
    assert!(row(&screen).followed);
    let marks = screen.take_effects();
    let Some(Effect::Mark { change, mark, .. }) = marks.last() else {
        panic!("{marks:?}");
    };
    assert_eq!(*mark, Mark::Followed(true));
    let (change, done) = (*change, done(&[10, 11]));
    screen.tell(Msg::Marked { change, done });
    screen.press("u");
    assert_eq!(notice(&screen), "Undone: no longer followed");
    let undone = screen.take_effects();
    assert!(undone.iter().any(|effect| matches!(
        effect,
        Effect::Mark {
            mark: Mark::Followed(false),
            ..
        }
    )));
    screen.press("X");
    assert!(row(&screen).muted, "the row stays until the list is left");
    assert!(notice(&screen).starts_with("Muted"));
    screen.press("X");
    assert!(!row(&screen).muted);
}

#[test]
fn tags_are_typed_stored_and_taken_back() {
    let mut screen = Screen::with_stories(30);
    screen.press("t l a t e r , Space # E U Enter");
    let tagged = screen.take_effects();
    let Some(Effect::SetTags {
        change,
        tags: TagChange::Edit { add, remove, .. },
    }) = tagged.last()
    else {
        panic!("{tagged:?}");
    };
    assert_eq!((add.join("|"), remove.len()), ("later|EU".to_owned(), 0));
    let article = ArticleId(10);
    let after = vec!["later".to_owned(), "EU".to_owned()];
    screen.tell(Msg::Tagged {
        change: *change,
        before: vec![(article, Vec::new())],
        after: vec![(article, after.clone())],
    });
    assert_eq!(notice(&screen), "Tagged later, EU");
    let shown = screen.state.reader.shown.as_ref().expect("shown");
    assert_eq!(shown.text.own_tags, after);
    screen.press("t");
    assert_eq!(
        screen.state.prompt.as_ref().map(|prompt| prompt.text()),
        Some("later, EU, ")
    );
    screen.press("Esc u");
    let undone = screen.take_effects();
    assert!(
        undone.iter().any(|effect| matches!(effect, Effect::SetTags { tags: TagChange::Restore { from, to }, .. } if from[0].1 == after && to[0].1.is_empty())),
        "{undone:?}"
    );
}

#[test]
fn a_narrowed_list_asks_which_of_the_changed_stories_belong_to_it() {
    let mut screen = Screen::with_stories(10);
    screen.press("gs").take_effects();
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(99)],
    });
    assert_eq!(screen.state.list.waiting(), 0, "it may not be starred");
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(98)],
    });
    let asked = screen.take_effects();
    let looks = asked
        .iter()
        .filter(|effect| matches!(effect, Effect::LookForStories(_)));
    assert_eq!(looks.count(), 1, "once while an answer is awaited");
    let generation = screen.state.list.generation();
    screen.tell(Msg::StoriesThere {
        generation,
        listed: listed([98, 1, 2], |_| true),
    });
    assert_eq!(screen.state.list.waiting(), 1);
    let again = screen.take_effects();
    assert!(
        again
            .iter()
            .any(|effect| matches!(effect, Effect::LookForStories(_)))
    );
}

#[test]
fn the_first_unread_story_of_an_added_feed_is_selected() {
    let mut screen = Screen::with_stories(10);
    screen.press("jjj");
    screen.tell(Msg::FeedsAdded { added: 1 });
    screen.stories = 12;
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(11), StoryId(12)],
    });
    let progress = Progress {
        new_articles: 2,
        ..Progress::default()
    };
    screen.tell(Msg::Refreshed(progress));
    assert_eq!(selected(&screen), Some(11));
    screen.tell(Msg::FeedsAdded { added: 1 }).press("k");
    screen.stories = 14;
    screen.tell(Msg::StoriesChanged {
        ids: vec![StoryId(13)],
    });
    screen.tell(Msg::Refreshed(progress));
    assert_eq!(selected(&screen), Some(10), "who moved stays there");
}
