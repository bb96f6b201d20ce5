//! When what was reported.

use super::{
    WholeStory,
    telling::{Item, Piece, Section, listed, text},
};
use crate::{
    compare::{Citation, Report, TimelineEntry, silence_length, timeline},
    model::{Member, plain_line},
};

/// The timeline.
pub(super) fn section(story: &WholeStory) -> Section {
    let reports: Vec<Report> = story
        .members
        .iter()
        .map(|member| report(story, member))
        .collect();
    let cited = citations(story);
    let teller = Teller {
        story,
        cited: &cited,
    };
    let entries = timeline(&reports, &cited);
    let items = entries.iter().filter_map(|entry| teller.item(entry));
    Section {
        id: "timeline",
        title: "Timeline",
        items: items.collect(),
        ..Section::default()
    }
}

fn report(story: &WholeStory, member: &Member) -> Report {
    let updates = story.updates_of(member.article).iter();
    Report {
        published: member.published,
        first_seen: member.first_seen,
        updates: updates.map(|(at, _)| *at).collect(),
    }
}

/// Whom the articles cite; these are named by their place among the members.
fn citations(story: &WholeStory) -> Vec<Citation> {
    let cited = story.comparison.cited.iter().map(|citation| {
        let by = citation.by.iter();
        let by = by.filter_map(|(account, at)| Some((story.place(*account)?, *at)));
        Citation {
            by: by.collect(),
            ..citation.clone()
        }
    });
    cited.filter(|citation| !citation.by.is_empty()).collect()
}

struct Teller<'a> {
    story: &'a WholeStory,
    cited: &'a [Citation],
}

impl Teller<'_> {
    fn item(&self, entry: &TimelineEntry) -> Option<Item> {
        let source = |place: usize| Piece::Source(place, String::new());
        let line = match *entry {
            TimelineEntry::Silence(silence) => {
                vec![text(format!("… {} …", silence_length(silence)))]
            }
            TimelineEntry::FirstReport(citation) => {
                let citation = self.cited.get(citation)?;
                let name = format!("First report: {}, as told by ", citation.name);
                self.named(&name, citation)
            }
            TimelineEntry::Cited { citation, report } => {
                let citation = self.cited.get(citation)?;
                let at = self.story.members.get(report)?.published;
                let name = format!("{} {} cited by ", at.dated(), citation.name);
                self.named(&name, citation)
            }
            TimelineEntry::Published {
                report,
                first,
                seen,
            } => {
                let member = self.story.members.get(report)?;
                let mut notes = vec![format!(" {}", member.title)];
                notes.extend(first.then(|| "first in your feeds".to_owned()));
                notes.extend(seen.map(|seen| format!("first seen {}", seen.dated())));
                let at = format!("{} ", member.published.dated());
                vec![text(at), source(report), text(notes.join(" · "))]
            }
            TimelineEntry::Updated { report, at } => {
                let member = self.story.members.get(report)?;
                let mut updates = self.story.updates_of(member.article).iter();
                let brought = updates.find(|(time, _)| *time == at);
                let brought = brought.map_or("", |(_, brought)| brought);
                let at = format!("{} ", at.dated());
                vec![
                    text(at),
                    source(report),
                    text(format!(" updated: {brought}")),
                ]
            }
        };
        Some(Item::new(line))
    }

    fn named(&self, name: &str, citation: &Citation) -> Vec<Piece> {
        let mut places: Vec<usize> = citation.by.iter().map(|(place, _)| *place).collect();
        places.sort_unstable();
        places.dedup();
        let mut line = vec![text(format!("{} ", plain_line(name)))];
        line.extend(listed(
            places.into_iter().map(|place| (place, String::new())),
        ));
        line
    }
}
