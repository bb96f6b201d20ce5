//! French sentences and their figures.

pub(super) const FIGURES: &[(&str, &str)] = &[
    (
        "La ville compte 1 234,5 hectares.",
        "1 234,5 hectares = 1234.5 hectare",
    ),
    ("La ville compte 220 000 habitants.", "220 000 = 220000"),
    (
        "La ville compte 220\u{202f}000 habitants.",
        "220\u{202f}000 = 220000",
    ),
    ("Deux cents maisons ont brûlé.", "Deux cents = 200"),
    (
        "Le chantier coûte 3 milliards d'euros.",
        "3 milliards d'euros = 3000000000 EUR",
    ),
    (
        "Le chantier coûte 1,5 million d’euros.",
        "1,5 million d’euros = 1500000 EUR",
    ),
    ("La hausse est de 12 %.", "12 % = 12 percent"),
    (
        "La hausse est de 12 pour cent.",
        "12 pour cent = 12 percent",
    ),
    ("Plus de 300 élèves manquent.", "Plus de 300 = >300"),
    ("Environ 40 navires attendent.", "Environ 40 = ~40"),
    (
        "Près de 5 000 foyers sont touchés.",
        "Près de 5 000 = <5000",
    ),
    (
        "Le vote aura lieu le 7 mai 2026.",
        "7 mai 2026 = 2026-05-07",
    ),
    ("Le vote aura lieu le 1er mai.", "1er mai = 05-01"),
    ("Le vote aura lieu à 20h30.", "20h30 = 20:30"),
    ("Le vote aura lieu à 20 heures.", "20 heures = 20:00"),
    ("Le tunnel ouvrira en 2027.", "2027 = 2027"),
    ("Il est parti vendredi.", "vendredi = fri"),
    ("Un homme âgé de 43 ans est mort.", "âgé de 43 ans = 43 age"),
    ("La grève a duré trois semaines.", "trois semaines = 3 week"),
    (
        "Des milliers de gens ont défilé.",
        "milliers = 2000..999999",
    ),
    (
        "Des dizaines de milliers de gens ont défilé.",
        "dizaines de milliers = 20000..99999",
    ),
    ("Vingt et un bateaux ont coulé.", "Vingt et un = 21"),
    ("Quatre-vingt-dix lampes brillent.", "Quatre-vingt-dix = 90"),
    ("Soixante-quinze lampes brillent.", "Soixante-quinze = 75"),
    (
        "Entre 10 et 12 kilomètres restent.",
        "Entre 10 et 12 kilomètres = 10..12 kilometre",
    ),
    ("Le prix est de 25 €.", "25 € = 25 EUR"),
];

/// Sentences without a figure.
pub(super) const NONE: &[&str] = &[
    "La cour cite l'article 5 du traité.",
    "Un des voisins est parti.",
    "La mode des années 90 revient.",
    "La Peugeot 308 est rouge.",
];
