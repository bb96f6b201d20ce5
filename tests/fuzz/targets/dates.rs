//! Any text as a date: what is read is written and read again as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsfold::internals::parse_date;

fuzz_target!(|text: &str| {
    if let Some(date) = parse_date(text) {
        let written = date.utc().to_rfc3339();
        assert_eq!(parse_date(&written), Some(date), "{text:?} is {written}");
    }
});
