//! How long a text is.

use unicode_segmentation::UnicodeSegmentation;

/// Words of a text. Scripts that write without blanks are counted two characters to a word, which
/// is about the length of a word in Chinese and Japanese.
pub fn count_words(text: &str) -> u32 {
    let words: usize = if text.is_ascii() {
        // Most texts, so their characters are not asked what they are one by one.
        text.as_bytes()
            .split(|byte| matches!(byte, b' ' | b'\t'..=b'\r'))
            .filter(|run| run.iter().any(u8::is_ascii_alphanumeric))
            .count()
    } else {
        text.split_whitespace().map(words_of_run).sum()
    };
    u32::try_from(words).unwrap_or(u32::MAX)
}

fn words_of_run(run: &str) -> usize {
    if run.is_ascii() {
        return usize::from(run.bytes().any(|byte| byte.is_ascii_alphanumeric()));
    }
    let unspaced = run.chars().filter(|c| is_unspaced(*c)).count();
    if unspaced > 0 {
        return unspaced.div_ceil(2);
    }
    usize::from(run.unicode_words().next().is_some())
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_scripts_with_and_without_blanks() {
        assert_eq!(count_words("Two words - and a dash"), 5);
        assert_eq!(count_words("a\u{b}b\tc\r\nd ... e"), 5);
        assert_eq!(count_words("naïve café"), 2);
        assert_eq!(count_words("港で火災が発生"), 4);
        assert_eq!(count_words(""), 0);
    }
}
