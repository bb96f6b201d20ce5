//! Paths that Tab completes in lines that take a file. What lies in a folder is asked for; nothing is
//! read here.

use crate::app::{Prompt, PromptKind};
use crate::query::{Candidate, Completions, folded};

/// Commands that take a file.
const FILE_COMMANDS: [&str; 3] = ["import", "save", "save-story"];

/// What lies in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// The folder as it was typed, to its last slash; empty for the one the program was started in.
    pub typed: String,
    /// Names in it, in their order; those of folders end with a slash.
    pub names: Vec<String>,
}

/// The path before the cursor, if the line takes one there, and the byte it begins at.
pub fn path_in(prompt: &Prompt) -> Option<(usize, &str)> {
    let (text, cursor) = (prompt.text(), prompt.cursor());
    let start = match prompt.kind {
        PromptKind::Import | PromptKind::Save | PromptKind::SaveStory => 0,
        PromptKind::Command => {
            let takes_file = |name: &&&str| matches!(text.strip_prefix(**name), Some(rest) if rest.starts_with(' '));
            FILE_COMMANDS.iter().find(takes_file)?.len() + 1
        }
        _ => return None,
    };
    Some((start, text.get(start..cursor)?))
}

/// The folder of a path, to its last slash.
pub fn folder_of(path: &str) -> &str {
    match path {
        "~" => "~/",
        _ => &path[..path.rfind('/').map_or(0, |slash| slash + 1)],
    }
}

/// Names that a path which begins at a byte may go on with, if what lies in its folder is known.
/// Hidden ones are offered where a dot is typed.
pub fn fitting(start: usize, path: &str, known: &Folder) -> Completions {
    let (folder, range) = (folder_of(path), start..start + path.len());
    if known.typed != folder {
        return Completions::default();
    }
    let typed = path.strip_prefix(folder).unwrap_or_default();
    let wanted = folded(typed);
    let fits = |name: &&String| {
        folded(name).starts_with(&wanted) && (typed.starts_with('.') || !name.starts_with('.'))
    };
    let candidates = known.names.iter().filter(fits).map(|name| Candidate {
        insert: format!("{folder}{name}"),
        shown: name.clone(),
        help: String::new(),
    });
    Completions {
        range,
        candidates: candidates.collect(),
    }
}
