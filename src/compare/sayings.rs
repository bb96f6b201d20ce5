//! Quotes against articles, and who is said to have said them.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    account::{Account, Casing, Quote},
    facts::{Cell, Row, RowKind, Verdict, shifted},
    known::{is_name, runs, share},
};
use crate::text::{fold, words};

/// Words of runs that tell a quote.
const QUOTE_RUN: usize = 4;
/// So much of the shorter one stands in the longer one.
const SAME_QUOTE: f32 = 0.6;

/// A row for each quote of the articles, however each has cut it.
pub(super) fn rows(accounts: &[&Account], casing: &FxHashMap<u32, Casing>) -> Vec<Row> {
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
