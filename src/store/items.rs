//! An item on its way into the cache: a new article, a new text of a known one, and the publisher's
//! name.

use rusqlite::{OptionalExtension, named_params, params};

use crate::{
    model::{ArticleId, Kind, NewArticle, Timestamp, stable_hash},
    store::{
        Item, body,
        fetches::{Fetched, Known, Saved},
    },
};

impl Fetched<'_> {
    pub(super) fn insert_article(
        &self,
        item: &Item,
        published: Timestamp,
        read: bool,
    ) -> rusqlite::Result<ArticleId> {
        let article = &item.article;
        let source = self.source(item)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO article (feed, source, published, first_seen, updated, canonical,
                     content, kind, read, words, title, derived, via, url, comments, author, lang, summary,
                     enclosures)
                 VALUES (:feed, :source, :published, :first_seen, :updated, :canonical,
                     :content, :kind, :read, :words, :title, :derived, :via, :url, :comments, :author, :lang,
                     :summary, :enclosures)",
            )?
            .execute(named_params! {
                ":feed": self.feed.0,
                ":source": source,
                ":published": published.0,
                ":first_seen": self.at.0,
                ":updated": article.updated.map(|time| time.0),
                ":canonical": article.canonical.as_ref().map(|url| stable_hash(url.as_bytes())),
                ":content": content_hash(article),
                ":kind": kind_number(article.kind),
                ":read": read,
                ":words": item.words,
                ":title": article.title,
                ":derived": article.derived_title,
                ":via": article.via,
                ":url": article.url,
                ":comments": article.comments,
                ":author": article.author,
                ":lang": article.lang,
                ":summary": article.summary,
                ":enclosures": serde_json::json!(article.enclosures).to_string(),
            })?;
        let id = self.transaction.last_insert_rowid();
        self.transaction
            .prepare_cached("INSERT INTO body (article, html) VALUES (?1, ?2)")?
            .execute(params![id, body::pack(&article.html)])?;
        self.transaction
            .prepare_cached("INSERT INTO unindexed (article) VALUES (?1)")?
            .execute([id])?;
        Ok(ArticleId(id))
    }

    /// The publisher's row. A name from somebody who knows better replaces the one known so far, and
    /// among equals the shortest stays: of a publisher's feeds the one named least is the main one.
    fn source(&self, item: &Item) -> rusqlite::Result<i64> {
        let found: Option<(i64, String, u8)> = self
            .transaction
            .prepare_cached("SELECT id, name, trust FROM source WHERE key = ?1")?
            .query_row([&item.source_key], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((id, name, trust)) = found else {
            self.transaction
                .prepare_cached("INSERT INTO source (key, name, trust) VALUES (?1, ?2, ?3)")?
                .execute(params![item.source_key, item.source_name, item.trust])?;
            return Ok(self.transaction.last_insert_rowid());
        };
        let shorter = item.source_name.chars().count() < name.chars().count();
        if item.source_name != name && (item.trust > trust || item.trust == trust && shorter) {
            self.transaction
                .prepare_cached("UPDATE source SET name = ?2, trust = ?3 WHERE id = ?1")?
                .execute(params![id, item.source_name, item.trust])?;
            self.transaction
                .prepare_cached(
                    "UPDATE story SET lead_source = ?2
                     WHERE lead IN (SELECT id FROM article WHERE source = ?1)",
                )?
                .execute(params![id, item.source_name])?;
        }
        Ok(id)
    }

    /// A known article again: nothing to do; a new text of it, whose earlier text is kept; or the
    /// whole report where another feed carried only a hint of it.
    pub(super) fn refresh_article(
        &self,
        fetch: usize,
        known: &Known,
        item: &Item,
        saved: &mut Saved,
    ) -> rusqlite::Result<()> {
        let content = content_hash(&item.article);
        if content == known.content {
            return Ok(());
        }
        if self.is_own(known.article)? {
            let changed = self.keep_revision(known, item)?;
            self.replace_text(known.article, item, content, changed)?;
            saved.updated.push((fetch, known.article));
        } else if self.is_fuller(known.article, item)? {
            self.replace_text(known.article, item, content, false)?;
            self.take_over(known.article, item)?;
        } else {
            return Ok(());
        }
        saved.touched.extend(known.story);
        Ok(())
    }

    /// Keeps the text that an article had so far; says whether a reader of it missed something.
    fn keep_revision(&self, known: &Known, item: &Item) -> rusqlite::Result<bool> {
        let (title, html): (String, Vec<u8>) = self
            .transaction
            .prepare_cached(
                "SELECT article.title, body.html FROM article JOIN body ON body.article = article.id
                 WHERE article.id = ?1",
            )?
            .query_row([known.article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.transaction
            .prepare_cached(
                "INSERT INTO revision (article, until, title, html) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![known.article.0, self.at.0, title, html])?;
        self.transaction
            .prepare_cached(
                "UPDATE article SET revisions = revisions + 1, updated = ?2 WHERE id = ?1",
            )?
            .execute(params![
                known.article.0,
                item.article.updated.unwrap_or(self.at).min(self.at).0
            ])?;
        Ok(known.read && body::pack(&item.article.html) != html)
    }

    fn replace_text(
        &self,
        article: ArticleId,
        item: &Item,
        content: i64,
        changed: bool,
    ) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "UPDATE article SET title = :title, derived = :derived, summary = :summary,
                     content = :content, words = :words, kind = :kind,
                     changed = max(changed, :changed)
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":title": item.article.title,
                ":derived": item.article.derived_title,
                ":summary": item.article.summary,
                ":content": content,
                ":words": item.words,
                ":kind": kind_number(item.article.kind),
                ":changed": changed,
            })?;
        self.transaction
            .prepare_cached("UPDATE body SET html = ?2 WHERE article = ?1")?
            .execute(params![article.0, body::pack(&item.article.html)])?;
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO unindexed (article) VALUES (?1)")?
            .execute([article.0])
            .map(drop)
    }

    /// Whether this feed is the one an article came from; another feed's text of the same address
    /// (a summary here, the whole there) is not a change of it.
    fn is_own(&self, article: ArticleId) -> rusqlite::Result<bool> {
        self.transaction
            .prepare_cached("SELECT feed = ?2 FROM article WHERE id = ?1")?
            .query_row([article.0, self.feed.0], |row| row.get(0))
    }

    /// Whether this feed gives more of an article than the one it came from: the publisher's own
    /// item before an aggregator's, else clearly more words. So it does not matter which feed was
    /// fetched first.
    fn is_fuller(&self, article: ArticleId, item: &Item) -> rusqlite::Result<bool> {
        let (words, has_via): (u32, bool) = self
            .transaction
            .prepare_cached("SELECT words, via IS NOT NULL FROM article WHERE id = ?1")?
            .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match (has_via, item.article.via.is_some()) {
            (true, false) => item.words >= words,
            (false, true) => false,
            _ => item.words > words.saturating_mul(2).max(30),
        })
    }

    /// The article belongs to this feed from now on, with its address, publisher and date.
    fn take_over(&self, article: ArticleId, item: &Item) -> rusqlite::Result<()> {
        let source = self.source(item)?;
        self.transaction
            .prepare_cached(
                "UPDATE article SET feed = :feed, source = :source, via = :via, url = :url,
                     comments = coalesce(:comments, comments), author = coalesce(:author, author),
                     published = min(:published, first_seen), lang = coalesce(:lang, lang)
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":feed": self.feed.0,
                ":source": source,
                ":via": item.article.via,
                ":url": item.article.url,
                ":comments": item.article.comments,
                ":author": item.article.author,
                ":published": self.article_time(&item.article).0,
                ":lang": item.article.lang,
            })
            .map(drop)
    }
}

fn content_hash(article: &NewArticle) -> i64 {
    stable_hash(format!("{}\n{}", article.title, article.text).as_bytes())
}

pub(super) fn kind_number(kind: Kind) -> i64 {
    match kind {
        Kind::Article => 0,
        Kind::Snippet => 1,
        Kind::Commentary => 2,
        Kind::Brief => 3,
        Kind::Live => 4,
    }
}

pub(super) fn kind_of(number: i64) -> Kind {
    match number {
        1 => Kind::Snippet,
        2 => Kind::Commentary,
        3 => Kind::Brief,
        4 => Kind::Live,
        _ => Kind::Article,
    }
}
