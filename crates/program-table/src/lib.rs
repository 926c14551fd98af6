//! The table of programs that use AWS credentials: which SDK gets them, since when, how the program
//! is found and its version read without starting it, and how a profile and a region reach it.
//!
//! The rows are JSON files in `data/`, so that they can be reviewed one by one. Each names its
//! sources. A value that is `null` is not known; it never means "no".

mod row;

use std::sync::LazyLock;

pub use row::{
    Defect, Evidence, FoundBy, ProfileSource, Program, ProgramText, ProgramTexts, SdkSince, Since,
    Supports,
};

/// The files of the table.
const TABLES: &[&str] = &[
    include_str!("../data/infrastructure.json"),
    include_str!("../data/containers.json"),
    include_str!("../data/access.json"),
    include_str!("../data/editors.json"),
    include_str!("../data/libraries.json"),
    include_str!("../data/science.json"),
    include_str!("../data/storage.json"),
    include_str!("../data/databases.json"),
];

/// The files with what the programs print when they fail.
const TEXTS: &[&str] = &[
    include_str!("../data/infrastructure_texts.json"),
    include_str!("../data/containers_texts.json"),
    include_str!("../data/access_texts.json"),
    include_str!("../data/editors_texts.json"),
    include_str!("../data/libraries_texts.json"),
    include_str!("../data/science_texts.json"),
    include_str!("../data/storage_texts.json"),
    include_str!("../data/databases_texts.json"),
];

static PROGRAMS: LazyLock<Vec<Program>> = LazyLock::new(|| {
    // The tests read every file, so that none is left out here.
    TABLES.iter().flat_map(|table| read_rows(table).unwrap_or_default()).collect()
});

/// Every program, read once.
pub fn programs() -> &'static [Program] {
    &PROGRAMS
}

/// The program with this identifier.
pub fn find_program(id: &str) -> Option<&'static Program> {
    programs().iter().find(|program| program.id == id)
}

/// What the programs print when they fail. Read on each call.
pub fn program_texts() -> Vec<ProgramTexts> {
    TEXTS
        .iter()
        .flat_map(|table| serde_json::from_str::<Vec<_>>(table).unwrap_or_default())
        .collect()
}

fn read_rows(table: &str) -> Result<Vec<Program>, serde_json::Error> {
    serde_json::from_str(table)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use facts::SdkFamily;

    use super::*;

    #[test]
    fn every_row_of_every_file_is_read() {
        for table in TABLES {
            let rows = read_rows(table).unwrap();
            assert!(!rows.is_empty());
            assert!(rows.iter().all(|row| programs().contains(row)));
        }
        for table in TEXTS {
            let texts: Vec<ProgramTexts> = serde_json::from_str(table).unwrap();
            assert!(texts.iter().all(|row| find_program(&row.id).is_some()), "{texts:?}");
            assert!(texts.iter().flat_map(|row| &row.texts).all(|text| !text.text.is_empty()));
        }
        assert!(!program_texts().is_empty());
    }

    #[test]
    fn identifiers_are_unique_and_differ_from_those_of_the_sdks() {
        let mut seen = BTreeSet::new();
        for program in programs() {
            assert!(seen.insert(&program.id), "{} twice", program.id);
            assert!(SdkFamily::from_id(&program.id).is_none(), "{}", program.id);
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
            for name in &program.found_by.path {
                assert!(names.insert(name), "{name} is the name of two programs");
            }
        }
    }

    #[test]
    fn unknown_is_not_none() {
        let provider = find_program("terraform-provider-aws").unwrap();
        assert_eq!(provider.supports.sso_session_since, Since::Version("4.54.0".into()));
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
