//! `newsfold --plain` as a script and a screen reader use it.

use std::{io::Write, process::Stdio};

use crate::{
    program::{Program, text},
    server::{Server, rss},
};

/// What is printed for lines that are typed.
fn answers(program: &Program, options: &[&str], typed: &str) -> String {
    let mut child = program
        .command(&[&["--plain"], options].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(typed.as_bytes()).expect("typed");
    drop(input);
    let output = child.wait_with_output().expect("ended");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

const REPORT: &str = "The ferry Osprey ran aground off Cape Wolder at dawn on Thursday with 214 \
                      people on board. Two tugs from Wolder Harbour pulled it free at noon, said \
                      harbour master Ines Calloway.";

/// Two outlets that tell of one ferry, and one of them of a market.
fn two_outlets() -> (Server, Program) {
    let server = Server::start();
    let ferry = "Ferry Osprey runs aground off Cape Wolder with 214 on board";
    server.feed("/a", rss("Harbour Post", &[("1", ferry, REPORT)]));
    let market = [
        (
            "2",
            "Osprey ferry aground off Cape Wolder, 214 on board are safe",
            REPORT,
        ),
        ("3", "Market hall gets a roof of glass", "Oak beams, too."),
    ];
    server.feed(
        "/b",
        rss("Valley Paper", &market).replace("outlet.example", "valley.example"),
    );
    let program = Program::with_feeds(&[server.url("/a"), server.url("/b")]);
    (server, program)
}

#[test]
fn a_story_is_read_source_by_source() {
    let (_server, program) = two_outlets();
    program.ok(&["refresh"]);
    let said = answers(&program, &[], "next\nlist\nsources\nread\n\n");
    // Where lines are broken is a matter of another test.
    let said = said.replace('\n', " ");
    assert!(
        said.starts_with("2 stories, 2 unread. Enter reads on"),
        "{said}"
    );
    assert!(said.contains("Story 1 of 2: "), "{said}");
    assert!(said.contains(", 2 sources, 2 unread."), "{said}");
    assert!(
        said.contains(" Valley Paper, 4 h ago, unread, a copy: "),
        "{said}"
    );
    assert!(said.contains("of 2. Ferry Osprey runs aground"), "{said}");
    assert!(said.contains("of 2; none is unread."), "{said}");
    assert!(
        said.contains("2. Market hall gets a roof of glass, Valley Paper, unread"),
        "{said}"
    );
    // The second is a copy of the first, so it is read with it and reading goes on with the market.
    assert!(
        said.contains("Story 2 of 2: Market hall gets a roof of glass"),
        "{said}"
    );
    assert_eq!(program.lines(&["stories", "--unread", "--json"]).len(), 0);
}

#[test]
fn marks_are_made_and_taken_back() {
    let (_server, program) = two_outlets();
    program.ok(&["refresh"]);
    let said = answers(&program, &[], "1\nmark read\nstar\nundo\nundo\nundo\n");
    let end: Vec<_> = said.lines().rev().take(5).collect();
    assert_eq!(
        end,
        [
            "There is nothing to undo.",
            "Undone: 2 articles read.",
            "Undone: 1 article starred.",
            "Starred.",
            "2 articles read now.",
        ]
    );
    assert_eq!(program.lines(&["stories", "--unread", "--json"]).len(), 2);
}

#[test]
fn taking_back_that_a_story_is_unread_reads_only_what_was_read() {
    let (_server, program) = two_outlets();
    program.ok(&["refresh"]);
    program.ok(&["mark", "read", "https://outlet.example/1"]);
    program.ok(&["mark", "unread", "https://valley.example/2"]);
    let said = answers(&program, &[], "1\nmark unread\nundo\n");
    let end: Vec<_> = said.lines().rev().take(2).collect();
    assert_eq!(end, ["Undone: 1 article unread.", "1 article unread now."]);
    let unread = program.lines(&["stories", "--unread", "--json"]);
    assert_eq!(unread.len(), 2, "the copy is unread as before: {unread:?}");
}

#[test]
fn lines_are_plain_and_fit() {
    let all = "list 60\n".to_owned() + &"\n".repeat(150) + "help\nlinks\n/colossus\nsources\n";
    for width in [80, 40] {
        let program = Program::new();
        program.ok(&["demo", "--headless"]);
        let said = answers(&program, &["--width", &width.to_string()], &all);
        assert!(said.lines().count() > 1000);
        assert!(said.chars().all(|c| c == '\n' || !c.is_control()));
        for line in said.lines() {
            // An address is not broken: it would lead nowhere.
            let cells = unicode_width::UnicodeWidthStr::width(line);
            let is_address = line.starts_with("http") || line.contains("://");
            assert!(cells <= width || is_address, "{cells} cells: {line}");
        }
    }
}

#[test]
fn what_comes_in_is_told_and_stands_first() {
    let (server, program) = two_outlets();
    let said = answers(&program, &[], "refresh\nnew\nlist\n");
    assert!(
        said.starts_with("Nothing was fetched yet. Type refresh."),
        "{said}"
    );
    assert!(
        said.contains("2 feeds asked, 0 failed; 3 new articles."),
        "{said}"
    );
    assert!(said.contains("2 new stories, first in the list:"), "{said}");
    assert!(said.contains("Nothing new."), "{said}");
    drop(server);
}

#[test]
fn without_feeds_it_says_how_to_add_one() {
    let program = Program::new();
    let said = answers(&program, &[], "next\nfly\nquit\nnext\n");
    assert_eq!(
        said,
        "newsfold has no feeds yet. Type add and the address of a feed or a site, or\n\
         import and the name of a list of feeds. newsfold demo --headless prints a sample\n\
         day.\n\
         The list is empty.\n\
         \"fly\" is not a command. help lists them.\n"
    );
    let said = program.fails(2, &["--plain", "stories"]);
    assert!(said.contains("--plain stands alone"), "{said}");
}
