//! HTTP: one request with validators, redirects followed by hand, limits on time and bytes.

use std::{
    sync::{Arc, Once},
    time::{Duration, SystemTime},
};

use reqwest::{
    Response, StatusCode, Url,
    header::{
        ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue,
        IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER, USER_AGENT,
    },
    redirect::Policy,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout_at},
};

use crate::{
    config::FetchSettings,
    model::FetchErrorKind,
    worker::{FetchError, WorkerError},
};

const REDIRECTS: usize = 8;
/// A body may grow to this size beside all others.
const SMALL_BODY: usize = 128 * 1024;
/// So many bodies at a time may be larger, up to [`MIDDLE_BODY`], and one larger still: with the
/// limits as they come, bodies that are fetched or read take less than 48 MB together.
const MIDDLE_BODIES: usize = 5;
const MIDDLE_BODY: usize = 4 * 1024 * 1024;
const FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
                     application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

const PAGES: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5";
const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";

/// Where one request led.
#[derive(Debug)]
pub(super) enum Step {
    /// To another address.
    Elsewhere(String),
    /// To a page.
    Page(Vec<u8>),
}

/// Asks servers. Clones share connections and limits.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    /// For loopback addresses, which no proxy reaches.
    direct: reqwest::Client,
    body_limit: usize,
    timeout: Duration,
    middle: Arc<Semaphore>,
    large: Arc<Semaphore>,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Request<'a> {
    pub url: &'a str,
    pub etag: Option<&'a str>,
    pub last_modified: Option<&'a str>,
    pub user_agent: Option<&'a str>,
    /// "Name: value".
    pub headers: &'a [String],
}

/// What a server answers.
#[derive(Debug)]
pub(super) enum Answer {
    NotModified { max_age: Option<Duration> },
    Document(Box<Body>),
}

/// A document and what the server says about it.
#[derive(Debug)]
pub(super) struct Body {
    pub bytes: Vec<u8>,
    /// Where it was found after redirects.
    pub url: String,
    pub content_type: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub max_age: Option<Duration>,
    /// Its share of the memory for bodies, given back when it is dropped.
    pub room: Vec<OwnedSemaphorePermit>,
}

impl Client {
    /// Makes a client; it reads the system's certificates, which takes some milliseconds.
    pub fn new(settings: &FetchSettings) -> Result<Self, WorkerError> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // An error only says that a provider is there already.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let default_agent = concat!("newsfold/", env!("CARGO_PKG_VERSION"));
        let agent = settings.user_agent.as_deref().unwrap_or(default_agent);
        let builder = || {
            reqwest::Client::builder()
                .user_agent(agent)
                .redirect(Policy::none())
                .referer(false)
                .connect_timeout(settings.connect_timeout)
                .read_timeout(settings.read_timeout)
        };
        let failed = |error: reqwest::Error| WorkerError::Client(error.to_string());
        Ok(Self {
            http: builder().build().map_err(failed)?,
            direct: builder().no_proxy().build().map_err(failed)?,
            body_limit: settings.body_limit_mb.saturating_mul(1024 * 1024),
            timeout: settings.timeout,
            middle: Arc::new(Semaphore::new(MIDDLE_BODIES)),
            large: Arc::new(Semaphore::new(1)),
        })
    }

    /// Asks for a document, within the total time limit; waiting for room in memory does not count.
    pub(super) async fn get(&self, request: &Request<'_>) -> Result<Answer, FetchError> {
        let mut deadline = Instant::now() + self.timeout;
        let first = web_address(request.url)?;
        let mut url = first.clone();
        for _ in 0..REDIRECTS {
            // What is meant for one server alone (passwords, validators) goes to no other.
            let own = url.origin() == first.origin();
            let sending = self
                .client_for(&url)
                .get(url.clone())
                .headers(headers(request, own)?);
            let response = self
                .in_time(deadline, sending.send())
                .await?
                .map_err(|error| FetchError::from_reqwest(&error, &url))?;
            match redirect(&response, &url)? {
                Some(next) => url = next,
                None => return self.answer(response, url, &mut deadline).await,
            }
        }
        Err(FetchError::new(
            FetchErrorKind::Http,
            "The server sends from address to address without end.",
        ))
    }

    /// Asks for a page, without following where it leads; with a form, sends that.
    pub(super) async fn step(&self, url: &str, form: Option<String>) -> Result<Step, FetchError> {
        let url = web_address(url)?;
        let deadline = Instant::now() + self.timeout;
        let client = self.client_for(&url);
        let asking = match form {
            None => client.get(url.clone()).header(ACCEPT, PAGES),
            Some(form) => client
                .post(url.clone())
                .header(CONTENT_TYPE, FORM)
                .body(form),
        };
        let response = self
            .in_time(deadline, asking.send())
            .await?
            .map_err(|error| FetchError::from_reqwest(&error, &url))?;
        if let Some(next) = redirect(&response, &url)? {
            return Ok(Step::Elsewhere(next.into()));
        }
        let mut deadline = deadline;
        match self.answer(response, url, &mut deadline).await? {
            Answer::Document(body) => Ok(Step::Page(body.bytes)),
            Answer::NotModified { .. } => Ok(Step::Page(Vec::new())),
        }
    }

    fn client_for(&self, url: &Url) -> &reqwest::Client {
        let loopback = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if loopback { &self.direct } else { &self.http }
    }

    async fn in_time<T>(
        &self,
        deadline: Instant,
        work: impl Future<Output = T>,
    ) -> Result<T, FetchError> {
        timeout_at(deadline, work).await.map_err(|_| {
            FetchError::new(
                FetchErrorKind::Timeout,
                format!(
                    "The answer was not complete after {} s.",
                    self.timeout.as_secs()
                ),
            )
        })
    }

    async fn answer(
        &self,
        response: Response,
        url: Url,
        deadline: &mut Instant,
    ) -> Result<Answer, FetchError> {
        let headers = response.headers();
        let max_age = max_age(headers);
        match response.status() {
            StatusCode::NOT_MODIFIED => Ok(Answer::NotModified { max_age }),
            status if status.is_success() => {
                let mut body = Body {
                    content_type: text_of(headers, &CONTENT_TYPE),
                    etag: text_of(headers, &ETAG),
                    last_modified: text_of(headers, &LAST_MODIFIED),
                    max_age,
                    url: url.to_string(),
                    bytes: Vec::new(),
                    room: Vec::new(),
                };
                self.read(response, &url, &mut body, deadline).await?;
                Ok(Answer::Document(Box::new(body)))
            }
            status => Err(refused(status, headers)),
        }
    }

    /// Reads the body after decompression, up to the limit.
    async fn read(
        &self,
        mut response: Response,
        url: &Url,
        body: &mut Body,
        deadline: &mut Instant,
    ) -> Result<(), FetchError> {
        while let Some(chunk) = self
            .in_time(*deadline, response.chunk())
            .await?
            .map_err(|error| FetchError::from_reqwest(&error, url))?
        {
            let size = body.bytes.len() + chunk.len();
            if size > self.body_limit {
                let limit = self.body_limit / (1024 * 1024);
                return Err(FetchError::new(
                    FetchErrorKind::TooLarge,
                    format!("The answer is larger than {limit} MB."),
                ));
            }
            let waiting = Instant::now();
            self.makeroom(size, &mut body.room).await;
            *deadline += waiting.elapsed();
            body.bytes.extend_from_slice(&chunk);
        }
        Ok(())
    }

    /// Waits until a body of this size may be held.
    async fn makeroom(&self, size: usize, room: &mut Vec<OwnedSemaphorePermit>) {
        for (over, places, held) in [(SMALL_BODY, &self.middle, 0), (MIDDLE_BODY, &self.large, 1)] {
            if size > over && room.len() == held {
                // The semaphores are never closed.
                room.extend(Arc::clone(places).acquire_owned().await.ok());
            }
        }
    }
}

fn web_address(url: &str) -> Result<Url, FetchError> {
    Url::parse(url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| {
            FetchError::new(
                FetchErrorKind::Connect,
                "This is not an http or https address.",
            )
        })
}

/// The headers of a request; to another server than the one that was meant, only what anybody may
/// know.
fn headers(request: &Request<'_>, own: bool) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(FEEDS));
    if !own {
        return Ok(headers);
    }
    let own = [
        (IF_NONE_MATCH, request.etag),
        (IF_MODIFIED_SINCE, request.last_modified),
        (USER_AGENT, request.user_agent),
    ];
    for (name, value) in own {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    for line in request.headers {
        let (name, value) = line
            .split_once(':')
            .and_then(|(name, value)| {
                Some((
                    HeaderName::from_bytes(name.trim().as_bytes()).ok()?,
                    HeaderValue::from_str(value.trim()).ok()?,
                ))
            })
            .ok_or_else(|| {
                let name = line.split(':').next().unwrap_or_default();
                FetchError::new(
                    FetchErrorKind::Http,
                    format!(
                        "The header \"{name}\" in feeds.toml is not of the form \"Name: value\"."
                    ),
                )
            })?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// The next address of a redirect; `None` if the answer is none.
fn redirect(response: &Response, from: &Url) -> Result<Option<Url>, FetchError> {
    if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    let target = text_of(response.headers(), &LOCATION).and_then(|target| from.join(&target).ok());
    match target {
        Some(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(url)),
        _ => Err(FetchError::new(
            FetchErrorKind::Http,
            "The server redirects to no usable address.",
        )),
    }
}

fn refused(status: StatusCode, headers: &HeaderMap) -> FetchError {
    let reason = status
        .canonical_reason()
        .map(|reason| format!(" {reason}"))
        .unwrap_or_default();
    FetchError {
        retry_after: text_of(headers, &RETRY_AFTER).and_then(|value| wait_of(&value)),
        gone: status == StatusCode::GONE,
        ..FetchError::new(
            FetchErrorKind::Http,
            format!("The server answered {}{reason}.", status.as_u16()),
        )
    }
}

/// Seconds, or a date.
fn wait_of(value: &str) -> Option<Duration> {
    match value.trim().parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => httpdate::parse_http_date(value)
            .ok()?
            .duration_since(SystemTime::now())
            .ok(),
    }
}

fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let value = text_of(headers, &CACHE_CONTROL)?;
    value
        .split(',')
        .find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok())
        .map(Duration::from_secs)
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
