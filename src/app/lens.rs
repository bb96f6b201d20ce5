//! The headline lens: the headline of each source below its name in the sources panel, where all of
//! them have room, with the words that are the source's own told from those of the story.

use std::ops::Range;

use crate::app::{Cells, State};
use crate::compare::{Headline, headlines};
use crate::layout::{truncate_to_cells, wrap_line};
use crate::model::Member;

/// A line below a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LensLine {
    /// A line of its headline.
    Headline {
        /// What it says.
        text: String,
        /// What no other source says, or few, as bytes of the text.
        own: Vec<Range<usize>>,
    },
    /// Its headline is one that stands above already.
    Same,
    /// It rests on the report of this publisher.
    BasedOn(String),
}

/// Lines of a headline at the most, and with how many it does where there is less room.
const LINES: [usize; 2] = [3, 2];
/// Columns that a headline of several lines needs.
const NARROW: usize = 24;
/// Columns that a headline of one line needs, so that little of it is cut.
const WIDE: usize = 36;
/// Rows below the sources for what is said of the one under the cursor.
const DETAILS: usize = 5;

/// Rows at the end for who has not had the story.
const FOOT: usize = 3;

/// The headlines of the members of a story side by side.
pub(super) fn compare(members: &[Member]) -> Option<Vec<Headline>> {
    let titles: Vec<(&str, Option<&str>)> = members
        .iter()
        .map(|member| (member.title.as_str(), member.lang.as_deref()))
        .collect();
    headlines(&titles)
}

impl State {
    /// The lines below each source of the panel; `None` where not all have room, or where there is
    /// nothing to compare.
    pub fn lens(&self, pane: Cells) -> Option<Vec<Vec<LensLine>>> {
        let story = self.story.as_ref()?;
        let compared = story.headlines.as_ref()?;
        let width = usize::from(pane.width.saturating_sub(Self::SOURCE_MARGIN));
        let foot = if self.not_seen().is_some() { FOOT } else { 0 };
        let used = 1 + self.source_rows().len() + DETAILS + foot;
        let room = usize::from(pane.height).checked_sub(used)?;
        // Each source has a line at least: with more than that many nothing needs to be wrapped.
        if story.members.len() > room || width < NARROW {
            return None;
        }
        let lines = |most: usize| -> Vec<Vec<LensLine>> {
            let members = story.members.iter().zip(compared);
            let lines = members.map(|(member, headline)| {
                let mut lines = lines_of(&member.title, headline, width, most);
                let basis = self.based_on(member);
                lines.extend(basis.map(|name| LensLine::BasedOn(name.to_owned())));
                lines
            });
            lines.collect()
        };
        let fits = |lines: &Vec<Vec<LensLine>>| lines.iter().flatten().count() <= room;
        let wrapped = LINES.into_iter().map(lines).find(fits);
        wrapped.or_else(|| Some(lines(1)).filter(|lines| width >= WIDE && fits(lines)))
    }

    /// Columns of a row of the sources panel beside the names.
    pub const SOURCE_MARGIN: u16 = 7;

    /// Whether a headline is to be read in full above.
    pub fn lens_shows(lines: &[LensLine]) -> bool {
        let mut lines = lines.iter().rev();
        let last = lines.find_map(|line| match line {
            LensLine::Headline { text, .. } => Some(text),
            LensLine::Same | LensLine::BasedOn(_) => None,
        });
        last.is_some_and(|text| !text.ends_with('…'))
    }
}

fn lines_of(title: &str, headline: &Headline, width: usize, most: usize) -> Vec<LensLine> {
    if headline.same_as.is_some() {
        return vec![LensLine::Same];
    }
    let mut lines = wrap_line(title, width);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(truncate_to_cells(&rest, width));
    }
    let own = in_lines(title, &lines, &headline.own);
    let lines = lines.into_iter().zip(own);
    lines
        .map(|(text, own)| LensLine::Headline { text, own })
        .collect()
}

/// Ranges of a text as those of the lines that it was broken into, the last of which may be cut.
pub fn in_lines(text: &str, lines: &[String], ranges: &[Range<usize>]) -> Vec<Vec<Range<usize>>> {
    let mut from = 0;
    let of_line = |line: &String| {
        let shown = line.strip_suffix('…').unwrap_or(line);
        let Some(at) = text.get(from..).and_then(|rest| rest.find(shown)) else {
            return Vec::new();
        };
        let (start, end) = (from + at, from + at + shown.len());
        from = end;
        let inside = ranges
            .iter()
            .map(|range| range.start.max(start)..range.end.min(end));
        inside
            .filter(|range| range.start < range.end)
            .map(|range| range.start - start..range.end - start)
            .collect()
    };
    lines.iter().map(of_line).collect()
}
