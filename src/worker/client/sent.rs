//! What is sent with a request, and to whom: what is meant for one server alone goes to no other.

use reqwest::{
    Url,
    header::{
        ACCEPT, AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
        IF_NONE_MATCH, USER_AGENT,
    },
};

use super::{Request, Sort};
use crate::{config::Secret, model::FetchErrorKind, worker::FetchError};

const FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
                     application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";
const PAGES: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5";
const PICTURES: &str = "image/*, */*;q=0.5";

/// Whether an address may get what is meant for one server alone: passwords, validators.
pub(super) fn is_own(request: &Request<'_>, url: &Url, first: &Url) -> bool {
    match request.owner.map(Url::parse) {
        None => url.origin() == first.origin(),
        Some(Ok(owner)) => serves_pages_of(&owner, url),
        Some(Err(_)) => false,
    }
}

/// Whether what the reader set about certificates is meant for an address. A certificate is of a
/// host, whatever the port: a server that sends from `http` to `https`, or to `www`, is the same.
pub(super) fn has_its_trust(request: &Request<'_>, url: &Url, first: &Url) -> bool {
    let is_of = |feed: &Url| host(feed).is_some() && host(feed) == host(url);
    match request.owner.map(Url::parse) {
        None => is_of(first),
        Some(Ok(owner)) => is_of(&owner),
        Some(Err(_)) => false,
    }
}

/// Whether an address is of the server of a feed: the same host, with or without `www`, at the same
/// port or the usual ones, and encrypted if the feed is.
pub(in crate::worker) fn serves_pages_of(feed: &Url, page: &Url) -> bool {
    let is_as_safe = page.scheme() == "https" || feed.scheme() != "https";
    let same_place = host(feed).is_some() && host(feed) == host(page) && feed.port() == page.port();
    same_place && is_as_safe
}

/// The host of an address, without `www`.
fn host(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The value of the `Authorization` header; `None` to another server than the one that was meant:
/// nobody is asked for a password that is not sent.
pub(super) async fn authorization(
    request: &Request<'_>,
    own: bool,
) -> Result<Option<Secret>, FetchError> {
    let auth = request.options.and_then(|options| options.auth.as_ref());
    match auth.zip(request.secrets).filter(|_| own) {
        Some((auth, secrets)) => Ok(Some(secrets.authorization(auth).await?)),
        None => Ok(None),
    }
}

/// The headers of a request; to another server than the one that was meant, only what anybody may
/// know.
pub(super) fn headers(
    request: &Request<'_>,
    url: &Url,
    own: bool,
    authorization: Option<&Secret>,
) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    let wanted = match request.sort {
        Sort::Feed => FEEDS,
        Sort::Page => PAGES,
        Sort::Picture => PICTURES,
    };
    headers.insert(ACCEPT, HeaderValue::from_static(wanted));
    let mut insert = |name: HeaderName, value: Option<&str>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    };
    // A validator is of one document at one address.
    if request.served_by.map_or(own, |from| from == url.as_str()) {
        insert(IF_NONE_MATCH, request.etag);
        insert(IF_MODIFIED_SINCE, request.last_modified);
    }
    let Some(options) = request.options.filter(|_| own) else {
        return Ok(headers);
    };
    insert(USER_AGENT, options.user_agent.as_deref());
    insert(COOKIE, options.cookie.as_ref().map(Secret::reveal));
    insert(AUTHORIZATION, authorization.map(Secret::reveal));
    for line in &options.headers {
        let (name, value) = header(line).ok_or_else(|| {
            let message = "One of its headers is not of the form \"Name: value\".";
            FetchError::new(FetchErrorKind::Http, message)
                .with_hint("Look at what headers says for this feed in feeds.toml.")
        })?;
        headers.insert(name, value);
    }
    Ok(headers)
}

fn header(line: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = line.split_once(':')?;
    let mut value = HeaderValue::from_str(value.trim()).ok()?;
    value.set_sensitive(true);
    Some((HeaderName::from_bytes(name.trim().as_bytes()).ok()?, value))
}
