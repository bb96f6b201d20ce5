//! The built program in a home of its own, as a script uses it.

use std::{
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// The present of all tests.
pub const NOW: &str = "2026-05-07T12:00:00Z";

pub struct Program {
    home: TempDir,
}

impl Program {
    pub fn new() -> Self {
        Self {
            home: tempfile::tempdir().expect("scratch folder"),
        }
    }

    /// A home whose feed list has these addresses.
    pub fn with_feeds(urls: &[String]) -> Self {
        let program = Self::new();
        let list: String = urls
            .iter()
            .map(|url| format!("[[feed]]\nurl = \"{url}\"\n"))
            .collect();
        program.write("feeds.toml", &list);
        program
    }

    /// Gives up the home, for whoever starts the program in another way.
    pub fn into_home(self) -> TempDir {
        self.home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("written");
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_at(NOW, arguments)
    }

    pub fn command_at(&self, now: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsfold"));
        command
            .args(["--now", now, "--home"])
            .arg(self.home.path())
            .args(arguments)
            .env_remove("NEWSFOLD_HOME")
            .env_remove("BROWSER")
            .env("TZ", "UTC")
            .env("NO_PROXY", "*")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("started")
    }

    pub fn spawn(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started")
    }

    /// Runs a command that must work; gives its output.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        text(&output.stdout)
    }

    /// Runs a command that must fail with this exit code; gives what it says.
    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        text(&output.stderr)
    }

    /// The JSON object that a command prints.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(arguments)).expect("one JSON object")
    }

    /// The JSON lines that a command prints.
    pub fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        json_lines(&self.ok(arguments))
    }
}

pub fn json_lines(output: &str) -> Vec<Value> {
    output
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// How many programs run with this word among their arguments.
#[cfg(target_os = "linux")]
pub fn running(word: &str) -> usize {
    let all = std::fs::read_dir("/proc").expect("readable").flatten();
    let lines = all.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    let word = word.as_bytes();
    let has_word = |line: &Vec<u8>| line.split(|byte| *byte == 0).any(|part| part == word);
    lines.filter(has_word).count()
}

/// Waits until so many run, for longer than that takes on a busy machine.
#[cfg(target_os = "linux")]
pub fn wait_until_running(word: &str, wanted: usize) {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while running(word) != wanted {
        assert!(std::time::Instant::now() < until, "{} run", running(word));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
