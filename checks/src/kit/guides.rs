//! Guides that several checks offer.

use facts::{Facts, ScopeReason, Text};

use super::origin::permanent_words;
use crate::Remedy;

/// The setup of this program.
pub(crate) fn set_up() -> Remedy {
    set_up_with_title("Set up single sign-on")
}

/// The setup of this program, for a special purpose.
pub(crate) fn set_up_with_title(title: &str) -> Remedy {
    Remedy::guide("setup", title).command(["aws-onboard", "setup"])
}

/// How to use another profile: through the variable that chose the present one, or with a flag.
pub(crate) fn use_profile(facts: &Facts, id: &'static str, name: &str) -> Remedy {
    let guide = Remedy::guide(id, format!("Use {}", Text(name)));
    match facts.scope().reason {
        ScopeReason::Variable(variable) => guide
            .word(facts.shell.export(variable, &Text(name).to_string()))
            .word(permanent_words(facts, &[variable])),
        _ => guide.command(["aws-onboard", "doctor", "--profile", name]),
    }
}
