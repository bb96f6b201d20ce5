//! HTTP: one request with validators, redirects followed by hand, limits on time and bytes.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, Once, PoisonError},
    time::Duration,
};

use reqwest::{
    Certificate, Proxy, Response, StatusCode, Url,
    header::{
        ACCEPT, AGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, COOKIE, DATE, ETAG, EXPIRES,
        HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
        LOCATION, RETRY_AFTER, USER_AGENT,
    },
    redirect::Policy,
};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::time::{Instant, timeout_at};

use crate::{
    config::{FetchSettings, Secret},
    ingest::clean_line,
    model::{FeedHost, FetchErrorKind, is_localhost},
    store::{HostNews, HostWait},
    worker::{
        FeedOptions, FetchError, ForFeed, WorkerError,
        error::Scope,
        guard::{HostNames, Lookup, Reach, Resolver, is_private_literal, is_public},
        manners::Visit,
        moment::{Moment, date},
        room::{Memory, Room},
    },
};

const REDIRECTS: usize = 8;
/// Bodies arrive in pieces of this size.
const PIECE: usize = 64 * 1024;
const FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
                     application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// No page with an article is larger.
const PAGE_BYTES: usize = 4 * 1024 * 1024;
const PAGES: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5";
const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";

/// Where one request led.
#[derive(Debug)]
pub(super) struct Step {
    pub led: Led,
    /// Whether who answered is in a private network.
    pub from_inside: bool,
}

/// To what a request led.
#[derive(Debug)]
pub(super) enum Led {
    /// To another address.
    Elsewhere(String),
    /// To a page.
    Page(Vec<u8>),
}

/// Asks servers. Clones share connections and limits.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
    /// Hosts that the reader's list names: only these may be in a private network.
    named: Arc<FxHashSet<String>>,
}

#[derive(Debug)]
struct Shared {
    settings: FetchSettings,
    body_limit: usize,
    memory: Memory,
    lookup: Lookup,
    /// Names whose addresses must be public.
    guarded: HostNames,
    /// Names that were found in a private network.
    inside: HostNames,
    /// Made when they are needed: each reads the system's certificates.
    routes: Mutex<FxHashMap<Route, reqwest::Client>>,
}

/// What one connection cannot share with another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Route {
    reach: Reach,
    proxy: Way,
    ca: Option<PathBuf>,
    verify: bool,
}

/// Which way out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Way {
    /// As the environment says.
    Environment,
    Direct,
    Proxy(String),
}

/// How long one answer may take and how large it may be, from wherever it comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub time: Duration,
    pub bytes: usize,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sort {
    /// A feed, or whatever stands there.
    #[default]
    Feed,
    /// A web page and nothing else.
    Page,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Request<'a> {
    pub url: &'a str,
    pub sort: Sort,
    /// The feed that the reader's options are for, where that is another address: its server gets
    /// what is meant for one server alone, and no other does.
    pub owner: Option<&'a str>,
    pub etag: Option<&'a str>,
    pub last_modified: Option<&'a str>,
    /// Whom the validators are from; `None` takes any address of the feed's own server.
    pub served_by: Option<&'a str>,
    /// What the reader set.
    pub options: Option<&'a FeedOptions>,
    /// The value of the `Authorization` header.
    pub authorization: Option<&'a Secret>,
}

/// What a server answers.
#[derive(Debug)]
pub(super) enum Answer {
    NotModified { fresh: Option<Moment> },
    Document(Box<Body>),
}

/// How a request went, whatever it brought.
#[derive(Default)]
pub(super) struct Journey<'a> {
    /// The leave to ask the host it is at.
    pub visit: Visit<'a>,
    /// From the first byte sent to the last one read; waiting for room in memory or for a turn at a
    /// host does not count.
    pub took: Duration,
    /// The host that answered, or did not, in the end.
    pub host: Option<FeedHost>,
    /// What is known now of hosts on the way.
    pub news: Vec<HostNews>,
    /// It ended before a host that is to be left alone.
    pub put_off: Option<HostWait>,
    /// Where permanent redirects lead, as far as no other comes in between.
    pub moved_to: Option<String>,
    /// The address of the answer.
    pub url: Option<String>,
}

/// A document and what the server says about it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub bytes: Vec<u8>,
    /// Where it was found after redirects.
    pub url: String,
    pub content_type: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub fresh: Option<Moment>,
    /// Its share of the memory for bodies.
    pub room: Room,
}

impl Client {
    /// Makes a client.
    pub fn new(settings: &FetchSettings) -> Result<Self, WorkerError> {
        Self::with_lookup(settings, Lookup::system())
    }

    /// Makes a client that finds addresses as it is told.
    pub(super) fn with_lookup(
        settings: &FetchSettings,
        lookup: Lookup,
    ) -> Result<Self, WorkerError> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // An error only says that a provider is there already.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        if HeaderValue::from_str(agent(settings)).is_err() {
            let why = "fetch.user_agent holds signs that no header can hold";
            return Err(WorkerError::Client(why.to_owned()));
        }
        Ok(Self {
            shared: Arc::new(Shared {
                settings: settings.clone(),
                body_limit: settings.body_limit_mb.saturating_mul(1024 * 1024),
                memory: Memory::default(),
                lookup,
                guarded: HostNames::default(),
                inside: HostNames::default(),
                routes: Mutex::default(),
            }),
            named: Arc::default(),
        })
    }

    /// The same, with the hosts of these addresses named by the reader: they may be in a private
    /// network.
    pub fn naming<'a>(&self, addresses: impl IntoIterator<Item = &'a str>) -> Self {
        let hosts = addresses
            .into_iter()
            .filter_map(|address| Some(Url::parse(address).ok()?.host_str()?.to_owned()));
        Self {
            shared: Arc::clone(&self.shared),
            named: Arc::new(self.named.iter().cloned().chain(hosts).collect()),
        }
    }

    /// Asks for a document, within the total time limit; waiting for room in memory or for a turn at a
    /// host does not count.
    pub(super) async fn get(&self, request: &Request<'_>) -> Result<Answer, FetchError> {
        self.go(request, &mut Journey::default()).await
    }

    /// The same, and tells how it went.
    pub(super) async fn go(
        &self,
        request: &Request<'_>,
        journey: &mut Journey<'_>,
    ) -> Result<Answer, FetchError> {
        let started = Instant::now();
        let mut deadline = started + self.shared.settings.timeout;
        let outcome = self.follow(request, journey, &mut deadline).await;
        let waited = deadline - (started + self.shared.settings.timeout);
        journey.took = started.elapsed().saturating_sub(waited);
        outcome
    }

    async fn follow(
        &self,
        request: &Request<'_>,
        journey: &mut Journey<'_>,
        deadline: &mut Instant,
    ) -> Result<Answer, FetchError> {
        let first = web_address(request.url)?;
        let mut url = first.clone();
        let mut reach = self.reach(&url, true);
        let mut permanent = true;
        for _ in 0..REDIRECTS {
            let host = FeedHost::of(url.as_str());
            let waiting = Instant::now();
            let leave = journey.visit.go_on(host.as_ref(), &mut journey.news).await;
            *deadline += waiting.elapsed();
            if let Err(wait) = leave {
                let message = format!("It leads to {}, which is left alone.", wait.name);
                journey.put_off = Some(wait);
                return Err(FetchError::new(FetchErrorKind::Http, message));
            }
            journey.host = host;
            let own = is_own(request, &url, &first);
            let sending = self
                .client_for(&url, reach, request)?
                .get(url.clone())
                .headers(headers(request, &url, own)?);
            let response = self
                .in_time(*deadline, sending.send())
                .await?
                .map_err(|error| FetchError::from_reqwest(&error, &url))?;
            let Some(next) = redirect(&response, &url)? else {
                journey.url = Some(url.to_string());
                let answer = match request.sort {
                    Sort::Page => match page_only(&response) {
                        Ok(()) => self.answer(response, url, deadline, PAGE_BYTES).await,
                        Err(error) => Err(error),
                    },
                    Sort::Feed => {
                        let limit = self.shared.body_limit;
                        self.answer(response, url, deadline, limit).await
                    }
                };
                journey.visit.leave();
                return answer;
            };
            permanent &= matches!(
                response.status(),
                StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT
            );
            if permanent && next != first {
                journey.moved_to = Some(next.to_string());
            }
            // Nobody outside may send us to a private place, whatever the list says.
            let from_inside = self.is_inside(&url, &way(&url, request), response.remote_addr());
            reach = self.reach(&next, from_inside);
            url = next;
        }
        Err(FetchError::new(
            FetchErrorKind::Http,
            "The server sends from address to address without end.",
        ))
    }

    pub(super) fn limits(&self) -> Limits {
        Limits {
            time: self.shared.settings.timeout,
            bytes: self.shared.body_limit,
        }
    }

    fn reach(&self, url: &Url, from_inside: bool) -> Reach {
        let named = url.host_str().is_some_and(|host| self.named.contains(host));
        if named && from_inside {
            Reach::Anywhere
        } else {
            Reach::Public
        }
    }

    /// Whether who answered is in a private network. What came by a proxy is only where its address
    /// says so: the other end of that connection is the proxy.
    fn is_inside(&self, url: &Url, way: &Way, other_end: Option<SocketAddr>) -> bool {
        if is_private_literal(url) {
            return true;
        }
        let is_known = url
            .host_str()
            .is_some_and(|host| self.shared.inside.has(host));
        let is_private = other_end.is_some_and(|address| !is_public(address.ip()));
        is_private && is_known && !matches!(way, Way::Proxy(_))
    }

    /// Asks for a page for the sake of a feed, without following where it leads; with a form, sends
    /// that. A private place is asked only if the list names it and nobody outside leads there. A
    /// password is sent nowhere: nobody is to type one for every picture.
    pub(super) async fn step(
        &self,
        url: &str,
        form: Option<String>,
        from_inside: bool,
        asker: ForFeed<'_>,
    ) -> Result<Step, FetchError> {
        let url = web_address(url)?;
        let mut deadline = Instant::now() + self.shared.settings.timeout;
        let reach = self.reach(&url, from_inside);
        let options = asker.options_at(&url);
        let request = Request {
            sort: Sort::Page,
            options: Some(&options),
            ..Request::default()
        };
        let client = self.client_for(&url, reach, &request)?;
        // The options are those of this very address.
        let headers = headers(&request, &url, true)?;
        let asking = match form {
            None => client.get(url.clone()).headers(headers),
            Some(form) => client
                .post(url.clone())
                .headers(headers)
                .header(CONTENT_TYPE, FORM)
                .body(form),
        };
        let response = self
            .in_time(deadline, asking.send())
            .await?
            .map_err(|error| FetchError::from_reqwest(&error, &url))?;
        let from_inside = self.is_inside(&url, &way(&url, &request), response.remote_addr());
        let led = match redirect(&response, &url)? {
            Some(next) => Led::Elsewhere(next.into()),
            None => match self
                .answer(response, url, &mut deadline, self.shared.body_limit)
                .await?
            {
                Answer::Document(body) => Led::Page(body.bytes),
                Answer::NotModified { .. } => Led::Page(Vec::new()),
            },
        };
        Ok(Step { led, from_inside })
    }

    fn client_for(
        &self,
        url: &Url,
        reach: Reach,
        request: &Request<'_>,
    ) -> Result<reqwest::Client, FetchError> {
        let host = url.host_str().unwrap_or_default();
        if reach == Reach::Public {
            if is_private_literal(url) {
                return Err(FetchError::private(host));
            }
            self.shared.guarded.add(host);
        }
        let tls = request.options.map(|options| &options.tls);
        let route = Route {
            reach,
            proxy: way(url, request),
            ca: tls.and_then(|tls| tls.ca.clone()),
            verify: tls.is_none_or(|tls| tls.verify),
        };
        let routes = &self.shared.routes;
        let mut routes = routes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = routes.get(&route) {
            return Ok(client.clone());
        }
        let client = self.shared.connect(&route)?;
        routes.insert(route, client.clone());
        Ok(client)
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
                    self.shared.settings.timeout.as_secs()
                ),
            )
        })
    }

    async fn answer(
        &self,
        response: Response,
        url: Url,
        deadline: &mut Instant,
        most_bytes: usize,
    ) -> Result<Answer, FetchError> {
        let headers = response.headers();
        let fresh = fresh(headers);
        match response.status() {
            StatusCode::NOT_MODIFIED => Ok(Answer::NotModified { fresh }),
            status if status.is_success() => {
                let mut body = Body {
                    content_type: text_of(headers, &CONTENT_TYPE),
                    etag: text_of(headers, &ETAG),
                    last_modified: text_of(headers, &LAST_MODIFIED),
                    fresh,
                    url: url.to_string(),
                    bytes: Vec::new(),
                    room: Room::default(),
                };
                self.read(response, &url, &mut body, deadline, most_bytes)
                    .await?;
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
        most_bytes: usize,
    ) -> Result<(), FetchError> {
        let mut pieces = Pieces::default();
        while let Some(chunk) = self
            .in_time(*deadline, response.chunk())
            .await?
            .map_err(|error| FetchError::from_reqwest(&error, url))?
        {
            let size = pieces.bytes + chunk.len();
            if size > most_bytes {
                let limit = most_bytes / (1024 * 1024);
                return Err(FetchError::new(
                    FetchErrorKind::TooLarge,
                    format!("The answer is larger than {limit} MB."),
                ));
            }
            let waiting = Instant::now();
            self.shared.memory.grow(&mut body.room, size).await;
            *deadline += waiting.elapsed();
            pieces.add(&chunk);
        }
        body.bytes = pieces.joined();
        Ok(())
    }

    /// The memory that bodies share.
    pub(super) fn memory(&self) -> &Memory {
        &self.shared.memory
    }
}

/// A body as it arrives. The allocator keeps the more memory for later the larger the blocks are
/// that it gets back, and most large bodies are refused in the end; so none is one block before it
/// is whole.
#[derive(Default)]
struct Pieces {
    full: Vec<Vec<u8>>,
    last: Vec<u8>,
    bytes: usize,
}

impl Pieces {
    fn add(&mut self, mut chunk: &[u8]) {
        self.bytes += chunk.len();
        while !chunk.is_empty() {
            let fits = chunk.len().min(PIECE - self.last.len());
            self.last.extend_from_slice(&chunk[..fits]);
            chunk = &chunk[fits..];
            if self.last.len() == PIECE {
                let next = Vec::with_capacity(PIECE);
                self.full.push(std::mem::replace(&mut self.last, next));
            }
        }
    }

    fn joined(self) -> Vec<u8> {
        if self.full.is_empty() {
            return self.last;
        }
        let mut joined = Vec::with_capacity(self.bytes);
        for piece in self.full {
            joined.extend_from_slice(&piece);
        }
        joined.extend_from_slice(&self.last);
        joined
    }
}

impl Shared {
    fn connect(&self, route: &Route) -> Result<reqwest::Client, FetchError> {
        let mut builder = reqwest::Client::builder()
            .user_agent(agent(&self.settings))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.settings.connect_timeout)
            .read_timeout(self.settings.read_timeout)
            .dns_resolver(Resolver {
                lookup: self.lookup.clone(),
                guarded: (route.reach == Reach::Public).then(|| self.guarded.clone()),
                inside: self.inside.clone(),
            });
        builder = match &route.proxy {
            Way::Environment => builder,
            Way::Direct => builder.no_proxy(),
            Way::Proxy(address) => {
                let proxy = Proxy::all(address).map_err(|_| {
                    FetchError::new(FetchErrorKind::Connect, "Its proxy has no usable address.")
                        .of_feed()
                        .with_hint("Look at what proxy says for this feed in feeds.toml.")
                })?;
                builder.proxy(proxy)
            }
        };
        if let Some(path) = &route.ca {
            let trusted = std::fs::read(path)
                .ok()
                .and_then(|bytes| Certificate::from_pem_bundle(&bytes).ok())
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(|| {
                    let path = path.display();
                    let message = format!("{path} holds no certificates that can be read.");
                    FetchError::new(FetchErrorKind::Tls, message)
                        .with_hint("Look at what tls.ca says for this feed in feeds.toml.")
                })?;
            builder = builder.tls_certs_merge(trusted);
        }
        if !route.verify {
            builder = builder.tls_danger_accept_invalid_certs(true);
        }
        builder.build().map_err(|error| {
            let message = format!("The network client cannot start: {}.", error.without_url());
            FetchError::new(FetchErrorKind::Connect, message).of_feed()
        })
    }
}

/// What the program calls itself where the reader says nothing else.
fn agent(settings: &FetchSettings) -> &str {
    let honest = concat!("newsfold/", env!("CARGO_PKG_VERSION"));
    settings.user_agent.as_deref().unwrap_or(honest)
}

/// Which way a request takes.
fn way(url: &Url, request: &Request<'_>) -> Way {
    let proxy = request.options.and_then(|options| options.proxy.as_ref());
    match proxy.map(Secret::reveal) {
        // No proxy reaches this machine.
        _ if is_loopback(url) => Way::Direct,
        Some("none") => Way::Direct,
        Some(address) => Way::Proxy(address.to_owned()),
        None => Way::Environment,
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => is_localhost(name),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
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
            .of_feed()
        })
}

/// Whether an address may get what is meant for one server alone: passwords, validators.
fn is_own(request: &Request<'_>, url: &Url, first: &Url) -> bool {
    match request.owner.map(Url::parse) {
        None => url.origin() == first.origin(),
        Some(Ok(owner)) => serves_pages_of(&owner, url),
        Some(Err(_)) => false,
    }
}

/// Whether an address is of the server of a feed: the same host, with or without `www`, at the same
/// port or the usual ones, and encrypted if the feed is.
pub(super) fn serves_pages_of(feed: &Url, page: &Url) -> bool {
    let name = |url: &Url| {
        let host = url.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    let is_as_safe = page.scheme() == "https" || feed.scheme() != "https";
    let same_place = name(feed).is_some() && name(feed) == name(page) && feed.port() == page.port();
    same_place && is_as_safe
}

/// An error unless the answer is a page, as far as it says what it is.
fn page_only(response: &Response) -> Result<(), FetchError> {
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

/// The headers of a request; to another server than the one that was meant, only what anybody may
/// know.
fn headers(request: &Request<'_>, url: &Url, own: bool) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    let wanted = match request.sort {
        Sort::Feed => FEEDS,
        Sort::Page => PAGES,
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
    insert(AUTHORIZATION, request.authorization.map(Secret::reveal));
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

/// The next address of a redirect; `None` if the answer is none.
fn redirect(response: &Response, from: &Url) -> Result<Option<Url>, FetchError> {
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

fn refused(status: StatusCode, headers: &HeaderMap) -> FetchError {
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
fn fresh(headers: &HeaderMap) -> Option<Moment> {
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

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

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

    /// A server that answers every request in one way; the address it listens at.
    fn answering(answer: &'static str) -> std::net::SocketAddr {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        address
    }

    /// Every name is on this machine.
    fn client() -> Client {
        let lookup = Lookup::with(|_| Ok(vec![std::net::Ipv4Addr::LOCALHOST.into()]));
        let settings = FetchSettings {
            timeout: Duration::from_secs(10),
            ..FetchSettings::default()
        };
        Client::with_lookup(&settings, lookup).expect("made")
    }

    async fn ask(client: &Client, url: &str) -> Result<String, FetchError> {
        let options = FeedOptions {
            proxy: Some(Secret::new("none")),
            ..FeedOptions::default()
        };
        let request = Request {
            url,
            options: Some(&options),
            ..Request::default()
        };
        match client.get(&request).await? {
            Answer::Document(body) => Ok(body.url),
            Answer::NotModified { .. } => panic!("a document"),
        }
    }

    #[test]
    fn a_body_is_whole_however_it_arrives() {
        let sent: Vec<u8> = (0..PIECE * 3 + 5)
            .map(|at| u8::try_from(at % 251).expect("small"))
            .collect();
        for size in [1000, PIECE, PIECE * 2 + 1, sent.len()] {
            let mut pieces = Pieces::default();
            sent.chunks(size).for_each(|chunk| pieces.add(chunk));
            assert!(pieces.joined() == sent, "in chunks of {size}");
        }
        assert!(Pieces::default().joined().is_empty());
    }

    const HELLO: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    #[tokio::test]
    async fn a_private_place_is_reached_only_where_the_list_names_it() {
        let port = answering(HELLO).port();
        let client = client();
        for url in [
            format!("http://inside.example:{port}/"),
            format!("http://127.0.0.1:{port}/"),
            format!("http://localhost:{port}/"),
            format!("http://[::ffff:127.0.0.1]:{port}/"),
        ] {
            let error = ask(&client, &url).await.expect_err("private");
            assert!(error.message.contains("private network"), "{error}");
            assert_eq!(error.scope, Scope::Feed, "no host is to blame");
        }
        let named = client.naming([format!("http://inside.example:{port}/feed").as_str()]);
        let url = format!("http://inside.example:{port}/");
        assert_eq!(ask(&named, &url).await, Ok(url));
        let other = format!("http://other.example:{port}/");
        assert!(ask(&named, &other).await.is_err(), "the list names one");
    }

    #[tokio::test]
    async fn a_redirect_leads_to_no_private_place_that_the_list_does_not_name() {
        let target = answering(HELLO);
        let answer = format!(
            "HTTP/1.1 302 Found\r\nLocation: http://inside.example:{}/\r\nContent-Length: 0\r\n\r\n",
            target.port()
        );
        let port = answering(answer.leak()).port();
        let start = format!("http://start.example:{port}/");
        let client = client().naming([start.as_str()]);
        let error = ask(&client, &start).await.expect_err("private");
        assert!(error.message.contains("inside.example"), "{error}");
        // Both are inside, and the reader named both.
        let named = client.naming(["http://inside.example/"]);
        assert!(ask(&named, &start).await.is_ok());
    }

    #[tokio::test]
    async fn what_comes_by_a_proxy_is_not_from_where_the_proxy_is() {
        let target = answering(HELLO);
        let answer = format!(
            "HTTP/1.1 302 Found\r\nLocation: http://{target}/\r\nContent-Length: 0\r\n\r\n"
        );
        let proxy = answering(answer.leak());
        let named = format!("http://{target}/feed");
        let client = client().naming(["http://news.example/", named.as_str()]);
        let options = FeedOptions {
            proxy: Some(Secret::new(format!("http://{proxy}"))),
            ..FeedOptions::default()
        };
        let request = Request {
            url: "http://news.example/",
            options: Some(&options),
            ..Request::default()
        };
        let error = client.get(&request).await.expect_err("private");
        assert!(error.message.contains("private network"), "{error}");
        // Whoever nobody looked up was asked for by the proxy of the environment.
        let at = |url: &str| {
            let url = Url::parse(url).expect("an address");
            client.is_inside(&url, &Way::Environment, Some(proxy))
        };
        assert!(!at("http://news.example/") && !at("http://93.184.216.34/"));
        assert!(at("http://192.168.1.1/"));
    }

    #[test]
    fn nobody_outside_may_lead_inside_whatever_the_list_says() {
        let client = client().naming(["http://inside.example/"]);
        let url = Url::parse("http://inside.example/x").expect("an address");
        assert_eq!(client.reach(&url, true), Reach::Anywhere);
        assert_eq!(client.reach(&url, false), Reach::Public);
    }
}
