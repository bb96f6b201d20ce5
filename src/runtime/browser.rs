//! The reader's browser: the configured command, else `$BROWSER`, else the platform's opener. The
//! address is one argument, no shell is involved, nothing is read from or written to the terminal,
//! and only web addresses are opened.

use std::{
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A browser that ends in failure sooner than this did not open the page.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why an address was not opened, as half a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrowserError {
    /// Not http or https.
    #[error("only http and https addresses are opened")]
    NotWeb,
    /// Nothing to start.
    #[error("none is configured and none was found")]
    None,
    /// It could not be started, or failed at once.
    #[error("{0}")]
    Failed(String),
}

/// Opens an address and waits a moment to see whether that fails. To be called off the UI thread.
pub fn open_in_browser(url: &str, configured: &[String]) -> Result<(), BrowserError> {
    if !is_web_address(url) {
        return Err(BrowserError::NotWeb);
    }
    let variable = std::env::var("BROWSER").unwrap_or_default();
    let mut last = BrowserError::None;
    for mut command in commands(url, configured, &variable) {
        match start(&mut command) {
            Ok(()) => return Ok(()),
            Err(error) => last = BrowserError::Failed(error),
        }
    }
    Err(last)
}

fn is_web_address(url: &str) -> bool {
    let scheme = url::Url::parse(url).map(|url| url.scheme().to_owned());
    matches!(scheme.as_deref(), Ok("http" | "https"))
}

/// Commands to try, in order.
fn commands(url: &str, configured: &[String], variable: &str) -> Vec<Command> {
    if !configured.is_empty() {
        return command_of(configured, url).into_iter().collect();
    }
    let named: Vec<Command> = variable
        .split(':')
        .map(|entry| {
            entry
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter_map(|words| command_of(&words, url))
        .collect();
    if named.is_empty() {
        open::commands(url)
    } else {
        named
    }
}

/// Program and arguments; the address takes the place of `{url}` or `%s`, else stands at the end.
fn command_of(words: &[String], url: &str) -> Option<Command> {
    let (program, arguments) = words.split_first()?;
    let mut command = Command::new(program);
    let mut placed = false;
    for argument in arguments {
        let here = argument.contains("{url}") || argument.contains("%s");
        placed |= here;
        command.arg(argument.replace("{url}", url).replace("%s", url));
    }
    if !placed {
        command.arg(url);
    }
    Some(command)
}

fn start(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Keys for the terminal, such as C-c, are not meant for the browser.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command
        .spawn()
        .map_err(|error| format!("{name}: {}", crate::runtime::error::said(&error)))?;
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("{name}: {status}")),
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            Err(_) => break,
        }
    }
    // It runs on; somebody has to take its end, or it stays as a zombie.
    thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(commands: Vec<Command>) -> Vec<String> {
        let words = |command: &Command| {
            let arguments = command
                .get_args()
                .map(|argument| argument.to_string_lossy().into_owned());
            let program = command.get_program().to_string_lossy().into_owned();
            std::iter::once(program)
                .chain(arguments)
                .collect::<Vec<_>>()
                .join("|")
        };
        commands.iter().map(words).collect()
    }

    const URL: &str = "https://a.example/?q=$(reboot)&r=;x";

    #[test]
    fn the_address_is_one_argument_whatever_it_holds() {
        let configured = ["lynx".to_owned(), "-accept_all_cookies".to_owned()];
        assert_eq!(
            shown(commands(URL, &configured, "w3m")),
            [format!("lynx|-accept_all_cookies|{URL}")]
        );
        let configured = ["mpv".to_owned(), "--url={url}".to_owned()];
        assert_eq!(
            shown(commands(URL, &configured, "")),
            [format!("mpv|--url={URL}")]
        );
    }

    #[test]
    fn the_environment_names_browsers_in_order() {
        let expected = [format!("firefox|-new-tab|{URL}"), format!("w3m|{URL}")];
        assert_eq!(shown(commands(URL, &[], "firefox -new-tab:w3m")), expected);
    }

    #[test]
    fn only_web_addresses_are_opened() {
        for url in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "-version",
            "ftp://a.example",
        ] {
            assert_eq!(
                open_in_browser(url, &["true".to_owned()]),
                Err(BrowserError::NotWeb)
            );
        }
    }

    #[test]
    fn a_browser_that_fails_is_told() {
        let missing = ["no-such-browser-here".to_owned()];
        let error = open_in_browser("https://a.example/", &missing).expect_err("missing");
        assert!(
            error.to_string().starts_with("no-such-browser-here: "),
            "{error}"
        );
        assert_eq!(
            open_in_browser("https://a.example/", &["true".to_owned()]),
            Ok(())
        );
        let error = open_in_browser("https://a.example/", &["false".to_owned()]);
        assert_eq!(
            error,
            Err(BrowserError::Failed("false: exit status: 1".to_owned()))
        );
    }
}
