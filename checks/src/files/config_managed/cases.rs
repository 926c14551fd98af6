use std::sync::Arc;

use aws_files::{Document, FileKind};
use facts::{FileState, Permissions};

use super::super::files_private::cases::permissions;
use crate::Severity::Note;
use crate::testing::{Case, Machine, finds, not_applicable, passes};

const CONFIG: &str = "/home/mira/.aws/config";
const SSO: &str = "[default]\nsso_session = corp\n[sso-session corp]\n";

fn linked(target: &str, writable: bool, owned: bool) -> Machine {
    let state = FileState::Present {
        document: Arc::new(Document::parse(SSO.as_bytes())),
        mode: Some(0o644),
        writable,
        owned,
        link: Some(target.into()),
    };
    Machine::new().file(FileKind::Config, state)
}

pub(super) fn cases() -> Vec<Case> {
    let in_store = |real: &str| Permissions {
        owned: false,
        writable: false,
        real: Some(real.into()),
        store: Some("/nix/store"),
        ..permissions(false, 0o444)
    };
    vec![
        passes("a file", Machine::new().config(SSO)),
        passes(
            "a link of stow's to a file of one's own",
            linked("/home/mira/dotfiles/aws/.aws/config", true, true),
        ),
        not_applicable("no file", Machine::new()),
        finds(
            "home-manager",
            linked("/nix/store/abc-home-manager-files/.aws/config", false, false)
                .place(CONFIG, in_store("/nix/store/abc-home-manager-files/.aws/config")),
            "store",
            Note,
        ),
        finds(
            "the folder is a link into a store",
            Machine::new().config(SSO).place(CONFIG, in_store("/nix/store/abc-aws/config")),
            "store",
            Note,
        ),
        finds(
            "a link to somebody else's file",
            linked("/srv/shared/aws-config", false, false),
            "link",
            Note,
        ),
        finds(
            "chezmoi",
            Machine::new().config(SSO).chezmoi(
                FileKind::Config,
                "/home/mira/.local/share/chezmoi/private_dot_aws/config",
            ),
            "chezmoi",
            Note,
        ),
    ]
}
