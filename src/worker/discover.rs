//! A site's address → its feeds. The host is asked as politely as in a refresh: one request after
//! another with the pause between them, few guesses, and none once the host is in trouble.

use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::{
    config::{FeedEntry, FeedFile, FetchSettings},
    ingest::{
        FeedContext, FoundFeed, KnownSite, feed_format, find_feeds, known_site, likely_feeds,
        parse_feed,
    },
    model::{FeedHost, FetchErrorKind, Timestamp},
    worker::{
        Client, FeedCommands, FetchError,
        client::{Answer, Journey, Request},
        error::Scope,
        source,
    },
};

/// So many feeds that a page names are read.
const MOST: usize = 12;
/// So many pages that are linked as feeds are looked at for the feeds they name.
const MOST_PAGES: usize = 2;
/// What was found by then is all.
const LONGEST: Duration = Duration::from_secs(90);

/// A feed that was found and read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// Its address.
    pub url: String,
    /// The address that answered, which is another where the first one redirects.
    pub answered_at: String,
    /// The name it gives itself, else what the page calls it.
    pub title: Option<String>,
    /// Its format, as people call it.
    pub format: &'static str,
    /// Items in it.
    pub items: usize,
    /// The time of the newest.
    pub newest: Option<Timestamp>,
    /// It has the comments on a site.
    pub comments: bool,
    /// The same items in another format.
    pub twin: Option<String>,
}

/// What was found at an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discoveries {
    /// The feeds, likeliest first, those of comments last.
    pub feeds: Vec<Discovery>,
    /// Feeds that the page names beside those that were read.
    pub unread: usize,
}

impl Discovery {
    /// The feed of a list that this one is: it has its address, or this one's address leads there.
    pub fn listed_in<'a>(&self, list: &'a FeedFile) -> Option<&'a FeedEntry> {
        list.known(&self.url)
            .or_else(|| list.known(&self.answered_at))
    }
}

impl Discoveries {
    /// The feed that must be meant: the only one with articles.
    pub fn only(&self) -> Option<&Discovery> {
        let mut articles = self.feeds.iter().filter(|feed| !feed.comments);
        match (articles.next(), articles.next()) {
            (Some(only), None) => Some(only),
            (None, _) if self.feeds.len() == 1 => self.feeds.first(),
            _ => None,
        }
    }
}

/// What is asked at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looking {
    /// The address.
    pub url: String,
    /// Which of how many feeds that a page names.
    pub feed: Option<(usize, usize)>,
}

/// The feeds at an address: itself if it is one, else what follows from it, else what the page
/// there names, else what lies at usual places. Every one given back was fetched and read.
///
/// An address without a scheme is tried with `https` first.
pub async fn discover(
    client: &Client,
    settings: &FetchSettings,
    typed: &str,
    tell: &(dyn Fn(Looking) + Sync),
) -> Result<Discoveries, FetchError> {
    let mut failure = None;
    for address in starting_points(typed) {
        let mut search = Search::new(client, settings, &address, tell)?;
        match search.run().await {
            Err(error) if is_of_scheme(&error) => failure = failure.or(Some(error)),
            outcome => return outcome,
        }
    }
    Err(failure.unwrap_or_else(not_an_address))
}

/// Reads a feed once from where it is, a command or a file, say, without keeping anything.
pub async fn try_feed(
    client: &Client,
    url: &str,
    commands: &FeedCommands,
) -> Result<Discovery, FetchError> {
    let request = Request {
        url,
        ..Request::default()
    };
    let client = client.naming([url]);
    let journey = &mut Journey::default();
    let answer = source::get(&client, &request, commands, journey).await?;
    let Answer::Document(body) = answer else {
        return Err(nothing_sent());
    };
    let context = FeedContext {
        url: &body.url,
        content_type: body.content_type.as_deref(),
    };
    // Read for the sake of what is said when it cannot be.
    parse_feed(&body.bytes, &context, &|_| false)
        .map_err(|error| FetchError::new(FetchErrorKind::NotAFeed, error.to_string()))?;
    let read = read(&body.bytes, &body.url).ok_or_else(nothing_sent)?;
    Ok(Discovery {
        url: url.to_owned(),
        ..read.0
    })
}

fn nothing_sent() -> FetchError {
    FetchError::new(FetchErrorKind::Http, "The server sent nothing.")
}

/// Whether another scheme may help.
fn is_of_scheme(error: &FetchError) -> bool {
    use FetchErrorKind::{Connect, Timeout, Tls};
    matches!(error.kind, Connect | Timeout | Tls)
}

fn not_an_address() -> FetchError {
    FetchError::new(FetchErrorKind::Connect, "This is not a web address.")
}

/// The addresses that what was typed may mean: `@name@host` is an account of Mastodon or its kin.
fn starting_points(typed: &str) -> Vec<String> {
    let typed = typed.trim();
    let typed = typed.strip_prefix("feed:").unwrap_or(typed);
    let typed = typed.strip_prefix("//").unwrap_or(typed);
    let account = typed
        .strip_prefix('@')
        .and_then(|rest| rest.split_once('@'));
    let points = match account {
        Some((name, host)) if !name.is_empty() => vec![format!("https://{host}/@{name}")],
        _ if typed.contains("://") => vec![typed.to_owned()],
        _ => vec![format!("https://{typed}"), format!("http://{typed}")],
    };
    let is_web = |address: &String| Url::parse(address).is_ok_and(|url| url.has_host());
    points.into_iter().filter(is_web).collect()
}

/// One address with what was asked because of it.
struct Search<'a> {
    client: Client,
    settings: &'a FetchSettings,
    tell: &'a (dyn Fn(Looking) + Sync),
    address: String,
    began: Instant,
    /// When a host may be asked again.
    free_at: FxHashMap<String, Instant>,
    asked: FxHashSet<String>,
    found: Vec<(Discovery, FxHashSet<String>)>,
    unread: usize,
    /// Hosts that are busy or do not answer, with what they said.
    in_trouble: FxHashMap<String, FetchError>,
    /// Pages that were linked as if they were feeds.
    pages: Vec<(Vec<u8>, String)>,
}

impl<'a> Search<'a> {
    fn new(
        client: &Client,
        settings: &'a FetchSettings,
        address: &str,
        tell: &'a (dyn Fn(Looking) + Sync),
    ) -> Result<Self, FetchError> {
        Ok(Self {
            // What was typed may be in a private network; where its page leads may not.
            client: client.naming([address]),
            settings,
            tell,
            address: address.to_owned(),
            began: Instant::now(),
            free_at: FxHashMap::default(),
            asked: FxHashSet::default(),
            found: Vec::new(),
            unread: 0,
            in_trouble: FxHashMap::default(),
            pages: Vec::new(),
        })
    }

    async fn run(&mut self) -> Result<Discoveries, FetchError> {
        let site = known_site(&self.address).unwrap_or_default();
        if site.certain {
            self.try_all(site.feeds.clone()).await;
            if !self.found.is_empty() {
                return Ok(self.take());
            }
        }
        let address = self.address.clone();
        (self.tell)(Looking {
            url: address.clone(),
            feed: None,
        });
        let page = self.fetch(&address).await;
        let (bytes, url) = match page {
            Ok(page) => page,
            Err(error) => return self.without_page(error, site).await,
        };
        if let Some((feed, _)) = read(&bytes, &url) {
            // What was typed is what is asked from now on: an address that only led here once
            // may lead elsewhere later.
            let feed = Discovery {
                url: address,
                ..feed
            };
            return Ok(Discoveries {
                feeds: vec![feed],
                unread: 0,
            });
        }
        self.read_page(&bytes, &url, site).await
    }

    /// A page that is there and no feed.
    async fn read_page(
        &mut self,
        bytes: &[u8],
        url: &str,
        site: KnownSite,
    ) -> Result<Discoveries, FetchError> {
        self.try_all(find_feeds(bytes, url)).await;
        if self.found.is_empty() {
            let moved = known_site(url).unwrap_or_default();
            self.try_all([site.feeds, moved.feeds].concat()).await;
        }
        for (page, url) in std::mem::take(&mut self.pages) {
            if self.found.is_empty() {
                self.try_all(find_feeds(&page, &url)).await;
            }
        }
        if self.found.is_empty() {
            self.guess(url).await?;
        }
        self.outcome(site.advice, None)
    }

    /// The page cannot be had; its feeds may.
    async fn without_page(
        &mut self,
        error: FetchError,
        site: KnownSite,
    ) -> Result<Discoveries, FetchError> {
        if error.kind != FetchErrorKind::Http || error.retry_after.is_some() {
            return Err(error);
        }
        self.try_all(site.feeds).await;
        let address = self.address.clone();
        if self.found.is_empty() && self.guess(&address).await.is_err() {
            return Err(error);
        }
        self.outcome(site.advice, Some(error))
    }

    fn outcome(
        &mut self,
        advice: Option<String>,
        error: Option<FetchError>,
    ) -> Result<Discoveries, FetchError> {
        if !self.found.is_empty() {
            return Ok(self.take());
        }
        let mut error = error.unwrap_or_else(|| {
            let message = format!("No feed was found at {}.", self.address);
            FetchError::new(FetchErrorKind::NotAFeed, message)
        });
        if let Some(advice) = advice {
            error.message = format!("{} {advice}", error.message);
        }
        Err(error)
    }

    /// Reads feeds that are named, as far as there is time and their hosts are well.
    async fn try_all(&mut self, feeds: Vec<FoundFeed>) {
        let feeds: Vec<FoundFeed> = feeds
            .into_iter()
            .filter(|feed| !self.asked.contains(&feed.url))
            .collect();
        let of = feeds.len().min(MOST);
        self.unread += feeds.len() - of;
        for (number, feed) in (1..).zip(feeds.into_iter().take(MOST)) {
            if self.began.elapsed() > LONGEST {
                self.unread += of - number + 1;
                return;
            }
            if self.in_trouble.contains_key(&host_of(&feed.url)) {
                self.unread += 1;
                continue;
            }
            (self.tell)(Looking {
                url: feed.url.clone(),
                feed: Some((number, of)),
            });
            if let Err(error) = self.try_one(feed).await {
                tracing::debug!("discovery: {error}");
            }
        }
    }

    /// Asks at the usual places until one has a feed. An error says that the host is in trouble.
    async fn guess(&mut self, page: &str) -> Result<(), FetchError> {
        let places = likely_feeds(page);
        let of = places.len();
        for (number, url) in (1..).zip(places) {
            (self.tell)(Looking {
                url: url.clone(),
                feed: Some((number, of)),
            });
            let feed = FoundFeed {
                url,
                ..FoundFeed::default()
            };
            match self.try_one(feed).await {
                Err(error)
                    if error.kind != FetchErrorKind::Http
                        && error.kind != FetchErrorKind::NotAFeed
                        || error.retry_after.is_some() =>
                {
                    return Err(error);
                }
                _ if !self.found.is_empty() || self.began.elapsed() > LONGEST => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    async fn try_one(&mut self, feed: FoundFeed) -> Result<(), FetchError> {
        if !self.asked.insert(feed.url.clone()) {
            return Ok(());
        }
        let host = host_of(&feed.url);
        if let Some(error) = self.in_trouble.get(&host) {
            return Err(error.clone());
        }
        let fetched = self.fetch(&feed.url).await;
        if let Err(error) = &fetched
            && (error.scope != Scope::Feed || error.retry_after.is_some())
        {
            self.in_trouble.insert(host, error.clone());
        }
        let (bytes, url) = fetched?;
        if let Some((read, links)) = read(&bytes, &url) {
            let discovery = Discovery {
                title: read.title.or(feed.title),
                comments: feed.comments,
                url: feed.url,
                ..read
            };
            self.keep(discovery, links);
        } else if feed.linked && self.pages.len() < MOST_PAGES {
            self.pages.push((bytes, url));
        }
        Ok(())
    }

    /// Keeps a feed, unless it is one that is there already, by way of another address or in another
    /// format.
    fn keep(&mut self, feed: Discovery, links: FxHashSet<String>) {
        let mut found = self.found.iter();
        if found.any(|(known, _)| known.answered_at == feed.answered_at) {
            return;
        }
        let is_twin = |(known, theirs): &&mut (Discovery, FxHashSet<String>)| {
            let shared = theirs.intersection(&links).count();
            let most = theirs.len().max(links.len());
            known.format != feed.format && most > 0 && shared * 5 >= most * 4
        };
        match self.found.iter_mut().find(is_twin) {
            Some((known, _)) => known.twin = known.twin.take().or(Some(feed.url)),
            None => self.found.push((feed, links)),
        }
    }

    fn take(&mut self) -> Discoveries {
        let found = std::mem::take(&mut self.found);
        let mut feeds: Vec<Discovery> = found.into_iter().map(|(feed, _)| feed).collect();
        feeds.sort_by_key(|feed| feed.comments);
        Discoveries {
            feeds,
            unread: self.unread,
        }
    }

    /// Asks for a document, once the host may be asked again.
    async fn fetch(&mut self, url: &str) -> Result<(Vec<u8>, String), FetchError> {
        let parsed = Url::parse(url).map_err(|_| not_an_address())?;
        self.wait_for(&parsed).await;
        let request = Request {
            url,
            ..Request::default()
        };
        match self.client.get(&request).await? {
            Answer::Document(body) => Ok((body.bytes, body.url)),
            Answer::NotModified { .. } => Err(nothing_sent()),
        }
    }

    async fn wait_for(&mut self, url: &Url) {
        let own = FeedHost::of(url.as_str());
        if own.is_some_and(|host| host.loopback) && !self.settings.polite_to_loopback {
            return;
        }
        let host = url.origin().ascii_serialization();
        if let Some(free_at) = self.free_at.get(&host) {
            sleep_until(*free_at).await;
        }
        self.free_at
            .insert(host, Instant::now() + self.settings.host_gap);
    }
}

fn host_of(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.origin().ascii_serialization())
}

/// A document as a feed, with the addresses of its items.
fn read(bytes: &[u8], url: &str) -> Option<(Discovery, FxHashSet<String>)> {
    let context = FeedContext {
        url,
        content_type: None,
    };
    let feed = parse_feed(bytes, &context, &|_| false).ok()?;
    let times = feed
        .articles
        .iter()
        .filter_map(|article| article.published.or(article.updated));
    let discovery = Discovery {
        url: url.to_owned(),
        answered_at: url.to_owned(),
        title: feed.title,
        format: feed_format(bytes),
        items: feed.articles.len(),
        newest: times.max(),
        comments: false,
        twin: None,
    };
    let links = feed.articles.into_iter().filter_map(|article| article.url);
    Some((discovery, links.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_tried_with_https_first() {
        let check = |typed: &str, points: &[&str]| assert_eq!(starting_points(typed), points);
        check(
            " a.example/x ",
            &["https://a.example/x", "http://a.example/x"],
        );
        check(
            "localhost:8080",
            &["https://localhost:8080", "http://localhost:8080"],
        );
        check("http://a.example", &["http://a.example"]);
        check(
            "feed://a.example/f",
            &["https://a.example/f", "http://a.example/f"],
        );
        check("feed:https://a.example/f", &["https://a.example/f"]);
        check("@ann@social.example", &["https://social.example/@ann"]);
        check("two words", &[]);
        check("", &[]);
    }
}
