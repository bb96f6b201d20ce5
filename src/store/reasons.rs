//! Why each member of a story stands there: what grouping noted, with the headlines it speaks of,
//! and what the reader decided.

use rusqlite::{OptionalExtension, Row};
use serde::Deserialize;

use crate::{
    model::{
        ArticleId, CopyNote, DecisionNote, Entry, Joined, MemberReason, StoryId, Tie, Timestamp,
    },
    store::{Reader, StoreError, error::Doing},
};

/// What grouping noted, as far as it is told.
#[derive(Debug, Deserialize)]
struct Noted {
    score: f32,
    needed: f32,
    with: ArticleId,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default)]
    tie: Option<Tie>,
    seconds_apart: i64,
    #[serde(default)]
    rival: Option<(StoryId, f32)>,
}

/// A member as it lies in the cache.
struct Stored {
    article: ArticleId,
    source: String,
    title: String,
    copy: Option<CopyNote>,
    is_grouped: bool,
    reason: Option<String>,
}

impl Reader {
    /// Why each member of a story stands there, older before newer.
    pub fn reasons(&self, story: StoryId) -> Result<Vec<MemberReason>, StoreError> {
        let doing = "read the reasons of a story";
        let members: Vec<Stored> = self
            .connection
            .prepare_cached(
                "SELECT article.id, source.name, article.title, origin.name, article.copied,
                        coalesce(length(placement.features), 0) > 0, placement.reason
                 FROM article JOIN source ON source.id = article.source
                 LEFT JOIN article AS original
                     ON original.id = article.copy_of AND original.story = article.story
                 LEFT JOIN source AS origin ON origin.id = original.source
                 LEFT JOIN placement ON placement.article = article.id
                 WHERE article.story = ?1 ORDER BY article.published, article.id",
            )
            .and_then(|mut statement| statement.query_map([story.0], stored)?.collect())
            .doing(doing)?;
        let mut reasons = Vec::with_capacity(members.len());
        for member in members {
            reasons.push(MemberReason {
                how: self.entry(story, &member).doing(doing)?,
                decisions: self.decision_notes(member.article).doing(doing)?,
                article: member.article,
                source: member.source,
                title: member.title,
                copy: member.copy,
            });
        }
        let openers = reasons
            .iter()
            .filter(|member| member.how == Entry::Opened)
            .map(|member| Ok((member.article, self.was_put(member.article)?)))
            .collect::<rusqlite::Result<Vec<_>>>()
            .doing(doing)?;
        tell_opener(&mut reasons, &openers);
        Ok(reasons)
    }

    /// What the reader decided about an article, in the order it was decided; where it was decided
    /// otherwise later, only that.
    pub fn decisions_about(&self, article: ArticleId) -> Result<Vec<DecisionNote>, StoreError> {
        self.decision_notes(article).doing("read decisions")
    }

    fn entry(&self, story: StoryId, member: &Stored) -> rusqlite::Result<Entry> {
        let noted = member.reason.as_deref();
        let Some(noted) = noted.and_then(|json| serde_json::from_str::<Noted>(json).ok()) else {
            return Ok(if member.is_grouped {
                Entry::Opened
            } else {
                Entry::Ungrouped
            });
        };
        let with = self
            .connection
            .prepare_cached(
                "SELECT source.name, article.title FROM article
                 JOIN source ON source.id = article.source
                 WHERE article.id = ?1 AND article.story = ?2",
            )?
            .query_row([noted.with.0, story.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some(with) = with else {
            return Ok(if self.was_put(member.article)? {
                Entry::Placed
            } else {
                Entry::Parted
            });
        };
        let rival = match noted.rival {
            Some((rival, score)) => {
                let now = super::stories::current_story(&self.connection, rival)?;
                let title = self.headline(now)?.filter(|_| now != story);
                Some((rival, title, score))
            }
            None => None,
        };
        Ok(Entry::Joined(Box::new(Joined {
            score: noted.score,
            needed: noted.needed,
            with,
            words: noted.words,
            names: noted.names,
            numbers: noted.numbers,
            tie: noted.tie,
            seconds_apart: noted.seconds_apart,
            rival,
        })))
    }

    /// Whether the reader put an article into a story that had others: then it stands on another
    /// side of a merge than the first, which are the articles that stayed.
    fn was_put(&self, article: ArticleId) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM decision_member
                                JOIN decision ON decision.id = decision_member.decision
                                WHERE article = ?1 AND together = 1 AND side > 0)",
            )?
            .query_row([article.0], |row| row.get(0))
    }

    fn headline(&self, story: StoryId) -> rusqlite::Result<Option<String>> {
        self.connection
            .prepare_cached("SELECT title FROM story WHERE id = ?1")?
            .query_row([story.0], |row| row.get(0))
            .optional()
    }

    fn decision_notes(&self, article: ArticleId) -> rusqlite::Result<Vec<DecisionNote>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT decision.id, made, together, other.title
             FROM decision_member AS own
             JOIN decision ON decision.id = own.decision
             JOIN decision_member AS beside
                 ON beside.decision = own.decision AND beside.side <> own.side
             JOIN article AS other ON other.id = beside.article
             WHERE own.article = ?1 AND NOT EXISTS (
                 SELECT 1 FROM decision_member AS again
                 JOIN decision_member AS against
                     ON against.decision = again.decision AND against.side <> again.side
                     AND against.article = beside.article
                 JOIN decision AS later ON later.id = again.decision
                 WHERE again.article = own.article AND later.id > decision.id
                 AND later.together <> decision.together)
             ORDER BY decision.id, other.published, other.id",
        )?;
        let mut rows = statement.query([article.0])?;
        let mut notes: Vec<DecisionNote> = Vec::new();
        let mut last = None;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if last.replace(id) != Some(id) {
                notes.push(DecisionNote {
                    made: Timestamp(row.get(1)?),
                    together: row.get(2)?,
                    others: Vec::new(),
                });
            }
            if let Some(note) = notes.last_mut() {
                note.others.push(row.get(3)?);
            }
        }
        Ok(notes)
    }
}

/// One member opened the story: of those that joined nothing, the oldest that the reader did not
/// put here. Articles of one refresh find each other; then it is the first of them. `openers` are
/// those that joined nothing, oldest first, and whether the reader put them here.
fn tell_opener(reasons: &mut [MemberReason], openers: &[(ArticleId, bool)]) {
    let own = openers.iter().find(|(_, was_put)| !was_put);
    let joined = || {
        let joined = reasons
            .iter()
            .find(|member| matches!(member.how, Entry::Joined(_)));
        joined.map(|member| member.article)
    };
    let opener = own
        .map(|(article, _)| *article)
        .or_else(joined)
        .or_else(|| openers.first().map(|(article, _)| *article));
    for member in reasons {
        if Some(member.article) == opener {
            member.how = Entry::Opened;
        } else if member.how == Entry::Opened {
            member.how = if member.decisions.is_empty() {
                Entry::Regrouped
            } else {
                Entry::Placed
            };
        }
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let (origin, share): (Option<String>, f32) = (row.get(3)?, row.get(4)?);
    Ok(Stored {
        article: ArticleId(row.get(0)?),
        source: row.get(1)?,
        title: row.get(2)?,
        copy: origin.map(|source| CopyNote { source, share }),
        is_grouped: row.get(5)?,
        reason: row.get(6)?,
    })
}
