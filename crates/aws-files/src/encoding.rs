//! From bytes to text, preserving every position.

use crate::location::Location;

/// How to decode the bytes of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8 without a byte order mark, which every reader expects.
    Utf8,
    /// UTF-8 with a byte order mark, as Windows editors write it.
    Utf8Bom,
    /// UTF-16, little endian, detected by its byte order mark (`>` in Windows PowerShell writes
    /// it).
    Utf16Le,
    /// UTF-16, big endian, detected by its byte order mark.
    Utf16Be,
    /// Bytes that are not UTF-8.
    NotUtf8 {
        /// The first undecodable byte.
        location: Location,
    },
}

const BOM: &str = "\u{feff}";

/// The bytes of a document and its text, stored once if they are the same.
#[derive(Clone)]
pub(crate) enum Content {
    /// Valid UTF-8; the text is the bytes after the byte order mark.
    Utf8 { whole: String, bom: bool },
    /// UTF-16 by its byte order mark; the decoded text has none.
    Utf16 { bytes: Vec<u8>, text: String, little: bool },
    /// Anything else; each undecodable byte is one U+FFFD in the text.
    Other { bytes: Vec<u8>, text: String, bom: bool },
}

impl Content {
    pub(crate) fn decode(bytes: &[u8]) -> Self {
        if let [first @ (0xFF | 0xFE), second @ (0xFF | 0xFE), rest @ ..] = bytes
            && first != second
        {
            let little = *first == 0xFF;
            return Self::Utf16 { bytes: bytes.to_vec(), text: decode_utf16(rest, little), little };
        }
        let bom = bytes.starts_with(BOM.as_bytes());
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Utf8 { whole: text.to_owned(), bom },
            Err(_) => {
                let skip = if bom { BOM.len() } else { 0 };
                Self::Other { bytes: bytes.to_vec(), text: decode_lossy(&bytes[skip..]), bom }
            }
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Utf8 { whole, .. } => whole.as_bytes(),
            Self::Utf16 { bytes, .. } | Self::Other { bytes, .. } => bytes,
        }
    }

    /// The text without a byte order mark.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Utf8 { whole, bom: true } => whole.get(BOM.len()..).unwrap_or_default(),
            Self::Utf8 { whole, bom: false } => whole,
            Self::Utf16 { text, .. } | Self::Other { text, .. } => text,
        }
    }

    /// The length of a UTF-8 byte order mark at the start: 3 or 0.
    pub(crate) fn bom_length(&self) -> usize {
        match self {
            Self::Utf8 { bom: true, .. } | Self::Other { bom: true, .. } => BOM.len(),
            _ => 0,
        }
    }
}

fn decode_lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // One replacement per byte, not per sequence, so that columns count bytes.
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

fn decode_utf16(bytes: &[u8], little: bool) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs
        .iter()
        .map(|pair| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    let mut text: String =
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !odd.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// Maps an offset in the decoded text of a line that is not all UTF-8 to the offset in its bytes.
pub(crate) fn byte_offset(bytes: &[u8], text_offset: usize) -> usize {
    let (mut in_text, mut in_bytes) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid().len();
        if text_offset <= in_text + valid {
            return in_bytes + (text_offset - in_text);
        }
        in_text += valid;
        in_bytes += valid;
        for _ in chunk.invalid() {
            if text_offset <= in_text {
                return in_bytes;
            }
            in_text += char::REPLACEMENT_CHARACTER.len_utf8();
            in_bytes += 1;
        }
    }
    in_bytes
}

/// Whether `bytes` contain an undecodable byte, and after how many characters.
pub(crate) fn first_undecodable(bytes: &[u8]) -> Option<usize> {
    let error = std::str::from_utf8(bytes).err()?;
    let valid = bytes.get(..error.valid_up_to())?;
    Some(valid.iter().filter(|byte| (**byte & 0xC0) != 0x80).count())
}
