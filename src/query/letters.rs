//! Letters that stand for one of the keyboard: nobody types them, and everybody means them.

use std::borrow::Cow;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_they_are_typed() {
        assert_eq!(
            plain_letters("Ajansı’s low\u{2011}latency"),
            "Ajansi's low-latency"
        );
        assert!(matches!(plain_letters("naïve – plain"), Cow::Borrowed(_)));
    }
}
