//! newsboat's `urls`: a feed a line, words parted by blanks.

use super::{FeedList, name, push_tag, read_feed_address};

/// Reads newsboat's `urls`: an address, then tags; `"~name"` is the title, `!` hides.
pub(super) fn read(text: &str) -> FeedList {
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
