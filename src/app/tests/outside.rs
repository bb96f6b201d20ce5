//! What comes with an article, and articles into files.

use super::*;
use crate::app::PictureStage;
use crate::model::{Block, Enclosure, EnclosureKind, Inline};

fn enclosure(name: &str, media_type: &str) -> Enclosure {
    Enclosure {
        url: format!("https://cast.example/{name}"),
        media_type: Some(media_type.to_owned()),
        bytes: Some(12_300_000),
        duration: None,
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
        duration: None,
    };
    let mut screen = with_enclosures(&[local]);
    screen.press("e");
    assert_eq!(screen.take_effects(), []);
}

#[test]
fn an_article_is_saved_under_the_name_that_is_typed() {
    let mut screen = Screen::with_stories(30);
    screen.press("l");
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

fn prompt(screen: &Screen) -> Option<(PromptKind, &str)> {
    let prompt = screen.state.prompt.as_ref()?;
    Some((prompt.kind, prompt.text()))
}

#[test]
fn a_story_is_saved_from_the_list_the_sources_and_its_sheets() {
    let mut screen = Screen::with_stories(30);
    let story = screen.state.selected_story().expect("selected");
    let saved = |path: &str| Effect::SaveStory {
        story,
        path: path.to_owned(),
    };
    screen.take_effects();
    screen.press("w");
    let name = "~/ministers-agree-on-a-common-price-for-river-water.md";
    assert_eq!(prompt(&screen), Some((PromptKind::SaveStory, name)));
    screen.press("C-u").type_text("~/water.html").press("Enter");
    assert_eq!(screen.take_effects(), [saved("~/water.html")]);
    // From the sources panel and from a sheet over the panes as well.
    for keys in ["l l w", "h h c w"] {
        screen.press(keys);
        assert_eq!(
            prompt(&screen),
            Some((PromptKind::SaveStory, name)),
            "{keys}"
        );
        screen.press("Esc");
    }
    screen.press("q");
    // The reader saves the article, unless the story is asked for.
    screen.press("l w");
    assert_eq!(
        prompt(&screen).map(|(kind, _)| kind),
        Some(PromptKind::Save)
    );
    screen.press("Esc W");
    assert_eq!(prompt(&screen), Some((PromptKind::SaveStory, name)));
    screen.press("Esc").take_effects();
    screen
        .press(":")
        .type_text("save-story /tmp/water.json")
        .press("Enter");
    assert!(screen.take_effects().contains(&saved("/tmp/water.json")));
    screen
        .press(":")
        .type_text("save /tmp/a.txt")
        .press("Enter");
    let effects = screen.take_effects();
    let is_article = |effect: &Effect| matches!(effect, Effect::SaveArticle { path, .. } if path == "/tmp/a.txt");
    assert!(effects.iter().any(is_article), "{effects:?}");
}

#[test]
fn a_story_of_one_source_works_like_its_article() {
    let mut screen = Screen::with_stories(30);
    screen.press("j");
    let members = screen.state.story.as_ref().map(|story| story.members.len());
    assert_eq!(members, Some(1));
    screen.press("w");
    assert_eq!(
        prompt(&screen).map(|(kind, _)| kind),
        Some(PromptKind::Save)
    );
    screen.press("Esc W");
    let kind = prompt(&screen).map(|(kind, _)| kind);
    assert_eq!(kind, Some(PromptKind::SaveStory));
}

fn with_pictures(urls: &[&str]) -> Screen {
    let mut screen = Screen::with_stories(30);
    let shown = screen.state.reader.shown.as_mut().expect("shown");
    let figure = |url: &&str| Block::Figure {
        caption: vec![Inline {
            text: format!("What {url} shows"),
            ..Inline::default()
        }],
        alt: None,
        url: Some((*url).to_owned()),
    };
    let document = std::sync::Arc::make_mut(&mut shown.document);
    document.blocks.extend(urls.iter().map(figure));
    screen.take_effects();
    screen
}

fn load(url: &str) -> Effect {
    let cells = crate::app::picture_cells(crate::app::Cells {
        x: 0,
        y: 0,
        width: 120,
        height: 29,
    });
    Effect::LoadPicture {
        url: url.to_owned(),
        feed: crate::model::FeedId(1),
        width: cells.width,
        height: cells.height,
    }
}

/// What a picture is asked for on the screen of these tests.
fn size() -> (u16, u16) {
    match load("") {
        Effect::LoadPicture { width, height, .. } => (width, height),
        _ => (0, 0),
    }
}

#[test]
fn pictures_are_fetched_when_they_are_asked_for_one_at_a_time() {
    let mut screen = with_pictures(&["https://p.example/1", "https://p.example/2"]);
    screen.press("I");
    assert_eq!(screen.take_effects(), [load("https://p.example/1")]);
    screen.press("k");
    assert_eq!(screen.take_effects(), [], "it is the first");
    screen.press("j");
    assert_eq!(screen.take_effects(), [load("https://p.example/2")]);

    let stage = |screen: &Screen| match &screen.state.screen {
        crate::app::Screen::Pictures(pictures) => Some(pictures.stage.clone()),
        _ => None,
    };
    let late = Msg::Picture {
        url: "https://p.example/1".to_owned(),
        size: size(),
        picture: Err("it is no JPEG".to_owned()),
    };
    screen.tell(late);
    assert_eq!(
        stage(&screen),
        Some(PictureStage::Loading),
        "that one has gone"
    );
    screen.tell(Msg::Picture {
        url: "https://p.example/2".to_owned(),
        size: size(),
        picture: Ok(std::sync::Arc::default()),
    });
    assert!(matches!(stage(&screen), Some(PictureStage::Ready(_))));
    screen.tell(Msg::Picture {
        url: "https://p.example/2".to_owned(),
        size: (3, 2),
        picture: Err("too late".to_owned()),
    });
    assert!(
        matches!(stage(&screen), Some(PictureStage::Ready(_))),
        "made for a screen that was"
    );
    screen.take_effects();
    screen.press("q");
    assert_eq!(screen.take_effects(), [Effect::Redraw]);
    assert_eq!(stage(&screen), None);
}

#[test]
fn an_article_without_pictures_says_so() {
    let mut screen = with_pictures(&[]);
    screen.press("I");
    assert_eq!(screen.take_effects(), []);
    assert_eq!(notice(&screen), "This article has no pictures");
}
