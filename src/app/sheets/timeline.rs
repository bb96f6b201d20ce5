//! When what was reported, from the first report to the last change.

use super::{CURSOR, Part, Passage, Sheet, SheetLine, SheetView, TABLE, plural, statement};
use crate::app::{OpenStory, Sign, State, clock, day, moment, words::date};
use crate::compare::{Change, Citation, Report, TimelineEntry, silence_length, timeline};
use crate::config::Glyphs;
use crate::layout::{cells, truncate_to_cells, wrap_line};
use crate::model::{Member, Timestamp};

/// Columns before the sign: a time and a blank.
const TIME: usize = 6;
/// Columns before the name of a source.
const NAME: usize = TIME + 2;
/// Columns of a headline at least, where notes stand beside it.
const HEADLINE: usize = 40;

/// The sheet.
pub(super) fn sheet(
    state: &State,
    story: &OpenStory,
    view: SheetView,
    width: usize,
    glyphs: &Glyphs,
) -> Sheet {
    let mut title = vec![
        "Timeline".to_owned(),
        plural(story.members.len(), "article"),
    ];
    if story.members.len() > 1 && state.compared().is_none() {
        title.push("comparing …".to_owned());
    }
    let mut sheet = Sheet {
        title: title.join(&format!(" {} ", glyphs.dot)),
        ..Sheet::default()
    };
    if story.members.is_empty() {
        sheet.empty = vec!["This story has no article".to_owned()];
        return sheet;
    }
    let reports: Vec<Report> = story
        .members
        .iter()
        .map(|member| times(state, member))
        .collect();
    let cited = citations(state, story);
    let writer = Writer {
        state,
        story,
        cited: &cited,
        width,
        glyphs,
        names: name_columns(story, width),
    };
    let mut today = None;
    let mut wrote_before = false;
    for entry in timeline(&reports, &cited) {
        if let Some(time) = writer.time(&entry, &reports) {
            let date = date(time, state.offset_seconds);
            if today != Some(date) {
                sheet.lines.push(writer.day(time));
                today = Some(date);
            }
        } else if matches!(entry, TimelineEntry::FirstReport(_)) && !wrote_before {
            sheet.lines.push(SheetLine {
                pieces: vec![(format!("{} Before ", glyphs.horizontal), Part::Dim)],
                ruled: true,
                ..SheetLine::default()
            });
            wrote_before = true;
        }
        writer.write(&mut sheet, entry, view);
    }
    sheet
}

fn times(state: &State, member: &Member) -> Report {
    let shown = state.reader.shown.as_ref();
    let shown = shown.filter(|shown| shown.text.id == member.article);
    // What was seen to change says when; of what changed before it came only its feed can tell.
    let updates = match state.history_of(member.article) {
        Some(history) => history.texts[1..].to_vec(),
        None => shown
            .and_then(|shown| shown.text.updated)
            .into_iter()
            .collect(),
    };
    Report {
        published: member.published,
        first_seen: member.first_seen,
        updates,
    }
}

/// The citations that say who was first, and those of whom the reader has no feed; articles are
/// named by their place among the members.
fn citations(state: &State, story: &OpenStory) -> Vec<Citation> {
    let Some(compared) = state.compared() else {
        return Vec::new();
    };
    let is_ghost = |name: &str| state.ghosts.iter().any(|ghost| ghost.name == name);
    let told = compared.cited.iter();
    let told = told.filter(|citation| citation.first || is_ghost(&citation.name));
    told.map(|citation| {
        let by = citation.by.iter().filter_map(|(account, sentence)| {
            let article = compared.articles.get(*account)?.article;
            Some((story.position(article)?, *sentence))
        });
        Citation {
            by: by.collect(),
            ..citation.clone()
        }
    })
    .filter(|citation| !citation.by.is_empty())
    .collect()
}

fn name_columns(story: &OpenStory, width: usize) -> usize {
    let names = story.members.iter().map(|member| cells(&member.source));
    names.max().unwrap_or(0).min(width / 4).max(8)
}

struct Writer<'a> {
    state: &'a State,
    story: &'a OpenStory,
    cited: &'a [Citation],
    width: usize,
    glyphs: &'a Glyphs,
    names: usize,
}

impl Writer<'_> {
    /// When an entry was; `None` where that is not known, or nothing was.
    fn time(&self, entry: &TimelineEntry, reports: &[Report]) -> Option<Timestamp> {
        match entry {
            TimelineEntry::Published { report, .. } | TimelineEntry::Cited { report, .. } => {
                Some(reports.get(*report)?.published)
            }
            TimelineEntry::Updated { at, .. } => Some(*at),
            TimelineEntry::FirstReport(_) | TimelineEntry::Silence(_) => None,
        }
    }

    fn day(&self, time: Timestamp) -> SheetLine {
        let day = day(self.state.now, time, self.state.offset_seconds);
        SheetLine {
            pieces: vec![(format!("{} {day} ", self.glyphs.horizontal), Part::Dim)],
            ruled: true,
            ..SheetLine::default()
        }
    }

    fn write(&self, sheet: &mut Sheet, entry: TimelineEntry, view: SheetView) {
        let is_chosen = sheet.passages.len() == view.cursor.row;
        let part = if is_chosen { Part::Chosen } else { Part::Text };
        match entry {
            TimelineEntry::Silence(silence) => {
                let dots = self.glyphs.dot.repeat(3);
                let text = format!(
                    "{}{dots} {} {dots}",
                    " ".repeat(CURSOR + NAME),
                    silence_length(silence)
                );
                sheet.lines.push(SheetLine::new(text, Part::Dim));
            }
            TimelineEntry::FirstReport(citation) => {
                let Some(citation) = self.cited.get(citation) else {
                    return;
                };
                let name = format!("first report: {}", citation.name);
                let told = format!(", as told by {}", numbers(citation));
                self.add(
                    sheet,
                    citation.by.first().copied(),
                    self.told(part, &name, &told),
                );
            }
            TimelineEntry::Cited { citation, report } => {
                let Some(citation) = self.cited.get(citation) else {
                    return;
                };
                let mut by = citation.by.iter();
                let by = by.find(|(at, _)| *at == report).copied();
                let told = format!("  cited by {}", numbers(citation));
                self.add(sheet, by, self.told(part, &citation.name, &told));
            }
            TimelineEntry::Published {
                report,
                first,
                seen,
            } => {
                if let Some(member) = self.story.members.get(report) {
                    let lines = self.published(member, first, seen, part);
                    self.add(sheet, Some((report, None)), lines);
                }
            }
            TimelineEntry::Updated { report, at } => {
                if let Some(member) = self.story.members.get(report) {
                    let change = self.change(member, at);
                    let text = match change {
                        Some(change) => format!("updated: {}", change.summary()),
                        None => "updated by its source".to_owned(),
                    };
                    let sign = Sign::Changed;
                    let lines = self.entry(at, sign, &member.source, &text, "", part);
                    self.add(sheet, Some((report, None)), lines);
                    let hunk = change.and_then(|change| change.hunks.first());
                    if let Some(passage) = sheet.passages.last_mut() {
                        passage.sentence = hunk.and_then(|hunk| hunk.sentence.clone());
                    }
                }
            }
        }
    }

    /// What changed in an article when its text of this time came.
    fn change(&self, member: &Member, at: Timestamp) -> Option<&Change> {
        let history = self.state.history_of(member.article)?;
        let text = history.texts[1..].iter().position(|since| *since == at)?;
        history.steps.get(text)
    }

    fn add(&self, sheet: &mut Sheet, at: Option<(usize, Option<usize>)>, lines: Vec<SheetLine>) {
        let Some((member, sentence)) = at else { return };
        let Some(member) = self.story.members.get(member) else {
            return;
        };
        let item = sheet.passages.len();
        sheet
            .lines
            .extend(lines.into_iter().map(|line| line.of(item)));
        let sentence = sentence.and_then(|at| {
            let compared = self.state.compared()?;
            let mut articles = compared.articles.iter();
            let account = articles.position(|other| other.article == member.article)?;
            Some(statement(compared, account, at)?.text.clone())
        });
        sheet.passages.push(Passage {
            article: member.article,
            sentence,
        });
    }

    /// Somebody who is no article here.
    fn told(&self, part: Part, name: &str, told: &str) -> Vec<SheetLine> {
        vec![SheetLine {
            pieces: vec![
                (" ".repeat(TIME), Part::Dim),
                self.sign(Sign::Cited),
                (" ".to_owned(), Part::Dim),
                (name.to_owned(), part),
                (told.to_owned(), Part::Dim),
            ],
            ..SheetLine::default()
        }]
    }

    fn sign(&self, sign: Sign) -> (String, Part) {
        (sign.glyph(self.glyphs).to_owned(), Part::Sign(sign))
    }

    fn published(
        &self,
        member: &Member,
        first: bool,
        seen: Option<Timestamp>,
        part: Part,
    ) -> Vec<SheetLine> {
        let state = self.state;
        let mut notes = Vec::new();
        if first {
            notes.push("first in your feeds".to_owned());
        }
        if let Some(original) = member.copy_of.and_then(|of| self.story.member(of)) {
            notes.push(format!("copy of {}", original.source));
        }
        if let Some(seen) = seen {
            let seen = moment(state.now, seen, state.offset_seconds);
            notes.push(format!("first seen {seen}"));
        }
        let notes = notes.join(&format!(" {} ", self.glyphs.dot));
        let sign = self.story.sign_of(member);
        self.entry(
            member.published,
            sign,
            &member.source,
            &member.title,
            &notes,
            part,
        )
    }

    fn entry(
        &self,
        time: Timestamp,
        sign: Sign,
        source: &str,
        text: &str,
        notes: &str,
        part: Part,
    ) -> Vec<SheetLine> {
        let time = clock(time, self.state.offset_seconds);
        let mut pieces = vec![
            (format!("{time} "), Part::Dim),
            self.sign(sign),
            (" ".to_owned(), Part::Dim),
        ];
        if self.width >= TABLE {
            let name = truncate_to_cells(source, self.names);
            let spare = self.names - cells(&name);
            pieces.push((format!("{name}{}", " ".repeat(spare + 2)), Part::Dim));
            let used = CURSOR + NAME + self.names + 2;
            let left = self.width.saturating_sub(used);
            let beside = left.saturating_sub(cells(notes) + 2);
            let fits = cells(text).min(HEADLINE) <= beside;
            let room = if fits && !notes.is_empty() {
                beside
            } else {
                left
            };
            pieces.push((truncate_to_cells(text, room), part));
            let line = SheetLine {
                pieces,
                ..SheetLine::default()
            };
            if fits {
                let right = notes.to_owned();
                return vec![SheetLine { right, ..line }];
            }
            let indent = " ".repeat(used - CURSOR);
            return vec![line, SheetLine::new(format!("{indent}{notes}"), Part::Dim)];
        }
        pieces.push((source.to_owned(), Part::Dim));
        let mut lines = vec![SheetLine {
            pieces,
            ..SheetLine::default()
        }];
        let indent = " ".repeat(NAME);
        let room = self.width.saturating_sub(CURSOR + NAME).max(8);
        for (text, part) in [(text, part), (notes, Part::Dim)] {
            let wrapped = if text.is_empty() {
                Vec::new()
            } else {
                wrap_line(text, room)
            };
            let set_in = |line: String| SheetLine::new(format!("{indent}{line}"), part);
            lines.extend(wrapped.into_iter().map(set_in));
        }
        lines
    }
}

/// The numbers of the articles that cite somebody.
fn numbers(citation: &Citation) -> String {
    let mut numbers: Vec<usize> = citation.by.iter().map(|(at, _)| at + 1).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    numbers.join(", ")
}
