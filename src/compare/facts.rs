//! Figures, names and quotes against articles: what each says, word for word. Figures stand in one
//! row where they count the same thing of the same subject, by the words around them; the same unit
//! about another subject is another row.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    account::{Account, Casing, NameSeen, Place, Quote, Statement},
    known::{is_name, runs, share},
};
use crate::text::{Figure, LanguageGuess, Unit, fold, hash_word, words};

/// What a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A number with its unit.
    Figure,
    /// A person, a place, a thing.
    Name,
    /// Somebody's words.
    Quote,
}

/// How what the articles say stands to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They give different ones.
    Differs,
    /// They give the same.
    Agree,
    /// One article alone has it.
    Only,
}

impl Verdict {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::Agree => "agree",
            Self::Only => "only",
        }
    }
}

/// What an article says, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The article, by its place.
    pub account: usize,
    /// Its sentence.
    pub statement: usize,
    /// The bytes in the text of that sentence's block.
    pub range: Range<usize>,
    /// It, word for word.
    pub text: String,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is of.
    pub kind: RowKind,
    /// What is counted, whose name it is, or who said it; words of the articles.
    pub subject: String,
    /// The unit of figures.
    pub unit: String,
    /// Other forms of a name.
    pub aliases: Vec<String>,
    /// How the cells stand to each other.
    pub verdict: Verdict,
    /// What the articles say, in their order.
    pub cells: Vec<Cell>,
}

impl Row {
    /// How many articles have something to say.
    pub fn accounts(&self) -> usize {
        let accounts: FxHashSet<usize> = self.cells.iter().map(|cell| cell.account).collect();
        accounts.len()
    }
}

/// The table of a story: figures that differ, then those that agree, then names and quotes that
/// several articles have, then what only one has.
pub fn facts(accounts: &[&Account], casing: &FxHashMap<u32, Casing>) -> Vec<Row> {
    let mut rows = figure_rows(accounts);
    rows.extend(name_rows(accounts, casing));
    rows.extend(quote_rows(accounts, casing));
    let order = |row: &Row| {
        let kind = match row.kind {
            RowKind::Figure => 0,
            RowKind::Name => 1,
            RowKind::Quote => 2,
        };
        let alone = row.verdict == Verdict::Only;
        (alone, kind, row.verdict, std::cmp::Reverse(row.accounts()))
    };
    rows.sort_by_key(order);
    rows
}

/// Words at each side of a figure that say what it is of.
const WINDOW: usize = 10;
/// Figures whose words are this much alike are of one thing.
const ALIKE: f32 = 0.42;
/// The same value is some evidence; with a unit it is enough.
const SAME_VALUE: f32 = 0.25;
/// So is the same thing counted.
const SAME_HEAD: f32 = 0.2;
/// Two words that one article uses for what it counts are two things; those of two articles may be
/// two words for one.
const OTHER_HEAD: f32 = -0.3;
/// A name in both sentences, where the numbers are of one size.
const SAME_NAME: f32 = 0.3;
/// The sentences have no name in common.
const OTHER_NAMES: f32 = -0.15;

/// A figure and the words around it.
struct Placed<'a> {
    account: usize,
    at: usize,
    statement: &'a Statement,
    figure: &'a Figure,
    /// Words around it, folded and cut to their stems.
    window: Vec<u32>,
    /// What is counted, as it is written.
    head: Option<(u32, Range<usize>)>,
}

fn figure_rows(accounts: &[&Account]) -> Vec<Row> {
    let placed = placed(accounts);
    let mut seen: FxHashMap<u32, u32> = FxHashMap::default();
    for figure in &placed {
        let words: FxHashSet<u32> = figure.window.iter().copied().collect();
        for word in words {
            *seen.entry(word).or_default() += 1;
        }
    }
    let mut heads: FxHashSet<(usize, u32)> = FxHashSet::default();
    heads.extend(
        placed
            .iter()
            .filter_map(|figure| Some((figure.account, figure.head.as_ref()?.0))),
    );
    let apart = |one: &Placed<'_>, other: &Placed<'_>| {
        let (Some((own, _)), Some((others, _))) = (&one.head, &other.head) else {
            return false;
        };
        let has_both = |at: usize| heads.contains(&(at, *own)) && heads.contains(&(at, *others));
        own != others && (has_both(one.account) || has_both(other.account))
    };
    let all = placed.len() as f32;
    let weight = |word: &u32| {
        let seen = seen.get(word).copied().unwrap_or(1) as f32;
        (1.0 + all / seen).ln()
    };
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in 0..placed.len() {
        let best = rows
            .iter()
            .enumerate()
            .map(|(row, members)| {
                let mut alike: Vec<f32> = members
                    .iter()
                    .map(|other| likeness(&placed[at], &placed[*other], &weight, &apart))
                    .collect();
                // One that is like another one alone does not belong to all of them.
                alike.sort_by(|one, other| other.total_cmp(one));
                let most = alike.len().clamp(1, 2);
                let sum = alike.iter().take(2).sum::<f32>() / most as f32;
                (sum, row)
            })
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        match best {
            Some((_, row)) => rows[row].push(at),
            None => rows.push(vec![at]),
        }
    }
    rows.into_iter()
        .map(|members| figure_row(&members.iter().map(|at| &placed[*at]).collect::<Vec<_>>()))
        .collect()
}

fn placed<'a>(accounts: &[&'a Account]) -> Vec<Placed<'a>> {
    let mut placed = Vec::new();
    let mut folded = String::new();
    for (account, read) in accounts.iter().enumerate() {
        for (at, statement) in read.statements.iter().enumerate() {
            if matches!(statement.place, Place::Heading | Place::Beside) {
                continue;
            }
            for figure in statement
                .figures
                .iter()
                .filter(|figure| is_comparable(figure))
            {
                let (window, head) = around(statement, figure, &mut folded);
                placed.push(Placed {
                    account,
                    at,
                    statement,
                    figure,
                    window,
                    head,
                });
            }
        }
    }
    placed
}

/// Dates and ranks are no amounts, and small bare numbers say nothing by themselves.
fn is_comparable(figure: &Figure) -> bool {
    match figure.unit {
        Unit::Date { .. } | Unit::Time { .. } | Unit::Ordinal => false,
        Unit::None => figure.high > 3.0,
        _ => true,
    }
}

/// The words around a figure that mean something, and what it counts.
fn around(
    statement: &Statement,
    figure: &Figure,
    folded: &mut String,
) -> (Vec<u32>, Option<(u32, Range<usize>)>) {
    let all: Vec<_> = words(&statement.text).collect();
    let first = all.partition_point(|word| word.start < figure.range.start);
    let behind = all.partition_point(|word| word.start < figure.range.end);
    let before = all[first.saturating_sub(WINDOW)..first].iter();
    let after = all[behind..(behind + WINDOW).min(all.len())].iter();
    let mut window = Vec::new();
    for word in before.chain(after) {
        fold(word.text, folded);
        let lists = LanguageGuess::lists_with(hash_word(folded));
        if lists & 1 == 0 && folded.chars().count() > 2 {
            window.push(stemmed(folded));
        }
    }
    window.sort_unstable();
    window.dedup();
    // The last word of the phrase behind the figure: "200,000 Nvidia GPUs — a …".
    let (mut head, mut skipped) = (None, 0);
    let mut end = figure.range.end;
    for word in all[behind..].iter().take(5) {
        let gap = statement.text.get(end..word.start).unwrap_or_default();
        fold(word.text, folded);
        let lists = LanguageGuess::lists_with(hash_word(folded));
        let goes_on = gap.trim().is_empty() || gap == "-";
        // "300 megawatts of capacity", "tens of thousands of such chips", "billions on roads".
        if goes_on && head.is_none() && lists & 1 != 0 && skipped < 2 {
            skipped += 1;
            end = word.start + word.text.len();
            continue;
        }
        if !goes_on || lists & 1 != 0 {
            break;
        }
        end = word.start + word.text.len();
        let start = head
            .as_ref()
            .map_or(word.start, |(_, range): &(u32, Range<usize>)| range.start);
        head = Some((stemmed(folded), start..end));
        if word.text.ends_with('s') && word.text.len() > 2 {
            break;
        }
    }
    (window, head)
}

/// A word without the ending of the plural.
fn stemmed(folded: &str) -> u32 {
    hash_word(
        folded
            .strip_suffix('s')
            .filter(|stem| stem.len() > 2)
            .unwrap_or(folded),
    )
}

fn likeness(
    one: &Placed<'_>,
    other: &Placed<'_>,
    weight: &dyn Fn(&u32) -> f32,
    apart: &dyn Fn(&Placed<'_>, &Placed<'_>) -> bool,
) -> f32 {
    if !same_unit(&one.figure.unit, &other.figure.unit) {
        return 0.0;
    }
    let sum = |words: &[u32]| words.iter().map(weight).sum::<f32>();
    let shared: Vec<u32> = one
        .window
        .iter()
        .filter(|word| other.window.binary_search(word).is_ok())
        .copied()
        .collect();
    let least = sum(&one.window).min(sum(&other.window)).max(1.0);
    let mut likeness = sum(&shared) / least;
    let agree = one.figure.agrees_with(other.figure);
    if one.figure.unit != Unit::None {
        // A value with its unit is seldom there twice by chance.
        return if agree { 1.0 } else { likeness };
    }
    if agree {
        likeness += SAME_VALUE;
    }
    let head = |placed: &Placed<'_>| placed.head.as_ref().map(|(head, _)| *head);
    if head(one).is_some() && head(one) == head(other) {
        likeness += SAME_HEAD;
    } else if apart(one, other) {
        likeness += OTHER_HEAD;
    }
    let names = |placed: &Placed<'_>| -> Vec<u32> {
        let names = placed.statement.names.iter();
        names
            .flat_map(|name| name.key.iter().map(|word| stemmed(word)))
            .collect()
    };
    let (own, others) = (names(one), names(other));
    let shared = own.iter().any(|word| others.contains(word));
    if shared && are_of_one_size(one.figure, other.figure) {
        likeness += SAME_NAME;
    } else if !(shared || own.is_empty() && others.is_empty()) {
        likeness += OTHER_NAMES;
    }
    likeness
}

/// Whether one is at most ten times the other.
fn are_of_one_size(one: &Figure, other: &Figure) -> bool {
    one.low <= other.high * 10.0 && other.low <= one.high * 10.0
}

fn same_unit(one: &Unit, other: &Unit) -> bool {
    one == other
}

fn figure_row(members: &[&Placed<'_>]) -> Row {
    let accounts: FxHashSet<usize> = members.iter().map(|placed| placed.account).collect();
    let agree = |one: &&Placed<'_>| {
        members
            .iter()
            .all(|other| one.figure.agrees_with(other.figure))
    };
    let verdict = match (accounts.len(), members.iter().all(agree)) {
        (1, _) => Verdict::Only,
        (_, true) => Verdict::Agree,
        (_, false) => Verdict::Differs,
    };
    let subject = subject(members);
    let mut cells: Vec<Cell> = members
        .iter()
        .map(|placed| Cell {
            account: placed.account,
            statement: placed.at,
            range: shifted(placed.statement, &placed.figure.range),
            text: placed.statement.text[placed.figure.range.clone()].to_owned(),
        })
        .collect();
    cells.sort_by_key(|cell| (cell.account, cell.statement, cell.range.start));
    Row {
        kind: RowKind::Figure,
        subject: subject.unwrap_or_default().to_owned(),
        unit: members
            .first()
            .map_or(String::new(), |placed| unit_name(&placed.figure.unit)),
        aliases: Vec::new(),
        verdict,
        cells,
    }
}

/// What is counted, in the words that most of the articles use for it. Behind a unit a word may be
/// any, so that one has to stand there twice.
fn subject<'a>(members: &[&Placed<'a>]) -> Option<&'a str> {
    let mut heads: Vec<(u32, usize, &'a str)> = Vec::new();
    for placed in members {
        let Some((head, range)) = &placed.head else {
            continue;
        };
        let text = placed.statement.text.get(range.clone()).unwrap_or_default();
        match heads.iter_mut().find(|(known, ..)| known == head) {
            Some((_, times, _)) => *times += 1,
            None => heads.push((*head, 1, text)),
        }
    }
    let has_unit = members
        .iter()
        .any(|placed| placed.figure.unit != Unit::None);
    heads.retain(|(_, times, _)| !has_unit || *times > 1);
    let most = heads.iter().map(|(_, times, _)| *times).max()?;
    heads
        .into_iter()
        .find(|(_, times, _)| *times == most)
        .map(|(.., text)| text)
}

/// The unit, as a word.
fn unit_name(unit: &Unit) -> String {
    match unit {
        Unit::None | Unit::Ordinal | Unit::Date { .. } | Unit::Time { .. } => "",
        Unit::Percent => "percent",
        Unit::Points => "points",
        Unit::Money(name) | Unit::Measure(name) | Unit::Duration(name) => name,
        Unit::Age => "years old",
        Unit::Score => "score",
    }
    .to_owned()
}

fn shifted(statement: &Statement, range: &Range<usize>) -> Range<usize> {
    statement.range.start + range.start..statement.range.start + range.end
}

/// A name under its forms.
struct Person {
    keys: Vec<Vec<String>>,
    forms: Vec<String>,
    cells: Vec<Cell>,
}

fn name_rows(accounts: &[&Account], casing: &FxHashMap<u32, Casing>) -> Vec<Row> {
    let mut people: Vec<Person> = Vec::new();
    let mut by_word: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    // Whole names first, so that a last word alone finds its own.
    let mut found: Vec<(usize, usize, &Statement, &NameSeen)> = Vec::new();
    for (account, read) in accounts.iter().enumerate() {
        for (at, statement) in read.statements.iter().enumerate() {
            let names = statement.names.iter().filter(|name| is_name(name, casing));
            found.extend(names.map(|name| (account, at, statement, name)));
        }
    }
    found.sort_by_key(|(account, at, _, name)| (std::cmp::Reverse(name.key.len()), *account, *at));
    for (account, at, statement, name) in found {
        let candidates: Vec<usize> = name
            .key
            .iter()
            .filter_map(|word| by_word.get(word))
            .flatten()
            .copied()
            .collect();
        let here = candidates.into_iter().find(|place| {
            people[*place]
                .keys
                .iter()
                .any(|key| same_name(key, &name.key))
        });
        let place = here.unwrap_or_else(|| {
            people.push(Person {
                keys: Vec::new(),
                forms: Vec::new(),
                cells: Vec::new(),
            });
            people.len() - 1
        });
        let person = &mut people[place];
        let text = &statement.text[name.range.clone()];
        if !person.keys.contains(&name.key) {
            for word in &name.key {
                let places = by_word.entry(word.clone()).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            person.keys.push(name.key.clone());
        }
        if !person.forms.iter().any(|form| form == text) {
            person.forms.push(text.to_owned());
        }
        if !person.cells.iter().any(|cell| cell.account == account) {
            person.cells.push(Cell {
                account,
                statement: at,
                range: shifted(statement, &name.range),
                text: text.to_owned(),
            });
        }
    }
    people.into_iter().map(name_row).collect()
}

/// Whether two forms are of one name: the shorter is the end or the beginning of the longer one, or
/// its initials.
fn same_name(longer: &[String], shorter: &[String]) -> bool {
    if longer == shorter {
        return true;
    }
    match shorter {
        [word] => {
            longer.last() == Some(word)
                || longer.first() == Some(word)
                || word.chars().count() > 1
                    && word
                        .chars()
                        .eq(longer.iter().filter_map(|part| part.chars().next()))
        }
        _ => longer.ends_with(shorter) || longer.starts_with(shorter),
    }
}

fn name_row(mut person: Person) -> Row {
    person
        .cells
        .sort_by_key(|cell| (cell.account, cell.statement));
    let name = person
        .forms
        .iter()
        .max_by_key(|form| form.len())
        .cloned()
        .unwrap_or_default();
    let verdict = if person.cells.len() > 1 {
        Verdict::Agree
    } else {
        Verdict::Only
    };
    Row {
        kind: RowKind::Name,
        aliases: person
            .forms
            .into_iter()
            .filter(|form| *form != name)
            .collect(),
        subject: name,
        unit: String::new(),
        verdict,
        cells: person.cells,
    }
}

/// Words of runs that tell a quote.
const QUOTE_RUN: usize = 4;
/// So much of the shorter one stands in the longer one.
const SAME_QUOTE: f32 = 0.6;

fn quote_rows(accounts: &[&Account], casing: &FxHashMap<u32, Casing>) -> Vec<Row> {
    let mut rows: Vec<(FxHashSet<u64>, Vec<u32>, Row)> = Vec::new();
    for (account, read) in accounts.iter().enumerate() {
        for quote in &read.quotes {
            let own: FxHashSet<u64> = runs(&quote.words, QUOTE_RUN).collect();
            let cell = Cell {
                account,
                statement: quote.statement,
                range: quote.range.clone(),
                text: quote.text.clone(),
            };
            let here = rows.iter_mut().find(|(other, words, _)| {
                share(&quote.words, QUOTE_RUN, other) >= SAME_QUOTE
                    || share(words, QUOTE_RUN, &own) >= SAME_QUOTE
            });
            match here {
                Some((known, _, row)) => {
                    known.extend(own);
                    row.cells.push(cell);
                }
                None => {
                    let speaker = speaker(read, quote, casing).unwrap_or_default();
                    let row = Row {
                        kind: RowKind::Quote,
                        subject: speaker.to_owned(),
                        unit: String::new(),
                        aliases: Vec::new(),
                        verdict: Verdict::Only,
                        cells: vec![cell],
                    };
                    rows.push((own, quote.words.clone(), row));
                }
            }
        }
    }
    rows.into_iter()
        .map(|(_, _, mut row)| {
            if row.accounts() > 1 {
                row.verdict = Verdict::Agree;
            }
            row
        })
        .collect()
}

/// Verbs of saying, folded.
const SAYING: &[&str] = &[
    "said",
    "says",
    "told",
    "tells",
    "added",
    "adds",
    "wrote",
    "writes",
    "tweeted",
    "posted",
    "asked",
    "replied",
    "explained",
    "argued",
    "warned",
    "announced",
    "insisted",
    "claimed",
    "noted",
    "stated",
    "declared",
    "recalled",
    "continued",
    "according",
    "sagte",
    "sagt",
    "erklarte",
    "betonte",
    "schrieb",
    "dit",
    "declare",
    "affirme",
    "explique",
    "ajoute",
    "dijo",
    "afirmo",
    "explico",
    "senalo",
    "aseguro",
];

/// Who is said to have said it: the name outside of the marks that stands nearest to a verb of saying,
/// in the sentence or the next one.
fn speaker<'a>(
    account: &'a Account,
    quote: &Quote,
    casing: &FxHashMap<u32, Casing>,
) -> Option<&'a str> {
    let here = account.statements.get(quote.statement)?;
    let next = account.statements.get(quote.statement + 1);
    let statements = [Some(here), next];
    let near = statements
        .into_iter()
        .flatten()
        .filter(|statement| statement.block == here.block);
    let mut folded = String::new();
    for statement in near {
        let outside = |range: &Range<usize>| {
            let range = shifted(statement, range);
            range.end <= quote.range.start || quote.range.end <= range.start
        };
        let verbs: Vec<usize> = words(&statement.text)
            .filter(|word| {
                fold(word.text, &mut folded);
                SAYING.contains(&folded.as_str())
            })
            .map(|word| word.start)
            .filter(|start| outside(&(*start..*start + 1)))
            .collect();
        let names = statement
            .names
            .iter()
            .filter(|name| outside(&name.range) && (is_name(name, casing) || !verbs.is_empty()));
        let nearest = names
            .filter_map(|name| {
                let far = verbs
                    .iter()
                    .map(|verb| verb.abs_diff(name.range.start))
                    .min()?;
                Some((far, name))
            })
            .min_by_key(|(far, _)| *far);
        if let Some((_, name)) = nearest {
            return statement.text.get(name.range.clone());
        }
    }
    None
}
