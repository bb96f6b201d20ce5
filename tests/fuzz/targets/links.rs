//! Any text as an address, and any markup with links in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsfold::internals::{address_key, canonical_url, publisher_of, references};

fuzz_target!(|text: &str| {
    if let Some(canonical) = canonical_url(text) {
        assert!(canonical.starts_with("http"), "{canonical}");
        assert_eq!(canonical_url(&canonical).as_ref(), Some(&canonical), "{text:?}");
        assert_eq!(address_key(&canonical), address_key(text));
    }
    let _ = publisher_of(text);
    let _ = references(text, Some("https://outlet.example/1"));
});
