//! An article as a page of its own, for a file or another program: headline, who and when, where,
//! and the text.

use super::{Options, escape, lay_out, to_html, to_markdown, wrap_line};
use crate::model::{ArticleText, Document};

/// In which form an article is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageForm {
    /// Lines of so many cells.
    Text(usize),
    /// Markdown.
    Markdown,
    /// A whole HTML document.
    Html,
}

/// Writes an article and what it says as a page.
pub fn page(article: &ArticleText, document: &Document, form: PageForm) -> String {
    match form {
        PageForm::Text(width) => text(article, document, width),
        PageForm::Markdown => markdown(article, document),
        PageForm::Html => html(article, document),
    }
}

fn text(article: &ArticleText, document: &Document, width: usize) -> String {
    let mut lines = wrap_line(&article.title, width);
    lines.extend(wrap_line(&byline(article), width));
    lines.extend(article.url.clone());
    lines.push(String::new());
    for line in lay_out(document, width, Options::default()).lines {
        let line: String = line.spans.iter().map(|span| span.text.as_str()).collect();
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

fn markdown(article: &ArticleText, document: &Document) -> String {
    let mut page = format!("# {}\n\n*{}*\n\n", article.title, byline(article));
    if let Some(url) = &article.url {
        page.push_str(&format!("<{url}>\n\n"));
    }
    page.push_str(&to_markdown(document));
    page
}

fn html(article: &ArticleText, document: &Document) -> String {
    let title = escape(&article.title);
    let address = article.url.as_ref().map_or(String::new(), |url| {
        let url = escape(url);
        format!("<p><a href=\"{url}\">{url}</a></p>\n")
    });
    let lang = article
        .lang
        .as_ref()
        .map_or(String::new(), |lang| format!(" lang=\"{}\"", escape(lang)));
    format!(
        "<!doctype html>\n<html{lang}>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n\
         <body>\n<article>\n<h1>{title}</h1>\n<p>{}</p>\n{address}{}</article>\n</body>\n</html>\n",
        escape(&byline(article)),
        to_html(document)
    )
}

/// Source, way, author and time of an article in one line.
pub fn byline(article: &ArticleText) -> String {
    let mut parts = vec![article.source.clone()];
    parts.extend(article.via.as_ref().map(|via| format!("via {via}")));
    let author = article.author.clone();
    parts.extend(author.filter(|author| *author != article.source));
    parts.push(article.published.dated());
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, Block, FeedId, Inline, Kind, StoryId, Timestamp};

    fn article() -> ArticleText {
        ArticleText {
            id: ArticleId(1),
            feed: FeedId(1),
            story: StoryId(1),
            title: "Five <b> & more".to_owned(),
            source: "Harbor Ledger".to_owned(),
            via: Some("Hacker News".to_owned()),
            author: Some("Harbor Ledger".to_owned()),
            url: Some("https://a.example/?b=1&c=2".to_owned()),
            comments: None,
            published: Timestamp(1_800_000_000),
            updated: None,
            first_seen: Timestamp(1_800_000_000),
            lang: Some("en".to_owned()),
            kind: Kind::Article,
            read: false,
            starred: false,
            changed: false,
            revisions: 0,
            derived_title: false,
            html: String::new(),
            summary: String::new(),
            tags: Vec::new(),
            own_tags: Vec::new(),
            enclosures: Vec::new(),
        }
    }

    fn document() -> Document {
        Document {
            blocks: vec![Block::Paragraph(vec![Inline {
                text: "It began at one < two.".to_owned(),
                ..Inline::default()
            }])],
            ..Document::default()
        }
    }

    #[test]
    fn a_page_names_its_article_in_every_form() {
        let text = page(&article(), &document(), PageForm::Text(40));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "Five <b> & more");
        assert_eq!(lines[1], "Harbor Ledger · via Hacker News · 15 Jan");
        assert!(text.ends_with("\nIt began at one < two.\n"), "{text}");
        let markdown = page(&article(), &document(), PageForm::Markdown);
        assert!(
            markdown.contains("\n<https://a.example/?b=1&c=2>\n"),
            "{markdown}"
        );
        let html = page(&article(), &document(), PageForm::Html);
        assert!(
            html.contains("<h1>Five &lt;b&gt; &amp; more</h1>"),
            "{html}"
        );
        assert!(
            html.contains("href=\"https://a.example/?b=1&amp;c=2\""),
            "{html}"
        );
        assert!(html.contains("one &lt; two"), "{html}");
    }
}
