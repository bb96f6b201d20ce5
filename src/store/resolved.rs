//! Addresses that an aggregator hides, once they were found out: the original is opened at once from
//! then on, and an article that is there already is known to be the same.

use rusqlite::{OptionalExtension, Transaction, named_params, params};

use crate::{
    model::{StoryId, stable_hash},
    store::{Grouped, Reader, StoreError, Summarise, Writer, decisions, error::Doing},
};

/// What was found out about an aggregator's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The aggregator's address in its canonical form.
    pub hidden: String,
    /// Where the article is.
    pub url: String,
    /// That address in its canonical form.
    pub canonical: String,
}

impl Reader {
    /// The original behind an aggregator's address in its canonical form, if it was found out.
    pub fn original_of(&self, hidden: &str) -> Result<Option<String>, StoreError> {
        self.connection
            .prepare_cached("SELECT url FROM resolved WHERE address = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([stable_hash(hidden.as_bytes())], |row| row.get(0))
                    .optional()
            })
            .doing("look an address up")
    }
}

impl Writer {
    /// Keeps what was found out, and lets the articles at the hidden address lead to the original.
    pub fn save_original(&mut self, found: &Original) -> Result<(), StoreError> {
        let doing = "keep an address";
        let transaction = self.connection.transaction().doing(doing)?;
        let hidden = stable_hash(found.hidden.as_bytes());
        let canonical = stable_hash(found.canonical.as_bytes());
        transaction
            .execute(
                "INSERT OR REPLACE INTO resolved (address, url, canonical) VALUES (?1, ?2, ?3)",
                params![hidden, found.url, canonical],
            )
            .and_then(|_| {
                transaction.execute(
                    "UPDATE article SET url = ?2, canonical = ?3 WHERE canonical = ?1",
                    params![hidden, found.url, canonical],
                )
            })
            .doing(doing)?;
        transaction.commit().doing(doing)
    }

    /// Makes one article of two that were found to be at one address; the publisher's own stays, the
    /// marks of both are kept. Gives the stories this touched.
    pub fn fold_resolved(&mut self, summarise: &Summarise<'_>) -> Result<Vec<StoryId>, StoreError> {
        let doing = "make one article of two";
        let transaction = self.connection.transaction().doing(doing)?;
        let pairs = doubles(&transaction).doing(doing)?;
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let mut touched = Vec::new();
        for (goes, stays) in pairs {
            touched.extend(fold(&transaction, goes, stays).doing(doing)?);
        }
        decisions::bump(&transaction).doing(doing)?;
        touched.sort_unstable();
        touched.dedup();
        let touched = Grouped::new(&transaction).summarise_all(touched, summarise)?;
        transaction.commit().doing(doing)?;
        Ok(touched)
    }
}

/// Articles an aggregator carries, each with the one at the same address that stays.
fn doubles(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<(i64, i64)>> {
    let mut statement = transaction.prepare(
        "SELECT article.id, (SELECT other.id FROM article AS other
                 WHERE other.canonical = resolved.canonical AND other.id <> article.id
                 AND (other.via IS NULL OR other.id < article.id)
                 ORDER BY other.via IS NOT NULL, other.id LIMIT 1) AS stays
         FROM resolved JOIN article ON article.canonical = resolved.canonical
         WHERE article.via IS NOT NULL AND stays IS NOT NULL
         GROUP BY article.id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn fold(transaction: &Transaction<'_>, goes: i64, stays: i64) -> rusqlite::Result<Vec<StoryId>> {
    let both = named_params! { ":goes": goes, ":stays": stays };
    let mut statement = transaction.prepare_cached(
        "SELECT DISTINCT story FROM article WHERE id IN (:goes, :stays) AND story IS NOT NULL",
    )?;
    let stories = statement.query_map(both, |row| row.get(0).map(StoryId))?;
    let stories: Vec<StoryId> = stories.collect::<Result<_, _>>()?;
    for step in [
        "UPDATE article SET read = max(read, (SELECT read FROM article WHERE id = :goes)),
             seen = max(seen, (SELECT seen FROM article WHERE id = :goes)),
             starred = max(starred, (SELECT starred FROM article WHERE id = :goes)),
             comments = coalesce(comments, (SELECT comments FROM article WHERE id = :goes))
         WHERE id = :stays",
        "UPDATE carried SET article = :stays WHERE article = :goes",
        "UPDATE OR IGNORE decision_member SET article = :stays WHERE article = :goes",
        "UPDATE OR IGNORE page SET article = :stays WHERE article = :goes",
        "UPDATE article SET copy_of = iif(id = :stays, NULL, :stays) WHERE copy_of = :goes",
    ] {
        transaction.prepare_cached(step)?.execute(both)?;
    }
    for step in [
        "DELETE FROM article_text WHERE rowid = ?1",
        "DELETE FROM unindexed WHERE article = ?1",
        "DELETE FROM article WHERE id = ?1",
    ] {
        transaction.prepare_cached(step)?.execute([goes])?;
    }
    Ok(stories)
}
