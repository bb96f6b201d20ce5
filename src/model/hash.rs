//! The hash that is written to disk: the same on every platform and in every version.

use xxhash_rust::xxh3::xxh3_64;

/// XXH3 (64 bits, no seed) as the signed integer that the cache holds.
pub fn stable_hash(bytes: &[u8]) -> i64 {
    xxh3_64(bytes).cast_signed()
}
