//! Connections: which way out a request takes, and what one connection cannot share with another.

use std::path::PathBuf;

use reqwest::{Certificate, Proxy, Url, redirect::Policy};

use super::{Request, Shared};
use crate::{
    config::{FetchSettings, Secret},
    model::{FetchErrorKind, is_localhost},
    worker::{
        FetchError,
        guard::{Reach, Resolver},
    },
};

/// What one connection cannot share with another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Route {
    pub(super) reach: Reach,
    pub(super) proxy: Way,
    pub(super) ca: Option<PathBuf>,
    pub(super) verify: bool,
}

/// Which way out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Way {
    /// As the environment says.
    Environment,
    Direct,
    Proxy(String),
}

impl Shared {
    pub(super) fn connect(&self, route: &Route) -> Result<reqwest::Client, FetchError> {
        let mut builder = reqwest::Client::builder()
            .user_agent(agent(&self.settings))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.settings.connect_timeout)
            .read_timeout(self.settings.read_timeout)
            .dns_resolver(Resolver {
                lookup: self.lookup.clone(),
                guarded: (route.reach == Reach::Public).then(|| self.guarded.clone()),
                inside: self.inside.clone(),
            });
        builder = match &route.proxy {
            Way::Environment => builder,
            Way::Direct => builder.no_proxy(),
            Way::Proxy(address) => {
                let proxy = Proxy::all(address).map_err(|_| {
                    FetchError::new(FetchErrorKind::Connect, "Its proxy has no usable address.")
                        .of_feed()
                        .with_hint("Look at what proxy says for this feed in feeds.toml.")
                })?;
                builder.proxy(proxy)
            }
        };
        if let Some(path) = &route.ca {
            let trusted = std::fs::read(path)
                .ok()
                .and_then(|bytes| Certificate::from_pem_bundle(&bytes).ok())
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(|| {
                    let path = path.display();
                    let message = format!("{path} holds no certificates that can be read.");
                    FetchError::new(FetchErrorKind::Tls, message)
                        .with_hint("Look at what tls.ca says for this feed in feeds.toml.")
                })?;
            builder = builder.tls_certs_merge(trusted);
        }
        if !route.verify {
            builder = builder.tls_danger_accept_invalid_certs(true);
        }
        builder.build().map_err(|error| {
            let message = format!("The network client cannot start: {}.", error.without_url());
            FetchError::new(FetchErrorKind::Connect, message).of_feed()
        })
    }
}

/// What the program calls itself where the reader says nothing else.
pub(super) fn agent(settings: &FetchSettings) -> &str {
    let honest = concat!("newsfold/", env!("CARGO_PKG_VERSION"));
    settings.user_agent.as_deref().unwrap_or(honest)
}

/// The connection that a request to an address takes. Whom the reader trusts without a usual
/// certificate is told for the host of the feed; whoever it leads to has to say who it is.
pub(super) fn route(url: &Url, reach: Reach, trust: bool, request: &Request<'_>) -> Route {
    let options = request.options.filter(|_| trust);
    let tls = options.map(|options| &options.tls);
    Route {
        reach,
        proxy: way(url, request),
        ca: tls.and_then(|tls| tls.ca.clone()),
        verify: tls.is_none_or(|tls| tls.verify),
    }
}

/// Which way a request takes.
pub(super) fn way(url: &Url, request: &Request<'_>) -> Way {
    let proxy = request.options.and_then(|options| options.proxy.as_ref());
    match proxy.map(Secret::reveal) {
        // No proxy reaches this machine.
        _ if is_loopback(url) => Way::Direct,
        Some("none") => Way::Direct,
        Some(address) => Way::Proxy(address.to_owned()),
        None => Way::Environment,
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => is_localhost(name),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
