//! Names of months.

/// In English, whole and short, with their numbers.
const ENGLISH: [(&str, u8); 24] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sept", 9),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

/// In other languages of Latin script that feeds are mostly written in; those that are spelled as
/// in English stand there.
const OTHERS: [(&str, u8); 31] = [
    ("januar", 1),
    ("februar", 2),
    ("märz", 3),
    ("mai", 5),
    ("juni", 6),
    ("juli", 7),
    ("oktober", 10),
    ("dezember", 12),
    ("janvier", 1),
    ("février", 2),
    ("mars", 3),
    ("avril", 4),
    ("juin", 6),
    ("juillet", 7),
    ("août", 8),
    ("septembre", 9),
    ("octobre", 10),
    ("novembre", 11),
    ("décembre", 12),
    ("enero", 1),
    ("febrero", 2),
    ("marzo", 3),
    ("abril", 4),
    ("mayo", 5),
    ("junio", 6),
    ("julio", 7),
    ("agosto", 8),
    ("septiembre", 9),
    ("octubre", 10),
    ("noviembre", 11),
    ("diciembre", 12),
];

/// Names that English and another language share.
const SHARED: [(&str, u8); 4] = [
    ("april", 4),
    ("august", 8),
    ("september", 9),
    ("november", 11),
];

/// The months of English with their numbers.
pub(super) fn english_months() -> impl Iterator<Item = (&'static str, u8)> {
    ENGLISH.into_iter()
}

/// The months of the other languages with their numbers.
pub(super) fn other_months() -> impl Iterator<Item = (&'static str, u8)> {
    OTHERS.into_iter().chain(SHARED)
}

/// Whether a word, in whatever case, is the name of a month in English.
pub fn is_english_month(word: &str) -> bool {
    english_months().any(|(name, _)| word.eq_ignore_ascii_case(name))
}

/// Whether a word is the name of a month; in English in whatever case.
pub fn is_month(word: &str) -> bool {
    is_english_month(word) || other_months().any(|(name, _)| word.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_whole_and_short() {
        assert!(is_english_month("Sept") && is_english_month("MAY"));
        assert!(is_month("septembre") && !is_english_month("septembre"));
        assert!(!is_month("monday"));
    }
}
