//! Headlines side by side: which words the story has in common, and which are one source's own. The
//! same event under five headlines is the shortest comparison there is.

use std::{collections::BTreeSet, ops::Range};

use rustc_hash::FxHashMap;

use super::{known::are_related, same::FAMILIES};
use crate::text::{
    Language, LanguageGuess, WordKind, fold, hash_word, names, pieces, stem, stem_in, words,
};

/// A headline among those of its story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headline {
    /// The words that few others have, as bytes of the headline from left to right.
    pub own: Vec<Range<usize>>,
    /// An earlier headline says the same, word for word: its place.
    pub same_as: Option<usize>,
}

/// Compares headlines, each with the language its feed gives; `None` where all are one.
///
/// A word is a source's own if no other headline has it, or no more than a third of them: of two or
/// five headlines a word that two share is the story's, of nine it still sets them apart. Forms of a
/// word are one, and so are forms of a name; function words are nobody's own. Runs of a script
/// without spaces are compared by pairs of characters.
pub fn headlines(titles: &[(&str, Option<&str>)]) -> Option<Vec<Headline>> {
    let mut classes = Classes::default();
    let read: Vec<Vec<Part>> = titles
        .iter()
        .map(|(title, lang)| parts(title, *lang, &mut classes))
        .collect();
    let same: Vec<Option<usize>> = (0..titles.len())
        .map(|at| (0..at).find(|earlier| is_same(titles[*earlier].0, titles[at].0)))
        .collect();
    let different = same.iter().filter(|same| same.is_none()).count();
    if different < 2 {
        return None;
    }
    let mut held_by: FxHashMap<usize, usize> = FxHashMap::default();
    for (parts, _) in read.iter().zip(&same).filter(|(_, same)| same.is_none()) {
        let held: BTreeSet<usize> = parts.iter().map(|part| part.class).collect();
        for class in held {
            *held_by.entry(class).or_default() += 1;
        }
    }
    let few = (different / 3).max(1);
    let is_rare = |class: usize| held_by.get(&class).is_none_or(|held| *held <= few);
    let compared = read.iter().zip(titles).zip(same);
    let compared = compared.map(|((parts, (title, lang)), same_as)| Headline {
        own: own(title, *lang, parts, &is_rare),
        same_as,
    });
    Some(compared.collect())
}

/// What of a headline is compared: a word, or a pair of characters.
struct Part {
    range: Range<usize>,
    class: usize,
    /// It may be a source's own; function words may not.
    counts: bool,
    /// It overlaps with others: a pair of characters.
    is_pair: bool,
}

/// Letters that the name of a place and what is made of it begin with.
const STEM: usize = 4;

/// Words by what they stand for, whatever their form.
#[derive(Default)]
struct Classes {
    by_form: FxHashMap<String, usize>,
    /// Capitalised words by their first letters, for places and what is made of their names.
    by_stem: FxHashMap<String, Vec<(String, usize)>>,
    count: usize,
}

impl Classes {
    fn of(&mut self, forms: [&str; 2], capital: bool) -> usize {
        let [folded, _] = forms;
        let known = forms.iter().find_map(|form| self.by_form.get(*form));
        let stem = folded.get(..STEM).filter(|_| capital).map(str::to_owned);
        let related = || {
            let others = self.by_stem.get(stem.as_ref()?)?;
            let mut others = others.iter();
            let other = others.find(|(other, _)| are_related(folded, other))?;
            Some(other.1)
        };
        let class = known.copied().or_else(related).unwrap_or(self.count);
        self.count = self.count.max(class + 1);
        for form in forms {
            self.by_form.entry(form.to_owned()).or_insert(class);
        }
        if let Some(stem) = stem {
            let others = self.by_stem.entry(stem).or_default();
            others.push((folded.to_owned(), class));
        }
        class
    }
}

fn parts(title: &str, lang: Option<&str>, classes: &mut Classes) -> Vec<Part> {
    let language = language_of(title, lang);
    let (mut folded, mut stemmed) = (String::new(), String::new());
    let mut parts = Vec::new();
    let mut spelled: Vec<(String, bool)> = Vec::new();
    for word in words(title) {
        let end = word.start + word.text.len();
        if word.kind == WordKind::Unspaced {
            for piece in pieces(word.text) {
                parts.push(Part {
                    class: classes.of([&word.text[piece.clone()]; 2], false),
                    range: word.start + piece.start..word.start + piece.end,
                    counts: true,
                    is_pair: true,
                });
                spelled.push((String::new(), false));
            }
            continue;
        }
        fold(word.text, &mut folded);
        if word.kind == WordKind::Number || !stem_in(language, word.text, &mut stemmed) {
            stemmed.clone_from(&folded);
            stem(&mut stemmed);
        }
        let lists = LanguageGuess::lists_with(hash_word(&folded));
        let is_letter = word.kind == WordKind::Plain && folded.chars().nth(1).is_none();
        // "US" is a name, "us" is not.
        let is_capital = word.capital && !word.text.chars().any(char::is_lowercase);
        let is_name = is_capital && language.is_function_word(lists);
        parts.push(Part {
            class: match is_name {
                true => classes.of([word.text; 2], false),
                false => classes.of([&folded, &stemmed], word.capital),
            },
            range: word.start..end,
            counts: !is_letter && (is_capital || !language.is_function_word(lists)),
            is_pair: false,
        });
        let may_be_family = word.capital && (folded.chars().count() > 3 || is_capital);
        spelled.push((folded.replace('.', ""), may_be_family));
    }
    join_families(&mut parts, &spelled, classes);
    parts
}

/// "United States" and "US" are one, though they have no word in common.
fn join_families(parts: &mut [Part], spelled: &[(String, bool)], classes: &mut Classes) {
    for family in FAMILIES {
        for name in *family {
            let length = name.split(' ').count();
            for at in 0..(spelled.len() + 1).saturating_sub(length) {
                let here = &spelled[at..at + length];
                let matches = here
                    .iter()
                    .zip(name.split(' '))
                    .all(|((word, capital), wanted)| {
                        *capital && (word == wanted || word.strip_suffix('s') == Some(wanted))
                    });
                if matches {
                    // Its own class: what looks like a short form may be another word.
                    let class = classes.of([&format!("={}", family[0]); 2], false);
                    parts[at..at + length]
                        .iter_mut()
                        .for_each(|part| part.class = class);
                }
            }
        }
    }
}

/// The ranges of a headline that are its own.
fn own(
    title: &str,
    lang: Option<&str>,
    parts: &[Part],
    is_rare: &dyn Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    // Of "Ada Quill" the first word is no news where others have "Quill".
    let known: Vec<Range<usize>> = names(title, language_of(title, lang))
        .into_iter()
        .map(|name| name.range)
        .filter(|name| {
            let mut inside = parts.iter().filter(|part| is_inside(&part.range, name));
            inside.next_back().is_some_and(|last| !is_rare(last.class))
        })
        .collect();
    let mut own: Vec<Range<usize>> = Vec::new();
    for part in parts
        .iter()
        .filter(|part| part.counts && is_rare(part.class))
    {
        if known.iter().any(|name| is_inside(&part.range, name)) {
            continue;
        }
        match own.last_mut() {
            Some(last) if part.is_pair && last.end >= part.range.start => last.end = part.range.end,
            _ => own.push(part.range.clone()),
        }
    }
    // A character is the story's if any pair around it is.
    for pair in parts
        .iter()
        .filter(|part| part.is_pair && !is_rare(part.class))
    {
        own = own
            .into_iter()
            .flat_map(|range| without(range, &pair.range))
            .collect();
    }
    own
}

fn without(range: Range<usize>, taken: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let before = range.start..range.end.min(taken.start);
    let after = range.start.max(taken.end)..range.end;
    [before, after]
        .into_iter()
        .filter(|rest| rest.start < rest.end)
}

fn is_inside(range: &Range<usize>, other: &Range<usize>) -> bool {
    other.start <= range.start && range.end <= other.end
}

fn is_same(one: &str, other: &str) -> bool {
    let (mut a, mut b) = (String::new(), String::new());
    let mut others = words(other);
    let same = words(one).all(|word| {
        others.next().is_some_and(|other| {
            fold(word.text, &mut a);
            fold(other.text, &mut b);
            a == b
        })
    });
    same && others.next().is_none()
}

fn language_of(title: &str, lang: Option<&str>) -> Language {
    let (mut guess, mut folded) = (LanguageGuess::default(), String::new());
    for word in words(title) {
        if word.kind == WordKind::Unspaced {
            guess.count_run(word.text);
        } else {
            fold(word.text, &mut folded);
            guess.count(&folded, LanguageGuess::lists_with(hash_word(&folded)));
        }
    }
    guess.language(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The headlines with what is their own in brackets.
    fn compared(titles: &[&str]) -> Vec<String> {
        let given: Vec<(&str, Option<&str>)> = titles.iter().map(|title| (*title, None)).collect();
        let compared = headlines(&given).expect("several headlines");
        let marked = compared.iter().zip(titles).map(|(headline, title)| {
            let mut text = (*title).to_owned();
            for range in headline.own.iter().rev() {
                text.insert(range.end, ']');
                text.insert(range.start, '[');
            }
            text
        });
        marked.collect()
    }

    #[track_caller]
    fn check(marked: &[&str]) {
        let plain: Vec<String> = marked
            .iter()
            .map(|title| title.replace(['[', ']'], ""))
            .collect();
        let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
        assert_eq!(compared(&plain), marked);
    }

    #[test]
    fn of_two_headlines_all_that_only_one_says_is_its_own() {
        check(&[
            "Brightwater to [buy] Ostler Mills",
            "Brightwater [swallows] Ostler Mills for [3.2] [billion]",
        ]);
    }

    #[test]
    fn of_five_what_two_share_is_the_storys_too() {
        check(&[
            "Ferry [runs] aground off Tern Islands",
            "Ferry aground: captain was [asleep]",
            "Ferry hits rocks off Tern Islands, [none] [hurt]",
            "[Questions] for [operator] after ferry hits rocks",
            "Ferry captain [charged]",
        ]);
    }

    #[test]
    fn of_nine_what_three_share_still_sets_them_apart() {
        let story = "Dam at Wyke closed";
        let titles: Vec<String> = [
            "",
            ", villages flee",
            ", villages sleep",
            ", villages rejoice",
        ]
        .iter()
        .map(|end| format!("{story}{end}"))
        .chain((0..5).map(|n| format!("{story} for {} days", n + 3)))
        .collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let marked = compared(&titles);
        assert_eq!(marked[1], "Dam at Wyke closed, [villages] [flee]");
        assert_eq!(marked[4], "Dam at Wyke closed for [3] days");
    }

    #[test]
    fn forms_of_a_word_and_of_a_name_are_one() {
        check(&[
            "Quill’s [plan] closes harbours",
            "Ada Quill is closing [Ostermoor’s] harbour",
        ]);
        check(&[
            "US [doubles] tariffs on steel",
            "United States: steel tariff [grows]",
        ]);
        check(&[
            "[Talks] with Iran [collapse]",
            "Iranian [envoy] [leaves] [Geneva]",
        ]);
        check(&["Pumps fail us again", "[US] pumps fail"]);
    }

    #[test]
    fn words_of_grammar_are_nobodys_own() {
        check(&[
            "Der [Damm] ist [gebrochen]",
            "Die [Talsperre] in [Wyke] hat [nachgegeben]",
        ]);
    }

    #[test]
    fn a_headline_that_is_the_same_counts_once() {
        let wire = "Ferry aground off Tern Islands";
        let given = [
            wire,
            wire,
            "Ferry aground off Tern Islands!",
            "Ferry captain held",
        ];
        let given = given.map(|title| (title, None));
        let compared = headlines(&given).expect("two headlines");
        let same: Vec<_> = compared.iter().map(|headline| headline.same_as).collect();
        assert_eq!(same, [None, Some(0), Some(0), None]);
        assert_eq!(
            compared[0].own.len(),
            3,
            "three carry it, and it is one headline"
        );
        assert_eq!(headlines(&given[..3]), None);
        assert_eq!(headlines(&[]), None);
    }

    #[test]
    fn a_script_without_spaces_is_compared_by_pairs_of_characters() {
        check(&["台風が東京に[上陸]", "台風[接近]、東京で[停電]"]);
    }
}
