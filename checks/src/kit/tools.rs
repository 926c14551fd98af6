//! Which credentials each AWS tool takes on this machine, by the model of their chains, and the
//! tools' names in a sentence.

use aws_onboard_credential_chain::{
    Answer, Client, Evidence, Family, Kind, ProfileFrom, Source, resolve,
};
use facts::{Facts, ScopeReason};

use super::words::{capitalized, list};

/// The families that are named to people: each is in use and was run or read.
const TOOLS: [Family; 15] = [
    Family::Cli2,
    Family::Botocore,
    Family::GoBase,
    Family::Go2,
    Family::Go1,
    Family::Js3,
    Family::Js2,
    Family::Java2,
    Family::Java1,
    Family::DotNet4,
    Family::DotNet3,
    Family::Rust,
    Family::Cpp,
    Family::Php,
    Family::Ruby,
];

/// The SDKs by their language, with the names of their versions.
const LANGUAGES: [(&str, &[(Family, &str)]); 8] = [
    ("Go", &[(Family::Go2, "v2"), (Family::Go1, "v1")]),
    ("JavaScript", &[(Family::Js3, "v3"), (Family::Js2, "v2")]),
    ("Java", &[(Family::Java2, "2.x"), (Family::Java1, "1.x")]),
    (".NET", &[(Family::DotNet4, "v4"), (Family::DotNet3, "v3")]),
    ("Rust", &[(Family::Rust, "")]),
    ("C++", &[(Family::Cpp, "")]),
    ("PHP", &[(Family::Php, "")]),
    ("Ruby", &[(Family::Ruby, "")]),
];

/// Tools that many people use beside the AWS CLI. What only others do differently matters where
/// such a program is in use, which `program-identity` reports.
pub(crate) const COMMON: [Family; 7] = [
    Family::Botocore,
    Family::GoBase,
    Family::Go2,
    Family::Js3,
    Family::Java2,
    Family::Rust,
    Family::DotNet4,
];

/// What each tool would take.
pub(crate) struct Choices(Vec<(Family, Answer)>);

impl Choices {
    /// What each tool takes if the profile reaches it in this way.
    pub(crate) fn of(facts: &Facts, profile_from: &ProfileFrom) -> Self {
        let answer = |family| {
            let client = Client::new(family).with_profile(profile_from.clone());
            (family, resolve(facts, &client))
        };
        let known = |(_, answer): &(Family, Answer)| answer.evidence != Evidence::Unverified;
        Self(TOOLS.into_iter().map(answer).filter(known).collect())
    }

    /// What each tool takes without an option or a setting that names a profile. Where this run is
    /// about `--profile`, as if AWS_PROFILE named that profile.
    pub(crate) fn by_environment(facts: &Facts) -> Self {
        let scope = facts.scope();
        let from = match (scope.reason, scope.profiles.first()) {
            (ScopeReason::Flag, Some(name)) => ProfileFrom::Variable(name.clone()),
            _ => ProfileFrom::Environment,
        };
        Self::of(facts, &from)
    }

    /// The tools whose answer is such.
    pub(crate) fn tools(&self, is_such: impl Fn(&Answer) -> bool) -> Vec<Family> {
        self.0.iter().filter(|(_, answer)| is_such(answer)).map(|(family, _)| *family).collect()
    }

    /// What one tool takes.
    pub(crate) fn answer(&self, family: Family) -> Option<&Answer> {
        self.0.iter().find(|(known, _)| *known == family).map(|(_, answer)| answer)
    }

    /// Every answer.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(Family, Answer)> {
        self.0.iter()
    }
}

/// Whether the credentials come from one of these variables.
pub(crate) fn is_from_variable(answer: &Answer, names: &[&str]) -> bool {
    let source = |source: &Option<Source>| matches!(source, Some(Source::Variable(name)) if names.contains(&name.as_str()));
    source(&answer.credentials.source)
}

/// Whether the credentials come from the profile, as far as this machine tells.
pub(crate) fn is_from_profile(answer: &Answer) -> bool {
    let kind = answer.credentials.kind;
    !matches!(kind, Kind::None | Kind::Error | Kind::Instance)
        && matches!(answer.credentials.source, Some(Source::File { .. }))
        && answer.usable != Some(false)
}

/// The tools in a sentence: `the AWS CLI, boto3, Terraform and the SDKs for Go and Java 2.x`.
pub(crate) fn tool_names(families: &[Family]) -> String {
    let alone =
        [(Family::Cli2, "the AWS CLI"), (Family::Botocore, "boto3"), (Family::GoBase, "Terraform")];
    let mut names: Vec<String> = alone
        .iter()
        .filter(|(family, _)| families.contains(family))
        .map(|(_, name)| (*name).to_owned())
        .collect();
    let languages: Vec<String> = LANGUAGES
        .iter()
        .filter_map(|(language, versions)| {
            let has: Vec<&str> = versions
                .iter()
                .filter(|(family, _)| families.contains(family))
                .map(|(_, version)| *version)
                .collect();
            match has.as_slice() {
                [] => None,
                [version] if !version.is_empty() => Some(format!("{language} {version}")),
                _ => Some((*language).to_owned()),
            }
        })
        .collect();
    match languages.as_slice() {
        [] => {}
        [one] => names.push(format!("the SDK for {one}")),
        many => names.push(format!("the SDKs for {}", list(many, many.len()))),
    }
    list(&names, names.len())
}

/// The same at the start of a sentence.
pub(crate) fn tool_names_first(families: &[Family]) -> String {
    capitalized(&tool_names(families))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_named_by_their_language() {
        let names = |families: &[Family]| tool_names_first(families);
        assert_eq!(names(&[Family::Cli2]), "The AWS CLI");
        assert_eq!(names(&[Family::Js3]), "The SDK for JavaScript v3");
        assert_eq!(
            names(&[Family::Cli2, Family::Botocore, Family::Go1, Family::Go2, Family::Java2]),
            "The AWS CLI, boto3 and the SDKs for Go and Java 2.x"
        );
        assert_eq!(names(&[]), "");
    }
}
