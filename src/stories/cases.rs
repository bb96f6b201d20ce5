//! Named hard cases of grouping. Every text here is invented.

use super::*;
use crate::model::{ArticleId, Kind, Timestamp};

pub(super) const HOUR: i64 = 3600;
const START: i64 = 1_800_000_000;

/// An article of a case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub source: &'a str,
    pub hours: i64,
    pub title: &'a str,
    pub text: &'a str,
}

pub(super) fn piece<'a>(source: &'a str, hours: i64, title: &'a str, text: &'a str) -> Piece<'a> {
    Piece {
        source,
        hours,
        title,
        text,
    }
}

pub(super) fn draft(piece: &Piece<'_>) -> Draft {
    Draft::new(&Input {
        title: piece.title,
        text: piece.text,
        source: piece.source,
        url: None,
        published: Timestamp(START + piece.hours * HOUR),
        lang: None,
        kind: Kind::Article,
        address: None,
        links: &[],
        related: &[],
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

pub(super) const DAM: Piece<'_> = Piece {
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
