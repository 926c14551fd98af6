//! What an entry of the table is.

/// A text that AWS tools print, or the words in which people tell of a failure.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Who prints it, with the pattern. `{name}` is a variable part, `{_}` anything; `^` and `$`
    /// stand for the beginning and the end of a line. White space, quotes and case do not count.
    pub says: &'static [(&'static str, &'static str)],
    /// For [`Kind::Words`]: beginnings of words, all of one group.
    pub words: &'static [&'static [&'static str]],
    /// How much it tells.
    pub kind: Kind,
    /// For a text that other programs print as well: one of these has to stand in the paste.
    pub needs: &'static [&'static str],
    /// What it means. `[ …{name}]` is left away where the paste does not hold that part.
    pub means: &'static str,
    /// Identifiers of its causes, the most likely first.
    pub causes: &'static [&'static str],
    /// How its causes are told apart.
    pub apart: &'static str,
}

/// How much a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A message of its own.
    Message,
    /// A message that stands round others, or that any failure of its kind ends in.
    General,
    /// What the AWS CLI advises beside a message.
    Advice,
    /// A person's words.
    Words,
}

/// What makes a tool say something.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// Its row in FAILURES (`C13`); a word where FAILURES has no row for it.
    pub id: &'static str,
    /// The cause, as the end of a sentence: "the profile names …".
    pub what: &'static str,
    /// The checks that find it, the likeliest first.
    pub checks: &'static [&'static str],
    /// What to do where no check has found more. `{contact}` is the support team's address.
    pub answer: &'static str,
    /// The command that goes with it.
    pub run: Run,
}

/// The command that goes with a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// `doctor --only CHECKS --fix`
    Mend,
    /// `doctor --only CHECKS`
    Look,
    /// `login`
    Login,
    /// `setup`
    Setup,
    /// None: the answer says it all.
    Nothing,
}

impl Cause {
    /// Whether it is a row of FAILURES.
    pub fn is_row(&self) -> bool {
        is_row(self.id)
    }
}

/// Whether this looks like a row of FAILURES: a capital letter and two digits.
pub(crate) fn is_row(id: &str) -> bool {
    matches!(id.as_bytes(), [letter, tens, ones]
        if letter.is_ascii_uppercase() && tens.is_ascii_digit() && ones.is_ascii_digit())
}

/// A message.
pub(crate) const fn message(
    says: &'static [(&'static str, &'static str)],
    means: &'static str,
    causes: &'static [&'static str],
) -> Text {
    Text { says, words: &[], kind: Kind::Message, needs: &[], means, causes, apart: "" }
}

/// A message that tells little by itself.
pub(crate) const fn general(
    says: &'static [(&'static str, &'static str)],
    means: &'static str,
    causes: &'static [&'static str],
) -> Text {
    Text { kind: Kind::General, ..message(says, means, causes) }
}

/// What the AWS CLI advises beside a message.
pub(crate) const fn advice(
    says: &'static [(&'static str, &'static str)],
    means: &'static str,
    causes: &'static [&'static str],
) -> Text {
    Text { kind: Kind::Advice, ..message(says, means, causes) }
}

/// A person's words.
pub(crate) const fn words(
    words: &'static [&'static [&'static str]],
    causes: &'static [&'static str],
) -> Text {
    Text { words, kind: Kind::Words, ..message(&[], "", causes) }
}

impl Text {
    /// One of these has to stand in the paste.
    pub(crate) const fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    /// How its causes are told apart.
    pub(crate) const fn apart(self, apart: &'static str) -> Self {
        Self { apart, ..self }
    }
}

/// A cause that a check finds and mends.
pub(crate) const fn mend(
    id: &'static str,
    checks: &'static [&'static str],
    what: &'static str,
    answer: &'static str,
) -> Cause {
    Cause { id, what, checks, answer, run: Run::Mend }
}

/// A cause that a check finds; what to do about it is in words.
pub(crate) const fn look(
    id: &'static str,
    checks: &'static [&'static str],
    what: &'static str,
    answer: &'static str,
) -> Cause {
    Cause { run: Run::Look, ..mend(id, checks, what, answer) }
}

/// A cause that signing in puts right.
pub(crate) const fn login(
    id: &'static str,
    checks: &'static [&'static str],
    what: &'static str,
    answer: &'static str,
) -> Cause {
    Cause { run: Run::Login, ..mend(id, checks, what, answer) }
}

/// A cause that is explained, not checked.
pub(crate) const fn told(id: &'static str, what: &'static str, answer: &'static str) -> Cause {
    Cause { run: Run::Nothing, ..mend(id, &[], what, answer) }
}
