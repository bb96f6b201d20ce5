//! The body of an item: which of its texts it is, as HTML with absolute links, and what can be
//! told from it cheaply.

use feed_rs::model::{Entry, Text};
use url::Url;

use super::address::absolute_links;
use super::clean::{clean_text, head};
use super::markup::{Token, Tokens, escape};
use super::strip::plain_text;
use super::title::cut_at;

/// A longer body is cut.
const BODY_BYTES: usize = 1024 * 1024;

/// A summary is a line or two, in characters.
const SUMMARY: usize = 300;

/// How texts ask to be read elsewhere; what is left of them says nothing.
pub(super) const CALLS: [&str; 43] = [
    "read original article",
    "read the original article",
    "read full article",
    "read the full article",
    "read the full story",
    "read full story",
    "continue reading",
    "keep reading",
    "read more",
    "view full coverage on google news",
    "[link] [comments]",
    "[comments]",
    "weiterlesen",
    "mehr lesen",
    "den ganzen artikel lesen",
    "zum originalartikel",
    "lire la suite",
    "lire l'article complet",
    "lire l’article complet",
    "lire l'article original",
    "leer más",
    "seguir leyendo",
    "leer el artículo completo",
    "leer el artículo original",
    "leggi tutto",
    "leggi l'articolo completo",
    "continua a leggere",
    "leia mais",
    "continue lendo",
    "lees verder",
    "lees meer",
    "läs mer",
    "läs vidare",
    "czytaj dalej",
    "читать далее",
    "читать полностью",
    "devamını oku",
    "阅读全文",
    "阅读原文",
    "続きを読む",
    "もっと読む",
    "더 보기",
    "اقرأ المزيد",
];

/// Body and summary of an entry as HTML.
pub(super) fn body_of(
    entry: &mut Entry,
    base: Option<&Url>,
    plain_is_plain: bool,
) -> (String, String) {
    let content = entry.content.take().and_then(|content| {
        let kind = &content.content_type;
        // Anything else is a picture or a program in base64.
        let text = kind.ty() == "text"
            || kind.subty() == "xhtml"
            || kind.subty() == "xml"
            || kind.suffix().is_some_and(|suffix| suffix == "xml");
        let plain = plain_is_plain && kind.subty() == "plain";
        content
            .body
            .filter(|_| text)
            .map(|body| to_html(body, plain))
    });
    let summary = entry
        .summary
        .take()
        .map(|text| text_html(text, plain_is_plain));
    let summary = summary.or_else(|| {
        let media = entry
            .media
            .iter_mut()
            .filter_map(|media| media.description.take());
        media
            .max_by_key(|text| text.content.len())
            .map(|text| to_html(text.content, true))
    });
    match (content, summary) {
        (Some(content), Some(summary)) if is_fuller(&content, &summary) => {
            (finish(&content, base), summary)
        }
        (_, Some(summary)) => (finish(&summary, base), String::new()),
        (content, None) => (finish(&content.unwrap_or_default(), base), String::new()),
    }
}

fn text_html(text: Text, plain_is_plain: bool) -> String {
    let plain = plain_is_plain && text.content_type.subty() == "plain";
    to_html(text.content, plain)
}

/// Whether the content says at least as much as the summary; some feeds fill it with a picture.
fn is_fuller(content: &str, summary: &str) -> bool {
    content.len() >= summary.len() * 2 || {
        let words = |html: &str| plain_text(html, 20_000).len();
        words(content) >= words(summary)
    }
}

/// A text as a feed gives it, cleaned, as HTML; one without markup gets its paragraphs.
pub fn body_html(text: &str) -> String {
    finish(&to_html(text.to_owned(), false), None)
}

/// Plain text as HTML: paragraphs and line breaks where it has them. What looks like markup is
/// markup, whatever it says it is.
fn to_html(text: String, plain: bool) -> String {
    let marked = ["</", "<br", "<p>", "<img", "<a "]
        .iter()
        .any(|tag| text.contains(tag));
    if marked || !plain && (text.contains('<') || !text.contains('\n')) {
        return text;
    }
    let text = if plain {
        escape(&text).into_owned()
    } else {
        text
    };
    let mut out = String::with_capacity(text.len() + 64);
    for paragraph in text
        .replace("\r\n", "\n")
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
    {
        out.push_str("<p>");
        out.push_str(&paragraph.trim().replace('\n', "<br>"));
        out.push_str("</p>");
    }
    out
}

fn finish(html: &str, base: Option<&Url>) -> String {
    let clean = clean_text(head(html, BODY_BYTES).trim());
    base.and_then(|base| absolute_links(&clean, base))
        .unwrap_or(clean)
}

/// A line or two of a text.
pub(super) fn excerpt(text: &str) -> String {
    cut_at(&super::clean::fold_blanks(text), SUMMARY)
}

/// A text without the calls at its end to read it elsewhere.
pub(super) fn without_call(mut text: String) -> String {
    // All that some places of discussion say of an item.
    if text.trim().eq_ignore_ascii_case("comments") {
        text.clear();
    }
    loop {
        let kept = kept_end(&text);
        if kept == text.len() {
            return text;
        }
        text.truncate(kept);
    }
}

/// Where a text ends without its last call.
fn kept_end(text: &str) -> usize {
    let bare = |text: &str| {
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '→' | '»' | '…' | '>'))
            .len()
    };
    let end = bare(text);
    let tail = &text[text.floor_char_boundary(end.saturating_sub(64))..end];
    let lower = tail.to_lowercase();
    let call = CALLS.iter().find(|call| lower.ends_with(**call));
    if let Some(call) = call
        && text.is_char_boundary(end - call.len())
    {
        return text[..end - call.len()].trim_end().len();
    }
    // WordPress signs every item.
    let last = text[..end].rfind('\n').map_or(0, |at| at + 1);
    if text[last..].starts_with("The post ") && text[last..].contains(" appeared first on ") {
        return text[..last].trim_end().len();
    }
    text.len()
}

/// Where the link leads whose words begin with one of these (in lower case).
pub(super) fn linked_by(html: &str, words: &[&str]) -> Option<String> {
    // Nearly no body has such a link, and reading all tags is not free.
    let rare = words
        .first()
        .and_then(|word| word.split(' ').next_back())
        .unwrap_or_default();
    memchr::memmem::find(html.as_bytes(), rare.as_bytes())?;
    let mut target = None;
    for token in Tokens::new(html) {
        match token {
            Token::Open(tag) if tag.is("a") => target = tag.attribute("href"),
            Token::Close(name) if name.eq_ignore_ascii_case("a") => target = None,
            Token::Text(text) => {
                let text = head(text.trim_start(), 64).to_lowercase();
                if let Some(target) = target.as_ref()
                    && words.iter().any(|word| text.starts_with(word))
                {
                    return Some(target.to_string());
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_to_read_elsewhere_is_no_text() {
        let check =
            |text: &str, expected: &str| assert_eq!(without_call(text.to_owned()), expected);
        check("It sank. Read original article →", "It sank.");
        check(
            "It sank.\nThe post Ferry appeared first on Ledger.",
            "It sank.",
        );
        check("They read more", "They");
        check("Comments", "");
        check("He made no comments", "He made no comments");
        check("It sank.", "It sank.");
    }

    #[test]
    fn plain_text_has_paragraphs() {
        assert_eq!(
            to_html("a < b\nc\n\nd".to_owned(), true),
            "<p>a &lt; b<br>c</p><p>d</p>"
        );
        assert_eq!(to_html("a\nb".to_owned(), false), "<p>a<br>b</p>");
        assert_eq!(to_html("<p>a\nb</p>".to_owned(), true), "<p>a\nb</p>");
    }

    #[test]
    fn the_link_to_the_original_is_found_by_its_words() {
        let html = "<a href='/x'>more</a> <a href='https://o.example/'>Read original article →</a>";
        assert_eq!(
            linked_by(html, &["read original article"]).as_deref(),
            Some("https://o.example/")
        );
        assert_eq!(
            linked_by("<a href='/x'>[link]</a>", &["[link]"]).as_deref(),
            Some("/x")
        );
        assert_eq!(
            linked_by("read original article", &["read original article"]),
            None
        );
    }
}
