//! A story as Markdown (CommonMark with tables).

use super::{
    links::{linkable, set_in},
    telling::{Fact, Item, Piece, Section, Telling},
};
use crate::{
    layout::{byline, cells, escape_markdown, markdown_target, to_markdown},
    model::plain_line,
};

/// Sources that have columns of their own; of more, each row says who says what.
const COLUMNS: usize = 6;
/// A column is filled up with blanks to this width at the most, so that one long cell does not
/// make all lines long.
const FILLED: usize = 32;

/// Writes a story.
pub(super) fn write(telling: &Telling<'_>) -> String {
    let mut parts = vec![
        format!("# {}", plain(&telling.title)),
        plain(&telling.about),
    ];
    for section in &telling.sections {
        add(&mut parts, telling, section);
    }
    if !telling.story.texts.is_empty() {
        parts.push("## The articles".to_owned());
    }
    for (place, read) in telling.story.texts.iter().enumerate() {
        let full = if read.is_full { " · full text" } else { "" };
        let title = plain_line(&read.article.title);
        let byline = plain_line(&byline(&read.article));
        parts.push(format!("### {}. {}", place + 1, plain(&title)));
        parts.push(format!("*{}*", plain(&format!("{byline}{full}"))));
        let url = read.article.url.as_deref().and_then(linkable);
        parts.extend(url.map(|url| format!("<{}>", markdown_target(url))));
        parts.push(to_markdown(&set_in(&read.document)).trim_end().to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn add(parts: &mut Vec<String>, telling: &Telling<'_>, section: &Section) {
    parts.push(format!("## {}", section.title));
    parts.extend(
        section
            .notes
            .iter()
            .map(|note| format!("*{}*", plain(note))),
    );
    if !section.facts.is_empty() {
        parts.push(table(telling, &section.facts));
    }
    let items = section.items.iter().map(|item| self::item(telling, item));
    parts.push(items.collect::<Vec<_>>().join("\n"));
}

fn item(telling: &Telling<'_>, item: &Item) -> String {
    let marker = match item.entry {
        Some(place) => format!("{}. ", place + 1),
        None => "- ".to_owned(),
    };
    let indent = " ".repeat(marker.len());
    let mut lines = vec![format!("{marker}{}", line(telling, &item.line))];
    for below in &item.below {
        // A line of its own and not only the next words of the same.
        if let Some(last) = lines.last_mut() {
            last.push('\\');
        }
        lines.push(format!("{indent}{}", line(telling, below)));
    }
    lines.join("\n")
}

fn line(telling: &Telling<'_>, pieces: &[Piece]) -> String {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => plain(text),
        Piece::Strong(text) => format!("**{}**", plain(text)),
        Piece::Link(text, url) => format!("[{}]({})", plain(text), markdown_target(url)),
        Piece::Source(place, _) => source(telling, *place),
    });
    pieces.collect()
}

/// The source in brackets, leading to its article.
fn source(telling: &Telling<'_>, place: usize) -> String {
    let Some(source) = telling.sources.get(place) else {
        return String::new();
    };
    let name = plain(&source.name);
    match &source.url {
        Some(url) => format!("\\[[{name}]({})\\]", markdown_target(url)),
        None => format!("\\[{name}\\]"),
    }
}

fn table(telling: &Telling<'_>, facts: &[Fact]) -> String {
    let rows = if telling.sources.len() <= COLUMNS {
        by_source(telling, facts)
    } else {
        by_saying(facts)
    };
    let mut widths = vec![3; rows.first().map_or(0, Vec::len)];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cells(cell).min(FILLED));
        }
    }
    let mut lines: Vec<String> = Vec::with_capacity(rows.len() + 1);
    for (at, row) in rows.iter().enumerate() {
        let filled = row.iter().zip(&widths).map(|(cell, width)| {
            let missing = width.saturating_sub(cells(cell));
            format!("| {cell}{} ", " ".repeat(missing))
        });
        lines.push(filled.collect::<String>() + "|");
        if at == 0 {
            let rule = widths
                .iter()
                .map(|width| format!("| {} ", "-".repeat(*width)));
            lines.push(rule.collect::<String>() + "|");
        }
    }
    lines.join("\n")
}

fn by_source(telling: &Telling<'_>, facts: &[Fact]) -> Vec<Vec<String>> {
    let mut head = vec!["What".to_owned(), "Sources".to_owned()];
    head.extend(telling.sources.iter().map(|source| plain(&source.name)));
    let mut rows = vec![head];
    for fact in facts {
        let mut row = vec![plain(&fact.subject), fact.verdict.to_owned()];
        for place in 0..telling.sources.len() {
            let said = fact.said_by(place).map(|(text, _)| plain(text));
            row.push(said.collect::<Vec<_>>().join("; "));
        }
        rows.push(row);
    }
    rows
}

fn by_saying(facts: &[Fact]) -> Vec<Vec<String>> {
    let head = ["What", "Sources", "Who says what"].map(str::to_owned);
    let mut rows = vec![head.to_vec()];
    for fact in facts {
        let told = fact.told.iter().map(|saying| {
            let numbers = saying.by.iter().map(|(place, _)| (place + 1).to_string());
            let numbers: Vec<String> = numbers.collect();
            format!("{} \\[{}\\]", plain(&saying.text), numbers.join(", "))
        });
        let told: Vec<String> = told.collect();
        rows.push(vec![
            plain(&fact.subject),
            fact.verdict.to_owned(),
            told.join("; "),
        ]);
    }
    rows
}

/// Text that is nothing but text to Markdown: no mark, no cell's end, no character by its name, no
/// item of a list.
fn plain(text: &str) -> String {
    let escaped = escape_markdown(text)
        .replace('|', "\\|")
        .replace('~', "\\~");
    let escaped = without_names(&escaped);
    let begin = escaped.trim_start();
    let number = begin.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = number.len() < begin.len() && is_marker(number);
    let at = escaped.len()
        - if is_numbered {
            number.len()
        } else {
            begin.len()
        };
    if is_numbered || begin.starts_with(['-', '+', '=']) {
        return format!("{}\\{}", &escaped[..at], &escaped[at..]);
    }
    escaped
}

/// Whether what follows a number makes it that of an item.
fn is_marker(text: &str) -> bool {
    let rest = text.strip_prefix(['.', ')']);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Characters that are written by their name, as in "&lt;", stay those letters.
fn without_names(text: &str) -> String {
    let mut parts = text.split('&');
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part
            .split(';')
            .next()
            .filter(|name| name.len() < part.len());
        let is_name = name.is_some_and(|name| {
            let name = name.strip_prefix("\\#").unwrap_or(name);
            !name.is_empty() && name.chars().all(char::is_alphanumeric)
        });
        written.push_str(if is_name { "\\&" } else { "&" });
        written.push_str(part);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_only_text() {
        for (text, written) in [
            ("AT&T <b>|</b> _x_", "AT&T \\<b\\>\\|\\</b\\> \\_x\\_"),
            ("1. May", "1\\. May"),
            ("2026) it", "2026\\) it"),
            ("14 cracks", "14 cracks"),
            ("16.48 hours", "16.48 hours"),
            ("- no item", "\\- no item"),
            ("~~not struck~~", "\\~\\~not struck\\~\\~"),
            ("&lt; &#60; & &;", "\\&lt; \\&\\#60; & &;"),
            (" ", " "),
        ] {
            assert_eq!(plain(text), written);
        }
    }
}
