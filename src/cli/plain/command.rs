//! What is typed at the prompt: a command by its name, a letter or the beginning of its name.

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    ReadOn,
    Next,
    Previous,
    Story(usize),
    Read,
    More,
    Sources,
    Source(usize),
    List(Option<usize>),
    All,
    Unread,
    New,
    Search(String),
    Star,
    Mark { read: bool },
    Undo,
    Open,
    Text,
    Full,
    Links,
    Link(usize),
    Refresh,
    Add(String),
    Import(String),
    Help,
    Quit,
}

/// Name, letter, what follows it, and what it does.
pub(super) struct Entry {
    pub name: &'static str,
    pub letter: Option<char>,
    pub argument: &'static str,
    pub help: &'static str,
}

const fn entry(
    name: &'static str,
    letter: Option<char>,
    argument: &'static str,
    help: &'static str,
) -> Entry {
    Entry {
        name,
        letter,
        argument,
        help,
    }
}

/// Every command, in the order of the help.
pub(super) const COMMANDS: &[Entry] = &[
    entry("next", Some('n'), "", "the next story"),
    entry("previous", Some('p'), "", "the story before"),
    entry(
        "story",
        None,
        "N",
        "story N of the list; the number alone does it",
    ),
    entry(
        "read",
        Some('r'),
        "",
        "read the story, from its first unread source",
    ),
    entry("more", Some('m'), "", "go on reading"),
    entry("sources", Some('s'), "", "the sources of the story"),
    entry("source", None, "N", "read source N"),
    entry("list", Some('l'), "[N]", "the next N stories of the list"),
    entry("all", Some('a'), "", "list every story"),
    entry("unread", Some('u'), "", "list the unread stories"),
    entry("new", None, "", "what came in since the list was made"),
    entry(
        "search",
        Some('/'),
        "WORDS",
        "list the stories that answer a query",
    ),
    entry("star", Some('*'), "", "star the article, or take its star"),
    entry("mark", None, "read|unread", "mark the whole story"),
    entry("undo", None, "", "take the last mark back"),
    entry("open", Some('o'), "", "the original in the browser"),
    entry("text", Some('t'), "", "the feed's own text of the article"),
    entry(
        "full",
        Some('f'),
        "",
        "the full text of its page, fetched if need be",
    ),
    entry("links", Some('k'), "", "the links of the article"),
    entry("link", None, "N", "open link N in the browser"),
    entry("refresh", None, "", "fetch the feeds that are due"),
    entry("add", None, "ADDRESS", "add a feed, or the feed of a site"),
    entry(
        "import",
        None,
        "FILE",
        "take a list of feeds over, or a newsboat folder",
    ),
    entry("help", Some('h'), "", "these commands"),
    entry("quit", Some('q'), "", "leave"),
];

/// Reads a line; a sentence where it is no command.
pub(super) fn parse(line: &str) -> Result<Command, String> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(Command::ReadOn);
    }
    if let Ok(number) = line.parse() {
        return Ok(Command::Story(number));
    }
    // "/words" needs no blank.
    let (word, rest) = match line.strip_prefix('/') {
        Some(rest) => ("/", rest),
        None => line.split_once(char::is_whitespace).unwrap_or((line, "")),
    };
    let rest = rest.trim();
    command(named(word)?, rest)
}

/// The command that a word is: its name, its letter, or the beginning of one name alone.
fn named(word: &str) -> Result<&'static str, String> {
    let lower = word.to_lowercase();
    if lower == "?" {
        return Ok("help");
    }
    let mut chars = lower.chars();
    let letter = chars.next().filter(|_| chars.next().is_none());
    let exact = COMMANDS
        .iter()
        .find(|entry| entry.name == lower || letter.is_some() && entry.letter == letter);
    if let Some(entry) = exact {
        return Ok(entry.name);
    }
    let begun: Vec<&str> = COMMANDS
        .iter()
        .map(|entry| entry.name)
        .filter(|name| name.starts_with(&lower))
        .collect();
    match begun.as_slice() {
        [] => Err(format!("\"{word}\" is not a command. help lists them.")),
        [name] => Ok(name),
        names => Err(format!("\"{word}\" may be {}.", names.join(" or "))),
    }
}

fn command(name: &str, rest: &str) -> Result<Command, String> {
    let number = || {
        let number: Option<usize> = rest.parse().ok().filter(|number| *number > 0);
        number.ok_or_else(|| format!("A number follows {name}, like: {name} 2"))
    };
    let text = |like: &str| match rest {
        "" => Err(format!("Say what, like: {name} {like}")),
        text => Ok(text.to_owned()),
    };
    Ok(match name {
        "next" => Command::Next,
        "previous" => Command::Previous,
        "story" => Command::Story(number()?),
        "read" => Command::Read,
        "more" => Command::More,
        "sources" => Command::Sources,
        "source" => Command::Source(number()?),
        "list" if rest.is_empty() => Command::List(None),
        "list" => Command::List(Some(number()?)),
        "all" => Command::All,
        "unread" => Command::Unread,
        "new" => Command::New,
        "search" => Command::Search(text("harbour fire")?),
        "star" => Command::Star,
        "mark" => match rest {
            "read" => Command::Mark { read: true },
            "unread" => Command::Mark { read: false },
            _ => return Err("Say mark read or mark unread.".to_owned()),
        },
        "undo" => Command::Undo,
        "open" => Command::Open,
        "text" => Command::Text,
        "full" => Command::Full,
        "links" => Command::Links,
        "link" => Command::Link(number()?),
        "refresh" => Command::Refresh,
        "add" => Command::Add(text("https://example.org")?),
        "import" => Command::Import(text("feeds.opml")?),
        "quit" => Command::Quit,
        _ => Command::Help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_letters_and_beginnings_are_understood() {
        assert_eq!(parse(""), Ok(Command::ReadOn));
        assert_eq!(parse(" next "), Ok(Command::Next));
        assert_eq!(parse("n"), Ok(Command::Next));
        assert_eq!(parse("PREV"), Ok(Command::Previous));
        assert_eq!(parse("source 3"), Ok(Command::Source(3)));
        assert_eq!(parse("sources"), Ok(Command::Sources));
        assert_eq!(parse("12"), Ok(Command::Story(12)));
        assert_eq!(parse("ma unread"), Ok(Command::Mark { read: false }));
        assert_eq!(parse("/ice road"), Ok(Command::Search("ice road".into())));
        assert_eq!(parse("?"), Ok(Command::Help));
    }

    #[test]
    fn what_is_not_understood_says_what_would_be() {
        let fail = |line: &str| parse(line).expect_err("no command");
        assert_eq!(fail("ne"), "\"ne\" may be next or new.");
        assert_eq!(fail("fly"), "\"fly\" is not a command. help lists them.");
        assert_eq!(fail("source x"), "A number follows source, like: source 2");
        assert_eq!(fail("search"), "Say what, like: search harbour fire");
        assert_eq!(fail("mark"), "Say mark read or mark unread.");
    }

    #[test]
    fn every_command_of_the_help_is_one() {
        for entry in COMMANDS {
            let argument = match entry.argument {
                "N" | "[N]" => "1",
                "read|unread" => "read",
                other => other,
            };
            let by_name = parse(&format!("{} {argument}", entry.name)).expect(entry.name);
            assert_ne!(by_name == Command::Help, entry.name != "help");
            if let Some(letter) = entry.letter {
                assert_eq!(parse(&format!("{letter} {argument}")), Ok(by_name));
            }
        }
    }
}
