//! What must hold for any articles: the order of rows does not matter, a restored state goes on as
//! if nothing had happened, a story keeps its id, nothing panics.

use proptest::prelude::*;

use super::cases::{DAM, HOUR, Piece, draft, piece};
use super::*;
use crate::model::{ArticleId, Kind, StoryId, Tie, Timestamp};

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
    let mut restored = Grouper::restore(&lasting.memory(), remembered, &[]);
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
        &[],
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

fn decision(together: bool, sides: &[&[i64]]) -> Decision {
    let ids = |side: &&[i64]| side.iter().map(|id| ArticleId(*id)).collect();
    Decision {
        together,
        sides: sides.iter().map(ids).collect(),
    }
}

#[test]
fn what_the_reader_told_apart_stays_apart_and_the_rest_together() {
    let apart = [decision(false, &[&[2], &[1, 3]])];
    let mut grouper = Grouper::restore(&[], [], &apart);
    let outcome = grouper.place(numbered(&event(0), 1), &mut ids(0));
    assert_eq!(partition(&outcome), [vec![1, 3], vec![2]]);
    let bridge = Piece {
        source: "Valley News",
        hours: 31,
        ..event(0)[1]
    };
    let outcome = grouper.place(numbered(&[bridge], 4), &mut ids(10));
    assert!(outcome.merges.is_empty(), "nothing leads across a decision");
}

#[test]
fn what_the_reader_put_together_is_one_story_whenever_it_is_grouped() {
    let together = [
        decision(false, &[&[1], &[4]]),
        decision(true, &[&[1, 2, 3], &[4]]),
    ];
    let mut grouper = Grouper::restore(&[], [], &together);
    let mut pieces = event(0).to_vec();
    pieces.extend(event(1));
    let outcome = grouper.place(numbered(&pieces, 1), &mut ids(0));
    assert_eq!(partition(&outcome), [vec![1, 2, 3, 4, 5, 6]]);
}

#[test]
fn the_nearest_stories_come_best_first() {
    let apart = [decision(false, &[&[3], &[1, 2]])];
    let mut grouper = Grouper::restore(&[], [], &apart);
    let pieces: Vec<Piece<'_>> = (0..3).flat_map(event).collect();
    let outcome = grouper.place(numbered(&pieces, 1), &mut ids(0));
    let story_of = |article| {
        let mut placements = outcome.placements.iter();
        let placement = placements.find(|placement| placement.article == ArticleId(article));
        placement.map(|placement| placement.story)
    };
    let separated = story_of(3).expect("it was placed");
    let near = grouper.nearest(separated, 5);
    assert_eq!(near.first().map(|near| near.0), story_of(1));
    assert!(near.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    assert!(grouper.nearest(StoryId(999), 5).is_empty());
}

/// How well two reports fit, each with its own address and links, and what ties them.
fn fit(reports: [(Piece<'_>, u64, &[u64]); 2]) -> Option<(f32, Option<Tie>)> {
    let draft = |(piece, address, links): (Piece<'_>, u64, &[u64])| {
        Draft::new(&Input {
            title: piece.title,
            text: piece.text,
            source: piece.source,
            url: Some(piece.title),
            published: Timestamp(piece.hours * HOUR),
            lang: None,
            kind: Kind::Article,
            address: Some(address),
            links,
            related: &[],
        })
    };
    let drafts = (1..).map(ArticleId).zip(reports.map(draft)).collect();
    let outcome = Grouper::new().place(drafts, &mut ids(0));
    let reason = outcome.placements[1].reason.as_ref()?;
    Some((reason.score, reason.tie))
}

const CRACKS: Piece<'static> = Piece {
    source: "Harbor Ledger",
    hours: 0,
    title: "Ministry knew of cracks since spring",
    text: "Documents show that engineers wrote three letters about the concrete near Kessary.",
};
const CRACKS_COMMENT: Piece<'static> = Piece {
    source: "Coast Post",
    hours: 5,
    title: "A failure with a long history",
    text: "The letters about cracks that came to light show how little the ministry listens, even near Kessary.",
};

#[test]
fn what_two_reports_point_at_is_evidence() {
    let with = |address: u64, one: &[u64], other: &[u64]| {
        fit([
            (CRACKS, 7 << 32, one),
            (CRACKS_COMMENT, address << 32, other),
        ])
        .expect("their words are enough")
    };
    let (apart, tie) = with(8, &[], &[]);
    assert_eq!(tie, None);
    let (linked, tie) = with(8, &[], &[7 << 32]);
    assert_eq!(tie, Some(Tie::Linked));
    let (cited, tie) = with(8, &[9 << 32], &[9 << 32, 10 << 32]);
    assert_eq!(tie, Some(Tie::Cited));
    let (listed, tie) = with(7, &[], &[]);
    assert_eq!(tie, Some(Tie::Related), "one page at two places");
    assert!(apart < cited && cited < linked && linked < listed);
}

#[test]
fn words_that_two_reports_quote_are_evidence() {
    let quoting = |words: &str| {
        let text = |before: &str, words: &str| format!("{before} near Kessary: \"{words}\".");
        let quote = "nobody at the ministry opened a single one of them";
        let (one, other) = (
            text("An engineer told of three letters about the cracks", quote),
            text(
                "The letters about cracks were read by no one, he wrote",
                words,
            ),
        );
        let one = Piece {
            text: &one,
            ..CRACKS
        };
        let other = Piece {
            text: &other,
            ..CRACKS_COMMENT
        };
        fit([(one, 7 << 32, &[]), (other, 8 << 32, &[])]).expect("their words are enough")
    };
    let (same, tie) = quoting("opened a single one of them, nobody at the ministry");
    assert_eq!(tie, Some(Tie::Quoted));
    let (shuffled, tie) = quoting("a single ministry: nobody of them opened at the one");
    assert_eq!(tie, None);
    assert!(same > shuffled);
}

#[test]
fn an_affair_that_goes_on_is_a_chain_of_stories() {
    let [first, second, third] = event(0);
    let much_later = Piece {
        hours: 24 * 6,
        ..third
    };
    let between = Piece {
        hours: 24 * 3,
        source: "Valley News",
        ..second
    };
    let mut grouper = Grouper::new();
    let pieces = [first, second, between, much_later];
    let outcome = grouper.place(numbered(&pieces, 1), &mut ids(0));
    assert_eq!(partition(&outcome), [vec![1, 2, 3], vec![4]]);
    assert_eq!(outcome.earlier, [(StoryId(2), StoryId(1))]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_articles_are_placed_once_and_come_back_from_bytes(
        rows in prop::collection::vec((".{0,60}", ".{0,200}", "[ab]?", prop_oneof![4 => -3_000_000i64..3_000_000, 1 => any::<i64>()]), 0..12)
    ) {
        let articles: Vec<(ArticleId, Draft)> = (1..).zip(&rows).map(|(id, (title, text, source, time))| {
            let input = Input { title, text, source, url: None, published: Timestamp(*time), lang: None, kind: Kind::Snippet, address: None, links: &[], related: &[] };
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
        let restored = Grouper::restore(&grouper.memory(), remembered, &[]);
        prop_assert_eq!(restored.memory(), grouper.memory());
    }
}

#[test]
fn what_was_told_apart_stays_apart_when_one_of_them_is_forgotten() {
    // A restored story whose separated member lies before the window, and the one it left.
    let [first, second, third] = event(0);
    let mut grouper = Grouper::new();
    let late = |piece: Piece<'static>, hours| Piece { hours, ..piece };
    let filler = |n: i64| {
        piece(
            "Filler",
            24 * 9 + n,
            "Harvest of pears begins early",
            "Pears are ripe in Vell.",
        )
    };
    let mut pieces = vec![late(first, 0), late(second, 24 * 9), late(third, 24 * 9)];
    pieces.extend((0..40).map(filler));
    let placed = grouper.place(numbered(&pieces, 1), &mut ids(0));
    let story_of = |article: i64| StoryId(if article <= 2 { 1 } else { 2 });
    let remembered = placed.placements.iter().map(|placement| Remembered {
        article: placement.article,
        story: match placement.article.0 {
            article @ 1..=3 => story_of(article),
            _ => placement.story,
        },
        features: placement.features.clone(),
    });
    let apart = [decision(false, &[&[1], &[3]])];
    let mut restored = Grouper::restore(&grouper.memory(), remembered, &apart);
    let bridge = Piece {
        source: "Valley News",
        ..late(second, 24 * 9 + 1)
    };
    let outcome = restored.place(numbered(&[bridge], 90), &mut ids(100));
    let united = |merge: &Merge| merge.kept == StoryId(1) && merge.gone == StoryId(2);
    assert!(!outcome.merges.iter().any(united), "{:?}", outcome.merges);
}

#[test]
fn one_headline_named_by_thousands_costs_no_more_than_a_few() {
    let names = ["Dam breach floods the lower valley of Odmar".to_owned()];
    let article = |n: i64| {
        let title = if n % 2 == 0 {
            names[0].clone()
        } else {
            format!("Note {n} of the day from desk {n}")
        };
        let source = format!("Source {}", n % 7);
        let input = Input {
            title: &title,
            text: "",
            source: &source,
            url: None,
            published: Timestamp(n),
            lang: None,
            kind: Kind::Snippet,
            address: None,
            links: &[],
            related: if n % 2 == 0 { &[] } else { &names },
        };
        (ArticleId(n), Draft::new(&input))
    };
    let outcome = Grouper::new().place((1..3000).map(article).collect(), &mut ids(0));
    assert_eq!(outcome.placements.len(), 2999);
}
