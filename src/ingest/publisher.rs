//! Who published an address.

/// The registrable domain of an address: `bbc.co.uk` of `https://www.bbc.co.uk/news`; `None` for
/// an IP address, localhost or a bare name.
pub fn registrable_domain(_address: &str) -> Option<String> {
    None
}

/// The domain that names an article's publisher; `None` where the host says nothing about it (an
/// IP address, localhost, a platform of many authors).
pub fn publisher_of(_address: &str) -> Option<String> {
    None
}
