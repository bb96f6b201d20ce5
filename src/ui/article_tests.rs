//! Reading an article: keys in, what stands on the screen out.

use std::{sync::Arc, time::Duration};

use ratatui::{
    Terminal,
    backend::TestBackend,
    style::{Color, Modifier},
};

use super::tests::{check, look, sized, text};
use crate::app::testing::{NOW, Screen, linked_article, members};
use crate::app::{Effect, Msg};
use crate::config::Theme;
use crate::layout::{Options, lay_out};
use crate::model::{
    ArticleId, Block, CitedWork, Document, Inline, Kind, RowId, StoryId, StoryRow, Style,
};

/// The second story's article, with links, read in a pane of its own size.
pub(super) fn reading(width: u16, height: u16) -> Screen {
    let mut screen = sized(width, height);
    screen.slow = true;
    screen.press("j");
    let wanted = screen.effects.iter().rev().find_map(|effect| match effect {
        Effect::LoadArticle { article, width, .. } => Some((article.0, *width)),
        _ => None,
    });
    let (article, cells) = wanted.expect("the article is asked for");
    screen.tell(Msg::Article(Box::new(linked_article(article, cells))));
    screen.slow = false;
    screen.press("Enter");
    screen
}

/// The line of the article at the top of the page.
fn top(screen: &Screen) -> String {
    let shown = screen.state.reader.shown.as_ref().expect("an article");
    let line = &shown.layout.lines[shown.scroll];
    line.spans.iter().map(|span| span.text.as_str()).collect()
}

#[test]
fn the_article_as_it_was_sent_is_a_key_away_and_so_is_the_way_back() {
    let mut screen = reading(120, 30);
    assert!(!text(&screen).contains("PostShare"));
    screen.press("gr");
    check(&screen, "│  PostShare");
    check(&screen, "as sent");
    check(&screen, "The article as the feed gave it · gr goes back");
    screen.press("gr");
    assert!(!text(&screen).contains("PostShare"));
    assert!(!text(&screen).contains("as sent"));
}

#[test]
fn an_article_that_nothing_was_taken_off_says_so() {
    let mut screen = sized(120, 30);
    screen.press("Enter gr");
    check(&screen, "Nothing was taken off this article");
}

#[test]
fn the_outline_leads_to_a_heading() {
    let mut screen = reading(120, 20);
    screen.press("gO");
    check(&screen, "Headings");
    check(&screen, "3 headings");
    check(&screen, "▸ Part 3 of the report");
    screen.press("j Enter");
    assert_eq!(top(&screen), "Part 11 of the report");
    assert!(!text(&screen).contains("3 headings"));
    screen.press("gO");
    check(&screen, "▸ Part 11 of the report");
    screen.press("q");
    assert_eq!(top(&screen), "Part 11 of the report");
}

#[test]
fn headings_are_stepped_through_and_the_foot_says_which_one_it_is() {
    let mut screen = reading(120, 20);
    screen.press(")");
    assert_eq!(top(&screen), "Part 3 of the report");
    check(&screen, " 1/3 Part 3 of the report ");
    screen.press(") (");
    assert_eq!(top(&screen), "Part 3 of the report");
    screen.press("( (");
    check(&screen, "No heading above");
}

#[test]
fn the_foot_says_how_far_it_is_and_how_long_the_rest_takes() {
    let mut screen = reading(120, 20);
    check(&screen, "% · 3 min left ─");
    screen.press("G");
    check(&screen, " 100 % ─");
}

#[test]
fn links_have_letters_and_a_letter_opens_its_link() {
    let mut screen = reading(120, 30);
    screen.press("f");
    check(&screen, "The aumps of the tunnel follow the sort’s plan");
    let (_, modifiers) = look(&screen, &Theme::default(), "aumps");
    assert!(modifiers.contains(Modifier::REVERSED));
    screen.take_effects();
    screen.press("s");
    let url = "https://www.port.example/plan/".to_owned();
    assert!(
        screen
            .take_effects()
            .contains(&Effect::OpenInBrowser { url })
    );
    check(&screen, "The pumps of the tunnel");
    screen.press("f Esc");
    check(&screen, "port’s plan");
    screen.press("f z");
    check(&screen, "No link has the letter z");
}

#[test]
fn all_links_are_listed_with_what_they_lead_to() {
    let mut screen = reading(120, 30);
    screen.press("gl");
    check(&screen, "2 links");
    check(&screen, "▸ 1 pumps of the tunnel");
    check(&screen, "port.example/plan");
    screen.press("j y");
    let text = "https://www.port.example/plan/".to_owned();
    assert!(screen.take_effects().contains(&Effect::Copy { text }));
    screen.press("Enter");
    let url = "https://www.port.example/plan/".to_owned();
    assert!(
        screen
            .take_effects()
            .contains(&Effect::OpenInBrowser { url })
    );
    assert!(!super::tests::text(&screen).contains("2 links"));
    screen.take_effects();
    screen.press("gl 1");
    let url = "https://wire.example/pumps".to_owned();
    let opened = Effect::OpenInBrowser { url };
    assert!(screen.take_effects().contains(&opened), "by its number");
}

#[test]
fn an_article_without_links_or_headings_says_so() {
    let mut screen = sized(120, 30);
    screen.press("Enter gl");
    check(&screen, "This article has no links");
    screen.press("f");
    check(&screen, "No link on this page · gl lists all links");
    let mut screen = Screen::with_stories(3);
    screen.paragraphs = 1;
    screen.press("j Enter gO");
    check(&screen, "This article has no headings");
}

#[test]
fn words_are_looked_for_in_the_article_that_has_the_keys() {
    let mut screen = reading(120, 20);
    screen.press("/").type_text("n11 guests");
    check(&screen, "n11 guests");
    let (_, modifiers) = look(&screen, &Theme::default(), "n11 guests");
    assert!(modifiers.contains(Modifier::REVERSED), "{modifiers:?}");
    screen.press("Enter");
    check(&screen, "Match 1 of 1 · n and N step, Esc ends");
    screen.press("Esc");
    let (_, modifiers) = look(&screen, &Theme::default(), "n11 guests");
    assert!(!modifiers.contains(Modifier::REVERSED));
}

#[test]
fn all_matches_are_lit_and_stepped_through() {
    let mut screen = reading(120, 20);
    screen.press("/").type_text("the tunnel").press("Enter");
    check(&screen, "Match 1 of 25");
    assert_eq!(super::tests::text(&screen).matches("unread").count(), 1);
    screen.press("n n");
    check(&screen, "Match 3 of 25");
    screen.press("N");
    check(&screen, "Match 2 of 25");
    screen.press("N N");
    check(&screen, "First match");
    assert_eq!(screen.state.list.cursor, 1, "the list stays where it is");
    screen.press("Esc n");
    assert_ne!(screen.state.list.cursor, 1, "n means the next unread again");
}

#[test]
fn a_search_in_the_article_that_is_given_up_leaves_it_where_it_was() {
    let mut screen = reading(120, 20);
    let before = top(&screen);
    screen.press("/").type_text("n12");
    assert_ne!(top(&screen), before);
    screen.press("Esc");
    assert_eq!(top(&screen), before);
    screen.press("/").type_text("no such thing").press("Enter");
    check(&screen, "Nothing in this article is like \"no such thing\"");
}

#[test]
fn s18_a_search_in_the_article_finds_words_whatever_their_hyphens() {
    let mut screen = reading(120, 20);
    screen.press("/").type_text("low-water").press("Enter");
    check(&screen, "Match 1 of 1");
}

#[test]
fn s32_a_wide_pane_has_lines_of_eighty_cells_in_its_middle() {
    for width in [200_u16, 150] {
        let mut screen = reading(width, 30);
        screen.press("z");
        let shown = screen.state.reader.shown.as_ref().expect("an article");
        assert_eq!(shown.layout.width, 80);
        let text = text(&screen);
        let line = text
            .lines()
            .find(|line| line.contains("p1 The tunnel"))
            .expect("shown");
        let margin = line.len() - line.trim_start().len();
        assert_eq!(margin, (usize::from(width) - 80) / 2, "{line}");
    }
}

/// The screen with an article of these blocks, keys going to it.
fn with_blocks(width: u16, height: u16, blocks: Vec<Block>) -> Screen {
    let mut screen = reading(width, height);
    let shown = screen.state.reader.shown.as_ref().expect("an article");
    let cells = shown.layout.width;
    let mut article = linked_article(shown.text.id.0, cells);
    let document = Document {
        blocks,
        words: 40,
        ..Document::default()
    };
    article.layout = Arc::new(lay_out(&document, cells, Options::default()));
    article.document = Arc::new(document);
    screen.state.reader.show(article, true, 99);
    screen
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Inline {
        text: text.to_owned(),
        ..Inline::default()
    }])
}

#[test]
fn the_text_is_made_wider_and_narrower_and_stays_so() {
    let mut screen = reading(200, 40);
    let width = |screen: &Screen| {
        let shown = screen.state.reader.shown.as_ref().expect("an article");
        shown.layout.width
    };
    assert_eq!(width(&screen), 80);
    screen.press("-");
    assert_eq!(width(&screen), 76);
    check(&screen, "Texts are up to 76 columns wide");
    screen.press("+ + +");
    assert_eq!(width(&screen), 88);
    assert_eq!(screen.state.session().text_width, Some(88));
    screen.press("+ + + +");
    assert_eq!(width(&screen), 91);
    check(
        &screen,
        "The text is as wide as its pane · z gives it the screen",
    );
}

#[test]
fn wide_code_is_moved_sideways_and_says_that_it_goes_on() {
    let long = format!("let first = 1; {} let last = 2;", "/* and on */".repeat(8));
    let blocks = vec![
        paragraph("Above."),
        Block::Code(vec![long, "end".to_owned()]),
    ];
    let mut screen = with_blocks(120, 30, blocks);
    check(&screen, "let first = 1;");
    check(&screen, "A-l › ─");
    screen.press("A-l");
    let moved = text(&screen);
    assert!(moved.contains('‹') && moved.contains('›') && !moved.contains("first"));
    assert!(moved.contains("Above."), "what fits stays: {moved}");
    screen.press(&"A-l ".repeat(9));
    let end = text(&screen);
    assert!(end.contains("let last = 2;") && !end.contains('›'), "{end}");
    check(&screen, "A-h ‹ ─");
    screen.press(&"A-h ".repeat(9));
    check(&screen, "let first = 1;");
    assert!(!text(&screen).contains('‹'));
}

#[test]
fn a_page_without_anything_wide_says_so() {
    let mut screen = reading(120, 30);
    screen.press("A-l");
    check(&screen, "Nothing on this page is wider than the text");
}

#[test]
fn right_to_left_text_is_drawn_from_the_right_and_found_as_it_is_typed() {
    let blocks = vec![paragraph("הגשר (הישן) נסגר אתמול ל-25 ימים")];
    let mut screen = with_blocks(120, 30, blocks);
    check(&screen, "םימי 25-ל לומתא רגסנ (ןשיה) רשגה │");
    screen.press("/");
    screen.type_text("נסגר");
    let (_, modifiers) = look(&screen, &Theme::default(), "רגסנ");
    assert!(modifiers.contains(Modifier::REVERSED));
    let (_, modifiers) = look(&screen, &Theme::default(), "לומתא");
    assert!(!modifiers.contains(Modifier::REVERSED));
}

#[test]
fn nothing_of_a_sign_of_several_letters_stays_when_it_is_gone() {
    let hindi = with_blocks(120, 30, vec![paragraph("नया पुल")]);
    let other = with_blocks(120, 30, vec![paragraph("x")]);
    let frame = |screen: &Screen| {
        let mut terminal = Terminal::new(TestBackend::new(120, 30)).expect("a test terminal");
        let frame =
            terminal.draw(|frame| drop(crate::ui::draw(frame, &screen.state, &Theme::default())));
        frame.expect("drawn").buffer.clone()
    };
    let (before, after) = (frame(&hindi), frame(&other));
    // The second cell of "या" is empty in both frames; a terminal may show its vowel sign there.
    let row = (0..30).find(|row| (0..120).any(|column| before[(column, *row)].symbol() == "या"));
    let row = row.expect("the text is on the screen");
    let columns: Vec<u16> = (0..120)
        .filter(|column| before[(*column, row)].symbol() == "या")
        .collect();
    let redrawn = before.diff(&after);
    for column in columns {
        let covered = redrawn
            .iter()
            .any(|cell| (cell.0, cell.1) == (column + 1, row));
        assert!(covered, "column {} stays", column + 1);
    }
}

/// The screen with an article over whose text a line stands, and how that line looks.
fn look_of_head(text: &str, style: Style) -> Modifier {
    let mut screen = reading(120, 30);
    let mut article = linked_article(20, 60);
    let mut document = (*article.document).clone();
    let line = Inline {
        text: text.to_owned(),
        style,
        link: None,
    };
    document.blocks.insert(0, Block::Paragraph(vec![line]));
    article.layout = Arc::new(lay_out(&document, 60, Default::default()));
    article.document = Arc::new(document);
    article.text.id = ArticleId(30);
    screen.slow = true;
    screen.press("h j");
    screen.tell(Msg::Article(Box::new(article)));
    look(&screen, &Theme::default(), text).1
}

#[test]
fn s22_what_stands_beside_the_text_is_dim() {
    let style = Style {
        quiet: true,
        ..Style::default()
    };
    for kicker in ["Shipping", "HAFEN"] {
        assert_eq!(look_of_head(kicker, style), Modifier::DIM, "{kicker}");
    }
}

#[test]
fn s14_the_summary_over_the_text_has_a_look_of_its_own() {
    let style = Style {
        standfirst: true,
        ..Style::default()
    };
    for summary in ["A storm kept the ferry.", "Der Sturm hielt sie auf."] {
        assert_eq!(look_of_head(summary, style), Modifier::ITALIC, "{summary}");
    }
}

/// The first story's article with works that it cites.
fn citing(width: u16, height: u16, works: &[(&str, Option<&str>)]) -> Screen {
    let mut screen = sized(width, height);
    screen.press("Enter");
    let shown = screen.state.reader.shown.as_mut().expect("an article");
    let works = works.iter().map(|(name, site)| CitedWork {
        name: (*name).to_owned(),
        domain: site.map(str::to_owned),
        url: site.map(|site| format!("https://{site}/a")),
    });
    Arc::make_mut(&mut shown.document).cited = works.collect();
    screen
}

fn opened(screen: &Screen) -> Vec<&str> {
    let opened = screen.effects.iter().filter_map(|effect| match effect {
        Effect::OpenInBrowser { url } => Some(url.as_str()),
        _ => None,
    });
    opened.collect()
}

#[test]
fn s24_works_that_the_article_cites_stand_below_the_sources_and_open() {
    let works = [("Quay Wire", Some("wire.example")), ("Tide tables", None)];
    let mut screen = citing(200, 30, &works);
    check(&screen, "─ Cited ─");
    check(&screen, "◌ Quay Wire");
    check(&screen, "wire.example");
    let (_, modifiers) = look(&screen, &Theme::default(), "Quay Wire");
    assert!(modifiers.contains(Modifier::DIM), "{modifiers:?}");
    screen.press("0 G k");
    check(&screen, "▸   ◌ Quay Wire");
    check(&screen, "wire.example/a");
    screen.press("Enter");
    assert_eq!(opened(&screen), ["https://wire.example/a"]);
    screen.press("o y");
    assert_eq!(opened(&screen).len(), 2);
    assert!(screen.effects.contains(&Effect::Copy {
        text: "https://wire.example/a".to_owned()
    }));
    screen.press("j o");
    check(
        &screen,
        "The article gives no address for this work · a looks for its feed",
    );
    assert_eq!(opened(&screen).len(), 2);
    // Another source cites other works, and the cursor stands on it.
    screen.press("2");
    assert!(!text(&screen).contains("Cited"));
}

#[test]
fn a_feed_of_a_cited_publisher_is_looked_for_on_its_site() {
    let works = [
        ("Quay Wire", Some("wire.example")),
        ("Reuters", None),
        ("Tide tables", None),
    ];
    let mut screen = citing(200, 30, &works);
    screen.press("0 G k k");
    check(&screen, "a look for its feed");
    screen.press("a");
    let typed = |screen: &Screen| screen.state.prompt.as_ref().map(|p| p.text().to_owned());
    assert_eq!(typed(&screen).as_deref(), Some("wire.example"));
    screen.press("Enter");
    assert!(screen.effects.contains(&Effect::AddFeed {
        address: "wire.example".to_owned()
    }));
    // Of those that everybody cites the site is known.
    screen.press("Esc j a");
    assert_eq!(typed(&screen).as_deref(), Some("reuters.com"));
    screen.press("Esc j a");
    check(&screen, "The site of Tide tables is not known");
    check(&screen, ":add and its address looks for a feed");
    // Elsewhere the key asks for any address.
    screen.press("gg a");
    assert_eq!(typed(&screen).as_deref(), Some(""));
}

#[test]
fn s24_of_many_works_a_handful_is_shown() {
    let names: Vec<String> = (1..=8).map(|n| format!("Werk {n}")).collect();
    let works: Vec<_> = names.iter().map(|name| (name.as_str(), None)).collect();
    let mut screen = citing(120, 30, &works);
    screen.press("0 G");
    check(&screen, "▸   ◌ Werk 5");
    check(&screen, "    +3");
    assert!(!text(&screen).contains("Werk 6"));
    screen.press("gg");
    check(&screen, "▸ 1");
    let screen = citing(120, 30, &[]);
    assert!(!text(&screen).contains("Cited"));
}

#[test]
fn s20_a_change_has_a_sign_in_lists_and_a_time_over_the_text() {
    let mut screen = sized(150, 30);
    screen.slow = true;
    screen.press("j");
    let mut members = members(2);
    (members[0].read, members[0].changed) = (true, true);
    screen.tell(Msg::Story {
        story: StoryId(2),
        members,
        earlier: None,
    });
    let mut article = linked_article(20, 60);
    (article.text.read, article.text.changed) = (true, true);
    article.text.updated = Some(NOW - Duration::from_mins(2));
    screen.tell(Msg::Article(Box::new(article)));
    check(&screen, "± changed 14:10");
    check(&screen, " 1 ± ");
    screen
        .state
        .list
        .change_row(RowId::Story(StoryId(2)), |row| row.changed = 1);
    check(&screen, "▸± ");
    let (colour, _) = look(&screen, &Theme::default(), "± changed");
    assert_eq!(colour, Color::Yellow);
}

#[test]
fn s19_a_time_of_change_says_how_long_ago_that_is() {
    let mut screen = reading(200, 30);
    let mut check_fact = |minutes: u64, expected: &str| {
        let shown = screen.state.reader.shown.as_mut().expect("an article");
        shown.text.published = NOW - Duration::from_hours(50);
        shown.text.updated = Some(NOW - Duration::from_mins(minutes));
        check(&screen, expected);
    };
    check_fact(2, "upd 14:10 (2m ago) ·");
    check_fact(125, "upd 12:07 (2h ago) ·");
    check_fact(60 * 30, "upd 14 May 08:12 ·");
}

#[test]
fn s14_a_list_with_room_says_what_its_story_is_about() {
    let screen_of = |stories: i64, width: u16, summary: &str| {
        let mut screen = Screen::with_stories(stories);
        screen.tell(Msg::Resize(width, 24));
        let story = screen.state.story.as_mut().expect("open");
        story.members[0].summary = summary.to_owned();
        screen
    };
    for (summary, begin) in [
        ("A storm kept it.", "A storm"),
        ("嵐で出なかった。", "嵐 で"),
    ] {
        let few = screen_of(3, 60, summary);
        check(&few, &format!("\n   {begin}"));
        let above = text(&few).lines().rev().nth(2).map(str::to_owned);
        assert!(above.is_some_and(|line| line.starts_with(" ─")));
        // Headlines come first, and an article beside the list says it itself.
        assert!(!text(&screen_of(60, 60, summary)).contains(begin));
        assert!(!text(&screen_of(3, 120, summary)).contains(begin));
    }
}

#[test]
fn s09_a_headline_that_was_made_from_the_text_is_slanted() {
    let mut screen = sized(200, 30);
    let slanted = |screen: &Screen, title: &str| {
        look(screen, &Theme::default(), title)
            .1
            .contains(Modifier::ITALIC)
    };
    for (story, title) in [(3, "Bridge at Ostermoor"), (4, "Night trains")] {
        assert!(!slanted(&screen, title), "{title}");
        let derive = |row: &mut StoryRow| row.derived_title = true;
        screen
            .state
            .list
            .change_row(RowId::Story(StoryId(story)), derive);
        assert!(slanted(&screen, title), "{title}");
    }
    screen.press("Enter");
    let shown = screen.state.reader.shown.as_mut().expect("an article");
    shown.text.derived_title = true;
    shown.text.title = "Made from the text".to_owned();
    assert!(slanted(&screen, "Made from the text"));
}

#[test]
fn a_long_age_does_not_touch_the_kind_before_it() {
    let mut screen = sized(200, 30);
    screen.press("0");
    for (age, expected) in [(40, "snippet 5 Apr"), (2, "snippet   2d")] {
        let story = screen.state.story.as_mut().expect("open");
        story.members[0].kind = Kind::Snippet;
        story.members[0].published = NOW - Duration::from_hours(24 * age);
        check(&screen, expected);
    }
}

#[test]
fn a_wide_table_of_right_to_left_text_is_moved_from_its_beginning_at_the_right() {
    let cell = |text: &str| {
        vec![Inline {
            text: text.to_owned(),
            ..Inline::default()
        }]
    };
    let long = "גשר הנמל החדש נפתח לתנועה לאחר תשע שנים ושלושה תכנונים מחדש";
    let rows = vec![
        vec![cell("ראשון"), cell(long), cell("אחרון")],
        vec![cell("חיפה"), cell("קצר"), cell("סוף")],
    ];
    let blocks = vec![paragraph("הגשר נסגר אתמול."), Block::Table(rows)];
    let mut screen = with_blocks(110, 30, blocks);
    check(&screen, "│ ןושאר │");
    check(&screen, "│  הפיח │");
    assert!(!text(&screen).contains("ףוס"), "the end is beyond the page");
    screen.press("A-l A-l A-l A-l");
    check(&screen, "ףוס");
    assert!(!text(&screen).contains("הפיח"), "the beginning is");
}

#[test]
fn cells_are_counted_as_they_are_drawn() {
    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};
    proptest!(|(text in "[a-zא-ת ا-ي क-ह\u{93e}\u{94d}ก-ฮ\u{e31}ｱ-ﾟ港👍\u{fe0f}\u{301}\u{200d}]{0,20}")| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
        let (end, _) = buffer.set_stringn(0, 0, &text, 200, Style::default());
        prop_assert_eq!(usize::from(end), crate::layout::cells(&text));
    });
}

#[test]
fn a_text_that_ends_at_a_paywall_says_so() {
    let mut screen = reading(120, 30);
    let shown = screen.state.reader.shown.as_mut().expect("an article");
    shown.version = crate::app::Version::Full;
    shown.ends_at = Some(crate::model::Barrier::Paywall);
    check(&screen, "ends at a paywall");
}
