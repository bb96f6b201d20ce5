//! A document as Markdown and as HTML, for files and other programs.

use super::table::has_header;
use crate::model::{Block, Document, Inline};

/// The document as Markdown (CommonMark with tables).
pub fn to_markdown(document: &Document) -> String {
    let mut text = String::new();
    let mut in_list = false;
    for block in &document.blocks {
        let is_item = matches!(block, Block::ListItem { .. });
        if !text.is_empty() {
            text.push_str(if in_list && is_item { "\n" } else { "\n\n" });
        }
        in_list = is_item;
        text.push_str(&markdown_block(block, document));
    }
    text.push('\n');
    text
}

fn markdown_block(block: &Block, document: &Document) -> String {
    let inline = |spans: &[Inline]| markdown_inline(spans, document);
    match block {
        Block::Heading { level, spans } => {
            format!(
                "{} {}",
                "#".repeat(usize::from((*level).clamp(1, 6))),
                inline(spans)
            )
        }
        Block::Paragraph(spans) => inline(spans),
        Block::ListItem {
            depth,
            marker,
            spans,
        } => {
            let marker = if marker.ends_with('.') {
                marker.as_str()
            } else {
                "-"
            };
            format!(
                "{}{marker} {}",
                "  ".repeat(usize::from(*depth)),
                inline(spans)
            )
        }
        Block::Quote { depth, spans } => {
            format!(
                "{}{}",
                "> ".repeat(usize::from((*depth).max(1))),
                inline(spans)
            )
        }
        Block::Code(lines) => {
            let longest = lines
                .iter()
                .map(|line| longest_run(line, '`'))
                .max()
                .unwrap_or(0);
            let fence = "`".repeat((longest + 1).max(3));
            format!("{fence}\n{}\n{fence}", lines.join("\n"))
        }
        Block::Table(rows) => markdown_table(rows, document),
        Block::Figure { caption, alt, url } => match (url, alt) {
            (Some(url), Some(alt)) => {
                let alt = escape_markdown(alt);
                format!("![{alt}]({})\n*{}*", markdown_target(url), inline(caption))
            }
            (Some(url), None) => format!("![{}]({})", plain(caption), markdown_target(url)),
            (None, _) => format!("*{}*", inline(caption)),
        },
        Block::Rule => "---".to_owned(),
    }
}

fn markdown_table(rows: &[Vec<Vec<Inline>>], document: &Document) -> String {
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<_> = row
            .iter()
            .map(|cell| markdown_inline(cell, document).replace('|', "\\|"))
            .collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if index == 0 {
            lines.push(format!("|{}", " --- |".repeat(row.len())));
        }
    }
    lines.join("\n")
}

fn markdown_inline(spans: &[Inline], document: &Document) -> String {
    spans
        .iter()
        .map(|span| markdown_span(span, document))
        .collect()
}

fn markdown_span(span: &Inline, document: &Document) -> String {
    let inner = span.text.trim();
    if inner.is_empty() {
        return span.text.clone();
    }
    let mut marked = if span.style.code {
        let fence = "`".repeat(longest_run(inner, '`') + 1);
        format!("{fence}{inner}{fence}")
    } else {
        escape_markdown(inner)
    };
    for (is, sign) in [
        (span.style.strong, "**"),
        (span.style.emphasis || span.style.standfirst, "*"),
        (span.style.strikeout, "~~"),
    ] {
        if is {
            marked = format!("{sign}{marked}{sign}");
        }
    }
    if let Some(link) = span.link.and_then(|id| document.links.get(id.0)) {
        marked = format!("[{marked}]({})", markdown_target(&link.url));
    }
    let before = &span.text[..span.text.len() - span.text.trim_start().len()];
    let after = &span.text[span.text.trim_end().len()..];
    format!("{before}{marked}{after}")
}

/// Text made safe between the signs of Markdown.
pub fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}

/// An address between parentheses, where nothing in it ends the link.
pub fn markdown_target(url: &str) -> String {
    let mut target = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' | ')' | ' ' | '<' | '>' | '\\' | '|' => {
                target.push_str(&format!("%{:02X}", u32::from(c)))
            }
            _ => target.push(c),
        }
    }
    target
}

fn plain(spans: &[Inline]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// The document as the inside of an HTML body; nothing of the original's markup is left in it. Read
/// again, it is the same document.
pub fn to_html(document: &Document) -> String {
    let mut html = String::new();
    let mut blocks = document.blocks.as_slice();
    while let Some(first) = blocks.first() {
        let alike = |of: &dyn Fn(&Block) -> bool| blocks.iter().take_while(|b| of(b)).count();
        let count = match first {
            Block::ListItem { .. } => alike(&|block| matches!(block, Block::ListItem { .. })),
            Block::Quote { depth, .. } => {
                alike(&|block| matches!(block, Block::Quote { depth: other, .. } if other == depth))
            }
            _ => 1,
        };
        let (together, rest) = blocks.split_at(count);
        html.push_str(&match first {
            Block::ListItem { .. } => html_list(together, 0, document),
            Block::Quote { depth, .. } => html_quote(together, *depth, document),
            block => html_block(block, document),
        });
        html.push('\n');
        blocks = rest;
    }
    html
}

/// The paragraphs of a quote.
fn html_quote(blocks: &[Block], depth: u8, document: &Document) -> String {
    let deep = usize::from(depth.max(1));
    let (open, close) = ("<blockquote>".repeat(deep), "</blockquote>".repeat(deep));
    format!("{open}{}{close}", html_paragraphs(blocks, document))
}

/// Paragraphs inside of an element; one alone is its text.
fn html_paragraphs(blocks: &[Block], document: &Document) -> String {
    let texts = blocks.iter().filter_map(|block| match block {
        Block::ListItem { spans, .. } | Block::Quote { spans, .. } => {
            let text: String = spans.iter().map(|span| html_span(span, document)).collect();
            Some(text)
        }
        _ => None,
    });
    match blocks.len() {
        1 => texts.collect(),
        _ => texts.map(|text| format!("<p>{text}</p>")).collect(),
    }
}

/// Depth and marker of an item.
fn item_of(block: &Block) -> (u8, &str) {
    match block {
        Block::ListItem { depth, marker, .. } => (*depth, marker),
        _ => (0, ""),
    }
}

/// Items as lists, each with its further paragraphs and the deeper items that follow it.
fn html_list(items: &[Block], depth: u8, document: &Document) -> String {
    let mut html = String::new();
    let mut open = "";
    let mut rest = items;
    while let Some(first) = rest.first() {
        let (of_depth, marker) = item_of(first);
        if of_depth > depth {
            // Deeper items without one that they belong to.
            let deeper = rest.iter().take_while(|item| item_of(item).0 > depth);
            let (inner, after) = rest.split_at(deeper.count());
            html.push_str(&close_list(&mut open));
            html.push_str(&format!(
                "<ul>{}</ul>",
                html_list(inner, depth + 1, document)
            ));
            rest = after;
            continue;
        }
        let number = marker.strip_suffix('.');
        let wanted = if number.is_some() { "ol" } else { "ul" };
        if open != wanted {
            html.push_str(&close_list(&mut open));
            html.push_str(&format!("<{wanted}>"));
            open = wanted;
        }
        let own = 1 + rest[1..]
            .iter()
            .take_while(|item| item_of(item) == (depth, ""))
            .count();
        let (own, after) = rest.split_at(own);
        let deeper = after.iter().take_while(|item| item_of(item).0 > depth);
        let (inner, after) = after.split_at(deeper.count());
        let value = number.map_or_else(String::new, |n| format!(" value=\"{}\"", escape(n)));
        let inside = html_paragraphs(own, document);
        let inner = html_list(inner, depth + 1, document);
        html.push_str(&format!("<li{value}>{inside}{inner}</li>"));
        rest = after;
    }
    html.push_str(&close_list(&mut open));
    html
}

fn close_list(open: &mut &str) -> String {
    match std::mem::take(open) {
        "" => String::new(),
        tag => format!("</{tag}>"),
    }
}

fn html_block(block: &Block, document: &Document) -> String {
    let inline = |spans: &[Inline]| -> String {
        spans.iter().map(|span| html_span(span, document)).collect()
    };
    match block {
        Block::Heading { level, spans } => format!("<h{level}>{}</h{level}>", inline(spans)),
        Block::Paragraph(spans) => format!("<p>{}</p>", inline(spans)),
        Block::ListItem { spans, .. } | Block::Quote { spans, .. } => inline(spans),
        Block::Code(lines) => format!("<pre>{}</pre>", escape(&lines.join("\n"))),
        Block::Table(rows) => {
            let header = has_header(rows);
            let rows: String = rows
                .iter()
                .enumerate()
                .map(|(index, row)| {
                    let tag = if header && index == 0 { "th" } else { "td" };
                    let cells: String = row
                        .iter()
                        .map(|cell| format!("<{tag}>{}</{tag}>", inline(cell)))
                        .collect();
                    format!("<tr>{cells}</tr>")
                })
                .collect();
            format!("<table>{rows}</table>")
        }
        Block::Figure { caption, alt, url } => {
            let shows = alt.clone().unwrap_or_else(|| plain(caption));
            let image = url.as_ref().map_or_else(String::new, |url| {
                format!(
                    "<img src=\"{}\" alt=\"{}\">",
                    escape(url),
                    escape(shows.trim())
                )
            });
            let caption = inline(caption);
            format!("<figure>{image}<figcaption>{caption}</figcaption></figure>")
        }
        Block::Rule => "<hr>".to_owned(),
    }
}

fn html_span(span: &Inline, document: &Document) -> String {
    let mut html = escape(&span.text).replace('\n', "<br>");
    for (is, tag) in [
        (span.style.code, "code"),
        (span.style.strong, "strong"),
        (span.style.emphasis || span.style.standfirst, "em"),
        (span.style.strikeout, "s"),
    ] {
        if is {
            html = format!("<{tag}>{html}</{tag}>");
        }
    }
    match span.link.and_then(|id| document.links.get(id.0)) {
        Some(link) => format!("<a href=\"{}\">{html}</a>", escape(&link.url)),
        None => html,
    }
}

/// Text made safe between tags and in attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Link, LinkId, Style};

    fn span(text: &str) -> Inline {
        Inline {
            text: text.to_owned(),
            ..Inline::default()
        }
    }

    fn sample() -> Document {
        let link = Inline {
            link: Some(LinkId(0)),
            ..span("the <report>")
        };
        let strong = Inline {
            style: Style {
                strong: true,
                ..Style::default()
            },
            ..span("Now ")
        };
        Document {
            blocks: vec![
                Block::Heading {
                    level: 2,
                    spans: vec![span("What is known")],
                },
                Block::Paragraph(vec![strong, span("read "), link, span(".")]),
                Block::ListItem {
                    depth: 0,
                    marker: "•".into(),
                    spans: vec![span("one")],
                },
                Block::ListItem {
                    depth: 0,
                    marker: "•".into(),
                    spans: vec![span("two")],
                },
                Block::Code(vec!["a < b".into()]),
            ],
            links: vec![Link {
                url: "https://a.example/(x)".into(),
            }],
            words: 9,
            ..Document::default()
        }
    }

    #[test]
    fn markdown_keeps_structure_and_escapes_signs() {
        assert_eq!(
            to_markdown(&sample()),
            "## What is known\n\n**Now** read [the \\<report\\>](https://a.example/%28x%29).\n\n- one\n- two\n\n```\na < b\n```\n"
        );
    }

    #[test]
    fn html_is_made_anew_and_escaped() {
        let html = to_html(&sample());
        assert!(html.contains("<p><strong>Now </strong>read <a href=\"https://a.example/(x)\">the &lt;report&gt;</a>.</p>"));
        assert!(html.contains("<pre>a &lt; b</pre>"));
    }

    #[test]
    fn html_read_again_is_the_same_document() {
        let html = "<h2>What is known</h2><p>The <b>gates</b> of <a href=\"/nine\">lock nine</a> \
                    jammed &amp; stayed<br>shut.</p>\
                    <ul><li>one<ul><li>deeper</li></ul></li><li><p>two</p><p>and more</p></li></ul>\
                    <ol start=\"3\"><li>third</li><li>fourth</li></ol>\
                    <blockquote><p>So it was.</p><p>And is.</p><blockquote>Inner</blockquote></blockquote>\
                    <pre>a &lt; b\n  c</pre><hr>\
                    <table><tr><th>Lock</th><th>Barges</th></tr><tr><td>nine</td><td>40</td></tr></table>\
                    <figure><img src=\"/gate.png\" alt=\"A gate\"><figcaption>The <i>gate</i></figcaption></figure>\
                    <p>The end.</p>";
        let base = Some("https://quay.example/lock");
        let first = crate::ingest::document(html, base, "Lock nine");
        let again = crate::ingest::document(&to_html(&first), base, "Lock nine");
        assert_eq!(again, first);
        assert!(first.blocks.len() > 12, "{first:?}");
    }
}
