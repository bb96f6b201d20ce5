//! Which addresses are of this machine or its own network. A page of the open web may name any
//! address; what it names must not lead there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Whether an address names a private host, as far as can be told without asking for its number.
pub(super) fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(number)) => is_private_number(IpAddr::V4(number)),
        Some(Host::Ipv6(number)) => is_private_number(IpAddr::V6(number)),
        None => true,
    }
}

/// Whether an address names this machine, which is nobody's host.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(number)) => number.is_loopback(),
        Some(Host::Ipv6(number)) => number.is_loopback(),
        None => false,
    }
}

/// The same as [`is_private`] once the number of a host that has a name is known.
pub(super) async fn leads_to_private(url: &Url) -> bool {
    if is_private(url) {
        return true;
    }
    let Some(Host::Domain(name)) = url.host() else {
        return false;
    };
    let port = url.port_or_known_default().unwrap_or(443);
    // A name without a number leads nowhere; whoever asks there says so.
    match tokio::net::lookup_host((name, port)).await {
        Ok(mut numbers) => numbers.any(|number| is_private_number(number.ip())),
        Err(_) => false,
    }
}

/// Whether a number is that of no host of the open web.
pub(super) fn is_private_number(number: IpAddr) -> bool {
    match number {
        IpAddr::V4(number) => is_private_v4(number),
        IpAddr::V6(number) => is_private_v6(number),
    }
}

fn is_private_v4(number: Ipv4Addr) -> bool {
    let [first, second, third, _] = number.octets();
    number.is_loopback()
        || number.is_private()
        || number.is_link_local()
        || number.is_broadcast()
        || number.is_multicast()
        || number.is_documentation()
        || first == 0
        || first >= 240
        // Shared by providers, for benchmarks, for protocols.
        || (first == 100 && (64..128).contains(&second))
        || (first == 198 && (18..20).contains(&second))
        || (first == 192 && second == 0 && third == 0)
}

fn is_private_v6(number: Ipv6Addr) -> bool {
    let parts = number.segments();
    // Addresses of the older kind in the clothes of the newer one.
    let translated = parts[..6] == [0x64, 0xff9b, 0, 0, 0, 0] || parts[..6] == [0; 6];
    let older = number.to_ipv4_mapped().or_else(|| {
        let [.., a, b, c, d] = number.octets();
        translated.then_some(Ipv4Addr::new(a, b, c, d))
    });
    number.is_loopback()
        || number.is_unspecified()
        || number.is_multicast()
        || number.is_unique_local()
        || number.is_unicast_link_local()
        || older.is_some_and(is_private_v4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_own_networks_are_known_in_every_clothing() {
        let check = |address: &str, private: bool| {
            let url = Url::parse(address).expect("an address");
            assert_eq!(is_private(&url), private, "{address}");
        };
        for private in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://10.1.2.3/",
            "http://172.20.0.1/",
            "http://192.168.1.1:8080/x",
            "http://169.254.169.254/latest",
            "http://100.64.3.4/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://localhost:3000/",
            "http://feeds.localhost./",
        ] {
            check(private, true);
        }
        for public in [
            "https://a.example/",
            "http://9.9.9.9/",
            "http://172.32.0.1/",
            "http://[2001:4860::1]/",
            "http://[64:ff9b::909:909]/",
        ] {
            check(public, false);
        }
    }
}
