//! Lists of stories, and flat ones of articles: which, in which order, and their rows.

use rusqlite::{OptionalExtension, Row, types::Value};

use crate::{
    model::{ArticleId, ListedRows, RowId, Sort, StoryId, StoryRow, Timestamp, View},
    query::Query,
    store::{Reader, StoreError, articles::tags_of, error::Doing, filter, filter::Filter},
};

/// What a list is to show.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// Which stories or articles; a saved view is its query.
    pub view: &'a View,
    /// Only what it finds, where there is one.
    pub query: Option<&'a Query>,
    /// Only what is unread.
    pub unread: bool,
    /// Articles one by one instead of stories.
    pub flat: bool,
    /// In which order.
    pub sort: Sort,
    /// The order from its end.
    pub reversed: bool,
    /// What is muted too.
    pub muted: bool,
}

impl Default for Listing<'_> {
    fn default() -> Self {
        Self {
            view: &View::All,
            query: None,
            unread: false,
            flat: false,
            sort: Sort::Top,
            reversed: false,
            muted: false,
        }
    }
}

impl Listing<'_> {
    /// A history lists what was read from, one by one.
    fn is_flat(&self) -> bool {
        self.flat || *self.view == View::History
    }
}

impl Reader {
    /// The first rows of a list, in order: what a screen needs before it needs them all.
    pub fn list(
        &self,
        listing: Listing<'_>,
        now: Timestamp,
        limit: usize,
    ) -> Result<ListedRows, StoreError> {
        let flat = listing.is_flat();
        let mut statement = if flat {
            of_articles(&listing, now)
        } else {
            of_stories(&listing, now)
        };
        statement
            .values
            .push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        let mut listed = ListedRows::default();
        let doing = "list the stories";
        let mut prepared = self
            .connection
            .prepare_cached(&statement.sql)
            .doing(doing)?;
        let mut rows = prepared
            .query(rusqlite::params_from_iter(&statement.values))
            .doing(doing)?;
        while let Some(row) = rows.next().doing(doing)? {
            listed.stories.push(StoryId(row.get(0).doing(doing)?));
            if flat {
                listed.articles.push(ArticleId(row.get(1).doing(doing)?));
                listed.unread.push(row.get(2).doing(doing)?);
            }
        }
        if !flat {
            self.flag_unread(&listing, limit, &mut listed)?;
        }
        Ok(listed)
    }

    /// Whether each story has an unread member. All that are unread stand in an index of their own,
    /// so that no story is looked at for it.
    fn flag_unread(
        &self,
        listing: &Listing<'_>,
        limit: usize,
        listed: &mut ListedRows,
    ) -> Result<(), StoreError> {
        if listing.unread || *listing.view == View::Unread {
            listed.unread = vec![true; listed.len()];
            return Ok(());
        }
        let doing = "list the unread stories";
        if listed.len() < limit.min(FEW) {
            let mut one = self
                .connection
                .prepare_cached("SELECT unread > 0 FROM story WHERE id = ?1")
                .doing(doing)?;
            for story in &listed.stories {
                let unread = one.query_row([story.0], |row| row.get(0)).doing(doing)?;
                listed.unread.push(unread);
            }
            return Ok(());
        }
        let unread = self.unread_rows(false)?;
        let unread: rustc_hash::FxHashSet<RowId> = unread.into_iter().collect();
        listed.unread = listed.ids().map(|id| unread.contains(&id)).collect();
        Ok(())
    }

    /// All unread stories, or articles, in no order.
    pub fn unread_rows(&self, flat: bool) -> Result<Vec<RowId>, StoreError> {
        let sql = if flat {
            "SELECT id FROM article WHERE read = 0 AND muted = 0 AND story IS NOT NULL"
        } else {
            "SELECT id FROM story WHERE unread > 0 ORDER BY rank DESC, id DESC"
        };
        let row_id = |row: &Row<'_>| {
            row.get(0).map(|id| match flat {
                true => RowId::Article(ArticleId(id)),
                false => RowId::Story(StoryId(id)),
            })
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([], row_id)?.collect())
            .doing("list the unread stories")
    }

    /// Rows in the given order; what is gone is left out. An article's row says what is known of it
    /// alone, and where it is of the history, its time is when it was read from.
    pub fn rows(&self, ids: &[RowId], view: &View) -> Result<Vec<StoryRow>, StoreError> {
        let stories = ids.iter().filter_map(|id| match id {
            RowId::Story(story) => Some(*story),
            RowId::Article(_) => None,
        });
        let stories: Vec<StoryId> = stories.collect();
        let mut rows = self.story_rows(&stories)?;
        let doing = "read the articles of a list";
        let time = match view {
            View::History => "coalesce(article.opened, article.published)",
            _ => "article.published",
        };
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "SELECT article.story, article.title, article.id, source.name, article.published,
                        {time}, 1, 1, 1, article.read = 0 AND article.muted = 0, article.starred,
                        article.changed > 0, article.derived, story.followed > 0,
                        article.muted > 0 OR story.muted, article.words,
                        iif(article.read = 0, article.new_to_you, NULL), 0, article.own_tags
                 FROM article JOIN source ON source.id = article.source
                 JOIN story ON story.id = article.story WHERE article.id = ?1"
            ))
            .doing(doing)?;
        for id in ids {
            if let RowId::Article(article) = id {
                let row = statement.query_row([article.0], story_row).optional();
                rows.extend(row.doing(doing)?);
            }
        }
        Ok(rows)
    }

    /// The addresses of the articles that stand for rows; those without one are left out.
    pub fn addresses(&self, rows: &[RowId]) -> Result<Vec<(ArticleId, String)>, StoreError> {
        let doing = "read the addresses";
        let mut of_story = self
            .connection
            .prepare_cached(
                "SELECT article.id, article.url FROM story
                 JOIN article ON article.id = story.lead
                 WHERE story.id = ?1 AND article.url IS NOT NULL",
            )
            .doing(doing)?;
        let mut of_article = self
            .connection
            .prepare_cached("SELECT id, url FROM article WHERE id = ?1 AND url IS NOT NULL")
            .doing(doing)?;
        let address = |row: &Row<'_>| Ok((ArticleId(row.get(0)?), row.get(1)?));
        let mut addresses = Vec::new();
        for row in rows {
            let found = match row {
                RowId::Story(story) => of_story.query_row([story.0], address),
                RowId::Article(article) => of_article.query_row([article.0], address),
            };
            addresses.extend(found.optional().doing(doing)?);
        }
        Ok(addresses)
    }

    /// Whether all rows are starred, stories by any of their articles; those that are gone do not
    /// count.
    pub fn all_are_starred(&self, rows: &[RowId]) -> Result<bool, StoreError> {
        let doing = "read the stars";
        let statement = |query| self.connection.prepare_cached(query).doing(doing);
        let mut of_story = statement("SELECT starred > 0 FROM story WHERE id = ?1")?;
        let mut of_article = statement("SELECT starred > 0 FROM article WHERE id = ?1")?;
        for row in rows {
            let starred = match row {
                RowId::Story(story) => of_story.query_row([story.0], |row| row.get(0)),
                RowId::Article(article) => of_article.query_row([article.0], |row| row.get(0)),
            };
            if starred.optional().doing(doing)? == Some(false) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The tags that anything has, with how many unread stories have an article of that tag; the
    /// reader's own and those of feeds, in the order of their names.
    pub fn tag_counts(&self) -> Result<Vec<(String, u32)>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT tag, count(DISTINCT iif(unread, story, NULL)) FROM (
                     SELECT json_each.value AS tag, article.story AS story,
                            article.read = 0 AND article.muted = 0 AS unread
                     FROM feed, json_each(feed.tags)
                     JOIN carried ON carried.feed = feed.id
                     JOIN article ON article.id = carried.article
                     WHERE feed.listed = 1
                     UNION ALL
                     SELECT json_each.value, article.story,
                            article.read = 0 AND article.muted = 0
                     FROM article, json_each(article.own_tags)
                     WHERE article.own_tags <> '[]'
                 ) GROUP BY tag COLLATE NOCASE ORDER BY tag COLLATE NOCASE",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect()
            })
            .doing("list the tags")
    }
}

/// Rows that are asked about one by one rather than all unread ones at once.
const FEW: usize = 512;

/// A statement with the values of its `?`, in order.
struct Statement {
    sql: String,
    values: Vec<Value>,
}

/// What is listed as far as it is a query: a tag, and what narrows the list.
fn queries(listing: &Listing<'_>) -> impl Iterator<Item = Query> {
    let tag = match listing.view {
        View::Tag(tag) => Some(Query::tag(tag)),
        _ => None,
    };
    tag.into_iter().chain(listing.query.cloned())
}

fn of_stories(listing: &Listing<'_>, now: Timestamp) -> Statement {
    let mut values = Vec::new();
    let mut conditions = Vec::new();
    let mut of_members = |condition: String, more: Vec<Value>, conditions: &mut Vec<String>| {
        conditions.push(format!("id IN (SELECT story FROM {condition})"));
        values.extend(more);
    };
    match listing.view {
        View::Starred => conditions.push("starred > 0".to_owned()),
        View::Followed => conditions.push("followed > 0".to_owned()),
        View::Muted => conditions.push("muted > 0".to_owned()),
        View::Feed(feed) => of_members(
            "carried JOIN article ON article.id = carried.article WHERE carried.feed = ?"
                .to_owned(),
            vec![feed.0.into()],
            &mut conditions,
        ),
        _ => {}
    }
    for query in queries(listing) {
        let filter = filter::sql(&query, now);
        let from = format!(
            "(SELECT article.story FROM article JOIN story ON story.id = article.story
              JOIN source ON source.id = article.source WHERE {})",
            filter.condition
        );
        of_members(from, filter.values, &mut conditions);
    }
    if listing.unread || *listing.view == View::Unread {
        conditions.push("unread > 0".to_owned());
    } else if leaves_muted_out(listing) {
        conditions.push("muted = 0".to_owned());
    }
    Statement {
        sql: format!(
            "SELECT id FROM story WHERE {} ORDER BY {} LIMIT ?",
            joined(&conditions),
            directed(story_order(listing.sort), listing.reversed)
        ),
        values,
    }
}

fn of_articles(listing: &Listing<'_>, now: Timestamp) -> Statement {
    let filter = articles_in(listing, now);
    let order = match listing.view {
        View::History => "article.opened DESC, article.id DESC",
        _ => article_order(listing.sort),
    };
    Statement {
        sql: format!(
            "SELECT article.story, article.id, article.read = 0 AND article.muted = 0
             FROM {} WHERE {} ORDER BY {} LIMIT ?",
            if is_plain(listing) {
                "article"
            } else {
                "article JOIN story ON story.id = article.story
                 JOIN source ON source.id = article.source"
            },
            filter.condition,
            directed(order, listing.reversed)
        ),
        values: filter.values,
    }
}

/// Whether a list of articles asks nothing of their stories and sources.
fn is_plain(listing: &Listing<'_>) -> bool {
    let view = matches!(listing.view, View::All | View::Unread);
    let sort = !matches!(listing.sort, Sort::Sources | Sort::Feed);
    view && sort && listing.query.is_none() && leaves_muted_out(listing)
}

/// What an article of a list meets, as a condition over article, story and source.
pub(super) fn articles_in(listing: &Listing<'_>, now: Timestamp) -> Filter {
    let mut values = Vec::new();
    let mut conditions = Vec::new();
    match listing.view {
        View::Starred => conditions.push("article.starred = 1".to_owned()),
        View::Followed => conditions.push("story.followed > 0".to_owned()),
        View::Muted => conditions.push("(article.muted > 0 OR story.muted > 0)".to_owned()),
        View::History => conditions.push("article.opened IS NOT NULL".to_owned()),
        View::Feed(feed) => {
            conditions
                .push("article.id IN (SELECT article FROM carried WHERE feed = ?)".to_owned());
            values.push(feed.0.into());
        }
        _ => {}
    }
    for query in queries(listing) {
        let filter = filter::sql(&query, now);
        conditions.push(format!("({})", filter.condition));
        values.extend(filter.values);
    }
    if listing.unread || *listing.view == View::Unread {
        conditions.push("article.read = 0".to_owned());
    }
    if leaves_muted_out(listing) {
        // Few stories are muted: their articles are left out without a look at every story.
        let muted = "article.story NOT IN (SELECT id FROM story WHERE muted > 0)";
        conditions.push(format!(
            "article.muted = 0 AND article.story IS NOT NULL AND {muted}"
        ));
    }
    Filter {
        condition: joined(&conditions),
        values,
    }
}

/// What is muted stands in a view of its own, in the history, and under its star.
fn leaves_muted_out(listing: &Listing<'_>) -> bool {
    !listing.muted && !matches!(listing.view, View::Muted | View::History | View::Starred)
}

fn joined(conditions: &[String]) -> String {
    if conditions.is_empty() {
        "1".to_owned()
    } else {
        conditions.join(" AND ")
    }
}

fn story_order(sort: Sort) -> &'static str {
    match sort {
        Sort::Top => "rank DESC, id DESC",
        Sort::New => "last_published DESC, id DESC",
        Sort::Sources => "sources DESC, rank DESC, id DESC",
        Sort::Unread => "unread DESC, rank DESC, id DESC",
        Sort::Length => {
            "(SELECT words FROM article WHERE article.id = story.lead) ASC, rank DESC, id DESC"
        }
        Sort::Feed => "lead_source COLLATE NOCASE ASC, rank DESC, id DESC",
        Sort::Title => "title COLLATE NOCASE ASC, id DESC",
    }
}

fn article_order(sort: Sort) -> &'static str {
    match sort {
        // What makes a story weighty says nothing of one article: the river of news it is.
        Sort::Top | Sort::New => "article.published DESC, article.id DESC",
        Sort::Sources => {
            "story.sources DESC, story.rank DESC, story.id DESC, article.published DESC, \
             article.id DESC"
        }
        Sort::Unread => "article.read ASC, article.published DESC, article.id DESC",
        Sort::Length => "article.words ASC, article.published DESC, article.id DESC",
        Sort::Feed => "source.name COLLATE NOCASE ASC, article.published DESC, article.id DESC",
        Sort::Title => "article.title COLLATE NOCASE ASC, article.id DESC",
    }
}

/// The order, or the same from its end.
fn directed(order: &str, reversed: bool) -> String {
    if !reversed {
        return order.to_owned();
    }
    order
        .replace(" DESC", " \u{1}")
        .replace(" ASC", " DESC")
        .replace('\u{1}', "ASC")
}

/// A row as `story_rows` and `rows` read it.
pub(super) fn story_row(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
    Ok(StoryRow {
        id: StoryId(row.get(0)?),
        title: row.get(1)?,
        lead: ArticleId(row.get(2)?),
        lead_source: row.get(3)?,
        first_published: Timestamp(row.get(4)?),
        last_published: Timestamp(row.get(5)?),
        articles: row.get(6)?,
        sources: row.get(7)?,
        origins: row.get(8)?,
        unread: row.get(9)?,
        starred: row.get(10)?,
        changed: row.get(11)?,
        derived_title: row.get(12)?,
        followed: row.get(13)?,
        muted: row.get(14)?,
        words: row.get(15)?,
        new_to_you: row.get(16)?,
        news: row.get(17)?,
        own_tags: tags_of(&row.get::<_, String>(18)?),
    })
}
