//! Numbers to bytes and back, for what grouping keeps between runs. Reading never trusts its
//! input: whatever is cut short or odd gives `None`.

#[derive(Debug, Default)]
pub(super) struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    /// Small numbers take one byte.
    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value as u8 & 0x7f) | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// Small numbers of either sign take one byte.
    pub fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)) as u64);
    }

    /// Ascending numbers as their gaps, the count first.
    pub fn ascending(&mut self, values: &[u32]) {
        self.number(values.len() as u64);
        let mut last = 0;
        for &value in values {
            self.number(u64::from(value.wrapping_sub(last)));
            last = value;
        }
    }

    /// Exactly as it is, four bytes each, the count first.
    pub fn plain(&mut self, values: &[u32]) {
        self.number(values.len() as u64);
        for value in values {
            self.bytes.extend_from_slice(&value.to_le_bytes());
        }
    }
}

#[derive(Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// A count of things that take at least one byte each, so never more than there are bytes.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.bytes.len()).then_some(count)
    }

    pub fn ascending(&mut self) -> Option<Vec<u32>> {
        let count = self.count()?;
        let mut values = Vec::with_capacity(count);
        let mut last = 0u32;
        for _ in 0..count {
            last = last.wrapping_add(self.small()?);
            values.push(last);
        }
        Some(values)
    }

    pub fn plain(&mut self) -> Option<Vec<u32>> {
        let count = self.count()?;
        let mut values = Vec::with_capacity(count);
        for _ in 0..count {
            let (four, rest) = self.bytes.split_first_chunk::<4>()?;
            self.bytes = rest;
            values.push(u32::from_le_bytes(*four));
        }
        Some(values)
    }

    pub fn is_done(&self) -> bool {
        self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        writer.number(0);
        writer.number(u64::MAX);
        writer.signed(i64::MIN);
        writer.ascending(&[3, 9, u32::MAX]);
        writer.plain(&[9, 3]);
        let mut reader = Reader::new(&writer.bytes);
        assert_eq!(reader.number(), Some(0));
        assert_eq!(reader.number(), Some(u64::MAX));
        assert_eq!(reader.signed(), Some(i64::MIN));
        assert_eq!(reader.ascending(), Some(vec![3, 9, u32::MAX]));
        assert_eq!(reader.plain(), Some(vec![9, 3]));
        assert!(reader.is_done());
    }

    #[test]
    fn cut_bytes_are_nothing() {
        for bytes in [&[][..], &[0x80], &[0xff; 11], &[5, 1]] {
            assert_eq!(Reader::new(bytes).ascending(), None);
            assert_eq!(Reader::new(bytes).plain(), None);
        }
    }
}
