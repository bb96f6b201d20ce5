//! Commands of feeds: programs whose output is a feed, or that change one on its way.

use std::path::Path;

use serde::Deserialize;
use toml_edit::{Array, Item, Value, value};

/// A command as the feed list has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum FeedCommand {
    /// A program with its arguments, started without a shell.
    Program(Vec<String>),
    /// A line for the shell, because the reader wrote one.
    Shell(String),
}

impl FeedCommand {
    /// Whether there is nothing to start.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Program(words) => words.first().is_none_or(|word| word.trim().is_empty()),
            Self::Shell(line) => line.trim().is_empty(),
        }
    }

    /// The command in one line, as its feed is called where it has no other name.
    pub fn line(&self) -> String {
        match self {
            Self::Program(words) => {
                let quoted = words.iter().map(|word| quoted(word));
                quoted.collect::<Vec<_>>().join(" ")
            }
            Self::Shell(line) => line.trim().to_owned(),
        }
    }

    /// What is started: the program, then its arguments. `~/` before the program is the home
    /// directory; what else a shell would do is left to the shell.
    pub fn words(&self, home: Option<&Path>) -> Vec<String> {
        match self {
            Self::Program(words) => {
                let mut words = words.clone();
                if let (Some(program), Some(home)) = (words.first_mut(), home)
                    && let Some(rest) = program.strip_prefix("~/")
                {
                    *program = home.join(rest).to_string_lossy().into_owned();
                }
                words
            }
            Self::Shell(line) => vec!["sh".to_owned(), "-c".to_owned(), line.clone()],
        }
    }

    /// The command as it stands in the feed list.
    pub(super) fn item(&self) -> Item {
        match self {
            Self::Program(words) => value(words.iter().collect::<Array>()),
            Self::Shell(line) => value(line),
        }
    }

    /// The command that stands in the feed list.
    pub(super) fn of_item(item: &Item) -> Option<Self> {
        if let Some(line) = item.as_str() {
            return Some(Self::Shell(line.to_owned()));
        }
        let words = item.as_array()?.iter().map(Value::as_str);
        let words: Option<Vec<&str>> = words.collect();
        Some(Self::Program(
            words?.into_iter().map(str::to_owned).collect(),
        ))
    }
}

/// A word that stays one where it stands among others.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./~:=@%+,?&".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_words_needs_no_shell_and_a_line_does() {
        let program =
            FeedCommand::Program(vec!["~/bin/ink".into(), "two words".into(), "*".into()]);
        assert_eq!(
            program.words(Some(Path::new("/home/ada"))),
            ["/home/ada/bin/ink", "two words", "*"]
        );
        assert_eq!(program.line(), "~/bin/ink 'two words' '*'");
        let line = FeedCommand::Shell("ink | sort".into());
        assert_eq!(line.words(None), ["sh", "-c", "ink | sort"]);
        assert_eq!(line.line(), "ink | sort");
        assert!(FeedCommand::Program(Vec::new()).is_empty());
    }

    #[test]
    fn what_is_written_is_read_again() {
        for command in [
            FeedCommand::Shell("a \"b\" | c".into()),
            FeedCommand::Program(vec!["a".into(), "b c".into()]),
        ] {
            assert_eq!(FeedCommand::of_item(&command.item()), Some(command));
        }
    }
}
