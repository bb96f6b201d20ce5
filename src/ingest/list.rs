//! Lists of feeds: OPML, newsboat's `urls` and newsraft's `feeds`, read leniently; OPML, written.
//! Whatever a list names is either a feed here or left out with the reason and what to do instead.

use std::time::Duration;

use chrono::SecondsFormat;
use rustc_hash::FxHashMap;
use url::Url;

use super::IngestError;
use super::address::web_address;
use super::clean::clean_line;
use super::decode::decode_bytes;
use super::markup::{Tag, Token, Tokens, escape};
use super::title::cut_at;
use crate::model::Timestamp;

/// Longer commands are none.
const LONGEST_COMMAND: usize = 8_192;

/// A feed of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFeed {
    /// Its address: of the web or of a file. Empty where it is a command.
    pub url: String,
    /// The line for a shell whose output is the feed.
    pub exec: Option<String>,
    /// The line for a shell that makes the feed of what is fetched.
    pub filter: Option<String>,
    /// The name the list gives it.
    pub title: Option<String>,
    /// Tags and folders, outermost first.
    pub tags: Vec<String>,
    /// Time between two fetches.
    pub interval: Option<Duration>,
}

/// Something of a list that is no feed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What the list says.
    pub what: String,
    /// Why it is no feed, as half a sentence.
    pub why: String,
    /// What to do instead, as a sentence.
    pub instead: String,
}

/// What a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedList {
    /// Its feeds, each once.
    pub entries: Vec<ListedFeed>,
    /// What was left out.
    pub left_out: Vec<LeftOut>,
    /// How often a feed was named that was there already; its tags went to the first.
    pub doubled: usize,
    /// What of a feed has no counterpart here, a sentence each.
    pub notes: Vec<String>,
    /// Where a feed stands in `entries`.
    places: FxHashMap<(String, Option<String>), usize>,
}

/// Reads an OPML file, newsboat's `urls` or newsraft's `feeds`.
///
/// # Errors
/// When the file is none of these.
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
            let list = if is_newsraft(&text, file_name) {
                read_newsraft(&text)
            } else {
                read_urls(&text)
            };
            // A list of searches is a list, too.
            let searches = list
                .left_out
                .iter()
                .any(|left| left.what.starts_with("query:"));
            if list.entries.is_empty() && !list.left_out.is_empty() && !searches {
                Err(not_a_list("no line of it is the address of a feed"))
            } else {
                Ok(list)
            }
        }
    }
}

/// Reads what newsboat has as the address of a feed: of the web, of a file, `exec:` and a command,
/// `filter:`, a command, `:` and an address.
///
/// # Errors
/// When it is none of these: why, and what to do instead.
pub fn read_feed_address(text: &str) -> Result<ListedFeed, LeftOut> {
    let left_out = |why: &str, instead: &str| LeftOut {
        what: cut_at(&clean_line(text), 200),
        why: why.to_owned(),
        instead: instead.to_owned(),
    };
    let text = text.trim();
    if let Some(command) = text.strip_prefix("exec:").or(text.strip_prefix('|')) {
        return match command_line(command) {
            Some(exec) => Ok(ListedFeed {
                exec: Some(exec),
                ..ListedFeed::default()
            }),
            None => Err(left_out(
                "it names no command",
                "Write the command behind exec:",
            )),
        };
    }
    if let Some(rest) = text.strip_prefix("filter:") {
        let parts = split_filter(rest).and_then(|(filter, url)| {
            let feed = read_feed_address(url).ok()?;
            let filter = command_line(filter)?;
            (feed.exec.is_none() && feed.filter.is_none()).then_some((filter, feed))
        });
        return match parts {
            Some((filter, feed)) => Ok(ListedFeed {
                filter: Some(filter),
                ..feed
            }),
            None => Err(left_out(
                "it is not a command and an address",
                "It is written filter:COMMAND:https://…",
            )),
        };
    }
    if text.starts_with("query:") {
        return Err(left_out(
            "it is a search, not a feed",
            "Search stories with F or newsfold stories QUERY",
        ));
    }
    if let Some(url) = file_address(text) {
        return Ok(ListedFeed {
            url,
            ..ListedFeed::default()
        });
    }
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    match web(text) {
        Some(url) => Ok(ListedFeed {
            url,
            ..ListedFeed::default()
        }),
        None if scheme.is_some_and(|scheme| !["http", "https", "file"].contains(&scheme)) => {
            Err(left_out(
                "only http and https are fetched",
                "A command that fetches it can be a feed: exec in feeds.toml",
            ))
        }
        None => Err(left_out(
            "it is not a web address",
            "Find the address, then: newsfold add ADDRESS",
        )),
    }
}

/// A command as one line; control characters have no place in it.
fn command_line(text: &str) -> Option<String> {
    let text = text.trim();
    let plain = text.chars().all(|c| !c.is_control() || c == '\t');
    (!text.is_empty() && text.len() <= LONGEST_COMMAND && plain).then(|| text.to_owned())
}

/// The command and the address behind `filter:`. Newsboat takes the first colon between them; a
/// colon in the command is seen through where the address has a scheme.
fn split_filter(text: &str) -> Option<(&str, &str)> {
    let schemes = [":http://", ":https://", ":file://"];
    let at = schemes.iter().filter_map(|scheme| text.rfind(scheme)).max();
    let at = at.or_else(|| text.find(':'))?;
    Some((&text[..at], &text[at + 1..]))
}

/// A file of this machine: `file:///a/b`, `/a/b` or `~/b`.
fn file_address(text: &str) -> Option<String> {
    if text.starts_with("~/") || text.starts_with('/') && !text.starts_with("//") {
        return Some(clean_line(text)).filter(|path| path == text);
    }
    let url = Url::parse(text).ok().filter(|url| url.scheme() == "file")?;
    let own = url.host_str().is_none_or(|host| host == "localhost");
    (own && url.path().len() > 1).then(|| format!("file://{}", url.path()))
}

fn web(address: &str) -> Option<String> {
    let address = address.strip_prefix("feed:").unwrap_or(address);
    let address = address.strip_prefix("//").unwrap_or(address);
    let url = web_address(address, None).or_else(|| {
        let bare = !address.contains("://")
            && address.contains('.')
            && !address.contains(char::is_whitespace);
        bare.then(|| web_address(&format!("https://{address}"), None))?
    });
    url.map(String::from)
}

impl FeedList {
    /// Feeds that need a command are left out, for a reader who did not allow them.
    pub fn leave_out_commands(&mut self, instead: &str) {
        let (commands, entries) = std::mem::take(&mut self.entries)
            .into_iter()
            .partition(|feed| feed.exec.is_some() || feed.filter.is_some());
        self.entries = entries;
        for feed in commands {
            let what = match (&feed.exec, &feed.filter) {
                (Some(exec), _) => format!("exec:{exec}"),
                (None, filter) => {
                    format!(
                        "filter:{}:{}",
                        filter.as_deref().unwrap_or_default(),
                        feed.url
                    )
                }
            };
            self.leave_out(LeftOut {
                what: cut_at(&clean_line(&what), 200),
                why: "it runs a command".to_owned(),
                instead: instead.to_owned(),
            });
        }
        self.places.clear();
    }

    /// Adds a feed, or its tags if it is there already.
    fn add(&mut self, mut feed: ListedFeed) {
        let name = feed.exec.clone().unwrap_or_else(|| feed.url.clone());
        let key = (name, feed.filter.clone());
        if let Some(known) = self
            .places
            .get(&key)
            .and_then(|at| self.entries.get_mut(*at))
        {
            self.doubled += 1;
            for tag in feed.tags {
                push_tag(&mut known.tags, &tag);
            }
            known.title = known.title.take().or(feed.title);
            known.interval = known.interval.or(feed.interval);
            return;
        }
        if feed.filter.is_some() {
            // The same address may be read through several commands; what stands behind "#" is
            // never sent, and tells them apart.
            let plain = (feed.url.clone(), None);
            let same = self
                .places
                .keys()
                .filter(|(url, _)| *url == feed.url)
                .count();
            if same > 0 || self.places.contains_key(&plain) {
                feed.url = format!("{}#filter-{}", feed.url, same + 1);
            }
        }
        self.places.insert(key, self.entries.len());
        self.entries.push(feed);
    }

    fn leave_out(&mut self, left: LeftOut) {
        self.left_out.push(left);
    }

    fn leave_out_link(&mut self, what: &str, why: &str, instead: String) {
        self.leave_out(LeftOut {
            what: cut_at(&clean_line(what), 200),
            why: why.to_owned(),
            instead,
        });
    }
}

fn push_tag(tags: &mut Vec<String>, tag: &str) {
    let tag = cut_at(&clean_line(tag), 100);
    if !tag.is_empty() && !tags.contains(&tag) {
        tags.push(tag);
    }
}

fn name(text: &str) -> Option<String> {
    Some(cut_at(&clean_line(text), 200)).filter(|name| !name.is_empty())
}

fn read_opml(text: &str) -> FeedList {
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

/// Reads newsboat's `urls`: an address, then tags; `"~name"` is the title, `!` hides.
fn read_urls(text: &str) -> FeedList {
    let mut list = FeedList::default();
    for line in text.lines().map(str::trim) {
        let mut words = quoted_words(line).into_iter();
        let Some(address) = words.next() else {
            continue;
        };
        let mut feed = match read_feed_address(&address) {
            Ok(feed) => feed,
            Err(left) => {
                list.leave_out(left);
                continue;
            }
        };
        let mut hidden = None;
        for word in words {
            if let Some(title) = word.strip_prefix('~') {
                feed.title = name(title).or(feed.title.take());
            } else if let Some(title) = word.strip_prefix('!') {
                hidden = Some(name(title));
            } else {
                push_tag(&mut feed.tags, &word);
            }
        }
        if let Some(title) = hidden {
            feed.title = feed.title.take().or(title);
            push_tag(&mut feed.tags, "hidden");
            let what = feed.title.as_ref().unwrap_or(&feed.url);
            list.notes.push(format!(
                "{what} was hidden there; here it is listed, with the tag \"hidden\"."
            ));
        }
        list.add(feed);
    }
    list
}

/// Words parted by blanks; double quotes hold blanks, a backslash in them takes the next character
/// as is. A word that begins with `#` ends the line.
fn quoted_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut begun = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '#' if !begun => break,
            '"' => {
                quoted = !quoted;
                begun = true;
            }
            '\\' if quoted => match chars.next() {
                Some('n' | 'r' | 't') => word.push(' '),
                Some(c @ ('"' | '\\')) => word.push(c),
                // What else is escaped is meant for a shell.
                Some(c) => word.extend(['\\', c]),
                None => {}
            },
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

/// Whether a list is newsraft's: by its name, or by lines that only newsraft has.
fn is_newsraft(text: &str, file_name: &str) -> bool {
    let is_own = |line: &str| line.starts_with('@') || line.starts_with("$(");
    file_name == "feeds" || text.lines().any(|line| is_own(line.trim_start()))
}

/// Reads newsraft's `feeds`: an address or `$(command)`, then a name in quotes, then minutes
/// between two updates in square brackets; `@` begins a section.
fn read_newsraft(text: &str) -> FeedList {
    let mut list = FeedList::default();
    let (mut section, mut of_section): (Option<String>, Option<Duration>) = (None, None);
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(rest) = line.strip_prefix('@') {
            let (title, settings) = split_settings(rest);
            section = name(title).filter(|title| title != "Global");
            of_section = interval(settings, title.trim(), &mut list.notes);
            continue;
        }
        let (address, rest) = split_address(line);
        match read_feed_address(&address) {
            Ok(mut feed) => {
                let (title, settings) = split_title(rest);
                feed.title = title.and_then(name);
                feed.tags.extend(section.clone());
                let what = feed.title.clone().unwrap_or(address);
                feed.interval = interval(settings, &what, &mut list.notes).or(of_section);
                list.add(feed);
            }
            Err(left) => list.leave_out(left),
        }
    }
    list
}

/// The address of a line, a command as `exec:`, and what stands behind it.
fn split_address(line: &str) -> (String, &str) {
    let Some(command) = line.strip_prefix("$(") else {
        let end = line.find(char::is_whitespace).unwrap_or(line.len());
        return (line[..end].to_owned(), &line[end..]);
    };
    let mut depth = 1;
    let end = command.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let end = end.unwrap_or(command.len());
    let rest = command.get(end + 1..).unwrap_or_default();
    (format!("exec:{}", &command[..end]), rest)
}

fn split_title(rest: &str) -> (Option<&str>, &str) {
    let rest = rest.trim_start();
    match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((title, rest)) => (Some(title), rest),
        None => (None, rest),
    }
}

/// The name of a section and what is set for it.
fn split_settings(text: &str) -> (&str, &str) {
    let at = text.find(['[', '{', '<']).unwrap_or(text.len());
    text.split_at(at)
}

/// The minutes between two updates, in either of the forms newsraft had. What has no counterpart
/// is noted.
fn interval(settings: &str, what: &str, notes: &mut Vec<String>) -> Option<Duration> {
    let minutes = settings
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(minutes, _)| minutes)
        .or_else(|| settings.split_once("reload-period").map(|(_, rest)| rest))
        .map(|text| text.trim_start().trim_start_matches('='));
    let minutes: Option<u64> = minutes.and_then(|text| {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit());
        text[..end.unwrap_or(text.len())].parse().ok()
    });
    if settings.contains('{') || settings.contains("item-limit") {
        notes.push(format!(
            "{what} had a limit of items there; here articles stay as long as retention says."
        ));
    }
    match minutes {
        Some(0) => {
            notes.push(format!(
                "{what} was never updated by itself there; here it is, as others are."
            ));
            None
        }
        minutes => minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60))),
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn feed(url: &str, title: Option<&str>, tags: &[&str]) -> ListedFeed {
        ListedFeed {
            url: url.to_owned(),
            title: title.map(str::to_owned),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..ListedFeed::default()
        }
    }

    fn read(text: &str, file_name: &str) -> FeedList {
        read_feed_list(text.as_bytes(), file_name).expect("a list")
    }

    fn left_out(list: &FeedList) -> Vec<(&str, &str)> {
        let left = list.left_out.iter();
        left.map(|left| (left.what.as_str(), left.why.as_str()))
            .collect()
    }

    #[test]
    fn folders_become_tags_and_nothing_is_doubled() {
        let list = read_feed_list(
            include_bytes!("../../tests/fixtures/lists/nested.opml"),
            "nested.opml",
        )
        .expect("a list");
        let command = ListedFeed {
            exec: Some("/bin/true".to_owned()),
            ..list.entries.last().cloned().expect("entries")
        };
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
                command,
            ]
        );
        assert_eq!(
            left_out(&list),
            [
                ("not an address", "it is not a web address"),
                ("https://site.example/", "it names no feed"),
            ]
        );
        assert_eq!(
            list.left_out[1].instead,
            "Its feed may be found with: newsfold add https://site.example/"
        );
    }

    #[test]
    fn an_outline_that_ends_too_early_is_mended() {
        let text = r#"<opml><body><outline text="Talk"><outline text="Ink" description="About <em class="x">ink</em> and more" xmlUrl="https://a.example/x?a=1&amp;b=2" type="rss" />
            <outline text="Pens" xmlUrl="https://b.example/x"/></outline></body></opml>"#;
        assert_eq!(
            read(text, "x.opml").entries,
            [
                feed("https://a.example/x?a=1&b=2", Some("Ink"), &["Talk"]),
                feed("https://b.example/x", Some("Pens"), &["Talk"]),
            ]
        );
    }

    #[test]
    fn newsboat_lines_have_tags_and_titles() {
        let text = "# mine\nhttps://a.example/rss news \"~The A\" \"two words\" # not a tag\n\nhttps://a.example/rss more\nhttps://b.example/#x \"!Back room\" quiet\nfile:///srv/c.xml local\n";
        let list = read(text, "urls");
        assert_eq!(
            list.entries,
            [
                feed(
                    "https://a.example/rss",
                    Some("The A"),
                    &["news", "two words", "more"]
                ),
                feed(
                    "https://b.example/#x",
                    Some("Back room"),
                    &["quiet", "hidden"]
                ),
                feed("file:///srv/c.xml", None, &["local"]),
            ]
        );
        assert_eq!((list.doubled, list.left_out.len()), (1, 0));
        assert_eq!(
            list.notes,
            ["Back room was hidden there; here it is listed, with the tag \"hidden\"."]
        );
    }

    #[test]
    fn newsboat_lines_may_be_commands_and_searches() {
        let text = r#"exec:~/bin/ink pens
"exec:~/bin/ink --of \"two words\" | sort" "~Ink"
"filter:sed s:a:b::https://a.example/x" filtered
https://a.example/x plain
"filter:tac:https://a.example/x"
filter:oops
"query:Unread:unread = \"yes\""
gopher://old.example/1
"#;
        let mut list = read(text, "urls");
        let commands: Vec<_> = list
            .entries
            .iter()
            .map(|feed| {
                (
                    feed.exec.as_deref(),
                    feed.filter.as_deref(),
                    feed.url.as_str(),
                )
            })
            .collect();
        assert_eq!(
            commands,
            [
                (Some("~/bin/ink"), None, ""),
                (Some("~/bin/ink --of \"two words\" | sort"), None, ""),
                (None, Some("sed s:a:b:"), "https://a.example/x"),
                (None, None, "https://a.example/x"),
                (None, Some("tac"), "https://a.example/x#filter-3"),
            ]
        );
        assert_eq!(
            left_out(&list),
            [
                ("filter:oops", "it is not a command and an address"),
                (
                    "query:Unread:unread = \"yes\"",
                    "it is a search, not a feed"
                ),
                ("gopher://old.example/1", "only http and https are fetched"),
            ]
        );
        list.leave_out_commands("Allow it");
        assert_eq!(
            list.entries,
            [feed("https://a.example/x", None, &["plain"])]
        );
        assert_eq!(list.left_out.len(), 7);
        assert_eq!(list.left_out[3].what, "exec:~/bin/ink");
        assert_eq!(list.left_out[3].instead, "Allow it");
    }

    #[test]
    fn newsraft_has_sections_commands_and_timers() {
        let text = "https://a.example/x\n@ Town [20] {50}\nhttps://b.example/x \"Harbour\"\nhttps://c.example/x \"Weather\" [5]\n$(ink (all) --atom) \"Ink\" [0]\n@ Global\nhttps://d.example/x < reload-period 90; item-limit 3\n";
        let list = read(text, "feeds");
        let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
        let with = |interval, feed| ListedFeed { interval, ..feed };
        let ink = ListedFeed {
            exec: Some("ink (all) --atom".to_owned()),
            ..feed("", Some("Ink"), &["Town"])
        };
        assert_eq!(
            list.entries,
            [
                feed("https://a.example/x", None, &[]),
                with(
                    minutes(20),
                    feed("https://b.example/x", Some("Harbour"), &["Town"])
                ),
                with(
                    minutes(5),
                    feed("https://c.example/x", Some("Weather"), &["Town"])
                ),
                with(minutes(20), ink),
                with(minutes(90), feed("https://d.example/x", None, &[])),
            ]
        );
        assert_eq!(list.notes.len(), 3, "{:?}", list.notes);
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
            ListedFeed {
                filter: Some("sed \"s<a<b<\"".to_owned()),
                ..feed("https://c.example/", None, &[])
            },
            ListedFeed {
                exec: Some("ink && ink".to_owned()),
                ..feed("", Some("Ink"), &[])
            },
        ];
        let text = write_opml(&feeds, Timestamp(1_778_155_200));
        assert!(text.contains("<dateCreated>2026-05-07T12:00:00Z</dateCreated>"));
        let list = read(&text, "x.opml");
        let first = feed(
            "https://a.example/?x=1&y=%222%22",
            Some("A <& \"B\""),
            &["news", "daily"],
        );
        assert_eq!(list.entries[..3], feeds[1..]);
        assert_eq!(list.entries[3], first);
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

        #[test]
        fn every_line_is_a_feed_or_left_out(
            lines in prop::collection::vec("(https?://[a-c]\\.example/[x#]?|exec:|filter:|query:|file:///|\\$\\(a|@ b|\"|~|!|[a-z:|.() ]{1,6}){1,4}( \"?[~!]?[a-b]\"?)?", 1..12),
            newsraft in any::<bool>(),
        ) {
            let text = lines.join("\n");
            let name = if newsraft { "feeds" } else { "urls" };
            if let Ok(list) = read_feed_list(text.as_bytes(), name) {
                let own = is_newsraft(&text, name);
                let named = lines.iter().filter(|line| {
                    let line = line.trim();
                    if own { !line.is_empty() && !line.starts_with('@') } else { !quoted_words(line).is_empty() }
                });
                prop_assert_eq!(list.entries.len() + list.doubled + list.left_out.len(), named.count());
            }
        }
    }
}
