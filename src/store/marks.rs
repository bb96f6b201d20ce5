//! What the reader did: read, seen and starred marks. On disk when the call returns.

use rusqlite::{OptionalExtension, Transaction, params};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    model::{ArticleId, Marked, StoryId, Timestamp},
    store::{StoreError, Writer, articles::tags_of, error::Doing, stories::recount_marks},
};

/// An article with other tags than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagsChanged {
    /// Which one.
    pub article: ArticleId,
    /// The reader's tags before.
    pub before: Vec<String>,
    /// Those it has now.
    pub after: Vec<String>,
}

impl Writer {
    /// Marks articles read or unread; says what that changed. Reading an article reads the copies of
    /// its text in the same story.
    pub fn mark_read(&mut self, articles: &[ArticleId], read: bool) -> Result<Marked, StoreError> {
        let mut all = articles.to_vec();
        if read {
            all.extend(self.copies_of(articles)?);
            all.sort_unstable();
            all.dedup();
        }
        let mut marked = Marked::default();
        self.mark(&all, |transaction, article| {
            let Some((was_read, changed)) = read_marks(transaction, article)? else {
                return Ok(0);
            };
            let flips = was_read != read;
            let clears = read && changed;
            if flips {
                marked.articles.push(article);
            }
            if clears {
                marked.changes.push(article);
            }
            if flips || clears {
                set_read_marks(transaction, article, read, changed && !read)?;
            }
            Ok(usize::from(flips || clears))
        })?;
        Ok(marked)
    }

    /// Marks exactly those articles read or unread that a change of these marks touched, and no
    /// copies; unread ones get back the note that their text changed. Says what that changed.
    pub fn restore_read(&mut self, marked: &Marked, read: bool) -> Result<Marked, StoreError> {
        let articles: FxHashSet<ArticleId> = marked.articles.iter().copied().collect();
        let changes: FxHashSet<ArticleId> = marked.changes.iter().copied().collect();
        let mut restored = Marked::default();
        self.mark(&marked.all(), |transaction, article| {
            let Some((was_read, was_changed)) = read_marks(transaction, article)? else {
                return Ok(0);
            };
            let is_read = if articles.contains(&article) {
                read
            } else {
                was_read
            };
            let changed = if changes.contains(&article) {
                !read
            } else {
                was_changed
            };
            if is_read != was_read {
                restored.articles.push(article);
            }
            if changed != was_changed {
                restored.changes.push(article);
            }
            let is_other = (is_read, changed) != (was_read, was_changed);
            if is_other {
                set_read_marks(transaction, article, is_read, changed)?;
            }
            Ok(usize::from(is_other))
        })?;
        Ok(restored)
    }

    /// Marks articles as seen to the end.
    pub fn mark_seen(&mut self, articles: &[ArticleId]) -> Result<Vec<ArticleId>, StoreError> {
        self.mark(articles, |transaction, article| {
            transaction
                .prepare_cached("UPDATE article SET seen = 1 WHERE id = ?1 AND seen = 0")?
                .execute([article.0])
        })
    }

    /// The changed text of an article was seen, if its newest is the one with so many earlier ones.
    pub fn mark_change_seen(
        &mut self,
        article: ArticleId,
        revisions: u32,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.mark(&[article], |transaction, article| {
            transaction
                .prepare_cached(
                    "UPDATE article SET changed = 0
                     WHERE id = ?1 AND changed > 0 AND revisions = ?2",
                )?
                .execute(params![article.0, revisions])
        })
    }

    /// Stars articles or takes their star; says which of them changed.
    pub fn mark_starred(
        &mut self,
        articles: &[ArticleId],
        starred: bool,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.mark(articles, |transaction, article| {
            transaction
                .prepare_cached("UPDATE article SET starred = ?2 WHERE id = ?1 AND starred <> ?2")?
                .execute(params![article.0, starred])
        })
    }

    /// Follows articles, each for its story, or no longer; says which of them changed.
    pub fn mark_followed(
        &mut self,
        articles: &[ArticleId],
        followed: bool,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.mark(articles, |transaction, article| {
            transaction
                .prepare_cached(
                    "UPDATE article SET followed = ?2 WHERE id = ?1 AND followed <> ?2",
                )?
                .execute(params![article.0, followed])
        })
    }

    /// Folds articles away with their story, or not any more, whatever folded them away; says which
    /// of them changed.
    pub fn mark_muted(
        &mut self,
        articles: &[ArticleId],
        muted: bool,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.mark(articles, |transaction, article| {
            transaction
                .prepare_cached(
                    "UPDATE article SET muted = iif(?2, 2, 0)
                     WHERE id = ?1 AND iif(?2, muted = 0, muted > 0)",
                )?
                .execute(params![article.0, muted])
        })
    }

    /// Notes that an article was read from.
    pub fn mark_opened(&mut self, article: ArticleId, now: Timestamp) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE article SET opened = ?2 WHERE id = ?1")
            .and_then(|mut statement| statement.execute(params![article.0, now.0]))
            .map(drop)
            .doing("save what was read")
    }

    /// Notes when articles were last read from, elsewhere or here; says which of them changed.
    pub fn note_opened(
        &mut self,
        articles: &[(ArticleId, Timestamp)],
    ) -> Result<Vec<ArticleId>, StoreError> {
        let times: FxHashMap<ArticleId, Timestamp> = articles.iter().copied().collect();
        let articles: Vec<ArticleId> = articles.iter().map(|(article, _)| *article).collect();
        self.mark(&articles, |transaction, article| {
            transaction
                .prepare_cached(
                    "UPDATE article SET opened = ?2 WHERE id = ?1 AND coalesce(opened, 0) < ?2",
                )?
                .execute(params![article.0, times[&article].0])
        })
    }

    /// Gives articles tags of the reader's own; gives those whose tags changed, with the ones
    /// before and after.
    pub fn change_tags(
        &mut self,
        articles: &[ArticleId],
        mut change: impl FnMut(ArticleId, &mut Vec<String>),
    ) -> Result<Vec<TagsChanged>, StoreError> {
        let doing = "save tags";
        self.durably(|writer| {
            let mut changed = Vec::new();
            let transaction = writer.connection.transaction().doing(doing)?;
            for article in articles {
                let stored = transaction
                    .prepare_cached("SELECT own_tags FROM article WHERE id = ?1")
                    .and_then(|mut statement| {
                        statement
                            .query_row([article.0], |row| row.get::<_, String>(0))
                            .optional()
                    })
                    .doing(doing)?;
                let Some(stored) = stored else { continue };
                let before = tags_of(&stored);
                let mut after = before.clone();
                change(*article, &mut after);
                if after == before {
                    continue;
                }
                let json = serde_json::json!(after).to_string();
                transaction
                    .prepare_cached("UPDATE article SET own_tags = ?2 WHERE id = ?1")
                    .and_then(|mut statement| statement.execute(params![article.0, json]))
                    .doing(doing)?;
                changed.push(TagsChanged {
                    article: *article,
                    before,
                    after,
                });
            }
            transaction.commit().doing(doing)?;
            Ok(changed)
        })
    }

    /// The articles that stand for stories.
    pub fn leads_of(&self, stories: &[StoryId]) -> Result<Vec<ArticleId>, StoreError> {
        self.leads(stories, "SELECT lead FROM story WHERE id = ?1")
    }

    /// The articles that stand for those of the stories that have no starred article.
    pub fn leads_without_star(&self, stories: &[StoryId]) -> Result<Vec<ArticleId>, StoreError> {
        self.leads(
            stories,
            "SELECT lead FROM story WHERE id = ?1 AND starred = 0",
        )
    }

    fn leads(&self, stories: &[StoryId], query: &str) -> Result<Vec<ArticleId>, StoreError> {
        let doing = "read a story";
        let mut statement = self.connection.prepare_cached(query).doing(doing)?;
        let mut leads = Vec::new();
        for story in stories {
            let lead = statement.query_row([story.0], |row| row.get(0).map(ArticleId));
            leads.extend(lead.optional().doing(doing)?);
        }
        Ok(leads)
    }

    fn copies_of(&self, articles: &[ArticleId]) -> Result<Vec<ArticleId>, StoreError> {
        let doing = "find copies";
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT other.id FROM article JOIN article AS other ON other.story = article.story
                 WHERE article.id = ?1 AND other.id <> article.id
                 AND (other.copy_of = article.id OR other.id = article.copy_of
                      OR other.copy_of = article.copy_of)",
            )
            .doing(doing)?;
        let mut copies = Vec::new();
        for article in articles {
            let found = statement
                .query_map([article.0], |row| row.get(0).map(ArticleId))
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .doing(doing)?;
            copies.extend(found);
        }
        Ok(copies)
    }

    pub(super) fn mark(
        &mut self,
        articles: &[ArticleId],
        mut change: impl FnMut(&Transaction<'_>, ArticleId) -> rusqlite::Result<usize>,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let doing = "save a mark";
        self.durably(|writer| {
            let mut changed = Vec::new();
            let mut stories = Vec::new();
            let transaction = writer.connection.transaction().doing(doing)?;
            for article in articles {
                if change(&transaction, *article).doing(doing)? > 0 {
                    changed.push(*article);
                    stories.extend(story_of(&transaction, *article).doing(doing)?);
                }
            }
            stories.sort_unstable();
            stories.dedup();
            recount_marks(&transaction, &stories).doing(doing)?;
            transaction.commit().doing(doing)?;
            Ok(changed)
        })
    }

    /// Articles of the given stories.
    pub fn articles_of(&self, stories: &[StoryId]) -> Result<Vec<ArticleId>, StoreError> {
        let doing = "read a story";
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE story = ?1 ORDER BY published, id")
            .doing(doing)?;
        let mut articles = Vec::new();
        for story in stories {
            let found = statement
                .query_map([story.0], |row| row.get(0).map(ArticleId))
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .doing(doing)?;
            articles.extend(found);
        }
        Ok(articles)
    }
}

/// Whether an article is read, and whether its text was changed since.
fn read_marks(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> rusqlite::Result<Option<(bool, bool)>> {
    transaction
        .prepare_cached("SELECT read, changed > 0 FROM article WHERE id = ?1")?
        .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

fn set_read_marks(
    transaction: &Transaction<'_>,
    article: ArticleId,
    read: bool,
    changed: bool,
) -> rusqlite::Result<usize> {
    transaction
        .prepare_cached(
            "UPDATE article SET read = ?2, changed = iif(?3, max(changed, 1), 0) WHERE id = ?1",
        )?
        .execute(params![article.0, read, changed])
}

fn story_of(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> rusqlite::Result<Option<StoryId>> {
    transaction
        .prepare_cached("SELECT story FROM article WHERE id = ?1")?
        .query_row([article.0], |row| row.get::<_, Option<i64>>(0))
        .map(|story| story.map(StoryId))
}
