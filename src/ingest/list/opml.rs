//! OPML: outlines in outlines, of which some are feeds and the others folders.

use chrono::SecondsFormat;

use super::{FeedList, ListedFeed, name, push_tag, read_feed_address};
use crate::ingest::clean::clean_line;
use crate::ingest::markup::{Tag, Token, Tokens, escape};
use crate::model::Timestamp;

/// Reads the outlines of a file.
pub(super) fn read(text: &str) -> FeedList {
    let mut list = FeedList::default();
    // What each open outline is called; a feed's own outline is no folder.
    let mut folders: Vec<Option<String>> = Vec::new();
    for token in Tokens::new(text) {
        match token {
            Token::Open(tag) if tag.is("outline") => {
                let folder = read_outline(&tag, None, &folders, &mut list);
                if !tag.attributes.ends_with('/') {
                    folders.push(folder);
                }
            }
            Token::Close(name) if name.eq_ignore_ascii_case("outline") => {
                folders.pop();
            }
            Token::Text(text) => mend_outline(text, &mut folders, &mut list),
            _ => {}
        }
    }
    list
}

/// A value with quotes in it ends its outline early; what is left of the outline stands behind it
/// as text.
fn mend_outline(text: &str, folders: &mut Vec<Option<String>>, list: &mut FeedList) {
    let Some(at) = text.to_ascii_lowercase().find("xmlurl") else {
        return;
    };
    let Some(title) = folders.pop() else { return };
    let rest = &text[at..];
    let tag = Tag {
        name: "outline",
        attributes: &rest[..rest.find('>').unwrap_or(rest.len())],
    };
    read_outline(&tag, title, folders, list);
    if !tag.attributes.ends_with('/') {
        folders.push(None);
    }
}

/// Reads an outline; returns its name if it is a folder. `known` is what it is called where it
/// does not say so itself.
fn read_outline(
    tag: &Tag<'_>,
    known: Option<String>,
    folders: &[Option<String>],
    list: &mut FeedList,
) -> Option<String> {
    let words = |name: &str| {
        tag.attribute(name)
            .map(|value| clean_line(&value))
            .filter(|value| !value.is_empty())
    };
    let Some(stated) = words("xmlurl") else {
        let folder = words("text").or_else(|| words("title"));
        let (link, html) = (words("url"), words("htmlurl"));
        let kind = words("type").unwrap_or_default().to_ascii_lowercase();
        match link.or(html) {
            Some(link) if kind == "include" => {
                let instead = format!("Save {link} and import it");
                list.leave_out_link(&link, "it is another list", instead);
            }
            Some(link) => {
                let instead = format!("Its feed may be found with: newsfold add {link}");
                list.leave_out_link(&link, "it names no feed", instead);
            }
            None => {}
        }
        return folder;
    };
    // As newsboat writes what goes through a command.
    let address = match words("filtercmd") {
        Some(command) => format!("filter:{command}:{stated}"),
        None => stated.clone(),
    };
    match read_feed_address(&address) {
        Ok(mut feed) => {
            for folder in folders.iter().flatten() {
                push_tag(&mut feed.tags, folder);
            }
            for category in words("category").unwrap_or_default().split(',') {
                push_tag(&mut feed.tags, category.trim().trim_start_matches('/'));
            }
            let title = words("title").or_else(|| words("text")).or(known);
            feed.title = title
                .filter(|title| *title != stated)
                .and_then(|title| name(&title));
            list.add(feed);
        }
        Err(left) => list.leave_out(left),
    }
    None
}

/// Writes a list as OPML 2.0: the first tag is a folder, further ones are categories.
pub fn write_opml(feeds: &[ListedFeed], now: Timestamp) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n",
    );
    out.push_str("    <title>Feeds of newsfold</title>\n");
    let created = now.utc().to_rfc3339_opts(SecondsFormat::Secs, true);
    out.push_str(&format!(
        "    <dateCreated>{created}</dateCreated>\n  </head>\n  <body>\n"
    ));
    let mut folders: Vec<&str> = Vec::new();
    for feed in feeds {
        match feed.tags.first() {
            None => push_feed(&mut out, feed, "    "),
            Some(tag) if !folders.contains(&tag.as_str()) => folders.push(tag),
            Some(_) => {}
        }
    }
    for folder in folders {
        out.push_str(&format!("    <outline text=\"{}\">\n", attribute(folder)));
        for feed in feeds
            .iter()
            .filter(|feed| feed.tags.first().is_some_and(|tag| tag == folder))
        {
            push_feed(&mut out, feed, "      ");
        }
        out.push_str("    </outline>\n");
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn push_feed(out: &mut String, feed: &ListedFeed, indent: &str) {
    let url = match &feed.exec {
        Some(exec) => format!("exec:{exec}"),
        None => feed.url.clone(),
    };
    let title = attribute(feed.title.as_deref().unwrap_or(&url));
    out.push_str(&format!(
        "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"",
        attribute(&url)
    ));
    if let Some(filter) = &feed.filter {
        out.push_str(&format!(" filtercmd=\"{}\"", attribute(filter)));
    }
    if let Some(categories) = feed.tags.get(1..).filter(|tags| !tags.is_empty()) {
        out.push_str(&format!(
            " category=\"{}\"",
            attribute(&categories.join(","))
        ));
    }
    out.push_str("/>\n");
}

fn attribute(text: &str) -> String {
    escape(text).replace('"', "&quot;").replace('\n', " ")
}
