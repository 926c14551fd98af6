//! `go.mod`: the modules that a Go project requires (Go Modules Reference, "go.mod files").

use facts::{FoundAt, FoundProgram, ProgramVersion, SdkFamily, WhyInUse};

use super::{Files, numbered};
use crate::found::{found_sdk, go};

const FAMILIES: &[(&str, SdkFamily)] = &[(go::V1, SdkFamily::Go1), (go::V2, SdkFamily::Go2)];

/// The SDKs that the project requires itself, not through another module.
pub(super) fn find(files: &Files<'_>) -> Vec<FoundProgram> {
    let Some((path, text)) = files.read("go.mod") else {
        return Vec::new();
    };
    let mut programs = Vec::new();
    let mut block = String::new();
    for (number, line) in numbered(&text) {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let mut words = code.split_whitespace();
        let first = words.next().unwrap_or_default();
        if code.trim_end().ends_with('(') {
            block = first.to_owned();
            continue;
        }
        if first == ")" {
            block.clear();
            continue;
        }
        let name = match block.as_str() {
            "require" => first,
            "" if first == "require" => words.next().unwrap_or_default(),
            _ => continue,
        };
        if comment.trim() == "indirect" {
            continue;
        }
        if let Some((_, family)) = FAMILIES.iter().find(|(module, _)| *module == name) {
            let version = words.next().and_then(ProgramVersion::parse);
            let at = FoundAt::line(path.clone(), number);
            programs.push(found_sdk(*family, version, at, WhyInUse::Project));
        }
    }
    programs
}
