//! What grouping must do in general, each shown on one case.

use super::{DAM, Piece, check, draft, group_stream, piece, stories};

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
        .map(|(text, title)| piece("Channel Nine", 0, title, text))
        .collect();
    check("abcde", &pieces);
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
