//! Finds the feeds a web page names.

/// A feed named by a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFeed {
    /// Its absolute address.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
}

/// The feeds a page names, likeliest first: `link rel=alternate`, then links that look like feeds.
pub fn find_feeds(_html: &[u8], _base: &str) -> Vec<FoundFeed> {
    Vec::new()
}
