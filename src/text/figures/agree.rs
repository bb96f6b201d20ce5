//! The normal form of a figure, and whether two figures say the same.

use std::fmt::Write;

use super::{Bound, Figure, Unit};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Values that are only nearly so may be this part of them apart.
const ABOUT: f64 = 0.05;

impl Figure {
    /// The normal form: the same for all ways to write one thing. ">200000", "~5000000 USD",
    /// "10..12 percent", "300 megawatt", "20000..99999", "2026-05-07", "fri", "20:30", "43 age",
    /// "3-1 score", "1990s".
    pub fn normal(&self) -> String {
        let mut out = String::new();
        match self.bound {
            Bound::About => out.push('~'),
            Bound::MoreThan => out.push('>'),
            Bound::LessThan => out.push('<'),
            Bound::Exact | Bound::Range | Bound::Order => {}
        }
        match self.unit {
            Unit::Date { .. } => self.write_date(&mut out),
            // Writing into a string cannot fail.
            Unit::Time { minutes } => {
                let _ = write!(out, "{:02}:{:02}", minutes / 60, minutes % 60);
            }
            _ => self.write_value(&mut out),
        }
        out
    }

    fn write_value(&self, out: &mut String) {
        write_number(self.low, out);
        if self.unit == Unit::Score {
            out.push('-');
            write_number(self.high, out);
        } else if self.is_spread() {
            out.push_str("..");
            write_number(self.high, out);
        }
        let unit = match self.unit {
            Unit::Percent => "percent",
            Unit::Points => "points",
            Unit::Money(code) => code,
            Unit::Measure(name) | Unit::Duration(name) => name,
            Unit::Age => "age",
            Unit::Ordinal => "ordinal",
            Unit::Score => "score",
            Unit::None | Unit::Date { .. } | Unit::Time { .. } => return,
        };
        out.push(' ');
        out.push_str(unit);
    }

    fn write_date(&self, out: &mut String) {
        let Unit::Date {
            year,
            month,
            day,
            weekday,
        } = self.unit
        else {
            return;
        };
        let name = |names: &[&'static str], place: u8| {
            names
                .get(usize::from(place).wrapping_sub(1))
                .copied()
                .unwrap_or_default()
        };
        if let Some(weekday) = weekday {
            out.push_str(name(&WEEKDAYS, weekday));
            if month.is_some() || day.is_some() {
                out.push(' ');
            }
        }
        let _ = match (year, month, day) {
            (Some(year), Some(month), Some(day)) => write!(out, "{year}-{month:02}-{day:02}"),
            (Some(year), Some(month), None) => write!(out, "{year}-{month:02}"),
            (Some(year), ..) if self.bound == Bound::Order => write!(out, "{year}s"),
            (Some(year), ..) => write!(out, "{year}"),
            (None, Some(month), Some(day)) => write!(out, "{month:02}-{day:02}"),
            (None, Some(month), None) => write!(out, "{}", name(&MONTHS, month)),
            (None, None, Some(day)) => write!(out, "day {day}"),
            (None, None, None) => Ok(()),
        };
    }

    fn is_spread(&self) -> bool {
        matches!(self.bound, Bound::Range | Bound::Order)
    }

    /// Whether two figures say the same: of one unit, with values that are equal when the finer one
    /// is rounded as the coarser one is ("1.2 million" and "1,234,567").
    ///
    /// Zeros at the end are taken for rounding only behind the second figure: "200,000" is not
    /// "220,000". "About" gives five percent. "More than" and "nearly" agree with the number alone
    /// but not with each other. A range agrees with a range, an order of magnitude with the same
    /// order; neither with a number inside of it, for that says more. Dates agree when day and
    /// month are the same and year and weekday do not contradict.
    pub fn agrees_with(&self, other: &Self) -> bool {
        match (self.unit, other.unit) {
            (Unit::Date { .. }, Unit::Date { .. }) => {
                (self.bound == Bound::Order) == (other.bound == Bound::Order)
                    && same_date(self.unit, other.unit)
            }
            (mine, others) if mine != others => false,
            (Unit::Score, _) => self.low == other.low && self.high == other.high,
            _ => self.same_value(other),
        }
    }

    /// Whether somebody who knows one figure learns nothing from this one: they say the same, or this
    /// one says less. "$44 million" and "tens of millions" say less than "$43,885,310", "in June" less
    /// than "3 June"; "July 2017" says more than "July".
    pub fn is_told_by(&self, known: &Self) -> bool {
        if let (
            Unit::Date {
                year,
                month,
                day,
                weekday,
            },
            Unit::Date {
                year: known_year,
                month: known_month,
                day: known_day,
                weekday: known_weekday,
            },
        ) = (self.unit, known.unit)
        {
            let is_decade = self.bound == Bound::Order;
            if is_decade || known.bound == Bound::Order {
                return self.agrees_with(known);
            }
            // The year and the weekday of a day that is known are no news.
            let is_day = day.is_some() && month.is_some();
            let same_day = is_day && (day, month) == (known_day, known_month);
            let has = |own: bool, same: bool| !own || same;
            return has(day.is_some(), day == known_day)
                && has(month.is_some(), month == known_month)
                && has(
                    year.is_some(),
                    year == known_year || same_day && known_year.is_none(),
                )
                && has(
                    weekday.is_some(),
                    weekday == known_weekday || same_day && known_weekday.is_none(),
                );
        }
        if self.bound == Bound::Order {
            let is_money = matches!(known.unit, Unit::Money(_));
            let same_unit = self.unit == known.unit || self.unit == Unit::None && is_money;
            return same_unit && self.low <= known.low && known.high <= self.high;
        }
        if self.unit != known.unit {
            return false;
        }
        let (own, others) = (grain(self.low), grain(known.low));
        if self.agrees_with(known) {
            return self.is_spread() || self.low == known.low || own >= others;
        }
        if self.is_spread() || known.is_spread() || self.unit == Unit::Score {
            return false;
        }
        // "$43 million" is cut off, not rounded.
        let is_less = |bound| bound == Bound::LessThan;
        let is_cut = !is_less(self.bound)
            && !is_less(known.bound)
            && own > others
            && self.low <= known.low
            && known.low - self.low < own;
        let is_little_less = self.bound == Bound::MoreThan
            && self.low <= known.low
            && known.low <= self.low * (1.0 + ABOUT);
        is_cut || is_little_less
    }

    fn same_value(&self, other: &Self) -> bool {
        match (self.bound, other.bound) {
            (Bound::Order, Bound::Order) => self.low == other.low && self.high == other.high,
            (Bound::Range, Bound::Range) => {
                near(self.low, other.low, false) && near(self.high, other.high, false)
            }
            (Bound::MoreThan, Bound::LessThan) | (Bound::LessThan, Bound::MoreThan) => false,
            (mine, others) if mine == Bound::About || others == Bound::About => {
                !self.is_spread() && !other.is_spread() && near(self.low, other.low, true)
            }
            _ => !self.is_spread() && !other.is_spread() && near(self.low, other.low, false),
        }
    }
}

/// Whether two values are equal when both are rounded as the coarser one is.
fn near(one: f64, other: f64, about: bool) -> bool {
    let apart = (one - other).abs();
    let rounding = grain(one).max(grain(other)) / 2.0;
    let loose = if about {
        one.abs().max(other.abs()) * ABOUT
    } else {
        0.0
    };
    // Decimals are not exact in binary.
    apart <= rounding.max(loose) * (1.0 + 1e-9)
}

/// What a value is rounded to, as far as its zeros show; never coarser than its second digit, but
/// for whole numbers below ten.
fn grain(value: f64) -> f64 {
    let value = value.abs();
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let most = 10f64.powi((value.log10().floor() as i32 - 1).max(0));
    let mut grain = most;
    while grain > 1e-6 {
        let steps = value / grain;
        if (steps - steps.round()).abs() < 1e-6 {
            return grain;
        }
        grain /= 10.0;
    }
    grain
}

fn same_date(one: Unit, other: Unit) -> bool {
    let (
        Unit::Date {
            year,
            month,
            day,
            weekday,
        },
        Unit::Date {
            year: other_year,
            month: other_month,
            day: other_day,
            weekday: other_weekday,
        },
    ) = (one, other)
    else {
        return false;
    };
    let fits =
        |one: Option<i32>, other: Option<i32>| one.is_none() || other.is_none() || one == other;
    if month != other_month || day != other_day {
        return false;
    }
    match month {
        // A year or a weekday alone says nothing of the other.
        None => year == other_year && weekday == other_weekday,
        Some(_) => {
            fits(year, other_year) && fits(weekday.map(i32::from), other_weekday.map(i32::from))
        }
    }
}

/// A number without an exponent, with at most four decimals.
fn write_number(value: f64, out: &mut String) {
    let value = if value.abs() < 1e9 {
        (value * 1e4).round() / 1e4
    } else {
        value.round()
    };
    // Minus zero is zero.
    let _ = write!(out, "{}", value + 0.0);
}
