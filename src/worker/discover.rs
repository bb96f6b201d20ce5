//! A site's address → its feeds.

use crate::{
    ingest::{FeedContext, find_feeds, likely_feeds, parse_feed},
    model::FetchErrorKind,
    worker::{
        Client, FetchError,
        client::{Answer, Request},
    },
};

/// A feed that was found and read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// Its address.
    pub url: String,
    /// The name it gives itself.
    pub title: Option<String>,
    /// Items in it.
    pub items: usize,
}

/// The feeds at an address: itself if it is one, else what the page there names, else what lies
/// at common paths. Every one given back was fetched and read.
pub async fn discover(client: &Client, address: &str) -> Result<Vec<Discovery>, FetchError> {
    // What the reader typed may be in a private network; where its page leads may not.
    let client = &client.naming([address]);
    let (bytes, url) = fetch(client, address).await?;
    match read(&bytes, &url) {
        Some(found) => {
            return Ok(vec![Discovery {
                url: address.to_owned(),
                ..found
            }]);
        }
        None => tracing::debug!(address, "not a feed, looking for one"),
    }
    let mut found = Vec::new();
    for candidate in find_feeds(&bytes, &url).into_iter().take(10) {
        found.extend(try_feed(client, &candidate.url).await);
    }
    if found.is_empty() {
        for candidate in likely_feeds(&url) {
            found.extend(try_feed(client, &candidate).await);
            if !found.is_empty() {
                break;
            }
        }
    }
    if found.is_empty() {
        return Err(FetchError::new(
            FetchErrorKind::NotAFeed,
            format!("No feed was found at {address}."),
        ));
    }
    Ok(found)
}

async fn try_feed(client: &Client, url: &str) -> Option<Discovery> {
    let (bytes, at) = fetch(client, url).await.ok()?;
    read(&bytes, &at).map(|found| Discovery {
        url: url.to_owned(),
        ..found
    })
}

async fn fetch(client: &Client, url: &str) -> Result<(Vec<u8>, String), FetchError> {
    match client
        .get(&Request {
            url,
            ..Request::default()
        })
        .await?
    {
        Answer::Document(body) => Ok((body.bytes, body.url)),
        Answer::NotModified { .. } => Err(FetchError::new(
            FetchErrorKind::Http,
            "The server sent nothing.",
        )),
    }
}

fn read(bytes: &[u8], url: &str) -> Option<Discovery> {
    let context = FeedContext {
        url,
        content_type: None,
    };
    let feed = parse_feed(bytes, &context, &|_| false).ok()?;
    Some(Discovery {
        url: url.to_owned(),
        title: feed.title,
        items: feed.articles.len(),
    })
}
