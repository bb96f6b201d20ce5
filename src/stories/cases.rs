//! Named hard cases of grouping, and what must hold for any input. Every text here is invented.

use proptest::prelude::*;

use super::*;
use crate::model::{ArticleId, Kind, StoryId, Timestamp};

const HOUR: i64 = 3600;
const START: i64 = 1_800_000_000;

/// An article of a case.
#[derive(Debug, Clone, Copy)]
struct Piece<'a> {
    source: &'a str,
    hours: i64,
    title: &'a str,
    text: &'a str,
}

fn piece<'a>(source: &'a str, hours: i64, title: &'a str, text: &'a str) -> Piece<'a> {
    Piece {
        source,
        hours,
        title,
        text,
    }
}

fn draft(piece: &Piece<'_>) -> Draft {
    Draft::new(&Input {
        title: piece.title,
        text: piece.text,
        source: piece.source,
        url: None,
        published: Timestamp(START + piece.hours * HOUR),
        lang: None,
        kind: Kind::Article,
    })
}

fn stories(pieces: &[Piece<'_>]) -> Vec<i64> {
    let placed = group_stream(pieces.iter().map(draft));
    placed.iter().map(|placement| placement.story.0).collect()
}

/// Pieces with the same letter are one story, pieces with different letters are not.
#[track_caller]
fn check(letters: &str, pieces: &[Piece<'_>]) {
    let found = stories(pieces);
    let letters: Vec<char> = letters.chars().collect();
    assert_eq!(letters.len(), pieces.len());
    for one in 0..pieces.len() {
        for other in 0..one {
            assert_eq!(
                letters[one] == letters[other],
                found[one] == found[other],
                "{:?} and {:?} in {found:?}",
                pieces[other].title,
                pieces[one].title
            );
        }
    }
}

const DAM: Piece<'_> = Piece {
    source: "Harbor Ledger",
    hours: 0,
    title: "Kessary dam bursts, thousands flee the Odmar valley",
    text: "The Kessary dam gave way on Tuesday night and sent a wave down the Odmar valley. Engineers had warned of cracks in its concrete since spring. About 4,000 people left their homes.",
};

#[test]
fn one_event_in_other_words_is_one_story() {
    check(
        "aaab",
        &[
            DAM,
            piece(
                "Coast Post",
                1,
                "Thousands evacuated as dam collapses in Odmar valley",
                "A wave swept the Odmar valley after the Kessary dam collapsed overnight, forcing thousands from their homes.",
            ),
            piece(
                "Analyst Daily",
                5,
                "Engineers warned of cracks before Kessary dam failed",
                "Concrete cracks at the Kessary dam were reported to the ministry in spring, documents show. The dam burst on Tuesday.",
            ),
            piece(
                "Coast Post",
                2,
                "Chess champion Ilva Brandt retires at 31",
                "The five-time champion said she would now teach children in her home town.",
            ),
        ],
    );
}

#[test]
fn wire_copies_are_one_story_with_one_origin() {
    let text = DAM.text;
    let pieces: Vec<Piece<'_>> = ["A", "B", "C", "D"]
        .into_iter()
        .zip(0..)
        .map(|(source, hours)| Piece {
            source,
            hours,
            ..DAM
        })
        .collect();
    assert!(!text.is_empty());
    check("aaaa", &pieces);
    let placed = group_stream(pieces.iter().map(draft));
    assert_eq!(placed[0].copy_of, None);
    for copy in &placed[1..] {
        assert_eq!(copy.copy_of, Some(ArticleId(1)));
        assert!(copy.copied > 0.9);
    }
}

#[test]
fn a_report_of_its_own_is_no_copy() {
    let other = piece(
        "Coast Post",
        1,
        DAM.title,
        "Rescuers searched flooded farms below Kessary through Wednesday while helicopters lifted families from roofs, our reporter saw. The governor asked for army bridges and tents before the next rain.",
    );
    let placed = group_stream([DAM, other].iter().map(draft));
    assert_eq!(placed[0].story, placed[1].story);
    assert_eq!(placed[1].copy_of, None);
}

#[test]
fn running_war_events_stay_apart() {
    check(
        "abc",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Famine declared in Tarsk, UN agencies say",
                "A hunger watchdog declared famine in besieged Tarsk, saying a quarter of children are acutely malnourished.",
            ),
            piece(
                "Coast Post",
                9,
                "Army begins first stage of assault on Tarsk",
                "Tanks entered the eastern suburbs of Tarsk as the army called up 60,000 reservists for the offensive.",
            ),
            piece(
                "Analyst Daily",
                20,
                "Premier orders talks to free hostages",
                "The premier sent negotiators to the capital to resume talks on freeing the remaining hostages and ending the war.",
            ),
        ],
    );
}

#[test]
fn same_kind_other_place_is_another_event() {
    check(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Fire destroys furniture warehouse in Penmore",
                "Crews from six stations fought the blaze at the Penmore warehouse. Nobody was hurt.",
            ),
            piece(
                "Coast Post",
                2,
                "Two hurt in hotel fire in Lindqvist",
                "Guests jumped from windows as the fire spread through the Lindqvist hotel. The kitchen was gutted.",
            ),
        ],
    );
}

#[test]
fn templated_series_stay_apart() {
    check(
        "abc",
        &[
            piece(
                "Quake Bulletin",
                0,
                "Magnitude 4.6 earthquake strikes 12 km north of Arvel",
                "A magnitude 4.6 earthquake struck 12 km north of Arvel. Depth was 10 km. No damage was reported.",
            ),
            piece(
                "Quake Bulletin",
                1,
                "Magnitude 5.1 earthquake strikes 40 km east of Tomsvik",
                "A magnitude 5.1 earthquake struck 40 km east of Tomsvik. Depth was 33 km. No damage was reported.",
            ),
            piece(
                "Quake Bulletin",
                2,
                "Magnitude 4.9 earthquake strikes 8 km west of Brindle",
                "A magnitude 4.9 earthquake struck 8 km west of Brindle. Depth was 21 km. No damage was reported.",
            ),
        ],
    );
    check(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Vell records 1,351 new fever cases",
                "Health officials in Vell recorded 1,351 new fever cases and eleven deaths.",
            ),
            piece(
                "Harbor Ledger",
                24,
                "Vell records 1,284 new fever cases",
                "Health officials in Vell recorded 1,284 new fever cases and nine deaths.",
            ),
        ],
    );
}

#[test]
fn series_game_reports_of_two_matches_stay_apart() {
    check(
        "ab",
        &[
            piece(
                "Sports Wire",
                0,
                "Falcons beat Otters 3-2 in overtime to lead series 2-1",
                "Goalkeeper Renn Hask made 41 saves as the Falcons won in overtime.",
            ),
            piece(
                "Sports Wire",
                47,
                "Otters beat Falcons 4-1 to level series",
                "Two goals by Pell Orren let the Otters pull even before game five.",
            ),
        ],
    );
}

#[test]
fn market_wraps_of_two_days_stay_apart() {
    check(
        "ab",
        &[
            piece(
                "Money Desk",
                0,
                "Stocks retreat as oil slides",
                "Shares closed lower on Monday, with energy stocks leading losses as crude fell 3 percent.",
            ),
            piece(
                "Money Desk",
                26,
                "Stocks climb as banks rally",
                "Shares closed higher on Tuesday, with lenders leading gains after strong results.",
            ),
        ],
    );
}

#[test]
fn a_round_up_does_not_bridge_two_events() {
    let festival = piece(
        "Coast Post",
        1,
        "Luma film festival opens with record crowd",
        "The Luma festival opened on the island with a record crowd and a film by Sorel Vance.",
    );
    let briefing = piece(
        "Harbor Ledger",
        2,
        "Morning briefing: Kessary dam bursts, Luma film festival opens",
        "The Kessary dam gave way in the Odmar valley. The Luma festival opened with a film by Sorel Vance.",
    );
    let more = piece(
        "Analyst Daily",
        3,
        "Sorel Vance opens Luma film festival",
        "A record crowd saw the film by Sorel Vance that opened the Luma festival on the island.",
    );
    let found = stories(&[DAM, festival, briefing, more]);
    assert_ne!(found[0], found[1]);
    assert_eq!(found[1], found[3]);
}

#[test]
fn daily_cartoons_and_quizzes_stay_alone() {
    check(
        "abc",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Best of cartoons, September 20, 2027",
                "The news as drawn by our artists.",
            ),
            piece(
                "Harbor Ledger",
                24,
                "Best of cartoons, September 21, 2027",
                "The news as drawn by our artists.",
            ),
            piece(
                "Harbor Ledger",
                25,
                "Quiz of the day: September 21, 2027",
                "How closely did you read?",
            ),
        ],
    );
}

#[test]
fn function_words_of_another_language_do_not_group() {
    check(
        "abc",
        &[
            piece(
                "Balita Uno",
                0,
                "Presyo ng bigas sa bansa, tumaas na naman ayon sa mga magsasaka",
                "Tumaas ang presyo ng bigas dahil sa kulang na ani, ayon sa mga magsasaka.",
            ),
            piece(
                "Balita Dos",
                1,
                "Bagong tulay sa Ilog Marin, binuksan na para sa mga motorista",
                "Binuksan na ang tulay na nag-uugnay sa dalawang bayan para sa mga motorista.",
            ),
            piece(
                "Balita Tres",
                2,
                "Aso na nawala ng isang taon, nakauwi na sa kanyang amo",
                "Nakauwi na ang aso na nawala ng isang taon, at masaya na ang kanyang amo.",
            ),
        ],
    );
}

#[test]
fn teaser_tails_do_not_group() {
    check(
        "abc",
        &[
            piece(
                "The Northern Gazette",
                0,
                "Council votes on bus lanes - The Northern Gazette",
                "",
            ),
            piece(
                "The Northern Gazette",
                1,
                "Otter seen in city canal - The Northern Gazette",
                "",
            ),
            piece(
                "The Northern Gazette",
                2,
                "Bakery wins bread prize - The Northern Gazette",
                "",
            ),
        ],
    );
}

#[test]
fn furniture_of_a_source_does_not_group() {
    let furniture = "Subscribe to Channel Nine Vell for more stories. Channel Nine Vell is the home of trusted local reporting around the clock.";
    let texts: Vec<String> = [
        "A ferry ran aground off Brindle.",
        "Teachers voted to strike in October.",
        "The botanical garden opened a palm house.",
        "A cyclist crossed the desert in nine days.",
        "Customs found ivory in a piano.",
    ]
    .iter()
    .map(|news| format!("{news} {furniture}"))
    .collect();
    let titles = [
        "Ferry aground",
        "Strike vote",
        "Palm house opens",
        "Across the desert",
        "Ivory in piano",
    ];
    let pieces: Vec<Piece<'_>> = texts
        .iter()
        .zip(titles)
        .zip(0..)
        .map(|((text, title), hours)| piece("Channel Nine", hours, title, text))
        .collect();
    check("abcde", &pieces);
}

#[test]
fn same_source_topics_stay_apart() {
    check(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Council asks who pays for the water reform",
                "The city wants clarity about debt under the government's water reform, which could cost ratepayers millions.",
            ),
            piece(
                "Harbor Ledger",
                11,
                "Tomsvik farmers discuss water reform at fair",
                "At the autumn fair growers spoke of pipes, meters and what the water reform may mean for orchards.",
            ),
        ],
    );
}

#[test]
fn minister_two_matters_stay_apart() {
    check(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Finance minister denies knowing of donor flights",
                "Minister Orla Dane told parliament she never boarded the donor's plane, after photographs of the cabin were published by a weekly. The opposition asked for the passenger lists.",
            ),
            piece(
                "Coast Post",
                6,
                "New school for deaf children opens in Penmore",
                "Finance minister Dane cut the ribbon of a school with room for 90 pupils, built by parents who had raised money for eleven years.",
            ),
        ],
    );
}

#[test]
fn two_charge_sheets_stay_apart() {
    check(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Man charged with murder after stabbing in Penmore",
                "A 34-year-old man was charged with murder after a woman was found stabbed in a Penmore flat.",
            ),
            piece(
                "Coast Post",
                8,
                "Teenager charged with murder over Brindle beach shooting",
                "A teenager appeared in court charged with murder over the shooting of a surfer at Brindle beach.",
            ),
        ],
    );
}

#[test]
fn scripts_without_spaces_group_by_pairs() {
    check(
        "aab",
        &[
            piece(
                "東新聞",
                0,
                "台風15号が沖縄に接近、空の便は欠航",
                "台風15号は強い勢力で沖縄に接近し、那覇空港では欠航が相次いだ。",
            ),
            piece(
                "西新聞",
                2,
                "台風15号で那覇空港の便が欠航、沖縄に接近",
                "強い台風15号が沖縄に接近し、空の便に影響が出ている。",
            ),
            piece(
                "東新聞",
                3,
                "新しい美術館が京都に開館",
                "現代美術を集めた美術館が京都市内に開館し、多くの人が訪れた。",
            ),
        ],
    );
}

#[test]
fn articles_without_titles_group_by_their_bodies() {
    check(
        "aab",
        &[
            piece("A", 0, "", DAM.text),
            piece(
                "B",
                1,
                "",
                "Thousands left the Odmar valley after the Kessary dam gave way; engineers had warned of cracks in the concrete.",
            ),
            piece(
                "C",
                1,
                "",
                "A chess champion retired at 31 to teach children in her home town.",
            ),
        ],
    );
}

#[test]
fn what_comes_more_than_a_week_later_opens_a_new_story() {
    let late = Piece {
        hours: 24 * 9,
        source: "Coast Post",
        title: "Odmar valley after the Kessary dam",
        ..DAM
    };
    let filler = |day: i64| piece("Filler", day * 24, "Weather", "Sun and wind.");
    let mut pieces = vec![DAM];
    pieces.extend((1..9).map(filler));
    pieces.push(late);
    let found = stories(&pieces);
    assert_ne!(found[0], found[9]);
}

#[test]
fn one_article_from_the_far_future_does_not_end_all_stories() {
    let future = piece(
        "Broken Clock",
        24 * 365 * 900,
        "Offer of the century",
        "Everything must go.",
    );
    let follow_up = piece(
        "Coast Post",
        4,
        "Thousands evacuated as Kessary dam collapses in Odmar valley",
        "The Kessary dam gave way and a wave swept the Odmar valley.",
    );
    let found = stories(&[DAM, future, follow_up]);
    assert_eq!(found[0], found[2]);
}

fn event(number: usize) -> [Piece<'static>; 3] {
    const EVENTS: [[Piece<'static>; 3]; 3] = [
        [
            DAM,
            Piece {
                source: "Coast Post",
                hours: 1,
                title: "Dam collapses in Odmar valley",
                text: "The Kessary dam collapsed, thousands left the Odmar valley.",
            },
            Piece {
                source: "Analyst Daily",
                hours: 30,
                title: "Kessary dam: who knew of the cracks?",
                text: "Cracks in the concrete of the Kessary dam were known before the Odmar valley was flooded.",
            },
        ],
        [
            Piece {
                source: "Harbor Ledger",
                hours: 2,
                title: "Luma festival opens with film by Sorel Vance",
                text: "A record crowd saw Sorel Vance open the Luma festival.",
            },
            Piece {
                source: "Coast Post",
                hours: 3,
                title: "Sorel Vance opens Luma festival",
                text: "The Luma festival began on the island with a film by Sorel Vance.",
            },
            Piece {
                source: "Analyst Daily",
                hours: 31,
                title: "Review: Sorel Vance at Luma",
                text: "The film by Sorel Vance that opened the Luma festival is slow and fine.",
            },
        ],
        [
            Piece {
                source: "Harbor Ledger",
                hours: 4,
                title: "Pilots of Borea Air strike over rosters",
                text: "Borea Air cancelled 200 flights as pilots walked out over rosters.",
            },
            Piece {
                source: "Coast Post",
                hours: 5,
                title: "Borea Air strike: 200 flights cancelled",
                text: "Pilots of Borea Air began a strike over rosters; 200 flights fell out.",
            },
            Piece {
                source: "Analyst Daily",
                hours: 32,
                title: "Borea Air pilots end strike",
                text: "The strike of Borea Air pilots over rosters ended with a new agreement.",
            },
        ],
    ];
    EVENTS[number % EVENTS.len()]
}

/// Which articles share a story, whatever the numbers are.
fn partition(outcome: &Outcome) -> Vec<Vec<i64>> {
    let mut stories: std::collections::BTreeMap<StoryId, Vec<i64>> =
        std::collections::BTreeMap::new();
    for placement in &outcome.placements {
        stories
            .entry(placement.story)
            .or_default()
            .push(placement.article.0);
    }
    let mut groups: Vec<Vec<i64>> = stories.into_values().collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}

fn numbered(pieces: &[Piece<'_>], first: i64) -> Vec<(ArticleId, Draft)> {
    (first..)
        .zip(pieces)
        .map(|(id, piece)| (ArticleId(id), draft(piece)))
        .collect()
}

/// Hands out story ids from a number on.
fn ids(mut next: i64) -> impl FnMut() -> StoryId {
    move || {
        next += 1;
        StoryId(next)
    }
}

#[test]
fn the_order_of_rows_within_a_refresh_does_not_matter() {
    let pieces: Vec<Piece<'_>> = (0..3).flat_map(event).collect();
    let expected = partition(&Grouper::new().place(numbered(&pieces, 1), &mut ids(0)));
    for turn in 1..pieces.len() {
        let mut articles = numbered(&pieces, 1);
        articles.rotate_left(turn);
        articles.swap(0, turn / 2);
        let found = partition(&Grouper::new().place(articles, &mut ids(0)));
        assert_eq!(found, expected);
    }
}

#[test]
fn a_restored_state_groups_as_if_the_process_had_gone_on() {
    let pieces: Vec<Piece<'_>> = (0..3).flat_map(event).collect();
    let (early, late): (Vec<_>, Vec<_>) = pieces.iter().partition(|piece| piece.hours < 24);
    let mut lasting = Grouper::new();
    let first = lasting.place(numbered(&early, 1), &mut ids(0));
    let remembered = first.placements.iter().rev().map(|placement| Remembered {
        article: placement.article,
        story: placement.story,
        features: placement.features.clone(),
    });
    let mut restored = Grouper::restore(&lasting.memory(), remembered);
    assert_eq!(restored.memory(), lasting.memory());
    let went_on = lasting.place(numbered(&late, 100), &mut ids(50));
    let restarted = restored.place(numbered(&late, 100), &mut ids(50));
    assert_eq!(format!("{went_on:?}"), format!("{restarted:?}"));
    assert_eq!(restored.memory(), lasting.memory());
    assert!(
        went_on
            .placements
            .iter()
            .any(|placement| placement.story.0 <= 50),
        "late articles join early stories"
    );
}

#[test]
fn broken_memory_is_a_fresh_start() {
    let mut grouper = Grouper::restore(
        &[1, 2, 3],
        [Remembered {
            article: ArticleId(1),
            story: StoryId(1),
            features: vec![9],
        }],
    );
    let outcome = grouper.place(numbered(&[DAM], 2), &mut ids(1));
    assert_eq!(outcome.placements.len(), 1);
}

#[test]
fn a_story_keeps_its_id_and_a_join_has_its_reason() {
    let mut grouper = Grouper::new();
    let [first, second, third] = event(0);
    let one = grouper.place(numbered(&[first], 1), &mut ids(0));
    let two = grouper.place(numbered(&[second], 2), &mut ids(10));
    let three = grouper.place(numbered(&[third], 3), &mut ids(20));
    assert_eq!(one.placements[0].story, StoryId(1));
    assert_eq!(two.placements[0].story, StoryId(1));
    assert_eq!(three.placements[0].story, StoryId(1));
    assert_eq!(one.placements[0].reason, None);
    let reason = two.placements[0]
        .reason
        .as_ref()
        .expect("it joined a story");
    assert!(reason.score >= reason.needed);
    assert_eq!(reason.with, ArticleId(1));
    assert_eq!(reason.seconds_apart, HOUR);
    assert!(
        reason.names.contains(&"Odmar".to_owned()) && reason.names.contains(&"Kessary".to_owned())
    );
}

#[test]
fn a_late_merge_keeps_the_older_id() {
    let first = piece(
        "Harbor Ledger",
        0,
        "Explosion heard near Tomsvik harbour",
        "Residents of Tomsvik heard an explosion near the harbour.",
    );
    let second = piece(
        "Coast Post",
        1,
        "Tanker Amalia on fire at sea",
        "The tanker Amalia burns; its crew was rescued by a trawler.",
    );
    let bridge = piece(
        "Analyst Daily",
        2,
        "Tanker Amalia on fire after explosion near Tomsvik harbour",
        "The tanker Amalia burns near Tomsvik harbour after an explosion that residents heard. The crew was rescued by a trawler.",
    );
    let mut grouper = Grouper::new();
    grouper.place(numbered(&[first], 1), &mut ids(6));
    grouper.place(numbered(&[second], 2), &mut ids(7));
    let outcome = grouper.place(numbered(&[bridge], 3), &mut ids(8));
    assert_eq!(
        outcome.merges,
        [Merge {
            kept: StoryId(7),
            gone: StoryId(8)
        }]
    );
    assert_eq!(outcome.placements[0].story, StoryId(7));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_articles_are_placed_once_and_come_back_from_bytes(
        rows in prop::collection::vec((".{0,60}", ".{0,200}", "[ab]?", -3_000_000_000i64..3_000_000_000), 0..12)
    ) {
        let articles: Vec<(ArticleId, Draft)> = (1..).zip(&rows).map(|(id, (title, text, source, time))| {
            let input = Input { title, text, source, url: None, published: Timestamp(*time), lang: None, kind: Kind::Snippet };
            (ArticleId(id), Draft::new(&input))
        }).collect();
        let mut grouper = Grouper::new();
        let outcome = grouper.place(articles, &mut ids(0));
        let mut seen: Vec<i64> = outcome.placements.iter().map(|placement| placement.article.0).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (1..=rows.len() as i64).collect::<Vec<_>>());
        let remembered = outcome.placements.iter().map(|placement| Remembered {
            article: placement.article, story: placement.story, features: placement.features.clone(),
        });
        let restored = Grouper::restore(&grouper.memory(), remembered);
        prop_assert_eq!(restored.memory(), grouper.memory());
    }
}
