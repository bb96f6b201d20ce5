//! HTTP: one request with validators, redirects followed by hand, limits on time and bytes.

mod head;
mod pieces;
mod route;
mod sent;
#[cfg(test)]
mod tests;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, Once, PoisonError},
    time::Duration,
};

use reqwest::{
    Response, StatusCode, Url,
    header::{CONTENT_TYPE, ETAG, HeaderValue, LAST_MODIFIED},
};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::time::{Instant, timeout_at};

use crate::{
    config::FetchSettings,
    model::{FeedHost, FetchErrorKind},
    store::{HostNews, HostWait},
    worker::{
        FeedOptions, FetchError, ForFeed, WorkerError,
        guard::{HostNames, Lookup, Reach, is_private_literal, is_public},
        manners::Visit,
        moment::Moment,
        room::{Memory, Room},
        secrets::Secrets,
    },
};

use head::{fresh, page_only, redirect, refused, text_of};
use pieces::Pieces;
use route::{Route, Way, agent, route, way};
use sent::{authorization, has_its_trust, headers, is_own};

pub(super) use sent::serves_pages_of;

const REDIRECTS: usize = 8;
/// No page with an article is larger.
const PAGE_BYTES: usize = 4 * 1024 * 1024;
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
    /// A picture.
    Picture,
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
    /// Who knows the reader's passwords; asked for one only where it is sent.
    pub secrets: Option<&'a Secrets>,
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

    /// Asks for a document, within the total time limit; waiting for room in memory, for a turn at a
    /// host or for a password does not count.
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
            let trust = has_its_trust(request, &url, &first);
            let asking = Instant::now();
            let authorization = authorization(request, own).await?;
            *deadline += asking.elapsed();
            let sending = self
                .client_for(&url, route(&url, reach, trust, request))?
                .get(url.clone())
                .headers(headers(request, &url, own, authorization.as_ref())?);
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
                    Sort::Feed | Sort::Picture => {
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

    /// Asks for a page or a picture for the sake of a feed, without following where it leads; with a form, sends
    /// that. A private place is asked only if the list names it and nobody outside leads there. A
    /// password is sent nowhere: nobody is to type one for every picture.
    pub(super) async fn step(
        &self,
        sort: Sort,
        url: &str,
        form: Option<String>,
        from_inside: bool,
        asker: ForFeed<'_>,
    ) -> Result<Step, FetchError> {
        let url = web_address(url)?;
        let mut deadline = Instant::now() + self.shared.settings.timeout;
        let reach = self.reach(&url, from_inside);
        let options = asker.options_at(url.as_str());
        let request = Request {
            sort,
            options: Some(&options),
            ..Request::default()
        };
        // The options are those of this very address.
        let client = self.client_for(&url, route(&url, reach, true, &request))?;
        let headers = headers(&request, &url, true, None)?;
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

    fn client_for(&self, url: &Url, route: Route) -> Result<reqwest::Client, FetchError> {
        let host = url.host_str().unwrap_or_default();
        if route.reach == Reach::Public {
            if is_private_literal(url) {
                return Err(FetchError::private(host));
            }
            self.shared.guarded.add(host);
        }
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
