//! Which versions of its SDK a program may have.

use aws_onboard_credential_chain::{Family, FirstVersions, first_versions};
use facts::ProgramVersion;
use semver::Version;

/// A version and the first one that is out of the range again; `None` for no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from: Version,
    pub(crate) until: Option<Version>,
}

impl Range {
    fn contains(&self, version: &Version) -> bool {
        *version >= self.from && self.until.as_ref().is_none_or(|until| version < until)
    }
}

/// What a version of a program supports, by the table of programs; `None` where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Knows {
    pub(crate) legacy: Option<bool>,
    pub(crate) session: Option<bool>,
    pub(crate) login: Option<bool>,
}

/// The versions of botocore that a version of boto3 requires: `botocore>=1.29.3,<1.30.0` for boto3
/// 1.26.3 (`setup.cfg` and `setup.py` of boto3). From 1.33 on, both have the same numbers; before,
/// botocore's minor version is three more. Versions before 1.7 are not modeled.
pub(crate) fn botocore_of_boto3(boto3: &ProgramVersion) -> Option<Range> {
    let (major, minor, patch) = boto3.numbers();
    let minor = match (major, minor) {
        (1, 7..=29) => minor + 3,
        (1, 33..) => minor,
        _ => return None,
    };
    Some(Range { from: Version::new(1, minor, patch), until: Some(Version::new(1, minor + 1, 0)) })
}

/// Versions of the family that stand for all those that a program may have, newest first: one
/// between each two versions at which the family changed. `None` stands for the newest.
pub(crate) fn candidates(
    family: Family,
    range: Option<&Range>,
    knows: Knows,
) -> Vec<Option<Version>> {
    let first = first_versions(family);
    let changes = [first.login, first.session, first.sso];
    let mut versions: Vec<Version> =
        changes.into_iter().flatten().filter_map(parse_version).collect();
    versions.push(Version::new(0, 0, 0));
    versions.extend(range.map(|range| range.from.clone()));
    versions.sort_unstable_by(|one, other| other.cmp(one));
    versions.dedup();
    let has_changes = versions.len() > 1;
    versions
        .into_iter()
        .filter(|version| range.is_none_or(|range| range.contains(version)))
        .filter(|version| agrees(&first, version, knows))
        // A family without changes that are known is the same in every version.
        .map(|version| Some(version).filter(|_| has_changes))
        .collect()
}

/// Whether a version of the family supports what the program is known to support.
fn agrees(first: &FirstVersions, version: &Version, knows: Knows) -> bool {
    let has = |known: bool, since: Option<&str>| {
        known && since.and_then(parse_version).is_none_or(|since| *version >= since)
    };
    let fits = |claim: Option<bool>, has: bool| claim.is_none_or(|claim| claim == has);
    fits(knows.legacy, has(first.knows_sso, first.sso))
        && fits(knows.session, has(first.knows_sso, first.session.or(first.sso)))
        && fits(knows.login, has(first.knows_login, first.login))
}

fn parse_version(text: &str) -> Option<Version> {
    ProgramVersion::parse(text).map(|version| version.to_semver())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(versions: &[Option<Version>]) -> Vec<String> {
        versions
            .iter()
            .map(|version| version.as_ref().map_or("newest".into(), ToString::to_string))
            .collect()
    }

    fn boto3(version: &str) -> Vec<String> {
        let range = botocore_of_boto3(&ProgramVersion::parse(version).unwrap());
        texts(&candidates(Family::Botocore, range.as_ref(), Knows::default()))
    }

    // Expected: `Requires-Dist` in the wheels' METADATA of boto3 1.9.253, 1.26.3, 1.28.0, 1.29.0,
    // 1.33.0 and 1.40.2.
    #[test]
    fn boto3_names_the_botocore_that_it_takes() {
        for (version, from, until) in [
            ("1.9.253", "1.12.253", "1.13.0"),
            ("1.26.3", "1.29.3", "1.30.0"),
            ("1.28.0", "1.31.0", "1.32.0"),
            ("1.29.0", "1.32.0", "1.33.0"),
            ("1.33.0", "1.33.0", "1.34.0"),
            ("1.40.2", "1.40.2", "1.41.0"),
        ] {
            let range = botocore_of_boto3(&ProgramVersion::parse(version).unwrap()).unwrap();
            assert_eq!(range.from.to_string(), from, "{version}");
            assert_eq!(range.until.unwrap().to_string(), until, "{version}");
        }
        for version in ["1.4.4", "1.30.0", "2.0.0"] {
            assert_eq!(botocore_of_boto3(&ProgramVersion::parse(version).unwrap()), None);
        }
    }

    #[test]
    fn candidates_stand_for_every_version_of_a_range() {
        assert_eq!(boto3("1.26.3"), ["1.29.10", "1.29.3"]);
        assert_eq!(boto3("1.26.165"), ["1.29.165"]);
        assert_eq!(boto3("1.41.5"), ["1.41.5"]);
        let all = candidates(Family::Botocore, None, Knows::default());
        assert_eq!(texts(&all), ["1.41.0", "1.29.10", "1.17.0", "0.0.0"]);
    }

    #[test]
    fn what_a_program_supports_leaves_the_versions_that_support_it() {
        let knows = Knows { session: Some(true), login: Some(false), legacy: None };
        assert_eq!(texts(&candidates(Family::Botocore, None, knows)), ["1.29.10"]);
        let knows = Knows { session: Some(false), legacy: Some(true), login: None };
        assert_eq!(texts(&candidates(Family::Botocore, None, knows)), ["1.17.0"]);
        assert_eq!(texts(&candidates(Family::GoBase, None, knows)), ["0.0.0"]);
        // The family has it in every version, the program has not: its own code decides.
        let knows = Knows { session: Some(false), ..Knows::default() };
        assert!(candidates(Family::DotNet4, None, knows).is_empty());
        assert_eq!(texts(&candidates(Family::DotNet4, None, Knows::default())), ["newest"]);
    }
}
