//! What leaves the cache: feeds that were removed, and articles that are old. Articles that are
//! starred, tagged by the reader or in a story that is followed stay.

use rusqlite::{Transaction, named_params};

use crate::{
    model::{StoryId, Timestamp},
    store::{Grouped, StoreError, Summarise, Writer, awaited, decisions, error::Doing},
};

/// Articles that no age and no removal of a feed takes out of the cache: starred, tagged by the
/// reader, or in a story that is followed.
pub(super) const KEPT: &str = "(article.starred = 1 OR article.own_tags <> '[]'
    OR article.followed = 1 OR EXISTS (SELECT 1 FROM story AS kept
                                       WHERE kept.id = article.story AND kept.followed > 0))";

/// Old articles that go in one transaction.
const AT_ONCE: i64 = 2000;

impl Writer {
    /// Forgets feeds that left the list at `until` or before, and the articles that no other feed
    /// carries, but for those that the reader keeps. Articles that another feed carries too are its from then on.
    pub fn drop_unlisted(
        &mut self,
        until: Timestamp,
        summarise: &Summarise<'_>,
    ) -> Result<Vec<StoryId>, StoreError> {
        let doing = "drop a removed feed";
        let transaction = self.connection.transaction().doing(doing)?;
        let going = named_params! { ":until": until.0 };
        let due: i64 = transaction
            .query_row(
                "SELECT count(*) FROM feed WHERE listed = 0 AND unlisted_at <= :until",
                going,
                |row| row.get(0),
            )
            .doing(doing)?;
        if due == 0 {
            return Ok(Vec::new());
        }
        transaction
            .execute_batch("CREATE TEMP TABLE leaving (id INTEGER PRIMARY KEY)")
            .and_then(|()| {
                transaction.execute(
                    "INSERT INTO temp.leaving
                     SELECT id FROM feed WHERE listed = 0 AND unlisted_at <= :until",
                    going,
                )
            })
            .doing(doing)?;
        let touched = stories_of(
            &transaction,
            "SELECT DISTINCT article.story FROM article
             JOIN carried ON carried.article = article.id
             WHERE carried.feed IN temp.leaving AND article.story IS NOT NULL",
        )
        .doing(doing)?;
        transaction
            .execute_batch("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)")
            .and_then(|()| transaction.execute(&format!("{GATHER_GONE} AND NOT {KEPT}"), []))
            .doing(doing)?;
        drop_gone(&transaction).doing(doing)?;
        transaction.execute_batch(DROP_LEAVING).doing(doing)?;
        let touched = Grouped::new(&transaction).summarise_all(touched, summarise)?;
        transaction.commit().doing(doing)?;
        Ok(touched)
    }

    /// Forgets some of the articles first seen before `before` that no listed feed has any more;
    /// those that the reader keeps stay. Says whether that was all.
    pub fn drop_old(
        &mut self,
        before: Timestamp,
        summarise: &Summarise<'_>,
    ) -> Result<bool, StoreError> {
        let doing = "drop old articles";
        let transaction = self.connection.transaction().doing(doing)?;
        awaited::forget_old(&transaction, before).doing(doing)?;
        let gone = transaction
            .execute_batch("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)")
            .and_then(|()| {
                transaction.execute(
                    &format!(
                        "INSERT INTO temp.gone
                         SELECT article.id FROM article
                         WHERE article.first_seen < :before AND NOT {KEPT}
                         AND NOT EXISTS (SELECT 1 FROM carried JOIN feed ON feed.id = carried.feed
                                         WHERE carried.article = article.id
                                         AND carried.in_feed = 1 AND feed.listed = 1)
                         LIMIT :most"
                    ),
                    named_params! { ":before": before.0, ":most": AT_ONCE },
                )
            })
            .doing(doing)?;
        let touched = stories_of(
            &transaction,
            "SELECT DISTINCT story FROM article WHERE id IN temp.gone AND story IS NOT NULL",
        )
        .doing(doing)?;
        drop_gone(&transaction)
            .and_then(|()| transaction.execute_batch("DROP TABLE temp.gone"))
            .doing(doing)?;
        Grouped::new(&transaction).summarise_all(touched, summarise)?;
        transaction.commit().doing(doing)?;
        Ok(i64::try_from(gone).unwrap_or(0) < AT_ONCE)
    }
}

fn stories_of(transaction: &Transaction<'_>, sql: &str) -> rusqlite::Result<Vec<StoryId>> {
    let mut statement = transaction.prepare(sql)?;
    let stories = statement.query_map([], |row| row.get(0).map(StoryId))?;
    stories.collect()
}

/// Deletes the articles in `temp.gone`. A refresh that runs meanwhile, here or in another process,
/// remembers them; it must not take a new article for one that had its number before.
fn drop_gone(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let any = transaction.query_row("SELECT EXISTS (SELECT 1 FROM temp.gone)", [], |row| {
        row.get(0)
    })?;
    transaction.execute_batch(DROP_GONE)?;
    if any {
        decisions::bump(transaction)?;
    }
    Ok(())
}

/// Deletes the articles in `temp.gone`, and decisions that they leave nothing to say about. Copies of
/// them are originals now; the number of an article that is gone may be given again.
const DROP_GONE: &str = "
    DELETE FROM article_text WHERE rowid IN temp.gone;
    DELETE FROM unindexed WHERE article IN temp.gone;
    UPDATE article SET copy_of = NULL, copied = 0
        WHERE story IN (SELECT story FROM article WHERE id IN temp.gone)
        AND copy_of IN temp.gone;
    DELETE FROM article WHERE id IN temp.gone;
    DELETE FROM decision WHERE (SELECT count(DISTINCT side) FROM decision_member
                                WHERE decision_member.decision = decision.id) < 2;";

/// What only the feeds in `temp.leaving` carry.
const GATHER_GONE: &str = "
    INSERT INTO temp.gone
        SELECT DISTINCT article.id FROM carried JOIN article ON article.id = carried.article
        WHERE carried.feed IN temp.leaving
        AND NOT EXISTS (SELECT 1 FROM carried AS other
                        WHERE other.article = article.id AND other.feed NOT IN temp.leaving)";

/// Deletes the feeds in `temp.leaving`. A feed some of whose articles stay is kept for them, but
/// forgets what it had fetched, so that it can come back whole.
const DROP_LEAVING: &str = "
    DROP TABLE temp.gone;
    DELETE FROM carried WHERE feed IN temp.leaving;
    UPDATE article SET feed = (SELECT min(carried.feed) FROM carried
                               WHERE carried.article = article.id)
        WHERE feed IN temp.leaving
        AND EXISTS (SELECT 1 FROM carried WHERE carried.article = article.id);
    UPDATE feed SET etag = NULL, last_modified = NULL, last_good = NULL, last_try = NULL,
            next_try = NULL, failures = 0, dead = 0, error = NULL, error_kind = NULL,
            failing_since = NULL, unlisted_at = NULL, bytes = 0, fetches = 0, unchanged = 0,
            next_why = NULL, error_hint = NULL, tries = 0, not_modified = 0, bytes_total = 0,
            first_good = NULL, durations = '[]', unverified = 0,
            missing_since = NULL, missing_tries = 0, dead_since = NULL,
            moving_to = NULL, moving_times = 0, moving_refused = NULL,
            moved_from = NULL, moved_at = NULL, served_by = NULL,
            ttl = NULL, skip_hours = 0, skip_days = 0, pace = NULL, last_news = NULL
        WHERE id IN temp.leaving;
    DELETE FROM feed WHERE id IN temp.leaving
        AND NOT EXISTS (SELECT 1 FROM article WHERE article.feed = feed.id);
    DROP TABLE temp.leaving;";
