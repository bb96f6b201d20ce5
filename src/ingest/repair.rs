//! Makes broken items readable: markup that stands unescaped where text belongs, and items that
//! are not well-formed at all, which are put together anew from the children that can be told.

use std::borrow::Cow;

use base64::prelude::{BASE64_STANDARD, Engine};
use memchr::{memchr2, memmem};

use super::child::{Child, children, inside};
use super::cut::{Format, local};
use super::markup::{decode, escape, named};

/// Elements whose content is text or escaped HTML.
const TEXTS: [&str; 4] = ["<title", "<description", "<content", "<summary"];

/// An item in which markup that stands unescaped in a text element is marked as its text; `None`
/// if there is nothing to mark. feed-rs would see only what comes before the first tag.
pub(super) fn inline_markup_marked(item: &str, format: Format) -> Option<String> {
    let packed = format == Format::Atom && says_packed(item);
    if !packed && !TEXTS.iter().any(|name| has_markup(item, name)) {
        return None;
    }
    let mut out = String::new();
    let mut copied = 0;
    for child in children(inside(item)) {
        let name = local(child.name);
        let text = matches!(
            name,
            "title" | "description" | "content" | "summary" | "encoded"
        );
        let xhtml = format == Format::Atom && child.attributes.contains("xhtml");
        let marked = holds_tags(child.inner) || packed && unpacked(&child).is_some();
        if !text || xhtml || child.name.starts_with("media:") || !marked {
            continue;
        }
        let start = child.inner.as_ptr().addr() - item.as_ptr().addr();
        out.push_str(&item[copied..start]);
        push_data(&mut out, &html_of(&child));
        copied = start + child.inner.len();
    }
    out.push_str(&item[copied..]);
    (copied > 0).then_some(out)
}

/// Markup in which the names of characters that pages know and XML does not (`&nbsp;`) are the
/// characters themselves. What stands in `CDATA` is the page's own and stays.
pub(super) fn names_resolved(markup: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr2(b'&', b'<', &markup.as_bytes()[at..]) {
        let rest = &markup[at + found..];
        if rest.starts_with("<![CDATA[") {
            at += found + rest.find("]]>").unwrap_or(rest.len());
            continue;
        }
        let start = at + found;
        at = start + 1;
        let Some(name) = rest.strip_prefix('&').and_then(closed_name) else {
            continue;
        };
        if let Some(chars) = named(name) {
            out.push_str(&markup[copied..start]);
            out.push_str(&escape(&chars.collect::<String>()));
            at += name.len();
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(markup);
    }
    out.push_str(&markup[copied..]);
    Cow::Owned(out)
}

/// The name, with its semicolon, that a text begins with, if XML does not know it.
fn closed_name(text: &str) -> Option<&str> {
    let length = text
        .bytes()
        .take(32)
        .position(|byte| !byte.is_ascii_alphanumeric())?;
    let name = text.get(..=length).filter(|name| name.ends_with(';'))?;
    (!["amp;", "lt;", "gt;", "quot;", "apos;"].contains(&name)).then_some(name)
}

/// Whether the element of this name holds a tag first.
fn has_markup(item: &str, name: &str) -> bool {
    let Some(at) = memmem::find(item.as_bytes(), name.as_bytes()) else {
        return false;
    };
    let rest = &item[at + 1..];
    match rest.find('<').map(|tag| &rest[tag..]) {
        Some(tag) => !tag.starts_with("</") && !tag.starts_with("<![CDATA["),
        None => false,
    }
}

/// Whether there is a tag outside `CDATA`.
fn holds_tags(inner: &str) -> bool {
    let mut rest = inner;
    while let Some(at) = rest.find('<') {
        if !rest[at..].starts_with("<![CDATA[") {
            return true;
        }
        rest = rest[at..].split_once("]]>").map_or("", |(_, after)| after);
    }
    false
}

/// Whether a text in base64 may be in this item.
fn says_packed(item: &str) -> bool {
    ["base64", "application/octet-stream"]
        .iter()
        .any(|mark| memmem::find(item.as_bytes(), mark.as_bytes()).is_some())
}

/// The text of an element that holds it in base64: so did Atom before it was finished.
fn unpacked(child: &Child<'_>) -> Option<String> {
    let is_text = || matches!(local(child.name), "title" | "summary");
    let packed = child.attribute("mode").is_some_and(|mode| mode == "base64")
        || is_text()
            && child
                .attribute("type")
                .is_some_and(|kind| kind == "application/octet-stream");
    if !packed {
        return None;
    }
    let letters: String = child.inner.split_whitespace().collect();
    let bytes = BASE64_STANDARD.decode(letters).ok()?;
    String::from_utf8(bytes).ok()
}

/// The HTML that a text element means: its `CDATA`, its unescaped markup, or its escaped text.
pub(super) fn html_of(child: &Child<'_>) -> String {
    if says_packed(child.attributes)
        && let Some(text) = unpacked(child)
    {
        return text;
    }
    let raw = holds_tags(child.inner);
    let mut out = String::new();
    let mut rest = child.inner;
    while let Some((before, data)) = rest.split_once("<![CDATA[") {
        push_piece(&mut out, before, raw);
        let (data, after) = data.split_once("]]>").unwrap_or((data, ""));
        out.push_str(data);
        rest = after;
    }
    push_piece(&mut out, rest, raw);
    out
}

fn push_piece(out: &mut String, piece: &str, raw: bool) {
    if raw {
        out.push_str(piece);
    } else {
        out.push_str(&decode(piece));
    }
}

fn push_data(out: &mut String, text: &str) {
    out.push_str("<![CDATA[");
    out.push_str(&text.replace("]]>", "]]&gt;"));
    out.push_str("]]>");
}

/// An item, or with an empty `tag` the head of a feed, put together anew from its children.
pub(super) fn rebuilt(inner: &str, tag: &str, format: Format) -> String {
    let mut out = String::with_capacity(inner.len() + 256);
    if !tag.is_empty() {
        out.push_str(&format!("<{tag}>"));
    }
    for child in children(inner) {
        match format {
            Format::Atom => push_atom(&mut out, &child),
            Format::Rss | Format::Rdf => push_rss(&mut out, &child),
        }
    }
    if !tag.is_empty() {
        out.push_str(&format!("</{tag}>"));
    }
    out
}

/// A name without the prefixes that mean the feed's own elements, in small letters; of other
/// prefixes only what feeds use for want of an element of their own.
fn own_name(name: &str) -> String {
    let own = match name.split_once(':') {
        None
        | Some(("rss" | "atom" | "a10", _) | (_, "encoded"))
        | Some(("dc", "creator" | "date")) => local(name),
        Some(_) => "",
    };
    own.to_ascii_lowercase()
}

fn push_rss(out: &mut String, child: &Child<'_>) {
    let name = own_name(child.name);
    let name = match name.as_str() {
        name @ ("title" | "link" | "description" | "guid" | "comments" | "language" | "ttl"
        | "category") => name,
        "pubdate" => "pubDate",
        "encoded" => "content:encoded",
        "abstract" => "description",
        "date" => "dc:date",
        // feed-rs cuts an author at byte positions and panics between the bytes of a letter.
        "author" | "creator" if !child.inner.contains('@') || child.inner.is_ascii() => {
            "dc:creator"
        }
        "enclosure" => {
            push_empty(out, child, "enclosure", &["url", "length", "type"]);
            return;
        }
        _ => return,
    };
    out.push_str(&format!("<{name}>"));
    push_data(out, &html_of(child));
    out.push_str(&format!("</{name}>"));
}

fn push_atom(out: &mut String, child: &Child<'_>) {
    let name = own_name(child.name);
    match name.as_str() {
        "pubdate" => out.push_str(&format!("<published>{}</published>", escape(&child.text()))),
        "id" | "published" | "updated" => {
            out.push_str(&format!("<{name}>{}</{name}>", escape(&child.text())));
        }
        "title" | "subtitle" | "summary" | "content" => {
            let plain = child.attribute("type").is_none_or(|kind| kind == "text")
                && !holds_tags(child.inner);
            out.push_str(&format!(
                "<{name} type=\"{}\">",
                if plain { "text" } else { "html" }
            ));
            push_data(out, &html_of(child));
            out.push_str(&format!("</{name}>"));
        }
        "author" => {
            let name = children(child.inner).find(|child| local(child.name) == "name");
            out.push_str(&format!(
                "<author><name>{}</name></author>",
                escape(&name.unwrap_or(*child).text())
            ));
        }
        "link" => push_empty(out, child, "link", &["href", "rel", "type", "length"]),
        _ => {}
    }
}

fn push_empty(out: &mut String, child: &Child<'_>, name: &str, attributes: &[&str]) {
    out.push('<');
    out.push_str(name);
    for attribute in attributes {
        if let Some(value) = child.attribute(attribute) {
            out.push_str(&format!(
                " {attribute}=\"{}\"",
                escape(&value).replace('"', "&quot;")
            ));
        }
    }
    out.push_str("/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescaped_markup_becomes_the_text_of_its_element() {
        let check = |item, expected: Option<&str>| {
            assert_eq!(
                inline_markup_marked(item, Format::Rss).as_deref(),
                expected,
                "{item}"
            );
        };
        check(
            "<item><title>a</title><description><p>x &amp; y</p></description></item>",
            Some(
                "<item><title>a</title><description><![CDATA[<p>x &amp; y</p>]]></description></item>",
            ),
        );
        check(
            "<item><title>a &lt;b&gt;</title><description><![CDATA[<p>]]></description></item>",
            None,
        );
    }

    #[test]
    fn a_broken_item_is_put_together_anew() {
        let item = "<title>Cats & dogs<link>http://a.example/?a&b</link><description>x<br>y</description><x:y><z>";
        assert_eq!(
            rebuilt(item, "item", Format::Rss),
            "<item><title><![CDATA[Cats & dogs]]></title><link><![CDATA[http://a.example/?a&b]]></link>\
             <description><![CDATA[x<br>y]]></description></item>"
        );
        let entry = "<link href='/a?b&c'/><author><name>Ann</name></author><content type='xhtml'><p>1</b></content>";
        assert_eq!(
            rebuilt(entry, "entry", Format::Atom),
            "<entry><link href=\"/a?b&amp;c\"/><author><name>Ann</name></author>\
             <content type=\"html\"><![CDATA[<p>1</b>]]></content></entry>"
        );
    }
}
