//! A loopback server that plays what a test tells it, and remembers what it was asked.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What the server answers under a path.
#[derive(Clone)]
pub enum Answer {
    /// A document, with an ETag made of its length and first change.
    Document(String),
    /// A document under another content type.
    Page(String),
    /// A status without a document.
    Status(u16, &'static str),
    /// Another address.
    Redirect(String),
    /// Another address for good.
    Moved(String),
    /// Too many requests, and when to come back.
    Busy(&'static str),
    /// A document with headers of its own, each line ended.
    With(&'static str, String),
    /// So many bytes, however many.
    Endless,
    /// A document after a while.
    Later(Duration, String),
    /// Nothing for longer than anybody waits.
    Silence,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: HashMap<String, String>,
}

#[derive(Clone, Default)]
struct Shared {
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

pub struct Server {
    address: SocketAddr,
    shared: Shared,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let shared = Shared::default();
        let server = Self {
            address,
            shared: shared.clone(),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                thread::spawn(move || serve(stream, &shared));
            }
        });
        server
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn answer(&self, path: &str, answer: Answer) {
        self.shared
            .answers
            .lock()
            .expect("unpoisoned")
            .insert(path.to_owned(), answer);
    }

    pub fn feed(&self, path: &str, document: impl Into<String>) {
        self.answer(path, Answer::Document(document.into()));
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().expect("unpoisoned").clone()
    }
}

fn serve(stream: TcpStream, shared: &Shared) {
    let Ok(reading) = stream.try_clone() else {
        return;
    };
    let mut reader = BufReader::new(reading);
    while let Some(asked) = read_request(&mut reader) {
        let answer = shared
            .answers
            .lock()
            .expect("unpoisoned")
            .get(&asked.path)
            .cloned();
        let known = asked.headers.get("if-none-match").cloned();
        shared.asked.lock().expect("unpoisoned").push(asked);
        if play(&stream, answer, known).is_none() {
            return;
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Asked> {
    let mut line = String::new();
    reader
        .read_line(&mut line)
        .ok()
        .filter(|length| *length > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    Some(Asked { path, headers })
}

/// Writes an answer; `None` if the connection is not to be used again.
fn play(mut stream: &TcpStream, answer: Option<Answer>, known: Option<String>) -> Option<()> {
    let mut send = |status: &str, headers: &str, body: &str| {
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        )
        .ok()
    };
    match answer {
        Some(Answer::Document(body)) => {
            let sum = body
                .bytes()
                .fold(0_u32, |sum, byte| sum.rotate_left(5) ^ u32::from(byte));
            let etag = format!("\"{sum:x}\"");
            if known.as_ref() == Some(&etag) {
                return send("304 Not Modified", "", "");
            }
            send(
                "200 OK",
                &format!("ETag: {etag}\r\nContent-Type: application/xml\r\n"),
                &body,
            )
        }
        Some(Answer::Page(body)) => send("200 OK", "Content-Type: text/html\r\n", &body),
        Some(Answer::Status(status, reason)) => send(&format!("{status} {reason}"), "", ""),
        Some(Answer::Moved(to)) => {
            send("301 Moved Permanently", &format!("Location: {to}\r\n"), "")
        }
        Some(Answer::Busy(when)) => send(
            "429 Too Many Requests",
            &format!("Retry-After: {when}\r\n"),
            "",
        ),
        Some(Answer::With(headers, body)) => {
            if known.is_some() {
                return send("304 Not Modified", headers, "");
            }
            send("200 OK", headers, &body)
        }
        Some(Answer::Redirect(to)) => send("302 Found", &format!("Location: {to}\r\n"), ""),
        Some(Answer::Endless) => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\n\r\n<rss version=\"2.0\"><channel>"
            )
            .ok()?;
            // The other side hangs up when it has had enough.
            while stream.write_all(&[b' '; 65536]).is_ok() {}
            None
        }
        Some(Answer::Later(wait, body)) => {
            thread::sleep(wait);
            send("200 OK", "Content-Type: application/xml\r\n", &body)
        }
        Some(Answer::Silence) => {
            thread::sleep(Duration::from_secs(20));
            None
        }
        None => send("404 Not Found", "", ""),
    }
}

/// An RSS document with items of (guid, title, text).
pub fn rss(title: &str, items: &[(&str, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(guid, title, text)| {
            format!(
                "<item><guid isPermaLink=\"false\">{guid}</guid><title>{title}</title>\
                 <link>https://outlet.example/{guid}</link>\
                 <pubDate>Thu, 07 May 2026 08:00:00 GMT</pubDate>\
                 <description>{text}</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel>\
         <title>{title}</title><link>https://outlet.example/</link>{items}</channel></rss>"
    )
}
