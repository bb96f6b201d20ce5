//! The words of German that are figures or stand around them. Compound numbers
//! ("zweihundertfünfzig") are taken apart here.

use super::lexicon::{Vocabulary, role};
use super::{Bound, Unit};

pub(super) const WORDS: Vocabulary = Vocabulary {
    ones: &[
        ("null", 0.0),
        ("eins", 1.0),
        ("zwei", 2.0),
        ("drei", 3.0),
        ("vier", 4.0),
        ("fünf", 5.0),
        ("sechs", 6.0),
        ("sieben", 7.0),
        ("acht", 8.0),
        ("neun", 9.0),
        ("zehn", 10.0),
        ("elf", 11.0),
        ("zwölf", 12.0),
        ("dreizehn", 13.0),
        ("vierzehn", 14.0),
        ("fünfzehn", 15.0),
        ("sechzehn", 16.0),
        ("siebzehn", 17.0),
        ("achtzehn", 18.0),
        ("neunzehn", 19.0),
        ("anderthalb eineinhalb", 1.5),
        ("zweieinhalb", 2.5),
        ("dreieinhalb", 3.5),
    ],
    tens: &[
        ("zwanzig", 20.0),
        ("dreißig", 30.0),
        ("vierzig", 40.0),
        ("fünfzig", 50.0),
        ("sechzig", 60.0),
        ("siebzig", 70.0),
        ("achtzig", 80.0),
        ("neunzig", 90.0),
    ],
    scales: &[
        ("dutzend", 12.0),
        ("hundert", 1e2),
        ("tausend", 1e3),
        ("million mio", 1e6),
        ("milliarde mrd", 1e9),
        ("billion", 1e12),
    ],
    plurals: &[
        ("dutzende", 12.0),
        ("hunderte hunderten", 1e2),
        ("tausende tausenden", 1e3),
        ("zehntausende zehntausenden", 1e4),
        ("hunderttausende hunderttausenden", 1e5),
        ("millionen", 1e6),
        ("milliarden", 1e9),
        ("billionen", 1e12),
    ],
    ordinals: &[
        ("zweite zweiten zweiter zweites", 2),
        ("dritte dritten dritter drittes", 3),
        ("vierte vierten vierter viertes", 4),
        ("fünfte fünften fünfter fünftes", 5),
        ("sechste sechsten sechster sechstes", 6),
        ("siebte siebten siebter siebtes", 7),
        ("neunte neunten neunter neuntes", 9),
        ("zehnte zehnten zehnter zehntes", 10),
    ],
    units: UNITS,
    phrases: &[
        ("us dollar", Unit::Money("USD"), 1.0),
        ("schweizer franken", Unit::Money("CHF"), 1.0),
        ("britische pfund", Unit::Money("GBP"), 1.0),
        ("pfund sterling", Unit::Money("GBP"), 1.0),
        ("grad celsius", Unit::Measure("degree celsius"), 1.0),
        (
            "kilometer pro stunde",
            Unit::Measure("kilometre per hour"),
            1.0,
        ),
        ("jahre alt", Unit::Age, 1.0),
    ],
    weekdays: [
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag sonnabend",
        "sonntag",
    ],
    qualifiers: &[
        ("nicht mehr als", Bound::LessThan),
        ("nicht weniger als", Bound::MoreThan),
        ("etwas mehr als", Bound::MoreThan),
        ("deutlich mehr als", Bound::MoreThan),
        ("mehr als", Bound::MoreThan),
        ("weniger als", Bound::LessThan),
        ("gut", Bound::MoreThan),
        ("über", Bound::MoreThan),
        ("mindestens", Bound::MoreThan),
        ("wenigstens", Bound::MoreThan),
        ("bis zu", Bound::LessThan),
        ("höchstens", Bound::LessThan),
        ("maximal", Bound::LessThan),
        ("knapp", Bound::LessThan),
        ("fast", Bound::LessThan),
        ("beinahe", Bound::LessThan),
        ("nahezu", Bound::LessThan),
        ("unter", Bound::LessThan),
        ("etwa", Bound::About),
        ("rund", Bound::About),
        ("circa", Bound::About),
        ("ca", Bound::About),
        ("ungefähr", Bound::About),
        ("schätzungsweise", Bound::About),
        ("gegen", Bound::About),
    ],
    trailing: &[
        ("oder mehr", Bound::MoreThan),
        ("oder weniger", Bound::LessThan),
    ],
    roles: &[
        ("ein eine einer einem", role::ARTICLE),
        ("halbe halben halbes", role::HALF),
        ("und", role::AND),
        ("bis", role::TO),
        ("oder", role::OR),
        ("zwischen", role::BETWEEN | role::BEFORE_DATE),
        ("von vom", role::FROM | role::BEFORE_DATE),
        ("mehrere einige viele", role::SEVERAL),
        ("um gegen ab bis", role::AT),
        ("uhr", role::CLOCK),
        (
            "im seit jahr jahre jahres ende anfang mitte bis ab vor nach in am und des der dem",
            role::BEFORE_DATE,
        ),
        (
            "der die das den dem ihre seine ihr sein zum zur",
            role::DEFINITE,
        ),
        (
            "gewann gewannen verlor verloren mit siegte siegten unterlag unterlagen",
            role::PLAYED,
        ),
        ("drittel viertel fünftel zehntel", role::PART),
        (
            "artikel absatz paragraf paragraph kapitel seite phase stufe platz klasse nummer nr \
             gleis linie etage staffel folge teil band raum zimmer bundesstraße autobahn",
            role::LABEL,
        ),
    ],
};

const UNITS: &[(&str, Unit, f64)] = &[
    ("prozent", Unit::Percent, 1.0),
    (
        "prozentpunkte prozentpunkten prozentpunkt",
        Unit::Points,
        1.0,
    ),
    (
        "basispunkte basispunkten",
        Unit::Measure("basis point"),
        1.0,
    ),
    ("euro euros", Unit::Money("EUR"), 1.0),
    ("cent", Unit::Money("EUR"), 0.01),
    ("dollar", Unit::Money("USD"), 1.0),
    ("franken", Unit::Money("CHF"), 1.0),
    ("yen", Unit::Money("JPY"), 1.0),
    ("yuan", Unit::Money("CNY"), 1.0),
    ("rubel", Unit::Money("RUB"), 1.0),
    ("pfund", Unit::Measure("pound"), 1.0),
    ("sekunde sekunden sekündig", Unit::Duration("second"), 1.0),
    (
        "minute minuten minütige minütigen minütiger",
        Unit::Duration("minute"),
        1.0,
    ),
    (
        "stunde stunden stündige stündigen stündiger",
        Unit::Duration("hour"),
        1.0,
    ),
    (
        "tag tage tagen tägige tägigen tägiger",
        Unit::Duration("day"),
        1.0,
    ),
    ("nächte nächten", Unit::Duration("night"), 1.0),
    ("woche wochen wöchige wöchigen", Unit::Duration("week"), 1.0),
    (
        "monat monate monaten monatige monatigen",
        Unit::Duration("month"),
        1.0,
    ),
    ("jahr jahre jahren", Unit::Duration("year"), 1.0),
    (
        "jahrzehnt jahrzehnte jahrzehnten",
        Unit::Duration("decade"),
        1.0,
    ),
    ("jährige jähriger jährigen jähriges jährig", Unit::Age, 1.0),
    ("kilometer kilometern", Unit::Measure("kilometre"), 1.0),
    ("meter metern", Unit::Measure("metre"), 1.0),
    ("zentimeter zentimetern", Unit::Measure("centimetre"), 1.0),
    ("millimeter millimetern", Unit::Measure("millimetre"), 1.0),
    ("meilen", Unit::Measure("mile"), 1.0),
    (
        "stundenkilometer stundenkilometern",
        Unit::Measure("kilometre per hour"),
        1.0,
    ),
    (
        "quadratmeter quadratmetern",
        Unit::Measure("square metre"),
        1.0,
    ),
    (
        "quadratkilometer quadratkilometern",
        Unit::Measure("square kilometre"),
        1.0,
    ),
    ("kubikmeter kubikmetern", Unit::Measure("cubic metre"), 1.0),
    ("hektar", Unit::Measure("hectare"), 1.0),
    ("kilogramm kilo", Unit::Measure("kilogram"), 1.0),
    ("gramm", Unit::Measure("gram"), 1.0),
    ("tonne tonnen", Unit::Measure("tonne"), 1.0),
    ("liter litern", Unit::Measure("litre"), 1.0),
    ("barrel", Unit::Measure("barrel"), 1.0),
    ("watt", Unit::Measure("watt"), 1.0),
    ("kilowatt", Unit::Measure("kilowatt"), 1.0),
    ("megawatt", Unit::Measure("megawatt"), 1.0),
    ("gigawatt", Unit::Measure("gigawatt"), 1.0),
    (
        "kilowattstunde kilowattstunden",
        Unit::Measure("kilowatt hour"),
        1.0,
    ),
    ("megawattstunden", Unit::Measure("megawatt hour"), 1.0),
    ("terawattstunden", Unit::Measure("terawatt hour"), 1.0),
    ("grad", Unit::Measure("degree"), 1.0),
    ("mal", Unit::Measure("times"), 1.0),
];

/// The value of a compound number, folded: "zweihundertfunfzig", "einundzwanzig",
/// "zwolftausend"; `None` for other words.
pub(super) fn compound(folded: &str) -> Option<f64> {
    let has_scale = folded.contains("hundert") || folded.contains("tausend");
    if folded.len() > 60 || !(has_scale || folded.ends_with("zig") || folded.ends_with("ssig")) {
        return None;
    }
    match folded.split_once("tausend") {
        Some((before, after)) => {
            Some(below_thousand(before, 1.0)? * 1e3 + below_thousand(after, 0.0)?)
        }
        None => below_thousand(folded, 0.0),
    }
}

/// The value of a compound below a thousand; an empty one has the value `empty`.
fn below_thousand(folded: &str, empty: f64) -> Option<f64> {
    let folded = folded.strip_prefix("und").unwrap_or(folded);
    if folded.is_empty() {
        return Some(empty);
    }
    match folded.split_once("hundert") {
        Some((before, after)) => {
            let hundreds = if before.is_empty() {
                1.0
            } else {
                below_hundred(before)?
            };
            let after = after.strip_prefix("und").unwrap_or(after);
            let rest = if after.is_empty() {
                0.0
            } else {
                below_hundred(after)?
            };
            Some(hundreds * 100.0 + rest)
        }
        None => below_hundred(folded),
    }
}

fn below_hundred(folded: &str) -> Option<f64> {
    let simple = |word: &str| {
        let words = WORDS.ones.iter().chain(WORDS.tens);
        let plain = |name: &str| -> String {
            name.replace('ü', "u").replace('ö', "o").replace('ß', "ss")
        };
        let mut all =
            words.flat_map(|(list, value)| list.split(' ').map(move |name| (name, value)));
        let value = all
            .find(|(name, _)| plain(name) == word)
            .map(|(_, value)| *value);
        value.or((word == "ein").then_some(1.0))
    };
    if let Some(value) = simple(folded) {
        return Some(value);
    }
    let (ones, tens) = folded.split_once("und")?;
    let (ones, tens) = (simple(ones)?, simple(tens)?);
    (ones < 10.0 && tens >= 20.0).then_some(ones + tens)
}
