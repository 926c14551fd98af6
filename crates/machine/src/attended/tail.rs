//! The end of a stream.

use std::collections::VecDeque;

use super::MAX_TAIL_BYTES;

/// The last [`MAX_TAIL_BYTES`] of a stream.
#[derive(Default)]
pub(super) struct Tail(VecDeque<u8>);

impl Tail {
    /// Adds what came next.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let bytes = &bytes[bytes.len().saturating_sub(MAX_TAIL_BYTES)..];
        let excess = (self.0.len() + bytes.len()).saturating_sub(MAX_TAIL_BYTES);
        self.0.drain(..excess);
        self.0.extend(bytes);
    }

    /// The bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_kept() {
        let mut tail = Tail::default();
        tail.push(b"first ");
        tail.push(b"second");
        assert_eq!(tail.into_bytes(), b"first second");

        let mut tail = Tail::default();
        let all: Vec<u8> = (0..3 * MAX_TAIL_BYTES).map(|n| (n % 251) as u8).collect();
        for piece in all.chunks(1000) {
            tail.push(piece);
        }
        assert_eq!(tail.into_bytes(), &all[2 * MAX_TAIL_BYTES..]);

        let mut tail = Tail::default();
        tail.push(b"x");
        tail.push(&all);
        assert_eq!(tail.into_bytes(), &all[2 * MAX_TAIL_BYTES..]);
    }
}
