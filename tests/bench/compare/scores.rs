//! Precision and recall. A token that was marked is right where it overlaps, in its sentence, with
//! one that is new by its label, and wrong where it overlaps with known ones alone or with none. A
//! form of a name that its label does not have (labels have one line for each name) is looked up by
//! its words and by its initials. A new one is found where any of its places was marked.

use std::collections::HashSet;
use std::ops::Range;

use newsfold::internals::{
    Account, Known, Novelty, TokenKind, account, casing, fold, novelty, words,
};

use crate::labels::{Label, Labelled, State, Story};

/// What was counted.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    right: usize,
    wrong: usize,
    found: usize,
    missed: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.found += other.found;
        self.missed += other.missed;
    }

    fn tell(self, name: &str) {
        let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
        println!(
            "{name:24} {:>6} {:>6} {:>10.3} {:>6} {:>6} {:>8.3}",
            self.right,
            self.wrong,
            share(self.right, self.wrong),
            self.found,
            self.missed,
            share(self.found, self.missed),
        );
    }
}

/// Prints the figures of all stories.
pub fn tell(stories: &[Story], wrong: bool) {
    println!(
        "{:24} {:>6} {:>6} {:>10} {:>6} {:>6} {:>8}",
        "story", "right", "wrong", "precision", "found", "missed", "recall"
    );
    let mut sums = [Count::default(); 3];
    for story in stories {
        let accounts: Vec<Account> = story
            .articles
            .iter()
            .map(|one| account(&one.line))
            .collect();
        let casing = casing(&accounts);
        let mut known = Known::default();
        let mut count = [Count::default(); 2];
        for (at, (labelled, account)) in story.articles.iter().zip(&accounts).enumerate() {
            if at > 0 {
                let new = novelty(account, known.all(), &casing);
                for (sum, kind) in count.iter_mut().zip([TokenKind::Name, TokenKind::Figure]) {
                    sum.add(score(labelled, account, &new, kind, wrong));
                }
            }
            known.add(account, &casing);
        }
        let mut both = count[0];
        both.add(count[1]);
        both.tell(&story.name);
        for (sum, count) in sums.iter_mut().zip([count[0], count[1], both]) {
            sum.add(count);
        }
    }
    for (name, sum) in ["names", "figures", "all"].into_iter().zip(sums) {
        sum.tell(name);
    }
}

/// The words of a text, folded.
fn folded(text: &str) -> Vec<String> {
    let mut folded = String::new();
    let all = words(text).map(|word| {
        fold(word.text, &mut folded);
        folded.clone()
    });
    all.filter(|word| word != "s").collect()
}

/// Where a text stands in another, as whole words.
fn places<'a>(text: &'a str, in_text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    in_text
        .match_indices(text)
        .map(|(at, found)| at..at + found.len())
}

fn score(
    labelled: &Labelled,
    account: &Account,
    new: &Novelty,
    kind: TokenKind,
    wrong: bool,
) -> Count {
    let mut count = Count::default();
    let id = labelled.line.id.as_str().unwrap_or_default();
    let mut told: HashSet<String> = HashSet::new();
    let mut found: HashSet<usize> = HashSet::new();
    for sentence in &new.sentences {
        let statement = &account.statements[sentence.statement];
        for token in &sentence.tokens {
            let start = token.range.start - statement.range.start;
            let range = start..start + token.text.len();
            let touched = touched(&statement.text, &range, &labelled.labels);
            for at in &touched {
                found.insert(*at);
            }
            if token.kind != kind || !told.insert(folded(&token.text).join(" ")) {
                continue;
            }
            let touched = if touched.is_empty() {
                alias(&token.text, &labelled.labels)
            } else {
                touched
            };
            let states: Vec<State> = touched
                .iter()
                .map(|at| labelled.labels[*at].state)
                .collect();
            if states.contains(&State::New) {
                count.right += 1;
            } else if !states.contains(&State::Either) {
                count.wrong += 1;
                if wrong {
                    let why = if states.is_empty() {
                        "no label"
                    } else {
                        "known"
                    };
                    println!("  {id} marked, {why}: {:?}", token.text);
                }
            }
        }
    }
    for (at, label) in labelled.labels.iter().enumerate() {
        if label.kind != kind || label.state != State::New {
            continue;
        }
        if found.contains(&at) {
            count.found += 1;
        } else {
            count.missed += 1;
            if wrong {
                println!("  {id} not marked: {:?}", label.token);
            }
        }
    }
    count
}

/// The labels that stand where something was marked.
fn touched(text: &str, range: &Range<usize>, labels: &[Label]) -> Vec<usize> {
    let overlaps = |label: &Label| {
        places(&label.token, text).any(|place| place.start < range.end && range.start < place.end)
    };
    let found = labels.iter().enumerate();
    found
        .filter(|(_, label)| overlaps(label))
        .map(|(at, _)| at)
        .collect()
}

/// The labels of a name in another form: with all of its words, or with these initials.
fn alias(token: &str, labels: &[Label]) -> Vec<usize> {
    let own = folded(token);
    let is_same = |label: &Label| {
        let other = folded(&label.token);
        let initials: String = other
            .iter()
            .filter_map(|word| word.chars().next())
            .collect();
        own.iter().all(|word| other.contains(word)) || own.concat() == initials
    };
    let found = labels.iter().enumerate();
    found
        .filter(|(_, label)| is_same(label))
        .map(|(at, _)| at)
        .collect()
}
