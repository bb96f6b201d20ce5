//! Grouping the last days anew: the articles are read again and placed in the order they came in,
//! under the reader's decisions, as if they had just arrived. Then each story gets the id of the
//! one before that most of its articles come from, so that nothing is called differently that is
//! the same.

use std::{collections::hash_map::Entry, time::Duration};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::{
    model::{ArticleId, StoryId, Timestamp},
    store::{GroupedArticle, Reader, StoreError, StoredRound, Summarise, WriterThread},
    stories::{Draft, Grouper, Placement, Remembered},
    worker::{
        decided::{Words, decisions},
        group::{Remembering, drafts, stored, summarise},
    },
};

/// Articles that came in within so many seconds of each other came with one refresh.
const ONE_REFRESH: i64 = 60;
/// So many are placed together at the most, as in a refresh.
const MOST_AT_ONCE: usize = 5000;

/// What regrouping did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Regrouping {
    /// Articles that were placed anew.
    pub articles: usize,
    /// Stories of the cache before.
    pub stories_before: u32,
    /// Stories of the cache now.
    pub stories_after: u32,
    /// Articles that are in another story than before.
    pub changed: usize,
}

/// What to group anew.
pub struct Regroup<'a> {
    /// The cache.
    pub reader: &'a Reader,
    /// Its one writer.
    pub writer: &'a WriterThread,
    /// How far back, from the newest article; `None` for as far as grouping looks.
    pub back: Option<Duration>,
    /// Tells feeds that take no part in grouping by their address.
    pub is_apart: &'a dyn Fn(&str) -> bool,
    /// Seconds that local time is ahead of UTC.
    pub utc_offset: i32,
}

impl Regroup<'_> {
    /// Does it; `progress` is told how many articles of how many are placed.
    pub fn run(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<Regrouping, StoreError> {
        let stories_before = self.reader.story_count()?;
        loop {
            let version = self.reader.decisions_version()?;
            let plan = self.plan(progress)?;
            let (articles, changed) = (plan.placements.len(), plan.changed);
            let round = StoredRound {
                placements: plan.placements.into_iter().map(stored).collect(),
                merges: plan.merges,
                earlier: plan.earlier,
                memory: plan.memory,
                decisions: version,
            };
            let utc_offset = self.utc_offset;
            let is_saved = self.writer.run(move |writer| {
                let summarise: &Summarise<'_> =
                    &|grouped, story| summarise(grouped, story, utc_offset);
                writer.save_regrouping(&round, summarise)
            })?;
            // The reader may decide something meanwhile; then it is done again with that.
            if is_saved {
                return Ok(Regrouping {
                    articles,
                    stories_before,
                    stories_after: self.reader.story_count()?,
                    changed,
                });
            }
        }
    }

    fn plan(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<Plan, StoreError> {
        let window = Grouper::window();
        let back = self.back.unwrap_or(window);
        let newest = self.reader.newest_grouped()?.unwrap_or_default();
        let since = newest - back;
        let articles = self.reader.grouped_since(since)?;
        let decisions = decisions(self.reader)?;
        // A few days teach too little about which words are common; then what is known stays.
        let learns = back >= window;
        let memory = if learns {
            Vec::new()
        } else {
            self.reader.grouping_memory()?
        };
        let older = self.older(since, &articles)?;
        let known: FxHashSet<ArticleId> = older.iter().map(|one| one.article).collect();
        let mut replay = Replay {
            grouper: Grouper::restore(&memory, older, &decisions),
            first_new: self.reader.next_story()?,
            placed: Vec::with_capacity(articles.len()),
            merges: Vec::new(),
            earlier: Vec::new(),
        };
        let mut next = replay.first_new;
        let total = articles.len();
        progress(0, total);
        for refresh in refreshes(&articles) {
            let ids: Vec<ArticleId> = refresh.iter().map(|one| one.article).collect();
            replay.place(drafts(self.reader, &ids, self.is_apart)?, &mut next);
            progress(replay.placed.len(), total);
        }
        let staying = self.staying(&articles, &replay)?;
        let naming = Naming {
            before: articles
                .iter()
                .map(|one| (one.article, one.story))
                .collect(),
            staying,
            known,
            words: Words::new(&decisions),
            first_new: replay.first_new,
        };
        let mut plan = naming.plan(&replay);
        if learns {
            plan.memory = replay.grouper.memory();
        }
        Ok(plan)
    }

    /// Grouped articles that are too old to be placed anew, which the others may join.
    fn older(
        &self,
        since: Timestamp,
        again: &[GroupedArticle],
    ) -> Result<Vec<Remembered>, StoreError> {
        let again: FxHashSet<ArticleId> = again.iter().map(|one| one.article).collect();
        let mut placed = Remembering::since(self.reader, since - Grouper::window());
        let older = placed
            .by_ref()
            .filter(|placed| !again.contains(&placed.article))
            .collect();
        placed.finish()?;
        Ok(older)
    }

    /// Articles that are not placed anew, of the stories that others of are.
    fn staying(
        &self,
        articles: &[GroupedArticle],
        replay: &Replay,
    ) -> Result<FxHashMap<StoryId, Vec<ArticleId>>, StoreError> {
        let placed: FxHashSet<ArticleId> = replay.placed.iter().map(|one| one.article).collect();
        let mut staying: FxHashMap<StoryId, Vec<ArticleId>> = FxHashMap::default();
        for one in articles {
            if let Entry::Vacant(entry) = staying.entry(one.story) {
                let mut members = self.reader.articles_of_story(one.story)?;
                members.retain(|member| !placed.contains(member));
                entry.insert(members);
            }
        }
        Ok(staying)
    }
}

/// Articles that came in together.
fn refreshes(articles: &[GroupedArticle]) -> impl Iterator<Item = &[GroupedArticle]> {
    articles
        .chunk_by(|one, next| next.first_seen.0 - one.first_seen.0 <= ONE_REFRESH)
        .flat_map(|refresh| refresh.chunks(MOST_AT_ONCE))
}

/// The stream once more. Stories that it opens have ids from `first_new` on.
struct Replay {
    grouper: Grouper,
    first_new: StoryId,
    placed: Vec<Placement>,
    merges: Vec<(StoryId, StoryId)>,
    earlier: Vec<(StoryId, StoryId)>,
}

impl Replay {
    fn place(&mut self, drafts: Vec<(ArticleId, Draft)>, next: &mut StoryId) {
        let mut new_story = || {
            let id = *next;
            *next = StoryId(id.0 + 1);
            id
        };
        let outcome = self.grouper.place(drafts, &mut new_story);
        self.placed.extend(outcome.placements);
        let merges = outcome.merges.iter();
        self.merges
            .extend(merges.map(|merge| (merge.kept, merge.gone)));
        self.earlier.extend(outcome.earlier);
    }

    /// Where each merged story went in the end.
    fn gone(&self) -> FxHashMap<StoryId, StoryId> {
        self.merges
            .iter()
            .map(|(kept, gone)| (*gone, *kept))
            .collect()
    }
}

/// What is to be written.
struct Plan {
    placements: Vec<Placement>,
    merges: Vec<(StoryId, StoryId)>,
    earlier: Vec<(StoryId, StoryId)>,
    memory: Vec<u8>,
    changed: usize,
}

/// Finds the ids that stories had before.
struct Naming {
    before: FxHashMap<ArticleId, StoryId>,
    /// Articles that are not placed anew, of the stories that others of are.
    staying: FxHashMap<StoryId, Vec<ArticleId>>,
    /// Those of them that the replay could join.
    known: FxHashSet<ArticleId>,
    words: Words,
    first_new: StoryId,
}

impl Naming {
    fn plan(&self, replay: &Replay) -> Plan {
        let gone = replay.gone();
        let last = |mut story: StoryId| {
            while let Some(kept) = gone.get(&story) {
                story = *kept;
            }
            story
        };
        let mut clusters: FxHashMap<StoryId, Vec<ArticleId>> = FxHashMap::default();
        for placement in &replay.placed {
            let story = last(placement.story);
            clusters.entry(story).or_default().push(placement.article);
        }
        let names = self.names(&clusters);
        let name = |story: StoryId| {
            let story = last(story);
            let is_old = story < self.first_new;
            names.get(&story).copied().or(is_old.then_some(story))
        };
        let mut placements = replay.placed.clone();
        let mut changed = 0;
        for placement in &mut placements {
            let story = name(placement.story).unwrap_or(placement.story);
            placement.story = story;
            changed += usize::from(self.before.get(&placement.article) != Some(&story));
            if let Some(reason) = &mut placement.reason {
                let rival = reason
                    .rival
                    .and_then(|(rival, score)| Some((name(rival)?, score)));
                reason.rival = rival.filter(|(rival, _)| *rival != story);
            }
        }
        let is_old = |story: &StoryId| *story < self.first_new;
        let merges = replay.merges.iter().copied();
        let earlier = replay.earlier.iter().filter_map(|(story, earlier)| {
            let (story, earlier) = (name(*story)?, name(*earlier)?);
            (story != earlier).then_some((story, earlier))
        });
        Plan {
            placements,
            merges: merges
                .filter(|(kept, gone)| is_old(kept) && is_old(gone))
                .collect(),
            earlier: earlier.collect(),
            memory: Vec::new(),
            changed,
        }
    }

    /// The id of each story the replay opened: that of the story before which most of its articles
    /// come from, of several the older; each is given once.
    fn names(&self, clusters: &FxHashMap<StoryId, Vec<ArticleId>>) -> FxHashMap<StoryId, StoryId> {
        let mut votes: Vec<(usize, StoryId, StoryId)> = Vec::new();
        for (cluster, articles) in clusters {
            if *cluster < self.first_new {
                continue;
            }
            let mut from: FxHashMap<StoryId, usize> = FxHashMap::default();
            for article in articles {
                if let Some(story) = self.before.get(article) {
                    *from.entry(*story).or_default() += 1;
                }
            }
            votes.extend(from.iter().map(|(story, count)| (*count, *story, *cluster)));
        }
        votes.sort_unstable_by_key(|(count, story, cluster)| {
            (std::cmp::Reverse(*count), *story, *cluster)
        });
        let mut names: FxHashMap<StoryId, StoryId> = FxHashMap::default();
        let mut taken: FxHashSet<StoryId> = FxHashSet::default();
        for (_, story, cluster) in &votes {
            let staying = self.staying.get(story).map_or(&[][..], Vec::as_slice);
            let is_free = !names.contains_key(cluster)
                && !taken.contains(story)
                && !clusters.contains_key(story);
            if is_free && self.words.say(true, &clusters[cluster], staying) {
                names.insert(*cluster, *story);
                taken.insert(*story);
            }
        }
        for (_, story, cluster) in votes {
            let is_free = !names.contains_key(&cluster)
                && !taken.contains(&story)
                && !clusters.contains_key(&story)
                && self.may_take(&clusters[&cluster], story);
            if is_free {
                names.insert(cluster, story);
                taken.insert(story);
            }
        }
        let mut unnamed: Vec<StoryId> = clusters
            .keys()
            .filter(|cluster| **cluster >= self.first_new && !names.contains_key(cluster))
            .copied()
            .collect();
        unnamed.sort_unstable();
        for (number, cluster) in (self.first_new.0..).zip(unnamed) {
            names.insert(cluster, StoryId(number));
        }
        names
    }

    /// Whether articles may stand beside those of a story that are not placed anew: not if the
    /// replay could have joined them and did not, nor if the reader told them apart.
    fn may_take(&self, articles: &[ArticleId], story: StoryId) -> bool {
        let staying = self.staying.get(&story).map_or(&[][..], Vec::as_slice);
        staying.iter().all(|one| !self.known.contains(one))
            && !self.words.say(false, articles, staying)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::Decision;

    #[test]
    fn an_id_is_given_to_one_story_even_where_the_reader_wants_two_with_what_stays() {
        let article = ArticleId;
        let merge = |one: i64| Decision {
            together: true,
            sides: vec![vec![article(9)], vec![article(one)]],
        };
        let naming = Naming {
            before: (1..=3).map(|id| (article(id), StoryId(5))).collect(),
            staying: [(StoryId(5), vec![article(9)])].into_iter().collect(),
            known: FxHashSet::default(),
            words: Words::new(&[merge(1), merge(2), merge(3)]),
            first_new: StoryId(100),
        };
        let opened = [(100, 1), (101, 2)].map(|(story, id)| (StoryId(story), vec![article(id)]));
        let names = naming.names(&opened.into_iter().collect());
        let given: FxHashSet<StoryId> = names.values().copied().collect();
        assert_eq!((names.len(), given.len()), (2, 2), "{names:?}");
        assert_eq!(names[&StoryId(100)], StoryId(5));
        // Nor to a story that was opened, where the replay has it itself.
        let joined = [(5, 3), (100, 1)].map(|(story, id)| (StoryId(story), vec![article(id)]));
        let names = naming.names(&joined.into_iter().collect());
        assert_eq!(names.values().find(|name| **name == StoryId(5)), None);
    }
}
