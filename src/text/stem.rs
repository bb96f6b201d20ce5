//! Stemming: the forms of one word meet, different words rarely do. English has light rules that
//! grouping was tuned with; languages with a Snowball stemmer have that; scripts of few languages
//! have light rules here, because for them the language need not be known.

use rust_stemmers::{Algorithm, Stemmer};

use super::language::Language;
use super::script::Script;
use super::words::fold;

/// Longer words are no words of a language, in bytes.
const LONGEST: usize = 60;

/// Cuts the ending of a folded word in place. Latin words lose plural, `-ing`, `-ed` and a final
/// `e` or `y`, words of other scripts their commonest endings and prefixes.
pub fn stem(word: &mut String) {
    if !word.is_ascii() {
        stem_script(word);
        return;
    }
    if word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    cut_plural(word);
    cut_verb_ending(word);
    if word.len() > 3 && word.ends_with(['e', 'y', 'i']) {
        word.pop();
    }
}

/// Writes the folded stem of a word into `out` by the rules of its language; false where the
/// language has none of its own, so that [`stem`] says all there is.
pub fn stem_in(language: Language, word: &str, out: &mut String) -> bool {
    let Some(algorithm) = language.tag().and_then(algorithm) else {
        return false;
    };
    let lower = word.to_lowercase();
    // The library knows letters alone.
    if word.len() > LONGEST || !lower.chars().all(char::is_alphabetic) {
        return false;
    }
    fold(&Stemmer::create(algorithm).stem(&lower), out);
    true
}

fn algorithm(tag: &str) -> Option<Algorithm> {
    Some(match tag {
        "es" => Algorithm::Spanish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "it" => Algorithm::Italian,
        "pt" => Algorithm::Portuguese,
        "nl" => Algorithm::Dutch,
        "sv" => Algorithm::Swedish,
        "da" => Algorithm::Danish,
        "fi" => Algorithm::Finnish,
        "hu" => Algorithm::Hungarian,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

fn cut_plural(word: &mut String) {
    let two = word.ends_with("ies") && word.len() > 4;
    let sibilant = ["sses", "ches", "shes", "xes"];
    if two || sibilant.iter().any(|ending| word.ends_with(ending)) {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s')
        && !["ss", "us", "is"]
            .iter()
            .any(|ending| word.ends_with(ending))
    {
        word.pop();
    }
}

fn cut_verb_ending(word: &mut String) {
    let kept = if word.ends_with("ing") {
        word.len() - 3
    } else if word.ends_with("ed") && !word.ends_with("eed") {
        word.len() - 2
    } else {
        return;
    };
    let root = word.as_bytes().get(..kept).unwrap_or_default();
    if root.len() < 3 || !root.iter().any(|byte| b"aeiouy".contains(byte)) {
        return;
    }
    word.truncate(kept);
    let bytes = word.as_bytes();
    let (last, before) = (bytes[kept - 1], bytes[kept - 2]);
    if last == before && !b"lsz".contains(&last) && word.len() > 3 {
        word.pop();
    }
}

/// What is cut off words of a script: prefixes, then endings, each the first that leaves enough
/// letters. All is folded, longer affixes stand first.
struct Rules {
    prefixes: &'static [&'static str],
    endings: &'static [&'static str],
    /// Letters that stay at least.
    least: usize,
}

fn stem_script(word: &mut String) {
    let Some(rules) = word.chars().next().and_then(|c| rules(Script::of(c))) else {
        return;
    };
    let spare = |word: &str| word.chars().count().saturating_sub(rules.least);
    let fits = |affix: &str, spare: usize| affix.chars().count() <= spare;
    // Twice, so that a word that begins like a prefix is cut alike behind an article.
    for _ in 0..2 {
        let room = spare(word);
        let prefix = rules
            .prefixes
            .iter()
            .find(|prefix| word.starts_with(**prefix) && fits(prefix, room));
        if let Some(prefix) = prefix {
            word.drain(..prefix.len());
        }
    }
    // Twice as well: what looks like an ending is cut alike behind another one.
    for _ in 0..2 {
        let room = spare(word);
        let ending = rules
            .endings
            .iter()
            .find(|ending| word.ends_with(**ending) && fits(ending, room));
        if let Some(ending) = ending {
            word.truncate(word.len() - ending.len());
        }
    }
}

fn rules(script: Script) -> Option<&'static Rules> {
    Some(match script {
        Script::Cyrillic => &CYRILLIC,
        Script::Greek => &GREEK,
        Script::Arabic => &ARABIC,
        Script::Hebrew => &HEBREW,
        Script::Devanagari => &DEVANAGARI,
        Script::Bengali => &BENGALI,
        Script::Hangul => &HANGUL,
        _ => return None,
    })
}

/// Endings of nouns and adjectives in Ukrainian and its neighbours; Russian has Snowball.
static CYRILLIC: Rules = Rules {
    prefixes: &[],
    endings: &[
        "ського",
        "ському",
        "ськими",
        "ською",
        "ських",
        "ський",
        "ська",
        "ське",
        "ські",
        "ними",
        "ного",
        "ному",
        "ами",
        "ями",
        "ові",
        "еві",
        "ого",
        "ому",
        "ими",
        "ією",
        "ите",
        "ою",
        "ею",
        "ах",
        "ях",
        "ів",
        "їв",
        "ам",
        "ям",
        "ій",
        "ий",
        "ої",
        "им",
        "их",
        "ом",
        "ем",
        "єм",
        "ую",
        "ей",
        "ов",
        "ев",
        "ый",
        "ая",
        "ое",
        "ые",
        "ия",
        "ию",
        "ии",
        "а",
        "у",
        "и",
        "і",
        "ї",
        "о",
        "е",
        "є",
        "ю",
        "я",
        "ь",
        "й",
        "ы",
    ],
    least: 3,
};

static GREEK: Rules = Rules {
    prefixes: &[],
    endings: &[
        "ματων",
        "ματοσ",
        "ματα",
        "ουσ",
        "εισ",
        "εων",
        "μα",
        "ησ",
        "οσ",
        "ασ",
        "εσ",
        "οι",
        "ου",
        "ων",
        "ια",
        "ιο",
        "α",
        "ο",
        "η",
        "ι",
        "ε",
    ],
    least: 3,
};

/// The article with what is written together with it, plural and feminine endings. A lone "and"
/// goes where enough is left.
static ARABIC: Rules = Rules {
    prefixes: &["وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و"],
    endings: &[
        "هما", "تها", "ها", "هم", "ات", "ون", "ين", "ان", "يه", "ه", "ي",
    ],
    least: 3,
};

/// Conjunctions, prepositions and the article are written together with the word.
static HEBREW: Rules = Rules {
    prefixes: &[
        "וה", "וב", "ול", "ומ", "שה", "ו", "ה", "ב", "ל", "מ", "ש", "כ",
    ],
    endings: &["ימ", "ות", "יה", "ה"],
    least: 4,
};

static DEVANAGARI: Rules = Rules {
    prefixes: &[],
    endings: &[
        "ियों",
        "ाओं",
        "ुओं",
        "ियां",
        "ाएं",
        "ों",
        "ें",
        "ां",
        "ीं",
        "ो",
        "े",
        "ी",
        "ि",
        "ा",
        "ू",
        "ु",
        "ं",
    ],
    least: 2,
};

static BENGALI: Rules = Rules {
    prefixes: &[],
    endings: &[
        "গুলোতে",
        "গুলোর",
        "গুলির",
        "দেরকে",
        "গুলো",
        "গুলি",
        "টিতে",
        "টিকে",
        "দের",
        "টির",
        "টার",
        "েরা",
        "ের",
        "যের",
        "রা",
        "টি",
        "টা",
        "কে",
        "তে",
        "যে",
        "েই",
        "েও",
        "র",
        "ে",
        "ই",
        "ও",
        "য",
    ],
    least: 2,
};

/// Particles behind a noun.
static HANGUL: Rules = Rules {
    prefixes: &[],
    endings: &[
        "에서는",
        "으로는",
        "에서",
        "에게",
        "으로",
        "까지",
        "부터",
        "보다",
        "처럼",
        "한테",
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "의",
        "에",
        "로",
        "와",
        "과",
        "도",
        "만",
    ],
    least: 2,
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{LanguageGuess, hash_word, words};

    #[track_caller]
    fn meet(forms: &[&str]) {
        let stems: Vec<String> = forms
            .iter()
            .map(|form| {
                let mut word = String::new();
                fold(form, &mut word);
                stem(&mut word);
                word
            })
            .collect();
        assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
    }

    #[test]
    fn the_forms_of_a_word_meet() {
        meet(&["flood", "floods", "flooded", "flooding"]);
        meet(&["agree", "agrees"]);
        meet(&["city", "cities"]);
        meet(&["approve", "approves", "approved", "approving"]);
        meet(&["plan", "planned", "planning"]);
    }

    #[test]
    fn the_forms_of_a_word_meet_in_other_scripts() {
        meet(&["місто", "міста", "місту"]);
        meet(&["الوزير", "والوزير", "وزير", "للوزير"]);
        meet(&["مدرسة", "المدرسة", "مدرسات"]);
        meet(&["הממשלה", "ממשלה"]);
        meet(&["शहर", "शहरों"]);
        meet(&["সরকার", "সরকারের", "সরকারকে"]);
        meet(&["대통령", "대통령이", "대통령은", "대통령의"]);
        meet(&["φράγμα", "φράγματα", "φράγματος"]);
    }

    fn language(text: &str) -> Language {
        let (mut guess, mut folded) = (LanguageGuess::default(), String::new());
        for word in words(text) {
            fold(word.text, &mut folded);
            guess.count(&folded, LanguageGuess::lists_with(hash_word(&folded)));
        }
        guess.language(None)
    }

    #[test]
    fn a_language_with_a_stemmer_of_its_own_has_its_rules() {
        let check = |text: &str, forms: &[&str]| {
            let mut stems = Vec::new();
            for form in forms {
                let mut out = String::new();
                assert!(stem_in(language(text), form, &mut out), "{form}");
                stems.push(out);
            }
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        };
        check("это не так, но он был там", &["Москва", "Москве", "Москвы"]);
        check("das ist nicht der Fall und die", &["Brücke", "Brücken"]);
        check("ce n'est pas dans les", &["élection", "élections"]);
        assert!(!stem_in(Language::ENGLISH, "bridges", &mut String::new()));
    }

    #[test]
    fn short_words_and_numbers_stay() {
        for word in ["bus", "red", "king", "2020s", "gas"] {
            let mut stemmed = word.to_owned();
            stem(&mut stemmed);
            assert_eq!(stemmed, word);
        }
    }

    proptest! {
        #[test]
        fn any_word_is_stemmed(place in 0u8..32, word in "[a-zA-ZäöüßéèêçñãőűåøæțşıİŁа-яёіїЀ-Ӿα-ωάא-תء-يक-हা-ৗ가-깋\u{301}]{0,14}") {
            let mut out = String::new();
            stem_in(Language(place), &word, &mut out);
            fold(&word, &mut out);
            stem(&mut out);
        }
    }
}
