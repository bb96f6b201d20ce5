//! One request, one answer: the little of HTTP/1.1 that a feed reader uses.

use std::time::{Duration, SystemTime};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::Timestamp;

use super::gzip;

/// What a client asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET`, `HEAD` or something that is refused.
    pub method: String,
    /// Path without query.
    pub path: String,
    if_none_match: Option<String>,
    if_modified_since: Option<String>,
    accepts_gzip: bool,
}

impl Request {
    /// Reads the head of a request; `None` if it is not HTTP.
    pub fn parse(head: &str) -> Option<Self> {
        let mut lines = head.lines();
        let mut words = lines.next()?.split(' ');
        let method = words.next()?.to_owned();
        let target = words.next().filter(|target| target.starts_with('/'))?;
        let mut request = Self {
            method,
            path: target.split(['?', '#']).next()?.to_owned(),
            ..Self::default()
        };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim().to_owned();
            match name.to_ascii_lowercase().as_str() {
                "if-none-match" => request.if_none_match = Some(value),
                "if-modified-since" => request.if_modified_since = Some(value),
                "accept-encoding" => request.accepts_gzip = value.contains("gzip"),
                _ => {}
            }
        }
        Some(request)
    }

    fn has(&self, resource: &Resource) -> bool {
        let Some(modified) = resource.modified.map(system_time) else {
            return false;
        };
        match (&self.if_none_match, &self.if_modified_since) {
            (Some(tags), _) => tags.split(',').any(|tag| tag.trim() == resource.etag()),
            (None, Some(date)) => {
                httpdate::parse_http_date(date).is_ok_and(|known| known >= modified)
            }
            (None, None) => false,
        }
    }
}

/// Something that is served.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    /// Status of the answer.
    pub status: u16,
    /// Where it has gone, for a redirect.
    pub location: Option<String>,
    /// Media type.
    pub media_type: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
    /// When it last changed; without it there is no conditional answer.
    pub modified: Option<Timestamp>,
    /// Sent gzip-encoded to whoever takes it.
    pub gzip: bool,
}

impl Resource {
    /// A page or file that is just there.
    pub fn new(media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            location: None,
            media_type,
            body: body.into(),
            modified: None,
            gzip: false,
        }
    }

    fn etag(&self) -> String {
        format!("\"{:016x}\"", xxh3_64(&self.body))
    }
}

/// The bytes of the answer to a request for that resource.
pub(super) fn answer(request: &Request, resource: &Resource) -> Vec<u8> {
    if request.method != "GET" && request.method != "HEAD" {
        return refusal(405);
    }
    let unchanged = request.has(resource);
    let encoded = resource.gzip && request.accepts_gzip;
    let body = match (unchanged, encoded) {
        (true, _) => Vec::new(),
        (false, true) => gzip::stored(&resource.body),
        (false, false) => resource.body.clone(),
    };
    let mut head = status_line(if unchanged { 304 } else { resource.status });
    let mut field = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
    if !unchanged {
        field("Content-Type", resource.media_type);
        field("Content-Length", &body.len().to_string());
    }
    if encoded && !unchanged {
        field("Content-Encoding", "gzip");
    }
    if let Some(location) = &resource.location {
        field("Location", location);
    }
    if let Some(modified) = resource.modified {
        field("ETag", &resource.etag());
        field(
            "Last-Modified",
            &httpdate::fmt_http_date(system_time(modified)),
        );
    }
    field("Connection", "close");
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    if request.method == "GET" {
        bytes.extend(body);
    }
    bytes
}

/// An answer without a resource behind it.
pub(super) fn refusal(status: u16) -> Vec<u8> {
    let line = status_line(status);
    let reason = line.trim_end().trim_start_matches("HTTP/1.1 ").to_owned();
    format!(
        "{line}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{reason}",
        reason.len()
    )
    .into_bytes()
}

fn status_line(status: u16) -> String {
    let reason = match status {
        200 => "OK",
        301 => "Moved Permanently",
        304 => "Not Modified",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        503 => "Service Unavailable",
        _ => "Error",
    };
    format!("HTTP/1.1 {status} {reason}\r\n")
}

fn system_time(time: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(time.0.max(0).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> Resource {
        Resource {
            modified: Timestamp::parse("2026-03-02T10:30:00Z"),
            ..Resource::new("application/rss+xml", "<rss/>")
        }
    }

    fn answered(head: &str) -> String {
        let request = Request::parse(head).expect("a request");
        String::from_utf8(answer(&request, &feed())).expect("text")
    }

    #[test]
    fn validators_of_the_first_answer_bring_a_304() {
        let first = answered("GET /feed?x=1 HTTP/1.1\r\nHost: a\r\n");
        assert!(first.starts_with("HTTP/1.1 200 OK\r\n"));
        assert!(first.ends_with("\r\n\r\n<rss/>"));
        let validator = |name: &str| {
            first
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .expect("sent with the feed")
                .to_owned()
        };
        let by_tag = answered(&format!(
            "GET /feed HTTP/1.1\r\nif-none-match: {}\r\n",
            validator("ETag: ")
        ));
        assert!(by_tag.starts_with("HTTP/1.1 304 "), "{by_tag}");
        let by_date = answered(&format!(
            "GET /feed HTTP/1.1\r\nIf-Modified-Since: {}\r\n",
            validator("Last-Modified: ")
        ));
        assert!(by_date.starts_with("HTTP/1.1 304 "), "{by_date}");
        let stale = answered("GET /feed HTTP/1.1\r\nIf-None-Match: \"0\"\r\n");
        assert!(stale.starts_with("HTTP/1.1 200 "), "{stale}");
    }

    #[test]
    fn what_is_not_http_is_no_request() {
        assert_eq!(Request::parse("\u{16}\u{3}\u{1}"), None);
        assert_eq!(Request::parse("GET"), None);
        assert_eq!(Request::parse(""), None);
    }

    #[test]
    fn a_head_request_has_no_body() {
        let answer = answered("HEAD /feed HTTP/1.1\r\n");
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
        assert!(answer.contains("Content-Length: 6\r\n"));
    }
}
