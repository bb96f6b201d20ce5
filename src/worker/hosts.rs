//! Politeness: how many requests run at once in all and to one host, and how far apart.

use std::{collections::VecDeque, net::IpAddr, time::Duration};

use rustc_hash::FxHashMap;

use crate::config::FetchSettings;

/// Feeds that wait in one line: asked one after the other with a pause between them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<T> {
    pub waiting: VecDeque<T>,
    pub gap: Duration,
}

/// Lines for feeds by host. A host with more than one place gets several lines; a loopback
/// address is nobody's host, so each of its feeds is a line of its own.
pub(super) fn lines<T>(
    feeds: impl IntoIterator<Item = (String, T)>,
    settings: &FetchSettings,
) -> Vec<Line<T>> {
    let mut lines: Vec<Line<T>> = Vec::new();
    let mut of_host: FxHashMap<String, (Vec<usize>, usize)> = FxHashMap::default();
    for (url, feed) in feeds {
        let host = host_of(&url);
        let free = host.is_none_or(|host| host.loopback && !settings.polite_to_loopback);
        let places = if free {
            usize::MAX
        } else {
            settings.per_host.max(1)
        };
        let key = host_of(&url).map(|host| host.name).unwrap_or(url);
        let (indices, next) = of_host.entry(key).or_default();
        if indices.len() < places {
            indices.push(lines.len());
            let gap = if free {
                Duration::ZERO
            } else {
                settings.host_gap
            };
            lines.push(Line {
                waiting: VecDeque::from([feed]),
                gap,
            });
        } else {
            lines[indices[*next % indices.len()]]
                .waiting
                .push_back(feed);
            *next += 1;
        }
    }
    lines
}

struct Host {
    name: String,
    loopback: bool,
}

fn host_of(url: &str) -> Option<Host> {
    let url = url::Url::parse(url).ok()?;
    let name = url.host_str()?;
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let loopback = name == "localhost"
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    // On loopback the port tells the hosts apart.
    let port = if loopback {
        url.port_or_known_default()
    } else {
        None
    };
    Some(Host {
        name: port.map_or_else(|| name.to_owned(), |port| format!("{name}:{port}")),
        loopback,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(urls: &[&str], settings: &FetchSettings) -> Vec<usize> {
        let feeds = urls.iter().map(|url| ((*url).to_owned(), ()));
        lines(feeds, settings)
            .iter()
            .map(|line| line.waiting.len())
            .collect()
    }

    #[test]
    fn feeds_of_one_host_stand_in_one_line() {
        let urls = [
            "https://a.example/1",
            "https://b.example/1",
            "https://a.example/2",
        ];
        assert_eq!(sizes(&urls, &FetchSettings::default()), [2, 1]);
        let two = FetchSettings {
            per_host: 2,
            ..FetchSettings::default()
        };
        let urls = [
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
            "https://a.example/4",
        ];
        assert_eq!(sizes(&urls, &two), [2, 2]);
    }

    #[test]
    fn loopback_is_nobodys_host_unless_asked_for() {
        let urls = [
            "http://127.0.0.1:80/1",
            "http://127.0.0.1:80/2",
            "http://[::1]:81/1",
        ];
        assert_eq!(sizes(&urls, &FetchSettings::default()), [1, 1, 1]);
        let polite = FetchSettings {
            polite_to_loopback: true,
            ..FetchSettings::default()
        };
        assert_eq!(sizes(&urls, &polite), [2, 1]);
    }
}
