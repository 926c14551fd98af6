//! JSON on its way to standard output, piece by piece.

use std::io::{Error, ErrorKind, Result, Write};

/// Write this many bytes at once.
const PIECE: usize = 64 << 10;

/// Escapes every character that a terminal would obey, as [`facts::escape_json`] does for a whole
/// text.
pub(super) struct JsonWriter<W: Write> {
    out: W,
    piece: Vec<u8>,
}

impl<W: Write> JsonWriter<W> {
    pub(super) const fn new(out: W) -> Self {
        Self { out, piece: Vec::new() }
    }

    /// Writes what is left, and ends the line.
    pub(super) fn finish(mut self) -> Result<()> {
        self.write_piece()?;
        if !self.piece.is_empty() {
            return Err(ErrorKind::InvalidData.into());
        }
        self.out.write_all(b"\n")?;
        self.out.flush()
    }

    /// Writes the piece up to its last whole character.
    fn write_piece(&mut self) -> Result<()> {
        let end = match std::str::from_utf8(&self.piece) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(error) => return Err(Error::new(ErrorKind::InvalidData, error)),
        };
        let rest = self.piece.split_off(end);
        let whole = std::mem::replace(&mut self.piece, rest);
        let text =
            String::from_utf8(whole).map_err(|why| Error::new(ErrorKind::InvalidData, why))?;
        self.out.write_all(facts::escape_json(text).as_bytes())
    }
}

impl<W: Write> Write for JsonWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.piece.len() + bytes.len() > PIECE && !self.piece.is_empty() {
            self.write_piece()?;
        }
        self.piece.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the sizes of the pieces, the bytes are those of the whole text.
    #[test]
    fn pieces_give_the_bytes_of_the_whole() {
        let text = "\u{202e}é\u{e0041}日本\u{85}plain \"x\" \u{1b}[31m\n".repeat(9_000);
        let whole = facts::escape_json(text.clone()) + "\n";
        for size in [1, 2, 3, 5, 1000, PIECE - 1, PIECE, PIECE + 1, text.len()] {
            let mut out = Vec::new();
            let mut writer = JsonWriter::new(&mut out);
            for piece in text.as_bytes().chunks(size) {
                writer.write_all(piece).unwrap();
            }
            writer.finish().unwrap();
            assert!(out == whole.as_bytes(), "{size}");
        }
    }

    #[test]
    fn half_a_character_is_an_error() {
        let mut writer = JsonWriter::new(Vec::new());
        writer.write_all(&"é".as_bytes()[..1]).unwrap();
        assert!(writer.finish().is_err());
    }
}
