//! Feed lists of other readers that lie in their usual places, for the welcome.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{app::FoundList, ingest::read_feed_list};

/// Where newsboat, newsbeuter and newsraft have their lists, below the home directory.
const PLACES: &[&str] = &[
    ".newsboat/urls",
    ".config/newsboat/urls",
    ".newsbeuter/urls",
    ".config/newsbeuter/urls",
    ".newsraft/feeds",
    ".config/newsraft/feeds",
];
/// Folders in which exported lists lie.
const FOLDERS: &[&str] = &["", "Downloads", "Documents", "Desktop"];
/// Files of a folder that are looked at by their name.
const LOOKED_AT: usize = 2000;
/// Exported lists that are offered.
const OFFERED: usize = 3;
/// Bytes of a list that somebody made.
const LARGEST: u64 = 4_000_000;

/// The lists below a home directory: those of other readers first, then exported ones, the newest
/// first.
pub fn found_lists(home: &Path) -> Vec<FoundList> {
    let places = PLACES.iter().map(|place| home.join(place));
    let mut found: Vec<FoundList> = places.filter_map(found_list).collect();
    let folders = FOLDERS.iter().map(|folder| home.join(folder));
    let mut exported: Vec<PathBuf> = folders.flat_map(|folder| exported_in(&folder)).collect();
    let written = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    exported.sort_by_key(|path| std::cmp::Reverse(written(path)));
    found.extend(exported.into_iter().filter_map(found_list).take(OFFERED));
    found
}

/// The files of a folder whose name says that they are lists.
fn exported_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = folder.read_dir() else {
        return Vec::new();
    };
    let paths = entries.take(LOOKED_AT).flatten().map(|entry| entry.path());
    let is_list = |path: &PathBuf| {
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| ending == "opml")
    };
    paths.filter(is_list).collect()
}

/// A list with at least one feed.
fn found_list(path: PathBuf) -> Option<FoundList> {
    let bytes = read_some(&path).ok()?;
    let name = path.file_name()?.to_string_lossy().into_owned();
    let list = read_feed_list(&bytes, &name).ok()?;
    let feeds = list.entries.len();
    (feeds > 0).then_some(FoundList { path, feeds })
}

/// The bytes of an ordinary file; of a larger one than any list, none.
fn read_some(path: &Path) -> io::Result<Vec<u8>> {
    let data = path.metadata()?;
    if !data.is_file() || data.len() > LARGEST {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(LARGEST)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_other_readers_and_exported_ones_are_found() {
        let home = tempfile::tempdir().expect("scratch folder");
        let write = |name: &str, text: &str| {
            let path = home.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        write(".newsboat/urls", "https://harbor.example/feed news\n");
        write(
            "Downloads/subscriptions.OPML",
            "<opml><body><outline xmlUrl='https://a.example/f'/><outline xmlUrl='https://b.example/f'/></body></opml>",
        );
        write("empty.opml", "<opml><body/></opml>");
        write("notes.txt", "https://c.example/feed\n");
        let found = found_lists(home.path());
        let names = found.iter().map(|list| {
            let name = list.path.file_name().map(|name| name.to_string_lossy());
            (name.unwrap_or_default().into_owned(), list.feeds)
        });
        let names: Vec<(String, usize)> = names.collect();
        assert_eq!(
            names,
            [("urls".to_owned(), 1), ("subscriptions.OPML".to_owned(), 2)]
        );
    }
}
