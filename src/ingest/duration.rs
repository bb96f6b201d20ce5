//! How long a recording runs, in the notations that feeds have for it.

/// Nothing runs longer: so many seconds are a mistake.
const LONGEST: u64 = 1000 * 3600;

/// Seconds of `3723`, `62:03`, `1:02:03`, with or without a fraction of the last one; `None` for
/// anything else, and for no time at all.
pub(super) fn parse_duration(text: &str) -> Option<u32> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut seconds: u64 = 0;
    for (before, part) in whole.split(':').enumerate() {
        let is_number = (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number || before == 3 {
            return None;
        }
        seconds = seconds * 60 + part.parse::<u64>().ok()?;
    }
    bounded(seconds)
}

/// Seconds as a number, with or without a fraction.
pub(super) fn duration_of(seconds: f64) -> Option<u32> {
    // What is no number of seconds becomes none or too many.
    bounded(seconds as u64)
}

fn bounded(seconds: u64) -> Option<u32> {
    let seconds = Some(seconds).filter(|seconds| (1..=LONGEST).contains(seconds));
    seconds.and_then(|seconds| u32::try_from(seconds).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_is_read() {
        let check = |text: &str, expected| assert_eq!(parse_duration(text), expected, "{text}");
        check("3723", Some(3723));
        check("62:03", Some(3723));
        check(" 1:02:03\n", Some(3723));
        check("01:02:03.500", Some(3723));
        check("0:42", Some(42));
        check("90:00:00", Some(324_000));
        for none in [
            "",
            "0",
            "00:00:00",
            "-5",
            "1:2:3:4",
            "1::2",
            "an hour",
            "1h",
            "99999999999999999999",
            "3600001",
            "5.x",
            "٣",
            ":",
        ] {
            check(none, None);
        }
        assert_eq!(duration_of(61.9), Some(61));
        for none in [f64::NAN, f64::INFINITY, -1.0, 0.2] {
            assert_eq!(duration_of(none), None);
        }
    }
}
