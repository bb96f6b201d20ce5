//! How a row of the list is written: text with fields between braces, `{age:>4} {source:18} {title}`.
//! A number after the colon is a width in columns, `>` before it sets the field at the right.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Something that is known of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowField {
    /// The headline; without a width it takes what is left of the line.
    Title,
    /// Source of the lead article.
    Source,
    /// How many sources, where there are several.
    Sources,
    /// How many of them report independently, where these are fewer.
    Origins,
    /// How many articles.
    Articles,
    /// How many of them are unread, where not all are.
    Unread,
    /// How many came since the list was made.
    New,
    /// How much of it is new to the reader: "+13", or "=".
    NewToYou,
    /// How long ago the newest article was published.
    Age,
    /// On which day.
    Date,
    /// At what time.
    Time,
    /// Words of the lead article.
    Words,
    /// Minutes it takes to read it.
    Minutes,
    /// Tags of the reader's own.
    Tags,
    /// The sign of a star.
    Star,
    /// The sign of a followed story.
    Followed,
    /// The word for what is folded away.
    Muted,
}

const FIELDS: &[(&str, RowField)] = &[
    ("title", RowField::Title),
    ("source", RowField::Source),
    ("sources", RowField::Sources),
    ("origins", RowField::Origins),
    ("articles", RowField::Articles),
    ("unread", RowField::Unread),
    ("new", RowField::New),
    ("new_to_you", RowField::NewToYou),
    ("age", RowField::Age),
    ("date", RowField::Date),
    ("time", RowField::Time),
    ("words", RowField::Words),
    ("minutes", RowField::Minutes),
    ("tags", RowField::Tags),
    ("star", RowField::Star),
    ("followed", RowField::Followed),
    ("muted", RowField::Muted),
];

/// A part of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatPart {
    /// Written as it is.
    Text(String),
    /// What is known of the row.
    Field {
        /// Which.
        field: RowField,
        /// Columns that it takes.
        width: Option<u16>,
        /// It stands at the right of them.
        right: bool,
    },
}

/// How a row is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFormat {
    parts: Vec<FormatPart>,
    written: String,
}

impl RowFormat {
    /// Reads a format.
    ///
    /// # Errors
    /// A sentence that names the field that is not known, or what is not closed.
    pub fn parse(written: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some(open) = rest.find('{') {
            let (text, field) = (&rest[..open], &rest[open + 1..]);
            let Some(close) = field.find('}') else {
                return Err(format!("\"{{{field}\" is never closed by \"}}\""));
            };
            if !text.is_empty() {
                parts.push(FormatPart::Text(text.to_owned()));
            }
            parts.push(parse_field(&field[..close])?);
            rest = &field[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(FormatPart::Text(rest.to_owned()));
        }
        Ok(Self {
            parts,
            written: written.to_owned(),
        })
    }

    /// Its parts, from left to right.
    pub fn parts(&self) -> &[FormatPart] {
        &self.parts
    }

    /// Its fields, from left to right.
    pub fn fields(&self) -> impl Iterator<Item = RowField> + '_ {
        self.parts.iter().filter_map(|part| match part {
            FormatPart::Field { field, .. } => Some(*field),
            FormatPart::Text(_) => None,
        })
    }
}

/// Columns that a field has at the most: more than any screen.
const WIDEST: u16 = 500;

fn parse_field(written: &str) -> Result<FormatPart, String> {
    let (name, width) = written.split_once(':').unwrap_or((written, ""));
    let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "\"{name}\" is nothing that is known of a row; there are {}",
            names.join(", ")
        ));
    };
    let (right, digits) = match width.strip_prefix('>') {
        Some(digits) => (true, digits),
        None => (false, width),
    };
    let width = match digits {
        "" if right => Err(()),
        "" => Ok(None),
        digits => digits.parse().map(Some).map_err(drop),
    };
    let width = width.map_err(|()| {
        format!("\"{written}\": after the colon comes a number of columns, like 18 or >4")
    })?;
    if width.is_some_and(|width| width > WIDEST) {
        return Err(format!(
            "\"{written}\": {WIDEST} columns are the most that a field has"
        ));
    }
    Ok(FormatPart::Field {
        field: *field,
        width,
        right,
    })
}

impl Serialize for RowFormat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for RowFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Self::parse(&written).map_err(de::Error::custom)
    }
}

/// How the rows of the list are laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListLayout {
    /// The headline on one to three lines, figures below it.
    #[default]
    Cards,
    /// A line for each row.
    Lines,
}

/// How the list is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListSettings {
    /// `cards`: the headline and figures below it; `lines`: a line for each row.
    pub layout: ListLayout,
    /// A row of `lines`.
    pub line: RowFormat,
    /// The figures of `cards`; what a row does not have is left out.
    pub figures: RowFormat,
}

impl Default for ListSettings {
    fn default() -> Self {
        let format = |written: &str| {
            RowFormat::parse(written).unwrap_or(RowFormat {
                parts: Vec::new(),
                written: String::new(),
            })
        };
        Self {
            layout: ListLayout::default(),
            line: format("{age:>5}  {source:16}  {title}  {star}{followed} {sources:>6}"),
            figures: format(
                "{star} {followed} {muted} {sources} {new_to_you} {origins} {unread} {new} {tags} {age}",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_text_and_fields() {
        let format = RowFormat::parse("{age:>4}| {title}").expect("a format");
        let field = |field, width, right| FormatPart::Field {
            field,
            width,
            right,
        };
        assert_eq!(
            format.parts(),
            [
                field(RowField::Age, Some(4), true),
                FormatPart::Text("| ".to_owned()),
                field(RowField::Title, None, false),
            ]
        );
    }

    #[test]
    fn what_is_wrong_with_a_format_is_said() {
        let wrong = |written: &str| RowFormat::parse(written).expect_err("wrong");
        assert!(wrong("{colour}").starts_with("\"colour\" is nothing that is known of a row"));
        assert!(wrong("{age").contains("never closed"));
        assert!(wrong("{age:>}").contains("a number of columns"));
        assert!(wrong("{age:wide}").contains("a number of columns"));
        assert!(wrong("{age:-1}").contains("a number of columns"));
        assert!(wrong("{source:501}").contains("500 columns are the most"));
        assert!(wrong("{source:>40000}{tags:40000}").contains("500 columns are the most"));
        assert!(RowFormat::parse("{source:500}").is_ok());
    }

    #[test]
    fn the_defaults_are_formats() {
        let settings = ListSettings::default();
        assert!(settings.line.fields().any(|field| field == RowField::Title));
        assert_eq!(settings.figures.fields().count(), 10);
    }
}
