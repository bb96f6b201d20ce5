//! Rules and saved queries, written from inside the program.

use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use crate::config::{ConfigError, ConfigFile, Put, Rule, files::set_value};

/// A change of the configuration from inside the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigEdit {
    /// A rule is added.
    AddRule(Rule),
    /// A query is saved under a name.
    SetView {
        /// Its name.
        name: String,
        /// What it finds.
        query: String,
    },
    /// A saved query is forgotten.
    RemoveView {
        /// Its name.
        name: String,
    },
}

/// Makes a change; gives the text of the file before and after.
pub fn edit_config(path: &Path, edit: &ConfigEdit) -> Result<(String, String), ConfigError> {
    let mut file = ConfigFile::edit(path)?;
    let before = file.text();
    match edit {
        ConfigEdit::AddRule(rule) => {
            if let Put::Other(_) = file.add("rule", table(rule)) {
                file.change(|_| Err("\"rule\" is not written as [[rule]]"))?;
            }
        }
        ConfigEdit::SetView { name, query } => {
            file.change(|document| set_view(document, name, query))?;
        }
        ConfigEdit::RemoveView { name } => {
            file.change(|document| Ok(remove_view(document, name)))?;
        }
    }
    file.save()?;
    Ok((before, file.text()))
}

/// Puts a text back, if nobody else has changed the file since it was `expected`; gives whether.
pub fn restore_config(path: &Path, expected: &str, text: &str) -> Result<bool, ConfigError> {
    let mut file = ConfigFile::edit(path)?;
    if file.text() != expected {
        return Ok(false);
    }
    file.replace(text)?;
    file.save()?;
    Ok(true)
}

/// Saves a query under a name, in the place of the one of that name.
fn set_view(document: &mut DocumentMut, name: &str, query: &str) -> Result<bool, &'static str> {
    let views = document
        .entry("views")
        .or_insert_with(|| Item::Table(Table::new()));
    let Some(views) = views.as_table_like_mut() else {
        return Err("\"views\" is not written as [views]");
    };
    if views.get(name).and_then(Item::as_str) == Some(query) {
        return Ok(false);
    }
    set_value(views, name, Value::from(query));
    Ok(true)
}

/// Forgets a saved query; `false` if there is none of that name.
fn remove_view(document: &mut DocumentMut, name: &str) -> bool {
    let views = document.get_mut("views").and_then(Item::as_table_like_mut);
    views.is_some_and(|views| views.remove(name).is_some())
}

fn table(rule: &Rule) -> Table {
    let mut table = Table::new();
    if let Some(name) = &rule.name {
        table.insert("name", value(name));
    }
    table.insert("query", value(&rule.query));
    for (key, set) in [
        ("mute", rule.mute),
        ("star", rule.star),
        ("read", rule.read),
        ("notify", rule.notify),
    ] {
        if set {
            table.insert(key, value(true));
        }
    }
    match rule.tag.as_slice() {
        [] => {}
        [tag] => drop(table.insert("tag", value(tag))),
        tags => drop(table.insert("tag", value(Array::from_iter(tags)))),
    }
    if rule.boost != 0 {
        table.insert("boost", value(i64::from(rule.boost)));
    }
    table
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;
    use crate::config::{Settings, files};

    const WRITTEN: &str = "# mine\n[views]\n# the hot ones\n\"All fires\" = \"fire\" # kept\n\n[[rule]]\nquery = \"fire\"\nmute = true\n";

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        files::file_with("config.toml", text)
    }

    fn view(name: &str, query: &str) -> ConfigEdit {
        ConfigEdit::SetView {
            name: name.to_owned(),
            query: query.to_owned(),
        }
    }

    #[test]
    fn a_rule_that_is_added_and_taken_back_leaves_the_file_as_it_was() {
        let (_folder, path) = file(WRITTEN);
        let rule = Rule {
            name: Some("ads".into()),
            tag: vec!["x".into(), "y".into()],
            boost: -2,
            ..Rule::muting("title:/spons.*/ or \"an ad\"")
        };
        let edit = ConfigEdit::AddRule(rule.clone());
        let (before, after) = edit_config(&path, &edit).expect("added");
        assert_eq!(before, WRITTEN);
        let again = edit_config(&path, &edit).expect("there");
        assert_eq!(again, (after.clone(), after.clone()), "it is there already");
        let (settings, mistakes) = Settings::load(&path).expect("valid");
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!(settings.rule, [Rule::muting("fire"), rule]);
        assert!(restore_config(&path, &after, &before).expect("put back"));
        assert_eq!(fs::read_to_string(&path).expect("there"), WRITTEN);
        assert!(!restore_config(&path, &after, &before).expect("another text"));
    }

    #[test]
    fn a_missing_file_is_made() {
        let (folder, _) = file("");
        let path = folder.path().join("deep/config.toml");
        let rule = Rule::muting("tag:ads");
        edit_config(&path, &ConfigEdit::AddRule(rule.clone())).expect("added");
        edit_config(&path, &view("My day", "is:unread since:today")).expect("set");
        let (settings, _) = Settings::load(&path).expect("valid");
        assert_eq!(settings.rule, [rule]);
        assert_eq!(settings.views["My day"], "is:unread since:today");
    }

    #[test]
    fn saved_queries_are_set_changed_and_forgotten() {
        let (_folder, path) = file(WRITTEN);
        let (before, after) = edit_config(&path, &view("All fires", "fire")).expect("the same");
        assert_eq!(before, after);
        let (_, after) = edit_config(&path, &view("All fires", "fire or smoke")).expect("changed");
        let changed = WRITTEN.replace("= \"fire\" # kept", "= \"fire or smoke\" # kept");
        assert_eq!(after, changed, "all comments stay");
        let name = "All fires".to_owned();
        let (_, after) = edit_config(&path, &ConfigEdit::RemoveView { name }).expect("removed");
        assert!(!after.contains("smoke"), "{after}");
    }

    #[test]
    fn what_is_no_toml_is_named_and_left_alone() {
        let (_folder, path) = file("[display\nascii = true\n");
        let edit = ConfigEdit::AddRule(Rule::muting("x"));
        let error = edit_config(&path, &edit).expect_err("broken");
        assert!(error.to_string().contains("line 1"), "{error}");
        let (_folder, path) = file("rule = \"x\"\n");
        let error = edit_config(&path, &edit).expect_err("another thing");
        assert!(error.to_string().contains("[[rule]]"), "{error}");
    }
}
