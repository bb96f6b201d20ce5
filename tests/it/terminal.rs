//! The program in a pseudo terminal, key by key: what a person sees, and how the terminal is left.

mod manners;
mod screens;
mod sources;

use std::{
    io::{Read, Write},
    num::NonZero,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

use crate::{
    controls,
    server::{Answer, Server, rss},
};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

struct Terminal {
    home: TempDir,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    child: Box<dyn Child + Send + Sync>,
    screen: vt100::Parser,
    raw: Vec<u8>,
}

/// An afternoon, so that the sample day is of one day whenever the tests run.
const NOW: &str = "2026-11-20T15:48:00Z";

impl Terminal {
    /// The demo in a shell that notes the terminal's modes before and after; the browser is a
    /// script that notes its arguments, a line each.
    fn with_demo(columns: u16, rows: u16) -> Self {
        Self::with_demo_set(columns, rows, "")
    }

    /// The same with these further settings.
    fn with_demo_set(columns: u16, rows: u16, more: &str) -> Self {
        let home = tempfile::tempdir().expect("scratch folder");
        let browser = home.path().join("browser");
        let log = home.path().join("opened");
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >> '{}'\n",
            log.display()
        );
        std::fs::write(&browser, script).expect("written");
        std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755))
            .expect("executable");
        let config = format!("{more}[browser]\ncommand = [\"{}\"]\n", browser.display());
        std::fs::write(home.path().join("config.toml"), config).expect("written");
        let shell = format!(
            "cd '{home}'; stty -g > before; '{program}' --home '{home}' --now {NOW} demo; echo $? > code; stty -g > after",
            home = home.path().display(),
            program = env!("CARGO_BIN_EXE_newsfold"),
        );
        Self::start(home, &shell, columns, rows)
    }

    fn start(home: TempDir, shell: &str, columns: u16, rows: u16) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo terminal");
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", shell]);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env_remove("NEWSFOLD_HOME");
        let child = pair.slave.spawn_command(command).expect("started");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("readable");
        let (send, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            home,
            keyboard: pair.master.take_writer().expect("writable"),
            master: pair.master,
            output,
            child,
            screen: vt100::Parser::new(
                NonZero::new(rows).expect("some rows"),
                NonZero::new(columns).expect("some columns"),
                0,
            ),
            raw: Vec::new(),
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("typed");
        self.keyboard.flush().expect("typed");
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads what is drawn until the screen says so.
    fn wait_until(&mut self, what: &str, is: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is(&self.text()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(error) => panic!("no {what} ({error}) on the screen:\n{}", self.text()),
            }
        }
    }

    fn wait_for(&mut self, text: &str) {
        let wanted = text.to_owned();
        self.wait_until(text, move |screen| screen.contains(&wanted));
    }

    /// Reads until the shell has ended.
    fn wait_for_end(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.raw.extend(bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("the program does not end:\n{}", self.text())
                }
            }
        }
        self.child.wait().expect("ended");
    }

    fn file(&self, name: &str) -> String {
        read_when_there(&self.home.path().join(name))
    }
}

/// A file that somebody is about to write.
fn read_when_there(path: &Path) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match std::fs::read_to_string(path) {
            Ok(text) if text.ends_with('\n') => return text,
            _ if Instant::now() > deadline => panic!("{} is never written", path.display()),
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn ends_with_reset(raw: &[u8]) -> bool {
    let raw = String::from_utf8_lossy(raw);
    let (Some(left), Some(entered)) = (raw.rfind("\x1b[?1049l"), raw.rfind("\x1b[?1049h")) else {
        return false;
    };
    let is_off = |mode: &u16| {
        let last = |way: char| raw.rfind(&format!("\x1b[?{mode}{way}"));
        last('l').is_some() && last('l') > last('h')
    };
    // The mouse, whether the window is looked at, pasting.
    let given_back = [1000, 1002, 1006, 1004, 2004].iter().all(is_off);
    left > entered && given_back && raw.rfind("\x1b[?25h") > raw.rfind("\x1b[?25l")
}

/// A press or a turn of the wheel in a cell, as terminals send it.
fn mouse(button: u8, column: u16, row: u16) -> String {
    format!("\x1b[<{button};{};{}M", column + 1, row + 1)
}

#[test]
fn the_mouse_alone_reads_and_a_program_gets_the_article() {
    let mut terminal = Terminal::with_demo(140, 40);
    terminal.wait_for("Sorrelhorn");
    terminal.wait_for("src");
    // The last row is drawn last.
    terminal.wait_for("mark read");
    terminal.wait_for("? keys");
    let row_of = |terminal: &Terminal, text: &str| {
        let text_of = terminal.text();
        let row = text_of.lines().position(|line| line.contains(text));
        u16::try_from(row.expect("a row with it")).expect("a row")
    };
    let column_of = |terminal: &Terminal, row: u16, text: &str| {
        let text_of = terminal.text();
        let line = text_of.lines().nth(usize::from(row)).expect("the row");
        let before = &line[..line.find(text).expect("the text")];
        u16::try_from(before.chars().count()).expect("a column")
    };
    let status = row_of(&terminal, "? keys");
    let menu = column_of(&terminal, status, "menu");
    terminal.press(&mouse(0, menu, status));
    terminal.wait_for("What to do");
    terminal.press(&mouse(2, 2, 2));
    terminal.wait_until("the palette is gone", |screen| {
        !screen.contains("What to do")
    });
    terminal.wait_for(" 2 ●");
    let second = row_of(&terminal, " 2 ●");
    let column = column_of(&terminal, second, " 2 ●");
    terminal.press(&mouse(0, column, second));
    terminal.press(&mouse(0, column, second));
    terminal.wait_until("the second source", |screen| screen.contains("▸ 2"));
    terminal.press("|wc -w\r");
    terminal.wait_for("wc -w · exit status: 0");
    terminal.press("Q");
    terminal.wait_for_end();
    assert!(ends_with_reset(&terminal.raw));
}

#[test]
fn from_the_list_through_two_sources_to_the_browser_and_out() {
    let mut terminal = Terminal::with_demo(140, 40);
    terminal.wait_for("Sorrelhorn");
    terminal.wait_for("src");
    terminal.press("\r");
    terminal.wait_for("words");
    let before = terminal.text();
    terminal.press("2");
    terminal.wait_until("the second source", |screen| {
        screen != before && screen.contains("▸ 2")
    });
    terminal.press("1");
    terminal.wait_until("the first source", |screen| screen.contains("▸ 1"));
    terminal.press("]");
    terminal.wait_until("the next source", |screen| screen.contains("▸ 2"));
    terminal.press("o");
    let opened = terminal.file("opened");
    let lines: Vec<_> = opened.lines().collect();
    assert_eq!(lines[0], "1", "one argument");
    assert!(lines[1].starts_with("http://127.0.0.1:"), "{opened}");
    terminal.press("Q");
    terminal.wait_for_end();
    assert_eq!(terminal.file("code"), "0\n");
    assert_eq!(
        terminal.file("before"),
        terminal.file("after"),
        "the terminal's modes"
    );
    assert!(
        ends_with_reset(&terminal.raw),
        "the screen and the cursor are given back"
    );
}

#[test]
fn who_puts_text_in_order_is_told_to_the_terminal_and_taken_back() {
    let orders = |who: &str| {
        let more = format!("[display]\nright_to_left = \"{who}\"\n");
        let mut terminal = Terminal::with_demo_set(100, 30, &more);
        terminal.wait_for("Stories");
        terminal.press("Q");
        terminal.wait_for_end();
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        let mut orders: Vec<_> = raw.match_indices("\x1b[8l").collect();
        orders.extend(raw.match_indices("\x1b[8h"));
        orders.sort_unstable();
        let orders = orders.into_iter().map(|(_, order)| order.to_owned());
        orders.collect::<Vec<_>>()
    };
    assert_eq!(orders("newsfold"), ["\x1b[8l", "\x1b[8h"]);
    assert_eq!(orders("terminal"), Vec::<String>::new());
}

#[test]
fn a_terminated_program_gives_the_terminal_back() {
    let mut terminal = Terminal::with_demo(100, 30);
    terminal.wait_for("Stories");
    let group = terminal
        .master
        .process_group_leader()
        .expect("a foreground process");
    let pids = std::process::Command::new("ps")
        .args(["-o", "pid=,comm=", "-g", &group.to_string()])
        .output()
        .expect("ps");
    let pid = String::from_utf8_lossy(&pids.stdout)
        .lines()
        .find_map(|line| {
            line.trim()
                .strip_suffix("newsfold")
                .map(|pid| pid.trim().to_owned())
        })
        .expect("the program runs");
    let status = std::process::Command::new("kill")
        .args(["-TERM", &pid])
        .status()
        .expect("kill");
    assert!(status.success());
    terminal.wait_for_end();
    assert_eq!(
        terminal.file("before"),
        terminal.file("after"),
        "the terminal's modes"
    );
    assert!(
        ends_with_reset(&terminal.raw),
        "the screen and the cursor are given back"
    );
}

#[test]
fn a_program_whose_terminal_is_closed_ends() {
    let home = tempfile::tempdir().expect("scratch folder");
    let pair = native_pty_system()
        .openpty(PtySize::default())
        .expect("a pseudo terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_newsfold"));
    command.args(["--now", NOW, "--home"]);
    command.arg(home.path());
    command.arg("demo");
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).expect("started");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("readable");
    let mut drawn = Vec::new();
    let mut buffer = [0; 8192];
    while !String::from_utf8_lossy(&drawn).contains("Stories") {
        let length = reader.read(&mut buffer).expect("drawn");
        drawn.extend_from_slice(&buffer[..length]);
    }
    drop((reader, pair.master));
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("asked").is_none() {
        let late = Instant::now() > deadline;
        if late {
            child.kill().expect("ended");
        }
        assert!(!late, "it goes on without a terminal");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_suspended_program_gives_the_terminal_back_until_it_goes_on() {
    let home = tempfile::tempdir().expect("scratch folder");
    let shell = format!(
        "cd '{home}'; set -m; stty -g > before; '{program}' --home '{home}' --now {NOW} demo; \
         stty -g > meanwhile; fg; echo $? > code",
        home = home.path().display(),
        program = env!("CARGO_BIN_EXE_newsfold"),
    );
    let mut terminal = Terminal::start(home, &shell, 100, 30);
    terminal.wait_for("Stories");
    terminal.press("\x1a");
    let meanwhile = terminal.file("meanwhile");
    assert_eq!(meanwhile, terminal.file("before"), "the terminal's modes");
    terminal.wait_until("the shell's screen", |screen| !screen.contains("Stories"));
    terminal.wait_for("Stories");
    terminal.press("Q");
    terminal.wait_for_end();
    assert_eq!(terminal.file("code"), "0\n");
    assert!(ends_with_reset(&terminal.raw));
}

#[test]
fn without_a_terminal_for_a_screen_there_is_a_sentence_and_no_screen() {
    let check = |shell: &str, sentence: &str| {
        let home = tempfile::tempdir().expect("scratch folder");
        let shell = format!(
            "cd '{home}'; {shell}; echo $? > code",
            shell = shell.replace(
                "newsfold",
                concat!("'", env!("CARGO_BIN_EXE_newsfold"), "' --home .")
            ),
            home = home.path().display(),
        );
        let mut terminal = Terminal::start(home, &shell, 80, 24);
        terminal.wait_for_end();
        let said = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert!(said.contains(sentence), "{said}");
        assert!(
            said.contains("newsfold stories"),
            "what works is told: {said}"
        );
        assert!(!said.contains('\x1b'), "{said:?}");
        assert_eq!(terminal.file("code"), "1\n");
        assert!(!terminal.home.path().join("newsfold.db").exists());
    };
    check("TERM=dumb newsfold", "TERM=dumb");
    check("newsfold < /dev/null", "needs a terminal");
    check("newsfold 2>&1 | cat; false", "needs a terminal");
    check("TERM=dumb newsfold demo", "TERM=dumb");
}

/// The program in a home of its own, on a loopback server's feeds.
fn with_home(home: TempDir, columns: u16, rows: u16) -> Terminal {
    let shell = format!(
        "cd '{home}'; '{program}' --home '{home}'; echo $? > code",
        home = home.path().display(),
        program = env!("CARGO_BIN_EXE_newsfold"),
    );
    Terminal::start(home, &shell, columns, rows)
}

#[test]
fn what_another_process_does_is_seen() {
    let server = Server::start();
    server.feed(
        "/a",
        rss("Ledger", &[("fire", "Harbour fire", "Smoke over the quay")]),
    );
    server.feed(
        "/b",
        rss("Gazette", &[("vote", "Council votes", "On the ferry")]),
    );
    let home = tempfile::tempdir().expect("scratch folder");
    let mut terminal = with_home(home, 120, 30);
    let newsfold = |home: &Path, arguments: &[&str]| {
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_newsfold"))
            .arg("--home")
            .arg(home)
            .args(arguments)
            .env("NO_PROXY", "*")
            .status();
        assert!(status.expect("started").success());
    };
    let home = terminal.home.path().to_owned();
    terminal.wait_for("starter set");
    newsfold(&home, &["add", &server.url("/a")]);
    terminal.wait_for("Harbour fire");
    newsfold(&home, &["add", &server.url("/b")]);
    terminal.wait_for("1 new");
    terminal.press("!");
    terminal.wait_for("2 feeds");
    // An editor is another process, too.
    let list = std::fs::read_to_string(home.join("feeds.toml")).expect("read");
    let list = list + "\n[[feed]]\nurl = \"https://c.example/feed\"\n";
    std::fs::write(home.join("feeds.toml"), list).expect("written");
    terminal.wait_for("3 feeds");
    terminal.press("Q");
    terminal.wait_for_end();
}

/// The first sequence that is not one of drawing, or the first character that a terminal obeys.
fn foreign(raw: &[u8]) -> Option<String> {
    let raw = String::from_utf8_lossy(raw);
    let mut pieces = raw.split('\u{1b}');
    let first = pieces.next().unwrap_or_default();
    let is_foreign = |text: &str| controls::obeyed(&text.replace("\r\n", "\n")).is_some();
    if is_foreign(first) {
        return Some(format!("{first:?}"));
    }
    let mut foreign = pieces.filter(|piece| {
        // A link, and the end of its sequence.
        if let Some(link) = piece.strip_prefix("]8;") {
            return !is_link(link);
        }
        if let Some(text) = piece.strip_prefix('\\') {
            return is_foreign(text);
        }
        let Some(rest) = piece.strip_prefix('[') else {
            return true;
        };
        let text =
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ';' | '?' | ':'));
        // 8: right-to-left text comes in the order of the screen.
        // 1000, 1002, 1006: the mouse; 1004: whether the window is looked at.
        let modes = [
            "?1049", "?2004", "?2026", "?25", "8", "?1000", "?1002", "?1004", "?1006",
        ];
        let parameters = &rest[..rest.len() - text.len()];
        let is_drawing = match text.chars().next() {
            Some('H' | 'J' | 'm') => !parameters.contains('?'),
            Some('h' | 'l') => modes.contains(&parameters),
            _ => false,
        };
        !is_drawing || is_foreign(&text[1..])
    });
    foreign.next().map(|piece| format!("{piece:?}"))
}

/// What stands in the sequence of a link: its number and a web address, or nothing at its end.
fn is_link(link: &str) -> bool {
    let (number, url) = match link.strip_prefix("id=").map(|rest| rest.split_once(';')) {
        Some(Some(parts)) => parts,
        _ => return link == ";",
    };
    number.chars().all(|c| c.is_ascii_digit())
        && url.starts_with("https://")
        && url.bytes().all(|byte| byte.is_ascii_graphic())
}

#[test]
fn no_screen_draws_what_a_terminal_obeys() {
    let program = controls::program();
    program.ok(&["refresh"]);
    let mut terminal = with_home(program.into_home(), 120, 40);
    terminal.wait_for("Ferry");
    for _ in 0..12 {
        terminal.press("\r");
        terminal.wait_for("word");
        terminal.press("0jj");
        terminal.wait_for("Sources");
        terminal.press("hhj");
    }
    terminal.press("gw");
    terminal.wait_for("Why");
    terminal.press("q");
    terminal.press("!");
    terminal.wait_for("5 feeds");
    terminal.wait_for("failing");
    terminal.press("jjjjq?");
    terminal.wait_for("Moving");
    terminal.press("q/ferry\r");
    terminal.wait_until("the text with its link", |screen| {
        let right = |line: &str| line.chars().skip(38).collect::<String>();
        screen.lines().any(|line| right(line).contains("The ferry"))
    });
    terminal.press("jj");
    terminal.press("Q");
    terminal.wait_for_end();
    assert_eq!(terminal.file("code"), "0\n");
    assert_eq!(foreign(&terminal.raw), None);
    let raw = String::from_utf8_lossy(&terminal.raw);
    assert!(
        raw.contains("\u{1b}]8;id=0;https://x.example/"),
        "a link is marked"
    );
}

#[test]
fn who_goes_back_from_the_sample_day_is_at_the_welcome_again() {
    let home = tempfile::tempdir().expect("scratch folder");
    let mut terminal = with_home(home, 120, 30);
    terminal.wait_for("starter set");
    terminal.press(":sample\r");
    terminal.wait_for("Sorrelhorn");
    terminal.press("q");
    terminal.wait_for("starter set");
    terminal.press(":sample\r");
    terminal.wait_for("Sorrelhorn");
    terminal.press("Q");
    terminal.wait_for_end();
    assert_eq!(terminal.file("code"), "0\n");
    assert!(ends_with_reset(&terminal.raw));
}

#[test]
fn every_size_is_drawn() {
    let mut terminal = Terminal::with_demo(140, 40);
    terminal.wait_for("src");
    for (columns, rows) in [(80, 24), (60, 20), (39, 7), (10, 3), (2, 2), (200, 50)] {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        terminal.master.resize(size).expect("resized");
        let (rows, columns) = (
            NonZero::new(rows).expect("some"),
            NonZero::new(columns).expect("some"),
        );
        terminal.screen.screen_mut().set_size(rows, columns);
        terminal.press("\x0c");
    }
    terminal.wait_for("Sources");
    terminal.press("Q");
    terminal.wait_for_end();
    assert_eq!(terminal.file("code"), "0\n");
}

#[test]
fn an_article_is_separated_and_comes_back_in_the_real_program() {
    let mut terminal = Terminal::with_demo(120, 40);
    terminal.wait_for("5 src");
    terminal.press("\r");
    terminal.wait_for("· 11 articles");
    terminal.press("S");
    terminal.wait_for("Separated");
    terminal.wait_for("· 10 articles");
    terminal.press("gw");
    terminal.wait_for("You separated this from");
    terminal.press("u");
    terminal.wait_for("Undone");
    terminal.press("q");
    terminal.wait_for("· 11 articles");
    terminal.press("M");
    terminal.wait_for("Merge \"");
    terminal.press("bridge reopens");
    terminal.wait_for("│ ▸ ");
    terminal.press("\r");
    terminal.wait_for("Merged");
    terminal.press("u");
    terminal.wait_for("the stories are two again");
    terminal.press("Q");
    terminal.wait_for_end();
}

#[test]
#[cfg(target_os = "linux")]
fn leaving_the_screen_ends_commands_that_run() {
    use crate::program::wait_until_running;
    let home = tempfile::tempdir().expect("scratch folder");
    let list = "[[feed]]\nurl = \"exec:slow\"\nexec = \"sleep 4417.2 & sleep 4417.2\"\n";
    std::fs::write(home.path().join("feeds.toml"), list).expect("written");
    let shell = format!(
        "'{}' --home '{}'",
        env!("CARGO_BIN_EXE_newsfold"),
        home.path().display()
    );
    let mut terminal = Terminal::start(home, &shell, 100, 30);
    wait_until_running("4417.2", 2);
    terminal.press("q");
    terminal.child.wait().expect("ended");
    wait_until_running("4417.2", 0);
}

#[test]
fn the_full_text_of_a_snippet_comes_by_key_and_goes_by_key() {
    let mut terminal = Terminal::with_demo(140, 40);
    terminal.wait_for("src");
    // The index catches up once the feeds are there.
    let deadline = Instant::now() + PATIENCE;
    loop {
        terminal.press("/pell rock\r");
        terminal.wait_until("an answer", |screen| {
            screen.contains(" found") && !screen.contains("/pell")
        });
        if terminal.text().contains("2 found") {
            break;
        }
        assert!(Instant::now() < deadline, "{}", terminal.text());
        terminal.press("\x1b");
        terminal.wait_until("the list", |screen| !screen.contains(" found"));
    }
    terminal.press("\r");
    terminal.wait_for("snippet");
    terminal.press("x");
    terminal.wait_for("The reason was not bacon.");
    let screen = terminal.text();
    assert!(screen.contains("full text ·"), "{screen}");
    for furniture in ["Copy link", "Skerries Letter", "Ferry timetable"] {
        assert!(!screen.contains(furniture), "{furniture}:\n{screen}");
    }
    terminal.press("x");
    terminal.wait_until("the feed's own text", |screen| {
        screen.contains("· snippet ·") && !screen.contains("bacon")
    });
    terminal.press("Q");
    terminal.wait_for_end();
}

#[test]
fn full_texts_that_a_feed_is_to_bring_are_there_without_a_key() {
    let server = Server::start();
    let feed = rss(
        "Quay Weekly",
        &[("1", "Lock nine jams", "The gates jammed.")],
    );
    server.feed(
        "/feed",
        feed.replace("https://outlet.example/1", &server.url("/1")),
    );
    let text = "<p>The gates of lock nine jammed at noon, and forty barges waited below the weir \
                while the keeper sent for a diver, a crane and, as he put it, for patience.</p>";
    let page =
        format!("<html><body><article><h1>Lock nine jams</h1>{text}</article></body></html>");
    server.answer("/1", Answer::Page(page));
    let home = tempfile::tempdir().expect("scratch folder");
    let list = format!(
        "[[feed]]\nurl = \"{}\"\nfull_text = true\n",
        server.url("/feed")
    );
    std::fs::write(home.path().join("feeds.toml"), list).expect("written");
    let mut terminal = with_home(home, 120, 30);
    terminal.wait_for("for patience.");
    terminal.wait_for("full text ·");
    terminal.press("Q");
    terminal.wait_for_end();
}
