//! The loopback server: a few threads that answer until the server is dropped.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::model::Timestamp;

use super::DemoError;
use super::answer::{Request, refusal};
use super::day::Day;
#[cfg(test)]
use super::gold::{self, GoldItem};
use super::site::Site;
use super::template::Stage;

/// Requests answered at the same time; further ones wait in the listener's queue.
const THREADS: usize = 4;
/// How long a client may keep a thread waiting.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a waiting thread looks whether the server is closing.
const GLANCE: Duration = Duration::from_millis(50);
/// Most bytes of a request that are read.
const HEAD_BYTES: usize = 16 * 1024;

/// A feed of the sample day, ready to be added to a list of feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFeed {
    /// Its address on this server.
    pub url: String,
    /// Name of the outlet.
    pub title: String,
    /// Publisher to be set in the feed list; `None` leaves it to the feed, where an aggregator
    /// names the publisher of each item.
    pub publisher: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// The running server. Dropping it ends its threads and frees the port.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    feeds: Vec<DemoFeed>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    site: Site,
    changed: AtomicBool,
    closing: AtomicBool,
}

/// Serves the sample day on loopback, on `port` if it is free, with dates relative to `now`.
pub fn start(now: Timestamp, port: Option<u16>) -> Result<Server, DemoError> {
    let day = Day::bundled()?;
    let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = port.and_then(|port| bind(port).ok());
    let listener = listener
        .map_or_else(|| bind(0), Ok)
        .map_err(DemoError::Listen)?;
    let address = listener.local_addr().map_err(DemoError::Listen)?;
    let base = format!("http://{address}");
    let shared = Arc::new(Shared {
        site: Site::build(&day, &base, now)?,
        changed: AtomicBool::new(false),
        closing: AtomicBool::new(false),
    });
    let mut server = Server {
        address,
        feeds: feeds_of(&day, &base),
        shared,
        threads: Vec::with_capacity(THREADS),
    };
    for _ in 0..THREADS {
        let listener = listener.try_clone().map_err(DemoError::Listen)?;
        let shared = Arc::clone(&server.shared);
        server
            .threads
            .push(thread::spawn(move || serve(&listener, &shared)));
    }
    Ok(server)
}

impl Server {
    /// The feeds of the day, the failing one among them.
    pub fn feeds(&self) -> Vec<DemoFeed> {
        self.feeds.clone()
    }

    /// Lets the day go on: from now on one item has the text its publisher changed it to.
    pub fn advance(&self) {
        self.shared.changed.store(true, Ordering::SeqCst);
    }
}

#[cfg(test)]
impl Server {
    /// The server's address, without a slash at its end.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What is true of the items: one entry per item of every feed.
    pub fn gold(&self) -> Vec<GoldItem> {
        gold::items(&self.base())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        for _ in &self.threads {
            // A thread waits in `accept`; a connection of our own wakes it. If that fails the
            // listener is gone, and so is the thread.
            drop(TcpStream::connect_timeout(&self.address, PATIENCE));
        }
        for thread in self.threads.drain(..) {
            // A panicked thread has nothing left to clean up.
            let _ = thread.join();
        }
    }
}

fn feeds_of(day: &Day, base: &str) -> Vec<DemoFeed> {
    let outlets = day.outlets.iter().map(|outlet| DemoFeed {
        url: format!(
            "{base}{}",
            outlet.moved_from.as_ref().unwrap_or(&outlet.path)
        ),
        title: outlet.title.clone(),
        publisher: None,
        tags: outlet.tags.clone(),
    });
    let failing = day.failing.iter().map(|failing| DemoFeed {
        url: format!("{base}{}", failing.path),
        title: failing.title.clone(),
        publisher: None,
        tags: failing.tags.clone(),
    });
    outlets.chain(failing).collect()
}

fn serve(listener: &TcpListener, shared: &Shared) {
    while !shared.closing.load(Ordering::SeqCst) {
        match listener.accept() {
            // A client that goes away early is its own affair.
            Ok((stream, _)) => drop(converse(stream, shared)),
            // Out of file handles, most likely: others have to finish first.
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

fn converse(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    if shared.closing.load(Ordering::SeqCst) {
        return Ok(());
    }
    stream.set_read_timeout(Some(GLANCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = read_head(&mut stream, shared)?;
    let stage = match shared.changed.load(Ordering::SeqCst) {
        false => Stage::First,
        true => Stage::Changed,
    };
    let bytes = match Request::parse(&head) {
        Some(request) => shared.site.answer(&request, stage),
        None => refusal(400),
    };
    stream.write_all(&bytes)
}

fn read_head(stream: &mut TcpStream, shared: &Shared) -> io::Result<String> {
    let patience_ends = Instant::now() + PATIENCE;
    let mut head = Vec::new();
    let mut buffer = [0; 2048];
    while !ends(&head) && head.len() < HEAD_BYTES {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => head.extend_from_slice(&buffer[..count]),
            Err(error) if !is_timeout(&error) => return Err(error),
            Err(_) if shared.closing.load(Ordering::SeqCst) => break,
            Err(error) if Instant::now() >= patience_ends => return Err(error),
            Err(_) => {}
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn is_timeout(error: &io::Error) -> bool {
    // Which of the two a read that timed out reports depends on the platform.
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

fn ends(head: &[u8]) -> bool {
    head.windows(4).any(|window| window == b"\r\n\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served() -> Server {
        start(
            Timestamp::parse("2026-03-02T10:30:00Z").expect("valid"),
            None,
        )
        .expect("a loopback port")
    }

    fn fails(feed: &DemoFeed) -> bool {
        let day = Day::bundled().expect("well-formed");
        day.failing
            .iter()
            .any(|failing| failing.title == feed.title)
    }

    /// Status, head and body of the answer.
    fn get(server: &Server, url: &str, fields: &str) -> (u16, String, Vec<u8>) {
        let path = url.strip_prefix(&server.base()).unwrap_or(url);
        let mut stream = TcpStream::connect(server.address).expect("connects");
        let request = format!("GET {path} HTTP/1.1\r\nHost: demo\r\n{fields}\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("received");
        let end = answer
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head[9..12].parse().expect("a status");
        (status, head, answer[end + 4..].to_vec())
    }

    #[test]
    fn every_feed_answers_and_then_has_nothing_new() {
        let server = served();
        for feed in server.feeds().iter().filter(|feed| !fails(feed)) {
            let (mut status, mut head, _) = get(&server, &feed.url, "");
            if status == 301 {
                let (_, target) = head.split_once("Location: ").expect("a target");
                let target = target.lines().next().expect("an address").to_owned();
                (status, head, _) = get(&server, &target, "");
            }
            assert_eq!(status, 200, "{}", feed.title);
            let (_, tag) = head.split_once("ETag: ").expect("a validator");
            let tag = tag.lines().next().expect("a validator");
            let path = feed.url.replace("/rss", "/feed.xml");
            let (status, _, body) = get(&server, &path, &format!("If-None-Match: {tag}\r\n"));
            assert_eq!((status, body.len()), (304, 0), "{}", feed.title);
        }
    }

    #[test]
    fn one_feed_fails_with_a_cause_and_unknown_paths_are_not_found() {
        let server = served();
        let feeds = server.feeds();
        let failing: Vec<_> = feeds.iter().filter(|feed| fails(feed)).collect();
        assert_eq!(failing.len(), 1);
        let (status, head, body) = get(&server, &failing[0].url, "");
        assert_eq!(status, 503, "{head}");
        assert!(!body.is_empty());
        assert_eq!(get(&server, "/no/such/page", "").0, 404);
    }

    #[test]
    fn every_link_and_picture_of_the_day_is_served() {
        let server = served();
        for item in server.gold() {
            let (status, _, body) = get(&server, &item.url, "");
            assert_eq!(status, 200, "{}", item.url);
            let page = String::from_utf8(body).expect("text");
            for address in page.split([' ', '<', '>']) {
                let Some(address) = address
                    .strip_prefix("href=\"")
                    .or_else(|| address.strip_prefix("src=\""))
                    .and_then(|rest| rest.split(['"', '#']).next())
                    .filter(|address| address.starts_with(&server.base()))
                else {
                    continue;
                };
                assert_eq!(get(&server, address, "").0, 200, "{address}");
            }
        }
    }

    #[test]
    fn a_feed_is_sent_compressed_to_those_who_take_it() {
        let server = served();
        let url = format!("{}/coastline-24/feed.xml", server.base());
        let (_, plain, body) = get(&server, &url, "");
        let (_, encoded, gzipped) = get(&server, &url, "Accept-Encoding: br, gzip\r\n");
        assert!(!plain.contains("Content-Encoding"));
        assert!(encoded.contains("Content-Encoding: gzip"));
        assert!(gzipped.len() > body.len() && gzipped.starts_with(&[0x1F, 0x8B]));
    }

    #[test]
    fn a_dropped_server_frees_its_port_even_with_a_silent_client() {
        let server = served();
        let address = server.address;
        let silent = TcpStream::connect(address).expect("connects");
        drop(server);
        assert!(TcpStream::connect(address).is_err());
        drop(silent);
    }
}
