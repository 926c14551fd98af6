//! The table of families: a row each, as data.

mod dotnet;
mod go;
mod java;
mod javascript;
mod native;
mod python;
mod scripting;

use crate::Family;
use crate::rules::Rules;

/// The row of a family.
pub(crate) const fn rules_of(family: Family) -> &'static Rules {
    match family {
        Family::Cli2 => &python::CLI_2,
        Family::Cli1 => &python::CLI_1,
        Family::Botocore => &python::BOTOCORE,
        Family::Go2 => &go::GO_2,
        Family::Go1 => &go::GO_1,
        Family::GoBase => &go::GO_BASE,
        Family::Js3 => &javascript::JS_3,
        Family::Js2 => &javascript::JS_2,
        Family::Java2 => &java::JAVA_2,
        Family::Java1 => &java::JAVA_1,
        Family::DotNet4 => &dotnet::DOTNET_4,
        Family::DotNet3 => &dotnet::DOTNET_3,
        Family::PowerShell => &dotnet::POWERSHELL,
        Family::Rust => &native::RUST,
        Family::Cpp => &native::CPP,
        Family::Crt => &native::CRT,
        Family::Php => &scripting::PHP,
        Family::Ruby => &scripting::RUBY,
    }
}

/// The three sources of a role, in the case that most families insist on.
const CREDENTIAL_SOURCES: &[&str] = &["Environment", "Ec2InstanceMetadata", "EcsContainer"];

/// Every key of single sign-on.
const ANY_SSO_KEY: &[&str] =
    &["sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"];
