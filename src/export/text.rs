//! A story as lines of text.

use super::{
    links::set_in,
    telling::{Fact, Item, Piece, Section, Telling},
};
use crate::{
    layout::{Options, byline, lay_out, wrap_line},
    model::plain_line,
};

/// The widest a rule is.
const RULE: usize = 80;

/// Stands for a blank where no line may end.
const TIED: char = '\u{a0}';

/// Writes a story in lines of so many cells.
pub(super) fn write(telling: &Telling<'_>, width: usize) -> String {
    let width = width.max(8);
    let mut page = Page {
        telling,
        width,
        lines: Vec::new(),
    };
    page.wrapped("", "", &telling.title);
    page.lines.push("═".repeat(width.min(RULE)));
    page.wrapped("", "", &telling.about);
    for section in &telling.sections {
        page.section(section);
    }
    if !telling.story.texts.is_empty() {
        page.heading("The articles");
    }
    for place in 0..telling.story.texts.len() {
        page.article(place);
    }
    page.lines.join("\n") + "\n"
}

struct Page<'a> {
    telling: &'a Telling<'a>,
    width: usize,
    lines: Vec<String>,
}

impl Page<'_> {
    fn heading(&mut self, title: &str) {
        self.lines.push(String::new());
        self.lines.push(title.to_owned());
        self.lines.push("─".repeat(self.width.min(RULE)));
    }

    /// A text whose first line begins with a mark and the others with as many blanks.
    fn wrapped(&mut self, mark: &str, indent: &str, text: &str) {
        let room = self.width.saturating_sub(indent.len()).max(8);
        for (at, line) in wrap_line(text, room).into_iter().enumerate() {
            let begin = if at == 0 { mark } else { indent };
            self.lines
                .push(format!("{begin}{}", line.replace(TIED, " ")));
        }
    }

    fn section(&mut self, section: &Section) {
        self.heading(section.title);
        for note in &section.notes {
            self.wrapped("", "", note);
        }
        for fact in &section.facts {
            self.fact(fact);
        }
        for item in &section.items {
            self.item(item);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        self.wrapped("", "  ", &format!("{}: {}", fact.subject, fact.verdict));
        for saying in &fact.told {
            let by = saying.by.iter().map(|(place, _)| self.source(*place));
            let by: Vec<String> = by.collect();
            self.wrapped("  ", "    ", &format!("{} {}", saying.text, by.join(" ")));
        }
    }

    fn item(&mut self, item: &Item) {
        let mark = match item.entry {
            Some(place) => format!("{:>2} ", place + 1),
            None => "- ".to_owned(),
        };
        let indent = " ".repeat(mark.len());
        self.wrapped(&mark, &indent, &self.line(&item.line));
        self.addresses(&indent, &item.line);
        for line in &item.below {
            self.wrapped(&indent, &indent, &self.line(line));
            self.addresses(&indent, line);
        }
    }

    /// The addresses that a line leads to, each whole on a line of its own.
    fn addresses(&mut self, indent: &str, pieces: &[Piece]) {
        let links = pieces.iter().filter_map(|piece| match piece {
            Piece::Link(text, url) if text != url => Some(format!("{indent}{url}")),
            _ => None,
        });
        self.lines.extend(links);
    }

    fn line(&self, pieces: &[Piece]) -> String {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Strong(text) | Piece::Link(text, _) => text.clone(),
            Piece::Source(place, _) => self.source(*place),
        });
        pieces.collect()
    }

    fn source(&self, place: usize) -> String {
        let source = self.telling.sources.get(place);
        let name = source.map(|source| source.name.replace(' ', &TIED.to_string()));
        name.map_or(String::new(), |name| format!("[{name}]"))
    }

    fn article(&mut self, place: usize) {
        let read = &self.telling.story.texts[place];
        if place > 0 {
            self.lines.push(String::new());
        }
        let number = format!("{}. {}", place + 1, plain_line(&read.article.title));
        self.wrapped("", "", &number);
        let full = if read.is_full { " · full text" } else { "" };
        self.wrapped(
            "",
            "",
            &plain_line(&format!("{}{full}", byline(&read.article))),
        );
        self.lines.push(String::new());
        let text = lay_out(&set_in(&read.document), self.width, Options::default());
        for line in text.lines {
            let line: String = line.spans.iter().map(|span| span.text.as_str()).collect();
            self.lines.push(line.trim_end().to_owned());
        }
    }
}
