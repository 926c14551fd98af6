//! `config-managed`: no file is a link that a dotfile manager maintains.

#[cfg(test)]
mod cases;

use std::path::{Path, PathBuf};

use aws_files::FileKind;
use facts::{Facts, FileState, Os, Text};

use crate::check::Examine;
use crate::files::source::SourceFile;
use crate::{Check, Finding, Group, Need, Outcome, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "config-managed",
    label: "kept here",
    title: "No file is managed by a dotfile manager",
    group: Group::Files,
    since: "0.1.0",
    requires: &[Need::Check("files-readable")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Files(examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// What generates a file.
pub(super) enum Keeper {
    /// A package manager's store, and the file's path in it.
    Store(&'static str, PathBuf),
    /// A link to a read-only file.
    Link(PathBuf),
    /// chezmoi, and the source file that it generates the file from.
    Chezmoi(PathBuf),
}

impl Keeper {
    /// What generates the file at an AWS file's path; `None` if the user writes it.
    pub(super) fn of(facts: &Facts, kind: FileKind) -> Option<Self> {
        let file = facts.files().file(kind);
        let access = facts.access.as_ref().ok();
        if let Some(permissions) = access.and_then(|access| access.of(&file.path))
            && let Some(store) = permissions.store
        {
            let real = permissions.real.clone();
            return Some(Self::Store(store, real.unwrap_or_else(|| file.path.to_path_buf())));
        }
        if let FileState::Present { writable: false, link: Some(target), .. } = &file.state {
            return Some(Self::Link(target.clone()));
        }
        let source = access?.chezmoi.get(&kind)?;
        Some(Self::Chezmoi(source.clone()))
    }
}

fn examine(file: &SourceFile<'_>) -> Outcome {
    let (facts, kind) = (file.facts, file.kind);
    let path = facts.files().path(kind);
    match Keeper::of(facts, kind) {
        Some(keeper) => Outcome::Found(vec![finding(facts, path, &keeper)]),
        None => Outcome::Passed(facts.shown(path)),
    }
}

fn finding(facts: &Facts, path: &Path, keeper: &Keeper) -> Finding {
    let shown = facts.shown(path);
    let (code, brief, what, why) = match keeper {
        Keeper::Store(store, real) => (
            "store",
            format!("{shown} is in {store}"),
            format!(
                "{shown} links to {}, which a package manager writes.",
                Text(&real.to_string_lossy())
            ),
            "Its contents work, but aws configure sso and aws-onboard cannot write it: it is generated from your own settings.",
        ),
        Keeper::Link(target) => (
            "link",
            format!("{shown} is a link to a file that you cannot write"),
            format!("{shown} is a link to {}, which you cannot write.", facts.shown(target)),
            "Its contents work, but aws configure sso cannot write it, and aws-onboard does not replace the link.",
        ),
        Keeper::Chezmoi(source) => (
            "chezmoi",
            format!("chezmoi manages {shown}"),
            format!("chezmoi generates {shown} from {}.", facts.shown(source)),
            "The next chezmoi apply overwrites what aws configure sso or aws-onboard writes there.",
        ),
    };
    // Some users want it this way and it works, so it is only worth knowing before a change.
    let finding = Finding::worth_knowing(code, brief).what(what).why(why);
    let patch = "aws-onboard doctor --fix shows each change as a diff. If it cannot write the file, apply the diff yourself; the link is kept.";
    match keeper {
        Keeper::Store(..) => finding
            .next("change it in the settings that generate it")
            .offer(
                Remedy::guide("source", "Change your settings and generate it again")
                    .word("With home-manager, that is programs.awscli.settings, or home.file for \".aws/config\":")
                    .command(["home-manager", "switch"])
                    .word(patch),
            ),
        Keeper::Link(target) => finding.next("change the file that the link points to").offer(
            target_guide(facts, target).word(patch),
        ),
        Keeper::Chezmoi(_) => finding
            .next("copy changes to chezmoi's folder")
            .offer(
                Remedy::guide("re-add", "Copy the file to chezmoi after a change")
                    .command(["chezmoi".to_owned(), "re-add".to_owned(), path.to_string_lossy().into_owned()])
                    .word("chezmoi does not update a template this way: change it with chezmoi edit and check it with chezmoi diff."),
            ),
    }
}

/// The command that shows who owns the target of a link.
fn target_guide(facts: &Facts, target: &Path) -> Remedy {
    let guide = Remedy::guide("target", "See who owns it");
    let target = target.to_string_lossy().into_owned();
    if facts.os == Os::Windows {
        guide.command(["icacls".to_owned(), target])
    } else {
        guide.command(["ls".to_owned(), "-l".to_owned(), target])
    }
}
