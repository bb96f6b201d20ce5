//! A page of the web that no feed has brought, fetched for the screen.

use std::sync::Arc;

use tokio::task::spawn_blocking;

use crate::{
    app::{Msg, PageText, moment},
    ingest::{Page, readable_page},
    layout::{Options, lay_out},
    model::Notice,
    runtime::{feed_list::feed_options, fetching::Fetcher, full_texts::unread_notice},
    worker::read_address,
};

impl Fetcher {
    /// Fetches the page at an address and lays it out for a width.
    pub async fn web_page(self, url: String, width: usize, options: Options) {
        let page = self.fetched(&url, width, options).await;
        self.tell(Msg::PageRead { url, page });
    }

    async fn fetched(&self, url: &str, width: usize, options: Options) -> Result<PageText, Notice> {
        let failed = |why: String| Notice::error(why);
        let file = crate::config::FeedFile::load(&self.directories.feeds_file());
        let file = file.map_err(|error| failed(error.to_string()))?;
        let job = self.pages(Arc::new(feed_options(&file)), true);
        let read = read_address(job, url).await;
        let (now, offset) = ((self.clock)(), self.utc_offset);
        let (found, page) = read.map_err(|unread| unread_notice(&unread, now, offset))?;
        let time = page.published.map(|at| moment(now, at, offset));
        let made = spawn_blocking(move || page_text(found, &page, time, width, options));
        made.await.map_err(|error| failed(error.to_string()))
    }
}

fn page_text(
    url: String,
    page: &Page,
    time: Option<String>,
    width: usize,
    options: Options,
) -> PageText {
    let document = readable_page(page, Some(&url)).document;
    let said = page.source.iter().chain(&page.byline).cloned();
    let byline: Vec<String> = said.chain(time).collect();
    let title = if page.title.is_empty() {
        url.clone()
    } else {
        page.title.clone()
    };
    PageText {
        layout: Arc::new(lay_out(&document, width, options)),
        document: Arc::new(document),
        byline: byline.join(" · "),
        url,
        title,
        source: page.source.clone().unwrap_or_default(),
        author: page.byline.clone(),
        published: page.published,
    }
}
