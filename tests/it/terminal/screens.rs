//! Pictures of the sample day for the README, drawn from what the program really shows.
//! `NEWSFOLD_WRITE_SCREENS=1` writes them; otherwise it is only seen to that they can be made.

use std::{fs, path::Path};

use super::{NOW, Terminal};
use crate::svg::svg;

/// Bytes that a picture may have.
const MOST: usize = 60_000;

fn keep(terminal: &Terminal, name: &str, title: &str) {
    let picture = svg(terminal.screen.screen(), title);
    assert!(picture.len() < MOST, "{name} has {} bytes", picture.len());
    if std::env::var_os("NEWSFOLD_WRITE_SCREENS").is_some() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screens");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(format!("{name}.svg")), picture).expect("written");
    }
}

/// The sample day, fetched and indexed before.
fn day(columns: u16, rows: u16) -> Terminal {
    let home = tempfile::tempdir().expect("scratch folder");
    let program = format!(
        "'{}' --home '{}' --now {NOW}",
        env!("CARGO_BIN_EXE_newsfold"),
        home.path().display()
    );
    let shell = format!(
        "{program} demo --headless > /dev/null 2>&1; {program} search cranes > /dev/null; \
         {program} demo"
    );
    let mut terminal = Terminal::start(home, &shell, columns, rows);
    terminal.wait_for("Sorrelhorn");
    terminal.wait_until("the end of the refresh", |screen| {
        screen.contains("online · ! 1") && !screen.contains("refreshing")
    });
    terminal
}

#[test]
fn the_screen_can_be_shown_in_pictures() {
    let mut terminal = day(150, 40);
    terminal.press("jj\r");
    terminal.wait_for("The Port of Calder, the second largest");
    terminal.wait_for("x fetch full text");
    keep(
        &terminal,
        "stories",
        "Stories, an article and its sources side by side",
    );
    terminal.press("q");
    terminal.wait_for("Enter read");
    terminal.press("/cranes\r");
    terminal.wait_until("what was found", |screen| {
        screen.contains(" found") && !screen.contains(" 0 found") && !screen.contains("/cranes")
    });
    keep(&terminal, "search", "A search through all that is cached");
    terminal.press("?");
    terminal.wait_for("next row or line");
    keep(&terminal, "help", "The keys, with what they do");
    terminal.press("Q");
    terminal.wait_for_end();
    let mut terminal = day(80, 24);
    terminal.press("jj\r");
    terminal.wait_for("The Port of Calder, the second largest");
    keep(
        &terminal,
        "narrow",
        "The article in a terminal of 80 columns",
    );
    terminal.press("Q");
    terminal.wait_for_end();
}

#[test]
fn what_is_new_and_who_says_what_can_be_shown_in_pictures() {
    let mut terminal = day(150, 40);
    terminal.press("jjj\r");
    terminal.wait_for("Anthropic has announced a compute partnership");
    terminal.press("G");
    terminal.wait_for("✓ read");
    terminal.press("5");
    terminal.wait_for("▎SpaceX has rented out Colossus 1 in Memphis");
    keep(&terminal, "new", "What is new in the second article");
    terminal.press("c");
    terminal.wait_for("differs");
    keep(&terminal, "facts", "Who says what, side by side");
    terminal.press("Q");
    terminal.wait_for_end();
}
