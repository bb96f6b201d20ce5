//! What the reader decides about stories: an article separated from its story, a story dissolved,
//! two stories merged. The decision and what it does to the stories are one transaction, on disk
//! when the call returns; it holds until the reader takes it back or decides otherwise.

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    model::{ArticleId, DecisionId, Move, Regrouped, StoredDecision, StoryId, Timestamp, Wish},
    store::{
        Grouped, Reader, StoreError, Summarise, Writer,
        error::Doing,
        grouping::next_story,
        moving::{articles_of, carry_out, hold, is_allowed, name_after, story_of, words_on},
        stories::current_story,
    },
};

/// The setting that counts changes of the decisions; who works with decisions that were read
/// before learns from it that they are old.
const VERSION: &str = "decisions.version";

impl Reader {
    /// Grows with every decision that is made or taken back.
    pub fn decisions_version(&self) -> Result<i64, StoreError> {
        version(&self.connection).doing("read the decisions")
    }

    /// All decisions in the order they were made.
    pub fn decisions(&self) -> Result<Vec<StoredDecision>, StoreError> {
        all(&self.connection).doing("read the decisions")
    }
}

impl Writer {
    /// Does what the reader wants done; `None` where there is nothing to do: a story of one
    /// article cannot be separated, a story cannot be merged with itself.
    pub fn regroup(
        &mut self,
        wish: Wish,
        now: Timestamp,
        summarise: &Summarise<'_>,
    ) -> Result<Option<Regrouped>, StoreError> {
        let doing = "regroup a story";
        self.durably(|writer| {
            let transaction = writer.connection.transaction().doing(doing)?;
            let Some(plan) = plan(&transaction, wish).doing(doing)? else {
                return Ok(None);
            };
            let together = matches!(wish, Wish::Merge(..));
            let decision = insert(&transaction, now, together, &plan.sides).doing(doing)?;
            let leads = leads_of(&transaction, &plan.moves).doing(doing)?;
            let touched = carry_out(&transaction, &plan.moves).doing(doing)?;
            Grouped::new(&transaction).summarise_all(touched, summarise)?;
            transaction.commit().doing(doing)?;
            Ok(Some(Regrouped {
                wish,
                decision,
                sides: plan.sides,
                leads,
                moves: plan.moves,
            }))
        })
    }

    /// Makes a decision again that was taken back: on the articles it was made on, not on all that
    /// their stories hold by now. Stories get the ids they had then. `None`, and nothing changes,
    /// if its articles are gone or what was decided since stands against it. Gives the stories
    /// that changed too.
    pub fn make_again(
        &mut self,
        done: &Regrouped,
        now: Timestamp,
        summarise: &Summarise<'_>,
    ) -> Result<Option<(Regrouped, Vec<StoryId>)>, StoreError> {
        let doing = "make a decision again";
        self.durably(|writer| {
            let transaction = writer.connection.transaction().doing(doing)?;
            let sides = still_there(&transaction, &done.sides).doing(doing)?;
            if sides.len() < 2 {
                return Ok(None);
            }
            let together = matches!(done.wish, Wish::Merge(..));
            let decision = insert(&transaction, now, together, &sides).doing(doing)?;
            let named: Vec<ArticleId> = sides.iter().flatten().copied().collect();
            let before = surroundings(&transaction, &named).doing(doing)?;
            let mut touched = FxHashSet::default();
            for step in way_forth(&transaction, done).doing(doing)? {
                if is_allowed(&transaction, &[step]).doing(doing)? {
                    touched.extend(carry_out(&transaction, &[step]).doing(doing)?);
                }
            }
            let Some(held) = hold(&transaction, &named).doing(doing)? else {
                return Ok(None);
            };
            touched.extend(held);
            let moves = moved(&transaction, &before).doing(doing)?;
            let touched = Grouped::new(&transaction).summarise_all(touched, summarise)?;
            transaction.commit().doing(doing)?;
            let again = Regrouped {
                wish: done.wish,
                decision,
                sides,
                leads: done.leads.clone(),
                moves,
            };
            Ok(Some((again, touched)))
        })
    }

    /// Takes a decision back and puts the articles where they were, as far as they are still
    /// where it put them and no other decision forbids it. What was decided before holds again.
    /// Gives the stories that changed; `None`, and nothing changes, if what was decided since
    /// stands against it.
    pub fn take_back(
        &mut self,
        done: &Regrouped,
        summarise: &Summarise<'_>,
    ) -> Result<Option<Vec<StoryId>>, StoreError> {
        let doing = "take a decision back";
        self.durably(|writer| {
            let transaction = writer.connection.transaction().doing(doing)?;
            let named = named(&transaction, done.decision).doing(doing)?;
            transaction
                .execute("DELETE FROM decision WHERE id = ?1", [done.decision.0])
                .doing(doing)?;
            bump(&transaction).doing(doing)?;
            let mut touched = FxHashSet::default();
            for moves in way_back(&transaction, done).doing(doing)? {
                if is_allowed(&transaction, &moves).doing(doing)? {
                    touched.extend(carry_out(&transaction, &moves).doing(doing)?);
                }
            }
            let Some(held) = hold(&transaction, &named).doing(doing)? else {
                return Ok(None);
            };
            touched.extend(held);
            put_back_leads(&transaction, &done.leads).doing(doing)?;
            let touched = Grouped::new(&transaction).summarise_all(touched, summarise)?;
            transaction.commit().doing(doing)?;
            Ok(Some(touched))
        })
    }
}

/// What a wish comes to.
struct Plan {
    sides: Vec<Vec<ArticleId>>,
    moves: Vec<Move>,
}

fn plan(connection: &Connection, wish: Wish) -> rusqlite::Result<Option<Plan>> {
    match wish {
        Wish::Separate(article) => plan_separate(connection, article),
        Wish::Dissolve(story) => plan_dissolve(connection, story),
        Wish::Merge(one, other) => plan_merge(connection, one, other),
    }
}

fn plan_separate(connection: &Connection, article: ArticleId) -> rusqlite::Result<Option<Plan>> {
    let Some(story) = story_of(connection, article)? else {
        return Ok(None);
    };
    let mut others = articles_of(connection, story)?;
    others.retain(|other| *other != article);
    if others.is_empty() {
        return Ok(None);
    }
    let mut ids = NewIds::new(connection, story, &[])?;
    Ok(Some(Plan {
        sides: vec![vec![article], others],
        moves: vec![ids.away(article)?],
    }))
}

fn plan_dissolve(connection: &Connection, story: StoryId) -> rusqlite::Result<Option<Plan>> {
    let story = current_story(connection, story)?;
    let members = articles_of(connection, story)?;
    if members.len() < 2 {
        return Ok(None);
    }
    let lead: i64 = connection.query_row(
        "SELECT coalesce((SELECT lead FROM story WHERE id = ?1), ?2)",
        [story.0, members[0].0],
        |row| row.get(0),
    )?;
    let mut ids = NewIds::new(connection, story, &[])?;
    let moves = members
        .iter()
        .filter(|member| member.0 != lead)
        .map(|member| ids.away(*member))
        .collect::<Result<_, _>>()?;
    Ok(Some(Plan {
        sides: members.into_iter().map(|member| vec![member]).collect(),
        moves,
    }))
}

fn plan_merge(
    connection: &Connection,
    one: StoryId,
    other: StoryId,
) -> rusqlite::Result<Option<Plan>> {
    let (one, other) = (
        current_story(connection, one)?,
        current_story(connection, other)?,
    );
    let (kept, gone) = (one.min(other), one.max(other));
    let (staying, going) = (
        articles_of(connection, kept)?,
        articles_of(connection, gone)?,
    );
    if kept == gone || staying.is_empty() || going.is_empty() {
        return Ok(None);
    }
    let moves = going.iter().map(|article| Move {
        article: *article,
        from: gone,
        to: kept,
    });
    Ok(Some(Plan {
        moves: moves.collect(),
        sides: vec![staying, going],
    }))
}

/// Gives ids to articles that leave a story: those of the time before, where they lead to that
/// story now, else new ones.
struct NewIds<'a> {
    connection: &'a Connection,
    story: StoryId,
    before: &'a [Move],
    next: StoryId,
}

impl<'a> NewIds<'a> {
    fn new(
        connection: &'a Connection,
        story: StoryId,
        before: &'a [Move],
    ) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            story,
            before,
            next: next_story(connection)?,
        })
    }

    fn away(&mut self, article: ArticleId) -> rusqlite::Result<Move> {
        let known = self.before.iter().find(|one| one.article == article);
        let to = match known {
            Some(known)
                if known.to != self.story
                    && current_story(self.connection, known.to)? == self.story =>
            {
                known.to
            }
            _ => {
                let new = self.next;
                self.next = StoryId(new.0 + 1);
                new
            }
        };
        Ok(Move {
            article,
            from: self.story,
            to,
        })
    }
}

/// The articles that a decision names.
fn named(connection: &Connection, decision: DecisionId) -> rusqlite::Result<Vec<ArticleId>> {
    connection
        .prepare_cached("SELECT article FROM decision_member WHERE decision = ?1 ORDER BY article")?
        .query_map([decision.0], |row| row.get(0).map(ArticleId))?
        .collect()
}

/// The articles that stand for the stories that moves lead from and to.
fn leads_of(
    connection: &Connection,
    moves: &[Move],
) -> rusqlite::Result<Vec<(StoryId, ArticleId)>> {
    let mut stories: Vec<StoryId> = moves.iter().flat_map(|step| [step.from, step.to]).collect();
    stories.sort_unstable();
    stories.dedup();
    let mut statement = connection.prepare_cached("SELECT lead FROM story WHERE id = ?1")?;
    let mut leads = Vec::new();
    for story in stories {
        let lead: Option<i64> = statement
            .query_row([story.0], |row| row.get(0))
            .optional()?;
        leads.extend(lead.map(|lead| (story, ArticleId(lead))));
    }
    Ok(leads)
}

/// Stories are named as they were, where the article that named them is back.
fn put_back_leads(connection: &Connection, leads: &[(StoryId, ArticleId)]) -> rusqlite::Result<()> {
    for (story, lead) in leads {
        if story_of(connection, *lead)? == Some(*story) {
            name_after(connection, *story, *lead)?;
        }
    }
    Ok(())
}

/// The sides without articles that are gone.
fn still_there(
    connection: &Connection,
    sides: &[Vec<ArticleId>],
) -> rusqlite::Result<Vec<Vec<ArticleId>>> {
    let mut kept = Vec::with_capacity(sides.len());
    for side in sides {
        let mut there = Vec::with_capacity(side.len());
        for article in side {
            if story_of(connection, *article)?.is_some() {
                there.push(*article);
            }
        }
        if !there.is_empty() {
            kept.push(there);
        }
    }
    Ok(kept)
}

/// The articles that make a story with any of these, or with what decisions name beside them, and
/// where they are.
fn surroundings(
    connection: &Connection,
    articles: &[ArticleId],
) -> rusqlite::Result<Vec<(ArticleId, StoryId)>> {
    let mut stories = FxHashSet::default();
    for article in articles {
        stories.extend(story_of(connection, *article)?);
        for (other, _) in words_on(connection, *article)? {
            stories.extend(story_of(connection, other)?);
        }
    }
    let mut stories: Vec<StoryId> = stories.into_iter().collect();
    stories.sort_unstable();
    let mut places = Vec::new();
    for story in stories {
        let articles = articles_of(connection, story)?.into_iter();
        places.extend(articles.map(|article| (article, story)));
    }
    Ok(places)
}

/// Which articles are elsewhere now.
fn moved(connection: &Connection, before: &[(ArticleId, StoryId)]) -> rusqlite::Result<Vec<Move>> {
    let mut moves = Vec::new();
    for (article, from) in before {
        if let Some(to) = story_of(connection, *article)?.filter(|to| to != from) {
            moves.push(Move {
                article: *article,
                from: *from,
                to,
            });
        }
    }
    Ok(moves)
}

/// The moves that make a separation again, as far as its articles are where they were before it.
/// Stories that are merged again need none: the older id is kept.
fn way_forth(connection: &Connection, done: &Regrouped) -> rusqlite::Result<Vec<Move>> {
    let mut moves = Vec::new();
    let first = done
        .moves
        .first()
        .filter(|_| !matches!(done.wish, Wish::Merge(..)));
    let Some(first) = first else {
        return Ok(moves);
    };
    let story = current_story(connection, first.from)?;
    let mut ids = NewIds::new(connection, story, &done.moves)?;
    for step in &done.moves {
        if story_of(connection, step.article)? == Some(story) {
            moves.push(ids.away(step.article)?);
        }
    }
    Ok(moves)
}

/// The moves that undo a decision, in groups that go together.
fn way_back(connection: &Connection, done: &Regrouped) -> rusqlite::Result<Vec<Vec<Move>>> {
    let mut groups: FxHashMap<(StoryId, StoryId), Vec<Move>> = FxHashMap::default();
    for step in &done.moves {
        let now = current_story(connection, step.to)?;
        if story_of(connection, step.article)? != Some(now) {
            continue;
        }
        // A merged story comes back under its id; a story that lost an article is where it is.
        let back = match done.wish {
            Wish::Merge(..) => step.from,
            Wish::Separate(_) | Wish::Dissolve(_) => current_story(connection, step.from)?,
        };
        if back != now {
            groups.entry((now, back)).or_default().push(Move {
                article: step.article,
                from: now,
                to: back,
            });
        }
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_unstable_by_key(|moves| moves[0].article);
    Ok(groups)
}

pub(super) fn insert(
    connection: &Connection,
    made: Timestamp,
    together: bool,
    sides: &[Vec<ArticleId>],
) -> rusqlite::Result<DecisionId> {
    connection
        .prepare_cached("INSERT INTO decision (made, together) VALUES (?1, ?2)")?
        .execute(params![made.0, together])?;
    let decision = connection.last_insert_rowid();
    let mut statement = connection.prepare_cached(
        "INSERT INTO decision_member (decision, article, side) VALUES (?1, ?2, ?3)",
    )?;
    for (side, articles) in (0_i64..).zip(sides) {
        for article in articles {
            statement.execute([decision, article.0, side])?;
        }
    }
    bump(connection)?;
    Ok(DecisionId(decision))
}

/// The version of the decisions; 0 before the first.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([VERSION], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}

/// Whoever works with the decisions as they were is to read them again.
pub(super) fn bump(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO setting (name, value) VALUES (?1, 1)
             ON CONFLICT (name) DO UPDATE SET value = value + 1",
        )?
        .execute([VERSION])
        .map(drop)
}

fn all(connection: &Connection) -> rusqlite::Result<Vec<StoredDecision>> {
    let mut statement = connection.prepare_cached(
        "SELECT decision.id, made, together, article, side
         FROM decision JOIN decision_member ON decision_member.decision = decision.id
         ORDER BY decision.id, side, article",
    )?;
    let mut rows = statement.query([])?;
    let mut decisions: Vec<StoredDecision> = Vec::new();
    let mut last_side = None;
    while let Some(row) = rows.next()? {
        let id = DecisionId(row.get(0)?);
        if decisions.last().is_none_or(|last| last.id != id) {
            decisions.push(StoredDecision {
                id,
                made: Timestamp(row.get(1)?),
                together: row.get(2)?,
                sides: Vec::new(),
            });
            last_side = None;
        }
        let (article, side): (i64, i64) = (row.get(3)?, row.get(4)?);
        if let Some(decision) = decisions.last_mut() {
            if last_side != Some(side) {
                decision.sides.push(Vec::new());
                last_side = Some(side);
            }
            if let Some(articles) = decision.sides.last_mut() {
                articles.push(ArticleId(article));
            }
        }
    }
    Ok(decisions)
}
