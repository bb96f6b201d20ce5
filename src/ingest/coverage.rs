//! Coverage lists: under an item an aggregator names the reports of other publishers about the same
//! event, headline by headline. They say what belongs together, but they are not the item's own
//! words.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::clean::{clean_line, head};
use super::markup::{Tag, Token, Tokens, decode};

/// Bytes of a body that are searched for a list.
const SEARCHED: usize = 64 * 1024;
/// Headlines kept of one item.
const MOST_HEADLINES: usize = 24;
/// A longer text behind a headline is no publisher's name, in bytes.
const LONGEST_NAME: usize = 80;
/// The grey in which Google News sets the publisher behind a headline.
const GREY: &str = "6f6f6f";

/// What a body lists of others' reports.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// Headlines without the publisher's name, in their order.
    pub(super) headlines: Vec<String>,
    /// Where the lists stand, ascending.
    lists: Vec<Range<usize>>,
}

impl Coverage {
    /// Finds the lists of a body.
    pub(super) fn of(html: &str) -> Self {
        let searched = head(html, SEARCHED);
        let grey = memmem::find(searched.as_bytes(), GREY.as_bytes()).is_some();
        // Most bodies have neither, and reading all tags is not free.
        if !grey && memmem::find(searched.as_bytes(), b"<li").is_none() {
            return Self::default();
        }
        let mut search = Search::default();
        let mut tokens = Tokens::new(searched);
        loop {
            let start = tokens.position();
            let Some(token) = tokens.next() else { break };
            search.read(token, start..tokens.position());
        }
        let mut found = search.found;
        // The item itself in the way of a list is no list.
        if found.headlines.len() < 2 {
            return Self::default();
        }
        found.headlines.truncate(MOST_HEADLINES);
        found
    }

    /// Whether the body has no list.
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The body without its lists.
    pub(super) fn left_of<'a>(&self, html: &'a str) -> Cow<'a, str> {
        if self.is_empty() {
            return Cow::Borrowed(html);
        }
        let mut left = String::with_capacity(html.len());
        let mut copied = 0;
        for list in &self.lists {
            left.push_str(html.get(copied..list.start).unwrap_or_default());
            copied = list.end;
        }
        left.push_str(html.get(copied..).unwrap_or_default());
        Cow::Owned(left)
    }
}

/// A link and what stands behind it.
#[derive(Debug, Default)]
struct Entry {
    start: usize,
    headline: String,
    name: String,
    /// The name is set as Google News sets it.
    grey: bool,
}

impl Entry {
    fn is_report(&self) -> bool {
        let name = self.name.trim();
        is_headline(&self.headline, self.grey)
            && !name.is_empty()
            && name.len() <= LONGEST_NAME
            && !name.ends_with(['.', '!', '?', ':', '。'])
    }

    /// The headline without the name that stands behind it once more.
    fn headline(&self) -> String {
        let headline = clean_line(&self.headline);
        let name = clean_line(&self.name);
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        headline
            .strip_suffix(name)
            .map(|rest| rest.trim_end_matches([' ', '-', '–', '—', '|', '：', ':']))
            .filter(|rest| !rest.is_empty())
            .unwrap_or(&headline)
            .to_owned()
    }
}

/// Two words or more, or as much of a script without blanks.
fn is_headline(text: &str, grey: bool) -> bool {
    let wide = text.chars().filter(|c| *c >= '\u{e00}').count();
    let words = text.split_whitespace().count();
    words >= 2 || wide >= if grey { 4 } else { 8 }
}

/// Whether a text is longer than the labels of menus.
fn tells(headline: &str) -> bool {
    headline.split_whitespace().count() >= 4 || !headline.is_ascii() && is_headline(headline, false)
}

#[derive(Debug, Default)]
struct Search {
    found: Coverage,
    /// The link that is read, and whether its end tag was.
    entry: Option<(Entry, bool)>,
    in_grey: bool,
    list: Option<List>,
}

/// A list that is read.
#[derive(Debug, Default)]
struct List {
    start: usize,
    reports: Vec<String>,
    grey: bool,
    /// Entries that are no reports.
    others: usize,
    /// The entry that is read holds words before its link, or a second one.
    mixed: bool,
    in_entry: bool,
}

impl Search {
    fn read(&mut self, token: Token<'_>, place: Range<usize>) {
        match token {
            Token::Text(text) => self.text(text),
            Token::Open(tag) => self.open(tag, place.start),
            Token::Close(name) => self.close(&name.to_ascii_lowercase(), place),
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.entry {
            Some((entry, false)) => entry.headline.push_str(&decode(text)),
            Some((entry, true)) if entry.name.len() <= LONGEST_NAME => {
                entry
                    .name
                    .push_str(&decode(head(text, LONGEST_NAME + 1)).replace('\u{a0}', " "));
            }
            Some(_) => {}
            None => {
                if let Some(list) = &mut self.list
                    && list.in_entry
                {
                    list.mixed |= !decode(text).trim().is_empty();
                }
            }
        }
    }

    fn open(&mut self, tag: Tag<'_>, at: usize) {
        if tag.is("a") {
            if self.entry.is_some()
                && let Some(list) = &mut self.list
            {
                list.mixed = true;
            }
            let entry = Entry {
                start: at,
                ..Entry::default()
            };
            self.entry = Some((entry, false));
        } else if tag.is("ol") || tag.is("ul") {
            self.end_list(None);
            self.list = Some(List {
                start: at,
                ..List::default()
            });
        } else if tag.is("li") {
            self.end_entry();
            if let Some(list) = &mut self.list {
                list.in_entry = true;
            }
        } else if tag.is("br") && self.list.is_none() {
            self.entry = None;
        } else if tag.is("font") && tag.attributes.contains(GREY) {
            self.in_grey = true;
        }
    }

    fn close(&mut self, name: &str, place: Range<usize>) {
        match name {
            "a" => {
                if let Some((_, ended)) = &mut self.entry {
                    *ended = true;
                }
            }
            "font" if std::mem::take(&mut self.in_grey) => self.grey_name(place.end),
            "li" => self.end_entry(),
            "ol" | "ul" => {
                self.end_entry();
                self.end_list(Some(place.end));
            }
            _ => {}
        }
    }

    /// A name in grey has ended: within a list the list decides, elsewhere it ends an entry.
    fn grey_name(&mut self, end: usize) {
        if let Some((entry, true)) = &mut self.entry {
            entry.grey = true;
        }
        match (&self.entry, &self.list) {
            (Some((_, true)), Some(_)) => {}
            (Some((entry, true)), None) if entry.is_report() => {
                self.found.headlines.push(entry.headline());
                self.found.lists.push(entry.start..end);
                self.entry = None;
            }
            _ => self.entry = None,
        }
    }

    fn end_entry(&mut self) {
        let entry = self.entry.take().map(|(entry, _)| entry);
        let Some(list) = self.list.as_mut().filter(|list| list.in_entry) else {
            return;
        };
        let mixed = std::mem::take(&mut list.mixed);
        list.in_entry = false;
        match entry.filter(|entry| !mixed && entry.is_report()) {
            Some(entry) => {
                list.grey |= entry.grey;
                list.reports.push(entry.headline());
            }
            None => list.others += 1,
        }
    }

    /// A list is a coverage list if all its entries, or all but the last ("View all"), are reports.
    fn end_list(&mut self, end: Option<usize>) {
        let (Some(list), Some(end)) = (self.list.take(), end) else {
            return;
        };
        let least = if list.grey { 1 } else { 2 };
        let tells = list.grey || list.reports.iter().any(|headline| tells(headline));
        if list.reports.len() >= least && list.others <= 1 && tells {
            self.found.headlines.extend(list.reports);
            self.found.lists.push(list.start..end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::strip::plain_text;

    fn check(html: &str, headlines: &[&str], left: &str) {
        let coverage = Coverage::of(html);
        assert_eq!(coverage.headlines, headlines, "{html}");
        assert_eq!(plain_text(&coverage.left_of(html), 9000), left, "{html}");
    }

    #[test]
    fn a_list_of_reports_is_known_by_the_publishers_behind_the_headlines() {
        check(
            r##"<ol><li><a href="https://n.example/1">Ferry sinks off Arvel - Ledger</a>&nbsp;&nbsp;<font color="#6f6f6f">Ledger</font></li>
            <li><a href="https://n.example/2">Arvel ferry: twelve saved</a>&nbsp;&nbsp;<font color="#6f6f6f">Coast Post</font></li>
            <li><strong><a href="https://n.example/all">View Full Coverage</a></strong></li></ol>"##,
            &["Ferry sinks off Arvel", "Arvel ferry: twelve saved"],
            "",
        );
        check(
            "<p>A ferry sank.</p><ul><li><a href='/1'>Ferry sinks off Arvel</a> (Coast Post)</li>\
             <li><a href='/2'>Twelve are saved at sea</a> – Ledger</li></ul>",
            &["Ferry sinks off Arvel", "Twelve are saved at sea"],
            "A ferry sank.",
        );
    }

    #[test]
    fn reports_between_line_breaks_are_known_by_the_grey_name() {
        check(
            r##"<a href="/1"><b>Ferry sinks off Arvel</b></a><br><font size="-1"><b><font color="#6f6f6f">Ledger</font></b></font><br>
            <font>A ferry sank.</font><br><a href="/2">Twelve saved at Arvel</a> <font size="-1" color="#6f6f6f"><nobr>Coast Post</nobr></font><br>
            <a href="/3">Arvel mourns a captain</a> <font color="#6f6f6f"><nobr>Daily Oar</nobr></font>"##,
            &["Twelve saved at Arvel", "Arvel mourns a captain"],
            "Ferry sinks off Arvel\nLedger\nA ferry sank.",
        );
    }

    #[test]
    fn other_lists_stay_where_they_are() {
        for html in [
            "<ul><li><a href='/1'>Ferry sinks off Arvel</a></li><li><a href='/2'>Twelve are saved at sea</a></li></ul>",
            "<ul><li>The <a href='/1'>ferry of the line</a> sank</li><li>All of <a href='/2'>its crew is</a> safe</li></ul>",
            "<ul><li><a href='/1'>Home</a> x</li><li><a href='/2'>News</a> y</li></ul>",
            r##"<a href="/1">Ferry sinks off Arvel</a>&nbsp;<font color="#6f6f6f">Ledger</font>"##,
            "<ol><li><a href='/1'>One two three</a> name<li>never closed",
        ] {
            assert!(Coverage::of(html).is_empty(), "{html}");
        }
    }
}
