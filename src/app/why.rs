//! Why articles are one story, told member by member: the words are made here, so that they can
//! be scrolled and tested without a screen.

use crate::app::{count, moment};
use crate::layout::wrap_line;
use crate::model::{ArticleId, DecisionNote, Entry, Joined, MemberReason, StoryId, Tie, Timestamp};

/// The reasons of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// Which story.
    pub story: StoryId,
    /// The member that is told first.
    pub article: Option<ArticleId>,
    /// Index of the first line on the screen.
    pub top: usize,
    /// Which member the cursor stands on, in the order they are told.
    pub cursor: usize,
    /// Its members; `None` until they are known.
    pub members: Option<Vec<MemberReason>>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyLine {
    /// What it is.
    pub part: WhyPart,
    /// What stands before it, in a column of its own.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyPart {
    /// Source and headline of the member that the cursor stands on.
    Current,
    /// Source and headline of another member, or the rest of them.
    Member,
    /// A sentence about the member.
    Sentence,
    /// A fact, its name at the left.
    Fact,
    /// What the reader decided.
    Decision,
    /// Between two members.
    Blank,
}

/// Columns before a fact.
pub const WHY_LABELS: usize = 16;
/// Headlines that a decision names at most.
const NAMED: usize = 3;

impl Why {
    /// The reasons of a story before they are known; `article` is told first.
    pub fn new(story: StoryId, article: Option<ArticleId>) -> Self {
        Self {
            story,
            article,
            top: 0,
            cursor: 0,
            members: None,
        }
    }

    /// Everything that is told, in lines of a width in cells.
    pub fn lines(&self, width: usize, now: Timestamp, offset_seconds: i32) -> Vec<WhyLine> {
        self.told_lines(width, now, offset_seconds).0
    }

    /// The same, with the index of the first line of each member.
    fn told_lines(
        &self,
        width: usize,
        now: Timestamp,
        offset_seconds: i32,
    ) -> (Vec<WhyLine>, Vec<usize>) {
        let mut teller = Teller {
            width: width.max(WHY_LABELS + 8),
            now,
            offset_seconds,
            lines: Vec::new(),
        };
        let members = self.told();
        let shared = shared(&members);
        for note in &shared {
            teller.decide(note);
        }
        let mut starts = Vec::with_capacity(members.len());
        for (at, member) in members.iter().enumerate() {
            if !teller.lines.is_empty() {
                teller.add(WhyPart::Blank, "", String::new());
            }
            starts.push(teller.lines.len());
            teller.tell(member, at == self.cursor, members.len());
            for note in own(member, &shared) {
                teller.decide(note);
            }
        }
        (teller.lines, starts)
    }

    /// The members in the order they are told.
    fn told(&self) -> Vec<&MemberReason> {
        let members = self.members.as_deref().unwrap_or_default();
        let is_asked = |member: &&MemberReason| Some(member.article) == self.article;
        let first = members.iter().filter(is_asked);
        let rest = members.iter().filter(|member| !is_asked(member));
        first.chain(rest).collect()
    }

    /// The member under the cursor; before the members are known the one that was asked about.
    pub fn pointed(&self) -> Option<ArticleId> {
        match &self.members {
            Some(_) => self.told().get(self.cursor).map(|member| member.article),
            None => self.article,
        }
    }

    /// Takes the members; cursor and scroll stay as far as there are members.
    pub fn take(&mut self, members: Vec<MemberReason>) {
        let last = members.len().saturating_sub(1);
        self.members = Some(members);
        self.cursor = self.cursor.min(last);
    }

    /// Moves the cursor by a member, or scrolls by a line where a member has more of them than
    /// the page shows.
    pub fn step(&mut self, forward: bool, page: usize, of: WhyText) {
        let (lines, starts) = self.told_lines(of.width, of.now, of.offset_seconds);
        let end = starts.get(self.cursor + 1).copied();
        let end = end.map_or(lines.len(), |next| next - 1);
        let start = starts.get(self.cursor).copied().unwrap_or(0);
        if forward && end > self.top + page {
            self.top += 1;
        } else if !forward && start < self.top {
            self.top -= 1;
        } else if forward {
            self.point(
                (self.cursor + 1).min(starts.len().saturating_sub(1)),
                page,
                of,
            );
        } else if self.cursor > 0 {
            self.point(self.cursor - 1, page, of);
        } else {
            self.top = self.top.saturating_sub(1);
        }
    }

    /// Puts the cursor on a member and brings as much of it on the page as fits.
    pub fn point(&mut self, cursor: usize, page: usize, of: WhyText) {
        let (lines, starts) = self.told_lines(of.width, of.now, of.offset_seconds);
        self.cursor = cursor.min(starts.len().saturating_sub(1));
        let end = starts.get(self.cursor + 1).copied();
        let end = end.map_or(lines.len(), |next| next - 1);
        let start = match self.cursor {
            0 => 0,
            cursor => starts.get(cursor).copied().unwrap_or(0),
        };
        self.top = self.top.max(end.saturating_sub(page)).min(start);
    }

    /// Scrolls so that this line is the first, and takes the cursor along.
    pub fn scroll(&mut self, top: usize, page: usize, of: WhyText) {
        let (lines, starts) = self.told_lines(of.width, of.now, of.offset_seconds);
        self.top = top.min(lines.len().saturating_sub(page));
        let seen = self.top..self.top + page;
        let is_seen = |at: &usize| starts.get(*at).is_some_and(|start| seen.contains(start));
        if !is_seen(&self.cursor) {
            let before = starts.iter().rposition(|start| *start <= seen.start);
            let first = (0..starts.len()).find(is_seen).or(before);
            self.cursor = first.unwrap_or(0);
        }
    }
}

/// What the lines of reasons depend on beside them.
#[derive(Debug, Clone, Copy)]
pub struct WhyText {
    /// Cells of a line.
    pub width: usize,
    /// Now.
    pub now: Timestamp,
    /// The reader's offset from UTC.
    pub offset_seconds: i32,
}

/// Decisions that are the same for several members: they are about the story.
fn shared<'a>(members: &[&'a MemberReason]) -> Vec<&'a DecisionNote> {
    let mut shared: Vec<&DecisionNote> = Vec::new();
    for (at, member) in members.iter().enumerate() {
        for note in &member.decisions {
            let mut later = members[at + 1..].iter();
            if !shared.contains(&note) && later.any(|other| other.decisions.contains(note)) {
                shared.push(note);
            }
        }
    }
    // Of a merge of two large stories both sides say the same; the shorter way to say it will do.
    let is_shortest = |note: &&DecisionNote| {
        let mut same = shared.iter().filter(|other| is_same_merge(note, other));
        same.all(|other| (note.others.len(), &note.others) <= (other.others.len(), &other.others))
    };
    let mut told: Vec<&DecisionNote> = shared.iter().copied().filter(is_shortest).collect();
    told.sort_by_key(|note| note.made);
    told
}

/// Decisions that are about this member only.
fn own<'a>(
    member: &'a MemberReason,
    shared: &'a [&DecisionNote],
) -> impl Iterator<Item = &'a DecisionNote> {
    let notes = member.decisions.iter();
    notes.filter(|note| {
        let mut told = shared.iter();
        !told.any(|other| *other == *note || is_same_merge(note, other))
    })
}

/// Whether one decision to merge is seen from two sides.
fn is_same_merge(one: &DecisionNote, other: &DecisionNote) -> bool {
    one.together && other.together && one.made == other.made
}

struct Teller {
    width: usize,
    now: Timestamp,
    offset_seconds: i32,
    lines: Vec<WhyLine>,
}

impl Teller {
    fn tell(&mut self, member: &MemberReason, current: bool, members: usize) {
        let part = if current {
            WhyPart::Current
        } else {
            WhyPart::Member
        };
        let title = format!("{}: {}", member.source, member.title);
        for (index, line) in wrap_line(&title, self.width - 2).into_iter().enumerate() {
            let part = if index == 0 { part } else { WhyPart::Member };
            self.add(part, "", line);
        }
        match &member.how {
            Entry::Opened if members == 1 => self.sentence("It is the only article of this story."),
            Entry::Opened => self.sentence("It opened the story."),
            Entry::Placed | Entry::Parted | Entry::Regrouped if members == 1 => {
                self.sentence("It is a story of its own.");
            }
            Entry::Placed => self.sentence("You put it here."),
            Entry::Regrouped => {
                self.sentence("It came here when stories were joined or grouped anew.")
            }
            Entry::Parted => self.sentence("What it was compared with is no longer in this story."),
            Entry::Ungrouped => self.sentence("Its feed takes no part in grouping."),
            Entry::Joined(joined) => self.joined(joined),
        }
        if let Some(copy) = &member.copy {
            let share = (copy.share * 100.0).round();
            let text = if share > 0.0 {
                format!("{share} % of {}", copy.source)
            } else {
                format!("of {}", copy.source)
            };
            self.fact("copy", &text);
        }
    }

    fn decide(&mut self, note: &DecisionNote) {
        let text = self.decision(note);
        for line in wrap_line(&text, self.width - 2) {
            self.add(WhyPart::Decision, "", line);
        }
    }

    fn joined(&mut self, joined: &Joined) {
        self.fact(
            "score",
            &format!("{:.2}, needed {:.2}", joined.score, joined.needed),
        );
        self.fact(
            "nearest member",
            &format!("{}: {}", joined.with.0, joined.with.1),
        );
        for (label, words) in [
            ("shared names", &joined.names),
            ("shared words", &joined.words),
            ("shared numbers", &joined.numbers),
        ] {
            if !words.is_empty() {
                self.fact(label, &words.join(", "));
            }
        }
        if let Some(tie) = joined.tie {
            self.fact("beyond words", tie_label(tie));
        }
        self.fact("time apart", &time_apart(joined.seconds_apart));
        if let Some((id, title, score)) = &joined.rival {
            let name = title.as_ref().map_or_else(
                || format!("{id}, which is part of this story or gone by now"),
                |title| format!("\"{title}\""),
            );
            self.fact("not chosen", &format!("{score:.2}  {name}"));
        }
    }

    /// "You separated this from "Bridge closed" and 2 others on 21 Nov 14:12".
    fn decision(&self, note: &DecisionNote) -> String {
        let named: Vec<String> = note
            .others
            .iter()
            .take(NAMED)
            .map(|title| format!("\"{title}\""))
            .collect();
        let more = note.others.len() - named.len();
        let mut others = named.join(", ");
        if more > 0 {
            let more = count(u32::try_from(more).unwrap_or(u32::MAX), "other");
            others = format!("{others} and {more}");
        }
        let deed = if note.together {
            "merged this with"
        } else {
            "separated this from"
        };
        let time = moment(self.now, note.made, self.offset_seconds);
        format!("You {deed} {others}, {time}")
    }

    fn sentence(&mut self, text: &str) {
        for line in wrap_line(text, self.width - 2) {
            self.add(WhyPart::Sentence, "", line);
        }
    }

    fn fact(&mut self, label: &'static str, text: &str) {
        let lines = wrap_line(text, self.width - WHY_LABELS - 2);
        for (index, line) in lines.into_iter().enumerate() {
            self.add(WhyPart::Fact, if index == 0 { label } else { "" }, line);
        }
    }

    fn add(&mut self, part: WhyPart, label: &'static str, text: String) {
        self.lines.push(WhyLine { part, label, text });
    }
}

/// What ties two articles beyond their words, as a fact about both.
fn tie_label(tie: Tie) -> &'static str {
    match tie {
        Tie::Cited => "both link to the same page",
        Tie::Quoted => "both quote the same words",
        Tie::Linked => "one links to the other",
        Tie::Related => "listed together by a feed",
    }
}

/// "none", "40 min", "5 h", "3 days".
fn time_apart(seconds: i64) -> String {
    let minutes = seconds.unsigned_abs() / 60;
    match minutes {
        0 => "none".to_owned(),
        1..60 => format!("{minutes} min"),
        60..2880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::NOW;

    fn member(article: i64, decisions: Vec<DecisionNote>) -> MemberReason {
        MemberReason {
            article: ArticleId(article),
            source: "Quay Weekly".to_owned(),
            title: format!("Tunnel {article}"),
            how: Entry::Opened,
            copy: None,
            decisions,
        }
    }

    fn merged_with(others: &[&str]) -> DecisionNote {
        DecisionNote {
            made: NOW,
            together: true,
            others: others.iter().map(|title| (*title).to_owned()).collect(),
        }
    }

    #[test]
    fn what_was_decided_for_all_is_told_once() {
        let mut why = Why::new(StoryId(1), None);
        let mut members: Vec<_> = (1..=12)
            .map(|article| member(article, vec![merged_with(&["Bridge closed"])]))
            .collect();
        members.push(member(13, vec![merged_with(&["Tunnel 1", "Tunnel 2"])]));
        why.take(members);
        let lines = why.lines(60, NOW, 0);
        let told: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].part == WhyPart::Decision)
            .collect();
        assert_eq!(told, [0]);
        assert!(
            lines[0]
                .text
                .starts_with("You merged this with \"Bridge closed\"")
        );
    }

    #[test]
    fn what_was_decided_for_one_stands_with_it() {
        let mut why = Why::new(StoryId(1), None);
        let noted = vec![merged_with(&["Tunnel 1"])];
        why.take(vec![member(1, Vec::new()), member(2, noted)]);
        let lines = why.lines(60, NOW, 0);
        assert_eq!(lines[0].part, WhyPart::Current);
        assert_eq!(lines.last().map(|line| line.part), Some(WhyPart::Decision));
    }
}
