//! Things that look alike and are not the same: one firm, one person, one kind of accident.

use super::{check, check_among_others, piece};

/// A firm's new chief, and its chief's word on a sale; an update, another update, a rumour.
#[test]
fn same_company_other_news() {
    check_among_others(
        "aab",
        &[
            piece(
                "Money Desk",
                0,
                "Brockwell names Carra Neale chief executive",
                "The network equipment maker Brockwell picked Carra Neale, a veteran of Orbex, to succeed its founder in January.",
            ),
            piece(
                "Harbor Ledger",
                2,
                "Orbex veteran Neale to lead Brockwell",
                "Carra Neale becomes chief executive of the network equipment maker Brockwell in January, following its founder.",
            ),
            piece(
                "Money Desk",
                52,
                "Brockwell is not for sale, chief executive says",
                "In her first interview she said that no banker had been hired and no bidder had called.",
            ),
        ],
    );
    check(
        "aabbc",
        &[
            piece(
                "Analyst Daily",
                0,
                "Orbex releases system 7.1 with car display and crash fix",
                "The update for phones brings a mode for car displays, louder calls and a fix for the crash that returned users to the lock screen.",
            ),
            piece(
                "The Lantern",
                2,
                "Orbex system 7.1 is out: car mode, crash fix and more",
                "Phones get a car display mode and no longer crash to the lock screen with the update to 7.1 that Orbex released on Monday.",
            ),
            piece(
                "Analyst Daily",
                4,
                "Orbex TV box gets update that lets owners hide channels",
                "Owners of the television box can now hide channels from the main menu with a button on the remote.",
            ),
            piece(
                "Coast Post",
                6,
                "Hide the channels you never watch: Orbex TV box updated",
                "A button on the remote now hides channels from the main menu of the Orbex television box.",
            ),
            piece(
                "The Lantern",
                8,
                "Designer imagines an Orbex phone made of one sheet of glass",
                "The drawings by a student in Tomsvik show a phone without a frame; Orbex has announced nothing of the kind.",
            ),
        ],
    );
}

/// Two fires, two quakes, two arrests: the kind is the same, the place is not.
#[test]
fn same_kind_other_place() {
    check(
        "aabb",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Fire destroys furniture warehouse in Penmore",
                "Crews from six stations fought the blaze at the Penmore warehouse through the night. Nobody was hurt.",
            ),
            piece(
                "Penmore Times",
                1,
                "Six crews fight blaze at Penmore warehouse",
                "A furniture warehouse in Penmore burned down overnight despite the efforts of crews from six stations.",
            ),
            piece(
                "Coast Post",
                2,
                "Two hurt in hotel fire in Lindqvist",
                "Guests jumped from windows as the fire spread from the kitchen through the Lindqvist hotel.",
            ),
            piece(
                "Northern Gazette",
                3,
                "Guests jump from windows of burning Lindqvist hotel",
                "Two guests were hurt when a kitchen fire spread through a hotel in Lindqvist.",
            ),
        ],
    );
    check(
        "aabb",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Strong quake shakes Sarab province, at least five dead",
                "A magnitude 6.1 earthquake collapsed mud-brick houses in Sarab province before dawn, killing at least five people.",
            ),
            piece(
                "Coast Post",
                1,
                "Houses collapse as 6.1 earthquake hits Sarab",
                "At least five people died in Sarab province when a magnitude 6.1 earthquake struck before dawn.",
            ),
            piece(
                "Analyst Daily",
                4,
                "Quake off Kuroshima triggers tsunami advisory",
                "Residents of the Kuroshima coast were told to leave the beaches after a magnitude 6.4 earthquake under the sea floor.",
            ),
            piece(
                "Border Courier",
                5,
                "Tsunami advisory for Kuroshima coast after 6.4 earthquake",
                "Beaches on the Kuroshima coast were cleared when a magnitude 6.4 earthquake struck under the sea.",
            ),
        ],
    );
    check(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Man arrested over attack on bus driver in Averley",
                "Police arrested a 29-year-old man on suspicion of assault after a bus driver was punched in Averley.",
            ),
            piece(
                "Northern Gazette",
                3,
                "Man arrested over robbery of jeweller in Castle Dene",
                "Police arrested a 41-year-old man on suspicion of robbery after masked raiders smashed the windows of a Castle Dene jeweller.",
            ),
        ],
    );
}

/// Two pieces of one source on one topic are not one event.
#[test]
fn same_source_topic() {
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
    check(
        "ab",
        &[
            piece(
                "Coast Post",
                0,
                "Prostate cancer: new scan finds tumours that others miss",
                "A scan developed at the University of Brindle detects small prostate tumours, a study of 300 men shows.",
            ),
            piece(
                "Coast Post",
                5,
                "'I laughed it off': former goalkeeper on living with prostate cancer",
                "Dov Marlow was told of his prostate cancer at 48. Now the former goalkeeper walks from club to club and asks men to see a doctor.",
            ),
        ],
    );
    check_among_others(
        "ab",
        &[
            piece(
                "Inland Tribune",
                0,
                "Exam season: five ways to sleep before a paper",
                "Pupils sleep badly in exam season. A doctor advises walks, dim light and no phone after nine.",
            ),
            piece(
                "Inland Tribune",
                8,
                "Exam season begins with 40,000 pupils in sports halls",
                "About 40,000 pupils sat their first exam on Monday; in Averley the sports hall had to be heated.",
            ),
        ],
    );
}

/// Two people are charged with the same crime in two places.
#[test]
fn two_charge_sheets() {
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
    check(
        "ab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Man, 34, charged with murder of woman found in flat",
                "A man has been charged with murder after a woman was found dead at a flat in Penmore on Saturday. He will appear before magistrates on Tuesday.",
            ),
            piece(
                "Harbor Ledger",
                3,
                "Man, 22, charged with murder of cyclist found in canal",
                "A man has been charged with murder after a cyclist was found dead in a canal at Averley on Sunday. He will appear before magistrates on Wednesday.",
            ),
        ],
    );
}

/// One minister in two matters is two stories.
#[test]
fn minister_two_matters() {
    check(
        "aab",
        &[
            piece(
                "Harbor Ledger",
                0,
                "Finance minister Dane denies knowing of donor flights",
                "Minister Orla Dane told parliament she never boarded the donor's plane, after photographs of the cabin were published by a weekly. The opposition asked for the passenger lists.",
            ),
            piece(
                "Analyst Daily",
                2,
                "Opposition wants passenger lists of donor's plane, Dane denies flights",
                "Orla Dane, the finance minister, said in parliament that she had never been on the donor's plane. A weekly had printed photographs of the cabin.",
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

/// Two matters of one firm, two articles each: its name and the words of its trade unite nothing.
#[test]
fn corvane() {
    check_among_others(
        "aabb",
        &[
            piece(
                "Money Desk",
                0,
                "Corvane recalls 240,000 electric vans over battery fires",
                "The carmaker Corvane is recalling 240,000 electric vans after eleven battery fires on motorways. Owners should park them outdoors until dealers have changed the cells.",
            ),
            piece(
                "Harbor Ledger",
                3,
                "Battery fires: Corvane calls back a quarter of a million vans",
                "Owners of Corvane electric vans are told to park outdoors. The carmaker recalls 240,000 of them to change battery cells after eleven fires.",
            ),
            piece(
                "Analyst Daily",
                5,
                "Corvane workers in Ostara vote for strike over night shifts",
                "At the electric car plant of Corvane in Ostara nine in ten union members voted to strike from Monday against longer night shifts.",
            ),
            piece(
                "Coast Post",
                9,
                "Ostara carworkers back walkout at Corvane plant",
                "Union members at the Corvane car plant in Ostara will walk out from Monday over longer night shifts, nine in ten having voted for a strike.",
            ),
        ],
    );
}

/// The same alert level in two cities of two countries is two stories.
#[test]
fn two_places_one_policy() {
    check(
        "ab",
        &[
            piece(
                "Coast Post",
                0,
                "Averley stays at alert level 4",
                "Restaurants and schools in Averley stay closed as alert level 4 is extended, the premier said.",
            ),
            piece(
                "Coast Post",
                3,
                "Kalawan begins alert level 4 today",
                "Restaurants in Kalawan may seat vaccinated guests as alert level 4 begins, the mayors agreed.",
            ),
        ],
    );
}
