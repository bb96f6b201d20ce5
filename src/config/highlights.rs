//! Expressions of the reader's that are lit up where they stand.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml_edit::Document;

use crate::{
    config::{rules::line_of_key, unknown::nearest},
    query::Pattern,
};

/// Expressions that are used; each costs time at every line that is drawn.
const MOST: usize = 100;

const KEYS: &[&str] = &["pattern", "in"];

/// An expression that is lit up, as `config.toml` has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Highlight {
    /// A regular expression, in any case.
    pub pattern: String,
    /// Where it is lit up.
    #[serde(rename = "in", skip_serializing_if = "HighlightPlace::is_all")]
    pub place: HighlightPlace,
}

/// Where an expression is lit up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HighlightPlace {
    /// In headlines and texts.
    #[default]
    All,
    /// In headlines, and in names of sources.
    Title,
    /// In texts.
    Text,
}

impl HighlightPlace {
    fn is_all(&self) -> bool {
        *self == Self::All
    }
}

/// The expressions that mean something, ready to be looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Highlights(Vec<(Pattern, HighlightPlace)>);

impl Highlights {
    /// Makes them of the settings; what is no expression is left out.
    pub fn new(wanted: &[Highlight]) -> Self {
        let made = wanted.iter().take(MOST).filter_map(|highlight| {
            let pattern = Pattern::new(&highlight.pattern).ok()?;
            Some((pattern, highlight.place))
        });
        Self(made.collect())
    }

    /// Bytes of a headline or of a name that are lit up, in order.
    pub fn in_title(&self, text: &str) -> Vec<Range<usize>> {
        self.places(text, HighlightPlace::Text)
    }

    /// Bytes of a line of a text that are lit up, in order.
    pub fn in_text(&self, text: &str) -> Vec<Range<usize>> {
        self.places(text, HighlightPlace::Title)
    }

    fn places(&self, text: &str, elsewhere: HighlightPlace) -> Vec<Range<usize>> {
        let here = self.0.iter().filter(|(_, place)| *place != elsewhere);
        let mut found: Vec<Range<usize>> =
            here.flat_map(|(pattern, _)| pattern.places(text)).collect();
        found.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in found {
            match apart.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range),
            }
        }
        apart
    }
}

/// A sentence for each expression of `text` that does not work.
pub(super) fn mistakes(text: &str, highlights: &[Highlight]) -> Vec<String> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let tables = document.get("highlight");
    let tables = tables.and_then(|item| item.as_array_of_tables());
    let tables: Vec<_> = tables.into_iter().flatten().collect();
    let mut found = Vec::new();
    for (number, highlight) in highlights.iter().enumerate() {
        let table = tables.get(number).copied();
        let line = |key| table.map_or(0, |table| line_of_key(text, table, key));
        for (key, _) in table.into_iter().flatten() {
            if !KEYS.contains(&key) {
                let line = line(key);
                let hint = nearest(key, KEYS);
                let hint = hint.map_or(String::new(), |near| format!(" Did you mean \"{near}\"?"));
                found.push(format!(
                    "line {line}: \"{key}\" is not a setting of a highlight.{hint}"
                ));
            }
        }
        let line = line("pattern");
        let called = format!("highlight {} (\"{}\")", number + 1, highlight.pattern);
        if let Err(why) = Pattern::new(&highlight.pattern) {
            found.push(format!("line {line}: {called} is left out: {why}"));
        } else if number >= MOST {
            found.push(format!(
                "line {line}: {called} is left out: {MOST} highlights are the most"
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn highlights(text: &str) -> Highlights {
        let settings: Settings = toml::from_str(text).expect("TOML");
        Highlights::new(&settings.highlight)
    }

    #[test]
    fn an_expression_is_found_where_it_is_wanted() {
        let highlights = highlights(
            "[[highlight]]\npattern = \"harbou?r\"\n\
             [[highlight]]\npattern = \"our tun\"\nin = \"title\"\n\
             [[highlight]]\npattern = \"nine\"\nin = \"text\"\n",
        );
        let text = "Harbour tunnel after nine years in the harbor";
        let lit = |ranges: Vec<Range<usize>>| -> Vec<&str> {
            ranges.into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(lit(highlights.in_title(text)), ["Harbour tun", "harbor"]);
        assert_eq!(lit(highlights.in_text(text)), ["Harbour", "nine", "harbor"]);
    }

    #[test]
    fn what_fits_nothing_or_everywhere_ends() {
        let highlights = highlights("[[highlight]]\npattern = \"x*\"\n");
        assert_eq!(highlights.in_title("a xx b"), vec![2..4]);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_the_rest_is_used() {
        let text = "[[highlight]]\npattern = \"(bay\"\n\n[[highlight]]\npattern = \"quay\"\nan = \"title\"\n";
        let settings: Settings = toml::from_str(text).expect("TOML");
        let said = mistakes(text, &settings.highlight);
        assert!(
            said[0].starts_with("line 2: highlight 1 (\"(bay\") is left out: this is no regular"),
            "{said:?}"
        );
        assert_eq!(
            said[1],
            "line 6: \"an\" is not a setting of a highlight. Did you mean \"in\"?"
        );
        let used = Highlights::new(&settings.highlight);
        assert_eq!(used.in_text("the quay"), vec![4..8]);
    }
}
