//! Rules: what the reader wants done with articles as they come in, and with those that are here.

use rustc_hash::FxHashMap;

use crate::{
    config::Rule,
    ingest::{SEARCHED_TEXT, plain_text},
    model::{ArticleId, Notification, NotifiedArticle, Timestamp},
    query::{Query, matches},
    store::{Applied, Reader, StoreError, StoredFacts, Verdict, WriterThread},
    worker::{index_step, summarise},
};

/// Articles that are changed in one transaction at the most.
const AT_ONCE: usize = 1_000;

/// Rules that are understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleSet {
    rules: Vec<(Rule, Query)>,
    /// Whether any asks for words of the text, which are costly to find.
    asks_for_text: bool,
}

impl RuleSet {
    /// Those of the rules that are understood; days are those of a clock that is so many seconds
    /// ahead of UTC.
    pub fn new(rules: &[Rule], utc_offset: i32) -> Self {
        let understood = rules.iter().filter_map(|rule| {
            let query = rule.asked()?.in_zone(utc_offset);
            Some((rule.clone(), query))
        });
        let rules: Vec<_> = understood.collect();
        Self {
            asks_for_text: rules.iter().any(|(_, query)| query.asks_for_text()),
            rules,
        }
    }

    /// What the rules say of an article, and the first that wants the reader to be told.
    fn judge(&self, found: &StoredFacts, now: Timestamp) -> (Verdict, Option<&Rule>) {
        let text = if self.asks_for_text {
            let page = found.page.as_deref().unwrap_or_default();
            plain_text(&found.html, SEARCHED_TEXT) + "\n" + &plain_text(page, SEARCHED_TEXT)
        } else {
            String::new()
        };
        let facts = found.with_text(&text, now);
        let mut verdict = Verdict::default();
        let mut told = None;
        for (rule, query) in &self.rules {
            if matches(query, &facts) {
                add(&mut verdict, rule);
                told = told.or(rule.notify.then_some(rule));
            }
        }
        (verdict, told)
    }
}

fn add(verdict: &mut Verdict, rule: &Rule) {
    verdict.mute |= rule.mute;
    verdict.star |= rule.star;
    verdict.read |= rule.read;
    verdict.boost = verdict.boost.saturating_add(rule.boost);
    verdict.tags.extend(rule.tag.iter().cloned());
}

/// Applies rules to articles that have just found their stories; adds to what the reader is told.
pub(super) fn apply_on_arrival(
    rules: &RuleSet,
    reader: &Reader,
    writer: &WriterThread,
    arrived: &[ArticleId],
    (now, utc_offset): (Timestamp, i32),
    told: &mut Notification,
) -> Result<(), StoreError> {
    let mut verdicts = Vec::new();
    if !rules.rules.is_empty() {
        for article in arrived {
            let Some(found) = reader.facts(*article)? else {
                continue;
            };
            let (verdict, notify) = rules.judge(&found, now);
            // What is folded away is not worth a word.
            if let Some(rule) = notify.filter(|_| !verdict.mute) {
                told.add(NotifiedArticle {
                    title: found.title,
                    source: found.source,
                    url: found.url,
                    rule: rule.title().to_owned(),
                });
            }
            if verdict != Verdict::default() {
                verdicts.push((*article, verdict));
            }
        }
    }
    if verdicts.is_empty() && !reader.has_muted_story()? {
        return Ok(());
    }
    let arrived = arrived.to_vec();
    writer.run(move |writer| {
        writer.apply_rules(&arrived, &verdicts, &|grouped, story| {
            summarise(grouped, story, utc_offset)
        })
    })?;
    Ok(())
}

/// Each rule that is understood, with how many articles of the cache it is about.
pub fn count_rules(
    rules: &RuleSet,
    reader: &Reader,
    now: Timestamp,
) -> Result<Vec<usize>, StoreError> {
    let counts = rules.rules.iter().map(|(_, query)| {
        let articles = reader.articles_matching(query, now)?;
        Ok(articles.len())
    });
    counts.collect()
}

/// Folds away the articles of the cache that a new rule mutes, and leaves all else as it is: what the
/// reader has done since other rules were applied stays done. Gives those that it changed, and what
/// went wrong before it had come to all.
pub fn mute_by(
    rule: &Rule,
    reader: &Reader,
    writer: &WriterThread,
    now: Timestamp,
    utc_offset: i32,
) -> (Vec<ArticleId>, Result<(), StoreError>) {
    let Some(query) = rule.asked().filter(|_| rule.mute) else {
        return (Vec::new(), Ok(()));
    };
    // What has just come in may not be in the index yet.
    let indexed = || -> Result<(), StoreError> {
        while query.asks_for_text() && writer.run(index_step)? {}
        Ok(())
    };
    let query = query.clone().in_zone(utc_offset);
    match indexed().and_then(|()| reader.articles_matching(&query, now)) {
        Ok(articles) => set_muted(articles, true, writer),
        Err(error) => (Vec::new(), Err(error)),
    }
}

/// Folds articles away as a rule does, or takes that back, part by part; gives those that changed,
/// and what went wrong before all were.
pub fn set_muted(
    articles: Vec<ArticleId>,
    muted: bool,
    writer: &WriterThread,
) -> (Vec<ArticleId>, Result<(), StoreError>) {
    let mut changed = Vec::new();
    for part in articles.chunks(AT_ONCE) {
        let part = part.to_vec();
        match writer.run(move |writer| writer.mute_by_rule(&part, muted)) {
            Ok(part) => changed.extend(part),
            Err(error) => return (changed, Err(error)),
        }
    }
    (changed, Ok(()))
}

/// Applies rules to all articles of the cache. What an earlier rule did stays, but for its boost.
pub fn apply_rules(
    rules: &RuleSet,
    reader: &Reader,
    writer: &WriterThread,
    now: Timestamp,
    utc_offset: i32,
) -> Result<Applied, StoreError> {
    let boosted = reader.boosted_articles()?;
    let mut verdicts: FxHashMap<ArticleId, Verdict> = boosted
        .into_iter()
        .map(|article| (article, Verdict::default()))
        .collect();
    for (rule, query) in &rules.rules {
        for article in reader.articles_matching(query, now)? {
            add(verdicts.entry(article).or_default(), rule);
        }
    }
    let mut verdicts: Vec<_> = verdicts.into_iter().collect();
    verdicts.sort_unstable_by_key(|(article, _)| *article);
    let mut all = Applied::default();
    for part in verdicts.chunks(AT_ONCE) {
        let part = part.to_vec();
        let applied = writer.run(move |writer| {
            writer.apply_rules(&[], &part, &|grouped, story| {
                summarise(grouped, story, utc_offset)
            })
        })?;
        all.changed.extend(applied.changed);
        all.muted.extend(applied.muted);
        all.stories.extend(applied.stories);
    }
    all.stories.sort_unstable();
    all.stories.dedup();
    Ok(all)
}
