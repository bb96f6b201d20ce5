//! What an article is piped to: the words of a command, and what the program said.

use crate::app::Cursor;
use crate::layout::cells;

/// What a program said, to be read over the panes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// The command as it was typed, and how it ended.
    pub title: String,
    /// What it wrote, without control characters.
    pub lines: Vec<String>,
    /// Index of the first line on the screen.
    pub cursor: Cursor,
}

impl Output {
    /// The lines broken for a width; blanks stay as they are, since they may be columns.
    pub fn broken(&self, width: usize) -> Vec<&str> {
        let lines = self.lines.iter();
        lines.flat_map(|line| broken(line, width.max(2))).collect()
    }
}

fn broken(line: &str, width: usize) -> Vec<&str> {
    let (mut parts, mut start, mut used) = (Vec::new(), 0, 0);
    for (at, letter) in line.char_indices() {
        let columns = cells(letter.encode_utf8(&mut [0; 4]));
        if used + columns > width {
            parts.push(&line[start..at]);
            (start, used) = (at, 0);
        }
        used += columns;
    }
    parts.push(&line[start..]);
    parts
}

/// How a program that an article was piped to ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piped {
    /// Number of the question.
    pub number: u64,
    /// The command as it was typed.
    pub command: String,
    /// What it wrote and how it ended, or why there is nothing.
    pub outcome: Result<Ended, String>,
}

/// The end of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// It ended well.
    pub success: bool,
    /// How it ended: "exit status 1".
    pub status: String,
    /// What it wrote, line by line, without control characters.
    pub lines: Vec<String>,
    /// It wrote more than is kept.
    pub cut: bool,
}

/// Takes a line apart into a program and its arguments; no shell is involved. Blanks stand between
/// words; quotes keep them in one word: between single quotes everything stands for itself, between
/// double quotes and outside of quotes a backslash makes the next letter stand for itself.
///
/// # Errors
/// Half a sentence, where a quote is not closed.
pub fn split_words(line: &str) -> Result<Vec<String>, &'static str> {
    let (mut words, mut word): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut letters = line.chars();
    let mut quote = None;
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (_, Some('\'')) if letter != '\'' => word.get_or_insert_default().push(letter),
            ('\\', _) => {
                let next = letters.next().ok_or("nothing follows the last backslash")?;
                word.get_or_insert_default().push(next);
            }
            ('\'' | '"', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (letter, Some(open)) if letter == open => quote = None,
            (letter, None) if letter.is_whitespace() => words.extend(word.take()),
            (letter, _) => word.get_or_insert_default().push(letter),
        }
    }
    if quote.is_some() {
        return Err("a quote is not closed");
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, words: &[&str]) {
        assert_eq!(
            split_words(line),
            Ok(words.iter().map(ToString::to_string).collect())
        );
    }

    #[test]
    fn quotes_and_backslashes_keep_blanks() {
        check("wc -w", &["wc", "-w"]);
        check(
            "  a  'b c'd \"e \\\" f\" g\\ h ''",
            &["a", "b cd", "e \" f", "g h", ""],
        );
        check("grep '$HOME; rm *'", &["grep", "$HOME; rm *"]);
        check("", &[]);
        assert_eq!(split_words("a 'b"), Err("a quote is not closed"));
        assert!(split_words("a \\").is_err());
    }

    #[test]
    fn long_lines_go_on_in_the_next() {
        let output = Output {
            lines: vec!["abc  def".to_owned(), String::new(), "日本語".to_owned()],
            ..Output::default()
        };
        assert_eq!(output.broken(5), ["abc  ", "def", "", "日本", "語"]);
    }
}
