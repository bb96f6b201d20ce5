//! What comes again: market reports, daily counts, games of a series, columns. The words stay the
//! same and the event does not.

use super::{check, check_among_others, piece};

/// Wraps of one market on one day are a story; the next day, another exchange and a metal are not.
#[test]
fn market_wrap() {
    check(
        "aabcd",
        &[
            piece(
                "Money Desk",
                0,
                "Stocks retreat as oil slides",
                "Shares in Vell closed lower on Monday, the main index losing 1.4 percent, with energy stocks leading losses as crude fell below 60 crowns a barrel.",
            ),
            piece(
                "Harbor Ledger",
                1,
                "Energy shares drag Vell index down 1.4 percent as crude falls below 60",
                "The Vell stock exchange closed 1.4 percent lower on Monday after oil slid below 60 crowns a barrel.",
            ),
            piece(
                "Money Desk",
                25,
                "Stocks climb as banks rally",
                "Shares closed higher on Tuesday, with lenders leading gains after strong results from Merrow Bank.",
            ),
            piece(
                "Money Desk",
                3,
                "Kaishan stocks sink on weak factory data",
                "The Kaishan composite index fell 2.8 percent after exports shrank for a third month and factory output missed forecasts.",
            ),
            piece(
                "Inland Tribune",
                5,
                "METALS-Copper at 8-month low on demand worries",
                "Three-month copper slipped to its lowest since spring as smelters reported fewer orders and stockpiles in warehouses rose.",
            ),
        ],
    );
}

/// A report that comes daily or monthly is another story each time.
#[test]
fn recurring_report() {
    check(
        "abcde",
        &[
            piece(
                "Money Desk",
                0,
                "Corporate bond risk falls in Europe, default swaps show",
                "The cost of protecting corporate bonds from default fell, with the benchmark index of 125 companies down three basis points at 104.",
            ),
            piece(
                "Money Desk",
                24,
                "Corporate bond risk falls in Europe, default swaps show",
                "The cost of insuring corporate bonds fell for a second day, with the benchmark index of 125 companies down 1.5 basis points at 102.",
            ),
            piece(
                "Money Desk",
                49,
                "Corporate bond risk rises in Europe, default swaps show",
                "The cost of protecting corporate bonds from default rose, with the benchmark index of 125 companies up two basis points at 104.",
            ),
            piece(
                "Inland Tribune",
                10,
                "Video game sales fell 19 percent in July, survey finds",
                "Retail sales of games, consoles and extras in Almara fell 19 percent to 849 million in July, the market researcher Pollux said.",
            ),
            piece(
                "Inland Tribune",
                760,
                "Video game sales fell 20 percent in August, survey finds",
                "Retail sales of games, consoles and extras in Almara fell 20 percent to 515 million in August, the market researcher Pollux said.",
            ),
        ],
    );
}

/// Two games of one play-off series are two stories; two reports of one game are one.
#[test]
fn series_game() {
    check_among_others(
        "aabb",
        &[
            piece(
                "Sports Wire",
                0,
                "Falcons beat Otters 3-2 in triple overtime to lead series 2-1",
                "Renn Hask scored after 114 minutes and goalkeeper Tolly Marsh made 45 saves as the Falcons took a 2-1 lead in the best-of-seven series.",
            ),
            piece(
                "Harbor Ledger",
                2,
                "Hask ends third-longest game in triple overtime, Falcons lead Otters 2-1",
                "Renn Hask's goal in the third overtime gave the Falcons a 3-2 win over the Otters. Tolly Marsh made 45 saves.",
            ),
            piece(
                "Sports Wire",
                47,
                "Otters beat Falcons 3-2 to pull even in series",
                "Mika Orren scored the winner in the third period and the Otters levelled the best-of-seven series at two games each.",
            ),
            piece(
                "Harbor Ledger",
                49,
                "Orren's late winner pulls Otters level with Falcons",
                "A goal by Mika Orren in the third period brought the Otters a 3-2 win; the series stands at two games each.",
            ),
        ],
    );
}

/// Cartoons, quizzes and other columns of a day stay alone.
#[test]
fn daily_cartoon() {
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
                "How closely did you read the news this week?",
            ),
        ],
    );
    check_among_others(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                24,
                "Best of cartoons, September 21, 2027",
                "The news as drawn by our artists.",
            ),
            piece(
                "Coast Post",
                26,
                "Cartoon of the day, September 21",
                "Fitch on the budget debate.",
            ),
        ],
    );
}

/// The same shape of one source on another day, or of another place, is never one story.
#[test]
fn template_next_day() {
    check(
        "abc",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Vell records 1,351 new fever cases, eleven deaths",
                "Health officials in Vell recorded 1,351 new fever cases and eleven deaths in the past 24 hours, bringing the total to 88,410.",
            ),
            piece(
                "Harbor Ledger",
                24,
                "Vell records 1,284 new fever cases, nine deaths",
                "Health officials in Vell recorded 1,284 new fever cases and nine deaths in the past 24 hours, bringing the total to 89,694.",
            ),
            piece(
                "Harbor Ledger",
                48,
                "Vell adds 1,402 fever cases and 14 deaths",
                "Health officials in Vell recorded 1,402 new fever cases and 14 deaths in the past 24 hours, bringing the total to 91,096.",
            ),
        ],
    );
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
                22,
                "Magnitude 4.9 earthquake strikes 8 km west of Brindle",
                "A magnitude 4.9 earthquake struck 8 km west of Brindle. Depth was 21 km. No damage was reported.",
            ),
        ],
    );
    check(
        "ab",
        &[
            piece(
                "Coast Post",
                0,
                "Lakeland lottery: Tuesday's jackpot goes to Penmore",
                "The numbers drawn on Tuesday were 4, 11, 19, 23, 38 and 41. One ticket sold in Penmore wins the jackpot of 3.2 million.",
            ),
            piece(
                "Coast Post",
                48,
                "Lakeland lottery: Thursday's jackpot goes to Tomsvik",
                "The numbers drawn on Thursday were 2, 8, 17, 29, 33 and 40. One ticket sold in Tomsvik wins the jackpot of 1.1 million.",
            ),
        ],
    );
}

/// A source that frames a headline the same way on several days tells of other news each time, even
/// where it speaks of the same street.
#[test]
fn template_learned() {
    let day = |day: i64, headline: &'static str, text: &'static str| {
        piece("Channel Nine", 24 * day, headline, text)
    };
    check(
        "abcd",
        &[
            day(
                0,
                "What they ate in Quarry Lane: barley soup",
                "A cellar kitchen, seven chairs, one pot: the Holts serve barley with leeks and talk about the flood of their youth.",
            ),
            day(
                1,
                "What they ate in Quarry Lane: plum dumplings",
                "Plums from the railway garden go into dough; the Ostrys learned it from an aunt who was a ship's cook.",
            ),
            day(
                2,
                "What they ate in Quarry Lane: smoked trout",
                "Ilse Varn goes on cooking with people of Quarry Lane, Penmore. Old Mr. Dahl smokes trout over alder.",
            ),
            day(
                3,
                "What they ate in Quarry Lane: rye porridge",
                "Ilse Varn cooked with a family of Quarry Lane, Penmore. The Aldens stir rye and butter for an hour.",
            ),
        ],
    );
}

/// Two matches of one day, told by one source in one shape, are two stories.
#[test]
fn matchday() {
    check(
        "ab",
        &[
            piece(
                "Sports Wire",
                0,
                "Tarrow Town 1-1 Oldmere (4-2 on penalties): Hosts reach cup third round",
                "Tarrow Town beat Oldmere on penalties to reach the third round of the League Cup after goalkeeper Sid Vane saved twice in the shootout.",
            ),
            piece(
                "Sports Wire",
                1,
                "Castle Dene 4-4 Vell Rovers (3-4 on penalties): Visitors through after late drama",
                "Vell Rovers beat Castle Dene on penalties to reach the third round of the League Cup after coming from three goals down at the break.",
            ),
        ],
    );
    check_among_others(
        "abca",
        &[
            piece("Sports Wire", 0, "Tarrow Town 1-1 Oldmere (4-2 pens)", ""),
            piece(
                "Sports Wire",
                1,
                "Castle Dene 4-4 Vell Rovers (3-4 pens)",
                "",
            ),
            piece(
                "Sports Wire",
                1,
                "Northam 2-2 Ferrers Athletic (5-4 pens)",
                "",
            ),
            piece(
                "Harbor Ledger",
                2,
                "Oldmere lose shootout at Tarrow Town",
                "Oldmere are out of the cup after a shootout at Tarrow Town.",
            ),
        ],
    );
    check(
        "abc",
        &[
            piece(
                "Sports Wire",
                0,
                "Tarrow Town 1-1 Oldmere (4-2 on penalties)",
                "Goalkeeper Sid Vane saved two penalties in the shootout as Tarrow Town reached the third round of the League Cup.",
            ),
            piece(
                "Sports Wire",
                1,
                "Castle Dene 4-4 Vell Rovers",
                "Castle Dene let a three-goal lead slip in the League Cup before losing the shootout.",
            ),
            piece(
                "Sports Wire",
                1,
                "Northam 2-0 Ferrers Athletic",
                "Two headers by Bram Oyelle took Northam into the third round of the League Cup.",
            ),
        ],
    );
}

/// One source brings a death toll up to date the next day: one story.
#[test]
fn toll_next_day() {
    check(
        "aab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "At least 12 dead after ferry sinks off Ostara",
                "The ferry Lady Imber went down in heavy seas off Ostara on Sunday with 140 people aboard. Twelve bodies were found and divers are searching for the missing.",
            ),
            piece(
                "Harbor Ledger",
                20,
                "Ostara ferry death toll rises to 19",
                "Divers found seven more bodies in the hull of the Lady Imber, which sank off Ostara on Sunday with 140 people aboard. Eleven are still missing.",
            ),
            piece(
                "Harbor Ledger",
                21,
                "Three dead as coach leaves road near Brindle",
                "Three pensioners were killed when a coach returning from a garden show left the coastal road near Brindle in fog.",
            ),
        ],
    );
}
