//! Why articles are one story, told member by member: the words are made here, so that they can
//! be scrolled and tested without a screen.

use crate::app::{count, moment};
use crate::layout::wrap_line;
use crate::model::{ArticleId, DecisionNote, Entry, Joined, MemberReason, StoryId, Timestamp};

/// The reasons of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// Which story.
    pub story: StoryId,
    /// The member that is told first.
    pub article: Option<ArticleId>,
    /// Index of the first line on the screen.
    pub top: usize,
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
    /// Source and headline of the member that was asked about.
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
            members: None,
        }
    }

    /// Everything that is told, in lines of a width in cells.
    pub fn lines(&self, width: usize, now: Timestamp, offset_seconds: i32) -> Vec<WhyLine> {
        let mut teller = Teller {
            width: width.max(WHY_LABELS + 8),
            now,
            offset_seconds,
            lines: Vec::new(),
        };
        let members = self.members.as_deref().unwrap_or_default();
        let is_current = |member: &&MemberReason| Some(member.article) == self.article;
        let first = members.iter().filter(is_current);
        let rest = members.iter().filter(|member| !is_current(member));
        for member in first.chain(rest) {
            teller.tell(member, Some(member.article) == self.article, members.len());
        }
        teller.lines
    }
}

struct Teller {
    width: usize,
    now: Timestamp,
    offset_seconds: i32,
    lines: Vec<WhyLine>,
}

impl Teller {
    fn tell(&mut self, member: &MemberReason, current: bool, members: usize) {
        if !self.lines.is_empty() {
            self.add(WhyPart::Blank, "", String::new());
        }
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
        for note in &member.decisions {
            let text = self.decision(note);
            for line in wrap_line(&text, self.width - 2) {
                self.add(WhyPart::Decision, "", line);
            }
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
