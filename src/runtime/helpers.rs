//! Programs of the reader's beside the browser: those that articles are piped to, the one for
//! bookmarks, the one for the clipboard. Each runs on a thread of its own.

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{Bookmark, Effect, Msg, Piped},
    model::Notice,
    runtime::{clipboard::copy_by_program, placeholders::filled, programs, saving::as_markdown},
};

/// How long a program may take that an article is piped to.
const PIPE_LIMIT: Duration = Duration::from_mins(2);
/// How long the bookmark program may take.
const BOOKMARK_LIMIT: Duration = Duration::from_secs(30);

/// The programs, and who hears of them.
pub struct Helpers {
    database: PathBuf,
    clipboard: Option<Vec<String>>,
    bookmark: Vec<String>,
    answers: UnboundedSender<Msg>,
    /// Ends the program that an article was piped to.
    piping: CancellationToken,
}

impl Helpers {
    /// Knows the programs of the settings.
    pub fn new(
        database: &Path,
        clipboard: Option<Vec<String>>,
        bookmark: Vec<String>,
        answers: UnboundedSender<Msg>,
    ) -> Self {
        Self {
            database: database.to_owned(),
            clipboard,
            bookmark,
            answers,
            piping: CancellationToken::new(),
        }
    }

    /// Starts other programs from now on.
    pub fn set(&mut self, clipboard: Option<Vec<String>>, bookmark: Vec<String>) {
        self.clipboard = clipboard;
        self.bookmark = bookmark;
    }

    /// Starts what an effect asks for.
    pub fn run(&mut self, effect: Effect) {
        match effect {
            Effect::StopPipe => self.stop_pipe(),
            Effect::Pipe { .. } => self.pipe(effect),
            Effect::Bookmark(bookmark) => self.add_bookmark(bookmark),
            Effect::CopyByProgram { text, what } => self.copy(text, what),
            _ => {}
        }
    }

    /// Ends the program that an article was piped to.
    pub fn stop_pipe(&self) {
        self.piping.cancel();
    }

    fn pipe(&mut self, effect: Effect) {
        let Effect::Pipe {
            number,
            article,
            version,
            command,
            words,
        } = effect
        else {
            return;
        };
        self.piping = CancellationToken::new();
        let (cancel, database) = (self.piping.clone(), self.database.clone());
        self.spawn(move || {
            let text = as_markdown(&database, article, version);
            let outcome =
                text.and_then(|text| programs::run(&words, text.into(), PIPE_LIMIT, &cancel));
            Some(Msg::Piped(Box::new(Piped {
                number,
                command,
                outcome,
            })))
        });
    }

    fn add_bookmark(&self, bookmark: Bookmark) {
        let words = bookmark_words(&self.bookmark, &bookmark);
        self.spawn(move || {
            if words.is_empty() {
                let notice = Notice::info("No bookmark program is set");
                let hint = "[bookmark] command in config.toml names one";
                return Some(Msg::Notice(notice.with_hint(hint)));
            }
            let cancel = CancellationToken::new();
            let notice = match programs::run(&words, Vec::new(), BOOKMARK_LIMIT, &cancel) {
                Ok(ended) if ended.success => {
                    Notice::info(format!("Bookmarked: {}", bookmark.title))
                }
                Ok(ended) => {
                    let said = ended
                        .lines
                        .last()
                        .map_or(String::new(), |line| format!(": {line}"));
                    Notice::warning(format!("Not bookmarked: {}{said}", ended.status))
                }
                Err(why) => Notice::warning(format!("Not bookmarked: {why}")),
            };
            Some(Msg::Notice(notice))
        });
    }

    fn copy(&self, text: String, what: Option<String>) {
        let words = self.clipboard.clone().unwrap_or_default();
        self.spawn(move || match copy_by_program(&words, &text) {
            Ok(()) => what.map(|what| Msg::Copied { what }),
            Err(reason) => Some(Msg::CopyFailed { text, what, reason }),
        });
    }

    fn spawn(&self, job: impl FnOnce() -> Option<Msg> + Send + 'static) {
        let answers = self.answers.clone();
        thread::spawn(move || {
            if let Some(msg) = job() {
                // Nobody listens only when the screen is being left.
                let _ = answers.send(msg);
            }
        });
    }
}

/// The bookmark command with everything in its place; each stays one argument, whatever it holds.
fn bookmark_words(command: &[String], bookmark: &Bookmark) -> Vec<String> {
    let tags = bookmark.tags.join(",");
    let values = [
        ("{url}", bookmark.url.as_str()),
        ("{title}", &bookmark.title),
        ("{source}", &bookmark.source),
        ("{tags}", &tags),
    ];
    let Some((program, arguments)) = command.split_first() else {
        return Vec::new();
    };
    let mut words = vec![program.clone()];
    words.extend(arguments.iter().map(|word| filled(word, &values)));
    if words[1..] == *arguments {
        words.push(bookmark.url.clone());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmark_is_made_of_arguments_and_nothing_in_them_is_a_command() {
        let bookmark = Bookmark {
            url: "https://a.example/?a=1".to_owned(),
            title: "{tags}; reboot".to_owned(),
            source: "Harbor Ledger".to_owned(),
            tags: vec!["sea".to_owned(), "rail".to_owned()],
        };
        let words = |command: &[&str]| {
            let command: Vec<String> = command.iter().map(ToString::to_string).collect();
            bookmark_words(&command, &bookmark)
        };
        assert_eq!(
            words(&[
                "buku",
                "-a",
                "{url}",
                "{tags}",
                "--title={title} ({source}) {x}"
            ]),
            [
                "buku",
                "-a",
                "https://a.example/?a=1",
                "sea,rail",
                "--title={tags}; reboot (Harbor Ledger) {x}"
            ]
        );
        assert_eq!(words(&["keep"]), ["keep", "https://a.example/?a=1"]);
        let option = Bookmark {
            title: "--delete 1 -- it".to_owned(),
            tags: vec!["-x".to_owned()],
            ..bookmark.clone()
        };
        let command = ["buku", "{url}", "{tags}", "{title}"].map(ToOwned::to_owned);
        assert_eq!(
            bookmark_words(&command, &option)[2..],
            [" -x", " --delete 1 -- it"]
        );
        assert!(words(&[]).is_empty());
    }
}
