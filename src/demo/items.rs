//! The items of an expanded feed of the sample day: what pages and the gold need of them.
//!
//! This is no feed parser. The feeds are our own and regular: tests compare what is read here
//! with what a feed parser reads.

use serde::Deserialize;

/// An item of one of our feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Its identity in the feed.
    pub guid: String,
    /// Its link.
    pub url: String,
    /// Its headline as plain text; one item of the day has none.
    pub title: String,
    /// The fullest text the feed gives, as HTML.
    pub html: String,
}

/// The items of an RSS or Atom feed, in file order.
pub(super) fn of_xml(feed: &str) -> Vec<Item> {
    let (open, close) = if feed.contains("<entry>") {
        ("<entry>", "</entry>")
    } else {
        ("<item>", "</item>")
    };
    feed.split(open)
        .skip(1)
        .filter_map(|rest| rest.split_once(close))
        .map(|(item, _)| item_of_xml(item))
        .collect()
}

fn item_of_xml(item: &str) -> Item {
    let first = |tags: &[&str]| {
        tags.iter()
            .find_map(|tag| element(item, tag))
            .unwrap_or_default()
    };
    let url = between(item, "<link href=\"", "\"")
        .map(unescape)
        .unwrap_or_else(|| first(&["link"]));
    Item {
        guid: first(&["guid", "id"]),
        url,
        title: first(&["title"]),
        html: first(&["content:encoded", "content", "description", "summary"]),
    }
}

/// The text of the first element of that name, whatever its attributes.
fn element(item: &str, tag: &str) -> Option<String> {
    let plain = format!("<{tag}>");
    let with_attributes = format!("<{tag} ");
    let start = item.find(&plain).or_else(|| item.find(&with_attributes))?;
    let inside = item[start..].split_once('>')?.1;
    let text = inside.split_once(&format!("</{tag}>"))?.0.trim();
    Some(match between(text, "<![CDATA[", "]]>") {
        Some(verbatim) => verbatim.trim().to_owned(),
        None => unescape(text),
    })
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let after = text.split_once(open)?.1;
    Some(after.split_once(close)?.0)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[derive(Deserialize)]
struct JsonFeed {
    items: Vec<JsonItem>,
}

#[derive(Deserialize)]
struct JsonItem {
    id: String,
    url: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    content_html: String,
}

/// The items of a JSON Feed, in file order.
pub(super) fn of_json(feed: &str) -> Result<Vec<Item>, serde_json::Error> {
    let feed: JsonFeed = serde_json::from_str(feed)?;
    let items = feed.items.into_iter().map(|item| Item {
        guid: item.id,
        url: item.url,
        title: item.title,
        html: item.content_html,
    });
    Ok(items.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_read_from_either_xml_dialect() {
        let rss = "<channel><title>C</title><item><title>A &amp; B</title><guid isPermaLink=\"false\">g</guid>\
                   <link>http://x/a</link><description>short</description>\
                   <content:encoded><![CDATA[<p>long</p>]]></content:encoded></item></channel>";
        let atom = "<feed><title>F</title><entry><title type=\"text\">A &amp; B</title><id>g</id>\
                    <link href=\"http://x/a\"/><content type=\"html\"><![CDATA[<p>long</p>]]></content></entry></feed>";
        let expected = Item {
            guid: "g".to_owned(),
            url: "http://x/a".to_owned(),
            title: "A & B".to_owned(),
            html: "<p>long</p>".to_owned(),
        };
        assert_eq!(of_xml(rss), of_xml(atom));
        assert_eq!(of_xml(atom), [expected]);
    }
}
