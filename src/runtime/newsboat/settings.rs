//! Lines of newsboat's configuration → settings, or why there is none.

use std::path::{Path, PathBuf};

use toml_edit::{Array, Value};

use crate::{config::TEXT_WIDTHS, ingest::ConfigLine, runtime::fetching::expand_home};

/// A section, a key and what is set.
type Setting = (&'static str, &'static str, Value);

/// Lines that have no counterpart, and what to do instead.
const WITHOUT: &[(&[&str], &str)] = &[
    (
        &["bind-key", "unbind-key", "bind", "macro"],
        "keys go to [keys]; newsboat's own are there with preset = \"newsboat\" in [input].",
    ),
    (
        &["color", "highlight-article", "highlight-feed"],
        "colours come from the theme, in [display].",
    ),
    (
        &["auto-reload", "refresh-on-startup", "suppress-first-reload"],
        "what is due is fetched at the start and while the screen is open, each feed at its pace.",
    ),
    (
        &["reload-threads"],
        "feeds are fetched side by side, one at a time from each host: at_once in [fetch].",
    ),
    (
        &["max-items"],
        "articles are kept by age, not by number: days in [retention].",
    ),
    (
        &["bookmark-cmd", "bookmark-autopilot", "bookmark-interactive"],
        "a bookmark command gets other arguments here; write it to config.toml yourself.",
    ),
    (
        &[
            "notify-program",
            "notify-beep",
            "notify-screen",
            "notify-xterm",
            "notify-format",
            "notify-always",
        ],
        "notifications belong to rules here: notify = true in a [[rule]].",
    ),
    (
        &["external-url-viewer", "pager", "html-renderer"],
        "newsfold shows texts and links itself.",
    ),
    (
        &["save-path"],
        "the place is asked for when an article is saved.",
    ),
    (
        &[
            "article-sort-order",
            "feed-sort-order",
            "show-read-feeds",
            "show-read-articles",
            "goto-first-unread",
            "goto-next-feed",
        ],
        "lists are sorted and narrowed on the screen, which remembers it.",
    ),
    (
        &[
            "proxy",
            "use-proxy",
            "proxy-type",
            "proxy-auth",
            "proxy-auth-method",
        ],
        "the environment names the proxy (HTTPS_PROXY), or proxy of a feed in feeds.toml.",
    ),
    (
        &[
            "cookie-cache",
            "http-auth-method",
            "ssl-verifyhost",
            "ssl-verifypeer",
        ],
        "cookies, passwords and TLS are set for single feeds in feeds.toml.",
    ),
    (
        &["download-full-page"],
        "full texts are fetched for feeds that say full_text = true in feeds.toml.",
    ),
    (
        &["urls-source", "opml-url"],
        "newsfold reads feeds itself and knows no accounts; export them there as OPML.",
    ),
];

/// What the settings of a line are here.
///
/// # Errors
/// Why there are none, as half a sentence.
pub(super) fn translate(line: &ConfigLine) -> Result<Vec<Setting>, String> {
    if line.text.contains('`') {
        return Err("its value is made by a command.".to_owned());
    }
    let name = line.name();
    let value = line.arguments().first().map_or("", String::as_str);
    let number = || {
        let number: Option<i64> = value.parse().ok().filter(|number| *number > 0);
        number.ok_or_else(|| format!("\"{value}\" is not a number above 0."))
    };
    let one = |section, key, value: Value| Ok(vec![(section, key, value)]);
    match name {
        "reload-time" => one("fetch", "interval", format!("{}m", number()?).into()),
        "download-timeout" => one("fetch", "timeout", format!("{}s", number()?).into()),
        "user-agent" if !value.is_empty() => one("fetch", "user_agent", value.into()),
        "text-width" => match value.parse::<u16>() {
            Ok(width) if TEXT_WIDTHS.contains(&width) => {
                one("reading", "text_width", i64::from(width).into())
            }
            _ => Err(format!(
                "a text is {} to {} columns wide here.",
                TEXT_WIDTHS.start(),
                TEXT_WIDTHS.end()
            )),
        },
        "keep-articles-days" if value == "0" => {
            Err("articles are kept for a number of days here, starred ones for good.".to_owned())
        }
        "keep-articles-days" => one("retention", "days", number()?.into()),
        "browser" => one("browser", "command", command(value)?.into()),
        "player" => {
            let player = command(value)?;
            Ok(vec![
                ("open", "audio", player.clone().into()),
                ("open", "video", player.into()),
            ])
        }
        _ => Err(without(name)),
    }
}

fn without(name: &str) -> String {
    let service = [
        "ttrss-",
        "ocnews-",
        "feedhq-",
        "newsblur-",
        "inoreader-",
        "miniflux-",
        "freshrss-",
        "feedbin-",
        "oldreader-",
    ];
    if service.iter().any(|start| name.starts_with(start)) {
        return without("urls-source");
    }
    if name.ends_with("-format") {
        return "lists have columns of their own here.".to_owned();
    }
    let known = WITHOUT.iter().find(|(names, _)| names.contains(&name));
    known.map_or_else(
        || "newsfold has no such setting.".to_owned(),
        |(_, why)| (*why).to_owned(),
    )
}

/// A command without a shell: its words, with the place of the address.
fn command(text: &str) -> Result<Array, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut begun) = (None, false);
    for c in text.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                begun = true;
            }
            ('|' | '&' | ';' | '<' | '>' | '$' | '*' | '(' | ')' | '\\', _) => {
                return Err("it needs a shell, and nothing is started through one here.".to_owned());
            }
            (c, None) if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (c, _) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    let mut home = Vec::with_capacity(words.len());
    for word in words {
        let word = word.replace("%u", "{url}");
        if word.contains('%') {
            return Err("only the address (%u) is given to a command here.".to_owned());
        }
        home.push(match word.strip_prefix("~/") {
            Some(_) => expand_home(&word).to_string_lossy().into_owned(),
            None => word,
        });
    }
    if home.is_empty() {
        return Err("it names no command.".to_owned());
    }
    Ok(home.into_iter().collect())
}

/// A line without what may be a password.
pub(super) fn without_secrets(line: &ConfigLine) -> String {
    let name = line.name();
    let secret = ["password", "login", "auth", "token", "user-secret"];
    if secret.iter().any(|word| name.contains(word)) {
        format!("{name} …")
    } else {
        line.text.clone()
    }
}

/// The cache that the configuration names, if it is there.
pub(super) fn cache_file(lines: &[(String, ConfigLine)], config: &Path) -> Option<PathBuf> {
    let lines = lines.iter().rev();
    let mut named = lines.filter(|(_, line)| line.name() == "cache-file");
    let path = path_beside(config, named.next()?.1.arguments().first()?);
    path.is_file().then_some(path)
}

/// A path that a file names: in the home directory, or beside the file.
pub(super) fn path_beside(file: &Path, named: &str) -> PathBuf {
    let path = expand_home(named);
    match file.parent() {
        Some(folder) if path.is_relative() => folder.join(path),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read_newsboat_config;

    fn settings(line: &str) -> Result<Vec<String>, String> {
        let lines = read_newsboat_config(line);
        let settings = translate(&lines[0])?;
        let written = |(section, key, value): Setting| format!("{section}.{key} = {value}");
        Ok(settings.into_iter().map(written).collect())
    }

    #[test]
    fn common_lines_are_settings() {
        let check = |line: &str, expected: &[&str]| {
            let expected = expected.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(settings(line), Ok(expected), "{line}");
        };
        check("reload-time 45", &["fetch.interval = \"45m\""]);
        check("text-width 72", &["reading.text_width = 72"]);
        check("keep-articles-days 30", &["retention.days = 30"]);
        check(
            "browser \"firefox --new-tab '%u'\"",
            &["browser.command = [\"firefox\", \"--new-tab\", \"{url}\"]"],
        );
        check(
            "player mpv",
            &["open.audio = [\"mpv\"]", "open.video = [\"mpv\"]"],
        );
    }

    #[test]
    fn what_is_no_setting_says_what_to_do() {
        let fail = |line: &str| settings(line).expect_err("none");
        assert!(fail("browser \"w3m %u | less\"").starts_with("it needs a shell"));
        assert!(fail("browser \"open %u --title %t\"").contains("only the address"));
        assert!(fail("browser `which firefox`").contains("made by a command"));
        assert!(fail("text-width 0").contains("24 to 240"));
        assert!(fail("reload-time often").contains("not a number"));
        assert!(fail("bind-key j next").contains("preset = \"newsboat\""));
        assert!(fail("ttrss-login ada").contains("no accounts"));
        assert_eq!(
            fail("swap-title-and-hostname yes"),
            "newsfold has no such setting."
        );
    }

    #[test]
    fn passwords_are_not_repeated() {
        let line = &read_newsboat_config("ttrss-password \"hush\"")[0];
        assert_eq!(without_secrets(line), "ttrss-password …");
    }
}
