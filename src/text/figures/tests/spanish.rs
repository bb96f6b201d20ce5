//! Spanish sentences and their figures.

pub(super) const FIGURES: &[(&str, &str)] = &[
    (
        "La finca mide 1.234,5 hectáreas.",
        "1.234,5 hectáreas = 1234.5 hectare",
    ),
    ("La ciudad tiene 220.000 vecinos.", "220.000 = 220000"),
    ("Dos mil casas ardieron.", "Dos mil = 2000"),
    (
        "La obra cuesta 3 millones de dólares.",
        "3 millones de dólares = 3000000 USD",
    ),
    (
        "La obra cuesta 1,5 millones de euros.",
        "1,5 millones de euros = 1500000 EUR",
    ),
    (
        "La obra cuesta 3.000 millones de euros.",
        "3.000 millones de euros = 3000000000 EUR",
    ),
    (
        "El alza es del 12 por ciento.",
        "12 por ciento = 12 percent",
    ),
    ("El alza es del 12,5 %.", "12,5 % = 12.5 percent"),
    ("Más de 300 alumnos faltan.", "Más de 300 = >300"),
    ("Unos 40 barcos esperan.", "Unos 40 = ~40"),
    ("Casi 5.000 hogares siguen a oscuras.", "Casi 5.000 = <5000"),
    (
        "Se vota el 7 de mayo de 2026.",
        "7 de mayo de 2026 = 2026-05-07",
    ),
    ("Se vota el 7 de mayo.", "7 de mayo = 05-07"),
    ("Se vota a las 20:30 en casa.", "20:30 = 20:30"),
    ("El túnel abrirá en 2027.", "2027 = 2027"),
    ("Salió el viernes.", "viernes = fri"),
    (
        "Murió un hombre de 43 años de edad.",
        "43 años de edad = 43 age",
    ),
    ("La huelga duró tres semanas.", "tres semanas = 3 week"),
    ("Miles de personas marcharon.", "Miles = 2000..999999"),
    (
        "Treinta y cuatro barcos se hundieron.",
        "Treinta y cuatro = 34",
    ),
    (
        "Doscientas cincuenta lámparas brillan.",
        "Doscientas cincuenta = 250",
    ),
    (
        "Entre 10 y 12 kilómetros quedan.",
        "Entre 10 y 12 kilómetros = 10..12 kilometre",
    ),
    (
        "Bajó 5 puntos porcentuales.",
        "5 puntos porcentuales = 5 points",
    ),
    ("Cayeron medio millón de plumas.", "medio millón = 500000"),
];

/// Sentences without a figure.
pub(super) const NONE: &[&str] = &[
    "El tribunal cita el artículo 5 del tratado.",
    "Uno de los vecinos se fue.",
    "El Seat 600 es rojo.",
    "Una casa y un perro.",
];
