//! Commands of the reader's that give a feed or change one on its way. A command has as long and
//! may say as much as a server; then it is ended with all that it started.

#[cfg(unix)]
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{
    io,
    process::{ExitStatus, Stdio},
    time::Duration,
};

#[cfg(unix)]
use rustix::process::Pid;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStderr, Command},
    time::timeout,
};

use crate::{
    config::FeedCommand,
    ingest::clean_line,
    model::FetchErrorKind,
    worker::{FetchError, client::Limits},
};

/// So much of what a command complains about is kept, from the end.
const COMPLAINT_BYTES: usize = 4096;
/// Letters of its last line that are told.
const COMPLAINT_LETTERS: usize = 200;
/// What a command that has ended complained about is there by then.
const LAST_WORDS: Duration = Duration::from_millis(50);

/// Runs a command and gives what it writes. What it gets as input it need not read.
pub(super) async fn run(
    command: &FeedCommand,
    input: Option<&[u8]>,
    limits: Limits,
) -> Result<Vec<u8>, FetchError> {
    finish(start(command, input.is_some())?, input, limits).await
}

/// Waits for a command that was started, and gives what it writes.
pub(super) async fn finish(
    mut child: Child,
    input: Option<&[u8]>,
    limits: Limits,
) -> Result<Vec<u8>, FetchError> {
    // Dropped before the child: whoever stops waiting ends the command.
    let group = Group::of(&child);
    let mut complaint = Vec::new();
    let outcome = timeout(
        limits.time,
        talk(&mut child, input, limits.bytes, &mut complaint),
    )
    .await;
    match outcome {
        Ok(Ok((status, output))) if status.success() => {
            group.has_ended();
            Ok(output)
        }
        Ok(Ok((status, _))) => {
            group.has_ended();
            Err(failed(status, &complaint))
        }
        Ok(Err(error)) => {
            end(group, child).await;
            Err(error)
        }
        Err(_) => {
            end(group, child).await;
            let seconds = limits.time.as_secs_f64();
            let message = format!("The command had not ended after {seconds} s.");
            Err(FetchError::new(FetchErrorKind::Timeout, message))
        }
    }
}

/// Starts a command, in a group of its own with all that it starts.
pub(super) fn start(command: &FeedCommand, has_input: bool) -> Result<Child, FetchError> {
    let home = std::env::home_dir();
    let words = command.words(home.as_deref());
    let Some((program, arguments)) = words.split_first() else {
        return Err(wrong("The feed names no command."));
    };
    let mut starting = Command::new(program);
    starting
        .args(arguments)
        .stdin(if has_input {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    if let Some(home) = home.filter(|home| home.is_dir()) {
        starting.current_dir(home);
    }
    #[cfg(unix)]
    starting.process_group(0);
    let program = clean_line(program);
    starting.spawn().map_err(|error| {
        wrong(match error.kind() {
            io::ErrorKind::NotFound => format!("There is no command {program}."),
            io::ErrorKind::PermissionDenied => format!("The command {program} may not be started."),
            _ => format!("The command {program} cannot be started: {error}."),
        })
    })
}

/// Gives the command its input, takes its output, and waits for its end.
async fn talk(
    child: &mut Child,
    input: Option<&[u8]>,
    most: usize,
    complaint: &mut Vec<u8>,
) -> Result<(ExitStatus, Vec<u8>), FetchError> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let mut stderr = child.stderr.take();
    let writing = async {
        if let (Some(mut stdin), Some(input)) = (stdin, input) {
            // Whoever needs no more closes its end.
            let _ = stdin.write_all(input).await;
        }
    };
    let main = async {
        let ((), output) = tokio::join!(writing, read_all(stdout, most));
        let output = output?;
        let status = child.wait().await;
        let status = status.map_err(|error| wrong(format!("The command was lost: {error}.")))?;
        Ok((status, output))
    };
    let outcome = tokio::select! {
        outcome = main => outcome,
        () = listen_on(&mut stderr, complaint) => unreachable!("listening has no end"),
    };
    let _ = timeout(LAST_WORDS, listen(&mut stderr, complaint)).await;
    outcome
}

async fn read_all(
    stdout: Option<impl AsyncRead + Unpin>,
    most: usize,
) -> Result<Vec<u8>, FetchError> {
    let mut output = Vec::new();
    if let Some(stdout) = stdout {
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let read = stdout.take(limit).read_to_end(&mut output).await;
        read.map_err(|error| wrong(format!("The command cannot be listened to: {error}.")))?;
    }
    if output.len() > most {
        let limit = most / (1024 * 1024);
        let message = format!("The command wrote more than {limit} MB.");
        return Err(FetchError::new(FetchErrorKind::TooLarge, message));
    }
    Ok(output)
}

/// Keeps the end of what is complained about, for as long as somebody else goes on.
async fn listen_on(stderr: &mut Option<ChildStderr>, kept: &mut Vec<u8>) {
    listen(stderr, kept).await;
    std::future::pending().await
}

async fn listen(stderr: &mut Option<ChildStderr>, kept: &mut Vec<u8>) {
    let Some(stderr) = stderr else { return };
    let mut bytes = [0; 1024];
    while let Ok(length @ 1..) = stderr.read(&mut bytes).await {
        kept.extend_from_slice(&bytes[..length]);
        let surplus = kept.len().saturating_sub(COMPLAINT_BYTES);
        kept.drain(..surplus);
    }
}

fn failed(status: ExitStatus, complaint: &[u8]) -> FetchError {
    let how = match status.code() {
        Some(code) => format!("ended with exit status {code}"),
        None => "was ended by a signal".to_owned(),
    };
    let complaint = String::from_utf8_lossy(complaint);
    let mut lines = complaint.lines().map(clean_line);
    let last = lines.rfind(|line| !line.is_empty());
    wrong(match last {
        Some(line) => {
            let line: String = line.chars().take(COMPLAINT_LETTERS).collect();
            format!("The command {how}: {line}")
        }
        None => format!("The command {how}."),
    })
}

fn wrong(message: impl Into<String>) -> FetchError {
    FetchError::new(FetchErrorKind::Command, message)
}

/// Ends a command at once and waits until the system has forgotten it.
async fn end(group: Group, mut child: Child) {
    drop(group);
    let _ = child.start_kill();
    let _ = child.wait().await;
}

/// A command with all that it started. Dropped before its end is known, it ends all of them.
#[cfg(unix)]
struct Group {
    leader: Option<Pid>,
}

/// The groups that run, by their leaders.
#[cfg(unix)]
static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

#[cfg(unix)]
fn running() -> MutexGuard<'static, Vec<Pid>> {
    // A list is whole whatever happened to who held it.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends all commands that run, with all that they started: the program ends, and nobody is left to
/// take what they give.
pub fn end_commands() {
    #[cfg(unix)]
    for leader in running().drain(..) {
        end_group(leader);
    }
}

#[cfg(unix)]
fn end_group(leader: Pid) {
    // An error says that nobody is left.
    let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
}

#[cfg(unix)]
impl Group {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        let leader = id.and_then(Pid::from_raw);
        running().extend(leader);
        Self { leader }
    }

    /// The number of the group may belong to others from now on.
    fn has_ended(mut self) {
        self.forget();
    }

    /// Takes it off the list; `None` if somebody else did.
    fn forget(&mut self) -> Option<Pid> {
        let leader = self.leader.take()?;
        let mut running = running();
        let at = running.iter().position(|other| *other == leader)?;
        Some(running.swap_remove(at))
    }
}

#[cfg(unix)]
impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.forget() {
            end_group(leader);
        }
    }
}

/// The command alone is ended, by its handle.
#[cfg(not(unix))]
struct Group;

#[cfg(not(unix))]
impl Group {
    fn of(_child: &Child) -> Self {
        Self
    }

    fn has_ended(self) {}
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    const LIMITS: Limits = Limits {
        time: Duration::from_secs(20),
        bytes: 4 * 1024 * 1024,
    };

    fn shell(line: &str) -> FeedCommand {
        FeedCommand::Shell(line.to_owned())
    }

    async fn message(command: &FeedCommand, limits: Limits) -> (FetchErrorKind, String) {
        let error = run(command, None, limits).await.expect_err("fails");
        (error.kind, error.message)
    }

    /// Processes whose command line holds a word.
    fn running(word: &str) -> usize {
        let Ok(all) = std::fs::read_dir("/proc") else {
            return 0;
        };
        let lines = all.flatten().filter_map(|entry| {
            let line = std::fs::read(entry.path().join("cmdline")).ok()?;
            Some(String::from_utf8_lossy(&line).into_owned())
        });
        lines.filter(|line| line.contains(word)).count()
    }

    #[tokio::test]
    async fn a_command_gives_what_it_writes() {
        let words = ["printf", "%s|", "two words", "$HOME", "*"];
        let program = FeedCommand::Program(words.map(str::to_owned).to_vec());
        let output = run(&program, None, LIMITS).await.expect("runs");
        assert_eq!(output, b"two words|$HOME|*|", "no shell is between");
        let output = run(&shell("echo a b | tr a x"), None, LIMITS).await;
        assert_eq!(output.expect("runs"), b"x b\n");
    }

    #[tokio::test]
    async fn a_filter_gets_the_document_and_need_not_read_it() {
        let document = vec![b'a'; 1024 * 1024];
        let output = run(&shell("tr a b"), Some(&document), LIMITS).await;
        assert!(output.expect("runs").iter().all(|byte| *byte == b'b'));
        let output = run(&shell("echo no"), Some(&document), LIMITS).await;
        assert_eq!(output.expect("runs"), b"no\n");
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_in_the_words_of_the_command() {
        let command = shell("echo first >&2; printf 'no ink \\033[31m left\\n\\n' >&2; exit 3");
        let (kind, told) = message(&command, LIMITS).await;
        assert_eq!(kind, FetchErrorKind::Command);
        assert_eq!(
            told,
            "The command ended with exit status 3: no ink [31m left"
        );
        let nothing = FeedCommand::Program(vec!["no-such-quill".to_owned()]);
        let (_, told) = message(&nothing, LIMITS).await;
        assert_eq!(told, "There is no command no-such-quill.");
        let (_, told) = message(&shell("kill -9 $$"), LIMITS).await;
        assert_eq!(told, "The command was ended by a signal.");
    }

    #[tokio::test]
    async fn a_command_that_does_not_end_is_ended_with_all_it_started() {
        let started = Instant::now();
        let limits = Limits {
            time: Duration::from_millis(300),
            ..LIMITS
        };
        let (kind, told) = message(&shell("sleep 41.7 & sleep 41.7; echo"), limits).await;
        assert_eq!(kind, FetchErrorKind::Timeout);
        assert_eq!(told, "The command had not ended after 0.3 s.");
        assert!(started.elapsed() < Duration::from_secs(10));
        // The system may take a moment to clear away what was ended.
        for _ in 0..100 {
            if running("sleep\x0041.7") == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("something still sleeps");
    }

    #[tokio::test]
    async fn a_command_that_nobody_waits_for_any_more_is_ended() {
        let command = shell("sleep 42.9 & sleep 42.9");
        let waiting = run(&command, None, LIMITS);
        let _ = timeout(Duration::from_millis(200), waiting).await;
        for _ in 0..100 {
            if running("sleep\x0042.9") == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("something still sleeps");
    }

    #[tokio::test]
    async fn a_command_that_writes_without_end_is_stopped() {
        let (kind, told) = message(&shell("yes"), LIMITS).await;
        assert_eq!(kind, FetchErrorKind::TooLarge);
        assert_eq!(told, "The command wrote more than 4 MB.");
        let output = run(&shell("yes >&2 & sleep 0.1; kill $!; echo a"), None, LIMITS).await;
        assert_eq!(output.expect("complaints have no limit"), b"a\n");
    }
}
