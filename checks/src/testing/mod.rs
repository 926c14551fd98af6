//! Enforces the rules of CONTRIBUTING.md for every check: a passing and a failing machine each, a
//! manual with its headings, and remedies that work when the check runs again.

mod config_file;
mod evidence;
mod example;
mod language;
mod machine;
mod registry_tests;
mod safe_fixes;
mod safe_steps;
mod snapshots;
mod whole_machines;

pub(crate) use config_file::{config_text, facts_after_fix, found_in_config};
pub(crate) use machine::{
    LOGIN, Machine, identity, login_keys, now, registration, role_credentials, token, version,
};

use crate::Severity;

/// A machine and the expected result of the check.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) machine: Machine,
    pub(crate) expect: Expect,
}

/// The expected result of a check.
pub(crate) enum Expect {
    /// Every subject passes, and there is at least one.
    Passes,
    /// The check does not apply.
    NotApplicable,
    /// The result is unknown.
    Unknown,
    /// Exactly one finding.
    Finds(Found),
}

/// The one expected finding.
pub(crate) struct Found {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    /// The line that it names.
    pub(crate) line: Option<usize>,
    /// The remedies after each of which the check passes, with their answers.
    pub(crate) healed_by: Vec<(&'static str, Vec<(&'static str, &'static str)>)>,
}

/// A table of cases:
///
/// ```text
/// cases! {
///     "a region": dev("region = us-east-1") => passes;
///     "underscores": dev("region = us_east_1") => fail "not-a-region" @ 3,
///         heals "choose-region" (region = "us-east-1");
/// }
/// ```
///
/// The verdict is a function of [`verdicts`]; `@` is the line that the finding names; `heals` is a
/// remedy, with its answers, after which the check has no more findings.
macro_rules! cases {
    ($(
        $name:literal : $machine:expr
            => $verdict:ident $($code:literal)? $(@ $line:literal)?
            $(, heals $remedy:literal $(($($key:ident = $answer:expr),+))?)*
    ;)+) => {
        vec![$(
            $crate::testing::Case {
                name: $name,
                machine: $machine,
                expect: $crate::testing::verdicts::$verdict($($code)?),
            }
            $(.at_line($line))?
            $(.healed_by($remedy, &[$($((stringify!($key), $answer)),+)?]))*
        ),+]
    };
}
pub(crate) use cases;

/// What a row of [`cases!`] can expect.
pub(crate) mod verdicts {
    use super::{Expect, Found};
    use crate::Severity;

    /// Every subject passes, and there is at least one.
    pub(crate) const fn passes() -> Expect {
        Expect::Passes
    }

    /// The check does not apply.
    pub(crate) const fn not_applicable() -> Expect {
        Expect::NotApplicable
    }

    /// The result is unknown.
    pub(crate) const fn unknown() -> Expect {
        Expect::Unknown
    }

    /// One finding, a failure.
    pub(crate) const fn fail(code: &'static str) -> Expect {
        finds(code, Severity::Fail)
    }

    /// One finding, a warning.
    pub(crate) const fn warn(code: &'static str) -> Expect {
        finds(code, Severity::Warn)
    }

    /// One finding, a note.
    pub(crate) const fn note(code: &'static str) -> Expect {
        finds(code, Severity::Note)
    }

    pub(super) const fn finds(code: &'static str, severity: Severity) -> Expect {
        Expect::Finds(Found { code, severity, line: None, healed_by: Vec::new() })
    }
}

/// A case in which every subject passes.
pub(crate) const fn passes(name: &'static str, machine: Machine) -> Case {
    Case { name, machine, expect: Expect::Passes }
}

/// A case to which the check does not apply.
pub(crate) const fn not_applicable(name: &'static str, machine: Machine) -> Case {
    Case { name, machine, expect: Expect::NotApplicable }
}

/// A case whose result is unknown.
pub(crate) const fn unknown(name: &'static str, machine: Machine) -> Case {
    Case { name, machine, expect: Expect::Unknown }
}

/// A case whose remedies are the same as its neighbors', which a function adds.
pub(crate) fn finds(
    name: &'static str,
    machine: Machine,
    code: &'static str,
    severity: Severity,
) -> Case {
    Case { name, machine, expect: verdicts::finds(code, severity) }
}

impl Case {
    /// The line that the finding names.
    pub(crate) fn at_line(mut self, line: usize) -> Self {
        if let Expect::Finds(found) = &mut self.expect {
            found.line = Some(line);
        }
        self
    }

    /// The remedy after which the check has no more findings.
    pub(crate) fn healed_by(
        mut self,
        remedy: &'static str,
        answers: &[(&'static str, &'static str)],
    ) -> Self {
        if let Expect::Finds(found) = &mut self.expect {
            found.healed_by.push((remedy, answers.to_vec()));
        }
        self
    }
}
