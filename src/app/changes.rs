//! What changed since the reader last looked: the earlier texts of the articles of the open story,
//! and the sources that are new in it. What was looked at before is remembered as of when the story
//! was opened, for reading it now changes that.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::app::{ChangesRequest, OpenStory, State, count, moment};
use crate::compare::{ReadText, Run, TextHistory};
use crate::model::{ArticleId, Member, StoryId, Timestamp};

/// The open story, and what was known of it when it was opened.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The earlier texts that were found, and of which story.
    found: Option<(StoryId, Arc<Vec<TextHistory>>)>,
    /// Those that were asked for last.
    asked: Option<ChangesRequest>,
    /// The story that is open, and when it was last looked at before.
    visit: Option<(StoryId, Option<Timestamp>)>,
    /// What was read of articles with other texts.
    read: FxHashMap<ArticleId, Known>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Known {
    text: ReadText,
    /// The newest text was read in this session.
    seen: bool,
}

/// What happened in a story since it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// When it was last looked at.
    pub since: Option<Timestamp>,
    /// Its unread articles that came after that.
    pub new: Vec<ArticleId>,
    /// Each of these is of a source that was not there before.
    pub new_sources: bool,
    /// Its articles that changed since they were read.
    pub changed: Vec<ArticleId>,
    /// What is new to the reader in all of these, as far as they were compared.
    pub new_to_you: u32,
}

impl Changes {
    /// A story is there, opened now or loaded again.
    pub(super) fn note(&mut self, story: &OpenStory) {
        let again = self.visit.is_some_and(|(id, _)| id == story.id);
        if !again {
            let opened = story.members.iter().filter_map(|member| member.opened);
            self.visit = Some((story.id, opened.max()));
        }
        for member in &story.members {
            let fresh = Known {
                text: ReadText {
                    since: member.unread_texts,
                    at: member.opened,
                },
                seen: false,
            };
            let known = self.read.entry(member.article).or_insert(fresh);
            let is_over = !member.changed && !again;
            if is_over || member.changed && known.seen {
                *known = fresh;
            } else if member.changed {
                known.text.since = member.unread_texts;
            }
        }
        let is_here = |article: &ArticleId| story.member(*article).is_some();
        // Who comes back to a changed article without having read it is shown the same change.
        self.read
            .retain(|article, known| known.text.since > 0 || is_here(article));
    }

    /// The newest text of an article was read.
    pub(super) fn note_seen(&mut self, article: ArticleId) {
        if let Some(known) = self.read.get_mut(&article) {
            known.seen = true;
        }
    }

    /// What is to be asked for a story, if that is something else than was asked last.
    pub(super) fn request(&mut self, story: &OpenStory) -> Option<ChangesRequest> {
        let with_texts = story.members.iter().filter(|member| member.revisions > 0);
        let articles: Vec<_> = with_texts
            .map(|member| {
                let known = self.read.get(&member.article).copied();
                let known = known.unwrap_or_default();
                (member.article, member.revisions, known.text)
            })
            .collect();
        let request = ChangesRequest {
            story: story.id,
            articles,
        };
        if self.asked.as_ref() == Some(&request) {
            return None;
        }
        self.asked = Some(request.clone());
        (!request.articles.is_empty()).then_some(request)
    }

    /// Earlier texts are there.
    pub(super) fn take(&mut self, story: StoryId, histories: Arc<Vec<TextHistory>>) {
        self.found = Some((story, histories));
    }
}

impl State {
    /// The earlier texts of an article of the open story, as far as they are there.
    pub fn history_of(&self, article: ArticleId) -> Option<&TextHistory> {
        let open = self.story.as_ref()?;
        let (story, histories) = self.changes.found.as_ref()?;
        let mut histories = histories.iter().filter(|_| *story == open.id);
        histories.find(|history| history.article == article)
    }

    /// What happened in the open story since it was last looked at; `None` where nothing did.
    pub fn news(&self) -> Option<News> {
        let open = self.story.as_ref()?;
        let (_, since) = self.changes.visit.filter(|(story, _)| *story == open.id)?;
        let came = |member: &&Member| since.is_some_and(|since| member.first_seen > since);
        let new: Vec<&Member> = open
            .members
            .iter()
            .filter(came)
            .filter(|member| !member.read)
            .collect();
        let changed = open.members.iter().filter(|member| member.changed);
        let changed: Vec<ArticleId> = changed.map(|member| member.article).collect();
        if new.is_empty() && changed.is_empty() {
            return None;
        }
        let is_known = |source: &str| {
            let mut before = open.members.iter().filter(|member| !came(member));
            before.any(|member| member.source == source)
        };
        let mut sources: Vec<&str> = new.iter().map(|member| member.source.as_str()).collect();
        sources.sort_unstable();
        sources.dedup();
        let new_sources =
            sources.len() == new.len() && !sources.iter().any(|source| is_known(source));
        let new: Vec<ArticleId> = new.iter().map(|member| member.article).collect();
        let all = new
            .iter()
            .chain(changed.iter().filter(|id| !new.contains(id)));
        let new_to_you = all.filter_map(|article| self.new_since(*article)).sum();
        Some(News {
            since,
            new,
            new_sources,
            changed,
            new_to_you,
        })
    }

    /// How many names, figures and quotes of an article are new to the reader; of one that was read
    /// and changed since, those that came with the change.
    pub fn new_since(&self, article: ArticleId) -> Option<u32> {
        let member = self.story.as_ref()?.member(article)?;
        if !member.changed {
            return self.new_to_you(article);
        }
        let compared = self.compared()?.article(article)?;
        let novelty = compared.novelty.as_ref()?;
        let hunks = &self.history_of(article)?.latest()?.hunks;
        let mut came: Vec<&str> = Vec::new();
        for new in &novelty.sentences {
            let Some(told) = compared.account.statements.get(new.statement) else {
                continue;
            };
            let here = hunks.iter();
            let here = here.filter(|hunk| hunk.sentence.as_ref() == Some(&told.text));
            for words in here.map(|hunk| Run::text(&hunk.added)) {
                let tokens = new.tokens.iter().map(|token| token.text.as_str());
                came.extend(tokens.filter(|token| words.contains(token)));
            }
        }
        came.sort_unstable();
        came.dedup();
        u32::try_from(came.len()).ok()
    }

    /// What happened in the open story, where it is more than that the shown article changed, which is said beside its
    /// time.
    pub fn news_beside_shown(&self) -> Option<News> {
        let shown = self.reader.shown.as_ref().map(|shown| shown.text.id);
        let is_other = |article: &ArticleId| Some(*article) != shown;
        let news = self.news()?;
        let mut all = news.new.iter().chain(&news.changed);
        all.any(is_other).then_some(news)
    }
}

impl News {
    /// "2 new sources, 1 changed, +5 since 08:10".
    pub fn told(&self, now: Timestamp, offset_seconds: i32) -> String {
        let number = |articles: &[ArticleId]| u32::try_from(articles.len()).unwrap_or(u32::MAX);
        let what = if self.new_sources {
            "new source"
        } else {
            "new article"
        };
        let parts = [
            (!self.new.is_empty()).then(|| count(number(&self.new), what)),
            (!self.changed.is_empty()).then(|| format!("{} changed", self.changed.len())),
            (self.new_to_you > 0).then(|| format!("+{}", self.new_to_you)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let since = match self.since {
            Some(since) => format!(" since {}", moment(now, since, offset_seconds)),
            None => " since you read it".to_owned(),
        };
        format!("{}{since}", parts.join(", "))
    }
}
