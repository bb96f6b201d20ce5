//! What grouping reads and writes: articles that wait for a story, what it remembers of earlier
//! ones, where it put each, and what lists show of the stories that changed.

use rusqlite::{Connection, named_params, params};

use crate::{
    model::{ArticleId, Kind, StoryId, Timestamp},
    store::{
        Reader, StoreError, Writer, body, decisions, error::Doing, items::kind_of,
        stories::current_story,
    },
};

const MEMORY: &str = "grouping.memory";

/// Ids that a story ever had are those of the table's sequence, and those that lead elsewhere: a
/// story may be merged before its row is written.
pub(super) fn next_story(connection: &Connection) -> rusqlite::Result<StoryId> {
    connection
        .prepare_cached(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'story'), 0),
                        coalesce((SELECT max(gone) FROM story_redirect), 0)) + 1",
        )?
        .query_row([], |row| row.get(0).map(StoryId))
}

/// An article with what grouping needs of it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredArticle {
    /// Its id.
    pub id: ArticleId,
    /// Headline.
    pub title: String,
    /// Address of the feed it came from.
    pub feed_url: String,
    /// What identifies its publisher.
    pub source_key: String,
    /// Address of the original.
    pub url: Option<String>,
    /// Article time.
    pub published: Timestamp,
    /// Language tag.
    pub lang: Option<String>,
    /// What sort of text it is.
    pub kind: Kind,
    /// The body as HTML.
    pub html: String,
}

/// What grouping remembers of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedArticle {
    /// The article.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// In grouping's own form.
    pub features: Vec<u8>,
}

/// Where grouping put an article.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPlacement {
    /// The article.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// In grouping's own form.
    pub features: Vec<u8>,
    /// The member whose text it repeats.
    pub copy_of: Option<ArticleId>,
    /// Share of its text that repeats it, 0 to 1.
    pub copied: f32,
    /// Why it stands there, as JSON.
    pub reason: Option<String>,
}

/// What came of placing articles, to be written in one go.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoredRound {
    /// Where each article went.
    pub placements: Vec<StoredPlacement>,
    /// Stories that became one: the one that is kept, and the one that is gone.
    pub merges: Vec<(StoryId, StoryId)>,
    /// Stories with an older story of the same affair.
    pub earlier: Vec<(StoryId, StoryId)>,
    /// What grouping has learned.
    pub memory: Vec<u8>,
    /// The version of the reader's decisions that all of this is based on.
    pub decisions: i64,
}

/// What lists show of a story, worked out from its members.
#[derive(Debug, Clone, PartialEq)]
pub struct StorySummary {
    /// The story.
    pub id: StoryId,
    /// The article that stands for it.
    pub lead: ArticleId,
    /// Its headline, as lists show it.
    pub title: String,
    /// Publishers.
    pub sources: u32,
    /// Independent reports.
    pub origins: u32,
    /// Place in the order `top`.
    pub rank: i64,
}

/// An article as grouping needs it, in the order of `STORED_ARTICLE`.
pub(super) fn stored_article(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredArticle> {
    Ok(StoredArticle {
        id: ArticleId(row.get(0)?),
        title: row.get(1)?,
        source_key: row.get(2)?,
        url: row.get(3)?,
        published: Timestamp(row.get(4)?),
        lang: row.get(5)?,
        kind: kind_of(row.get(6)?),
        html: body::unpack(&row.get::<_, Vec<u8>>(7)?),
        feed_url: row.get(8)?,
    })
}

/// The columns that `stored_article` reads, and where they come from.
pub(super) const STORED_ARTICLE: &str =
    "SELECT article.id, article.title, source.key, article.url, article.published,
            article.lang, article.kind, body.html, feed.url
     FROM article JOIN source ON source.id = article.source
     JOIN feed ON feed.id = article.feed
     JOIN body ON body.article = article.id";

impl Reader {
    /// Some of the articles that have no story yet, oldest arrival first.
    pub fn ungrouped(&self, most: usize) -> Result<Vec<StoredArticle>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{STORED_ARTICLE} WHERE article.story IS NULL ORDER BY article.id LIMIT ?1"
            ))
            .and_then(|mut statement| {
                statement
                    .query_map([i64::try_from(most).unwrap_or(i64::MAX)], stored_article)?
                    .collect()
            })
            .doing("list ungrouped articles")
    }

    /// What grouping remembers of the articles published since `since`: in the order of their ids, from behind `after` on, at most `most` at once.
    pub fn placed_since(
        &self,
        since: Timestamp,
        after: ArticleId,
        most: usize,
    ) -> Result<Vec<PlacedArticle>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.id, article.story, placement.features
                 FROM article JOIN placement ON placement.article = article.id
                 WHERE article.id > ?2 AND article.published >= ?1
                       AND article.story IS NOT NULL
                 ORDER BY article.id LIMIT ?3",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(
                        (since.0, after.0, i64::try_from(most).unwrap_or(i64::MAX)),
                        |row| {
                            Ok(PlacedArticle {
                                article: ArticleId(row.get(0)?),
                                story: StoryId(row.get(1)?),
                                features: row.get(2)?,
                            })
                        },
                    )?
                    .collect()
            })
            .doing("recall grouped articles")
    }

    /// Time of the newest article that has a story.
    pub fn newest_grouped(&self) -> Result<Option<Timestamp>, StoreError> {
        self.connection
            .query_row("SELECT max(last_published) FROM story", [], |row| {
                Ok(row.get::<_, Option<i64>>(0)?.map(Timestamp))
            })
            .doing("find the newest article")
    }

    /// What grouping has learned so far, in its own form; empty at first.
    pub fn grouping_memory(&self) -> Result<Vec<u8>, StoreError> {
        Ok(self.setting(MEMORY)?.unwrap_or_default())
    }

    /// The id a new story gets at the earliest; ids are never given twice.
    pub fn next_story(&self) -> Result<StoryId, StoreError> {
        next_story(&self.connection).doing("number a story")
    }

    /// Why an article stands in its story, as JSON.
    pub fn reason(&self, article: ArticleId) -> Result<Option<String>, StoreError> {
        self.connection
            .prepare_cached("SELECT (SELECT reason FROM placement WHERE article = ?1)")
            .and_then(|mut statement| statement.query_row([article.0], |row| row.get(0)))
            .doing("read a reason")
    }
}

/// Works out what lists show of a story; `None` if it has no members any more.
pub type Summarise<'a> =
    dyn Fn(&Grouped<'_>, StoryId) -> Result<Option<StorySummary>, StoreError> + 'a;

impl Writer {
    /// Writes where grouping put articles, which stories became one, and what it has learned.
    /// Gives the stories that are new or changed; `None`, and nothing is written, if the reader
    /// has decided something since the round began.
    ///
    /// `summarise` works out what lists show of a story from the cache as it then is; all of it
    /// is one transaction.
    pub fn save_round(
        &mut self,
        round: &StoredRound,
        summarise: &Summarise<'_>,
    ) -> Result<Option<Vec<StoryId>>, StoreError> {
        let doing = "save stories";
        let transaction = self.connection.transaction().doing(doing)?;
        if decisions::version(&transaction).doing(doing)? != round.decisions {
            return Ok(None);
        }
        let grouped = Grouped::new(&transaction);
        let mut touched = rustc_hash::FxHashSet::default();
        for placement in &round.placements {
            touched.extend(grouped.story_of(placement.article)?);
            let story = current_story(&transaction, placement.story).doing(doing)?;
            touched.insert(story);
            grouped.place(placement, story).doing(doing)?;
        }
        for (kept, gone) in &round.merges {
            touched.extend([*kept, *gone]);
            grouped.merge(*kept, *gone).doing(doing)?;
        }
        let touched = grouped.summarise_all(touched, summarise)?;
        for (story, earlier) in &round.earlier {
            grouped.save_earlier(*story, *earlier).doing(doing)?;
        }
        grouped.save_memory(&round.memory).doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(Some(touched))
    }
}

/// The cache in the middle of a grouping transaction.
#[derive(Debug)]
pub struct Grouped<'a> {
    pub(super) connection: &'a Connection,
}

/// A member as lead, origins and rank need it.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryMember {
    /// Its id.
    pub article: ArticleId,
    /// What identifies its publisher.
    pub source_key: String,
    /// Article time.
    pub published: Timestamp,
    /// What sort of text it is.
    pub kind: Kind,
    /// The member whose text it repeats.
    pub copy_of: Option<ArticleId>,
    /// Words of its text.
    pub words: u32,
    /// Whether it has a headline of its own.
    pub titled: bool,
    /// Articles of its publisher in the week up to the story's newest, itself included: it tells
    /// who speaks rarely. Counted no further than [`MOST_RECENT`], which is also said of what
    /// came through an aggregator, where many publishers turn up once.
    pub recent: u32,
    /// How far rules raise it, or lower it.
    pub boost: i32,
}

/// Where counting a publisher's recent articles ends.
pub const MOST_RECENT: u32 = 70;

impl<'a> Grouped<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }

    /// Works out again what lists show of stories; gives their ids in order.
    pub(super) fn summarise_all(
        &self,
        stories: impl IntoIterator<Item = StoryId>,
        summarise: &Summarise<'_>,
    ) -> Result<Vec<StoryId>, StoreError> {
        let doing = "save a story";
        let mut stories: Vec<_> = stories.into_iter().collect();
        stories.sort_unstable();
        stories.dedup();
        for story in &stories {
            match summarise(self, *story)? {
                Some(summary) => self.save_summary(&summary).doing(doing)?,
                None => self.drop_story(*story).doing(doing)?,
            }
        }
        Ok(stories)
    }

    /// Members of a story, oldest first, and the article that led it so far.
    pub fn members(
        &self,
        story: StoryId,
    ) -> Result<(Vec<SummaryMember>, Option<ArticleId>), StoreError> {
        let doing = "read a story";
        let lead = self
            .connection
            .prepare_cached("SELECT (SELECT lead FROM story WHERE id = ?1)")
            .and_then(|mut statement| {
                statement.query_row([story.0], |row| row.get::<_, Option<i64>>(0))
            })
            .doing(doing)?;
        let members = self
            .connection
            .prepare_cached(
                "SELECT article.id, source.key, article.published, kind,
                        (SELECT id FROM article AS original
                         WHERE original.id = article.copy_of AND original.story = article.story),
                        words, derived = 0,
                        iif(article.via IS NULL, (SELECT count(*) FROM (
                             SELECT 1 FROM article AS other
                             WHERE other.source = article.source
                             AND other.published > newest.published - 7 * 86400
                             AND other.published <= newest.published LIMIT ?2)), ?2),
                        boost
                 FROM (SELECT max(published) AS published FROM article WHERE story = ?1) AS newest
                 JOIN article ON article.story = ?1
                 JOIN source ON source.id = article.source
                 ORDER BY article.published, article.id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([story.0, i64::from(MOST_RECENT)], |row| {
                        Ok(SummaryMember {
                            article: ArticleId(row.get(0)?),
                            source_key: row.get(1)?,
                            published: Timestamp(row.get(2)?),
                            kind: kind_of(row.get(3)?),
                            copy_of: row.get::<_, Option<i64>>(4)?.map(ArticleId),
                            words: row.get(5)?,
                            titled: row.get(6)?,
                            recent: row.get(7)?,
                            boost: row.get(8)?,
                        })
                    })?
                    .collect()
            })
            .doing(doing)?;
        Ok((members, lead.map(ArticleId)))
    }

    /// Headline and publisher of an article.
    pub fn headline(&self, article: ArticleId) -> Result<(String, String), StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.title, source.name FROM article
                 JOIN source ON source.id = article.source WHERE article.id = ?1",
            )
            .and_then(|mut statement| {
                statement.query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))
            })
            .doing("read a headline")
    }

    pub(super) fn story_of(&self, article: ArticleId) -> Result<Option<StoryId>, StoreError> {
        self.connection
            .prepare_cached("SELECT (SELECT story FROM article WHERE id = ?1)")
            .and_then(|mut statement| {
                statement.query_row([article.0], |row| row.get::<_, Option<i64>>(0))
            })
            .map(|story| story.map(StoryId))
            .doing("read a story")
    }

    /// An article that only comes to stand in a merged story keeps what is known of it.
    pub(super) fn place(
        &self,
        placement: &StoredPlacement,
        story: StoryId,
    ) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE article SET story = :story, copy_of = :copy_of, copied = :copied
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": placement.article.0,
                ":story": story.0,
                ":copy_of": placement.copy_of.map(|id| id.0),
                ":copied": f64::from(placement.copied),
            })?;
        self.connection
            .prepare_cached(
                "INSERT INTO placement (article, features, reason)
                 SELECT :article, :features, :reason
                 WHERE EXISTS (SELECT 1 FROM article WHERE id = :article)
                 ON CONFLICT (article) DO UPDATE
                     SET features = excluded.features, reason = excluded.reason",
            )?
            .execute(named_params! {
                ":article": placement.article.0,
                ":features": placement.features,
                ":reason": placement.reason,
            })
            .map(drop)
    }

    /// All articles of one story go to another, and whoever asks for it is sent there.
    pub(super) fn merge(&self, kept: StoryId, gone: StoryId) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("UPDATE article SET story = ?1 WHERE story = ?2")?
            .execute([kept.0, gone.0])?;
        self.connection
            .prepare_cached(
                "UPDATE story SET earlier = (SELECT earlier FROM story WHERE id = ?2)
                 WHERE id = ?1 AND (earlier IS NULL OR earlier = ?2)",
            )?
            .execute([kept.0, gone.0])?;
        self.redirect(gone, kept)
    }

    /// Whoever asks for `gone` is sent to `kept`.
    pub(super) fn redirect(&self, gone: StoryId, kept: StoryId) -> rusqlite::Result<()> {
        if gone == kept {
            return Ok(());
        }
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO story_redirect (gone, kept) VALUES (?1, ?2)")?
            .execute([gone.0, kept.0])
            .map(drop)
    }

    pub(super) fn save_earlier(&self, story: StoryId, earlier: StoryId) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("UPDATE story SET earlier = ?2 WHERE id = ?1 AND id <> ?2")?
            .execute([story.0, earlier.0])
            .map(drop)
    }

    fn save_summary(&self, summary: &StorySummary) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO story (id, title, lead, lead_source, first_published, last_published,
                     articles, sources, origins, unread, starred, changed, followed, muted,
                     new_to_you, news, rank)
                 SELECT :story, :title, lead.id, source.name, min(member.published),
                     max(member.published), count(*), :sources, :origins,
                     iif(max(member.muted) = 2, 0, sum(member.read = 0 AND member.muted = 0)),
                     sum(member.starred), sum(member.changed > 0), sum(member.followed),
                     max(member.muted) = 2 OR min(member.muted) > 0,
                     max(iif(member.read = 0 AND member.muted = 0, member.new_to_you, NULL)),
                     iif(sum(member.followed) > 0,
                         sum(member.read = 0 AND member.muted = 0 AND member.copy_of IS NULL
                             AND coalesce(member.new_to_you, 1) > 0), 0), :rank
                 FROM article AS member, article AS lead JOIN source ON source.id = lead.source
                 WHERE member.story = :story AND lead.id = :lead
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, lead = excluded.lead,
                     lead_source = excluded.lead_source,
                     first_published = excluded.first_published,
                     last_published = excluded.last_published, articles = excluded.articles,
                     sources = excluded.sources, origins = excluded.origins,
                     unread = excluded.unread, starred = excluded.starred,
                     changed = excluded.changed, followed = excluded.followed,
                     muted = excluded.muted, new_to_you = excluded.new_to_you,
                     news = excluded.news, rank = excluded.rank",
            )?
            .execute(named_params! {
                ":story": summary.id.0,
                ":lead": summary.lead.0,
                ":title": summary.title,
                ":sources": summary.sources,
                ":origins": summary.origins,
                ":rank": summary.rank,
            })
            .map(drop)
    }

    fn drop_story(&self, story: StoryId) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("DELETE FROM story WHERE id = ?1")?
            .execute([story.0])
            .map(drop)
    }

    pub(super) fn save_memory(&self, memory: &[u8]) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")?
            .execute(params![MEMORY, memory])
            .map(drop)
    }
}
