//! A picture from the network, when the reader asks for it and not before.

use std::time::Duration;

use tokio::time::timeout;

use crate::worker::{
    Client, FetchError, ForFeed,
    client::{Led, Sort},
};

/// Redirects that are followed.
const STEPS: usize = 5;
/// Time for all of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a picture is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// It took too long.
    #[error("the server did not answer in time")]
    TooSlow,
    /// The address leads from one to the next.
    #[error("its address leads nowhere")]
    Nowhere,
    /// It could not be asked for.
    #[error("{0}")]
    Failed(#[from] FetchError),
}

/// Fetches a picture of a feed's article as it is. In a private network, only hosts that the client
/// was told of are asked.
pub async fn fetch_picture(
    client: &Client,
    address: &str,
    asker: ForFeed<'_>,
) -> Result<Vec<u8>, NoPicture> {
    timeout(PATIENCE, follow(client, address, asker))
        .await
        .unwrap_or(Err(NoPicture::TooSlow))
}

async fn follow(client: &Client, address: &str, asker: ForFeed<'_>) -> Result<Vec<u8>, NoPicture> {
    let mut at = address.to_owned();
    let mut from_inside = true;
    for _ in 0..STEPS {
        let step = client
            .step(Sort::Picture, &at, None, from_inside, asker)
            .await?;
        from_inside = step.from_inside;
        match step.led {
            Led::Elsewhere(next) => at = next,
            Led::Page(bytes) => return Ok(bytes),
        }
    }
    Err(NoPicture::Nowhere)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::{SocketAddr, TcpListener},
        sync::mpsc::{Receiver, channel},
        thread,
    };

    use super::*;
    use crate::{
        config::{FetchSettings, Secret},
        worker::{
            FeedOptions,
            resolve::{Unresolved, resolve},
        },
    };

    /// A proxy that answers every request in one way; its address, and what it is asked.
    fn proxy(answer: &'static str) -> (SocketAddr, Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (tell, asked) = channel();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut request = [0; 4096];
                let length = stream.read(&mut request).unwrap_or(0);
                let _ = tell.send(String::from_utf8_lossy(&request[..length]).into_owned());
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        (address, asked)
    }

    fn options(proxy: SocketAddr) -> FeedOptions {
        FeedOptions {
            proxy: Some(Secret::new(format!("http://{proxy}"))),
            cookie: Some(Secret::new("reader=1")),
            user_agent: Some("quill/1".to_owned()),
            ..FeedOptions::default()
        }
    }

    const PICTURE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nGIF";

    #[tokio::test]
    async fn a_picture_comes_by_the_way_out_of_its_feed_and_no_cookie_goes_astray() {
        let (proxy, asked) = proxy(PICTURE);
        let options = options(proxy);
        let asker = ForFeed {
            feed: "http://quay.example/feed",
            options: Some(&options),
        };
        let client = Client::new(&FetchSettings::default()).expect("made");
        for (url, is_own) in [
            ("http://quay.example/lock.gif", true),
            ("http://pictures.example/lock.gif", false),
        ] {
            let picture = fetch_picture(&client, url, asker).await;
            assert_eq!(picture.as_deref(), Ok(&b"GIF"[..]), "{url}");
            let request = asked.recv().expect("the proxy was asked");
            assert!(request.starts_with(&format!("GET {url} ")), "{request}");
            assert_eq!(request.contains("reader=1"), is_own, "{request}");
            assert_eq!(request.contains("quill/1"), is_own, "{request}");
            assert!(request.contains("accept: image/*, "), "{request}");
        }
    }

    #[tokio::test]
    async fn an_aggregator_is_asked_by_the_way_out_of_the_feed_that_leads_to_it() {
        let (proxy, asked) = proxy(PICTURE);
        let options = options(proxy);
        let asker = ForFeed {
            feed: "http://quay.example/feed",
            options: Some(&options),
        };
        let client = Client::new(&FetchSettings::default()).expect("made");
        let url = "http://news.example/rss/articles/CBMiCEFV";
        let found = resolve(&client, url, PATIENCE, asker).await;
        assert_eq!(found, Err(Unresolved::NotTold));
        let request = asked.recv().expect("the proxy was asked");
        assert!(request.starts_with(&format!("GET {url} ")), "{request}");
        assert!(!request.contains("reader=1"), "{request}");
    }
}
