//! The sources panel: headlines side by side, keys in, what stands on the screen out.

use std::sync::Arc;

use ratatui::style::Modifier;

use super::tests::{check, drawn, lines, look, sized, text};
use crate::app::Msg;
use crate::app::testing::{Screen, member};
use crate::compare::{Account, Comparison, Side};
use crate::config::{Look, Theme, ThemeName};
use crate::model::{
    ArticleId, Block, Document, FeedId, Inline, Member, NotSeen, QuietFeed, StoryId, View,
};

const HEADLINES: [(&str, &str); 4] = [
    (
        "Northern Wire",
        "Brightwater to buy Ostler Mills for 3.2 billion crowns",
    ),
    ("Harbor Ledger", "Brightwater swallows Ostler Mills"),
    (
        "Quay Weekly",
        "Brightwater to buy Ostler Mills for 3.2 billion crowns",
    ),
    (
        "Coast Courier",
        "Bakers fear Brightwater’s reach after Ostler Mills sale",
    ),
];

/// Members of the story that is open, under such headlines.
fn headed(headlines: &[(&str, &str)]) -> Vec<Member> {
    let members = (10..).zip(headlines);
    let members = members.map(|(article, (source, title))| Member {
        title: (*title).to_owned(),
        ..member(article, source)
    });
    members.collect()
}

fn story_comes(screen: &mut Screen, members: Vec<Member>) {
    screen.tell(Msg::Story {
        story: StoryId(1),
        members,
        earlier: None,
    });
}

fn open(width: u16, height: u16, members: Vec<Member>) -> Screen {
    let mut screen = sized(width, height);
    story_comes(&mut screen, members);
    screen
}

/// The lines of the sources panel.
fn panel(screen: &Screen) -> Vec<String> {
    let text = text(screen);
    let lines = text.lines().map(|line| {
        let last = line.rsplit(['│', '|']).next().unwrap_or_default();
        last.trim_end().to_owned()
    });
    lines.collect()
}

#[test]
fn headlines_stand_below_the_names_where_all_have_room() {
    let screen = open(160, 45, headed(&HEADLINES));
    assert_eq!(
        panel(&screen)[..11],
        [
            " Sources                         4",
            "▸ 1 ● Northern Wire             1h",
            "      Brightwater to buy Ostler",
            "      Mills for 3.2 billion crowns",
            "  2 ● Harbor Ledger             1h",
            "      Brightwater swallows Ostler",
            "      Mills",
            "  3 ● Quay Weekly               2h",
            "      same headline",
            "  4 ● Coast Courier             2h",
            "      Bakers fear Brightwater’s",
        ]
    );
}

#[test]
fn words_of_the_story_are_dim_and_a_sources_own_are_not() {
    let screen = open(160, 45, headed(&HEADLINES));
    for look_of in [
        Look::default(),
        Look {
            no_colour: true,
            ascii: true,
            ..Look::default()
        },
    ] {
        let theme = Theme::new(look_of);
        let is_dim = |words: &str| look(&screen, &theme, words).1.contains(Modifier::DIM);
        assert!(is_dim("Brightwater swallows") && !is_dim("swallows Ostler"));
        assert!(!is_dim("Bakers fear") && is_dim("Brightwater’s"));
        assert!(is_dim("same headline"));
    }
    // A theme in which nothing is dim has bold words.
    let theme = Theme::new(Look {
        theme: ThemeName::Contrast,
        ..Look::default()
    });
    let is_bold = |words: &str| look(&screen, &theme, words).1.contains(Modifier::BOLD);
    assert!(is_bold("swallows Ostler") && !is_bold("Brightwater swallows"));
}

#[test]
fn headlines_make_no_source_leave_the_screen() {
    let many: Vec<(String, String)> = (1..=9)
        .map(|n| {
            (
                format!("Source {n}"),
                format!("Tunnel opens after delay number {n}"),
            )
        })
        .collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let low = open(160, 20, headed(&many));
    check(&low, "9 ● Source 9");
    assert!(!panel(&low)[2].contains("Tunnel opens"), "{}", text(&low));
    let high = open(160, 40, headed(&many));
    check(&high, "9 ● Source 9");
    assert!(panel(&high)[2].contains("Tunnel opens"), "{}", text(&high));
}

#[test]
fn on_a_smaller_screen_the_sources_have_a_pane_of_their_own_with_their_headlines() {
    let mut screen = open(100, 30, headed(&HEADLINES));
    screen.press("0");
    check(&screen, "Brightwater swallows Ostler Mills");
    let mut screen = open(60, 20, headed(&HEADLINES));
    screen.press("0");
    check(
        &screen,
        "      Bakers fear Brightwater’s reach after Ostler Mills",
    );
    screen.press("j j j");
    check(&screen, "▸ 4 ● Coast Courier");
    assert_eq!(text(&screen).matches("Bakers fear").count(), 1);
}

#[test]
fn one_headline_is_not_compared_and_stands_below_the_list_as_ever() {
    let mut members = headed(&HEADLINES[..1]);
    members.push(Member {
        copy_of: Some(ArticleId(10)),
        article: ArticleId(11),
        ..members[0].clone()
    });
    let screen = open(160, 45, members);
    assert!(panel(&screen)[2].starts_with("  2 ●"), "{}", text(&screen));
    check(&screen, "│ Brightwater to buy Ostler Mills");
}

/// Lets the comparison of such texts come: those of the articles from 10 on.
fn compared(screen: &mut Screen, texts: &[&str]) {
    let sides = (10..).zip(texts).map(|(article, text)| {
        let paragraph = Block::Paragraph(vec![Inline {
            text: (*text).to_owned(),
            ..Inline::default()
        }]);
        let document = Document {
            blocks: vec![paragraph],
            ..Document::default()
        };
        Side {
            article: ArticleId(article),
            account: Arc::new(Account::new("Mills sold", &document, Some("en"))),
            seen: false,
        }
    });
    let comparison = Comparison::new(&sides.collect::<Vec<_>>());
    screen.tell(Msg::Compared {
        story: StoryId(1),
        comparison: Arc::new(comparison),
    });
}

const ON_BLOOMBERG: [&str; 4] = [
    "The largest baker of the coast is to buy the mills, it said on Friday.",
    "The largest baker of the coast is to buy the mills, Bloomberg reported on Friday.",
    "Nineteen mills change hands this summer, and bread will follow.",
    "The mills on the coast are sold, according to Bloomberg, which first reported the talks.",
];

#[test]
fn what_rests_on_anothers_report_says_so_and_is_no_origin() {
    let mut screen = open(160, 45, headed(&HEADLINES));
    check(&screen, " Sources                         4");
    compared(&mut screen, &ON_BLOOMBERG);
    check(&screen, "Sources             4 · 3 origins");
    check(&screen, "      └ based on Bloomberg");
    // Without headlines it stands beside the name, or below the list.
    let mut screen = open(100, 20, headed(&HEADLINES));
    compared(&mut screen, &ON_BLOOMBERG);
    screen.press("0 j");
    check(&screen, "▸ 2 ● Harbor Ledger          based   1h");
    check(&screen, "based on Bloomberg");
    let mut screen = open(60, 20, headed(&HEADLINES));
    compared(&mut screen, &ON_BLOOMBERG);
    screen.press("0");
    check(&screen, "2 ● Harbor Ledger");
    check(&screen, "based on Bloomberg");
}

#[test]
fn nobodys_report_rests_on_its_own() {
    let mut members = headed(&HEADLINES);
    members[1].source = "Bloomberg News".to_owned();
    let mut screen = open(160, 45, members);
    compared(&mut screen, &ON_BLOOMBERG);
    // What rests on a member's report is no other origin.
    check(&screen, "Sources             4 · 3 origins");
    assert_eq!(text(&screen).matches("based on").count(), 1);
}

#[test]
fn a_copy_says_how_much_of_it_is_copied() {
    let mut members = headed(&HEADLINES);
    members[2].copy_of = Some(ArticleId(10));
    members[2].copied = 0.957;
    let mut screen = open(160, 45, members.clone());
    check(&screen, "  2 ● └ Quay Weekly      96 %   2h");
    screen.press("0 j");
    check(&screen, "copy of Northern Wire, 96 %");
    screen.tell(Msg::Resize(100, 30));
    check(&screen, "└ Quay Weekly      copy 96 %   2h");
    members[2].copied = 0.998;
    check(&open(160, 45, members.clone()), "99 %   2h");
    members[2].copied = 1.0;
    check(&open(160, 45, members), "100 %   2h");
}

/// Four of six feeds that cover the sea have not had the story.
fn not_seen_comes(screen: &mut Screen, topic: Option<&str>) {
    let feeds = ["Pell Rock Times", "Tern Post", "Wyke Radio", "Calder Now"];
    let feeds = (30..).zip(feeds).zip([30, 21, 9, 3]);
    let feeds = feeds.map(|((id, title), had)| QuietFeed {
        id: FeedId(id),
        title: title.to_owned(),
        url: format!("https://feed{id}.example/rss"),
        had,
    });
    screen.tell(Msg::NotSeen {
        story: StoryId(1),
        not_seen: Some(NotSeen {
            topic: topic.map(str::to_owned),
            expected: 6,
            alike: 40,
            feeds: feeds.collect(),
        }),
    });
}

#[test]
fn who_has_not_had_the_story_is_said_at_the_foot() {
    let mut screen = open(160, 45, headed(&HEADLINES));
    not_seen_comes(&mut screen, Some("sea"));
    let lines = panel(&screen);
    assert_eq!(lines[42], " not seen in 4 of 6 feeds that");
    assert_eq!(lines[43], " usually cover sea              gS");
    let mut screen = open(200, 50, headed(&HEADLINES));
    not_seen_comes(&mut screen, None);
    let lines = panel(&screen);
    assert_eq!(lines[47], " not seen in 4 of 6 feeds that usually");
    assert_eq!(lines[48], " cover such stories                      gS");
    // A lower panel says less, or nothing; the sources stay.
    let mut screen = open(160, 14, headed(&HEADLINES));
    not_seen_comes(&mut screen, Some("sea"));
    check(&screen, "not seen in 4 of 6 feeds       gS");
    check(&screen, "4 ● Coast Courier");
    let mut screen = open(160, 11, headed(&HEADLINES));
    not_seen_comes(&mut screen, Some("sea"));
    assert!(!text(&screen).contains("not seen"), "{}", text(&screen));
    check(&screen, "4 ● Coast Courier");
}

#[test]
fn a_key_lists_the_feeds_and_one_of_them_can_be_listed() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = open(width, height, headed(&HEADLINES));
        screen.press("gS");
        check(&screen, "No feed is known to miss this story");
        not_seen_comes(&mut screen, Some("sea"));
        screen.press("gS");
        check(&screen, "Not seen in");
        check(&screen, "Pell Rock Times");
        check(&screen, "of 40 alike");
        screen.press("j Enter");
        assert_eq!(screen.state.list.view, View::Feed(FeedId(31)));
    }
}

#[test]
fn what_is_told_of_another_story_is_not_shown() {
    let mut screen = open(160, 45, headed(&HEADLINES));
    screen.tell(Msg::NotSeen {
        story: StoryId(2),
        not_seen: None,
    });
    not_seen_comes(&mut screen, None);
    check(&screen, "not seen in 4 of 6 feeds");
    screen.press("j");
    assert!(!text(&screen).contains("not seen in"), "{}", text(&screen));
}

#[test]
fn an_agencys_text_is_called_so() {
    let mut texts = ON_BLOOMBERG;
    texts[2] = "CALDER (AP) — Nineteen mills change hands this summer, and bread will follow.";
    let mut members = headed(&HEADLINES);
    members[3].source = "Coast Press Gazette".to_owned();
    let mut screen = open(160, 45, members);
    compared(&mut screen, &texts);
    check(&screen, "  3 ● Quay Weekly     AP text   2h");
    screen.press("0 j j");
    check(&screen, "│ AP text");
    // The agency's own report needs no mark.
    let mut members = headed(&HEADLINES);
    members[2].source = "Associated Press".to_owned();
    let mut screen = open(160, 45, members);
    compared(&mut screen, &texts);
    assert!(!text(&screen).contains("AP text"));
}

#[test]
fn a_terminal_of_ascii_signs_gets_no_others() {
    let mut members = headed(&HEADLINES[..3]);
    members[2].title = "Nineteen mills, one owner, and a name so long that it is cut".repeat(3);
    members.push(Member {
        copy_of: Some(ArticleId(10)),
        copied: 0.9,
        article: ArticleId(13),
        ..members[0].clone()
    });
    let mut screen = open(160, 45, members);
    compared(&mut screen, &ON_BLOOMBERG);
    not_seen_comes(&mut screen, Some("sea"));
    let theme = Theme::new(Look {
        ascii: true,
        ..Look::default()
    });
    let drawn = drawn(&screen, &theme);
    let lines = lines(drawn.backend().buffer());
    let panel = lines.iter().filter_map(|line| line.rsplit('|').next());
    let panel: Vec<&str> = panel.take(44).collect();
    assert!(panel.iter().all(|line| line.is_ascii()), "{panel:#?}");
    let holds = |text: &str| panel.iter().any(|line| line.contains(text));
    assert!(holds("based on Bloomberg") && holds("same headline") && holds("90 %"));
}
