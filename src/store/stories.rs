//! Stories as lists show them, and their members.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::{
    model::{ArticleId, Barrier, Member, Sort, StoryId, StoryRow, Timestamp, View},
    query::Query,
    store::{
        Listing, Reader, StoreError, articles::tags_of, error::Doing, items::kind_of,
        lists::story_row,
    },
};

impl Reader {
    /// Ids of the stories of a view, muted ones too, in order.
    pub fn story_ids(&self, view: View, sort: Sort) -> Result<Vec<StoryId>, StoreError> {
        let listing = Listing {
            view: &view,
            sort,
            muted: true,
            ..Listing::default()
        };
        let listed = self.list(listing, Timestamp::default(), usize::MAX)?;
        Ok(listed.stories)
    }

    /// Ids of the stories with an article that answers a query, muted ones too, in order.
    pub fn stories_matching(
        &self,
        query: &Query,
        sort: Sort,
        now: Timestamp,
    ) -> Result<Vec<StoryId>, StoreError> {
        let listing = Listing {
            query: Some(query),
            sort,
            muted: true,
            ..Listing::default()
        };
        Ok(self.list(listing, now, usize::MAX)?.stories)
    }

    /// Rows for the given stories, in the given order; stories that are gone are left out.
    pub fn story_rows(&self, ids: &[StoryId]) -> Result<Vec<StoryRow>, StoreError> {
        let doing = "read the stories";
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT story.id, story.title, lead, lead_source, first_published, last_published,
                        articles, sources, origins, unread, story.starred, story.changed,
                        coalesce(lead.derived, 0), story.followed > 0, story.muted,
                        coalesce(lead.words, 0), story.new_to_you, story.news,
                        (SELECT json_group_array(DISTINCT value)
                         FROM article AS member, json_each(member.own_tags)
                         WHERE member.story = story.id AND member.own_tags <> '[]')
                 FROM story LEFT JOIN article AS lead ON lead.id = story.lead
                 WHERE story.id = ?1",
            )
            .doing(doing)?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.extend(
                statement
                    .query_row([id.0], story_row)
                    .optional()
                    .doing(doing)?,
            );
        }
        Ok(rows)
    }

    /// The story an article is in; `None` if it is in none yet or not in the cache.
    pub fn story_of(&self, article: ArticleId) -> Result<Option<StoryId>, StoreError> {
        self.connection
            .prepare_cached("SELECT (SELECT story FROM article WHERE id = ?1)")
            .and_then(|mut statement| {
                statement.query_row([article.0], |row| row.get::<_, Option<i64>>(0))
            })
            .map(|story| story.map(StoryId))
            .doing("read a story")
    }

    /// The story that `id` became: itself, unless it was merged into another.
    pub fn current_story(&self, id: StoryId) -> Result<StoryId, StoreError> {
        current_story(&self.connection, id).doing("find a story")
    }

    /// Stories whose headline holds all of some words, in any case; those highest in the list
    /// first.
    pub fn stories_titled(
        &self,
        words: &[String],
        most: usize,
    ) -> Result<Vec<StoryRow>, StoreError> {
        let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let doing = "look for stories";
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, title FROM story ORDER BY rank DESC, id DESC")
            .doing(doing)?;
        let mut rows = statement.query([]).doing(doing)?;
        let mut found = Vec::new();
        while found.len() < most
            && let Some(row) = rows.next().doing(doing)?
        {
            let title: String = row.get(1).doing(doing)?;
            let title = title.to_lowercase();
            if words.iter().all(|word| title.contains(word)) {
                found.push(StoryId(row.get(0).doing(doing)?));
            }
        }
        self.story_rows(&found)
    }

    /// The older story of the same affair, if there is one and it is still there.
    pub fn earlier(&self, story: StoryId) -> Result<Option<StoryRow>, StoreError> {
        let doing = "read a story";
        let earlier = self
            .connection
            .prepare_cached("SELECT (SELECT earlier FROM story WHERE id = ?1)")
            .and_then(|mut statement| {
                statement.query_row([story.0], |row| row.get::<_, Option<i64>>(0))
            })
            .doing(doing)?;
        let Some(earlier) = earlier else {
            return Ok(None);
        };
        let earlier = self.current_story(StoryId(earlier))?;
        if earlier == story {
            return Ok(None);
        }
        Ok(self.story_rows(&[earlier])?.pop())
    }

    /// Members of a story, older before newer.
    pub fn members(&self, story: StoryId) -> Result<Vec<Member>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.id, article.title, source.name, article.via, article.url,
                        article.comments, article.published, article.read, article.seen,
                        article.starred, article.changed, article.kind,
                        (SELECT id FROM article AS original
                         WHERE original.id = article.copy_of AND original.story = article.story),
                        article.words, article.first_seen, article.summary,
                        article.muted > 0, article.own_tags, article.lang, page.barrier,
                        article.revisions, article.opened, article.copied, article.author
                 FROM article JOIN source ON source.id = article.source
                 LEFT JOIN page ON page.article = article.id
                 WHERE article.story = ?1 ORDER BY article.published, article.id",
            )
            .and_then(|mut statement| statement.query_map([story.0], member)?.collect())
            .doing("read a story")
    }
}

/// The story that `id` became: itself, unless it was merged into another.
pub(super) fn current_story(connection: &Connection, id: StoryId) -> rusqlite::Result<StoryId> {
    let mut current = id;
    // A merge points at a story that lived on, so chains are short; the bound is for a damaged
    // file.
    for _ in 0..64 {
        let next = connection
            .prepare_cached("SELECT kept FROM story_redirect WHERE gone = ?1")?
            .query_row([current.0], |row| row.get(0).map(StoryId))
            .optional()?;
        match next {
            Some(kept) => current = kept,
            None => break,
        }
    }
    Ok(current)
}

/// Counts again what lists show of stories after marks of their members changed.
pub(super) fn recount_marks(connection: &Connection, stories: &[StoryId]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "UPDATE story SET (unread, starred, changed, followed, muted, new_to_you, news) = (
             SELECT coalesce(iif(max(muted) = 2, 0, sum(read = 0 AND muted = 0)), 0),
                    coalesce(sum(starred), 0), coalesce(sum(changed > 0), 0),
                    coalesce(sum(followed), 0),
                    coalesce(max(muted) = 2 OR min(muted) > 0, 0),
                    max(iif(read = 0 AND muted = 0, new_to_you, NULL)),
                    iif(sum(followed) > 0, sum(read = 0 AND muted = 0 AND copy_of IS NULL
                                               AND coalesce(new_to_you, 1) > 0), 0)
             FROM article WHERE article.story = story.id)
         WHERE id = ?1",
    )?;
    for story in stories {
        statement.execute([story.0])?;
    }
    Ok(())
}

fn member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        article: ArticleId(row.get(0)?),
        title: row.get(1)?,
        source: row.get(2)?,
        via: row.get(3)?,
        url: row.get(4)?,
        comments: row.get(5)?,
        published: Timestamp(row.get(6)?),
        read: row.get(7)?,
        seen: row.get(8)?,
        starred: row.get(9)?,
        changed: row.get(10)?,
        unread_texts: row.get(10)?,
        revisions: row.get(20)?,
        opened: row.get::<_, Option<i64>>(21)?.map(Timestamp),
        kind: kind_of(row.get(11)?),
        copy_of: row.get::<_, Option<i64>>(12)?.map(ArticleId),
        words: row.get(13)?,
        first_seen: Timestamp(row.get(14)?),
        summary: row.get(15)?,
        muted: row.get(16)?,
        own_tags: tags_of(&row.get::<_, String>(17)?),
        copied: row.get(22)?,
        author: row.get(23)?,
        lang: row.get(18)?,
        barrier: row
            .get::<_, Option<String>>(19)?
            .and_then(|name| Barrier::from_name(&name)),
    })
}
