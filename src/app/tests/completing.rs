//! Names that complete a line, lines that are remembered, and what the palette lists besides
//! actions.

use super::*;
use crate::app::{Applied, SavedView, Screen as Shown};
use crate::query::Names;

fn names() -> Msg {
    Msg::Names(Box::new(Names {
        feeds: vec!["Harbor Ledger".to_owned(), "Quay Weekly".to_owned()],
        tags: vec!["energy".to_owned(), "later".to_owned()],
        ..Names::default()
    }))
}

fn line(screen: &Screen) -> &str {
    screen
        .state
        .prompt
        .as_ref()
        .map_or("", |prompt| prompt.text())
}

fn offered(screen: &Screen) -> Vec<String> {
    let completing = screen.state.shown_completing();
    let candidates = completing.map(|completing| completing.offered.candidates);
    let candidates = candidates.unwrap_or_default().into_iter();
    candidates.map(|candidate| candidate.shown).collect()
}

#[test]
fn tab_completes_fields_and_then_their_values() {
    let mut screen = Screen::with_stories(30);
    screen.press("F");
    assert!(screen.take_effects().contains(&Effect::LoadNames));
    screen.tell(names());
    screen.type_text("rain fee");
    assert!(offered(&screen).is_empty(), "words are left alone");
    screen.press("Tab");
    assert_eq!(line(&screen), "rain feed:");
    assert_eq!(offered(&screen), ["Harbor Ledger", "Quay Weekly"]);
    screen.press("Tab Tab");
    assert_eq!(line(&screen), "rain feed:\"Quay Weekly\"");
    screen.press("S-Tab");
    assert_eq!(line(&screen), "rain feed:\"Harbor Ledger\"");
    let filter = screen
        .state
        .list
        .filter
        .as_ref()
        .map(|filter| filter.text.clone());
    assert_eq!(filter.as_deref(), Some("rain feed:\"Harbor Ledger\""));
}

#[test]
fn saved_queries_are_terms_of_others() {
    let setup = Setup {
        applied: Applied {
            saved: vec![SavedView {
                name: "night".to_owned(),
                query: "tag:night since:1d".to_owned(),
            }],
            ..Applied::default()
        },
        has_feeds: true,
        ..Screen::setup()
    };
    let mut screen = Screen::new(30, setup);
    screen
        .press("F")
        .tell(names())
        .type_text("nig")
        .press("Tab");
    assert_eq!(line(&screen), "(tag:night since:1d)");
}

#[test]
fn arguments_of_commands_are_completed() {
    let mut screen = Screen::with_stories(30);
    let mut check = |typed: &str, completed: &str| {
        screen
            .press("Esc :")
            .tell(names())
            .type_text(typed)
            .press("Tab");
        assert_eq!(line(&screen), completed, "{typed}");
    };
    check("sort sou", "sort sources");
    check("sort -n", "sort -new");
    check("theme ni", "theme night");
    check("view #la", "view #later");
    check("view sta", "view starred");
    check("filter is:unread tag:en", "filter is:unread tag:energy");
    check("tag energy, l", "tag energy, later");
    check("them", "theme ");
}

#[test]
fn view_lists_whatever_it_is_called() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::Feeds(vec![failing_feed(3, "gone")]));
    let feed = screen.state.feeds[0].title.clone();
    let mut check = |name: &str, view: View| {
        screen
            .press(":")
            .type_text(&format!("view {name}"))
            .press("Enter");
        assert_eq!(screen.state.list.view, view, "{name}");
    };
    check("starred", View::Starred);
    check("#energy", View::Tag("energy".to_owned()));
    check(&feed.to_lowercase(), View::Feed(FeedId(3)));
    check("all", View::All);
    screen.press(":").type_text("view stared").press("Enter");
    let (said, _) = screen.state.notice.clone().expect("said");
    assert_eq!(said.hint.as_deref(), Some("did you mean :view starred?"));
}

#[test]
fn tags_are_completed_one_by_one() {
    let mut screen = Screen::with_stories(30);
    screen.press("t").tell(Msg::Tags(vec![
        ("energy".to_owned(), 1),
        ("later".to_owned(), 0),
    ]));
    screen.type_text("energy, ").press("Tab");
    assert_eq!(
        line(&screen),
        "energy, later",
        "what is given is not offered again"
    );
}

#[test]
fn lines_are_remembered_over_starts_but_no_passwords() {
    let mut screen = Screen::with_stories(30);
    for number in 0..60 {
        screen
            .press("F C-u")
            .type_text(&format!("word{number}"))
            .press("Enter");
    }
    screen
        .press(":")
        .type_text("add https://me:secret@example.org/feed");
    screen.press("Enter");
    let session = screen.state.session();
    assert_eq!(session.typed_lines.len(), 50);
    assert!(
        session
            .typed_lines
            .iter()
            .all(|(_, text)| !text.contains("secret"))
    );
    let setup = Setup {
        session,
        has_feeds: true,
        ..Screen::setup()
    };
    let mut screen = Screen::new(30, setup);
    screen.press("F C-u Up Up");
    assert_eq!(line(&screen), "word58");
}

#[test]
fn an_empty_line_of_a_search_remembers_and_a_typed_one_moves_among_hits() {
    let mut screen = Screen::with_stories(30);
    screen
        .press("/")
        .type_text("tunnel")
        .press("Enter Esc / Up");
    assert_eq!(line(&screen), "tunnel");
    assert!(screen.state.search.is_some(), "it is asked again");
}

#[test]
fn the_palette_lists_feeds_tags_saved_queries_and_themes() {
    let mut screen = Screen::with_stories(30);
    screen.tell(Msg::Feeds(vec![failing_feed(3, "gone")]));
    screen.press("C-p").tell(names());
    let Shown::Palette(palette) = &screen.state.screen else {
        panic!("no palette");
    };
    let has = |name: &str| palette.entries.iter().any(|entry| entry.name == name);
    let feed = format!("view {}", screen.state.feeds[0].title);
    assert!(has(&feed) && has("view #energy") && has("theme night") && has("sort new"));
    screen.type_text("#energy").press("Enter");
    assert_eq!(screen.state.list.view, View::Tag("energy".to_owned()));
}

#[test]
fn tab_goes_through_the_files_of_the_folder_that_is_typed() {
    let mut screen = Screen::with_stories(30);
    let folder = |typed: &str, names: &[&str]| {
        let names = names.iter().map(ToString::to_string).collect();
        let typed = typed.to_owned();
        Msg::Folder(crate::app::Folder { typed, names })
    };
    let listing = |typed: &str| Effect::ListFolder {
        typed: typed.to_owned(),
    };
    screen.press(":").type_text("import ~");
    screen.press("Tab");
    assert!(screen.take_effects().contains(&listing("~/")));
    let names = [".secret", "Feeds.opml", "lists/", "letters/"];
    screen.tell(folder("~/", &names));
    assert_eq!(line(&screen), "import ~/Feeds.opml");
    assert_eq!(offered(&screen), ["Feeds.opml", "lists/", "letters/"]);
    screen.press("Tab");
    assert_eq!(line(&screen), "import ~/lists/");
    screen.press("Tab Tab");
    assert_eq!(line(&screen), "import ~/Feeds.opml", "round again");
    assert!(!screen.take_effects().contains(&listing("~/")));

    screen.press("Esc").press(":").type_text("import ~/fe");
    screen.press("Tab");
    screen.take_effects();
    screen.type_text("x");
    screen.tell(folder("~/", &names));
    assert_eq!(notice(&screen), "No file there begins like this");
    screen.press("Backspace Tab");
    screen.tell(folder("~/", &names));
    assert_eq!(line(&screen), "import ~/Feeds.opml");
    screen.press("C-u").type_text("import ~/lis");
    screen.press("Tab");
    screen.tell(folder("/elsewhere/", &["lisp"]));
    assert_eq!(line(&screen), "import ~/lis", "another folder's answer");
    screen.tell(folder("~/", &names));
    assert_eq!(line(&screen), "import ~/lists/");
    screen.take_effects();
    screen.press("Tab");
    assert!(
        screen.take_effects().contains(&listing("~/lists/")),
        "on in it"
    );
}
