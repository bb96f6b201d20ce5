//! A page of the web that no feed has brought, fetched and read for one command.

use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::{
    cli::{context::Context, error::CliError, log},
    config::Directories,
    ingest::Page,
    runtime::{feed_options, unread_notice},
    store::WriterThread,
    worker::{Pages, Turns, UnderWay, read_address},
};

/// Fetches the page at an address; gives where it was found in the end.
pub(super) fn read(context: &Context, url: &str) -> Result<(String, Page), CliError> {
    if context.offline {
        return Err(CliError::Failed(format!(
            "{url} is not in the cache, and nothing is fetched: --offline."
        )));
    }
    let database = context.directories.database();
    Directories::prepare(&database)?;
    log::start(&context.directories.log_file(), context.verbose);
    let options = feed_options(&context.feed_file()?);
    let (writer, thread) = WriterThread::start(&database)?;
    let job = Pages {
        database,
        writer,
        settings: context.settings.fetch.clone(),
        options: Arc::new(options),
        clock: context.clock(),
        turns: Turns::default(),
        under_way: UnderWay::default(),
        asked: true,
    };
    let runtime = Runtime::new().map_err(CliError::Output)?;
    let read = runtime.block_on(read_address(job, url));
    // A name that never comes is not waited for.
    runtime.shutdown_background();
    // The writer ends when all who send to it are gone.
    let _ = thread.join();
    read.map_err(|unread| {
        let notice = unread_notice(&unread, context.now(), context.utc_offset());
        let hint = notice
            .hint
            .map_or_else(String::new, |hint| format!(" ({hint})"));
        CliError::Failed(format!("{}{hint}.", notice.text))
    })
}
