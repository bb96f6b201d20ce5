//! One feed of a list as newsboat writes it, and what the other lists and the reader write like it.

use url::Url;

use super::{LeftOut, ListedFeed};
use crate::ingest::address::web_address;
use crate::ingest::clean::clean_line;
use crate::ingest::title::cut_at;

/// Longer commands are none.
const LONGEST_COMMAND: usize = 8_192;

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
        line: None,
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
