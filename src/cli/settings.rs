//! `config path`, `config print`, `config check`.

use crate::config::{FeedFile, annotated, options};

use crate::cli::{
    arguments::ConfigPart,
    context::Context,
    error::CliError,
    output::{Out, say},
};

pub(super) fn run(context: &Context, part: ConfigPart) -> Result<(), CliError> {
    let mut out = Out::new();
    match part {
        ConfigPart::Path => {
            let directories = &context.directories;
            for (name, path) in [
                ("config", context.config_file.clone()),
                ("feeds", directories.feeds_file()),
                ("cache", directories.database()),
                ("log", directories.log_file()),
            ] {
                out.line(format!("{name:<7} {}", path.display()))?;
            }
        }
        ConfigPart::Print => {
            out.line(annotated(&context.settings).trim_end())?;
        }
        ConfigPart::Check => {
            for option in options() {
                out.line(format!("{:<26} {}", option.path, option.meaning))?;
            }
            out.finish()?;
            return check(context);
        }
    }
    out.finish()
}

/// Says what is wrong with the reader's files; nothing is wrong with those that are not there.
fn check(context: &Context) -> Result<(), CliError> {
    let mut mistakes = context.mistakes.clone();
    let feeds = context.directories.feeds_file();
    let list = FeedFile::load(&feeds)?;
    let unknown = list.unknown.iter();
    mistakes.extend(unknown.map(|sentence| format!("{}: {sentence}", feeds.display())));
    for mistake in &mistakes {
        say(mistake);
    }
    let count = mistakes.len();
    if count > 0 {
        let mistakes = if count == 1 { "mistake" } else { "mistakes" };
        return Err(CliError::Usage(format!(
            "{count} {mistakes} in the configuration."
        )));
    }
    let exists = |path: &std::path::Path| if path.is_file() { "" } else { " (not there)" };
    let config = &context.config_file;
    say(format!(
        "Nothing is wrong with {}{} and {}{}.",
        config.display(),
        exists(config),
        feeds.display(),
        exists(&feeds)
    ));
    Ok(())
}
