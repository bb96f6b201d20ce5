//! `[input] langmap`: letters of a keyboard that writes no Latin ones, and what the same keys write
//! on one that does. It holds for keys that mean something, never for text that is typed.

use std::collections::BTreeMap;

use crate::config::keys::{Code, Key};

/// Layouts by name: the letters of the three rows, and the Latin ones on the same keys.
const LAYOUTS: &[(&str, &str, &str)] = &[
    (
        "russian",
        "йцукенгшщзхъфывапролджэячсмитьбюё",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
    ),
    (
        "ukrainian",
        "йцукенгшщзхїфівапролджєячсмитьбюґ",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\",
    ),
    (
        "belarusian",
        "йцукенгшўзх'фывапролджэячсмітьбюё",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
    ),
    (
        "bulgarian",
        "уеишщксдзцьяаожгтнвмчюйъэфхпрлб",
        "wertyuiop[]asdfghjkl;'zxcvbnm,.",
    ),
    (
        "serbian",
        "љњертзуиопшђасдфгхјклчћѕџцвбнм",
        "qwertyuiop[]asdfghjkl;'zxcvbnm",
    ),
    (
        "macedonian",
        "љњертѕуиопшѓасдфгхјклчќзџцвбнм",
        "qwertyuiop[]asdfghjkl;'zxcvbnm",
    ),
    (
        "greek",
        "ςερτυθιοπασδφγηξκλζχψωβνμ",
        "wertyuiopasdfghjklzxcvbnm",
    ),
    (
        "hebrew",
        "קראטוןםפשדגכעיחלךףזסבהנמצתץ",
        "ertyuiopasdfghjkl;zxcvbnm,.",
    ),
    (
        "arabic",
        "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ",
        "qwertyuiop[]asdfghjkl;'zxcvnm,./",
    ),
    (
        "georgian",
        "ქწერტყუიოპასდფგჰჯკლზხცვბნმ",
        "qwertyuiopasdfghjklzxcvbnm",
    ),
];

/// Letters and what stands for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LangMap {
    letters: BTreeMap<char, char>,
}

impl LangMap {
    /// Reads names of layouts and pairs of letters (`йцу=qwe`) with blanks between; the error is a
    /// sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut map = Self::default();
        for part in text.split_whitespace() {
            let (from, to) = match part.split_once('=') {
                Some(pair) => pair,
                None => layout(part)?,
            };
            if from.chars().count() != to.chars().count() {
                return Err(format!(
                    "input.langmap: \"{from}\" has {} letters, \"{to}\" has {}.",
                    from.chars().count(),
                    to.chars().count()
                ));
            }
            for (from, to) in from.chars().zip(to.chars()) {
                map.add(from, to);
            }
        }
        Ok(map)
    }

    /// A pair, and the same in capitals.
    fn add(&mut self, from: char, to: char) {
        self.letters.entry(from).or_insert(to);
        let (capital, latin) = (single(from.to_uppercase()), single(to.to_uppercase()));
        if let (Some(capital), Some(latin)) = (capital, latin)
            && capital != from
        {
            let latin = if to.is_alphabetic() {
                latin
            } else {
                shifted(to)
            };
            self.letters.entry(capital).or_insert(latin);
        }
    }

    /// The key with the letter that stands for its own.
    pub fn translate(&self, key: Key) -> Key {
        let code = match key.code {
            Code::Char(letter) => Code::Char(*self.letters.get(&letter).unwrap_or(&letter)),
            code => code,
        };
        Key { code, ..key }
    }
}

fn layout(name: &str) -> Result<(&'static str, &'static str), String> {
    let found = LAYOUTS.iter().find(|layout| layout.0 == name);
    found.map(|layout| (layout.1, layout.2)).ok_or_else(|| {
        let names: Vec<&str> = LAYOUTS.iter().map(|layout| layout.0).collect();
        format!(
            "input.langmap: \"{name}\" is not a layout; write letters as \"йцу=qwe\", or one of {}.",
            names.join(", ")
        )
    })
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    first.filter(|_| letters.next().is_none())
}

/// What Shift makes of a sign on a Latin keyboard.
fn shifted(sign: char) -> char {
    match sign {
        '[' => '{',
        ']' => '}',
        ';' => ':',
        '\'' => '"',
        ',' => '<',
        '.' => '>',
        '/' => '?',
        '`' => '~',
        '\\' => '|',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(map: &str, typed: &str, meant: &str) {
        let map = LangMap::parse(map).expect("a map");
        let keys = Key::parse_sequence(typed).expect("keys");
        let translated: Vec<Key> = keys.into_iter().map(|key| map.translate(key)).collect();
        assert_eq!(translated, Key::parse_sequence(meant).expect("keys"));
    }

    #[test]
    fn a_key_means_what_it_means_on_a_latin_keyboard() {
        check("russian", "о", "j");
        check("russian", "О", "J");
        check("russian", "C-в", "C-d");
        check("russian", "A-х", "A-[");
        check("russian", "Х", "{");
        check("greek", "γ", "g");
        check("hebrew", "ח", "j");
        check("ukrainian greek", "ξ", "j");
        check("äö=xz", "Ö", "Z");
        check("russian", "Enter", "Enter");
    }

    #[test]
    fn every_layout_is_whole() {
        for (name, from, to) in LAYOUTS {
            assert!(LangMap::parse(name).is_ok(), "{name}");
            for letters in [from, to] {
                let mut unique: Vec<char> = letters.chars().collect();
                unique.sort_unstable();
                unique.dedup();
                assert_eq!(unique.len(), letters.chars().count(), "{name}: {letters}");
            }
        }
    }

    #[test]
    fn what_is_no_layout_is_said() {
        let error = LangMap::parse("klingon").expect_err("unknown");
        assert!(error.contains("russian, ukrainian"), "{error}");
        let error = LangMap::parse("йц=q").expect_err("uneven");
        assert_eq!(error, "input.langmap: \"йц\" has 2 letters, \"q\" has 1.");
    }
}
