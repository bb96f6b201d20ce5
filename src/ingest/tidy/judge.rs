//! Which lines of an article are text and which stand around it, by shape, place and phrase.

use std::time::Duration;

use rustc_hash::FxHashMap;

use super::About;
use super::buttons::buttons_in;
use super::line::{Line, Shape, begins, is_icon, without_icon};
use super::meta;
use super::phrases::{
    CONTENTS, FILED, GIST, INVITING, READ_ALSO, RIGHTS, SIGNED, SOURCES, WIDGETS,
};
use crate::ingest::body::CALLS;
use crate::ingest::extract::{ELSEWHERE, folded};
use crate::ingest::title::{repeats, same};

/// Words of a label.
const LABEL: u32 = 8;
/// Words of a kicker.
const KICKER: u32 = 5;
/// Words of a heading that is no more than a line.
const HEADING: u32 = 12;
/// Words of an invitation.
const INVITATION: u32 = 45;
/// Articles of a feed from which on a line is what the publisher repeats.
const OFTEN: u32 = 3;
/// Items of a list that repeat headings, from which on it is a table of contents.
const CONTENTS_ITEMS: usize = 3;

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is text.
    Keep,
    /// It is not shown.
    Drop,
    /// It stands beside the text.
    Quiet,
    /// It is the publisher's summary.
    Standfirst,
    /// It is a heading without being marked as one.
    Heading,
}

/// What becomes of all lines, and what they told.
#[derive(Debug, Clone, Default)]
pub(super) struct Judgement {
    /// One for each line.
    pub(super) verdicts: Vec<Verdict>,
    /// The section that the article stands in.
    pub(super) section: Option<String>,
    /// How long before it was fetched it was changed.
    pub(super) updated: Option<Duration>,
}

/// Judges the lines of an article.
pub(super) fn judge(lines: &[Line<'_>], about: &About<'_>) -> Judgement {
    let mut judge = Judge {
        lines,
        about,
        judgement: Judgement {
            verdicts: vec![Verdict::Keep; lines.len()],
            ..Judgement::default()
        },
    };
    judge.take_off_anywhere();
    judge.take_off_contents();
    judge.take_off_widgets();
    let running: Vec<usize> = (0..lines.len()).filter(|at| judge.runs(*at)).collect();
    let first = running.first().copied();
    judge.read_head(first.unwrap_or(lines.len()), first.is_some());
    if let (Some(first), Some(last)) = (first, running.last().copied()) {
        judge.take_off_repeated(first, last);
        judge.find_headings(first, last);
        judge.read_tail(last);
    }
    judge.take_off_bare_ends();
    let says_something = |at: usize| judge.is_kept(at) && lines[at].words > 0;
    if running.is_empty() || (0..lines.len()).any(says_something) {
        return judge.judgement;
    }
    // An article that would be empty is what its publisher repeats, or is left as it is.
    if lines.iter().any(|line| line.repeated.0 > 0) {
        let mut lines = lines.to_vec();
        lines.iter_mut().for_each(|line| line.repeated = (0, 0));
        return self::judge(&lines, about);
    }
    judge.judgement.verdicts.fill(Verdict::Keep);
    judge.judgement
}

struct Judge<'a> {
    lines: &'a [Line<'a>],
    about: &'a About<'a>,
    judgement: Judgement,
}

impl Judge<'_> {
    fn is_kept(&self, at: usize) -> bool {
        self.judgement.verdicts[at] != Verdict::Drop
    }

    fn set(&mut self, at: usize, verdict: Verdict) {
        self.judgement.verdicts[at] = verdict;
    }

    fn runs(&self, at: usize) -> bool {
        self.is_kept(at) && self.lines[at].is_running()
    }

    /// The next line that is kept.
    fn next(&self, at: usize) -> Option<usize> {
        (at + 1..self.lines.len()).find(|next| self.is_kept(*next))
    }

    /// The line before that is kept.
    fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|before| self.is_kept(*before))
    }

    /// What is no text wherever it stands.
    fn take_off_anywhere(&mut self) {
        for (at, line) in self.lines.iter().enumerate() {
            if matches!(line.shape, Shape::Figure | Shape::Fixed | Shape::Rule) {
                continue;
            }
            // Stars and dashes part what is around them.
            let icon = |c: char| is_icon(c) || c.is_whitespace() || matches!(c, '·' | '|' | '•');
            let blank = line.text.chars().all(icon);
            if blank
                || buttons_in(line) > 1
                || is_call(line)
                || is_signature(line)
                || is_marker(line)
                || is_read_also(line)
            {
                self.set(at, Verdict::Drop);
            }
        }
    }

    /// A list of the headings below it, with its label; also without one, if it is nothing else.
    fn take_off_contents(&mut self) {
        let mut last: FxHashMap<&str, usize> = FxHashMap::default();
        for (at, line) in self.lines.iter().enumerate() {
            last.insert(&line.folded, at);
        }
        let repeats_below = |line: &Line<'_>, at: usize| {
            let name = line
                .folded
                .trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            let below = last.get(line.folded.as_str()).or_else(|| last.get(name));
            line.words > 0
                && line.words <= HEADING
                && below.is_some_and(|below| *below > at && self.lines[*below].shape != Shape::Item)
        };
        let mut drop = Vec::new();
        let mut at = 0;
        while at < self.lines.len() {
            let line = &self.lines[at];
            let labelled =
                line.words <= 5 && Line::plain(without_icon(&line.text)).is_one_of(&CONTENTS);
            let from = at + usize::from(labelled);
            let rest = &self.lines[from..];
            let run = rest
                .iter()
                .enumerate()
                .take_while(|(index, line)| {
                    repeats_below(line, from + index)
                        || labelled && line.shape == Shape::Item && !line.is_running()
                })
                .count();
            if labelled && (run > 0 || !rest.first().is_some_and(|next| next.shape == Shape::Item))
            {
                drop.extend(at..from + run);
            } else if run >= CONTENTS_ITEMS {
                drop.extend(from..from + run);
            }
            at = (from + run).max(at + 1);
        }
        drop.into_iter().for_each(|at| self.set(at, Verdict::Drop));
    }

    /// "Related News" with the links below it, or with nothing.
    fn take_off_widgets(&mut self) {
        let last = (0..self.lines.len()).rev().find(|at| self.runs(*at));
        let mut at = 0;
        while at < self.lines.len() {
            let line = &self.lines[at];
            let clear = line.is_one_of(&WIDGETS);
            let behind = last.is_none_or(|last| at > last);
            let label = line.words <= LABEL
                && !line.linked
                && (clear || behind && line.is_one_of(&ELSEWHERE));
            if !label || !matches!(line.shape, Shape::Heading | Shape::Paragraph) {
                at += 1;
                continue;
            }
            let list = self.lines[at + 1..].iter().take_while(|line| {
                let is_widget = line.linked
                    || matches!(line.shape, Shape::Figure)
                    || line.shape == Shape::Item && !line.is_running()
                    || behind && line.shape == Shape::Paragraph && !line.is_running();
                is_widget && !line.is_one_of(&SOURCES)
            });
            let end = at + 1 + list.count();
            let in_text = end < self.lines.len() && !behind;
            let links = end > at + 1;
            // A label of a section that is told at length below is a heading.
            if clear || links || !in_text {
                (at..end).for_each(|at| self.set(at, Verdict::Drop));
            }
            at = end;
        }
    }

    /// What stands before the text: headline, kicker, dates, counters, who wrote it.
    fn read_head(&mut self, first: usize, has_text: bool) {
        let mut ways: Vec<&String> = Vec::new();
        let head = &self.lines[..first.min(self.lines.len())];
        let title_at = head.iter().rposition(|line| self.about.is_title(line));
        for at in 0..first.saturating_add(1).min(self.lines.len()) {
            let line = &self.lines[at];
            if !self.is_kept(at) || matches!(line.shape, Shape::Figure | Shape::Fixed) {
                continue;
            }
            if is_way_back(line) {
                ways.push(&line.folded);
            }
            if self.about.is_title(line) || is_way_back(line) || self.is_hint(line) {
                self.set(at, Verdict::Drop);
                continue;
            }
            let is_meta = || meta::read(line, &self.about.names()).is_some();
            if is_gist(line) && !is_meta() {
                self.set(at, Verdict::Standfirst);
                continue;
            }
            if at == first || !has_text {
                continue;
            }
            if let Some(told) = meta::read(line, &self.about.names()) {
                self.set(at, Verdict::Drop);
                // What the way back leads to is no section.
                let section = told.section.filter(|name| !ways.contains(&&folded(name)));
                self.judgement.section = self.judgement.section.take().or(section);
                self.judgement.updated = self.judgement.updated.or(told.updated);
                continue;
            }
            if is_byline(line) {
                let known = self
                    .about
                    .author
                    .is_some_and(|author| holds(&line.folded, author));
                self.set(at, if known { Verdict::Drop } else { Verdict::Quiet });
                continue;
            }
            self.read_kicker(at, first, title_at);
        }
    }

    /// A word or two over the text: a section's name, or a heading.
    fn read_kicker(&mut self, at: usize, first: usize, title_at: Option<usize>) {
        let line = &self.lines[at];
        let bare = !line.linked && !line.pictured && !line.is_closed();
        let short = line.words <= KICKER && line.words > 0 && bare;
        let over_title = title_at.is_some_and(|title| title > at);
        let is_kicker = match line.shape {
            Shape::Paragraph => !line.strong || over_title,
            Shape::Heading => over_title,
            _ => false,
        };
        if short && is_kicker && line.text.chars().count() <= 48 {
            self.set(at, Verdict::Quiet);
        } else if short && line.strong && line.shape == Shape::Paragraph && at + 1 == first {
            self.set(at, Verdict::Heading);
        }
    }

    /// Headline, publisher and the remark that there is no more of it.
    fn is_hint(&self, line: &Line<'_>) -> bool {
        let Some(cut) = line.text.find("[truncated") else {
            return false;
        };
        let publisher = self.about.source;
        repeats(line.text[..cut].trim(), self.about.title, Some(publisher))
    }

    /// What the publisher puts into every article.
    fn take_off_repeated(&mut self, first: usize, last: usize) {
        // From the end: what stands over something goes with it.
        for at in (0..self.lines.len()).rev() {
            if self.is_kept(at) && self.is_of_publisher(at, first, last) {
                self.set(at, Verdict::Drop);
            }
        }
    }

    fn is_of_publisher(&self, at: usize, first: usize, last: usize) -> bool {
        let line = &self.lines[at];
        let (times, of) = line.repeated;
        if times < OFTEN || !matches!(line.shape, Shape::Heading | Shape::Paragraph | Shape::Item) {
            return false;
        }
        let most = times * 2 >= of;
        let over_nothing = self.lines.get(at + 1).is_none() || !self.is_kept(at + 1);
        let is_over = line.text.ends_with([':', '：']) || line.shape == Shape::Heading;
        let is_label = !line.is_closed() && line.words <= HEADING;
        match line.shape {
            // Ingredients are what they are.
            Shape::Item => at > last && (line.linked || line.is_closed() && most),
            _ if at < first && !line.text.ends_with([':', '：']) => {
                line.is_closed() || self.is_over_text(at)
            }
            // Standing headings belong to what stands below them.
            _ if is_over && !over_nothing => false,
            Shape::Heading => at > last,
            _ if at > last => line.linked || line.is_closed() || is_over || most,
            _ if is_label && !line.linked => false,
            _ if line.words < 30 => times * 5 >= of,
            _ => most,
        }
    }

    /// Whether a line stands over running text, and not below a list.
    fn is_over_text(&self, at: usize) -> bool {
        let is_text = |next: usize| {
            let next = &self.lines[next];
            next.is_running() && next.shape != Shape::Item
        };
        let below_list = |before: usize| self.lines[before].shape == Shape::Item;
        self.next(at).is_some_and(is_text) && !self.before(at).is_some_and(below_list)
    }

    /// Lines that stand alone between paragraphs and end in no full stop.
    fn find_headings(&mut self, first: usize, last: usize) {
        let candidates: Vec<usize> = (first + 1..last)
            .filter(|at| self.may_be_heading(*at))
            .collect();
        let several = candidates.len() > 1;
        for at in candidates {
            let line = &self.lines[at];
            if several || line.strong || is_title_case(&line.text) {
                self.set(at, Verdict::Heading);
            }
        }
    }

    fn may_be_heading(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let asks = line.text.trim_end().ends_with(['?', '？']);
        let short = (1..=HEADING).contains(&line.words) && line.text.chars().count() <= 100;
        let begins = line.text.chars().next();
        let upright = begins.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase());
        let alone = (line.words > 1 || line.strong)
            && line.shape == Shape::Paragraph
            && !line.text.contains('\n')
            && !has_end_inside(&line.text)
            && !line
                .text
                .ends_with([',', '、', '，', '：', '-', '–', '—', '='])
            && !begins_with_time(&line.text)
            && !is_byline(line)
            && !line.linked;
        let over = self.next(at).is_some_and(|next| {
            let next = &self.lines[next];
            next.is_running() && next.shape != Shape::Quote
                || matches!(next.shape, Shape::Item | Shape::Fixed)
                || next.shape == Shape::Paragraph && next.words >= 5 && next.is_closed()
        });
        let below = self.before(at).is_some_and(|before| {
            let before = &self.lines[before];
            before.shape != Shape::Figure
                && before.shape != Shape::Heading
                && (before.is_closed() || matches!(before.shape, Shape::Item | Shape::Fixed))
        });
        self.is_kept(at)
            && short
            && alone
            && upright
            && over
            && below
            && (!line.is_closed() || asks)
    }

    /// What stands behind the text.
    fn read_tail(&mut self, last: usize) {
        for at in last + 1..self.lines.len() {
            let line = &self.lines[at];
            if !self.is_kept(at)
                || matches!(line.shape, Shape::Figure | Shape::Fixed | Shape::Quote)
            {
                continue;
            }
            let filed = line.begins_with(&FILED)
                && (line.text.contains(':') || line.is_one_of(&FILED))
                && !line.is_closed();
            if filed || buttons_in(line) > 0 || is_rights(line) || self.about.is_title(line) {
                self.set(at, Verdict::Drop);
            } else if let Some(told) = meta::read(line, &self.about.names()) {
                self.set(at, Verdict::Drop);
                self.judgement.updated = self.judgement.updated.or(told.updated);
            }
        }
        // Running text too, but about the publisher.
        for at in (last.saturating_sub(1)..=last).rev() {
            let line = &self.lines[at];
            if self.is_kept(at) && at > 0 && (is_invitation(line) || is_rights(line)) {
                self.set(at, Verdict::Drop);
            }
        }
    }

    /// Headings, labels and lines with nothing below them.
    fn take_off_bare_ends(&mut self) {
        for at in (0..self.lines.len()).rev() {
            if !self.is_kept(at) {
                continue;
            }
            let line = &self.lines[at];
            if at == 0 || !matches!(line.shape, Shape::Heading | Shape::Rule) {
                break;
            }
            self.set(at, Verdict::Drop);
        }
    }
}

/// A call to read elsewhere and nothing else.
fn is_call(line: &Line<'_>) -> bool {
    let bare = line.text.trim_matches(|c: char| {
        c.is_whitespace()
            || is_icon(c)
            || matches!(c, '»' | '…' | '>' | '.' | '[' | ']' | '(' | ')')
    });
    line.words <= LABEL && CALLS.iter().any(|call| same(bare, call))
}

/// "The post … appeared first on …".
fn is_signature(line: &Line<'_>) -> bool {
    let lower = line.text.to_lowercase();
    SIGNED
        .iter()
        .any(|(first, middle)| lower.starts_with(first) && lower.contains(middle))
}

/// "[truncated …" and nothing before it, the brackets closed or not.
fn is_marker(line: &Line<'_>) -> bool {
    line.text.starts_with("[truncated")
}

/// "Read also: …", a link in the middle of the text.
fn is_read_also(line: &Line<'_>) -> bool {
    if line.words > 25 || line.shape == Shape::Quote {
        return false;
    }
    READ_ALSO.iter().any(|phrase| {
        begins(&line.folded, phrase) && {
            // As many letters as the phrase has, with whatever stands between its words.
            let text = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
            let rest = text
                .char_indices()
                .nth(phrase.chars().count())
                .map_or("", |(at, _)| text[at..].trim_start());
            line.linked || rest.starts_with([':', '|', '»', '→', '>']) && !line.is_closed()
        }
    })
}

/// "← Back to the front page".
fn is_way_back(line: &Line<'_>) -> bool {
    line.words <= LABEL
        && line
            .text
            .trim_start()
            .starts_with(['←', '‹', '«', '⟵', '◀', '⬅'])
        && !line.text.contains('»')
}

/// "By Ann Lee", "Von Ann Lee, Hafen": who wrote it.
fn is_byline(line: &Line<'_>) -> bool {
    const BY: [&str; 9] = [
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "av",
        "written by",
        "words by",
    ];
    let named = line
        .text
        .split_whitespace()
        .skip(1)
        .any(|word| word.starts_with(char::is_uppercase));
    (2..=12).contains(&line.words) && !line.is_closed() && named && line.begins_with(&BY)
}

/// Whether the folded words hold all words of a name.
fn holds(folded: &str, name: &str) -> bool {
    let name = crate::ingest::extract::folded(name);
    !name.is_empty()
        && name
            .split(' ')
            .all(|word| folded.split(' ').any(|other| other == word))
}

/// A line with an icon or a label before it that says in short what the article says.
fn is_gist(line: &Line<'_>) -> bool {
    let iconic = line.text.starts_with(is_icon) && !is_way_back(line);
    let labelled = GIST
        .iter()
        .any(|label| begins(&line.folded, label) && line.text.contains([':', '：', '—', '–']));
    line.shape == Shape::Paragraph && line.words >= LABEL && (iconic || labelled)
}

fn is_rights(line: &Line<'_>) -> bool {
    line.words <= INVITATION
        && (line.text.starts_with(['©', 'Ⓒ'])
            || line.text.starts_with("(c) ")
            || RIGHTS.iter().any(|sign| line.folded.contains(sign)))
}

/// An invitation to subscribe, to follow, to install something.
fn is_invitation(line: &Line<'_>) -> bool {
    let signs = INVITING
        .iter()
        .filter(|sign| line.folded.contains(**sign))
        .count();
    line.words <= INVITATION
        && matches!(line.shape, Shape::Paragraph | Shape::Item)
        && (signs > 1 || signs == 1 && line.begins_with(&INVITING))
}

/// "20:00 - What we talk about next": a chapter of a recording.
fn begins_with_time(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len()
        && rest.starts_with([':', '.'])
        && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a sentence ends within a line, the number before it aside.
fn has_end_inside(text: &str) -> bool {
    let ends = ['.', '!', '?', '।', '。', '！', '؟', '۔'];
    let rest = text.trim_start_matches(|c: char| c.is_numeric() || c == '.' || c == ' ');
    let mut letters = rest.chars().peekable();
    while let Some(c) = letters.next() {
        if ends.contains(&c) && letters.peek().is_some_and(|next| next.is_whitespace()) {
            return true;
        }
    }
    false
}

/// Whether most long words begin with a capital letter.
fn is_title_case(text: &str) -> bool {
    let long = text
        .split_whitespace()
        .filter(|word| word.chars().count() > 3);
    let capital = long
        .clone()
        .filter(|word| !word.starts_with(char::is_lowercase))
        .count();
    capital > 0 && capital == long.count()
}
