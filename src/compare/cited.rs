//! Whom articles cite: "Bloomberg reported", "according to Reuters", "first reported by the Ledger",
//! and the works that an article lists as its sources.

use rustc_hash::FxHashSet;

use super::{
    account::{Account, Place, Statement},
    known::spelled,
};

/// Somebody else's report that articles draw on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Its publisher, as the article that cites it first writes it.
    pub name: String,
    /// Its site, where an article gives it.
    pub domain: Option<String>,
    /// Where it is, where an article gives that.
    pub url: Option<String>,
    /// It is said to have reported first.
    pub first: bool,
    /// Who cites it: the place of the article, and of the sentence where one does it in words.
    pub by: Vec<(usize, Option<usize>)>,
}

/// Words behind the name of who reported.
const REPORTED: &[&str] = &[
    "reported",
    "reports",
    "first reported",
    "previously reported",
    "earlier reported",
    "revealed",
    "berichtete",
    "berichtet",
    "a rapporte",
    "a revele",
    "rapporte",
    "informo",
    "reporto",
    "revelo",
];
/// Words before it.
const ACCORDING: &[&str] = &[
    "according to",
    "reported by",
    "first reported by",
    "as reported by",
    "told",
    "laut",
    "nach angaben von",
    "selon",
    "d apres",
    "segun",
    "citing",
    "an interview with",
    "a report by",
    "a report from",
    "a report in",
    "reporting by",
    "seen by",
    "obtained by",
];
/// Words of which one is in the name of most publishers.
const PRESS: &[&str] = &[
    "times",
    "post",
    "news",
    "journal",
    "herald",
    "tribune",
    "press",
    "agency",
    "radio",
    "tv",
    "ledger",
    "gazette",
    "chronicle",
    "courier",
    "telegraph",
    "guardian",
    "observer",
    "mail",
    "mirror",
    "sun",
    "star",
    "standard",
    "independent",
    "today",
    "weekly",
    "daily",
    "magazine",
    "review",
    "wire",
    "broadcasting",
    "network",
    "analysis",
    "zeitung",
    "spiegel",
    "monde",
    "figaro",
    "pais",
    "mundo",
];
/// Publishers whose name says nothing of it.
const PUBLISHERS: &[&str] = &[
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
    "pbs",
    "fox",
    "politico",
    "axios",
    "forbes",
    "wired",
    "techcrunch",
    "vice",
    "vox",
    "slate",
    "buzzfeed",
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
    "economist",
    "ft",
    "wsj",
    "nyt",
    "zdf",
    "ard",
    "rfi",
    "rt",
    "dw",
    "aljazeera",
    "al jazeera",
    "haaretz",
    "nikkei",
    "medium",
    "propublica",
    "tmz",
    "espn",
    "the verge",
    "verge",
    "engadget",
    "gizmodo",
    "mashable",
    "newsweek",
    "semianalysis",
    "bellingcat",
    "wikileaks",
];

/// Sites of publishers that are cited everywhere, and mostly without one.
const HOMES: &[(&str, &str)] = &[
    ("al jazeera", "aljazeera.com"),
    ("ap", "apnews.com"),
    ("axios", "axios.com"),
    ("bbc", "bbc.com"),
    ("bloomberg", "bloomberg.com"),
    ("cbs", "cbsnews.com"),
    ("cnbc", "cnbc.com"),
    ("cnn", "cnn.com"),
    ("der spiegel", "spiegel.de"),
    ("economist", "economist.com"),
    ("el pais", "elpais.com"),
    ("fox", "foxnews.com"),
    ("ft", "ft.com"),
    ("guardian", "theguardian.com"),
    ("haaretz", "haaretz.com"),
    ("le monde", "lemonde.fr"),
    ("nbc", "nbcnews.com"),
    ("npr", "npr.org"),
    ("nyt", "nytimes.com"),
    ("politico", "politico.com"),
    ("propublica", "propublica.org"),
    ("reuters", "reuters.com"),
    ("semianalysis", "semianalysis.com"),
    ("techcrunch", "techcrunch.com"),
    ("verge", "theverge.com"),
    ("wapo", "washingtonpost.com"),
    ("wsj", "wsj.com"),
];

/// The site of a publisher that everybody cites; `None` for all others.
pub fn home_of(name: &str) -> Option<&'static str> {
    let key = key_of(name);
    let home = HOMES.iter().find(|(name, _)| key == *name);
    home.map(|(_, site)| *site)
}

/// Whom articles cite, those cited by most first.
pub fn citations(accounts: &[&Account]) -> Vec<Citation> {
    let mut found: Vec<(String, Citation)> = Vec::new();
    for (place, account) in accounts.iter().enumerate() {
        for work in &account.cited {
            add(
                &mut found,
                &work.name,
                place,
                None,
                false,
                (work.domain.clone(), work.url.clone()),
            );
        }
        for (at, statement) in account.statements.iter().enumerate() {
            if matches!(statement.place, Place::Heading) {
                continue;
            }
            for (name, first) in cited_in(statement) {
                add(&mut found, name, place, Some(at), first, (None, None));
            }
        }
    }
    let mut found: Vec<Citation> = found.into_iter().map(|(_, citation)| citation).collect();
    found.sort_by_key(|citation| std::cmp::Reverse(articles(citation)));
    found
}

fn articles(citation: &Citation) -> usize {
    let articles: FxHashSet<usize> = citation.by.iter().map(|(article, _)| *article).collect();
    articles.len()
}

fn add(
    found: &mut Vec<(String, Citation)>,
    name: &str,
    article: usize,
    statement: Option<usize>,
    first: bool,
    (domain, url): (Option<String>, Option<String>),
) {
    let key = key_of(name);
    let at = found.iter().position(|(other, _)| *other == key);
    let at = at.unwrap_or_else(|| {
        let citation = Citation {
            name: name.to_owned(),
            domain: None,
            url: None,
            first: false,
            by: Vec::new(),
        };
        found.push((key, citation));
        found.len() - 1
    });
    let Some((_, citation)) = found.get_mut(at) else {
        return;
    };
    citation.first |= first;
    citation.domain = citation.domain.take().or(domain);
    citation.url = citation.url.take().or(url);
    if !citation.by.contains(&(article, statement)) {
        citation.by.push((article, statement));
    }
}

/// Short names of publishers that have no word of the long one.
const SHORT: &[(&str, &str)] = &[
    ("ap", "associated press"),
    ("afp", "agence france presse"),
    ("dpa", "deutsche presse agentur"),
    ("wsj", "wall street journal"),
    ("nyt", "new york times"),
    ("ft", "financial times"),
    ("wapo", "washington post"),
    ("pti", "press trust of india"),
    ("aap", "australian associated press"),
];

/// A publisher's name without its article and its ending, short where it has a short form.
fn key_of(name: &str) -> String {
    let spelled = spelled(name);
    let bare = spelled.strip_prefix("the ").unwrap_or(&spelled);
    let bare = bare.strip_suffix(" news").unwrap_or(bare);
    let short = SHORT.iter().find(|(_, long)| bare == *long);
    short.map_or(bare, |(short, _)| short).to_owned()
}

/// Whether two names are of one publisher: "Anadolu" and "Anadolu Agency", "AP" and "Associated
/// Press", "The Wire" and "Wire".
pub fn is_same_publisher(one: &str, other: &str) -> bool {
    let (one, other) = (key_of(one), key_of(other));
    let (short, long) = match one.len() < other.len() {
        true => (one, other),
        false => (other, one),
    };
    !short.is_empty() && begins_with(&long, &short)
}

/// The publishers that a sentence says reported something, and whether they did so first.
pub(super) fn cited_in(statement: &Statement) -> Vec<(&str, bool)> {
    let mut cited = Vec::new();
    for name in &statement.names {
        let Some(whole) = statement.text.get(name.range.clone()) else {
            continue;
        };
        // "… in Tern, Bloomberg reported": what stands behind the comma reports.
        let start = name.range.start + whole.rfind(", ").map_or(0, |comma| comma + 2);
        let (Some(before), Some(after), Some(text)) = (
            statement.text.get(..start),
            statement.text.get(name.range.end..),
            statement.text.get(start..name.range.end),
        ) else {
            continue;
        };
        let (before, after) = (spelled(tail(before)), spelled(head(after)));
        let before = before.strip_suffix(" the").unwrap_or(&before);
        let reported = REPORTED.iter().any(|verb| begins_with(&after, verb));
        let according = ACCORDING.iter().any(|words| ends_with(before, words));
        let is_press = is_publisher(text);
        // "According to the minister" cites no report; who reports is one, whatever the name.
        let which_reported = after.starts_with("which") && after.contains("reported");
        if (reported && (is_press || !before.ends_with("police")))
            || according && (is_press || which_reported)
        {
            let first = after.contains("first reported") || before.ends_with("first reported by");
            cited.push((text, first));
        }
    }
    cited
}

fn is_publisher(name: &str) -> bool {
    let key = key_of(name);
    PUBLISHERS.contains(&key.as_str()) || spelled(name).split(' ').any(|word| PRESS.contains(&word))
}

fn begins_with(text: &str, words: &str) -> bool {
    text.strip_prefix(words)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn ends_with(text: &str, words: &str) -> bool {
    text.strip_suffix(words)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

/// Bytes around a name that are looked at.
const LOOKED_AT: usize = 60;

fn tail(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(LOOKED_AT))..]
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(LOOKED_AT)]
}
