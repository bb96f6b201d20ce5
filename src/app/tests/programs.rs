//! Programs beside the browser: pipe, bookmark, clipboard; many originals at once.

use super::*;
use crate::app::{Ended, Piped, Screen as What};

fn piping(screen: &mut Screen) -> Option<(u64, Vec<String>)> {
    let effects = screen.take_effects().into_iter();
    effects.rev().find_map(|effect| match effect {
        Effect::Pipe { number, words, .. } => Some((number, words)),
        _ => None,
    })
}

fn ended(number: u64, success: bool, lines: &[&str]) -> Msg {
    let status = if success {
        "exit status: 0"
    } else {
        "exit status: 1"
    };
    Msg::Piped(Box::new(Piped {
        number,
        command: "wc -w".to_owned(),
        outcome: Ok(Ended {
            success,
            status: status.to_owned(),
            lines: lines.iter().map(ToString::to_string).collect(),
            cut: false,
        }),
    }))
}

#[test]
fn a_program_that_says_too_much_is_said_to_be_cut() {
    let mut screen = Screen::with_stories(30);
    screen.press("|").type_text("yes").press("Enter");
    let (number, _) = piping(&mut screen).expect("piped");
    let mut said = ended(number, true, &["y", "y"]);
    if let Msg::Piped(piped) = &mut said
        && let Ok(ended) = &mut piped.outcome
    {
        ended.cut = true;
    }
    screen.tell(said);
    let What::Output(output) = &screen.state.screen else {
        panic!("no output");
    };
    assert_eq!(
        output.title,
        "wc -w · exit status: 0 · only the first 256 KB"
    );
}

#[test]
fn an_article_is_piped_and_what_is_said_of_it_is_read() {
    let mut screen = Screen::with_stories(30);
    screen.press("|").type_text("wc -w").press("Enter");
    assert_eq!(notice(&screen), "Running wc");
    let (number, words) = piping(&mut screen).expect("piped");
    assert_eq!(words, ["wc", "-w"]);
    screen.tell(ended(number, true, &["640"]));
    let What::Output(output) = &screen.state.screen else {
        panic!("no output");
    };
    assert_eq!(output.lines, ["640"]);
    screen.press("q");
    assert!(matches!(screen.state.screen, What::Main));
    screen.press("| Up Enter");
    assert!(
        piping(&mut screen).is_some(),
        "the last command is remembered"
    );
}

#[test]
fn a_program_that_says_nothing_leaves_the_screen_as_it_is() {
    let mut screen = Screen::with_stories(30);
    screen.press("|").type_text("wc -w").press("Enter");
    let (number, _) = piping(&mut screen).expect("piped");
    screen.tell(ended(number, false, &[]));
    assert!(matches!(screen.state.screen, What::Main));
    assert_eq!(notice(&screen), "wc -w: exit status: 1, it wrote nothing");
}

#[test]
fn a_program_is_stopped_and_its_answer_is_late() {
    let mut screen = Screen::with_stories(30);
    screen.press("|").type_text("wc -w").press("Enter");
    let (number, _) = piping(&mut screen).expect("piped");
    screen.press("Esc");
    assert!(screen.take_effects().contains(&Effect::StopPipe));
    screen.tell(ended(number, true, &["640"]));
    assert!(matches!(screen.state.screen, What::Main));
}

#[test]
fn a_command_that_is_no_command_is_said() {
    let mut screen = Screen::with_stories(30);
    screen.press("|").type_text("wc 'x").press("Enter");
    assert_eq!(
        notice(&screen),
        "The command is not understood: a quote is not closed"
    );
    assert!(piping(&mut screen).is_none());
}

#[test]
fn a_bookmark_has_address_title_and_source() {
    let mut screen = Screen::with_stories(30);
    screen.take_effects();
    screen.press("D");
    let made = screen
        .take_effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Bookmark(bookmark) => Some(bookmark),
            _ => None,
        });
    let bookmark = made.expect("a bookmark");
    assert_eq!(bookmark.url, "https://example.org/10");
    assert!(bookmark.title.ends_with("on what happened"));
}

#[test]
fn copied_is_said_when_it_is_known() {
    let mut screen = Screen::with_stories(30);
    screen.state.own_clipboard = true;
    screen.press("y");
    assert_eq!(notice(&screen), "");
    let text = "https://example.org/10".to_owned();
    let what = Some("Link".to_owned());
    let copy = Effect::CopyByProgram { text, what };
    assert!(screen.take_effects().contains(&copy));
    let what = "Link".to_owned();
    screen.tell(Msg::Copied { what });
    assert_eq!(notice(&screen), "Link copied");
}

#[test]
fn where_the_program_fails_the_terminal_is_asked() {
    let mut screen = Screen::with_stories(30);
    screen.state.own_clipboard = true;
    screen.press("y");
    screen.take_effects();
    screen.tell(Msg::CopyFailed {
        text: "https://example.org/10".to_owned(),
        what: Some("Link".to_owned()),
        reason: "xclip: exit status: 1".to_owned(),
    });
    assert_eq!(notice(&screen), "Link sent to the terminal's clipboard");
    let text = "https://example.org/10".to_owned();
    assert_eq!(screen.take_effects(), [Effect::Copy { text }]);
}

#[test]
fn all_originals_of_a_story_are_opened_and_read() {
    let mut screen = Screen::with_stories(30);
    screen.take_effects();
    screen.press(":").type_text("open-all").press("Enter");
    assert_eq!(notice(&screen), "Opening 4 originals");
    let effects = screen.take_effects();
    let opened = |effect: &&Effect| matches!(effect, Effect::OpenInBrowser { .. });
    assert_eq!(effects.iter().filter(opened).count(), 4);
}

#[test]
fn many_originals_are_asked_about_once() {
    let mut screen = Screen::with_stories(30);
    let many = (0..12).map(|n| crate::app::testing::member(100 + n, "Quay Weekly"));
    screen.tell(Msg::Story {
        story: StoryId(1),
        members: many.collect(),
        earlier: None,
    });
    screen.take_effects();
    let opened = |screen: &mut Screen| {
        let effects = screen.take_effects();
        let opened = |effect: &&Effect| matches!(effect, Effect::OpenInBrowser { .. });
        effects.iter().filter(opened).count()
    };
    screen.press(":").type_text("open-all").press("Enter");
    assert_eq!(notice(&screen), "These are 12 originals");
    assert_eq!(opened(&mut screen), 0);
    screen.press(":").type_text("open-all").press("Enter");
    assert_eq!(opened(&mut screen), 12);
}

#[test]
fn with_reduced_motion_figures_move_every_two_seconds() {
    let mut screen = Screen::with_stories(30);
    screen.state.reduced_motion = true;
    let mut told = |after: u64, done: u32| {
        screen.tell(Msg::Clock(NOW + Duration::from_secs(after)));
        screen.tell(Msg::RefreshProgress(Progress {
            done,
            total: 9,
            ..Progress::default()
        }));
        screen.state.refresh.map(|progress| progress.done)
    };
    assert_eq!(told(0, 1), Some(1));
    assert_eq!(told(1, 2), Some(1));
    assert_eq!(told(2, 3), Some(3));
}
