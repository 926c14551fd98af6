//! The pages of docs/programs, made from the table of programs and from the rules of the SDKs.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use aws_onboard_credential_chain::{Client, Family, first_versions, origin_of};
use facts::ProfileWay;
use program_table::{Evidence, Program, ProgramTexts, Since, program_texts, programs};

const INTRODUCTION: &str = "\
# Programs and their credentials

Which programs use a profile of AWS IAM Identity Center, since which version, and what they say
when they cannot. `aws-onboard which` answers the same question for the programs on your computer,
and `aws-onboard which --for PROGRAM@VERSION` for any other.

*not known* means that no source was found, never no. Each page names its sources.
";

const SDKS: &str = "
## SDKs

The first versions of each SDK that know single sign-on (`sso_start_url`), sessions
(`sso_session`), and `aws login` (`login_session`). [Corrections](../programs.md) lists where
common summaries are wrong.

| SDK | `--for` | Single sign-on | `sso_session` | `login_session` | Read at | How it is known |
|---|---|---|---|---|---|---|
";

/// Every page, by its path.
pub(crate) fn pages(docs: &Path, made_from: &str) -> BTreeMap<PathBuf, String> {
    let texts = program_texts();
    let texts_of =
        |program: &Program| texts.iter().filter(|texts| texts.id == program.id).collect::<Vec<_>>();
    let folder = docs.join("programs");
    let mut pages = BTreeMap::new();
    let mut index = format!("{made_from}{INTRODUCTION}\n");
    index.push_str("| Program | `--for` | `sso_session` | `sso_start_url` | `login_session` | `credential_process` | How it is known |\n|---|---|---|---|---|---|---|\n");
    let mut sorted: Vec<&Program> = programs().iter().collect();
    sorted.sort_by_key(|program| program.name.to_lowercase());
    for program in sorted {
        let texts = texts_of(program);
        let name = cell(program.name);
        let title = if has_page(program, &texts) {
            pages.insert(
                folder.join(format!("{}.md", program.id)),
                format!("{made_from}{}", page(program, &texts)),
            );
            format!("[{name}]({}.md)", program.id)
        } else {
            name
        };
        let supports = &program.supports;
        writeln!(
            index,
            "| {title} | `{}` | {} | {} | {} | {} | {} |",
            program.id,
            since(&supports.sso_session_since),
            since(&supports.legacy_since),
            since(&supports.login_since),
            yes_no(supports.process),
            evidence(program.evidence),
        )
        .unwrap();
    }
    index.push_str(SDKS);
    for family in Family::all() {
        let (read_at, _, known) = origin_of(&Client::new(family));
        let first = first_versions(family);
        let version = |knows: bool, since: Option<&str>| match (knows, since) {
            (false, _) => "no".to_owned(),
            (true, Some(since)) => since.to_owned(),
            (true, None) => "yes; since when is not known".to_owned(),
        };
        let name = family.name();
        let name = name.strip_prefix("the ").unwrap_or(name);
        let known = match known.word() {
            "run" => "run",
            "source" => "read, not run",
            "document" => "documented",
            _ => "not verified",
        };
        writeln!(
            index,
            "| {name} | `{}` | {} | {} | {} | {read_at} | {known} |",
            family.id(),
            version(first.knows_sso, first.sso),
            version(first.knows_sso, first.session),
            version(first.knows_login, first.login),
        )
        .unwrap();
    }
    pages.insert(folder.join("README.md"), index);
    pages
}

/// A program has a page if a version or a text of it is verified.
fn has_page(program: &Program, texts: &[&ProgramTexts]) -> bool {
    let is_verified =
        |evidence| matches!(evidence, Evidence::Run | Evidence::Source | Evidence::Document);
    let supports = &program.supports;
    let versions = [&supports.sso_session_since, &supports.legacy_since, &supports.login_since];
    let has_version = versions.iter().any(|since| **since != Since::Unknown);
    let has_text =
        texts.iter().flat_map(|texts| texts.texts).any(|text| is_verified(text.evidence));
    (has_version && is_verified(program.evidence)) || has_text
}

fn page(program: &Program, texts: &[&ProgramTexts]) -> String {
    let mut page = format!("# {}\n\n", program.name);
    let family = |id: &str| {
        let name = Family::from_id(id).map_or_else(String::new, |family| family.name().to_owned());
        name.strip_prefix("the ").unwrap_or(&name).to_owned()
    };
    let sdks: Vec<String> = program.sdk.iter().map(|sdk| family(sdk.id())).collect();
    let sdks = match (sdks.as_slice(), program.sdk_note) {
        ([], Some(note)) => note.to_owned(),
        (all, _) => all.join(", "),
    };
    let supports = &program.supports;
    writeln!(page, "| | |\n|---|---|").unwrap();
    for (what, value) in [
        ("`aws-onboard which --for`", format!("`{}`", program.id)),
        ("SDK", cell(&sdks)),
        ("Profiles with `sso_session`", since(&supports.sso_session_since)),
        ("Profiles with `sso_start_url` alone", since(&supports.legacy_since)),
        ("Renews the sign-in by itself", since(&supports.refresh_since)),
        ("Profiles with `login_session` (`aws login`)", since(&supports.login_since)),
        ("Profiles with `credential_process`", yes_no(supports.process).to_owned()),
        ("Roles through `source_profile`", yes_no(supports.role_chain).to_owned()),
        ("Keys in the environment", yes_no(supports.env_keys).to_owned()),
        ("How this is known", evidence(program.evidence).to_owned()),
    ] {
        writeln!(page, "| {what} | {value} |").unwrap();
    }
    list(&mut page, "What it needs", program.needs);
    profile(&mut page, program);
    list(&mut page, "Where its region comes from, in order", program.region_by);
    if !program.sdk_since.is_empty() {
        page.push_str(
            "\n## The SDK in its versions\n\n| Version | SDK | Source |\n|---|---|---|\n",
        );
        for entry in program.sdk_since {
            let version = entry.version.unwrap_or("not known");
            let (what, source) = (cell(entry.what), cell(entry.reference));
            writeln!(page, "| {} | {what} | {source} |", cell(version)).unwrap();
        }
    }
    list(&mut page, "Settings that decide", program.settings);
    if !program.defects.is_empty() {
        page.push_str(
            "\n## Known defects\n\n| Versions | What happens | What helps | Source |\n|---|---|---|---|\n",
        );
        for defect in program.defects {
            let cells = [defect.versions, defect.symptom, defect.fix, defect.reference].map(cell);
            writeln!(page, "| {} |", cells.join(" | ")).unwrap();
        }
    }
    page.push_str("\n## What it says when it fails\n");
    let texts: Vec<_> = texts.iter().flat_map(|texts| texts.texts).collect();
    if texts.is_empty() {
        page.push_str("\nNot known.\n");
    }
    for text in texts {
        write!(page, "\n```text\n{}\n```\n\n{}", text.text.trim_end(), sentence(text.means))
            .unwrap();
        if !text.remedy.is_empty() {
            write!(page, " What helps: {}", sentence(text.remedy)).unwrap();
        }
        writeln!(page, " ({}; {})", text.reference, evidence(text.evidence)).unwrap();
    }
    list(&mut page, "Sources", supports.refs);
    list(&mut page, "Not verified", program.unverified);
    page
}

/// How to give it the profile.
fn profile(page: &mut String, program: &Program) {
    page.push_str("\n## How to give it the profile\n\n");
    if program.profile_by.is_empty() {
        page.push_str("Not known.\n");
    }
    for by in program.profile_by {
        let kind = match by.by {
            ProfileWay::Variable => "Variable",
            ProfileWay::Flag => "Option",
            ProfileWay::File => "File",
            ProfileWay::Code => "Code",
            ProfileWay::App => "In the program",
            ProfileWay::Address => "Address",
        };
        writeln!(page, "- {kind}: {} ({})", plain(by.name), plain(by.reference)).unwrap();
    }
}

fn list(page: &mut String, title: &str, items: &[&str]) {
    if items.is_empty() {
        return;
    }
    write!(page, "\n## {title}\n\n").unwrap();
    for item in items {
        writeln!(page, "- {}", plain(item)).unwrap();
    }
}

fn since(since: &Since) -> String {
    match since {
        Since::Version(version) => (*version).to_owned(),
        Since::Always => "every version".to_owned(),
        Since::Never => "no".to_owned(),
        Since::Depends(text) => cell(text),
        Since::Unknown => "not known".to_owned(),
    }
}

fn yes_no(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    }
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Run => "run",
        Evidence::Source => "read in its source",
        Evidence::Document => "documented",
        Evidence::Derived => "follows from its SDK",
        Evidence::Issue => "reported by users",
        Evidence::Unverified => "not verified",
    }
}

fn sentence(text: &str) -> String {
    let mut chars = plain(text).chars().collect::<Vec<_>>();
    if let Some(first) = chars.first_mut() {
        *first = first.to_ascii_uppercase();
    }
    let text: String = chars.into_iter().collect();
    if text.ends_with(['.', '`', ':']) { text } else { format!("{text}.") }
}

/// Text that Markdown does not read as HTML or as a link.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut in_code = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        in_code ^= c == '`';
        let is_inside = out.ends_with(char::is_alphanumeric)
            && rest.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '<' if !in_code => out.push_str("&lt;"),
            '*' | '_' | '[' | ']' if !in_code && !is_inside => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// The same in a cell of a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}
