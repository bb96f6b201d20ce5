//! Which addresses become links, and an article's text without anything that would be fetched.

use crate::model::{Block, Document, Inline};

/// Headings of an article stand below those of the story.
const BELOW: u8 = 3;

/// The address, if it is one that may be followed: of the web or of a mailbox.
pub(super) fn linkable(url: &str) -> Option<&str> {
    let lower = url.to_ascii_lowercase();
    let schemes = ["http://", "https://", "mailto:"];
    let has_scheme = schemes.iter().any(|scheme| lower.starts_with(scheme));
    let is_whole = !url.contains(|c: char| c.is_control() || c.is_whitespace());
    (has_scheme && is_whole).then_some(url)
}

/// What an article says, to stand in a document about its story: pictures are their words, links
/// are those that may be followed, headings are small ones.
pub(super) fn set_in(document: &Document) -> Document {
    let mut document = document.clone();
    let is_dead: Vec<bool> = document
        .links
        .iter()
        .map(|link| linkable(&link.url).is_none())
        .collect();
    let clean = |spans: &mut Vec<Inline>| {
        for span in spans {
            span.text.retain(is_text);
            span.link = span.link.filter(|id| is_dead.get(id.0) == Some(&false));
        }
    };
    for block in &mut document.blocks {
        match block {
            Block::Heading { level, spans } => {
                *level = level.saturating_add(BELOW).min(6);
                clean(spans);
            }
            Block::Paragraph(spans)
            | Block::ListItem { spans, .. }
            | Block::Quote { spans, .. } => clean(spans),
            Block::Code(lines) => lines.iter_mut().for_each(|line| line.retain(is_text)),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(clean),
            Block::Figure { caption, url, .. } => {
                *url = None;
                clean(caption);
            }
            Block::Rule => {}
        }
    }
    document
}

fn is_text(letter: char) -> bool {
    !letter.is_control() || matches!(letter, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Link, LinkId};

    #[test]
    fn only_pages_and_mailboxes_are_linked() {
        for url in [
            "https://a.example/x?y#z",
            "HTTP://a.example",
            "mailto:a@b.example",
        ] {
            assert_eq!(linkable(url), Some(url));
        }
        for url in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https:relative",
            "https://a.example/\nx",
            "",
        ] {
            assert_eq!(linkable(url), None, "{url}");
        }
    }

    #[test]
    fn a_text_fetches_nothing_and_leads_only_to_pages() {
        let span = |text: &str, link: usize| Inline {
            text: text.to_owned(),
            link: Some(LinkId(link)),
            ..Inline::default()
        };
        let links = ["javascript:x()", "https://a.example/"].map(|url| Link {
            url: url.to_owned(),
        });
        let document = Document {
            blocks: vec![
                Block::Heading {
                    level: 1,
                    spans: vec![span("Big\u{1b}", 0)],
                },
                Block::Figure {
                    caption: vec![span("The gate", 1)],
                    alt: None,
                    url: Some("https://tracker.example/1.gif".to_owned()),
                },
            ],
            links: links.to_vec(),
            ..Document::default()
        };
        let html = crate::layout::to_html(&set_in(&document));
        assert_eq!(
            html,
            "<h4>Big</h4>\n<figure><figcaption><a href=\"https://a.example/\">The gate</a></figcaption></figure>\n"
        );
    }
}
