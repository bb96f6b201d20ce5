//! Figures and names against the sources, and quotes with who carries them.

use super::{
    WholeStory,
    telling::{Fact, Item, Piece, Saying, Section, listed, plural, text},
};
use crate::{
    compare::{Row, RowKind, Verdict},
    model::plain_line,
};

/// The figures.
pub(super) fn figures(story: &WholeStory) -> Section {
    let section = Section {
        id: "figures",
        title: "Figures",
        ..Section::default()
    };
    let rows = story.rows(RowKind::Figure);
    let none = rows.is_empty().then(|| none(story, "figure"));
    if let Some(note) = alone(story).or(none) {
        return Section {
            notes: vec![note],
            ..section
        };
    }
    Section {
        facts: rows.into_iter().map(|row| fact(story, row)).collect(),
        ..section
    }
}

/// The names: those of several sources row by row, then what each source alone has.
pub(super) fn names(story: &WholeStory) -> Section {
    let section = Section {
        id: "names",
        title: "Names",
        ..Section::default()
    };
    let rows = story.rows(RowKind::Name);
    if story.sole().is_some() {
        // Figures said why there is nothing.
        return section;
    }
    let none = rows.is_empty().then(|| none(story, "name"));
    let (only, shared): (Vec<&Row>, Vec<&Row>) = rows
        .into_iter()
        .partition(|row| row.verdict == Verdict::Only);
    let places = (0..story.members.len()).filter_map(|place| {
        let of_place = only.iter().filter(|row| {
            let cell = row.cells.first();
            cell.and_then(|cell| story.place(cell.account)) == Some(place)
        });
        let names: Vec<String> = of_place.map(|row| row.label()).collect();
        (!names.is_empty()).then(|| {
            let source = Piece::Source(place, String::new());
            let names = text(format!(": {}", names.join(", ")));
            Item::new(vec![text("Only in "), source, names])
        })
    });
    Section {
        notes: none.into_iter().collect(),
        items: places.collect(),
        facts: shared.into_iter().map(|row| fact(story, row)).collect(),
        ..section
    }
}

/// The quotes, each as long as it is given, with who said it and who carries it.
pub(super) fn quotes(story: &WholeStory) -> Section {
    let rows = story.rows(RowKind::Quote);
    let notes = rows.is_empty().then(|| none(story, "direct quote"));
    let items = rows.into_iter().filter_map(|row| {
        let longest = row.cells.iter().max_by_key(|cell| cell.text.len())?;
        let mut line = vec![text(format!("“{}” — ", longest.text.trim()))];
        line.push(text(match row.subject.as_str() {
            "" => "in ".to_owned(),
            speaker => format!("{speaker}, in "),
        }));
        let cells = row.cells.iter();
        line.extend(listed(carriers(
            story,
            cells.map(|cell| (cell.account, cell.statement)),
        )));
        Some(Item::new(line))
    });
    Section {
        id: "quotes",
        title: "Quotes",
        notes: notes.into_iter().collect(),
        items: items.collect(),
        ..Section::default()
    }
}

/// Why there is nothing to hold against each other.
fn alone(story: &WholeStory) -> Option<String> {
    let member = story.sole()?;
    let note = format!(
        "Only {} tells of it so far: nothing to compare.",
        member.source
    );
    Some(plain_line(&note))
}

fn none(story: &WholeStory, noun: &str) -> String {
    format!("No {noun} in {}.", plural(story.members.len(), "article"))
}

fn fact(story: &WholeStory, row: &Row) -> Fact {
    let mut told: Vec<Saying> = Vec::new();
    for cell in &row.cells {
        let said = plain_line(&cell.text);
        let by = carriers(story, [(cell.account, cell.statement)]);
        match told.iter_mut().find(|saying| saying.text == said) {
            Some(saying) => {
                let known: Vec<usize> = saying.by.iter().map(|(place, _)| *place).collect();
                let new = by.into_iter().filter(|(place, _)| !known.contains(place));
                saying.by.extend(new);
            }
            None => told.push(Saying { text: said, by }),
        }
    }
    Fact {
        subject: plain_line(&row.label()),
        verdict: row.verdict.name(),
        told,
    }
}

/// The places of articles that were compared, each once, with their sentences.
fn carriers(
    story: &WholeStory,
    cells: impl IntoIterator<Item = (usize, usize)>,
) -> Vec<(usize, String)> {
    let mut carriers: Vec<(usize, String)> = Vec::new();
    for (account, statement) in cells {
        if let Some(place) = story.place(account)
            && carriers.iter().all(|(known, _)| *known != place)
        {
            let sentence = story.sentence(account, statement);
            carriers.push((place, sentence.unwrap_or_default()));
        }
    }
    carriers
}
