//! Stories written for these tests.

use super::{novelty::TokenKind, *};
use crate::model::{ArticleId, Block, Document, Inline, Style};
use std::sync::Arc;

fn spans(text: &str) -> Vec<Inline> {
    vec![Inline {
        text: text.to_owned(),
        style: Style::default(),
        link: None,
    }]
}

/// An article of paragraphs; one that begins with "# " is a heading.
fn account(title: &str, paragraphs: &[&str]) -> Account {
    let blocks = paragraphs.iter().map(|text| match text.strip_prefix("# ") {
        Some(heading) => Block::Heading {
            level: 2,
            spans: spans(heading),
        },
        None => Block::Paragraph(spans(text)),
    });
    let document = Document {
        blocks: blocks.collect(),
        ..Document::default()
    };
    Account::new(title, &document, Some("en"))
}

/// What is new in the last article to somebody who has seen the others, by kind.
fn new_in(seen: &[&Account], article: &Account) -> Vec<(TokenKind, String)> {
    let all = seen.iter().copied().chain([article]);
    let casing = casing(all);
    let mut known = Known::default();
    for account in seen {
        known.add(account, &casing);
    }
    let new = novelty(article, known.all(), &casing);
    let tokens = new
        .sentences
        .into_iter()
        .flat_map(|sentence| sentence.tokens);
    tokens.map(|token| (token.kind, token.text)).collect()
}

fn new_texts(seen: &[&Account], article: &Account) -> Vec<String> {
    new_in(seen, article)
        .into_iter()
        .map(|(_, text)| text)
        .collect()
}

fn bridge() -> Account {
    account(
        "Ostermoor bridge closed",
        &[
            "The bridge at Ostermoor was closed on 3 May after engineers of Falk & Lowe found 14 cracks.",
            "Mayor Ada Quill said the repair would cost more than $4 million. The Harbour Trust (HT) owns it.",
            "Germany lent its own divers, and Quill thanked them.",
        ],
    )
}

#[test]
fn names_figures_and_quotes_that_nobody_saw_are_new() {
    let second = account(
        "Bridge shut",
        &[
            "Engineers counted 14 cracks in the bridge at Ostermoor, said Ben Marsh of Seaport Daily.",
            "The repair will take 18 months and cost $4 million. “We should have looked years ago,” said Quill.",
        ],
    );
    assert_eq!(
        new_in(&[&bridge()], &second),
        [
            (TokenKind::Name, "Ben Marsh".to_owned()),
            (TokenKind::Name, "Seaport Daily".to_owned()),
            (TokenKind::Figure, "18 months".to_owned()),
            (
                TokenKind::Quote,
                "We should have looked years ago,".to_owned()
            ),
        ]
    );
}

#[test]
fn a_name_is_known_under_its_other_forms() {
    for (sentence, new) in [
        ("It was Mrs Quill’s own idea.", vec![]),
        ("They asked Quill and the HT.", vec![]),
        ("The German divers went home.", vec![]),
        ("Falk & Lowe’s report is out.", vec![]),
        ("They asked Republican Mayor Ada Quill (D-Penn.).", vec![]),
        ("They asked Eve Quill, a poet.", vec!["Eve Quill"]),
        ("They asked the Harbour Board.", vec!["Harbour Board"]),
        ("The town of Marsk lies near.", vec!["Marsk"]),
        ("They asked Special Envoy Ada M. Quill.", vec![]),
        ("They asked the Vice President.", vec![]),
        ("They asked #Harland and Falk & Lowe Inc.", vec![]),
        ("They asked Ostermoor University.", vec![]),
        ("Owners of Ostermoor boats met.", vec![]),
        ("They asked the Quill House.", vec!["Quill House"]),
    ] {
        let article = account("Bridge", &[sentence]);
        assert_eq!(new_texts(&[&bridge()], &article), new, "{sentence}");
    }
}

#[test]
fn people_and_places_are_known_under_what_they_are_called_for_short() {
    let first = account(
        "Talks",
        &[
            "Michael Castellan of the Netherlands met Bob Lund, a Republican from California.",
            "The Harland Grain Council (HGC) and the Democratic National Committee sent nobody.",
        ],
    );
    for (sentence, new) in [
        ("They saw Mike Castellan there.", vec![]),
        ("They saw Michael Castelan there.", vec![]),
        ("They saw Mira Castellan there.", vec!["Mira Castellan"]),
        ("They saw Robert Lund there.", vec![]),
        ("They saw a Dutch minister there.", vec![]),
        ("They saw the GOP of Calif. there.", vec![]),
        ("They saw the DNC there.", vec![]),
        ("They saw the California Republican there.", vec![]),
        (
            "They saw the Justice Department there.",
            vec!["Justice Department"],
        ),
    ] {
        let article = account("Talks", &[sentence]);
        assert_eq!(new_texts(&[&first], &article), new, "{sentence}");
    }
}

#[test]
fn a_list_of_names_is_no_headline() {
    let article = account(
        "Vote",
        &[
            "Those voting no were Ada Quill, Ben Marsh, Eve Falk, Ivo Lund, Mira Castell and Tom Arden.",
        ],
    );
    assert_eq!(new_texts(&[&bridge()], &article).len(), 5);
}

#[test]
fn what_one_article_alone_says_is_left_out_with_it() {
    let second = account(
        "Bridge shut",
        &["Ben Marsh counted 14 cracks in the bridge at Ostermoor, and Ada Quill paid $9 million."],
    );
    let first = bridge();
    let casing = casing([&first, &second]);
    let mut known = Known::default();
    let numbers = [&first, &second].map(|account| known.add(account, &casing));
    let new = |account, number| {
        let new = novelty(account, known.without(number), &casing).sentences;
        let tokens = new.into_iter().flat_map(|sentence| sentence.tokens);
        tokens.map(|token| token.text).collect::<Vec<_>>()
    };
    assert_eq!(new(&second, numbers[1]), ["Ben Marsh", "$9 million"]);
    assert!(novelty(&second, known.all(), &casing).sentences.is_empty());
    let of_first = new(&first, numbers[0]);
    assert!(of_first.contains(&"Falk & Lowe".to_owned()), "{of_first:?}");
    assert!(!of_first.contains(&"Ostermoor".to_owned()), "{of_first:?}");
}

#[test]
fn the_first_word_of_a_sentence_is_a_name_where_it_is_one_elsewhere() {
    let article = account(
        "Bridge",
        &[
            "Analysts doubt it. Marsk doubts it, too. Nobody asked Marsk before.",
            "# Why Marsk Is Not Amused By The Board",
        ],
    );
    assert_eq!(new_texts(&[&bridge()], &article), ["Marsk", "Marsk"]);
}

#[test]
fn identifiers_are_names_and_small_numbers_say_something_with_what_they_count() {
    let article = account(
        "Bridge",
        &[
            "Two ferries with a K9 engine and 240 seats go 3 times a day, of which 2 are new.",
            "Engineers of three harbour boards and five men looked at 2 old ferries.",
        ],
    );
    assert_eq!(
        new_texts(&[&bridge()], &article),
        [
            "Two ferries",
            "K9",
            "240",
            "3 times",
            "three harbour boards",
            "five men",
            "2 old ferries"
        ]
    );
    let later = account("Bridge", &["The 2 ferries wait; two boards met."]);
    assert_eq!(new_texts(&[&article], &later), ["two boards"]);
}

#[test]
fn what_stands_word_for_word_in_what_was_seen_is_repeated() {
    let copy = account(
        "Bridge",
        &[
            "The bridge at Ostermoor was closed on 3 May after engineers of Falk & Lowe found 14 cracks.",
            "A ferry goes every hour now.",
        ],
    );
    let first = bridge();
    let casing = casing([&first, &copy]);
    let mut known = Known::default();
    known.add(&first, &casing);
    assert_eq!(novelty(&copy, known.all(), &casing).repeated, [0]);
    let (from, share) = copied_from(&copy, &[&first]).expect("a copy");
    assert!(from == 0 && share > 0.5);
    assert_eq!(
        copied_from(&account("Ferry", &["A ferry goes every hour."]), &[&first]),
        None
    );
}

fn figure_row<'a>(rows: &'a [Row], text: &str) -> &'a Row {
    let has = |row: &&Row| {
        row.kind == RowKind::Figure && row.cells.iter().any(|cell| cell.text.contains(text))
    };
    rows.iter().find(has).expect(text)
}

#[test]
fn figures_of_one_thing_stand_in_one_row_and_those_of_another_do_not() {
    let one = account(
        "Dam",
        &[
            "The dam at Harland holds 220,000 bricks, and 300 megawatts come from it.",
            "Marsk holds 350,000 bricks in its own wall.",
        ],
    );
    let two = account(
        "Dam",
        &["The dam at Harland holds more than 200,000 bricks and gives 300 megawatts."],
    );
    let three = account(
        "Dam",
        &["The dam at Harland holds tens of thousands of bricks."],
    );
    let all = [&one, &two, &three];
    let rows = facts(&all, &casing(all));
    let bricks = figure_row(&rows, "220,000");
    let texts: Vec<&str> = bricks.cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(texts, ["220,000", "more than 200,000", "tens of thousands"]);
    assert_eq!(
        (bricks.verdict, bricks.subject.as_str()),
        (Verdict::Differs, "bricks")
    );
    assert_eq!(figure_row(&rows, "350,000").verdict, Verdict::Only);
    let power = figure_row(&rows, "300 megawatts");
    assert_eq!((power.verdict, power.accounts()), (Verdict::Agree, 2));
    assert_eq!(
        rows[0].verdict,
        Verdict::Differs,
        "what differs stands first"
    );
}

#[test]
fn quotes_are_one_however_they_were_cut_and_have_their_speaker() {
    let one = account(
        "Bridge",
        &["“We should have looked at those pillars years ago, and we did not,” said Ada Quill."],
    );
    let two = account(
        "Bridge",
        &["Quill told the council: “We should have looked at those pillars years ago.”"],
    );
    let all = [&one, &two];
    let rows = facts(&all, &casing(all));
    let quotes: Vec<&Row> = rows
        .iter()
        .filter(|row| row.kind == RowKind::Quote)
        .collect();
    assert_eq!(quotes.len(), 1);
    assert_eq!(
        (quotes[0].subject.as_str(), quotes[0].cells.len()),
        ("Ada Quill", 2)
    );
    let names: Vec<&Row> = rows
        .iter()
        .filter(|row| row.kind == RowKind::Name)
        .collect();
    let quill = names
        .iter()
        .find(|row| row.subject == "Ada Quill")
        .expect("one person");
    assert_eq!(
        (quill.aliases.as_slice(), quill.accounts()),
        (&["Quill".to_owned()][..], 2)
    );
}

#[test]
fn who_reported_is_cited_and_who_only_spoke_is_not() {
    let article = account(
        "Bridge",
        &[
            "The cracks were known for years, the Seaport Daily reported on Friday.",
            "According to Marsk Analysis, which first reported on them weeks ago, there were 14.",
            "According to Ada Quill, nothing was known. Ben Marsh said so, too.",
        ],
    );
    let cited = citations(&[&article]);
    let names: Vec<(&str, bool)> = cited
        .iter()
        .map(|cited| (cited.name.as_str(), cited.first))
        .collect();
    assert_eq!(names, [("Seaport Daily", false), ("Marsk Analysis", true)]);
}

#[test]
fn a_brief_is_made_of_whole_sentences_that_say_most() {
    let (one, two) = (
        bridge(),
        account(
            "Bridge",
            &[
                "It rained. The bridge at Ostermoor has 14 cracks, which Falk & Lowe found on 3 May.",
            ],
        ),
    );
    let all = [&one, &two];
    let chosen = brief(&all, &casing(all));
    assert!(!chosen.is_empty() && chosen.len() <= 7);
    let first = &all[chosen[0].account].statements[chosen[0].statement].text;
    assert!(first.contains("14 cracks"), "{first}");
    let is_there = |text: &str| {
        chosen
            .iter()
            .any(|at| all[at.account].statements[at.statement].text == text)
    };
    assert!(!is_there("It rained."));
}

#[test]
fn only_what_was_seen_counts() {
    let side = |id: i64, account: Account, seen: bool| Side {
        article: ArticleId(id),
        account: Arc::new(account),
        seen,
    };
    let other = || {
        account(
            "Bridge",
            &["The town of Marsk sent 18 divers to Ostermoor."],
        )
    };
    let comparison = Comparison::new(&[side(1, bridge(), false), side(2, other(), false)]);
    assert_eq!(comparison.new_to_you(ArticleId(2)), None);
    let comparison = Comparison::new(&[side(1, bridge(), true), side(2, other(), false)]);
    assert_eq!(comparison.new_to_you(ArticleId(2)), Some(2));
    assert_eq!(
        comparison.new_to_you(ArticleId(1)),
        None,
        "nothing else was seen"
    );
    let comparison = Comparison::new(&[side(1, bridge(), true), side(2, other(), true)]);
    assert_eq!(comparison.new_to_you(ArticleId(2)), Some(2));
}

#[test]
fn any_article_is_read_and_compared() {
    let texts = [
        "",
        ".",
        "“”",
        "A B C D E. 5 5 5",
        "\u{202f}’s \u{200d}",
        "報告は100人。「それは本当に大変な一日でした」と述べた。",
    ];
    let accounts: Vec<Account> = texts
        .iter()
        .map(|text| account(text, &[text, "# ", text]))
        .collect();
    let all: Vec<&Account> = accounts.iter().collect();
    let casing = casing(accounts.iter());
    for row in facts(&all, &casing) {
        for cell in &row.cells {
            let block = texts.iter().find(|text| {
                text.get(cell.range.clone())
                    .is_some_and(|found| found.contains(&cell.text))
            });
            assert!(block.is_some(), "{cell:?}");
        }
    }
    let _ = (brief(&all, &casing), citations(&all));
}
