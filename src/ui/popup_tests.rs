//! What stands over the panes, and in the head of an article.

use ratatui::style::Color;

use super::tests::*;
use crate::app::testing::{NOW, Screen, members, story_row};
use crate::app::{Asked, FullTextOutcome, Looked, Msg, OfferedFeed};
use crate::config::{Look, Theme};
use crate::model::{
    ArticleId, Barrier, CopyNote, DecisionNote, Enclosure, Entry, Joined, MemberReason, Notice,
    StoryId, Tie,
};

/// Two members of story 1: the second joined the first.
fn reasons() -> Vec<MemberReason> {
    let member = |article: i64, how: Entry| MemberReason {
        article: ArticleId(article),
        source: "Quay Weekly".to_owned(),
        title: "Harbour tunnel opens after nine years".to_owned(),
        how,
        copy: None,
        decisions: Vec::new(),
    };
    let joined = Joined {
        score: 0.712,
        needed: 0.5,
        with: ("Northern Wire".to_owned(), "Tunnel open".to_owned()),
        words: vec!["tunnel".to_owned(), "harbour".to_owned()],
        names: vec!["Ostermoor".to_owned()],
        numbers: Vec::new(),
        tie: Some(Tie::Quoted),
        seconds_apart: 7200,
        rival: Some((StoryId(9), Some("Bridge closed".to_owned()), 0.2)),
    };
    let mut second = member(11, Entry::Joined(Box::new(joined)));
    second.copy = Some(CopyNote {
        source: "Northern Wire".to_owned(),
        share: 0.96,
    });
    second.decisions = vec![DecisionNote {
        made: NOW,
        together: false,
        others: ["One", "Two", "Three", "Four", "Five"]
            .map(str::to_owned)
            .to_vec(),
    }];
    vec![member(10, Entry::Opened), second]
}

#[test]
fn the_reasons_of_an_article_stand_first_and_are_scrolled() {
    let mut screen = sized(110, 30);
    screen.press("Enter ] gw");
    check(&screen, "Looking …");
    let shown = screen.state.reader.current().expect("an article");
    let mut members = reasons();
    members[1].article = shown;
    screen.tell(Msg::Reasons {
        story: StoryId(1),
        members,
    });
    check(&screen, "Why is this article here?");
    check(
        &screen,
        "▸ Quay Weekly: Harbour tunnel opens after nine years",
    );
    check(&screen, "score           0.71, needed 0.50");
    check(&screen, "nearest member  Northern Wire: Tunnel open");
    check(&screen, "shared names    Ostermoor");
    check(&screen, "shared words    tunnel, harbour");
    check(&screen, "time apart      2 h");
    check(&screen, "not chosen      0.20 \"Bridge closed\"");
    check(&screen, "copy            96 % of Northern Wire");
    check(
        &screen,
        "You separated this from \"One\", \"Two\", \"Three\" and 2 others, 14:12",
    );
    check(&screen, "It opened the story.");
    screen.tell(Msg::Resize(60, 12));
    check(&screen, "more lines");
    screen.press("G");
    check(&screen, "It opened the story.");
}

#[test]
fn stories_to_merge_with_stand_with_their_score() {
    let mut screen = sized(110, 30);
    screen.press("M");
    screen.tell(Msg::Nearest {
        story: StoryId(1),
        stories: vec![(story_row(2), 0.31), (story_row(4), 0.2)],
    });
    check(&screen, "Merge with: words of a headline; Enter merges");
    check(&screen, "▸ 0.31  Kernel 7.2 released");
    check(&screen, "4 sources · 6h");
    screen.type_text("zzz");
    screen.tell(Msg::StoriesFound {
        text: "zzz".to_owned(),
        stories: Vec::new(),
    });
    check(&screen, "No headline holds \"zzz\"");
}

#[test]
fn the_head_of_an_article_names_the_older_story_of_its_affair() {
    let mut screen = sized(80, 24);
    screen.press("Enter");
    let mut earlier = story_row(2);
    earlier.title = "A headline that is a good deal longer than the pane has room for".to_owned();
    earlier.last_published = NOW - std::time::Duration::from_hours(24 * 9);
    screen.tell(Msg::Story {
        story: StoryId(1),
        members: members(1),
        earlier: Some(earlier),
    });
    check(&screen, "… · 6 May  ge");
    screen.press("ge");
    check(&screen, "q back to the story of the list");
}

fn looked(screen: &mut Screen, looked: Looked) {
    let address = "harbor.example".to_owned();
    screen.tell(Msg::Looked { address, looked });
}

#[test]
fn feeds_of_an_address_are_looked_for_and_offered_over_the_panes() {
    let feed = |title: &str, path: &str| OfferedFeed {
        url: format!("https://harbor.example/{path}"),
        title: title.to_owned(),
        format: "RSS",
        items: 12,
        newest: Some(NOW - std::time::Duration::from_hours(3)),
        ..OfferedFeed::default()
    };
    for size in [(100, 30), (60, 20)] {
        let mut screen = sized(size.0, size.1);
        screen.press("a").type_text("harbor.example").press("Enter");
        let asked = Asked {
            url: "https://harbor.example/local.xml".to_owned(),
            feed: Some((2, 3)),
        };
        looked(&mut screen, Looked::At(asked));
        check(&screen, "Looking for feeds of harbor.example");
        check(&screen, "2 of 3: https://harbor.example/local.xml …");
        let comments = OfferedFeed {
            comments: true,
            listed: true,
            ..feed("What readers say", "comments")
        };
        looked(
            &mut screen,
            Looked::Found(vec![feed("Harbor Ledger", "news"), comments]),
        );
        screen.press("Space");
        check(&screen, "Feeds of harbor.example");
        check(&screen, "1 of 2 chosen");
        check(&screen, "[x] Harbor Ledger");
        check(&screen, "RSS · 12 items · newest 3h");
        check(&screen, "https://harbor.example/news");
        check(&screen, "in your list");
    }
}

#[test]
fn why_no_feed_was_found_is_told_in_full() {
    let mut screen = sized(60, 20);
    screen.press("a").type_text("harbor.example").press("Enter");
    let notice = Notice::error("No feed was found at https://harbor.example/a/long/address.")
        .with_hint("Try the address of a section of the site.");
    looked(&mut screen, Looked::Failed(notice));
    check(&screen, "No feed was found at");
    check(&screen, "https://harbor.example/a/long/address.");
    check(&screen, "Try the address of a section of the site.");
    check(&screen, "Esc closes");
}

#[test]
fn the_head_says_which_text_is_shown_and_what_is_on_its_way() {
    let mut screen = sized(140, 30);
    screen.press("Enter x");
    check(&screen, "fetching the full text …");
    check(&screen, "⟳ 1 text");
    check(&screen, "x fetch full text");
    screen.full.push(10);
    screen.tell(Msg::FullText {
        article: ArticleId(10),
        outcome: FullTextOutcome::Found,
        asked: true,
    });
    check(&screen, "full text · 1920 words · 9 min");
    check(&screen, "Only the page itself begins with");
    check(&screen, "x feed's text");
    screen.press("x");
    check(&screen, "feed's text · 640 words · 3 min");
    check(&screen, "x full text");
}

#[test]
fn a_wall_before_the_full_text_stands_in_the_head_and_is_said_once() {
    let mut screen = sized(140, 30);
    let notice = Notice::warning(Barrier::Paywall.sentence());
    screen.press("Enter x").tell(Msg::FullText {
        article: ArticleId(10),
        outcome: FullTextOutcome::Missing {
            notice: notice.with_hint("the feed's own text stays"),
            barrier: Some(Barrier::Paywall),
        },
        asked: true,
    });
    check(&screen, "· paywall · 640 words");
    check(
        &screen,
        "! The page shows a paywall instead of the article · the feed's own text stays",
    );
}

#[test]
fn an_article_without_text_names_the_key_that_fetches_it() {
    let mut screen = sized(120, 30);
    screen.paragraphs = 0;
    screen.press("j");
    check(&screen, "The feed gives no text for this article");
    check(&screen, "x fetches the text of its page");
}

#[test]
fn what_comes_with_an_article_is_told_and_chosen_from() {
    let mut screen = sized(110, 20);
    let enclosure = |name: &str, kind: &str, bytes, duration| Enclosure {
        url: format!("https://cast.example/2027/{name}"),
        media_type: Some(kind.to_owned()),
        bytes,
        duration,
    };
    let shown = screen.state.reader.shown.as_mut().expect("shown");
    shown.text.enclosures = vec![
        enclosure("talk.mp3", "audio/mpeg", Some(12_300_000), Some(3723)),
        enclosure("notes.pdf", "application/pdf", None, None),
    ];
    check(&screen, "e 2 files");
    let shown = screen.state.reader.shown.as_mut().expect("shown");
    let notes = shown.text.enclosures.pop().expect("notes");
    check(&screen, "e audio 1:02:03");
    let shown = screen.state.reader.shown.as_mut().expect("shown");
    shown.text.enclosures.push(notes);
    screen.press("e");
    check(&screen, "Comes with this article");
    check(&screen, "▸ talk.mp3");
    check(&screen, "audio · 1:02:03 · 12.3 MB · audio/mpeg");
    check(&screen, "https://cast.example/2027/notes.pdf");
    for (width, height) in [(60, 20), (30, 8), (9, 3)] {
        screen.tell(Msg::Resize(width, height));
        drawn(&screen, &Theme::default());
    }
}

#[test]
fn the_help_says_what_the_signs_mean() {
    let mut screen = sized(120, 30);
    screen.press("? G");
    check(&screen, "Signs");
    check(&screen, "±             changed since it was read");
    screen.press("g g /");
    screen.type_text("unread");
    screen.press("Enter");
    check(&screen, "●             unread");
}

#[test]
fn a_list_of_lines_has_columns_that_stand_below_one_another() {
    let mut screen = sized(160, 30);
    screen.state.rows.layout = crate::config::ListLayout::Lines;
    screen.press("j");
    let rows = lines(&buffer(&screen));
    let rows: Vec<&String> = rows.iter().filter(|row| row.contains("4 src")).collect();
    assert!(rows.len() > 2, "{rows:?}");
    let column = |row: &&String| row.find("4 src").map(|at| row[..at].chars().count());
    let first = column(&rows[0]);
    assert!(rows.iter().all(|row| column(row) == first), "{rows:?}");
}

#[test]
fn a_line_that_is_wider_than_any_number_of_columns_is_cut_like_others() {
    let mut screen = sized(80, 24);
    let text = "x".repeat(40_000);
    let line = format!("layout = \"lines\"\nline = \"{text}{{source:500}}{text}{{title}}\"\n");
    screen.state.rows = toml::from_str(&line).expect("list settings");
    let rows = lines(&buffer(&screen));
    assert!(
        rows.iter().any(|row| row.contains("xxxxxxxxxx")),
        "{rows:?}"
    );
}

#[test]
fn a_theme_of_its_own_paints_every_cell() {
    let screen = sized(120, 30);
    let theme = Theme::new(Look {
        theme: crate::config::ThemeName::Night,
        truecolour: true,
        ..Look::default()
    });
    let terminal = drawn(&screen, &theme);
    let cells = terminal.backend().buffer().content();
    assert!(cells.iter().all(|cell| cell.bg == Color::Rgb(22, 25, 31)));
}
