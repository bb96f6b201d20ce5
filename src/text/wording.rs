//! What of a text is its wording: not what changes by itself (counters, "2 minutes ago"), and not
//! the damage that letters take on their way. And how alike two wordings are.

use std::borrow::Cow;

use memchr::memmem;
use rustc_hash::FxHashSet;

use super::months::is_english_month;
use super::words::{WordKind, fold, hash_word, words};

/// Longer lines are sentences, whatever they count.
const METER_BYTES: usize = 90;

/// What stands where letters could not be read.
const DAMAGE: char = '\u{fffd}';

/// Words that count readers and what they do.
const COUNTED: &[&str] = &[
    "comment",
    "comments",
    "reply",
    "replies",
    "response",
    "responses",
    "view",
    "views",
    "viewers",
    "like",
    "likes",
    "share",
    "shares",
    "point",
    "points",
    "vote",
    "votes",
    "upvotes",
    "boosts",
    "favorites",
    "favourites",
    "reactions",
    "retweets",
    "reads",
    "watching",
    "followers",
    "subscribers",
    "kommentar",
    "kommentare",
    "kommentarer",
    "aufrufe",
    "antworten",
    "commentaire",
    "commentaires",
    "vues",
    "partages",
    "réactions",
    "comentario",
    "comentarios",
    "comentários",
    "vistas",
    "visitas",
    "visualizaciones",
    "visualizações",
    "commenti",
    "visualizzazioni",
    "reacties",
    "комментариев",
    "комментария",
    "просмотров",
];

/// Words of "updated at …" and "… ago".
const DATED: &[&str] = &[
    "updated",
    "posted",
    "published",
    "modified",
    "edited",
    "refreshed",
    "ago",
    "now",
    "aktualisiert",
    "veröffentlicht",
    "stand",
    "zuletzt",
    "vor",
    "jour",
    "publié",
    "actualizado",
    "publicado",
    "hace",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "geleden",
    "sedan",
    "обновлено",
    "назад",
];

/// Words that stand between those.
const BETWEEN: &[&str] = &[
    "about",
    "last",
    "just",
    "at",
    "on",
    "the",
    "of",
    "a",
    "an",
    "and",
    "am",
    "pm",
    "um",
    "uhr",
    "utc",
    "gmt",
    "est",
    "edt",
    "et",
    "pst",
    "pdt",
    "bst",
    "cet",
    "cest",
    "ist",
    "mis",
    "à",
    "il",
    "y",
    "le",
    "el",
    "today",
    "yesterday",
    "heute",
    "gestern",
    "read",
    "ed",
];

/// Units of time, days and months.
const TIMES: &[&str] = &[
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "m",
    "min",
    "mins",
    "minute",
    "minutes",
    "h",
    "hr",
    "hrs",
    "hour",
    "hours",
    "d",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "sekunden",
    "minuten",
    "stunde",
    "stunden",
    "tag",
    "tagen",
    "heure",
    "heures",
    "jours",
    "minutos",
    "hora",
    "horas",
    "días",
    "ore",
    "minuti",
    "uur",
    "минут",
    "часа",
    "часов",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

/// What stands between the parts of a line about a text.
const PARTING: [char; 3] = ['|', '·', '•'];

/// Signs before a number that counts readers and what they do.
const COUNTING: [char; 8] = ['👁', '👀', '💬', '❤', '♥', '👍', '⭐', '🔁'];

/// A text without what changes by itself: lines, and parts of lines, that only count ("12 comments")
/// or only say when ("Updated 3 minutes ago"), and such words within a line.
pub fn lasting(text: &str) -> Cow<'_, str> {
    let relative = memmem::find(text.as_bytes(), b" ago").is_some()
        || memmem::find(text.as_bytes(), b"omment").is_some();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let kept = if is_meter(line) {
            Some(String::new())
        } else if let Some(kept) = without_meters(line) {
            Some(kept)
        } else if relative {
            without_relative(line)
        } else {
            None
        };
        if let Some(kept) = kept {
            out.push_str(&text[copied..at]);
            out.push_str(&kept);
            copied = end;
        }
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Whether a line only counts or only says when.
fn is_meter(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > METER_BYTES || !line.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let mut telling = line.contains(COUNTING);
    for word in line.split(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | '/')) {
        let word = bare(word);
        if word.is_empty() || is_number(word) {
            continue;
        }
        let word = word.to_lowercase();
        let is = |list: &[&str]| list.contains(&word.as_str());
        telling |= is(COUNTED) || is(DATED);
        if !(is(COUNTED) || is(DATED) || is(BETWEEN) || is(TIMES) || is_english_month(&word)) {
            return false;
        }
    }
    telling
}

/// A line about a text without the parts that only count or only say when; `None` if it has none.
fn without_meters(line: &str) -> Option<String> {
    if line.len() > METER_BYTES || !line.contains(PARTING) {
        return None;
    }
    let parts: Vec<&str> = line.trim_end().split(PARTING).collect();
    let kept = parts.iter().filter(|part| !is_meter(part));
    let kept: Vec<&str> = kept.map(|part| part.trim()).collect();
    (kept.len() < parts.len()).then(|| format!("{}\n", kept.join(" · ")))
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(['k', 'K', 'm', 'M', 'h', 's']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ':' | '-' | '+'))
}

/// A line without "3 hours ago" and "[12 comments]"; `None` if it has neither.
fn without_relative(line: &str) -> Option<String> {
    let tokens: Vec<&str> = line.split_whitespace().collect();
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        at += if is_ago(rest) {
            3
        } else if is_count(rest) {
            2
        } else {
            kept.push(tokens[at]);
            1
        };
    }
    (kept.len() < tokens.len()).then(|| format!("{}\n", kept.join(" ")))
}

fn is_ago(tokens: &[&str]) -> bool {
    let [number, unit, ago, ..] = tokens else {
        return false;
    };
    let number = bare(number);
    bare(ago).eq_ignore_ascii_case("ago")
        && (is_number(number) || matches!(number, "a" | "an" | "one"))
        && TIMES.contains(&bare(unit).to_ascii_lowercase().as_str())
}

fn is_count(tokens: &[&str]) -> bool {
    let [number, what, ..] = tokens else {
        return false;
    };
    number.starts_with(['[', '('])
        && what.ends_with([']', ')'])
        && is_number(bare(number))
        && COUNTED.contains(&bare(what).to_lowercase().as_str())
}

/// Whether two texts say the same: but for what changes by itself, for case and punctuation, and
/// for words that are damaged in one of them.
pub fn says_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (lasting(one), lasting(other));
    let mut left = one.split_whitespace().filter(|word| says_something(word));
    let mut right = other.split_whitespace().filter(|word| says_something(word));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if is_one_word(a, b) => {}
            _ => return false,
        }
    }
}

fn says_something(word: &str) -> bool {
    word.contains(|c: char| c.is_alphanumeric() || c == DAMAGE)
}

/// Whether two words are one but for case and marks; of figures every mark but the last counts.
fn is_one_word(one: &str, other: &str) -> bool {
    if one == other || one.contains(DAMAGE) || other.contains(DAMAGE) {
        return true;
    }
    if one.contains(char::is_numeric) || other.contains(char::is_numeric) {
        let figure = |word: &'_ str| -> String {
            let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '”', '’']);
            word.trim_start_matches(['(', '"', '“', '‘']).to_lowercase()
        };
        return figure(one) == figure(other);
    }
    let letters = |word: &str| -> String {
        let letters = word.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

/// How many letters of a text could not be read.
pub fn damage(text: &str) -> usize {
    memmem::find_iter(text.as_bytes(), "\u{fffd}").count()
}

/// A page's words, a line for what stands between two tags.
pub fn outside_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for (index, piece) in html.split('<').enumerate() {
        let text = match index {
            0 => piece,
            _ => piece.split_once('>').map_or("", |(_, text)| text),
        };
        if !text.trim().is_empty() {
            out.push_str(text);
            out.push('\n');
        }
    }
    out
}

/// What identifies a headline whatever its case and punctuation; `None` if it has no words.
pub fn title_key(title: &str) -> Option<u64> {
    let mut folded = String::new();
    let mut all = String::with_capacity(title.len());
    for word in words(title) {
        fold(word.text, &mut folded);
        all.push_str(&folded);
        all.push(' ');
    }
    (!all.is_empty()).then(|| xxhash_rust::xxh3::xxh3_64(all.as_bytes()))
}

/// The share of the words of both texts that are in both, 0 to 1, and how many words the shorter
/// one has.
pub fn likeness(one: &str, other: &str) -> (f32, usize) {
    let (one, other) = (set(one), set(other));
    let shared = one.intersection(&other).count();
    let all = one.len() + other.len() - shared;
    let share = if all == 0 {
        0.0
    } else {
        shared as f32 / all as f32
    };
    (share, one.len().min(other.len()))
}

/// The words of a text; of scripts without blanks, the pairs of neighbours.
fn set(text: &str) -> FxHashSet<u32> {
    let mut folded = String::new();
    let mut set = FxHashSet::default();
    for word in words(text) {
        fold(word.text, &mut folded);
        if word.kind == WordKind::Unspaced {
            let letters: Vec<char> = folded.chars().collect();
            set.extend(
                letters
                    .windows(2)
                    .map(|pair| hash_word(&String::from_iter(pair))),
            );
        } else {
            set.insert(hash_word(&folded));
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counters_and_times_do_not_last() {
        let check = |text: &str, expected: &str| assert_eq!(lasting(text), expected, "{text}");
        check("The ferry sank.\n12 comments", "The ferry sank.\n");
        check(
            "1,204 views · 17 likes\nUpdated 3 minutes ago\nThe ferry sank.",
            "The ferry sank.",
        );
        check(
            "Points: 53\n# Comments: 12\nThe ferry sank.",
            "The ferry sank.",
        );
        check("Aktualisiert vor 5 Minuten\nDie Fähre", "Die Fähre");
        check("Last updated at 10:42 GMT, 12 August 2026", "");
        check("Sent by a reader [275 comments]", "Sent by a reader\n");
        check("It sank 3 hours ago off Arvel.", "It sank off Arvel.\n");
    }

    #[test]
    fn s20_counters_in_a_line_about_a_text_are_no_other_wording() {
        for (one, other) in [
            (
                "📅 · 📁 Ports · 👁 8 views · ⏱️ 11 min read",
                "📅 · 📁 Ports · 👁 1,209 views · ⏱️ 11 min read",
            ),
            ("Häfen | 👁 8 | 💬 0", "Häfen | 👁 95 | 💬 4"),
            (
                "Quay Weekly · Updated 2 hours ago",
                "Quay Weekly · Updated 3 hours ago",
            ),
            ("Mis à jour il y a 2 heures", "Mis à jour il y a 5 heures"),
            ("Vor 20 Minuten aktualisiert", "Vor 1 Stunde aktualisiert"),
        ] {
            assert!(says_the_same(one, other), "{one}");
        }
        assert!(!says_the_same("Ports · 8 views", "Fishing · 8 views"));
        assert!(!says_the_same("Arvel 2 · Mondal 1", "Arvel 2 · Mondal 2"));
    }

    #[test]
    fn what_is_told_lasts() {
        for text in [
            "Rovers 2 - 1 United",
            "12 August 2026",
            "The team has 21 points and 3 games to play.",
            "Comments are closed",
            "12 people made comments",
            "The law was passed long ago",
            "",
        ] {
            assert_eq!(lasting(text), text);
        }
    }

    #[test]
    fn damaged_letters_are_no_other_wording() {
        assert!(says_the_same(
            "The fer\u{fffd}\u{fffd}y sank",
            "The ferry sank"
        ));
        assert!(says_the_same(
            "The fer\u{fffd}y sank off Arvel",
            "The ferry sank off Ar\u{fffd}el"
        ));
        assert!(!says_the_same("The ferry sank", "The ferry sails"));
        assert!(!says_the_same("The ferry sank", "The ferry sank twice"));
        assert_eq!(damage("fer\u{fffd}\u{fffd}y"), 2);
    }

    #[test]
    fn case_and_punctuation_are_no_other_wording_but_in_figures() {
        for (one, other) in [
            ("The ferry sank", "The Ferry sank."),
            ("An under-age sailor", "An underage sailor"),
            ("Ferry sinks - twelve saved", "Ferry sinks: twelve saved"),
            ("It cost 1.5 million", "It cost “1.5” million"),
        ] {
            assert!(says_the_same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("It cost 1.5 million", "It cost 15 million"),
            ("It fell to -5 degrees", "It fell to 5 degrees"),
            ("Ferry sinks", "Ferry sink"),
        ] {
            assert!(!says_the_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_headline_is_known_whatever_its_case_and_marks() {
        assert_eq!(
            title_key("Ferry sinks off Arvel"),
            title_key("FERRY sinks — off Arvel!")
        );
        assert_ne!(title_key("Ferry sinks"), title_key("Ferry sails"));
        assert_eq!(title_key(" — "), None);
    }

    #[test]
    fn alike_are_texts_that_share_most_words() {
        let (share, words) = likeness("The ferry sank off Arvel", "the ferry sank near Arvel");
        assert!((0.6..0.7).contains(&share) && words == 5, "{share} {words}");
        assert_eq!(likeness("", "").0, 0.0);
        assert!(likeness("港で火災が発生した", "港で火災が発生した").0 > 0.99);
    }

    #[test]
    fn words_stand_outside_of_tags() {
        assert_eq!(
            outside_tags("<p>It <b>sank</b>.</p><img src='a'>"),
            "It \nsank\n.\n"
        );
    }

    proptest! {
        #[test]
        fn what_lasts_lasts(text in "([0-9]{0,2} ?(comments|ago|hours|ferry|\n|\\[|\\]| )){0,12}") {
            let once = lasting(&text).into_owned();
            prop_assert!(says_the_same(&text, &text));
            let words = |text: &str| text.split_whitespace().count();
            prop_assert!(words(&once) <= words(&text));
        }
    }
}
