//! How much an item tells of, by its headline: one event, several in one item, or whatever
//! happens on a page that is rewritten.

use std::sync::LazyLock;

use super::phrases::Phrases;
use crate::text::is_month;

/// Bytes of a headline in which it says that its page is rewritten.
const BEGINNING: usize = 40;

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
    let start = &title[..title.floor_char_boundary(BEGINNING)];
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
        if is_month(word) {
            month = true;
        } else if is_number {
            year |= word.len() == 4;
        } else if !word.is_empty() {
            others += 1;
        }
    }
    month && year && others <= COLUMN_WORDS
}

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
}
