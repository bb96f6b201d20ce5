//! German sentences and their figures.

pub(super) const FIGURES: &[(&str, &str)] = &[
    ("Die Stadt hat 220.000 Einwohner.", "220.000 = 220000"),
    (
        "Der Umsatz stieg um 2,5 Prozent.",
        "2,5 Prozent = 2.5 percent",
    ),
    (
        "Der Bau kostet 1,5 Millionen Euro.",
        "1,5 Millionen Euro = 1500000 EUR",
    ),
    (
        "Der Bau kostet 3 Mrd. Euro.",
        "3 Mrd. Euro = 3000000000 EUR",
    ),
    (
        "Der Bau kostet 40 Mio. Euro.",
        "40 Mio. Euro = 40000000 EUR",
    ),
    ("Zwölf Menschen wurden verletzt.", "Zwölf = 12"),
    ("Mehr als 300 Häuser brannten.", "Mehr als 300 = >300"),
    ("Rund 5000 Fans kamen.", "Rund 5000 = ~5000"),
    (
        "Knapp zwei Stunden dauerte es.",
        "Knapp zwei Stunden = <2 hour",
    ),
    ("Das Fest beginnt um 20.30 Uhr dort.", "20.30 Uhr = 20:30"),
    ("Das Fest beginnt um 20 Uhr dort.", "20 Uhr = 20:00"),
    ("Am 7. Mai 2026 wird gewählt.", "7. Mai 2026 = 2026-05-07"),
    ("Am 07.05.2026 wird gewählt.", "07.05.2026 = 2026-05-07"),
    ("Im Jahr 2027 öffnet der Tunnel.", "2027 = 2027"),
    ("Am Freitag schneite es.", "Freitag = fri"),
    ("Ein 43-jähriger Fahrer starb.", "43-jähriger = 43 age"),
    ("Der Fahrer ist 43 Jahre alt.", "43 Jahre alt = 43 age"),
    (
        "Zweihundertfünfzig Boote sanken.",
        "Zweihundertfünfzig = 250",
    ),
    ("Einundzwanzig Kinder sangen.", "Einundzwanzig = 21"),
    (
        "Das Feuer zerstörte 12.000 Hektar.",
        "12.000 Hektar = 12000 hectare",
    ),
    ("Es waren minus 5 Grad.", "minus 5 Grad = -5 degree"),
    (
        "Zehntausende Menschen und Hunderte Helfer kamen.",
        "Zehntausende = 20000..99999 | Hunderte = 200..999",
    ),
    (
        "Zwischen 10 und 12 Prozent fehlen.",
        "Zwischen 10 und 12 Prozent = 10..12 percent",
    ),
    (
        "Bis zu 4 Milliarden Dollar fließen.",
        "Bis zu 4 Milliarden Dollar = <4000000000 USD",
    ),
    ("Die Elf gewann 3:1 nach Toren.", "3:1 = 3-1 score"),
    (
        "Die Polizei nahm am Montag 12 Personen fest.",
        "Montag = mon | 12 = 12",
    ),
    ("Eine Million Bäume fehlen.", "Eine Million = 1000000"),
    ("Max Winter (43) gewann.", "43 = 43 age"),
];

/// Sentences without a figure.
pub(super) const NONE: &[&str] = &[
    "Das Gericht verwies auf Artikel 5 des Vertrags.",
    "Der Zug fährt auf Gleis 7 ein.",
    "Er kam auf Platz 3 ins Ziel.",
    "Eine der Firmen schweigt.",
    "Wir haben einen Hund.",
];
