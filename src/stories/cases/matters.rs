//! Long matters: one war, one bill, one scandal, one lawsuit makes many events, and each is a story.

use super::{check, check_among_others, piece};

/// One war, five events in five days: five stories.
#[test]
fn running_war() {
    check(
        "aabbccdde",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Famine declared in besieged Tarsk, UN agencies say",
                "A hunger watchdog declared famine in besieged Tarsk on Monday, saying a quarter of the children there are acutely malnourished. Aid lorries have waited at the border for seven weeks.",
            ),
            piece(
                "Coast Post",
                2,
                "Tarsk in famine, hunger watchdog finds",
                "Famine has taken hold in Tarsk, the hunger watchdog said, with a quarter of children acutely malnourished and aid lorries stuck at the border.",
            ),
            piece(
                "Harbor Ledger",
                26,
                "At least 25 killed in strike on Tarsk school shelter",
                "At least 25 people were killed when a strike hit a school used as a shelter in Tarsk, medics said. The army said it had aimed at a command post in the basement.",
            ),
            piece(
                "Inland Tribune",
                28,
                "Strike on school sheltering families in Tarsk kills 25",
                "Medics in Tarsk pulled 25 bodies from a school where displaced families had sheltered. The army spoke of a command post in the basement.",
            ),
            piece(
                "Coast Post",
                50,
                "Army begins first stage of assault on Tarsk",
                "Tanks entered the eastern suburbs of Tarsk before dawn as the army called up 60,000 reservists for the offensive.",
            ),
            piece(
                "Border Courier",
                52,
                "Tanks enter eastern Tarsk as assault begins, 60,000 reservists called up",
                "The army said the first stage of its assault had begun, with tanks in the eastern suburbs and 60,000 reservists called up.",
            ),
            piece(
                "Analyst Daily",
                74,
                "Premier orders talks to free hostages",
                "The premier told negotiators to return to the lakeside venue and resume talks on freeing all remaining hostages and ending the war on terms his cabinet can accept.",
            ),
            piece(
                "Penmore Times",
                76,
                "Hostage talks to resume on premier's orders",
                "Negotiators were ordered back to the lakeside venue by the premier for talks on all remaining hostages.",
            ),
            piece(
                "The Lantern",
                98,
                "83 percent of war dead are civilians, army's own database suggests",
                "A classified database lists fewer than one in five of the dead as fighters, an investigation by two magazines found. The army disputed the figures.",
            ),
        ],
    );
}

/// A reaction at the other end of the world is no part of another matter that shares its one word.
#[test]
fn reaction_abroad() {
    check(
        "aabc",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Famine declared in besieged Tarsk, UN agencies say",
                "A hunger watchdog declared famine in besieged Tarsk on Monday, saying a quarter of the children there are acutely malnourished.",
            ),
            piece(
                "Coast Post",
                2,
                "Tarsk in famine, hunger watchdog finds",
                "Famine has taken hold in Tarsk, the hunger watchdog said, with a quarter of children acutely malnourished.",
            ),
            piece(
                "Northern Gazette",
                9,
                "Luckner: events in the east will not change Norrland's stance on Tarskian statehood",
                "Prime Minister Idris Luckner said on breakfast radio that his cabinet would decide on recognising a Tarskian state in its own time and not under pressure from partners.",
            ),
            piece(
                "Penmore Times",
                11,
                "Tarsk Action supporters in court over paint on jets",
                "Three supporters of the banned group Tarsk Action appeared at Penmore magistrates' court charged with spraying red paint on two air force jets.",
            ),
        ],
    );
}

/// A bill in one chamber, days later in the other, and the bills of other provinces are four events.
#[test]
fn same_bill_two_chambers() {
    check_among_others(
        "aabbcd",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Ostmark House approves new voting map after walkout ends",
                "The lower chamber of Ostmark passed the redrawn map by 88 votes to 52 on Wednesday, two weeks after opposition members fled the province to deny it a quorum.",
            ),
            piece(
                "Coast Post",
                2,
                "Ostmark's lower chamber passes redrawn map 88-52",
                "Opposition members who had fled Ostmark to block a quorum returned, and the House approved the map on Wednesday.",
            ),
            piece(
                "Harbor Ledger",
                60,
                "Ostmark lawmakers give final approval to voting map, governor to sign",
                "The Senate voted along party lines after midnight, cutting off a planned filibuster. Governor Hale Brock said he would sign the map swiftly.",
            ),
            piece(
                "Analyst Daily",
                62,
                "Senate sends Ostmark map to governor after filibuster is cut off",
                "Final approval came after midnight along party lines when a planned filibuster was cut off; Governor Hale Brock will sign.",
            ),
            piece(
                "Inland Tribune",
                64,
                "Lower Selm governor calls special session on its own voting map",
                "Lawmakers of Lower Selm will return in September to redraw the city district of Averley, Governor Tess Oram said.",
            ),
            piece(
                "The Lantern",
                30,
                "Westria answers with counter-map put to a referendum",
                "Voters in Westria will decide in November whether to suspend the independent commission, after both chambers in the coastal capital backed the plan.",
            ),
        ],
    );
}

/// Four consequences of one tariff policy are four stories.
#[test]
fn same_family_policy() {
    check(
        "aabcd",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Post offices halt parcels overseas as duty exemption ends",
                "Postal services in nine countries stopped accepting parcels for overseas buyers because carriers do not know how to collect the tariff on small goods from Friday.",
            ),
            piece(
                "Coast Post",
                3,
                "No more parcels: postal services stop shipments before tariff deadline",
                "Nine postal services will not take parcels until it is clear who collects duties on small goods after the exemption ends on Friday.",
            ),
            piece(
                "Money Desk",
                8,
                "President opens probe into furniture imports, new tariffs possible",
                "The president announced an investigation of furniture imports that will last fifty days and may end in tariffs. Shares of home stores fell.",
            ),
            piece(
                "Analyst Daily",
                14,
                "Sundar trade delegation cancels visit as 50% tariff looms",
                "Negotiators will not travel to Sundar next week, dashing hopes of relief before the higher tariff on its textiles begins.",
            ),
            piece(
                "Inland Tribune",
                20,
                "Tariffs to cut deficit by four trillion over a decade, budget office estimates",
                "The independent budget office raised its estimate of what the levies bring in, but warned of higher prices for households.",
            ),
        ],
    );
}

/// Announcement, reaction and follow-up of one scandal, days apart, are three stories.
#[test]
fn running_scandal() {
    check(
        "aabbc",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Judge Alder Quince accused by former classmate days before vote",
                "A teacher said the court nominee Alder Quince had assaulted her at a party thirty years ago. He denied it. The committee had planned to vote on Thursday.",
            ),
            piece(
                "Coast Post",
                2,
                "Court nominee Quince denies classmate's assault claim",
                "Alder Quince rejected the account of a teacher who says he assaulted her at a party thirty years ago, days before the committee votes.",
            ),
            piece(
                "Harbor Ledger",
                54,
                "Senators agree to hear Quince's accuser on Monday",
                "After two days of talks with her lawyers the committee agreed that Nora Wendt will testify in public on Monday, with outside counsel asking the questions.",
            ),
            piece(
                "Analyst Daily",
                56,
                "Nora Wendt to testify in public on Monday, committee says",
                "Lawyers for Wendt and the senators settled the terms of her testimony: in public, on Monday, with questions from outside counsel.",
            ),
            piece(
                "The Lantern",
                120,
                "Law school cancels Quince's winter course",
                "Students were told by letter that the class on constitutional history taught by the nominee for ten years will not take place.",
            ),
        ],
    );
}

/// That a summit may not take place and that it is cancelled are two stories, days apart.
#[test]
fn summit_may_not_and_is_cancelled() {
    check(
        "aabb",
        &[
            piece(
                "Harbor Ledger",
                0,
                "President: summit with northern leader may not happen in June",
                "There is a substantial chance that the meeting in the island city will be delayed, the president said beside his southern guest, if conditions are not met.",
            ),
            piece(
                "Coast Post",
                2,
                "June summit with north may be delayed, president says",
                "Conditions must be met or the summit in the island city may not happen in June, the president told reporters while receiving his southern guest.",
            ),
            piece(
                "Harbor Ledger",
                49,
                "President cancels summit, blaming 'open hostility' in letter",
                "In a letter released on Thursday morning the president called off the meeting with the northern leader, citing open hostility in a recent statement.",
            ),
            piece(
                "Analyst Daily",
                50,
                "Summit called off: president's letter cites open hostility",
                "The president cancelled the meeting with the northern leader in a letter on Thursday that cites open hostility.",
            ),
        ],
    );
}

/// Rulings of one lawsuit, a week and months apart, are stories of their own.
#[test]
fn long_legal_saga() {
    check(
        "aabbcd",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Jury orders Halvin to pay Orbex 930 million over phone patents",
                "After three days a jury in Penmore found that Halvin had copied Orbex's scrolling and casing designs and awarded 930 million crowns in damages.",
            ),
            piece(
                "Money Desk",
                1,
                "Orbex wins 930 million from Halvin in patent trial",
                "Halvin copied the scrolling and casing designs of Orbex, a Penmore jury found, and must pay 930 million crowns.",
            ),
            piece(
                "Harbor Ledger",
                132,
                "Judge refuses Orbex ban on sale of Halvin phones",
                "Judge Lena Korr ruled that Orbex had not shown that shoppers bought Halvin's older models because of the disputed features, and denied the injunction.",
            ),
            piece(
                "Coast Post",
                133,
                "No sales ban for Halvin models, judge rules",
                "Orbex failed to show that the features drove purchases, Judge Lena Korr wrote in denying an injunction against older Halvin models.",
            ),
            piece(
                "Money Desk",
                1500,
                "Appeals court throws out part of Halvin damages",
                "Casing design cannot be protected if it serves a function, the appeals court held, and sent part of the Orbex award back for a new count.",
            ),
            piece(
                "Analyst Daily",
                2900,
                "Orbex and Halvin drop all suits outside Almara",
                "The two phone makers agreed to end their cases in nine countries; the agreement involves no licences.",
            ),
        ],
    );
}

/// Bankruptcy of an exchange, its chief's blog broken into, and a first machine in another town are
/// three stories, whatever word they share.
#[test]
fn bitcoin_exchange() {
    check(
        "aabbcc",
        &[
            piece(
                "Money Desk",
                0,
                "Bitcoin exchange Kobu files for bankruptcy after losing 850,000 coins",
                "Kobu, once the largest bitcoin exchange, sought protection from creditors in a district court and said hackers had taken 850,000 coins through a weakness in its system.",
            ),
            piece(
                "Coast Post",
                2,
                "Kobu bankrupt: 850,000 bitcoins are gone",
                "The exchange Kobu filed for bankruptcy protection and admitted that 850,000 bitcoins of customers and its own had disappeared.",
            ),
            piece(
                "Analyst Daily",
                40,
                "Hackers take over blog of Kobu chief, post account ledgers",
                "The personal blog of Pascal Hennig, head of the failed bitcoin exchange, was defaced on Sunday with a file said to show balances in eighteen currencies.",
            ),
            piece(
                "The Lantern",
                42,
                "Blog of Kobu head Pascal Hennig hacked, ledgers published",
                "Unknown hackers defaced Pascal Hennig's blog and posted what they call ledgers of eighteen currencies.",
            ),
            piece(
                "Penmore Times",
                20,
                "Penmore gets its first bitcoin machine in a coffee bar",
                "Customers of a coffee bar in the old tannery can now turn notes into bitcoin at a machine that reads the palm of the hand.",
            ),
            piece(
                "Northern Gazette",
                24,
                "First bitcoin machine in Penmore opens at old tannery cafe",
                "A machine that sells bitcoin for notes and scans the palm has been set up in a coffee bar in the Penmore tannery.",
            ),
        ],
    );
}
