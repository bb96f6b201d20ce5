//! HTML in, the reader's text on the screen out, for every kind of block at four widths. What is
//! expected stands beside each page (`blocks/*.txt`): the text at each width and, at the widest,
//! how its cells look. `NEWSFOLD_WRITE_SCREENS=1` writes them anew, to be looked at before they
//! are kept.

use std::{fmt::Write, fs, path::Path, sync::Arc};

use proptest::prelude::*;
use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

use crate::{
    app::testing::{Screen, loaded_article},
    app::{Msg, Setup},
    config::Theme,
    ingest::document,
    layout::{Options, lay_out},
};

const WIDTHS: [u16; 4] = [30, 60, 80, 120];

/// A page in the reader, alone on a screen of a size, after some keys.
fn reading(html: &str, size: (u16, u16), keys: &str) -> Screen {
    let setup = Setup {
        has_feeds: true,
        size,
        ..Screen::setup()
    };
    let mut screen = Screen::new(1, setup);
    screen.press("Enter z");
    let mut article = loaded_article(10, 80);
    let text = document(html, Some("https://harbor.example/bridge"), "A title");
    article.layout = Arc::new(lay_out(&text, 1, Options::default()));
    article.document = Arc::new(text);
    screen.state.reader.show(article, true, 1);
    screen.tell(Msg::Resize(size.0, size.1));
    if !keys.is_empty() {
        screen.press(keys);
    }
    screen
}

/// The rows of the text in the reader, alone on a screen of a width.
fn rows(html: &str, width: u16) -> Vec<Vec<Cell>> {
    let screen = reading(html, (width, 60), "");
    let shown = screen.state.reader.shown.as_ref().expect("an article");
    assert!(shown.layout.lines.len() <= 50, "too long for this screen");
    let lines = shown.layout.lines.len();
    let buffer = draw(&screen, (width, 60));
    let rows: Vec<Vec<Cell>> = buffer
        .content()
        .chunks(usize::from(width))
        .map(<[Cell]>::to_vec)
        .collect();
    let is_rule = |row: &Vec<Cell>| row.iter().filter(|cell| cell.symbol() == "─").count() > 20;
    // The rule under the head is the first; below 40 columns there is the title alone.
    let head = if width < 40 {
        1
    } else {
        rows.iter().position(is_rule).expect("a head") + 1
    };
    rows[head..head + lines].to_vec()
}

fn draw(screen: &Screen, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
    let drawn =
        terminal.draw(|frame| drop(crate::ui::draw(frame, &screen.state, &Theme::default())));
    drawn.expect("drawn");
    terminal.backend().buffer().clone()
}

fn line(cells: &[Cell]) -> String {
    let mut text = String::new();
    let mut rest = cells;
    while let [cell, ..] = rest {
        text.push_str(cell.symbol());
        // What a wide sign covers is empty.
        rest = &rest[crate::layout::cells(cell.symbol()).clamp(1, rest.len())..];
    }
    text.trim_end().to_owned()
}

/// A letter for how each cell looks: bold, italic, underlined, dim, of a colour.
fn looks(cells: &[Cell]) -> String {
    let look = |cell: &Cell| {
        let has = |modifier| cell.modifier.contains(modifier);
        match cell {
            cell if cell.symbol() == " " => ' ',
            _ if has(Modifier::BOLD) && has(Modifier::ITALIC) => 'B',
            _ if has(Modifier::BOLD) => 'b',
            _ if has(Modifier::ITALIC) => 'i',
            _ if has(Modifier::UNDERLINED) => 'u',
            _ if has(Modifier::DIM) => 'd',
            cell if cell.fg != Color::Reset => 'c',
            _ => '·',
        }
    };
    let letters: String = cells.iter().map(look).collect();
    letters.trim_end().to_owned()
}

/// The text at each width, and how it looks at the widest.
fn picture(html: &str) -> String {
    let mut out = String::new();
    for width in WIDTHS {
        writeln!(out, "== {width} columns").expect("a string");
        for row in rows(html, width) {
            writeln!(out, "{}", line(&row)).expect("a string");
        }
    }
    out.push_str("== looks\n");
    for row in rows(html, 120) {
        writeln!(out, "{}", looks(&row)).expect("a string");
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_html_at_any_width_is_drawn(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..40),
        width in 1_u16..130,
        height in 1_u16..40,
        keys in prop::sample::select(vec!["", "J J", "A-l A-l", "f", "gO", "+ +", "- -", "G"]),
    ) {
        let html = parts.concat();
        let screen = reading(&html, (width, height), keys);
        let shown = screen.state.reader.shown.as_ref().expect("an article");
        for line in &shown.layout.lines {
            prop_assert!(line.cells() <= shown.layout.width + line.overhang, "{line:?}");
            for span in &line.spans {
                let obeyed = |c: char| {
                    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                };
                prop_assert!(!span.text.contains(obeyed), "{span:?}");
            }
        }
        draw(&screen, (width, height));
    }
}

/// Pieces of which pages are made, well and badly.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "<p>", "</p>", "<h2>", "</h2>", "<ul>", "</ul>", "<ol start=99>", "</ol>", "<li>", "</li>",
    "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<table>", "</table>", "<tr>", "<td>",
    "<th>", "<figure>", "</figure>", "<figcaption>", "<img src=/a.png alt='a picture'>", "<br>",
    "<hr>", "<dl>", "<dt>", "<dd>", "<a href='https://port.example/'>", "</a>", "<strong>", "</em>",
    "<video src=/v.mp4>", "</video>", "<sup>3</sup>", "<code>", "</code>", "words and words ",
    "low\u{2011}latency ", "איש הלך (אתמול) ", "جسر الميناء 30,000 ", "港口新桥通车。", "นายกเทศมนตรี",
    "नया पुल ", "👨\u{200d}👩\u{200d}👧", "⏱\u{fe0f}", "e\u{301}\u{301}\u{301}", "\u{1b}[31m", "\u{202e}",
    "averyveryverylongwordthatfitsnowhereatallbecauseitislong", "\u{a0}", "\u{ad}", "&#27;", "&lt;b&gt;",
];

#[test]
fn every_kind_of_block_stands_on_the_screen_as_it_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime/blocks");
    let entries = fs::read_dir(&folder).expect("the folder of pages");
    let mut pages: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    pages.sort();
    assert!(pages.len() >= 16, "{} pages", pages.len());
    let mut wrong = Vec::new();
    for page in pages {
        let picture = picture(&fs::read_to_string(&page).expect("a page"));
        let kept = page.with_extension("txt");
        if std::env::var_os("NEWSFOLD_WRITE_SCREENS").is_some() {
            fs::write(&kept, &picture).expect("written");
        }
        if fs::read_to_string(&kept).ok().as_ref() != Some(&picture) {
            wrong.push(format!("{}:\n{picture}", page.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
