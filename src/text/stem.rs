//! Light stemming: the forms of one word meet, different words rarely do.

/// Cuts the ending of a folded word in place. Latin words lose plural, `-ing`, `-ed` and a final
/// `e` or `y`; words of inflected scripts keep their first six letters.
pub fn stem(word: &mut String) {
    if !word.is_ascii() {
        cut_inflected(word);
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

fn cut_inflected(word: &mut String) {
    let inflected = |c: char| matches!(c, '\u{370}'..='\u{52f}');
    if !word.chars().any(inflected) {
        return;
    }
    if let Some((end, _)) = word.char_indices().nth(6) {
        word.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn meet(forms: &[&str]) {
        let stems: Vec<String> = forms
            .iter()
            .map(|form| {
                let mut word = (*form).to_owned();
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
        meet(&["наводнение", "наводнения"]);
    }

    #[test]
    fn short_words_and_numbers_stay() {
        for word in ["bus", "red", "king", "2020s", "gas"] {
            let mut stemmed = word.to_owned();
            stem(&mut stemmed);
            assert_eq!(stemmed, word);
        }
    }
}
