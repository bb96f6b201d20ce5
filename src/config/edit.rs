//! `config.toml`, changed from inside the program: comments and order stay, and what the reader
//! wrote is never written over.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use toml_edit::{DocumentMut, Item, Table, Value};

use crate::config::{
    ConfigError, Settings,
    files::{lock_beside, parse, read_or_empty, tables_of, write_in_place},
};

/// The configuration on disk, held for changing it.
#[derive(Debug)]
pub struct ConfigFile {
    path: PathBuf,
    document: DocumentMut,
    changed: bool,
    _lock: Option<File>,
}

/// What came of putting a setting in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    New,
    /// It was there before, just so.
    Same,
    /// The reader's own stands there: this.
    Other(String),
}

impl ConfigFile {
    /// Reads the file to look at it; a missing one is an empty one.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = read_or_empty(path)?;
        let document = parse(path, &text)?;
        Ok(Self {
            path: path.to_owned(),
            document,
            changed: false,
            _lock: None,
        })
    }

    /// Reads the file to change it: until this value is dropped, no other newsfold changes it.
    pub fn edit(path: &Path) -> Result<Self, ConfigError> {
        Ok(Self {
            _lock: Some(lock_beside(path)?),
            ..Self::load(path)?
        })
    }

    /// Puts a value under a key of a section, unless something stands there.
    pub fn put(&mut self, section: &str, key: &str, value: impl Into<Value>) -> Put {
        let value = value.into();
        let said = |value: &Value| value.clone().decorated("", "").to_string();
        let item = self.document.entry(section).or_insert_with(table);
        let Some(table) = item.as_table_like_mut() else {
            return Put::Other(item.to_string().trim().to_owned());
        };
        match table.get(key) {
            None => {
                table.insert(key, Item::Value(value));
                self.changed = true;
                Put::New
            }
            Some(Item::Value(there)) if said(there) == said(&value) => Put::Same,
            Some(Item::Value(there)) => Put::Other(said(there)),
            Some(other) => Put::Other(other.to_string().trim().to_owned()),
        }
    }

    /// Adds a table to a list of tables (`[[rule]]`), unless one that says the same is there.
    pub fn add(&mut self, list: &str, entry: Table) -> Put {
        let Some(tables) = tables_of(&mut self.document, list) else {
            return Put::Other(self.document[list].to_string().trim().to_owned());
        };
        let wanted = said_in(&entry);
        let same = |table: &Table| {
            let there = said_in(table);
            wanted
                .iter()
                .all(|(key, value)| there.get(key) == Some(value))
        };
        if tables.iter().any(same) {
            return Put::Same;
        }
        tables.push(entry);
        self.changed = true;
        Put::New
    }

    /// Changes what the file says; `edit` gives whether it did.
    pub fn change(
        &mut self,
        edit: impl FnOnce(&mut DocumentMut) -> Result<bool, &'static str>,
    ) -> Result<bool, ConfigError> {
        let changed = edit(&mut self.document).map_err(|message| ConfigError::Syntax {
            path: self.path.clone(),
            line: 1,
            message: message.to_owned(),
        })?;
        self.changed |= changed;
        Ok(changed)
    }

    /// What the file says, or will say.
    pub fn text(&self) -> String {
        self.document.to_string()
    }

    /// Puts another text in the place of all of it.
    pub fn replace(&mut self, text: &str) -> Result<(), ConfigError> {
        self.document = parse(&self.path, text)?;
        self.changed = true;
        Ok(())
    }

    /// Writes the file, if something was put in and what it says then can be used.
    pub fn save(&self) -> Result<(), ConfigError> {
        if !self.changed {
            return Ok(());
        }
        let text = self.document.to_string();
        toml::from_str::<Settings>(&text)
            .map_err(|error| ConfigError::syntax(&self.path, &text, &error))?;
        write_in_place(&self.path, &text)
    }
}

fn table() -> Item {
    Item::Table(Table::new())
}

/// What a table says, however it is written.
fn said_in(table: &Table) -> toml::Table {
    toml::from_str(&table.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::files;

    const OWN: &str = "# mine\n[fetch] # at night\nat_once = 8 # few\n";

    fn file_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        files::file_with("config.toml", text)
    }

    #[test]
    fn what_is_put_in_stands_beside_the_readers_own() {
        let (_folder, path) = file_with(OWN);
        let mut file = ConfigFile::edit(&path).expect("valid");
        assert_eq!(file.put("fetch", "at_once", 8), Put::Same);
        assert_eq!(file.put("fetch", "at_once", 9), Put::Other("8".into()));
        assert!(!file.changed);
        assert_eq!(file.put("fetch", "interval", "60m"), Put::New);
        assert_eq!(file.put("reading", "text_width", 72), Put::New);
        file.save().expect("saved");
        assert_eq!(
            fs::read_to_string(&path).expect("there"),
            "# mine\n[fetch] # at night\nat_once = 8 # few\ninterval = \"60m\"\n\n\
             [reading]\ntext_width = 72\n"
        );
    }

    #[test]
    fn what_could_not_be_read_again_is_not_written() {
        let (_folder, path) = file_with(OWN);
        let mut file = ConfigFile::edit(&path).expect("valid");
        file.put("reading", "text_width", 3);
        let error = file.save().expect_err("too narrow").to_string();
        assert!(error.contains("24 to 240"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("there"), OWN);
    }

    #[test]
    fn a_list_of_tables_grows_by_what_it_does_not_have() {
        let rule = |query: &str| {
            let mut rule = Table::new();
            rule["query"] = toml_edit::value(query);
            rule
        };
        for written in [
            "# mine\n[[rule]]\nquery = 'a'\nmute = true\n",
            "# mine\nrule = [{ query = \"a\", mute = true }]\n",
        ] {
            let (_folder, path) = file_with(written);
            let mut file = ConfigFile::load(&path).expect("valid");
            assert_eq!(file.add("rule", rule("a")), Put::Same);
            assert_eq!(file.add("rule", rule("b")), Put::New);
            let text = file.text();
            let same = text.replace('\'', "\"");
            assert_eq!(
                same,
                "# mine\n[[rule]]\nquery = \"a\"\nmute = true\n\n[[rule]]\nquery = \"b\"\n"
            );
            file.save().expect("it can be read");
        }
    }
}
