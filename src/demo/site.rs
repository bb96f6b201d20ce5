//! Everything the sample day serves, made once when the server starts.

use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::model::Timestamp;

use super::DemoError;
use super::answer::{Request, Resource, answer, refusal};
use super::day::{Day, Failing, Format, Outlet};
use super::files;
use super::items::{self, Item};
use super::page;
use super::template::{Context, Stage, expand};

const HTML: &str = "text/html; charset=utf-8";
/// How old the feeds are when the first fetch finds them.
const FIRST_VERSION: Duration = Duration::from_secs(5 * 60);

/// What is at each path, at each stage of the day.
#[derive(Debug, Default)]
pub(super) struct Site {
    first: FxHashMap<String, Resource>,
    changed: FxHashMap<String, Resource>,
}

impl Site {
    /// Makes everything for a server at `base`.
    pub fn build(day: &Day, base: &str, now: Timestamp) -> Result<Self, DemoError> {
        let mut site = Self::default();
        for stage in [Stage::First, Stage::Changed] {
            let context = Context { base, now, stage };
            for outlet in &day.outlets {
                site.add_outlet(outlet, context)?;
            }
            for (path, file) in &day.pages {
                let page = Resource::new(HTML, expanded(file, context)?);
                site.add(stage, path.clone(), page);
            }
            for failing in &day.failing {
                site.add(stage, failing.path.clone(), broken(failing));
            }
        }
        for (name, media_type, bytes) in files::MEDIA {
            let file = Resource::new(media_type, *bytes);
            site.add(Stage::First, format!("/media/{name}"), file.clone());
            site.add(Stage::Changed, format!("/media/{name}"), file);
        }
        Ok(site)
    }

    /// The answer to a request at that stage of the day.
    pub fn answer(&self, request: &Request, stage: Stage) -> Vec<u8> {
        match self.at(stage).get(&request.path) {
            Some(resource) => answer(request, resource),
            None => refusal(404),
        }
    }

    fn at(&self, stage: Stage) -> &FxHashMap<String, Resource> {
        match stage {
            Stage::First => &self.first,
            Stage::Changed => &self.changed,
        }
    }

    fn add(&mut self, stage: Stage, path: String, resource: Resource) {
        match stage {
            Stage::First => self.first.insert(path, resource),
            Stage::Changed => self.changed.insert(path, resource),
        };
    }

    fn add_outlet(&mut self, outlet: &Outlet, context: Context<'_>) -> Result<(), DemoError> {
        let feed = feed_of(outlet, context)?;
        let items = items_of(outlet, &feed)?;
        self.add_pages(outlet, &items, context);
        let stage = context.stage;
        if let Some(old) = &outlet.moved_from {
            let moved = Resource {
                status: 301,
                location: Some(format!("{}{}", context.base, outlet.path)),
                ..Resource::new("text/plain", "moved for good")
            };
            self.add(stage, old.clone(), moved);
        }
        let unchanged = self
            .first
            .get(&outlet.path)
            .is_none_or(|first| first.body == feed.as_bytes());
        let resource = Resource {
            modified: Some(if unchanged {
                context.now - FIRST_VERSION
            } else {
                context.now
            }),
            gzip: outlet.gzip,
            ..Resource::new(outlet.format.media_type(), feed)
        };
        self.add(stage, outlet.path.clone(), resource);
        Ok(())
    }

    /// The outlet's front page, and a page for every item; bundled pages take their places later.
    fn add_pages(&mut self, outlet: &Outlet, items: &[Item], context: Context<'_>) {
        let home = home_of(&outlet.path);
        for item in items {
            if let Some(path) = path_on(context.base, &item.url) {
                let page = page::of_item(&outlet.title, home, item);
                self.add(context.stage, path.to_owned(), Resource::new(HTML, page));
            }
        }
        let media_type = outlet.format.media_type();
        let front = page::front(&outlet.title, &outlet.path, media_type, items);
        self.add(context.stage, home.to_owned(), Resource::new(HTML, front));
    }
}

fn broken(failing: &Failing) -> Resource {
    Resource {
        status: failing.status,
        ..Resource::new("text/plain; charset=utf-8", failing.message.clone())
    }
}

/// The outlet's feed with its placeholders replaced.
pub(super) fn feed_of(outlet: &Outlet, context: Context<'_>) -> Result<String, DemoError> {
    expanded(&outlet.file, context)
}

fn expanded(file: &str, context: Context<'_>) -> Result<String, DemoError> {
    expand(files::text(file)?, context).map_err(|placeholder| DemoError::Placeholder {
        file: file.to_owned(),
        placeholder,
    })
}

/// The items of an outlet's feed.
pub(super) fn items_of(outlet: &Outlet, feed: &str) -> Result<Vec<Item>, DemoError> {
    match outlet.format {
        Format::Rss | Format::Atom => Ok(items::of_xml(feed)),
        Format::Json => items::of_json(feed).map_err(|cause| DemoError::Json {
            file: outlet.file.clone(),
            cause,
        }),
    }
}

/// The folder a feed is in: `/leaf/feed.xml` → `/leaf/`.
fn home_of(feed_path: &str) -> &str {
    let end = feed_path.rfind('/').map_or(0, |slash| slash + 1);
    &feed_path[..end]
}

/// The path of an address of this server, without query.
fn path_on<'a>(base: &str, url: &'a str) -> Option<&'a str> {
    url.strip_prefix(base)?.split(['?', '#']).next()
}
