//! `config path`, `config print`.

use crate::cli::{arguments::ConfigPart, context::Context, error::CliError, output::Out};

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
            let text = toml::to_string(&context.settings).map_err(|error| {
                CliError::Failed(format!("The settings cannot be printed: {error}"))
            })?;
            out.line(text.trim_end())?;
        }
    }
    out.finish()
}
