//! What a headline carries besides its news: the publisher's name behind a dash, wire prefixes,
//! show names behind a bar; and headlines that announce several events in one item.

use std::sync::LazyLock;

use super::phrases::Phrases;

/// Between parts of a headline; a hyphen counts only with blanks around it.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " // ", " · "];

/// Wire prefixes, in capitals before a hyphen or colon, perhaps numbered ("UPDATE 2-").
const WIRE_PREFIXES: &[&str] = &[
    "UPDATE",
    "RPT",
    "REFILE",
    "WRAPUP",
    "CORRECTED",
    "EXCLUSIVE",
    "BREAKING",
    "FACTBOX",
    "TIMELINE",
    "URGENT",
    "BRIEF",
];

/// What newsrooms call out before a headline, in lower case: a colon, a bar or brackets set it off.
const CALLS: &[&str] = &[
    "breaking",
    "breaking news",
    "developing",
    "exclusive",
    "icymi",
    "just in",
    "look",
    "panoorin",
    "urgent",
    "video",
    "watch",
    "alerte info",
    "eilmeldung",
    "última hora",
    "срочно",
    "молния",
    "عاجل",
    "速報",
    "独自",
    "快讯",
    "快訊",
    "속보",
    "단독",
    "ব্রেকিং",
];

/// Phrases that announce several events in one item, folded.
static ROUND_UPS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "5 things",
        "five things",
        "things to know",
        "things you need to know",
        "what you need to know today",
        "morning briefing",
        "evening briefing",
        "daily briefing",
        "news briefing",
        "morning brief",
        "evening brief",
        "morning mail",
        "top stories",
        "todays headlines",
        "news wrap",
        "market wrap",
        "sports wrap",
        "weekly wrap",
        "wrap for",
        "the papers",
        "front pages",
        "newspaper headlines",
        "quiz",
        "superquiz",
        "trivia",
        "sudoku",
        "official trailer",
        "crossword",
        "horoscope",
        "horoscopes",
        "cartoon",
        "cartoons",
        "in pictures",
        "photos of the week",
        "pictures of the week",
        "week in review",
        "the week in",
        "weekend reads",
        "podcast",
        "newsletter",
        "lotto results",
        "letters to the editor",
        "your letters",
        "weather forecast",
        "stocks to watch",
        "whats on tv",
        "what to watch",
        "full episode",
        "full newscast",
        "tv listings",
        "tv guide",
        "winning numbers",
        "lotto draw",
        "powerball numbers",
        "stock market today",
        "stocks making the biggest moves",
        "premarket movers",
        "closing bell",
        "photos of the day",
        "pictures of the day",
        "daily digest",
        "news in brief",
        "das wichtigste vom tag",
        "was heute wichtig ist",
        "das bringt der tag",
        "morgenbriefing",
        "nachrichtenuberblick",
        "presseschau",
        "wochenruckblick",
        "bilder des tages",
        "bilder der woche",
        "horoskop",
        "kreuzwortratsel",
        "lottozahlen",
        "tv programm",
        "l essentiel de l actualite",
        "revue de presse",
        "les titres du jour",
        "photos du jour",
        "mots croises",
        "las noticias del dia",
        "resumen de noticias",
        "titulares del dia",
        "las portadas",
        "fotos del dia",
        "horoscopo",
        "crucigrama",
        "resumo do dia",
        "as principais noticias",
        "manchetes do dia",
        "oroscopo",
        "rassegna stampa",
        "le notizie del giorno",
        "przeglad prasy",
        "kruiswoordpuzzel",
        "mga balita ngayon",
        "balita ngayong",
        "главное за день",
        "главные новости",
        "итоги дня",
        "итоги недели",
        "дайджест",
        "гороскоп",
        "обзор прессы",
        "головне за день",
        "итоги торгов",
        "أبرز الأخبار",
        "عناوين الصحف",
        "आज का राशिफल",
        "राशिफल",
        "আজকের রাশিফল",
        "চাকরির সুযোগ",
        "আজকের খেলা",
        "রাশিফল",
        "오늘의 운세",
        "간추린 뉴스",
        "뉴스 브리핑",
    ])
});

/// A headline without wire prefix, cut into its parts; the publisher's own name is left out.
pub(super) fn parts<'a>(title: &'a str, source: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = without_prefix(title.trim());
    while let Some((at, length)) = next_separator(rest) {
        parts.push(rest[..at].trim());
        rest = &rest[at + length..];
    }
    parts.push(rest.trim());
    parts.retain(|part| !part.is_empty());
    while parts.len() > 1 && parts.last().is_some_and(|part| names_source(part, source)) {
        parts.pop();
    }
    if parts.len() > 1 && names_source(parts[0], source) {
        parts.remove(0);
    }
    parts
}

/// The news of a headline as it is shown: without what newsrooms call out before it and without the
/// publisher's name, parts that tell something kept. Empty only where the headline is blank.
pub fn headline(title: &str, source_name: &str) -> String {
    let title = title.trim();
    let parts = parts(title, source_name);
    let (Some(first), Some(mut last)) = (parts.first(), parts.last()) else {
        return title.to_owned();
    };
    let told = |part: &str| part.split_whitespace().count();
    let mut kept = parts.len();
    // A wire's or a show's name behind the news is told by other means, or not at all.
    while kept > 1 && told(first) >= 3 && (is_publisher(last) || stands_behind_bar(title, last)) {
        kept -= 1;
        last = &parts[kept - 1];
    }
    // The parts are slices of the title, so what stands between them is kept as it was written.
    let start = first.as_ptr().addr() - title.as_ptr().addr();
    let end = last.as_ptr().addr() - title.as_ptr().addr() + last.len();
    title[start..end].to_owned()
}

/// Whether a short part is set off from the news by a bar, as names of shows and sections are.
fn stands_behind_bar(title: &str, part: &str) -> bool {
    let at = part.as_ptr().addr() - title.as_ptr().addr();
    let before = title[..at].trim_end();
    before.ends_with(['|', '»', '·']) && part.split_whitespace().count() <= SHOW_WORDS
}

/// Words of a show's name at the most.
const SHOW_WORDS: usize = 4;

/// Words that names of publishers end or begin with, in lower case.
const PUBLISHERS: &[&str] = &[
    "afp",
    "ansa",
    "ap",
    "bbc",
    "cbc",
    "cbs",
    "chronicle",
    "cnbc",
    "cnn",
    "dpa",
    "efe",
    "gazette",
    "herald",
    "journal",
    "magazine",
    "nbc",
    "news",
    "newspaper",
    "nhk",
    "npr",
    "online",
    "post",
    "press",
    "reuters",
    "telegraph",
    "times",
    "tribune",
    "tv",
    "zeitung",
    "тасс",
    "риа",
    "интерфакс",
    "新聞",
    "新闻",
    "ニュース",
];

/// Whether a part reads like a publisher's name: short, every word with a capital, one of them a
/// word of such names; or an address.
fn is_publisher(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    if words.len() == 1 && part.is_ascii() && part.contains('.') {
        return true;
    }
    let named = |word: &&&str| PUBLISHERS.contains(&word.to_lowercase().as_str());
    let capital = |word: &&str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    words.len() <= 4
        && words.iter().all(capital)
        && [words.first(), words.last()].iter().flatten().any(named)
}

fn next_separator(text: &str) -> Option<(usize, usize)> {
    SEPARATORS
        .iter()
        .filter_map(|separator| Some((text.find(separator)?, separator.len())))
        .min()
}

fn without_prefix(title: &str) -> &str {
    let mut title = title;
    // "BREAKING: UPDATE 2-": nothing real has more than two.
    for _ in 0..3 {
        let shorter = without_call(without_wire_prefix(title));
        if shorter.len() == title.len() {
            break;
        }
        title = shorter;
    }
    title
}

fn without_wire_prefix(title: &str) -> &str {
    let letters = title
        .find(|c: char| !c.is_ascii_uppercase())
        .unwrap_or(title.len());
    let (word, rest) = title.split_at(letters);
    if !WIRE_PREFIXES.contains(&word) {
        return title;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    match rest.strip_prefix(['-', ':']) {
        Some(headline) if !headline.trim().is_empty() => headline.trim_start(),
        _ => title,
    }
}

/// Longest call with its brackets, in bytes.
const CALL_BYTES: usize = 40;

fn without_call(title: &str) -> &str {
    let start = &title[..title.floor_char_boundary(CALL_BYTES)];
    let bracket = start.chars().next().and_then(closing);
    let (call, rest) = match bracket {
        Some(close) => match start.find(close) {
            Some(end) => {
                let open = start.chars().next().map_or(0, char::len_utf8);
                (&start[open..end], &title[end + close.len_utf8()..])
            }
            None => return title,
        },
        None => match start.find([':', '|', '：']) {
            Some(end) => {
                let rest = &title[end..];
                (&start[..end], rest.trim_start_matches([':', '|', '：']))
            }
            None => return title,
        },
    };
    let rest = rest.trim_start();
    if rest.is_empty() || !CALLS.contains(&call.trim().to_lowercase().as_str()) {
        title
    } else {
        rest
    }
}

fn closing(open: char) -> Option<char> {
    match open {
        '[' => Some(']'),
        '(' => Some(')'),
        '【' => Some('】'),
        '（' => Some('）'),
        '［' => Some('］'),
        '《' => Some('》'),
        _ => None,
    }
}

/// Whether a part of a headline is the publisher's name or its address.
fn names_source(part: &str, source: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    if part.len() > 60 || source.is_empty() {
        return false;
    }
    let source = source.trim_start_matches("www.");
    let (part, whole) = (letters(part), letters(source));
    let host = letters(source.split('.').next().unwrap_or(source));
    if part.chars().count() < 2 {
        return false;
    }
    let short = part.trim_start_matches("the");
    [part.as_str(), short]
        .into_iter()
        .any(|part| part == whole || part == host)
        || (part.chars().count() >= 4 && (whole.starts_with(&part) || whole.ends_with(&part)))
        || (host.chars().count() >= 4 && part.starts_with(&host))
}

/// Phrases of pages that are rewritten as an event goes on, folded.
static RUNNING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "live updates",
        "live blog",
        "liveblog",
        "as it happened",
        "minute by minute",
        "livestream",
        "live stream",
        "watch live",
        "newsblog",
        "liveticker",
        "newsticker",
        "live ticker",
        "minuto a minuto",
        "minute par minute",
        "minuto per minuto",
        "relacja na zywo",
        "canli anlatim",
        "онлайн трансляция",
        "текстовая трансляция",
        "прямая трансляция",
    ])
});

/// The same before a colon, a bar or a dash: inside a headline these words are ordinary. English
/// "Live:" is not among them: on the labelled day it stands before reports of one event.
const RUNNING_FIRST: &[&str] = &[
    "en direct",
    "direct",
    "en vivo",
    "en directo",
    "ao vivo",
    "in diretta",
    "diretta",
    "онлайн",
    "ticker",
    "på direkten",
    "senaste nytt",
    "canlı",
    "লাইভ",
    "लाइव",
    "مباشر",
];

/// What stands in headlines of scripts without spaces over a page that is rewritten.
const RUNNING_UNSPACED: &[&str] = &["直播", "实时更新", "實時更新", "ライブ配信", "ライブ中継"];
/// The same over several events.
const ROUND_UPS_UNSPACED: &[&str] = &[
    "ニュースまとめ",
    "主要ニュース",
    "今日の運勢",
    "星座占い",
    "新闻早知道",
    "今日要闻",
    "一周回顾",
    "每日简报",
    "新聞摘要",
    "星座运势",
];

/// First sentences that announce several events, folded; fewer than for headlines, because
/// reports mention podcasts and cartoons.
static OPENINGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "five things",
        "5 things",
        "things to know",
        "things you need to know",
        "heres your guide to the news",
        "the biggest stories of the day",
        "the top stories",
        "news of the day as interpreted",
        "catch up on the news",
    ])
});

/// Whether a headline announces several events in one item: by its folded words, or by its shape.
pub(super) fn is_round_up(title: &str, folded: &str) -> bool {
    ROUND_UPS.stand_in(folded)
        || folded.ends_with(" and more")
        || is_dated_column(title)
        || lists_headlines(title)
        || !title.is_ascii() && ROUND_UPS_UNSPACED.iter().any(|mark| title.contains(mark))
}

/// Whether a headline stands over a page that is rewritten as an event goes on.
pub(super) fn is_running(title: &str, folded: &str) -> bool {
    RUNNING.stand_in(folded)
        || begins_running(title)
        || !title.is_ascii() && RUNNING_UNSPACED.iter().any(|mark| title.contains(mark))
}

fn begins_running(title: &str) -> bool {
    let start = &title[..title.floor_char_boundary(CALL_BYTES)];
    let end = start.find([':', '|', '：']).or_else(|| {
        [" – ", " - ", " — "]
            .iter()
            .filter_map(|dash| start.find(dash))
            .min()
    });
    end.is_some_and(|end| {
        let first = start[..end]
            .trim()
            .trim_matches(['[', ']', '+', '-', '*', ' ']);
        RUNNING_FIRST.contains(&first.to_lowercase().as_str())
    })
}

/// Words of a column's name at the most.
const COLUMN_WORDS: usize = 4;

/// "Best of cartoons, September 18, 2021": a name and a whole date, nothing else.
fn is_dated_column(title: &str) -> bool {
    if !title.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let (mut month, mut year, mut others) = (false, false, 0);
    for word in title.split(|c: char| !c.is_alphanumeric()) {
        let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if MONTHS.iter().any(|name| word.eq_ignore_ascii_case(name)) {
            month = true;
        } else if is_number {
            year |= word.len() == 4;
        } else if !word.is_empty() {
            others += 1;
        }
    }
    month && year && others <= COLUMN_WORDS
}

/// Names of months in the languages of Latin script that feeds are mostly written in.
const MONTHS: &[&str] = &[
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

/// Four headlines are no shorter, in bytes.
const FOUR_HEADLINES: usize = 60;

/// Four headlines or more in one.
fn lists_headlines(title: &str) -> bool {
    if title.len() < FOUR_HEADLINES {
        return false;
    }
    let long = |part: &str| part.split_whitespace().count() >= 3;
    [";", " | ", " // "]
        .iter()
        .any(|separator| title.matches(separator).count() >= 3 && title.split(separator).all(long))
}

/// Whether a first sentence announces several events.
pub(super) fn opens_round_up(folded_sentence: &str) -> bool {
    OPENINGS.stand_in(folded_sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::phrases::folded;

    #[test]
    fn publisher_suffixes_and_wire_prefixes_are_no_news() {
        assert_eq!(
            parts("Dam bursts in Vell - Harbor Ledger", "Harbor Ledger"),
            ["Dam bursts in Vell"]
        );
        assert_eq!(
            parts("Dam bursts in Vell | The Ledger", "ledger.example"),
            ["Dam bursts in Vell"]
        );
        assert_eq!(
            parts("UPDATE 2-Dam bursts in Vell", ""),
            ["Dam bursts in Vell"]
        );
        assert_eq!(
            parts("Dam bursts | Evening Show", "Harbor Ledger"),
            ["Dam bursts", "Evening Show"]
        );
        assert_eq!(parts("Harbor Ledger", "Harbor Ledger"), ["Harbor Ledger"]);
        assert_eq!(parts("UPDATE", ""), ["UPDATE"]);
        assert!(parts("", "x").is_empty());
    }

    #[test]
    fn round_ups_are_known_by_their_headlines() {
        let check = |title: &str, expected| {
            let folded = folded(title);
            assert_eq!(is_round_up(title, &folded), expected, "{title}");
        };
        for title in [
            "Morning briefing: dam bursts and more",
            "The week's best cartoons",
            "Harbour views, September 18, 2021",
            "Dam bursts in Vell; Mayor of Odmar resigns; Ferry line ends; Arvel wins the cup",
            "Das Wichtigste vom Tag",
            "Главное за день: дамба в Велле",
            "きょうの主要ニュース",
        ] {
            check(title, true);
        }
        for title in [
            "Cartoonist wins prize",
            "Dam bursts in Vell; thousands flee",
            "Dam at Vell to reopen by September 18, 2021, says the mayor",
            "Дамба прорвана в Велле",
        ] {
            check(title, false);
        }
    }

    #[test]
    fn pages_that_are_rewritten_are_known_by_their_headlines() {
        let check = |title: &str, expected| {
            let folded = folded(title);
            assert_eq!(is_running(title, &folded), expected, "{title}");
        };
        for title in [
            "Dam bursts in Vell: live updates",
            "EN DIRECT - Le barrage de Vell cède",
            "Newsblog: Damm bei Vell bricht",
            "Онлайн: дамба в Велле",
            "维尔水坝直播",
        ] {
            check(title, true);
        }
        for title in [
            "Where they live now: families of Vell",
            "Le procès de Vell diffusé en direct",
            "Дамба прорвана",
        ] {
            check(title, false);
        }
    }

    #[test]
    fn a_shown_headline_has_no_call_and_no_publisher_but_all_its_news() {
        let check = |title, source, expected: &str| assert_eq!(headline(title, source), expected);
        check(
            "UPDATE 2-Dam bursts in Vell - Reuters",
            "",
            "Dam bursts in Vell",
        );
        check("BREAKING: Dam bursts in Vell", "", "Dam bursts in Vell");
        check("【速報】維爾水壩潰決", "", "維爾水壩潰決");
        check(
            "[Watch] Dam bursts in Vell | TV Patrol",
            "",
            "Dam bursts in Vell",
        );
        check(
            "Dam bursts – thousands flee",
            "Ledger",
            "Dam bursts – thousands flee",
        );
        check(
            "Dam bursts in Vell – thousands flee | Harbor Ledger",
            "Harbor Ledger",
            "Dam bursts in Vell – thousands flee",
        );
        check(
            "Dam bursts in Vell | LatestLY",
            "LatestLY",
            "Dam bursts in Vell",
        );
        check(
            "Vell | Why the dam had to burst",
            "",
            "Vell | Why the dam had to burst",
        );
        check("Watch: a history", "", "a history");
        check("Harbor Ledger", "Harbor Ledger", "Harbor Ledger");
        check("BREAKING:", "", "BREAKING:");
        check(" | ", "", "|");
    }
}
