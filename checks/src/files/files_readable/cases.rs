use std::sync::Arc;

use aws_files::{Document, FileKind};
use facts::{FileMetadata, FileState, Permissions};

use super::super::files_private::cases::permissions;
use crate::testing::{Case, Machine, cases};

const SESSION: &str = "[default]\nsso_session = corp\n[sso-session corp]\n";

fn read(mode: Option<u32>, writable: bool, owned: bool, link: Option<&str>) -> FileState {
    FileState::Present {
        document: Arc::new(Document::parse(SESSION.as_bytes())),
        mode,
        writable,
        owned,
        link: link.map(Into::into),
    }
}

fn denied(metadata: FileMetadata) -> Machine {
    let state =
        FileState::Unreadable { why: "Permission denied (os error 13)".into(), denied: true };
    Machine::new().file(FileKind::Config, state).metadata(FileKind::Config, metadata)
}

pub(super) fn cases() -> Vec<Case> {
    let config = |state| Machine::new().file(FileKind::Config, state);
    let of = |owned, mode| FileMetadata { modified: None, mode, owned };
    let closed = |mode| Permissions { writable: false, ..permissions(true, mode) };
    let theirs = |mode| Permissions { owned: false, ..closed(mode) };
    let large = FileState::TooLarge { size: 40 << 20, limit: 16 << 20 };
    cases! {
        "readable and writable": Machine::new().config(SESSION)
            => passes;
        "both files": Machine::new().config(SESSION).credentials("[a]\r\nregion=x\r\n")
            => passes;
        "another's file that this person may write": config(read(Some(0o660), true, false, None))
            => passes;
        "a link into a store": config(read(Some(0o444), false, false, Some("/nix/store/x-config")))
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "a disk that does not answer": config(FileState::Unreadable { why: "no answer within 5 s".into(), denied: false })
            => unknown;
        "a folder": config(FileState::NotAFile("a folder"))
            => fail "not-a-file";
        "a pipe by a variable": config(FileState::NotAFile("a pipe")).env("AWS_CONFIG_FILE", "/home/mira/.aws/config")
            => fail "not-a-file";
        "credentials are a folder, not needed": Machine::new()
                    .config(SESSION)
                    .file(FileKind::Credentials, FileState::NotAFile("a folder"))
            => warn "not-a-file";
        "credentials are a folder, needed": Machine::new().file(FileKind::Credentials, FileState::NotAFile("a folder"))
            => fail "not-a-file";
        "too large": config(large)
            => warn "too-large";
        "unreadable, own, mode 0000": denied(of(Some(true), Some(0)))
            => fail "unreadable",
            heals "set-mode";
        "unreadable, root's": denied(of(Some(false), Some(0o600))).env("USER", "mira").profile("dev")
            => fail "unreadable";
        "unreadable, nothing known": denied(of(None, None))
            => fail "unreadable";
        "read-only by mode": config(read(Some(0o400), false, true, None))
            => warn "read-only",
            heals "set-mode";
        "read-only by the disk": config(read(Some(0o600), false, true, None))
            => warn "read-only";
        "read-only, root's, at home": config(read(Some(0o644), false, false, None))
            => warn "read-only";
        "a link to nothing": Machine::new().dangling(FileKind::Config, "/home/mira/dotfiles/aws/config")
            => fail "dangling";
        "a folder that its owner may not enter": denied(of(None, None)).place("/home/mira/.aws", permissions(true, 0o600))
            => fail "unreadable",
            heals "set-folder-mode";
        "a folder of root's that nobody else may enter": denied(of(None, None)).place("/home/mira/.aws", theirs(0o700))
            => fail "unreadable";
        "a folder of root's: no sign-in can be stored": Machine::new()
                    .config(SESSION)
                    .place("/home/mira", permissions(true, 0o755))
                    .place("/home/mira/.aws", theirs(0o755))
            => warn "closed-folder";
        "a cache folder that its owner may not write": Machine::new()
                    .config(SESSION)
                    .place("/home/mira/.aws", permissions(true, 0o755))
                    .place("/home/mira/.aws/cli", closed(0o555))
            => warn "closed-folder",
            heals "set-folder-mode";
        "a read-only volume is told once": config(read(Some(0o600), false, true, None)).place("/home/mira/.aws", closed(0o755))
            => warn "closed-folder";
        "another's token cache is for token-cache": Machine::new()
                    .config(SESSION)
                    .place("/home/mira/.aws", permissions(true, 0o755))
                    .place("/home/mira/.aws/sso/cache", theirs(0o755))
            => passes;
        "another's home folder is for env-home": Machine::new().config(SESSION).place("/home/mira", theirs(0o755))
            => passes;
        "the folder is a link into a store": config(read(Some(0o444), false, false, None)).place(
                    "/home/mira/.aws/config",
                    Permissions { store: Some("/nix/store"), ..theirs(0o444) },
                )
            => passes;
        "read-only on Windows": config(read(None, false, false, None)).os(facts::Os::Windows)
            => warn "read-only";
    }
}

#[test]
fn a_mode_is_only_widened_for_the_owner() {
    let machine = Machine::new().file(FileKind::Config, read(Some(0o440), false, true, None));
    let facts = machine.facts();
    let crate::Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &facts, &facts::Subject::File(FileKind::Config))
    else {
        panic!("nothing found")
    };
    let plan = found[0].remedies[0].plan(&facts, &crate::Answers::new()).expect("a plan");
    assert_eq!(plan.steps, [crate::Step::SetMode("/home/mira/.aws/config".into(), 0o640)]);
}
