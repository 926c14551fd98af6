use std::sync::Arc;

use aws_files::{Document, FileKind};
use facts::{FileState, Permissions};

use super::super::files_private::cases::permissions;
use crate::testing::{Case, Machine, cases};

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
    cases! {
        "a file": Machine::new().config(SSO)
            => passes;
        "a link of stow's to a file of one's own": linked("/home/mira/dotfiles/aws/.aws/config", true, true)
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "home-manager": linked("/nix/store/abc-home-manager-files/.aws/config", false, false)
                    .place(CONFIG, in_store("/nix/store/abc-home-manager-files/.aws/config"))
            => note "store";
        "the folder is a link into a store": Machine::new().config(SSO).place(CONFIG, in_store("/nix/store/abc-aws/config"))
            => note "store";
        "a link to somebody else's file": linked("/srv/shared/aws-config", false, false)
            => note "link";
        "chezmoi": Machine::new().config(SSO).chezmoi(
                    FileKind::Config,
                    "/home/mira/.local/share/chezmoi/private_dot_aws/config",
                )
            => note "chezmoi";
    }
}
