//! Figures, names and quotes against articles: what each says, word for word. Figures stand in one
//! row where they count the same thing of the same subject, by the words around them; the same unit
//! about another subject is another row.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    account::{Account, Casing, Place, Statement},
    people, sayings,
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

    /// What it is of, as its head says: its words, and the unit or the other forms of a name.
    pub fn label(&self) -> String {
        let unit = self.unit.trim();
        let holds_unit = self.subject.to_lowercase().contains(&unit.to_lowercase());
        match self.kind {
            RowKind::Figure if self.subject.is_empty() && unit.is_empty() => "number".to_owned(),
            RowKind::Figure if self.subject.is_empty() => unit.to_owned(),
            RowKind::Figure if !holds_unit => format!("{} ({unit})", self.subject),
            RowKind::Name if !self.aliases.is_empty() => {
                format!("{} ({})", self.subject, self.aliases.join(", "))
            }
            RowKind::Quote if self.subject.is_empty() => "quoted".to_owned(),
            _ => self.subject.clone(),
        }
    }
}

/// The table of a story: figures that differ, then those that agree, then names and quotes that
/// several articles have, then what only one has.
pub fn facts(accounts: &[&Account], casing: &FxHashMap<u32, Casing>) -> Vec<Row> {
    let mut rows = figure_rows(accounts);
    rows.extend(people::rows(accounts, casing));
    rows.extend(sayings::rows(accounts, casing));
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
    /// What the words around it weigh together.
    weight: f32,
    /// Words of the names in its sentence, cut to their stems.
    names: Vec<u32>,
    /// What is counted, as it is written.
    head: Option<(u32, Range<usize>)>,
}

fn figure_rows(accounts: &[&Account]) -> Vec<Row> {
    let mut placed = placed(accounts);
    let mut seen: FxHashMap<u32, u32> = FxHashMap::default();
    for figure in &placed {
        let words: FxHashSet<u32> = figure.window.iter().copied().collect();
        for word in words {
            *seen.entry(word).or_default() += 1;
        }
    }
    let all = placed.len() as f32;
    let weight = |word: &u32| {
        let seen = seen.get(word).copied().unwrap_or(1) as f32;
        (1.0 + all / seen).ln()
    };
    for figure in &mut placed {
        figure.weight = figure.window.iter().map(weight).sum();
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
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in 0..placed.len() {
        let best = rows
            .iter()
            .enumerate()
            // A row is of one unit.
            .filter(|(_, members)| {
                let first = members.first().map(|first| &placed[*first].figure.unit);
                first.is_some_and(|unit| same_unit(unit, &placed[at].figure.unit))
            })
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
                    weight: 0.0,
                    names: name_stems(statement),
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

/// Words of the names in a sentence, cut to their stems.
fn name_stems(statement: &Statement) -> Vec<u32> {
    let names = statement.names.iter();
    names
        .flat_map(|name| name.key.iter().map(|word| stemmed(word)))
        .collect()
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
    let window = one.window.iter();
    let shared = window.filter(|word| other.window.binary_search(word).is_ok());
    let least = one.weight.min(other.weight).max(1.0);
    let mut likeness = shared.map(weight).sum::<f32>() / least;
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
    let (own, others) = (&one.names, &other.names);
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

pub(super) fn shifted(statement: &Statement, range: &Range<usize>) -> Range<usize> {
    statement.range.start + range.start..statement.range.start + range.end
}
