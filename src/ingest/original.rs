//! The page behind an aggregator's address that hides the original: what it says of where that is.
//!
//! Google News has had three forms. The oldest names the address in its query, the next in base64
//! in its path (both are read in `address`); today's holds a number that only its own server can
//! resolve: the page behind it carries a signature and a time, with which the server is asked once.

use serde_json::{Value, json};
use url::Url;

use super::address::{unwrapped, web_address};
use super::markup::{Tag, Token, Tokens};

/// How an id begins that stands for an article: a message whose first field says so.
const ARTICLE_ID: &str = "CBMi";

/// Parts of a page that are searched.
const SEARCHED: usize = 4 * 1024 * 1024;

/// What a page says of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageSays {
    /// Where it is.
    Original(String),
    /// What to ask the aggregator's server with.
    Ask(Ticket),
    /// Nothing before the reader has agreed to something.
    Consent,
    /// Nothing.
    Nothing,
}

/// What the aggregator's server wants to see before it tells an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Of the article.
    pub id: String,
    /// When the page was made.
    pub timestamp: i64,
    /// That the page was made there.
    pub signature: String,
}

/// The id of an aggregator's article in its address.
fn article_id(url: &Url) -> Option<&str> {
    let (before, id) = url.path().rsplit_once('/')?;
    let known = ["/articles", "/read"];
    (id.starts_with(ARTICLE_ID) && known.iter().any(|end| before.ends_with(end))).then_some(id)
}

/// Whether a redirect leads to a page that asks for consent.
pub fn asks_consent(address: &str) -> bool {
    web_address(address, None).is_some_and(|url| is_consent(&url))
}

fn is_consent(url: &Url) -> bool {
    url.host_str()
        .is_some_and(|host| host.starts_with("consent."))
}

/// The address that a redirect from an aggregator's page leads to, if it is the original's.
pub fn leads_out(from: &str, to: &str) -> Option<String> {
    let from = web_address(from, None)?;
    outside(to, &from).map(String::from)
}

/// What a page says of the original, from the surest sign to the weakest.
pub fn read_page(html: &str, address: &str) -> PageSays {
    let Some(page) = web_address(address, None) else {
        return PageSays::Nothing;
    };
    if is_consent(&page) {
        return PageSays::Consent;
    }
    let mut found = Found::default();
    for token in Tokens::new(super::clean::head(html, SEARCHED)) {
        if let Token::Open(tag) = token {
            found.read(&tag, &page);
        }
    }
    found.says(&page)
}

/// What was met in a page.
#[derive(Debug, Default)]
struct Found {
    named: Option<Url>,
    refresh: Option<Url>,
    canonical: Option<Url>,
    link: Option<Url>,
    id: Option<String>,
    timestamp: Option<i64>,
    signature: Option<String>,
    consent: bool,
}

impl Found {
    fn read(&mut self, tag: &Tag<'_>, page: &Url) {
        let get = |name: &str| tag.attribute(name).map(|value| value.into_owned());
        if tag.attributes.contains("data-n-a") {
            self.named = self
                .named
                .take()
                .or_else(|| outside(&get("data-n-au")?, page));
            self.id = self.id.take().or_else(|| get("data-n-a-id"));
            self.signature = self.signature.take().or_else(|| get("data-n-a-sg"));
            let time = || get("data-n-a-ts")?.trim().parse().ok();
            self.timestamp = self.timestamp.or_else(time);
        }
        let is = |name: &str, value: &str| {
            get(name).is_some_and(|found| {
                found
                    .split_ascii_whitespace()
                    .any(|word| word.eq_ignore_ascii_case(value))
            })
        };
        if tag.is("a") && self.link.is_none() && is("rel", "nofollow") {
            self.link = get("href").and_then(|link| outside(&link, page));
        } else if tag.is("link") && self.canonical.is_none() && is("rel", "canonical") {
            self.canonical = get("href").and_then(|link| outside(&link, page));
        } else if tag.is("meta") && self.refresh.is_none() && is("http-equiv", "refresh") {
            self.refresh = get("content").and_then(|content| refresh_target(&content, page));
        } else if tag.is("form") {
            self.consent |= get("action")
                .and_then(|action| web_address(&action, Some(page)))
                .is_some_and(|action| is_consent(&action));
        }
    }

    fn says(self, page: &Url) -> PageSays {
        if let Some(url) = self.named {
            return PageSays::Original(url.into());
        }
        let id = self.id.or_else(|| article_id(page).map(str::to_owned));
        if let (Some(id), Some(timestamp), Some(signature)) = (id, self.timestamp, self.signature) {
            return PageSays::Ask(Ticket {
                id,
                timestamp,
                signature,
            });
        }
        match self.refresh.or(self.canonical) {
            Some(url) => PageSays::Original(url.into()),
            // A page that asks for consent links to terms, too.
            None if self.consent => PageSays::Consent,
            None => self
                .link
                .map_or(PageSays::Nothing, |url| PageSays::Original(url.into())),
        }
    }
}

/// "0; url='https://…'".
fn refresh_target(content: &str, page: &Url) -> Option<Url> {
    let at = content.to_ascii_lowercase().find("url=")?;
    let target = content[at + 4..].trim().trim_matches(['\'', '"']);
    outside(target, page)
}

/// An address that is not the aggregator's own.
fn outside(address: &str, page: &Url) -> Option<Url> {
    let url = unwrapped(web_address(address, Some(page))?);
    let host = url.host_str()?;
    let own = url.origin() == page.origin()
        || host.starts_with("consent.")
        || host.split('.').any(|label| label == "google")
        || ["gstatic.com", "googleusercontent.com", "googleapis.com"]
            .iter()
            .any(|site| host.ends_with(site));
    (!own).then_some(url)
}

/// Where the aggregator's server is asked, for a page of it.
pub fn asking_address(page: &str) -> Option<String> {
    let page = web_address(page, None)?;
    page.join("/_/DotsSplashUi/data/batchexecute")
        .ok()
        .map(String::from)
}

/// The form that asks for an original.
pub fn question(ticket: &Ticket) -> String {
    // What stands beside the ticket describes a reader; none is described.
    let reader = json!([
        [
            "X",
            "X",
            ["X", "X"],
            null,
            null,
            1,
            1,
            "US:en",
            null,
            1,
            null,
            null,
            null,
            null,
            null,
            0,
            1
        ],
        "X",
        "X",
        1,
        [1, 1, 1],
        1,
        1,
        null,
        0,
        0,
        null,
        0
    ]);
    let asked = json!([
        "garturlreq",
        reader,
        ticket.id,
        ticket.timestamp,
        ticket.signature
    ]);
    let call = json!([[["Fbv4je", asked.to_string(), null, "generic"]]]);
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("f.req", &call.to_string())
        .finish()
}

/// The original in the server's answer: lines of JSON behind a guard, perhaps with their lengths
/// between them.
pub fn read_answer(answer: &str, page: &str) -> Option<String> {
    let page = web_address(page, None)?;
    let body = answer.trim_start();
    let body = body.strip_prefix(")]}'").unwrap_or(body);
    let whole = serde_json::from_str::<Value>(body.trim()).into_iter();
    let lines = body
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line.trim()).ok());
    whole
        .chain(lines)
        .find_map(|value| told(&value, &page))
        .map(String::from)
}

/// The address in one part of an answer: `[["wrb.fr", call, "[\"garturlres\", address, …]"], …]`.
fn told(value: &Value, page: &Url) -> Option<Url> {
    value.as_array()?.iter().find_map(|part| {
        let inner: Value = serde_json::from_str(part.get(2)?.as_str()?).ok()?;
        if inner.get(0)?.as_str()? != "garturlres" {
            return None;
        }
        outside(inner.get(1)?.as_str()?, page)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://news.google.com/rss/articles/CBMiCEFVX3lxTE5h?oc=5";
    const ORIGINAL: &str = "https://harbor.example/ferry-1";

    #[test]
    fn a_page_says_where_the_original_is() {
        let check = |html: &str, expected: PageSays| {
            assert_eq!(read_page(html, PAGE), expected, "{html}");
        };
        let original = || PageSays::Original(ORIGINAL.into());
        check(
            r#"<c-wiz data-n-au="https://harbor.example/ferry-1"></c-wiz>"#,
            original(),
        );
        check(
            r#"<meta http-equiv="Refresh" content="0; URL='https://harbor.example/ferry-1'">"#,
            original(),
        );
        check(
            r#"<link rel=canonical href="https://harbor.example/ferry-1">"#,
            original(),
        );
        check(
            r#"Opening <a href="https://policies.google.com/terms" rel=nofollow>terms</a>
               <a rel="noopener nofollow" href="https://harbor.example/ferry-1">harbor.example</a>"#,
            original(),
        );
        check(
            r#"<a href="/foryou" rel="nofollow">For you</a>"#,
            PageSays::Nothing,
        );
        check("", PageSays::Nothing);
    }

    #[test]
    fn todays_page_says_what_to_ask_with() {
        let ticket = |id: &str| {
            PageSays::Ask(Ticket {
                id: id.into(),
                timestamp: 1_786_600_000,
                signature: "AbC_1".into(),
            })
        };
        assert_eq!(
            read_page(
                r#"<c-wiz><div data-n-a-sg="AbC_1" data-n-a-ts="1786600000" data-n-a-id="CBMiXYZ"></div></c-wiz>"#,
                PAGE
            ),
            ticket("CBMiXYZ")
        );
        assert_eq!(
            read_page(
                r#"<link rel=canonical href="https://news.google.com/x"><div data-n-a-ts='1786600000' data-n-a-sg='AbC_1'>"#,
                PAGE
            ),
            ticket("CBMiCEFVX3lxTE5h")
        );
    }

    #[test]
    fn a_page_that_asks_for_consent_is_known() {
        let html = r#"<form action="https://consent.google.com/save" method="POST"></form>
            <a rel=nofollow href="https://partner.example/">partners</a>"#;
        assert_eq!(read_page(html, PAGE), PageSays::Consent);
        let at = "https://consent.google.com/ml?continue=https://news.google.com/";
        assert_eq!(read_page("", at), PageSays::Consent);
        assert!(asks_consent(at) && !asks_consent(PAGE));
    }

    #[test]
    fn the_answer_tells_the_address_whatever_stands_around_it() {
        let part = r#"[["wrb.fr","Fbv4je","[\"garturlres\",\"https://harbor.example/ferry-1\",1]",null,null,null,"generic"],["di",12]]"#;
        for answer in [
            format!(")]}}'\n\n{part}"),
            format!(")]}}'\n\n140\n{part}\n25\n[[\"e\",4,null,null,140]]\n"),
        ] {
            assert_eq!(read_answer(&answer, PAGE).as_deref(), Some(ORIGINAL));
        }
        for answer in [
            "",
            ")]}'",
            "<html>error</html>",
            r#"[["wrb.fr","Fbv4je",null,null]]"#,
            r#"[["wrb.fr","Fbv4je","[\"garturlres\",\"javascript:alert(1)\"]"]]"#,
            r#"[["wrb.fr","Fbv4je","[\"garturlres\",\"https://news.google.com/x\"]"]]"#,
        ] {
            assert_eq!(read_answer(answer, PAGE), None, "{answer}");
        }
    }

    #[test]
    fn a_question_carries_the_ticket() {
        let form = question(&Ticket {
            id: "CBMiX&Y".into(),
            timestamp: 7,
            signature: "s\"g".into(),
        });
        let (name, value) = url::form_urlencoded::parse(form.as_bytes())
            .next()
            .expect("a field");
        assert_eq!(name, "f.req");
        let call: Value = serde_json::from_str(&value).expect("JSON");
        let asked = call[0][0][1].as_str().expect("text");
        let asked: Value = serde_json::from_str(asked).expect("JSON");
        assert_eq!(asked[2], "CBMiX&Y");
        assert_eq!((&asked[3], &asked[4]), (&json!(7), &json!("s\"g")));
    }
}
