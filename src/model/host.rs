//! Hosts: what politeness is owed to. Named after the address alone; nothing is looked up.

use std::net::IpAddr;

use url::{Host, Url};

/// The host of an address, as politeness counts hosts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FeedHost {
    /// The name; on loopback with the port, which tells servers apart there.
    pub name: String,
    /// Whether it is this machine.
    pub loopback: bool,
}

impl FeedHost {
    /// The host of an address; `None` if it has none.
    pub fn of(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let loopback = match url.host()? {
            Host::Domain(name) => is_localhost(name),
            Host::Ipv4(address) => IpAddr::V4(address).is_loopback(),
            Host::Ipv6(address) => IpAddr::V6(address).is_loopback(),
        };
        let name = url.host_str()?;
        let port = url.port_or_known_default().filter(|_| loopback);
        Some(Self {
            name: port.map_or_else(|| name.to_owned(), |port| format!("{name}:{port}")),
            loopback,
        })
    }
}

/// Whether a name means this machine.
pub fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost")
        || name
            .rsplit_once('.')
            .is_some_and(|(_, last)| last.eq_ignore_ascii_case("localhost"))
}

/// An address as it may be shown and logged: without the password that some carry.
pub fn shown_address(address: &str) -> String {
    match Url::parse(address) {
        // Cannot fail: an address with a password or user name has a host.
        Ok(mut url) if url.password().is_some() => {
            let _ = url.set_password(Some("***"));
            url.to_string()
        }
        // A name alone may be a token.
        Ok(mut url) if !url.username().is_empty() && url.has_host() => {
            let _ = url.set_username("***");
            url.to_string()
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_on_loopback_a_port_too() {
        let name = |address: &str| FeedHost::of(address).map(|host| host.name);
        assert_eq!(
            name("https://A.example:8443/x").as_deref(),
            Some("a.example")
        );
        assert_eq!(name("http://127.0.0.1/x").as_deref(), Some("127.0.0.1:80"));
        assert_eq!(name("http://[::1]:81/x").as_deref(), Some("[::1]:81"));
        assert_eq!(name("http://localhost:82").as_deref(), Some("localhost:82"));
        assert_eq!(name("exec:date"), None);
        assert!(is_localhost("files.localhost") && !is_localhost("localhost.example"));
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(
            shown_address("https://me:secret@a.example/feed"),
            "https://me:***@a.example/feed"
        );
        assert_eq!(
            shown_address("https://token@a.example/f"),
            "https://***@a.example/f"
        );
        assert_eq!(shown_address("https://a.example/f"), "https://a.example/f");
        assert_eq!(shown_address("no address"), "no address");
    }
}
