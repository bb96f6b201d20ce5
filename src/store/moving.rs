//! Moving articles between stories so that what the reader decided holds: for two articles on
//! different sides of decisions, the latest of these says whether they share a story.

use rusqlite::{Connection, params};
use rustc_hash::FxHashSet;

use crate::{
    model::{ArticleId, Move, StoryId},
    store::{Grouped, grouping::next_story},
};

/// Whether no decision keeps these articles, which all go the same way, from going.
pub(super) fn is_allowed(connection: &Connection, moves: &[Move]) -> rusqlite::Result<bool> {
    let going: FxHashSet<ArticleId> = moves.iter().map(|step| step.article).collect();
    for step in moves {
        for (other, together) in words_on(connection, step.article)? {
            let story = story_of(connection, other)?;
            let forbids = if together {
                story == Some(step.from) && !going.contains(&other)
            } else {
                story == Some(step.to)
            };
            if forbids {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The articles that decisions name beside this one, and whether they belong together: the latest
/// decision on the pair.
pub(super) fn words_on(
    connection: &Connection,
    article: ArticleId,
) -> rusqlite::Result<Vec<(ArticleId, bool)>> {
    connection
        .prepare_cached(
            // Beside max(), SQLite takes the other columns from the row that has it.
            "SELECT other.article, decision.together, max(decision.id)
             FROM decision_member AS own
             JOIN decision_member AS other
                 ON other.decision = own.decision AND other.side <> own.side
             JOIN decision ON decision.id = own.decision
             WHERE own.article = ?1 GROUP BY other.article ORDER BY other.article",
        )?
        .query_map([article.0], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?
        .collect()
}

/// Moves articles. A story that is entered leads nowhere else any more; one that is left by its
/// last article leads to where that went. Gives the stories that changed.
pub(super) fn carry_out(
    connection: &Connection,
    moves: &[Move],
) -> rusqlite::Result<FxHashSet<StoryId>> {
    let grouped = Grouped::new(connection);
    let mut touched = FxHashSet::default();
    for step in moves {
        connection
            .prepare_cached("DELETE FROM story_redirect WHERE gone = ?1")?
            .execute([step.to.0])?;
        connection
            .prepare_cached("UPDATE article SET story = ?2 WHERE id = ?1")?
            .execute([step.article.0, step.to.0])?;
        touched.extend([step.from, step.to]);
        if articles_of(connection, step.from)?.is_empty() {
            grouped.merge(step.to, step.from)?;
        }
    }
    Ok(touched)
}

/// Makes the decisions on these articles hold, by uniting and parting stories; gives the stories
/// that changed, `None` if decisions stand against each other.
pub(super) fn hold(
    connection: &Connection,
    articles: &[ArticleId],
) -> rusqlite::Result<Option<FxHashSet<StoryId>>> {
    let mut touched = FxHashSet::default();
    // Each step settles a pair; what takes more steps than there are articles goes in circles.
    for _ in 0..=articles.len() {
        let Some((one, other, together)) = broken(connection, articles)? else {
            return Ok(Some(touched));
        };
        let sides = [vec![one], vec![other]];
        let changed = if together {
            unite(connection, &sides)?
        } else {
            part(connection, &sides)?
        };
        match changed {
            Some(changed) => touched.extend(changed),
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// A pair that does not stand as the reader decided.
fn broken(
    connection: &Connection,
    articles: &[ArticleId],
) -> rusqlite::Result<Option<(ArticleId, ArticleId, bool)>> {
    for article in articles {
        let Some(story) = story_of(connection, *article)? else {
            continue;
        };
        for (other, together) in words_on(connection, *article)? {
            let of_other = story_of(connection, other)?;
            if of_other.is_some() && (of_other == Some(story)) != together {
                return Ok(Some((*article, other, together)));
            }
        }
    }
    Ok(None)
}

/// The stories of the sides become one; `None` if a decision keeps any of their articles apart.
pub(super) fn unite(
    connection: &Connection,
    sides: &[Vec<ArticleId>],
) -> rusqlite::Result<Option<FxHashSet<StoryId>>> {
    let mut stories = Vec::new();
    for article in sides.iter().flatten() {
        stories.extend(story_of(connection, *article)?);
    }
    stories.sort_unstable();
    stories.dedup();
    let mut touched: FxHashSet<StoryId> = stories.iter().copied().collect();
    let Some((kept, others)) = stories.split_first() else {
        return Ok(Some(touched));
    };
    for gone in others {
        let moves: Vec<Move> = articles_of(connection, *gone)?
            .into_iter()
            .map(|article| Move {
                article,
                from: *gone,
                to: *kept,
            })
            .collect();
        if !is_allowed(connection, &moves)? {
            return Ok(None);
        }
        touched.extend(carry_out(connection, &moves)?);
    }
    Ok(Some(touched))
}

/// Sides that share a story leave it, but for the one with the most articles there; `None` if a
/// decision keeps articles of two sides together.
pub(super) fn part(
    connection: &Connection,
    sides: &[Vec<ArticleId>],
) -> rusqlite::Result<Option<FxHashSet<StoryId>>> {
    let mut touched = FxHashSet::default();
    let mut stories = Vec::new();
    for article in sides.iter().flatten() {
        stories.extend(story_of(connection, *article)?);
    }
    stories.sort_unstable();
    stories.dedup();
    for story in stories {
        let members = articles_of(connection, story)?;
        let mut here: Vec<Vec<ArticleId>> = sides
            .iter()
            .map(|side| {
                let there = side.iter().filter(|article| members.contains(article));
                there.copied().collect()
            })
            .filter(|side: &Vec<ArticleId>| !side.is_empty())
            .collect();
        here.sort_by_key(|side| std::cmp::Reverse(side.len()));
        for side in here.iter().skip(1) {
            let to = next_story(connection)?;
            let going = with_bound(connection, side, &members)?;
            let moves: Vec<Move> = going
                .into_iter()
                .map(|article| Move {
                    article,
                    from: story,
                    to,
                })
                .collect();
            if !is_allowed(connection, &moves)? {
                return Ok(None);
            }
            touched.extend(carry_out(connection, &moves)?);
            // So that the next side gets another id.
            name_after(connection, to, moves[0].article)?;
        }
        let still_shared = shares_a_story(connection, &here)?;
        if still_shared {
            return Ok(None);
        }
    }
    Ok(Some(touched))
}

/// Lets an article stand for a story, which is written if it is not there; what else is to be said
/// of it is for the summary.
pub(super) fn name_after(
    connection: &Connection,
    story: StoryId,
    lead: ArticleId,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO story (id, title, lead, lead_source, first_published, last_published,
                 articles, sources, origins, unread, starred, changed, rank)
             VALUES (?1, '', ?2, '', 0, 0, 0, 0, 0, 0, 0, 0, 0)
             ON CONFLICT (id) DO UPDATE SET lead = excluded.lead",
        )?
        .execute(params![story.0, lead.0])
        .map(drop)
}

fn shares_a_story(connection: &Connection, sides: &[Vec<ArticleId>]) -> rusqlite::Result<bool> {
    let mut seen: FxHashSet<StoryId> = FxHashSet::default();
    for side in sides {
        let mut own: FxHashSet<StoryId> = FxHashSet::default();
        for article in side {
            own.extend(story_of(connection, *article)?);
        }
        if own.iter().any(|story| seen.contains(story)) {
            return Ok(true);
        }
        seen.extend(own);
    }
    Ok(false)
}

/// Articles with those of their story that a decision binds to them.
fn with_bound(
    connection: &Connection,
    articles: &[ArticleId],
    members: &[ArticleId],
) -> rusqlite::Result<Vec<ArticleId>> {
    let mut bound = articles.to_vec();
    let mut at = 0;
    while let Some(article) = bound.get(at).copied() {
        for (other, together) in words_on(connection, article)? {
            if together && members.contains(&other) && !bound.contains(&other) {
                bound.push(other);
            }
        }
        at += 1;
    }
    Ok(bound)
}

pub(super) fn story_of(
    connection: &Connection,
    article: ArticleId,
) -> rusqlite::Result<Option<StoryId>> {
    connection
        .prepare_cached("SELECT (SELECT story FROM article WHERE id = ?1)")?
        .query_row([article.0], |row| row.get::<_, Option<i64>>(0))
        .map(|story| story.map(StoryId))
}

pub(super) fn articles_of(
    connection: &Connection,
    story: StoryId,
) -> rusqlite::Result<Vec<ArticleId>> {
    connection
        .prepare_cached("SELECT id FROM article WHERE story = ?1 ORDER BY published, id")?
        .query_map([story.0], |row| row.get(0).map(ArticleId))?
        .collect()
}
