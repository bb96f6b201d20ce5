//! Units that are written alike in all languages: symbols, codes of currencies, short names.

use super::Unit;
use super::lexicon::UnitOf;

/// The currency of a sign.
pub(super) fn currency_of_sign(sign: char) -> Option<&'static str> {
    Some(match sign {
        '$' | '＄' => "USD",
        '€' => "EUR",
        '£' | '￡' => "GBP",
        '¥' | '￥' => "JPY",
        '₹' => "INR",
        '₽' => "RUB",
        '₩' => "KRW",
        '₪' => "ILS",
        '₺' => "TRY",
        '₦' => "NGN",
        '₱' => "PHP",
        '₴' => "UAH",
        '₫' => "VND",
        '฿' => "THB",
        _ => return None,
    })
}

/// The currency of letters that stand before a dollar sign.
pub(super) fn dollar_of(letters: &str) -> Option<&'static str> {
    Some(match letters {
        "US" => "USD",
        "A" | "AU" => "AUD",
        "C" | "CA" | "CAD" => "CAD",
        "NZ" => "NZD",
        "HK" => "HKD",
        "S" | "SG" => "SGD",
        "NT" => "TWD",
        "R" => "BRL",
        "MX" | "Mex" => "MXN",
        _ => return None,
    })
}

/// The currency of a code or a short name, which stands before or behind a number.
pub(super) fn currency_of_code(code: &str) -> Option<&'static str> {
    const CODES: [&str; 28] = [
        "USD", "EUR", "GBP", "JPY", "INR", "CHF", "CNY", "AUD", "CAD", "NZD", "HKD", "SGD", "SEK",
        "NOK", "DKK", "PLN", "CZK", "HUF", "TRY", "RUB", "UAH", "BRL", "MXN", "ZAR", "KRW", "ILS",
        "PKR", "AED",
    ];
    match code {
        "Rs" | "Re" => Some("INR"),
        "RMB" => Some("CNY"),
        "Tk" => Some("BDT"),
        "zł" => Some("PLN"),
        _ => CODES.into_iter().find(|known| *known == code),
    }
}

/// A unit under its short name; upper and lower case matter.
pub(super) fn abbreviation(text: &str) -> Option<UnitOf> {
    let measure = |name| Some((Unit::Measure(name), 1.0));
    match text {
        "km" | "Km" => measure("kilometre"),
        "m" => measure("metre"),
        "cm" => measure("centimetre"),
        "mm" => measure("millimetre"),
        "nm" => measure("nanometre"),
        "mi" => measure("mile"),
        "ft" => measure("foot"),
        "yd" | "yds" => measure("yard"),
        "km²" | "km2" | "sqkm" => measure("square kilometre"),
        "m²" | "m2" | "qm" | "sqm" => measure("square metre"),
        "m³" | "m3" => measure("cubic metre"),
        "ha" => measure("hectare"),
        "kg" => measure("kilogram"),
        "g" => measure("gram"),
        "mg" => measure("milligram"),
        "t" => measure("tonne"),
        "lb" | "lbs" => measure("pound"),
        "oz" => measure("ounce"),
        "l" => measure("litre"),
        "ml" => measure("millilitre"),
        "mph" => measure("mile per hour"),
        "kmh" | "kph" => measure("kilometre per hour"),
        "kW" => measure("kilowatt"),
        "MW" => measure("megawatt"),
        "GW" => measure("gigawatt"),
        "TW" => measure("terawatt"),
        "kWh" | "KWh" => measure("kilowatt hour"),
        "MWh" => measure("megawatt hour"),
        "GWh" => measure("gigawatt hour"),
        "TWh" => measure("terawatt hour"),
        "KB" | "kB" => measure("kilobyte"),
        "MB" => measure("megabyte"),
        "GB" => measure("gigabyte"),
        "TB" => measure("terabyte"),
        "PB" => measure("petabyte"),
        "Gbps" | "Gbit" | "GBit" => measure("gigabit"),
        "Mbps" | "Mbit" | "MBit" => measure("megabit"),
        "Hz" => measure("hertz"),
        "kHz" => measure("kilohertz"),
        "MHz" => measure("megahertz"),
        "GHz" => measure("gigahertz"),
        "bpd" => measure("barrel per day"),
        "ppm" => measure("part per million"),
        "bps" | "bp" => measure("basis point"),
        "x" | "X" | "×" => measure("times"),
        "h" | "hr" | "hrs" => Some((Unit::Duration("hour"), 1.0)),
        "min" | "mins" => Some((Unit::Duration("minute"), 1.0)),
        "sec" | "secs" => Some((Unit::Duration("second"), 1.0)),
        "ms" => Some((Unit::Duration("millisecond"), 1.0)),
        "pc" | "pct" => Some((Unit::Percent, 1.0)),
        "pp" | "ppt" => Some((Unit::Points, 1.0)),
        _ => currency_of_code(text).map(|code| (Unit::Money(code), 1.0)),
    }
}

/// What a sign behind a number means: its unit.
pub(super) fn unit_of_sign(sign: char) -> Option<UnitOf> {
    match sign {
        '%' | '％' | '٪' => Some((Unit::Percent, 1.0)),
        '‰' => Some((Unit::Percent, 0.1)),
        '℃' => Some((Unit::Measure("degree celsius"), 1.0)),
        '℉' => Some((Unit::Measure("degree fahrenheit"), 1.0)),
        _ => currency_of_sign(sign).map(|code| (Unit::Money(code), 1.0)),
    }
}

/// What letters right behind digits multiply them by: "5m", "$4bn". Some are read so only for
/// money or large numbers: "4K" is a screen, "5T" a phone, "5t" tonnes.
pub(super) fn scale_of_suffix(suffix: &str, value: f64, money: bool) -> Option<f64> {
    match suffix {
        "k" => Some(1e3),
        "K" if money || value >= 10.0 => Some(1e3),
        "m" | "M" | "mn" | "Mn" | "mln" | "mio" | "Mio" | "mm" | "MM"
            if suffix.len() != 2 || !suffix.eq_ignore_ascii_case("mm") || money =>
        {
            Some(1e6)
        }
        "b" | "B" | "bn" | "Bn" | "BN" | "bln" | "mrd" | "Mrd" | "md" | "Md" => Some(1e9),
        "tn" | "trn" | "Tn" => Some(1e12),
        "t" | "T" if money => Some(1e12),
        "cr" | "Cr" => Some(1e7),
        _ => None,
    }
}
