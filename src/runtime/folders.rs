//! What lies in a folder, for paths that are being typed.

use std::fs;

use crate::{app::Folder, model::controls_text, runtime::fetching::expand_home};

/// Names that are offered at the most.
const MOST: usize = 1_000;

/// What lies in a folder, as it was typed; nothing where it cannot be read.
pub fn listed(typed: String) -> Folder {
    let path = match typed.as_str() {
        "" => ".".into(),
        typed => expand_home(typed),
    };
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        // Over links: one to a folder is gone into like a folder.
        let is_folder = fs::metadata(entry.path()).is_ok_and(|about| about.is_dir());
        let can_be_typed = !name.contains(controls_text);
        can_be_typed.then(|| if is_folder { name + "/" } else { name })
    });
    let mut names: Vec<String> = names.take(MOST).collect();
    names.sort_unstable_by_key(|name| name.to_lowercase());
    Folder { typed, names }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_end_with_a_slash_and_what_cannot_be_typed_is_left_out() {
        let scratch = tempfile::tempdir().expect("scratch folder");
        for name in ["Notes.md", "feeds.opml", ".hidden", "a\u{202e}b"] {
            fs::write(scratch.path().join(name), "").expect("written");
        }
        fs::create_dir(scratch.path().join("lists")).expect("made");
        let typed = format!("{}/", scratch.path().display());
        let names = [".hidden", "feeds.opml", "lists/", "Notes.md"];
        assert_eq!(listed(typed.clone()).names, names);
        assert!(listed(typed + "nowhere/").names.is_empty());
    }
}
