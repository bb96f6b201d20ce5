//! Words muted and queries saved on the screen.

use super::*;
use crate::app::{ConfigChange, SavedView};
use crate::config::{ConfigEdit, Rule};

fn edit(screen: &mut Screen) -> (u64, ConfigEdit) {
    let effects = screen.take_effects();
    let edit = effects.into_iter().find_map(|effect| match effect {
        Effect::EditConfig { change, edit } => Some((change, edit)),
        _ => None,
    });
    edit.expect("an edit")
}

fn written(change: u64, muted: Vec<ArticleId>, saved: Vec<SavedView>) -> Msg {
    Msg::ConfigEdited {
        change,
        edited: Ok(ConfigChange {
            before: "before".to_owned(),
            after: "after".to_owned(),
            muted,
            saved,
        }),
    }
}

#[test]
fn words_are_muted_by_a_rule_and_the_rule_is_taken_back() {
    let mut screen = Screen::with_stories(5);
    screen.press("gX");
    let line = screen
        .state
        .prompt
        .as_ref()
        .expect("a line")
        .text()
        .to_owned();
    assert!(line.starts_with("Ministers"), "the headline: {line}");
    screen
        .press("C-u")
        .type_text("title:lottery")
        .press("Enter");
    let (change, made) = edit(&mut screen);
    assert_eq!(made, ConfigEdit::AddRule(Rule::muting("title:lottery")));
    screen.tell(written(
        change,
        vec![ArticleId(10), ArticleId(20)],
        Vec::new(),
    ));
    assert_eq!(
        notice(&screen),
        "muting \"title:lottery\": 2 articles folded away"
    );
    screen.take_effects();
    screen.press("u");
    let undone = screen.take_effects();
    let restored = undone.iter().any(|effect| {
        matches!(effect, Effect::RestoreConfig { expected, text, unmute, apply: false, .. } if expected == "after" && text == "before" && unmute.len() == 2)
    });
    assert!(restored, "{undone:?}");
}

#[test]
fn a_query_that_is_not_understood_mutes_nothing() {
    let mut screen = Screen::with_stories(5);
    screen.press("gX C-u").type_text("(rain").press("Enter");
    let effects = screen.take_effects();
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::EditConfig { .. }))
    );
    let prompt = screen.state.prompt.as_ref().expect("to be mended");
    assert_eq!(prompt.text(), "(rain");
}

#[test]
fn a_query_that_everything_answers_mutes_nothing() {
    let mut screen = Screen::with_stories(5);
    for query in ["()", "() ()", "\"\""] {
        screen.press("gX C-u").type_text(query).press("Enter");
        let effects = screen.take_effects();
        let edits = |effect: &Effect| matches!(effect, Effect::EditConfig { .. });
        assert!(!effects.iter().any(edits), "{query}");
        screen.press("Esc");
    }
}

#[test]
fn a_filter_with_an_open_quotation_mark_is_saved_closed() {
    let mut screen = Screen::with_stories(5);
    screen
        .press("gu F")
        .type_text("\"harbour fi")
        .press("Enter :")
        .type_text("save-view Water")
        .press("Enter");
    let (_, made) = edit(&mut screen);
    let (name, query) = ("Water".to_owned(), "is:unread (\"harbour fi\")".to_owned());
    assert_eq!(made, ConfigEdit::SetView { name, query });
}

#[test]
fn a_saved_query_that_is_listed_is_listed_anew_when_it_is_saved_anew() {
    let mut screen = Screen::with_stories(5);
    let saved = |query: &str| {
        vec![SavedView {
            name: "Water".to_owned(),
            query: query.to_owned(),
        }]
    };
    screen.state.saved = saved("harbour");
    screen
        .press("gq Enter F")
        .type_text("fire")
        .press("Enter :");
    screen.type_text("save-view Water").press("Enter");
    let (change, _) = edit(&mut screen);
    let before = screen.state.list.generation();
    screen.tell(written(change, Vec::new(), saved("(harbour) (fire)")));
    let query = crate::query::parse("(harbour) (fire)").expect("a query");
    assert_eq!(screen.state.list.saved, Some(query));
    assert!(
        screen.state.list.generation() > before,
        "it is asked for anew"
    );
}

#[test]
fn what_is_listed_is_saved_under_a_name_and_listed_by_it() {
    let mut screen = Screen::with_stories(5);
    screen.press(":").type_text("save-view All").press("Enter");
    assert!(notice(&screen).starts_with("Everything is listed"));
    screen
        .press("gu F")
        .type_text("harbour or port")
        .press("Enter");
    screen
        .press(":")
        .type_text("save-view Water")
        .press("Enter");
    let (change, made) = edit(&mut screen);
    let (name, query) = ("Water".to_owned(), "is:unread (harbour or port)".to_owned());
    let saved = SavedView {
        name: name.clone(),
        query: query.clone(),
    };
    assert_eq!(made, ConfigEdit::SetView { name, query });
    screen.tell(written(change, Vec::new(), vec![saved]));
    screen.press("gq Enter");
    assert_eq!(screen.state.list.view, View::Saved("Water".to_owned()));
    assert!(screen.state.list.saved.is_some());
    screen
        .press(":")
        .type_text("forget-view Wood")
        .press("Enter");
    assert_eq!(notice(&screen), "No saved query is called \"Wood\"");
}
