//! Bodies as they lie in the cache: compressed when that pays, the method in the first byte.

/// Shorter bodies are kept as they are.
const WORTH_COMPRESSING: usize = 512;
const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// The bytes to store for a body.
pub(super) fn pack(body: &str) -> Vec<u8> {
    let (method, bytes) = if body.len() < WORTH_COMPRESSING {
        (PLAIN, body.as_bytes().to_vec())
    } else {
        (LZ4, lz4_flex::compress_prepend_size(body.as_bytes()))
    };
    let mut packed = Vec::with_capacity(bytes.len() + 1);
    packed.push(method);
    packed.extend(bytes);
    packed
}

/// The body of stored bytes; empty if they are damaged.
pub(super) fn unpack(packed: &[u8]) -> String {
    let bytes = match packed.split_first() {
        Some((&PLAIN, plain)) => plain.to_vec(),
        Some((&LZ4, rest)) => lz4_flex::decompress_size_prepended(rest).unwrap_or_default(),
        _ => Vec::new(),
    };
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_as_it_was_short_or_long() {
        for body in ["", "short", &"long ünïcode text ".repeat(500)] {
            assert_eq!(unpack(&pack(body)), body);
        }
        assert!(pack(&"word ".repeat(1000)).len() < 1000);
    }

    #[test]
    fn damaged_bytes_give_an_empty_body() {
        assert_eq!(unpack(&[]), "");
        assert_eq!(unpack(&[LZ4, 255, 255, 255, 0, 1]), "");
        assert_eq!(unpack(&[9, 1, 2]), "");
    }
}
