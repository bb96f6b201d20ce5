//! A story as one HTML page that needs nothing from elsewhere: no script, no picture, a small style
//! sheet of its own, light and dark as the reader's system is. What a source says leads to its entry
//! among the sources, and that to its article.

use super::{
    ReadText,
    links::{linkable, set_in},
    telling::{Fact, Item, Piece, Section, Telling},
};
use crate::{
    layout::{byline, escape, to_html},
    model::plain_line,
};

/// Whatever a text might smuggle in, a page with this policy loads and runs nothing.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = "\
:root { color-scheme: light dark; --line: #ccc; --dim: #666; --differs: #9a4a00; }
@media (prefers-color-scheme: dark) { :root { --line: #444; --dim: #aaa; --differs: #e0a050; } }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; }
h2 { margin-top: 2rem; border-bottom: 1px solid var(--line); }
a.source { white-space: nowrap; font-size: .85em; }
.about, .below, .note { color: var(--dim); }
.below { font-size: .9em; }
li { margin: .3rem 0; }
:target { outline: 2px solid var(--differs); outline-offset: .2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; overflow-wrap: normal; }
th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: start; vertical-align: top; }
td a { color: inherit; }
.differs { color: var(--differs); font-weight: bold; }
details { margin: .5rem 0; border-top: 1px solid var(--line); padding-top: .5rem; }
summary { cursor: pointer; font-weight: bold; }
pre { overflow-x: auto; }
tbody th { position: sticky; left: 0; background: Canvas; }
@media print { details::details-content { content-visibility: visible; } }
";

/// Writes a story.
pub(super) fn write(telling: &Telling<'_>) -> String {
    let title = escape(&telling.title);
    let about = escape(&telling.about);
    let sections = telling.sections.iter();
    let sections: String = sections
        .map(|section| self::section(telling, section))
        .collect();
    let texts = telling.story.texts.iter().enumerate();
    let texts: String = texts
        .map(|(place, read)| article(telling, place, read))
        .collect();
    let texts = if texts.is_empty() {
        texts
    } else {
        format!("<section id=\"articles\">\n<h2>The articles</h2>\n{texts}</section>\n")
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1 dir=\"auto\">{title}</h1>\n<p class=\"about\">{about}</p>\n{sections}{texts}</body>\n</html>\n"
    )
}

fn section(telling: &Telling<'_>, section: &Section) -> String {
    let notes = section.notes.iter();
    let notes = notes.map(|note| format!("<p class=\"note\">{}</p>\n", escape(note)));
    let notes: String = notes.collect();
    let facts = if section.facts.is_empty() {
        String::new()
    } else {
        table(telling, &section.facts)
    };
    let list = match section.items.first() {
        None => "",
        Some(first) if first.entry.is_some() => "ol",
        Some(_) => "ul",
    };
    let items = section.items.iter().map(|item| self::item(telling, item));
    let items: String = items.collect();
    let items = if list.is_empty() {
        items
    } else {
        format!("<{list}>\n{items}</{list}>\n")
    };
    format!(
        "<section id=\"{}\">\n<h2>{}</h2>\n{notes}{facts}{items}</section>\n",
        section.id, section.title
    )
}

fn item(telling: &Telling<'_>, item: &Item) -> String {
    let id = item.entry.map_or(String::new(), |place| {
        format!(" id=\"source-{}\"", place + 1)
    });
    let below = item.below.iter().map(|below| {
        let line = line(telling, below);
        format!("<div class=\"below\">{line}</div>")
    });
    let text = item
        .entry
        .filter(|place| *place < telling.story.texts.len());
    let text = text.map_or(String::new(), |place| {
        let number = place + 1;
        format!("<div class=\"below\"><a href=\"#text-{number}\">its text</a></div>")
    });
    let below: String = below.collect();
    let line = line(telling, &item.line);
    format!("<li{id} dir=\"auto\">{line}{below}{text}</li>\n")
}

fn line(telling: &Telling<'_>, pieces: &[Piece]) -> String {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => escape(text),
        Piece::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Piece::Link(text, url) => format!("<a href=\"{}\">{}</a>", escape(url), escape(text)),
        Piece::Source(place, sentence) => match telling.sources.get(*place) {
            Some(source) => {
                let name = format!("[{}]", escape(&source.name));
                leading("class=\"source\" ", *place, sentence, &name)
            }
            None => String::new(),
        },
    });
    pieces.collect()
}

/// HTML that leads to the entry of a source, and says on a closer look in which sentence it says so.
fn leading(attributes: &str, place: usize, sentence: &str, inner: &str) -> String {
    let title = match sentence {
        "" => String::new(),
        sentence => format!(" title=\"{}\"", escape(sentence)),
    };
    format!(
        "<a {attributes}href=\"#source-{}\"{title}>{inner}</a>",
        place + 1
    )
}

fn table(telling: &Telling<'_>, facts: &[Fact]) -> String {
    let sources = telling.sources.iter().enumerate().map(|(place, source)| {
        let name = leading("", place, "", &escape(&source.name));
        format!("<th scope=\"col\" dir=\"auto\">{name}</th>")
    });
    let sources: String = sources.collect();
    let rows = facts.iter().map(|fact| {
        let cells = (0..telling.sources.len()).map(|place| {
            let said = fact.said_by(place);
            let said = said.map(|(text, sentence)| leading("", place, sentence, &escape(text)));
            let said: Vec<String> = said.collect();
            match said.is_empty() {
                true => "<td></td>".to_owned(),
                false => format!("<td dir=\"auto\">{}</td>", said.join("; ")),
            }
        });
        let cells: String = cells.collect();
        let (subject, verdict) = (escape(&fact.subject), fact.verdict);
        format!(
            "<tr><th scope=\"row\" dir=\"auto\">{subject}</th>\
             <td class=\"{verdict}\">{verdict}</td>{cells}</tr>\n"
        )
    });
    let rows: String = rows.collect();
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">What</th>\
         <th scope=\"col\">Sources</th>{sources}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn article(telling: &Telling<'_>, place: usize, read: &ReadText) -> String {
    let article = &read.article;
    let source = telling.sources.get(place);
    let source = source.map_or(String::new(), |source| escape(&source.name));
    let title = escape(&plain_line(&article.title));
    let full = if read.is_full { " · full text" } else { "" };
    let byline = escape(&plain_line(&byline(article)));
    let url = article.url.as_deref().and_then(linkable).map(escape);
    let url = url.map_or(String::new(), |url| {
        format!("<p class=\"below\"><a href=\"{url}\">{url}</a></p>\n")
    });
    let lang = article.lang.as_deref().map(escape);
    let lang = lang.map_or(String::new(), |lang| format!(" lang=\"{lang}\""));
    format!(
        "<details id=\"text-{}\"{lang} dir=\"auto\">\n<summary>{source}: {title}</summary>\n\
         <p class=\"below\">{byline}{full}</p>\n{url}{}</details>\n",
        place + 1,
        to_html(&set_in(&read.document))
    )
}
