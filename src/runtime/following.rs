//! What comes of reading: what is new in articles whose story was read in part is counted beside all
//! else, so that lists and queries have it; followed stories tell what they brought, and are closed
//! when they are quiet, with their brief kept.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use tokio::{task::spawn_blocking, time::sleep};

use crate::{
    app::Msg,
    config::FollowSettings,
    ingest::guarded,
    model::{ArticleId, KeptBrief, KeptSentence, Member, Notice, Notification, StoryId, Timestamp},
    runtime::{
        articles::Habits,
        comparing::{Accounts, compare_articles},
        fetching::Fetcher,
    },
    store::{Reader, StoreError, WriterThread},
};

/// Pause between two stories, so that what the reader does comes first.
const PAUSE: Duration = Duration::from_millis(10);
/// Articles of a story that are compared at the most.
const MOST: usize = 60;

/// Counts what is new, one story after another.
pub struct Counting {
    reader: Reader,
    writer: WriterThread,
    habits: Habits,
    accounts: Accounts,
}

impl Counting {
    /// Opens a connection of its own.
    pub fn open(database: &Path, writer: WriterThread) -> Result<Self, StoreError> {
        Ok(Self {
            reader: Reader::open_small(database)?,
            writer,
            habits: Habits::default(),
            accounts: Accounts::default(),
        })
    }

    /// Compares the next story that waits; says which, and whether a count is another one now.
    pub fn step(&self) -> Result<Option<(StoryId, bool)>, StoreError> {
        let Some(next) = self.reader.uncompared(1)?.pop() else {
            return Ok(None);
        };
        // A story that cannot be read must not stand in the way of the others.
        let counts = match guarded(|| self.counts(next.story)) {
            Some(Ok(counts)) => counts,
            Some(Err(StoreError::Closed)) => return Err(StoreError::Closed),
            failed => {
                let why = failed.and_then(Result::err);
                tracing::error!(?why, "what is new in {} is not known", next.story);
                Vec::new()
            }
        };
        let changed = self
            .writer
            .run(move |writer| writer.save_new_to_you(next, &counts))?;
        Ok(Some((next.story, changed)))
    }

    /// Compares what waits, for so long at the most.
    pub fn all(&self, patience: Duration) -> Result<(), StoreError> {
        let begun = Instant::now();
        while begun.elapsed() < patience && self.step()?.is_some() {}
        Ok(())
    }

    /// The members of a story; most of a very long one is old.
    fn members(&self, story: StoryId) -> Result<Vec<Member>, StoreError> {
        let mut members = self.reader.members(story)?;
        members.drain(..members.len().saturating_sub(MOST));
        Ok(members)
    }

    fn counts(&self, story: StoryId) -> Result<Vec<(ArticleId, u32)>, StoreError> {
        let members = self.members(story)?;
        if !members.iter().any(Member::is_known) {
            return Ok(Vec::new());
        }
        let articles: Vec<_> = members
            .iter()
            .map(|member| (member.article, member.is_known()))
            .collect();
        let comparison = compare_articles(&self.reader, &self.habits, &self.accounts, &articles)?;
        let unknown = articles.iter().filter(|(_, is_known)| !is_known);
        let counts =
            unknown.filter_map(|(article, _)| Some((*article, comparison.new_to_you(*article)?)));
        Ok(counts.collect())
    }

    /// Adds what came to followed stories behind an article to what is told, and, where their feeds were
    /// asked so that it `closes`, closes those that were quiet; gives the briefs that are kept of them.
    pub fn follow(
        &self,
        settings: &FollowSettings,
        since: ArticleId,
        now: Timestamp,
        closes: bool,
        told: &mut Notification,
    ) -> Result<Vec<KeptBrief>, StoreError> {
        if settings.notify {
            for article in self.reader.news_of_followed(since)? {
                // A rule may have told of it.
                let is_same = |other: &crate::model::NotifiedArticle| {
                    (&other.title, &other.source) == (&article.title, &article.source)
                };
                if !told.articles.iter().any(is_same) {
                    told.add(article);
                }
            }
        }
        self.writer.run(move |writer| writer.note_followed(now))?;
        let Some(quiet) = settings.quiet().filter(|_| closes) else {
            return Ok(Vec::new());
        };
        let mut closed = Vec::new();
        for story in self.reader.quiet_followed(now - quiet)? {
            if let Some(brief) = self.brief(story, now)? {
                let kept = brief.clone();
                self.writer
                    .run(move |writer| writer.close_followed(&kept))?;
                closed.push(brief);
            }
        }
        Ok(closed)
    }

    fn brief(&self, story: StoryId, now: Timestamp) -> Result<Option<KeptBrief>, StoreError> {
        let Some(row) = self.reader.story_rows(&[story])?.pop() else {
            return Ok(None);
        };
        let members = self.members(story)?;
        let articles: Vec<_> = members
            .iter()
            .map(|member| (member.article, member.is_known()))
            .collect();
        let comparison = compare_articles(&self.reader, &self.habits, &self.accounts, &articles)?;
        let sentences = comparison.brief.iter().filter_map(|chosen| {
            let compared = comparison.articles.get(chosen.account)?;
            let statement = compared.account.statements.get(chosen.statement)?;
            let member = members
                .iter()
                .find(|member| member.article == compared.article)?;
            Some(KeptSentence {
                text: statement.text.clone(),
                source: member.source.clone(),
            })
        });
        Ok(Some(KeptBrief {
            story,
            closed: now,
            headline: row.title,
            sources: row.sources,
            sentences: sentences.collect(),
        }))
    }
}

/// What is said of stories that were closed.
fn closed_notice(closed: &[KeptBrief]) -> Option<Notice> {
    let text = match closed {
        [] => return None,
        [one] => format!("“{}” was quiet and is followed no longer", one.headline),
        more => format!(
            "{} stories were quiet and are followed no longer",
            more.len()
        ),
    };
    Some(Notice::info(text).with_hint(":briefs shows what is kept of them"))
}

impl Fetcher {
    /// Counts what is new whenever something was read, or came, until the screen is left.
    pub async fn count_new(self) {
        loop {
            self.count_waiting().await;
            tokio::select! {
                () = self.uncounted.notified() => {}
                () = self.answers.closed() => return,
            }
        }
    }

    /// Counts what is new in the stories that wait, and tells of them.
    pub(super) async fn count_waiting(&self) {
        let (database, writer) = (self.directories.database(), self.writer.clone());
        let opened = spawn_blocking(move || Counting::open(&database, writer)).await;
        let Ok(Ok(mut counting)) = opened else { return };
        loop {
            let step = spawn_blocking(move || {
                let step = counting.step();
                (counting, step)
            });
            let Ok((back, step)) = step.await else { return };
            counting = back;
            match step {
                Ok(None) => return,
                Ok(Some((story, true))) => self.tell(Msg::NewCounted(vec![story])),
                Ok(Some(_)) => {}
                Err(StoreError::Closed) => return,
                Err(error) => return tracing::error!("what is new: {error}"),
            }
            sleep(PAUSE).await;
        }
    }

    /// Tells what rules found in a refresh, and what it brought to followed stories; closes those
    /// that were quiet.
    pub(super) async fn follow(&self, mut told: Notification, since: ArticleId, closes: bool) {
        self.count_waiting().await;
        let (database, writer) = (self.directories.database(), self.writer.clone());
        let (settings, now) = (self.follow.clone(), (self.clock)());
        let followed = spawn_blocking(move || {
            let counting = Counting::open(&database, writer)?;
            let closed = counting.follow(&settings, since, now, closes, &mut told);
            closed.map(|closed| (told, closed))
        });
        match followed.await {
            Ok(Ok((told, closed))) => {
                self.notify(&told);
                if !closed.is_empty() {
                    let ids = closed.iter().map(|brief| brief.story).collect();
                    self.tell(Msg::NewCounted(ids));
                }
                if let Some(notice) = closed_notice(&closed) {
                    self.say(notice);
                }
            }
            Ok(Err(error)) => tracing::error!("followed stories: {error}"),
            Err(_) => {}
        }
    }
}
