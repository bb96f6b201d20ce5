//! What changed in an article since it was read, or from each of its texts to the next; and in its
//! story since that was last looked at.

use super::{CURSOR, Part, Passage, Sheet, SheetLine, SheetView, TABLE};
use crate::app::{News, OpenStory, State, Version, clock, count, moment, words::date};
use crate::compare::{Change, Hunk, Run, TextHistory};
use crate::config::Glyphs;
use crate::layout::{cells, truncate_to_cells, wrap_line};
use crate::model::{Action, ArticleId, Member, Timestamp};

/// Columns of the sign before a line.
const GUTTER: usize = 2;
/// Rows below which a screen has no line for what the reader knows.
const LOW: u16 = 14;
/// Rows of a screen that are not lines of a sheet.
const AROUND: usize = 7;
/// Places of a text that are shown, and letters of one; who rewrote more wrote another text.
const SHOWN: (usize, usize) = (120, 1500);
/// What is ignored is listed up to here, and each of it cut.
const IGNORED: (usize, usize) = (4, 40);
/// The page that fits best what the reader knows.
pub(super) const FIRST: usize = usize::MAX;

/// What can be looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// From this text of the article to the next.
    Step(usize),
    /// From the text that was read to the newest.
    Missed,
    /// The story.
    Story,
}

/// The pages of a sheet, and the place of the one that is open.
fn pages(state: &State, view: SheetView) -> Option<(Vec<Page>, usize)> {
    let history = view.about.and_then(|article| state.history_of(article));
    let mut pages: Vec<Page> = Vec::new();
    let mut first = 0;
    if let Some(history) = history {
        pages.extend((0..history.steps.len()).map(Page::Step));
        pages.extend(history.missed.as_ref().map(|_| Page::Missed));
        first = pages.len().saturating_sub(1);
    }
    let is_unseen = history.is_some_and(TextHistory::is_unseen);
    let is_other = |article: &ArticleId| Some(*article) != view.about;
    let news = state.news();
    if news.is_some_and(|news| news.new.iter().chain(&news.changed).any(is_other)) {
        if !is_unseen {
            first = pages.len();
        }
        pages.push(Page::Story);
    }
    let open = if view.column == FIRST {
        first
    } else {
        view.column.min(pages.len().saturating_sub(1))
    };
    (!pages.is_empty()).then_some((pages, open))
}

/// The page after, or before, the one that is open; `None` where there is none.
pub(super) fn step(state: &State, view: SheetView, forward: bool) -> Option<usize> {
    let (pages, open) = pages(state, view)?;
    let next = if forward {
        open + 1
    } else {
        open.checked_sub(1)?
    };
    (next < pages.len()).then_some(next)
}

/// The article whose way to its newest text is on the page.
pub(super) fn shows_newest(state: &State, view: SheetView) -> Option<ArticleId> {
    let (pages, open) = pages(state, view)?;
    let article = view.about?;
    let history = state.history_of(article)?;
    let (from, to) = ends(history, pages[open])?;
    let read = history.read.unwrap_or(from);
    (to == history.newest() && from <= read).then_some(article)
}

/// The texts of an article that a page is about, by their places.
fn ends(history: &TextHistory, page: Page) -> Option<(usize, usize)> {
    match page {
        Page::Step(from) => Some((from, from + 1)),
        Page::Missed => Some((history.read?, history.newest())),
        Page::Story => None,
    }
}

/// The sheet.
pub(super) fn sheet(
    state: &State,
    story: &OpenStory,
    view: SheetView,
    width: usize,
    glyphs: &Glyphs,
) -> Sheet {
    let writer = Writer {
        state,
        story,
        width,
        glyphs,
    };
    let member = view.about.and_then(|article| story.member(article));
    let Some((pages, open)) = pages(state, view) else {
        return Sheet {
            title: match member {
                Some(member) => writer.joined(&["Changed".to_owned(), member.source.clone()]),
                None => "Changed".to_owned(),
            },
            empty: writer.nothing(member),
            ..Sheet::default()
        };
    };
    let place = (pages.len() > 1).then(|| format!("{} of {}", open + 1, pages.len()));
    let page = pages[open];
    let history = view.about.and_then(|article| state.history_of(article));
    let mut sheet = match (history, member) {
        (Some(history), Some(member)) if page != Page::Story => {
            writer.article(member, history, page)
        }
        _ => writer.story(view),
    };
    if let Some(place) = place {
        match sheet.head.first_mut() {
            Some(line) => line.right = place,
            None if sheet.empty.is_empty() => sheet.head.push(SheetLine {
                right: place,
                ..SheetLine::default()
            }),
            None => sheet.title = writer.joined(&[sheet.title.clone(), place]),
        }
    }
    sheet
}

struct Writer<'a> {
    state: &'a State,
    story: &'a OpenStory,
    width: usize,
    glyphs: &'a Glyphs,
}

impl Writer<'_> {
    fn moment(&self, at: Timestamp) -> String {
        moment(self.state.now, at, self.state.offset_seconds)
    }

    fn is_ascii(&self) -> bool {
        self.glyphs.vertical.is_ascii()
    }

    fn joined(&self, parts: &[String]) -> String {
        parts.join(&format!(" {} ", self.glyphs.dot))
    }

    /// Why there is nothing, and what can be done.
    fn nothing(&self, member: Option<&Member>) -> Vec<String> {
        let Some(member) = member else {
            return vec!["This article is no longer in the cache".to_owned()];
        };
        if member.revisions > 0 {
            return vec!["Looking for its earlier texts …".to_owned()];
        }
        let refresh = self.state.keys.hint(Action::RefreshFeed);
        let sign = self.glyphs.changed;
        let what = if member.read {
            "The text of this article has not changed since you read it".to_owned()
        } else {
            let since = self.moment(member.first_seen);
            format!("The text of this article has not changed since it came, {since}")
        };
        vec![
            what,
            "No earlier text of it is kept".to_owned(),
            String::new(),
            format!("{refresh} asks its feed for a newer one; {sign} will stand before it"),
        ]
    }

    /// From one text of an article to another.
    fn article(&self, member: &Member, history: &TextHistory, page: Page) -> Sheet {
        let change = match page {
            Page::Step(step) => history.steps.get(step),
            _ => history.missed.as_ref(),
        };
        let Some((change, (from, to))) = change.zip(ends(history, page)) else {
            return Sheet::default();
        };
        let mut sheet = Sheet {
            title: self.title(member, history, change, (from, to)),
            ..Sheet::default()
        };
        let times = (
            self.moment(history.texts[from]),
            self.moment(history.texts[to]),
        );
        let ignored = self.ignored(change);
        if change.is_noise() {
            let what = format!(
                "Nothing that the article says changed from {} to {}",
                times.0, times.1
            );
            sheet.empty = vec![what];
            sheet.empty.extend(ignored);
            return sheet;
        }
        if self.state.geometry().body.height >= LOW {
            let knows = self.knows(member, history, from);
            sheet.head.push(SheetLine::new(knows, Part::Dim));
            let shown = self.state.reader.settled();
            let shown = shown.filter(|shown| shown.text.id == member.article);
            if shown.is_some_and(|shown| shown.version == Version::Full) {
                let note = "Compared is what its feed gave; you read its page";
                sheet.head.push(SheetLine::new(note, Part::Dim));
            }
        }
        if let Some(hunk) = &change.title {
            sheet.lines.push(self.heading("Headline"));
            self.hunk(&mut sheet, member.article, hunk);
            if !change.hunks.is_empty() {
                sheet.lines.push(self.heading("Text"));
            }
        } else {
            sheet.lines.push(self.heading(""));
        }
        for (at, hunk) in change.hunks.iter().take(SHOWN.0).enumerate() {
            if at > 0 {
                sheet.lines.push(SheetLine::default());
            }
            self.hunk(&mut sheet, member.article, hunk);
        }
        let moved = change.sentences.moved;
        let moved = (moved > 0).then(|| {
            let stand = if moved == 1 { "stands" } else { "stand" };
            format!("{} {stand} in another place", count(moved, "sentence"))
        });
        let more = change.hunks.len().saturating_sub(SHOWN.0);
        let more = (more > 0).then(|| format!("and {more} more places"));
        let notes: Vec<String> = more.into_iter().chain(moved).chain(ignored).collect();
        if !notes.is_empty() {
            sheet.lines.push(SheetLine::default());
        }
        for note in notes {
            let lines = wrap_line(&note, self.width.saturating_sub(CURSOR).max(8));
            let lines = lines.into_iter();
            sheet
                .lines
                .extend(lines.map(|line| SheetLine::new(format!("  {line}"), Part::Dim)));
        }
        if sheet.passages.is_empty() {
            // What moved leads to the article.
            sheet.passages.push(Passage {
                article: member.article,
                sentence: None,
            });
        }
        sheet
    }

    /// "Harbor Ledger · read 09:02 → 14:10 · +61 −9 words · title unchanged".
    fn title(
        &self,
        member: &Member,
        history: &TextHistory,
        change: &Change,
        (from, to): (usize, usize),
    ) -> String {
        let (arrow, minus) = if self.is_ascii() {
            ("->", "-")
        } else {
            ("→", "−")
        };
        let was_read = history.read == Some(from) && history.is_unseen();
        let start = history
            .read_at
            .filter(|_| was_read)
            .unwrap_or(history.texts[from]);
        let (mut start, mut end) = (self.moment(start), self.moment(history.texts[to]));
        if start == end {
            // Within a minute.
            let offset = chrono::Duration::seconds(i64::from(self.state.offset_seconds));
            let seconds = |at: Timestamp| (at.utc() + offset).format("%H:%M:%S").to_string();
            (start, end) = (seconds(history.texts[from]), seconds(history.texts[to]));
        }
        let read = if was_read { "read " } else { "" };
        let words = match (change.added, change.removed) {
            (0, 0) => "no other words".to_owned(),
            (added, removed) => format!("+{added} {minus}{removed} words"),
        };
        let title = if change.title.is_some() {
            "title changed"
        } else {
            "title unchanged"
        };
        let mut rest = vec![
            format!("{read}{start} {arrow} {end}"),
            words,
            title.to_owned(),
        ];
        let all = cells(&self.joined(&rest)) + 3 + cells(&member.source);
        if all > self.width && change.title.is_none() {
            rest.pop();
        }
        let rest = self.joined(&rest);
        match self.width.saturating_sub(cells(&rest) + 3) {
            // A letter or two of a name say nothing.
            0..8 => rest,
            room => self.joined(&[truncate_to_cells(&member.source, room), rest]),
        }
    }

    /// What the reader knows of the text before a change.
    fn knows(&self, member: &Member, history: &TextHistory, from: usize) -> String {
        let text = |at: usize| self.moment(history.texts[at]);
        match history.read {
            Some(read) if read == from => format!("You read the text of {}", text(read)),
            Some(read) if read == history.newest() => {
                format!("You have read the newest text, of {}", text(read))
            }
            Some(read) => format!("You read the text of {}, not this one", text(read)),
            None if member.read => "Which of its texts you read is not known".to_owned(),
            None => "You have not read this article".to_owned(),
        }
    }

    fn heading(&self, name: &str) -> SheetLine {
        let name = match name {
            "" => String::new(),
            name => format!("{} {name} ", self.glyphs.horizontal),
        };
        SheetLine {
            pieces: vec![(name, Part::Dim)],
            ruled: true,
            ..SheetLine::default()
        }
    }

    /// A place where the text was changed, with the words around it.
    fn hunk(&self, sheet: &mut Sheet, article: ArticleId, hunk: &Hunk) {
        let stays = |text: &str| {
            // A word may be as long as a text.
            let text: String = text.chars().take(SHOWN.1).collect();
            vec![(text, Part::Dim)]
        };
        let parts = [
            (" ", Part::Dim, stays(&hunk.before)),
            ("-", Part::Removed, runs(&hunk.removed, Part::Removed)),
            ("+", Part::Added, runs(&hunk.added, Part::Added)),
            (" ", Part::Dim, stays(&hunk.after)),
        ];
        let room = self.width.saturating_sub(CURSOR + GUTTER).max(8);
        let mut lines = Vec::new();
        for (sign, part, pieces) in parts {
            if pieces.iter().all(|(text, _)| text.is_empty()) {
                continue;
            }
            let wrapped = flow(&pieces, room).into_iter();
            lines.extend(wrapped.map(|pieces| SheetLine {
                gutter: Some((sign, part)),
                pieces,
                ..SheetLine::default()
            }));
        }
        // What is longer than the screen is gone through in steps.
        let rows = usize::from(self.state.geometry().body.height);
        for lines in lines.chunks(rows.saturating_sub(AROUND).max(3)) {
            let item = sheet.passages.len();
            let lines = lines.iter().cloned();
            sheet.lines.extend(lines.map(|line| line.of(item)));
            sheet.passages.push(Passage {
                article,
                sentence: hunk.sentence.clone(),
            });
        }
    }

    /// "ignored as noise: “Updated 2 hours ago”, “1,209 views” and 3 more".
    fn ignored(&self, change: &Change) -> Option<String> {
        let (open, close) = if self.is_ascii() {
            ("\"", "\"")
        } else {
            ("“", "”")
        };
        let quoted = change.ignored.iter().take(IGNORED.0);
        let quoted: Vec<String> = quoted
            .map(|text| {
                let text = text.replace('\n', " ");
                format!("{open}{}{close}", truncate_to_cells(&text, IGNORED.1))
            })
            .collect();
        let more = change.ignored.len().saturating_sub(quoted.len());
        let more = (more > 0).then(|| format!(" and {more} more"));
        let list = quoted.join(", ");
        (!list.is_empty()).then(|| format!("ignored as noise: {list}{}", more.unwrap_or_default()))
    }

    /// New sources and changed articles, the latest first.
    fn story(&self, view: SheetView) -> Sheet {
        let Some(news) = self.state.news() else {
            return Sheet::default();
        };
        let told = news.told(self.state.now, self.state.offset_seconds);
        let mut sheet = Sheet {
            title: self.joined(&["This story".to_owned(), told]),
            ..Sheet::default()
        };
        for (at, member) in self.latest(&news) {
            let item = sheet.passages.len();
            let chosen = if item == view.cursor.row {
                Part::Chosen
            } else {
                Part::Text
            };
            let history = self.state.history_of(member.article);
            let change = history.filter(|_| member.changed);
            let change = change.and_then(TextHistory::latest);
            let text = match change {
                Some(change) => change.summary(),
                None if member.changed => "changed".to_owned(),
                None => member.title.clone(),
            };
            let lines = self.entry(at, member, &text, chosen);
            sheet
                .lines
                .extend(lines.into_iter().map(|line| line.of(item)));
            let hunk = change.and_then(|change| change.hunks.first());
            sheet.passages.push(Passage {
                article: member.article,
                sentence: hunk.and_then(|hunk| hunk.sentence.clone()),
            });
        }
        sheet
    }

    /// What is new or changed with its time, the latest first.
    fn latest(&self, news: &News) -> Vec<(Timestamp, &Member)> {
        let only_new = news.new.iter().filter(|id| !news.changed.contains(id));
        let all = news.changed.iter().chain(only_new);
        let members = all.filter_map(|article| self.story.member(*article));
        let mut timed: Vec<(Timestamp, &Member)> = members
            .map(|member| {
                let history = self.state.history_of(member.article);
                let texts = history
                    .filter(|_| member.changed)
                    .map(|history| &history.texts);
                let at = texts.and_then(|texts| texts.last().copied());
                (at.unwrap_or(member.published), member)
            })
            .collect();
        timed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        timed
    }

    fn entry(&self, at: Timestamp, member: &Member, text: &str, part: Part) -> Vec<SheetLine> {
        let state = self.state;
        let offset = state.offset_seconds;
        let is_today = date(state.now, offset) == date(at, offset);
        let time = if is_today {
            clock(at, offset)
        } else {
            date(at, offset).format("%-d %b").to_string()
        };
        let sign = self.story.sign_of(member);
        let right = match state.new_since(member.article) {
            None | Some(0) => String::new(),
            Some(new) => format!("+{new}"),
        };
        let mut pieces = vec![
            (format!("{time:<7}"), Part::Dim),
            (sign.glyph(self.glyphs).to_owned(), Part::Sign(sign)),
            (format!(" {}", member.source), Part::Dim),
        ];
        if self.width >= TABLE {
            pieces.push((format!("  {text}"), part));
            let line = SheetLine {
                pieces,
                right,
                ..SheetLine::default()
            };
            return vec![line];
        }
        let first = SheetLine {
            pieces,
            right,
            ..SheetLine::default()
        };
        let indent = 9;
        let room = self.width.saturating_sub(CURSOR + indent).max(8);
        let wrapped = wrap_line(text, room).into_iter();
        let rest =
            wrapped.map(|line| SheetLine::new(format!("{}{line}", " ".repeat(indent)), part));
        std::iter::once(first).chain(rest).collect()
    }
}

/// Words with how they stand out.
fn runs(runs: &[Run], part: Part) -> Vec<(String, Part)> {
    let mut left = SHOWN.1;
    let mut pieces = Vec::with_capacity(runs.len());
    for run in runs {
        let mut text: String = run.text.chars().take(left).collect();
        left -= text.chars().count();
        if left == 0 {
            text.push('…');
        }
        let part = if run.differs { part } else { Part::Text };
        pieces.push((text.replace('\n', " "), part));
        if left == 0 {
            break;
        }
    }
    pieces
}

/// Breaks pieces into lines.
fn flow(pieces: &[(String, Part)], width: usize) -> Vec<Vec<(String, Part)>> {
    let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    let mut letters = pieces
        .iter()
        .flat_map(|(text, part)| text.chars().map(move |letter| (letter, *part)))
        .peekable();
    let mut lines = Vec::new();
    for line in wrap_line(&text, width) {
        let mut parts: Vec<(String, Part)> = Vec::new();
        for letter in line.chars() {
            // A line break takes the blanks before it.
            while letters
                .next_if(|(next, _)| *next != letter && next.is_whitespace())
                .is_some()
            {}
            let part = letters.next().map_or(Part::Text, |(_, part)| part);
            match parts.last_mut() {
                Some((text, last)) if *last == part => text.push(letter),
                _ => parts.push((letter.to_string(), part)),
            }
        }
        lines.push(parts);
    }
    lines
}
