//! What carries no news, whoever writes it: invitations, credits, datelines, lists of times. It is
//! cut without any memory; what single publishers repeat is learned in `furniture`.

use std::sync::LazyLock;

use super::phrases::Phrases;

/// Beginnings of sentences that send the reader elsewhere or say who made the text.
static BEGINNINGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "subscribe",
        "please subscribe",
        "follow us",
        "follow our",
        "find us on",
        "like us on",
        "join us on",
        "join our",
        "connect with us",
        "sign up",
        "click here",
        "click the link",
        "to watch more",
        "to watch the latest",
        "to read more",
        "for more news",
        "for more videos",
        "for more stories",
        "for more information",
        "for more on",
        "for more from",
        "watch more",
        "watch the full",
        "watch our",
        "visit our",
        "visit us",
        "check our website",
        "check out our",
        "get more",
        "get the latest",
        "download our app",
        "download the app",
        "read more",
        "read also",
        "also read",
        "read next",
        "see also",
        "more from",
        "more on this",
        "listen to this article",
        "listen to the podcast",
        "listen to our",
        "stay up to date",
        "become a member",
        "support our",
        "continue reading",
        "this story was first published",
        "this story was originally",
        "this story has been",
        "this story originally",
        "this article was first published",
        "this article was originally",
        "this article originally",
        "originally published",
        "the post",
        "copyright",
        "reporting by",
        "additional reporting",
        "with additional reporting",
        "with reporting by",
        "writing by",
        "editing by",
        "edited by",
        "with inputs from",
        "inputs from",
        "with agency inputs",
        "photo credit",
        "photo by",
        "image credit",
        "image source",
        "file photo",
        "article url",
        "comments url",
        "our standards the thomson reuters trust principles",
        "view full coverage",
        "lesen sie auch",
        "lesen sie mehr",
        "mehr zum thema",
        "abonnieren sie",
        "a lire aussi",
        "lire aussi",
        "abonnez vous",
        "suivez nous",
        "suscribete",
        "siguenos",
        "lea tambien",
        "leer mas",
        "leia tambem",
        "leia mais",
        "inscreva se",
        "siga nos",
        "leggi anche",
        "iscriviti",
        "lees ook",
        "las ocksa",
        "czytaj tez",
        "czytaj takze",
        "подписывайтесь",
        "подпишитесь",
        "читайте также",
        "читайте нас",
        "читайте ще",
        "читайте також",
        "mag subscribe",
        "para sa iba pang",
        "আরও পড়ুন",
        "আরো পড়ুন",
        "यह भी पढ़ें",
        "ये भी पढ़ें",
        "اقرأ أيضا",
        "اقرأ المزيد",
        "بخوانید",
    ])
});

/// The same, as they are written in scripts without spaces.
const BEGINNINGS_UNSPACED: &[&str] = &[
    "続きを読む",
    "関連記事",
    "あわせて読みたい",
    "延伸阅读",
    "相关阅读",
    "延伸閱讀",
    "更多新闻",
    "点击",
    "อ่านต่อ",
    "อ่านเพิ่มเติม",
];

/// How legal lines end, folded.
const ENDS: &[&str] = &[
    "rights reserved",
    "rewritten or redistributed",
    "rechte vorbehalten",
    "droits reserves",
    "derechos reservados",
    "direitos reservados",
    "права защищены",
];

/// Whether a sentence carries no news. `folded` are its folded words.
pub(super) fn is_newsless(sentence: &str, folded: &str) -> bool {
    BEGINNINGS.begin(folded)
        || begins_with_time(sentence)
        || is_counter(folded)
        || ENDS.iter().any(|end| folded.ends_with(end))
        || !sentence.is_ascii()
            && BEGINNINGS_UNSPACED
                .iter()
                .any(|words| sentence.starts_with(words))
}

/// "Comments", "Points: 17": what a place of discussion says of an item.
fn is_counter(folded: &str) -> bool {
    let mut words = folded.split(' ');
    matches!(words.next(), Some("comments" | "points"))
        && words.all(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// "12:05 The mayor answers": a place in a video.
fn begins_with_time(sentence: &str) -> bool {
    let bytes = sentence.as_bytes();
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    (1..=2).contains(&digits)
        && bytes.get(digits) == Some(&b':')
        && bytes.get(digits + 1..digits + 3).is_some_and(|two| {
            two.iter().all(u8::is_ascii_digit)
        })
        // "12:05 pm saw the first ..." tells of something.
        && !matches!(
            bytes.get(digits + 3..).map(<[u8]>::trim_ascii_start),
            Some([b'a' | b'p' | b'A' | b'P', b'm' | b'.' | b'M', ..])
        )
}

/// A dateline is no longer than this, in bytes.
const DATELINE: usize = 64;
/// Words of a dateline at the most: "CAPE TOWN, South Africa (AP)".
const DATELINE_WORDS: usize = 8;

/// A text without the dateline that it begins with: "ARVEL, Vell (AP) — ", "(AFP) ", "ARVEL: ".
pub(super) fn without_dateline(text: &str) -> &str {
    let head = &text[..text.floor_char_boundary(DATELINE)];
    if let Some(agency) = head.strip_prefix('(')
        && let Some(end) = agency.find(')')
        && is_agency(&agency[..end])
    {
        let rest = text[end + 2..].trim_start();
        return rest.trim_start_matches(['-', '–', '—', ':', ' ']);
    }
    let ends = [" — ", " – ", " -- ", " - ", "— ", "– ", ": "];
    let found = ends
        .iter()
        .filter_map(|end| Some((head.find(end)?, end.len())))
        .min();
    match found {
        Some((at, length)) if is_dateline(&head[..at]) => &text[at + length..],
        _ => text,
    }
}

/// Names of agencies have capitals or are one short word.
fn is_agency(name: &str) -> bool {
    !name.is_empty() && name.len() <= 24 && name.split_whitespace().count() <= 2
}

fn is_dateline(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let count = words.clone().count();
    let Some(first) = words.next() else {
        return false;
    };
    let letters = first.chars().filter(|c| c.is_alphabetic());
    let in_capitals = letters.clone().count() >= 3 && letters.clone().all(|c| c.is_uppercase());
    let agency = text.ends_with(')') && text.contains('(');
    let begins_large = |word: &str| {
        word.trim_start_matches('(')
            .chars()
            .next()
            .is_some_and(|c| !c.is_lowercase())
    };
    count <= DATELINE_WORDS
        && (in_capitals || agency)
        && words.all(|word| agency || begins_large(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::phrases::folded;

    #[test]
    fn invitations_credits_and_times_are_no_news() {
        for sentence in [
            "Subscribe to the Harbor Ledger for more!",
            "Follow us on Chirper:",
            "(Reporting by Ann Lowe; Editing by Tom Reed)",
            "This story was first published in the Coast Post.",
            "© 2026 Ledger. All rights reserved.",
            "12:05 The mayor answers",
            "Lesen Sie auch: Der Damm von Vell",
            "Читайте также: дамба в Велле",
            "関連記事：ダムが決壊",
            "Points: 17",
            "# Comments: 3",
            "Comments",
        ] {
            assert!(is_newsless(sentence, &folded(sentence)), "{sentence}");
        }
        for sentence in [
            "For more than a decade the dam held.",
            "12:05 pm saw the first of the boats leave.",
            "Subscribers of the ferry line were told on Monday.",
            "The copyright of the song was sold.",
            "Comments by the mayor were met with silence.",
            "",
        ] {
            assert!(!is_newsless(sentence, &folded(sentence)), "{sentence}");
        }
    }

    #[test]
    fn a_dateline_is_cut_and_a_sentence_is_not() {
        let check = |text, expected| assert_eq!(without_dateline(text), expected);
        check("ARVEL, Vell (AP) — The dam broke.", "The dam broke.");
        check("ARVEL – The dam broke.", "The dam broke.");
        check("NEW ARVEL: The dam broke.", "The dam broke.");
        check("Arvel (dpa) - The dam broke.", "The dam broke.");
        check("(CNN)The dam broke.", "The dam broke.");
        check(
            "The dam — a wall of clay — broke.",
            "The dam — a wall of clay — broke.",
        );
        check("Arvel: the dam broke.", "Arvel: the dam broke.");
        check("(", "(");
        check("", "");
    }
}
