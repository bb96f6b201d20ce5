//! A page that no feed has brought.

use super::*;
use crate::app::{PageText, Screen as What};
use crate::model::{Action, Notice};

fn page_text(width: usize) -> PageText {
    let loaded = loaded_article(10, width);
    PageText {
        url: "https://harbour.example/plan".to_owned(),
        title: "A plan for the harbour".to_owned(),
        byline: "Harbor Ledger".to_owned(),
        document: loaded.document,
        layout: loaded.layout,
        options: Default::default(),
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
        What::Page(page) => page.top,
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
    let What::Page(page) = &screen.state.screen else {
        panic!("no page");
    };
    let Some(Ok(text)) = &page.text else {
        panic!("no text");
    };
    assert!(text.layout.width < 70, "laid out anew");
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
