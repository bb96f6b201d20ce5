//! Telling the reader what rules found: by a command of the reader's, by the bell, or by asking the
//! terminal. What feeds say reaches no shell and is no sequence of its own.

use std::{
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{process::Command, time::timeout};

use crate::{
    config::{NotifySettings, TerminalNotice},
    model::Notification,
    runtime::placeholders::filled,
};

/// A command that takes longer is ended.
const PATIENCE: Duration = Duration::from_secs(10);
/// Characters that are told at the most.
const LONGEST: usize = 200;

/// Tells the reader of the screen; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Notifier {
    /// How.
    pub settings: NotifySettings,
    /// A command that fails is told of once.
    failed: Arc<AtomicBool>,
}

impl Notifier {
    /// Tells as the settings say.
    pub fn new(settings: NotifySettings) -> Self {
        Self {
            settings,
            failed: Arc::default(),
        }
    }

    /// Tells as other settings say from now on.
    pub fn set(&mut self, settings: NotifySettings) {
        if self.settings != settings {
            *self = Self::new(settings);
        }
    }

    /// Runs the command; gives a sentence when it fails for the first time.
    pub async fn run(&self, notification: &Notification) -> Option<String> {
        let sentence = run_command(&self.settings, notification).await.err()?;
        tracing::warn!("{sentence}");
        (!self.failed.swap(true, Ordering::Relaxed)).then_some(sentence)
    }
}

/// What is written to the terminal; empty where nothing is asked for.
pub fn sequence(settings: &NotifySettings, notification: &Notification) -> String {
    let source = notification.articles.first();
    let source = source.map_or("", |article| &article.source);
    let (title, source) = (plain(&notification.line()), plain(source));
    let mut sequence = match settings.terminal {
        TerminalNotice::Off => String::new(),
        // A name before it, for a text that begins with a number is a command to some terminals.
        TerminalNotice::Osc9 => format!("\u{1b}]9;newsfold: {title}\u{1b}\\"),
        TerminalNotice::Osc777 => {
            let title = title.replace(';', ",");
            let source = source.replace(';', ",");
            format!("\u{1b}]777;notify;{title};{source}\u{1b}\\")
        }
    };
    if settings.bell {
        sequence.push('\u{7}');
    }
    sequence
}

/// Runs the reader's command; the error says why that failed, in a sentence.
pub async fn run_command(
    settings: &NotifySettings,
    notification: &Notification,
) -> Result<(), String> {
    let mut words = command_words(&settings.command, notification).into_iter();
    let Some(program) = words.next() else {
        return Ok(());
    };
    let failed = |why: String| Err(format!("The notification command {program} {why}."));
    let child = Command::new(&program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => return failed(format!("cannot be started: {error}")),
    };
    match timeout(PATIENCE, child.wait()).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => failed(format!("failed ({status})")),
        Ok(Err(error)) => failed(format!("failed: {error}")),
        Err(_) => failed(format!(
            "was ended: it took more than {} seconds",
            PATIENCE.as_secs()
        )),
    }
}

/// The words of the command with what was found in its placeholders. An address is whole, or it
/// leads nowhere.
fn command_words(command: &[String], notification: &Notification) -> Vec<String> {
    let first = notification.articles.first();
    let of_first = |part: fn(&crate::model::NotifiedArticle) -> &str| first.map_or("", part);
    let (title, count) = (plain(&notification.line()), notification.count.to_string());
    let source = plain(of_first(|article| &article.source));
    let values = [
        ("{title}", title.as_str()),
        ("{source}", &source),
        ("{url}", of_first(|article| &article.url)),
        ("{query}", of_first(|article| &article.rule)),
        ("{count}", &count),
    ];
    let words = command.iter().map(|word| filled(word, &values));
    words.collect()
}

/// A text without what a terminal obeys, and not longer than a notification should be.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_control());
    letters.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NotifiedArticle;

    fn found() -> Notification {
        let mut notification = Notification::default();
        for title in ["-Fire; {url}\u{1b}]0;x\u{7}", "Smoke"] {
            notification.add(NotifiedArticle {
                title: title.to_owned(),
                source: "Ledger; Co".to_owned(),
                url: "https://a.example/1".to_owned(),
                rule: "hot".to_owned(),
            });
        }
        notification
    }

    #[test]
    fn nothing_that_feeds_say_is_a_sequence() {
        let said = |terminal, bell| {
            let settings = NotifySettings {
                terminal,
                bell,
                ..NotifySettings::default()
            };
            sequence(&settings, &found())
        };
        assert_eq!(said(TerminalNotice::Off, false), "");
        assert_eq!(said(TerminalNotice::Off, true), "\u{7}");
        assert_eq!(
            said(TerminalNotice::Osc9, false),
            "\u{1b}]9;newsfold: -Fire; {url}]0;x (+1)\u{1b}\\"
        );
        assert_eq!(
            said(TerminalNotice::Osc777, true),
            "\u{1b}]777;notify;-Fire, {url}]0,x (+1);Ledger, Co\u{1b}\\\u{7}"
        );
    }

    #[test]
    fn a_command_gets_what_was_found_and_the_address_whole() {
        let mut found = found();
        found.articles[0].url = format!("https://a.example/?q={}", "x".repeat(400));
        found.articles[0].title = "-Fire ".repeat(80);
        let words = ["{title}", "{count} of {query}: {url}", "{source}{other}{"];
        let words = command_words(&words.map(ToOwned::to_owned), &found);
        assert!(words[0].starts_with(" -Fire -Fire"), "no option");
        assert!(words[0].chars().count() <= LONGEST + 1);
        assert_eq!(words[1], format!("2 of hot: {}", found.articles[0].url));
        assert_eq!(words[2], "Ledger; Co{other}{");
    }

    #[tokio::test]
    async fn a_command_that_fails_is_told_of_once() {
        let notifier = Notifier::new(NotifySettings {
            command: vec!["false".to_owned()],
            ..NotifySettings::default()
        });
        assert!(notifier.run(&found()).await.is_some());
        assert_eq!(notifier.clone().run(&found()).await, None);
    }

    #[tokio::test]
    async fn a_command_that_fails_is_named() {
        let run = async |command: &[&str]| {
            let settings = NotifySettings {
                command: command.iter().map(|word| (*word).to_owned()).collect(),
                ..NotifySettings::default()
            };
            run_command(&settings, &found()).await
        };
        assert_eq!(run(&[]).await, Ok(()));
        assert_eq!(run(&["true", "{title}"]).await, Ok(()));
        let failed = run(&["false"]).await.expect_err("it fails");
        assert!(
            failed.starts_with("The notification command false failed"),
            "{failed}"
        );
        let missing = run(&["/nowhere/ring"]).await.expect_err("there is none");
        assert!(missing.contains("cannot be started"), "{missing}");
    }
}
