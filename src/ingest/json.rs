//! JSON Feed: made orderly first, because feed-rs refuses a whole feed for one number that should
//! be a text.

use feed_rs::model::{Entry, Feed};
use serde_json::{Map, Value, json};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::IngestError;
use super::duration::{duration_of, parse_duration};
use super::extras::Extras;
use super::mend::mended;
use super::reader::parse;

/// A JSON feed's items before they are parsed.
pub(super) struct JsonFeed {
    head: Map<String, Value>,
    /// Items in file order, each with its raw hash.
    pub(super) items: Vec<(i64, Value)>,
    /// It was broken and is put in order.
    pub(super) mended: bool,
    /// It ends too early; the item that it ends in is left out.
    pub(super) cut_off: bool,
}

/// Reads the outer form.
pub(super) fn open(text: &str) -> Result<JsonFeed, IngestError> {
    let whole = serde_json::from_str(text);
    let is_mended = whole.is_err();
    let (value, cut_off) = match whole {
        Ok(value) => (value, false),
        Err(error) => mended_value(text, &error)?,
    };
    let not_a_feed = || IngestError::NotAFeed {
        what: "a JSON file".to_owned(),
    };
    let Value::Object(mut head) = value else {
        return Err(not_a_feed());
    };
    let version = head
        .get("version")
        .and_then(Value::as_str)
        .is_some_and(|version| version.contains("jsonfeed.org"));
    let items = match head.remove("items") {
        Some(Value::Array(items)) => items,
        None | Some(Value::Null) if version => Vec::new(),
        _ => return Err(not_a_feed()),
    };
    let looks = |item: &Value| {
        ["url", "id", "content_html", "content_text", "title"]
            .iter()
            .any(|key| item.get(key).is_some())
    };
    if !version && !items.iter().any(looks) {
        return Err(not_a_feed());
    }
    let items = items
        .into_iter()
        .filter(Value::is_object)
        .map(|item| (xxh3_64(item.to_string().as_bytes()).cast_signed(), item))
        .collect();
    Ok(JsonFeed {
        head,
        items,
        mended: is_mended,
        cut_off,
    })
}

/// The value of broken JSON, and whether it ends too early; `error` is what was wrong with it.
fn mended_value(text: &str, error: &serde_json::Error) -> Result<(Value, bool), IngestError> {
    let mended = mended(text);
    let value: Option<Value> = serde_json::from_str(&mended.text).ok();
    let has_items = |value: &Value| {
        let items = value.get("items").and_then(Value::as_array);
        items.is_some_and(|items| !items.is_empty())
    };
    // Of a feed that ends before its first item does, nothing can be read.
    value
        .filter(|value| !mended.cut_off || has_items(value))
        .map(|value| (value, mended.cut_off))
        .ok_or_else(|| IngestError::Parse {
            line: error.line(),
            column: error.column().max(1),
            message: "the JSON is broken there".to_owned(),
        })
}

impl JsonFeed {
    /// Parses head and the given items.
    pub(super) fn parse(&self, items: &[&Value], base: Option<&Url>) -> Option<Feed> {
        let mut feed = texts(
            &self.head,
            &["home_page_url", "feed_url", "description", "language"],
        );
        feed.insert(
            "version".to_owned(),
            json!("https://jsonfeed.org/version/1.1"),
        );
        feed.insert(
            "title".to_owned(),
            json!(text(self.head.get("title")).unwrap_or_default()),
        );
        feed.insert("authors".to_owned(), authors(&self.head));
        feed.insert(
            "items".to_owned(),
            items.iter().map(|item| orderly(item)).collect(),
        );
        parse(&Value::Object(feed).to_string(), base)
    }
}

/// What feed-rs drops of an item.
pub(super) fn extras(item: &Value, entry: &mut Entry) -> Extras {
    // Its own address comes first; the one it is about only where it has none.
    entry.links.dedup_by(|a, b| a.href == b.href);
    let files = item.get("attachments").and_then(Value::as_array);
    let durations = files.into_iter().flatten().filter_map(|file| {
        let duration = match file.get("duration_in_seconds")? {
            Value::String(text) => parse_duration(text),
            number => duration_of(number.as_f64()?),
        };
        text(file.get("url")).zip(duration)
    });
    Extras {
        lang: text(item.get("language")),
        durations: durations.collect(),
        ..Extras::default()
    }
}

/// A text, or what can be read as one.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn texts(object: &Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    keys.iter()
        .filter_map(|key| Some(((*key).to_owned(), json!(text(object.get(*key))?))))
        .collect()
}

fn orderly(item: &Value) -> Value {
    let none = Map::new();
    let item = item.as_object().unwrap_or(&none);
    let mut out = texts(
        item,
        &[
            "id",
            "url",
            "external_url",
            "title",
            "content_html",
            "content_text",
            "summary",
            "date_published",
            "date_modified",
        ],
    );
    out.insert("authors".to_owned(), authors(item));
    let list = |key: &str| {
        item.get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let attachments = list("attachments").filter_map(|file| {
        let kind =
            text(file.get("mime_type")).unwrap_or_else(|| "application/octet-stream".to_owned());
        Some(json!({
            "url": text(file.get("url"))?,
            "mime_type": kind,
            "size_in_bytes": file.get("size_in_bytes").and_then(Value::as_u64),
        }))
    });
    out.insert("attachments".to_owned(), attachments.collect());
    let tags = item.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(|tag| text(Some(tag)));
    out.insert("tags".to_owned(), tags.map(Value::String).collect());
    Value::Object(out)
}

/// Authors by name, in the form of version 1.1, from whatever form they have.
fn authors(object: &Map<String, Value>) -> Value {
    let many = object
        .get("authors")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    many.chain(object.get("author"))
        .filter_map(|author| text(author.get("name")).or_else(|| text(Some(author))))
        .map(|name| json!({ "name": name }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_types_do_not_cost_the_feed() {
        let feed = open(
            r#"{"version": "https://jsonfeed.org/version/1", "title": 5, "author": "Ann", "items": [
                {"id": 7, "url": ["x"], "content_text": "a", "attachments": [{"url": "https://a.example/f"}, 3]}, "no item"]}"#,
        )
        .expect("a feed");
        let items: Vec<&Value> = feed.items.iter().map(|(_, item)| item).collect();
        let parsed = feed.parse(&items, None).expect("parsed");
        assert_eq!(
            parsed.title.map(|title| title.content).as_deref(),
            Some("5")
        );
        assert_eq!(parsed.entries[0].id, "7");
        assert_eq!(parsed.entries[0].links[0].href, "https://a.example/f");
        assert_eq!(parsed.entries[0].authors[0].name.as_deref(), Some("Ann"));
    }

    #[test]
    fn other_json_is_no_feed() {
        for text in ["[]", "{}", r#"{"items": [1]}"#, r#"{"items": {}}"#] {
            assert!(
                matches!(open(text), Err(IngestError::NotAFeed { .. })),
                "{text}"
            );
        }
        assert!(matches!(
            open("{\"items\": ["),
            Err(IngestError::Parse { line: 1, .. })
        ));
    }
}
