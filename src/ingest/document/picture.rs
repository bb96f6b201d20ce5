//! Where a picture is: many pages name it in attributes of their own, for their scripts to put a
//! blank one in its place until it is looked at.

use url::Url;

use crate::ingest::address::web_address;
use crate::ingest::markup::Tag;

/// Attributes that name the picture that `src` keeps a place for.
const LATER: [&str; 3] = ["data-src", "data-lazy-src", "data-original"];
/// Attributes that name it in several sizes.
const SIZES: [&str; 2] = ["data-srcset", "srcset"];
/// What files are called that keep a place.
const BLANKS: [&str; 8] = [
    "blank",
    "placeholder",
    "spacer",
    "transparent",
    "pixel",
    "1x1",
    "clear",
    "lazyload",
];

/// The address of a picture: what stands in its place names it, else `src`, else the largest of its
/// sizes.
pub(super) fn picture_address(tag: &Tag<'_>, base: Option<&Url>) -> Option<Url> {
    let named = |name: &&str| web_address(&tag.attribute(name)?, base);
    let later = LATER.iter().find_map(named);
    if later.is_some() {
        return later;
    }
    let source = named(&"src");
    if source.as_ref().is_some_and(|source| !keeps_a_place(source)) {
        return source;
    }
    let sizes = SIZES.iter().find_map(|name| {
        let sizes = tag.attribute(name)?;
        web_address(largest(&sizes)?, base)
    });
    sizes.or(source)
}

/// Whether an address is that of a picture with nothing on it.
fn keeps_a_place(source: &Url) -> bool {
    let file = source.path().rsplit('/').next().unwrap_or_default();
    let name = file.split('.').next().unwrap_or_default();
    let mut words = name.split(['-', '_']);
    words.any(|word| BLANKS.iter().any(|blank| word.eq_ignore_ascii_case(blank)))
}

/// The address of the largest of the sizes in a list: each is an address, then its width or density.
fn largest(sizes: &str) -> Option<&str> {
    let mut rest = sizes;
    let mut best: Option<(f64, &str)> = None;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return best.map(|(_, address)| address);
        }
        // Addresses hold commas; only one at their end is not theirs.
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        let (size, after) = if bare.len() < address.len() {
            ("", after)
        } else {
            after.split_once(',').unwrap_or((after, ""))
        };
        rest = after;
        let size = size.trim().trim_end_matches(['w', 'x']);
        let size = size.parse().unwrap_or(1.0);
        let is_data = bare.starts_with("data:");
        if !is_data && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, bare));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::markup::{Token, Tokens};

    #[test]
    fn a_picture_is_where_its_page_would_show_it() {
        let base = Url::parse("https://quay.example/lock/").expect("an address");
        let check = |attributes: &str, expected: Option<&str>| {
            let html = format!("<img {attributes}>");
            let Some(Token::Open(tag)) = Tokens::new(&html).next() else {
                panic!("a tag: {html}");
            };
            let found = picture_address(&tag, Some(&base)).map(String::from);
            let expected = expected.map(|path| format!("https://quay.example/lock/{path}"));
            assert_eq!(found, expected, "{html}");
        };
        check("src=a.jpg", Some("a.jpg"));
        check("src=a.jpg srcset='b.jpg 2x'", Some("a.jpg"));
        for name in LATER {
            check(&format!("src=s.gif {name}=a.jpg"), Some("a.jpg"));
        }
        let sizes = "a.jpg 320w, b,1.jpg 1280w,\n c.jpg 640w";
        check(&format!("srcset='{sizes}'"), Some("b,1.jpg"));
        check("srcset='a.jpg, b.jpg 1.5x'", Some("b.jpg"));
        check("srcset='a.jpg'", Some("a.jpg"));
        let data = "src='data:image/gif;base64,R0lGODlhAQAB'";
        check(&format!("{data} data-srcset='{sizes}'"), Some("b,1.jpg"));
        check(data, None);
        for blank in ["blank.gif", "img/1x1.png", "lock-placeholder.svg"] {
            check(&format!("src={blank} srcset='{sizes}'"), Some("b,1.jpg"));
            check(&format!("src={blank}"), Some(blank));
        }
        check("srcset=','", None);
        check("srcset=' , data:image/gif;base64,AA 9x'", None);
        check("", None);
    }
}
