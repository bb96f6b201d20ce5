//! newsboat's `urls`: a feed a line, words parted by blanks; and below what else it keeps in files.

mod config;
mod filter;

pub use config::{ConfigLine, read_newsboat_config};
pub use filter::query_of_filter;

use super::{FeedList, ListedQuery, name, push_tag, read_feed_address};

/// Reads newsboat's `urls`: an address, then tags; `"~name"` is the title, `!` hides.
pub(super) fn read(text: &str) -> FeedList {
    let mut list = FeedList::default();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        let mut words = quoted_words(line).into_iter();
        let Some(address) = words.next() else {
            continue;
        };
        let mut feed = match read_feed_address(&address) {
            Ok(feed) => feed,
            Err(left) => {
                list.queries.extend(saved_query(number, &address));
                list.leave_out(left.in_line(number));
                continue;
            }
        };
        feed.line = Some(number);
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

/// What `query:Name:expression` saves under a name.
fn saved_query(line: usize, address: &str) -> Option<ListedQuery> {
    let (title, expression) = address.strip_prefix("query:")?.split_once(':')?;
    Some(ListedQuery {
        line,
        name: name(title)?,
        expression: expression.trim().to_owned(),
    })
}

/// Words parted by blanks; double quotes hold blanks, a backslash in them takes the next character
/// as is. A word that begins with `#` ends the line.
pub(super) fn quoted_words(line: &str) -> Vec<String> {
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
