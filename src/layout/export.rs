//! A document as Markdown and as HTML, for files and other programs.

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
        Block::Figure { caption, url } => match url {
            Some(url) => format!("![{}]({})", plain(caption), target(url)),
            None => format!("*{}*", inline(caption)),
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
        (span.style.emphasis, "*"),
        (span.style.strikeout, "~~"),
    ] {
        if is {
            marked = format!("{sign}{marked}{sign}");
        }
    }
    if let Some(link) = span.link.and_then(|id| document.links.get(id.0)) {
        marked = format!("[{marked}]({})", target(&link.url));
    }
    let before = &span.text[..span.text.len() - span.text.trim_start().len()];
    let after = &span.text[span.text.trim_end().len()..];
    format!("{before}{marked}{after}")
}

fn escape_markdown(text: &str) -> String {
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

/// An address between parentheses.
fn target(url: &str) -> String {
    url.replace('(', "%28")
        .replace(')', "%29")
        .replace(' ', "%20")
}

fn plain(spans: &[Inline]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// The document as the inside of an HTML body; nothing of the original's markup is left in it.
pub fn to_html(document: &Document) -> String {
    let mut html = String::new();
    for block in &document.blocks {
        html.push_str(&html_block(block, document));
        html.push('\n');
    }
    html
}

fn html_block(block: &Block, document: &Document) -> String {
    let inline = |spans: &[Inline]| -> String {
        spans.iter().map(|span| html_span(span, document)).collect()
    };
    match block {
        Block::Heading { level, spans } => format!("<h{level}>{}</h{level}>", inline(spans)),
        Block::Paragraph(spans) => format!("<p>{}</p>", inline(spans)),
        Block::ListItem { marker, spans, .. } => match marker.strip_suffix('.') {
            Some(number) => format!(
                "<ol start=\"{}\"><li>{}</li></ol>",
                escape(number),
                inline(spans)
            ),
            None => format!("<ul><li>{}</li></ul>", inline(spans)),
        },
        Block::Quote { spans, .. } => format!("<blockquote>{}</blockquote>", inline(spans)),
        Block::Code(lines) => format!("<pre>{}</pre>", escape(&lines.join("\n"))),
        Block::Table(rows) => {
            let rows: String = rows
                .iter()
                .map(|row| {
                    let cells: String = row
                        .iter()
                        .map(|cell| format!("<td>{}</td>", inline(cell)))
                        .collect();
                    format!("<tr>{cells}</tr>")
                })
                .collect();
            format!("<table>{rows}</table>")
        }
        Block::Figure { caption, url } => {
            let image = url
                .as_ref()
                .map(|url| {
                    format!(
                        "<a href=\"{}\">{}</a>",
                        escape(url),
                        escape(&plain(caption))
                    )
                })
                .unwrap_or_else(|| escape(&plain(caption)));
            format!("<figure><figcaption>{image}</figcaption></figure>")
        }
        Block::Rule => "<hr>".to_owned(),
    }
}

fn html_span(span: &Inline, document: &Document) -> String {
    let mut html = escape(&span.text);
    for (is, tag) in [
        (span.style.code, "code"),
        (span.style.strong, "strong"),
        (span.style.emphasis, "em"),
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
}
