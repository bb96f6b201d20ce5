//! `import`, `export`: feed lists of other programs.

use std::{io::Write, path::Path};

use crate::{
    cli::{
        arguments::ExportOptions,
        context::Context,
        error::CliError,
        output::{Out, read_input, say},
        state,
    },
    config::FeedEntry,
    ingest::{ListedFeed, read_feed_list, write_opml},
};

/// Adds the feeds of a list; folders become tags, nothing is doubled, what is left out is said.
pub(super) fn import(context: &Context, path: &Path, is_state: bool) -> Result<(), CliError> {
    let bytes = read_input(path)?;
    if is_state || state::is_state(&bytes) {
        return state::import(context, &bytes);
    }
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let list = read_feed_list(&bytes, &name)?;
    let mut file = context.edit_feed_file()?;
    let found = list.entries.len();
    let mut added = 0;
    for feed in list.entries {
        let entry = FeedEntry {
            title: feed.title,
            tags: feed.tags,
            ..FeedEntry::new(feed.url)
        };
        added += usize::from(file.add(entry));
    }
    if added > 0 {
        file.save()?;
    }
    drop(context.open_writer()?);
    for (line, why) in &list.skipped {
        say(format!("Left out: {line} ({why})"));
    }
    say(format!(
        "{added} feeds added, {} were in the list already.",
        found - added
    ));
    if added > 0 {
        say("Fetch them with: newsfold refresh");
    }
    Ok(())
}

/// Writes the list as OPML, to a file or to standard output.
pub(super) fn export(context: &Context, options: &ExportOptions) -> Result<(), CliError> {
    if options.state {
        return state::export(context, options.file.as_deref());
    }
    // The cache knows what feeds call themselves, where the reader gave no name.
    let feeds: Vec<_> = context
        .open_reader()?
        .feeds()?
        .into_iter()
        .map(|feed| ListedFeed {
            title: Some(feed.title).filter(|title| *title != feed.url),
            url: feed.url,
            tags: feed.tags,
        })
        .collect();
    let opml = write_opml(&feeds, context.now());
    match &options.file {
        None => {
            let mut out = Out::new();
            out.line(opml.trim_end())?;
            out.finish()
        }
        Some(path) => {
            std::fs::File::create(path)
                .and_then(|mut file| file.write_all(opml.as_bytes()))
                .map_err(|source| {
                    CliError::Failed(format!("Cannot write {}: {source}", path.display()))
                })?;
            say(format!(
                "{} feeds written to {}.",
                feeds.len(),
                path.display()
            ));
            Ok(())
        }
    }
}
