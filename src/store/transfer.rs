//! What the reader did, on its way to another cache: marks and decisions, with articles named so
//! that another cache finds its own.

use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    model::{ArticleId, Timestamp},
    store::{
        Grouped, Marks, Reader, StoreError, Summarise, Writer,
        articles::tags_of,
        decisions::{bump, insert},
        error::Doing,
        moving::{part, unite},
    },
};

/// What an article is called outside this cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleName {
    /// Hash of its canonical address.
    pub canonical: Option<i64>,
    /// Address of the original.
    pub url: Option<String>,
    /// Headline.
    pub title: String,
    /// Address of the feed it came from.
    pub feed: String,
}

/// An article with the marks that the reader put on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedArticle {
    /// Which one.
    pub name: ArticleName,
    /// What was done with it.
    pub marks: Marks,
}

/// What importing a decision did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// It was carried out and noted.
    Done,
    /// It was there already.
    Known,
    /// A decision that was made here forbids it.
    Forbidden,
}

impl Reader {
    /// Every article with a mark, oldest first.
    pub fn marked_articles(&self) -> Result<Vec<MarkedArticle>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.canonical, article.url, article.title, feed.url,
                        article.read, article.seen, article.starred, article.followed,
                        article.muted = 2, article.opened, article.own_tags
                 FROM article JOIN feed ON feed.id = article.feed
                 WHERE article.read = 1 OR article.seen = 1 OR article.starred = 1
                 OR article.followed = 1 OR article.muted = 2 OR article.opened IS NOT NULL
                 OR article.own_tags <> '[]'
                 ORDER BY article.id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| {
                        Ok(MarkedArticle {
                            name: name(row)?,
                            marks: Marks {
                                read: row.get(4)?,
                                seen: row.get(5)?,
                                starred: row.get(6)?,
                                followed: row.get(7)?,
                                muted: row.get(8)?,
                                opened: row.get::<_, Option<i64>>(9)?.map(Timestamp),
                                tags: tags_of(&row.get::<_, String>(10)?),
                            },
                        })
                    })?
                    .collect()
            })
            .doing("list the marks")
    }

    /// What an article is called outside this cache; `None` if it is not in it.
    pub fn article_name(&self, article: ArticleId) -> Result<Option<ArticleName>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.canonical, article.url, article.title, feed.url
                 FROM article JOIN feed ON feed.id = article.feed WHERE article.id = ?1",
            )
            .and_then(|mut statement| statement.query_row([article.0], name).optional())
            .doing("read an article")
    }

    /// The article of that name here: by its address, of several under one address the one with
    /// that headline. By feed and headline only where neither has an address: the same headline
    /// stands over another report every day.
    pub fn article_named(&self, name: &ArticleName) -> Result<Option<ArticleId>, StoreError> {
        let by_address = self
            .connection
            .prepare_cached(
                "SELECT id FROM article WHERE canonical = ?1 ORDER BY title <> ?2, id LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![name.canonical, name.title], |row| row.get(0))
                    .optional()
            })
            .doing("find an article")?;
        if let Some(id) = by_address {
            return Ok(Some(ArticleId(id)));
        }
        if name.canonical.is_some() || name.url.is_some() {
            return Ok(None);
        }
        self.connection
            .prepare_cached(
                "SELECT article.id FROM article JOIN feed ON feed.id = article.feed
                 WHERE feed.url = ?1 AND article.title = ?2 AND article.canonical IS NULL
                 ORDER BY article.id LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([&name.feed, &name.title], |row| row.get(0).map(ArticleId))
                    .optional()
            })
            .doing("find an article")
    }
}

impl Writer {
    /// Notes a decision that was made with another cache and carries it out here. The sides have
    /// an article each.
    pub fn import_decision(
        &mut self,
        made: Timestamp,
        together: bool,
        sides: &[Vec<ArticleId>],
        summarise: &Summarise<'_>,
    ) -> Result<Imported, StoreError> {
        let doing = "take a decision over";
        self.durably(|writer| {
            let transaction = writer.connection.transaction().doing(doing)?;
            let same = same_decision(&transaction, made, together, sides).doing(doing)?;
            if same.as_ref().is_some_and(|same| same.missing.is_empty()) {
                return Ok(Imported::Known);
            }
            if is_outdated(&transaction, made, together, sides).doing(doing)? {
                return Ok(Imported::Forbidden);
            }
            match same {
                Some(same) => same.complete(&transaction).doing(doing)?,
                None => insert(&transaction, made, together, sides)
                    .map(drop)
                    .doing(doing)?,
            }
            let touched = if together {
                unite(&transaction, sides)
            } else {
                part(&transaction, sides)
            };
            let Some(touched) = touched.doing(doing)? else {
                return Ok(Imported::Forbidden);
            };
            Grouped::new(&transaction).summarise_all(touched, summarise)?;
            transaction.commit().doing(doing)?;
            Ok(Imported::Done)
        })
    }
}

/// A decision that stands here already, and which articles it does not name yet: they were not
/// here when it was taken over.
struct Same {
    decision: i64,
    /// Article and side.
    missing: Vec<(ArticleId, i64)>,
}

impl Same {
    fn complete(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(
            "INSERT INTO decision_member (decision, article, side) VALUES (?1, ?2, ?3)",
        )?;
        for (article, side) in &self.missing {
            statement.execute([self.decision, article.0, *side])?;
        }
        bump(connection)
    }
}

/// The same decision, if it stands here already: of the same instant, and it puts the articles
/// that both name, some on either side, on the same sides.
fn same_decision(
    connection: &Connection,
    made: Timestamp,
    together: bool,
    sides: &[Vec<ArticleId>],
) -> rusqlite::Result<Option<Same>> {
    let decisions: Vec<i64> = connection
        .prepare_cached("SELECT id FROM decision WHERE made = ?1 AND together = ?2 ORDER BY id")?
        .query_map(params![made.0, together], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut best: Option<Same> = None;
    for decision in decisions {
        let stored: FxHashMap<ArticleId, i64> = connection
            .prepare_cached("SELECT article, side FROM decision_member WHERE decision = ?1")?
            .query_map([decision], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        if let Some(missing) = missing(&stored, sides)
            && best
                .as_ref()
                .is_none_or(|best| missing.len() < best.missing.len())
        {
            best = Some(Same { decision, missing });
        }
    }
    Ok(best)
}

/// What sides name beyond those of a stored decision; `None` if it is another decision.
fn missing(
    stored: &FxHashMap<ArticleId, i64>,
    sides: &[Vec<ArticleId>],
) -> Option<Vec<(ArticleId, i64)>> {
    let mut next = stored.values().max().map_or(0, |last| last + 1);
    let mut met = FxHashSet::default();
    let mut missing = Vec::new();
    for side in sides {
        let mut places = side.iter().filter_map(|article| stored.get(article));
        let place = match places.next() {
            Some(place) => {
                let is_one = places.all(|other| other == place);
                if !is_one || !met.insert(*place) {
                    return None;
                }
                *place
            }
            None => {
                next += 1;
                next - 1
            }
        };
        let unknown = side.iter().filter(|article| !stored.contains_key(article));
        missing.extend(unknown.map(|article| (*article, place)));
    }
    (met.len() >= 2).then_some(missing)
}

/// Whether a decision that was made later, and stands here, says the opposite of any pair.
fn is_outdated(
    connection: &Connection,
    made: Timestamp,
    together: bool,
    sides: &[Vec<ArticleId>],
) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT other.article FROM decision_member AS own
         JOIN decision_member AS other
             ON other.decision = own.decision AND other.side <> own.side
         JOIN decision ON decision.id = own.decision
         WHERE own.article = ?1 AND decision.made > ?2 AND decision.together <> ?3",
    )?;
    for (at, side) in sides.iter().enumerate() {
        let beyond = sides[at + 1..].iter().flatten();
        let beyond: FxHashSet<i64> = beyond.map(|article| article.0).collect();
        for article in side {
            let mut rows = statement.query(params![article.0, made.0, together])?;
            while let Some(row) = rows.next()? {
                if beyond.contains(&row.get(0)?) {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

fn name(row: &Row<'_>) -> rusqlite::Result<ArticleName> {
    Ok(ArticleName {
        canonical: row.get(0)?,
        url: row.get(1)?,
        title: row.get(2)?,
        feed: row.get(3)?,
    })
}
