//! Rules and saved queries, written from inside the program.

use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::config::{ConfigError, ConfigFile, Rule};

/// Adds a rule at the end; `false` if the same one is there already. The file is made if it is
/// missing.
pub fn add_rule(path: &Path, rule: &Rule) -> Result<bool, ConfigError> {
    change(path, |document| {
        let rules = document
            .entry("rule")
            .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(rules) = rules.as_array_of_tables_mut() else {
            return Err("\"rule\" is not written as [[rule]]");
        };
        if rules.iter().any(|table| is(table, rule)) {
            return Ok(false);
        }
        rules.push(table(rule));
        Ok(true)
    })
}

/// Takes a rule away; `false` if there is none that is the same.
pub fn remove_rule(path: &Path, rule: &Rule) -> Result<bool, ConfigError> {
    change(path, |document| {
        let Some(rules) = document
            .get_mut("rule")
            .and_then(Item::as_array_of_tables_mut)
        else {
            return Ok(false);
        };
        let Some(place) = rules.iter().position(|table| is(table, rule)) else {
            return Ok(false);
        };
        rules.remove(place);
        if rules.is_empty() {
            document.remove("rule");
        }
        Ok(true)
    })
}

/// Saves a query under a name, in the place of the one of that name.
pub fn set_view(path: &Path, name: &str, query: &str) -> Result<bool, ConfigError> {
    change(path, |document| {
        let views = document
            .entry("views")
            .or_insert_with(|| Item::Table(Table::new()));
        let Some(views) = views.as_table_like_mut() else {
            return Err("\"views\" is not written as [views]");
        };
        if views.get(name).and_then(Item::as_str) == Some(query) {
            return Ok(false);
        }
        views.insert(name, value(query));
        Ok(true)
    })
}

/// Forgets a saved query; `false` if there is none of that name.
pub fn remove_view(path: &Path, name: &str) -> Result<bool, ConfigError> {
    change(path, |document| {
        let views = document.get_mut("views").and_then(Item::as_table_like_mut);
        Ok(views.is_some_and(|views| views.remove(name).is_some()))
    })
}

/// Reads, changes and writes the file; it is left alone where nothing changes. What is written is in
/// its place whole or not at all.
fn change(
    path: &Path,
    edit: impl FnOnce(&mut DocumentMut) -> Result<bool, &'static str>,
) -> Result<bool, ConfigError> {
    let mut file = ConfigFile::edit(path)?;
    let changed = file.change(edit)?;
    file.save()?;
    Ok(changed)
}

/// Whether a table says the same as a rule.
fn is(table: &Table, rule: &Rule) -> bool {
    toml::from_str::<Rule>(&table.to_string()).is_ok_and(|other| other == *rule)
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
    table.decor_mut().set_prefix("\n");
    table
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::Settings;

    const WRITTEN: &str = "# mine\n[display]\nascii = true # plain\n\n[[rule]]\nquery = \"fire\" # hot\nmute = true\n\n[views]\n\"All fires\" = \"fire\"\n";

    fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("config.toml");
        if !text.is_empty() {
            fs::write(&path, text).expect("written");
        }
        (folder, path)
    }

    #[test]
    fn a_rule_that_is_added_and_removed_leaves_the_file_as_it_was() {
        let (_folder, path) = file(WRITTEN);
        let rule = Rule {
            name: Some("ads".into()),
            tag: vec!["x".into(), "y".into()],
            boost: -2,
            ..Rule::muting("title:/spons.*/ or \"an ad\"")
        };
        assert!(add_rule(&path, &rule).expect("added"));
        assert!(!add_rule(&path, &rule).expect("there"));
        let (settings, mistakes) = Settings::load(&path).expect("valid");
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!(settings.rule, [Rule::muting("fire"), rule.clone()]);
        assert!(remove_rule(&path, &rule).expect("removed"));
        assert!(!remove_rule(&path, &rule).expect("gone"));
        assert_eq!(fs::read_to_string(&path).expect("there"), WRITTEN);
    }

    #[test]
    fn a_missing_file_is_made() {
        let (folder, _) = file("");
        let path = folder.path().join("deep/config.toml");
        let rule = Rule::muting("tag:ads");
        assert!(!remove_rule(&path, &rule).expect("nothing there"));
        assert!(!path.exists());
        assert!(add_rule(&path, &rule).expect("added"));
        assert!(set_view(&path, "My day", "is:unread since:today").expect("set"));
        let (settings, _) = Settings::load(&path).expect("valid");
        assert_eq!(settings.rule.as_slice(), std::slice::from_ref(&rule));
        assert_eq!(settings.views["My day"], "is:unread since:today");
        assert!(remove_rule(&path, &rule).expect("removed"));
        assert!(Settings::load(&path).expect("valid").0.rule.is_empty());
    }

    #[test]
    fn saved_queries_are_set_changed_and_forgotten() {
        let (_folder, path) = file(WRITTEN);
        assert!(!set_view(&path, "All fires", "fire").expect("the same"));
        assert!(set_view(&path, "All fires", "fire or smoke").expect("changed"));
        let text = fs::read_to_string(&path).expect("there");
        assert!(
            text.starts_with("# mine") && text.contains("\"fire or smoke\""),
            "{text}"
        );
        assert!(remove_view(&path, "All fires").expect("removed"));
        assert!(!remove_view(&path, "All fires").expect("gone"));
    }

    #[test]
    fn what_is_no_toml_is_named_and_left_alone() {
        let (_folder, path) = file("[display\nascii = true\n");
        let error = add_rule(&path, &Rule::muting("x")).expect_err("broken");
        assert!(error.to_string().contains("line 1"), "{error}");
        let (_folder, path) = file("rule = \"x\"\n");
        let error = add_rule(&path, &Rule::muting("x")).expect_err("another thing");
        assert!(error.to_string().contains("[[rule]]"), "{error}");
    }
}
