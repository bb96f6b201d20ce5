//! Names of months.

/// In English, whole and short.
const ENGLISH: [&str; 24] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
];

/// In other languages of Latin script that feeds are mostly written in.
const OTHERS: [&str; 31] = [
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// Whether a word, in whatever case, is the name of a month in English.
pub fn is_english_month(word: &str) -> bool {
    ENGLISH.iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// Whether a word is the name of a month; in English in whatever case.
pub fn is_month(word: &str) -> bool {
    is_english_month(word) || OTHERS.iter().any(|name| word.eq_ignore_ascii_case(name))
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
