//! What the program asks of the terminal, and how it takes the answer.

use super::Terminal;

/// The colour of the letters in a cell of the first row.
fn colour(terminal: &Terminal, column: u16) -> Option<vt100::Color> {
    let cell = terminal.screen.screen().cell(0, column);
    cell.map(vt100::Cell::fgcolor)
}

fn sent(terminal: &Terminal, sequence: &str) -> Option<usize> {
    String::from_utf8_lossy(&terminal.raw).find(sequence)
}

#[test]
fn the_terminal_says_that_it_is_light_and_no_key_is_pressed_by_that() {
    let settings = "[display]\ntheme = \"auto\"\n";
    let mut terminal = Terminal::with_demo_set(140, 40, settings);
    terminal.wait_for("Sorrelhorn");
    terminal.wait_for("src");
    let dark = colour(&terminal, 1);
    terminal.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    // What is drawn for a key comes behind what was said before it.
    terminal.press("?");
    terminal.wait_for("Moving");
    let asked = sent(&terminal, "\x1b]11;?").expect("asked");
    assert!(
        sent(&terminal, "Stories").is_some_and(|frame| frame < asked),
        "a frame comes first"
    );
    terminal.press("q");
    terminal.wait_for("Sorrelhorn");
    assert_ne!(colour(&terminal, 1), dark);
    terminal.press("Q");
    terminal.wait_for_end();
}

#[test]
fn the_window_has_a_title_while_the_program_runs() {
    let mut terminal = Terminal::with_demo_set(140, 40, "[display]\ntitle = true\n");
    terminal.wait_for("Sorrelhorn");
    terminal.press("?");
    terminal.wait_for("Moving");
    let kept = sent(&terminal, "\x1b[22;2t").expect("the old one is kept");
    assert!(sent(&terminal, "newsfold\x07") > Some(kept));
    terminal.press("Q");
    terminal.wait_for_end();
    assert!(sent(&terminal, "\x1b[23;2t").is_some(), "and put back");
}
