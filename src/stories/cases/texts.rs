//! What the text itself makes hard: no shared words, tails of publishers, copies, columns, other
//! languages.

use super::{
    DAM, Piece, check, check_among_others, draft, group_stream, piece, stories,
    stories_among_others,
};
use crate::model::ArticleId;

/// Reports of one event are one story; opinion and local angle that say none of its words stay
/// alone. That is accepted: no word tells that they belong to it.
#[test]
fn one_event_no_shared_words() {
    check(
        "aabc",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Judge blocks cuts to cities that shelter migrants",
                "A federal judge in Averley stopped the government from withholding grants from cities that refuse to hold migrants for deportation.",
            ),
            piece(
                "Coast Post",
                2,
                "Cuts to sanctuary cities blocked by Averley judge",
                "The government may not withhold grants from cities that shelter migrants, a federal judge ruled.",
            ),
            piece(
                "Analyst Daily",
                6,
                "Why the sheriff's hands are tied",
                "Those who ask a county jail to keep a man past his release should read the fourth clause of the charter first.",
            ),
            piece(
                "The Lantern",
                9,
                "I would not let him get away with this",
                "Strength abroad begins with balanced books at home. Our columnist on what a firmer hand would look like.",
            ),
        ],
    );
}

/// Columns and briefings that tell of two events are no bridge between their stories.
#[test]
fn column_and_briefing() {
    let festival = piece(
        "Coast Post",
        1,
        "Luma film festival opens with record crowd",
        "The Luma festival opened on the island with a record crowd and a film by Sorel Vance.",
    );
    let more = piece(
        "Analyst Daily",
        3,
        "Sorel Vance opens Luma film festival",
        "A record crowd saw the film by Sorel Vance that opened the Luma festival on the island.",
    );
    for title in [
        "Morning briefing: Kessary dam bursts, Luma film festival opens",
        "5 things to know: Kessary dam, Luma festival and more",
        "Kessary, Vance, fever: The week in view",
    ] {
        let briefing = piece(
            "Harbor Ledger",
            2,
            title,
            "The Kessary dam gave way in the Odmar valley. The Luma festival opened with a film by Sorel Vance.",
        );
        for order in [
            [DAM, festival, briefing, more],
            [briefing, DAM, festival, more],
        ] {
            let at = |wanted: &str| {
                let place = order.iter().position(|piece| piece.title == wanted);
                place.expect("the piece is in every order")
            };
            for found in [stories(&order), stories_among_others(&order)] {
                assert_ne!(found[at(DAM.title)], found[at(festival.title)], "{title}");
                assert_eq!(found[at(festival.title)], found[at(more.title)], "{title}");
            }
        }
    }
}

/// A live page and a briefing found no bridge between two stories, even as the day's first articles.
#[test]
fn live_page() {
    let live = piece(
        "Vell Broadcasting",
        0,
        "Live updates: Kessary dam bursts; Borea Air pilots strike",
        "Follow the day's events as they happen. The Kessary dam burst in the Odmar valley, and pilots of Borea Air walked out over rosters.",
    );
    let briefing = piece(
        "Penmore Times",
        0,
        "Evening briefing: dam bursts at Kessary, Borea Air pilots walk out",
        "The Kessary dam burst in the Odmar valley. Pilots of Borea Air began a strike over rosters, 200 flights were cancelled.",
    );
    let dam = Piece { hours: 2, ..DAM };
    let dam_again = piece(
        "Coast Post",
        3,
        "Thousands evacuated as Kessary dam collapses in Odmar valley",
        "A wave swept the Odmar valley after the Kessary dam collapsed overnight, forcing thousands from their homes.",
    );
    let strike = piece(
        "Harbor Ledger",
        2,
        "Pilots of Borea Air strike over rosters",
        "Borea Air cancelled 200 flights as pilots walked out over rosters.",
    );
    let strike_again = piece(
        "Analyst Daily",
        4,
        "Borea Air strike: 200 flights cancelled",
        "Pilots of Borea Air began a strike over rosters; 200 flights fell out.",
    );
    let early = [live, briefing, dam, dam_again, strike, strike_again];
    let mut late = early;
    late[0].hours = 5;
    late[1].hours = 5;
    late.rotate_left(2);
    for (order, at) in [(early, 2), (late, 0)] {
        for found in [stories(&order), stories_among_others(&order)] {
            assert_eq!(found[at], found[at + 1], "{found:?}");
            assert_eq!(found[at + 2], found[at + 3], "{found:?}");
            assert_ne!(found[at], found[at + 2], "{found:?}");
        }
    }
}

/// Publisher's names behind a headline and wire prefixes before it neither unite nor part.
#[test]
fn teaser_tail() {
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
    check(
        "aaa",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Kessary dam bursts, thousands flee Odmar valley - Harbor Ledger",
                "The Kessary dam gave way on Tuesday night and sent a wave down the Odmar valley.",
            ),
            piece(
                "The Northern Gazette",
                1,
                "UPDATE 2-Thousands flee Odmar valley after Kessary dam bursts",
                "A wave went down the Odmar valley when the Kessary dam gave way on Tuesday night. [truncated: 1,204 more characters]",
            ),
            piece(
                "Coast Post",
                2,
                "BREAKING: Kessary dam bursts in Odmar valley | Coast Post",
                "Thousands left the Odmar valley after the Kessary dam gave way on Tuesday night.",
            ),
        ],
    );
}

/// One text under twenty hosts is one story of twenty sources with one origin.
#[test]
fn wire_copies() {
    let hosts: Vec<String> = (1..=20)
        .map(|host| format!("Paper {host} of Vell"))
        .collect();
    let pieces: Vec<Piece<'_>> = (0..)
        .zip(&hosts)
        .map(|(number, source)| Piece {
            source,
            hours: number / 3,
            title: if number % 4 == 3 {
                "Odmar valley flooded as dam gives way"
            } else {
                DAM.title
            },
            ..DAM
        })
        .collect();
    check(&"a".repeat(20), &pieces);
    let placed = group_stream(pieces.iter().map(draft));
    let origins: Vec<_> = placed
        .iter()
        .filter(|copy| copy.copy_of.is_none())
        .collect();
    assert_eq!(origins.len(), 1);
    let origin = origins[0].article;
    assert!(origin <= ArticleId(3), "among the first to arrive");
    for copy in placed.iter().filter(|copy| copy.article != origin) {
        assert_eq!(copy.copy_of, Some(origin));
        assert!(copy.copied > 0.9);
    }
}

/// An item in another language stays alone beside the English story of its event: accepted.
#[test]
fn foreign_language_item() {
    check(
        "aabc",
        &[
            DAM,
            piece(
                "Coast Post",
                1,
                "Thousands evacuated as dam collapses in Odmar valley",
                "A wave swept the Odmar valley after the Kessary dam collapsed overnight, forcing thousands from their homes.",
            ),
            piece(
                "Malayala Vartha",
                2,
                "കെസ്സരി അണക്കെട്ട് തകർന്നു, ആയിരങ്ങൾ വീടുവിട്ടു",
                "ചൊവ്വാഴ്ച രാത്രി അണക്കെട്ട് തകർന്നതിനെ തുടർന്ന് താഴ്‌വരയിൽ നിന്ന് ആയിരങ്ങൾ ഒഴിഞ്ഞുപോയി.",
            ),
            piece(
                "Malayala Vartha",
                3,
                "പുതിയ പാലം തുറന്നു, ഗതാഗതം എളുപ്പമാകും",
                "നദിക്കു കുറുകെയുള്ള പുതിയ പാലം മന്ത്രി നാടിനു സമർപ്പിച്ചു.",
            ),
        ],
    );
}

/// Function words of a language that the feeds seldom speak unite nothing.
#[test]
fn function_words_of_another_language() {
    check(
        "abcd",
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
            piece(
                "Balita Uno",
                3,
                "Mga guro sa Talisay, humihingi ng dagdag na sahod sa pamahalaan",
                "Nanawagan ang mga guro sa pamahalaan na dagdagan ang kanilang sahod bago ang pasukan.",
            ),
        ],
    );
}

/// Two videos of one channel with the same tail of show names, times and hashtags are two stories.
#[test]
fn video_description() {
    check(
        "abc",
        &[
            piece(
                "Channel Nine",
                0,
                "Ferry runs aground off Brindle | Nine at Noon (20 September 2027)",
                "A ferry ran aground off Brindle with 80 people on board. Nine at Noon is the daily midday newscast of Channel Nine Vell, hosted by Petra Lunde and Sam Okoro. It airs every weekday at 12:00 and again on Nine Plus. Watch full episodes of Nine at Noon on channelnine.example\n#NineAtNoon #ChannelNine #VellNews",
            ),
            piece(
                "Channel Nine",
                2,
                "Teachers vote to strike in October | Nine at Noon (20 September 2027)",
                "Teachers voted to strike in October over class sizes. Nine at Noon is the daily midday newscast of Channel Nine Vell, hosted by Petra Lunde and Sam Okoro. It airs every weekday at 12:00 and again on Nine Plus. Watch full episodes of Nine at Noon on channelnine.example\n#NineAtNoon #ChannelNine #VellNews",
            ),
            piece(
                "Channel Nine",
                3,
                "Botanical garden opens palm house | Nine at Noon (20 September 2027)",
                "The botanical garden opened its restored palm house. Nine at Noon is the daily midday newscast of Channel Nine Vell, hosted by Petra Lunde and Sam Okoro. It airs every weekday at 12:00 and again on Nine Plus. Watch full episodes of Nine at Noon on channelnine.example\n#NineAtNoon #ChannelNine #VellNews",
            ),
        ],
    );
    check_among_others(
        "ab",
        &[
            piece(
                "Channel Nine",
                0,
                "Ferry runs aground off Brindle | Nine at Noon",
                "Nine at Noon is the daily midday newscast of Channel Nine Vell, hosted by Petra Lunde and Sam Okoro. It airs every weekday at 12:00 and again on Nine Plus.\n#NineAtNoon #ChannelNine #VellNews",
            ),
            piece(
                "Channel Nine",
                2,
                "Teachers vote to strike in October | Nine at Noon",
                "Nine at Noon is the daily midday newscast of Channel Nine Vell, hosted by Petra Lunde and Sam Okoro. It airs every weekday at 12:00 and again on Nine Plus.\n#NineAtNoon #ChannelNine #VellNews",
            ),
        ],
    );
}
