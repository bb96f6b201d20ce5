//! Who may be reached: addresses of private networks and of this machine only where the reader's own
//! list names their host, never because somebody outside leads there.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs},
    sync::{Arc, Mutex, PoisonError},
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use rustc_hash::FxHashSet;
use tokio::task::spawn_blocking;
use url::Host;

use crate::model::is_localhost;

/// How far a request may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reach {
    /// Anywhere.
    Anywhere,
    /// To addresses that everybody can reach.
    Public,
}

/// A name led into a private network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is private")]
pub(super) struct PrivateAddress;

type Find = dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync;

/// Finds the addresses of a name.
#[derive(Clone)]
pub(super) struct Lookup(Arc<Find>);

impl Lookup {
    /// The system's own.
    pub(super) fn system() -> Self {
        Self(Arc::new(|name| {
            let found = (name, 0).to_socket_addrs()?;
            Ok(found.map(|address| address.ip()).collect())
        }))
    }

    #[cfg(test)]
    pub(super) fn with(
        find: impl Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(find))
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

/// Names of hosts that clients and their resolvers share.
#[derive(Debug, Clone, Default)]
pub(super) struct HostNames(Arc<Mutex<FxHashSet<String>>>);

impl HostNames {
    pub(super) fn add(&self, name: &str) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.contains(name)
    }
}

/// The resolver of a client. The check is made where the connection is, so that a name cannot change
/// its address between the two.
#[derive(Debug)]
pub(super) struct Resolver {
    pub lookup: Lookup,
    /// Names whose addresses must be public; `None` lets every address pass. A proxy's name is none
    /// of them: it is the reader's choice.
    pub guarded: Option<HostNames>,
    /// Gets the names that were found in a private network. What a proxy is asked for is not looked
    /// up here, and so is never among them.
    pub inside: HostNames,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let lookup = self.lookup.clone();
        let name = name.as_str().to_owned();
        let guarded = self.guarded.as_ref().is_some_and(|names| names.has(&name));
        let inside = self.inside.clone();
        Box::pin(async move {
            let asked = name.clone();
            let found = spawn_blocking(move || (lookup.0)(&asked)).await??;
            if !guarded && found.iter().any(|address| !is_public(*address)) {
                inside.add(&name);
            }
            let any = !found.is_empty();
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| !guarded || is_public(*address))
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            if any && allowed.is_empty() {
                return Err(PrivateAddress.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Whether an address names a private place without any lookup.
pub(super) fn is_private_literal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_localhost(name),
        Some(Host::Ipv4(address)) => !is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !is_public(IpAddr::V6(address)),
        None => true,
    }
}

/// Whether everybody can reach an address.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let shared = first == 100 && second & 0xc0 == 64;
    let protocol = first == 192 && second == 0 && third == 0;
    // 198.18.0.0/15 is for tests of networks, but local proxies give it to every name there is.
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || first == 0
        || first >= 240
        || shared
        || protocol)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let start = address.segments()[0];
    let site_local = start & 0xffc0 == 0xfec0;
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || site_local)
}

/// The address of the fourth version that one of the sixth stands for (mapped, compatible, NAT64,
/// 6to4).
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let parts = address.segments();
    let of = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match parts {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(of(high, low))
        }
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_places_are_known_in_every_spelling() {
        let private = |text: &str| is_private_literal(&Url::parse(text).expect("an address"));
        for address in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.31.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/",
            "http://100.100.100.200/",
            "http://[::1]/",
            "http://[::]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://[2002:7f00:1::]/",
            "http://localhost/",
            "http://files.localhost./",
        ] {
            assert!(private(address), "{address}");
        }
        for address in [
            "http://93.184.216.34/",
            "http://[2606:2800:220:1::1]/",
            "http://172.32.0.1/",
            "http://news.example/",
        ] {
            assert!(!private(address), "{address}");
        }
    }
}
