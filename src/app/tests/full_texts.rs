//! Full texts: fetched by key, shown in the place of the feed's own, given up, and offline.

use super::*;
use crate::app::{FullTextOutcome, PageState, Version};
use crate::model::Barrier;

fn came(screen: &mut Screen, article: i64) {
    screen.full.push(article);
    screen.tell(Msg::FullText {
        article: ArticleId(article),
        outcome: FullTextOutcome::Found,
        asked: true,
    });
}

fn version(screen: &Screen) -> Option<Version> {
    let shown = screen.state.reader.shown.as_ref();
    shown.map(|shown| shown.version)
}

fn top_words(screen: &Screen) -> String {
    let shown = screen.state.reader.shown.as_ref().expect("shown");
    let line = &shown.layout.lines[shown.scroll];
    line.spans.iter().map(|span| span.text.as_str()).collect()
}

fn fetched(screen: &mut Screen) -> Vec<i64> {
    let effects = screen.take_effects().into_iter();
    effects
        .filter_map(|effect| match effect {
            Effect::FetchFullText(article) => Some(article.0),
            _ => None,
        })
        .collect()
}

#[test]
fn a_key_fetches_the_full_text_and_then_goes_between_the_two() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter x");
    assert_eq!(fetched(&mut screen), [10]);
    assert_eq!(version(&screen), Some(Version::Feed), "until it is there");
    assert_eq!(screen.state.texts.on_the_way(), 1);
    screen.press("x");
    assert!(fetched(&mut screen).is_empty(), "it is on its way");
    assert_eq!(notice(&screen), "The full text is on its way");
    came(&mut screen, 10);
    assert_eq!(version(&screen), Some(Version::Full));
    assert_eq!(screen.state.texts.on_the_way(), 0);
    screen.press("x");
    assert_eq!(version(&screen), Some(Version::Feed));
    screen.press("} {");
    assert_eq!(version(&screen), Some(Version::Feed), "the choice is kept");
    screen.press("x");
    assert_eq!(version(&screen), Some(Version::Full));
    assert!(fetched(&mut screen).is_empty(), "nothing is fetched twice");
}

#[test]
fn the_end_of_a_snippet_is_not_the_end_for_who_waits_for_the_full_text() {
    let mut screen = Screen::with_stories(30);
    screen.paragraphs = 1;
    screen.press("Enter x");
    shown_long(&mut screen);
    assert_eq!(marks(&mut screen), []);
    came(&mut screen, 10);
    let finished = |screen: &Screen| screen.state.reader.shown.as_ref().map(|s| s.finished);
    assert_eq!(finished(&screen), Some(false), "it has only just come");
    shown_long(&mut screen);
    assert_eq!(finished(&screen), Some(true));
    assert_eq!(marks(&mut screen).len(), 1);
}

#[test]
fn a_full_text_that_is_there_is_shown_without_a_key() {
    let mut screen = Screen::with_stories(30);
    screen.full.push(20);
    screen.press("j");
    assert_eq!(version(&screen), Some(Version::Full));
}

#[test]
fn the_words_that_were_read_stay_where_they_are_when_the_text_changes() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter x J J J J J J J J J");
    let words = top_words(&screen);
    let scroll = |screen: &Screen| screen.state.reader.shown.as_ref().map(|shown| shown.scroll);
    let before = scroll(&screen);
    came(&mut screen, 10);
    assert_eq!(top_words(&screen), words);
    assert!(scroll(&screen) > before, "a paragraph stands above it now");
    screen.press("x");
    assert_eq!((top_words(&screen), scroll(&screen)), (words, before));
}

#[test]
fn a_text_that_shares_no_words_is_read_from_its_beginning() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter x G");
    let mut other = crate::app::testing::full_article_of(10, 60, 30);
    let document = std::sync::Arc::make_mut(&mut other.document);
    for block in &mut document.blocks {
        if let crate::model::Block::Paragraph(spans) = block {
            spans[0].text = "Quite another matter, told at length by somebody else.".into();
        }
    }
    let options = crate::layout::Options::default();
    other.layout = std::sync::Arc::new(crate::layout::lay_out(&other.document, 60, options));
    screen.slow = true;
    came(&mut screen, 10);
    screen.tell(Msg::Article(Box::new(other)));
    assert_eq!(version(&screen), Some(Version::Full));
    let shown = screen.state.reader.shown.as_ref();
    assert_eq!(shown.map(|shown| shown.scroll), Some(0));
}

#[test]
fn a_full_text_that_comes_for_another_article_changes_nothing_on_the_screen() {
    let mut screen = Screen::with_stories(30);
    screen.press("x j");
    came(&mut screen, 10);
    assert_eq!(
        (shown(&screen), version(&screen)),
        (Some(20), Some(Version::Feed))
    );
    screen.press("k");
    assert_eq!(
        (shown(&screen), version(&screen)),
        (Some(10), Some(Version::Full))
    );
}

#[test]
fn one_that_comes_while_its_article_loads_is_shown_at_once() {
    let mut screen = Screen::with_stories(30);
    screen.press("x j");
    screen.slow = true;
    screen.press("k");
    screen.take_effects();
    came(&mut screen, 10);
    let asked = screen.take_effects();
    assert!(asked.iter().any(|effect| matches!(
        effect,
        Effect::LoadArticle {
            article: ArticleId(10),
            version: Some(Version::Full),
            ..
        }
    )));
}

#[test]
fn several_are_on_their_way_and_one_key_gives_all_of_them_up() {
    let mut screen = Screen::with_stories(30);
    screen.press("x j x j x");
    assert_eq!(fetched(&mut screen), [10, 20, 30]);
    assert_eq!(screen.state.texts.on_the_way(), 3);
    screen.press("Esc");
    assert!(screen.take_effects().contains(&Effect::CancelFullTexts));
    assert_eq!(notice(&screen), "3 full texts given up");
    assert_eq!(screen.state.texts.on_the_way(), 0);
    came(&mut screen, 30);
    assert_eq!(
        version(&screen),
        Some(Version::Full),
        "it came all the same"
    );
}

#[test]
fn why_there_is_none_is_said_to_who_asked_and_stands_at_the_article() {
    let mut screen = Screen::with_stories(30);
    let wall = |article| Msg::FullText {
        article: ArticleId(article),
        outcome: FullTextOutcome::Missing {
            notice: Notice::warning(Barrier::Paywall.sentence()),
            barrier: Some(Barrier::Paywall),
        },
        asked: true,
    };
    screen.tell(wall(10));
    assert_eq!(notice(&screen), "", "nobody asked");
    screen.press("x");
    screen.tell(wall(10));
    assert_eq!(
        notice(&screen),
        "The page shows a paywall instead of the article"
    );
    let page = screen.state.reader.shown.as_ref().map(|shown| shown.page);
    assert_eq!(page, Some(PageState::Missing(Some(Barrier::Paywall))));
    assert_eq!(version(&screen), Some(Version::Feed));
    screen.take_effects();
    screen.press("x");
    assert_eq!(fetched(&mut screen), [10], "asking again is no mistake");
}

#[test]
fn what_is_asked_for_without_a_network_is_fetched_when_there_is_one() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::Offline(true)).press("x j x x");
    assert!(fetched(&mut screen).is_empty());
    assert_eq!(
        notice(&screen),
        "Offline since 14:12: the full text comes later"
    );
    screen.tell(Msg::Offline(false));
    assert_eq!(fetched(&mut screen), [10, 20]);
}

#[test]
fn a_session_that_is_offline_says_so() {
    let setup = Setup {
        offline: true,
        has_feeds: true,
        ..Screen::setup()
    };
    let mut screen = Screen::new(30, setup);
    screen.press("x");
    assert!(fetched(&mut screen).is_empty());
    assert_eq!(
        notice(&screen),
        "No full text is fetched: this session is offline"
    );
}

#[test]
fn a_text_fetched_ahead_changes_nothing_for_who_reads_the_feeds_own() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter");
    screen.tell(Msg::TextsAhead(2));
    assert_eq!(screen.state.texts.on_the_way(), 2);
    came(&mut screen, 10);
    assert_eq!(version(&screen), Some(Version::Feed));
    screen.press("x");
    assert_eq!(version(&screen), Some(Version::Full), "it is one key away");
    screen.press("q j");
    came(&mut screen, 20);
    assert_eq!(
        version(&screen),
        Some(Version::Full),
        "nobody reads this one yet"
    );
    screen.press("Esc");
    assert!(screen.take_effects().contains(&Effect::CancelFullTexts));
}

#[test]
fn the_text_on_the_screen_is_the_one_that_is_saved() {
    let mut screen = Screen::with_stories(30);
    screen.full.push(20);
    screen.press("j");
    screen.take_effects();
    let saved = |screen: &mut Screen| {
        screen.press("w Enter");
        let effects = screen.take_effects().into_iter();
        effects
            .filter_map(|effect| match effect {
                Effect::SaveArticle { version, .. } => version,
                _ => None,
            })
            .next_back()
    };
    assert_eq!(saved(&mut screen), Some(Version::Full));
    screen.press("x");
    assert_eq!(saved(&mut screen), Some(Version::Feed));
}

#[test]
fn what_fails_ahead_may_come_yet_for_who_has_asked_for_it_since() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter x");
    screen.full.push(10);
    let ahead = |outcome| Msg::FullText {
        article: ArticleId(10),
        outcome,
        asked: false,
    };
    screen.tell(ahead(FullTextOutcome::Missing {
        notice: Notice::info("quay.example asked for peace until 14:40"),
        barrier: None,
    }));
    assert_eq!(notice(&screen), "");
    assert_eq!(screen.state.texts.on_the_way(), 1, "it is on its way still");
    came(&mut screen, 10);
    assert_eq!(version(&screen), Some(Version::Full));
    // One that comes ahead is as good.
    screen.press("q j Enter x");
    screen.full.push(20);
    screen.tell(Msg::FullText {
        article: ArticleId(20),
        outcome: FullTextOutcome::Found,
        asked: false,
    });
    assert_eq!(version(&screen), Some(Version::Full));
    assert_eq!(screen.state.texts.on_the_way(), 0);
}

#[test]
fn one_that_comes_ahead_while_its_article_loads_is_shown_after_it() {
    let mut screen = Screen::with_stories(30);
    screen.slow = true;
    screen.press("j");
    screen.tell(Msg::Story {
        story: StoryId(2),
        members: crate::app::testing::members(2),
        earlier: None,
    });
    screen.take_effects();
    screen.tell(Msg::FullText {
        article: ArticleId(20),
        outcome: FullTextOutcome::Found,
        asked: false,
    });
    let asked = screen.take_effects();
    assert!(
        matches!(
            asked[..],
            [Effect::LoadArticle {
                article: ArticleId(20),
                version: None,
                ..
            }]
        ),
        "{asked:?}"
    );
    // What was read before the text was there comes first.
    let feeds_own = crate::app::testing::loaded_article(20, 60);
    screen.tell(Msg::Article(Box::new(feeds_own)));
    assert_eq!(version(&screen), Some(Version::Feed));
    let full = crate::app::testing::full_article_of(20, 60, 30);
    screen.tell(Msg::Article(Box::new(full)));
    assert_eq!(version(&screen), Some(Version::Full));
}

#[test]
fn the_chosen_text_and_the_place_in_each_are_there_at_the_next_start() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter x");
    came(&mut screen, 10);
    assert_eq!(version(&screen), Some(Version::Full));
    screen.press("x");
    assert_eq!(version(&screen), Some(Version::Feed));
    screen.press("J J J J");
    let session = screen.state.session();
    assert_eq!(session.chosen_texts, [(10, false)]);
    assert_eq!(session.places.len(), 1);
    assert_eq!(session.full_places, []);
    let setup = Setup {
        session,
        has_feeds: true,
        ..Screen::setup()
    };
    let again = crate::app::State::new(setup);
    assert_eq!(again.texts.chosen(ArticleId(10)), Some(Version::Feed));
    assert_eq!(again.session().places.len(), 1);
}

#[test]
fn a_page_with_fewer_words_than_the_feed_says_so() {
    let mut screen = Screen::with_stories(30);
    screen.press("Enter");
    let mut short = crate::app::testing::full_article_of(10, 60, 1);
    std::sync::Arc::make_mut(&mut short.document).words = 61;
    screen.state.waits.version = Some(ArticleId(10));
    screen.tell(Msg::Article(Box::new(short)));
    let notice = screen
        .state
        .notice
        .as_ref()
        .map(|notice| notice.0.text.clone());
    let said = "The page has 61 words, the feed gave 640 words";
    assert_eq!(notice.as_deref(), Some(said));
}
