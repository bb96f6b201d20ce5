//! A gzip member that stores its bytes uncompressed, so that the sample day has a feed that
//! arrives encoded. Compressing a few kilobytes on loopback would be a dependency for nothing.

/// Most bytes that a stored block of deflate holds.
const BLOCK_BYTES: usize = 0xFFFF;

/// The bytes as a gzip file.
pub(super) fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
    let count = bytes.len().div_ceil(BLOCK_BYTES).max(1);
    for number in 0..count {
        let start = number * BLOCK_BYTES;
        let block = &bytes[start..bytes.len().min(start + BLOCK_BYTES)];
        // A block is at most 0xFFFF bytes long, so its length fits.
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        file.push(u8::from(number + 1 == count));
        file.extend(length.to_le_bytes());
        file.extend((!length).to_le_bytes());
        file.extend(block);
    }
    file.extend(crc32(bytes).to_le_bytes());
    // The format wants the length modulo 2^32.
    file.extend((bytes.len() as u32).to_le_bytes());
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    let rest = bytes.iter().fold(u32::MAX, |mut rest, byte| {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = if rest & 1 == 1 {
                (rest >> 1) ^ 0xEDB8_8320
            } else {
                rest >> 1
            };
        }
        rest
    });
    !rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_long_body_is_stored_in_several_blocks() {
        let bytes = vec![7; BLOCK_BYTES + 1];
        let file = stored(&bytes);
        assert_eq!(file.len(), 10 + 2 * 5 + bytes.len() + 8);
        assert_eq!(file[10], 0, "not the last block");
    }
}
