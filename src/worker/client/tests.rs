//! Where a request may lead, and whom it trusts there.

use super::*;
use crate::{
    config::{Secret, TlsChoice},
    worker::error::Scope,
};

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
        "HTTP/1.1 302 Found\r\nLocation: http://inside.example:{}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
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
    let answer =
        format!("HTTP/1.1 302 Found\r\nLocation: http://{target}/\r\nContent-Length: 0\r\n\r\n");
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

#[test]
fn what_is_set_about_certificates_holds_for_the_host_of_the_feed_alone() {
    let options = FeedOptions {
        tls: TlsChoice {
            verify: false,
            ca: Some("own.pem".into()),
        },
        ..FeedOptions::default()
    };
    let check = |feed: &str, owner: Option<&str>, url: &str, holds: bool| {
        let request = Request {
            url: feed,
            owner,
            options: Some(&options),
            ..Request::default()
        };
        let [first, url] = [feed, url].map(|url| Url::parse(url).expect("an address"));
        let trust = has_its_trust(&request, &url, &first);
        let route = route(&url, Reach::Public, trust, &request);
        assert_eq!(
            (route.verify, route.ca.is_some()),
            (!holds, holds),
            "{feed}, {owner:?}, {url}"
        );
    };
    let feed = "http://nas.example:5000/feed";
    check(feed, None, feed, true);
    check(feed, None, "https://nas.example:5001/feed", true);
    check(feed, None, "https://www.nas.example/feed", true);
    check(feed, None, "https://elsewhere.example/feed", false);
    let page = "https://clicks.example/1";
    check(page, Some(feed), page, false);
    check(page, Some(feed), "https://nas.example/1", true);
    check(page, Some("no address"), page, false);
}
