//! Takes out of HTML what makes a parser by the standard slow: deep nesting, and things in a table
//! but in no cell, each of which it puts before the table, looking for the place every time. Both
//! are quadratic there (a megabyte took 15 seconds) and nothing anybody reads.

use crate::ingest::markup::{Tag, Token, Tokens, holds_raw_text, is_void};
use crate::ingest::strip::is_any;

/// With more elements left open than this, a page is not parsed at all.
const LEFT_OPEN: usize = 3_000;

/// Elements that end by themselves when the next one begins; many pages never close them, so they
/// do not count as nesting.
const ENDS_BY_ITSELF: [&str; 19] = [
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "rt", "rp", "tbody", "thead",
    "tfoot", "caption", "colgroup", "html", "head", "body",
];

/// The same HTML, cheap to parse: elements deeper than `depth` lose their tags and keep their text.
/// `None` if it cannot be made so.
pub(in crate::ingest) fn tamed(html: &str, depth: usize) -> Option<String> {
    let mut tamer = Tamer {
        out: String::with_capacity(html.len()),
        open: Vec::new(),
        depth,
        left_open: [0; ENDS_BY_ITSELF.len()],
        tables: Vec::new(),
    };
    let mut tokens = Tokens::new(html);
    let mut at = 0;
    while let Some(token) = tokens.next() {
        let keep = match token {
            // A browser with scripts reads it as raw text; as markup, one element left open in it
            // would take the rest of the page along.
            Token::Open(tag) if tag.is("noscript") => {
                tokens.skip_element(tag.name);
                false
            }
            Token::Open(tag) if holds_raw_text(tag.name) => {
                tokens.skip_element(tag.name);
                true
            }
            Token::Open(tag) => {
                let keep = tamer.open(&tag);
                if tamer.left_open.iter().sum::<usize>() > LEFT_OPEN {
                    return None;
                }
                keep
            }
            Token::Close(name) => tamer.close(name),
            Token::Text(text) => {
                if !text.trim().is_empty() {
                    tamer.enter_cell();
                }
                true
            }
        };
        let end = tokens.position();
        if keep {
            tamer.out.push_str(&html[at..end]);
        }
        at = end;
    }
    Some(tamer.out)
}

fn ends_by_itself(name: &str) -> Option<usize> {
    ENDS_BY_ITSELF
        .iter()
        .position(|other| name.eq_ignore_ascii_case(other))
}

struct Tamer<'a> {
    out: String,
    /// Names of the elements that are open and count, outermost first.
    open: Vec<&'a str>,
    depth: usize,
    /// How many of those that do not count were opened and not closed, by name.
    left_open: [usize; ENDS_BY_ITSELF.len()],
    /// For each open table whether a cell is open in it.
    tables: Vec<bool>,
}

impl<'a> Tamer<'a> {
    /// Whether a start tag is kept.
    fn open(&mut self, tag: &Tag<'a>) -> bool {
        if let Some(in_cell) = self.tables.last_mut() {
            if is_any(tag.name, &["td", "th", "caption"]) {
                *in_cell = true;
            } else if is_any(
                tag.name,
                &["tr", "tbody", "thead", "tfoot", "colgroup", "col"],
            ) {
                *in_cell = false;
            } else {
                self.enter_cell();
            }
        }
        if is_void(tag.name) {
            return true;
        }
        if let Some(kind) = ends_by_itself(tag.name) {
            self.left_open[kind] += 1;
            return true;
        }
        let keep = self.open.len() < self.depth;
        if keep {
            self.open.push(tag.name);
        }
        if keep && tag.is("table") {
            self.tables.push(false);
        }
        keep
    }

    /// Whether an end tag is kept.
    fn close(&mut self, name: &str) -> bool {
        let structure = [
            "td", "th", "caption", "tr", "tbody", "thead", "tfoot", "colgroup",
        ];
        let mut stray = false;
        if let Some(in_cell) = self.tables.last_mut() {
            if is_any(name, &structure) {
                *in_cell = false;
            } else {
                stray = !*in_cell && !name.eq_ignore_ascii_case("table");
            }
        }
        if let Some(kind) = ends_by_itself(name) {
            self.left_open[kind] = self.left_open[kind].saturating_sub(1);
            return !stray;
        }
        // An end tag of nothing that is open says nothing, but may make a parser look for it.
        let matching = self
            .open
            .iter()
            .rposition(|open| open.eq_ignore_ascii_case(name));
        let Some(matching) = matching else {
            return name.eq_ignore_ascii_case("br") && !stray;
        };
        self.open.remove(matching);
        if name.eq_ignore_ascii_case("table") {
            self.tables.pop();
        }
        !stray
    }

    /// Gives what stands between the cells of a table a cell of its own.
    fn enter_cell(&mut self) {
        if let Some(in_cell @ false) = self.tables.last_mut() {
            *in_cell = true;
            self.out.push_str("<tr><td>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(tamed(html, 400).as_deref(), Some(expected));
    }

    #[test]
    fn what_stands_between_cells_gets_one() {
        check(
            "<table>a<tr><td>b</td></i><br></table>c",
            "<table><tr><td>a<tr><td>b</td><tr><td><br></table>c",
        );
        check("<table> <tr> <td>b</table>", "<table> <tr> <td>b</table>");
    }

    #[test]
    fn scripts_stay_whole_and_deep_tags_go() {
        check(
            "<script>'<table>'</script>a<noscript><div></noscript></b>",
            "<script>'<table>'</script>a",
        );
        let deep = format!("{}x{}", "<b>".repeat(999), "</b>".repeat(999));
        assert_eq!(
            tamed(&deep, 400).map(|html| html.matches("<b>").count()),
            Some(400)
        );
    }

    #[test]
    fn a_page_of_elements_left_open_is_not_parsed() {
        assert_eq!(tamed(&"<li><dt>".repeat(LEFT_OPEN), 400), None);
        assert!(tamed(&"<p>x</p>".repeat(LEFT_OPEN * 2), 400).is_some());
    }
}
