//! Addresses: which are kept, what a relative one means, what an aggregator's one hides, and which
//! two are the same article.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use url::Url;

use super::markup::attributes;

/// Longer addresses are not addresses.
const LONGEST: usize = 8_192;

/// Parameters that say where a reader came from, not what is read.
const TRACKING: [&str; 46] = [
    "_ga",
    "_gl",
    "at_campaign",
    "at_medium",
    "cmp",
    "cmpid",
    "dclid",
    "emc",
    "fbclid",
    "feedname",
    "feedtype",
    "ftag",
    "gclid",
    "giftcopy",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "icid",
    "igshid",
    "intcid",
    "intcmp",
    "ito",
    "mbid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ns_campaign",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "ocid",
    "partner",
    "ref_src",
    "s_cid",
    "smid",
    "smtyp",
    "soc_src",
    "soc_trk",
    "spm",
    "srnd",
    "traffic_source",
    "wt_mc",
    "xtor",
    "yclid",
];

/// An absolute `http` or `https` address, or `None`.
pub(super) fn web_address(address: &str, base: Option<&Url>) -> Option<Url> {
    let address = address.trim();
    if address.is_empty() || address.len() > LONGEST {
        return None;
    }
    let url = match Url::parse(address) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => base?.join(address).ok()?,
        Err(_) => return None,
    };
    // `http:/./x` has a host too, of dots alone, which is nobody's.
    let named = url.host_str().is_some_and(|host| !host.starts_with('.'));
    (matches!(url.scheme(), "http" | "https") && named).then_some(url)
}

/// A link of a text: `http`, `https` or `mailto`, absolute.
pub(super) fn text_link(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim();
    if address.len() > LONGEST || address.starts_with('#') {
        return None;
    }
    if address
        .get(..7)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
    {
        return Url::parse(address).ok().map(String::from);
    }
    web_address(address, base).map(String::from)
}

/// What identifies an article across feeds: its address without scheme, tracking, AMP and mobile
/// variants. `None` where the text is no web address.
///
/// Conservative: two articles never get one identity, so unknown parameters and fragments stay.
pub fn canonical_url(address: &str) -> Option<String> {
    let mut canonical = canonical_of(&unwrapped(web_address(address, None)?))?;
    // A slash at the end, or a host for small screens, hides a wrapper until it is gone.
    while let Some(inner) = web_address(&canonical, None).and_then(|url| wrapped(&url)) {
        let shorter = canonical_of(&unwrapped(inner))?;
        if shorter.len() >= canonical.len() {
            break;
        }
        canonical = shorter;
    }
    Some(canonical)
}

/// The same of an address that is read and unwrapped already.
pub(super) fn canonical_of(url: &Url) -> Option<String> {
    let mut host = host_name(url)?.to_owned();
    while let Some(shorter) = without_variant_label(&host) {
        host = shorter;
    }
    let mut out = format!("https://{host}");
    if let Some(port) = url.port()
        && !matches!(port, 80 | 443)
    {
        out.push_str(&format!(":{port}"));
    }
    out.push_str(canonical_path(url.path()));
    push_query(&mut out, url);
    if let Some(fragment) = url.fragment().filter(|fragment| identifies(fragment)) {
        out.push('#');
        out.push_str(fragment);
    }
    Some(out)
}

/// The host without the dot of the root; `None` where a label is empty, which is no name, and may be
/// read as another host without it.
fn host_name(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.split('.').any(str::is_empty)).then_some(host)
}

/// The host without a leading label that only names a variant of the site.
fn without_variant_label(host: &str) -> Option<String> {
    let (label, rest) = host.split_once('.')?;
    if matches!(label, "www" | "m" | "mobile" | "amp") && has_name(rest) {
        return Some(rest.to_owned());
    }
    // Wikipedia puts the mark second: en.m.wikipedia.org.
    let (second, site) = rest.split_once('.')?;
    (second == "m" && site == "wikipedia.org").then(|| format!("{label}.{site}"))
}

/// Whether a host is still a site's when its first label is gone.
fn has_name(host: &str) -> bool {
    super::publisher::domain_of_host(host).is_some()
}

fn canonical_path(path: &str) -> &str {
    let mut path = path;
    loop {
        let shorter = path.trim_end_matches('/');
        // `/news/a/amp` is `/news/a`; `/amp` alone may be an article about amplifiers.
        let shorter = shorter
            .strip_suffix("/amp")
            .filter(|rest| rest.matches('/').count() > 1)
            .or_else(|| {
                shorter
                    .strip_suffix(".amp")
                    .filter(|rest| !rest.ends_with('/'))
            })
            .unwrap_or(shorter);
        if shorter == path {
            return path;
        }
        path = shorter;
    }
}

fn push_query(out: &mut String, url: &Url) {
    let Some(query) = url.query() else { return };
    let mut pairs: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair))
        .collect();
    pairs.sort_by_key(|pair| pair.split('=').next().unwrap_or_default());
    for (index, pair) in pairs.iter().enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        out.push_str(pair);
    }
}

fn is_tracking(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    let value = value.to_ascii_lowercase();
    TRACKING.binary_search(&name.as_str()).is_ok()
        || name.starts_with("utm_")
        || name.starts_with("at_")
        || matches!(name.as_str(), "amp" | "amp_js_v" | "outputtype")
            && matches!(value.as_str(), "" | "1" | "true" | "amp")
        || matches!(
            name.as_str(),
            "ref" | "source" | "src" | "mod" | "from" | "cid" | "output" | "via"
        ) && (value.starts_with("rss") || value.starts_with("feed"))
        || name == "oc" && value == "5"
        || name == "feature" && value == "youtu.be"
}

/// Whether a fragment may name a part that is an article of its own.
fn identifies(fragment: &str) -> bool {
    let fragment = fragment.to_ascii_lowercase();
    let known = [
        "comment", "ref=", "xtor=", "utm_", "ftag=", "intcid=", "echobox=", ":~:", "rss", "top",
        "respond",
    ];
    !fragment.is_empty() && !known.iter().any(|mark| fragment.starts_with(mark))
}

/// The address that an aggregator or an AMP cache wraps, as far as it stands in the address itself.
pub(super) fn unwrapped(url: Url) -> Url {
    let mut url = url;
    // Wrappers hold wrappers; nothing real does so more than twice.
    for _ in 0..4 {
        match wrapped(&url) {
            Some(inner) => url = inner,
            None => break,
        }
    }
    url
}

fn wrapped(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let path = url.path();
    let google = host == "google.com" || host.starts_with("www.google.");
    if google && path == "/url" {
        return parameter(url, &["url", "q"]);
    }
    if google && path.starts_with("/amp/") {
        return amp_target(path.strip_prefix("/amp/")?);
    }
    if host.ends_with(".cdn.ampproject.org") {
        return amp_target(
            path.strip_prefix("/c/")
                .or_else(|| path.strip_prefix("/v/"))?,
        );
    }
    if host.ends_with("bing.com") && path.ends_with("/apiclick.aspx") {
        return parameter(url, &["url"]);
    }
    if host == "news.google.com" && path == "/news/url" {
        return parameter(url, &["url"]);
    }
    if host == "news.google.com" {
        return google_news_target(path);
    }
    None
}

fn parameter(url: &Url, names: &[&str]) -> Option<Url> {
    url.query_pairs()
        .find(|(name, _)| names.contains(&name.as_ref()))
        .and_then(|(_, value)| web_address(&value, None))
}

fn amp_target(path: &str) -> Option<Url> {
    let (scheme, rest) = match path.strip_prefix("s/") {
        Some(rest) => ("https", rest),
        None => ("http", path),
    };
    let host = rest.split('/').next()?;
    if !host.contains('.') {
        return None;
    }
    web_address(&format!("{scheme}://{rest}"), None)
}

/// How ids in addresses are written; nobody checks how they end.
const ID: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How the id of a video begins: its sort, and the length of the video's own id.
const VIDEO: &[u8] = b"\x08\x20\x22\x0b";

/// Older Google News ids hold the publisher's address in base64, those of videos the video's id;
/// newer ones do not tell it.
fn google_news_target(path: &str) -> Option<Url> {
    let id = path
        .rsplit("articles/")
        .next()
        .filter(|id| id.len() < path.len())?;
    let bytes = ID.decode(id).ok()?;
    if let Some(video) = bytes.strip_prefix(VIDEO).and_then(|rest| rest.get(..11)) {
        let video = std::str::from_utf8(video).ok()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        return video
            .chars()
            .all(plain)
            .then(|| format!("https://www.youtube.com/watch?v={video}"))
            .and_then(|address| web_address(&address, None));
    }
    let start = memchr::memmem::find(&bytes, b"http")?;
    let end = bytes[start..]
        .iter()
        .position(|b| !matches!(b, b'!'..=b'~'));
    let address =
        std::str::from_utf8(&bytes[start..end.map_or(bytes.len(), |end| start + end)]).ok()?;
    web_address(address, None)
}

/// Makes the relative links and images of a body absolute; other bytes stay as they are.
pub(super) fn absolute_links(html: &str, base: &Url) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    for token in super::markup::Tokens::new(html) {
        let super::markup::Token::Open(tag) = token else {
            continue;
        };
        for attribute in attributes(tag.attributes) {
            let linking = attribute.name.eq_ignore_ascii_case("href")
                || attribute.name.eq_ignore_ascii_case("src");
            if !linking || !is_relative(attribute.value) {
                continue;
            }
            let value = super::markup::decode(attribute.value);
            let Some(absolute) = web_address(&value, Some(base)) else {
                continue;
            };
            let start = attribute.value.as_ptr().addr() - html.as_ptr().addr();
            out.push_str(&html[copied..start]);
            out.push_str(&super::markup::escape(absolute.as_str()));
            copied = start + attribute.value.len();
        }
    }
    (copied > 0).then(|| {
        out.push_str(&html[copied..]);
        out
    })
}

fn is_relative(link: &str) -> bool {
    let link = link.trim_start();
    let scheme = link
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
        .is_some_and(|end| end > 0 && link[end..].starts_with(':'));
    !link.is_empty() && !link.starts_with('#') && !scheme
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wrapper_with_a_slash_or_a_variant_host_is_one_all_the_same() {
        let id = ID.encode(b"\x08\x13\x22\x1ehttps://harbor.example/ferry-1\xd2\x01\x00");
        for address in [
            format!("https://news.google.com/rss/articles/{id}/?oc=5"),
            format!("https://www.news.google.com./articles/{id}"),
            "https://www.google.com/url/?q=https://harbor.example/ferry-1".to_owned(),
        ] {
            let canonical = canonical_url(&address);
            assert_eq!(
                canonical.as_deref(),
                Some("https://harbor.example/ferry-1"),
                "{address}"
            );
        }
    }

    #[test]
    fn a_host_with_an_empty_label_is_no_site() {
        for address in [
            "http://127../x",
            "http://harbor.example../x",
            "https://www..harbor.example/x",
            "https://.m.wikipedia.org/x",
        ] {
            assert_eq!(canonical_url(address), None, "{address}");
        }
        let rooted = canonical_url("https://www.harbor.example./x");
        assert_eq!(rooted.as_deref(), Some("https://harbor.example/x"));
    }

    #[test]
    fn a_host_of_dots_is_no_site() {
        for address in ["http:/.", "http://../news", "http:..//harbor.example/news"] {
            assert_eq!(canonical_url(address), None, "{address}");
        }
    }

    #[test]
    fn ways_to_one_article_have_one_identity() {
        for address in [
            "http://www.harbor.example/news/ferry/",
            "https://harbor.example:443/news/ferry?utm_source=rss&utm_medium=feed",
            "https://m.harbor.example/news/ferry?fbclid=abc#comments",
            "https://amp.harbor.example/news/ferry/amp/",
            "https://www.google.com/amp/s/www.harbor.example/news/ferry",
            "https://www-harbor-example.cdn.ampproject.org/c/s/www.harbor.example/news/ferry?amp=1",
            "https://www.google.com/url?rct=j&url=https://harbor.example/news/ferry&ct=ga",
            "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fharbor.example%2fnews%2fferry",
        ] {
            assert_eq!(
                canonical_url(address).as_deref(),
                Some("https://harbor.example/news/ferry"),
                "{address}"
            );
        }
    }

    #[test]
    fn two_articles_keep_two_identities() {
        let differ = |one, two| assert_ne!(canonical_url(one), canonical_url(two), "{one} {two}");
        differ("https://a.example/?id=1", "https://a.example/?id=2");
        differ("https://a.example/log#v1.2", "https://a.example/log#v1.3");
        differ("https://a.example/news", "https://a.example/News");
        differ("https://a.example/amp", "https://a.example/");
        differ("https://m.example/x", "https://example/x");
        differ("https://a.example:8080/x", "https://a.example/x");
        differ(
            "https://a.example/?from=berlin",
            "https://a.example/?from=rome",
        );
    }

    #[test]
    fn only_web_addresses_have_an_identity() {
        for address in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "not an address",
            "",
            "mailto:a@b.example",
        ] {
            assert_eq!(canonical_url(address), None, "{address}");
        }
    }

    #[test]
    fn relative_links_of_a_body_start_at_the_base() {
        let base = Url::parse("https://a.example/blog/post").expect("valid");
        assert_eq!(
            absolute_links(
                "<a href=\"/x?a=1&amp;b\">x</a> <img alt=e src=i.png> <a href=\"#n\">n</a>",
                &base
            )
            .as_deref(),
            Some(
                "<a href=\"https://a.example/x?a=1&amp;b\">x</a> <img alt=e src=https://a.example/blog/i.png> \
                 <a href=\"#n\">n</a>"
            )
        );
        assert_eq!(
            absolute_links("<a href='https://b.example/'>b</a>", &base),
            None
        );
    }

    #[test]
    fn an_old_google_news_id_tells_the_original() {
        let id = ID.encode(b"\x08\x13\x22\x1ehttps://harbor.example/ferry-1\xd2\x01\x00");
        let address = format!("https://news.google.com/rss/articles/{id}?oc=5");
        assert_eq!(
            canonical_url(&address).as_deref(),
            Some("https://harbor.example/ferry-1")
        );
        let id = ID.encode(b"\x08\x20\x22\x0bferry-Sinks\x98\x01\x01");
        let address = format!("https://news.google.com/rss/articles/{id}?oc=5");
        assert_eq!(
            canonical_url(&address).as_deref(),
            Some("https://youtube.com/watch?v=ferry-Sinks")
        );
    }

    proptest! {
        #[test]
        fn an_identity_is_its_own_identity(
            address in "https?://(www\\.|m\\.|amp\\.)?[a-z]{1,3}\\.(example|co\\.uk|m\\.org)(:80|:81)?(/[a-z%#.]{0,3}|/amp|/){0,4}(\\?[a-z=&]{0,9})?(#[a-z=:~]{0,4})?"
        ) {
            if let Some(canonical) = canonical_url(&address) {
                prop_assert_eq!(canonical_url(&canonical), Some(canonical.clone()));
            }
        }
    }
}
