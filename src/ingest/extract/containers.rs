//! A second opinion where the first is unsure: the elements that a page itself calls its article.

use crate::ingest::markup::{Tag, Token, Tokens, holds_raw_text, is_void};

/// Words in class, id or property of what holds an article, the surest first.
const NAMES: [&str; 12] = [
    "articlebody",
    "article-body",
    "article_body",
    "article-content",
    "article__body",
    "article-text",
    "story-body",
    "storybody",
    "entry-content",
    "post-content",
    "post-body",
    "story-content",
];
/// Elements looked at.
const MOST: usize = 12;

/// The HTML inside the elements that a page calls its article, the surest first.
pub(super) fn containers(html: &str) -> Vec<&str> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        if holds_raw_text(tag.name) {
            tokens.skip_element(tag.name);
            continue;
        }
        if let Some(rank) = rank(&tag) {
            let start = tokens.position();
            found.push((rank, inside(html, start, tag.name)));
            if found.len() == MOST {
                break;
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, inside)| inside).collect()
}

fn rank(tag: &Tag<'_>) -> Option<usize> {
    if is_void(tag.name) {
        return None;
    }
    let named = ["itemprop", "class", "id"].iter().find_map(|name| {
        let value = tag.attribute(name)?.to_ascii_lowercase();
        NAMES.iter().position(|name| value.contains(name))
    });
    named
        .or_else(|| tag.is("article").then_some(NAMES.len()))
        .or_else(|| tag.is("main").then_some(NAMES.len() + 1))
}

/// What stands between the start of an element and its end; to the end of the page where it has
/// none.
pub(super) fn inside<'a>(html: &'a str, start: usize, name: &str) -> &'a str {
    let rest = &html[start..];
    let end = Tokens::new(rest).skip_nested(name);
    &rest[..end]
}

/// The share of the words that a page announces itself with that a text says; 1 where it announces
/// too little to tell.
pub(super) fn kept_promise(announced: &str, text: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        let long = words.filter(|word| word.chars().count() >= LONG);
        long.map(str::to_owned).collect()
    };
    let mut announced = words(announced);
    announced.sort_unstable();
    announced.dedup();
    if announced.len() < FEW {
        return 1.0;
    }
    let mut said = words(text);
    said.sort_unstable();
    let kept = announced
        .iter()
        .filter(|word| said.binary_search(word).is_ok())
        .count();
    kept as f32 / announced.len() as f32
}

/// Letters of a word that tells something.
const LONG: usize = 5;
/// Fewer such words announce nothing.
const FEW: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_calls_its_article_is_found_the_surest_first() {
        let html = "<main>a<div class='x entry-content'>b<div>c</div></div>d</main>\
            <script>'<article>'</script><section itemprop=articleBody>e";
        assert_eq!(
            containers(html),
            [
                "e",
                "b<div>c</div>",
                "a<div class='x entry-content'>b<div>c</div></div>d"
            ]
        );
        assert!(containers("<p class='story-body").is_empty());
    }

    #[test]
    fn a_text_keeps_what_the_headline_promises() {
        let headline = "Ferry captain retires after thirty winters";
        assert!(kept_promise(headline, "The captain of the ferry retires this winter.") > 0.3);
        assert!(kept_promise(headline, "All rights reserved. Terms of service.") < 0.1);
        assert_eq!(kept_promise("It is on", "Nothing of it"), 1.0);
    }
}
