//! The words that must not come back in what people read: manuals, findings, screens and help.
//!
//! Each was once all over the program: grammatical, but not what a native speaker would say.

use std::path::{Path, PathBuf};

/// Parts of words in lower case, each with what to write instead.
const BANNED: &[(&str, &str)] = &[
    (" mend", "fix"),
    ("put right", "fix"),
    (" anew", "again"),
    ("look again", "check again"),
    ("nobody", "say who, or what does not happen"),
    ("somebody", "say who"),
    ("whoever", "anyone who, or say who"),
    (" stands in ", "is in"),
    (" stands there", "is there"),
    (" stands twice", "is defined twice"),
    (" stand in ", "are in"),
    (" stand twice", "are defined twice"),
    (" lies in", "is in"),
    (" lie in", "are in"),
    (" lies below", "is in"),
    ("of the kind", "like this"),
    ("take away", "unset, remove"),
    ("taken away", "removed"),
    ("take it away", "unset it"),
    ("as far as could be seen", "say what was not checked"),
    ("misspelt", "misspelled"),
    ("organisation", "organization"),
    ("recognised", "recognized"),
    ("colour", "color"),
    ("honoured", "honored"),
    ("without a word", "silently"),
    (" is no profile to", "is not a profile for"),
];

#[test]
fn the_old_words_do_not_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for path in pages(&root) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (index, line) in text.lines().enumerate() {
            let shown = readable(line);
            for (word, instead) in BANNED {
                if shown.contains(word) {
                    found.push(format!(
                        "{}:{}: {word:?} (write: {instead}): {line}",
                        path.display(),
                        index + 1
                    ));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} lines:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_line_is_read_without_what_it_quotes() {
    assert_eq!(readable("- `stands in` is code"), " -   is code");
    assert_eq!(readable("  says: nobody"), "");
    assert_eq!(readable("profile dev: fail misspelt, stops: it stands in"), " it stands in");
}

/// What people read: manuals, snapshots of findings and of screens, the help, the main pages.
fn pages(root: &Path) -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        ["README.md", "CHANGELOG.md", "docs/command-line.md"].map(|page| root.join(page)).into();
    let mut folders = vec![root.join("checks/src"), root.join("tests/it/snapshots")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "snap" || ending == "txt")
                || path.ends_with("manual.md")
            {
                pages.push(path);
            }
        }
    }
    assert!(pages.len() > 100, "the pages were not found");
    pages
}

/// The line in lower case, without code, quoted errors, source lines, case names and codes.
fn readable(line: &str) -> String {
    let quoted = ["  says:", "===", "     | ", "    plan:", "    $ "];
    if quoted.iter().any(|start| line.starts_with(start)) || line.contains('│') {
        return String::new();
    }
    // `profile dev: fail CODE, stops: …`: the code is an identifier.
    let line = match line.split_once(": ") {
        Some((subject, rest))
            if !subject.starts_with(' ')
                && ["fail ", "warn ", "note "].iter().any(|word| rest.starts_with(word)) =>
        {
            rest.split_once(": ").map_or("", |(_, words)| words)
        }
        _ => line,
    };
    let text: Vec<&str> = line.split('`').step_by(2).collect();
    format!(" {}", text.join(" ").to_lowercase())
}
