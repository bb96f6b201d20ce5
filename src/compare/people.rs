//! Names against articles: each under the forms that the articles give it.

use rustc_hash::FxHashMap;

use super::{
    account::{Account, Casing, NameSeen, Statement},
    facts::{Cell, Row, RowKind, Verdict, shifted},
    known::is_name,
};

/// A name under its forms.
struct Person {
    keys: Vec<Vec<String>>,
    forms: Vec<String>,
    cells: Vec<Cell>,
}

/// A row for each name of the articles, under all its forms.
pub(super) fn rows(accounts: &[&Account], casing: &FxHashMap<u32, Casing>) -> Vec<Row> {
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
