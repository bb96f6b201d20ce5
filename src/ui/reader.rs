//! The article: title, facts, text, and at the foot the heading and how far one is.

use std::ops::Range;

use super::highlights::{lit_lines, pieces};
use super::paint::{Canvas, Fact, Piece, pieces_width};
use super::{reader_text, sources};
use crate::app::{
    Cells, Geometry, OpenStory, PageState, Pane, ReaderFrame, ShownArticle, Spot, State, Version,
    age, count, minutes, moment, reader_frame, running_time,
};
use crate::compare::sentence_count;
use crate::config::{Paint, Theme};
use crate::layout::{cells, is_mostly_rtl, truncate_to_cells};
use crate::model::{Action, ArticleText, Block, Kind};

/// Columns from which there is room to say of a time how long ago it was.
const ROOMY: u16 = 70;

/// Draws the article into a pane.
pub fn draw(canvas: &mut Canvas<'_>, pane: Cells, state: &State, geometry: &Geometry) {
    let frame = reader_frame(state, geometry, pane);
    let focused = state.focus == Pane::Reader;
    if state.reader.slow && state.reader.wanted.is_some() {
        let dim = canvas.theme.dim;
        return canvas.write_message(pane, &[&[("Loading the article …", dim)]]);
    }
    let Some(shown) = &state.reader.shown else {
        return draw_empty(canvas, pane, state);
    };
    draw_head(canvas, &frame, state, shown, geometry.tiny);
    let margin = (frame.text.x > pane.x).then(|| Cells {
        x: frame.text.x - 1,
        width: 1,
        ..frame.text
    });
    reader_text::draw(canvas, frame.text, margin, state, shown);
    if let Some(foot) = frame.foot {
        draw_foot(canvas, foot, frame.text.height, state, shown);
    }
    if focused && state.prompt.is_none() {
        canvas.place_cursor(frame.text.row(0), 0);
    }
}

fn draw_empty(canvas: &mut Canvas<'_>, pane: Cells, state: &State) {
    if state.list.is_empty() || state.reader.wanted.is_some() || state.selected_story().is_none() {
        return;
    }
    let dim = canvas.theme.dim;
    canvas.write_message(pane, &[&[("This article is no longer in the cache", dim)]]);
}

fn draw_head(
    canvas: &mut Canvas<'_>,
    frame: &ReaderFrame,
    state: &State,
    shown: &ShownArticle,
    tiny: bool,
) {
    let focused = state.focus == Pane::Reader;
    let title = if focused && !tiny {
        canvas.theme.accent
    } else {
        canvas.theme.title
    };
    let title = title.of_title(shown.text.derived_title);
    // A title that is read from right to left begins at the right edge.
    let rtl = is_mostly_rtl([shown.text.title.as_str()]);
    let mut row = 0;
    let lit = lit_lines(state, &shown.text.title, &frame.title);
    for (line, lit) in frame.title.iter().zip(lit) {
        if row >= frame.head.height {
            return;
        }
        let line = pieces(line, &lit, title, canvas.theme.highlight);
        canvas.write_line(frame.head.row(row), &line, rtl);
        row += 1;
    }
    if tiny {
        return;
    }
    let roomy = frame.head.width >= ROOMY;
    let facts = facts(canvas.theme, state, shown, roomy);
    canvas.write_facts(frame.head.row(row), facts);
    if let Some(story) = state.story.as_ref().filter(|_| frame.strip) {
        draw_strip(canvas, frame.head.row(row + 1), state, story, shown);
        row += 1;
    }
    if let Some((title, date)) = &frame.earlier {
        draw_earlier(canvas, frame.head.row(row + 1), state, title, date);
        row += 1;
    }
    if let Some(news) = &frame.news {
        draw_news(canvas, frame.head.row(row + 1), state, news);
        row += 1;
    }
    canvas.rule(frame.head.row(row + 1));
}

/// "± 2 new sources, 1 changed, +5 since 08:10  d".
fn draw_news(canvas: &mut Canvas<'_>, line: Cells, state: &State, news: &str) {
    let (dim, changed) = (canvas.theme.dim, canvas.theme.changed);
    let key = format!("  {}", state.keys.hint(Action::Changed));
    let sign = format!("{} ", canvas.theme.glyphs.changed);
    let used = canvas.write(line, &sign, changed);
    let rest = line.inset(used, 0);
    let room = pieces_width(&[(&key, dim)]);
    let written = canvas.write_cut(rest.inset(0, room), news, dim);
    canvas.write(rest.inset(written, 0), &key, canvas.theme.accent);
    canvas.spot(line, Spot::Action(Action::Changed));
}

/// "earlier: Bridge closed · 3 May  ge".
fn draw_earlier(canvas: &mut Canvas<'_>, line: Cells, state: &State, title: &str, date: &str) {
    let dim = canvas.theme.dim;
    let key = state.keys.hint(Action::EarlierStory);
    let date = format!(" {} {date}  ", canvas.theme.glyphs.dot);
    let used = pieces_width(&[(&date, dim), (&key, dim)]);
    let text = format!("earlier: {title}");
    let written = canvas.write_cut(line.inset(0, used), &text, dim);
    let rest = line.inset(written, 0);
    canvas.spot(line, Spot::Action(Action::EarlierStory));
    canvas.write_pieces(rest, &[(&date, dim), (&key, canvas.theme.accent)]);
}

/// "Harbor Ledger · 12:10 · upd 14:10 · 907 words · 4 min".
fn facts(theme: &Theme, state: &State, shown: &ShownArticle, roomy: bool) -> Vec<Fact> {
    let text = &shown.text;
    let time = |at| moment(state.now, at, state.offset_seconds);
    let mut facts = vec![Fact::new(&text.source, theme.dim, 9)];
    let mut add = |text: String, weight| facts.push(Fact::new(text, theme.dim, weight));
    add(time(text.published), 8);
    if let Some(updated) = text
        .updated
        .filter(|at| text.changed || *at > text.published)
    {
        if text.changed {
            let sign = theme.glyphs.changed;
            let changed = format!("{sign} changed {}", time(updated));
            let fact = Fact::new(changed, theme.changed, 8);
            facts.push(fact.leading_to(Action::Changed));
        } else {
            let ago = age(state.now, updated, state.offset_seconds);
            let ago = Some(ago).filter(|ago| roomy && ago.ends_with(['m', 'h']));
            let ago = ago.map_or(String::new(), |ago| format!(" ({ago} ago)"));
            facts.push(Fact::new(
                format!("upd {}{ago}", time(updated)),
                theme.dim,
                5,
            ));
        }
    }
    let mut add = |text: String, weight| facts.push(Fact::new(text, theme.dim, weight));
    if shown.as_sent {
        add("as sent".to_owned(), 8);
    }
    // Whose words and minutes these are stands before them.
    if let Some(mark) = mark(shown) {
        add(mark, 6);
    }
    if let Some(way) = on_the_way(state, shown) {
        add(way.to_owned(), 7);
    }
    match &shown.only {
        Some(only) => {
            if let Some(part) = only_fact(shown) {
                add(part, 3);
            }
            add(format!("{} min", minutes(only.words)), 4);
        }
        None if shown.document.words > 0 => {
            let words = shown.document.words;
            add(count(words, "word"), 1);
            add(format!("{} min", minutes(words)), 4);
        }
        None => {}
    }
    if let Some(new) = state.new_to_you(text.id) {
        let (fact, paint) = match new {
            0 => ("nothing new".to_owned(), theme.dim),
            new => (format!("+{new} new"), theme.new),
        };
        let fact = Fact::new(fact, paint, 6);
        facts.push(fact.leading_to(Action::NewMarks));
    }
    let mut add = |text: String, weight| facts.push(Fact::new(text, theme.dim, weight));
    if let Some(author) = text.author.as_ref().filter(|name| **name != text.source) {
        add(author.clone(), 0);
    }
    if let Some(via) = &text.via {
        add(format!("via {via}"), 3);
    }
    // The page of a text about a report is that text, not what is said of it.
    if text.comments.is_some() && text.kind != Kind::Commentary {
        let discussion = format!("{} discussion", state.keys.hint(Action::OpenVia));
        let fact = Fact::new(discussion, theme.dim, 2);
        facts.push(fact.leading_to(Action::OpenVia));
    }
    if let Some(fact) = pictures_fact(state, shown) {
        let fact = Fact::new(fact, theme.dim, 2);
        facts.push(fact.leading_to(Action::Pictures));
    }
    if let Some(fact) = enclosures_fact(state, text) {
        let fact = Fact::new(fact, theme.dim, 6);
        facts.push(fact.leading_to(Action::Enclosures));
    }
    if text.read {
        facts.push(Fact::new(
            format!("{} read", theme.glyphs.read),
            theme.dim,
            7,
        ));
    }
    if text.starred {
        facts.push(Fact::new(theme.glyphs.star, theme.star, 7));
    }
    facts
}

/// "13 of 41 sentences": how much of the article is shown, where that is what is new of it.
fn only_fact(shown: &ShownArticle) -> Option<String> {
    let marking = shown.marking.as_ref().filter(|marking| marking.only)?;
    let compared = marking.comparison.article(shown.text.id)?;
    let new = compared.novelty.as_ref()?.sentences.len();
    Some(format!(
        "{new} of {} sentences",
        sentence_count(&compared.account)
    ))
}

/// What sort of text is shown, where that is not simply what the feed gives of an article.
fn mark(shown: &ShownArticle) -> Option<String> {
    let kind = shown.text.kind;
    let kind = (kind != Kind::Article).then(|| kind.name());
    Some(match (shown.version, shown.page) {
        (Version::Full, _) => match shown.ends_at {
            Some(barrier) => format!("ends at a {}", barrier.name()),
            None => "full text".to_owned(),
        },
        // A snippet or a commentary is the feed's, as its name says.
        (Version::Feed, PageState::There) => kind.unwrap_or("feed's text").to_owned(),
        (Version::Feed, PageState::Missing(Some(barrier))) => {
            let wall = barrier.name();
            kind.map_or_else(|| wall.to_owned(), |kind| format!("{kind}, {wall}"))
        }
        (Version::Feed, PageState::Missing(None) | PageState::Unknown) => kind?.to_owned(),
    })
}

fn on_the_way(state: &State, shown: &ShownArticle) -> Option<&'static str> {
    let article = shown.text.id;
    if state.texts.is_on_the_way(article) {
        Some("fetching the full text …")
    } else if state.texts.is_held(article) {
        Some("full text when online")
    } else {
        None
    }
}

/// "e audio 1:02:03", "e 3 files": what comes with the article, and the key that opens it.
fn enclosures_fact(state: &State, text: &ArticleText) -> Option<String> {
    let key = state.keys.hint(Action::Enclosures);
    let what = match text.enclosures.as_slice() {
        [] => return None,
        [only] => {
            let kind = only.kind().name();
            let time = only.duration.map(running_time);
            time.map_or_else(|| kind.to_owned(), |time| format!("{kind} {time}"))
        }
        more => format!("{} files", more.len()),
    };
    Some(format!("{key} {what}"))
}

/// "I 4 pictures": what can be looked at, and the key that shows it.
fn pictures_fact(state: &State, shown: &ShownArticle) -> Option<String> {
    let blocks = shown.document.blocks.iter();
    let pictures = blocks.filter(|block| matches!(block, Block::Figure { url: Some(_), .. }));
    let number = u32::try_from(pictures.count()).ok().filter(|n| *n > 0)?;
    let key = state.keys.hint(Action::Pictures);
    Some(format!("{key} {}", count(number, "picture")))
}

/// Columns of a name in the strip at the most.
const STRIP_NAME: usize = 24;

/// The sources in a line, for a screen without their pane; the shown one is always in sight, and the
/// one after it where there is room.
fn draw_strip(
    canvas: &mut Canvas<'_>,
    line: Cells,
    state: &State,
    story: &OpenStory,
    shown: &ShownArticle,
) {
    let theme = canvas.theme;
    let current = story.position(shown.text.id).unwrap_or(0);
    let part = |at: usize, metered: bool| -> Option<(String, String, String)> {
        let member = story.members.get(at)?;
        let (sign, _) = sources::sign(theme, state, story, member);
        let name = truncate_to_cells(&member.source, STRIP_NAME);
        let meter = sources::meter(state, member).filter(|_| metered);
        let meter = meter.map_or(String::new(), |meter| format!(" {meter}"));
        Some((format!("{} {sign} ", at + 1), name, meter))
    };
    let width = |at: usize, metered: bool| {
        part(at, metered).map_or(0, |(mark, name, meter)| {
            cells(&mark) + cells(&name) + cells(&meter) + 2
        })
    };
    // What is new says more than the names further off, but less than the next one.
    let near = current..story.members.len().min(current + 2);
    let near: usize = near.map(|at| width(at, true)).sum();
    let metered = near <= usize::from(line.width);
    let part = |at: usize| part(at, metered);
    let width_of = |at: usize| width(at, metered);
    let window = strip_window(
        current,
        story.members.len(),
        usize::from(line.width) + 2,
        &width_of,
    );
    let (first, last) = (window.start, window.end.saturating_sub(1));
    let mut pieces: Vec<(String, Paint)> = Vec::new();
    if first > 0 {
        pieces.push((format!("{} ", more_sign(theme)), theme.dim));
    }
    let width = |pieces: &[(String, Paint)]| {
        let pieces: Vec<Piece<'_>> = pieces
            .iter()
            .map(|(text, paint)| (&**text, *paint))
            .collect();
        pieces_width(&pieces)
    };
    for index in window {
        let (Some((mark, name, meter)), Some(member)) = (part(index), story.members.get(index))
        else {
            continue;
        };
        let paint = match (index == current, member.read) {
            (true, _) => theme.accent,
            (false, true) => theme.dim,
            (false, false) => theme.text,
        };
        let before = width(&pieces);
        let new = sources::meter_paint(theme, &meter);
        pieces.extend([(mark, paint), (name, paint), (meter, new)]);
        if let Ok(number @ 1..=9) = u8::try_from(index + 1) {
            let here = line.inset(before, 0);
            let width = (width(&pieces) - before).min(here.width);
            let here = Cells { width, ..here };
            canvas.spot(here, Spot::Action(Action::Source(number)));
        }
        pieces.push(("  ".to_owned(), theme.text));
    }
    if last + 1 < story.members.len() {
        pieces.pop();
        pieces.push((format!(" {}", more_sign(theme)), theme.dim));
    }
    let pieces: Vec<Piece<'_>> = pieces
        .iter()
        .map(|(text, paint)| (&**text, *paint))
        .collect();
    canvas.write_pieces(line, &pieces);
}

/// The parts of a strip that have room: the current one, the one after it, those before it, the rest.
fn strip_window(
    current: usize,
    parts: usize,
    room: usize,
    width_of: &dyn Fn(usize) -> usize,
) -> Range<usize> {
    let (mut first, mut end) = (current, (current + 1).min(parts));
    let mut used: usize = (first..end).map(width_of).sum();
    // A sign at each side where parts are left out.
    let fits = |used: usize, first: usize, end: usize| {
        used + 2 * usize::from(first > 0) + 2 * usize::from(end < parts) <= room
    };
    if end < parts && fits(used + width_of(end), first, end + 1) {
        used += width_of(end);
        end += 1;
    }
    while first > 0 && fits(used + width_of(first - 1), first - 1, end) {
        first -= 1;
        used += width_of(first);
    }
    while end < parts && fits(used + width_of(end), first, end + 1) {
        used += width_of(end);
        end += 1;
    }
    first..end
}

/// Stands for sources that have no room in the strip.
fn more_sign(theme: &Theme) -> &'static str {
    if theme.glyphs.cursor.is_ascii() {
        ">"
    } else {
        "…"
    }
}

/// Minutes that the lines below the page take to read; 0 where there are none.
fn minutes_left(shown: &ShownArticle, seen: usize) -> u32 {
    let lines = shown.layout.lines.len();
    let words = shown
        .only
        .as_ref()
        .map_or(shown.document.words, |only| only.words);
    let (words, left) = (u64::from(words), lines.saturating_sub(seen));
    let left = words * left as u64 / lines.max(1) as u64;
    match u32::try_from(left) {
        Ok(0) => 0,
        Ok(left) => minutes(left),
        Err(_) => 0,
    }
}

/// "── 2/6 Why the plans hit a wall ───────── 31 % ─".
fn draw_foot(
    canvas: &mut Canvas<'_>,
    foot: Cells,
    height: u16,
    state: &State,
    shown: &ShownArticle,
) {
    let foot = foot.inset(1, 1);
    canvas.rule(foot);
    let dim = canvas.theme.dim;
    let height = usize::from(height);
    let lines = shown.layout.lines.len();
    let seen = (shown.scroll + height).min(lines);
    let position = match minutes_left(shown, seen) {
        _ if lines <= height => String::new(),
        0 => format!(" {} % ", seen * 100 / lines),
        left => format!(" {} % · {left} min left ", seen * 100 / lines),
    };
    let position = position.replace('·', canvas.theme.glyphs.dot);
    let inner = foot.inset(2, 1);
    let accent = canvas.theme.accent;
    let (left, right) = canvas.theme.glyphs.beyond;
    let wide = match shown.overhang(height) {
        0 => None,
        most if shown.sideways < most => Some((Action::ScrollRight, right)),
        _ => Some((Action::ScrollLeft, left)),
    };
    let key = wide.map(|(action, _)| format!(" {} ", state.keys.hint(action)));
    let sign = wide.map_or_else(String::new, |(_, sign)| format!("{sign} "));
    let key = key.unwrap_or_default();
    let used = canvas.write_right(inner, &[(&key, accent), (&sign, dim), (&position, dim)]);
    let headings = &shown.layout.headings;
    let current = shown.current_heading();
    if let Some((at, (_, _, title))) = current.and_then(|at| Some((at, headings.get(at)?))) {
        let room = inner.inset(0, used + 2);
        let number = format!(" {}/{} ", at + 1, headings.len());
        let taken = canvas.write(room, &number, dim);
        let rest = room.inset(taken, 1);
        let title = truncate_to_cells(title, usize::from(rest.width));
        canvas.write_pieces(room.inset(taken, 0), &[(&title, dim), (" ", dim)]);
    }
}
