//! Letters that stand for one of the keyboard: nobody types them, and everybody means them.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The letter that is typed for another one: the dotless i, hyphens that do not break, curled
/// apostrophes. Any other letter stays as it is.
pub fn plain_letter(c: char) -> char {
    match c {
        'ı' => 'i',
        '\u{2010}'..='\u{2012}' | '\u{2212}' => '-',
        '‘' | '’' | 'ʼ' => '\'',
        other => other,
    }
}

/// A text with the letters that are typed for it.
pub fn plain_letters(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(|c| plain_letter(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(plain_letter).collect())
}

/// A text as it is compared: in lower case, without accents, with the letters that are typed.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(plain_letter).filter_map(fold).collect()
}

/// The words of a text as they are compared, with one blank before and behind each. What a word is
/// follows the full-text index, so that both find the same.
pub fn folded_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for c in text.chars().map(plain_letter) {
        if is_accent(c) {
            continue;
        }
        if c.is_alphanumeric() && !is_combining_mark(c) {
            words.extend(fold(c));
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

/// A letter in lower case; without its accent where what is left is a letter from a to z, for in
/// other scripts marks make other letters. `None` for an accent that stands alone.
fn fold(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    if is_accent(c) {
        return None;
    }
    let mut base = None;
    decompose_canonical(c, |part| {
        base.get_or_insert(part);
    });
    match base {
        Some(base) if base.is_ascii_alphabetic() => Some(base.to_ascii_lowercase()),
        _ => match c {
            'ς' => Some('σ'),
            'ſ' => Some('s'),
            c => c.to_lowercase().next(),
        },
    }
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a letter belongs to a script that writes without blanks, of which the full-text index
/// takes a whole run as one word.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_like_those_of_the_index() {
        assert_eq!(
            folded_words("Café: LOW\u{2011}latency, “Ünited”"),
            " cafe low latency united "
        );
        assert_eq!(folded_words("cafe\u{301} Οδός"), " cafe οδόσ ");
        assert_eq!(folded_words(""), " ");
        assert_eq!(folded("DİYARBAKIR Ørsted Ναύς"), "diyarbakir ørsted ναύσ");
    }

    #[test]
    fn letters_are_as_they_are_typed() {
        assert_eq!(
            plain_letters("Ajansı’s low\u{2011}latency"),
            "Ajansi's low-latency"
        );
        assert!(matches!(plain_letters("naïve – plain"), Cow::Borrowed(_)));
    }
}
