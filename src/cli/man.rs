//! `man`, `completions`: what the program says of itself, made from what it is: the commands from
//! the command line, the keys from the key map.

use std::{
    io::{self, IsTerminal, Write},
    process::{Command as Process, Stdio},
};

use clap::{Command, CommandFactory};
use clap_complete::{Shell, generate};
use clap_mangen::{
    Man,
    roff::{Roff, bold, italic, roman},
};

use crate::{
    cli::{
        arguments::{Arguments, ManPage},
        error::CliError,
        output::Out,
    },
    config::{FREE_SETTINGS, KeyMap, Preset, Settings, options},
    model::{Action, Area},
    query,
};

const NAME: &str = "newsfold";

/// For people who come from newsboat.
const NEWSBOAT: &str = include_str!("../../assets/coming-from-newsboat.md");

const AREAS: [Area; 8] = [
    Area::Moving,
    Area::Reading,
    Area::Marks,
    Area::Grouping,
    Area::Views,
    Area::Outside,
    Area::Feeds,
    Area::Program,
];

/// What a rule has, each with a value that means something.
const RULES: &[(&str, &str, &str)] = &[
    (
        "query",
        "\"title:quiz or feed:horoscope\"",
        "which articles",
    ),
    ("name", "\"No quizzes\"", "what you call it"),
    (
        "mute",
        "true",
        "fold them away; newsfold stories is:muted lists them",
    ),
    ("read", "true", "mark them read"),
    ("star", "true", "star them"),
    ("tag", "[\"games\"]", "tag them"),
    (
        "boost",
        "-2",
        "raise their stories in the list, or lower them",
    ),
    (
        "notify",
        "true",
        "tell of them, in the ways that [notify] names",
    ),
];

const STATE: &[(&str, &str)] = &[
    ("newsfold_state", "the first line: the form of the file"),
    (
        "article, read, seen, starred, followed, muted, opened, tags",
        "what you did with an article; followed and muted are marks of its story. What is absent \
         is not said, and importing takes no mark away. Marks wait for articles that are not here",
    ),
    (
        "made, together, sides",
        "two stories that you merged, or an article that you separated",
    ),
];

const FILES: &[(&str, &str)] = &[
    (
        "~/.config/newsfold/config.toml",
        "the settings; none is required. newsfold config print lists them all",
    ),
    (
        "~/.config/newsfold/feeds.toml",
        "the feeds; edits from inside the program keep comments and order",
    ),
    (
        "~/.local/share/newsfold/newsfold.db",
        "the cache: articles, stories, and what you did with them",
    ),
    ("~/.local/state/newsfold/newsfold.log", "the log"),
];

const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "NEWSFOLD_HOME",
        "keep everything under this folder, as --home does",
    ),
    ("NO_COLOR", "set to anything: no colours"),
    (
        "BROWSER",
        "what opens addresses, where [browser] names nothing",
    ),
    (
        "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY",
        "how the network is reached",
    ),
    (
        "TERM",
        "dumb: the screen cannot be drawn, newsfold --plain can be used",
    ),
];

const EXAMPLES: &[(&str, &str)] = &[
    ("newsfold demo", "a sample day, without the internet"),
    (
        "newsfold add example.org",
        "add the feed of a site and fetch it",
    ),
    ("newsfold import ~/.newsboat", "take over a newsboat home"),
    ("newsfold refresh --json", "fetch what is due, from a timer"),
    (
        "newsfold stories --unread --min-sources 3",
        "what several sources tell of",
    ),
    (
        "newsfold tag later,town story:12",
        "tags of your own; tag:later lists what has one",
    ),
    (
        "newsfold stories 'tag:town -title:weather' --json",
        "a query, for a script",
    ),
    (
        "printf 'next\\nread\\n' | newsfold --plain",
        "the first story, as plain lines",
    ),
];

const EXIT: &[(&str, &str)] = &[
    ("0", "done"),
    ("1", "the job failed"),
    (
        "2",
        "what was typed, or the configuration, is not understood",
    ),
    ("130", "ended by the reader"),
];

/// Shows a page, or prints it where nobody looks.
pub(super) fn run(page: Option<ManPage>) -> Result<(), CliError> {
    let mut out = Out::new();
    match page {
        Some(ManPage::Newsboat) => out.line(NEWSBOAT.trim_end())?,
        None => {
            let page = manual()?;
            if io::stdout().is_terminal() && show(&page) {
                return Ok(());
            }
            out.line(page.trim_end())?;
        }
    }
    out.finish()
}

/// Prints what a shell completes.
pub(super) fn completions(shell: Shell) -> Result<(), CliError> {
    let mut script = Vec::new();
    generate(shell, &mut public_commands(), NAME, &mut script);
    let mut out = Out::new();
    out.line(String::from_utf8_lossy(&script).trim_end())?;
    out.finish()
}

/// Gives the page to man; false if there is none.
fn show(page: &str) -> bool {
    let started = Process::new("man")
        .args(["-l", "-"])
        .stdin(Stdio::piped())
        .spawn();
    let Ok(mut man) = started else {
        return false;
    };
    if let Some(mut input) = man.stdin.take() {
        // Who leaves before the end has seen enough.
        let _ = input.write_all(page.as_bytes());
    }
    man.wait().is_ok_and(|status| status.success())
}

/// The commands without those that are nobody's business.
fn public_commands() -> Command {
    let all = Arguments::command();
    let public: Vec<Command> = all
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .cloned()
        .collect();
    let mut shown = Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .about(all.get_about().cloned().unwrap_or_default());
    shown = shown.args(all.get_arguments().cloned());
    shown.subcommands(public)
}

fn manual() -> Result<String, CliError> {
    let commands = public_commands();
    let mut page = Vec::new();
    let man = Man::new(commands.clone()).manual("newsfold manual");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut roff = Roff::new();
    description(&mut roff);
    commands_section(&mut roff, commands);
    keys(&mut roff);
    queries(&mut roff);
    settings(&mut roff);
    rules(&mut roff);
    for (title, rows) in [
        ("FILES", FILES),
        ("STATE FILES", STATE),
        ("ENVIRONMENT", ENVIRONMENT),
        ("EXIT STATUS", EXIT),
        ("EXAMPLES", EXAMPLES),
    ] {
        roff.control("SH", [title]);
        for (name, help) in rows {
            row(&mut roff, name, "", help);
        }
    }
    roff.to_writer(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn description(roff: &mut Roff) {
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([roman(
        "newsfold fetches feeds into a cache of its own and folds the articles of one event into one \
         story: a row with its sources a key away. Without a command it opens the screen; there ? \
         lists the keys. Everything works without a configuration, and nothing is fetched that was \
         not asked for.",
    )]);
    roff.control("PP", []);
    roff.text([
        roman("What newsboat's keys, settings and lists are here tells "),
        bold("newsfold man newsboat"),
        roman("."),
    ]);
}

/// Every command with what it takes.
fn commands_section(roff: &mut Roff, commands: Command) {
    roff.control("SH", ["COMMANDS"]);
    for mut command in commands.get_subcommands().cloned() {
        let about = command
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default();
        let usage = command.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        roff.control("TP", []);
        roff.text([bold(format!("{NAME} {usage}"))]);
        roff.text([roman(about + ".")]);
        roff.control("RS", []);
        for argument in command
            .get_arguments()
            .filter(|argument| !argument.is_hide_set())
        {
            let help = argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            if matches!(argument.get_id().as_str(), "help" | "version") || help.is_empty() {
                continue;
            }
            let name = match argument.get_long() {
                Some(long) => format!("--{long}"),
                None => argument.get_id().to_string().to_uppercase(),
            };
            row(roff, &name, "", &help);
        }
        roff.control("RE", []);
    }
}

/// Every action with its keys and its name; the keys of other presets where they are others.
fn keys(roff: &mut Roff) {
    roff.control("SH", ["KEYS"]);
    roff.text([roman(
        "C- is Ctrl, A- is Alt. The word in brackets is the name of the action: for the command line \
         (:), and for [keys] in config.toml. preset under [input] chooses among default, newsboat and \
         arrows; the keys of the latter two follow where they are others.",
    )]);
    let map = KeyMap::default();
    let presets =
        [("newsboat", Preset::Newsboat), ("arrows", Preset::Arrows)].map(|(name, preset)| {
            let mut settings = Settings::default();
            settings.input.preset = preset;
            (name, KeyMap::of(&settings).0)
        });
    for area in AREAS {
        roff.control("SS", [area.title()]);
        for action in Action::all().filter(|action| action.area() == area) {
            let usual = keys_of(&map, action);
            let mut help = action.help().to_owned();
            for (name, map) in &presets {
                let keys = keys_of(map, action);
                if keys != usual {
                    help.push_str(&format!(". {name}: {keys}"));
                }
            }
            row(roff, &usual, &format!(" ({})", action.name()), &help);
        }
    }
}

fn keys_of(map: &KeyMap, action: Action) -> String {
    let keys = map.keys_of(action);
    if keys.is_empty() {
        "no key".to_owned()
    } else {
        keys.join(", ")
    }
}

/// The query language, as its own help tells it.
fn queries(roff: &mut Roff) {
    roff.control("SH", ["QUERIES"]);
    roff.text([roman(
        "Search, filters, saved queries, rules, newsfold stories and newsfold search ask in one \
         language.",
    )]);
    roff.control("PP", []);
    roff.control("nf", []);
    for line in query::help().lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

/// Every setting with its meaning.
fn settings(roff: &mut Roff) {
    roff.control("SH", ["SETTINGS"]);
    roff.text([roman(
        "Sections and keys of config.toml. newsfold config print writes all that are in use, with \
         meaning and default, as a file to begin with; newsfold config check says what is wrong with \
         config.toml and feeds.toml. A file that changes holds at once on an open screen; one that is \
         broken is told of, and leaves in force what was.",
    )]);
    for option in options() {
        row(roff, option.path, "", option.meaning);
    }
    for (path, meaning) in FREE_SETTINGS {
        row(roff, path, "", meaning);
    }
}

/// What rules say.
fn rules(roff: &mut Roff) {
    roff.control("SH", ["RULES"]);
    roff.text([roman(
        "A rule does something with each article that answers its query, when it comes in. Each is a \
         section [[rule]] of config.toml. newsfold rules lists them with how many articles each is \
         about, newsfold rules --apply does what they say to articles that are here.",
    )]);
    for (name, value, help) in RULES {
        row(roff, &format!("{name} = {value}"), "", help);
    }
}

fn row(roff: &mut Roff, name: &str, after: &str, help: &str) {
    roff.control("TP", []);
    roff.text([bold(name), italic(after)]);
    roff.text([roman(help)]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FeedFile;

    #[test]
    fn the_manual_has_every_command_and_every_action() {
        let page = manual().expect("made");
        // roff writes a hyphen that is meant as one with a backslash.
        let page = page.replace("\\-", "-").replace("\\ ", " ");
        for command in public_commands().get_subcommands() {
            assert!(
                page.contains(&format!("newsfold {}", command.get_name())),
                "{command}"
            );
        }
        for action in Action::all() {
            assert!(
                page.contains(&format!("({})", action.name())),
                "{}",
                action.name()
            );
            assert!(AREAS.contains(&action.area()), "{}", action.name());
        }
        for section in [
            "KEYS",
            "QUERIES",
            "SETTINGS",
            "RULES",
            "FILES",
            "STATE FILES",
            "ENVIRONMENT",
            "EXIT STATUS",
            "EXAMPLES",
        ] {
            assert!(page.contains(section), "{section}");
        }
        assert!(!page.contains("rarities"));
    }

    #[test]
    fn the_manual_has_every_field_every_setting_and_the_keys_of_every_preset() {
        let page = manual().expect("made");
        let page = page.replace("\\-", "-").replace("\\*(Aq", "'");
        for line in query::help().lines() {
            let line = line.trim();
            assert!(page.contains(line.trim_start_matches('.')), "{line}");
        }
        for option in options() {
            assert!(page.contains(option.path), "{}", option.path);
        }
        assert!(page.contains(". newsboat: p"), "{page}");
        assert!(page.contains(". arrows: "));
    }

    #[test]
    fn what_is_said_of_rules_is_a_rule() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("config.toml");
        let lines = RULES
            .iter()
            .map(|(name, value, _)| format!("{name} = {value}\n"));
        let text = format!("[[rule]]\n{}", lines.collect::<String>());
        std::fs::write(&path, text).expect("written");
        let (settings, mistakes) = Settings::load(&path).expect("understood");
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let rule = &settings.rule[0];
        assert!(rule.mute && rule.read && rule.star && rule.notify);
        assert_eq!((rule.boost, rule.title()), (-2, "No quizzes"));
    }

    /// The README's example of a file.
    fn example(name: &str) -> String {
        let readme = include_str!("../../README.md");
        let start = format!("```toml\n# {name}\n");
        let text = readme.split(&start).nth(1).expect("an example");
        text.split("```").next().expect("its end").to_owned()
    }

    #[test]
    fn the_examples_of_the_readme_are_understood() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let write = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, example(name)).expect("written");
            path
        };
        let (settings, mistakes) = Settings::load(&write("config.toml")).expect("understood");
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let (_, problems) = KeyMap::of(&settings);
        assert!(problems.is_empty(), "{problems:?}");
        let feeds = FeedFile::load(&write("feeds.toml")).expect("understood");
        assert!(feeds.unknown.is_empty(), "{:?}", feeds.unknown);
        assert_eq!(feeds.entries().len(), 4);
    }

    #[test]
    fn every_shell_gets_the_commands() {
        for shell in [
            Shell::Bash,
            Shell::Zsh,
            Shell::Fish,
            Shell::Elvish,
            Shell::PowerShell,
        ] {
            let mut script = Vec::new();
            generate(shell, &mut public_commands(), NAME, &mut script);
            let script = String::from_utf8(script).expect("text");
            for word in ["refresh", "stories", "min-sources", "completions"] {
                assert!(script.contains(word), "{shell}: {word}");
            }
            assert!(!script.contains("rarities"), "{shell}");
        }
    }

    #[test]
    fn actions_and_settings_of_the_page_about_newsboat_exist() {
        let (mut actions, mut settings) = (0, 0);
        for row in NEWSBOAT.lines().filter(|line| line.starts_with("| ")) {
            let last = row
                .trim_end_matches([' ', '|'])
                .rsplit('|')
                .next()
                .expect("a cell");
            for (at, named) in last.split('`').enumerate() {
                if at % 2 == 0 {
                    continue;
                }
                if let Some(name) = named.strip_prefix(':') {
                    actions += 1;
                    assert!(Action::from_name(name).is_some(), "no action {name}");
                } else if let Some((section, key)) = named
                    .strip_prefix('[')
                    .and_then(|rest| rest.split_once("] "))
                {
                    settings += 1;
                    assert!(
                        Settings::has(&format!("{section}.{key}")),
                        "no setting {named}"
                    );
                }
            }
        }
        assert!(actions > 25, "{actions} actions");
        assert!(settings > 8, "{settings} settings");
    }
}
