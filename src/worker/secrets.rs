//! Passwords and tokens: asked of a program or the environment when they are needed, never kept on
//! disk, never told.

use std::time::Duration;

use base64::Engine;
use rustc_hash::FxHashMap;
use tokio::sync::Mutex;

use crate::{
    config::{Auth, AuthScheme, FeedCommand, Secret, SecretSource},
    model::FetchErrorKind,
    worker::{FetchError, client::Limits, command},
};

/// Who asks the reader for a password gets so long.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Nobody's password is longer.
const MOST_BYTES: usize = 64 * 1024;

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
            SecretSource::Command(words) => first_line(words, TIME_LIMIT).await,
        };
        known.insert(source.clone(), secret.clone());
        secret
    }
}

fn wrong(message: impl Into<String>) -> FetchError {
    FetchError::new(FetchErrorKind::Http, message)
        .with_hint("Look at what auth says for this feed in feeds.toml.")
}

/// The first line that a program prints, which is read to the end of what it prints. One that takes
/// longer than the limit is ended with all that it started, and so is one that nobody waits for any
/// more.
async fn first_line(words: &[String], limit: Duration) -> Result<Secret, FetchError> {
    let program = words
        .first()
        .ok_or_else(|| wrong("No program is named that gives its password."))?;
    let failed = |why: &str| {
        wrong(format!(
            "The program {program} that gives its password {why}."
        ))
    };
    let command = FeedCommand::Program(words.to_vec());
    let child = command::start(&command, false).map_err(|_| failed("cannot be started"))?;
    let limits = Limits {
        time: limit,
        bytes: MOST_BYTES,
    };
    // What it complains about might tell what nobody should see.
    let printed = command::finish(child, None, limits)
        .await
        .map_err(|error| match error.kind {
            FetchErrorKind::Timeout => {
                failed(&format!("did not end within {} s", limit.as_secs_f64()))
            }
            FetchErrorKind::TooLarge => failed("printed too much"),
            _ => failed("failed"),
        })?;
    let printed = String::from_utf8(printed).unwrap_or_default();
    match printed.lines().next() {
        Some(line) if !line.is_empty() && !line.chars().any(char::is_control) => {
            Ok(Secret::new(line))
        }
        _ => Err(failed("printed none")),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    async fn fails(command: &[&str]) -> String {
        let limit = Duration::from_millis(200);
        let told = first_line(&words(command), limit).await;
        told.expect_err("no password").message
    }

    #[tokio::test]
    async fn a_password_is_the_first_line_of_a_program() {
        let check = async |script: &str, expected: &str| {
            let limit = Duration::from_secs(20);
            let secret = first_line(&words(&["sh", "-c", script]), limit).await;
            assert_eq!(secret.expect("printed").reveal(), expected);
        };
        check("printf 'hunter2\\nurl: x\\n'", "hunter2").await;
        check("printf 'open sesame '", "open sesame ").await;
        // All of it is read, so that a program that goes on after it does not fail.
        check("echo quill; sleep 0.1; seq 2000", "quill").await;
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_without_the_secret() {
        assert!(
            fails(&["/nonexistent/pass"])
                .await
                .contains("cannot be started")
        );
        assert!(fails(&["true"]).await.contains("printed none"));
        let told = fails(&["sh", "-c", "echo quill; echo quill >&2; exit 3"]).await;
        assert!(told.contains("failed") && !told.contains("quill"), "{told}");
        assert!(fails(&["yes"]).await.contains("printed too much"));
    }

    #[tokio::test]
    async fn a_program_that_takes_too_long_is_ended_with_all_that_it_started() {
        let mark = tempfile::tempdir().expect("a folder");
        let mark = mark.path().join("alive");
        let script = format!("(sleep 1; touch {}) & sleep 60", mark.display());
        assert!(fails(&["sh", "-c", &script]).await.contains("did not end"));
        tokio::time::sleep(Duration::from_millis(1300)).await;
        assert!(!mark.exists(), "what it started went on");
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
