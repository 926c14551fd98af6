//! The types of the table's rows, and the short constructors that rows are written with.

/// The stable, unique identifier of an [`ErrorText`], in kebab case; a check lists these.
pub type TextId = &'static str;

/// One message as one program prints it: a row of the table.
#[derive(Clone, Copy, Debug)]
pub struct ErrorText {
    /// Stable and unique, in kebab case.
    pub id: TextId,
    /// Who prints it.
    pub speaker: Speaker,
    /// The message: `{name}` is a variable part, `{_}` is anything; `^` and `$` are the start and
    /// the end of a line. Whitespace, quotes and case are ignored.
    pub pattern: &'static str,
    /// The first version of the speaker that prints it, if known.
    pub since: Option<&'static str>,
    /// The last version that prints it, if known.
    pub until: Option<&'static str>,
    /// Where the wording comes from.
    pub source: Source,
}

/// Who prints a message: a family of SDKs, or a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// botocore, whose messages the AWS CLI and boto3 print unchanged.
    Botocore,
    /// The AWS CLI's own commands.
    AwsCli,
    /// The AWS SDK for Rust.
    RustSdk,
    /// The AWS SDK for JavaScript, version 3.
    JavaScriptSdk,
    /// The AWS SDK for JavaScript, version 2, which has reached its end of life.
    JavaScriptSdk2,
    /// The AWS SDK for Go, version 2, mostly through a program built with it.
    GoSdk,
    /// The AWS SDK for Go, version 1, which has reached its end of life.
    GoSdk1,
    /// The AWS SDK for Java, version 2.
    JavaSdk,
    /// The AWS SDK for Java, version 1, which has reached its end of life.
    JavaSdk1,
    /// The AWS SDK for .NET, which PowerShell also uses.
    DotNetSdk,
    /// The AWS SDK for C++.
    CppSdk,
    /// The AWS Common Runtime.
    Crt,
    /// The AWS SDK for PHP.
    PhpSdk,
    /// The AWS SDK for Ruby.
    RubySdk,
    /// The AWS SDK for Swift.
    SwiftSdk,
    /// The AWS SDK for Kotlin.
    KotlinSdk,
    /// The library that makes the encrypted connection: every program has one.
    Tls,
    /// Python itself.
    Python,
    /// The shell.
    Shell,
    /// A page in the browser.
    Browser,
    /// An AWS service, through any tool.
    AwsService,
    /// Instructions that show an example; no program prints it.
    Instructions,
    /// A program that adds its own messages to those of its SDK.
    Program(&'static str),
}

impl Speaker {
    /// The speaker as it is shown to people; empty for [`Speaker::Instructions`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::Botocore => "the AWS CLI or boto3",
            Self::AwsCli => "the AWS CLI",
            Self::RustSdk => "the AWS SDK for Rust",
            Self::JavaScriptSdk => "the AWS SDK for JavaScript",
            Self::JavaScriptSdk2 => "the AWS SDK for JavaScript v2",
            Self::GoSdk => "a Go program, such as Terraform",
            Self::GoSdk1 => "a program with the AWS SDK for Go v1",
            Self::JavaSdk => "the AWS SDK for Java",
            Self::JavaSdk1 => "the AWS SDK for Java v1",
            Self::DotNetSdk => "the AWS SDK for .NET",
            Self::CppSdk => "the AWS SDK for C++",
            Self::Crt => "the AWS Common Runtime",
            Self::PhpSdk => "the AWS SDK for PHP",
            Self::RubySdk => "the AWS SDK for Ruby",
            Self::SwiftSdk => "the AWS SDK for Swift",
            Self::KotlinSdk => "the AWS SDK for Kotlin",
            Self::Tls => "the TLS library of the program",
            Self::Python => "Python",
            Self::Shell => "your shell",
            Self::Browser => "a web page",
            Self::AwsService => "AWS, through any tool",
            Self::Instructions => "",
            Self::Program(name) => name,
        }
    }
}

/// Where the wording of a message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Printed by this program when it was run on a broken configuration
    /// (`crates/explain/tests/data/error-texts.json`).
    Measured(&'static str),
    /// This file of the speaker's source code.
    Code(&'static str),
    /// The symptom in this row of FAILURES, which lists its references.
    Failures(&'static str),
    /// This section of FACTS.
    Facts(&'static str),
    /// A public thread, as `owner/repository#number`.
    Thread(&'static str),
    /// Not recorded: only for rows older than this field.
    Unrecorded,
}

/// Messages of any speakers that mean the same, or the words that people use to describe it.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// The messages.
    pub texts: &'static [ErrorText],
    /// For [`Kind::Words`]: prefixes of words, all of one group; `=…` is the whole text.
    pub words: &'static [&'static [&'static str]],
    /// How specific it is.
    pub kind: Kind,
    /// For a message that other programs print too: one of these must be near it.
    pub needs: &'static [&'static str],
    /// What it means. `[ …{name}]` is omitted if the paste lacks that part.
    pub means: &'static str,
    /// Identifiers of its causes, the most likely first.
    pub causes: &'static [&'static str],
    /// How to distinguish its causes.
    pub apart: &'static str,
    /// For a program's own fault: the version that is known to work, or the one with the defect
    /// fixed, with its reference; empty if not known.
    pub fixed: &'static str,
}

/// How specific a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A message with a meaning of its own.
    Message,
    /// A message that wraps others, or that any failure of its kind results in.
    General,
    /// What a program says around the message of another: who asked, and no cause.
    Frame,
    /// The AWS CLI's advice that comes with a message.
    Advice,
    /// A user's own words.
    Words,
}

/// What makes a tool print a message.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// Its row in FAILURES (`C13`), or a word if FAILURES has no row for it.
    pub id: &'static str,
    /// The cause, as the end of a sentence: "the profile names …".
    pub what: &'static str,
    /// Identifiers of the checks that find it, most likely first.
    pub checks: &'static [&'static str],
    /// Which findings of the first check are this cause, if that check also finds others; empty
    /// for all of them. For example, a container does not explain a message about Git Bash.
    pub findings: &'static [&'static str],
    /// The one thing that tells it apart from the other causes of the same text; empty if `what`
    /// says it already.
    pub sign: &'static str,
    /// What to do if no check has found more. `{contact}` is the support team's address,
    /// `{profile}` the profile in use, `{fixed}` the first version known to work.
    pub answer: &'static str,
    /// The command that goes with it.
    pub run: Run,
}

/// The command that goes with a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// `doctor --only CHECKS --fix`
    Fix,
    /// `doctor --only CHECKS`
    Check,
    /// `login`
    Login,
    /// `setup`
    Setup,
    /// `aws configure export-credentials --format process`, as the credential_process of a second
    /// profile
    Process,
    /// `aws configure export-credentials --format env`
    Export,
    /// None, because the answer is complete without one.
    Nothing,
}

impl Cause {
    /// Whether it is a row of FAILURES.
    pub fn is_row(&self) -> bool {
        is_row_id(self.id)
    }

    /// Only these findings of its first check are this cause.
    pub(crate) const fn when_found_as(self, findings: &'static [&'static str]) -> Self {
        Self { findings, ..self }
    }

    /// The one thing that tells it apart.
    pub(crate) const fn sign(self, sign: &'static str) -> Self {
        Self { sign, ..self }
    }
}

/// Whether this looks like a row of FAILURES: a capital letter and two digits.
pub(crate) fn is_row_id(id: &str) -> bool {
    matches!(id.as_bytes(), [letter, tens, ones]
        if letter.is_ascii_uppercase() && tens.is_ascii_digit() && ones.is_ascii_digit())
}

/// A row of the table.
pub(crate) const fn text(
    id: TextId,
    speaker: Speaker,
    pattern: &'static str,
    source: Source,
) -> ErrorText {
    ErrorText { id, speaker, pattern, since: None, until: None, source }
}

impl ErrorText {
    /// The first version that prints it.
    pub(crate) const fn since(self, version: &'static str) -> Self {
        Self { since: Some(version), ..self }
    }

    /// The last version that prints it.
    pub(crate) const fn until(self, version: &'static str) -> Self {
        Self { until: Some(version), ..self }
    }
}

/// A message with a meaning of its own.
pub(crate) const fn message(
    texts: &'static [ErrorText],
    means: &'static str,
    causes: &'static [&'static str],
) -> Meaning {
    Meaning {
        texts,
        words: &[],
        kind: Kind::Message,
        needs: &[],
        means,
        causes,
        apart: "",
        fixed: "",
    }
}

/// A message that says little by itself.
pub(crate) const fn general(
    texts: &'static [ErrorText],
    means: &'static str,
    causes: &'static [&'static str],
) -> Meaning {
    Meaning { kind: Kind::General, ..message(texts, means, causes) }
}

/// What a program says around the message of another.
pub(crate) const fn frame(
    texts: &'static [ErrorText],
    means: &'static str,
    causes: &'static [&'static str],
) -> Meaning {
    Meaning { kind: Kind::Frame, ..message(texts, means, causes) }
}

/// The AWS CLI's advice that comes with a message.
pub(crate) const fn advice(
    texts: &'static [ErrorText],
    means: &'static str,
    causes: &'static [&'static str],
) -> Meaning {
    Meaning { kind: Kind::Advice, ..message(texts, means, causes) }
}

/// A user's own words.
pub(crate) const fn words(
    words: &'static [&'static [&'static str]],
    causes: &'static [&'static str],
) -> Meaning {
    Meaning { words, kind: Kind::Words, ..message(&[], "", causes) }
}

impl Meaning {
    /// One of these must be near the message.
    pub(crate) const fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    /// How to distinguish its causes.
    pub(crate) const fn apart(self, apart: &'static str) -> Self {
        Self { apart, ..self }
    }

    /// The version of the program that is known to work, with its reference.
    pub(crate) const fn fixed(self, fixed: &'static str) -> Self {
        Self { fixed, ..self }
    }
}

/// A cause that a check finds and fixes.
pub(crate) const fn fixable(
    id: &'static str,
    checks: &'static [&'static str],
    what: &'static str,
    answer: &'static str,
) -> Cause {
    Cause { id, what, checks, findings: &[], sign: "", answer, run: Run::Fix }
}

/// A cause that a check finds; the fix is described in words.
pub(crate) const fn detectable(
    id: &'static str,
    checks: &'static [&'static str],
    what: &'static str,
    answer: &'static str,
) -> Cause {
    Cause { run: Run::Check, ..fixable(id, checks, what, answer) }
}

/// A cause that signing in fixes.
pub(crate) const fn needs_sign_in(
    id: &'static str,
    checks: &'static [&'static str],
    what: &'static str,
    answer: &'static str,
) -> Cause {
    Cause { run: Run::Login, ..fixable(id, checks, what, answer) }
}

/// A program's fault that a second profile with a credential_process gets around.
pub(crate) const fn bridged(id: &'static str, what: &'static str, answer: &'static str) -> Cause {
    Cause { run: Run::Process, ..explained(id, what, answer) }
}

/// A program's fault that exported credentials get around.
pub(crate) const fn exported(id: &'static str, what: &'static str, answer: &'static str) -> Cause {
    Cause { run: Run::Export, ..explained(id, what, answer) }
}

/// A cause that no check looks for.
pub(crate) const fn explained(id: &'static str, what: &'static str, answer: &'static str) -> Cause {
    Cause { run: Run::Nothing, ..fixable(id, &[], what, answer) }
}
