//! `import FOLDER`: a newsboat home; and imports of which figures or a rehearsal are wanted.

use std::path::Path;

use crate::{
    app::count,
    cli::{
        arguments::ImportOptions,
        context::Context,
        error::CliError,
        output::{Out, say},
    },
    config::{ConfigFile, FeedFile},
    runtime::{NewsboatError, NewsboatHome, NewsboatPlan, Skipped, Taken, save_newsboat},
};

impl From<NewsboatError> for CliError {
    fn from(error: NewsboatError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Takes over what is in a newsboat home, or in a single list.
pub(super) fn run(context: &Context, options: &ImportOptions) -> Result<(), CliError> {
    let path = &options.file;
    let home = match path.is_dir() {
        true => NewsboatHome::at(path)?,
        false => NewsboatHome {
            urls: Some(path.clone()),
            config: None,
            cache: None,
        },
    };
    let instead = format!(
        "Take it over with: newsfold import --commands {}",
        path.display()
    );
    let plan = NewsboatPlan::read(&home, options.commands, &instead)?;
    let taken = match options.dry_run {
        true => rehearse(context, &plan)?,
        false => take_over(context, &plan)?,
    };
    if options.json {
        let mut out = Out::new();
        out.json(&taken)?;
        out.finish()?;
    } else {
        if options.dry_run {
            print(&plan)?;
        }
        tell(&taken, options.dry_run);
    }
    match plan.broken {
        None => Ok(()),
        Some(error) => Err(CliError::Failed(format!(
            "What was read and flagged was not taken over; all else was. {error}. Where newsboat \
             opens it, end newsboat and import again."
        ))),
    }
}

/// What would be done; nothing is written.
fn rehearse(context: &Context, plan: &NewsboatPlan) -> Result<Taken, CliError> {
    let mut feeds = FeedFile::load(&context.directories.feeds_file())?;
    let mut config = ConfigFile::load(&context.config_file)?;
    Ok(plan.apply(&mut feeds, &mut config))
}

fn take_over(context: &Context, plan: &NewsboatPlan) -> Result<Taken, CliError> {
    let mut feeds = context.edit_feed_file()?;
    let mut config = ConfigFile::edit(&context.config_file)?;
    let taken = plan.apply(&mut feeds, &mut config);
    save_newsboat(&feeds, &config, &taken)?;
    drop((feeds, config));
    let mut writer = context.open_writer()?;
    let marks = plan.marks();
    let waiting = writer.await_marks(&marks, context.now())?;
    if waiting > 0 {
        say(format!(
            "{waiting} articles are not here yet; what you did with them waits for them."
        ));
    }
    Ok(taken)
}

fn print(plan: &NewsboatPlan) -> Result<(), CliError> {
    let mut out = Out::new();
    for line in plan.lines() {
        out.line(line)?;
    }
    out.finish()
}

fn tell(taken: &Taken, rehearsal: bool) {
    taken.notes.iter().for_each(say);
    for left in &taken.skipped {
        say(skipped_line(left));
    }
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let would = if rehearsal {
        "Would take over"
    } else {
        "Took over"
    };
    say(format!(
        "{would} {} ({} in the list already) with {}, {} read and {} starred, {}, {}, {}; {} not.",
        count(number(taken.feeds), "feed"),
        taken.known,
        count(number(taken.tags), "tag"),
        count(number(taken.read), "article"),
        taken.starred,
        count(number(taken.views), "view"),
        count(number(taken.rules), "rule"),
        count(number(taken.settings), "setting"),
        count(number(taken.skipped.len()), "line"),
    ));
    if taken.feeds > 0 && !rehearsal {
        say("Fetch them with: newsfold refresh. What is where: newsfold man newsboat");
    }
}

/// "config:12: bind-key j next: keys go to …".
fn skipped_line(left: &Skipped) -> String {
    let line = left
        .line
        .map_or_else(String::new, |line| format!("{line}:"));
    format!("{}:{line} {}: {}", left.file, left.text, left.why)
}

/// Where the rest of a newsboat home lies, if a list is imported alone.
pub(super) fn home_around(list: &Path) -> Option<String> {
    let folder = list.parent()?;
    if list.file_name()? != "urls" {
        return None;
    }
    let home = NewsboatHome::at(folder).ok()?;
    (home.config.is_some() || home.cache.is_some()).then(|| {
        format!(
            "There is more of newsboat beside it: marks, saved searches and settings come with \
             newsfold import {}",
            folder.display()
        )
    })
}
