//! What a page says of its article to machines: JSON-LD by the vocabulary of <https://schema.org>.

use serde_json::Value;

use super::Page;
use crate::ingest::clean::{clean_line, clean_text};
use crate::ingest::date::parse_date;
use crate::ingest::markup::{Token, Tokens};
use crate::ingest::strip::plain_text;
use crate::model::Timestamp;

/// Types of things that are articles, besides all whose name ends in "Article".
const ARTICLES: [&str; 5] = [
    "BlogPosting",
    "LiveBlogPosting",
    "Report",
    "Review",
    "DiscussionForumPosting",
];
/// Nesting of graphs that is looked into.
const DEPTH: usize = 6;
/// A longer text is cut, in bytes.
const BODY: usize = 1024 * 1024;

/// What was found of the article.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct LinkedData {
    pub title: Option<String>,
    pub body: Option<String>,
    pub byline: Option<String>,
    pub source: Option<String>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub lang: Option<String>,
    /// The page says that not everybody may read it.
    pub is_restricted: bool,
}

impl LinkedData {
    /// Fills in what is not known otherwise.
    pub fn complete(&self, page: &mut Page) {
        if let (true, Some(title)) = (page.title.is_empty(), &self.title) {
            page.title.clone_from(title);
        }
        page.byline = page.byline.take().or_else(|| self.byline.clone());
        page.source = page.source.take().or_else(|| self.source.clone());
        page.published = page.published.or(self.published);
        page.updated = page.updated.or(self.updated);
        page.lang = page.lang.take().or_else(|| self.lang.clone());
    }
}

/// Reads what a page says to machines; the first article counts.
pub(super) fn read(html: &str) -> LinkedData {
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        if !tag.is("script") {
            continue;
        }
        let is_data = tag
            .attribute("type")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"));
        let start = tokens.position();
        tokens.skip_element("script");
        if !is_data {
            continue;
        }
        let text = &html[start..tokens.position()];
        let text = text.rfind("</").map_or(text, |end| &text[..end]);
        let found = parsed(text).and_then(|value| article(&value, DEPTH).map(of_article));
        if let Some(found) = found {
            return found;
        }
    }
    LinkedData::default()
}

/// Some pages put line breaks into strings and comments around the whole.
fn parsed(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("]]>")
        .trim();
    serde_json::from_str(text).ok().or_else(|| {
        let repaired: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&repaired).ok()
    })
}

fn article(value: &Value, depth: usize) -> Option<&Value> {
    let next = depth.checked_sub(1)?;
    match value {
        Value::Array(values) => values.iter().find_map(|value| article(value, next)),
        Value::Object(members) => {
            if members.get("@type").is_some_and(is_article) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .find_map(|name| article(members.get(*name)?, next))
        }
        _ => None,
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(name) => {
            name.ends_with("Article") || ARTICLES.iter().any(|known| name == known)
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

fn of_article(article: &Value) -> LinkedData {
    let line = |name: &str| names(article.get(name)?);
    let time = |name: &str| parse_date(article.get(name)?.as_str()?);
    let body = article.get("articleBody").and_then(Value::as_str);
    let free = article.get("isAccessibleForFree");
    LinkedData {
        title: line("headline"),
        body: body.map(body_text).filter(|body| !body.trim().is_empty()),
        byline: line("author"),
        source: line("publisher"),
        published: time("datePublished"),
        updated: time("dateModified"),
        lang: line("inLanguage"),
        is_restricted: free.is_some_and(|free| match free {
            Value::Bool(free) => !free,
            Value::String(free) => free.eq_ignore_ascii_case("false"),
            _ => false,
        }),
    }
}

/// The text, which some pages write as HTML.
fn body_text(body: &str) -> String {
    let body = crate::ingest::clean::head(body, BODY);
    if body.contains("</") || body.contains("&lt;") || body.contains("&#") || body.contains("&amp;")
    {
        plain_text(body, BODY)
    } else {
        clean_text(body)
    }
}

/// The name of a thing, or of several.
fn names(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => clean_line(name),
        Value::Object(members) => names(members.get("name")?)?,
        Value::Array(values) => {
            let all: Vec<String> = values.iter().filter_map(names).collect();
            all.join(", ")
        }
        _ => return None,
    };
    (!name.is_empty()).then_some(name)
}
