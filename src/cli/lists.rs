//! `import`, `export`: feed lists of other programs.

use std::io::Write;

use crate::{
    app::count,
    cli::{
        arguments::{ExportOptions, ImportOptions},
        context::Context,
        error::CliError,
        newsboat,
        output::{Out, read_input, say},
        state,
    },
    ingest::{ListedFeed, read_feed_list, write_opml},
    runtime::entry_of,
};

/// Adds the feeds of a list; folders become tags, nothing is doubled, what is left out is said.
pub(super) fn import(context: &Context, options: &ImportOptions) -> Result<(), CliError> {
    let path = &options.file;
    if path.is_dir() || options.json || options.dry_run {
        return newsboat::run(context, options);
    }
    let bytes = read_input(path)?;
    if options.state || state::is_state(&bytes) {
        return state::import(context, &bytes);
    }
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut list = read_feed_list(&bytes, &name)?;
    if !options.commands {
        let path = path.display();
        list.leave_out_commands(&format!(
            "Take it over with: newsfold import --commands {path}"
        ));
    }
    let mut file = context.edit_feed_file()?;
    let found = list.entries.len();
    let mut added = 0;
    for feed in list.entries {
        added += usize::from(file.add(entry_of(feed)));
    }
    if added > 0 {
        file.save()?;
    }
    drop(context.open_writer()?);
    for note in &list.notes {
        say(note);
    }
    for left in &list.left_out {
        say(format!(
            "Left out: {} ({}). {}.",
            left.what, left.why, left.instead
        ));
    }
    let doubled = match list.doubled {
        0 => String::new(),
        doubled => format!(", {doubled} named more than once"),
    };
    let left = match list.left_out.len() {
        0 => String::new(),
        left => format!(", {left} left out"),
    };
    say(format!(
        "{} added, {} in the list already{doubled}{left}.",
        count(u32::try_from(added).unwrap_or(u32::MAX), "feed"),
        found - added
    ));
    if let Some(sentence) = newsboat::home_around(path) {
        say(sentence);
    }
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
    let file = context.feed_file()?;
    // The cache knows what feeds call themselves, where the reader gave no name.
    let feeds: Vec<_> = context
        .open_reader()?
        .feeds()?
        .into_iter()
        .map(|feed| {
            let entry = file.known(&feed.url);
            ListedFeed {
                title: Some(feed.title).filter(|title| *title != feed.url),
                url: feed.url,
                exec: entry.and_then(|entry| Some(entry.exec.as_ref()?.line())),
                filter: entry.and_then(|entry| Some(entry.filter.as_ref()?.line())),
                tags: feed.tags,
                interval: None,
                line: None,
            }
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
