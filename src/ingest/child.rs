//! Child elements of an item or of a feed's head, read leniently: what feed-rs drops is looked up
//! here, and what it refuses is put together anew from here.

use super::cut::{Mark, next_mark};
use super::markup::{Token, Tokens, attributes, decode};

/// A child element of an item or of a feed's head.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// Its attributes as written.
    pub(super) attributes: &'a str,
    /// What stands between its tags.
    pub(super) inner: &'a str,
}

impl<'a> Child<'a> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        attributes(self.attributes)
            .find(|attribute| attribute.name == name)
            .map(|attribute| decode(attribute.value).into_owned())
    }

    /// Its text: references resolved, `CDATA` as it is, tags left out.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let mut rest = self.inner;
        while let Some((before, data)) = rest.split_once("<![CDATA[") {
            push_text(&mut out, before);
            let (data, after) = data.split_once("]]>").unwrap_or((data, ""));
            out.push_str(data);
            rest = after;
        }
        push_text(&mut out, rest);
        out.trim().to_owned()
    }
}

fn push_text(out: &mut String, text: &str) {
    for token in Tokens::new(text) {
        if let Token::Text(text) = token {
            out.push_str(&decode(text));
        }
    }
}

/// The child elements in a text, outermost level only. The text need not be well-formed: an
/// element without end tag ends where the next one begins.
pub(super) fn children(text: &str) -> impl Iterator<Item = Child<'_>> {
    let mut at = 0;
    // Looking for end tags that are missing must not make it quadratic.
    let mut budget = text.len().saturating_mul(4) + 65_536;
    std::iter::from_fn(move || {
        loop {
            let mark = next_mark(text, at)?;
            at = mark.end;
            if mark.closing {
                continue;
            }
            let found = if mark.is_empty() {
                Some((mark.end, mark.end))
            } else {
                end_of(text, mark, &mut budget)
            };
            let (inner_end, end) = found.unwrap_or_else(|| {
                let next = next_mark(text, mark.end).map_or(text.len(), |next| next.start);
                (next, next)
            });
            at = end;
            let attributes = mark.attributes.strip_suffix('/').unwrap_or(mark.attributes);
            return Some(Child {
                name: mark.name,
                attributes,
                inner: &text[mark.end..inner_end],
            });
        }
    })
}

/// Where the end tag of an element begins and ends.
fn end_of(text: &str, open: Mark<'_>, budget: &mut usize) -> Option<(usize, usize)> {
    let mut depth = 1;
    let mut at = open.end;
    while let Some(mark) = next_mark(text, at) {
        let cost = mark.end - at;
        at = mark.end;
        *budget = budget.checked_sub(cost)?;
        if mark.name != open.name {
            continue;
        }
        if mark.closing {
            depth -= 1;
        } else if !mark.is_empty() {
            depth += 1;
        }
        if depth == 0 {
            return Some((mark.start, mark.end));
        }
    }
    *budget = budget.saturating_sub(text.len() - at.min(text.len()));
    None
}

/// What stands between an item's own tags.
pub(super) fn inside(item: &str) -> &str {
    let start = next_mark(item, 0).map_or(0, |mark| mark.end);
    let end = item.rfind("</").filter(|end| *end >= start);
    &item[start..end.unwrap_or(item.len()).max(start)]
}

/// The attributes of an item's own start tag.
pub(super) fn own_attributes(item: &str) -> &str {
    next_mark(item, 0).map_or("", |mark| mark.attributes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn children_are_read_whether_closed_or_not() {
        let item = "<item a='1'><t>x &amp; <b>y</b></t><e k=\"v&gt;\"/><t><![CDATA[<p>]]> z</t><open>rest<u>1</u></item>";
        let read: Vec<(&str, String)> = children(inside(item))
            .map(|child| (child.name, child.text()))
            .collect();
        let expected = [
            ("t", "x & y"),
            ("e", ""),
            ("t", "<p> z"),
            ("open", "rest"),
            ("u", "1"),
        ];
        assert_eq!(read, expected.map(|(name, text)| (name, text.to_owned())));
        assert_eq!(own_attributes(item), " a='1'");
        assert_eq!(children(item).count(), 1);
        assert_eq!(
            children("<e k='v&gt;'/>")
                .next()
                .and_then(|child| child.attribute("k"))
                .as_deref(),
            Some("v>")
        );
    }

    #[test]
    fn many_unclosed_elements_take_linear_time() {
        let text = "<category>".repeat(50_000);
        assert!(children(&text).count() > 0);
        let text = "<category>x".repeat(50_000);
        assert!(children(&text).count() > 0);
    }

    proptest! {
        #[test]
        fn any_text_has_children_without_a_fault(parts in prop::collection::vec(prop::sample::select(vec![
            "<a>", "</a>", "<b c='", "'>", "<b/>", "<![CDATA[", "]]>", "<!--", "-->", "<", ">", "é", "&", "&amp;", "x",
        ]), 0..20)) {
            let text = parts.concat();
            own_attributes(&text);
            children(inside(&text)).for_each(|child| drop(child.text()));
        }
    }
}
