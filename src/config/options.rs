//! Every setting of `config.toml` with its meaning: what is known, what is printed, what is checked.

use std::fmt::Write;

use toml::Value;

use crate::config::Settings;

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfigOption {
    /// Section and key: `fetch.at_once`.
    pub path: &'static str,
    /// What it decides.
    pub meaning: &'static str,
}

/// Sections, or keys below a section, that the reader names.
pub const FREE: &[(&str, &str)] = &[
    (
        "views.*",
        "Name = query that is saved under it: \"Machine learning\" = \"tag:ai since:7d\"",
    ),
    (
        "keys.*",
        "Action = keys that lead to it, in the place of the preset's: star = [\"s\", \"C-t\"]; in keys.stories, keys.reader, keys.sources and keys.screens the same for keys pressed there",
    ),
    (
        "macros.*",
        "Key behind the macro key = steps, actions and command lines: b = [\"open-original\", \":sort new\"]; or { steps = […], description = \"…\" }",
    ),
    (
        "commands.*",
        "Keys = steps, as for macros, without the macro key: gz = \":sort new\"",
    ),
];

/// What is written as often as one likes: rules, each a section of its own.
const RULES: (&str, &str) = (
    "rule",
    "[[rule]]: query = which articles; mute, star, read, notify = true; tag = \"x\"; boost = 2 raises",
);

/// The same for what is lit up.
const HIGHLIGHTS: (&str, &str) = (
    "highlight",
    "[[highlight]]: pattern = a regular expression that is lit up; in = \"title\", \"text\" or \"all\"",
);

// A table is read line by line.
#[rustfmt::skip]
const OPTIONS: &[(&str, &str)] = &[
    ("fetch.at_once", "Requests in flight in all"),
    ("fetch.per_host", "Requests in flight to one host"),
    ("fetch.host_gap", "Time between two requests to one host"),
    ("fetch.polite_to_loopback", "Whether the limits for hosts hold for loopback addresses too"),
    ("fetch.interval", "Time between two fetches of a feed that says nothing itself and changes often"),
    ("fetch.max_interval", "The longest time between two fetches of a feed that changes rarely"),
    ("fetch.connect_timeout", "Time to connect"),
    ("fetch.read_timeout", "Time without a byte of the answer"),
    ("fetch.timeout", "Time for a whole answer"),
    ("fetch.body_limit_mb", "Megabytes of one answer, unpacked"),
    ("fetch.user_agent", "What the program calls itself, in the place of its name and version"),
    ("browser.command", "Program and arguments that show a page; {url} is its address, else it comes last"),
    ("open.audio", "Program and arguments for audio that comes with an article; the browser if empty"),
    ("open.video", "The same for video"),
    ("open.image", "The same for pictures"),
    ("open.pdf", "The same for PDF"),
    ("display.theme", "Colours: terminal, auto, light, dark, contrast, paper or night"),
    ("display.ascii", "Only ASCII signs for state"),
    ("display.pictures", "How pictures are shown: auto, kitty, iterm2, sixel or blocks"),
    ("display.hyperlinks", "Whether links are written so that the terminal itself opens them (OSC 8): auto, on or off"),
    ("display.right_to_left", "Who orders right-to-left text: auto, newsfold, words (kitty) or terminal"),
    ("display.title", "The window is called after what is read in it"),
    ("display.reduced_motion", "Nothing moves by itself: figures of a refresh change every two seconds at most"),
    ("input.preset", "The keys that [keys] is laid over: default, newsboat or arrows (which need no letters)"),
    ("input.langmap", "Keyboards by name, or letters and the Latin ones on the same keys: \"russian йцу=qwe\"; names are russian, ukrainian, belarusian, bulgarian, serbian, macedonian, greek, hebrew, arabic, georgian"),
    ("input.mouse", "Whether the mouse is used; without it the terminal selects text with it"),
    ("clipboard.command", "Program and arguments that copy their standard input; empty: one that is found, else the terminal"),
    ("bookmark.command", "Program and arguments for a bookmark, with {url}, {title}, {source} and {tags}; the address comes last if none of them stands there"),
    ("list.layout", "cards: the headline and figures below it; lines: a line for each row"),
    ("list.line", "A row of lines: {title} {source} {sources} {origins} {articles} {unread} {new} {new_to_you} {age} {date} {time} {words} {minutes} {tags} {star} {followed} {muted}; {age:>5} is 5 columns, at the right"),
    ("list.figures", "The figures of cards, of the same; what a row does not have is left out"),
    ("reading.text_width", "Columns that a text may be wide, 24 to 240"),
    ("reading.full_text_ahead", "Whose full texts are fetched without being asked for: off or starred"),
    ("notify.command", "Program and arguments that tell what rules found; {title} {source} {url} {query} {count}"),
    ("notify.bell", "Whether the terminal's bell tells it"),
    ("notify.terminal", "The sequence that asks the terminal to tell it: off, osc9 or osc777"),
    ("follow.notify", "Whether the same tells when a followed story gets new facts or another report, not a copy"),
    ("follow.quiet_days", "Days without an article after which a story is followed no longer, its brief kept; 0 for never"),
    ("retention.days", "Days that an article is kept after it was first seen; starred, tagged and followed ones stay"),
];

/// Every setting, by section.
pub fn options() -> impl Iterator<Item = ConfigOption> {
    let option = |(path, meaning): &(&'static str, &'static str)| ConfigOption { path, meaning };
    OPTIONS.iter().map(option)
}

/// The paths that mean something; those that end in `.*` take any key.
pub(super) fn known() -> Vec<&'static str> {
    let free = FREE.iter().map(|(path, _)| *path);
    let known = options().map(|option| option.path).chain(free);
    known.chain([RULES.0, HIGHLIGHTS.0]).collect()
}

/// All settings in use as a file that could be read back, each with its meaning, and its default
/// where it is another one.
pub fn annotated(settings: &Settings) -> String {
    let [used, default] = [settings, &Settings::default()]
        .map(|settings| Value::try_from(settings).unwrap_or(Value::Table(toml::Table::new())));
    let mut text = String::new();
    let mut section = "";
    for option in options() {
        let (of, key) = option.path.split_once('.').unwrap_or(("", option.path));
        if of != section {
            section = of;
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}[{of}]");
        }
        let (value, usual) = (at(&used, option.path), at(&default, option.path));
        let _ = writeln!(text, "# {}", option.meaning);
        if let (Some(usual), true) = (&usual, usual != value) {
            let _ = writeln!(text, "# default: {usual}");
        }
        let _ = match value {
            Some(value) => writeln!(text, "{key} = {value}"),
            None => writeln!(text, "# {key} = "),
        };
    }
    for (path, meaning) in FREE {
        let section = path.trim_end_matches(".*");
        let _ = writeln!(text, "\n# {meaning}\n[{section}]");
        if let Some(Value::Table(table)) = at(&used, section) {
            for (key, value) in table {
                let key = toml_edit::Key::new(key);
                let _ = writeln!(text, "{key} = {value}");
            }
        }
    }
    let _ = writeln!(text, "\n# {}", RULES.1);
    for rule in &settings.rule {
        let _ = write!(
            text,
            "[[rule]]\n{}",
            toml::to_string(rule).unwrap_or_default()
        );
    }
    let _ = writeln!(text, "\n# {}", HIGHLIGHTS.1);
    for highlight in &settings.highlight {
        let _ = write!(
            text,
            "[[highlight]]\n{}",
            toml::to_string(highlight).unwrap_or_default()
        );
    }
    text
}

/// The value of a path, as it is written.
fn at(table: &Value, path: &str) -> Option<Value> {
    let mut value = table;
    for part in path.split('.') {
        value = value.get(part)?;
    }
    Some(value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths of all values below a table.
    fn leaves(value: &Value, above: &str, found: &mut Vec<String>) {
        match value {
            Value::Table(table) if !table.is_empty() || above.is_empty() => {
                for (key, value) in table {
                    let path = if above.is_empty() {
                        key.clone()
                    } else {
                        format!("{above}.{key}")
                    };
                    leaves(value, &path, found);
                }
            }
            _ => found.push(above.to_owned()),
        }
    }

    #[test]
    fn every_setting_has_a_meaning_and_every_meaning_a_setting() {
        let default = Value::try_from(Settings::default()).expect("serialisable");
        let mut paths = Vec::new();
        leaves(&default, "", &mut paths);
        let known = known();
        let is_known = |path: &str| {
            known.iter().any(|known| {
                *known == path || known.strip_suffix(".*").is_some_and(|free| free == path)
            })
        };
        for path in &paths {
            assert!(is_known(path), "{path} has no meaning");
        }
        // What has no default is not written.
        let unset = ["fetch.user_agent"];
        for option in options() {
            let is_set = paths.iter().any(|path| path == option.path);
            assert!(is_set || unset.contains(&option.path), "{}", option.path);
        }
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let mut settings = Settings::default();
        settings.reading.text_width = 66;
        settings
            .keys
            .insert("star".to_owned(), Value::String("C-t".to_owned()));
        settings
            .views
            .insert("My day".to_owned(), "since:today".to_owned());
        settings.rule.push(crate::config::Rule {
            tag: vec!["x".to_owned()],
            ..crate::config::Rule::muting("title:/an \"ad\"/")
        });
        settings.highlight.push(crate::config::Highlight {
            pattern: "har\\b".to_owned(),
            place: crate::config::HighlightPlace::Title,
        });
        let printed = annotated(&settings);
        assert!(
            printed.contains("# default: 80\ntext_width = 66\n"),
            "{printed}"
        );
        let read: Settings = toml::from_str(&printed).expect("TOML");
        assert_eq!(read, settings);
    }
}
