//! Makes the facts of a found program from its row in the table.

use std::collections::BTreeMap;
use std::path::Path;

use facts::{FoundAt, FoundProgram, Presence, ProgramVersion, SdkFamily, SdkModule, WhyInUse};
use program_table::Program;

use crate::executable::GoBuildInfo;

/// A program of the table. Its SDK is known if it had only one.
pub(crate) fn found(program: &Program, found_at: FoundAt, why_in_use: WhyInUse) -> FoundProgram {
    FoundProgram {
        sdk: program.only_sdk(),
        profile_by: program.ways_of_a_profile(),
        ..FoundProgram::new(program.id, program.name, found_at, why_in_use)
    }
}

/// Code that uses an SDK itself: its identifier is the SDK's.
pub(crate) fn found_sdk(
    family: SdkFamily,
    version: Option<ProgramVersion>,
    found_at: FoundAt,
    why_in_use: WhyInUse,
) -> FoundProgram {
    FoundProgram {
        version: version.clone(),
        sdk: Some(family),
        sdk_version: version,
        ..FoundProgram::new(family.id(), family.name(), found_at, why_in_use)
    }
}

/// The modules of Go that decide about credentials, by their name without the major version.
pub(crate) mod go {
    pub(crate) const V1: &str = "github.com/aws/aws-sdk-go";
    pub(crate) const V2: &str = "github.com/aws/aws-sdk-go-v2/config";
    pub(crate) const BASE_1: &str = "github.com/hashicorp/aws-sdk-go-base";
    pub(crate) const BASE_2: &str = "github.com/hashicorp/aws-sdk-go-base/v2";
    pub(crate) const ALL: &[&str] = &[V1, V2, BASE_1, BASE_2];
}

/// Adds what a Go program's module list says about its SDK. `aws-sdk-go-base` v2 gets the
/// credentials where it is there (Terraform's S3 backend from 1.6.0 on, HashiCorp's AWS provider);
/// the version that counts is that of the SDK's module `config` below it, and its own is in
/// [`FoundProgram::libraries`]. With both SDKs and nothing that decides, the SDK is not known.
pub(crate) fn add_go_modules(program: &mut FoundProgram, info: &GoBuildInfo) {
    for name in go::ALL {
        if let Some(version) = info.modules.get(*name).and_then(|text| ProgramVersion::parse(text))
        {
            program.libraries.insert((*name).to_owned(), version);
        }
    }
    let has = |name: &str| info.modules.contains_key(name);
    let (family, name) = match (has(go::V1), has(go::V2)) {
        _ if has(go::BASE_2) => (SdkFamily::GoBase, go::V2),
        (true, false) => (SdkFamily::Go1, go::V1),
        (false, true) => (SdkFamily::Go2, go::V2),
        (true, true) => match program.sdk {
            Some(SdkFamily::Go1) => (SdkFamily::Go1, go::V1),
            Some(SdkFamily::Go2) => (SdkFamily::Go2, go::V2),
            _ => return,
        },
        (false, false) => return,
    };
    program.sdk = Some(family);
    program.sdk_version = program.libraries.get(name).cloned();
}

/// The parts of an SDK by the names of their packages.
pub(crate) fn modules_of<'a>(
    parts: &[(SdkModule, &str)],
    absent: Presence,
    names: impl Fn(&str) -> bool + 'a,
) -> BTreeMap<SdkModule, Presence> {
    parts
        .iter()
        .map(|(module, name)| (*module, if names(name) { Presence::Present } else { absent }))
        .collect()
}

/// The version that a folder's name gives: package managers and version managers keep each version
/// in a folder of its own. `names` are the program's names there.
///
/// `…/Cellar/<name>/<version>/…`, `…/installs/<name>/<version>/…` (mise, asdf),
/// `…/.tfenv/versions/<version>/…`, `…/.tenv/<Name>/<version>/…`, `…/<name>/versions/<version>`,
/// `/nix/store/<hash>-<name>-<version>/…`.
pub(crate) fn version_in_path(real: &Path, names: &[&str]) -> Option<ProgramVersion> {
    let parts: Vec<&str> = real.iter().filter_map(|part| part.to_str()).collect();
    let is_name = |part: &str| names.iter().any(|name| name.eq_ignore_ascii_case(part));
    for (at, part) in parts.iter().enumerate() {
        let version = match (*part, parts.get(at + 1), parts.get(at + 2)) {
            ("Cellar" | "Caskroom" | "installs" | ".tenv", Some(name), Some(version))
                if is_name(name) =>
            {
                // A revision of Homebrew follows the version.
                version.split('_').next().unwrap_or(version)
            }
            (".tfenv" | "tfenv", Some(&"versions"), Some(version)) => version,
            (name, Some(&"versions"), Some(version)) if is_name(name) => version,
            // The installer of the AWS SAM CLI.
            ("aws-sam-cli", Some(version), Some(&"dist")) if is_name(part) => version,
            ("store", Some(package), _) if parts.get(at.wrapping_sub(1)) == Some(&"nix") => {
                let name = package.split_once('-')?.1;
                names.iter().find_map(|known| name.strip_prefix(*known)?.strip_prefix('-'))?
            }
            _ => continue,
        };
        if let Some(version) = ProgramVersion::parse(version) {
            return Some(version);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(modules: &[(&str, &str)], id: &str) -> FoundProgram {
        let row = program_table::find_program(id).unwrap();
        let mut program = found(row, FoundAt::file("/x".into()), WhyInUse::Path);
        let modules = modules.iter().map(|(name, version)| ((*name).into(), (*version).into()));
        let info = GoBuildInfo { modules: modules.collect(), ..GoBuildInfo::default() };
        add_go_modules(&mut program, &info);
        program
    }

    #[test]
    fn the_modules_decide_about_the_sdk() {
        let v1 = (go::V1, "v1.44.256");
        let v2 = (go::V2, "v1.18.39");
        let base = (go::BASE_2, "v2.0.0-beta.35");
        let text = |program: &FoundProgram| program.sdk_version.as_ref().map(ToString::to_string);
        let old = program(&[v1], "terraform");
        assert_eq!((old.sdk, text(&old).as_deref()), (Some(SdkFamily::Go1), Some("1.44.256")));
        let new = program(&[v1, v2, base], "terraform");
        assert_eq!((new.sdk, text(&new).as_deref()), (Some(SdkFamily::GoBase), Some("1.18.39")));
        assert_eq!(new.libraries[go::BASE_2].text(), "2.0.0-beta.35");
        assert_eq!(program(&[v2], "rclone").sdk, Some(SdkFamily::Go2));
        // Nothing says which of the two gets the credentials.
        assert_eq!(program(&[v1, v2], "rclone").sdk, None);
        assert_eq!(program(&[v1, v2], "aws-vault").sdk, Some(SdkFamily::Go2));
        assert_eq!(program(&[], "rclone").sdk, None);
    }

    #[test]
    fn folders_name_versions() {
        let version = |path: &str, names: &[&str]| {
            version_in_path(Path::new(path), names).map(|version| version.to_string())
        };
        let some = |text: &str| Some(text.to_owned());
        let names = ["terraform"];
        assert_eq!(
            version("/opt/homebrew/Cellar/terraform/1.5.7/bin/terraform", &names),
            some("1.5.7")
        );
        assert_eq!(
            version("/h/.asdf/installs/terraform/1.6.0/bin/terraform", &names),
            some("1.6.0")
        );
        assert_eq!(version("/h/.tfenv/versions/1.4.2/terraform", &names), some("1.4.2"));
        assert_eq!(version("/h/.tenv/Terraform/1.9.0/terraform", &names), some("1.9.0"));
        let nix = "/nix/store/0c6a1a6ad97e331155147aec668b421e-terraform-1.8.1/bin/terraform";
        assert_eq!(version(nix, &names), some("1.8.1"));
        let claude = "/h/.local/share/claude/versions/2.1.208";
        assert_eq!(version(claude, &["claude"]), some("2.1.208"));
        let sam = "/usr/local/aws-sam-cli/1.100.0/dist/sam";
        assert_eq!(version(sam, &["sam", "aws-sam-cli"]), some("1.100.0"));
        assert_eq!(version(sam, &["sam"]), None);
        assert_eq!(version("/usr/bin/terraform", &names), None);
        assert_eq!(version("/opt/homebrew/Cellar/other/1.5.7/bin/terraform", &names), None);
        assert_eq!(version("/opt/homebrew/Cellar/terraform/HEAD/bin/terraform", &names), None);
    }
}
