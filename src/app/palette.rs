//! The palette: everything there is to do, narrowed by letters that need only come in that order.
//! The list has a few hundred names, so a plain score over all of them at each letter is as quick
//! as a matcher made for millions, and far smaller.

use crate::app::{Cursor, NAMED_VIEWS, State, completing::views};
use crate::config::ThemeName;
use crate::model::{Action, Area, Sort};

/// Names of items that are remembered as used.
pub const RECENT: usize = 20;

/// Rows of the palette at the most.
pub const PALETTE_ROWS: usize = 18;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaletteItem {
    /// An action.
    Action(Action),
    /// The macro at this index.
    Macro(usize),
    /// A line as it would be typed behind the colon: a view, a feed, a tag.
    Line(String),
}

/// An item as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What it is.
    pub item: PaletteItem,
    /// Its name.
    pub name: String,
    /// What it does.
    pub help: String,
    /// Its keys.
    pub keys: String,
}

/// An entry that fits what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Index of the entry.
    pub entry: usize,
    /// Letters of the name that were typed, counted in `char`s, in order.
    pub lit: Vec<usize>,
}

/// The palette and what it is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// What was typed.
    pub text: String,
    /// Where the cursor stands among the matches.
    pub cursor: Cursor,
    /// Everything, as it stands while nothing is typed.
    pub entries: Vec<PaletteEntry>,
    /// What fits, best first.
    pub matches: Vec<Match>,
}

/// Every action, macro, order, view and theme, in the order of the help; moving, which has its keys
/// or the wheel, last.
pub fn palette_entries(state: &State) -> Vec<PaletteEntry> {
    let keys = &state.keys;
    let hidden = |action: &Action| matches!(action, Action::Palette | Action::Cancel);
    let (moving, others): (Vec<Action>, Vec<Action>) = Action::all()
        .filter(|action| !hidden(action))
        .partition(|action| action.area() == Area::Moving);
    let action = |action: Action| PaletteEntry {
        item: PaletteItem::Action(action),
        name: action.name().to_owned(),
        help: action.help().to_owned(),
        keys: keys.keys_of(action).join(" "),
    };
    let macros = keys
        .macros()
        .iter()
        .enumerate()
        .map(|(index, macro_)| PaletteEntry {
            item: PaletteItem::Macro(index),
            name: format!("macro {}", macro_.name),
            help: macro_.help(),
            keys: keys.keys_of_macro(index),
        });
    let line = |line: String, help: String| PaletteEntry {
        item: PaletteItem::Line(line.clone()),
        name: line,
        help,
        keys: String::new(),
    };
    let sorts = Sort::ALL.into_iter().map(|sort| {
        let help = format!("this list {}", sort.help());
        line(format!("sort {}", sort.name()), help)
    });
    let themes = ThemeName::ALL.into_iter();
    let themes = themes.map(|theme| {
        let help = theme.help().to_owned();
        line(format!("theme {}", theme.name()), help)
    });
    // The fixed views are actions.
    let views = views(state).into_iter().skip(NAMED_VIEWS.len());
    let views = views.map(|view| line(format!("view {}", view.shown), view.help));
    let lines = sorts.chain(views).chain(themes);
    let others = others.into_iter().map(action).chain(lines);
    let moving = moving.into_iter().map(action);
    macros.chain(others).chain(moving).collect()
}

impl Palette {
    /// The palette with those used last first, the newest at the end of `recent`.
    pub fn new(entries: Vec<PaletteEntry>, recent: &[String]) -> Self {
        let mut palette = Self {
            text: String::new(),
            cursor: Cursor::default(),
            entries: Vec::new(),
            matches: Vec::new(),
        };
        palette.replace(entries, recent);
        palette
    }

    /// Takes other entries; what was typed narrows them too, and the cursor stays on its entry.
    pub fn replace(&mut self, mut entries: Vec<PaletteEntry>, recent: &[String]) {
        let age = |entry: &PaletteEntry| recent.iter().rev().position(|name| *name == entry.name);
        entries.sort_by_key(|entry| age(entry).unwrap_or(usize::MAX));
        let (chosen, cursor) = (self.chosen().cloned(), self.cursor);
        self.entries = entries;
        self.narrow(self.text.clone());
        let mut matches = self.matches.iter();
        let again = matches.position(|found| self.entries.get(found.entry) == chosen.as_ref());
        if let (Some(row), true) = (again, cursor.row > 0) {
            self.cursor = Cursor { row, ..cursor };
        }
    }

    /// Leaves what fits every word of a text.
    pub fn narrow(&mut self, text: String) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let entries = self.entries.iter().enumerate();
        let mut scored: Vec<(i32, Match)> = entries
            .filter_map(|(entry, of)| {
                let (score, lit) = score(of, &words)?;
                Some((score, Match { entry, lit }))
            })
            .collect();
        // Equals stay in the order of the list.
        scored.sort_by_key(|(score, _)| -score);
        self.matches = scored.into_iter().map(|(_, found)| found).collect();
        self.cursor = Cursor::default();
        self.text = text;
    }

    /// The entry under the cursor.
    pub fn chosen(&self) -> Option<&PaletteEntry> {
        let found = self.matches.get(self.cursor.row)?;
        self.entries.get(found.entry)
    }
}

/// How well an entry fits all words; `None` where one of them does not.
fn score(entry: &PaletteEntry, words: &[&str]) -> Option<(i32, Vec<usize>)> {
    if words.is_empty() {
        return Some((0, Vec::new()));
    }
    let name: Vec<char> = entry.name.to_lowercase().chars().collect();
    let (mut sum, mut lit) = (0, Vec::new());
    for typed in words {
        // A key is meant as it is written.
        let is_key = entry.keys.split(' ').any(|key| key == *typed);
        sum += 100 * i32::from(is_key);
        let word = &typed.to_lowercase();
        let letters: Vec<char> = word.chars().collect();
        match best_place(&name, &letters) {
            Some((score, places)) => {
                sum += score;
                lit.extend(places);
            }
            None if entry.help.to_lowercase().contains(word) => {}
            None if is_key => {}
            None => return None,
        }
    }
    lit.sort_unstable();
    lit.dedup();
    // Of two that fit alike the shorter one has less that was not typed.
    Some((
        sum * 100 - i32::try_from(name.len()).unwrap_or(99).min(99),
        lit,
    ))
}

/// Where letters stand in a name in that order: at the beginnings of words and together is best.
fn best_place(name: &[char], letters: &[char]) -> Option<(i32, Vec<usize>)> {
    let starts = (0..name.len()).filter(|at| Some(&name[*at]) == letters.first());
    starts
        .filter_map(|start| place_from(name, letters, start))
        .max_by_key(|(score, places)| (*score, std::cmp::Reverse(places.first().copied())))
}

fn place_from(name: &[char], letters: &[char], start: usize) -> Option<(i32, Vec<usize>)> {
    let begins_word = |at: usize| at == 0 || !name[at - 1].is_alphanumeric();
    let (mut score, mut places, mut from) = (0, Vec::new(), start);
    for letter in letters {
        let next = (from..name.len()).find(|at| name[*at] == *letter)?;
        // The letter of the next word, if the very next letter is another.
        let word = (next..name.len()).find(|at| name[*at] == *letter && begins_word(*at));
        let at = if next == from {
            next
        } else {
            word.unwrap_or(next)
        };
        let together = places.last().is_some_and(|last| last + 1 == at);
        score += 1 + 4 * i32::from(together) + 6 * i32::from(begins_word(at));
        places.push(at);
        from = at + 1;
    }
    Some((score, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(recent: &[&str]) -> Palette {
        let recent: Vec<String> = recent.iter().map(ToString::to_string).collect();
        Palette::new(palette_entries(&State::default()), &recent)
    }

    fn names(palette: &Palette) -> Vec<&str> {
        let of = |found: &Match| palette.entries[found.entry].name.as_str();
        palette.matches.iter().map(of).collect()
    }

    #[track_caller]
    fn check(typed: &str, first: &str) {
        let mut palette = palette(&[]);
        palette.narrow(typed.to_owned());
        assert_eq!(names(&palette).first(), Some(&first), "{typed}");
    }

    #[test]
    fn a_few_letters_find_what_is_meant() {
        check("star", "star");
        check("oon", "open-original-and-next");
        check("vu", "view-unread");
        check("trd", "toggle-read");
        check("unread next", "next-unread");
        check("C-r", "redo");
        check("aggregator", "open-via");
    }

    #[test]
    fn the_letters_that_were_typed_are_known() {
        let mut palette = palette(&[]);
        palette.narrow("vu".to_owned());
        assert_eq!(palette.matches[0].lit, [0, 5]);
        palette.narrow("zzz".to_owned());
        assert_eq!(palette.chosen(), None);
    }

    #[test]
    fn what_was_used_last_stands_first() {
        let palette = palette(&["save", "redo"]);
        assert_eq!(names(&palette)[..2], ["redo", "save"]);
        assert_eq!(palette.matches.len(), palette.entries.len());
    }
}
