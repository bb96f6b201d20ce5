//! A whole story read from the cache: what files saved from the screen and the command line are
//! made of.

use crate::{
    app::{Version, Why, WhyPart},
    compare,
    export::{self, ReadText, WholeStory},
    model::{MemberReason, StoryId, StoryRow, Timestamp},
    runtime::{
        articles::{Habits, read_article},
        changes::text_history,
        comparing::{Accounts, compare_articles},
    },
    store::{Reader, StoreError},
};

/// Cells of a line that is not wrapped.
const UNBROKEN: usize = 100_000;

/// Reads a story with what its articles say, in the wanted one of their texts or the better one;
/// `None` if it is not in the cache. Times are told
/// as they are now at this offset.
pub fn read_story(
    reader: &Reader,
    story: StoryId,
    version: Option<Version>,
    (now, utc_offset): (Timestamp, i32),
) -> Result<Option<WholeStory>, StoreError> {
    let Some(row) = reader.story_rows(&[story])?.pop() else {
        return Ok(None);
    };
    let (habits, accounts) = (Habits::default(), Accounts::default());
    let members = reader.members(story)?;
    let articles: Vec<_> = members
        .iter()
        .map(|member| (member.article, member.is_known()))
        .collect();
    let mut texts = Vec::with_capacity(members.len());
    for member in &members {
        if let Some((article, mut chosen)) = read_article(reader, &habits, member.article, version)?
        {
            chosen.add_tags_line();
            texts.push(ReadText {
                article,
                document: chosen.document,
                is_full: chosen.version == Version::Full,
            });
        }
    }
    let members_reasons = reader.reasons(story)?;
    let why = in_words(story, members_reasons.clone(), utc_offset);
    let mut reasons = Vec::with_capacity(members_reasons.len());
    for member in members_reasons {
        let noted = reader.reason(member.article)?;
        let noted = noted.and_then(|reason| serde_json::from_str(&reason).ok());
        reasons.push((member, noted));
    }
    let mut updates = Vec::new();
    for member in members.iter().filter(|member| member.revisions > 0) {
        let history = text_history(
            reader,
            &habits,
            member.article,
            compare::ReadText::default(),
        )?;
        updates.extend(history.map(|history| (member.article, history.updates())));
    }
    let comparison = compare_articles(reader, &habits, &accounts, &articles)?;
    let origins = comparison.origins(&members);
    Ok(Some(WholeStory {
        // By what articles rest on, too; lists count copies alone.
        row: StoryRow {
            origins: u32::try_from(origins).unwrap_or(u32::MAX),
            ..row
        },
        comparison,
        earlier: reader.earlier(story)?,
        not_seen: reader.not_seen(story, now)?,
        updates,
        members,
        reasons,
        why,
        texts,
    }))
}

/// Why the articles are one story, as the screen tells it; nothing where there is nothing to tell.
fn in_words(story: StoryId, reasons: Vec<MemberReason>, utc_offset: i32) -> Vec<export::Why> {
    if reasons.len() == 1 && reasons[0].decisions.is_empty() {
        return Vec::new();
    }
    let mut why = Why::new(story, None);
    why.members = Some(reasons);
    let mut told: Vec<export::Why> = Vec::new();
    // What is read on other days has its times with their dates.
    for line in why.lines(UNBROKEN, Timestamp::default(), utc_offset) {
        let text = match (line.part, line.label) {
            (WhyPart::Blank, _) => continue,
            (_, "") => line.text,
            (_, label) => format!("{label}: {}", line.text),
        };
        match (line.part, told.last_mut()) {
            (WhyPart::Sentence | WhyPart::Decision | WhyPart::Fact, Some(last)) => {
                last.lines.push(text);
            }
            _ => told.push(export::Why {
                about: text,
                lines: Vec::new(),
            }),
        }
    }
    told
}
