//! A key as it is written in the key map, whatever terminal library reads it: `j`, `C-d`, `A-5`,
//! `S-Tab`, `PgDn`. A *sequence* is several keys after another: `gg`, `g Enter`.

use std::fmt;

/// Which key, apart from Ctrl and Alt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A key that writes something; Shift is in the character.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// F1 to F24.
    F(u8),
}

const NAMED: &[(&str, Code)] = &[
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("S-Tab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Del", Code::Delete),
    ("Ins", Code::Insert),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
];

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
}

/// Why a text is not a key or a sequence of keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseKeyError {
    /// Nothing is written there.
    #[error("no key is named")]
    Empty,
    /// A word that is no key.
    #[error("\"{0}\" is not a key; keys are written j, C-d, A-5, S-Tab, Enter, PgDn, gg")]
    Unknown(String),
    /// A key that terminals keep for themselves or cannot tell from another.
    #[error("{0} cannot be used: {1}")]
    Reserved(String, &'static str),
}

impl Key {
    /// The key alone.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// The key that writes `c`.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// The digit typed with Alt, which makes a count.
    pub fn count_digit(self) -> Option<u32> {
        match self.code {
            Code::Char(c) if self.alt && !self.ctrl => c.to_digit(10),
            _ => None,
        }
    }

    /// Reads a sequence: parts between blanks are a named or modified key, else a key for each
    /// of their letters.
    pub fn parse_sequence(text: &str) -> Result<Vec<Self>, ParseKeyError> {
        let mut keys = Vec::new();
        for part in text.split_whitespace() {
            match Self::parse(part)? {
                Some(key) => keys.push(key),
                None => keys.extend(part.chars().map(Self::char)),
            }
        }
        if keys.is_empty() {
            return Err(ParseKeyError::Empty);
        }
        keys.iter().try_for_each(|key| key.check())?;
        Ok(keys)
    }

    /// A named or modified key; `None` where the part is a run of letters.
    fn parse(part: &str) -> Result<Option<Self>, ParseKeyError> {
        let mut key = Self::char(' ');
        let mut rest = part;
        while rest.chars().count() > 2 && !is_named(rest) {
            match rest.get(..2) {
                Some("C-") => key.ctrl = true,
                Some("A-" | "M-") => key.alt = true,
                _ => break,
            }
            rest = &rest[2..];
        }
        if let Some((_, code)) = NAMED.iter().find(|(name, _)| *name == rest) {
            return Ok(Some(Self { code: *code, ..key }));
        }
        if let Some(number) = function_key(rest) {
            let code = Code::F(number);
            return Ok(Some(Self { code, ..key }));
        }
        let mut letters = rest.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(Some(Self {
                code: Code::Char(letter),
                ..key
            })),
            _ if key.ctrl || key.alt || part.chars().count() > 3 => {
                Err(ParseKeyError::Unknown(part.to_owned()))
            }
            _ => Ok(None),
        }
    }

    fn check(self) -> Result<(), ParseKeyError> {
        let why = match self.code {
            Code::Char('i') if self.ctrl => "terminals send the same for Tab",
            Code::Char('m' | 'j') if self.ctrl => "terminals send the same for Enter",
            Code::Char('h') if self.ctrl => "terminals send the same for Backspace",
            Code::Char('[') if self.ctrl => "terminals send the same for Esc",
            Code::Char('s' | 'q') if self.ctrl => "terminals stop and start their output with it",
            _ if self.count_digit().is_some() => "Alt and a digit make a count",
            _ => return Ok(()),
        };
        Err(ParseKeyError::Reserved(self.to_string(), why))
    }
}

fn is_named(text: &str) -> bool {
    NAMED.iter().any(|(name, _)| *name == text)
}

fn function_key(text: &str) -> Option<u8> {
    let number = text.strip_prefix('F')?.parse().ok()?;
    (1..=24).contains(&number).then_some(number)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("C-")?;
        }
        if self.alt {
            f.write_str("A-")?;
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(letter) => write!(f, "{letter}"),
            Code::F(number) => write!(f, "F{number}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// A sequence as it is shown: letters run together, other keys stand apart.
pub fn show_sequence(keys: &[Key]) -> String {
    let parts: Vec<String> = keys.iter().map(Key::to_string).collect();
    let letters = parts.iter().all(|part| part.chars().count() == 1);
    parts.join(if letters { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, keys: &str) {
        let shown = Key::parse_sequence(written).map(|keys| show_sequence(&keys));
        assert_eq!(shown.unwrap_or_else(|error| error.to_string()), keys);
    }

    #[test]
    fn keys_are_shown_as_they_are_written() {
        for written in [
            "j", "gg", "C-d", "A-x", "S-Tab", "PgDn", "F1", "g Enter", "C-A-x", "-", "C--",
        ] {
            check(written, written);
        }
        check("Space", "Space");
        check("g g", "gg");
    }

    #[test]
    fn a_misspelt_key_is_named() {
        check(
            "Pgdn",
            "\"Pgdn\" is not a key; keys are written j, C-d, A-5, S-Tab, Enter, PgDn, gg",
        );
        check(" ", "no key is named");
    }

    #[test]
    fn keys_that_terminals_keep_are_refused_with_the_reason() {
        for written in [
            "C-i", "C-m", "C-h", "C-[", "C-s", "C-q", "C-j", "g C-j", "A-4",
        ] {
            let error = Key::parse_sequence(written).expect_err(written);
            assert!(matches!(error, ParseKeyError::Reserved(..)), "{error}");
        }
    }
}
