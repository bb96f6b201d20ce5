//! Input and output of commands: files or standard streams, JSON Lines, words for people.

use std::{
    borrow::Cow,
    io::{self, BufWriter, Read, Write},
    path::Path,
};

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

use crate::cli::error::CliError;

/// Standard output, buffered; what is left is written by [`Out::finish`].
pub(super) struct Out(BufWriter<io::StdoutLock<'static>>);

impl Out {
    pub fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    pub fn line(&mut self, text: impl AsRef<str>) -> Result<(), CliError> {
        writeln!(self.0, "{}", harmless(text.as_ref())).map_err(CliError::Output)
    }

    /// Several lines that end with a line break.
    pub fn text(&mut self, text: &str) -> Result<(), CliError> {
        write!(self.0, "{}", harmless(text)).map_err(CliError::Output)
    }

    pub fn json(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        let mut serializer = Serializer::with_formatter(&mut self.0, HarmlessJson);
        let written = value.serialize(&mut serializer);
        written.map_err(|error| CliError::Output(error.into()))?;
        writeln!(self.0).map_err(CliError::Output)
    }

    pub fn finish(mut self) -> Result<(), CliError> {
        self.0.flush().map_err(CliError::Output)
    }
}

/// Says something to the person; standard error may be closed, which is nobody's failure.
pub(super) fn say(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr(), "{}", harmless(text.as_ref()));
}

/// A text without what a terminal would obey. What feeds say was cleaned when it was read; this is
/// for what was typed, and for names in the reader's own files.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if text.contains(is_obeyed) {
        Cow::Owned(text.replace(is_obeyed, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a terminal does something at this character, or turns the text around it.
fn is_obeyed(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// JSON in which whatever a terminal would obey is escaped; the data are the same.
struct HarmlessJson;

impl Formatter for HarmlessJson {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (at, found) in fragment.match_indices(is_obeyed) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            written = at + found.len();
            for half in found.encode_utf16() {
                write!(writer, "\\u{half:04x}")?;
            }
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

/// The bytes of a file, or of standard input for "-".
pub(super) fn read_input(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed = |source| CliError::Read {
        path: path.to_owned(),
        source,
    };
    if path != Path::new("-") {
        return std::fs::read(path).map_err(failed);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
