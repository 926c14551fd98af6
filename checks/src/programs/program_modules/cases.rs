//! Machines for `program-modules`.

use facts::{FoundProgram, Presence, SdkFamily, SdkModule};

use super::super::testing::{SSO, program};
use crate::testing::{Case, Machine, cases};

fn dev() -> Machine {
    Machine::new().config(SSO).env("AWS_PROFILE", "dev")
}

/// The SDK for Java with these modules.
fn java(modules: &[(SdkModule, Presence)]) -> FoundProgram {
    let mut found = program("java2", SdkFamily::Java2, "2.25.1", "/p/pom.xml");
    found.modules = modules.iter().copied().collect();
    found
}

pub(super) fn cases() -> Vec<Case> {
    let both = |sso, oidc| java(&[(SdkModule::Sso, sso), (SdkModule::SsoOidc, oidc)]);
    let net = || {
        let mut found = program("dotnet4", SdkFamily::DotNet4, "4.0.2", "/p/app.csproj");
        found.modules =
            [(SdkModule::Sso, Presence::Absent), (SdkModule::SsoOidc, Presence::Absent)].into();
        found
    };
    cases! {
        "no program": dev()
            => not_applicable;
        "both modules": dev().program(both(Presence::Present, Presence::Present))
            => passes;
        "unknown modules": dev().program(both(Presence::Unknown, Presence::Unknown))
            => not_applicable;
        "no modules, and keys": Machine::new().credentials("[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n").env("AWS_PROFILE", "dev").program(both(Presence::Absent, Presence::Absent))
            => passes;
        "no module for single sign-on": dev().program(both(Presence::Absent, Presence::Absent))
            => warn "module-missing";
        "no module for sessions": dev().program(both(Presence::Present, Presence::Absent))
            => warn "module-missing",
            heals "bridge";
        "no module for sessions, in the program that was asked about": dev().program(both(Presence::Present, Presence::Absent)).asked("java2")
            => fail "module-missing";
        ".NET": dev().program(net())
            => warn "module-missing";
    }
}
