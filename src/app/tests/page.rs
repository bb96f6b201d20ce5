//! A page that no feed has brought.

use super::*;
use crate::app::testing::linked_article;
use crate::app::{PageText, Screen as What};
use crate::model::{Action, Notice};

fn page_text(width: usize) -> PageText {
    let loaded = loaded_article(10, width);
    PageText {
        url: "https://harbour.example/plan".to_owned(),
        title: "A plan for the harbour".to_owned(),
        source: "Harbor Ledger".to_owned(),
        author: None,
        published: None,
        byline: "Harbor Ledger".to_owned(),
        document: loaded.document,
        layout: loaded.layout,
    }
}

fn asked(screen: &mut Screen) -> Option<(String, usize)> {
    let effects = screen.take_effects().into_iter();
    effects.rev().find_map(|effect| match effect {
        Effect::ReadPage { url, width } => Some((url, width)),
        _ => None,
    })
}

fn top(screen: &Screen) -> usize {
    match &screen.state.screen {
        What::Page(_) => screen.state.shown().map_or(0, |shown| shown.scroll),
        other => panic!("no page but {other:?}"),
    }
}

#[test]
fn a_page_is_read_and_left_again() {
    let mut screen = Screen::with_stories(3);
    screen
        .press(":")
        .type_text("read harbour.example/plan")
        .press("Enter");
    let (url, width) = asked(&mut screen).expect("asked for");
    assert_eq!(url, "https://harbour.example/plan");
    let page = Ok(page_text(width));
    screen.tell(Msg::PageRead { url, page });
    screen.press("Space j");
    assert!(top(&screen) > 10);
    screen.tell(Msg::Resize(70, 20));
    let shown = screen.state.shown().expect("a text");
    assert!(shown.layout.width < 70, "laid out anew");
    screen.take_effects();
    screen.press(&screen.state.keys.hint(Action::OpenOriginal));
    let url = "https://harbour.example/plan".to_owned();
    assert!(
        screen
            .take_effects()
            .contains(&Effect::OpenInBrowser { url })
    );
    screen.press("q");
    assert!(matches!(screen.state.screen, What::Main));
}

#[test]
fn a_page_that_comes_too_late_is_not_shown() {
    let mut screen = Screen::with_stories(3);
    screen
        .press(":")
        .type_text("read a.example")
        .press("Enter Esc");
    let (url, width) = asked(&mut screen).expect("asked for");
    screen.tell(Msg::PageRead {
        url,
        page: Ok(page_text(width)),
    });
    assert!(matches!(screen.state.screen, What::Main));
}

#[test]
fn what_is_no_web_address_is_not_read() {
    let mut screen = Screen::with_stories(3);
    screen
        .press(":")
        .type_text("read file:///etc/passwd")
        .press("Enter");
    assert_eq!(notice(&screen), "Only http and https addresses are read");
    assert_eq!(asked(&mut screen), None);
    screen.press(":").type_text("read").press("Enter");
    assert!(notice(&screen).starts_with("Which page?"));
    screen.press(":").type_text("read a.example").press("Enter");
    let (url, _) = asked(&mut screen).expect("asked for");
    let page = Err(Notice::warning("The page is not there"));
    screen.tell(Msg::PageRead { url, page });
    assert_eq!(top(&screen), 0);
}

/// The page of a screen, with links and headings in it.
fn reading() -> Screen {
    let mut screen = Screen::with_stories(3);
    screen.press(":").type_text("read a.example").press("Enter");
    let (url, width) = asked(&mut screen).expect("asked for");
    let linked = linked_article(10, width);
    let page = PageText {
        document: linked.document,
        layout: linked.layout,
        ..page_text(width)
    };
    screen.tell(Msg::PageRead {
        url,
        page: Ok(page),
    });
    screen.take_effects();
    screen
}

#[test]
fn links_of_a_page_have_letters_and_a_list() {
    let mut screen = reading();
    let opened = |screen: &mut Screen| {
        let effects = screen.take_effects().into_iter();
        effects
            .filter(|effect| matches!(effect, Effect::OpenInBrowser { .. }))
            .count()
    };
    screen.press("f a");
    assert_eq!(opened(&mut screen), 1);
    screen.press("gl");
    assert!(matches!(screen.state.screen, What::Links(_)));
    screen.press("Enter");
    assert_eq!(opened(&mut screen), 1);
    assert!(
        matches!(screen.state.screen, What::Page(_)),
        "back on the page"
    );
}

#[test]
fn words_are_looked_for_in_a_page() {
    let mut screen = reading();
    screen.press("/").type_text("tunnel").press("Enter");
    let found = |screen: &Screen| {
        let find = screen.state.shown().and_then(|shown| shown.find.clone());
        find.map(|find| (find.at, find.matches.is_empty()))
    };
    assert_eq!(found(&screen), Some((0, false)));
    screen.press("Esc");
    assert_eq!(found(&screen), None);
    assert!(matches!(screen.state.screen, What::Page(_)));
    screen.press("Esc");
    assert!(matches!(screen.state.screen, What::Main));
}

#[test]
fn a_page_is_made_narrower_and_saved() {
    let mut screen = reading();
    let width = |screen: &Screen| screen.state.shown().expect("a text").layout.width;
    let before = width(&screen);
    screen.press("- -");
    assert!(width(&screen) < before);
    screen.press("w Enter");
    let effects = screen.take_effects();
    let path = effects.iter().find_map(|effect| match effect {
        Effect::SavePage { path, .. } => Some(path.as_str()),
        _ => None,
    });
    assert_eq!(path, Some("~/a-plan-for-the-harbour.md"));
}

#[test]
fn lines_of_a_page_are_made_elsewhere_and_only_for_the_one_that_is_read() {
    let mut screen = Screen::with_stories(3);
    for address in ["a.example", "b.example"] {
        let line = format!("read {address}");
        screen.press(":").type_text(&line).press("Enter");
        let (url, width) = asked(&mut screen).expect("asked for");
        let page = Ok(page_text(width));
        screen.tell(Msg::PageRead { url, page });
    }
    let width = |screen: &Screen| screen.state.shown().map(|shown| shown.layout.width);
    let before = width(&screen);
    let effects = crate::app::update(&mut screen.state, Msg::Resize(70, 20));
    let pages = effects.iter().filter_map(|effect| match effect {
        Effect::RelayoutPage { url, width, .. } => Some((url.as_str(), *width)),
        _ => None,
    });
    let pages: Vec<_> = pages.collect();
    let [("https://b.example", wanted)] = pages[..] else {
        panic!("{pages:?}");
    };
    assert_eq!(width(&screen), before, "the old lines stay until then");
    let again = crate::app::update(&mut screen.state, Msg::Resize(70, 20));
    let asks = |effect: &Effect| matches!(effect, Effect::RelayoutPage { .. });
    assert!(!again.iter().any(asks), "it is on its way");
    let laid = |url: &str, width| Msg::PageLaid {
        url: url.to_owned(),
        layout: loaded_article(10, width).layout,
    };
    screen.tell(laid("https://b.example", wanted + 9));
    assert_eq!(width(&screen), before, "for a screen that was");
    screen.tell(laid("https://b.example", wanted));
    assert_eq!(width(&screen), Some(wanted));
    screen.press("q");
    assert_eq!(width(&screen), Some(wanted), "the one below it follows");
}
