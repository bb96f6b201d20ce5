//! Lists of feeds: OPML and newsboat's `urls`, read leniently; OPML, written.

use chrono::SecondsFormat;

use super::IngestError;
use super::address::web_address;
use super::clean::clean_line;
use super::decode::decode_bytes;
use super::markup::{Tag, Token, Tokens, escape};
use super::title::cut_at;
use crate::model::Timestamp;

/// A feed of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFeed {
    /// Its address.
    pub url: String,
    /// The name the list gives it.
    pub title: Option<String>,
    /// Tags and folders, outermost first.
    pub tags: Vec<String>,
}

/// What a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedList {
    /// Its feeds, each address once.
    pub entries: Vec<ListedFeed>,
    /// What was left out, and why.
    pub skipped: Vec<(String, String)>,
}

/// Reads an OPML file or newsboat's `urls`.
///
/// # Errors
/// When the file is neither.
pub fn read_feed_list(bytes: &[u8], file_name: &str) -> Result<FeedList, IngestError> {
    let text = decode_bytes(bytes, None);
    let not_a_list = |why: &str| IngestError::NotAList {
        name: clean_line(file_name),
        why: why.to_owned(),
    };
    let root = Tokens::new(&text).find_map(|token| match token {
        Token::Open(tag) => Some(tag.name.to_ascii_lowercase()),
        _ => None,
    });
    let markup = text.trim_start().starts_with('<');
    match root.as_deref() {
        Some("opml" | "outline" | "body" | "head") if markup => Ok(read_opml(&text)),
        Some("rss" | "feed" | "rdf:rdf") if markup => Err(not_a_list("it is a feed itself")),
        Some("html" | "!doctype") if markup => Err(not_a_list("it is a web page")),
        _ if markup => Err(not_a_list("it is some other markup")),
        _ if text.trim_start().starts_with(['{', '[']) => Err(not_a_list("it is a JSON file")),
        _ if text.contains('\0') => Err(not_a_list("it is not text")),
        _ => {
            let list = read_urls(&text);
            let nothing = list.entries.is_empty() && !list.skipped.is_empty();
            if nothing {
                Err(not_a_list("no line of it is the address of a feed"))
            } else {
                Ok(list)
            }
        }
    }
}

impl FeedList {
    /// Adds a feed, or its tags if its address is there already.
    fn add(&mut self, feed: ListedFeed) {
        match self.entries.iter_mut().find(|entry| entry.url == feed.url) {
            None => self.entries.push(feed),
            Some(entry) => {
                for tag in feed.tags {
                    push_tag(&mut entry.tags, &tag);
                }
                entry.title = entry.title.take().or(feed.title);
            }
        }
    }

    fn skip(&mut self, what: &str, why: &str) {
        self.skipped
            .push((cut_at(&clean_line(what), 200), why.to_owned()));
    }
}

fn push_tag(tags: &mut Vec<String>, tag: &str) {
    let tag = clean_line(tag);
    if !tag.is_empty() && !tags.contains(&tag) {
        tags.push(cut_at(&tag, 100));
    }
}

/// The address as it is fetched, or why it cannot be.
fn feed_address(address: &str) -> Result<String, &'static str> {
    let address = address.trim();
    let address = address
        .strip_prefix("feed:")
        .map_or(address, |rest| rest.trim_start_matches("//"));
    for (prefix, why) in [
        ("exec:", "commands are not run as feeds"),
        ("filter:", "commands are not run as feeds"),
        ("|", "commands are not run as feeds"),
        ("query:", "it is a saved query, not a feed"),
        ("file:", "files are not read as feeds"),
    ] {
        if address.starts_with(prefix) {
            return Err(why);
        }
    }
    let url = web_address(address, None).or_else(|| {
        let bare = !address.contains("://")
            && address.contains('.')
            && !address.contains(char::is_whitespace);
        if bare {
            web_address(&format!("https://{address}"), None)
        } else {
            None
        }
    });
    url.map(String::from).ok_or("it is not a web address")
}

fn read_opml(text: &str) -> FeedList {
    let mut list = FeedList::default();
    // What each open outline is called; a feed's own outline is no folder.
    let mut folders: Vec<Option<String>> = Vec::new();
    for token in Tokens::new(text) {
        match token {
            Token::Open(tag) if tag.is("outline") => {
                let folder = read_outline(&tag, &folders, &mut list);
                if !tag.attributes.ends_with('/') {
                    folders.push(folder);
                }
            }
            Token::Close(name) if name.eq_ignore_ascii_case("outline") => {
                folders.pop();
            }
            _ => {}
        }
    }
    list
}

/// Reads an outline; returns its name if it is a folder.
fn read_outline(tag: &Tag<'_>, folders: &[Option<String>], list: &mut FeedList) -> Option<String> {
    let words = |name: &str| {
        tag.attribute(name)
            .map(|value| clean_line(&value))
            .filter(|value| !value.is_empty())
    };
    let title = words("title").or_else(|| words("text"));
    let Some(address) = words("xmlurl") else {
        if let Some(link) = words("url").or_else(|| words("htmlurl")) {
            list.skip(&link, "it names no feed");
        }
        return title;
    };
    let mut tags = Vec::new();
    for folder in folders.iter().flatten() {
        push_tag(&mut tags, folder);
    }
    for category in words("category").unwrap_or_default().split(',') {
        push_tag(&mut tags, category.trim().trim_start_matches('/'));
    }
    match feed_address(&address) {
        Ok(url) => list.add(ListedFeed {
            title: title
                .filter(|title| *title != address)
                .map(|title| cut_at(&title, 200)),
            url,
            tags,
        }),
        Err(why) => list.skip(&address, why),
    }
    None
}

/// Reads newsboat's `urls`: an address, then tags; `"~name"` is the title, `!` hides.
fn read_urls(text: &str) -> FeedList {
    let mut list = FeedList::default();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = quoted_words(line).into_iter();
        let address = words.next().unwrap_or_default();
        match feed_address(&address) {
            Ok(url) => {
                let mut feed = ListedFeed {
                    url,
                    ..ListedFeed::default()
                };
                for word in words.filter(|word| word != "!") {
                    match word.strip_prefix('~') {
                        Some(title) => {
                            feed.title = Some(cut_at(&clean_line(title), 200))
                                .filter(|title| !title.is_empty())
                        }
                        None => push_tag(&mut feed.tags, &word),
                    }
                }
                list.add(feed);
            }
            Err(why) => list.skip(line, why),
        }
    }
    list
}

/// Words parted by blanks; double quotes hold blanks, a backslash takes the next character as is.
fn quoted_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut begun = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                begun = true;
            }
            '\\' if quoted => word.extend(chars.next()),
            c if c.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
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
    let title = attribute(feed.title.as_deref().unwrap_or(&feed.url));
    out.push_str(&format!(
        "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"",
        attribute(&feed.url)
    ));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn feed(url: &str, title: Option<&str>, tags: &[&str]) -> ListedFeed {
        ListedFeed {
            url: url.to_owned(),
            title: title.map(str::to_owned),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        }
    }

    #[test]
    fn folders_become_tags_and_nothing_is_doubled() {
        let list = read_feed_list(
            include_bytes!("../../tests/fixtures/lists/nested.opml"),
            "nested.opml",
        )
        .expect("a list");
        assert_eq!(
            list.entries,
            [
                feed(
                    "https://harbor.example/rss",
                    Some("Harbor & Coast"),
                    &["News", "Local", "ferries"]
                ),
                feed(
                    "https://ledger.example/feed?a=1&b=2",
                    Some("Ledger"),
                    &["News"]
                ),
                feed("https://plain.example/atom.xml", None, &[]),
            ]
        );
        assert_eq!(
            list.skipped,
            [
                (
                    "not an address".to_owned(),
                    "it is not a web address".to_owned()
                ),
                (
                    "|/bin/true".to_owned(),
                    "commands are not run as feeds".to_owned()
                ),
                (
                    "https://site.example/".to_owned(),
                    "it names no feed".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn newsboat_lines_have_tags_and_titles() {
        let text = "# mine\nhttps://a.example/rss news \"~The A\" \"two words\" !\n\nexec:~/x.sh\n\"query:Unread:unread = \\\"yes\\\"\"\nhttps://a.example/rss more\n";
        let list = read_feed_list(text.as_bytes(), "urls").expect("a list");
        assert_eq!(
            list.entries,
            [feed(
                "https://a.example/rss",
                Some("The A"),
                &["news", "two words", "more"]
            )]
        );
        assert_eq!(list.skipped.len(), 2);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let feeds = [
            feed(
                "https://a.example/?x=1&y=\"2\"",
                Some("A <& \"B\""),
                &["news", "daily"],
            ),
            feed("https://b.example/", None, &[]),
        ];
        let text = write_opml(&feeds, Timestamp(1_778_155_200));
        assert!(text.contains("<dateCreated>2026-05-07T12:00:00Z</dateCreated>"));
        let read = read_feed_list(text.as_bytes(), "x.opml").expect("a list");
        assert_eq!(
            read.entries,
            [
                feed("https://b.example/", None, &[]),
                feed(
                    "https://a.example/?x=1&y=%222%22",
                    Some("A <& \"B\""),
                    &["news", "daily"]
                )
            ]
        );
    }

    #[test]
    fn what_is_no_list_is_said() {
        let check = |text: &str, why: &str| {
            let error = read_feed_list(text.as_bytes(), "x")
                .expect_err("no list")
                .to_string();
            assert_eq!(error, format!("x is not a list of feeds: {why}."));
        };
        check("<rss><channel/></rss>", "it is a feed itself");
        check("<html><body>", "it is a web page");
        check("{\n\"a\": 1}", "it is a JSON file");
        check(
            "hello world\nagain",
            "no line of it is the address of a feed",
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80), opml in any::<bool>()) {
            let bytes = if opml { [b"<opml><outline xmlUrl='".as_slice(), &bytes].concat() } else { bytes };
            if let Ok(list) = read_feed_list(&bytes, "x") {
                read_feed_list(write_opml(&list.entries, Timestamp(0)).as_bytes(), "x").expect("what is written can be read");
            }
        }
    }
}
