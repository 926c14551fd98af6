//! The forms in which a secret can appear in a text, and the pieces that identify a part of it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// A form of a secret.
pub(super) struct Form {
    pub(super) text: String,
    /// Its encoding (`in base64`); empty if unencoded.
    pub(super) how: &'static str,
}

/// The length of a piece of a longer form, and the distance between pieces: any `PIECE + STEP - 1`
/// consecutive characters contain a whole piece.
pub(super) const PIECE: usize = 12;
pub(super) const STEP: usize = 6;

/// Whether a match of this value cannot be a coincidence: it is long, or short with more than
/// letters.
pub(super) fn is_telling(value: &str) -> bool {
    value.len() >= 12 || (value.len() >= 6 && !value.chars().all(char::is_alphabetic))
}

/// Every textual form. A value that is a plain word has only its own.
pub(super) fn forms(value: &str) -> Vec<Form> {
    let mut forms = vec![Form { text: value.to_owned(), how: "" }];
    if value.len() < 8 || !is_telling(value) {
        return forms;
    }
    let mut add = |text: String, how| {
        if text.len() >= 8 && forms.iter().all(|form| form.text != text) {
            forms.push(Form { text, how });
        }
    };
    let bytes = value.as_bytes();
    // Inside a longer text it begins at any of three offsets, and its first and last characters
    // depend on the neighbors.
    for offset in 0..3 {
        let mut shifted = vec![0; offset];
        shifted.extend_from_slice(bytes);
        let (skip, end) = ((offset * 8).div_ceil(6), (shifted.len() * 8) / 6);
        for encoded in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            if let Some(middle) = encoded.get(skip..end) {
                add(middle.to_owned(), "in base64");
            }
        }
    }
    let each = |form: &dyn Fn(u8) -> String| -> String { bytes.iter().map(|b| form(*b)).collect() };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let plain = |byte: u8| char::from(byte).to_string();
    add(
        each(&|b| {
            if is_plain(b) { plain(b) } else { format!("%{b:02X}") }
        }),
        "percent-encoded",
    );
    add(
        each(&|b| {
            if is_plain(b) { plain(b) } else { format!("%{b:02x}") }
        }),
        "percent-encoded",
    );
    add(each(&|b| format!("{b:02X}")), "in hexadecimal");
    add(each(&|b| format!("{b:02x}")), "in hexadecimal");
    let json = serde_json::Value::from(value).to_string();
    add(json.trim_matches('"').to_owned(), "escaped");
    let html = value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;");
    add(html, "escaped");
    forms
}

/// Where the pieces of a form begin; a short form is one piece. The pieces of very long forms do
/// not overlap, because a leak shows at least two of them.
pub(super) fn pieces(text: &str) -> Vec<std::ops::Range<usize>> {
    let length = text.len();
    if length < PIECE + STEP || !text.is_ascii() {
        return std::iter::once(0..length).collect();
    }
    let step = if length > 64 { PIECE } else { STEP };
    let mut pieces: Vec<_> =
        (0..=length - PIECE).step_by(step).map(|start| start..start + PIECE).collect();
    pieces.push(length - PIECE..length);
    pieces
}

/// Only the letters and digits, so that a value split over lines, cells or tags is contiguous.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
