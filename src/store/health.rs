//! How the cache is: whether its file is whole, and how much it holds.

use crate::store::{Reader, StoreError, error::Doing, retention};

/// How the cache is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The shape of the file, as the number of migrations it has seen.
    pub shape: u32,
    /// What is wrong with the file; empty if it is whole.
    pub damage: Vec<String>,
    /// Feeds of the reader's list.
    pub feeds: u32,
    /// Articles.
    pub articles: u32,
    /// Articles that stay whatever their age: starred, tagged by the reader, or in a story that is
    /// followed.
    pub kept: u32,
    /// Stories.
    pub stories: u32,
    /// Articles that no story has yet.
    pub ungrouped: u32,
    /// Articles that search does not find yet.
    pub unindexed: u32,
    /// What the reader decided about stories.
    pub decisions: u32,
}

impl Reader {
    /// Looks through the whole file.
    pub fn health(&self) -> Result<Health, StoreError> {
        let doing = "be examined";
        let count = |sql: &str| {
            self.connection
                .query_row(sql, [], |row| row.get::<_, u32>(0))
                .doing(doing)
        };
        let damage: Vec<String> = self
            .connection
            .prepare("PRAGMA quick_check(5)")
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .doing(doing)?;
        Ok(Health {
            shape: count("PRAGMA user_version")?,
            damage: damage.into_iter().filter(|line| line != "ok").collect(),
            feeds: count("SELECT count(*) FROM feed WHERE listed = 1")?,
            articles: count("SELECT count(*) FROM article")?,
            kept: count(&format!(
                "SELECT count(*) FROM article WHERE {}",
                retention::KEPT
            ))?,
            stories: count("SELECT count(*) FROM story")?,
            ungrouped: count("SELECT count(*) FROM article WHERE story IS NULL")?,
            unindexed: count("SELECT count(*) FROM unindexed")?,
            decisions: count("SELECT count(*) FROM decision")?,
        })
    }
}
