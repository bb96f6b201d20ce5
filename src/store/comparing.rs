//! What is new to the reader in the articles of a story, kept for lists and queries; which stories
//! are to be compared again; what came of followed stories; and the briefs of those that were closed.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    model::{ArticleId, KeptBrief, NotifiedArticle, StoryId, Timestamp},
    store::{Reader, StoreError, Writer, error::Doing, stories::recount_marks},
};

/// A story that is to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uncompared {
    /// Which one.
    pub story: StoryId,
    /// The state it is in; another one than when it was compared says that it is to be done again.
    change: i64,
}

impl Reader {
    /// Stories that are to be compared, the newest first.
    pub fn uncompared(&self, most: usize) -> Result<Vec<Uncompared>, StoreError> {
        self.connection
            .prepare_cached("SELECT story, change FROM uncompared ORDER BY story DESC LIMIT ?1")
            .and_then(|mut statement| {
                statement
                    .query_map([most as i64], |row| {
                        Ok(Uncompared {
                            story: StoryId(row.get(0)?),
                            change: row.get(1)?,
                        })
                    })?
                    .collect()
            })
            .doing("read the stories")
    }

    /// The last article that came.
    pub fn last_article(&self) -> Result<ArticleId, StoreError> {
        self.connection
            .prepare_cached("SELECT coalesce(max(id), 0) FROM article")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0).map(ArticleId)))
            .doing("read an article")
    }

    /// Articles that came to followed stories behind another one, are unread, and are worth a word:
    /// no mere copies, and where something of the story was seen, with something new.
    pub fn news_of_followed(&self, since: ArticleId) -> Result<Vec<NotifiedArticle>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.title, source.name, coalesce(article.url, '')
                 FROM article JOIN source ON source.id = article.source
                 WHERE article.id > ?1 AND article.read = 0 AND article.muted = 0
                 AND article.story IN (SELECT id FROM story WHERE followed > 0)
                 AND article.copy_of IS NULL AND coalesce(article.new_to_you, 1) > 0
                 ORDER BY article.published, article.id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([since.0], |row| {
                        Ok(NotifiedArticle {
                            title: row.get(0)?,
                            source: row.get(1)?,
                            url: row.get(2)?,
                            rule: "followed".to_owned(),
                        })
                    })?
                    .collect()
            })
            .doing("read the followed stories")
    }

    /// Followed stories of which nothing came since then, that were not read since, and that were
    /// followed before.
    pub fn quiet_followed(&self, since: Timestamp) -> Result<Vec<StoryId>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT id FROM story WHERE followed > 0 AND last_published < ?1
                 AND NOT EXISTS (SELECT 1 FROM article WHERE article.story = story.id
                                 AND (article.first_seen >= ?1 OR article.opened >= ?1
                                      OR article.followed > 0
                                      AND coalesce(article.followed_since, ?1) >= ?1))",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([since.0], |row| row.get(0).map(StoryId))?
                    .collect()
            })
            .doing("read the followed stories")
    }

    /// The briefs of followed stories that were closed, the last one first.
    pub fn kept_briefs(&self) -> Result<Vec<KeptBrief>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT story, closed, headline, sources, sentences FROM kept_brief
                 ORDER BY closed DESC, story DESC",
            )
            .and_then(|mut statement| statement.query_map([], kept_brief)?.collect())
            .doing("read a brief")
    }

    /// The brief that is kept of a story.
    pub fn kept_brief(&self, story: StoryId) -> Result<Option<KeptBrief>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT story, closed, headline, sources, sentences FROM kept_brief
                 WHERE story = ?1",
            )
            .and_then(|mut statement| statement.query_row([story.0], kept_brief).optional())
            .doing("read a brief")
    }
}

fn kept_brief(row: &rusqlite::Row<'_>) -> rusqlite::Result<KeptBrief> {
    let sentences: String = row.get(4)?;
    Ok(KeptBrief {
        story: StoryId(row.get(0)?),
        closed: Timestamp(row.get(1)?),
        headline: row.get(2)?,
        sources: row.get(3)?,
        sentences: serde_json::from_str(&sentences).unwrap_or_default(),
    })
}

impl Writer {
    /// Keeps what is new in the articles of a story; those that are not named have nothing known of
    /// them. A story that has changed since stays in the queue. Says whether a count is another one.
    pub fn save_new_to_you(
        &mut self,
        compared: Uncompared,
        counts: &[(ArticleId, u32)],
    ) -> Result<bool, StoreError> {
        let doing = "save what is new";
        let transaction = self.connection.transaction().doing(doing)?;
        let changed = save_counts(&transaction, compared, counts).doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(changed)
    }

    /// Notes since when articles are known to be followed.
    pub fn note_followed(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let note = |connection: &Connection| -> rusqlite::Result<()> {
            connection
                .prepare_cached(
                    "UPDATE article SET followed_since = NULL
                     WHERE followed_since IS NOT NULL AND followed = 0",
                )?
                .execute([])?;
            connection
                .prepare_cached(
                    "UPDATE article SET followed_since = ?1
                     WHERE followed > 0 AND followed_since IS NULL
                     AND story IN (SELECT id FROM story WHERE followed > 0)",
                )?
                .execute([now.0])
                .map(drop)
        };
        note(&self.connection).doing("note what is followed")
    }

    /// Follows a story no longer, and keeps its brief.
    pub fn close_followed(&mut self, brief: &KeptBrief) -> Result<Vec<ArticleId>, StoreError> {
        let doing = "keep a brief";
        let sentences = serde_json::json!(brief.sentences).to_string();
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO kept_brief (story, closed, headline, sources, sentences)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    brief.story.0,
                    brief.closed.0,
                    brief.headline,
                    brief.sources,
                    sentences
                ])
            })
            .doing(doing)?;
        let members = self.articles_of(&[brief.story])?;
        self.mark_followed(&members, false)
    }
}

fn save_counts(
    connection: &Connection,
    compared: Uncompared,
    counts: &[(ArticleId, u32)],
) -> rusqlite::Result<bool> {
    let story = compared.story;
    let mut changed = 0;
    let taken = connection
        .prepare_cached("DELETE FROM uncompared WHERE story = ?1 AND change = ?2")?
        .execute([story.0, compared.change])?;
    if taken == 0 {
        // It has changed meanwhile, and waits again.
        return Ok(false);
    }
    let mut statement = connection.prepare_cached(
        "UPDATE article SET new_to_you = ?3
         WHERE id = ?1 AND story = ?2 AND new_to_you IS NOT ?3",
    )?;
    for (article, new) in counts {
        changed += statement.execute(params![article.0, story.0, new])?;
    }
    let known = counts.iter().map(|(article, _)| article.0);
    let known = serde_json::json!(known.collect::<Vec<_>>()).to_string();
    changed += connection
        .prepare_cached(
            "UPDATE article SET new_to_you = NULL
             WHERE story = ?1 AND new_to_you IS NOT NULL
             AND id NOT IN (SELECT value FROM json_each(?2))",
        )?
        .execute(params![story.0, known])?;
    if changed > 0 {
        recount_marks(connection, &[story])?;
    }
    Ok(changed > 0)
}
