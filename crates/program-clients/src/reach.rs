//! How a profile reaches a program.

use aws_onboard_credential_chain::ProfileFrom;
use facts::{Facts, FoundProgram, ProfileWay, Text};

/// How a profile reaches a program, and what has to be set for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) profile_from: ProfileFrom,
    /// A setting of the program that decides and is not read: whether the profile is used depends
    /// on it.
    pub(crate) depends_on: Option<String>,
}

/// Programs that use a profile only with a setting of their own (the table's rows have the
/// sources: `profile_by` and `settings`).
const SETTINGS: &[(&str, &str)] = &[
    ("rclone", "env_auth = true"),
    ("duckdb-aws", "a secret with PROVIDER credential_chain"),
    ("hadoop-s3a", "fs.s3a.aws.credentials.provider with a provider that reads profiles"),
    ("claude-code", "CLAUDE_CODE_USE_BEDROCK=1"),
    ("cline", "Amazon Bedrock with an AWS profile as its provider"),
    ("continue", "a Bedrock model with a profile"),
];

/// How the profile reaches this program if `profile` is asked for, or the environment decides.
pub(crate) fn reach(facts: &Facts, program: &FoundProgram, profile: Option<&str>) -> Reach {
    let depends_on =
        SETTINGS.iter().find(|(id, _)| *id == program.id).map(|(_, setting)| (*setting).to_owned());
    let by_environment = || match profile {
        Some(name) => ProfileFrom::Variable(name.to_owned()),
        None => ProfileFrom::Environment,
    };
    if let Some(setting) = &program.profile {
        let Some(name) = setting.value.clone() else {
            let depends_on = Some(format!("the value of {}", setting.name));
            return Reach { profile_from: by_environment(), depends_on };
        };
        let profile_from = match setting.way {
            ProfileWay::Variable => ProfileFrom::Variable(name),
            ProfileWay::Flag => ProfileFrom::Argument(name),
            _ => ProfileFrom::Setting(name),
        };
        return Reach { profile_from, depends_on };
    }
    if let Some(over) = program.overrides.first() {
        let depends_on = Some(over.name.clone());
        return Reach { profile_from: by_environment(), depends_on };
    }
    let reads_variable = program.profile_by.is_empty()
        || program
            .profile_by
            .iter()
            .any(|by| by.way == ProfileWay::Variable && by.name.contains("AWS_PROFILE"));
    if reads_variable {
        return Reach { profile_from: by_environment(), depends_on };
    }
    // A profile is chosen in the program itself.
    let chosen = profile.or_else(|| facts.environment().non_empty("AWS_PROFILE"));
    let chosen = chosen.unwrap_or("default").to_owned();
    if program.profile_by.iter().any(|by| by.way == ProfileWay::Flag) {
        return Reach { profile_from: ProfileFrom::Argument(chosen), depends_on };
    }
    let depends_on =
        depends_on.or_else(|| Some(format!("the profile {} chosen in it", Text(&chosen))));
    Reach { profile_from: ProfileFrom::Setting(chosen), depends_on }
}
