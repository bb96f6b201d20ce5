//! Placeholders in the words of the reader's commands: `{url}`, `{title}` and the like. What is put in
//! comes from feeds; it stays one argument, and none of it is an option or a placeholder.

/// A word with its placeholders replaced, once: what a title says is no placeholder.
pub fn filled(word: &str, values: &[(&str, &str)]) -> String {
    let (mut text, mut rest) = (String::new(), word);
    while let Some(start) = rest.find('{') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                // No headline is an option.
                if text.is_empty() && value.starts_with('-') {
                    text.push(' ');
                }
                text.extend(value.chars().filter(|letter| !letter.is_control()));
                rest = &rest[name.len()..];
            }
            None => {
                text.push('{');
                rest = &rest[1..];
            }
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once_and_are_no_options() {
        let values = [
            ("{title}", "--delete {url};\u{1b}[m\n"),
            ("{url}", "https://a.example/1"),
            ("{empty}", ""),
        ];
        let check = |word, expected| assert_eq!(filled(word, &values), expected);
        check("{title}", " --delete {url};[m");
        check("{empty}{title}", " --delete {url};[m");
        check("--title={title}", "--title=--delete {url};[m");
        check("{other}{ {url}}", "{other}{ https://a.example/1}");
        check("-a", "-a");
    }
}
