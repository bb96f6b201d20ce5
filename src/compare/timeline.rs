//! When what was reported: the articles of a story by their time, what they say was reported before
//! them, changes of texts, and the silences between.

use std::time::Duration;

use super::Citation;
use crate::model::Timestamp;

/// A silence shorter than this is not told.
const SILENCE: Duration = Duration::from_hours(6);
/// From here on a silence is told in days.
const DAYS: Duration = Duration::from_hours(48);
/// An article that came to the cache so much later than its own time says both.
const LATE: Duration = Duration::from_hours(1);

/// The times of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Article time.
    pub published: Timestamp,
    /// When it was first seen here.
    pub first_seen: Timestamp,
    /// When its text was changed, as far as that is known.
    pub updates: Vec<Timestamp>,
}

/// An entry of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineEntry {
    /// Somebody who is said to have reported first; when is not known. The citation by its place.
    FirstReport(usize),
    /// An article, by its place.
    Published {
        /// Which one.
        report: usize,
        /// No other article of several is as old.
        first: bool,
        /// It came to the cache this much later than it says.
        seen: Option<Timestamp>,
    },
    /// Somebody's report is mentioned for the first time. The citation by its place.
    Cited {
        /// Which one.
        citation: usize,
        /// The article that mentions it first.
        report: usize,
    },
    /// The text of an article was changed.
    Updated {
        /// Which one.
        report: usize,
        /// When.
        at: Timestamp,
    },
    /// For so long nothing was reported.
    Silence(Duration),
}

/// The entries of a story from the first to the last. `cited` names articles by their place among
/// the reports.
pub fn timeline(reports: &[Report], cited: &[Citation]) -> Vec<TimelineEntry> {
    let mut timed: Vec<(Timestamp, TimelineEntry)> = Vec::new();
    for report in by_time(reports) {
        let times = &reports[report];
        let is_first = timed.is_empty() && reports.len() > 1;
        let is_late = times.first_seen.since(times.published) > LATE;
        let entry = TimelineEntry::Published {
            report,
            first: is_first,
            seen: is_late.then_some(times.first_seen),
        };
        timed.push((times.published, entry));
        let mentions = cited.iter().enumerate().filter(|(_, citation)| {
            !citation.first && first_mention(citation, reports) == Some(report)
        });
        timed.extend(mentions.map(|(citation, _)| {
            let entry = TimelineEntry::Cited { citation, report };
            (times.published, entry)
        }));
    }
    for (report, times) in reports.iter().enumerate() {
        let updates = times.updates.iter().filter(|at| **at > times.published);
        timed.extend(updates.map(|at| (*at, TimelineEntry::Updated { report, at: *at })));
    }
    // What is of one time stays as it was put.
    timed.sort_by_key(|(at, _)| *at);
    let told = cited.iter().enumerate();
    let told = told.filter(|(_, citation)| citation.first);
    let mut entries: Vec<TimelineEntry> = told
        .map(|(citation, _)| TimelineEntry::FirstReport(citation))
        .collect();
    let mut last: Option<Timestamp> = None;
    for (at, entry) in timed {
        let silence = last.map(|last| at.since(last));
        if let Some(silence) = silence.filter(|silence| *silence > SILENCE) {
            entries.push(TimelineEntry::Silence(silence));
        }
        entries.push(entry);
        last = Some(at);
    }
    entries
}

/// How long a silence was, in words: "17 h", "3 days".
pub fn silence_length(silence: Duration) -> String {
    let hours = silence.as_secs() / 3600;
    if silence >= DAYS {
        format!("{} days", hours / 24)
    } else {
        format!("{hours} h")
    }
}

/// The places of the reports, the oldest first.
fn by_time(reports: &[Report]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..reports.len()).collect();
    places.sort_by_key(|place| (reports[*place].published, reports[*place].first_seen));
    places
}

/// The oldest article that cites somebody.
fn first_mention(citation: &Citation, reports: &[Report]) -> Option<usize> {
    let by = citation.by.iter().map(|(report, _)| *report);
    by.filter(|report| *report < reports.len())
        .min_by_key(|report| (reports[*report].published, reports[*report].first_seen))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_700_000_000);

    fn report(hours: u64) -> Report {
        let published = START + Duration::from_hours(hours);
        Report {
            published,
            first_seen: published,
            updates: Vec::new(),
        }
    }

    fn citation(first: bool, by: &[usize]) -> Citation {
        Citation {
            name: "Quay Gazette".to_owned(),
            domain: None,
            url: None,
            first,
            by: by.iter().map(|report| (*report, None)).collect(),
        }
    }

    fn published(report: usize, first: bool) -> TimelineEntry {
        TimelineEntry::Published {
            report,
            first,
            seen: None,
        }
    }

    #[test]
    fn articles_stand_by_their_time_with_longer_silences_between() {
        let entries = timeline(&[report(20), report(0), report(3)], &[]);
        let silence = TimelineEntry::Silence(Duration::from_hours(17));
        assert_eq!(
            entries,
            [
                published(1, true),
                published(2, false),
                silence,
                published(0, false)
            ]
        );
        assert_eq!(timeline(&[report(0)], &[]), [published(0, false)]);
    }

    #[test]
    fn who_is_said_to_be_first_stands_first_and_who_is_cited_below_the_first_to_do_so() {
        let cited = [citation(false, &[0, 1]), citation(true, &[0])];
        let entries = timeline(&[report(2), report(1)], &cited);
        let mention = TimelineEntry::Cited {
            citation: 0,
            report: 1,
        };
        assert_eq!(
            entries,
            [
                TimelineEntry::FirstReport(1),
                published(1, true),
                mention,
                published(0, false),
            ]
        );
    }

    #[test]
    fn long_silences_are_told_in_days() {
        for (hours, told) in [(7, "7 h"), (47, "47 h"), (48, "2 days"), (80, "3 days")] {
            assert_eq!(silence_length(Duration::from_hours(hours)), told);
        }
    }

    #[test]
    fn changes_have_their_own_time_and_late_articles_two() {
        let mut late = report(0);
        late.first_seen = START + Duration::from_hours(2);
        late.updates = [4, 5]
            .map(|hours| START + Duration::from_hours(hours))
            .to_vec();
        let seen = TimelineEntry::Published {
            report: 0,
            first: true,
            seen: Some(late.first_seen),
        };
        let updated = |hours| TimelineEntry::Updated {
            report: 0,
            at: START + Duration::from_hours(hours),
        };
        let entries = timeline(&[late, report(4)], &[]);
        assert_eq!(entries, [seen, published(1, false), updated(4), updated(5)]);
    }
}
