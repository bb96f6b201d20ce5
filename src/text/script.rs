//! Scripts: which one a letter belongs to, and how the words of scripts without spaces are taken
//! apart.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// A script, as far as counting words needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Odia,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Burmese,
    Georgian,
    Ethiopic,
    Khmer,
    Hangul,
    Kana,
    Han,
    Other,
}

/// How many scripts are told apart.
pub(super) const SCRIPTS: usize = Script::Other as usize + 1;

impl Script {
    /// All of them.
    pub(super) const ALL: [Self; SCRIPTS] = [
        Self::Latin,
        Self::Greek,
        Self::Cyrillic,
        Self::Armenian,
        Self::Hebrew,
        Self::Arabic,
        Self::Devanagari,
        Self::Bengali,
        Self::Gurmukhi,
        Self::Gujarati,
        Self::Odia,
        Self::Tamil,
        Self::Telugu,
        Self::Kannada,
        Self::Malayalam,
        Self::Sinhala,
        Self::Thai,
        Self::Lao,
        Self::Tibetan,
        Self::Burmese,
        Self::Georgian,
        Self::Ethiopic,
        Self::Khmer,
        Self::Hangul,
        Self::Kana,
        Self::Han,
        Self::Other,
    ];

    /// The script of a letter.
    pub(super) fn of(c: char) -> Self {
        match c {
            '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => {
                Self::Cyrillic
            }
            '\u{530}'..='\u{58f}' => Self::Armenian,
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{8a0}'..='\u{8ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => Self::Arabic,
            '\u{900}'..='\u{97f}' => Self::Devanagari,
            '\u{980}'..='\u{9ff}' => Self::Bengali,
            '\u{a00}'..='\u{a7f}' => Self::Gurmukhi,
            '\u{a80}'..='\u{aff}' => Self::Gujarati,
            '\u{b00}'..='\u{b7f}' => Self::Odia,
            '\u{b80}'..='\u{bff}' => Self::Tamil,
            '\u{c00}'..='\u{c7f}' => Self::Telugu,
            '\u{c80}'..='\u{cff}' => Self::Kannada,
            '\u{d00}'..='\u{d7f}' => Self::Malayalam,
            '\u{d80}'..='\u{dff}' => Self::Sinhala,
            '\u{e00}'..='\u{e7f}' => Self::Thai,
            '\u{e80}'..='\u{eff}' => Self::Lao,
            '\u{f00}'..='\u{fff}' => Self::Tibetan,
            '\u{1000}'..='\u{109f}' => Self::Burmese,
            '\u{10a0}'..='\u{10ff}' => Self::Georgian,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            '\u{1200}'..='\u{139f}' => Self::Ethiopic,
            '\u{1780}'..='\u{17ff}' => Self::Khmer,
            '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Self::Kana,
            '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Han,
            _ => Self::Other,
        }
    }
}

/// The pieces that stand for words in a run of a script without spaces: pairs of neighbouring Han
/// characters, whole runs of Katakana, pairs of neighbouring syllables elsewhere. Hiragana is
/// grammar and counts only where a run has nothing else.
pub fn pieces(run: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut rest = classes(run).peekable();
    while let Some((class, start)) = rest.next() {
        let end = rest.peek().map_or(run.len(), |(_, next)| *next);
        match class {
            Class::Han | Class::Syllables => pairs(run, start..end, &mut pieces),
            Class::Katakana => {
                if run[start..end].chars().nth(1).is_some() {
                    pieces.push(start..end);
                }
            }
            Class::Grammar => {}
        }
    }
    if pieces.is_empty() {
        pairs(run, 0..run.len(), &mut pieces);
    }
    pieces
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Katakana,
    Grammar,
    Syllables,
}

/// Where a run changes from one class of characters to another.
fn classes(run: &str) -> impl Iterator<Item = (Class, usize)> {
    let mut last = None;
    run.char_indices().filter_map(move |(at, c)| {
        let class = match c {
            // Between nouns of Chinese; pairs across them mean nothing.
            '的' | '了' => Class::Grammar,
            '\u{3041}'..='\u{309f}' => Class::Grammar,
            '\u{30a0}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Class::Katakana,
            c if Script::of(c) == Script::Han => Class::Han,
            c if is_combining_mark(c) && last.is_some() => return None,
            _ => Class::Syllables,
        };
        (last.replace(class) != Some(class)).then_some((class, at))
    })
}

/// Pairs of neighbouring characters; marks and the leading vowels of Thai and Lao belong to the
/// consonant beside them. A character alone is a piece.
fn pairs(run: &str, range: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    let mut leading = false;
    let starts = run[range.clone()].char_indices().filter_map(|(at, c)| {
        let follows = std::mem::replace(
            &mut leading,
            matches!(c, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}'),
        );
        (!follows && !is_mark(c) || at == 0).then_some(range.start + at)
    });
    let starts: Vec<usize> = starts.chain([range.end]).collect();
    pieces.extend(starts.windows(3).map(|three| three[0]..three[2]));
    if let [start, end] = starts[..] {
        pieces.push(start..end);
    }
}

/// Signs that do not begin a syllable: combining marks, and vowels of Thai and Lao that follow.
fn is_mark(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{e2f}'..='\u{e30}' | '\u{e32}'..='\u{e33}' | '\u{e45}'..='\u{e46}')
        || matches!(c, '\u{eb0}' | '\u{eb2}'..='\u{eb3}' | '\u{ec6}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(run: &str, expected: &[&str]) {
        let found: Vec<&str> = pieces(run).into_iter().map(|range| &run[range]).collect();
        assert_eq!(found, expected, "{run}");
    }

    #[test]
    fn han_is_cut_into_pairs_and_grammar_separates() {
        check("台風接近", &["台風", "風接", "接近"]);
        check("雨", &["雨"]);
        check("维尔的水坝", &["维尔", "水坝"]);
        check("台風が接近した", &["台風", "接近"]);
        check("雨と風", &["雨", "風"]);
    }

    #[test]
    fn katakana_is_whole_and_hiragana_counts_alone_only() {
        check("ダムが決壊", &["ダム", "決壊"]);
        check("さくら", &["さく", "くら"]);
    }

    #[test]
    fn syllables_of_thai_keep_their_vowels() {
        check("น้ำท่วม", &["น้ำท่", "ท่ว", "วม"]);
        check("เขื่อน", &["เขื่อ", "อน"]);
    }

    #[test]
    fn any_run_is_taken_apart() {
        for run in ["", "\u{e49}", "的", "เ", "ー", "ア", "的了的"] {
            for range in pieces(run) {
                assert!(run.get(range).is_some());
            }
        }
    }
}
