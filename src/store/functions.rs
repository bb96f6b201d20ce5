//! What a condition asks of a text, as functions that SQL may call: the same code as in `query`, so
//! that the cache finds what an article in memory answers.

use std::sync::Arc;

use rusqlite::{
    Connection, Error,
    functions::{Context, FunctionFlags},
    types::{Value, ValueRef},
};

use crate::query::{Pattern, Wanted, folded, is_lang};

/// Makes the functions known to a connection: `stands_in(text, wanted)`, `tagged(list, wanted)` and
/// `is_lang(tag, wanted)`.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("stands_in", 2, flags, |context| {
        let needle = needle(context)?;
        Ok(text(context)?.is_some_and(|text| needle.is_in(text)))
    })?;
    connection.create_scalar_function("tagged", 2, flags, |context| {
        let needle = needle(context)?;
        Ok(match text(context)? {
            None | Some("[]") => false,
            Some(list) => {
                let tags: Vec<String> = serde_json::from_str(list).unwrap_or_default();
                tags.iter().any(|tag| needle.is(tag))
            }
        })
    })?;
    connection.create_scalar_function("is_lang", 2, flags, |context| {
        let wanted: String = context.get(1)?;
        Ok(text(context)?.is_some_and(|tag| is_lang(tag, &wanted)))
    })
}

/// What is wanted, as a value that the functions take.
pub(super) fn wanted(wanted: &Wanted) -> Value {
    match wanted {
        Wanted::Words(words) => format!("={words}"),
        Wanted::Pattern(pattern) => format!("/{}", pattern.expression()),
    }
    .into()
}

/// What is wanted, ready to be looked for in many texts.
enum Needle {
    Words(String),
    Pattern(Pattern),
}

impl Needle {
    fn new(value: ValueRef<'_>) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let text = value.as_str()?;
        match text.strip_prefix('/') {
            Some(expression) => Ok(Self::Pattern(Pattern::new(expression)?)),
            None => Ok(Self::Words(folded(text.strip_prefix('=').unwrap_or(text)))),
        }
    }

    fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Words(words) => folded(text).contains(words),
            Self::Pattern(pattern) => pattern.fits(text),
        }
    }

    fn is(&self, text: &str) -> bool {
        match self {
            Self::Words(words) => folded(text) == *words,
            Self::Pattern(pattern) => pattern.fits(text),
        }
    }
}

/// The second argument; it is made once for all rows of a statement.
fn needle(context: &Context<'_>) -> rusqlite::Result<Arc<Needle>> {
    context.get_or_create_aux(1, Needle::new)
}

fn text<'a>(context: &'a Context<'_>) -> rusqlite::Result<Option<&'a str>> {
    context
        .get_raw(0)
        .as_str_or_null()
        .map_err(|error| Error::UserFunctionError(error.into()))
}
