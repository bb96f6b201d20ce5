//! The clipboard: by a program of the machine where there is one, else by way of the terminal (OSC
//! 52), which works over SSH and in tmux where they allow it, and does not say whether it did.

use std::{ffi::OsString, path::Path, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::runtime::programs;

/// Longer texts are refused by many terminals.
const LIMIT: usize = 74_000;

/// A program that fails sooner than this did not take the text.
const PATIENCE: Duration = Duration::from_secs(1);

/// Programs for the clipboard: a variable that must be set for them to be of use, the program and
/// its arguments.
const PROGRAMS: &[(Option<&str>, &[&str])] = &[
    (Some("WAYLAND_DISPLAY"), &["wl-copy"]),
    (Some("DISPLAY"), &["xclip", "-selection", "clipboard"]),
    (Some("DISPLAY"), &["xsel", "--clipboard", "--input"]),
    (Some("WSL_DISTRO_NAME"), &["clip.exe"]),
    (None, &["pbcopy"]),
];

/// The program that texts are copied with: the configured one, else one that is found; `None` where
/// the terminal has to do it. Over SSH a program would reach the clipboard of the wrong machine.
pub fn clipboard_program(
    configured: &[String],
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<Vec<String>> {
    if !configured.is_empty() {
        return Some(configured.to_vec());
    }
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
        return None;
    }
    let path = variable("PATH")?;
    let is_there = |program: &str| {
        let mut folders = std::env::split_paths(&path);
        folders.any(|folder| is_program(&folder.join(program)))
    };
    let found = PROGRAMS
        .iter()
        .find(|(needed, words)| needed.is_none_or(is_set) && is_there(words[0]));
    found.map(|(_, words)| words.iter().map(ToString::to_string).collect())
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let about = path.metadata();
    about.is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Copies a text with a program; the error is half a sentence. To be called off the screen's thread.
pub fn copy_by_program(words: &[String], text: &str) -> Result<(), String> {
    programs::hand_over(words, text.into(), PATIENCE)
}

/// The sequence that asks the terminal to take a text into the clipboard. The text is encoded, so
/// that nothing in it can be a sequence of its own.
pub fn copy_sequence(text: &str) -> String {
    let mut end = text.len().min(LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("\u{1b}]52;c;{}\u{7}", STANDARD.encode(&text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_program_is_used_where_it_reaches_the_readers_clipboard() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("scratch folder");
        for (name, mode) in [("xclip", 0o755), ("wl-copy", 0o644), ("xsel", 0o755)] {
            let path = folder.path().join(name);
            std::fs::write(&path, "").expect("written");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).expect("set");
        }
        let found = |set: &[&str]| {
            let variable = |name: &str| match name {
                "PATH" => Some(folder.path().into()),
                name => set.contains(&name).then(|| ":0".into()),
            };
            clipboard_program(&[], variable).map(|words| words[0].clone())
        };
        assert_eq!(found(&["DISPLAY"]).as_deref(), Some("xclip"));
        let both = found(&["DISPLAY", "WAYLAND_DISPLAY"]);
        assert_eq!(both.as_deref(), Some("xclip"), "wl-copy cannot be started");
        assert_eq!(found(&["DISPLAY", "SSH_CONNECTION"]), None);
        assert_eq!(found(&[]), None);
        let configured = clipboard_program(&["mine".to_owned()], |_| None);
        assert_eq!(configured, Some(vec!["mine".to_owned()]));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_takes_the_text_or_says_why_not() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("copied").display().to_string();
        let words = ["tee".to_owned(), path.clone()];
        assert_eq!(copy_by_program(&words, "a link"), Ok(()));
        assert_eq!(std::fs::read_to_string(path).expect("read"), "a link");
        let failed = copy_by_program(&["false".to_owned()], "x");
        assert_eq!(failed, Err("false: exit status: 1".to_owned()));
    }

    #[test]
    fn nothing_of_the_text_is_left_bare() {
        assert_eq!(copy_sequence("a\u{1b}b"), "\u{1b}]52;c;YRti\u{7}");
    }
}
