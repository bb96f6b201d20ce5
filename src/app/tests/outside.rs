//! What comes with an article, and articles into files.

use super::*;
use crate::model::{Enclosure, EnclosureKind};

fn enclosure(name: &str, media_type: &str) -> Enclosure {
    Enclosure {
        url: format!("https://cast.example/{name}"),
        media_type: Some(media_type.to_owned()),
        bytes: Some(12_300_000),
    }
}

fn with_enclosures(enclosures: &[Enclosure]) -> Screen {
    let mut screen = Screen::with_stories(30);
    let shown = screen.state.reader.shown.as_mut().expect("shown");
    shown.text.enclosures = enclosures.to_vec();
    screen.take_effects();
    screen
}

fn notice(screen: &Screen) -> &str {
    let notice = screen.state.notice.as_ref();
    notice.map_or("", |(notice, _)| notice.text.as_str())
}

#[test]
fn an_article_with_nothing_beside_its_text_says_so() {
    let mut screen = with_enclosures(&[]);
    screen.press("e");
    assert_eq!(screen.take_effects(), []);
    assert!(notice(&screen).starts_with("Nothing comes with this article"));
}

#[test]
fn the_only_enclosure_is_opened_at_once() {
    let mut screen = with_enclosures(&[enclosure("talk.mp3", "audio/mpeg")]);
    screen.press("e");
    let url = "https://cast.example/talk.mp3".to_owned();
    let kind = EnclosureKind::Audio;
    assert_eq!(screen.take_effects(), [Effect::OpenEnclosure { url, kind }]);
    assert_eq!(notice(&screen), "Opening audio talk.mp3");
}

#[test]
fn several_enclosures_are_chosen_from() {
    let rows = [
        enclosure("talk.mp3", "audio/mpeg"),
        enclosure("talk.mp4", "video/mp4"),
        enclosure("notes.pdf", "application/pdf"),
    ];
    let mut screen = with_enclosures(&rows);
    screen.press("e j Enter");
    let url = "https://cast.example/talk.mp4".to_owned();
    let kind = EnclosureKind::Video;
    assert_eq!(screen.take_effects(), [Effect::OpenEnclosure { url, kind }]);
    assert_eq!(screen.state.screen, crate::app::Screen::Main);

    screen.press("e G o");
    let url = "https://cast.example/notes.pdf".to_owned();
    assert_eq!(screen.take_effects(), [Effect::OpenInBrowser { url }]);

    screen.press("e y Esc");
    let text = "https://cast.example/talk.mp3".to_owned();
    assert_eq!(screen.take_effects(), [Effect::Copy { text }]);
    assert_eq!(screen.state.screen, crate::app::Screen::Main);
}

#[test]
fn only_web_addresses_are_opened() {
    let local = Enclosure {
        url: "file:///etc/passwd".to_owned(),
        media_type: None,
        bytes: None,
    };
    let mut screen = with_enclosures(&[local]);
    screen.press("e");
    assert_eq!(screen.take_effects(), []);
}

#[test]
fn an_article_is_saved_under_the_name_that_is_typed() {
    let mut screen = Screen::with_stories(30);
    screen.take_effects();
    screen.press("w");
    let proposed = screen
        .state
        .prompt
        .as_ref()
        .map(|prompt| prompt.text().to_owned());
    let proposed = proposed.expect("a name is asked for");
    assert!(
        proposed.starts_with("~/") && proposed.ends_with(".md"),
        "{proposed}"
    );
    screen.press("Enter");
    let article = ArticleId(10);
    let saved = |path: &str| Effect::SaveArticle {
        article,
        version: Some(crate::app::Version::Feed),
        path: path.to_owned(),
    };
    assert_eq!(screen.take_effects(), [saved(&proposed)]);

    screen
        .press("w C-u")
        .type_text("/tmp/x.html")
        .press("Enter");
    assert_eq!(screen.take_effects(), [saved("/tmp/x.html")]);
    screen.press("w C-u Enter");
    assert_eq!(screen.take_effects(), [], "no name, no file");
    screen.press("w Esc");
    assert!(screen.state.prompt.is_none());
}
