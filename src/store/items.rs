//! An item on its way into the cache: a new article, a new text of a known one, and the publisher's
//! name.

use rusqlite::{OptionalExtension, named_params, params};

use crate::{
    model::{ArticleId, Kind, NewArticle, Timestamp, stable_hash},
    store::{
        Item, body,
        fetches::{Fetched, Known, Saved},
        identity::{Address, wording},
    },
    text::{damage, lasting, outside_tags, says_the_same},
};

impl Fetched<'_> {
    pub(super) fn insert_article(
        &self,
        item: &Item,
        address: &Address,
        published: Timestamp,
        read: bool,
    ) -> rusqlite::Result<ArticleId> {
        let article = &item.article;
        let source = self.source(item)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO article (feed, source, published, first_seen, updated, canonical,
                     content, kind, read, words, title, derived, via, url, comments, author, lang, summary,
                     enclosures, wording, tags)
                 VALUES (:feed, :source, :published, :first_seen, :updated, :canonical,
                     :content, :kind, :read, :words, :title, :derived, :via, :url, :comments, :author, :lang,
                     :summary, :enclosures, :wording, :tags)",
            )?
            .execute(named_params! {
                ":feed": self.feed.0,
                ":source": source,
                ":published": published.0,
                ":first_seen": self.at.0,
                ":updated": article.updated.map(|time| time.0),
                ":canonical": address.canonical,
                ":content": content_hash(article),
                ":kind": kind_number(article.kind),
                ":read": read,
                ":words": item.words,
                ":title": article.title,
                ":derived": article.derived_title,
                ":via": article.via,
                ":url": address.url,
                ":comments": article.comments,
                ":author": article.author,
                ":lang": article.lang,
                ":summary": article.summary,
                ":enclosures": serde_json::json!(article.enclosures).to_string(),
                ":wording": wording(article),
                ":tags": serde_json::json!(article.tags).to_string(),
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

    /// A known article again: nothing to do; a new text of it, whose earlier text is kept; the same
    /// text with other counters or with letters that were damaged before; or the whole report where
    /// another feed carried less of it, or only a hint.
    pub(super) fn refresh_article(
        &self,
        fetch: usize,
        known: &Known,
        item: &Item,
        address: &Address,
        saved: &mut Saved,
    ) -> rusqlite::Result<()> {
        let content = content_hash(&item.article);
        let is_own = self.is_own(known.article)?;
        if is_own {
            self.follow_address(known.article, address)?;
        }
        if content == known.content {
            return Ok(());
        }
        if is_own {
            let earlier = self.text_of(known.article)?;
            match earlier.compare(&item.article) {
                Change::Worse => return Ok(()),
                Change::None => self.replace_text(known.article, item, content, false)?,
                Change::Text => {
                    self.keep_revision(known.article, &earlier, item)?;
                    let missed = known.read && earlier.html != item.article.html;
                    self.replace_text(known.article, item, content, missed)?;
                    self.outdate_page(known.article)?;
                    saved.updated.push((fetch, known.article));
                }
            }
        } else if self.is_fuller(known.article, item)? {
            let earlier = self.text_of(known.article)?;
            if !earlier.is_hint {
                self.keep_revision(known.article, &earlier, item)?;
            }
            self.replace_text(known.article, item, content, false)?;
            self.take_over(known.article, item, address)?;
            self.outdate_page(known.article)?;
        } else {
            return Ok(());
        }
        saved.touched.extend(known.story);
        Ok(())
    }

    fn text_of(&self, article: ArticleId) -> rusqlite::Result<Earlier> {
        self.transaction
            .prepare_cached(
                "SELECT article.title, body.html, article.via IS NOT NULL FROM article JOIN body ON body.article = article.id
                 WHERE article.id = ?1",
            )?
            .query_row([article.0], |row| {
                Ok(Earlier {
                    title: row.get(0)?,
                    html: body::unpack(&row.get::<_, Vec<u8>>(1)?),
                    is_hint: row.get(2)?,
                })
            })
    }

    /// Keeps the text that an article had so far; who has not read that one either has one more to
    /// read now.
    fn keep_revision(
        &self,
        article: ArticleId,
        earlier: &Earlier,
        item: &Item,
    ) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT INTO revision (article, until, title, html) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                article.0,
                self.at.0,
                earlier.title,
                body::pack(&earlier.html)
            ])?;
        self.transaction
            .prepare_cached(
                "UPDATE article SET revisions = revisions + 1, updated = ?2,
                     changed = changed + (changed > 0)
                 WHERE id = ?1",
            )?
            .execute(params![
                article.0,
                item.article.updated.unwrap_or(self.at).min(self.at).0
            ])
            .map(drop)
    }

    /// The page of an article moved: its feed knows where to, unless another article is there.
    fn follow_address(&self, article: ArticleId, address: &Address) -> rusqlite::Result<()> {
        let Some(canonical) = address.canonical else {
            return Ok(());
        };
        self.transaction
            .prepare_cached(
                "UPDATE article SET canonical = :canonical, url = :url
                 WHERE id = :article AND canonical <> :canonical
                 AND NOT EXISTS (SELECT 1 FROM article AS other
                                 WHERE other.canonical = :canonical)",
            )?
            .execute(named_params! {
                ":article": article.0, ":canonical": canonical, ":url": address.url,
            })
            .map(drop)
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
                     content = :content, words = :words, kind = :kind, wording = :wording,
                     changed = max(changed, :changed), tags = iif(:tags = '[]', tags, :tags)
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
                ":wording": wording(&item.article),
                ":changed": changed,
                ":tags": serde_json::json!(item.article.tags).to_string(),
            })?;
        self.transaction
            .prepare_cached("UPDATE body SET html = ?2 WHERE article = ?1")?
            .execute(params![article.0, body::pack(&item.article.html)])?;
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO unindexed (article) VALUES (?1)")?
            .execute([article.0])
            .map(drop)
    }

    /// What the page of a changed article says is most likely not the latest either.
    fn outdate_page(&self, article: ArticleId) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached("UPDATE page SET stale = 1 WHERE article = ?1")?
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
    fn take_over(
        &self,
        article: ArticleId,
        item: &Item,
        address: &Address,
    ) -> rusqlite::Result<()> {
        let source = self.source(item)?;
        self.transaction
            .prepare_cached(
                "UPDATE article SET feed = :feed, source = :source, via = :via, url = :url,
                     canonical = coalesce(:canonical, canonical),
                     comments = coalesce(:comments, comments), author = coalesce(:author, author),
                     published = min(:published, first_seen), lang = coalesce(:lang, lang)
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":feed": self.feed.0,
                ":source": source,
                ":via": item.article.via,
                ":url": address.url,
                ":canonical": address.canonical,
                ":comments": item.article.comments,
                ":author": item.article.author,
                ":published": self.article_time(&item.article).0,
                ":lang": item.article.lang,
            })
            .map(drop)
    }
}

/// The text that an article had so far.
struct Earlier {
    title: String,
    html: String,
    /// It is an aggregator's.
    is_hint: bool,
}

/// What became of a text.
enum Change {
    /// It says the same.
    None,
    /// It says the same, but more of its letters are damaged.
    Worse,
    /// It says something else.
    Text,
}

impl Earlier {
    fn compare(&self, article: &NewArticle) -> Change {
        let (before, now) = (outside_tags(&self.html), outside_tags(&article.html));
        if !says_the_same(&self.title, &article.title) || !says_the_same(&before, &now) {
            Change::Text
        } else if damage(&article.title) + damage(&now) > damage(&self.title) + damage(&before) {
            Change::Worse
        } else {
            Change::None
        }
    }
}

/// Hash of what an article says, without what changes by itself.
fn content_hash(article: &NewArticle) -> i64 {
    let text = lasting(&article.text);
    stable_hash(format!("{}\n{text}", article.title).as_bytes())
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
