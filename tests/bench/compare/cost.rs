//! What it costs to compare a story of thirty articles of 800 words, and one more that arrives.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use newsfold::internals::{Account, ArticleId, Comparison, Side, document};

const ARTICLES: usize = 30;
const WORDS: usize = 800;

/// Prints what each step costs.
pub fn tell() {
    let pages: Vec<String> = (0..ARTICLES).map(page).collect();
    println!("{:44} {:>10}", "30 articles of 800 words", "best of 9");
    let documents: Vec<_> = pages.iter().map(|page| document(page, None, "")).collect();
    best("read for comparing, all", || {
        let read = |document| Account::new("Bridge at Ostermoor closed", document, Some("en"));
        documents.iter().map(read).collect::<Vec<_>>().len()
    });
    best("read for comparing, one", || {
        Account::new("Bridge", &documents[ARTICLES - 1], Some("en"))
    });
    for (name, seen) in [
        ("compare, none of them seen", 0),
        ("compare, half of them seen", ARTICLES / 2),
        ("compare, all of them seen", ARTICLES),
    ] {
        let sides: Vec<Side> = documents
            .iter()
            .enumerate()
            .map(|(at, document)| Side {
                article: ArticleId(at as i64),
                account: Arc::new(Account::new("Bridge", document, Some("en"))),
                seen: at < seen,
            })
            .collect();
        best(name, || Comparison::new(&sides).articles.len());
    }
}

fn best<T>(name: &str, mut run: impl FnMut() -> T) {
    let times = (0..9).map(|_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    });
    let best = times.min().unwrap_or(Duration::ZERO);
    println!("{name:44} {:>7.2} ms", best.as_secs_f64() * 1e3);
}

/// An article made up of sentences that reports have: people who say things, figures of many kinds,
/// quotes, and plain ones. Every article has its own people and values, and shares some.
fn page(article: usize) -> String {
    const PEOPLE: [&str; 8] = [
        "Ada Quill",
        "Ben Marsh",
        "Eve Falk",
        "Ivo Lund",
        "Mira Castell",
        "Tom Arden",
        "Lea Brandt",
        "Noor Haddad",
    ];
    const PLACES: [&str; 6] = [
        "Ostermoor",
        "Marsk",
        "Brannach",
        "Veldt",
        "Tarn Hill",
        "Seaport",
    ];
    let mut state = article as u64 * 7919 + 17;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut text = String::new();
    let mut count = 0;
    while count < WORDS {
        let (person, place) = (PEOPLE[next(8)], PLACES[next(6)]);
        let (few, many) = (next(40) + 2, next(9_000) + 100);
        let sentence = match next(10) {
            0 => format!("{person} of the {place} Harbour Trust said on Monday that more than {many} people had to leave their houses by the river before the evening."),
            1 => format!("“We should have looked at every one of those {few} cracks years ago, and nobody did,” said {person}, who leads the board in {place}."),
            2 => format!("The repair will cost ${few} million and take about {few} months, according to a report that the ministry published on {} May.", next(30) + 1),
            3 => format!("Engineers from {place} measured {few} cracks, of which the longest went {few}.5 metres along the northern pier."),
            4 => "It was not clear in the evening who would pay for it, or whether the ferries could carry everybody who has to cross the river in the morning.".to_owned(),
            5 => format!("Shares of Falk & Lowe fell {}.{} percent, and the bank lowered its rating.", next(9), next(9)),
            6 => format!("In {}, a similar bridge near {place} had been closed for nearly {few} weeks after a ship struck it.", 1980 + next(40)),
            7 => format!("{person} had warned the council of {place} in a letter that the newspaper Seaport Daily first reported."),
            8 => "The water stood high after the rain, trucks were sent around by the old road, and schools stayed closed for the rest of the week.".to_owned(),
            _ => format!("Of the {many} vehicles that cross it on a working day, {few} percent are trucks, the road office of {place} says."),
        };
        count += sentence.split_whitespace().count();
        if text.is_empty() || next(3) == 0 {
            text.push_str("<p>");
        }
        text.push_str(&sentence);
        text.push(' ');
    }
    text
}
