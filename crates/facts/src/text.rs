//! Text from a file, the environment or a service, which displays itself only in a form that is
//! safe to print.

use std::fmt;
use std::ops::Deref;

use crate::{clean_line, mask_secrets_in};

/// Text from an untrusted source: compares and dereferences unchanged, and is displayed on one
/// line, without control characters, cut at 300 characters, with everything that looks like a
/// secret masked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text<'a>(pub &'a str);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&mask_secrets_in(clean_line(self.0)))
    }
}

/// In quotes, and as safe to print as without: `{:?}` in a message must not show more than `{}`.
impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_compared_raw_and_displayed_clean() {
        let text = Text("a\u{1b}[31m\nAKIAIOSFODNN7EXAMPLE ");
        assert!(text.ends_with("EXAMPLE "));
        assert_eq!(text.to_string(), "a?[31m AKIA…MPLE");
        assert_eq!(format!("{text:?}"), "\"a?[31m AKIA…MPLE\"");
    }
}
