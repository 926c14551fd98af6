//! Which findings are one fault: the same sentences about several profiles.

use facts::Subject;

use crate::{Finding, SafeText};

/// Stands for the profile's name while two findings are compared.
const NAME: &str = "\u{0}";

impl Finding {
    /// The same string for findings that are one fault: the same check and kind, about profiles,
    /// with sentences, remedies and questions that differ only in the profile's name. A finding
    /// about anything else is a fault of its own, because each session needs its own sign-in.
    pub fn group(&self, check: &str) -> String {
        let mut hash = Fnv1a::default();
        match &self.subject {
            Subject::Profile(name) => {
                for text in self.texts() {
                    hash.add(&replace_name(text, name));
                }
                hash.add(self.severity.id());
            }
            Subject::Session(key) => hash.add(key.name()),
            Subject::File(_) | Subject::Machine => {
                for text in self.texts() {
                    hash.add(text);
                }
            }
        }
        format!("{check}.{}.{:08x}", self.code, hash.fold())
    }

    /// Everything that makes it another fault.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let labels = self.evidence.iter().map(|evidence| evidence.label.as_str());
        let remedies = self.remedies.iter().flat_map(|remedy| {
            let questions = remedy.questions.iter();
            let keys = questions.clone().map(|question| question.key);
            let defaults = questions.filter_map(|question| question.default.as_deref());
            std::iter::once(remedy.id).chain(keys).chain(defaults)
        });
        let texts = [&self.what, &self.why, &self.next].into_iter().map(SafeText::as_str);
        texts.chain(self.says.as_ref().map(SafeText::as_str)).chain(labels).chain(remedies)
    }
}

/// Replaces the name of a profile where the text calls it one: `profile dev`, `[profile dev]`,
/// `profile (dev)`. Elsewhere it may be a word of the sentence: people call profiles `a` and
/// `default`.
fn replace_name(text: &str, name: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = (!name.is_empty()).then(|| rest.find(name)).flatten() {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        out.push_str(before);
        let is_called = out.trim_end_matches(['(', '`', '"', '\'']).ends_with("profile ")
            && !after.starts_with(is_part);
        out.push_str(if is_called { NAME } else { name });
        rest = after;
    }
    out + rest
}

/// FNV-1a, because the string is public: it must not change between runs or versions of Rust.
struct Fnv1a(u64);

impl Default for Fnv1a {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv1a {
    /// Adds a text and its end.
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    const fn fold(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)) & 0xffff_ffff
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Effect;

    fn found(profile: &str, what: &str) -> Finding {
        let mut finding = Finding::with_effect(Effect::Stops, "no-region", "").what(what);
        finding.subject = Subject::Profile(profile.into());
        finding
    }

    #[test]
    fn sentences_that_differ_in_the_name_alone_are_one_fault() {
        let one = found("a", "The profile a has no region. A profile is a section.");
        let other = found("default", "The profile default has no region. A profile is a section.");
        assert_eq!(one.group("profile-region"), other.group("profile-region"));
        assert!(one.group("profile-region").starts_with("profile-region.no-region."));
    }

    #[test]
    fn other_values_and_parts_of_words_are_other_faults() {
        let one = found("dev", "The region of dev is us_east_1.");
        let other = found("prod", "The region of prod is eu_west_1.");
        assert_ne!(one.group("profile-region"), other.group("profile-region"));
        let text = "profile dev, not profile dev-ops: [profile dev], profile (dev), dev";
        let replaced = "profile \0, not profile dev-ops: [profile \0], profile (\0), dev";
        assert_eq!(replace_name(text, "dev"), replaced);
    }

    #[test]
    fn two_sessions_are_two_faults() {
        let session = |name: &str| {
            let mut finding = found("dev", "You are not signed in.");
            finding.subject = Subject::Session(facts::SessionKey::Named(name.into()));
            finding.group("token-present")
        };
        assert_ne!(session("a"), session("b"));
    }
}
