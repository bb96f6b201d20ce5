//! What feed-rs drops: the publisher of an item, where its guid leads, original links, dates of
//! older formats, enclosures beside media elements, lengths of recordings; and of a feed the hours and days to skip.

use std::time::Duration;

use super::child::{Child, children, inside, own_attributes};
use super::clean::clean_line;
use super::cut::local;
use super::date::parse_date;
use super::duration::parse_duration;
use super::markup::{attributes, decode};
use super::title::cut_at;
use crate::model::{Enclosure, Timestamp};

/// More versions of one recording are not looked at.
const MEDIA: usize = 50;

/// What an item says beside what feed-rs reads.
#[derive(Debug, Clone, Default)]
pub(super) struct Extras {
    /// Its headline by another name than `title`.
    pub(super) title: Option<String>,
    /// Who wrote it, where feed-rs does not look.
    pub(super) author: Option<String>,
    /// The publisher it names.
    pub(super) source: Option<String>,
    /// Address of that publisher.
    pub(super) source_url: Option<String>,
    /// Its guid is no address.
    pub(super) no_permalink: bool,
    /// The address before a counting redirect.
    pub(super) original: Option<String>,
    /// Its address where feed-rs does not look for it.
    pub(super) link: Option<String>,
    /// `rdf:about`.
    pub(super) about: Option<String>,
    /// Its own base for relative links.
    pub(super) base: Option<String>,
    /// Its language.
    pub(super) lang: Option<String>,
    /// Dates by the names of older formats.
    pub(super) published: Option<Timestamp>,
    /// The same for the last change.
    pub(super) updated: Option<Timestamp>,
    /// Its files.
    pub(super) enclosures: Vec<Enclosure>,
    /// How many seconds its recordings run, by address as written.
    pub(super) durations: Vec<(String, u32)>,
    /// The same of a recording that is not named.
    pub(super) duration: Option<u32>,
}

/// Reads an item.
pub(super) fn extras(item: &str) -> Extras {
    let mut extras = Extras::default();
    for attribute in attributes(own_attributes(item)) {
        let value = || Some(decode(attribute.value).into_owned());
        match attribute.name {
            "xml:base" => extras.base = value(),
            "xml:lang" => extras.lang = value(),
            // CDF, the oldest of all, keeps address and date of an item in its tag.
            "rdf:about" | "href" | "HREF" => extras.about = value(),
            "lastmod" | "LASTMOD" => extras.updated = parse_date(attribute.value),
            _ => {}
        }
    }
    for child in children(inside(item)) {
        extras.add(&child);
    }
    extras
}

impl Extras {
    fn add(&mut self, child: &Child<'_>) {
        match child.name {
            "source" | "rss:source" | "atom:source" | "News:Source" | "news:source" => {
                self.source = source_name(child);
                self.source_url = source_url(child);
            }
            "guid" => {
                self.no_permalink = child
                    .attribute("isPermaLink")
                    .is_some_and(|value| value.trim() == "false")
            }
            "dc:title" => self.title = Some(child.text()),
            // Media elements nest; the first headline anywhere in them will do.
            "media:title" | "media:content" | "media:group" => {
                self.title = self.title.take().or_else(|| media_title(child));
                self.add_durations(child);
            }
            "itunes:duration" => self.duration = parse_duration(&child.text()),
            "author" | "dc:author" | "itunes:author" | "googleplay:author" => {
                self.author = self.author.take().or_else(|| author(child));
            }
            "feedburner:origLink" | "origLink" => self.original = Some(child.text()),
            "link" | "atom:link" if !child.attributes.is_empty() => self.add_link(child),
            "enclosure" => self.enclosures.extend(enclosure(child)),
            "issued" | "created" | "dcterms:issued" | "dcterms:created" | "dc:date" | "pubDate"
            | "pubdate" | "published" => {
                self.published = self.published.or_else(|| parse_date(&child.text()));
            }
            "modified" | "dcterms:modified" | "lastmod" => self.updated = parse_date(&child.text()),
            "dc:language" | "language" => self.lang = Some(child.text()),
            _ => {}
        }
    }
}

impl Extras {
    /// A link of Atom whose address stands where RSS has it.
    fn add_link(&mut self, child: &Child<'_>) {
        let page = child
            .attribute("rel")
            .is_none_or(|relation| relation == "alternate");
        if page && self.link.is_none() && child.attribute("href").is_none() {
            self.link = Some(child.text()).filter(|link| !link.is_empty());
        }
    }
}

impl Extras {
    /// The lengths of recordings in a media element, or in a group of them.
    fn add_durations(&mut self, child: &Child<'_>) {
        let inner = children(child.inner).filter(|inner| inner.name == "media:content");
        for content in std::iter::once(*child).chain(inner).take(MEDIA) {
            let duration = content.attribute("duration");
            let duration = duration.and_then(|duration| parse_duration(&duration));
            self.durations
                .extend(content.attribute("url").zip(duration));
        }
    }
}

fn media_title(child: &Child<'_>) -> Option<String> {
    let mut child = *child;
    for _ in 0..3 {
        if child.name == "media:title" {
            return Some(child.text());
        }
        child = children(child.inner)
            .find(|inner| matches!(inner.name, "media:title" | "media:content"))?;
    }
    None
}

/// A name, in an element of its own or not; feed-rs has read it if it is an address of mail.
fn author(child: &Child<'_>) -> Option<String> {
    let named = children(child.inner).find(|inner| local(inner.name) == "name");
    let name = clean_line(&named.unwrap_or(*child).text());
    (!name.is_empty() && !name.contains('@')).then(|| cut_at(&name, 200))
}

/// The name in RSS's `<source url="…">Name</source>` or in the feed head that is Atom's.
fn source_name(child: &Child<'_>) -> Option<String> {
    let title = children(child.inner).find(|inner| local(inner.name) == "title");
    let name = match title {
        Some(title) => title.text(),
        None if children(child.inner).next().is_some() => return None,
        None => child.text(),
    };
    // Programs that put feeds together write this where they know nothing.
    let nothing =
        name.is_empty() || ["unknown", "none", "n/a"].contains(&name.to_ascii_lowercase().as_str());
    (!nothing).then_some(name)
}

/// The address in RSS's `<source url="…">`, or the link of Atom's feed head.
fn source_url(child: &Child<'_>) -> Option<String> {
    let link = || {
        let link = children(child.inner).find(|inner| local(inner.name) == "link")?;
        link.attribute("href")
    };
    child.attribute("url").or_else(link)
}

fn enclosure(child: &Child<'_>) -> Option<Enclosure> {
    Some(Enclosure {
        url: child
            .attribute("url")
            .or_else(|| child.attribute("rdf:resource"))?,
        media_type: child.attribute("type"),
        bytes: child
            .attribute("length")
            .and_then(|length| length.trim().parse().ok()),
        duration: None,
    })
}

/// What a feed says about when to ask again.
#[derive(Debug, Clone, Default)]
pub(super) struct Pace {
    /// Time between two fetches.
    pub(super) ttl: Option<Duration>,
    /// Hours to skip.
    pub(super) hours: Vec<u8>,
    /// Days to skip; 0 is Monday.
    pub(super) days: Vec<u8>,
}

/// Reads head and tail of a feed.
pub(super) fn pace(head: &str, tail: &str) -> Pace {
    let mut pace = Pace::default();
    let mut period = None;
    let mut frequency = 1;
    // RSS 1.0 keeps them a level deeper.
    let outer = || children(head).chain(children(tail));
    let inner = outer()
        .filter(|child| child.name == "channel")
        .flat_map(|channel| children(channel.inner));
    for child in outer().chain(inner) {
        match child.name {
            "ttl" => {
                pace.ttl = child
                    .text()
                    .parse()
                    .ok()
                    .filter(|minutes| *minutes > 0)
                    .map(|m: u32| minutes(m.into()))
            }
            "sy:updatePeriod" => period = period_named(&child.text()),
            "sy:updateFrequency" => frequency = child.text().parse().unwrap_or(1).max(1),
            "skipHours" => {
                pace.hours = children(child.inner)
                    .filter_map(|hour| hour.text().parse().ok())
                    .map(|hour: u8| hour % 24)
                    .collect()
            }
            "skipDays" => {
                pace.days = children(child.inner)
                    .filter_map(|day| day_named(&day.text()))
                    .collect()
            }
            _ => {}
        }
    }
    pace.ttl = pace
        .ttl
        .or_else(|| period.map(|period: Duration| period / frequency));
    pace
}

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

fn period_named(name: &str) -> Option<Duration> {
    let hours = match name.to_ascii_lowercase().as_str() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 24 * 7,
        "monthly" => 24 * 30,
        "yearly" => 24 * 365,
        _ => return None,
    };
    Some(minutes(hours * 60))
}

fn day_named(name: &str) -> Option<u8> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let name = name.to_ascii_lowercase();
    days.iter()
        .position(|day| name.starts_with(day))
        .and_then(|day| u8::try_from(day).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_tells_its_publisher() {
        let source = |item: &str| extras(item).source;
        assert_eq!(
            source("<item><source url='https://h.example'>Harbor &amp; Co</source></item>")
                .as_deref(),
            Some("Harbor & Co")
        );
        assert_eq!(
            source("<entry><source><id>1</id><title type='text'>Ledger</title></source></entry>")
                .as_deref(),
            Some("Ledger")
        );
        assert_eq!(source("<item><source></source></item>"), None);
        assert_eq!(source("<item><source>Unknown</source></item>"), None);
    }

    #[test]
    fn an_item_tells_headline_and_author_by_other_names() {
        let item = "<item><media:group><media:content><media:title>A</media:title></media:content></media:group>\
                    <author><name>Ann</name></author><itunes:author>Bo</itunes:author></item>";
        let read = extras(item);
        assert_eq!(
            (read.title.as_deref(), read.author.as_deref()),
            (Some("A"), Some("Ann"))
        );
    }

    #[test]
    fn a_feed_tells_when_to_ask_again() {
        let all = pace(
            "<ttl>90</ttl><skipHours><hour>0</hour><hour>24</hour></skipHours>",
            "<skipDays><day>Sunday</day></skipDays>",
        );
        assert_eq!(
            (all.ttl, all.hours, all.days),
            (Some(minutes(90)), vec![0, 0], vec![6])
        );
        let period = pace(
            "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            "",
        );
        assert_eq!(period.ttl, Some(minutes(30)));
    }
}
