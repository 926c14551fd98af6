//! The table of programs that use AWS credentials: which SDK gets them, since when, how the program
//! is found and its version read without starting it, and how a profile and a region reach it.
//!
//! The rows are JSON files in `data/`, so that they can be reviewed one by one; `build.rs` makes them
//! constants. Each names its sources. A value that is `null` is not known; it never means "no".

mod row;

use facts::{ProfileWay, SdkFamily};

pub use row::{
    Defect, Evidence, FoundBy, ProfileSource, Program, ProgramText, ProgramTexts, SdkSince, Since,
    Supports,
};

// The table as constants, which build.rs writes: parsing it took a fifth of an offline doctor.
include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// Every program.
pub const fn programs() -> &'static [Program] {
    PROGRAMS
}

/// The program with this identifier.
pub fn find_program(id: &str) -> Option<&'static Program> {
    programs().iter().find(|program| program.id == id)
}

/// What the programs print when they fail.
pub const fn program_texts() -> &'static [ProgramTexts] {
    TEXTS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use facts::{ProgramVersion, SdkFamily};
    use serde_json::Value;

    use super::*;

    /// The rows of every file in `data/` whose name ends so, or does not.
    fn rows(ends_with_texts: bool) -> Vec<Value> {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let files = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
        let is_wanted = |path: &std::path::PathBuf| {
            path.to_string_lossy().ends_with("_texts.json") == ends_with_texts
        };
        files
            .filter(is_wanted)
            .flat_map(|path| {
                serde_json::from_slice::<Vec<Value>>(&fs::read(path).unwrap()).unwrap()
            })
            .collect()
    }

    fn texts_of(list: &Value) -> Vec<&str> {
        let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().map(|value| value.as_str().unwrap()).collect()
    }

    #[test]
    fn every_row_of_every_file_is_in_the_table() {
        let data = rows(false);
        assert_eq!(data.len(), programs().len());
        for row in &data {
            let program = find_program(row["id"].as_str().unwrap()).unwrap();
            assert_eq!(program.name, row["name"]);
            assert_eq!(program.sdk_note, row["sdk_note"].as_str());
            let families: Vec<&str> = program.sdk.iter().map(|family| family.id()).collect();
            assert_eq!(families, texts_of(&row["sdk"]), "{}", program.id);
            assert_eq!(program.found_by.path, texts_of(&row["found_by"]["path"]));
            assert_eq!(program.found_by.files, texts_of(&row["found_by"]["files"]));
            assert_eq!(program.supports.refs, texts_of(&row["supports"]["refs"]));
            assert_eq!(program.supports.process, row["supports"]["process"].as_bool());
            assert_eq!(program.profile_by.len(), row["profile_by"].as_array().unwrap().len());
        }
    }

    #[test]
    fn the_words_about_versions_are_read_as_versions_where_they_are_some() {
        for row in rows(false) {
            let supports = &find_program(row["id"].as_str().unwrap()).unwrap().supports;
            for (key, since) in [
                ("sso_session_since", &supports.sso_session_since),
                ("legacy_since", &supports.legacy_since),
                ("refresh_since", &supports.refresh_since),
                ("login_since", &supports.login_since),
            ] {
                let expected = match row["supports"][key].as_str() {
                    None => Since::Unknown,
                    Some("any") => Since::Always,
                    Some("none") => Since::Never,
                    Some(text) => {
                        let text: &'static str = text.to_owned().leak();
                        let is_version = ProgramVersion::parse(text).is_some();
                        if is_version { Since::Version(text) } else { Since::Depends(text) }
                    }
                };
                assert_eq!(*since, expected, "{}: {key}", row["id"]);
            }
        }
    }

    #[test]
    fn every_text_belongs_to_a_program() {
        let data = rows(true);
        assert_eq!(data.len(), program_texts().len());
        for row in program_texts() {
            assert!(find_program(row.id).is_some(), "{}", row.id);
            assert!(row.texts.iter().all(|text| !text.text.is_empty()), "{}", row.id);
        }
        let count = |row: &Value| row["texts"].as_array().unwrap().len();
        assert_eq!(
            data.iter().map(count).sum::<usize>(),
            program_texts().iter().map(|row| row.texts.len()).sum::<usize>()
        );
    }

    #[test]
    fn identifiers_are_unique_and_differ_from_those_of_the_sdks() {
        let mut seen = BTreeSet::new();
        for program in programs() {
            assert!(seen.insert(program.id), "{} twice", program.id);
            assert!(SdkFamily::from_id(program.id).is_none(), "{}", program.id);
            assert!(!program.name.is_empty() && !program.kind.is_empty());
        }
    }

    #[test]
    fn a_program_has_a_family_or_says_what_it_has_instead() {
        for program in programs() {
            assert_eq!(program.sdk.is_empty(), program.sdk_note.is_some(), "{}", program.id);
        }
    }

    #[test]
    fn a_claim_by_a_source_names_it() {
        for program in programs() {
            let claims =
                program.evidence == Evidence::Source || program.evidence == Evidence::Document;
            assert!(!claims || !program.supports.refs.is_empty(), "{}", program.id);
        }
    }

    /// Two programs that a locator cannot tell apart need evidence of another kind.
    #[test]
    fn a_name_on_path_belongs_to_one_program() {
        let mut names = BTreeSet::new();
        for program in programs() {
            for name in program.found_by.path {
                assert!(names.insert(*name), "{name} is the name of two programs");
            }
        }
    }

    #[test]
    fn unknown_is_not_none() {
        let provider = find_program("terraform-provider-aws").unwrap();
        assert_eq!(provider.supports.sso_session_since, Since::Version("4.54.0"));
        assert_eq!(provider.supports.login_since, Since::Unknown);
        let s3cmd = find_program("s3cmd").unwrap();
        assert_eq!(s3cmd.supports.sso_session_since, Since::Never);
        assert_eq!(s3cmd.supports.process, Some(false));
        let cromwell = find_program("cromwell").unwrap();
        assert_eq!(cromwell.supports.process, None);
        let kubectl = find_program("kubectl").unwrap();
        assert!(matches!(kubectl.supports.sso_session_since, Since::Depends(_)));
    }
}
