//! Programs that the reader names: given a text, listened to, and ended when they take too long or
//! are stopped. No shell is involved, and nothing they write reaches the terminal as it is.

use std::{
    io::{self, Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use crate::{app::Ended, model::controls_text, runtime::error::said};

/// What is kept of what a program writes.
const MOST: usize = 256 * 1024;
/// How often it is looked whether a program has ended.
const GLANCE: Duration = Duration::from_millis(10);
/// How long to wait for the last words of a program that has ended; what it started may hold its
/// output open.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// Columns from one tab stop to the next.
const TAB: usize = 8;

/// Runs a program with a text on its standard input and waits for its end, at most so long. To be
/// called off the screen's thread. The error is half a sentence.
pub fn run(
    words: &[String],
    input: Vec<u8>,
    limit: Duration,
    cancel: &CancellationToken,
) -> Result<Ended, String> {
    let mut child = start(words, true)?;
    let ((tell, heard), room) = (mpsc::channel(), Arc::new(Room::default()));
    let _over = Over(Arc::clone(&room));
    if let Some(stdin) = child.stdin.take() {
        give(stdin, input);
    }
    if let Some(stdout) = child.stdout.take() {
        listen(stdout, tell.clone(), Arc::clone(&room));
    }
    if let Some(stderr) = child.stderr.take() {
        listen(stderr, tell, Arc::clone(&room));
    }
    let status = wait(&mut child, limit, cancel)?;
    Ok(Ended {
        success: status.success(),
        status: status.to_string(),
        lines: clean_lines(&collect(&heard)),
        cut: room.exceeded.load(Ordering::Relaxed),
    })
}

/// Gives a text to a program that may go on in the background, as those for the clipboard do. One
/// that ends in failure within a time is an error, half a sentence.
pub fn hand_over(words: &[String], input: Vec<u8>, patience: Duration) -> Result<(), String> {
    let mut child = start(words, false)?;
    if let Some(stdin) = child.stdin.take() {
        give(stdin, input);
    }
    let until = Instant::now() + patience;
    while Instant::now() < until {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("{}: {status}", words[0])),
            Ok(None) => thread::sleep(GLANCE),
            Err(error) => return Err(format!("{}: {}", words[0], said(&error))),
        }
    }
    // It runs on; somebody has to take its end, or it stays as a zombie.
    thread::spawn(move || child.wait());
    Ok(())
}

fn start(words: &[String], heard: bool) -> Result<Child, String> {
    let (program, arguments) = words.split_first().ok_or("no program is named")?;
    let output = || if heard { Stdio::piped() } else { Stdio::null() };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    command.stdout(output()).stderr(output());
    // Keys for the terminal, such as C-c, are not meant for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("there is no program {program}"),
        _ => format!("{program}: {}", said(&error)),
    })
}

/// Whoever needs no more closes its end, so a text that is not taken whole is no failure.
fn give(mut stdin: impl Write + Send + 'static, input: Vec<u8>) {
    thread::spawn(move || stdin.write_all(&input));
}

/// How much more is kept of what a program writes.
struct Room {
    left: AtomicUsize,
    /// It wrote more than that.
    exceeded: AtomicBool,
    /// Nobody listens any more.
    over: AtomicBool,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            left: AtomicUsize::new(MOST),
            exceeded: AtomicBool::new(false),
            over: AtomicBool::new(false),
        }
    }
}

impl Room {
    /// How many of so many bytes are kept.
    fn take(&self, length: usize) -> usize {
        let less = |left: usize| Some(left.saturating_sub(length));
        let (Ok(left) | Err(left)) =
            self.left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        if length > left {
            self.exceeded.store(true, Ordering::Relaxed);
        }
        length.min(left)
    }
}

/// Ends the listening when it goes.
struct Over(Arc<Room>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}

/// Reads on when there is no room left, or the program would wait for ever; what it says then is
/// dropped.
fn listen(mut from: impl Read + Send + 'static, tell: Sender<Vec<u8>>, room: Arc<Room>) {
    thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            let kept = room.take(length);
            if kept > 0 && tell.send(bytes[..kept].to_vec()).is_err()
                || room.over.load(Ordering::Relaxed)
            {
                return;
            }
        }
    });
}

/// What was said until both ends were closed.
fn collect(heard: &Receiver<Vec<u8>>) -> Vec<u8> {
    let mut all = Vec::new();
    while let Ok(bytes) = heard.recv_timeout(LAST_WORDS) {
        all.extend(bytes);
    }
    all
}

fn wait(
    child: &mut Child,
    limit: Duration,
    cancel: &CancellationToken,
) -> Result<ExitStatus, String> {
    let until = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if cancel.is_cancelled() => {
                end(child);
                return Err("stopped".to_owned());
            }
            Ok(None) if Instant::now() >= until => {
                end(child);
                return Err(format!("not done after {} s, stopped", limit.as_secs()));
            }
            Ok(None) => thread::sleep(GLANCE),
            Err(error) => return Err(said(&error)),
        }
    }
}

/// Ends a program with all that it started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// What was written, as lines without control characters: sequences for terminals go, tabs become
/// blanks, a letter that was struck over is the last one.
fn clean_lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end();
    if text.is_empty() {
        return Vec::new();
    }
    text.split('\n').map(clean_line).collect()
}

fn clean_line(line: &str) -> String {
    let mut clean = String::new();
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' | '\u{9b}' | '\u{9d}' => skip_sequence(letter, &mut letters),
            '\t' => {
                let used = crate::layout::cells(&clean);
                clean.extend(std::iter::repeat_n(' ', TAB - used % TAB));
            }
            '\u{8}' => {
                clean.pop();
            }
            // What is written over the line takes its place.
            '\r' => clean.clear(),
            letter if controls_text(letter) => {}
            letter => clean.push(letter),
        }
    }
    clean
}

fn skip_sequence(first: char, letters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let kind = match first {
        '\u{9b}' => Some('['),
        '\u{9d}' => Some(']'),
        _ => letters.next(),
    };
    match kind {
        Some('[') => while letters.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
        Some(']' | 'P' | '_' | '^' | 'X') => {
            while let Some(letter) = letters.next() {
                if letter == '\u{7}' || letter == '\u{9c}' {
                    break;
                }
                if letter == '\u{1b}' {
                    letters.next_if_eq(&'\\');
                    break;
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        crate::app::split_words(line).expect("words")
    }

    fn ran(line: &str, input: &str) -> Result<Ended, String> {
        let cancel = CancellationToken::new();
        run(&words(line), input.into(), Duration::from_secs(20), &cancel)
    }

    #[cfg(unix)]
    #[test]
    fn a_program_reads_the_text_and_is_heard() {
        let ended = ran("tr a-z A-Z", "one\ntwo\n").expect("it ran");
        assert_eq!(ended.lines, ["ONE", "TWO"]);
        assert!(ended.success);
        let ended = ran("sh -c 'cat >/dev/null; echo no >&2; exit 3'", "x").expect("it ran");
        assert_eq!((ended.success, ended.lines), (false, vec!["no".to_owned()]));
        assert_eq!(ended.status, "exit status: 3");
    }

    #[cfg(unix)]
    #[test]
    fn one_that_does_not_read_is_no_failure() {
        let ended = ran("true", &"x".repeat(1 << 20)).expect("it ran");
        assert!(ended.success && ended.lines.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn one_that_says_too_much_is_heard_to_its_end_and_cut() {
        let ended = ran("sh -c 'yes | head -c 3000000; echo end >&2'", "").expect("it ran");
        assert!(ended.success && ended.cut);
        let kept: usize = ended.lines.iter().map(|line| line.len() + 1).sum();
        assert!((MOST - 8..=MOST).contains(&kept), "{kept}");
        assert!(!ran("echo few", "").expect("it ran").cut);
    }

    #[test]
    fn what_is_too_much_is_not_kept_even_while_it_is_said() {
        let (tell, heard) = mpsc::channel();
        listen(io::repeat(b'y').take(9_000_000), tell, Arc::default());
        // Nobody takes anything before all is said.
        let kept: Vec<Vec<u8>> = heard.iter().collect();
        assert_eq!(kept.iter().map(Vec::len).sum::<usize>(), MOST);
    }

    #[cfg(unix)]
    #[test]
    fn one_that_takes_too_long_or_is_stopped_ends() {
        let cancel = CancellationToken::new();
        let sleep = words("sleep 60");
        let late = run(&sleep, Vec::new(), Duration::from_millis(50), &cancel);
        assert_eq!(late, Err("not done after 0 s, stopped".to_owned()));
        cancel.cancel();
        let stopped = run(&sleep, Vec::new(), Duration::from_secs(60), &cancel);
        assert_eq!(stopped, Err("stopped".to_owned()));
    }

    #[test]
    fn one_that_is_not_there_is_said() {
        let missing = ran("no-such-program-here", "");
        assert_eq!(
            missing,
            Err("there is no program no-such-program-here".to_owned())
        );
    }

    #[test]
    fn nothing_for_a_terminal_is_left() {
        let lines = clean_lines(
            b"\x1b[1;31mred\x1b[0m\ta\r\n\x1b]8;;https://a.example\x1b\\link\x1b]8;;\x07\nN\x08NA\x08A\n50%\r100%\n\xe2\x80\xaeevil\x07\n\n",
        );
        assert_eq!(lines, ["red     a", "link", "NA", "100%", "evil"]);
        assert!(clean_lines(b" \n\n").is_empty());
    }
}
