//! A body while it arrives.

/// Bodies arrive in pieces of this size.
const PIECE: usize = 64 * 1024;

/// A body as it arrives. The allocator keeps the more memory for later the larger the blocks are
/// that it gets back, and most large bodies are refused in the end; so none is one block before it
/// is whole.
#[derive(Default)]
pub(super) struct Pieces {
    full: Vec<Vec<u8>>,
    last: Vec<u8>,
    pub(super) bytes: usize,
}

impl Pieces {
    pub(super) fn add(&mut self, mut chunk: &[u8]) {
        self.bytes += chunk.len();
        while !chunk.is_empty() {
            let fits = chunk.len().min(PIECE - self.last.len());
            self.last.extend_from_slice(&chunk[..fits]);
            chunk = &chunk[fits..];
            if self.last.len() == PIECE {
                let next = Vec::with_capacity(PIECE);
                self.full.push(std::mem::replace(&mut self.last, next));
            }
        }
    }

    pub(super) fn joined(self) -> Vec<u8> {
        if self.full.is_empty() {
            return self.last;
        }
        let mut joined = Vec::with_capacity(self.bytes);
        for piece in self.full {
            joined.extend_from_slice(&piece);
        }
        joined.extend_from_slice(&self.last);
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_whole_however_it_arrives() {
        let sent: Vec<u8> = (0..PIECE * 3 + 5)
            .map(|at| u8::try_from(at % 251).expect("small"))
            .collect();
        for size in [1000, PIECE, PIECE * 2 + 1, sent.len()] {
            let mut pieces = Pieces::default();
            sent.chunks(size).for_each(|chunk| pieces.add(chunk));
            assert!(pieces.joined() == sent, "in chunks of {size}");
        }
        assert!(Pieces::default().joined().is_empty());
    }
}
