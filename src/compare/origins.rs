//! Who of a story has a report of its own. An article may rest on somebody else's: it repeats that
//! text, or says so ("Bloomberg reported on Friday") and adds nothing that was found out elsewhere.
//!
//! A mark that is missing does less harm than a wrong one: an article that quotes anybody, or that
//! somebody told something, is taken as a report of its own, whomever it cites.

use super::{
    account::{Account, Place, Statement},
    cited::{cited_in, is_same_publisher},
    known::spelled,
};

/// Sentences at the beginning in which an article says on what it rests.
const LEAD: usize = 3;
/// Signs at the end of a sentence, and of no label.
const CLOSING: [char; 9] = ['.', '!', '?', ':', '…', '"', '”', '’', ')'];
/// Sentences in which others say something, of which an article that only passes on has fewer.
const SAID: usize = 3;

/// Words at the end of the names of publishers, and hardly ever of anything else.
const LAST: &[&str] = &[
    "times",
    "post",
    "news",
    "journal",
    "herald",
    "tribune",
    "press",
    "ledger",
    "gazette",
    "chronicle",
    "courier",
    "telegraph",
    "guardian",
    "mail",
    "zeitung",
    "spiegel",
    "monde",
    "figaro",
    "pais",
    "mundo",
    "magazine",
];
/// Publishers with other names, and agencies.
const KNOWN: &[&str] = &[
    "reuters",
    "ap",
    "afp",
    "bloomberg",
    "bbc",
    "cnn",
    "cnbc",
    "nbc",
    "abc",
    "cbs",
    "npr",
    "fox",
    "politico",
    "axios",
    "forbes",
    "techcrunch",
    "dpa",
    "efe",
    "ansa",
    "tass",
    "interfax",
    "xinhua",
    "kyodo",
    "yonhap",
    "pti",
    "anadolu",
    "wsj",
    "nyt",
    "ft",
    "wapo",
    "nikkei",
    "propublica",
    "the information",
    "the verge",
    "verge",
    "engadget",
    "haaretz",
    "al jazeera",
    "semianalysis",
    "bellingcat",
    "espn",
    "tmz",
    "newsweek",
    "axios",
];
/// What a company reports of itself.
const RESULTS: &[&str] = &[
    "profit",
    "profits",
    "loss",
    "losses",
    "earnings",
    "revenue",
    "revenues",
    "results",
    "sales",
    "quarter",
    "quarterly",
    "subscribers",
];
/// Signs of a report of its own.
const OWN: &[&str] = &[
    "declined to comment",
    "did not respond",
    "did not immediately respond",
    "reached for comment",
    "request for comment",
    "requests for comment",
    "told us",
    "told reporters",
    "news conference",
    "press conference",
    "in a statement",
    "a statement",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "our reporter",
    "our correspondent",
    "confirmed to",
    "interviewed",
];
/// Somebody says something.
const SAYS: &[&str] = &[
    "said",
    "says",
    "added",
    "adds",
    "wrote",
    "tweeted",
    "posted",
    "stated",
    "argued",
    "announced",
    "warned",
    "sagte",
    "erklarte",
    "dijo",
    "afirmo",
];
/// Who says something in a report that is passed on.
const OF_REPORT: &[&str] = &[
    "report",
    "reports",
    "people",
    "person",
    "sources",
    "source",
    "reportedly",
];

/// On whose report an article rests, as it writes the name; `None` where it has one of its own, or
/// does not say.
pub fn based_on(account: &Account) -> Option<&str> {
    let is_text = |statement: &&Statement| matches!(statement.place, Place::Text | Place::Item);
    let is_sentence = |statement: &&Statement| statement.text.ends_with(CLOSING);
    let lead = account
        .statements
        .iter()
        .filter(is_text)
        .filter(is_sentence);
    let mut bases = lead.take(LEAD).flat_map(bases_in);
    let basis = bases.next()?;
    // Who lists what several publishers say rests on none of them.
    if bases.any(|other| !is_same_publisher(other, basis)) {
        return None;
    }
    let cites = |statement: &Statement| names(statement).any(|name| is_same_publisher(name, basis));
    let said = account.statements.iter().filter(is_text);
    let said = said.filter(|statement| !cites(statement) && is_said(statement));
    let has_own = account.statements.iter().filter(is_text).any(|statement| {
        let text = spelled(&statement.text);
        has_any(&text, OWN) || (!cites(statement) && has_word(&text, &["told"]))
    });
    (!has_own && said.count() < SAID).then_some(basis)
}

/// The publishers whose reports a sentence passes on.
fn bases_in(statement: &Statement) -> impl Iterator<Item = &str> {
    let has_results = has_word(&spelled(&statement.text), RESULTS);
    let cited = cited_in(statement).into_iter();
    let cited = cited.filter(move |(name, _)| is_press(name) && !has_results);
    cited.map(|(name, _)| name)
}

fn is_press(name: &str) -> bool {
    let spelled = spelled(name);
    let bare = spelled.strip_prefix("the ").unwrap_or(&spelled);
    let last = bare.rsplit(' ').next().unwrap_or_default();
    (bare.contains(' ') && LAST.contains(&last))
        || KNOWN.contains(&bare)
        || KNOWN.iter().any(|known| is_same_publisher(known, name))
        || bare == "guardian"
}

fn names(statement: &Statement) -> impl Iterator<Item = &str> {
    let names = statement.names.iter();
    names.filter_map(|name| statement.text.get(name.range.clone()))
}

/// Somebody says something in the sentence, who is not the report itself.
fn is_said(statement: &Statement) -> bool {
    let text = spelled(&statement.text);
    let says = has_word(&text, SAYS) || has_any(&text, &["according to"]);
    says && !has_word(&text, OF_REPORT)
}

fn has_word(text: &str, words: &[&str]) -> bool {
    text.split(' ').any(|word| words.contains(&word))
}

fn has_any(text: &str, phrases: &[&str]) -> bool {
    let text = format!(" {text} ");
    phrases
        .iter()
        .any(|phrase| text.contains(&format!(" {phrase} ")))
}

/// A member of a story as far as the count of origins depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling<'a> {
    /// Its publisher.
    pub source: &'a str,
    /// The member whose text it repeats, by its place.
    pub copy_of: Option<usize>,
    /// On whose report it rests.
    pub based_on: Option<&'a str>,
}

/// How many independent reports a story has. Several pieces of one publisher are one; a copy is its
/// origin's; what rests on a member's report is that member's, and articles that rest on one report
/// of somebody outside are one.
///
/// Lists count copies alone, when articles are grouped: what an article rests on is known only once
/// its story is compared.
pub fn origins(tellings: &[Telling<'_>]) -> usize {
    let mut groups: Vec<usize> = (0..tellings.len()).collect();
    for (at, telling) in tellings.iter().enumerate() {
        let rests_on = rests_on(tellings, at);
        let copied = telling.copy_of.filter(|of| *of < tellings.len());
        let same = || {
            let mut earlier = (0..at).rev();
            earlier.find(|other| is_one_publisher(tellings, *other, at))
        };
        if let Some(other) = copied.or(rests_on).or_else(same) {
            join(&mut groups, at, other);
        }
    }
    let mut heads: Vec<usize> = (0..groups.len()).map(|at| head(&groups, at)).collect();
    heads.sort_unstable();
    heads.dedup();
    heads.len()
}

/// The member whose report another one rests on, or an earlier one that rests on the same.
fn rests_on(tellings: &[Telling<'_>], at: usize) -> Option<usize> {
    let telling = tellings.get(at)?;
    let basis = telling.based_on?;
    let mut others = (0..tellings.len()).filter(|other| *other != at);
    let of_basis = |other: &usize| is_same_publisher(tellings[*other].source, basis);
    let mut same = (0..at).filter(|other| {
        let other = tellings[*other].based_on;
        other.is_some_and(|other| is_same_publisher(other, basis))
    });
    others.find(of_basis).or_else(|| same.next())
}

/// Both are reports of their own, of one publisher.
fn is_one_publisher(tellings: &[Telling<'_>], one: usize, other: usize) -> bool {
    let own = |at: usize| tellings[at].copy_of.is_none() && rests_on(tellings, at).is_none();
    tellings[one].source == tellings[other].source && own(one) && own(other)
}

fn head(groups: &[usize], mut at: usize) -> usize {
    while groups[at] != at {
        at = groups[at];
    }
    at
}

fn join(groups: &mut [usize], one: usize, other: usize) {
    let (one, other) = (head(groups, one), head(groups, other));
    groups[one.max(other)] = one.min(other);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Document, Inline};

    fn account(paragraphs: &[&str]) -> Account {
        let paragraph = |text: &&str| {
            Block::Paragraph(vec![Inline {
                text: (*text).to_owned(),
                ..Inline::default()
            }])
        };
        let document = Document {
            blocks: paragraphs.iter().map(paragraph).collect(),
            ..Document::default()
        };
        Account::new("Ostler Mills sold", &document, Some("en"))
    }

    #[track_caller]
    fn check(paragraphs: &[&str], expected: Option<&str>) {
        assert_eq!(based_on(&account(paragraphs)), expected, "{paragraphs:?}");
    }

    #[test]
    fn an_article_that_passes_on_a_report_rests_on_it() {
        check(
            &[
                "The largest baker of the coast is to buy the mills of Ostler, the Tidewater Gazette reported on Friday.",
                "People familiar with the matter said the price is 3.2 billion crowns.",
                "Ostler runs nineteen mills along the coast.",
            ],
            Some("Tidewater Gazette"),
        );
        check(
            &[
                "Two bidders are left for the mills, according to Bloomberg, which first reported the sale.",
            ],
            Some("Bloomberg"),
        );
        check(
            &[
                "The mills were sold over breakfast.",
                "\"We shook hands on it,\" the owner told Reuters.",
            ],
            Some("Reuters"),
        );
    }

    #[test]
    fn whoever_found_out_something_has_a_report() {
        let passed_on = "The largest baker of the coast is to buy the mills at Ostler, Bloomberg reported on Friday.";
        check(&[passed_on, "Brightwater declined to comment."], None);
        check(
            &[
                passed_on,
                "\"I heard it on the radio,\" the miller told the Harbor Ledger.",
            ],
            None,
        );
        check(
            &[
                passed_on,
                "Ada Quill of the bakers said bread would cost more.",
                "The minister said she would look at it.",
                "According to the union 400 jobs are at stake.",
            ],
            None,
        );
    }

    #[test]
    fn what_is_cited_further_down_or_beside_others_is_no_basis() {
        let own = "Ostler Mills was sold on Friday to the Brightwater company of Calder.";
        check(
            &[
                own,
                own,
                own,
                "Bloomberg reported on Friday that it was cheap.",
            ],
            None,
        );
        check(
            &[
                "The mills are sold, Bloomberg reported. They are not, the Tidewater Gazette reported.",
            ],
            None,
        );
    }

    #[test]
    fn not_everybody_who_reports_is_a_publisher() {
        check(
            &["A man was held over the fire, according to police."],
            None,
        );
        check(&["Brightwater reported a loss of 3 million crowns."], None);
        check(
            &["The Wyke Valley Times reported quarterly revenue of 3 million crowns."],
            None,
        );
        check(
            &["Rain is on its way, according to the Environment Agency."],
            None,
        );
        check(
            &["The Standards Authority reported 14 faults at the mill."],
            None,
        );
    }

    fn telling<'a>(
        source: &'a str,
        copy_of: Option<usize>,
        based_on: Option<&'a str>,
    ) -> Telling<'a> {
        Telling {
            source,
            copy_of,
            based_on,
        }
    }

    #[test]
    fn copies_and_what_rests_on_a_report_are_no_origins() {
        let wire = telling("Northern Wire", None, None);
        let copy = telling("Harbor Ledger", Some(0), None);
        let own = telling("Quay Weekly", None, None);
        assert_eq!(origins(&[]), 0);
        assert_eq!(origins(&[wire, copy, own]), 2);
        // Several pieces of one publisher are one.
        assert_eq!(origins(&[wire, copy, own, own]), 2);
        let rests = telling("Coast Courier", None, Some("Quay Weekly"));
        assert_eq!(origins(&[wire, copy, own, rests]), 2);
        // One that rests on an outsider stands for that; two that rest on one are one.
        let outside = telling("Analyst Post", None, Some("Bloomberg"));
        let too = telling("Coast Courier", None, Some("Bloomberg News"));
        assert_eq!(origins(&[wire, outside]), 2);
        assert_eq!(origins(&[wire, outside, too]), 2);
        // In whatever order, and though two name each other.
        assert_eq!(origins(&[rests, own]), 1);
        assert_eq!(
            origins(&[
                telling("A Post", None, Some("B Post")),
                telling("B Post", None, Some("A Post"))
            ]),
            1
        );
    }
}
