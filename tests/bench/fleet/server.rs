//! The loopback server of the fleet: one port for each host, a manner for each feed.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// Every answer takes that long to begin.
const LATENCY: Duration = Duration::from_millis(50);
/// A slow one takes so long more.
const SLOW: Duration = Duration::from_secs(2);
/// Redirects on a detour.
const DETOURS: u32 = 3;
/// Items of a huge feed are so many times as many.
const HUGE: usize = 20;

/// How a feed behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A document.
    Good,
    /// A document after a while.
    Slow,
    /// A document behind several redirects.
    Detours,
    /// A document of many times the size.
    Huge,
    /// A document that never ends.
    Endless,
    /// 404.
    Missing,
    /// 410.
    Gone,
    /// 429, with the wish to be left alone for ten minutes.
    Busy,
    /// No answer.
    Silent,
}

impl Manner {
    /// The time that asking such a feed takes at least.
    pub fn cost(self, timeout: Duration) -> Duration {
        match self {
            Self::Slow => LATENCY + SLOW,
            Self::Detours => LATENCY * (DETOURS + 1),
            Self::Silent => timeout,
            _ => LATENCY,
        }
    }
}

/// What the hosts have seen.
#[derive(Debug, Default)]
struct Seen {
    requests: usize,
    first: Option<Instant>,
    last: Vec<Option<Instant>>,
}

/// The server.
pub struct Server {
    addresses: Vec<SocketAddr>,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    /// Starts a host for each list of manners.
    pub fn start(hosts: &[Vec<Manner>], items: usize) -> Self {
        let seen = Arc::new(Mutex::new(Seen {
            last: vec![None; hosts.len()],
            ..Seen::default()
        }));
        let listen = |(number, manners): (usize, &Vec<Manner>)| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            let address = listener.local_addr().expect("bound");
            let host = Arc::new(Host {
                number,
                manners: manners.clone(),
                items,
                seen: Arc::clone(&seen),
            });
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let host = Arc::clone(&host);
                    thread::spawn(move || host.serve(&stream));
                }
            });
            address
        };
        let addresses = hosts.iter().enumerate().map(listen).collect();
        Self { addresses, seen }
    }

    /// The address of a feed.
    pub fn url(&self, host: usize, feed: usize) -> String {
        format!("http://{}/{feed}", self.addresses[host])
    }

    /// Requests so far.
    pub fn requests(&self) -> usize {
        self.seen.lock().expect("unpoisoned").requests
    }

    /// Time from the first request of all to the last answer of a host.
    pub fn last_answer(&self, host: usize) -> Duration {
        let seen = self.seen.lock().expect("unpoisoned");
        match (seen.first, seen.last[host]) {
            (Some(first), Some(last)) => last - first,
            _ => Duration::ZERO,
        }
    }
}

struct Host {
    number: usize,
    manners: Vec<Manner>,
    items: usize,
    seen: Arc<Mutex<Seen>>,
}

impl Host {
    fn serve(&self, stream: &TcpStream) {
        // A failed option costs time only.
        let _ = stream.set_nodelay(true);
        let mut reader = BufReader::new(stream);
        while let Some(path) = request(&mut reader) {
            {
                let mut seen = self.seen.lock().expect("unpoisoned");
                seen.requests += 1;
                seen.first.get_or_insert_with(Instant::now);
            }
            let again = self.answer(stream, &path);
            self.seen.lock().expect("unpoisoned").last[self.number] = Some(Instant::now());
            if again.is_none() {
                return;
            }
        }
    }

    /// Answers; `None` if the connection is not to be used again.
    fn answer(&self, mut stream: &TcpStream, path: &str) -> Option<()> {
        let mut parts = path.trim_start_matches('/').split('/');
        let feed: usize = parts.next()?.parse().ok()?;
        let step: u32 = parts.next().map_or(Some(0), |step| step.parse().ok())?;
        let manner = *self.manners.get(feed)?;
        thread::sleep(LATENCY);
        let mut send = |status: &str, headers: &str, body: &str| {
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n");
            stream.write_all(format!("{head}{body}").as_bytes()).ok()
        };
        let etag = "ETag: \"1\"\r\nContent-Type: application/rss+xml\r\n";
        match manner {
            Manner::Missing => send("404 Not Found", "", ""),
            Manner::Gone => send("410 Gone", "", ""),
            Manner::Busy => send("429 Too Many Requests", "Retry-After: 600\r\n", ""),
            Manner::Detours if step < DETOURS => {
                let next = format!("Location: /{feed}/{}\r\n", step + 1);
                send("302 Found", &next, "")
            }
            Manner::Silent => {
                // Longer than anybody waits.
                thread::sleep(Duration::from_secs(120));
                None
            }
            Manner::Endless => {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\n\r\n<rss version=\"2.0\"><channel>")
                    .ok()?;
                while stream.write_all(&[b' '; 65536]).is_ok() {}
                None
            }
            Manner::Slow => {
                thread::sleep(SLOW);
                send("200 OK", etag, &self.document(feed, self.items))
            }
            Manner::Huge => send("200 OK", etag, &self.document(feed, self.items * HUGE)),
            Manner::Good | Manner::Detours => {
                send("200 OK", etag, &self.document(feed, self.items))
            }
        }
    }

    fn document(&self, feed: usize, items: usize) -> String {
        let source = self.number * self.manners.len() + feed;
        let items: String = (0..items).map(|item| article(source, item)).collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel>\
             <title>Outlet {source}</title><link>http://outlet{source}.example/</link>{items}\
             </channel></rss>"
        )
    }
}

fn request(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        if header.trim().is_empty() {
            return Some(path);
        }
    }
}

/// An item of about three kilobytes; of some events several outlets tell.
fn article(source: usize, item: usize) -> String {
    let event = if item.is_multiple_of(3) {
        source / 4 * 1000 + item
    } else {
        1_000_000 + source * 1000 + item
    };
    let name = |of: usize| name(event * 31 + of);
    let title = format!(
        "{} {} the {} works near {}",
        name(1),
        ["opens", "loses", "rebuilds", "sells"][source % 4],
        name(2),
        name(3)
    );
    let paragraph = format!(
        "&lt;p&gt;The council of &lt;b&gt;{}&lt;/b&gt; said on Tuesday that {} and {} had agreed on \
         {} measures after a long night of talks in {}, and that a report would follow before the \
         winter. Nobody in {} had expected as much from item {item} of outlet {source}.&lt;/p&gt;",
        name(1),
        name(2),
        name(3),
        event % 90,
        name(4),
        name(5)
    );
    format!(
        "<item><title>{title}</title><link>http://outlet{source}.example/{item}</link>\
         <guid isPermaLink=\"false\">{source}-{item}</guid>\
         <pubDate>Thu, 07 May 2026 {:02}:{:02}:00 GMT</pubDate><description>{}</description></item>",
        event % 24,
        item % 60,
        paragraph.repeat(9)
    )
}

fn name(number: usize) -> String {
    let syllables = [
        "ka", "lo", "mer", "ti", "von", "sel", "dru", "pax", "rin", "ost",
    ];
    let mut rest = number.wrapping_mul(104_729) % 1_000_000;
    let mut name = String::from("Q");
    for _ in 0..4 {
        name.push_str(syllables[rest % 10]);
        rest /= 10;
    }
    name
}
