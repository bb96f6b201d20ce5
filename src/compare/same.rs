//! Names of one thing that have few letters in common, as keys of names are written: countries and
//! their people, states and what they are shortened to, first names and their short forms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Names of one thing.
pub(super) const FAMILIES: &[&[&str]] = &[
    &[
        "us",
        "usa",
        "united state",
        "united state america",
        "america",
        "american",
    ],
    &[
        "uk",
        "united kingdom",
        "britain",
        "great britain",
        "british",
        "briton",
    ],
    &["eu", "european union"],
    &["un", "united nation"],
    &["uae", "united arab emirate", "emirati"],
    &["fed", "federal reserve", "federal reserve bank"],
    &["nato", "north atlantic treaty organization"],
    &["gop", "republican", "republican party", "grand old party"],
    &["democrat", "democratic", "democratic party", "dem", "dems"],
    &["house", "house representative", "us house representative"],
    &["senate", "us senate"],
    &["supreme court", "us supreme court", "scotus"],
    &["netherland", "dutch", "holland"],
    &["france", "french"],
    &["spain", "spanish", "spaniard"],
    &["switzerland", "swiss"],
    &["denmark", "danish", "dane"],
    &["greece", "greek"],
    &["wale", "wales", "welsh"],
    &["poland", "polish", "pole"],
    &["turkey", "turkish", "turk", "turkiye"],
    &["philippine", "philippines", "filipino", "filipina"],
    &["ireland", "irish"],
    &["scotland", "scottish", "scot"],
    &["england", "english"],
    &["finland", "finnish", "finn"],
    &["sweden", "swedish", "swede"],
    &["norway", "norwegian"],
    &["iceland", "icelandic"],
    &["china", "chinese", "prc"],
    &["myanmar", "burma", "burmese"],
    &["thailand", "thai"],
    &["cyprus", "cypriot"],
    &["saudi arabia", "saudi"],
    &["belgium", "belgian"],
    &["czech republic", "czech", "czechia"],
    &["portugal", "portuguese"],
    &["germany", "german"],
    &["iraq", "iraqi"],
    &["new york city", "nyc"],
    &["washington", "dc", "district columbia", "washington dc"],
    &["los angele", "los angeles", "la"],
    &["alabama", "ala", "al"],
    &["arizona", "ariz", "az"],
    &["arkansas", "arkansa", "ark", "ar"],
    &["california", "calif", "cal", "ca"],
    &["colorado", "colo", "co"],
    &["connecticut", "conn", "ct"],
    &["delaware", "del", "de"],
    &["florida", "fla", "fl"],
    &["georgia", "ga"],
    &["illinois", "illinoi", "ill", "il"],
    &["indiana", "ind"],
    &["kansas", "kansa", "kan", "ks"],
    &["kentucky", "ky"],
    &["louisiana"],
    &["maryland", "md"],
    &["massachusetts", "massachusett", "mass", "ma"],
    &["michigan", "mich", "mi"],
    &["minnesota", "minn", "mn"],
    &["mississippi", "miss", "ms"],
    &["missouri", "mo"],
    &["montana", "mont", "mt"],
    &["nebraska", "neb", "ne"],
    &["nevada", "nev", "nv"],
    &["new hampshire", "nh"],
    &["new jersey", "nj"],
    &["new mexico", "nm"],
    &["new york", "ny"],
    &["north carolina", "nc"],
    &["north dakota", "nd"],
    &["oklahoma", "okla", "ok"],
    &["oregon", "ore"],
    &["pennsylvania", "penn", "pa"],
    &["rhode island", "ri"],
    &["south carolina", "sc"],
    &["south dakota", "sd"],
    &["tennessee", "tenn", "tn"],
    &["texas", "texa", "tex", "tx"],
    &["vermont", "vt"],
    &["virginia", "va"],
    &["washington state", "wash"],
    &["west virginia", "wv"],
    &["wisconsin", "wis", "wisc", "wi"],
    &["wyoming", "wyo", "wy"],
];

/// First names and what people who bear them are called.
const FIRST_NAMES: &[&[&str]] = &[
    &["michael", "mike", "mick"],
    &["david", "dave"],
    &["william", "bill", "will", "billy"],
    &["robert", "bob", "rob", "bobby"],
    &["james", "jame", "jim", "jimmy"],
    &["joseph", "joe"],
    &["john", "jack", "johnny"],
    &["thomas", "thoma", "tom"],
    &["richard", "dick", "rick", "rich"],
    &["edward", "ed", "ted", "eddie"],
    &["elizabeth", "liz", "beth"],
    &["katherine", "catherine", "kathy", "kate"],
    &["margaret", "maggie", "meg"],
    &["anthony", "tony"],
    &["andrew", "andy", "drew"],
    &["charles", "charle", "charlie", "chuck"],
    &["donald", "don"],
    &["kenneth", "ken"],
    &["lawrence", "larry"],
    &["patrick", "pat"],
    &["steven", "stephen", "steve"],
    &["theodore", "ted"],
    &["timothy", "tim"],
    &["jeffrey", "geoffrey", "jeff"],
    &["gregory", "greg"],
    &["matthew", "matt"],
    &["nicholas", "nichola", "nick"],
    &["ronald", "ron"],
    &["susan", "sue"],
    &["deborah", "debbie", "debra"],
    &["barbara", "barb"],
    &["alexander", "alex", "alexandra"],
    &["harold", "harry", "henry"],
    &["rebecca", "becky"],
    &["jennifer", "jen"],
    &["christopher", "christine", "christina", "chris"],
    &["samuel", "samantha", "sam"],
    &["peter", "pete"],
    &["raymond", "ray"],
    &["gerald", "jerry"],
    &["vincent", "vince"],
    &["frederick", "fred"],
    &["francis", "franci", "frank"],
];

/// The families that each name is in.
static NAMES: LazyLock<FxHashMap<&'static str, usize>> = LazyLock::new(|| {
    let families = FAMILIES.iter().enumerate();
    families
        .flat_map(|(family, names)| names.iter().map(move |name| (*name, family)))
        .collect()
});

/// All names of what a name is of, where it has several.
pub(super) fn names_of_same(name: &str) -> &'static [&'static str] {
    let family = NAMES.get(name).and_then(|family| FAMILIES.get(*family));
    family.copied().unwrap_or_default()
}

/// Whether two first names may be one person's: one is short for the other.
pub(super) fn are_one_first_name(one: &str, other: &str) -> bool {
    /// Letters of a first name that is not only an initial.
    const LEAST: usize = 3;
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let is_in = |name: &&str| *name == one || *name == other;
    short == long
        || short.chars().count() >= LEAST && long.starts_with(short)
        || FIRST_NAMES
            .iter()
            .any(|names| names.iter().filter(|name| is_in(name)).count() == 2)
}
