//! What the head of an answer says: where it leads, that it is refused, how long it stays fresh.

use std::time::Duration;

use reqwest::{
    Response, StatusCode, Url,
    header::{
        AGE, CACHE_CONTROL, CONTENT_TYPE, DATE, EXPIRES, HeaderMap, HeaderName, LOCATION,
        RETRY_AFTER,
    },
};

use crate::{
    ingest::clean_line,
    model::FetchErrorKind,
    worker::{
        FetchError,
        error::Scope,
        moment::{Moment, date},
    },
};

/// An error unless the answer is a page, as far as it says what it is.
pub(super) fn page_only(response: &Response) -> Result<(), FetchError> {
    let told = text_of(response.headers(), &CONTENT_TYPE).unwrap_or_default();
    let kind = told.split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    let is_page = matches!(
        kind.as_str(),
        "" | "text/html" | "application/xhtml+xml" | "text/plain" | "application/xml" | "text/xml"
    );
    if is_page || !response.status().is_success() {
        return Ok(());
    }
    let what = match kind.as_str() {
        "application/pdf" => "a PDF document".to_owned(),
        kind if kind.starts_with("image/") => "a picture".to_owned(),
        kind if kind.starts_with("audio/") => "a recording".to_owned(),
        kind if kind.starts_with("video/") => "a video".to_owned(),
        kind => format!("a file ({})", clean_line(kind)),
    };
    let message = format!("The address leads to {what}, not to a page.");
    Err(FetchError::new(FetchErrorKind::Parse, message).with_hint("the browser may show it"))
}

/// The next address of a redirect; `None` if the answer is none.
pub(super) fn redirect(response: &Response, from: &Url) -> Result<Option<Url>, FetchError> {
    if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    let target = text_of(response.headers(), &LOCATION).and_then(|target| from.join(&target).ok());
    match target {
        Some(mut url) if matches!(url.scheme(), "http" | "https") => {
            url.set_fragment(None);
            Ok(Some(url))
        }
        _ => Err(FetchError::new(
            FetchErrorKind::Http,
            "The server redirects to no usable address.",
        )),
    }
}

pub(super) fn refused(status: StatusCode, headers: &HeaderMap) -> FetchError {
    let reason = status
        .canonical_reason()
        .map(|reason| format!(" {reason}"))
        .unwrap_or_default();
    let busy = matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    );
    FetchError {
        hint: hint(status),
        status: Some(status.as_u16()),
        retry_after: text_of(headers, &RETRY_AFTER).and_then(|value| Moment::parse(&value)),
        scope: if busy { Scope::Host } else { Scope::Feed },
        ..FetchError::new(
            FetchErrorKind::Http,
            format!("The server answered {}{reason}.", status.as_u16()),
        )
    }
}

/// What the reader can do about a status.
fn hint(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        401 | 403 | 407 => Some(
            "The site refuses readers like this one: a user agent, header, cookie or auth of its \
             own in feeds.toml may help.",
        ),
        404 => Some("The feed may have moved: look for its new address on the site."),
        410 => Some("The site took it away: look for its new address, or remove the feed."),
        429 => Some("Nothing to do: its host is left alone for a while."),
        _ => None,
    }
}

/// How long an answer stays fresh: `max-age` without the time it was under way, else `Expires`.
pub(super) fn fresh(headers: &HeaderMap) -> Option<Moment> {
    let control = text_of(headers, &CACHE_CONTROL).unwrap_or_default();
    let control = control.to_ascii_lowercase();
    let parts = || control.split(',').map(str::trim);
    if parts().any(|part| matches!(part, "no-cache" | "no-store")) {
        return None;
    }
    let max_age = parts().find_map(|part| {
        let seconds = part.strip_prefix("max-age=")?.trim_matches('"');
        seconds.parse().ok().map(Duration::from_secs)
    });
    if let Some(max_age) = max_age {
        let age = text_of(headers, &AGE).and_then(|age| age.trim().parse().ok());
        let age = Duration::from_secs(age.unwrap_or(0));
        return Some(Moment::After(max_age.saturating_sub(age)));
    }
    let expires = date(&text_of(headers, &EXPIRES)?)?;
    // By the server's own clock, where it tells the time: ours may be wrong.
    Some(match text_of(headers, &DATE).and_then(|now| date(&now)) {
        Some(now) => Moment::After(expires.since(now)),
        None => Moment::At(expires),
    })
}

pub(super) fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use reqwest::header::HeaderValue;

    fn fresh_for(lines: &[(HeaderName, &'static str)]) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let now = Timestamp::parse("2026-05-07T08:00:00Z").expect("valid");
        fresh(&headers).map(|moment| moment.from(now).as_secs())
    }

    #[test]
    fn an_answer_is_fresh_as_long_as_its_headers_say() {
        assert_eq!(
            fresh_for(&[(CACHE_CONTROL, "public, Max-Age=600")]),
            Some(600)
        );
        let aged = [(CACHE_CONTROL, "max-age=600"), (AGE, "250")];
        assert_eq!(fresh_for(&aged), Some(350));
        let never = [
            (CACHE_CONTROL, "no-cache, max-age=600"),
            (EXPIRES, "Thu, 07 May 2026 09:00:00 GMT"),
        ];
        assert_eq!(fresh_for(&never), None);
        let expires = (EXPIRES, "Thu, 07 May 2026 09:00:00 GMT");
        assert_eq!(fresh_for(std::slice::from_ref(&expires)), Some(3600));
        let by_its_clock = [expires, (DATE, "Thu, 07 May 2026 08:59:00 GMT")];
        assert_eq!(fresh_for(&by_its_clock), Some(60));
        assert_eq!(fresh_for(&[(EXPIRES, "0")]), None);
        assert_eq!(fresh_for(&[]), None);
    }
}
