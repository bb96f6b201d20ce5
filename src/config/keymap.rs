//! Which keys lead to which action. The default map is data (`assets/keys.toml`); the reader's
//! `[keys]` replaces the keys of single actions, and what is wrong there is said and left out.

use std::collections::BTreeMap;

use crate::config::{
    keys::{Key, show_sequence},
    unknown::nearest,
};
use crate::model::Action;

const DEFAULT_KEYS: &str = include_str!("../../assets/keys.toml");

/// What the keys typed so far mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// They are complete.
    Action(Action),
    /// More keys may follow.
    Prefix,
    /// Nothing begins like this.
    Nothing,
}

/// A key that may follow a prefix, and what it would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// The rest of the sequence as it is shown.
    pub keys: String,
    /// What it leads to.
    pub action: Action,
}

/// Sequences of keys and their actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyMap {
    bindings: BTreeMap<Vec<Key>, Action>,
}

impl Default for KeyMap {
    fn default() -> Self {
        let mut problems = Vec::new();
        let table: BTreeMap<String, toml::Value> = toml::from_str(DEFAULT_KEYS).unwrap_or_default();
        let bindings = read_table(&table, &mut problems);
        // A test reads the bundled file, so that a broken one never ships.
        debug_assert!(problems.is_empty(), "{problems:?}");
        Self { bindings }
    }
}

impl KeyMap {
    /// The default map with the reader's `[keys]` over it, and a sentence for each entry that
    /// cannot be used.
    pub fn with_overrides(table: &BTreeMap<String, toml::Value>) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let wanted = read_table(table, &mut problems);
        let mut map = Self::default();
        let replaced: Vec<Action> = table
            .keys()
            .filter_map(|name| Action::from_name(name))
            .collect();
        map.bindings
            .retain(|keys, action| !replaced.contains(action) && !wanted.contains_key(keys));
        for (keys, action) in wanted {
            match map.overlapping(&keys) {
                Some((other, of)) => problems.push(format!(
                    "keys: {} ({}) and {} ({}) begin alike, so one of them could never be typed.",
                    show_sequence(&keys),
                    action.name(),
                    show_sequence(other),
                    of.name()
                )),
                None => {
                    map.bindings.insert(keys, action);
                }
            }
        }
        (map, problems)
    }

    /// What the keys typed so far mean.
    pub fn lookup(&self, typed: &[Key]) -> Lookup {
        if let Some(action) = self.bindings.get(typed) {
            return Lookup::Action(*action);
        }
        match self.starting_with(typed).next() {
            Some(_) => Lookup::Prefix,
            None => Lookup::Nothing,
        }
    }

    /// What may follow the keys typed so far.
    pub fn continuations(&self, typed: &[Key]) -> Vec<Continuation> {
        self.starting_with(typed)
            .map(|(keys, action)| Continuation {
                keys: show_sequence(&keys[typed.len()..]),
                action: *action,
            })
            .collect()
    }

    /// The sequences that lead to an action, the shortest to write first.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut keys: Vec<&Vec<Key>> = self
            .bindings
            .iter()
            .filter(|(_, bound)| **bound == action)
            .map(|(keys, _)| keys)
            .collect();
        keys.sort_by_key(|keys| show_sequence(keys).len());
        keys.into_iter().map(|keys| show_sequence(keys)).collect()
    }

    /// The keys of an action for a hint on the screen; its name where it has none.
    pub fn hint(&self, action: Action) -> String {
        self.keys_of(action)
            .into_iter()
            .next()
            .unwrap_or_else(|| format!(":{}", action.name()))
    }

    fn starting_with<'a>(
        &'a self,
        typed: &'a [Key],
    ) -> impl Iterator<Item = (&'a Vec<Key>, &'a Action)> {
        self.bindings
            .range(typed.to_vec()..)
            .take_while(move |(keys, _)| keys.starts_with(typed))
            .filter(move |(keys, _)| keys.len() > typed.len())
    }

    fn overlapping(&self, keys: &[Key]) -> Option<(&Vec<Key>, Action)> {
        self.bindings
            .iter()
            .find(|(other, _)| other.starts_with(keys) || keys.starts_with(other))
            .map(|(other, action)| (other, *action))
    }
}

/// Reads action → keys; what cannot be used is left out and said.
fn read_table(
    table: &BTreeMap<String, toml::Value>,
    problems: &mut Vec<String>,
) -> BTreeMap<Vec<Key>, Action> {
    let mut bindings: BTreeMap<Vec<Key>, Action> = BTreeMap::new();
    for (name, value) in table {
        let Some(action) = Action::from_name(name) else {
            problems.push(unknown_action(name));
            continue;
        };
        let Some(written) = texts(value) else {
            problems.push(format!(
                "keys.{name}: write keys as \"x\" or [\"x\", \"gx\"]."
            ));
            continue;
        };
        for text in written {
            match Key::parse_sequence(text) {
                Ok(keys) => bind(&mut bindings, keys, action, problems),
                Err(error) => problems.push(format!("keys.{name}: {error}.")),
            }
        }
    }
    bindings
}

fn bind(
    bindings: &mut BTreeMap<Vec<Key>, Action>,
    keys: Vec<Key>,
    action: Action,
    problems: &mut Vec<String>,
) {
    match bindings.get(&keys) {
        Some(other) if *other != action => problems.push(format!(
            "keys: {} is given to both {} and {}.",
            show_sequence(&keys),
            other.name(),
            action.name()
        )),
        _ => {
            bindings.insert(keys, action);
        }
    }
}

fn texts(value: &toml::Value) -> Option<Vec<&str>> {
    match value {
        toml::Value::String(text) => Some(vec![text]),
        toml::Value::Array(entries) => entries.iter().map(toml::Value::as_str).collect(),
        _ => None,
    }
}

fn unknown_action(name: &str) -> String {
    let names: Vec<&str> = Action::all().map(Action::name).collect();
    match nearest(name, &names) {
        Some(near) => format!("keys: \"{name}\" is not an action. Did you mean \"{near}\"?"),
        None => format!("keys: \"{name}\" is not an action; :help lists them."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(map: &KeyMap, typed: &str) -> Lookup {
        map.lookup(&Key::parse_sequence(typed).expect("keys"))
    }

    fn overridden(text: &str) -> (KeyMap, Vec<String>) {
        KeyMap::with_overrides(&toml::from_str(text).expect("toml"))
    }

    #[test]
    fn the_bundled_keys_are_understood() {
        let table: BTreeMap<String, toml::Value> = toml::from_str(DEFAULT_KEYS).expect("toml");
        let mut problems = Vec::new();
        let bindings = read_table(&table, &mut problems);
        assert_eq!(problems, Vec::<String>::new());
        let map = KeyMap { bindings };
        for keys in map.bindings.keys() {
            let mut without = map.clone();
            without.bindings.remove(keys);
            assert_eq!(without.overlapping(keys), None, "{}", show_sequence(keys));
        }
    }

    #[test]
    fn every_key_of_the_design_leads_somewhere() {
        let map = KeyMap::default();
        let keys = "j k gg G C-d C-u C-f C-b PgDn PgUp h l Tab S-Tab Enter J K Space b 1 9 0 ] [ } \
                    { n N gn o O y Y m A s r R z / ! ? : q Q C-c Esc C-z C-l u C-r . ga gu gs ( ) \
                    gx a F1 Up Down";
        for sequence in keys.split_whitespace() {
            assert!(
                matches!(lookup(&map, sequence), Lookup::Action(_)),
                "{sequence}"
            );
        }
        assert_eq!(lookup(&map, "g"), Lookup::Prefix);
        assert_eq!(lookup(&map, "gj"), Lookup::Nothing);
    }

    #[test]
    fn the_readers_keys_replace_those_of_the_action() {
        let (map, problems) = overridden("down = \"n\"\nnext-unread = [\"j\", \"gj\"]");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(lookup(&map, "n"), Lookup::Action(Action::Down));
        assert_eq!(lookup(&map, "gj"), Lookup::Action(Action::NextUnread));
        assert_eq!(lookup(&map, "Down"), Lookup::Nothing);
    }

    #[test]
    fn a_key_taken_from_another_action_leaves_it_its_other_keys() {
        let (map, problems) = overridden("quit = \"q\"");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(lookup(&map, "q"), Lookup::Action(Action::Quit));
        assert!(map.keys_of(Action::Back).is_empty());
        assert_eq!(map.hint(Action::Back), ":back");
    }

    #[test]
    fn an_unknown_action_is_named_with_the_nearest() {
        let (_, problems) = overridden("toggel-read = \"x\"");
        assert_eq!(
            problems,
            ["keys: \"toggel-read\" is not an action. Did you mean \"toggle-read\"?"]
        );
    }

    #[test]
    fn conflicts_are_named_and_left_out() {
        let (map, problems) = overridden("down = \"x\"\nup = \"x\"\nstar = \"g\"");
        assert_eq!(
            problems,
            [
                "keys: x is given to both down and up.",
                "keys: g (star) and gO (outline) begin alike, so one of them could never be typed.",
            ]
        );
        assert_eq!(lookup(&map, "gg"), Lookup::Action(Action::Top));
    }

    #[test]
    fn what_may_follow_a_prefix_is_listed() {
        let map = KeyMap::default();
        let after_g = map.continuations(&[Key::char('g')]);
        assert!(after_g.contains(&Continuation {
            keys: "g".to_owned(),
            action: Action::Top
        }));
    }
}
