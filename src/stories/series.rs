//! Items that one source makes from a template: quakes, scores, case counts, weather warnings,
//! daily columns. Their words are nearly the same; what differs is the very thing that makes them
//! other events.

use super::article::{Article, TitleWord, UNIT};

/// Headlines with fewer words show no template.
const LEAST_WORDS: usize = 3;
/// Words of a label that stands over the items of a list.
const LABEL_WORDS: usize = 2;
/// A headline whose numbers alone differ is the same news brought up to date (a death toll) within
/// this time, and the next item of a series (a daily count) after it.
pub(super) const UPDATE_SECONDS: u64 = 16 * 3600;
/// From this share on a text is the same text again, whatever its time.
const SAME_TEXT: f32 = 0.8;
/// Share of what an article says from which on a text that stands under any headline likens it to
/// others.
const STANDING_SHARE: f32 = 0.25;

/// Whether two articles of one source are two items of a series.
pub(super) fn same_series(a: &Article, b: &Article) -> bool {
    let later = a.time.abs_diff(b.time) >= UPDATE_SECONDS;
    if a.title
        .iter()
        .map(|word| word.word)
        .eq(b.title.iter().map(|word| word.word))
    {
        // The same headline on another day stands over other news: "Best of cartoons".
        return later && !a.title.is_empty() && !is_same_text(a, b);
    }
    if is_standing_text(a, b) || is_listed(&a.title, &b.title) {
        return true;
    }
    let longer = a.title.len().max(b.title.len());
    if a.title.len().min(b.title.len()) < LEAST_WORDS {
        return false;
    }
    let common = common_in_order(&a.title, &b.title);
    let alike = common * 5 >= longer * 3;
    let differ = |wanted: fn(&TitleWord) -> bool| differs(a, b, wanted) && differs(b, a, wanted);
    alike
        && (differ(|word| word.tells_apart && !word.number)
            || (later && differ(|word| word.number)))
        || later && is_refilled(a, b, common)
}

/// Whether two headlines stand under one label with names and numbers of their own: "Cup, round
/// three: Vell 3-1 Arvel" and "Cup, round three: Brindle 2-2 Tomsvik".
fn is_listed(one: &[TitleWord], other: &[TitleWord]) -> bool {
    let both = one.iter().zip(other);
    let label = both
        .take_while(|(a, b)| a.word == b.word && !a.number)
        .count();
    let (one, other) = (&one[label..], &other[label..]);
    let has_own = |rest: &[TitleWord]| {
        rest.iter().any(|word| word.number)
            && rest.iter().any(|word| word.tells_apart && !word.number)
    };
    let shares = |word: &TitleWord| other.iter().any(|other| other.word == word.word);
    label >= LABEL_WORDS
        && has_own(one)
        && has_own(other)
        && !one.iter().any(|word| !word.number && shares(word))
}

/// Whether two headlines of other hours stand in one frame that their source uses as a template,
/// and share nothing within it.
pub(super) fn shares_frame(a: &Article, b: &Article, is_template: impl Fn(u32) -> bool) -> bool {
    let later = a.time.abs_diff(b.time) >= UPDATE_SECONDS;
    let mut shared = a.frames.iter().filter(|frame| b.frames.contains(frame));
    later
        && shared.any(|frame| is_template(*frame))
        && !share_inside(&a.title, &b.title)
        && !is_same_text(a, b)
}

/// Whether two headlines share a word besides those that both begin or end with.
fn share_inside(mut one: &[TitleWord], mut other: &[TitleWord]) -> bool {
    let equal = |a: &TitleWord, b: &TitleWord| a.word == b.word || a.number && b.number;
    while let ([a, one_rest @ ..], [b, other_rest @ ..]) = (one, other) {
        if !equal(a, b) {
            break;
        }
        (one, other) = (one_rest, other_rest);
    }
    while let ([one_rest @ .., a], [other_rest @ .., b]) = (one, other) {
        if !equal(a, b) {
            break;
        }
        (one, other) = (one_rest, other_rest);
    }
    one.iter()
        .any(|word| !word.number && other.iter().any(|other| other.word == word.word))
}

/// Whether words were put in the place of others, few for the length of the headline: "Bond risk
/// falls in Europe" and, a day later, "Bond risk rises in Europe".
fn is_refilled(a: &Article, b: &Article, common: usize) -> bool {
    a.title.len() == b.title.len() && common * 5 >= a.title.len() * 4 && !is_same_text(a, b)
}

/// Whether two articles stand under headlines of their own over the same text, which says nothing
/// of either headline: the description of a show. Where it is known as furniture it is not among
/// their words, and they are judged by what else they say.
fn is_standing_text(a: &Article, b: &Article) -> bool {
    let is_under = |one: &Article, other: &Article| {
        is_strange_headline(one, other) && shared_beside_headline(one, other) >= STANDING_SHARE
    };
    is_same_text(a, b) && is_under(a, b) && is_under(b, a)
}

/// Whether the other article lacks most words of a headline.
fn is_strange_headline(one: &Article, other: &Article) -> bool {
    let lacks = |word: &&TitleWord| other.weight(word.word) == 0;
    one.title.iter().filter(lacks).count() * 2 > one.title.len()
}

/// The part of an article's words, as a square of weights, that the other one says too and that is
/// not in its headline.
fn shared_beside_headline(one: &Article, other: &Article) -> f32 {
    let in_headline = |word: u32| one.title.iter().any(|title| title.word == word);
    let shared = one
        .terms
        .iter()
        .filter(|term| !in_headline(term.word) && other.weight(term.word) > 0);
    let squares = shared.map(|term| f32::from(term.weight).powi(2));
    squares.sum::<f32>() / (UNIT * UNIT)
}

fn is_same_text(a: &Article, b: &Article) -> bool {
    a.sketch.contained_in(&b.sketch) >= SAME_TEXT && b.sketch.contained_in(&a.sketch) >= SAME_TEXT
}

/// Whether the first headline has such a word that is nowhere in the other article.
fn differs(a: &Article, b: &Article, wanted: fn(&TitleWord) -> bool) -> bool {
    let lacks = |word: &&TitleWord| {
        b.weight(word.word) == 0 && !b.title.iter().any(|other| other.word == word.word)
    };
    a.title
        .iter()
        .filter(|word| wanted(word))
        .any(|word| lacks(&word))
}

/// Length of the longest common subsequence; any two numbers are taken as equal.
fn common_in_order(one: &[TitleWord], other: &[TitleWord]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for a in one {
        let mut diagonal = 0;
        for (at, b) in other.iter().enumerate() {
            let above = row[at + 1];
            let equal = a.word == b.word || (a.number && b.number);
            row[at + 1] = if equal {
                diagonal + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::cases::{draft, piece};
    use crate::stories::pool::Pool;
    use crate::stories::rarity::Rarities;
    use crate::stories::settings::DEFAULT;
    use crate::stories::{furniture::Furniture, weigh::Weighing};

    fn pair(one: (i64, &str, &str), other: (i64, &str, &str)) -> [Article; 2] {
        let drafts = [one, other].map(|(hours, title, text)| {
            (
                crate::model::ArticleId(0),
                draft(&piece("Gazette", hours, title, text)),
            )
        });
        let (pool, rarities, furniture) =
            (Pool::default(), Rarities::default(), Furniture::default());
        let weighing = Weighing {
            pool: &pool,
            rarities: &rarities,
            furniture: &furniture,
            settings: &DEFAULT,
        };
        let articles = weighing.articles(&drafts);
        articles.try_into().expect("two drafts are two articles")
    }

    fn series(one: (i64, &str, &str), other: (i64, &str, &str)) -> bool {
        let [one, other] = pair(one, other);
        same_series(&one, &other)
    }

    #[test]
    fn a_known_frame_around_other_words_on_another_day_is_a_template() {
        let framed = |hours: i64, title: &str, known: bool| {
            let [one, other] = pair(
                (0, "Recipe of the day: barley soup", ""),
                (hours, title, ""),
            );
            shares_frame(&one, &other, |_| known)
        };
        assert!(framed(24, "Recipe of the day: plum dumplings", true));
        assert!(!framed(24, "Recipe of the day: plum dumplings", false));
        assert!(!framed(2, "Recipe of the day: plum dumplings", true));
        assert!(!framed(24, "Recipe of the day: soup from plums", true));
        assert!(!framed(24, "Plum dumplings are back in fashion", true));
    }

    #[test]
    fn another_place_in_the_same_headline_is_a_series() {
        assert!(series(
            (0, "Flood warning issued for Arvel district", ""),
            (1, "Flood warning issued for Tomsvik district", "")
        ));
        assert!(series(
            (0, "Arvel 2021: all the looks from the red carpet", ""),
            (1, "Tomsvik 2021: all the looks from the red carpet", "")
        ));
    }

    #[test]
    fn another_number_is_an_update_at_first_and_a_series_later() {
        let (early, more) = (
            "At least 12 dead after Arvel ferry sinks",
            "At least 19 dead after Arvel ferry sinks",
        );
        assert!(!series((0, early, ""), (5, more, "")));
        assert!(series((0, early, ""), (24, more, "")));
    }

    #[test]
    fn a_rewritten_headline_is_no_series() {
        assert!(!series(
            (
                0,
                "Body found in Arvel park is most likely the missing hiker",
                ""
            ),
            (
                2,
                "Remains found in Arvel park are most likely the missing hiker",
                ""
            )
        ));
    }

    #[test]
    fn a_standing_headline_on_another_day_is_a_series_unless_the_text_is_the_same() {
        let text = "The ferry to Arvel leaves at noon again because the pier was repaired by volunteers over two long weekends this spring.";
        assert!(series(
            (0, "Ferry times", "Noon and six."),
            (24, "Ferry times", "One and seven.")
        ));
        assert!(!series((0, "Ferry times", text), (24, "Ferry times", text)));
        assert!(!series(
            (0, "Ferry times", "Noon and six."),
            (1, "Ferry times", "One and seven.")
        ));
    }

    #[test]
    fn the_same_shape_on_another_day_is_a_series_unless_the_text_is_the_same() {
        let (falls, rises) = (
            "Bond risk of northern banks falls slightly",
            "Bond risk of northern banks rises slightly",
        );
        let text = "Protecting the bonds of northern banks from default costs less since the central bank of Vell bought its own paper back in May.";
        assert!(series((0, falls, ""), (24, rises, "")));
        assert!(!series((0, falls, ""), (3, rises, "")));
        assert!(!series((0, falls, text), (24, rises, text)));
    }

    #[test]
    fn results_under_one_label_are_items_of_a_list() {
        let (one, other) = (
            "Harbor Cup, third round: Vell Rovers 3-1 Upper Arvel",
            "Harbor Cup, third round: Brindle 4-4 Tomsvik (11-10 on penalties)",
        );
        assert!(series((0, one, ""), (1, other, "")));
        let update = "Harbor Cup, third round: Vell Rovers 4-1 Upper Arvel after extra time";
        assert!(!series((0, one, ""), (1, update, "")));
    }

    #[test]
    fn one_text_under_any_headline_is_a_series_unless_it_tells_of_the_headline() {
        let show = "Nine at Noon is the daily midday newscast of Channel Nine, hosted by Petra Lunde, and airs again at night.";
        assert!(series(
            (0, "Ferry runs aground", show),
            (2, "Teachers vote to strike", show)
        ));
        let news = "The ferry to Arvel ran aground at noon, and 80 passengers were taken off by two boats of the harbour police.";
        assert!(!series(
            (0, "Ferry runs aground with 80 passengers", news),
            (2, "Passengers taken off ferry by harbour police", news)
        ));
    }
}
