//! What a program does differently from the AWS CLI.

use aws_onboard_credential_chain::{Credentials, Kind};

use crate::{ProgramAnswer, RegionAnswer};

/// How a program's answer differs from the AWS CLI's. `None` is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differs {
    /// Whether it takes other credentials. `None` also where one of them takes none.
    pub credentials: Option<bool>,
    /// Whether it uses another region. `None` also where one of them finds none.
    pub region: Option<bool>,
}

/// The AWS CLI's answer, with which the others are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliAnswer {
    /// The answer.
    pub answer: ProgramAnswer,
    /// Whether an AWS CLI is here; otherwise, this is what the newest one would do.
    pub is_here: bool,
}

/// Compares a program with the AWS CLI.
pub(crate) fn compare(program: &ProgramAnswer, cli: &ProgramAnswer) -> Differs {
    let credentials = |answer: &ProgramAnswer| -> Option<Credentials> {
        let credentials = answer.answer.credentials.clone();
        let is_one = !matches!(credentials.kind, Kind::Error | Kind::None);
        (answer.is_certain && is_one && answer.usable != Some(false)).then_some(credentials)
    };
    let credentials =
        credentials(program).zip(credentials(cli)).map(|(one, other)| !is_same(&one, &other));
    let region = match (&program.region, &cli.region) {
        (RegionAnswer::Known(one), RegionAnswer::Known(other)) => Some(one.value != other.value),
        _ => None,
    };
    Differs { credentials, region }
}

/// Whether these are the same credentials, wherever each was found.
fn is_same(one: &Credentials, other: &Credentials) -> bool {
    if one.kind != other.kind {
        return false;
    }
    match one.kind {
        Kind::Environment | Kind::Static => {
            one.access_key_id == other.access_key_id || one.source == other.source
        }
        Kind::Sso | Kind::Login | Kind::Role | Kind::WebIdentity => {
            let same_source = match (&one.via, &other.via) {
                (Some(one), Some(other)) => is_same(one, other),
                _ => true,
            };
            let named =
                |credentials: &Credentials| (credentials.account.clone(), credentials.role.clone());
            let is_named = one.account.is_some() && one.role.is_some();
            same_source && named(one) == named(other) && (is_named || one.profile == other.profile)
        }
        Kind::Process => one.profile == other.profile,
        Kind::Container | Kind::Instance | Kind::None | Kind::Error => true,
    }
}
