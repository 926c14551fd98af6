//! Machines for `profile-color`.

use crate::testing::{Case, Machine, cases};

fn dev(more: &str) -> Machine {
    Machine::new().config(&format!("[profile dev]\nregion = us-east-1\n{more}"))
}

pub(super) fn cases() -> Vec<Case> {
    cases! {
        "red": dev("color = red\n")
            => passes;
        "no color": dev("")
            => not_applicable;
        "blurple": dev("color = blurple\n")
            => warn "unknown-color" @ 3,
            heals "choose-color" (color = "blue");
    }
}
