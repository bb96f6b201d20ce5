//! The program itself, run with a home of its own, with limits on time and memory.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Nothing may take longer.
pub const MOST_TIME: Duration = Duration::from_secs(2);

/// Nothing may take more memory, in KiB.
const MOST_MEMORY: u64 = 256 * 1024;

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    /// `None` if a signal ended it.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub took: Duration,
}

/// A program and its home.
#[derive(Debug)]
pub struct Program {
    path: PathBuf,
    home: tempfile::TempDir,
}

impl Program {
    /// With an empty home.
    pub fn new(path: Option<&Path>) -> Result<Self, String> {
        let built = option_env!("CARGO_BIN_EXE_newsfold").map(PathBuf::from);
        let path = path.map(Path::to_path_buf).or(built);
        Ok(Self {
            path: path.ok_or("Say with --program where the program is.")?,
            home: tempfile::tempdir().map_err(|error| error.to_string())?,
        })
    }

    /// Its home.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Runs it within the limit on memory. It is one on addresses, which are more than what is in
    /// memory; a shell sets it, because nothing else here can without unsafe code.
    pub fn run_bounded(&self, arguments: &[&str], input: &[u8]) -> Result<Run, String> {
        let limit = format!("ulimit -v {MOST_MEMORY}; ");
        self.run_after(&limit, arguments, input)
    }

    /// Runs it.
    pub fn run(&self, arguments: &[&str]) -> Result<Run, String> {
        self.run_after("", arguments, b"")
    }

    fn run_after(&self, first: &str, arguments: &[&str], input: &[u8]) -> Result<Run, String> {
        let said = |error: std::io::Error| format!("{}: {error}", self.path.display());
        let started = Instant::now();
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(format!("{first}exec \"$0\" \"$@\""))
            .arg(&self.path)
            .arg("--home")
            .arg(self.home())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(said)?;
        let mut stdin = child.stdin.take();
        let mut streams = (child.stdout.take(), child.stderr.take());
        let (stdout, stderr) = std::thread::scope(|scope| {
            scope.spawn(move || {
                // It need not read all of it.
                let _ = stdin.as_mut().map(|stdin| stdin.write_all(input));
            });
            let stderr = scope.spawn(|| all_of(streams.1.as_mut()));
            let stdout = all_of(streams.0.as_mut());
            (stdout, stderr.join().unwrap_or_default())
        });
        let code = child.wait().map_err(said)?.code();
        Ok(Run {
            code,
            stdout,
            stderr,
            took: started.elapsed(),
        })
    }
}

fn all_of(stream: Option<&mut impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What could be read before an error is what there is to judge.
    let _ = stream.map(|stream| stream.read_to_end(&mut bytes));
    bytes
}
