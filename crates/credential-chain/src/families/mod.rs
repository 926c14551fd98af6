//! The table of families: a row each, as data.

mod dotnet;
mod gdal;
mod go;
mod java;
mod javascript;
mod native;
mod python;
mod scripting;
mod usual;

use crate::rules::Rules;
use crate::{Client, Family, OwnOrder};

/// The row that a client follows: that of its family, or of its version where that differs in more
/// than data.
pub(crate) fn rules_for(client: &Client) -> &'static Rules {
    let is_new = client.version.as_ref().is_some_and(|known| *known >= native::CPP_CHANGED);
    match client.family {
        Family::Cpp if is_new => &native::CPP_BY_CRT,
        Family::Js3 if client.own_order == Some(OwnOrder::Cdk) => {
            if client.profile_from.explicit().is_some() {
                &javascript::CDK_WITH_PROFILE
            } else {
                &javascript::CDK
            }
        }
        Family::Botocore if client.own_order == Some(OwnOrder::Polars) => &python::POLARS,
        Family::Go1 if client.own_order == Some(OwnOrder::GoBase1) => &go::GO_BASE_1,
        Family::Ruby if client.profile_from.explicit().is_some() => &scripting::RUBY_WITH_PROFILE,
        family => rules_of(family),
    }
}

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
        Family::Gdal => &gdal::GDAL,
    }
}
