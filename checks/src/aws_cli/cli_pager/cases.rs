//! Machines for `cli-pager`.

use facts::Os;

use crate::testing::{Case, Machine, cases, version};

const DEV: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";

fn without(program: &str, config: &str) -> Machine {
    Machine::new().config(config).around(|around| {
        around.programs.insert(program.into(), Ok(None));
    })
}

pub(super) fn cases() -> Vec<Case> {
    let most = "[profile dev]\nsso_session = corp\ncli_pager = most -s\n[sso-session corp]\n";
    let off = "[profile dev]\nsso_session = corp\ncli_pager =\n[sso-session corp]\n";
    cases! {
        "less is there": Machine::new().config(DEV)
            => passes;
        "not a profile": Machine::new()
            => passes;
        "switched off in the profile": without("less", off)
            => passes;
        "switched off by AWS_PAGER": without("less", DEV).env("AWS_PAGER", "")
            => passes;
        "switched off by PAGER": without("less", DEV).env("PAGER", "")
            => passes;
        "the profile before PAGER": without("most", off).env("PAGER", "most")
            => passes;
        "AWS_PAGER before the profile": without("most", most).env("AWS_PAGER", "less")
            => passes;
        "nobody at a terminal": without("less", DEV).around(|around| around.interactive = false)
            => passes;
        "Windows": without("less", DEV).os(Os::Windows)
            => not_applicable;
        "no AWS CLI": without("less", DEV).without_aws()
            => not_applicable;
        "version 1": without("less", DEV).without_aws().aws("/x/aws", Ok(version("1.46.3")))
            => not_applicable;
        "less is missing": without("less", DEV)
            => warn "missing",
            heals "switch-off";
        "less is missing, several profiles": without("less", &format!("{DEV}[profile b]\nsso_session = corp\n"))
            => warn "missing",
            heals "switch-off";
        "less is missing, and no profile is there": without("less", "")
            => warn "missing";
        "the profile's is missing": without("most", most)
            => warn "missing" @ 3,
            heals "switch-off";
        "AWS_PAGER's is missing": without("bat", DEV).env("AWS_PAGER", "bat -p")
            => warn "missing";
        "PAGER's is missing": without("bat", DEV).env("PAGER", "bat")
            => warn "missing",
            heals "switch-off";
        "an open quote": Machine::new().config(DEV).env("PAGER", "less 'x")
            => warn "unreadable",
            heals "switch-off";
    }
}
