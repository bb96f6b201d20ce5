//! Passwords and tokens: asked of a program or the environment when they are needed, never kept on
//! disk, never told.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use base64::Engine;
use rustc_hash::FxHashMap;
use tokio::{sync::Mutex, task::spawn_blocking};

use crate::{
    config::{Auth, AuthScheme, Secret, SecretSource},
    model::FetchErrorKind,
    worker::FetchError,
};

/// Who asks the reader for a password gets so long.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Nobody's password is longer.
const MOST_BYTES: u64 = 64 * 1024;
const PAUSE: Duration = Duration::from_millis(10);

/// The secrets of one refresh: each program runs once, one at a time.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    known: Mutex<FxHashMap<SecretSource, Result<Secret, FetchError>>>,
}

impl Secrets {
    /// The value of the `Authorization` header.
    pub(super) async fn authorization(&self, auth: &Auth) -> Result<Secret, FetchError> {
        let secret = self.secret(&auth.source).await?;
        Ok(Secret::new(match (auth.scheme, &auth.user) {
            (AuthScheme::Bearer, _) => format!("Bearer {}", secret.reveal()),
            (AuthScheme::Basic, user) => {
                let pair = match user {
                    Some(user) => format!("{user}:{}", secret.reveal()),
                    None => secret.reveal().to_owned(),
                };
                let code = base64::engine::general_purpose::STANDARD.encode(pair);
                format!("Basic {code}")
            }
        }))
    }

    async fn secret(&self, source: &SecretSource) -> Result<Secret, FetchError> {
        // Held while the program runs: it may ask the reader, and that once is enough.
        let mut known = self.known.lock().await;
        if let Some(secret) = known.get(source) {
            return secret.clone();
        }
        let secret = match source {
            SecretSource::Environment(name) => std::env::var(name).map(Secret::new).map_err(|_| {
                wrong(format!(
                    "The variable {name} that holds its password is not set."
                ))
            }),
            SecretSource::Command(words) => {
                let words = words.clone();
                spawn_blocking(move || first_line(&words, TIME_LIMIT))
                    .await
                    .unwrap_or_else(|_| Err(wrong("Its password could not be asked for.")))
            }
        };
        known.insert(source.clone(), secret.clone());
        secret
    }
}

fn wrong(message: impl Into<String>) -> FetchError {
    FetchError::new(FetchErrorKind::Http, message)
        .with_hint("Look at what auth says for this feed in feeds.toml.")
}

/// The first line that a program prints within the time limit.
fn first_line(words: &[String], limit: Duration) -> Result<Secret, FetchError> {
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| wrong("No program is named that gives its password."))?;
    let failed = |why: &str| {
        wrong(format!(
            "The program {program} that gives its password {why}."
        ))
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| failed("cannot be started"))?;
    let deadline = Instant::now() + limit;
    let printed = read_output(&mut child, deadline);
    let Some(succeeded) = wait(&mut child, deadline) else {
        // Whether it can be killed or not, nobody waits for it any longer.
        let _ = child.kill();
        let _ = child.wait();
        return Err(failed(&format!("did not end within {} s", limit.as_secs())));
    };
    let line = printed.as_deref().and_then(|text| text.lines().next());
    match line.map(str::trim_end) {
        _ if !succeeded => Err(failed("failed")),
        Some(line) if !line.is_empty() && !line.chars().any(char::is_control) => {
            Ok(Secret::new(line))
        }
        _ => Err(failed("printed none")),
    }
}

fn read_output(child: &mut Child, deadline: Instant) -> Option<String> {
    let output = child.stdout.take()?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = output.take(MOST_BYTES).read_to_string(&mut text);
        // Nobody listens any more when the time is over.
        let _ = tell.send(read.ok().map(|_| text));
    });
    told.recv_timeout(deadline.saturating_duration_since(Instant::now()))
        .ok()
        .flatten()
}

/// Whether a program succeeded; `None` if it does not end in time.
fn wait(child: &mut Child, deadline: Instant) -> Option<bool> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if Instant::now() < deadline => thread::sleep(PAUSE),
            Ok(None) => return None,
            Err(_) => return Some(false),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn fails(command: &[&str]) -> String {
        let limit = Duration::from_millis(200);
        let error = first_line(&words(command), limit).expect_err("no password");
        error.message
    }

    #[test]
    fn a_password_is_the_first_line_of_a_program() {
        let limit = Duration::from_secs(20);
        let secret = first_line(&words(&["printf", "hunter2\nurl: x\n"]), limit);
        assert_eq!(secret.expect("printed").reveal(), "hunter2");
    }

    #[test]
    fn what_goes_wrong_is_told_without_the_secret() {
        assert!(fails(&["/nonexistent/pass"]).contains("cannot be started"));
        assert!(fails(&["true"]).contains("printed none"));
        assert!(fails(&["false"]).contains("failed"));
        assert!(fails(&["sleep", "60"]).contains("did not end"));
    }

    #[tokio::test]
    async fn a_name_and_a_password_are_one_header() {
        let auth = |scheme, user: Option<&str>| Auth {
            scheme,
            user: user.map(str::to_owned),
            source: SecretSource::Command(words(&["printf", "open sesame"])),
        };
        let secrets = Secrets::default();
        let header = secrets
            .authorization(&auth(AuthScheme::Basic, Some("me")))
            .await;
        assert_eq!(
            header.expect("given").reveal(),
            "Basic bWU6b3BlbiBzZXNhbWU="
        );
        let header = secrets.authorization(&auth(AuthScheme::Bearer, None)).await;
        let header = header.expect("given");
        assert_eq!(header.reveal(), "Bearer open sesame");
        assert!(!format!("{header:?}").contains("sesame"));
    }
}
