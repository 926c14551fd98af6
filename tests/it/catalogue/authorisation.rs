//! Rows R01 to R07: accounts, roles, and calls.

use identity_center_sim::Account;

use super::row::{Case, Row, SOUND, row, sound_but};

/// Only these accounts are assigned.
fn assigned(accounts: &[(&str, &[&str])]) -> Case {
    let accounts: Vec<Account> =
        accounts.iter().map(|(id, roles)| Account::new(id, "an-account", roles)).collect();
    Case::files(SOUND, "").with(move |machine| {
        machine.simulator.set(|world| world.accounts = accounts);
    })
}

pub fn rows() -> Vec<Row> {
    vec![
        row("R01", "role-assigned", "a slip in the role's name", || {
            Case::files(&sound_but("PowerUser", "PowerUsr"), "")
        })
        .at(9)
        .heals(),
        row("R01b", "role-assigned", "the role in other capitals", || {
            Case::files(&sound_but("PowerUser", "poweruser"), "")
        })
        .at(9)
        .heals(),
        row("R01c", "role-assigned", "two digits of the account changed places", || {
            Case::files(&sound_but("111122223333", "111122232333"), "")
        })
        .at(8)
        .heals_with(&["role-assigned.remedy=use-account"]),
        row("R01d", "role-assigned", "another role is assigned", || {
            assigned(&[("111122223333", &["Billing"])])
        })
        .at(9),
        row("R02", "role-assigned", "no account is assigned", || assigned(&[])).at(8),
        row("R03", "role-assigned", "the account is assigned without a role", || {
            assigned(&[("111122223333", &[])])
        })
        .at(8),
        row("R07", "caller-identity", "a service control policy forbids the question", || {
            Case::files(SOUND, "").with(|machine| {
                machine.simulator.set(|world| world.faults.sts_denied = true);
            })
        })
        .notes(),
    ]
}
