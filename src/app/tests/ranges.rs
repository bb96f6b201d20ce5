//! What is done to several rows at once.

use super::*;
use crate::app::Several;

fn copied(screen: &mut Screen) -> Vec<String> {
    let effects = screen.take_effects().into_iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Copy { text } => Some(text),
            _ => None,
        })
        .collect()
}

fn address(article: i64) -> String {
    format!("https://example.org/{article}")
}

fn not_opened(article: i64) -> Msg {
    Msg::BrowserFailed {
        url: address(article),
        reason: "no display".to_owned(),
    }
}

#[test]
fn without_a_browser_the_links_of_a_range_are_copied_and_nothing_else_happened() {
    let mut screen = Screen::with_stories(30);
    screen.press("v j o");
    let change = last_change(&screen);
    screen.take_effects();
    screen.tell(not_opened(10)).tell(not_opened(20));
    assert_eq!(
        copied(&mut screen),
        [format!("{}\n{}", address(10), address(20))],
        "all of them, once"
    );
    assert_eq!(
        notice(&screen),
        "No browser here · 2 links sent to the clipboard"
    );
    let done = done(&[10, 20]);
    screen.tell(Msg::Marked { change, done });
    let retracted = (exactly(&[10, 20]), Mark::Read(false));
    assert_eq!(marks(&mut screen), [retracted]);
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
    screen.press("gg o");
    screen.take_effects();
    screen.tell(not_opened(10));
    assert_eq!(copied(&mut screen), [address(10)], "opened again, alone");
}

#[test]
fn without_a_browser_the_links_of_all_sources_are_copied() {
    let mut screen = Screen::with_stories(30);
    screen.press(":").type_text("open-all").press("Enter");
    screen.take_effects();
    for article in 10..14 {
        screen.tell(not_opened(article));
    }
    // The copy stands below its original.
    let all: Vec<String> = [10, 13, 11, 12].map(address).to_vec();
    assert_eq!(screen.state.list.row(0).map(|row| row.unread), Some(4));
    assert_eq!(copied(&mut screen), [all.join("\n")]);
}

#[test]
fn addresses_are_those_of_the_rows_that_were_asked_for() {
    let mut screen = Screen::with_stories(30);
    screen.press("jjj jj v j").take_effects();
    let hidden = "https://news.google.com/rss/articles/CBMiCEFVX3lx".to_owned();
    let rows = [2, 3, 5].map(|id| RowId::Story(StoryId(id)));
    screen.tell(Msg::Addresses {
        rows: rows.to_vec(),
        stories: [2, 3, 5].map(StoryId).to_vec(),
        wanted: Several::Open,
        addresses: vec![
            (ArticleId(20), address(20)),
            (ArticleId(30), hidden.clone()),
        ],
    });
    let hint = screen
        .state
        .notice
        .as_ref()
        .and_then(|said| said.0.hint.clone());
    assert_eq!(notice(&screen), "2 rows opened in the browser");
    assert_eq!(hint.as_deref(), Some("1 row has no address"));
    let unread = |row: usize| screen.state.list.row(row).map(|row| row.unread);
    assert_eq!((unread(1), unread(2)), (Some(0), Some(0)));
    assert_eq!(unread(5), Some(1), "under the cursor by now");
    assert_eq!(screen.state.list.range(), Some(5..=6));
    let effects = screen.take_effects();
    assert!(effects.contains(&Effect::FindOriginal { url: hidden }));
    assert!(effects.contains(&Effect::OpenInBrowser { url: address(20) }));
    let marked = effects.iter().find_map(|effect| match effect {
        Effect::Mark { target, .. } => Some(target.clone()),
        _ => None,
    });
    assert_eq!(marked, Some(articles(&[20, 30])));
}

#[test]
fn rows_without_an_address_are_not_marked() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::Addresses {
        rows: vec![RowId::Story(StoryId(2))],
        stories: vec![StoryId(2)],
        wanted: Several::Open,
        addresses: Vec::new(),
    });
    assert_eq!(notice(&screen), "None of these rows has an address");
    assert_eq!(marks(&mut screen), []);
}

#[test]
fn a_range_that_goes_beyond_the_loaded_rows_is_starred_if_any_of_it_is_not() {
    let mut screen = Screen::with_stories(3_000);
    let loaded = screen.state.list.loaded_ids();
    screen.state.list.star_rows(&loaded, true);
    screen.press("v G").take_effects();
    let loaded = screen.state.list.loaded_ids();
    screen.state.list.star_rows(&loaded, true);
    screen.press("s");
    assert_eq!(notice(&screen), "3000 rows starred");
    let starred = marks(&mut screen);
    assert!(
        matches!(&starred[..], [(Target::Leads(leads), Mark::Starred(true))] if leads.len() == 3_000),
        "{starred:?}"
    );
}

#[test]
fn the_stars_of_stories_are_taken_wherever_they_are() {
    let mut screen = Screen::with_stories(30);
    let rows = [1, 2].map(|id| RowId::Story(StoryId(id)));
    screen.state.list.star_rows(&rows, true);
    screen.press("v j s");
    assert_eq!(notice(&screen), "2 rows no longer starred");
    let stories = Target::Stories(vec![StoryId(1), StoryId(2)]);
    assert_eq!(marks(&mut screen), [(stories, Mark::Starred(false))]);
    assert_eq!(screen.state.list.row(0).map(|row| row.starred), Some(0));
}

#[test]
fn a_range_is_followed_and_followed_no_longer() {
    let mut screen = Screen::with_stories(30);
    screen.press("v jj P");
    assert_eq!(notice(&screen), "Followed: 3 stories");
    let followed = |screen: &Screen| {
        let rows = (0..4).filter_map(|row| screen.state.list.row(row));
        rows.filter(|row| row.followed).count()
    };
    assert_eq!(followed(&screen), 3);
    screen.press("gg v jj P");
    assert_eq!(notice(&screen), "No longer followed: 3 stories");
    assert_eq!(followed(&screen), 0);
}

#[test]
fn what_a_search_found_is_read_in_the_list_as_well() {
    let mut screen = Screen::with_stories(30);
    screen.press("/ x");
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
    screen.press("Enter A");
    assert_eq!(notice(&screen), "2 articles marked read");
    let change = last_change(&screen);
    assert_eq!(
        marks(&mut screen),
        [(articles(&[70, 80]), Mark::Read(true))]
    );
    screen.press("u");
    assert_eq!(notice(&screen), "The last change is still being stored");
    let done = done(&[80]);
    screen.tell(Msg::Marked { change, done });
    let effects = screen.take_effects();
    let unread = |effect: &Effect| matches!(effect, Effect::LoadUnread { .. });
    assert!(effects.iter().any(unread), "the list follows: {effects:?}");
    screen.press("A");
    assert_eq!(notice(&screen), "Everything that was found is read");
}

#[test]
fn a_click_on_a_row_that_is_gone_selects_the_last_one() {
    use crate::app::{Gesture, Mouse, Spot};
    let mut screen = Screen::with_stories(3);
    let click = |gesture, spot| {
        Msg::Mouse(Mouse {
            gesture,
            column: 1,
            pane: None,
            spot: Some(spot),
        })
    };
    for gesture in [Gesture::Click, Gesture::MiddleClick] {
        screen.press("gg");
        screen.tell(click(gesture, Spot::Story(20)));
        assert_eq!((screen.state.list.cursor, selected(&screen)), (2, Some(3)));
    }
    screen
        .press("gg")
        .tell(click(Gesture::Click, Spot::Source(9)));
    let story = screen.state.story.as_ref().expect("open");
    assert_eq!(story.cursor, story.members.len() - 1);
}
