//! Which article of the cache an item is: the one that its feed carries under its guid, the one at
//! its address, or the one of its publisher that says the same under another address.

use rusqlite::{OptionalExtension, named_params};

use crate::{
    model::{ArticleId, NewArticle, StoryId, stable_hash},
    store::{
        Item,
        fetches::{Fetched, Known},
    },
    text::{likeness, title_key},
};

/// Seconds between two articles that are more than a publisher's next piece under one headline.
const APART: i64 = 36 * 3600;
/// Articles looked at that one publisher put under one headline.
const MOST_ALIKE: usize = 16;

/// Where an item leads.
pub(super) struct Address {
    /// Hash of its canonical address.
    pub(super) canonical: Option<i64>,
    /// What is opened.
    pub(super) url: Option<String>,
}

/// An article that an item may be.
struct Candidate {
    known: Known,
    title: String,
    summary: String,
    published: i64,
    has_via: bool,
    /// Whether the feed carries it under another guid, and whether it still does.
    here: Option<bool>,
}

impl Fetched<'_> {
    /// The article that an item is, if the cache has it.
    pub(super) fn known(
        &self,
        guid: i64,
        item: &Item,
        address: &Address,
    ) -> rusqlite::Result<Option<Known>> {
        if let Some(known) = self.carried(guid)? {
            return Ok(Some(known));
        }
        if let Some(known) = self.at_address(guid, &item.article, address)? {
            return Ok(Some(known));
        }
        self.reissued(guid, item)
    }

    /// Where an item leads: to the original, where it was found out what an aggregator hides.
    pub(super) fn address(&self, article: &NewArticle) -> rusqlite::Result<Address> {
        let canonical = article
            .canonical
            .as_ref()
            .map(|url| stable_hash(url.as_bytes()));
        let found = match canonical.filter(|_| article.via.is_some()) {
            Some(hidden) => self
                .transaction
                .prepare_cached("SELECT canonical, url FROM resolved WHERE address = ?1")?
                .query_row([hidden], |row| {
                    Ok(Address {
                        canonical: row.get(0)?,
                        url: row.get(1)?,
                    })
                })
                .optional()?,
            None => None,
        };
        Ok(found.unwrap_or_else(|| Address {
            canonical,
            url: article.url.clone(),
        }))
    }

    fn carried(&self, guid: i64) -> rusqlite::Result<Option<Known>> {
        self.transaction
            .prepare_cached(
                "SELECT article.id, article.content, article.read, article.story
                 FROM carried JOIN article ON article.id = carried.article
                 WHERE carried.feed = ?1 AND carried.guid = ?2",
            )?
            .query_row([self.feed.0, guid], known)
            .optional()
    }

    /// The same address in another feed, or in this feed under a guid that has left it, if it says
    /// much the same: all items of a feed may lead to one page. Otherwise two guids of one feed are
    /// two articles whatever their address.
    fn at_address(
        &self,
        guid: i64,
        article: &NewArticle,
        address: &Address,
    ) -> rusqlite::Result<Option<Known>> {
        let Some(canonical) = address.canonical else {
            return Ok(None);
        };
        let mut statement = self.transaction.prepare_cached(
            "SELECT article.id, article.content, article.read, article.story, article.title,
                 article.summary, article.published, article.via IS NOT NULL,
                 (SELECT max(in_feed) FROM carried WHERE carried.article = article.id
                  AND carried.feed = :feed AND carried.guid <> :guid)
             FROM article WHERE article.canonical = :canonical ORDER BY article.id",
        )?;
        let mut rows = statement.query(named_params! {
            ":canonical": canonical, ":feed": self.feed.0, ":guid": guid,
        })?;
        while let Some(row) = rows.next()? {
            let candidate = candidate(row)?;
            let is_it = match candidate.here {
                None => {
                    let hint = candidate.has_via || article.via.is_some();
                    self.is_told_too(&candidate, article) || hint && !self.is_shared(canonical)?
                }
                Some(true) => false,
                Some(false) => self.is_rewrite(&candidate, article),
            };
            if is_it {
                return Ok(Some(candidate.known));
            }
        }
        Ok(None)
    }

    /// An article of the same publisher under the same headline, whose guid and address are others:
    /// the page moved, the site gives its items new numbers, or an aggregator hides its address.
    fn reissued(&self, guid: i64, item: &Item) -> rusqlite::Result<Option<Known>> {
        let Some(wording) = wording(&item.article) else {
            return Ok(None);
        };
        let mut statement = self.transaction.prepare_cached(
            "SELECT article.id, article.content, article.read, article.story, article.title,
                 article.summary, article.published, article.via IS NOT NULL,
                 (SELECT max(in_feed) FROM carried WHERE carried.article = article.id
                  AND carried.feed = :feed AND carried.guid <> :guid)
             FROM article JOIN source ON source.id = article.source
             WHERE article.wording = :wording AND source.key = :source
             ORDER BY article.id DESC",
        )?;
        let mut rows = statement.query(named_params! {
            ":wording": wording, ":source": item.source_key, ":feed": self.feed.0, ":guid": guid,
        })?;
        for _ in 0..MOST_ALIKE {
            let Some(row) = rows.next()? else { break };
            let candidate = candidate(row)?;
            // What a feed has side by side it means to have twice.
            if candidate.here != Some(true) && self.is_reissue(&candidate, &item.article) {
                return Ok(Some(candidate.known));
            }
        }
        Ok(None)
    }

    /// Whether a feed has several articles at an address at once, as at the page of a show.
    fn is_shared(&self, canonical: i64) -> rusqlite::Result<bool> {
        self.transaction
            .prepare_cached(
                "SELECT EXISTS (
                     SELECT 1 FROM article JOIN carried ON carried.article = article.id
                     WHERE article.canonical = ?1 AND carried.in_feed = 1
                     GROUP BY carried.feed HAVING count(DISTINCT article.id) > 1)",
            )?
            .query_row([canonical], |row| row.get(0))
    }

    /// Whether what two feeds have at one address is one article. A headline of a word or two
    /// ("Trailer") does not tell.
    fn is_told_too(&self, candidate: &Candidate, article: &NewArticle) -> bool {
        let gap = self.article_time(article).0 - candidate.published;
        let near = gap.abs() <= APART;
        let (said_alike, said) = likeness(&candidate.summary, &article.summary);
        let alike = said >= 8 && said_alike >= 0.7;
        if candidate.title == article.title {
            let (_, words) = likeness(&article.title, &article.title);
            return gap == 0 || alike || words >= 3 && (near || said == 0);
        }
        near && alike || self.is_rewrite(candidate, article)
    }

    /// Whether what stands at an address now is what stood there before, rewritten; a page that
    /// shows something else every day is not.
    fn is_rewrite(&self, candidate: &Candidate, article: &NewArticle) -> bool {
        if candidate.title == article.title {
            return true;
        }
        let (alike, words) = likeness(&candidate.title, &article.title);
        let (said_alike, said) = likeness(&candidate.summary, &article.summary);
        let gap = self.article_time(article).0 - candidate.published;
        if gap == 0 && article.published.is_some() {
            return words >= 3 && alike >= 0.4 || said >= 8 && said_alike >= 0.6;
        }
        let figures = || figures(&candidate.title) == figures(&article.title);
        gap.abs() <= APART && words >= 4 && alike >= 0.6 && figures()
    }

    /// Of two articles of one publisher under one headline: whether they are one. Headlines of
    /// columns come again every day, so the time must be the very same, or near and the text alike,
    /// or near and one of them an aggregator's.
    fn is_reissue(&self, candidate: &Candidate, article: &NewArticle) -> bool {
        let (_, words) = likeness(&article.title, &article.title);
        let stated = article.published.map(|time| time.min(self.at).0);
        if words >= 3 && stated == Some(candidate.published) {
            return true;
        }
        let gap = self.article_time(article).0 - candidate.published;
        if gap.abs() > APART {
            return false;
        }
        let (alike, said) = likeness(&candidate.summary, &article.summary);
        said >= 6 && alike >= 0.7 || words >= 4 && candidate.has_via != article.via.is_some()
    }
}

/// What identifies the headline that a publisher gave; `None` if it gave none.
pub(super) fn wording(article: &NewArticle) -> Option<i64> {
    if article.derived_title {
        return None;
    }
    title_key(&article.title).map(u64::cast_signed)
}

/// The numbers of a headline.
fn figures(title: &str) -> Vec<&str> {
    let words = title.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.starts_with(char::is_numeric))
        .collect()
}

fn candidate(row: &rusqlite::Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        known: known(row)?,
        title: row.get(4)?,
        summary: row.get(5)?,
        published: row.get(6)?,
        has_via: row.get(7)?,
        here: row.get(8)?,
    })
}

fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        article: ArticleId(row.get(0)?),
        content: row.get(1)?,
        read: row.get(2)?,
        story: row.get::<_, Option<i64>>(3)?.map(StoryId),
    })
}
