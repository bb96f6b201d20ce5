//! What rules do to articles, written as what the reader did: on disk when the call returns.

use rusqlite::{Transaction, params};

use crate::{
    model::{ArticleId, StoryId, Timestamp},
    query::Query,
    store::{
        Grouped, Reader, StoreError, Summarise, Writer, articles::tags_of, error::Doing, filter,
    },
};

/// What rules say about an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Fold it away.
    pub mute: bool,
    /// Star it.
    pub star: bool,
    /// Mark it read.
    pub read: bool,
    /// Raise its story, or lower it.
    pub boost: i32,
    /// Tag it so.
    pub tags: Vec<String>,
}

/// What came of applying rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Articles that are different now.
    pub changed: Vec<ArticleId>,
    /// Those of them that were folded away.
    pub muted: Vec<ArticleId>,
    /// Their stories.
    pub stories: Vec<StoryId>,
}

impl Reader {
    /// Articles that answer a query, muted ones too, oldest arrival first.
    pub fn articles_matching(
        &self,
        query: &Query,
        now: Timestamp,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let filter = filter::sql(query, now);
        let sql = format!(
            "SELECT article.id FROM article JOIN story ON story.id = article.story
             WHERE {} ORDER BY article.id",
            filter.condition
        );
        self.connection
            .prepare(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(rusqlite::params_from_iter(&filter.values), |row| {
                        row.get(0).map(ArticleId)
                    })?
                    .collect()
            })
            .doing("find what a rule is about")
    }

    /// Articles that rules raised or lowered.
    pub fn boosted_articles(&self) -> Result<Vec<ArticleId>, StoreError> {
        self.connection
            .prepare("SELECT id FROM article WHERE boost <> 0")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| row.get(0).map(ArticleId))?
                    .collect()
            })
            .doing("find what rules raised")
    }

    /// Whether any story is folded away.
    pub fn has_muted_story(&self) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM story WHERE muted > 0)")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .doing("look for muted stories")
    }
}

impl Writer {
    /// Folds articles away, each alone, as a rule does; or not any more, where nothing but a rule did
    /// it. Says which of them changed.
    pub fn mute_by_rule(
        &mut self,
        articles: &[ArticleId],
        muted: bool,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.mark(articles, |transaction, article| {
            transaction
                .prepare_cached("UPDATE article SET muted = ?2 WHERE id = ?1 AND muted = 1 - ?2")?
                .execute(params![article.0, muted])
        })
    }

    /// Carries out what rules say of articles; those that `arrived` in a story that is muted are
    /// muted with it. All of it is one transaction.
    pub fn apply_rules(
        &mut self,
        arrived: &[ArticleId],
        verdicts: &[(ArticleId, Verdict)],
        summarise: &Summarise<'_>,
    ) -> Result<Applied, StoreError> {
        let doing = "apply rules";
        self.durably(|writer| {
            let transaction = writer.connection.transaction().doing(doing)?;
            let mut applied = Applied::default();
            for article in arrived {
                if mute_with_story(&transaction, *article).doing(doing)? {
                    applied.muted.push(*article);
                }
            }
            applied.changed.clone_from(&applied.muted);
            for (article, verdict) in verdicts {
                if verdict.mute && mute(&transaction, *article).doing(doing)? {
                    applied.muted.push(*article);
                    applied.changed.push(*article);
                }
                if mark(&transaction, *article, verdict).doing(doing)? {
                    applied.changed.push(*article);
                }
            }
            let Applied {
                changed,
                muted,
                stories,
            } = &mut applied;
            for list in [&mut *changed, muted] {
                list.sort_unstable();
                list.dedup();
            }
            let grouped = Grouped::new(&transaction);
            for article in changed {
                stories.extend(grouped.story_of(*article)?);
            }
            *stories = grouped.summarise_all(stories.drain(..), summarise)?;
            transaction.commit().doing(doing)?;
            Ok(applied)
        })
    }
}

fn mute_with_story(transaction: &Transaction<'_>, article: ArticleId) -> rusqlite::Result<bool> {
    let changed = transaction
        .prepare_cached(
            "UPDATE article SET muted = 2
             WHERE id = ?1 AND muted < 2 AND EXISTS (
                 SELECT 1 FROM article AS other
                 WHERE other.story = article.story AND other.muted = 2)",
        )?
        .execute([article.0])?;
    Ok(changed > 0)
}

fn mute(transaction: &Transaction<'_>, article: ArticleId) -> rusqlite::Result<bool> {
    let changed = transaction
        .prepare_cached("UPDATE article SET muted = 1 WHERE id = ?1 AND muted = 0")?
        .execute([article.0])?;
    Ok(changed > 0)
}

/// All but muting; the boost is what rules say now, not what earlier ones said.
fn mark(
    transaction: &Transaction<'_>,
    article: ArticleId,
    verdict: &Verdict,
) -> rusqlite::Result<bool> {
    let changed = transaction
        .prepare_cached(
            "UPDATE article SET starred = max(starred, ?2), read = max(read, ?3), boost = ?4
             WHERE id = ?1 AND (starred < ?2 OR read < ?3 OR boost <> ?4)",
        )?
        .execute(params![
            article.0,
            verdict.star,
            verdict.read,
            verdict.boost
        ])?;
    Ok(tag(transaction, article, &verdict.tags)? || changed > 0)
}

fn tag(
    transaction: &Transaction<'_>,
    article: ArticleId,
    tags: &[String],
) -> rusqlite::Result<bool> {
    if tags.is_empty() {
        return Ok(false);
    }
    let list: Option<String> = transaction
        .prepare_cached("SELECT (SELECT own_tags FROM article WHERE id = ?1)")?
        .query_row([article.0], |row| row.get(0))?;
    let Some(list) = list else {
        return Ok(false);
    };
    let mut all = tags_of(&list);
    for tag in tags {
        let folded = tag.to_lowercase();
        if all.iter().all(|known| known.to_lowercase() != folded) {
            all.push(tag.clone());
        }
    }
    let changed = transaction
        .prepare_cached("UPDATE article SET own_tags = ?2 WHERE id = ?1 AND own_tags <> ?2")?
        .execute(params![article.0, serde_json::json!(all).to_string()])?;
    Ok(changed > 0)
}
