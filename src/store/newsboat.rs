//! newsboat's cache, read to take marks over. It is neither changed nor locked.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, Row};
use tempfile::TempDir;
use url::Url;

use crate::store::{StoreError, error::Doing};

/// An article as newsboat keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsboatArticle {
    /// What identifies it in its feed.
    pub guid: String,
    /// Its address.
    pub url: String,
    /// The feed, as the list of feeds names it.
    pub feed: String,
    /// It is not to be read any more: read, or deleted.
    pub read: bool,
    /// The letters it is flagged with.
    pub flags: String,
}

/// Reads the articles of newsboat's cache.
///
/// # Errors
/// When the file cannot be read, or is something else.
pub fn read_newsboat_cache(path: &Path) -> Result<Vec<NewsboatArticle>, StoreError> {
    let failed = |source| StoreError::Unreadable {
        path: path.to_owned(),
        source,
    };
    fs::File::open(path).map_err(failed)?;
    let copy = copy_of_unfinished(path).map_err(failed)?;
    let read = match &copy {
        Some((_folder, copy)) => Connection::open(copy),
        None => open_unlocked(path),
    };
    let connection = read.doing("open newsboat's cache")?;
    articles(&connection).map_err(|source| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) => {
            StoreError::Foreign {
                path: path.to_owned(),
                why: source.to_string(),
            }
        }
        _ => StoreError::Sql {
            doing: "read newsboat's cache",
            source,
        },
    })
}

/// The file alone holds everything unless somebody is writing to it, or was ended while writing.
/// Then it is read from a copy, on which what is unfinished can be brought to an end.
fn copy_of_unfinished(path: &Path) -> std::io::Result<Option<(TempDir, PathBuf)>> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let unfinished: Vec<&str> = ["-wal", "-journal"]
        .into_iter()
        .filter(|ending| fs::metadata(beside(ending)).is_ok_and(|file| file.len() > 0))
        .collect();
    if unfinished.is_empty() {
        return Ok(None);
    }
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("cache.db");
    fs::copy(path, &copy)?;
    for ending in unfinished {
        fs::copy(
            beside(ending),
            folder.path().join(format!("cache.db{ending}")),
        )?;
    }
    Ok(Some((folder, copy)))
}

fn open_unlocked(path: &Path) -> rusqlite::Result<Connection> {
    let full = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match Url::from_file_path(&full) {
        Ok(mut url) => {
            url.set_query(Some("mode=ro&immutable=1"));
            Connection::open_with_flags(url.as_str(), flags | OpenFlags::SQLITE_OPEN_URI)
        }
        Err(()) => Connection::open_with_flags(full, flags),
    }
}

fn articles(connection: &Connection) -> rusqlite::Result<Vec<NewsboatArticle>> {
    // Early versions had neither flags nor deleted articles.
    let columns: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info('rss_item')")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let or = |name: &str, instead: &str| {
        let is_there = columns.iter().any(|column| column == name);
        if is_there {
            name.to_owned()
        } else {
            instead.to_owned()
        }
    };
    let query = format!(
        "SELECT guid, url, feedurl, unread, {}, {} FROM rss_item ORDER BY id",
        or("flags", "''"),
        or("deleted", "0")
    );
    connection
        .prepare(&query)?
        .query_map([], article)?
        .collect()
}

fn article(row: &Row<'_>) -> rusqlite::Result<NewsboatArticle> {
    let text =
        |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.unwrap_or_default());
    let unread: Option<i64> = row.get(3)?;
    let deleted: Option<i64> = row.get(5)?;
    Ok(NewsboatArticle {
        guid: text(0)?,
        url: text(1)?,
        feed: text(2)?,
        read: unread == Some(0) || deleted.is_some_and(|deleted| deleted != 0),
        flags: text(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: &str = "CREATE TABLE rss_item (
        id INTEGER PRIMARY KEY, guid TEXT, url TEXT, feedurl TEXT, unread INTEGER,
        flags TEXT, deleted INTEGER);
        INSERT INTO rss_item VALUES (1, 'g1', 'https://a.example/1', 'https://a.example/f', 0, 's', 0);
        INSERT INTO rss_item VALUES (2, 'g2', '', 'https://a.example/f', 1, NULL, 1);";

    #[test]
    fn a_cache_that_somebody_writes_to_is_read_whole_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("cache #1?.db");
        let writer = Connection::open(&path).expect("made");
        writer
            .execute_batch(&format!("PRAGMA journal_mode = WAL; {SHAPE}"))
            .expect("filled");
        let before = fs::read(&path).expect("there");
        let read = read_newsboat_cache(&path).expect("read");
        assert_eq!(
            read.iter()
                .map(|item| (item.guid.as_str(), item.read))
                .collect::<Vec<_>>(),
            [("g1", true), ("g2", true)]
        );
        assert_eq!(fs::read(&path).expect("there"), before);
        drop(writer);
        assert_eq!(read_newsboat_cache(&path).expect("read"), read);
    }

    #[test]
    fn another_file_is_named() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("cache.db");
        fs::write(&path, "no database at all, but long enough to be looked at").expect("written");
        let broken = read_newsboat_cache(&path).expect_err("broken").to_string();
        assert!(
            broken.contains("is not a cache of newsboat that can be read"),
            "{broken}"
        );
        fs::remove_file(&path).expect("removed");
        Connection::open(&path)
            .and_then(|other| other.execute_batch("CREATE TABLE other (id)"))
            .expect("made");
        let other = read_newsboat_cache(&path).expect_err("another").to_string();
        assert!(other.contains("rss_item"), "{other}");
        let missing = read_newsboat_cache(&folder.path().join("none")).expect_err("missing");
        assert!(missing.to_string().starts_with("Cannot read "), "{missing}");
    }
}
