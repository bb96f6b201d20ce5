//! `stories`: what the story list shows, for scripts and for people.

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::{
    cli::{
        arguments::{Order, StoriesOptions},
        context::Context,
        error::CliError,
        output::Out,
    },
    compare::{Comparison, agency, is_same_publisher},
    config::parse_time_span,
    model::{
        ArticleId, DecisionNote, Entry, Kind, Member, MemberReason, StoryId, StoryRow, Timestamp,
    },
    query::Query,
    runtime::{Accounts, Habits, compare_articles},
    store::{Reader, Sort, View},
};

pub(super) fn run(context: &Context, options: &StoriesOptions) -> Result<(), CliError> {
    if !options.query.is_empty() {
        super::search::catch_up_index(context)?;
    }
    let reader = context.open_reader()?;
    let query = query_of(context, options)?;
    let stories = select(&reader, context.now(), query, options)?;
    print(&reader, context.now(), &stories, options.json)
}

/// The query of the options, if there is one.
pub(super) fn query_of(
    context: &Context,
    options: &StoriesOptions,
) -> Result<Option<Query>, CliError> {
    match options.query.join(" ").trim() {
        "" => Ok(None),
        query => Ok(Some(context.query(query)?)),
    }
}

/// The stories that the options ask for, in order. Those that are muted are among them only where
/// nothing narrows the list, or the query asks for them.
pub(super) fn select(
    reader: &Reader,
    now: Timestamp,
    query: Option<Query>,
    options: &StoriesOptions,
) -> Result<Vec<StoryRow>, CliError> {
    let sort = match options.sort {
        Order::Top => Sort::Top,
        Order::New => Sort::New,
        Order::Sources => Sort::Sources,
    };
    let since = match &options.since {
        Some(text) => Some(
            now - parse_time_span(text).ok_or_else(|| {
                CliError::Usage(format!("\"{text}\" is not a time like 90m, 24h or 2d."))
            })?,
        ),
        None => None,
    };
    let view = match options.unread {
        true => View::Unread,
        false => View::All,
    };
    let mut ids = match &query {
        None => reader.story_ids(view, sort)?,
        Some(query) => reader.stories_matching(&query.clone().without_muted(), sort, now)?,
    };
    if options.unread && !query.is_some_and(|query| query.asks_for_muted()) {
        let muted: FxHashSet<StoryId> = reader.muted_stories()?.into_iter().collect();
        ids.retain(|story| !muted.contains(story));
    }
    let mut rows = reader.story_rows(&ids)?;
    rows.retain(|row| {
        (!options.unread || row.unread > 0)
            && options.min_sources.is_none_or(|least| row.sources >= least)
            && since.is_none_or(|since| row.last_published >= since)
    });
    rows.truncate(options.limit.unwrap_or(usize::MAX));
    Ok(rows)
}

/// A story as `stories --json` prints it.
#[derive(Debug, Serialize)]
pub(super) struct StoryJson {
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
pub(super) struct ReasonJson {
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
pub(super) struct DecisionJson {
    made: Timestamp,
    together: bool,
    /// Headlines of the articles on other sides.
    others: Vec<String>,
}

impl ReasonJson {
    /// The reason of a member; `noted` is what grouping wrote down.
    pub fn new(member: MemberReason, noted: Option<serde_json::Value>) -> Self {
        let (how, reason) = match member.how {
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
            copy: member.copy.map(|copy| CopyJson {
                source: copy.source,
                share: copy.share,
            }),
            decisions: decisions_json(member.decisions),
        }
    }
}

/// Decisions about an article as JSON.
pub(super) fn decisions_json(notes: Vec<DecisionNote>) -> Vec<DecisionJson> {
    let notes = notes.into_iter().map(|note| DecisionJson {
        made: note.made,
        together: note.together,
        others: note.others,
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

    /// The same with the independent reports as its comparison counts them: by what articles rest
    /// on, too. Lists count copies alone.
    pub fn with_origins(self, origins: usize) -> Self {
        Self {
            origins: u32::try_from(origins).unwrap_or(u32::MAX),
            ..self
        }
    }

    /// The same with why each member stands there.
    pub fn with_reasons(self, reasons: Vec<ReasonJson>) -> Self {
        Self {
            reasons: Some(reasons),
            ..self
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

/// Compares the articles of stories one after another.
#[derive(Default)]
pub(super) struct Comparing {
    habits: Habits,
    accounts: Accounts,
}

impl Comparing {
    /// The members of a story side by side.
    pub fn story(&self, reader: &Reader, members: &[Member]) -> Result<Comparison, CliError> {
        let articles: Vec<_> = members
            .iter()
            .map(|member| (member.article, member.is_known()))
            .collect();
        Ok(compare_articles(
            reader,
            &self.habits,
            &self.accounts,
            &articles,
        )?)
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

/// Prints stories with their members.
pub(super) fn print(
    reader: &Reader,
    now: Timestamp,
    stories: &[StoryRow],
    json: bool,
) -> Result<(), CliError> {
    let mut out = Out::new();
    let compare = Comparing::default();
    for row in stories {
        let members = reader.members(row.id)?;
        if json {
            let earlier = reader.earlier(row.id)?.map(|earlier| earlier.id);
            // Nothing is new to somebody who has seen nothing of it.
            let compared = if members.iter().any(Member::is_known) {
                Some(compare.story(reader, &members)?)
            } else {
                None
            };
            out.json(&StoryJson::new(
                row.clone(),
                members,
                earlier,
                compared.as_ref(),
            ))?;
        } else {
            print_text(&mut out, now, row, &members)?;
        }
    }
    out.finish()
}

fn print_text(
    out: &mut Out,
    now: Timestamp,
    row: &StoryRow,
    members: &[Member],
) -> Result<(), CliError> {
    let mark = if row.unread > 0 { "●" } else { "✓" };
    out.line(format!("{mark} {}", row.title))?;
    let mut facts = vec![
        row.id.to_string(),
        counts(row),
        ago(now, row.last_published),
    ];
    facts.extend(row.followed.then(|| "followed".to_owned()));
    facts.extend(row.muted.then(|| "muted".to_owned()));
    facts.extend(row.own_tags.iter().map(|tag| format!("#{tag}")));
    out.line(format!("  {}", facts.join("  ")))?;
    if members.len() > 1 {
        for member in members {
            let copy = if member.copy_of.is_some() {
                "  (copy)"
            } else {
                ""
            };
            out.line(format!("    {}: {}{copy}", member.source, member.title))?;
        }
    }
    Ok(())
}

/// "5 sources, 4 origins", or the one source's name.
pub(super) fn counts(row: &StoryRow) -> String {
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

pub(super) fn ago(now: Timestamp, time: Timestamp) -> String {
    let minutes = now.since(time).as_secs() / 60;
    match minutes {
        0..60 => format!("{minutes} min ago"),
        60..2880 => format!("{} h ago", minutes / 60),
        _ => time.utc().format("%-d %b %Y").to_string(),
    }
}
