//! The sources of the story: number, state and publisher of each, copies below what they repeat,
//! then the works that the shown article cites, and under the list the headline of the one the
//! cursor stands on.

use super::highlights::{self, layered, lit_lines, pieces};
use super::paint::{Canvas, Fact};
use crate::app::{
    Cells, LensLine, OpenStory, Pane, Sign, SourceRow, Spot, State, age, count, moment,
};
use crate::config::{Paint, Theme};
use crate::layout::{cells, wrap_line};
use crate::model::{Action, CitedWork, Kind, Member, copied_share};

/// Draws the sources into a pane.
pub fn draw(canvas: &mut Canvas<'_>, pane: Cells, state: &State, tiny: bool) {
    let Some(story) = &state.story else {
        canvas.header(pane, "Sources", state.focus == Pane::Sources, &[]);
        return;
    };
    let mut rows = pane.below(u16::from(!tiny));
    if !tiny {
        draw_header(canvas, pane, state, story);
        let listed = u16::try_from(state.source_rows().len()).unwrap_or(u16::MAX);
        let foot = draw_foot(canvas, rows.below(listed), state);
        rows = rows.above_last(foot);
    }
    let works = state.cited_works();
    let columns = Columns::new(state, story, usize::from(rows.inset(6, 1).width));
    let lens = state.lens(pane).filter(|_| !tiny);
    let mut used = 0;
    for place in state.source_rows().iter().skip(story.top) {
        if used == rows.height {
            break;
        }
        let line = rows.row(used);
        match *place {
            SourceRow::Member(index) => {
                let lines = lens.as_ref().and_then(|lens| lens.get(index));
                let lines = lines.map_or(&[][..], Vec::as_slice);
                let height = 1 + u16::try_from(lines.len()).unwrap_or(0);
                canvas.spot(Cells { height, ..line }, Spot::Source(index));
                let at = (index, !lines.is_empty());
                draw_row(canvas, line, state, story, &columns, at);
                draw_headline(canvas, rows.below(used + 1), state, story, (index, lines));
                used += height - 1;
            }
            SourceRow::Label => draw_label(canvas, line),
            SourceRow::Work(index) => {
                canvas.spot(line, Spot::Source(story.members.len() + index));
                if let Some(work) = works.get(index) {
                    draw_work(canvas, line, state, story, (index, work));
                }
            }
            SourceRow::More(works) => {
                let more = format!("+{works}");
                let dim = canvas.theme.dim;
                canvas.write(line.inset(4, 1), &more, dim);
            }
        }
        used += 1;
    }
    let details = rows.below(used + 1);
    if !tiny && details.height > 3 {
        let is_shown = lens
            .as_ref()
            .and_then(|lens| lens.get(story.cursor))
            .is_some_and(|lines| State::lens_shows(lines));
        draw_details(canvas, details, state, story, is_shown);
    }
}

fn draw_header(canvas: &mut Canvas<'_>, pane: Cells, state: &State, story: &OpenStory) {
    let dim = canvas.theme.dim;
    let (sources, origins) = (story.sources(), state.origins(story));
    let articles = story.members.len();
    let more = if origins < sources {
        Some((origins, "origin"))
    } else {
        (articles > sources).then_some((articles, "article"))
    };
    let mut figures = sources.to_string();
    if let Some((number, noun)) = more {
        let more = count(u32::try_from(number).unwrap_or(u32::MAX), noun);
        figures = format!("{figures} {} {more}", canvas.theme.glyphs.dot);
    }
    canvas.header(
        pane,
        "Sources",
        state.focus == Pane::Sources,
        &[(&figures, dim)],
    );
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    line: Cells,
    state: &State,
    story: &OpenStory,
    columns: &Columns,
    (index, has_lines): (usize, bool),
) {
    let Some(member) = story.members.get(index) else {
        return;
    };
    let theme = canvas.theme;
    let shown = state.reader.current() == Some(member.article);
    draw_cursor(canvas, line, state, index == story.cursor, shown);
    let number = format!("{:>2}", index + 1);
    canvas.write(line.inset(1, 0), &number, theme.dim);
    let (sign, sign_paint) = sign(theme, state, story, member);
    canvas.write(line.inset(4, 0), sign, sign_paint);
    let age = age(state.now, member.published, state.offset_seconds);
    let right = line.inset(6, 1);
    // The name says more than the kind, which the details below tell as well.
    let marks = 2 * (usize::from(member.starred) + usize::from(member.copy_of.is_some()));
    let meter = meter(state, member).unwrap_or_default();
    let taken = 3 + columns.meter + columns.age;
    let room = usize::from(right.width).saturating_sub(marks + cells(&member.source) + taken);
    let basis = state.based_on(member).filter(|_| !has_lines);
    let mut badges = badges(member, basis, state.agency(member)).into_iter();
    let badge = badges.find(|badge| !badge.is_empty() && cells(badge) <= room);
    // A long age fills its column.
    let gap = if columns.meter == 0 && cells(&age) < columns.age {
        ""
    } else {
        " "
    };
    let badge = badge.map_or(String::new(), |badge| format!("{badge}{gap}"));
    let shown_meter = match columns.meter {
        0 => String::new(),
        width => format!("{meter:>0$} ", width - 1),
    };
    let used = canvas.write_right(
        right,
        &[
            (&badge, theme.dim),
            (&shown_meter, meter_paint(theme, &meter)),
            (&format!("{age:>0$}", columns.age), theme.dim),
        ],
    );
    let mut name = right.inset(0, used + 1);
    if member.starred {
        canvas.write(name, theme.glyphs.star, theme.star);
        name = name.inset(2, 0);
    }
    if member.copy_of.is_some() {
        canvas.write(name, theme.glyphs.copy, theme.dim);
        name = name.inset(2, 0);
    }
    let paint = name_paint(theme, shown, member);
    highlights::write_cut(canvas, name, state, &member.source, paint);
}

/// The headline of a source below its name: its own words bright, those of the story dim.
fn draw_headline(
    canvas: &mut Canvas<'_>,
    area: Cells,
    state: &State,
    story: &OpenStory,
    (index, lines): (usize, &[LensLine]),
) {
    let Some(member) = story.members.get(index) else {
        return;
    };
    let theme = canvas.theme;
    // Where nothing is dim, what stands out is bold.
    let own = Paint {
        bold: theme.dim == theme.text,
        ..theme.text
    };
    let texts: Vec<String> = lines
        .iter()
        .filter_map(|line| match line {
            LensLine::Headline { text, .. } => Some(text.clone()),
            LensLine::Same | LensLine::BasedOn(_) => None,
        })
        .collect();
    let mut lit = lit_lines(state, &member.title, &texts).into_iter();
    for (row, line) in (0..).zip(lines) {
        let here = area.row(row).inset(6, 1);
        match line {
            LensLine::Headline { text, own: ranges } => {
                let lit = lit.next().unwrap_or_default();
                let layers = [(ranges.as_slice(), own), (lit.as_slice(), theme.highlight)];
                canvas.write_pieces(here, &layered(text, theme.dim, &layers));
            }
            LensLine::Same => {
                canvas.write_cut(here, "same headline", theme.dim);
            }
            LensLine::BasedOn(name) => {
                let text = format!("{} based on {name}", theme.glyphs.copy);
                canvas.write_cut(here, &text, theme.dim);
            }
        }
    }
}

/// The cursor, if it stands here: seen where keys go here, or where this is what is shown.
fn draw_cursor(canvas: &mut Canvas<'_>, line: Cells, state: &State, here: bool, shown: bool) {
    let theme = canvas.theme;
    let focused = state.focus == Pane::Sources;
    if here && (focused || shown) {
        let paint = if focused { theme.accent } else { theme.dim };
        canvas.write(line, theme.glyphs.cursor, paint);
        if focused && state.prompt.is_none() {
            canvas.place_cursor(line, 0);
        }
    }
}

/// "─ Cited ────────".
fn draw_label(canvas: &mut Canvas<'_>, line: Cells) {
    let line = line.inset(1, 1);
    let dim = canvas.theme.dim;
    let sign = canvas.theme.glyphs.horizontal;
    let used = canvas.write_pieces(line, &[(sign, dim), (" Cited ", dim)]);
    canvas.rule(line.inset(used, 0));
}

/// "◌ Bloomberg          bloomberg.com".
fn draw_work(
    canvas: &mut Canvas<'_>,
    line: Cells,
    state: &State,
    story: &OpenStory,
    (index, work): (usize, &CitedWork),
) {
    let here = story.cursor == story.members.len() + index;
    draw_cursor(canvas, line, state, here, false);
    let theme = canvas.theme;
    canvas.write(line.inset(4, 0), theme.glyphs.cited, theme.dim);
    let right = line.inset(6, 1);
    // The name says more than the site.
    let room = usize::from(right.width).saturating_sub(cells(&work.name).min(12) + 2);
    let domain = work.domain.as_deref().unwrap_or_default();
    let domain = if cells(domain) <= room { domain } else { "" };
    let used = canvas.write_right(right, &[(domain, theme.dim)]);
    let name = right.inset(0, used + u16::from(used > 0));
    canvas.write_cut(name, &work.name, theme.dim);
}

fn name_paint(theme: &Theme, shown: bool, member: &Member) -> Paint {
    match (shown, member.read) {
        (true, _) => theme.title,
        (false, true) => theme.read_title,
        (false, false) => theme.text,
    }
}

/// What is new to the reader in an unread source: "+13", or "=" where nothing is; `None` where
/// that is not known.
pub fn meter(state: &State, member: &Member) -> Option<String> {
    let new = state.new_to_you(member.article).filter(|_| !member.read)?;
    Some(match new {
        0 => "=".to_owned(),
        new => format!("+{new}"),
    })
}

/// How a meter is painted.
pub fn meter_paint(theme: &Theme, meter: &str) -> Paint {
    if meter.trim_start().starts_with('+') {
        theme.new
    } else {
        theme.dim
    }
}

/// How wide the columns at the right are, the same in all rows.
struct Columns {
    /// Meters with the blank behind them; 0 where there are none or names need the room.
    meter: usize,
    /// Ages.
    age: usize,
}

impl Columns {
    fn new(state: &State, story: &OpenStory, room: usize) -> Self {
        /// Columns of an age where nothing else needs the room.
        const AGE: usize = 5;
        /// Columns that a name needs beside what stands at the right.
        const NAME: usize = 9;
        let members = story.members.iter();
        let meters = members.clone().filter_map(|member| meter(state, member));
        let meter = meters.map(|meter| cells(&meter) + 1).max().unwrap_or(0);
        let ages = members.map(|member| age(state.now, member.published, state.offset_seconds));
        let age = ages.map(|age| cells(&age)).max().unwrap_or(0);
        if meter > 0 && room >= NAME + meter + age {
            Self { meter, age }
        } else {
            Self { meter: 0, age: AGE }
        }
    }
}

/// The sign of a source and its paint.
pub fn sign(
    theme: &Theme,
    state: &State,
    story: &OpenStory,
    member: &Member,
) -> (&'static str, Paint) {
    let sign = match story.sign_of(member) {
        Sign::Unread if state.new_to_you(member.article) == Some(0) => Sign::NothingNew,
        sign => sign,
    };
    let paint = match sign {
        Sign::Changed => theme.changed,
        Sign::Unread | Sign::NothingNew => theme.unread,
        _ => theme.dim,
    };
    (sign.glyph(&theme.glyphs), paint)
}

/// Which feeds have not had the story, in the last rows of what is free; gives the rows used.
fn draw_foot(canvas: &mut Canvas<'_>, free: Cells, state: &State) -> u16 {
    /// Rows that what is said of the source under the cursor keeps.
    const DETAILS: u16 = 7;
    let Some(not_seen) = state.not_seen() else {
        return 0;
    };
    let theme = canvas.theme;
    let width = usize::from(free.width.saturating_sub(2));
    let key = state.keys.hint(Action::NotSeen);
    let room = free.height.saturating_sub(DETAILS);
    let sentences = [not_seen.sentence(), not_seen.count()];
    let lines = sentences.iter().map(|sentence| {
        let mut lines = wrap_line(sentence, width.max(1));
        match lines.last_mut() {
            Some(last) if cells(last) + cells(&key) + 2 <= width => {}
            _ => lines.push(String::new()),
        }
        lines
    });
    let mut lines = lines.filter(|lines| lines.len() <= usize::from(room));
    let Some(lines) = lines.next() else {
        return 0;
    };
    let height = u16::try_from(lines.len()).unwrap_or(0);
    let foot = free.below(free.height - height);
    canvas.spot(foot, Spot::Action(Action::NotSeen));
    for (row, line) in (0..).zip(&lines) {
        canvas.write(foot.row(row).inset(1, 1), line, theme.dim);
    }
    canvas.write_right(foot.row(height - 1).inset(1, 1), &[(&key, theme.accent)]);
    height + 1
}

/// What is said of a source beside its name, the longest first.
fn badges(member: &Member, basis: Option<&str>, agency: Option<&str>) -> Vec<String> {
    if member.copy_of.is_some() {
        let share = copied_share(member);
        return vec![format!("copy {share}"), share];
    }
    let kind = match (member.kind, member.barrier) {
        // What of it can be read says more than that it is an article.
        (Kind::Article, Some(barrier)) => barrier.name(),
        (Kind::Article, None) => "",
        (kind, _) => kind.name(),
    };
    let basis = basis.map(|name| [format!("based on {name}"), "based".to_owned()]);
    let mut badges: Vec<String> = basis.into_iter().flatten().collect();
    badges.extend(agency.map(|agency| format!("{agency} text")));
    badges.push(kind.to_owned());
    badges
}

/// Headline, unless that is to be read above, time, length and way of the source under the cursor.
fn draw_details(
    canvas: &mut Canvas<'_>,
    area: Cells,
    state: &State,
    story: &OpenStory,
    without_headline: bool,
) {
    let inner = area.inset(1, 1);
    if let Some(work) = state.work_under_cursor() {
        return draw_work_details(canvas, inner, state, &work);
    }
    let Some(member) = story.members.get(story.cursor) else {
        return;
    };
    let theme = canvas.theme;
    canvas.rule(inner);
    let lines = wrap_line(&member.title, usize::from(inner.width).max(1));
    let most = match without_headline {
        true => 0,
        false => usize::from(area.height.saturating_sub(3)).min(6),
    };
    let mut row = 1;
    let lit = lit_lines(state, &member.title, &lines);
    for (line, lit) in lines.iter().zip(lit).take(most) {
        let line = pieces(line, &lit, theme.text, theme.highlight);
        canvas.write_pieces(inner.row(row), &line);
        row += 1;
    }
    let time = moment(state.now, member.published, state.offset_seconds);
    let mut facts = vec![Fact::new(time, theme.dim, 2)];
    // The same figure as over the text, where that is there.
    let shown = state.reader.shown.as_ref();
    let words = shown
        .filter(|shown| shown.text.id == member.article)
        .map_or(member.words, |shown| shown.document.words);
    if words > 0 {
        facts.push(Fact::new(count(words, "word"), theme.dim, 1));
    }
    if let Some(lang) = &member.lang {
        facts.push(Fact::new(lang.as_str(), theme.dim, 0));
    }
    canvas.write_facts(inner.row(row), facts);
    let mut notes = Vec::new();
    match state.new_to_you(member.article).filter(|_| !member.read) {
        Some(0) => notes.push("nothing new to you".to_owned()),
        Some(new) => notes.push(format!("{new} new to you")),
        None => {}
    }
    if member.kind != Kind::Article {
        notes.push(member.kind.name().to_owned());
    }
    if let Some(via) = &member.via {
        notes.push(format!("via {via}"));
    }
    if let Some(original) = member.copy_of.and_then(|article| story.member(article)) {
        notes.push(format!(
            "copy of {}, {}",
            original.source,
            copied_share(member)
        ));
    }
    if let Some(agency) = state.agency(member) {
        notes.push(format!("{agency} text"));
    }
    if let Some(name) = state.based_on(member) {
        notes.push(format!("based on {name}"));
    }
    if let Some(barrier) = member.barrier {
        notes.push(format!("page: {}", barrier.name()));
    }
    if member.changed {
        notes.push("changed since you read it".to_owned());
    }
    if story.members.len() == 1 {
        notes.push(format!("only {} so far", member.source));
    }
    for note in notes {
        for line in wrap_line(&note, usize::from(inner.width).max(1)) {
            row += 1;
            canvas.write(inner.row(row), &line, theme.dim);
        }
    }
}

/// Name and address of a cited work, and who cites it.
fn draw_work_details(canvas: &mut Canvas<'_>, area: Cells, state: &State, work: &CitedWork) {
    canvas.rule(area);
    let theme = canvas.theme;
    let by = format!("cited by {}", state.citers(work));
    let address = work
        .url
        .as_deref()
        .map_or("no address given", shown_address);
    let parts = [
        (work.name.as_str(), theme.text),
        (address, theme.dim),
        (&by, theme.dim),
    ];
    let mut row = 0;
    for (text, paint) in parts {
        for line in wrap_line(text, usize::from(area.width).max(1))
            .iter()
            .take(4)
        {
            row += 1;
            canvas.write(area.row(row), line, paint);
        }
    }
}

/// An address as it is read: without what every one begins with.
fn shown_address(url: &str) -> &str {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    bare.trim_end_matches('/')
}
