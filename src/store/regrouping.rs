//! Grouping anew what was grouped before: which articles there are to place, and the result in one
//! transaction. Ids of stories are kept as the worker says; a story that lost all its articles
//! leads to where most of them went.

use rusqlite::OptionalExtension;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    model::{ArticleId, StoryId, Timestamp},
    store::{
        Grouped, Reader, StoreError, StoredArticle, StoredRound, Summarise, Writer, decisions,
        error::Doing,
        grouping::{STORED_ARTICLE, stored_article},
    },
};

/// An article that was grouped, as far as it must be known to place it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupedArticle {
    /// Its id.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// When it came in.
    pub first_seen: Timestamp,
}

impl Reader {
    /// The articles published since `since` that grouping has placed, in the order they came in.
    pub fn grouped_since(&self, since: Timestamp) -> Result<Vec<GroupedArticle>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.id, article.story, article.first_seen
                 FROM article JOIN placement ON placement.article = article.id
                 WHERE article.published >= ?1 AND article.story IS NOT NULL
                 AND length(placement.features) > 0
                 ORDER BY article.first_seen, article.id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([since.0], |row| {
                        Ok(GroupedArticle {
                            article: ArticleId(row.get(0)?),
                            story: StoryId(row.get(1)?),
                            first_seen: Timestamp(row.get(2)?),
                        })
                    })?
                    .collect()
            })
            .doing("list grouped articles")
    }

    /// What grouping needs of these articles; those that are gone are left out.
    pub fn articles_to_group(&self, ids: &[ArticleId]) -> Result<Vec<StoredArticle>, StoreError> {
        let doing = "read articles";
        let mut statement = self
            .connection
            .prepare_cached(&format!("{STORED_ARTICLE} WHERE article.id = ?1"))
            .doing(doing)?;
        let mut articles = Vec::with_capacity(ids.len());
        for id in ids {
            let article = statement.query_row([id.0], stored_article);
            articles.extend(article.optional().doing(doing)?);
        }
        Ok(articles)
    }

    /// Articles of a story.
    pub fn articles_of_story(&self, story: StoryId) -> Result<Vec<ArticleId>, StoreError> {
        self.connection
            .prepare_cached("SELECT id FROM article WHERE story = ?1 ORDER BY published, id")
            .and_then(|mut statement| {
                statement
                    .query_map([story.0], |row| row.get(0).map(ArticleId))?
                    .collect()
            })
            .doing("read a story")
    }

    /// Stories in the cache.
    pub fn story_count(&self) -> Result<u32, StoreError> {
        self.connection
            .query_row("SELECT count(*) FROM story", [], |row| row.get(0))
            .doing("count the stories")
    }
}

impl Writer {
    /// Writes a round that places articles anew; `false`, and nothing is written, if the reader
    /// decided something since it began. Where `round.memory` is empty, what grouping has learned
    /// stays as it is.
    pub fn save_regrouping(
        &mut self,
        round: &StoredRound,
        summarise: &Summarise<'_>,
    ) -> Result<bool, StoreError> {
        let doing = "regroup the stories";
        let transaction = self.connection.transaction().doing(doing)?;
        if decisions::version(&transaction).doing(doing)? != round.decisions {
            return Ok(false);
        }
        let grouped = Grouped::new(&transaction);
        let mut left: FxHashMap<StoryId, Vec<StoryId>> = FxHashMap::default();
        let mut touched = FxHashSet::default();
        for placement in &round.placements {
            let before = grouped.story_of(placement.article)?;
            if let Some(before) = before {
                left.entry(before).or_default().push(placement.story);
                touched.insert(before);
            }
            touched.insert(placement.story);
            grouped.place(placement, placement.story).doing(doing)?;
        }
        for (kept, gone) in &round.merges {
            touched.extend([*kept, *gone]);
            grouped.merge(*kept, *gone).doing(doing)?;
        }
        for (story, went) in left {
            let (members, _) = grouped.members(story)?;
            if members.is_empty() {
                let kept = most_of(went);
                grouped.redirect(story, kept).doing(doing)?;
                // What led there leads on at once; nothing can bring the story back as it was.
                transaction
                    .execute(
                        "UPDATE story_redirect SET kept = ?1 WHERE kept = ?2 AND gone <> ?1",
                        [kept.0, story.0],
                    )
                    .doing(doing)?;
            }
        }
        for story in &touched {
            transaction
                .execute("UPDATE story SET earlier = NULL WHERE id = ?1", [story.0])
                .doing(doing)?;
        }
        grouped.summarise_all(touched, summarise)?;
        for (story, earlier) in &round.earlier {
            grouped.save_earlier(*story, *earlier).doing(doing)?;
        }
        if !round.memory.is_empty() {
            grouped.save_memory(&round.memory).doing(doing)?;
        }
        decisions::bump(&transaction).doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(true)
    }
}

/// The story that most articles went to, of several the oldest.
fn most_of(mut stories: Vec<StoryId>) -> StoryId {
    stories.sort_unstable();
    let runs = stories.chunk_by(|one, other| one == other);
    let longest = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0])));
    longest.map_or(StoryId(0), |run| run[0])
}
