//! New articles find their stories: the cache's memory is loaded when articles arrive, kept for
//! the refresh, and written back with where each article went.

use std::path::Path;

use crate::{
    ingest::{GROUPED_TEXT, address_key, own_text, references},
    model::{ArticleId, StoryId, Timestamp},
    store::{
        Grouped, PlacedArticle, Reader, StoreError, StoredArticle, StoredPlacement, StoredRound,
        StorySummary, SummaryMember, WriterThread,
    },
    stories::{
        Draft, Grouper, Input, LeadCandidate, OriginMember, Outcome, Placement, Remembered,
        choose_lead, headline, origins, rank,
    },
    worker::decided::decisions,
};

/// Whole texts that are read at once, in memory next to each other.
const READ_AT_ONCE: usize = 100;
/// Articles whose features are read at once.
const RECALLED_AT_ONCE: usize = 1000;

/// Groups what arrives during one refresh.
pub(super) struct Grouping {
    reader: Reader,
    writer: WriterThread,
    grouper: Option<Grouper>,
    /// The version of the reader's decisions that the grouper knows.
    decisions: Option<i64>,
    next_story: StoryId,
    /// Seconds that local time is ahead of UTC; days of the list are the reader's days.
    utc_offset: i32,
}

/// What a round of grouping did.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Stories that are new or changed.
    pub stories: Vec<StoryId>,
    /// How many of them are new.
    pub new: usize,
    /// The articles that found their stories.
    pub articles: Vec<ArticleId>,
}

impl Grouping {
    pub fn new(path: &Path, writer: WriterThread, utc_offset: i32) -> Result<Self, StoreError> {
        let reader = Reader::open(path)?;
        let next_story = reader.next_story()?;
        Ok(Self {
            reader,
            writer,
            grouper: None,
            decisions: None,
            next_story,
            utc_offset,
        })
    }

    /// The cache as it reads it.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Groups what an earlier run stored and did not come to group, some articles at a time.
    /// `is_apart` tells feeds that take no part in grouping by their address.
    pub fn place_left_over(
        &mut self,
        most: usize,
        is_apart: &dyn Fn(&str) -> bool,
    ) -> Result<Round, StoreError> {
        let mut all = Round::default();
        loop {
            let articles = self.reader.ungrouped(most)?;
            if articles.is_empty() {
                return Ok(all);
            }
            let (apart, together): (Vec<_>, Vec<_>) = articles
                .iter()
                .partition(|article| is_apart(&article.feed_url));
            let drafts = together
                .iter()
                .map(|article| (article.id, draft(article)))
                .collect();
            let round = self.place(drafts, apart.iter().map(|article| article.id).collect())?;
            all.new += round.new;
            all.stories.extend(round.stories);
            all.articles.extend(round.articles);
        }
    }

    /// Finds the stories of new articles and writes them; `apart` are articles of feeds that take
    /// no part in grouping.
    ///
    /// The reader may separate and merge stories meanwhile, in this process or another. What was
    /// worked out from the stories as they were before is then worked out anew, from what is
    /// stored: that is rare, and a copy of everything for it would be made every time.
    pub fn place(
        &mut self,
        articles: Vec<(ArticleId, Draft)>,
        apart: Vec<ArticleId>,
    ) -> Result<Round, StoreError> {
        if articles.is_empty() && apart.is_empty() {
            return Ok(Round::default());
        }
        let ids: Vec<ArticleId> = articles.iter().map(|(id, _)| *id).collect();
        let mut given = Some(articles);
        loop {
            self.keep_up()?;
            let first_new = self.next_story;
            let articles = match given.take() {
                Some(articles) => articles,
                None => drafts(&self.reader, &ids, &|_| false)?,
            };
            let round = self.work_out(articles, &apart)?;
            if let Some(stories) = self.save(round)? {
                let new = stories.iter().filter(|story| **story >= first_new).count();
                let articles = ids.into_iter().chain(apart).collect();
                return Ok(Round {
                    stories,
                    new,
                    articles,
                });
            }
        }
    }

    /// Forgets what was read before the reader's last decision.
    fn keep_up(&mut self) -> Result<(), StoreError> {
        let decisions = self.reader.decisions_version()?;
        if self.decisions != Some(decisions) {
            self.grouper = None;
            self.decisions = Some(decisions);
            self.next_story = self.reader.next_story()?;
        }
        Ok(())
    }

    fn work_out(
        &mut self,
        articles: Vec<(ArticleId, Draft)>,
        apart: &[ArticleId],
    ) -> Result<StoredRound, StoreError> {
        let mut next = self.next_story;
        let mut new_story = || {
            let id = next;
            next = StoryId(id.0 + 1);
            id
        };
        let grouper = match &mut self.grouper {
            Some(grouper) => grouper,
            empty => empty.insert(recall(&self.reader)?),
        };
        let Outcome {
            placements,
            merges,
            earlier,
        } = grouper.place(articles, &mut new_story);
        let memory = grouper.memory();
        let mut placements: Vec<_> = placements.into_iter().map(stored).collect();
        placements.extend(apart.iter().map(|article| alone(*article, new_story())));
        self.next_story = next;
        Ok(StoredRound {
            placements,
            merges: merges
                .iter()
                .map(|merge| (merge.kept, merge.gone))
                .collect(),
            earlier,
            memory,
            decisions: self.decisions.unwrap_or_default(),
        })
    }

    /// Writes a round, unless the reader decided something since.
    fn save(&mut self, round: StoredRound) -> Result<Option<Vec<StoryId>>, StoreError> {
        let utc_offset = self.utc_offset;
        self.writer.run(move |writer| {
            writer.save_round(&round, &|grouped, story| {
                summarise(grouped, story, utc_offset)
            })
        })
    }
}

/// Living stories near to one, with how well they would fit, best first.
pub fn nearest(
    reader: &Reader,
    story: StoryId,
    most: usize,
) -> Result<Vec<(StoryId, f32)>, StoreError> {
    Ok(recall(reader)?.nearest(story, most))
}

fn recall(reader: &Reader) -> Result<Grouper, StoreError> {
    let memory = reader.grouping_memory()?;
    // The window runs on article time: it ends at the newest article, not at the wall clock.
    let newest = reader.newest_grouped()?.unwrap_or_default();
    let since = newest - Grouper::window();
    let mut remembered = Remembering::since(reader, since);
    let grouper = Grouper::restore(&memory, &mut remembered, &decisions(reader)?);
    remembered.finish()?;
    Ok(grouper)
}

/// What grouping remembers, read some at a time: all of it at once would lie in memory twice.
pub(super) struct Remembering<'a> {
    reader: &'a Reader,
    since: Timestamp,
    read: std::vec::IntoIter<PlacedArticle>,
    last: ArticleId,
    failed: Option<StoreError>,
}

impl<'a> Remembering<'a> {
    /// Of the articles published since an instant.
    pub fn since(reader: &'a Reader, since: Timestamp) -> Self {
        Self {
            reader,
            since,
            read: Vec::new().into_iter(),
            last: ArticleId(0),
            failed: None,
        }
    }

    /// Tells whether all was read.
    pub fn finish(self) -> Result<(), StoreError> {
        self.failed.map_or(Ok(()), Err)
    }
}

impl Iterator for Remembering<'_> {
    type Item = Remembered;

    fn next(&mut self) -> Option<Remembered> {
        if self.read.len() == 0 && self.failed.is_none() {
            let more = self
                .reader
                .placed_since(self.since, self.last, RECALLED_AT_ONCE);
            match more {
                Ok(more) => self.read = more.into_iter(),
                Err(error) => self.failed = Some(error),
            }
        }
        let placed = self.read.next()?;
        self.last = placed.article;
        Some(Remembered {
            article: placed.article,
            story: placed.story,
            features: placed.features,
        })
    }
}

/// What grouping needs of stored articles, but for those of feeds that `is_apart` tells; a part of
/// their texts at a time is read for it.
pub(super) fn drafts(
    reader: &Reader,
    ids: &[ArticleId],
    is_apart: &dyn Fn(&str) -> bool,
) -> Result<Vec<(ArticleId, Draft)>, StoreError> {
    let mut drafts = Vec::with_capacity(ids.len());
    for part in ids.chunks(READ_AT_ONCE) {
        let stored = reader.articles_to_group(part)?;
        let grouped = stored.iter().filter(|one| !is_apart(&one.feed_url));
        drafts.extend(grouped.map(|one| (one.id, draft(one))));
    }
    Ok(drafts)
}

fn draft(article: &StoredArticle) -> Draft {
    let references = references(&article.html, article.url.as_deref());
    Draft::new(&Input {
        title: &article.title,
        text: &own_text(&article.html, GROUPED_TEXT),
        source: &article.source_key,
        url: article.url.as_deref(),
        published: article.published,
        lang: article.lang.as_deref(),
        kind: article.kind,
        address: article.url.as_deref().and_then(address_key),
        links: &references.links,
        related: &references.related,
    })
}

pub(super) fn stored(placement: Placement) -> StoredPlacement {
    StoredPlacement {
        article: placement.article,
        story: placement.story,
        features: placement.features,
        copy_of: placement.copy_of,
        copied: placement.copied,
        reason: placement
            .reason
            .and_then(|reason| serde_json::to_string(&reason).ok()),
    }
}

fn alone(article: ArticleId, story: StoryId) -> StoredPlacement {
    StoredPlacement {
        article,
        story,
        features: Vec::new(),
        copy_of: None,
        copied: 0.0,
        reason: None,
    }
}

/// What lists show of a story; `None` if it has no members any more. `utc_offset` is the seconds
/// that local time is ahead of UTC.
pub fn summarise(
    grouped: &Grouped<'_>,
    story: StoryId,
    utc_offset: i32,
) -> Result<Option<StorySummary>, StoreError> {
    let (members, lead_before) = grouped.members(story)?;
    let Some(newest) = members.iter().map(|member| member.published).max() else {
        return Ok(None);
    };
    let candidates: Vec<_> = members
        .iter()
        .map(|member| candidate(member, lead_before))
        .collect();
    let reports: Vec<_> = members
        .iter()
        .map(|member| OriginMember {
            article: member.article,
            source: &member.source_key,
            copy_of: member.copy_of,
        })
        .collect();
    let sources: rustc_hash::FxHashSet<_> = members
        .iter()
        .map(|member| member.source_key.as_str())
        .collect();
    let sources = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let origins = origins(&reports);
    let (day, second) = local_day(newest, utc_offset);
    let boost = members.iter().map(|member| member.boost).max();
    let quietest = members.iter().map(|member| member.recent).min();
    let lead = choose_lead(&candidates).unwrap_or(members[0].article);
    let (title, source) = grouped.headline(lead)?;
    Ok(Some(StorySummary {
        id: story,
        lead,
        title: headline(&title, &source),
        sources,
        origins,
        rank: rank(
            day,
            second,
            sources,
            origins,
            quietest.unwrap_or_default(),
            boost.unwrap_or_default(),
        ),
    }))
}

fn candidate(member: &SummaryMember, lead_before: Option<ArticleId>) -> LeadCandidate {
    LeadCandidate {
        article: member.article,
        kind: member.kind,
        published: member.published,
        words: member.words,
        is_copy: member.copy_of.is_some(),
        titled: member.titled,
        is_lead: lead_before == Some(member.article),
    }
}

fn local_day(time: Timestamp, utc_offset: i32) -> (i64, i64) {
    let local = time.0 + i64::from(utc_offset);
    (local.div_euclid(86_400), local.rem_euclid(86_400))
}

#[cfg(test)]
mod tests {
    use crate::{model::Wish, worker::tests::World};

    #[test]
    fn what_was_worked_out_before_a_decision_is_worked_out_anew() {
        let mut world = World::new();
        world.arrive(&[(0, 0, 1)]);
        world.arrive(&[(0, 1, 1)]);
        let (one, other) = (world.articles[0], world.articles[1]);
        assert_eq!(world.story_of(one), world.story_of(other));
        let new = world.store(&[(0, 2, 1), (1, 0, 1)]);
        let mut grouping = world.grouping();
        grouping.keep_up().expect("read");
        let round = grouping.work_out(new.clone(), &[]).expect("worked out");
        world.wish(Wish::Separate(other));
        let own = world.story_of(other);
        assert_eq!(grouping.save(round).expect("asked"), None);
        // What is read for another try is what was given for the first.
        let ids: Vec<_> = new.iter().map(|(id, _)| *id).collect();
        let read = super::drafts(&grouping.reader, &ids, &|_| false).expect("read");
        let again = grouping.work_out(read, &[]).expect("worked out");
        let placed: Vec<_> = again.placements.iter().map(|one| one.article).collect();
        assert!(ids.iter().all(|id| placed.contains(id)), "{placed:?}");
        grouping.keep_up().expect("read");
        let round = grouping.place(new, Vec::new()).expect("placed");
        assert!(!round.stories.is_empty());
        assert_eq!(world.story_of(other), own);
        assert_ne!(world.story_of(one), own);
        let (third, fourth) = (world.articles[2], world.articles[3]);
        assert_ne!(world.story_of(third), world.story_of(fourth));
        assert_ne!(world.story_of(fourth), own, "no id is given twice");
    }
}
