//! `stories`: what the story list shows, for scripts and for people.

use rustc_hash::FxHashSet;

use crate::{
    cli::{
        arguments::{Order, StoriesOptions},
        context::Context,
        error::CliError,
        output::Out,
    },
    compare::Comparison,
    config::parse_time_span,
    export::{StoryJson, counts},
    model::{Member, StoryId, StoryRow, Timestamp},
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

pub(super) fn ago(now: Timestamp, time: Timestamp) -> String {
    let minutes = now.since(time).as_secs() / 60;
    match minutes {
        0..60 => format!("{minutes} min ago"),
        60..2880 => format!("{} h ago", minutes / 60),
        _ => time.utc().format("%-d %b %Y").to_string(),
    }
}
