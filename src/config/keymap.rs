//! Which keys lead to which action, and where. The presets are data (`assets/keys*.toml`); the
//! reader's `[keys]` replaces the keys of single actions, everywhere or in one context, and what is
//! wrong there is said and left out.

use std::collections::BTreeMap;

use crate::config::{
    keys::{Key, show_sequence},
    langmap::LangMap,
    macros::{Macro, read_macros},
    settings::{Preset, Settings},
    unknown::nearest,
};
use crate::model::Action;

const DEFAULT_KEYS: &str = include_str!("../../assets/keys.toml");
const NEWSBOAT_KEYS: &str = include_str!("../../assets/keys-newsboat.toml");
const ARROWS_KEYS: &str = include_str!("../../assets/keys-arrows.toml");

/// Where keys are pressed; a key can mean something else in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The list.
    Stories,
    /// The article.
    Reader,
    /// The sources.
    Sources,
    /// Help, ledger, lists and what else lies over the panes.
    Screens,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 4] = [Self::Stories, Self::Reader, Self::Sources, Self::Screens];

    /// Its table below `[keys]`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stories => "stories",
            Self::Reader => "reader",
            Self::Sources => "sources",
            Self::Screens => "screens",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }
}

/// What a sequence of keys leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// An action.
    Action(Action),
    /// The macro at this index.
    Macro(usize),
}

/// What the keys typed so far mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// They are complete.
    Action(Action),
    /// They are complete: the macro at this index.
    Macro(usize),
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
    pub bound: Bound,
    /// The same in a few words.
    pub help: String,
}

type Table = BTreeMap<String, toml::Value>;
type Bindings = BTreeMap<Vec<Key>, Bound>;

/// Sequences of keys and what they lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyMap {
    /// What holds where no context says otherwise.
    general: Bindings,
    /// What holds in each context, in the order of `Context::ALL`.
    contexts: [Bindings; 4],
    /// The keys that macros are typed behind.
    macro_keys: Vec<Vec<Key>>,
    macros: Vec<Macro>,
    langmap: LangMap,
}

impl Default for KeyMap {
    fn default() -> Self {
        let (map, problems) = Self::of(&Settings::default());
        // A test reads the bundled files, so that a broken one never ships.
        debug_assert!(problems.is_empty(), "{problems:?}");
        map
    }
}

impl KeyMap {
    /// The chosen preset with the reader's keys over it, and a sentence for each entry that cannot
    /// be used.
    pub fn of(settings: &Settings) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let layers = Layers::read(settings, &mut problems);
        let general = layers.bindings(None, &mut problems);
        let contexts = Context::ALL.map(|context| {
            let mut found = Vec::new();
            let bindings = layers.bindings(Some(context), &mut found);
            // What is wrong everywhere is said once.
            found.retain(|problem| !problems.contains(problem));
            problems.append(&mut found);
            bindings
        });
        let mut map = Self {
            macro_keys: sequences(&general, Bound::Action(Action::Macros)),
            general,
            contexts,
            macros: layers.macros,
            langmap: LangMap::parse(&settings.input.langmap).unwrap_or_else(|problem| {
                problems.push(problem);
                LangMap::default()
            }),
        };
        let behind_key = layers.commands..map.macros.len();
        if !behind_key.is_empty() {
            for bindings in map.contexts.iter_mut().chain([&mut map.general]) {
                put_behind_key(bindings, &map.macros, behind_key.clone());
            }
        }
        (map, problems)
    }

    /// What the keys typed so far mean in a context.
    pub fn lookup(&self, context: Context, typed: &[Key]) -> Lookup {
        let bindings = self.bindings(context);
        match bindings.get(typed) {
            Some(Bound::Action(action)) => Lookup::Action(*action),
            Some(Bound::Macro(index)) => Lookup::Macro(*index),
            None if starting_with(bindings, typed).next().is_some() => Lookup::Prefix,
            None => Lookup::Nothing,
        }
    }

    /// What may follow the keys typed so far.
    pub fn continuations(&self, context: Context, typed: &[Key]) -> Vec<Continuation> {
        starting_with(self.bindings(context), typed)
            .map(|(keys, bound)| Continuation {
                keys: show_sequence(&keys[typed.len()..]),
                bound: *bound,
                help: match bound {
                    Bound::Action(action) => action.help().to_owned(),
                    Bound::Macro(index) => self.macros[*index].help(),
                },
            })
            .collect()
    }

    /// A key as it is meant: letters of another script stand for those on the same keys, unless
    /// they have a meaning of their own.
    pub fn meant(&self, context: Context, typed: &[Key], key: Key) -> Key {
        let own = self.lookup(context, &[typed, &[key]].concat());
        match own {
            Lookup::Nothing => self.langmap.translate(key),
            _ => key,
        }
    }

    /// A key as a letter of a Latin keyboard.
    pub fn latin(&self, key: Key) -> Key {
        self.langmap.translate(key)
    }

    /// The macros; those of `[commands]` come first.
    pub fn macros(&self) -> &[Macro] {
        &self.macros
    }

    /// The keys that macros are typed behind; `None` where there is no macro, or no such key.
    pub fn macro_prefix(&self) -> Option<&[Key]> {
        let prefix = self.macro_keys.first()?;
        let bound = self.general.contains_key(prefix);
        (!bound).then_some(prefix.as_slice())
    }

    /// The keys of a macro, as they are shown.
    pub fn keys_of_macro(&self, index: usize) -> String {
        let keys = sequences(&self.general, Bound::Macro(index));
        keys.first()
            .map_or_else(String::new, |keys| show_sequence(keys))
    }

    /// The sequences that lead to an action, the shortest to write first: where no context says
    /// otherwise, else in any.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let bound = Bound::Action(action);
        let mut keys = match action {
            Action::Macros => self.macro_keys.clone(),
            _ => sequences(&self.general, bound),
        };
        for bindings in &self.contexts {
            if keys.is_empty() {
                keys = sequences(bindings, bound);
            }
        }
        shown(&keys)
    }

    /// The keys of an action for a hint on the screen; its name where it has none.
    pub fn hint(&self, action: Action) -> String {
        first_or_name(self.keys_of(action), action)
    }

    /// The same for a hint about one context.
    pub fn hint_in(&self, context: Context, action: Action) -> String {
        let keys = sequences(self.bindings(context), Bound::Action(action));
        match action {
            Action::Macros => self.hint(action),
            _ => first_or_name(shown(&keys), action),
        }
    }

    fn bindings(&self, context: Context) -> &Bindings {
        &self.contexts[context as usize]
    }
}

fn first_or_name(keys: Vec<String>, action: Action) -> String {
    let first = keys.into_iter().next();
    first.unwrap_or_else(|| format!(":{}", action.name()))
}

/// The tables that a map is made of, one over the other.
struct Layers<'a> {
    presets: Vec<Table>,
    reader: &'a Table,
    /// All macros; the first `commands` of them have keys of their own.
    macros: Vec<Macro>,
    commands: usize,
}

impl<'a> Layers<'a> {
    fn read(settings: &'a Settings, problems: &mut Vec<String>) -> Self {
        let preset = |text| toml::from_str(text).unwrap_or_default();
        let presets = match settings.input.preset {
            Preset::Default => vec![preset(DEFAULT_KEYS)],
            Preset::Newsboat => vec![preset(DEFAULT_KEYS), preset(NEWSBOAT_KEYS)],
            Preset::Arrows => vec![preset(ARROWS_KEYS)],
        };
        let mut macros = read_macros("commands", &settings.commands, problems);
        let commands = macros.len();
        macros.extend(read_macros("macros", &settings.macros, problems));
        Self {
            presets,
            reader: &settings.keys,
            macros,
            commands,
        }
    }

    /// What holds in a context, or where none says otherwise.
    fn bindings(&self, context: Option<Context>, problems: &mut Vec<String>) -> Bindings {
        let mut bindings = Bindings::new();
        let mut lay = |table: &Table, name: &str, problems: &mut Vec<String>| {
            overlay(&mut bindings, table, name, problems);
        };
        let inner = |table: &Table| {
            let inner = table.get(context?.name())?.as_table()?;
            Some(inner.clone().into_iter().collect::<Table>())
        };
        for preset in &self.presets {
            lay(preset, "keys", problems);
            if let Some(table) = inner(preset) {
                lay(&table, "keys", problems);
            }
        }
        lay(self.reader, "keys", problems);
        self.bind_commands(&mut bindings, problems);
        if let (Some(context), Some(table)) = (context, inner(self.reader)) {
            let name = format!("keys.{}", context.name());
            overlay(&mut bindings, &table, &name, problems);
        }
        bindings
    }

    fn bind_commands(&self, bindings: &mut Bindings, problems: &mut Vec<String>) {
        for (index, command) in self.macros[..self.commands].iter().enumerate() {
            bindings.remove(&command.keys);
            let bound = Bound::Macro(index);
            insert(
                bindings,
                &command.keys,
                bound,
                "commands",
                &command.name,
                problems,
            );
        }
    }
}

/// Lays a table over what is bound so far: an action that it names has the keys it says and no
/// others, and a key that it takes is no other action's.
fn overlay(bindings: &mut Bindings, table: &Table, section: &str, problems: &mut Vec<String>) {
    let wanted = read_table(table, section, problems);
    let replaced: Vec<Bound> = table
        .keys()
        .filter_map(|name| Action::from_name(name).map(Bound::Action))
        .collect();
    bindings.retain(|keys, bound| !replaced.contains(bound) && !wanted.contains_key(keys));
    for (keys, action) in wanted {
        let name = action.name();
        insert(
            bindings,
            &keys,
            Bound::Action(action),
            section,
            name,
            problems,
        );
    }
}

fn insert(
    bindings: &mut Bindings,
    keys: &[Key],
    bound: Bound,
    section: &str,
    name: &str,
    problems: &mut Vec<String>,
) {
    match overlapping(bindings, keys) {
        Some((other, of)) => problems.push(format!(
            "{section}: {} ({name}) and {} ({}) begin alike, so one of them could never be typed.",
            show_sequence(keys),
            show_sequence(other),
            match of {
                Bound::Action(action) => action.name(),
                Bound::Macro(_) => "a command",
            }
        )),
        None => {
            bindings.insert(keys.to_vec(), bound);
        }
    }
}

/// Binds macros behind the keys for macros, which are a beginning then and nothing by themselves.
fn put_behind_key(bindings: &mut Bindings, macros: &[Macro], which: std::ops::Range<usize>) {
    for prefix in sequences(bindings, Bound::Action(Action::Macros)) {
        bindings.remove(&prefix);
        for index in which.clone() {
            let keys = [prefix.as_slice(), &macros[index].keys].concat();
            if overlapping(bindings, &keys).is_none() {
                bindings.insert(keys, Bound::Macro(index));
            }
        }
    }
}

fn sequences(bindings: &Bindings, bound: Bound) -> Vec<Vec<Key>> {
    let leading = bindings.iter().filter(|(_, other)| **other == bound);
    leading.map(|(keys, _)| keys.clone()).collect()
}

fn shown(keys: &[Vec<Key>]) -> Vec<String> {
    let mut shown: Vec<String> = keys.iter().map(|keys| show_sequence(keys)).collect();
    shown.sort_by_key(String::len);
    shown
}

fn starting_with<'a>(
    bindings: &'a Bindings,
    typed: &'a [Key],
) -> impl Iterator<Item = (&'a Vec<Key>, &'a Bound)> {
    bindings
        .range(typed.to_vec()..)
        .take_while(move |(keys, _)| keys.starts_with(typed))
        .filter(move |(keys, _)| keys.len() > typed.len())
}

fn overlapping<'a>(bindings: &'a Bindings, keys: &[Key]) -> Option<(&'a Vec<Key>, Bound)> {
    let shorter = (1..=keys.len()).find_map(|length| bindings.get_key_value(&keys[..length]));
    let longer = || {
        let mut following = bindings.range(keys.to_vec()..);
        following
            .next()
            .filter(|(other, _)| other.starts_with(keys))
    };
    shorter
        .or_else(longer)
        .map(|(other, bound)| (other, *bound))
}

/// Reads action → keys; what cannot be used is left out and said.
fn read_table(
    table: &Table,
    section: &str,
    problems: &mut Vec<String>,
) -> BTreeMap<Vec<Key>, Action> {
    let mut bindings: BTreeMap<Vec<Key>, Action> = BTreeMap::new();
    for (name, value) in table {
        if value.is_table() && Context::from_name(name).is_some() {
            continue;
        }
        let Some(action) = Action::from_name(name) else {
            problems.push(format!("{section}: {}", unknown_action(name)));
            continue;
        };
        let Some(written) = texts(value) else {
            problems.push(format!(
                "{section}.{name}: write keys as \"x\" or [\"x\", \"gx\"]."
            ));
            continue;
        };
        for text in written {
            match Key::parse_sequence(text) {
                Ok(keys) => bind(&mut bindings, keys, action, section, problems),
                Err(error) => problems.push(format!("{section}.{name}: {error}.")),
            }
        }
    }
    bindings
}

fn bind(
    bindings: &mut BTreeMap<Vec<Key>, Action>,
    keys: Vec<Key>,
    action: Action,
    section: &str,
    problems: &mut Vec<String>,
) {
    match bindings.get(&keys) {
        Some(other) if *other != action => problems.push(format!(
            "{section}: {} is given to both {} and {}.",
            show_sequence(&keys),
            other.name(),
            action.name()
        )),
        _ => {
            bindings.insert(keys, action);
        }
    }
}

pub(super) fn texts(value: &toml::Value) -> Option<Vec<&str>> {
    match value {
        toml::Value::String(text) => Some(vec![text]),
        toml::Value::Array(entries) => entries.iter().map(toml::Value::as_str).collect(),
        _ => None,
    }
}

pub(super) fn unknown_action(name: &str) -> String {
    let names: Vec<&str> = Action::all().map(Action::name).collect();
    match nearest(name, &names) {
        Some(near) => format!("\"{name}\" is not an action. Did you mean \"{near}\"?"),
        None => format!("\"{name}\" is not an action; :help lists them."),
    }
}

#[cfg(test)]
mod tests;
