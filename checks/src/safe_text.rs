//! The texts of findings: safe to print, and shared where many findings say the same.

use std::cell::RefCell;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Remember at most this many texts, so that the texts of one kind of finding find each other.
const MAX_REMEMBERED: usize = 64;

/// A text that is safe to print, whatever it quotes: one line, no control characters, secrets masked.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeText(Arc<str>);

impl SafeText {
    /// Makes a text safe. Every text of a finding passes through it, so that no check can forget to
    /// call it.
    pub fn new(text: impl AsRef<str> + Into<String>) -> Self {
        thread_local! {
            static REMEMBERED: RefCell<Vec<SafeText>> = const { RefCell::new(Vec::new()) };
        }
        let slot = slot(text.as_ref());
        REMEMBERED.with_borrow_mut(|remembered| {
            if let Some(known) = remembered.get(slot)
                && *known.0 == *text.as_ref()
            {
                return known.clone();
            }
            let safe = safe_text(text);
            if remembered.is_empty() {
                remembered.resize(MAX_REMEMBERED, Self::default());
            }
            let safe = Self(safe.into());
            // What was changed is found only by a text that needs no change.
            if let Some(place) = remembered.get_mut(self::slot(&safe)) {
                *place = safe.clone();
            }
            safe
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn slot(text: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    usize::try_from(hasher.finish() % (MAX_REMEMBERED as u64)).unwrap_or_default()
}

/// Makes a sentence safe to print.
pub(crate) fn safe_text(text: impl AsRef<str> + Into<String>) -> String {
    let is_plain = text.as_ref().bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let text =
        if is_plain { text.into() } else { facts::clean(text.as_ref()).replace(['\n', '\t'], " ") };
    facts::mask_secrets_in(text)
}

impl Deref for SafeText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<SafeText> for String {
    fn from(text: SafeText) -> Self {
        text.as_str().to_owned()
    }
}

impl PartialEq<str> for SafeText {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for SafeText {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let one = SafeText::new("quotes are part of region");
        let other = SafeText::new("quotes are part of region".to_owned());
        assert!(Arc::ptr_eq(&one.0, &other.0));
        assert_ne!(one, SafeText::new("quotes are part of output"));
    }

    #[test]
    fn what_was_made_safe_stays_safe() {
        let secret = "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        for _ in 0..3 {
            let text = SafeText::new(format!("the line {secret}\u{1b}[2J"));
            assert!(!text.contains("wJalrXUtnFEMI") && !text.contains('\u{1b}'), "{text}");
        }
    }
}
