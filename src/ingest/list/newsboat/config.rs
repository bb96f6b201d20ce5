//! newsboat's `config`: a command a line, with its arguments.

use super::quoted_words;

/// A line of the file that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigLine {
    /// Which one, counted from 1; of a command that goes over several lines the first.
    pub line: usize,
    /// The command, then its arguments, without the quotation marks around them.
    pub words: Vec<String>,
    /// The line as it stands.
    pub text: String,
}

impl ConfigLine {
    /// The command.
    pub fn name(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Its arguments.
    pub fn arguments(&self) -> &[String] {
        self.words.get(1..).unwrap_or_default()
    }
}

/// Reads newsboat's `config`: comments and empty lines are left out, and a line that ends with a
/// backslash goes on with the next one.
pub fn read_newsboat_config(text: &str) -> Vec<ConfigLine> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let (first, mut whole) = open.take().unwrap_or((number, String::new()));
        if let Some(start) = line.strip_suffix('\\') {
            whole.push_str(start);
            open = Some((first, whole));
            continue;
        }
        whole.push_str(line);
        found.extend(config_line(first, &whole));
    }
    found.extend(open.and_then(|(first, whole)| config_line(first, &whole)));
    found
}

fn config_line(line: usize, text: &str) -> Option<ConfigLine> {
    let words = quoted_words(text);
    (!words.is_empty()).then(|| ConfigLine {
        line,
        words,
        text: text.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_command_with_its_arguments() {
        let text = "# colours of mine\n\nbrowser \"ink %u\" # at home\nmacro k open ; \\\n  quit\n\
                    ignore-article \"*\" \"title =~ \\\"Quiz\\\"\"\n";
        let lines = read_newsboat_config(text);
        let words: Vec<_> = lines
            .iter()
            .map(|line| (line.line, line.words.join("|")))
            .collect();
        assert_eq!(
            words,
            [
                (3, "browser|ink %u".to_owned()),
                (4, "macro|k|open|;|quit".to_owned()),
                (6, "ignore-article|*|title =~ \"Quiz\"".to_owned()),
            ]
        );
    }
}
