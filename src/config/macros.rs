//! Macros: steps that a key does one after another. `[macros]` gives them keys behind the macro
//! key, `[commands]` keys of their own. A step is the name of an action, or a command line after a
//! colon.

use std::collections::BTreeMap;

use crate::config::keys::Key;
use crate::model::Action;

/// Steps that keys do one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Macro {
    /// Its keys as they are written in the settings.
    pub name: String,
    /// What it is for, where the reader said it.
    pub description: Option<String>,
    /// What is done, in that order.
    pub steps: Vec<Step>,
    pub(super) keys: Vec<Key>,
}

/// A step of a macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An action.
    Action(Action),
    /// A line as it would be typed behind the colon.
    Line(String),
}

impl Step {
    /// The step as it is written.
    pub fn written(&self) -> String {
        match self {
            Self::Action(action) => action.name().to_owned(),
            Self::Line(line) => format!(":{line}"),
        }
    }

    fn read(text: &str) -> Result<Self, String> {
        if let Some(line) = text.strip_prefix(':') {
            return Ok(Self::Line(line.trim().to_owned()));
        }
        let name = text.trim();
        Action::from_name(name)
            .map(Self::Action)
            .ok_or_else(|| super::keymap::unknown_action(name))
    }
}

impl Macro {
    /// What it is for, else its steps.
    pub fn help(&self) -> String {
        self.description.clone().unwrap_or_else(|| self.written())
    }

    /// Its steps in one line.
    pub fn written(&self) -> String {
        let steps: Vec<String> = self.steps.iter().map(Step::written).collect();
        steps.join(", ")
    }
}

/// Reads a table of keys → steps; what cannot be used is left out and said.
pub(super) fn read_macros(
    section: &str,
    table: &BTreeMap<String, toml::Value>,
    problems: &mut Vec<String>,
) -> Vec<Macro> {
    let mut macros = Vec::new();
    for (name, value) in table {
        match read_macro(name, value) {
            Ok(read) => macros.push(read),
            Err(problem) => problems.push(format!("{section}.{name}: {problem}")),
        }
    }
    macros
}

const FORM: &str = "write the steps as [\"open-original\", \":sort new\"].";

fn read_macro(name: &str, value: &toml::Value) -> Result<Macro, String> {
    let keys = Key::parse_sequence(name).map_err(|error| format!("{error}."))?;
    let (steps, description) = match value {
        toml::Value::Table(table) => {
            let wrong = table
                .keys()
                .find(|key| !matches!(key.as_str(), "steps" | "description"));
            if let Some(wrong) = wrong {
                return Err(format!("\"{wrong}\" is neither steps nor description."));
            }
            let description = table.get("description").and_then(toml::Value::as_str);
            (table.get("steps").ok_or(FORM)?, description)
        }
        steps => (steps, None),
    };
    let texts = super::keymap::texts(steps).filter(|texts| !texts.is_empty());
    let steps = texts.ok_or(FORM)?.into_iter().map(Step::read);
    Ok(Macro {
        name: name.to_owned(),
        description: description.map(ToOwned::to_owned),
        steps: steps.collect::<Result<_, _>>()?,
        keys,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Macro>, Vec<String>) {
        let mut problems = Vec::new();
        let table = toml::from_str(text).expect("toml");
        (read_macros("macros", &table, &mut problems), problems)
    }

    #[test]
    fn steps_are_actions_and_command_lines() {
        let (macros, problems) = read("b = [\"open-original\", \"star\", \":sort new\"]");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(macros[0].written(), "open-original, star, :sort new");
        let (macros, _) = read("b = { steps = \"star\", description = \"For later\" }");
        assert_eq!(macros[0].help(), "For later");
    }

    #[test]
    fn what_is_no_step_is_said_with_the_nearest() {
        for (text, problem) in [
            (
                "b = [\"strr\"]",
                "macros.b: \"strr\" is not an action. Did you mean \"star\"?",
            ),
            (
                "b = 3",
                "macros.b: write the steps as [\"open-original\", \":sort new\"].",
            ),
            (
                "b = { step = [] }",
                "macros.b: \"step\" is neither steps nor description.",
            ),
        ] {
            let (macros, problems) = read(text);
            assert!(macros.is_empty());
            assert_eq!(problems, [problem]);
        }
    }
}
