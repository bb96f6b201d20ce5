//! A story as JSON: its row, its members, why they stand there, and with them what they say side by
//! side.

use serde::{Serialize, Serializer};

use super::{
    WholeStory,
    tables::{Tables, Told},
};
use crate::{
    compare::{Account, Comparison, agency, is_same_publisher},
    model::{
        ArticleId, DecisionNote, Entry, Kind, Member, MemberReason, NotSeen, StoryId, StoryRow,
        Timestamp,
    },
};

/// A story as `stories --json` prints it.
#[derive(Debug, Serialize)]
pub struct StoryJson {
    id: StoryId,
    headline: String,
    first_published: Timestamp,
    last_published: Timestamp,
    articles: u32,
    sources: u32,
    origins: u32,
    unread: u32,
    new_articles: usize,
    /// Tags that the reader, or a rule, gave its articles.
    tags: Vec<String>,
    followed: bool,
    /// It is folded away.
    muted: bool,
    /// The older story of the same affair.
    earlier: Option<StoryId>,
    members: Vec<MemberJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<ReasonJson>>,
}

/// Why a member stands in its story.
#[derive(Debug, Serialize)]
struct ReasonJson {
    article: ArticleId,
    /// "opened", "joined", "placed" (by the reader), "regrouped" (stories were joined or grouped
    /// anew), "parted" (what it was compared with is in another story) or "ungrouped".
    how: &'static str,
    /// What it has in common with the story; null unless it joined.
    reason: Option<serde_json::Value>,
    copy: Option<CopyJson>,
    decisions: Vec<DecisionJson>,
}

#[derive(Debug, Serialize)]
struct CopyJson {
    source: String,
    share: f32,
}

/// What the reader decided about an article.
#[derive(Debug, Serialize)]
pub struct DecisionJson {
    made: Timestamp,
    together: bool,
    /// Headlines of the articles on other sides.
    others: Vec<String>,
}

impl ReasonJson {
    /// The reason of a member; `noted` is what grouping wrote down.
    fn new(member: &MemberReason, noted: Option<serde_json::Value>) -> Self {
        let (how, reason) = match &member.how {
            Entry::Opened => ("opened", None),
            Entry::Joined(_) => ("joined", noted),
            Entry::Placed => ("placed", None),
            Entry::Regrouped => ("regrouped", None),
            Entry::Parted => ("parted", None),
            Entry::Ungrouped => ("ungrouped", None),
        };
        Self {
            article: member.article,
            how,
            reason,
            copy: member.copy.as_ref().map(|copy| CopyJson {
                source: copy.source.clone(),
                share: copy.share,
            }),
            decisions: decisions_json(&member.decisions),
        }
    }
}

/// Decisions about an article as JSON.
pub fn decisions_json(notes: &[DecisionNote]) -> Vec<DecisionJson> {
    let notes = notes.iter().map(|note| DecisionJson {
        made: note.made,
        together: note.together,
        others: note.others.clone(),
    });
    notes.collect()
}

#[derive(Debug, Serialize)]
struct MemberJson {
    article: ArticleId,
    title: String,
    source: String,
    via: Option<String>,
    url: Option<String>,
    published: Timestamp,
    read: bool,
    seen: bool,
    starred: bool,
    /// Tags that the reader, or a rule, gave it.
    tags: Vec<String>,
    /// It is folded away, alone or with its story.
    muted: bool,
    kind: Kind,
    copy_of: Option<ArticleId>,
    /// Share of its text that repeats that article; null where it is no copy.
    copied: Option<f32>,
    /// On whose report it rests; null where it has one of its own, or its story was not compared.
    based_on: Option<String>,
    /// The agency whose text it carries, as far as author and summary say, or its text where its
    /// story was compared.
    agency: Option<&'static str>,
    new_to_you: Option<u32>,
}

impl StoryJson {
    /// A story with its members; what is new in each is said where a comparison is there.
    pub fn new(
        row: StoryRow,
        members: Vec<Member>,
        earlier: Option<StoryId>,
        comparison: Option<&Comparison>,
    ) -> Self {
        let new = |article: ArticleId| comparison?.new_to_you(article);
        let told = |member: Member| {
            let agency = comparison.and_then(|all| all.agency(&member));
            let told = MemberJson {
                new_to_you: new(member.article),
                based_on: comparison
                    .and_then(|all| all.based_on(&member))
                    .map(str::to_owned),
                ..MemberJson::new(member)
            };
            MemberJson {
                agency: agency.or(told.agency),
                ..told
            }
        };
        Self {
            id: row.id,
            headline: row.title,
            first_published: row.first_published,
            last_published: row.last_published,
            articles: row.articles,
            sources: row.sources,
            origins: row.origins,
            unread: row.unread,
            new_articles: new_since_read(&members),
            tags: row.own_tags,
            followed: row.followed,
            muted: row.muted,
            earlier,
            members: members.into_iter().map(told).collect(),
            reasons: None,
        }
    }
}

impl MemberJson {
    fn new(member: Member) -> Self {
        let agency = agency(member.author.as_deref(), &member.summary, "")
            .filter(|agency| !is_same_publisher(agency, &member.source));
        Self {
            article: member.article,
            title: member.title,
            source: member.source,
            via: member.via,
            url: member.url,
            published: member.published,
            read: member.read,
            seen: member.seen,
            starred: member.starred,
            tags: member.own_tags,
            muted: member.muted,
            kind: member.kind,
            copy_of: member.copy_of,
            copied: member
                .copy_of
                .map(|_| (member.copied * 100.0).round() / 100.0),
            based_on: None,
            agency,
            new_to_you: None,
        }
    }
}

/// Unread members that came in after everything of the story that was read.
fn new_since_read(members: &[Member]) -> usize {
    let read = members
        .iter()
        .filter(|member| member.read)
        .map(|member| member.first_seen)
        .max();
    members
        .iter()
        .filter(|member| !member.read && read.is_none_or(|read| member.first_seen > read))
        .count()
}

/// "5 sources, 4 origins", or the one source's name.
pub fn counts(row: &StoryRow) -> String {
    match (row.sources, row.origins) {
        (1, _) if row.articles == 1 => row.lead_source.clone(),
        (1, _) => format!("{} articles by {}", row.articles, row.lead_source),
        (sources, origins) if origins < sources => {
            let plural = if origins == 1 { "" } else { "s" };
            format!("{sources} sources, {origins} origin{plural}")
        }
        (sources, _) => format!("{sources} sources"),
    }
}

/// A story with what its articles say side by side.
#[derive(Debug, Serialize)]
struct Bundle<'a> {
    #[serde(flatten)]
    story: StoryJson,
    #[serde(flatten)]
    tables: Tables<'a>,
    /// Feeds that usually have such stories and have not had this one.
    not_seen_in: Vec<QuietJson<'a>>,
}

/// A feed that has not had a story.
#[derive(Debug, Serialize)]
struct QuietJson<'a> {
    feed: &'a str,
    title: &'a str,
    /// How many it had of the stories that are like it, and how many these are.
    had: u32,
    alike: u32,
}

fn quiet_json(not_seen: &NotSeen) -> Vec<QuietJson<'_>> {
    let feeds = not_seen.feeds.iter().map(|feed| QuietJson {
        feed: &feed.url,
        title: &feed.title,
        had: feed.had,
        alike: not_seen.alike,
    });
    feeds.collect()
}

/// As `show --json` prints it.
impl Serialize for WholeStory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let comparison = &self.comparison;
        let accounts: Vec<&Account> = comparison.accounts().collect();
        let articles = comparison.articles.iter();
        let told: Vec<Told> = articles.map(|article| self.told(article.article)).collect();
        let tables = Tables::new(
            &told,
            &accounts,
            &comparison.facts,
            &comparison.cited,
            &comparison.brief,
        );
        let reasons = self.reasons.iter();
        let reasons = reasons.map(|(member, noted)| ReasonJson::new(member, noted.clone()));
        let story = StoryJson::new(
            self.row.clone(),
            self.members.clone(),
            self.earlier.as_ref().map(|earlier| earlier.id),
            Some(comparison),
        );
        let bundle = Bundle {
            story: StoryJson {
                reasons: Some(reasons.collect()),
                ..story
            },
            tables,
            not_seen_in: self.not_seen.as_ref().map_or(Vec::new(), quiet_json),
        };
        bundle.serialize(serializer)
    }
}

impl WholeStory {
    /// When the text of an article was changed, and what that brought.
    pub(super) fn updates_of(&self, article: ArticleId) -> &[(Timestamp, String)] {
        let mut updates = self.updates.iter();
        let of = updates.find(|(of, _)| *of == article);
        of.map_or(&[], |(_, updates)| updates)
    }

    fn told(&self, article: ArticleId) -> Told {
        let member = self.members.iter().find(|member| member.article == article);
        Told {
            id: article.to_string().into(),
            source: member.map(|member| member.source.clone()),
            published: member.map(|member| member.published),
            updates: self.updates_of(article).to_vec(),
        }
    }
}
