//! What holds every check to CONTRIBUTING.md: a passing and a failing machine each, a manual with
//! its headings, and remedies that are proved by looking again.

mod config_file;
mod machine;
mod registry_tests;
mod snapshots;
mod whole_machines;

pub(crate) use config_file::{config_text, found_in_config, mended};
pub(crate) use machine::{Machine, identity, now, registration, role_credentials, token, version};

use crate::Severity;

/// A machine and what the check must say of it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) machine: Machine,
    pub(crate) expect: Expect,
}

/// What a check must say.
pub(crate) enum Expect {
    /// Every subject passes, and there is one.
    Passes,
    /// It does not apply.
    NotApplicable,
    /// It could not be found out.
    Unknown,
    /// Exactly one finding.
    Finds(Found),
}

/// The one finding that is expected.
pub(crate) struct Found {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    /// The line that it names.
    pub(crate) line: Option<usize>,
    /// The remedies that must each make it pass, with their answers.
    pub(crate) healed_by: Vec<(&'static str, Vec<(&'static str, &'static str)>)>,
}

/// A case in which all is well.
pub(crate) const fn passes(name: &'static str, machine: Machine) -> Case {
    Case { name, machine, expect: Expect::Passes }
}

/// A case to which the check does not apply.
pub(crate) const fn not_applicable(name: &'static str, machine: Machine) -> Case {
    Case { name, machine, expect: Expect::NotApplicable }
}

/// A case in which it cannot be found out.
pub(crate) const fn unknown(name: &'static str, machine: Machine) -> Case {
    Case { name, machine, expect: Expect::Unknown }
}

/// A case with one finding.
pub(crate) const fn finds(
    name: &'static str,
    machine: Machine,
    code: &'static str,
    severity: Severity,
) -> Case {
    Case {
        name,
        machine,
        expect: Expect::Finds(Found { code, severity, line: None, healed_by: Vec::new() }),
    }
}

impl Case {
    /// The line that the finding names.
    pub(crate) fn at_line(mut self, line: usize) -> Self {
        if let Expect::Finds(found) = &mut self.expect {
            found.line = Some(line);
        }
        self
    }

    /// The remedy after which the check finds nothing more.
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
